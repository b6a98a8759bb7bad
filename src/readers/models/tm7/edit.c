#include "readers/models/tm7/edit.h"
#include "formats/xml_edit.h"
#include "readers/models/tm7/put.h"

/* What the file says is read once more, and where the drawing says the same nothing is touched. */
struct editing {
	struct sw_arena *arena;
	struct sw_losses *losses;
	struct sw_tm7 tm7;
	const struct sw_drawing *old, *now;
	struct sw_xml_edits edits;
	struct sw_out *scratch; /* fragments are made here */
	uint32_t ids;           /* marks given out in fragments */
	bool renumber;
};

static const char *const root_order[] = {"DrawingSurfaceList", "MetaInformation", "Notes", "ThreatInstances", "ThreatGenerationEnabled",
					 "Validations", "Version", "KnowledgeBase", "Profile", NULL};
static const char *const meta_order[] = {"Assumptions", "Contributors", "ExternalDependencies", "HighLevelSystemDescription", "Owner",
					 "Reviewer", "ThreatModelName", NULL};
static const char *const note_order[] = {"AddedBy", "Date", "Id", "Message", NULL};
static const char *const surface_order[] = {"Borders", "Header", "Lines", "Zoom", NULL};
static const char *const element_order[] = {"GenericTypeId", "Guid", "Properties", "TypeId", "HandleX", "HandleY", "Height", "Left",
					    "PortSource", "PortTarget", "SourceGuid", "SourceX", "SourceY", "StrokeDashArray",
					    "StrokeThickness", "TargetGuid", "TargetX", "TargetY", "Top", "Width", NULL};
static const char *const property_order[] = {"DisplayName", "Name", "Value", "SelectedIndex", NULL};
static const char *const threat_order[] = {"ChangedBy", "DrawingSurfaceGuid", "FlowGuid", "Id", "InteractionKey", "InteractionString",
					   "ModifiedAt", "Priority", "Properties", "SourceGuid", "State", "StateInformation", "TargetGuid",
					   "Title", "TypeId", "Upgraded", "UserThreatCategory", "UserThreatDescription",
					   "UserThreatShortDescription", "Wide", NULL};
static const char *const pair_order[] = {"Key", "Value", NULL};

static struct sw_tm7_put fragment(struct editing *editing, const struct sw_xml_node *inside) {
	editing->scratch->n = 0;
	return (struct sw_tm7_put){.xml = sw_xml_writer(editing->scratch, NULL), .arena = editing->arena, .losses = editing->losses,
				   .drawing = editing->now, .ids = editing->ids, .inside = inside};
}

/* The fragment's text, and the marks that it used. */
static struct sw_str finished(struct editing *editing, const struct sw_tm7_put *put) {
	editing->renumber = editing->renumber || put->ids > editing->ids;
	editing->ids = put->ids;
	return sw_arena_str(editing->arena, sw_out_text(editing->scratch));
}

/* The first child of `parent` that comes after `name` in the order. */
static const struct sw_xml_node *behind(const struct sw_xml_node *parent, struct sw_str space, const char *const *order, const char *name) {
	while (*order && strcmp(*order, name) != 0)
		order++;
	for (const char *const *later = *order ? order + 1 : order; *later; later++) {
		const struct sw_xml_node *child = sw_xml_child(parent, space, *later);
		if (child)
			return child;
	}
	return NULL;
}

static const char *prefix_for(struct editing *editing, const struct sw_xml_node *inside, struct sw_str space) {
	if (sw_str_eq(sw_xml_space_of(inside, SW_S("")), space))
		return "";
	for (const struct sw_xml_node *up = inside; up; up = up->parent)
		for (uint32_t i = 0; i < up->attribute_count; i++) {
			const struct sw_xml_attribute *attribute = &up->attributes[i];
			bool bound = sw_str_is(attribute->prefix, "xmlns") && sw_str_eq(attribute->value, space);
			if (bound && sw_str_eq(sw_xml_space_of(inside, attribute->name), space))
				return sw_arena_printf(editing->arena, "%.*s:", SW_ARG(attribute->name)).p;
		}
	return NULL;
}

/* The text of a child, which is made in its place in the order when it is not there. */
static void put_text(struct editing *editing, const struct sw_xml_node *parent, struct sw_str space, const char *const *order, const char *name,
		     struct sw_str text) {
	const struct sw_xml_node *child = sw_xml_child(parent, space, name);
	if (child) {
		sw_xml_edit_text(&editing->edits, child, text);
		return;
	}
	const char *prefix = prefix_for(editing, parent, space);
	struct sw_tm7_put put = fragment(editing, parent);
	sw_xml_open(&put.xml, sw_arena_printf(editing->arena, "%s%s", prefix ? prefix : "", name).p);
	if (!prefix)
		sw_xml_attribute(&put.xml, "xmlns", space);
	sw_xml_text(&put.xml, text);
	sw_xml_close(&put.xml);
	sw_xml_edit_insert(&editing->edits, parent, behind(parent, space, order, name), finished(editing, &put));
}

static void change_text(struct editing *editing, const struct sw_xml_node *parent, struct sw_str space, const char *const *order, const char *name,
			struct sw_str before, struct sw_str now) {
	if (!sw_str_eq(before, now))
		put_text(editing, parent, space, order, name, now.p ? now : SW_S(""));
}

static void change_number(struct editing *editing, const struct sw_xml_node *parent, struct sw_str space, const char *const *order,
			  const char *name, double before, double now) {
	if (before < now || before > now)
		put_text(editing, parent, space, order, name, sw_tm7_double(editing->arena, now));
}

static void change_guid(struct editing *editing, const struct sw_xml_node *parent, struct sw_str space, const char *const *order, const char *name,
			struct sw_str before, struct sw_str now) {
	if (!sw_str_eq(before, now))
		put_text(editing, parent, space, order, name, sw_tm7_guid(editing->arena, now));
}

static const struct sw_xml_node *root_child(struct editing *editing, const char *name) {
	return sw_xml_child(editing->tm7.document->root, SW_TM7_MODEL, name);
}

/* Puts fragments at the end of a list below `parent`, which is made when it is not there. */
static void append(struct editing *editing, const struct sw_xml_node *parent, const char *const *order, const char *name, struct sw_str xml) {
	const struct sw_xml_node *list = sw_xml_child(parent, SW_TM7_MODEL, name);
	if (!xml.n)
		return;
	if (list) {
		sw_xml_edit_insert(&editing->edits, list, NULL, xml);
		return;
	}
	struct sw_str whole = sw_arena_printf(editing->arena, "<%s xmlns=\"%s\">%.*s</%s>", name, SW_TM7_MODEL.p, SW_ARG(xml), name);
	sw_xml_edit_insert(&editing->edits, parent, behind(parent, SW_TM7_MODEL, order, name), whole);
}

static struct sw_str join(struct editing *editing, struct sw_str a, struct sw_str b) {
	return a.n ? sw_arena_join(editing->arena, a, b) : b;
}

/* ── The first page ── */

static void edit_first_page(struct editing *editing) {
	static const struct {
		const char *name;
		size_t offset;
	} rows[] = {
		{"Assumptions", offsetof(struct sw_drawing, assumptions)},
		{"Contributors", offsetof(struct sw_drawing, contributors)},
		{"ExternalDependencies", offsetof(struct sw_drawing, dependencies)},
		{"HighLevelSystemDescription", offsetof(struct sw_drawing, description)},
		{"Owner", offsetof(struct sw_drawing, owner)},
		{"Reviewer", offsetof(struct sw_drawing, reviewer)},
		{"ThreatModelName", offsetof(struct sw_drawing, name)},
	};
	const struct sw_xml_node *meta = root_child(editing, "MetaInformation");
	struct sw_str made = {0};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sw_str before, now;
		memcpy(&before, (const char *)editing->old + rows[i].offset, sizeof before);
		memcpy(&now, (const char *)editing->now + rows[i].offset, sizeof now);
		if (meta) {
			change_text(editing, meta, SW_TM7_MODEL, meta_order, rows[i].name, before, now);
		} else if (now.n) {
			struct sw_tm7_put put = fragment(editing, NULL);
			sw_xml_leaf(&put.xml, rows[i].name, now);
			made = join(editing, made, finished(editing, &put));
		}
	}
	append(editing, editing->tm7.document->root, root_order, "MetaInformation", made);
	if (editing->old->generation_off != editing->now->generation_off)
		put_text(editing, editing->tm7.document->root, SW_TM7_MODEL, root_order, "ThreatGenerationEnabled",
			 editing->now->generation_off ? SW_S("false") : SW_S("true"));
}

/* Notes are the same when their numbers are. */
static void edit_notes(struct editing *editing) {
	const struct sw_xml_node *list = root_child(editing, "Notes"), *node = sw_xml_child(list, SW_TM7_MODEL, "Note");
	size_t at = 0;
	struct sw_str made = {0};
	for (size_t i = 0; i < editing->old->notes.n && node; i++, node = sw_xml_more(node)) {
		const struct sw_drawn_note *before = &editing->old->notes.v[i], *now = NULL;
		for (size_t k = at; k < editing->now->notes.n && !now; k++)
			if (editing->now->notes.v[k].number == before->number) {
				now = &editing->now->notes.v[k];
				at = k + 1;
			}
		if (!now) {
			sw_xml_edit_remove(&editing->edits, node);
			continue;
		}
		change_text(editing, node, SW_TM7_MODEL, note_order, "AddedBy", before->by, now->by);
		change_text(editing, node, SW_TM7_MODEL, note_order, "Date", before->date, now->date);
		change_text(editing, node, SW_TM7_MODEL, note_order, "Message", before->text, now->text);
	}
	for (; at < editing->now->notes.n; at++) {
		struct sw_tm7_put put = fragment(editing, list ? list : editing->tm7.document->root);
		sw_tm7_put_note(&put, &editing->now->notes.v[at]);
		made = join(editing, made, finished(editing, &put));
	}
	append(editing, editing->tm7.document->root, root_order, "Notes", made);
}

/* ── Elements ── */

static int32_t chosen_now(const struct sw_drawn_property *before, const struct sw_drawn_property *now) {
	if (now->chosen != before->chosen || sw_str_eq(now->value, before->value))
		return now->chosen;
	for (size_t i = 0; i < now->values.n; i++)
		if (sw_str_eq(now->values.v[i], now->value))
			return (int32_t)i;
	return now->chosen;
}

static bool same_choices(const struct sw_drawn_property *a, const struct sw_drawn_property *b) {
	bool same = a->values.n == b->values.n;
	for (size_t i = 0; same && i < a->values.n; i++)
		same = sw_str_eq(a->values.v[i], b->values.v[i]);
	return same;
}

static void insert_property(struct editing *editing, const struct sw_xml_node *list, const struct sw_xml_node *before,
			    const struct sw_drawn_property *property) {
	struct sw_tm7_put put = fragment(editing, list);
	sw_tm7_put_property(&put, property);
	sw_xml_edit_insert(&editing->edits, list, before, finished(editing, &put));
}

static void edit_property(struct editing *editing, const struct sw_xml_node *item, const struct sw_drawn_property *before,
			  const struct sw_drawn_property *now) {
	const struct sw_xml_node *node = sw_tm7_follow(&editing->tm7, item);
	bool list = now->kind == SW_PROPERTY_LIST || now->kind == SW_PROPERTY_FIXED;
	if (before->kind != now->kind || !sw_str_eq(before->key, now->key) || !sw_str_eq(before->label, now->label) || !same_choices(before, now)) {
		insert_property(editing, item->parent, item, now);
		sw_xml_edit_remove(&editing->edits, item);
	} else if (list) {
		int32_t chosen = chosen_now(before, now);
		if (chosen != before->chosen)
			put_text(editing, node, SW_TM7_KNOWLEDGE, property_order, "SelectedIndex", sw_arena_printf(editing->arena, "%d", chosen));
	} else if (now->kind != SW_PROPERTY_HEADER) {
		change_text(editing, node, SW_TM7_KNOWLEDGE, property_order, "Value", before->value, now->value);
	}
}

/* The property with what the element itself says differently than it did. */
static struct sw_drawn_property current(const struct sw_drawn *before, const struct sw_drawn *now, const struct sw_drawn_property *property) {
	struct sw_drawn_property changed = *property;
	if (sw_tm7_is_name(property) && !sw_str_eq(before->name, now->name) && sw_str_eq(property->value, before->name))
		changed.value = now->name;
	else if (sw_str_is(property->key, SW_KEY_OUT_OF_SCOPE) && before->out_of_scope != now->out_of_scope)
		changed.value = now->out_of_scope ? SW_S("true") : SW_S("false");
	else if (sw_str_is(property->key, SW_KEY_OUT_OF_SCOPE_REASON) && !sw_str_eq(before->out_of_scope_reason, now->out_of_scope_reason))
		changed.value = now->out_of_scope_reason;
	return changed;
}

/* Both lists in the file's order; what has no place in the file is new. */
static void edit_properties(struct editing *editing, const struct sw_xml_node *list, const struct sw_drawn *before, const struct sw_drawn *now) {
	size_t i = 0, k = 0;
	for (const struct sw_xml_node *item = sw_xml_child(list, SW_TM7_ARRAYS, "anyType"); item; item = sw_xml_more(item)) {
		const struct sw_xml_node *node = sw_tm7_follow(&editing->tm7, item);
		if (!node || i == before->properties.n || before->properties.v[i].at.start != node->span.start)
			continue; /* not read, so not to be changed */
		const struct sw_drawn_property *was = &before->properties.v[i++];
		for (; k < now->properties.n && (!now->properties.v[k].at.source || now->properties.v[k].at.start < was->at.start); k++)
			insert_property(editing, list, item, &now->properties.v[k]);
		if (k < now->properties.n && now->properties.v[k].at.start == was->at.start) {
			struct sw_drawn_property changed = current(before, now, &now->properties.v[k++]);
			edit_property(editing, item, was, &changed);
		} else {
			sw_xml_edit_remove(&editing->edits, item);
		}
	}
	for (; list && k < now->properties.n; k++)
		insert_property(editing, list, NULL, &now->properties.v[k]);
}

static struct sw_str end_id(const struct sw_drawn_diagram *diagram, int32_t end) {
	return end >= 0 && (size_t)end < diagram->elements.n ? diagram->elements.v[end].id : SW_S("");
}

static void edit_line(struct editing *editing, const struct sw_xml_node *node, const struct sw_drawn *before, const struct sw_drawn *now) {
	const struct sw_drawn_point *a[] = {&before->from_at, &before->handle, &before->to_at}, *b[] = {&now->from_at, &now->handle, &now->to_at};
	static const char *const names[][2] = {{"SourceX", "SourceY"}, {"HandleX", "HandleY"}, {"TargetX", "TargetY"}};
	for (size_t i = 0; i < 3; i++) {
		change_number(editing, node, SW_TM7_ABSTRACTS, element_order, names[i][0], a[i]->x, b[i]->x);
		change_number(editing, node, SW_TM7_ABSTRACTS, element_order, names[i][1], a[i]->y, b[i]->y);
	}
	change_text(editing, node, SW_TM7_ABSTRACTS, element_order, "PortSource", before->from_port, now->from_port);
	change_text(editing, node, SW_TM7_ABSTRACTS, element_order, "PortTarget", before->to_port, now->to_port);
}

static void edit_element(struct editing *editing, const struct sw_drawn_diagram *before_in, const struct sw_drawn *before,
			 const struct sw_drawn_diagram *now_in, const struct sw_drawn *now) {
	const struct sw_xml_node *pair = now->origin, *node = sw_tm7_child(&editing->tm7, pair, SW_TM7_ARRAYS, "Value");
	struct sw_str space = SW_TM7_ABSTRACTS;
	change_guid(editing, pair, SW_TM7_ARRAYS, pair_order, "Key", before->id, now->id);
	change_guid(editing, node, space, element_order, "Guid", before->id, now->id);
	change_text(editing, node, space, element_order, "GenericTypeId", before->generic, now->generic);
	change_text(editing, node, space, element_order, "TypeId", before->type, now->type);
	edit_properties(editing, sw_tm7_child(&editing->tm7, node, space, "Properties"), before, now);
	if (sw_drawn_is_line(now)) {
		edit_line(editing, node, before, now);
		if (now->kind != SW_DRAWN_FLOW)
			return;
		change_guid(editing, node, space, element_order, "SourceGuid", end_id(before_in, before->from), end_id(now_in, now->from));
		change_guid(editing, node, space, element_order, "TargetGuid", end_id(before_in, before->to), end_id(now_in, now->to));
		return;
	}
	change_number(editing, node, space, element_order, "Height", before->height, now->height);
	change_number(editing, node, space, element_order, "Left", before->left, now->left);
	change_number(editing, node, space, element_order, "StrokeThickness", before->stroke, now->stroke);
	change_number(editing, node, space, element_order, "Top", before->top, now->top);
	change_number(editing, node, space, element_order, "Width", before->width, now->width);
}

static struct sw_str pointer_key(const void *const *pointer) {
	return sw_str((const char *)pointer, sizeof *pointer);
}

/* Where it stood in the file, it was dealt with. A reference can bring the same place in twice. */
static char done;

static void edit_diagram(struct editing *editing, const struct sw_drawn_diagram *before, const struct sw_drawn_diagram *now) {
	const struct sw_xml_node *node = now->origin;
	struct sw_map there = {0};
	struct sw_str made[2] = {{0}};
	if (!sw_str_eq(before->title, now->title)) {
		struct sw_drawn old_sheet = {0}, new_sheet = {0};
		const struct sw_xml_node *list = sw_tm7_child(&editing->tm7, node, SW_TM7_ABSTRACTS, "Properties");
		sw_tm7_read_properties(&editing->tm7, list, &old_sheet);
		new_sheet = old_sheet;
		new_sheet.name = now->title;
		edit_properties(editing, list, &old_sheet, &new_sheet);
		put_text(editing, node, SW_TM7_MODEL, surface_order, "Header", now->title);
	}
	change_number(editing, node, SW_TM7_MODEL, surface_order, "Zoom", before->zoom, now->zoom);
	for (size_t i = 0; i < now->elements.n; i++)
		if (now->elements.v[i].origin)
			sw_map_put(editing->arena, &there, pointer_key(&now->elements.v[i].origin), &now->elements.v[i]);
	for (size_t i = 0; i < before->elements.n; i++) {
		const struct sw_drawn *was = &before->elements.v[i];
		void *found = sw_map_get(&there, pointer_key(&was->origin));
		const struct sw_drawn *is = found;
		if (found == &done)
			continue;
		if (is && is->kind == was->kind) {
			edit_element(editing, before, was, now, is);
			sw_map_put(editing->arena, &there, pointer_key(&was->origin), &done);
		} else {
			sw_xml_edit_remove(&editing->edits, was->origin);
			editing->renumber = true;
		}
	}
	for (size_t i = 0; i < now->elements.n; i++) {
		const struct sw_drawn *drawn = &now->elements.v[i];
		if (drawn->origin && sw_map_get(&there, pointer_key(&drawn->origin)) == &done)
			continue;
		bool line = sw_drawn_is_line(drawn);
		const struct sw_xml_node *list = sw_xml_child(node, SW_TM7_MODEL, line ? "Lines" : "Borders");
		struct sw_tm7_put put = fragment(editing, list ? list : node);
		sw_tm7_put_element(&put, now, drawn);
		made[line] = join(editing, made[line], finished(editing, &put));
	}
	append(editing, node, surface_order, "Borders", made[0]);
	append(editing, node, surface_order, "Lines", made[1]);
}

static void edit_diagrams(struct editing *editing) {
	const struct sw_xml_node *root = editing->tm7.document->root, *list = root_child(editing, "DrawingSurfaceList");
	struct sw_map there = {0};
	struct sw_str made = {0};
	for (size_t i = 0; i < editing->now->diagrams.n; i++)
		if (editing->now->diagrams.v[i].origin)
			sw_map_put(editing->arena, &there, pointer_key(&editing->now->diagrams.v[i].origin), &editing->now->diagrams.v[i]);
	for (size_t i = 0; i < editing->old->diagrams.n; i++) {
		const struct sw_drawn_diagram *was = &editing->old->diagrams.v[i];
		void *is = sw_map_get(&there, pointer_key(&was->origin));
		if (is == &done)
			continue;
		if (is) {
			edit_diagram(editing, was, is);
			sw_map_put(editing->arena, &there, pointer_key(&was->origin), &done);
		} else {
			sw_xml_edit_remove(&editing->edits, was->origin);
			editing->renumber = true;
		}
	}
	for (size_t i = 0; i < editing->now->diagrams.n; i++) {
		const struct sw_drawn_diagram *diagram = &editing->now->diagrams.v[i];
		if (diagram->origin && sw_map_get(&there, pointer_key(&diagram->origin)) == &done)
			continue;
		struct sw_tm7_put put = fragment(editing, list ? list : root);
		sw_tm7_put_diagram(&put, diagram);
		made = join(editing, made, finished(editing, &put));
	}
	append(editing, root, root_order, "DrawingSurfaceList", made);
}

/* ── Threats ── */

/* A pair whose text is that of a field of the threat and that the file does not have stays out while the field is as it
 * was: it was read from elsewhere. */
static bool is_news(const struct sw_drawn_threat *before, const struct sw_drawn_threat *now, struct sw_str key) {
	const struct sw_tm7_standard *standard = sw_tm7_standard_of(key);
	return !standard || !sw_str_eq(sw_tm7_standard_get(before, standard), sw_tm7_standard_get(now, standard));
}

static void edit_data(struct editing *editing, const struct sw_xml_node *list, const struct sw_drawn_threat *before,
		      const struct sw_drawn_threat *now) {
	struct sw_datum_value *data;
	size_t n = sw_tm7_threat_data(editing->arena, now, &data);
	struct sw_map wanted = {0};
	const struct sw_xml_node *pair = sw_xml_child(list, SW_TM7_ARRAYS, "KeyValueOfstringstring");
	const char *prefix = prefix_for(editing, list, SW_TM7_ARRAYS);
	for (size_t i = 0; i < n; i++)
		sw_map_put(editing->arena, &wanted, data[i].key, &data[i]);
	for (size_t i = 0; i < n; i++) {
		struct sw_str key = sw_tm7_word(sw_xml_child(pair, SW_TM7_ARRAYS, "Key"));
		while (pair && !sw_map_get(&wanted, key)) {
			sw_xml_edit_remove(&editing->edits, pair);
			pair = sw_xml_more(pair);
			key = sw_tm7_word(sw_xml_child(pair, SW_TM7_ARRAYS, "Key"));
		}
		if (pair && sw_str_eq(key, data[i].key)) {
			struct sw_str was = sw_tm7_text(&editing->tm7, sw_xml_child(pair, SW_TM7_ARRAYS, "Value"));
			change_text(editing, pair, SW_TM7_ARRAYS, pair_order, "Value", was, data[i].value);
			pair = sw_xml_more(pair);
		} else if (is_news(before, now, data[i].key)) {
			struct sw_tm7_put put = fragment(editing, list);
			const char *a = prefix ? prefix : "";
			struct sw_arena *arena = editing->arena;
			sw_xml_open(&put.xml, sw_arena_printf(arena, "%sKeyValueOfstringstring", a).p);
			if (!prefix)
				sw_xml_attribute(&put.xml, "xmlns", SW_TM7_ARRAYS);
			sw_xml_leaf(&put.xml, sw_arena_printf(arena, "%sKey", a).p, data[i].key);
			sw_xml_leaf(&put.xml, sw_arena_printf(arena, "%sValue", a).p, data[i].value);
			sw_xml_close(&put.xml);
			sw_xml_edit_insert(&editing->edits, list, pair, finished(editing, &put));
		}
	}
	for (; pair; pair = sw_xml_more(pair))
		sw_xml_edit_remove(&editing->edits, pair);
}

static bool same_data(const struct sw_drawn_threat *before, const struct sw_drawn_threat *now) {
	bool same = before->data_count == now->data_count;
	for (size_t i = 0; same && i < now->data_count; i++)
		same = sw_str_eq(before->data[i].key, now->data[i].key) && sw_str_eq(before->data[i].value, now->data[i].value);
	for (size_t i = 0; same && i < sw_tm7_standard_count; i++)
		same = sw_str_eq(sw_tm7_standard_get(before, &sw_tm7_standards[i]), sw_tm7_standard_get(now, &sw_tm7_standards[i]));
	return same;
}

static struct sw_str truth(bool value) {
	return value ? SW_S("true") : SW_S("false");
}

static void edit_threat(struct editing *editing, const struct sw_drawn_threat *before, const struct sw_drawn_threat *now) {
	const struct sw_xml_node *pair = now->origin, *node = sw_tm7_child(&editing->tm7, pair, SW_TM7_ARRAYS, "Value");
	struct sw_arena *arena = editing->arena;
	struct sw_str space = SW_TM7_KNOWLEDGE;
	const char *const *order = threat_order;
	bool moved = !sw_str_eq(before->source, now->source) || !sw_str_eq(before->on, now->on) || !sw_str_eq(before->target, now->target);
	if (!sw_str_eq(before->changed_by, now->changed_by))
		put_text(editing, node, space, order, "ChangedBy", now->changed_by.n ? now->changed_by : sw_str(NULL, 0));
	change_guid(editing, node, space, order, "DrawingSurfaceGuid", before->diagram, now->diagram);
	change_guid(editing, node, space, order, "FlowGuid", before->on, now->on);
	if (before->number != now->number)
		put_text(editing, node, space, order, "Id", sw_arena_printf(arena, "%u", now->number));
	if (moved)
		put_text(editing, node, space, order, "InteractionKey",
			 sw_arena_printf(arena, "%.*s:%.*s:%.*s", SW_ARG(sw_tm7_guid(arena, now->source)), SW_ARG(sw_tm7_guid(arena, now->on)),
					 SW_ARG(sw_tm7_guid(arena, now->target))));
	if (moved || !sw_str_eq(before->type, now->type))
		put_text(editing, pair, SW_TM7_ARRAYS, pair_order, "Key", sw_tm7_threat_key(arena, now));
	if (!sw_str_eq(before->modified, now->modified))
		put_text(editing, node, space, order, "ModifiedAt", now->modified.n ? now->modified : SW_DRAWN_UNTOUCHED);
	change_text(editing, node, space, order, "Priority", before->priority, now->priority);
	change_guid(editing, node, space, order, "SourceGuid", before->source, now->source);
	change_guid(editing, node, space, order, "TargetGuid", before->target, now->target);
	change_text(editing, node, space, order, "TypeId", before->type, now->type);
	if (before->state != now->state)
		put_text(editing, node, space, order, "State", sw_str_of(sw_drawn_state_code(now->state)));
	if (before->migrated != now->migrated)
		put_text(editing, node, space, order, "Upgraded", truth(now->migrated));
	if (before->wide != now->wide)
		put_text(editing, node, space, order, "Wide", truth(now->wide));
	const struct sw_xml_node *list = sw_tm7_child(&editing->tm7, node, space, "Properties");
	if (list && !same_data(before, now))
		edit_data(editing, list, before, now);
}

static void edit_threats(struct editing *editing) {
	const struct sw_xml_node *root = editing->tm7.document->root, *list = root_child(editing, "ThreatInstances");
	struct sw_map there = {0};
	struct sw_tm7_put put = fragment(editing, list ? list : root);
	for (size_t i = 0; i < editing->now->threats.n; i++)
		if (editing->now->threats.v[i].origin)
			sw_map_put(editing->arena, &there, pointer_key(&editing->now->threats.v[i].origin), &editing->now->threats.v[i]);
	for (size_t i = 0; i < editing->old->threats.n; i++) {
		const struct sw_drawn_threat *was = &editing->old->threats.v[i];
		void *is = sw_map_get(&there, pointer_key(&was->origin));
		if (is == &done)
			continue;
		if (is) {
			edit_threat(editing, was, is);
			sw_map_put(editing->arena, &there, pointer_key(&was->origin), &done);
		} else {
			sw_xml_edit_remove(&editing->edits, was->origin);
		}
	}
	put = fragment(editing, list ? list : root);
	for (size_t i = 0; i < editing->now->threats.n; i++) {
		const struct sw_drawn_threat *threat = &editing->now->threats.v[i];
		if (threat->origin && sw_map_get(&there, pointer_key(&threat->origin)) == &done)
			continue;
		if (sw_tm7_holds(&put, threat))
			sw_tm7_put_threat(&put, threat);
		else
			sw_lost(editing->losses, "threat", threat->title, SW_S("all of it"), "threats of the tool stand on flows");
	}
	append(editing, root, root_order, "ThreatInstances", finished(editing, &put));
}

/* ── The rest ── */

static void edit_complaints(struct editing *editing) {
	const struct sw_xml_node *list = root_child(editing, "Validations"), *node = sw_xml_child(list, SW_TM7_KNOWLEDGE, "Validation");
	size_t k = 0;
	for (size_t i = 0; i < editing->old->complaints.n && node; i++, node = sw_xml_more(node)) {
		const struct sw_drawn_complaint *was = &editing->old->complaints.v[i];
		bool kept = k < editing->now->complaints.n && sw_str_eq(editing->now->complaints.v[k].message, was->message) &&
			    sw_str_eq(editing->now->complaints.v[k].issue, was->issue);
		if (kept) {
			k++;
			continue;
		}
		sw_xml_edit_remove(&editing->edits, node);
		editing->renumber = true;
	}
}

static struct sw_str embedded(struct editing *editing, const struct sw_template *template) {
	struct sw_tm7_put put = fragment(editing, editing->tm7.document->root);
	sw_tm7_put_template(&put, template);
	return sw_arena_str(editing->arena, sw_out_text(editing->scratch));
}

static void edit_template(struct editing *editing) {
	const struct sw_xml_node *root = editing->tm7.document->root, *base = root_child(editing, "KnowledgeBase");
	if (!editing->now->template)
		return;
	struct sw_str now = embedded(editing, editing->now->template);
	if (editing->old->template && sw_str_eq(embedded(editing, editing->old->template), now))
		return;
	sw_xml_edit_insert(&editing->edits, root, base ? base : behind(root, SW_TM7_MODEL, root_order, "KnowledgeBase"), now);
	if (base)
		sw_xml_edit_remove(&editing->edits, base);
	editing->renumber = true;
}

static void edit_all(struct editing *editing, struct sw_out *out) {
	struct sw_drawing *old = SW_NEW(editing->arena, struct sw_drawing);
	sw_tm7_read_drawing(&editing->tm7, old);
	/* What was read within its budget is looked up once more for each thing that changes, and must be found then. */
	editing->tm7.reference_bytes = SIZE_MAX;
	editing->old = old;
	editing->now = sw_tm7_completed(editing->arena, editing->now);
	edit_diagrams(editing);
	edit_first_page(editing);
	edit_notes(editing);
	edit_threats(editing);
	edit_complaints(editing);
	edit_template(editing);
	if (!editing->renumber) {
		sw_xml_edits_write(&editing->edits, out);
		return;
	}
	editing->scratch->n = 0;
	sw_xml_edits_write(&editing->edits, editing->scratch);
	sw_tm7_renumber(editing->arena, sw_arena_str(editing->arena, sw_out_text(editing->scratch)), out);
}

int sw_tm7_edit(const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses, struct sw_out *out) {
	struct sw_diags diags = {.arena = arena};
	SW_CLEANUP_OUT struct sw_out scratch;
	struct editing editing = {.arena = arena, .losses = losses, .tm7 = *(const struct sw_tm7 *)drawing->origin, .now = drawing,
				  .scratch = &scratch};
	struct sw_arena_catch catch;
	sw_out_init(&scratch, -1);
	editing.tm7.arena = arena;
	editing.tm7.diags = &diags;
	editing.tm7.reference_bytes = 4 * editing.tm7.document->text.n;
	editing.edits = (struct sw_xml_edits){.arena = arena, .document = editing.tm7.document};
	if (SW_ARENA_TRY(arena, &catch)) {
		edit_all(&editing, out);
		sw_arena_leave(arena, &catch);
		return 0;
	}
	sw_out_free(&scratch);
	sw_arena_throw(arena);
}
