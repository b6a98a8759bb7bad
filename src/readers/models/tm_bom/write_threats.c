#include "readers/models/tm_bom/writer.h"

/* The priority's word in this format; empty: none fits. */
static struct sw_str priority_word(struct sw_arena *arena, struct sw_str priority) {
	struct sw_str word = sw_arena_lower(arena, priority);
	return sw_listed(word, "none low medium high critical") ? word : sw_str_is(word, "info") ? SW_S("none") : (struct sw_str){0};
}

/* ---- assumptions: no origin of their own, so they are known by their text ---- */

static void write_assumptions(struct sw_tm_bom_writer *writer, struct sw_node *root) {
	struct sw_arena *arena = writer->arena;
	const struct sw_drawing *drawing = writer->drawing;
	struct sw_node *list = sw_node_make(arena, SW_NODE_LIST);
	sw_tm_bom_maps before = {0};
	struct sw_map old = {0};
	sw_tm_bom_list(arena, NULL, root, "assumptions", &before);
	for (size_t i = 0; i < before.n; i++)
		sw_map_put(arena, &old, sw_tm_bom_string(before.v[i], "description"), (void *)(uintptr_t)before.v[i]);
	for (size_t i = 0; i < drawing->assumed.n; i++) {
		const struct sw_drawn_assumption *assumed = &drawing->assumed.v[i];
		struct sw_node *map = sw_node_copy(arena, sw_map_get(&old, assumed->text), SW_DIALECT_STRICT);
		sw_node_say(arena, map, "description", assumed->text);
		if (writer->same || sw_listed(assumed->validity, "unconfirmed confirmed rejected"))
			sw_node_say(arena, map, "validity", assumed->validity);
		else if (assumed->validity.n)
			sw_lost(writer->losses, "assumption", assumed->text, assumed->validity, SW_TM_BOM_NO_PLACE);
		if (!writer->same)
			sw_node_need(arena, map, "validity", sw_node_text(arena, SW_S("unconfirmed")));
		sw_node_add(arena, list, map);
	}
	if (drawing->assumptions.n) {
		struct sw_node *map = sw_node_make(arena, SW_NODE_MAP);
		sw_node_say(arena, map, "description", drawing->assumptions);
		sw_node_say(arena, map, "validity", SW_S("unconfirmed"));
		sw_node_add(arena, list, map);
	}
	sw_tm_bom_put_list(writer, root, "assumptions", list, false);
}

/* ---- threats ---- */

static void say_weaknesses(struct sw_tm_bom_writer *writer, struct sw_node *map, const struct sw_drawn_threat *threat) {
	struct sw_arena *arena = writer->arena;
	sw_tm_bom_maps before = {0};
	struct sw_map old = {0};
	sw_tm_bom_list(arena, NULL, map, "weaknesses", &before);
	size_t known = 0;
	bool same = true;
	for (size_t i = 0; i < before.n; i++) {
		const struct sw_node *cwe = sw_tm_bom_get(before.v[i], "cwe_id");
		if (!sw_node_is(cwe, SW_NODE_INT) || cwe->integer <= 0 || cwe->integer > UINT16_MAX)
			continue;
		same &= known < threat->cwe.n && threat->cwe.v[known] == cwe->integer;
		known++;
		sw_map_put(arena, &old, sw_arena_printf(arena, "%lld", (long long)cwe->integer), (void *)(uintptr_t)before.v[i]);
	}
	if (same && known == threat->cwe.n)
		return;
	struct sw_node *list = sw_node_make(arena, SW_NODE_LIST);
	for (size_t i = 0; i < threat->cwe.n; i++) {
		struct sw_node *weakness = sw_map_get(&old, sw_arena_printf(arena, "%u", threat->cwe.v[i]));
		if (!weakness) {
			weakness = sw_node_make(arena, SW_NODE_MAP);
			sw_node_put(arena, weakness, "cwe_id", sw_node_int(arena, threat->cwe.v[i]));
		}
		sw_node_add(arena, list, weakness);
	}
	sw_node_put(arena, map, "weaknesses", list);
}

static void say_affected(struct sw_tm_bom_writer *writer, struct sw_node *map, const struct sw_drawn_threat *threat) {
	const struct sw_tm_bom_name *on = sw_map_get(&writer->names, threat->on);
	sw_node_strings names = {0};
	if (on && on->kind == SW_TM_BOM_FLOW) {
		const struct sw_str ends[] = {threat->source, threat->target};
		for (size_t i = 0; i < 2; i++) {
			const struct sw_tm_bom_name *end = sw_map_get(&writer->names, ends[i]);
			if (end && !(names.n && sw_str_eq(names.v[0], end->name)))
				*sw_push(writer->arena, &names) = end->name;
		}
		sw_lost(writer->losses, "threat", threat->title, SW_S("which flow it is on"), "TM-BOM's threats are on components: both ends are named");
	} else if (on) {
		*sw_push(writer->arena, &names) = on->name;
	}
	if (names.n)
		sw_node_say_all(writer->arena, map, "components_affected", names.v, names.n);
}

/* What a threat of another format says and this one has no place for. */
static void lose_threat(struct sw_tm_bom_writer *writer, const struct sw_drawn_threat *threat) {
	const struct {
		struct sw_str text;
		const char *name;
	} texts[] = {{threat->stride, "its letter of STRIDE"}, {threat->category, "its category"}, {threat->justification, "the justification"},
		     {threat->changed_by, "who changed it"}, {threat->type, "its type"}};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (texts[i].text.n)
			sw_lost(writer->losses, "threat", threat->title, sw_str_of(texts[i].name), SW_TM_BOM_NO_PLACE);
	for (size_t i = 0; i < threat->extras.n; i++)
		sw_lost(writer->losses, "threat", threat->title, threat->extras.v[i].key, SW_TM_BOM_NO_PLACE);
	for (size_t i = 0; i < threat->data_count; i++)
		if (threat->data[i].value.n && !sw_listed(threat->data[i].key, SW_STANDARD_DATA))
			sw_lost(writer->losses, "threat", threat->title, threat->data[i].key, SW_TM_BOM_NO_PLACE);
}

static struct sw_node *write_threat(struct sw_tm_bom_writer *writer, const struct sw_drawn_threat *threat, struct sw_str name) {
	struct sw_arena *arena = writer->arena;
	bool read = writer->same && threat->origin;
	struct sw_node *map = sw_tm_bom_entry(writer, threat->origin, name, threat->title, threat->description);
	say_weaknesses(writer, map, threat);
	if (read) {
		sw_node_say(arena, map, "event", threat->short_text);
		return map;
	}
	struct sw_str adversary = SW_S("adversary");
	say_affected(writer, map, threat);
	sw_node_need(arena, map, "threat_persona", sw_node_text(arena, SW_S("not-said")));
	sw_node_need(arena, map, "event", sw_node_text(arena, threat->short_text.n ? threat->short_text : threat->title));
	sw_node_need(arena, map, "sources", sw_node_texts(arena, &adversary, 1));
	lose_threat(writer, threat);
	return map;
}

static void add_persona(struct sw_tm_bom_writer *writer, struct sw_node *root) {
	struct sw_arena *arena = writer->arena;
	struct sw_node *list = sw_node_make(arena, SW_NODE_LIST);
	sw_tm_bom_maps before = {0};
	sw_tm_bom_list(arena, NULL, root, "threat_personas", &before);
	for (size_t i = 0; i < before.n; i++)
		sw_node_add(arena, list, sw_node_copy(arena, before.v[i], SW_DIALECT_STRICT));
	struct sw_node *map = sw_tm_bom_entry(writer, NULL, SW_S("not-said"), SW_S("Not said"),
		SW_S("The model that this was made from does not say who attacks."));
	sw_node_put(arena, map, "is_person", sw_node_truth(arena, true));
	sw_node_say(arena, map, "skill_level", SW_S("engineer"));
	sw_node_say(arena, map, "access_level", SW_S("anonymous"));
	sw_node_put(arena, map, "malicious_intent", sw_node_truth(arena, true));
	sw_node_say(arena, map, "applicability_to_org", SW_S("moderate"));
	sw_node_add(arena, list, map);
	sw_node_put(arena, root, "threat_personas", list);
	sw_lost(writer->losses, "model", (struct sw_str){0}, SW_S("threat_personas: one that stands for all"), SW_TM_BOM_REQUIRES);
}

/* ---- controls ---- */

/* The threats that name a control, by the control's id. */
struct stopped {
	sw_node_strings threats;
	struct sw_str priority;
};

static void note_control(struct sw_tm_bom_writer *writer, struct sw_map *stopped, struct sw_str control, struct sw_str threat,
			 struct sw_str priority) {
	struct stopped *row = sw_map_get(stopped, control);
	if (!row) {
		row = SW_NEW(writer->arena, struct stopped);
		sw_map_put(writer->arena, stopped, control, row);
	}
	*sw_push(writer->arena, &row->threats) = threat;
	if (!row->priority.n)
		row->priority = priority_word(writer->arena, priority);
}

/* The threats of a read control stay as they stand where the same are named. */
static void say_threats(struct sw_tm_bom_writer *writer, struct sw_node *map, const struct stopped *row) {
	sw_node_strings before = {0}, none = {0};
	const sw_node_strings *now = row ? &row->threats : &none;
	struct sw_map seen = {0};
	size_t known = 0;
	sw_node_strings_of(writer->arena, sw_tm_bom_get(map, "threats"), &before);
	for (size_t i = 0; i < before.n; i++)
		sw_map_put(writer->arena, &seen, before.v[i], map);
	for (size_t i = 0; i < now->n; i++)
		known += sw_map_get(&seen, now->v[i]) != NULL;
	/* A read control may name threats that are not there: those go only when others come. */
	if (!writer->same || known < now->n || known < before.n)
		sw_node_say_all(writer->arena, map, "threats", now->v, now->n);
	sw_node_need(writer->arena, map, "threats", sw_node_make(writer->arena, SW_NODE_LIST));
}

static void require_priority(struct sw_tm_bom_writer *writer, struct sw_node *map, struct sw_str name, const struct stopped *row) {
	if (!sw_tm_bom_get(map, "priority") && (!row || !row->priority.n))
		sw_lost(writer->losses, "control", name, SW_S("priority: medium"), SW_TM_BOM_REQUIRES);
	sw_node_need(writer->arena, map, "priority", sw_node_text(writer->arena, row && row->priority.n ? row->priority : SW_S("medium")));
}

static struct sw_node *write_control(struct sw_tm_bom_writer *writer, const struct sw_drawn_control *control, const struct stopped *row) {
	struct sw_arena *arena = writer->arena;
	bool read = writer->same && control->origin;
	struct sw_str name = sw_tm_bom_make_name(writer, read ? control->origin : NULL, control->id, control->name);
	struct sw_node *map = sw_tm_bom_entry(writer, control->origin, name, control->name, control->description);
	say_threats(writer, map, row);
	if (read || sw_listed(control->status, "assumed active suggested under_review approved scheduled retired wont_do"))
		sw_node_say(arena, map, "status", control->status);
	else if (control->status.n)
		sw_lost(writer->losses, "control", control->name, sw_arena_join(arena, SW_S("status "), control->status), SW_TM_BOM_NO_PLACE);
	if (read)
		return map;
	sw_node_need(arena, map, "status", sw_node_text(arena, SW_S("suggested")));
	require_priority(writer, map, control->name, row);
	for (size_t i = 0; i < control->extras.n; i++)
		sw_lost(writer->losses, "control", control->name, control->extras.v[i].key, SW_TM_BOM_NO_PLACE);
	return map;
}

/* A threat without controls of its own that is stopped, or says how it can be: that is a control here. */
static void make_control(struct sw_tm_bom_writer *writer, struct sw_node *list, const struct sw_drawn_threat *threat, struct sw_str name) {
	struct sw_arena *arena = writer->arena;
	bool mitigated = threat->state == SW_DRAWN_MITIGATED;
	if (!mitigated && !threat->mitigations.n) {
		if (threat->state != SW_DRAWN_NOT_STARTED)
			sw_lost(writer->losses, "threat", threat->title, SW_S("its state"), "TM-BOM says it by controls, and it has none");
		return;
	}
	struct stopped row = {.priority = priority_word(arena, threat->priority)};
	*sw_push(arena, &row.threats) = name;
	struct sw_str title = sw_arena_join(arena, SW_S("Mitigation: "), threat->title);
	struct sw_node *map = sw_tm_bom_entry(writer, NULL, sw_tm_bom_make_name(writer, NULL, (struct sw_str){0},
		sw_arena_join(arena, SW_S("mitigate-"), name)), title, threat->mitigations.n ? threat->mitigations : threat->justification);
	sw_node_say_all(arena, map, "threats", row.threats.v, row.threats.n);
	sw_node_say(arena, map, "status", mitigated ? SW_S("active") : SW_S("suggested"));
	require_priority(writer, map, title, &row);
	sw_node_add(arena, list, map);
}

/* States and priorities that a person changed since: only controls and risks could say so. */
static void lose_changes(struct sw_tm_bom_writer *writer, const struct sw_node *root) {
	struct sw_map controls = {0}, levels = {0};
	sw_tm_bom_controls_by_id(writer->arena, writer->drawing, &controls);
	sw_tm_bom_levels(writer->arena, root, &levels);
	for (size_t i = 0; i < writer->drawing->threats.n; i++) {
		const struct sw_drawn_threat *threat = &writer->drawing->threats.v[i];
		const struct sw_str *level = sw_map_get(&levels, threat->key);
		if (!threat->origin)
			continue;
		if (threat->state != sw_tm_bom_state(threat, &controls))
			sw_lost(writer->losses, "threat", threat->title, SW_S("its state"), "TM-BOM says it by the status of controls");
		if (!sw_str_eq(threat->priority, level ? *level : (struct sw_str){0}))
			sw_lost(writer->losses, "threat", threat->title, SW_S("its priority"), "TM-BOM says it by risks");
		if (threat->justification.n)
			sw_lost(writer->losses, "threat", threat->title, SW_S("the justification"), SW_TM_BOM_NO_PLACE);
	}
}

void sw_tm_bom_write_threats(struct sw_tm_bom_writer *writer, struct sw_node *root) {
	struct sw_arena *arena = writer->arena;
	const struct sw_drawing *drawing = writer->drawing;
	struct sw_node *threats = sw_node_make(arena, SW_NODE_LIST), *controls = sw_node_make(arena, SW_NODE_LIST);
	struct sw_map stopped = {0};
	struct sw_str *names = SW_NEW_ARRAY(arena, struct sw_str, drawing->threats.n);
	bool made = false;
	for (size_t i = 0; i < drawing->threats.n; i++) {
		const struct sw_drawn_threat *threat = &drawing->threats.v[i];
		bool read = writer->same && threat->origin;
		made |= !read;
		names[i] = sw_tm_bom_make_name(writer, read ? threat->origin : NULL, read ? threat->key : (struct sw_str){0}, threat->title);
		sw_node_add(arena, threats, write_threat(writer, threat, names[i]));
		for (size_t n = 0; n < threat->controls.n; n++)
			note_control(writer, &stopped, threat->controls.v[n], names[i], threat->priority);
	}
	for (size_t i = 0; i < drawing->controls.n; i++)
		sw_node_add(arena, controls, write_control(writer, &drawing->controls.v[i], sw_map_get(&stopped, drawing->controls.v[i].id)));
	for (size_t i = 0; i < drawing->threats.n; i++)
		if (!drawing->threats.v[i].controls.n && !(writer->same && drawing->threats.v[i].origin))
			make_control(writer, controls, &drawing->threats.v[i], names[i]);
	if (writer->same)
		lose_changes(writer, root);
	if (made)
		add_persona(writer, root);
	write_assumptions(writer, root);
	sw_tm_bom_put_list(writer, root, "threats", threats, false);
	sw_tm_bom_put_list(writer, root, "controls", controls, false);
}
