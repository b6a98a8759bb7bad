#include "readers/models/tm7/tm7.h"
#include "readers/models/tm7/tree.h"

static const struct {
	const char *type;
	enum sw_drawn_kind kind;
} shapes[] = {
	{"StencilEllipse", SW_DRAWN_PROCESS}, {"StencilRectangle", SW_DRAWN_EXTERNAL}, {"StencilParallelLines", SW_DRAWN_STORE},
	{"BorderBoundary", SW_DRAWN_BOX},     {"Connector", SW_DRAWN_FLOW},            {"LineBoundary", SW_DRAWN_LINE},
};

static struct sw_str word_of(struct sw_tm7 *tm7, const struct sw_xml_node *node, struct sw_str space, const char *name) {
	return sw_tm7_word(sw_tm7_child(tm7, node, space, name));
}

static struct sw_str text_of(struct sw_tm7 *tm7, const struct sw_xml_node *node, struct sw_str space, const char *name) {
	return sw_tm7_text(tm7, sw_tm7_child(tm7, node, space, name));
}

static double number_of(struct sw_tm7 *tm7, const struct sw_xml_node *node, const char *name) {
	return sw_tm7_number(tm7, sw_tm7_child(tm7, node, SW_TM7_ABSTRACTS, name));
}

static void read_list(struct sw_tm7 *tm7, const struct sw_xml_node *node, struct sw_drawn_property *property) {
	const struct sw_xml_node *values = sw_tm7_child(tm7, node, SW_TM7_KNOWLEDGE, "Value");
	for (const struct sw_xml_node *item = sw_xml_child(values, SW_TM7_ARRAYS, "string"); item; item = sw_xml_more(item))
		*sw_push(tm7->arena, &property->values) = sw_tm7_label(tm7, item);
	int64_t chosen = sw_tm7_integer(tm7, sw_tm7_child(tm7, node, SW_TM7_KNOWLEDGE, "SelectedIndex"));
	bool there = chosen >= 0 && (uint64_t)chosen < property->values.n;
	property->chosen = there ? (int32_t)chosen : -1;
	property->value = there ? property->values.v[chosen] : SW_S("");
	if (!there && chosen != -1)
		sw_diag_add(tm7->diags, SW_DIAG_WARNING, "tm7-value", node->span,
			    "\"%.*s\" chooses value %lld of %zu: none is taken", SW_ARG(property->label), (long long)chosen, property->values.n);
}

static bool read_property(struct sw_tm7 *tm7, const struct sw_xml_node *node, struct sw_drawn_property *property) {
	static const struct {
		const char *type;
		enum sw_property_kind kind;
	} kinds[] = {
		{"HeaderDisplayAttribute", SW_PROPERTY_HEADER},     {"StringDisplayAttribute", SW_PROPERTY_TEXT},
		{"BooleanDisplayAttribute", SW_PROPERTY_TRUTH},     {"ListDisplayAttribute", SW_PROPERTY_LIST},
		{"StaticListDisplayAttribute", SW_PROPERTY_FIXED},  {"CustomStringDisplayAttribute", SW_PROPERTY_CUSTOM},
	};
	struct sw_str type = sw_tm7_type(node);
	size_t i = 0;
	while (i < sizeof kinds / sizeof *kinds && !sw_str_is(type, kinds[i].type))
		i++;
	if (i == sizeof kinds / sizeof *kinds) {
		sw_diag_add(tm7->diags, SW_DIAG_NOTE, "tm7-unknown", node->span, "a property of the unknown kind \"%.*s\" is kept and not read",
			    SW_ARG(type));
		return false;
	}
	*property = (struct sw_drawn_property){.kind = kinds[i].kind, .chosen = -1, .at = node->span};
	property->key = word_of(tm7, node, SW_TM7_KNOWLEDGE, "Name");
	property->label = sw_tm7_label(tm7, sw_tm7_child(tm7, node, SW_TM7_KNOWLEDGE, "DisplayName"));
	if (property->kind == SW_PROPERTY_LIST || property->kind == SW_PROPERTY_FIXED)
		read_list(tm7, node, property);
	else if (property->kind == SW_PROPERTY_TRUTH)
		property->value = sw_tm7_truth(sw_tm7_child(tm7, node, SW_TM7_KNOWLEDGE, "Value")) ? SW_S("true") : SW_S("false");
	else
		property->value = sw_tm7_label(tm7, sw_tm7_child(tm7, node, SW_TM7_KNOWLEDGE, "Value"));
	return true;
}

bool sw_tm7_is_name(const struct sw_drawn_property *property) {
	bool keyed = property->key.n && !sw_str_is(property->key, "Name");
	return property->kind == SW_PROPERTY_TEXT && !keyed && sw_str_is(property->label, "Name");
}

void sw_tm7_read_properties(struct sw_tm7 *tm7, const struct sw_xml_node *list, struct sw_drawn *drawn) {
	for (const struct sw_xml_node *item = sw_xml_child(list, SW_TM7_ARRAYS, "anyType"); item; item = sw_xml_more(item)) {
		const struct sw_xml_node *node = sw_tm7_follow(tm7, item);
		struct sw_drawn_property property;
		if (!node || !read_property(tm7, node, &property))
			continue;
		*sw_push(tm7->arena, &drawn->properties) = property;
		if (sw_tm7_is_name(&property) && !drawn->name.p)
			drawn->name = property.value;
		else if (sw_str_is(property.key, SW_KEY_OUT_OF_SCOPE))
			drawn->out_of_scope = sw_str_is(property.value, "true");
		else if (sw_str_is(property.key, SW_KEY_OUT_OF_SCOPE_REASON))
			drawn->out_of_scope_reason = property.value;
	}
}

static void read_places(struct sw_tm7 *tm7, const struct sw_xml_node *node, struct sw_drawn *drawn) {
	if (sw_drawn_is_line(drawn)) {
		drawn->from_at = (struct sw_drawn_point){number_of(tm7, node, "SourceX"), number_of(tm7, node, "SourceY")};
		drawn->handle = (struct sw_drawn_point){number_of(tm7, node, "HandleX"), number_of(tm7, node, "HandleY")};
		drawn->to_at = (struct sw_drawn_point){number_of(tm7, node, "TargetX"), number_of(tm7, node, "TargetY")};
		drawn->from_port = word_of(tm7, node, SW_TM7_ABSTRACTS, "PortSource");
		drawn->to_port = word_of(tm7, node, SW_TM7_ABSTRACTS, "PortTarget");
		return;
	}
	drawn->placed = true;
	drawn->left = number_of(tm7, node, "Left");
	drawn->top = number_of(tm7, node, "Top");
	drawn->width = number_of(tm7, node, "Width");
	drawn->height = number_of(tm7, node, "Height");
	drawn->stroke = number_of(tm7, node, "StrokeThickness");
	drawn->dashes = text_of(tm7, node, SW_TM7_ABSTRACTS, "StrokeDashArray");
}

static enum sw_drawn_kind kind_of(const struct sw_tm7 *tm7, const struct sw_xml_node *node, struct sw_str generic) {
	struct sw_str type = sw_tm7_type(node);
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		if (sw_str_is(type, shapes[i].type))
			return shapes[i].kind;
	if (!sw_str_is(generic, "GE.A"))
		sw_diag_add(tm7->diags, SW_DIAG_NOTE, "tm7-unknown", node->span, "an element of the unknown shape \"%.*s\" is taken as a note",
			    SW_ARG(type));
	return SW_DRAWN_NOTE;
}

static void read_element(struct sw_tm7 *tm7, const struct sw_xml_node *pair, struct sw_drawn_diagram *diagram) {
	const struct sw_xml_node *node = sw_tm7_child(tm7, pair, SW_TM7_ARRAYS, "Value");
	struct sw_str id = word_of(tm7, node, SW_TM7_ABSTRACTS, "Guid");
	if (!id.n)
		id = word_of(tm7, pair, SW_TM7_ARRAYS, "Key");
	if (!node || !id.n) {
		sw_diag_add(tm7->diags, SW_DIAG_WARNING, "tm7-missing", pair->span, "an element without %s is not read", node ? "a Guid" : "a value");
		return;
	}
	struct sw_drawn drawn = {.id = id, .from = -1, .to = -1, .inside = -1, .encrypted = -1, .trust = -1, .origin = pair, .at = node->span};
	drawn.generic = word_of(tm7, node, SW_TM7_ABSTRACTS, "GenericTypeId");
	drawn.type = word_of(tm7, node, SW_TM7_ABSTRACTS, "TypeId");
	drawn.kind = kind_of(tm7, node, drawn.generic);
	sw_tm7_read_properties(tm7, sw_tm7_child(tm7, node, SW_TM7_ABSTRACTS, "Properties"), &drawn);
	read_places(tm7, node, &drawn);
	*sw_push(tm7->arena, &diagram->elements) = drawn;
}

/* The place of an element of the diagram, by its id; -1: there is none. */
static int32_t place_of(const struct sw_map *places, struct sw_str id) {
	const int32_t *place = id.n ? sw_map_get(places, id) : NULL;
	return place ? *place : -1;
}

static void attach(struct sw_tm7 *tm7, struct sw_drawn_diagram *diagram) {
	struct sw_map places = {0};
	int32_t *numbers = SW_NEW_ARRAY(tm7->arena, int32_t, diagram->elements.n + 1);
	for (size_t i = 0; i < diagram->elements.n; i++) {
		struct sw_drawn *drawn = &diagram->elements.v[i];
		numbers[i] = (int32_t)i;
		if (sw_map_get(&places, drawn->id))
			sw_diag_add(tm7->diags, SW_DIAG_WARNING, "tm7-twice", drawn->at, "another element has the Guid %.*s too", SW_ARG(drawn->id));
		else
			sw_map_put(tm7->arena, &places, drawn->id, &numbers[i]);
	}
	for (size_t i = 0; i < diagram->elements.n; i++) {
		struct sw_drawn *drawn = &diagram->elements.v[i];
		const struct sw_xml_node *node = sw_tm7_child(tm7, drawn->origin, SW_TM7_ARRAYS, "Value");
		if (drawn->kind != SW_DRAWN_FLOW)
			continue;
		drawn->from = place_of(&places, word_of(tm7, node, SW_TM7_ABSTRACTS, "SourceGuid"));
		drawn->to = place_of(&places, word_of(tm7, node, SW_TM7_ABSTRACTS, "TargetGuid"));
	}
}

static void read_diagram(struct sw_tm7 *tm7, const struct sw_xml_node *node, struct sw_drawing *into) {
	struct sw_drawn_diagram *diagram = sw_push(tm7->arena, &into->diagrams);
	struct sw_drawn sheet = {0};
	*diagram = (struct sw_drawn_diagram){.origin = node};
	diagram->id = word_of(tm7, node, SW_TM7_ABSTRACTS, "Guid");
	diagram->title = text_of(tm7, node, SW_TM7_MODEL, "Header");
	if (!diagram->title.n) {
		sw_tm7_read_properties(tm7, sw_tm7_child(tm7, node, SW_TM7_ABSTRACTS, "Properties"), &sheet);
		diagram->title = sheet.name;
	}
	diagram->zoom = sw_tm7_number(tm7, sw_tm7_child(tm7, node, SW_TM7_MODEL, "Zoom"));
	for (int lines = 0; lines < 2; lines++) {
		const struct sw_xml_node *list = sw_tm7_child(tm7, node, SW_TM7_MODEL, lines ? "Lines" : "Borders");
		const struct sw_xml_node *pair = sw_xml_child(list, SW_TM7_ARRAYS, "KeyValueOfguidanyType");
		for (; pair; pair = sw_xml_more(pair))
			read_element(tm7, pair, diagram);
	}
	attach(tm7, diagram);
}

static void read_first_page(struct sw_tm7 *tm7, struct sw_drawing *into) {
	const struct sw_xml_node *root = tm7->document->root, *meta = sw_tm7_child(tm7, root, SW_TM7_MODEL, "MetaInformation");
	into->name = text_of(tm7, meta, SW_TM7_MODEL, "ThreatModelName");
	into->owner = text_of(tm7, meta, SW_TM7_MODEL, "Owner");
	into->reviewer = text_of(tm7, meta, SW_TM7_MODEL, "Reviewer");
	into->contributors = text_of(tm7, meta, SW_TM7_MODEL, "Contributors");
	into->description = text_of(tm7, meta, SW_TM7_MODEL, "HighLevelSystemDescription");
	into->assumptions = text_of(tm7, meta, SW_TM7_MODEL, "Assumptions");
	into->dependencies = text_of(tm7, meta, SW_TM7_MODEL, "ExternalDependencies");
	into->version = word_of(tm7, root, SW_TM7_MODEL, "Version");
	into->generation_off = sw_str_is(word_of(tm7, root, SW_TM7_MODEL, "ThreatGenerationEnabled"), "false");
	const struct sw_xml_node *notes = sw_tm7_child(tm7, root, SW_TM7_MODEL, "Notes");
	for (const struct sw_xml_node *note = sw_xml_child(notes, SW_TM7_MODEL, "Note"); note; note = sw_xml_more(note))
		*sw_push(tm7->arena, &into->notes) = (struct sw_drawn_note){
			.number = (uint32_t)sw_tm7_integer(tm7, sw_tm7_child(tm7, note, SW_TM7_MODEL, "Id")),
			.by = text_of(tm7, note, SW_TM7_MODEL, "AddedBy"),
			.date = word_of(tm7, note, SW_TM7_MODEL, "Date"),
			.text = text_of(tm7, note, SW_TM7_MODEL, "Message")};
}

static void read_complaints(struct sw_tm7 *tm7, struct sw_drawing *into) {
	const struct sw_xml_node *list = sw_tm7_child(tm7, tm7->document->root, SW_TM7_MODEL, "Validations");
	for (const struct sw_xml_node *node = sw_xml_child(list, SW_TM7_KNOWLEDGE, "Validation"); node; node = sw_xml_more(node)) {
		struct sw_drawn_complaint *complaint = sw_push(tm7->arena, &into->complaints);
		complaint->id = word_of(tm7, node, SW_TM7_KNOWLEDGE, "Guid");
		complaint->issue = word_of(tm7, node, SW_TM7_KNOWLEDGE, "IssueGuid");
		complaint->message = text_of(tm7, node, SW_TM7_KNOWLEDGE, "Message");
		complaint->source = text_of(tm7, node, SW_TM7_KNOWLEDGE, "Source");
		complaint->source_id = word_of(tm7, node, SW_TM7_KNOWLEDGE, "SourceGuid");
		complaint->enabled = sw_tm7_truth(sw_tm7_child(tm7, node, SW_TM7_KNOWLEDGE, "Enabled"));
		const struct sw_xml_node *guids = sw_tm7_child(tm7, node, SW_TM7_KNOWLEDGE, "ElementGuids");
		for (const struct sw_xml_node *guid = sw_xml_child(guids, SW_TM7_ARRAYS, "guid"); guid; guid = sw_xml_more(guid))
			*sw_push(tm7->arena, &complaint->elements) = sw_tm7_word(guid);
	}
}

void sw_tm7_read_drawing(struct sw_tm7 *tm7, struct sw_drawing *into) {
	const struct sw_xml_node *root = tm7->document->root, *list = sw_tm7_child(tm7, root, SW_TM7_MODEL, "DrawingSurfaceList");
	const struct sw_xml_node *base = sw_tm7_child(tm7, root, SW_TM7_MODEL, "KnowledgeBase");
	read_first_page(tm7, into);
	for (const struct sw_xml_node *item = sw_xml_child(list, SW_TM7_MODEL, "DrawingSurfaceModel"); item; item = sw_xml_more(item)) {
		const struct sw_xml_node *node = sw_tm7_follow(tm7, item);
		if (node)
			read_diagram(tm7, node, into);
	}
	sw_tm7_read_threats(tm7, into);
	read_complaints(tm7, into);
	if (base)
		into->template = sw_tm7_read_template(tm7, base);
	else
		sw_diag_add(tm7->diags, SW_DIAG_WARNING, "tm7-missing", root->span, "the model embeds no template (KnowledgeBase)");
	if (!list)
		sw_diag_add(tm7->diags, SW_DIAG_WARNING, "tm7-missing", root->span, "the model has no diagrams (DrawingSurfaceList)");
}

static struct sw_tm7 *open_document(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags) {
	const struct sw_xml_document *document = sw_xml_read(arena, source, text, diags);
	if (!document)
		return NULL;
	struct sw_tm7 *tm7 = SW_NEW(arena, struct sw_tm7);
	*tm7 = (struct sw_tm7){.arena = arena, .diags = diags, .document = document};
	return tm7;
}

static int not_one(const struct sw_tm7 *tm7, const char *what) {
	struct sw_span at = tm7->document->root->span;
	at.end = at.start + 1;
	sw_diag_add(tm7->diags, SW_DIAG_ERROR, "tm7-root", at, "this XML is no %s: its first element is %.*s", what,
		    SW_ARG(tm7->document->root->name));
	return -1;
}

int sw_tm7_read(struct sw_drawing *into, struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags) {
	struct sw_tm7 *tm7 = open_document(arena, source, text, diags);
	if (!tm7)
		return -1;
	if (!sw_xml_is(tm7->document->root, SW_TM7_MODEL, "ThreatModel"))
		return not_one(tm7, "model of the Microsoft Threat Modeling Tool");
	sw_tm7_prepare(tm7);
	if (tm7->wrapped)
		sw_diag_add(diags, SW_DIAG_NOTE, "tm7-wrapped", (struct sw_span){source, 0, 1},
			    "the file was indented by another program: line breaks in its texts are read as blanks");
	into->format = "tm7";
	into->origin = tm7;
	sw_tm7_read_drawing(tm7, into);
	return 0;
}

int sw_tb7_read(struct sw_drawing *into, struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags) {
	struct sw_tm7 *tm7 = open_document(arena, source, text, diags);
	if (!tm7)
		return -1;
	if (!sw_xml_is(tm7->document->root, SW_S(""), "KnowledgeBase"))
		return not_one(tm7, "template of the Microsoft Threat Modeling Tool");
	tm7->template_file = true;
	sw_tm7_prepare(tm7);
	into->format = "tb7";
	into->origin = tm7;
	into->template = sw_tm7_read_template(tm7, tm7->document->root);
	return 0;
}

/* The name of the first element, after what may stand before it. */
static bool starts_with(struct sw_str text, const char *root, struct sw_str mark) {
	struct sw_str head = sw_str_sub(text, 0, 4096);
	size_t at = 0;
	if (sw_str_starts(head, SW_S("\xef\xbb\xbf")))
		at = 3;
	for (;;) {
		while (at < head.n && sw_is_space(head.p[at]))
			at++;
		struct sw_str rest = sw_str_from(head, at);
		bool comment = sw_str_starts(rest, SW_S("<!--"));
		if (!comment && !sw_str_starts(rest, SW_S("<?")))
			break;
		size_t end = sw_str_find(rest, comment ? SW_S("-->") : SW_S("?>"));
		if (end == SW_NPOS)
			return false;
		at += end + 2;
		if (comment)
			at++;
	}
	struct sw_str rest = sw_str_from(head, at);
	size_t end = 1;
	while (end < rest.n && (sw_is_alnum(rest.p[end]) || rest.p[end] == ':'))
		end++;
	struct sw_str name = sw_str_sub(rest, 1, end - 1);
	size_t colon = sw_str_find_byte(name, ':');
	return sw_str_starts(rest, SW_S("<")) && sw_str_is(sw_str_from(name, colon == SW_NPOS ? 0 : colon + 1), root) &&
	       sw_str_contains(rest, mark);
}

static bool named(struct sw_str path, struct sw_str end) {
	return path.n >= end.n && sw_str_eq_nocase(sw_str_from(path, path.n - end.n), end);
}

bool sw_tm7_looks_like(struct sw_str path, struct sw_str text) {
	return named(path, SW_S(".tm7")) || starts_with(text, "ThreatModel", SW_TM7_MODEL);
}

bool sw_tb7_looks_like(struct sw_str path, struct sw_str text) {
	return named(path, SW_S(".tb7")) || starts_with(text, "KnowledgeBase", SW_S("Manifest"));
}
