/* What a report is made from. Filled by run/; every format reads it and none changes it. */
#pragma once
#include "base/out.h"
#include "facts/check.h"
#include "policy/gate.h"
#include "policy/lint.h"
#include "threats/life.h"

/* What a change brings along while policy and decisions of another revision are in force: it does not count yet. */
struct sw_pending_item {
	const char *what;     /* gate, profile, platform, images, policy, assumption, risk approvers, security approvers, own threat, override, decision */
	struct sw_str text;
	struct sw_span at;    /* in the change; zero for what it takes away */
};

struct sw_pending {
	struct sw_str revision; /* as a person named it */
	struct sw_str commit;   /* its id */
	SW_VEC(struct sw_pending_item) v;
};

struct sw_report {
	struct sw_arena *arena;
	struct sw_system *system;   /* sources keep their line tables, hence not const */
	const struct sw_findings *findings;
	SW_VEC(struct sw_diagram) diagrams;
	SW_VEC(struct sw_register) registers;  /* one for each diagram, same order */
	const struct sw_check *const *checks;  /* the registry, sorted by id */
	size_t check_count;
	struct sw_gate_result gate;
	const struct sw_lint *lint;  /* NULL but for `lint` */
	const struct sw_decisions *decisions; /* NULL: none were given */
	const struct sw_life *life;  /* how they stand, what is overdue, assumptions, review; NULL in reports of findings alone */
	const struct sw_pending *pending; /* NULL without --policy-from */
	bool has_baseline;
	unsigned jobs;              /* threads that may write it */
	const char *version;        /* of strideward */
	struct sw_str time;         /* RFC 3339, from --at or the clock */
	struct sw_str date;         /* its first ten characters */
	struct sw_str profile;      /* platform profile */
	SW_VEC(struct sw_str) targets; /* as named by the person */
	size_t artifacts;           /* read */
	size_t unreadable;          /* that could not be read at all */
};

/* Where and how it goes. */
struct sw_report_style {
	unsigned width;  /* columns of text */
	bool colour;
	bool quiet;      /* text: nothing but the gate's result and what fails it */
};

/* "path:line:column" of a span; "path" where there is no position; "IMAGE, layer 3: usr/bin/x" inside an image; empty for the
 * zero span. */
struct sw_str sw_report_place(const struct sw_report *report, struct sw_span at);
/* The line of source text at a span with all secrets masked, tabs as spaces; empty for the zero span. *column and
 * *length (bytes of the text that is given back, from 0; may be NULL) say where the span stands in it. */
struct sw_str sw_report_line(const struct sw_report *report, struct sw_span at, uint32_t line, size_t *column, size_t *length);
/* Any bytes of a span with all secrets masked. */
struct sw_str sw_report_masked(const struct sw_report *report, struct sw_span at);

typedef int sw_report_writer(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out);

/* The formats: name, what it is for, writer. */
struct sw_report_format {
	const char *name, *summary;
	sw_report_writer *write;
	bool bill;         /* what it tells are images and their packages, which nobody has to judge */
	bool fingerprints; /* a format of `lint` that prints those of findings; the others go without */
};
extern const struct sw_report_format sw_report_formats[];
extern const size_t sw_report_format_count;
