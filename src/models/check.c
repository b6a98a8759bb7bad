#include "models/check.h"
#include "knowledge/images.h"
#include "models/checking.h"
#include "models/container_template.h"
#include "models/export.h"

const char *sw_difference_kind_name(enum sw_difference_kind kind) {
	static const char *const names[] = {"element-not-found", "element-uncertain", "element-not-drawn", "flow-not-found", "flow-not-drawn",
					    "encryption-differs", "port-differs", "direction-differs", "boundary-differs", "property-differs"};
	return names[kind];
}

const char *sw_difference_next(enum sw_difference_kind kind) {
	static const char *const next[] = {
		"take it out of the drawing, or name it in a mapping (--mapping): elements: {DRAWN: FOUND}, or not-found: [DRAWN]",
		"say which it is in a mapping (--mapping): elements: {DRAWN: FOUND}",
		"draw it, or name it in a mapping (--mapping): elements: {DRAWN: FOUND}, or not-drawn: [FOUND]",
		"take the arrow out of the drawing, or make what it shows possible",
		"draw the arrow, or take the connection away where it is made",
		"draw what is there, or encrypt it where it is made",
		"draw the port that is there, or change it where it is made",
		"turn the arrow round: it points from who opens the connection",
		"move it in the drawing, or put it on the network that is drawn",
		"take what was measured (-f tm7=FILE writes it), or change what it was measured on",
	};
	return next[kind];
}

struct sw_drawn_difference *sw_differ(struct sw_checking *checking, enum sw_difference_kind kind) {
	struct sw_drawn_difference *difference = sw_push(checking->arena, &checking->check->differences);
	difference->kind = kind;
	return difference;
}

struct sw_drawn_difference *sw_differ_at(struct sw_checking *checking, enum sw_difference_kind kind, const struct sw_match *match) {
	const struct sw_found *found = &checking->check->found.v[match->found.v[0]];
	struct sw_drawn_difference *difference = sw_differ(checking, kind);
	difference->drawn_id = match->drawn->id;
	difference->drawn = match->drawn->name;
	difference->found_id = found->element->id;
	difference->found = found->element->name;
	return difference;
}

const struct sw_match *sw_match_of(const struct sw_checking *checking, const struct sw_drawn *drawn) {
	size_t match = (uintptr_t)sw_map_get(&checking->match_of, drawn->id);
	return match ? &checking->check->matches.v[match - 1] : NULL;
}

bool sw_need_not_be_drawn(const struct sw_checking *checking, const struct sw_element *element) {
	return sw_map_get(&checking->not_drawn, element->id) || sw_map_get(&checking->not_drawn, element->name);
}

struct sw_span sw_place_of(const struct sw_checking *checking, size_t found) {
	const struct sw_element *element = checking->check->found.v[found].element;
	if (element->service)
		return element->service->workload->at;
	for (size_t i = checking->first_in[found]; i != SIZE_MAX; i = checking->flows.v[i].next_in)
		if (checking->flows.v[i].flow->at.source)
			return checking->flows.v[i].flow->at;
	return (struct sw_span){0};
}

/* ── What was found ── */

/* The id of an element of a deployment of several files is that of its first file's, so that deployments of one project are
 * one thing to whoever draws it: "compose:compose.yaml+prod.yaml#web" is "compose:compose.yaml#web". */
static struct sw_str common_id(struct sw_arena *arena, struct sw_str id) {
	size_t hash = sw_str_rfind_byte(id, '#'), plus = sw_str_find(id, SW_S(".yaml+")), shorter = sw_str_find(id, SW_S(".yml+"));
	size_t end = plus < shorter ? plus + 5 : shorter == SW_NPOS ? SW_NPOS : shorter + 4;
	if (hash == SW_NPOS || (plus == SW_NPOS && shorter == SW_NPOS) || end > hash)
		return id;
	return sw_arena_join(arena, sw_str_sub(id, 0, end), sw_str_from(id, hash));
}

static void add_found(struct sw_checking *checking, const struct sw_drawn *drawn, const struct sw_drawn_diagram *in,
		      const struct sw_diagram *diagram, const struct sw_element *element) {
	struct sw_str common = common_id(checking->arena, element->id);
	size_t known = (uintptr_t)sw_map_get(&checking->found_of, common);
	struct sw_found found = {drawn, in, diagram, element, NULL};
	if (known) {
		struct sw_found *again = SW_NEW(checking->arena, struct sw_found);
		*again = found;
		again->again = checking->check->found.v[known - 1].again;
		checking->check->found.v[known - 1].again = again;
		sw_map_put(checking->arena, &checking->found_of, element->id, (void *)(uintptr_t)known);
		return;
	}
	*sw_push(checking->arena, &checking->check->found) = found;
	sw_map_put(checking->arena, &checking->found_of, element->id, (void *)(uintptr_t)checking->check->found.n);
	sw_map_put(checking->arena, &checking->found_of, common, (void *)(uintptr_t)checking->check->found.n);
}

static void list_found(struct sw_checking *checking) {
	struct sw_map drawn_by_id = {0};
	for (size_t d = 0; d < checking->exported->diagrams.n; d++)
		for (size_t i = 0; i < checking->exported->diagrams.v[d].elements.n; i++)
			sw_map_put(checking->arena, &drawn_by_id, checking->exported->diagrams.v[d].elements.v[i].id,
				   &checking->exported->diagrams.v[d].elements.v[i]);
	for (size_t d = 0; d < checking->count; d++)
		for (size_t i = 0; i < checking->diagrams[d].elements.n; i++) {
			const struct sw_element *element = &checking->diagrams[d].elements.v[i];
			const struct sw_drawn *drawn = sw_map_get(&drawn_by_id, sw_export_id(checking->arena, "element", &checking->diagrams[d], element->id));
			if (drawn)
				add_found(checking, drawn, &checking->exported->diagrams.v[d], &checking->diagrams[d], element);
		}
	checking->stands = SW_NEW_ARRAY(checking->arena, size_t, checking->check->found.n + 1);
}

static void list_flows(struct sw_checking *checking) {
	size_t n = checking->check->found.n;
	checking->first_out = SW_NEW_ARRAY(checking->arena, size_t, n + 1);
	checking->first_in = SW_NEW_ARRAY(checking->arena, size_t, n + 1);
	for (size_t i = 0; i < n; i++)
		checking->first_out[i] = checking->first_in[i] = SIZE_MAX;
	for (size_t d = 0; d < checking->count; d++)
		for (size_t i = 0; i < checking->diagrams[d].flows.n; i++) {
			const struct sw_flow *flow = &checking->diagrams[d].flows.v[i];
			size_t from = (uintptr_t)sw_map_get(&checking->found_of, checking->diagrams[d].elements.v[flow->from].id);
			size_t to = (uintptr_t)sw_map_get(&checking->found_of, checking->diagrams[d].elements.v[flow->to].id);
			if (!flow->absent && from && to)
				*sw_push(checking->arena, &checking->flows) =
					(struct sw_found_flow){.flow = flow, .diagram = &checking->diagrams[d], .from = from - 1, .to = to - 1};
		}
	for (size_t i = checking->flows.n; i-- > 0;) {
		struct sw_found_flow *flow = &checking->flows.v[i];
		flow->next_out = checking->first_out[flow->from];
		flow->next_in = checking->first_in[flow->to];
		checking->first_out[flow->from] = checking->first_in[flow->to] = i;
	}
}

/* ── Elements ── */

static bool keeps_data(const struct sw_element *element) {
	const struct sw_workload *workload = element->service ? element->service->workload : NULL;
	const struct sw_image_fact *fact = workload && workload->has_image ? sw_image_fact(&workload->image.ref) : NULL;
	return fact && sw_role_stores(fact->role);
}

/* The one container that a store belongs to: made to keep data, and nothing else mounts it. SIZE_MAX: none. */
static size_t keeper_of(const struct sw_checking *checking, size_t store) {
	size_t keeper = SIZE_MAX;
	if (checking->check->found.v[store].element->kind != SW_ELEMENT_STORE)
		return SIZE_MAX;
	for (size_t i = checking->first_in[store]; i != SIZE_MAX; i = checking->flows.v[i].next_in) {
		size_t from = checking->flows.v[i].from;
		if (checking->check->found.v[from].element->kind != SW_ELEMENT_WORKLOAD)
			continue;
		if (keeper != SIZE_MAX && keeper != from)
			return SIZE_MAX;
		keeper = from;
	}
	return keeper != SIZE_MAX && keeps_data(checking->check->found.v[keeper].element) ? keeper : SIZE_MAX;
}

static void stand_for(struct sw_checking *checking, size_t match, size_t found) {
	*sw_push(checking->arena, &checking->check->matches.v[match].found) = found;
	if (!checking->stands[found])
		checking->stands[found] = match + 1;
}

/* A database and its volume are one thing to whoever draws one of the two. */
static void join_stores(struct sw_checking *checking) {
	size_t *volume = SW_NEW_ARRAY(checking->arena, size_t, checking->check->found.n + 1); /* by keeper: index + 1 */
	for (size_t i = 0; i < checking->check->found.n; i++) {
		size_t keeper = checking->stands[i] ? SIZE_MAX : keeper_of(checking, i);
		if (keeper != SIZE_MAX)
			volume[keeper] = i + 1;
	}
	for (size_t m = 0; m < checking->check->matches.n; m++)
		for (size_t k = checking->check->matches.v[m].about ? 0 : checking->check->matches.v[m].found.n; k-- > 0;) {
			size_t found = checking->check->matches.v[m].found.v[k], keeper = keeper_of(checking, found);
			if (keeper != SIZE_MAX && !checking->stands[keeper])
				stand_for(checking, m, keeper);
			else if (volume[found])
				stand_for(checking, m, volume[found] - 1);
		}
}

static void note_matches(struct sw_checking *checking) {
	struct sw_drawn_check *check = checking->check;
	for (size_t i = 0; i < check->matches.n; i++) {
		const struct sw_match *match = &check->matches.v[i];
		sw_map_put(checking->arena, &checking->match_of, match->drawn->id, (void *)(uintptr_t)(i + 1));
		for (size_t k = 0; k < match->found.n && !match->about; k++)
			if (!checking->stands[match->found.v[k]])
				checking->stands[match->found.v[k]] = i + 1;
	}
	for (size_t i = 0; i < checking->mapping->not_drawn.n; i++)
		sw_map_put(checking->arena, &checking->not_drawn, checking->mapping->not_drawn.v[i].name, &checking->mapping->not_drawn.v[i]);
	if (!checking->ours)
		join_stores(checking);
}

/* People draw what runs and what is kept; the rest is drawn only with the container template, which has stencils for it. */
static bool should_be_drawn(const struct sw_checking *checking, const struct sw_element *element) {
	if (sw_need_not_be_drawn(checking, element))
		return false;
	return checking->ours ? element->kind != SW_ELEMENT_NETWORK
			      : element->kind == SW_ELEMENT_WORKLOAD || (element->kind == SW_ELEMENT_STORE && !element->register_only);
}

static void uncertain(struct sw_checking *checking, size_t index) {
	enum { MOST_NAMED = 6 };
	const struct sw_match *match = &checking->check->matches.v[index];
	struct sw_drawn_difference *difference = sw_differ(checking, SW_DIFFERENCE_ELEMENT_UNCERTAIN);
	struct sw_str names = {0};
	for (size_t i = 0; i < match->fitting.n; i++) {
		const struct sw_element *element = checking->check->found.v[match->fitting.v[i]].element;
		if (i < MOST_NAMED)
			names = sw_arena_printf(checking->arena, "%.*s%s%.*s", SW_ARG(names), i ? i + 1 == match->fitting.n ? " or " : ", " : "", SW_ARG(element->name));
		/* One thing to settle is one difference. */
		if (!checking->stands[match->fitting.v[i]])
			checking->stands[match->fitting.v[i]] = index + 1;
	}
	if (match->fitting.n > MOST_NAMED)
		names = sw_arena_printf(checking->arena, "%.*s and %zu more", SW_ARG(names), match->fitting.n - MOST_NAMED);
	difference->drawn_id = match->drawn->id;
	difference->drawn = match->drawn->name;
	difference->message = sw_arena_printf(checking->arena, "%.*s is drawn, and may be %.*s", SW_ARG(match->drawn->name), SW_ARG(names));
}

static void check_drawn_element(struct sw_checking *checking, size_t index) {
	const struct sw_match *match = &checking->check->matches.v[index];
	bool outside = match->drawn->kind == SW_DRAWN_EXTERNAL && !checking->ours;
	if (match->found.n || match->excused || match->about || match->drawn->out_of_scope)
		return;
	if (match->fitting.n) {
		uncertain(checking, index);
	} else if (!outside) {
		struct sw_drawn_difference *difference = sw_differ(checking, SW_DIFFERENCE_ELEMENT_NOT_FOUND);
		difference->drawn_id = match->drawn->id;
		difference->drawn = match->drawn->name;
		difference->message = sw_arena_printf(checking->arena, "%.*s is drawn, and nothing like it was found", SW_ARG(match->drawn->name));
	}
}

static void check_elements(struct sw_checking *checking) {
	struct sw_drawn_check *check = checking->check;
	for (size_t i = 0; i < check->matches.n; i++)
		check_drawn_element(checking, i);
	for (size_t i = 0; i < check->found.n; i++) {
		const struct sw_element *element = check->found.v[i].element;
		bool kept = !checking->ours && keeper_of(checking, i) != SIZE_MAX; /* it comes with its database, drawn or not */
		if (checking->stands[i] || kept || !should_be_drawn(checking, element))
			continue;
		struct sw_drawn_difference *difference = sw_differ(checking, SW_DIFFERENCE_ELEMENT_NOT_DRAWN);
		difference->found_id = element->id;
		difference->found = element->name;
		difference->at = sw_place_of(checking, i);
		difference->message = sw_arena_printf(checking->arena, "the %s %.*s was found and is not drawn",
						      element->kind == SW_ELEMENT_WORKLOAD ? "container" : sw_element_kind_name(element->kind), SW_ARG(element->name));
	}
}

void sw_check_drawing(struct sw_arena *arena, struct sw_drawing *drawing, const struct sw_diagram *diagrams,
		      size_t count, const struct sw_drawing *exported, const struct sw_mapping *mapping, struct sw_diags *diags,
		      struct sw_drawn_check *check) {
	*check = (struct sw_drawn_check){0};
	struct sw_checking checking = {.arena = arena, .drawing = drawing, .exported = exported, .diagrams = diagrams, .count = count,
				       .mapping = mapping, .ours = sw_is_container_template(drawing->template), .check = check};
	list_found(&checking);
	list_flows(&checking);
	sw_match_elements(arena, drawing, &check->found, mapping, &check->matches, diags);
	note_matches(&checking);
	check_elements(&checking);
	sw_check_flows(&checking);
	sw_check_boundaries(&checking);
	sw_check_properties(&checking);
}
