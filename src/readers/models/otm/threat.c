#include "facts/stride.h"
#include "readers/models/fate.h"
#include "readers/models/nodes.h"
#include "readers/models/otm/read.h"

static const struct sw_node *get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_OTM_DIALECT);
}

/* How urgent, from the likelihood and impact that are rated from 0 to 100; where only the impact is, from that. */
static struct sw_str urgency(const struct sw_fields *fields, const struct sw_node *kind) {
	const struct sw_node *risk = sw_field(fields, kind, "risk", SW_NODE_MAP);
	double likelihood, impact;
	if (!sw_field_number(fields, risk, "impact", &impact))
		return (struct sw_str){0};
	double score = sw_field_number(fields, risk, "likelihood", &likelihood) ? likelihood * impact / 100 : impact;
	return score >= 90 ? SW_S("Critical") : score >= 60 ? SW_S("High") : score >= 30 ? SW_S("Medium") : SW_S("Low");
}

static void read_categories(const struct sw_fields *fields, const struct sw_node *kind, struct sw_drawn_threat *threat) {
	sw_node_strings names = {0};
	sw_node_strings_of(fields->arena, sw_field(fields, kind, "categories", SW_NODE_LIST), &names);
	char letters[8];
	size_t n = 0;
	for (size_t i = 0; i < names.n; i++) {
		char letter = sw_stride_letter(names.v[i]);
		if (letter && n < sizeof letters && !memchr(letters, letter, n))
			letters[n++] = letter;
	}
	threat->stride = sw_arena_str(fields->arena, sw_str(letters, n));
	threat->category = names.n == 1 ? names.v[0] : (struct sw_str){0};
	for (size_t i = 0; names.n > 1 && i < names.n && i < 16; i++)
		threat->category = i ? sw_arena_printf(fields->arena, "%.*s, %.*s", SW_ARG(threat->category), SW_ARG(names.v[i]))
				     : names.v[0];
}

static void read_weaknesses(const struct sw_fields *fields, const struct sw_node *kind, struct sw_drawn_threat *threat) {
	const struct sw_node *list = sw_field(fields, kind, "cwes", SW_NODE_LIST);
	for (uint32_t i = 0; list && i < list->count; i++) {
		uint16_t number = sw_field_cwe(sw_node_string(list->items[i]));
		if (number)
			*sw_push(fields->arena, &threat->cwe) = number;
	}
}

void sw_otm_kind_of_threat(const struct sw_fields *fields, const struct sw_node *kind, struct sw_drawn_threat *threat) {
	const struct sw_node *attributes = get(kind, "attributes");
	threat->title = sw_field_text(fields, kind, "name");
	threat->description = sw_field_text(fields, kind, "description");
	threat->priority = sw_exact(get(attributes, "priority"));
	if (!threat->priority.n)
		threat->priority = urgency(fields, kind);
	threat->justification = sw_exact(get(attributes, "justification"));
	threat->short_text = sw_exact(get(attributes, "categoryText"));
	threat->interaction = sw_exact(get(attributes, "interaction"));
	read_categories(fields, kind, threat);
	read_weaknesses(fields, kind, threat);
}

static void add_extra(struct sw_arena *arena, struct sw_drawn_threat *threat, const char *key, const struct sw_node *value) {
	struct sw_str line = sw_node_line(arena, value, SW_OTM_DIALECT);
	if (line.n)
		*sw_push(arena, &threat->extras) = (struct sw_drawn_extra){sw_str_of(key), line};
}

static void read_mitigations(struct sw_otm_reading *reading, const struct sw_node *node, struct sw_drawn_threat *threat) {
	const struct sw_fields *f = &reading->f;
	const struct sw_node *list = sw_field(f, node, "mitigations", SW_NODE_LIST);
	for (uint32_t i = 0; list && i < list->count; i++) {
		if (list->items[i]->kind == SW_NODE_NULL)
			continue;
		struct sw_str id = sw_field_text(f, list->items[i], "mitigation");
		const size_t *index = sw_map_get(&reading->controls, id);
		if (!index)
			sw_diag_add(f->diags, SW_DIAG_WARNING, "otm-reference", list->items[i]->span,
				    "there is no mitigation \"%.*s\" in this model", SW_ARG(id));
		else if (!reading->drawing->controls.v[*index].status.n)
			reading->drawing->controls.v[*index].status = sw_field_text(f, list->items[i], "state");
		if (id.n)
			*sw_push(f->arena, &threat->controls) = id;
	}
}

static void read_threat(struct sw_otm_reading *reading, const struct sw_node *node, const struct sw_drawn_diagram *diagram,
			const struct sw_drawn *on) {
	const struct sw_fields *f = &reading->f;
	struct sw_drawn_threat threat = {.type = sw_field_text(f, node, "threat"), .diagram = diagram->id, .on = on->id,
					 .state_word = sw_field_text(f, node, "state"), .at = node->span, .origin = node};
	struct sw_otm_kind *kind = sw_map_get(&reading->kinds, threat.type);
	threat.title = threat.type;
	if (kind) {
		kind->used = true;
		sw_otm_kind_of_threat(f, kind->node, &threat);
		const struct sw_node *risk = get(kind->node, "risk");
		add_extra(f->arena, &threat, "tags", get(kind->node, "tags"));
		add_extra(f->arena, &threat, "likelihoodComment", get(risk, "likelihoodComment"));
		add_extra(f->arena, &threat, "impactComment", get(risk, "impactComment"));
	} else {
		sw_diag_add(f->diags, SW_DIAG_WARNING, "otm-reference", node->span, "there is no threat \"%.*s\" in this model",
			    SW_ARG(threat.type));
	}
	if (on->kind == SW_DRAWN_FLOW && on->from >= 0 && on->to >= 0) {
		threat.source = diagram->elements.v[on->from].id;
		threat.target = diagram->elements.v[on->to].id;
	}
	threat.state = sw_fate_state(sw_fate_of(threat.state_word));
	threat.key = sw_arena_printf(f->arena, "%.*s@%.*s", SW_ARG(threat.type), SW_ARG(on->id));
	threat.key = sw_otm_unique(reading, &reading->threats, threat.key, node->span, "reference to a threat");
	read_mitigations(reading, node, &threat);
	*sw_push(f->arena, &reading->drawing->threats) = threat;
}

void sw_otm_read_threats(struct sw_otm_reading *reading, const struct sw_node *thing, const struct sw_drawn_diagram *diagram,
			 const struct sw_drawn *on) {
	const struct sw_node *list = sw_field(&reading->f, thing, "threats", SW_NODE_LIST);
	for (uint32_t i = 0; list && i < list->count; i++) {
		if (list->items[i]->kind == SW_NODE_MAP)
			read_threat(reading, list->items[i], diagram, on);
		else if (list->items[i]->kind != SW_NODE_NULL)
			sw_diag_add(reading->f.diags, SW_DIAG_WARNING, "otm-type", list->items[i]->span,
				    "a reference to a threat must be a map; it is passed over");
	}
}
