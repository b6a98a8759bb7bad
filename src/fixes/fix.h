/* Fixes: what to change in the files so that a finding goes away. A fix is a list of edits of source bytes and says
 * whether it may change what the software does. Made from findings; shown as a difference or written back by whoever
 * asked, and offered by editors one by one. */
#pragma once
#include "base/vec.h"
#include "facts/check.h"

/* The bytes of `at` give way to `text`; an empty span inserts. */
struct sw_edit {
	struct sw_span at;
	struct sw_str text;
};

struct sw_fix {
	const struct sw_finding *finding;
	struct sw_str title;     /* what it does, one line, imperative: "Write COPY instead of ADD" */
	struct sw_str caution;   /* how behaviour may change; empty: the fix is safe */
	bool asked;              /* somebody asked for this very fix: it is carried out although it is not safe */
	SW_VEC(struct sw_edit) edits; /* sorted by place, without overlap, all of one source */
};

struct sw_fixes {
	SW_VEC(struct sw_fix) v; /* in the order of the findings */
	size_t looked_at;        /* bytes of text, for all findings together */
	size_t passed_over;      /* findings for which nothing was tried, because that had reached its limit */
};

/* Makes what can be made for the findings that are not suppressed. With `baseline`, what nearly every project lacks is
 * mended together: one anchor for all services of a file, a user and a health check for a Dockerfile. Everything lives in
 * `arena`. */
void sw_fixes_make(struct sw_arena *arena, const struct sw_system *system, const struct sw_findings *findings, bool baseline,
		   struct sw_fixes *fixes);

/* The edits that are carried out together, by place; those of one source stand together. */
struct sw_patch {
	SW_VEC(struct sw_edit) edits;
	SW_VEC(const struct sw_fix *) applied;
	SW_VEC(const struct sw_fix *) left; /* safe enough, and touches what another one changes: another run takes it */
	SW_VEC(const struct sw_fix *) held; /* may change behaviour, and that was not asked for */
};

/* Chooses among `fixes`: the unsafe ones only with `unsafe`, the first of those that touch the same bytes. Equal edits of
 * several fixes are one. */
void sw_patch_make(struct sw_arena *arena, const struct sw_fixes *fixes, bool unsafe, struct sw_patch *patch);
/* The edits of the source that edit number `first` belongs to: first to the number given back, exclusive. */
size_t sw_patch_source_end(const struct sw_patch *patch, size_t first);
/* The source's text with edits[0..n) carried out. */
struct sw_str sw_edits_apply(struct sw_arena *arena, struct sw_str text, const struct sw_edit *edits, size_t n);
