#include "models/container_state.h"
#include "base/map.h"
#include "models/container_atoms.h"
#include "models/container_template.h"

/* One row: a threat of an element, on the flow that carries it. */
struct row {
	const struct sw_threat_kind *kind;
	const struct sw_drawn_diagram *diagram;
	const struct sw_drawn *flow, *element;
	enum sw_state state;
	bool presumed;
	enum sw_strength strength; /* MITIGATED */
	struct sw_str key;   /* of its threat in the drawing */
};
SW_VEC_TYPE(rows, struct row);

struct reading {
	struct sw_arena *arena;
	const struct sw_drawing *drawing;
	const struct sw_drawn *element;
	struct sw_predicate **when, **stopped; /* by row of the catalogue */
	struct sw_str *carrier_keys;           /* by carrier */
};

static struct sw_str value_of(const struct sw_drawn *drawn, struct sw_str key) {
	const struct sw_drawn_property *property = sw_drawn_property_of(drawn, key);
	return property ? property->value : (struct sw_str){0};
}

static struct sw_truth atom_truth(void *context, const struct sw_predicate *atom) {
	const struct reading *reading = context;
	return sw_answer_truth(sw_answer_of(value_of(reading->element, sw_atom_key(reading->arena, atom->atom, atom->name))));
}

static bool has_weakness(const struct reading *reading, const struct sw_threat_kind *kind) {
	enum sw_answer_given least = sw_wants_grave(kind) ? SW_ANSWER_NO_GRAVE : SW_ANSWER_NO;
	if (kind->latched && sw_str_is(value_of(reading->element, SW_S(SW_KEY_HELD_OPEN)), "Yes"))
		return true;
	for (unsigned i = 0; kind->raised_by[i]; i++) {
		struct sw_str key = sw_atom_key(reading->arena, SW_ATOM_CHECK, sw_str_of(kind->raised_by[i]));
		enum sw_answer_given answer = sw_answer_of(value_of(reading->element, key));
		if (answer >= least && answer <= SW_ANSWER_NO_GRAVE)
			return true;
	}
	return false;
}

/* The same six rules as for a scan. */
static void decide(struct reading *reading, size_t index, struct row *row) {
	struct sw_truth applies = {.holds = SW_YES}, stopped = {0};
	if (reading->when[index])
		applies = sw_predicate_value(reading->when[index], atom_truth, reading);
	bool weakness = has_weakness(reading, row->kind);
	bool seen = sw_str_is(value_of(reading->element, SW_S(SW_KEY_SEEN)), "Yes");
	if (applies.holds != SW_NO && (seen || weakness))
		stopped = sw_predicate_value(reading->stopped[index], atom_truth, reading);
	row->state = sw_state_of_rule(sw_state_rule(applies.holds, seen, weakness, stopped.holds));
	row->presumed = (row->state == SW_STATE_MITIGATED || row->state == SW_STATE_WEAK) && stopped.presumed;
	row->strength = row->state == SW_STATE_MITIGATED ? stopped.strength : SW_STRENGTH_NONE;
}

/* Whether the element is of a type that the row is about, or of a kind of it. */
static bool is_about(const struct sw_drawing *drawing, const struct sw_threat_kind *kind, struct sw_str type) {
	for (int depth = 0; depth < 16 && type.n; depth++) {
		for (unsigned k = 0; k <= SW_ELEMENT_NETWORK; k++)
			if (kind->on & 1u << k && sw_str_eq(type, sw_element_stencil((enum sw_element_kind)k)))
				return true;
		const struct sw_stencil *stencil = sw_stencil_of(drawing->template, type);
		type = stencil ? stencil->parent : (struct sw_str){0};
	}
	return false;
}

static void rows_of(struct reading *reading, const struct sw_drawn_diagram *diagram, const struct sw_drawn *flow, struct rows *rows) {
	for (size_t k = 0; k < sw_threat_kind_count; k++) {
		const struct sw_threat_kind *kind = &sw_threat_kinds[k];
		struct sw_str carried = value_of(flow, sw_carrier_key(reading->arena, kind->carrier));
		int32_t end = sw_str_eq(carried, sw_carried[1]) ? flow->from : sw_str_eq(carried, sw_carried[2]) ? flow->to : -1;
		if (end < 0 || (size_t)end >= diagram->elements.n || !is_about(reading->drawing, kind, diagram->elements.v[end].type))
			continue;
		reading->element = &diagram->elements.v[end];
		struct row row = {.kind = kind, .diagram = diagram, .flow = flow, .element = reading->element};
		row.key = sw_arena_printf(reading->arena, "SW.%s%.*s%.*s%.*s", kind->id, SW_ARG(diagram->elements.v[flow->from].id), SW_ARG(flow->id),
					  SW_ARG(diagram->elements.v[flow->to].id));
		decide(reading, k, &row);
		*sw_push(reading->arena, rows) = row;
	}
}

/* All rows that the drawing's flows carry, by diagram, flow, and the catalogue's order. */
static void find_rows(struct sw_arena *arena, const struct sw_drawing *drawing, struct rows *rows) {
	struct reading reading = {.arena = arena, .drawing = drawing};
	reading.when = SW_NEW_ARRAY(arena, struct sw_predicate *, sw_threat_kind_count);
	reading.stopped = SW_NEW_ARRAY(arena, struct sw_predicate *, sw_threat_kind_count);
	for (size_t i = 0; i < sw_threat_kind_count; i++) {
		reading.when[i] = sw_predicate_read(arena, sw_str_of(sw_threat_kinds[i].when), NULL);
		reading.stopped[i] = sw_predicate_read(arena, sw_str_of(sw_threat_kinds[i].stopped_by), NULL);
	}
	for (size_t d = 0; drawing->template && d < drawing->diagrams.n; d++)
		for (size_t i = 0; i < drawing->diagrams.v[d].elements.n; i++) {
			const struct sw_drawn *flow = &drawing->diagrams.v[d].elements.v[i];
			if (flow->kind == SW_DRAWN_FLOW && flow->from >= 0 && flow->to >= 0 && !flow->out_of_scope)
				rows_of(&reading, &drawing->diagrams.v[d], flow, rows);
		}
}

static void set_datum(struct sw_arena *arena, struct sw_drawn_threat *threat, struct sw_str key, struct sw_str value) {
	for (size_t i = 0; i < threat->data_count; i++)
		if (sw_str_eq(threat->data[i].key, key)) {
			threat->data[i].value = value;
			return;
		}
	struct sw_datum_value *data = SW_NEW_ARRAY(arena, struct sw_datum_value, threat->data_count + 1);
	if (threat->data_count)
		memcpy(data, threat->data, threat->data_count * sizeof *data);
	data[threat->data_count++] = (struct sw_datum_value){key, value};
	threat->data = data;
}

struct sw_str sw_container_state_said(const struct sw_drawn_threat *threat) {
	struct sw_arena arena;
	struct sw_str said = {0};
	sw_arena_init(&arena, 1 << 16);
	struct sw_str column = sw_column_id(&arena, SW_COLUMN_STATE);
	for (size_t i = 0; i < threat->data_count && !said.n; i++)
		if (sw_str_eq(threat->data[i].key, column))
			said = threat->data[i].value;
	sw_arena_free(&arena);
	return said;
}

size_t sw_container_judge(struct sw_arena *arena, struct sw_drawing *drawing) {
	struct rows rows = {0};
	struct sw_map by_key = {0};
	struct sw_str column = sw_column_id(arena, SW_COLUMN_STATE);
	size_t moved = 0;
	find_rows(arena, drawing, &rows);
	for (size_t i = 0; i < rows.n; i++)
		sw_map_put(arena, &by_key, rows.v[i].key, &rows.v[i]);
	for (size_t i = 0; i < drawing->threats.n; i++) {
		struct sw_drawn_threat *threat = &drawing->threats.v[i];
		const struct row *row = sw_map_get(&by_key, threat->key);
		if (!row)
			continue;
		enum sw_drawn_state state = sw_container_drawn_state(row->state);
		moved += threat->state != state;
		threat->state = state;
		threat->stale = false;
		threat->stale_why = (struct sw_str){0};
		set_datum(arena, threat, column, sw_container_state_text(arena, row->state, row->presumed, row->strength));
	}
	return moved;
}

struct sw_str sw_container_state_text(struct sw_arena *arena, enum sw_state state, bool presumed, enum sw_strength strength) {
	if (state == SW_STATE_MITIGATED)
		return sw_arena_printf(arena, "mitigated (%s)", sw_strength_name(strength));
	return sw_arena_printf(arena, "%s%s", sw_state_name(state), presumed ? "?" : "");
}

enum sw_drawn_state sw_container_drawn_state(enum sw_state state) {
	static const enum sw_drawn_state states[] = {
		[SW_STATE_NOT_APPLICABLE] = SW_DRAWN_NOT_APPLICABLE, [SW_STATE_NOT_STARTED] = SW_DRAWN_NOT_STARTED,
		[SW_STATE_MITIGATED] = SW_DRAWN_MITIGATED,           [SW_STATE_OPEN] = SW_DRAWN_NEEDS_INVESTIGATION,
		[SW_STATE_WEAK] = SW_DRAWN_NEEDS_INVESTIGATION,      [SW_STATE_NEEDS_EVIDENCE] = SW_DRAWN_NEEDS_INVESTIGATION};
	return states[state];
}
