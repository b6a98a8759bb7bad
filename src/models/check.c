#include "models/check.h"
#include "models/checking.h"
#include "models/container_atoms.h"
#include "models/container_template.h"
#include "models/export.h"
#include "models/geometry.h"
#include "models/measured.h"

const char *sw_difference_kind_name(enum sw_difference_kind kind) {
	static const char *const names[] = {"element-not-found", "element-not-drawn", "flow-not-found", "flow-not-drawn", "encryption-differs",
					    "port-differs", "direction-differs", "boundary-differs", "property-differs"};
	return names[kind];
}

struct sw_drawn_difference *sw_differ(struct sw_checking *checking, enum sw_difference_kind kind) {
	struct sw_drawn_difference *difference = sw_push(checking->arena, &checking->check->differences);
	difference->kind = kind;
	return difference;
}

const struct sw_found *sw_found_for(const struct sw_checking *checking, const struct sw_drawn *drawn) {
	size_t match = (uintptr_t)sw_map_get(&checking->match_of, drawn->id);
	size_t found = match ? checking->check->matches.v[match - 1].found : SIZE_MAX;
	return found == SIZE_MAX ? NULL : &checking->check->found.v[found];
}

bool sw_need_not_be_drawn(const struct sw_checking *checking, const struct sw_element *element) {
	for (size_t i = 0; i < checking->mapping->not_drawn.n; i++)
		if (sw_str_eq(checking->mapping->not_drawn.v[i], element->id) || sw_str_eq(checking->mapping->not_drawn.v[i], element->name))
			return true;
	return false;
}

/* ── What was found ── */

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
			if (!drawn || sw_map_get(&checking->found_of, element->id))
				continue;
			*sw_push(checking->arena, &checking->check->found) =
				(struct sw_found){drawn, &checking->exported->diagrams.v[d], &checking->diagrams[d], element};
			sw_map_put(checking->arena, &checking->found_of, element->id, (void *)(uintptr_t)checking->check->found.n);
		}
	checking->drawn = SW_NEW_ARRAY(checking->arena, bool, checking->check->found.n + 1);
}

/* ── Elements ── */

/* Where a found thing is written. */
static struct sw_span place_of(const struct sw_found *found) {
	if (found->element->service)
		return found->element->service->workload->at;
	for (size_t i = 0; i < found->diagram->flows.n; i++)
		if (&found->diagram->elements.v[found->diagram->flows.v[i].to] == found->element && found->diagram->flows.v[i].at.source)
			return found->diagram->flows.v[i].at;
	return (struct sw_span){0};
}

/* People draw what runs and what is kept; the rest is drawn only with the container template, which has stencils for it. */
static bool should_be_drawn(const struct sw_checking *checking, const struct sw_element *element) {
	if (sw_need_not_be_drawn(checking, element))
		return false;
	return checking->ours ? element->kind != SW_ELEMENT_NETWORK
			      : element->kind == SW_ELEMENT_WORKLOAD || (element->kind == SW_ELEMENT_STORE && !element->register_only);
}

static void check_elements(struct sw_checking *checking) {
	struct sw_drawn_check *check = checking->check;
	for (size_t i = 0; i < check->matches.n; i++) {
		const struct sw_match *match = &check->matches.v[i];
		sw_map_put(checking->arena, &checking->match_of, match->drawn->id, (void *)(uintptr_t)(i + 1));
		if (match->found != SIZE_MAX)
			checking->drawn[match->found] = true;
	}
	for (size_t i = 0; i < check->matches.n; i++) {
		const struct sw_match *match = &check->matches.v[i];
		bool outside = match->drawn->kind == SW_DRAWN_EXTERNAL && !checking->ours;
		if (match->found != SIZE_MAX || match->excused || match->drawn->out_of_scope || outside)
			continue;
		struct sw_drawn_difference *difference = sw_differ(checking, SW_DIFFERENCE_ELEMENT_NOT_FOUND);
		difference->drawn_id = match->drawn->id;
		difference->drawn = match->drawn->name;
		difference->message = sw_arena_printf(checking->arena, "%.*s is drawn, and nothing like it was found%s", SW_ARG(match->drawn->name),
						      match->ambiguous ? " for certain: several fit; say which in a mapping" : "");
	}
	for (size_t i = 0; i < check->found.n; i++) {
		const struct sw_found *found = &check->found.v[i];
		if (checking->drawn[i] || !should_be_drawn(checking, found->element))
			continue;
		struct sw_drawn_difference *difference = sw_differ(checking, SW_DIFFERENCE_ELEMENT_NOT_DRAWN);
		difference->found_id = found->element->id;
		difference->found = found->element->name;
		difference->at = place_of(found);
		difference->message = sw_arena_printf(checking->arena, "the %s %.*s was found and is not drawn", sw_element_kind_name(found->element->kind),
						      SW_ARG(found->element->name));
	}
}

/* ── Boundaries ── */

/* The found boundary of the same id or name; -1: none. */
static int32_t boundary_like(const struct sw_checking *checking, const struct sw_drawn *box, const struct sw_found *found) {
	struct sw_str plain = sw_match_plain(checking->arena, box->name);
	for (size_t i = 0; i < found->diagram->boundaries.n; i++) {
		const struct sw_boundary *boundary = &found->diagram->boundaries.v[i];
		if (sw_str_eq(box->id, sw_export_id(checking->arena, "boundary", found->diagram, boundary->id)) ||
		    sw_str_eq(plain, sw_match_plain(checking->arena, boundary->name)))
			return (int32_t)i;
	}
	return -1;
}

static bool stands_in(const struct sw_diagram *diagram, int32_t boundary, int32_t wanted) {
	for (; boundary >= 0; boundary = diagram->boundaries.v[boundary].parent)
		if (boundary == wanted)
			return true;
	return false;
}

/* The smallest drawn box that holds the middle of an element, or that it is stated to stand in. */
static const struct sw_drawn *box_of(const struct sw_drawn_diagram *diagram, const struct sw_drawn *drawn) {
	const struct sw_drawn *best = NULL;
	if (drawn->inside >= 0 && (size_t)drawn->inside < diagram->elements.n)
		return &diagram->elements.v[drawn->inside];
	struct sw_drawn_point middle = {drawn->left + drawn->width / 2, drawn->top + drawn->height / 2};
	for (size_t i = 0; i < diagram->elements.n; i++) {
		const struct sw_drawn *box = &diagram->elements.v[i];
		if (box->kind == SW_DRAWN_BOX && sw_box_holds(box, middle) && (!best || box->width * box->height < best->width * best->height))
			best = box;
	}
	return best;
}

/* A boundary protects what stands in it: drawn inside one that nothing puts it into, it only looks so. */
static void check_boundary(struct sw_checking *checking, const struct sw_match *match) {
	const struct sw_found *found = &checking->check->found.v[match->found];
	const struct sw_drawn *box = box_of(match->in, match->drawn);
	int32_t like = box ? boundary_like(checking, box, found) : -1;
	if (like < 0 || stands_in(found->diagram, found->element->boundary, like))
		return;
	const char *where = found->element->boundary < 0 ? "no boundary" : found->diagram->boundaries.v[found->element->boundary].name.p;
	size_t n = found->element->boundary < 0 ? strlen(where) : found->diagram->boundaries.v[found->element->boundary].name.n;
	struct sw_drawn_difference *difference = sw_differ(checking, SW_DIFFERENCE_BOUNDARY);
	difference->drawn_id = match->drawn->id;
	difference->drawn = match->drawn->name;
	difference->found_id = found->element->id;
	difference->found = found->element->name;
	difference->drawn_value = box->name;
	difference->found_value = sw_str(where, n);
	difference->at = place_of(found);
	difference->message = sw_arena_printf(checking->arena, "%.*s is drawn inside %.*s; what was found stands in %.*s", SW_ARG(match->drawn->name),
					      SW_ARG(box->name), (int)n, where);
}

/* ── Properties ── */

static bool set_value(struct sw_drawn_property *property, size_t index) {
	if (property->chosen == (int32_t)index)
		return false;
	property->chosen = (int32_t)index;
	property->value = property->values.v[index];
	return true;
}

/* The choice that says the same as what was measured; SIZE_MAX: the list has none. */
static size_t choice(const struct sw_drawn_property *property, struct sw_str exact, enum sw_tri holds) {
	for (size_t i = 0; exact.n && i < property->values.n; i++)
		if (sw_str_eq(property->values.v[i], exact))
			return i;
	for (size_t i = 0; !exact.n && i < property->values.n; i++)
		if (sw_measured_word(property->values.v[i]) == holds)
			return i;
	return SIZE_MAX;
}

static void property_differs(struct sw_checking *checking, const struct sw_match *match, const struct sw_drawn_property *property, enum sw_tri drawn,
			     enum sw_tri measured, struct sw_span at) {
	const struct sw_found *found = &checking->check->found.v[match->found];
	struct sw_drawn_difference *difference = sw_differ(checking, SW_DIFFERENCE_PROPERTY);
	difference->drawn_id = match->drawn->id;
	difference->drawn = match->drawn->name;
	difference->found_id = found->element->id;
	difference->found = found->element->name;
	difference->property = property->label;
	difference->drawn_value = property->value;
	difference->found_value = measured == SW_YES ? SW_S("Yes") : SW_S("No");
	difference->at = at.source ? at : place_of(found);
	difference->message = sw_arena_printf(checking->arena, "%.*s: \"%.*s\" is drawn as %s and measured as %s", SW_ARG(match->drawn->name),
					      SW_ARG(property->label), drawn == SW_YES ? "yes" : "no", measured == SW_YES ? "yes" : "no");
}

static void check_property(struct sw_checking *checking, const struct sw_match *match, struct sw_drawn_property *property) {
	const struct sw_found *found = &checking->check->found.v[match->found];
	const struct sw_drawn_property *measured = property->key.n ? sw_drawn_property_of(found->drawn, property->key) : NULL;
	bool same = measured && measured->kind == SW_PROPERTY_LIST, inverted = false;
	enum sw_atom_kind kind;
	struct sw_str name;
	if (property->kind != SW_PROPERTY_LIST && property->kind != SW_PROPERTY_TRUTH)
		return;
	if (!same && sw_measured_atom(checking->arena, property->label, &kind, &name, &inverted))
		measured = sw_drawn_property_of(found->drawn, sw_atom_key(checking->arena, kind, name));
	if (!measured || sw_str_starts(property->key, SW_S("carries")) || sw_str_is(property->key, SW_KEY_OUT_OF_SCOPE))
		return;
	enum sw_tri is = sw_str_is(measured->key, SW_KEY_SEEN) || sw_str_is(measured->key, SW_KEY_HELD_OPEN) ? SW_UNKNOWN
		       : sw_answer_truth(sw_answer_of(measured->value)).holds;
	enum sw_tri said = same ? sw_answer_truth(sw_answer_of(property->value)).holds : sw_measured_word(property->value);
	if (inverted && is != SW_UNKNOWN)
		is = is == SW_YES ? SW_NO : SW_YES;
	if (is != SW_UNKNOWN && said != SW_UNKNOWN && is != said)
		property_differs(checking, match, property, said, is, measured->at);
	if (!checking->update || (!same && is == SW_UNKNOWN))
		return;
	size_t index = choice(property, same ? measured->value : (struct sw_str){0}, is);
	if (index != SIZE_MAX)
		checking->check->measured += set_value(property, index);
}

static struct sw_drawn *writable(struct sw_checking *checking, const struct sw_match *match) {
	for (size_t d = 0; d < checking->drawing->diagrams.n; d++)
		if (&checking->drawing->diagrams.v[d] == match->in)
			return &checking->drawing->diagrams.v[d].elements.v[match->drawn - match->in->elements.v];
	return NULL;
}

void sw_check_drawing(struct sw_arena *arena, struct sw_drawing *drawing, const struct sw_diagram *diagrams,
		      const struct sw_register *registers, size_t count, const struct sw_mapping *mapping, bool update,
		      struct sw_drawn_check *check) {
	struct sw_drawing *exported = SW_NEW(arena, struct sw_drawing);
	sw_export_drawing(arena, diagrams, registers, count, exported);
	*check = (struct sw_drawn_check){0};
	struct sw_checking checking = {
		.arena = arena, .drawing = drawing, .exported = exported, .diagrams = diagrams, .count = count, .mapping = mapping, .update = update,
		.ours = sw_is_container_template(drawing->template), .check = check};
	list_found(&checking);
	sw_match_elements(arena, drawing, &check->found, mapping, &check->matches);
	check_elements(&checking);
	sw_check_flows(&checking);
	for (size_t i = 0; i < check->matches.n; i++)
		if (check->matches.v[i].found != SIZE_MAX)
			check_boundary(&checking, &check->matches.v[i]);
	for (size_t i = 0; i < check->matches.n; i++) {
		struct sw_drawn *drawn = check->matches.v[i].found == SIZE_MAX ? NULL : writable(&checking, &check->matches.v[i]);
		for (size_t k = 0; drawn && k < drawn->properties.n; k++)
			check_property(&checking, &check->matches.v[i], &drawn->properties.v[k]);
	}
}
