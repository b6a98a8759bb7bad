/* A drawing of another origin, or made by us, brought to what a .tm7 cannot do without: a template, types that it has,
 * the properties that an element gets when it is drawn, and places on the paper. */
#include "readers/models/place.h"
#include "readers/models/tm7/put.h"

/* Knows the generic types, which is enough for a drawing without a template. */
static struct sw_template *plain_template(struct sw_arena *arena) {
	static const struct sw_str priorities[] = {SW_SI("High"), SW_SI("Medium"), SW_SI("Low")};
	struct sw_template *template = SW_NEW(arena, struct sw_template);
	template->id = sw_tm7_guid(arena, SW_S("plain template"));
	template->name = SW_S("Generic elements");
	template->version = SW_S("1.0.0.0");
	template->author = SW_S("strideward");
	template->uses_priority = template->uses_status = true;
	sw_template_add_generic(arena, template);
	sw_template_add_columns(arena, template, priorities, sizeof priorities / sizeof *priorities);
	return template;
}

/* A generic type of that shape: the tool's own, else the first that the template has. */
static const struct sw_stencil *generic_of(const struct sw_template *template, enum sw_drawn_kind kind) {
	const struct sw_generic_stencil *generic = &sw_generic_stencils[kind];
	const struct sw_stencil *found = sw_stencil_of(template, generic->id);
	for (size_t i = 0; !found && i < template->stencils.n; i++)
		if (template->stencils.v[i].generic && template->stencils.v[i].shape == generic->shape)
			found = &template->stencils.v[i];
	return found;
}

static bool has_key(const struct sw_drawn *drawn, struct sw_str key) {
	return sw_drawn_property_of(drawn, key) != NULL;
}

static void add_header(struct sw_arena *arena, struct sw_drawn *drawn, struct sw_str label) {
	*sw_push(arena, &drawn->properties) = (struct sw_drawn_property){.kind = SW_PROPERTY_HEADER, .label = label, .chosen = -1};
}

static void add_attributes(struct sw_arena *arena, struct sw_drawn *drawn, const struct sw_stencil *stencil, bool fixed) {
	for (size_t i = 0; i < stencil->attributes.n; i++) {
		const struct sw_stencil_attribute *attribute = &stencil->attributes.v[i];
		if (sw_str_is(attribute->mode, "Static") != fixed || has_key(drawn, attribute->name))
			continue;
		struct sw_drawn_property *property = sw_push(arena, &drawn->properties);
		*property = (struct sw_drawn_property){.kind = fixed ? SW_PROPERTY_FIXED : SW_PROPERTY_LIST, .key = attribute->name,
						       .label = attribute->label, .chosen = attribute->values.n ? 0 : -1};
		property->values.v = attribute->values.v;
		property->values.n = property->values.cap = attribute->values.n;
		property->value = attribute->values.n ? attribute->values.v[0] : SW_S("");
	}
}

/* As the tool does when somebody draws an element of that type. */
static void give_properties(struct sw_arena *arena, struct sw_drawn *drawn, const struct sw_stencil *stencil, const struct sw_stencil *parent) {
	bool boundary = drawn->kind == SW_DRAWN_BOX || drawn->kind == SW_DRAWN_LINE;
	add_header(arena, drawn, stencil->name);
	*sw_push(arena, &drawn->properties) =
		(struct sw_drawn_property){.kind = SW_PROPERTY_TEXT, .label = SW_S("Name"), .value = drawn->name, .chosen = -1};
	if (!boundary) {
		*sw_push(arena, &drawn->properties) = (struct sw_drawn_property){
			.kind = SW_PROPERTY_TRUTH, .key = SW_S(SW_KEY_OUT_OF_SCOPE), .label = SW_S("Out Of Scope"), .chosen = -1};
		*sw_push(arena, &drawn->properties) = (struct sw_drawn_property){
			.kind = SW_PROPERTY_TEXT, .key = SW_S(SW_KEY_OUT_OF_SCOPE_REASON), .label = SW_S("Reason For Out Of Scope"), .chosen = -1};
	}
	for (size_t i = 0; i < stencil->attributes.n; i++)
		if (sw_str_is(stencil->attributes.v[i].mode, "Static")) {
			add_header(arena, drawn, SW_S("Predefined Static Attributes"));
			add_attributes(arena, drawn, stencil, true);
			break;
		}
	add_header(arena, drawn, SW_S("Configurable Attributes"));
	add_attributes(arena, drawn, stencil, false);
	if (parent && parent != stencil) {
		add_header(arena, drawn, sw_arena_printf(arena, "As %.*s", SW_ARG(parent->name)));
		add_attributes(arena, drawn, parent, false);
	}
}

static void give_type(struct sw_arena *arena, const struct sw_template *template, struct sw_drawn *drawn) {
	const struct sw_stencil *stencil = sw_stencil_of(template, drawn->type), *parent;
	if (stencil && drawn->generic.n && drawn->properties.n)
		return;
	if (!stencil)
		stencil = generic_of(template, drawn->kind);
	if (!stencil)
		return;
	parent = sw_str_is(stencil->parent, "ROOT") ? stencil : sw_stencil_of(template, stencil->parent);
	drawn->type = stencil->id;
	drawn->generic = parent ? parent->id : stencil->id;
	if (!drawn->properties.n)
		give_properties(arena, drawn, stencil, parent);
}

/* The side of an element, as the tool calls it, that a flow's end is nearest to. */
static struct sw_str side_of(const struct sw_drawn *drawn, struct sw_drawn_point at) {
	static const struct sw_str names[3][3] = {
		{SW_SI("NorthWest"), SW_SI("North"), SW_SI("NorthEast")},
		{SW_SI("West"), SW_SI("None"), SW_SI("East")},
		{SW_SI("SouthWest"), SW_SI("South"), SW_SI("SouthEast")},
	};
	double x = at.x - drawn->left, y = at.y - drawn->top;
	int column = x < drawn->width / 4 ? 0 : x > drawn->width * 3 / 4 ? 2 : 1;
	int row = y < drawn->height / 4 ? 0 : y > drawn->height * 3 / 4 ? 2 : 1;
	return names[row][column];
}

static void give_sides(const struct sw_drawn_diagram *diagram, struct sw_drawn *flow) {
	bool from = flow->kind == SW_DRAWN_FLOW && flow->from >= 0 && !flow->from_port.n;
	bool to = flow->kind == SW_DRAWN_FLOW && flow->to >= 0 && !flow->to_port.n;
	if (from)
		flow->from_port = side_of(&diagram->elements.v[flow->from], flow->from_at);
	if (to)
		flow->to_port = side_of(&diagram->elements.v[flow->to], flow->to_at);
}

/* With `kept`, what was read is left as it is, and only what has no origin is completed. */
static void complete_diagram(struct sw_arena *arena, const struct sw_template *template, struct sw_drawn_diagram *diagram, bool kept) {
	const struct sw_drawn *given = diagram->elements.v;
	struct sw_drawn *own = SW_NEW_ARRAY(arena, struct sw_drawn, diagram->elements.n + 1);
	if (diagram->elements.n)
		memcpy(own, given, diagram->elements.n * sizeof *own);
	diagram->elements.v = own;
	diagram->elements.cap = diagram->elements.n;
	sw_place(arena, diagram);
	for (size_t i = 0; i < diagram->elements.n; i++) {
		if (kept && own[i].origin) {
			own[i] = given[i];
			continue;
		}
		give_sides(diagram, &own[i]);
		if (own[i].kind != SW_DRAWN_NOTE)
			give_type(arena, template, &own[i]);
	}
}

/* A number is there once: those that were read keep theirs. */
static void complete_threats(struct sw_arena *arena, struct sw_drawing *drawing, bool kept) {
	struct sw_drawn_threat *own = SW_NEW_ARRAY(arena, struct sw_drawn_threat, drawing->threats.n + 1);
	struct sw_map numbers = {0};
	uint32_t last = 0;
	for (size_t i = 0; i < drawing->threats.n; i++) {
		own[i] = drawing->threats.v[i];
		if (own[i].number > last && own[i].number < UINT32_MAX / 2)
			last = own[i].number;
	}
	for (int made = 0; made < 2; made++)
		for (size_t i = 0; i < drawing->threats.n; i++) {
			bool read = kept && own[i].origin;
			if (read == made)
				continue;
			struct sw_str number = sw_arena_printf(arena, "%u", own[i].number);
			if (sw_map_put(arena, &numbers, number, own) && !read)
				own[i].number = ++last;
		}
	drawing->threats.v = own;
	drawing->threats.cap = drawing->threats.n;
}

const struct sw_drawing *sw_tm7_completed(struct sw_arena *arena, const struct sw_drawing *drawing) {
	struct sw_drawing *copy = SW_NEW(arena, struct sw_drawing);
	bool kept = drawing->origin && sw_str_is(sw_str_of(drawing->format), "tm7");
	*copy = *drawing;
	if (!copy->template && !kept)
		copy->template = plain_template(arena);
	size_t n = drawing->diagrams.n || kept ? drawing->diagrams.n : 1;
	copy->diagrams.v = SW_NEW_ARRAY(arena, struct sw_drawn_diagram, n + 1);
	copy->diagrams.n = copy->diagrams.cap = n;
	if (drawing->diagrams.n)
		memcpy(copy->diagrams.v, drawing->diagrams.v, n * sizeof *copy->diagrams.v);
	else if (n)
		*copy->diagrams.v = (struct sw_drawn_diagram){
			.id = sw_tm7_guid(arena, sw_arena_printf(arena, "diagram of %.*s", SW_ARG(copy->template->id))), .title = SW_S("Diagram 1"), .zoom = 1};
	const struct sw_template *template = copy->template ? copy->template : plain_template(arena);
	for (size_t i = 0; i < n; i++)
		complete_diagram(arena, template, &copy->diagrams.v[i], kept);
	complete_threats(arena, copy, kept);
	return copy;
}
