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

/* Those of one source, so far chosen, stand from number `first` on. */
static bool fits(const struct sw_patch *patch, size_t first, const struct sw_fix *fix) {
	for (size_t i = 0; i < fix->edits.n; i++)
		for (size_t k = first; k < patch->edits.n; k++)
			if (clash(&fix->edits.v[i], &patch->edits.v[k]) && !same(&fix->edits.v[i], &patch->edits.v[k]))
				return false;
	return true;
}

static void take(struct sw_arena *arena, struct sw_patch *patch, size_t first, const struct sw_fix *fix) {
	for (size_t i = 0; i < fix->edits.n; i++) {
		bool there = false;
		for (size_t k = first; k < patch->edits.n && !there; k++)
			there = same(&fix->edits.v[i], &patch->edits.v[k]);
		if (!there)
			*sw_push(arena, &patch->edits) = fix->edits.v[i];
	}
	*sw_push(arena, &patch->applied) = fix;
}

/* By place; insertions at one place keep the order of the findings. Few of them, mostly sorted already. */
static void sort_edits(struct sw_edit *edits, size_t n) {
	for (size_t i = 1; i < n; i++) {
		struct sw_edit edit = edits[i];
		size_t k = i;
		for (; k > 0 && sw_span_cmp(edits[k - 1].at, edit.at) > 0; k--)
			edits[k] = edits[k - 1];
		edits[k] = edit;
	}
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
		if (i && ranked[i].source != ranked[i - 1].source) {
			sort_edits(patch->edits.v + first, patch->edits.n - first);
			first = patch->edits.n;
		}
		if (fits(patch, first, ranked[i].fix))
			take(arena, patch, first, ranked[i].fix);
		else
			*sw_push(arena, &patch->left) = ranked[i].fix;
	}
	sort_edits(patch->edits.v + first, patch->edits.n - first);
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
