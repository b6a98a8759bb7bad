/* What a sign-off is about: elements, boundaries, and flows from or to the outside. It is stale after half a year, and
 * at anything new among these. A new version of an image is none of them. */
#include "base/sha256.h"
#include "knowledge/date.h"
#include "threats/life.h"
#include <stdlib.h>

static bool external(const struct sw_diagram *diagram, const struct sw_flow *flow) {
	bool outside = diagram->elements.v[flow->from].shape == SW_SHAPE_EXTERNAL || diagram->elements.v[flow->to].shape == SW_SHAPE_EXTERNAL;
	return !flow->absent && !flow->carrier_only && (flow->published || (flow->crosses && outside));
}

static int order(const void *a, const void *b) {
	return sw_str_cmp(*(const struct sw_str *)a, *(const struct sw_str *)b);
}

static void add(struct sw_arena *arena, sw_strings *list, const char *what, struct sw_str id) {
	*sw_push(arena, list) = sw_arena_printf(arena, "%s %.*s", what, SW_ARG(id));
}

/* Sorts the list and drops what stands in it twice: deployments share elements. */
static void unite(sw_strings *list) {
	size_t kept = 0;
	if (list->n)
		qsort(list->v, list->n, sizeof *list->v, order);
	for (size_t i = 0; i < list->n; i++)
		if (!kept || !sw_str_eq(list->v[kept - 1], list->v[i]))
			list->v[kept++] = list->v[i];
	list->n = kept;
}

static void list_system(struct sw_arena *arena, const struct sw_register *registers, size_t count, struct sw_review *review) {
	struct sw_sha256 sha;
	for (size_t r = 0; r < count; r++) {
		const struct sw_diagram *diagram = registers[r].diagram;
		for (size_t i = 0; i < diagram->elements.n; i++)
			if (!diagram->elements.v[i].register_only)
				add(arena, &review->system, "element", diagram->elements.v[i].id);
		for (size_t i = 0; i < diagram->boundaries.n; i++)
			add(arena, &review->system, "boundary", diagram->boundaries.v[i].id);
		for (size_t i = 0; i < diagram->flows.n; i++)
			if (external(diagram, &diagram->flows.v[i]))
				add(arena, &review->system, "flow", diagram->flows.v[i].id);
	}
	unite(&review->system);
	memcpy(review->digest, "sha256:", 7);
	sw_sha256_start(&sha);
	for (size_t i = 0; i < review->system.n; i++) {
		sw_sha256_add(&sha, review->system.v[i]);
		sw_sha256_add(&sha, SW_S("\n"));
	}
	sw_sha256_hex(&sha, review->digest + 7);
}

/* What is in one sorted list and not in the other. */
static void compare(struct sw_arena *arena, struct sw_review *review) {
	sw_strings then = {0};
	for (size_t i = 0; i < review->last->system.n; i++)
		*sw_push(arena, &then) = review->last->system.v[i].text;
	unite(&then);
	size_t a = 0, b = 0;
	while (a < then.n || b < review->system.n) {
		int way = a == then.n ? 1 : b == review->system.n ? -1 : sw_str_cmp(then.v[a], review->system.v[b]);
		if (way < 0)
			*sw_push(arena, &review->gone) = then.v[a];
		else if (way > 0)
			*sw_push(arena, &review->added) = review->system.v[b];
		a += way <= 0;
		b += way >= 0;
	}
}

void sw_review_judge(struct sw_arena *arena, const struct sw_system *system, const struct sw_register *registers, size_t count,
		     struct sw_str date, struct sw_review *review) {
	const struct sw_reviews *reviews = &system->config->reviews;
	list_system(arena, registers, count, review);
	if (!reviews->v.n)
		return;
	review->last = &reviews->v.v[reviews->v.n - 1];
	review->days = sw_date_days(review->last->date.text, date);
	if (!sw_str_is(review->last->digest.text, review->digest))
		compare(arena, review);
	review->state = review->days > SW_REVIEW_DAYS || review->added.n ? SW_REVIEW_STALE : SW_REVIEW_VALID;
}

const char *sw_review_name(enum sw_review_state state) {
	static const char *const names[] = {"none", "valid", "stale"};
	return names[state];
}
