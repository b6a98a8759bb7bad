/* Where elements are drawn against where they were found. A boundary protects what stands in it: drawn inside one that
 * nothing puts it into, or outside of the one that holds it, it only looks so. Boundaries drawn as lines have no inside,
 * and say nothing here. */
#include "models/checking.h"
#include "models/export.h"
#include "models/geometry.h"
#include "models/match_words.h"

struct bound {
	const struct sw_diagram *diagram;
	int32_t boundary;
};
typedef SW_VEC(struct bound) bound_list;

/* A drawn box that is a found boundary, in one deployment or several. */
struct box {
	const struct sw_drawn *drawn;
	const bound_list *is;
};
typedef SW_VEC(struct box) box_list;

struct boundaries {
	struct sw_checking *checking;
	struct sw_map by_id, by_name;  /* → bound_list *; names without "network" and the like */
	box_list boxes;                /* of the diagram at hand */
	struct sw_map box_of;          /* id of a drawn box → index + 1 */
};

static bound_list *entry(struct boundaries *all, struct sw_map *map, struct sw_str key) {
	bound_list *list = sw_map_get(map, key);
	if (!list) {
		list = SW_NEW(all->checking->arena, bound_list);
		sw_map_put(all->checking->arena, map, key, list);
	}
	return list;
}

static void list_bounds(struct boundaries *all) {
	struct sw_arena *arena = all->checking->arena;
	for (size_t d = 0; d < all->checking->count; d++) {
		const struct sw_diagram *diagram = &all->checking->diagrams[d];
		for (size_t b = 0; b < diagram->boundaries.n; b++) {
			const struct sw_boundary *boundary = &diagram->boundaries.v[b];
			struct bound bound = {diagram, (int32_t)b};
			struct sw_str plain = sw_boundary_plain(arena, boundary->name);
			*sw_push(arena, entry(all, &all->by_id, boundary->id)) = bound;
			*sw_push(arena, entry(all, &all->by_id, sw_export_id(arena, "boundary", diagram, boundary->id))) = bound;
			*sw_push(arena, entry(all, &all->by_name, plain)) = bound;
			if (boundary->kind == SW_BOUNDARY_OUTSIDE && !sw_str_is(plain, "internet"))
				*sw_push(arena, entry(all, &all->by_name, SW_S("internet"))) = bound;
		}
	}
}

static const bound_list *mapped(struct boundaries *all, const struct sw_drawn *box) {
	const struct sw_mapping *mapping = all->checking->mapping;
	for (size_t i = 0; i < mapping->elements.n; i++) {
		const struct sw_mapped *row = &mapping->elements.v[i];
		if (!sw_str_eq(row->drawn, box->id) && !sw_str_eq(row->drawn, box->name))
			continue;
		const bound_list *list = sw_map_get(&all->by_id, row->found);
		return list ? list : sw_map_get(&all->by_name, sw_boundary_plain(all->checking->arena, row->found));
	}
	return NULL;
}

static void list_boxes(struct boundaries *all, const struct sw_drawn_diagram *diagram) {
	struct sw_arena *arena = all->checking->arena;
	all->boxes = (box_list){0};
	for (size_t i = 0; i < diagram->elements.n; i++) {
		const struct sw_drawn *drawn = &diagram->elements.v[i];
		if (drawn->kind != SW_DRAWN_BOX)
			continue;
		const bound_list *is = mapped(all, drawn);
		is = is ? is : sw_map_get(&all->by_id, drawn->id);
		is = is ? is : sw_map_get(&all->by_name, sw_boundary_plain(arena, drawn->name));
		if (!is)
			continue;
		*sw_push(arena, &all->boxes) = (struct box){drawn, is};
		sw_map_put(arena, &all->box_of, drawn->id, (void *)(uintptr_t)all->boxes.n);
	}
}

/* ── Where something stands ── */

static bool in_chain(const struct sw_diagram *diagram, int32_t boundary, int32_t wanted) {
	for (; boundary >= 0; boundary = diagram->boundaries.v[boundary].parent)
		if (boundary == wanted)
			return true;
	return false;
}

/* A container stands on all of its networks, though it is drawn in one; what holds the engine's socket stands on the host. */
static bool stands_in(const struct sw_found *found, int32_t boundary, bool networks) {
	if (in_chain(found->diagram, found->element->boundary, boundary))
		return true;
	const struct sw_boundary *wanted = &found->diagram->boundaries.v[boundary];
	for (size_t i = 0; networks && found->element->service && wanted->kind == SW_BOUNDARY_NETWORK && i < found->diagram->elements.n; i++) {
		const struct sw_element *network = &found->diagram->elements.v[i];
		if (network->kind == SW_ELEMENT_NETWORK && sw_str_eq(network->id, wanted->id))
			return sw_draws_on(found->diagram, found->element, network);
	}
	return false;
}

/* Whether what a match stands for stands in a box, in any deployment. */
static bool any_stands_in(const struct sw_checking *checking, const struct sw_match *match, const bound_list *is, bool networks) {
	for (size_t i = 0; i < match->found.n; i++)
		for (const struct sw_found *found = &checking->check->found.v[match->found.v[i]]; found; found = found->again)
			for (size_t b = 0; b < is->n; b++)
				if (is->v[b].diagram == found->diagram && stands_in(found, is->v[b].boundary, networks))
					return true;
	return false;
}

static bool is_drawn_in(struct boundaries *all, const struct sw_match *match, const struct box *box) {
	const struct sw_drawn *drawn = match->drawn;
	int32_t inside = drawn->inside;
	if (inside < 0 || (size_t)inside >= match->in->elements.n) {
		struct sw_drawn_point middle = {drawn->left + drawn->width / 2, drawn->top + drawn->height / 2};
		return drawn->placed && box->drawn->placed && sw_box_holds(box->drawn, middle);
	}
	for (int depth = 0; depth < 64 && inside >= 0 && (size_t)inside < match->in->elements.n; depth++) {
		if (sw_map_get(&all->box_of, match->in->elements.v[inside].id) == (void *)(uintptr_t)((size_t)(box - all->boxes.v) + 1))
			return true;
		inside = match->in->elements.v[inside].inside;
	}
	return false;
}

static struct sw_str where(const struct sw_found *found) {
	return found->element->boundary < 0 ? SW_S("no boundary") : found->diagram->boundaries.v[found->element->boundary].name;
}

static void differs(struct sw_checking *checking, const struct sw_match *match, const struct sw_drawn *box, bool inside) {
	struct sw_drawn_difference *difference = sw_differ_at(checking, SW_DIFFERENCE_BOUNDARY, match);
	difference->at = sw_place_of(checking, match->found.v[0]);
	difference->found_value = where(&checking->check->found.v[match->found.v[0]]);
	if (inside) {
		difference->drawn_value = box->name;
		difference->message = sw_arena_printf(checking->arena, "%.*s is drawn inside %.*s; what was found stands in %.*s",
						      SW_ARG(match->drawn->name), SW_ARG(box->name), SW_ARG(difference->found_value));
	} else {
		difference->message = sw_arena_printf(checking->arena, "%.*s is drawn outside of %.*s, where it was found", SW_ARG(match->drawn->name),
						      SW_ARG(box->name));
	}
}

static void check_match(struct boundaries *all, const struct sw_match *match) {
	struct sw_checking *checking = all->checking;
	const struct sw_element *element = checking->check->found.v[match->found.v[0]].element;
	const struct box *wrong = NULL, *right = NULL;
	bool is_right = false;
	/* Who works on the host may sit anywhere. */
	if (element->kind == SW_ELEMENT_OPERATOR && !checking->ours)
		return;
	for (size_t i = 0; i < all->boxes.n; i++) {
		const struct box *box = &all->boxes.v[i];
		bool inside = is_drawn_in(all, match, box), stands = any_stands_in(checking, match, box->is, true);
		bool smaller = !wrong || box->drawn->width * box->drawn->height < wrong->drawn->width * wrong->drawn->height;
		bool network = box->is->v[0].diagram->boundaries.v[box->is->v[0].boundary].kind == SW_BOUNDARY_NETWORK;
		if (inside && !stands && smaller)
			wrong = box;
		is_right = is_right || (inside && stands && network);
		if (network && !right && any_stands_in(checking, match, box->is, false))
			right = box;
	}
	if (wrong)
		differs(checking, match, wrong->drawn, true);
	else if (right && !is_right && element->kind == SW_ELEMENT_WORKLOAD)
		differs(checking, match, right->drawn, false);
}

void sw_check_boundaries(struct sw_checking *checking) {
	struct boundaries all = {.checking = checking};
	const struct sw_drawn_diagram *at = NULL;
	list_bounds(&all);
	for (size_t i = 0; i < checking->check->matches.n; i++) {
		const struct sw_match *match = &checking->check->matches.v[i];
		if (!match->found.n || match->about)
			continue;
		if (match->in != at)
			list_boxes(&all, match->in);
		at = match->in;
		check_match(&all, match);
	}
}
