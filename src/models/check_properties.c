/* What people click about elements against what was measured: by the same property in drawings of the container template,
 * by the label in those of others. Of several found ones that a drawn one stands for, and of several deployments, the worst
 * counts. */
#include "models/checking.h"
#include "models/container_atoms.h"
#include "models/measured.h"

struct measure {
	enum sw_tri is;      /* the property's answer */
	bool known;          /* something answers at all */
	bool presumed;       /* nothing shows it, and nothing shows the contrary */
	struct sw_str exact; /* of the container template: the answer in its own words */
	struct sw_span at;
	size_t found;
};

/* A found element in the deployment that a drawn one belongs to. */
static const struct sw_found *same_drawn(const struct sw_found *found, const struct sw_drawn *drawn) {
	for (const struct sw_found *one = found; one; one = one->again)
		if (sw_str_eq(one->drawn->id, drawn->id))
			return one;
	return found;
}

/* Worst first: it fails, it is not known, it holds. What does not arise says nothing. */
static void take_worse(struct measure *measure, const struct sw_drawn_property *answer, size_t found) {
	struct sw_truth truth = sw_answer_truth(sw_answer_of(answer->value));
	if (truth.vacuous)
		return;
	bool worse = !measure->known || (truth.holds == SW_NO && (measure->is != SW_NO || (measure->presumed && !truth.presumed))) ||
		     (truth.holds == SW_UNKNOWN && measure->is == SW_YES);
	measure->known = true;
	if (!worse)
		return;
	measure->is = truth.holds;
	measure->presumed = truth.presumed && truth.holds == SW_NO;
	measure->at = answer->at;
	measure->found = found;
}

static void measure_found(struct sw_checking *checking, size_t index, struct sw_str key, struct measure *measure) {
	for (const struct sw_found *found = &checking->check->found.v[index]; found; found = found->again) {
		const struct sw_drawn_property *answer = sw_drawn_property_of(found->drawn, key);
		if (answer)
			take_worse(measure, answer, index);
	}
}

/* A registry is as good as what comes from it. */
static void measure_images(struct sw_checking *checking, size_t registry, struct sw_str key, struct measure *measure) {
	struct sw_str prefix = sw_arena_printf(checking->arena, "image:%.*s/", SW_ARG(checking->check->found.v[registry].element->name));
	for (size_t i = 0; i < checking->check->found.n; i++)
		if (checking->check->found.v[i].element->kind == SW_ELEMENT_IMAGE && sw_str_starts(checking->check->found.v[i].element->id, prefix))
			measure_found(checking, i, key, measure);
}

static struct measure measure_label(struct sw_checking *checking, const struct sw_match *match, const struct sw_measured *row) {
	struct measure measure = {.is = SW_UNKNOWN, .found = match->found.v[0]};
	for (size_t a = 0; a < SW_MOST_MEASURING && row->by[a].name; a++) {
		struct sw_str key = sw_atom_key(checking->arena, row->by[a].kind, sw_str_of(row->by[a].name));
		for (size_t i = 0; i < match->found.n; i++) {
			size_t found = match->found.v[i];
			measure_found(checking, found, key, &measure);
			if (checking->check->found.v[found].element->kind == SW_ELEMENT_REGISTRY)
				measure_images(checking, found, key, &measure);
		}
	}
	if (row->inverted && measure.is != SW_UNKNOWN)
		measure.is = measure.is == SW_YES ? SW_NO : SW_YES;
	return measure;
}

static struct measure measure_same(struct sw_checking *checking, const struct sw_match *match, struct sw_str key) {
	struct measure measure = {.is = SW_UNKNOWN, .found = match->found.v[0]};
	const struct sw_drawn_property *answer = sw_drawn_property_of(same_drawn(&checking->check->found.v[measure.found], match->drawn)->drawn, key);
	if (!answer || answer->kind != SW_PROPERTY_LIST)
		return measure;
	bool plain = sw_str_is(key, SW_KEY_SEEN) || sw_str_is(key, SW_KEY_HELD_OPEN);
	measure.known = true;
	measure.exact = answer->value;
	measure.at = answer->at;
	measure.is = plain ? SW_UNKNOWN : sw_answer_truth(sw_answer_of(answer->value)).holds;
	return measure;
}

static void differs(struct sw_checking *checking, const struct sw_match *match, const struct sw_drawn_property *property, const struct measure *measure,
		    struct sw_str is) {
	struct sw_drawn_difference *difference = sw_differ_at(checking, SW_DIFFERENCE_PROPERTY, match);
	const struct sw_found *found = &checking->check->found.v[measure->found];
	difference->property = property->label;
	difference->drawn_value = property->value;
	difference->found_value = is;
	difference->found_id = found->element->id;
	difference->found = found->element->name;
	difference->at = measure->at.source ? measure->at : sw_place_of(checking, measure->found);
	struct sw_str of = match->found.n > 1 ? sw_arena_printf(checking->arena, " on %.*s", SW_ARG(found->element->name)) : (struct sw_str){0};
	difference->message = sw_arena_printf(checking->arena, "%.*s: \"%.*s\" is drawn as %.*s; %s%.*s%.*s", SW_ARG(match->drawn->name),
					      SW_ARG(property->label), SW_ARG(property->value), measure->presumed ? "nothing shows that, so it counts as " : "measured",
					      SW_ARG(of), SW_ARG(sw_arena_printf(checking->arena, "%s%.*s", measure->presumed ? "" : ": ", SW_ARG(is))));
}

static void set(struct sw_checking *checking, struct sw_drawn_property *property, size_t index) {
	if (property->chosen == (int32_t)index)
		return;
	property->chosen = (int32_t)index;
	property->value = property->values.v[index];
	checking->check->measured++;
}

static void check_same(struct sw_checking *checking, const struct sw_match *match, struct sw_drawn_property *property) {
	struct measure measure = measure_same(checking, match, property->key);
	enum sw_tri said = sw_answer_truth(sw_answer_of(property->value)).holds;
	if (!measure.known)
		return;
	if (measure.is != SW_UNKNOWN && said != SW_UNKNOWN && measure.is != said)
		differs(checking, match, property, &measure, measure.exact);
	for (size_t i = 0; i < property->values.n; i++)
		if (sw_str_eq(property->values.v[i], measure.exact)) {
			set(checking, property, i);
			return;
		}
}

static void check_label(struct sw_checking *checking, const struct sw_match *match, struct sw_drawn_property *property) {
	const struct sw_measured *row = sw_measured_of(property->label);
	if (!row)
		return;
	struct measure measure = measure_label(checking, match, row);
	enum sw_tri said = sw_measured_said(row, property->value);
	if (!measure.known || measure.is == SW_UNKNOWN)
		return;
	size_t index = sw_measured_choice(row, property, measure.is);
	if (said != SW_UNKNOWN && measure.is != said)
		differs(checking, match, property, &measure, index != SIZE_MAX ? property->values.v[index] : measure.is == SW_YES ? SW_S("yes") : SW_S("no"));
	if (index != SIZE_MAX)
		set(checking, property, index);
	else if (property->kind == SW_PROPERTY_TRUTH && said != measure.is) {
		property->value = measure.is == SW_YES ? SW_S("true") : SW_S("false");
		checking->check->measured++;
	}
}

static struct sw_drawn *writable(struct sw_checking *checking, const struct sw_match *match, size_t *diagram) {
	while (&checking->drawing->diagrams.v[*diagram] != match->in)
		++*diagram;
	return &checking->drawing->diagrams.v[*diagram].elements.v[match->drawn - match->in->elements.v];
}

void sw_check_properties(struct sw_checking *checking) {
	size_t diagram = 0; /* matches stand in the order of diagrams */
	for (size_t i = 0; i < checking->check->matches.n; i++) {
		const struct sw_match *match = &checking->check->matches.v[i];
		struct sw_drawn *drawn = writable(checking, match, &diagram);
		for (size_t k = 0; match->found.n && !drawn->out_of_scope && k < drawn->properties.n; k++) {
			struct sw_drawn_property *property = &drawn->properties.v[k];
			bool asks = property->kind == SW_PROPERTY_LIST || property->kind == SW_PROPERTY_TRUTH;
			if (!asks || sw_str_is(property->key, SW_KEY_OUT_OF_SCOPE))
				continue;
			if (checking->ours)
				check_same(checking, match, property);
			else
				check_label(checking, match, property);
		}
	}
}
