#include "facts/stride.h"
#include "readers/models/threagile/threagile.h"

/* The category that is being read: the table of members has no place for it in the walk. */
struct category {
	const struct sw_member *member;
	struct sw_str id, stride;
};

static struct sw_drawn_threat *add_threat(struct sw_threagile_reader *reader, struct sw_str key, const struct sw_member *member) {
	struct sw_drawing *drawing = reader->drawing;
	if (sw_map_get(&reader->threats, key))
		key = sw_arena_printf(reader->arena, "%.*s#%zu", SW_ARG(key), drawing->threats.n + 1);
	sw_map_put(reader->arena, &reader->threats, key, (void *)(uintptr_t)(drawing->threats.n + 1));
	struct sw_drawn_threat *threat = sw_push(reader->arena, &drawing->threats);
	*threat = (struct sw_drawn_threat){.key = key, .number = (uint32_t)drawing->threats.n, .diagram = reader->diagram->id,
		.origin = member, .at = sw_threagile_at(member)};
	return threat;
}

/* The element or link that a threat is on; the ends of a link are its source and target. */
static void put_on(struct sw_threagile_reader *reader, struct sw_drawn_threat *threat, struct sw_str id) {
	int32_t number = (int32_t)(uintptr_t)sw_map_get(&reader->elements, id) - 1;
	if (id.n == 0 || number < 0)
		return;
	const struct sw_drawn *drawn = &reader->diagram->elements.v[number];
	threat->on = drawn->id;
	if (drawn->kind == SW_DRAWN_FLOW) {
		threat->source = drawn->from < 0 ? (struct sw_str){0} : reader->diagram->elements.v[drawn->from].id;
		threat->target = drawn->to < 0 ? (struct sw_str){0} : reader->diagram->elements.v[drawn->to].id;
	}
}

static void add_data(struct sw_threagile_reader *reader, struct sw_drawn_threat *threat, const struct sw_node *map, const char *known) {
	sw_drawn_extras rest = {0};
	sw_node_rest(reader->arena, SW_THREAGILE_DIALECT, &rest, map, "", known);
	threat->data = SW_NEW_ARRAY(reader->arena, struct sw_datum_value, rest.n);
	for (size_t i = 0; i < rest.n; i++)
		threat->data[threat->data_count++] = (struct sw_datum_value){rest.v[i].key, rest.v[i].value};
}

/* As the tool makes the id of a risk: its category, then what it is most relevant to. */
static struct sw_str risk_key(struct sw_arena *arena, struct sw_str category, const struct sw_node *risk) {
	static const char *const most[] = {"most_relevant_technical_asset", "most_relevant_data_asset",
		"most_relevant_communication_link", "most_relevant_trust_boundary", "most_relevant_shared_runtime"};
	struct sw_str key = category;
	for (size_t i = 0; i < sizeof most / sizeof *most; i++) {
		struct sw_str id = sw_threagile_string(risk, most[i]);
		if (id.n)
			key = sw_arena_printf(arena, "%.*s@%.*s", SW_ARG(key), SW_ARG(id));
	}
	return key;
}

static void read_risk(struct sw_threagile_reader *reader, const struct category *category, const struct sw_member *member) {
	const struct sw_node *map = member->value, *cwe = sw_threagile_get(category->member->value, "cwe");
	struct sw_drawn_threat *threat = add_threat(reader, risk_key(reader->arena, category->id, map), member);
	threat->type = category->id;
	threat->title = sw_str_trim(member->key);
	threat->category = sw_str_trim(category->member->key);
	threat->short_text = sw_threagile_string(category->member->value, "impact");
	threat->description = sw_threagile_string(category->member->value, "description");
	threat->mitigations = sw_threagile_string(category->member->value, "mitigation");
	threat->priority = sw_threagile_string(map, "severity");
	threat->stride = category->stride;
	if (sw_node_is(cwe, SW_NODE_INT) && cwe->integer > 0 && cwe->integer <= UINT16_MAX)
		*sw_push(reader->arena, &threat->cwe) = (uint16_t)cwe->integer;
	struct sw_str link = sw_threagile_string(map, "most_relevant_communication_link");
	put_on(reader, threat, link.n ? link : sw_threagile_string(map, "most_relevant_technical_asset"));
	if (threat->on.n == 0)
		put_on(reader, threat, sw_threagile_string(map, "most_relevant_trust_boundary"));
	add_data(reader, threat, map, "severity");
}

static void read_category(struct sw_threagile_reader *reader, const struct sw_member *member, const struct sw_node *map) {
	struct category category = {member, sw_threagile_string(map, "id"),
		sw_stride_of(sw_threagile_string(map, "stride"))};
	if (category.id.n == 0) {
		sw_diag_add(reader->diags, SW_DIAG_ERROR, "threagile-no-id", sw_threagile_at(member), "a category of risks has no id");
		category.id = sw_str_trim(member->key);
	}
	const struct sw_node *risks = sw_threagile_get(map, "risks_identified");
	for (uint32_t i = 0; sw_node_is(risks, SW_NODE_MAP) && i < risks->count; i++)
		if (sw_node_is(risks->members[i].value, SW_NODE_MAP))
			read_risk(reader, &category, &risks->members[i]);
		else
			sw_diag_add(reader->diags, SW_DIAG_ERROR, "threagile-wrong-type", risks->members[i].key_span,
				"an identified risk must be a map of members");
}

/* What is tracked about an identified risk is about the same threat; of others only the id of the rule and of what it
 * was found on is known, for the tool finds them anew each time. */
static void read_tracking(struct sw_threagile_reader *reader, const struct sw_member *member, const struct sw_node *map) {
	struct sw_str key = sw_str_trim(member->key), rest = key, type = {0}, status = sw_threagile_string(map, "status"), part;
	size_t known = (uintptr_t)sw_map_get(&reader->threats, key);
	struct sw_drawn_threat *threat = known ? &reader->drawing->threats.v[known - 1] : add_threat(reader, key, member);
	if (!known) {
		sw_str_split(&rest, '@', &type);
		threat->type = threat->title = type;
		while (threat->on.n == 0 && sw_str_split(&rest, '@', &part))
			put_on(reader, threat, part);
	}
	if (!sw_threagile_allows("status", status))
		sw_diag_add(reader->diags, SW_DIAG_WARNING, "threagile-unknown-word", sw_threagile_at(member),
			"\"%.*s\" is no known status; it is read as unchecked", SW_ARG(status));
	threat->state = sw_threagile_state(status);
	threat->state_word = status;
	threat->justification = sw_threagile_string(map, "justification");
	threat->changed_by = sw_threagile_string(map, "checked_by");
	threat->modified = sw_threagile_string(map, "date");
	if (!known)
		add_data(reader, threat, map, "status justification date checked_by");
}

void sw_threagile_risks(struct sw_threagile_reader *reader) {
	sw_threagile_each_of(reader, reader->root, "individual_risk_categories", read_category);
	sw_threagile_each_of(reader, reader->root, "risk_tracking", read_tracking);
}
