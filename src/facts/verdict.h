/* What checks say: one verdict a check and subject, one finding a site. */
#pragma once
#include "facts/stride.h"
#include "facts/system.h"

enum sw_severity { SW_INFO, SW_LOW, SW_MEDIUM, SW_HIGH, SW_CRITICAL };

enum sw_status {
	SW_VERDICT_NONE,           /* the check did not look at this subject */
	SW_VERDICT_NOT_APPLICABLE, /* `why` says why */
	SW_VERDICT_PASS,
	SW_VERDICT_UNKNOWN,        /* `missing` says which evidence is not there */
	SW_VERDICT_FAIL,           /* proven, or presumed */
};

struct sw_check; /* facts/check.h */

/* A place where a check failed. */
struct sw_site {
	struct sw_span at;           /* the deciding words */
	struct sw_str message;       /* one line, secrets masked */
	struct sw_str key;           /* what tells sites of one check and subject apart without line numbers */
	enum sw_severity severity;   /* the check's, unless the site weighs it otherwise */
	const char *variant;         /* which of the check's variants it is ("apt"): narrows its references; NULL: none */
	const char *rule;            /* of another tool, which alone speaks of this place: "shellcheck:SC2086"; NULL: none */
	const char *level;           /* how that tool weighs it: "error", "warning", "info", "style" */
	bool presumed;
	const struct sw_value *value; /* whose chain is the evidence; NULL: the site is all there is */
};

struct sw_verdict {
	const struct sw_check *check;
	sw_subject subject;
	enum sw_status status;
	bool presumed;               /* FAIL that rests on a default where a link is missing */
	uint8_t missing;             /* enum sw_missing, with UNKNOWN and presumed FAIL */
	struct sw_str why;           /* NOT_APPLICABLE, UNKNOWN and PASS: what was seen */
	struct sw_span at;           /* PASS and UNKNOWN: the evidence, if it has a place */
	SW_VEC(struct sw_site) sites; /* FAIL */
};

/* A finding: sites of one check with the same deciding place are one, with all the subjects it affects. */
struct sw_finding {
	const struct sw_check *check;
	enum sw_severity severity;
	bool proven;
	sw_subject subject;            /* where the cause stands: build before image before workload */
	SW_VEC(sw_subject) affected;   /* all others that inherit it */
	const struct sw_site *site;
	char fingerprint[65];          /* SHA-256 over version, check, subject id, site key, ordinal */
	struct sw_str suppressed;      /* reason of the comment that hides it; empty: not hidden */
	struct sw_span suppressed_at;
	bool is_suppressed;
	bool is_new;                   /* not in the baseline; true without one */
};

struct sw_findings {
	SW_VEC(struct sw_verdict) verdicts; /* in order of check id, then subject id */
	SW_VEC(struct sw_finding) findings; /* most severe first, then by place */
	struct sw_arena *arenas;            /* what the verdicts point to */
	size_t arena_count;
};

const char *sw_severity_name(enum sw_severity severity);
/* False when the name is none. */
bool sw_severity_of(struct sw_str name, enum sw_severity *severity);
