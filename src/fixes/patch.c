/* Which fixes go together: the first of those that want the same bytes wins, in the order of the findings. */
#include "fixes/fix.h"
#include <stdlib.h>

/* Two edits that cannot both be carried out. Insertions at one place can, and so can what only touches. */
static bool clash(const struct sw_edit *a, const struct sw_edit *b) {
	return sw_span_cmp(a->at, b->at) == 0 ? a->at.start < a->at.end : a->at.start < b->at.end && b->at.start < a->at.end;
}

static bool same(const struct sw_edit *a, const struct sw_edit *b) {
	return sw_span_cmp(a->at, b->at) == 0 && sw_str_eq(a->text, b->text);
}

/* A fix and its place among all. */
struct ranked {
	const struct sw_fix *fix;
	uint32_t source;
	size_t rank;
};

static int ranked_order(const void *left, const void *right) {
	const struct ranked *a = left, *b = right;
	if (a->source != b->source)
		return a->source < b->source ? -1 : 1;
	return a->rank < b->rank ? -1 : a->rank > b->rank;
}

/* The first edit from number `first` on that ends at byte `at` or behind it. What was chosen does not overlap, so that the
 * ends stand in order, too. */
static size_t first_near(const struct sw_patch *patch, size_t first, uint32_t at) {
	size_t low = first, high = patch->edits.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (patch->edits.v[middle].at.end < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

enum meeting { FREE, SAME, CLASH };

/* How the edit stands to those of its source so far chosen, which are sorted and stand from number `first` on. */
static enum meeting meet(const struct sw_patch *patch, size_t first, const struct sw_edit *edit) {
	for (size_t k = first_near(patch, first, edit->at.start); k < patch->edits.n && patch->edits.v[k].at.start <= edit->at.end; k++)
		if (same(edit, &patch->edits.v[k]))
			return SAME;
		else if (clash(edit, &patch->edits.v[k]))
			return CLASH;
	return FREE;
}

static bool fits(const struct sw_patch *patch, size_t first, const struct sw_fix *fix) {
	for (size_t i = 0; i < fix->edits.n; i++)
		if (meet(patch, first, &fix->edits.v[i]) == CLASH)
			return false;
	return true;
}

/* Whether the fix says it twice: for two services that take over one block, say. */
static bool said_before(const struct sw_fix *fix, size_t number) {
	const struct sw_edit *edit = &fix->edits.v[number];
	while (number-- > 0 && sw_span_cmp(fix->edits.v[number].at, edit->at) == 0)
		if (same(edit, &fix->edits.v[number]))
			return true;
	return false;
}

/* Merges the fix's edits into the chosen ones, from behind; insertions at one place keep the order of the findings. */
static void take(struct sw_arena *arena, struct sw_patch *patch, size_t first, const struct sw_fix *fix) {
	SW_VEC(struct sw_edit) added = {0};
	for (size_t i = 0; i < fix->edits.n; i++)
		if (meet(patch, first, &fix->edits.v[i]) == FREE && !said_before(fix, i))
			*sw_push(arena, &added) = fix->edits.v[i];
	size_t old = patch->edits.n;
	for (size_t i = 0; i < added.n; i++)
		(void)sw_push(arena, &patch->edits);
	for (size_t to = patch->edits.n; added.n;)
		if (old > first && sw_span_cmp(patch->edits.v[old - 1].at, added.v[added.n - 1].at) > 0)
			patch->edits.v[--to] = patch->edits.v[--old];
		else
			patch->edits.v[--to] = added.v[--added.n];
	*sw_push(arena, &patch->applied) = fix;
}

void sw_patch_make(struct sw_arena *arena, const struct sw_fixes *fixes, bool unsafe, struct sw_patch *patch) {
	struct ranked *ranked = SW_NEW_ARRAY(arena, struct ranked, fixes->v.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < fixes->v.n; i++) {
		const struct sw_fix *fix = &fixes->v.v[i];
		if (fix->caution.n && !unsafe && !fix->asked)
			*sw_push(arena, &patch->held) = fix;
		else
			ranked[n++] = (struct ranked){fix, fix->edits.v[0].at.source, i};
	}
	qsort(ranked, n, sizeof *ranked, ranked_order);
	size_t first = 0;
	for (size_t i = 0; i < n; i++) {
		if (i && ranked[i].source != ranked[i - 1].source)
			first = patch->edits.n;
		if (fits(patch, first, ranked[i].fix))
			take(arena, patch, first, ranked[i].fix);
		else
			*sw_push(arena, &patch->left) = ranked[i].fix;
	}
}

size_t sw_patch_source_end(const struct sw_patch *patch, size_t first) {
	size_t end = first;
	while (end < patch->edits.n && patch->edits.v[end].at.source == patch->edits.v[first].at.source)
		end++;
	return end;
}

struct sw_str sw_edits_apply(struct sw_arena *arena, struct sw_str text, const struct sw_edit *edits, size_t n) {
	size_t size = text.n;
	for (size_t i = 0; i < n; i++)
		size += edits[i].text.n;
	char *result = sw_arena_alloc(arena, size + 1);
	size_t length = 0, at = 0;
	for (size_t i = 0; i < n; i++) {
		size_t kept = edits[i].at.start - at;
		memcpy(result + length, text.p + at, kept);
		length += kept;
		if (edits[i].text.n)
			memcpy(result + length, edits[i].text.p, edits[i].text.n);
		length += edits[i].text.n;
		at = edits[i].at.end;
	}
	memcpy(result + length, text.p + at, text.n - at);
	return sw_str(result, length + text.n - at);
}
