/* Threats that a model holds: what the tool generated once, and what people made of it. */
#include "facts/stride.h"
#include "readers/models/tm7/tree.h"

const struct sw_tm7_standard sw_tm7_standards[] = {
	{"Title", offsetof(struct sw_drawn_threat, title), true},
	{"UserThreatCategory", offsetof(struct sw_drawn_threat, category), true},
	{"UserThreatShortDescription", offsetof(struct sw_drawn_threat, short_text), true},
	{"UserThreatDescription", offsetof(struct sw_drawn_threat, description), true},
	{"StateInformation", offsetof(struct sw_drawn_threat, justification), false},
	{"InteractionString", offsetof(struct sw_drawn_threat, interaction), true},
	{"PossibleMitigations", offsetof(struct sw_drawn_threat, mitigations), false},
};
const size_t sw_tm7_standard_count = sizeof sw_tm7_standards / sizeof *sw_tm7_standards;

struct sw_str sw_tm7_standard_get(const struct sw_drawn_threat *threat, const struct sw_tm7_standard *standard) {
	struct sw_str text;
	memcpy(&text, (const char *)threat + standard->offset, sizeof text);
	return text;
}

static void set(struct sw_drawn_threat *threat, const struct sw_tm7_standard *standard, struct sw_str text) {
	memcpy((char *)threat + standard->offset, &text, sizeof text);
}

const struct sw_tm7_standard *sw_tm7_standard_of(struct sw_str key) {
	for (size_t i = 0; i < sw_tm7_standard_count; i++)
		if (sw_str_is(key, sw_tm7_standards[i].key))
			return &sw_tm7_standards[i];
	return NULL;
}

static void read_data(struct sw_tm7 *tm7, const struct sw_xml_node *list, struct sw_drawn_threat *threat) {
	SW_VEC(struct sw_datum_value) data = {0};
	const struct sw_xml_node *pair = sw_xml_child(list, SW_TM7_ARRAYS, "KeyValueOfstringstring");
	for (; pair; pair = sw_xml_more(pair)) {
		struct sw_datum_value *datum = sw_push(tm7->arena, &data);
		datum->key = sw_tm7_word(sw_tm7_child(tm7, pair, SW_TM7_ARRAYS, "Key"));
		datum->value = sw_tm7_text(tm7, sw_tm7_child(tm7, pair, SW_TM7_ARRAYS, "Value"));
		const struct sw_tm7_standard *standard = sw_tm7_standard_of(datum->key);
		if (standard && !sw_tm7_standard_get(threat, standard).p)
			set(threat, standard, datum->value);
	}
	threat->data = data.v;
	threat->data_count = data.n;
}

bool sw_tm7_state_of(struct sw_str word, enum sw_drawn_state *state) {
	static const enum sw_drawn_state states[] = {SW_DRAWN_NOT_STARTED, SW_DRAWN_NEEDS_INVESTIGATION, SW_DRAWN_NOT_APPLICABLE,
						     SW_DRAWN_MITIGATED};
	for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
		*state = states[i];
		if (sw_str_is(word, sw_drawn_state_code(*state)))
			return true;
	}
	*state = SW_DRAWN_NOT_STARTED;
	return false;
}

static struct sw_str word_of(struct sw_tm7 *tm7, const struct sw_xml_node *node, const char *name) {
	return sw_tm7_word(sw_tm7_child(tm7, node, SW_TM7_KNOWLEDGE, name));
}

static struct sw_str text_of(struct sw_tm7 *tm7, const struct sw_xml_node *node, const char *name) {
	return sw_tm7_text(tm7, sw_tm7_child(tm7, node, SW_TM7_KNOWLEDGE, name));
}

static void read_threat(struct sw_tm7 *tm7, const struct sw_xml_node *pair, struct sw_drawing *into) {
	const struct sw_xml_node *node = sw_tm7_child(tm7, pair, SW_TM7_ARRAYS, "Value");
	struct sw_drawn_threat threat = {.key = sw_tm7_word(sw_tm7_child(tm7, pair, SW_TM7_ARRAYS, "Key")), .origin = pair};
	if (!node) {
		sw_diag_add(tm7->diags, SW_DIAG_WARNING, "tm7-missing", pair->span, "a threat without a value is not read");
		return;
	}
	int64_t number = sw_tm7_integer(tm7, sw_tm7_child(tm7, node, SW_TM7_KNOWLEDGE, "Id"));
	threat.number = number < 0 || number > UINT32_MAX ? 0 : (uint32_t)number;
	threat.at = node->span;
	threat.type = word_of(tm7, node, "TypeId");
	threat.diagram = word_of(tm7, node, "DrawingSurfaceGuid");
	threat.on = word_of(tm7, node, "FlowGuid");
	threat.source = word_of(tm7, node, "SourceGuid");
	threat.target = word_of(tm7, node, "TargetGuid");
	threat.priority = word_of(tm7, node, "Priority");
	threat.changed_by = text_of(tm7, node, "ChangedBy");
	threat.modified = word_of(tm7, node, "ModifiedAt");
	threat.migrated = sw_tm7_truth(sw_tm7_child(tm7, node, SW_TM7_KNOWLEDGE, "Upgraded"));
	threat.wide = sw_tm7_truth(sw_tm7_child(tm7, node, SW_TM7_KNOWLEDGE, "Wide"));
	read_data(tm7, sw_tm7_child(tm7, node, SW_TM7_KNOWLEDGE, "Properties"), &threat);
	/* The elements of the same names are nil in every file that the tool wrote; other writers may fill them. */
	for (size_t i = 0; i < sw_tm7_standard_count; i++)
		if (!sw_tm7_standard_get(&threat, &sw_tm7_standards[i]).p)
			set(&threat, &sw_tm7_standards[i], text_of(tm7, node, sw_tm7_standards[i].key));
	threat.stride = sw_stride_of(threat.category);
	struct sw_str state = word_of(tm7, node, "State");
	if (!sw_tm7_state_of(state, &threat.state)) {
		threat.state_word = state;
		sw_diag_add(tm7->diags, SW_DIAG_WARNING, "tm7-value", node->span, "the state \"%.*s\" is not known; not started is taken",
			    SW_ARG(state));
	}
	*sw_push(tm7->arena, &into->threats) = threat;
}

void sw_tm7_read_threats(struct sw_tm7 *tm7, struct sw_drawing *into) {
	const struct sw_xml_node *list = sw_tm7_child(tm7, tm7->document->root, SW_TM7_MODEL, "ThreatInstances");
	/* The dictionary's name ends in a hash that .NET makes of the name space, so what it starts with is enough. */
	for (const struct sw_xml_node *pair = list ? list->first : NULL; pair; pair = pair->next)
		if (sw_str_eq(pair->space, SW_TM7_ARRAYS) && sw_str_starts(pair->name, SW_S("KeyValueOfstringThreat")))
			read_threat(tm7, pair, into);
}
