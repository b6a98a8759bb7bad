#include "facts/stride.h"
#include "readers/models/threagile/writer.h"

/* Threats that were read, by the member they came from. */
static struct sw_map by_origin(struct sw_threagile_writer *writer) {
	struct sw_map map = {0};
	for (size_t i = 0; writer->same && i < writer->drawing->threats.n; i++) {
		struct sw_drawn_threat *threat = &writer->drawing->threats.v[i];
		if (threat->origin)
			sw_map_put(writer->arena, &map, sw_str((const char *)&threat->origin, sizeof threat->origin), threat);
	}
	return map;
}

static struct sw_drawn_threat *made_from(const struct sw_map *map, const struct sw_member *member) {
	return sw_map_get(map, sw_str((const char *)&member, sizeof(void *)));
}

static void say_risk(struct sw_threagile_writer *writer, struct sw_node *maps, struct sw_map *titles, const struct sw_drawn_threat *threat,
		     const struct sw_member *origin) {
	struct sw_node *risk = sw_node_copy(writer->arena, origin ? origin->value : NULL, SW_THREAGILE_DIALECT);
	if (origin || sw_threagile_allows("severity", threat->priority))
		sw_node_say(writer->arena, risk, "severity", threat->priority);
	sw_threagile_entry(writer, maps, titles, origin, threat->title, risk);
}

/* A category that was read, with those of its risks that are still there. */
static struct sw_node *say_category(struct sw_threagile_writer *writer, const struct sw_map *threats, const struct sw_member *member) {
	struct sw_node *category = sw_node_copy(writer->arena, member->value, SW_THREAGILE_DIALECT);
	const struct sw_node *risks = sw_threagile_get(category, "risks_identified");
	struct sw_node *maps = sw_node_make(writer->arena, SW_NODE_MAP);
	struct sw_map titles = {0};
	for (uint32_t i = 0; sw_node_is(risks, SW_NODE_MAP) && i < risks->count; i++) {
		const struct sw_drawn_threat *threat = made_from(threats, &risks->members[i]);
		if (threat)
			say_risk(writer, maps, &titles, threat, &risks->members[i]);
	}
	sw_threagile_put_map(writer, category, "risks_identified", maps);
	return category;
}

/* ---- threats of other formats: a category for each type ---- */

/* How it can be stopped: the threat's own text, else the names of its controls. */
static struct sw_str mitigation_of(struct sw_threagile_writer *writer, const struct sw_drawn_threat *threat) {
	sw_node_strings names = {0};
	if (threat->mitigations.n)
		return threat->mitigations;
	for (size_t i = 0; i < threat->controls.n; i++) {
		const struct sw_drawn_control *control = sw_map_get(&writer->controls, threat->controls.v[i]);
		if (control)
			*sw_push(writer->arena, &names) = control->name;
	}
	return sw_node_join(writer->arena, &names, "; ");
}

static struct sw_node *make_category(struct sw_threagile_writer *writer, const struct sw_drawn_threat *threat, struct sw_str id) {
	struct sw_arena *arena = writer->arena;
	static const char *const empty[] = {"asvs", "cheat_sheet", "action", "check", "detection_logic", "risk_assessment", "false_positives"};
	struct sw_node *map = sw_node_make(arena, SW_NODE_MAP);
	struct sw_str stride = sw_node_dashed(arena, sw_str_of(threat->stride.n ? sw_stride_name(threat->stride.p[0]) : NULL));
	sw_node_append(arena, map, SW_S("id"), sw_node_text(arena, id));
	sw_node_append(arena, map, SW_S("description"), sw_node_text(arena, threat->description));
	sw_node_append(arena, map, SW_S("impact"), sw_node_text(arena, threat->short_text));
	sw_node_append(arena, map, SW_S("mitigation"), sw_node_text(arena, mitigation_of(writer, threat)));
	for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
		sw_node_append(arena, map, sw_str_of(empty[i]), sw_node_text(arena, SW_S("")));
	sw_node_append(arena, map, SW_S("function"), sw_node_text(arena, SW_S("operations")));
	sw_node_append(arena, map, SW_S("stride"), sw_node_text(arena, stride.n ? stride : SW_S("tampering")));
	sw_node_append(arena, map, SW_S("model_failure_possible_reason"), sw_node_truth(arena, false));
	sw_node_append(arena, map, SW_S("cwe"), sw_node_int(arena, threat->cwe.n ? threat->cwe.v[0] : 0));
	sw_node_append(arena, map, SW_S("risks_identified"), sw_node_make(arena, SW_NODE_MAP));
	if (!stride.n)
		sw_lost(writer->losses, "threat", threat->title, SW_S("stride: tampering"),
			"the model does not say it and Threagile requires it, so this is written");
	if (threat->stride.n > 1)
		sw_lost(writer->losses, "threat", threat->title, SW_S("all letters of STRIDE but the first"), "Threagile has one for a category");
	if (threat->cwe.n > 1)
		sw_lost(writer->losses, "threat", threat->title, SW_S("all CWE numbers but the first"), "Threagile has one for a category");
	return map;
}

/* Words of other formats for how urgent it is. */
static struct sw_str severity(struct sw_arena *arena, struct sw_str priority) {
	struct sw_str word = sw_arena_lower(arena, priority);
	return sw_listed(word, "low medium elevated high critical") ? word : sw_listed(word, "info none tbd") ? SW_S("low") : (struct sw_str){0};
}

static struct sw_node *tracking_of(struct sw_threagile_writer *writer, const struct sw_drawn_threat *threat, const struct sw_node *old) {
	struct sw_arena *arena = writer->arena;
	struct sw_node *map = sw_node_copy(arena, old, SW_THREAGILE_DIALECT);
	struct sw_str status = sw_threagile_string(map, "status");
	bool own = threat->state_word.n && sw_threagile_allows("status", threat->state_word) &&
		   sw_threagile_state(threat->state_word) == threat->state;
	if (own || !old || sw_threagile_state(status) != threat->state)
		sw_node_say(arena, map, "status", own ? threat->state_word : sw_str_of(sw_threagile_status(threat->state)));
	sw_node_say(arena, map, "justification", threat->justification);
	sw_node_say(arena, map, "checked_by", threat->changed_by);
	struct sw_str day = sw_str_sub(threat->modified, 0, 10);
	bool dated = threat->modified.n && !sw_str_starts(threat->modified, SW_S("0001"));
	if (old ? !sw_str_eq(sw_threagile_string(map, "date"), threat->modified) : dated)
		sw_node_say(arena, map, "date", day);
	static const char *const needed[] = {"justification", "ticket", "date", "checked_by"};
	for (size_t i = 0; !old && i < sizeof needed / sizeof *needed; i++)
		sw_node_need(arena, map, needed[i], sw_node_make(arena, SW_NODE_NULL));
	return map;
}

struct made {
	struct sw_node *categories, *tracking;
	struct sw_map titles, category_of, tracked, ids;
};

/* A category with its risks: of each, the risk's titles must be its own. */
struct made_category {
	struct sw_node *risks;
	struct sw_map titles;
	struct sw_str id;
};

static void make_risk(struct sw_threagile_writer *writer, struct made *made, const struct sw_drawn_threat *threat) {
	struct sw_arena *arena = writer->arena;
	struct sw_str type = threat->type.n ? threat->type : threat->title;
	struct made_category *category = sw_map_get(&made->category_of, type);
	if (!category) {
		category = SW_NEW(arena, struct made_category);
		category->id = sw_threagile_make_id(writer, (struct sw_str){0}, threat->type.n && sw_str_find_byte(threat->type, '{') == SW_NPOS &&
			threat->type.n < 60 ? threat->type : threat->title);
		struct sw_node *map = make_category(writer, threat, category->id);
		category->risks = map->members[map->count - 1].value;
		sw_map_put(arena, &made->category_of, type, category);
		sw_threagile_entry(writer, made->categories, &made->titles, NULL, threat->title.n ? threat->title : type, map);
	}
	struct sw_node *risk = sw_node_make(arena, SW_NODE_MAP);
	struct sw_str on = sw_threagile_written(writer, threat->on), word = severity(arena, threat->priority);
	if (!on.n)
		on = sw_threagile_written(writer, threat->target);
	if (word.n)
		sw_node_append(arena, risk, SW_S("severity"), sw_node_text(arena, word));
	else if (threat->priority.n)
		sw_lost(writer->losses, "threat", threat->title, sw_arena_join(arena, SW_S("priority "), threat->priority), SW_THREAGILE_NO_PLACE);
	if (on.n)
		sw_node_append(arena, risk, sw_str_find_byte(on, '>') == SW_NPOS ? SW_S("most_relevant_technical_asset")
			: SW_S("most_relevant_communication_link"), sw_node_text(arena, on));
	sw_threagile_entry(writer, category->risks, &category->titles, NULL, threat->title.n ? threat->title : type, risk);
	for (size_t i = 0; i < threat->extras.n; i++)
		sw_lost(writer->losses, "threat", threat->title, threat->extras.v[i].key, SW_THREAGILE_NO_PLACE);
	for (size_t i = 0; i < threat->data_count; i++)
		if (threat->data[i].value.n && !sw_listed(threat->data[i].key, SW_STANDARD_DATA))
			sw_lost(writer->losses, "threat", threat->title, threat->data[i].key, SW_THREAGILE_NO_PLACE);
	if (threat->state == SW_DRAWN_NOT_STARTED && !threat->justification.n)
		return;
	struct sw_str key = on.n ? sw_arena_printf(arena, "%.*s@%.*s", SW_ARG(category->id), SW_ARG(on)) : category->id;
	if (sw_map_put(arena, &made->tracked, key, category))
		sw_lost(writer->losses, "threat", threat->title, SW_S("its state"), "Threagile tracks a category once for each asset or link");
	else
		sw_node_append(arena, made->tracking, key, tracking_of(writer, threat, NULL));
}

/* What was tracked, in its order, with what is said now; then states that were set since. */
static void say_tracking(struct sw_threagile_writer *writer, struct made *made, const struct sw_node *old) {
	struct sw_map by_key = {0}, seen = {0};
	const struct sw_drawing *drawing = writer->drawing;
	for (size_t i = 0; i < drawing->threats.n; i++)
		sw_map_put(writer->arena, &by_key, drawing->threats.v[i].key, &drawing->threats.v[i]);
	for (uint32_t i = 0; sw_node_is(old, SW_NODE_MAP) && i < old->count; i++) {
		const struct sw_member *member = &old->members[i];
		const struct sw_drawn_threat *threat = sw_map_get(&by_key, sw_str_trim(member->key));
		if (!threat || sw_map_put(writer->arena, &seen, sw_str_trim(member->key), made))
			continue;
		sw_node_append(writer->arena, made->tracking, member->key, tracking_of(writer, threat, member->value));
	}
	for (size_t i = 0; i < drawing->threats.n; i++) {
		const struct sw_drawn_threat *threat = &drawing->threats.v[i];
		if (threat->origin && !sw_map_get(&seen, threat->key) && (threat->state != SW_DRAWN_NOT_STARTED || threat->justification.n))
			sw_node_append(writer->arena, made->tracking, threat->key, tracking_of(writer, threat, NULL));
	}
}

void sw_threagile_write_risks(struct sw_threagile_writer *writer, struct sw_node *root) {
	struct made made = {.categories = sw_node_make(writer->arena, SW_NODE_MAP), .tracking = sw_node_make(writer->arena, SW_NODE_MAP)};
	struct sw_map threats = by_origin(writer);
	for (size_t i = 0; i < writer->drawing->controls.n; i++) {
		struct sw_drawn_control *control = &writer->drawing->controls.v[i];
		sw_map_put(writer->arena, &writer->controls, control->id, control);
		sw_lost(writer->losses, "control", control->name, SW_S("all of it but the name, as the mitigation of its threats"), SW_THREAGILE_NO_PLACE);
	}
	struct sw_node *copy = writer->same ? sw_node_copy(writer->arena, sw_threagile_get(root, "individual_risk_categories"),
		SW_THREAGILE_DIALECT) : sw_node_make(writer->arena, SW_NODE_MAP);
	for (uint32_t i = 0; i < copy->count; i++)
		if (sw_node_is(copy->members[i].value, SW_NODE_MAP))
			sw_threagile_entry(writer, made.categories, &made.titles, &copy->members[i], sw_str_trim(copy->members[i].key),
				say_category(writer, &threats, &copy->members[i]));
	if (writer->same)
		say_tracking(writer, &made, sw_threagile_get(root, "risk_tracking"));
	for (size_t i = 0; i < writer->drawing->threats.n; i++)
		if (!writer->same || !writer->drawing->threats.v[i].origin)
			make_risk(writer, &made, &writer->drawing->threats.v[i]);
	sw_threagile_put_map(writer, root, "individual_risk_categories", made.categories);
	sw_threagile_put_map(writer, root, "risk_tracking", made.tracking);
}
