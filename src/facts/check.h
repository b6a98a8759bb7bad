/* What a check is: metadata, function and examples in one row. The rows stand one a file in checks/; the build makes the
 * registry from the list of files. */
#pragma once
#include "facts/diagram.h"
#include "facts/verdict.h"

/* What a check looks at; its function is called once for each. */
enum sw_check_on {
	SW_ON_BUILD,      /* a Dockerfile as a whole: all stages and steps; subject is its last target */
	SW_ON_START,      /* what starts: each target of a build and each workload */
	SW_ON_WORKLOAD,   /* a workload: start, confinement, mounts, ports */
	SW_ON_DEPLOYMENT, /* what runs together */
	SW_ON_REPOSITORY, /* all files of the target that set something for the tools around containers */
	SW_ON_IMAGE,      /* an image at rest: its configuration and what its layers hold */
};

struct sw_memo;

/* What a check reads and may not change. */
struct sw_view {
	struct sw_arena *arena;                 /* for texts and lists of the check's own; gone when the findings are made */
	const struct sw_system *system;
	sw_subject subject;
	const struct sw_subject_row *row;
	const struct sw_target *target;         /* BUILD, START of a build */
	const struct sw_build *build;           /* the same target's Dockerfile */
	const struct sw_service *service;       /* WORKLOAD, START of a workload */
	const struct sw_deployment *deployment; /* DEPLOYMENT, WORKLOAD */
	const struct sw_value *fields;          /* of the target (start fields only) or of the service */
	const struct sw_image *image;           /* IMAGE; and START and BUILD where the subject is an image at rest */
	const struct sw_contents *contents;     /* of that image; NULL: its layers were not read. Where it is not complete, what
						   is not there may be in what was not read */
	struct sw_str date;                     /* "today" as YYYY-MM-DD, from --at */
	struct sw_memo *memo;                   /* what checks keep for each other about the subject; checks/memo.h */
};

struct sw_sink; /* where a check puts what it saw; facts/sink.h */

/* A small file tree and what the check must say about it. */
struct sw_example {
	const char *name;     /* kebab case; what it shows */
	const char *files;    /* "=== PATH\ntext" blocks; a text without a header is a Dockerfile; PATH.image is an image,
				 written as tests/unit/image_text.h says, with the sources PATH.image/config.json,
				 PATH.image#history and PATH.image#files */
	const char *fails;    /* places expected, "PATH:LINE ..." in order; "" : no fail; "presumed PATH:LINE" for presumed;
				 lines count within the file, behind its "===" header */
};

#define SW_MOST_REFS 48
#define SW_MOST_EXAMPLES 12

struct sw_check {
	const char *id;             /* kebab case; says what is wrong */
	enum sw_check_on on;
	enum sw_severity severity;
	unsigned stride;            /* bits of enum sw_stride */
	uint16_t cwe[4];            /* 0 ends */
	const char *refs[SW_MOST_REFS]; /* rules of others, as facts/rule_ref.h says; NULL ends */
	const char *title;          /* a statement of what is wrong, one line, no full stop */
	const char *why;            /* what an attacker gains; two or three plain sentences */
	const char *fix;            /* what to do; imperative, with an example where it helps */
	bool of_build;              /* ON_WORKLOAD, and what it finds is how the service is built: it speaks of the build too */
	bool practice;              /* nearly everybody lacks it: told in one line with others of its kind */
	bool quality;               /* of the quality profile, which is off by default: bears no threat, or not enough of one */
	bool asked;                 /* an option of its own asks for it: of every profile, and silent without */
	void (*decide)(const struct sw_view *view, struct sw_sink *sink);
	struct sw_example examples[SW_MOST_EXAMPLES]; /* at least one bad and one good for every kind of input */
};
