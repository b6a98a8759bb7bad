/* What a person asked for, with everything opened or resolved that only the broker may touch. Made by cli/, carried out
 * by run/ inside the worker. */
#pragma once
#include "base/map.h"
#include "checks/profile.h"
#include "reports/report.h"

struct sw_worker;
struct sw_decide_request; /* run/state.h */
struct sw_review_request;
struct sw_init_request;   /* run/init.h */
struct sw_lint_request; /* run/lint.h */
struct sw_document;     /* run/document.h */
struct sw_model_request; /* run/model.h */
struct sw_revision;      /* run/revision.h */
struct sw_git_place;     /* formats/git.h */

/* A target as the worker opens it. */
struct sw_request_target {
	const char *named;  /* as the person wrote it */
	const char *root;   /* absolute path of the folder: the target itself, or the one that a named file stands in */
	const char *file;   /* name in that folder; NULL: the whole folder */
	const char *image;  /* it is an image at rest, and this is the name or tag asked for ("": all); NULL: what it is, is found out */
	bool rootfs;        /* it is a root file system: a folder, or an archive in any compression */
	const char *prefix; /* put before every path, with '/' at its end: from the top of the git tree; "" outside one */
};

struct sw_request_report {
	const struct sw_report_format *format;
	struct sw_report_style style;
	int fd;             /* set by the worker from the broker's output */
};

struct sw_request {
	struct sw_request_target *targets;
	size_t target_count;
	const struct sw_request *whole; /* that this one is a part of: its targets are those that the broker knows; NULL: none */
	const char *config;     /* absolute path of .strideward.yaml, or NULL */
	const char *config_shown;
	bool config_named;      /* a person named it; else it was found */
	const char *policy;     /* absolute path of a list of allowed images, or NULL */
	const char *policy_shown;
	const char *official;   /* absolute path of a list of official images, or NULL */
	const char *official_shown;
	const char *decisions;  /* absolute path of .strideward/decisions.yaml, or NULL */
	const char *decisions_shown;
	const char *lock;       /* absolute path of .strideward/register.lock, or NULL */
	const char *lock_shown;
	const char *reviews;    /* absolute path of .strideward/review.yaml, or NULL */
	const char *reviews_shown;
	const char *owners;     /* absolute path of CODEOWNERS, or NULL */
	const char *owners_shown;
	const char *baseline;   /* absolute path of a JSON report, or NULL */
	bool profile_asked;
	enum sw_profile profile;
	bool gate_asked;
	enum sw_severity gate;
	bool images;            /* every target is an image, whatever its name says */
	bool image_diff;        /* the two images that are targets are held against each other; run/image_diff.h */
	bool layers;            /* the layers of images are read */
	bool no_secrets;        /* of these layers, no secrets are looked for */
	bool lockfiles;         /* packages that lock files of these layers ask for are listed, too */
	bool project_secrets;   /* they are looked for in the other files of the targets, too */
	const char *platform;   /* "os/architecture" or with "/variant": the image for it is taken; NULL: this machine's */
	bool shellcheck;        /* ShellCheck looks at the scripts; the worker's slots lead to it */
	bool own_words_only;    /* comments and files of other tools hide nothing */
	const struct sw_lint_request *lint; /* NULL but for `lint` */
	const struct sw_model_request *model; /* NULL but for `model` */
	const struct sw_decide_request *decide; /* run/state.h; NULL but for `decide` */
	const struct sw_review_request *review; /* NULL but for `review` */
	const struct sw_init_request *init;     /* NULL but for `init` */
	bool write_lock;        /* scan: register.lock as it is to be, as a change */
	int changes_fd;         /* where it goes what is to be changed on disk (process/rewrite.h) */
	const struct sw_document *document; /* NULL but for an editor's: the only file that is looked for */
	const struct sw_map *open; /* what an editor holds, run/document.h; NULL: everything is on disk */
	const struct sw_git_place *git; /* repository of the revisions that are asked for; NULL: none is */
	const char *policy_from;  /* revision that policy, approvers and decisions come from; NULL: they stand beside the target */
	const struct sw_revision *revision; /* the targets' files come from it; NULL: they are on disk */
	unsigned jobs;          /* reader threads */
	const char *time;       /* RFC 3339 */
	const char *version;
	struct sw_request_report *reports;
	size_t report_count;
	const char *dump;       /* kind for `dump`, or NULL */
	const char *dialect;    /* for `dump yaml` */
	const char *package_kind; /* for `dump packages`: kind of its reader, or NULL */
	int dump_fd;            /* standard output of commands without formats */
	bool terminal;          /* fix: the difference goes to a terminal */
	bool unsafe;            /* fix: also what may change behaviour */
	bool harden;            /* fix: also what nearly every project lacks */
	bool rewrites;          /* fix: changed files instead of a difference */
};

/* Scans the targets and writes the reports. Returns the exit status. */
int sw_run_scan(struct sw_request *request, struct sw_worker *worker);
/* Prints what a reader or the join made of the target. Returns the exit status. */
int sw_run_dump(struct sw_request *request, struct sw_worker *worker);
