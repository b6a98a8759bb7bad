#include "models/export.h"
#include "base/guid.h"
#include "base/map.h"
#include "models/container_atoms.h"
#include "models/container_state.h"
#include "models/container_template.h"

struct exporting {
	struct sw_arena *arena;
	struct sw_drawing *drawing;
	const struct sw_diagram *diagram;
	const struct sw_register *rows;
	struct sw_drawn_diagram *into;
	uint32_t *element_of;   /* of the diagram → in the drawing */
	uint32_t first_box;
	struct sw_map flows;    /* id → index + 1 */
	struct sw_map answers;  /* "element key" → index + 1 of an answer, of the row at hand and those before */
};

struct sw_str sw_export_id(struct sw_arena *arena, const char *what, const struct sw_diagram *diagram, struct sw_str id) {
	return sw_guid_of(arena, sw_arena_printf(arena, "%s %.*s %.*s", what, SW_ARG(diagram->id), SW_ARG(id)));
}

static struct sw_str id_of(struct exporting *exporting, const char *what, struct sw_str id) {
	return sw_export_id(exporting->arena, what, exporting->diagram, id);
}

static struct sw_drawn *add(struct exporting *exporting, struct sw_drawn drawn) {
	const struct sw_stencil *stencil = sw_stencil_of(exporting->drawing->template, drawn.type), *top = stencil;
	while (top && !top->generic)
		top = sw_stencil_of(exporting->drawing->template, top->parent);
	drawn.generic = top ? top->id : drawn.type;
	drawn.encrypted = drawn.kind == SW_DRAWN_FLOW ? drawn.encrypted : -1;
	drawn.trust = -1;
	drawn.stroke = 1;
	if (drawn.kind != SW_DRAWN_FLOW)
		drawn.from = drawn.to = -1;
	*sw_push(exporting->arena, &exporting->into->elements) = drawn;
	return &exporting->into->elements.v[exporting->into->elements.n - 1];
}

/* ── Properties ── */

static void add_property(struct exporting *exporting, struct sw_drawn *drawn, enum sw_property_kind kind, struct sw_str key, struct sw_str label,
			 struct sw_str value) {
	*sw_push(exporting->arena, &drawn->properties) =
		(struct sw_drawn_property){.kind = kind, .key = key, .label = label, .value = value, .chosen = -1};
}

static void add_list(struct exporting *exporting, struct sw_drawn *drawn, const struct sw_stencil_attribute *attribute) {
	struct sw_drawn_property *property = sw_push(exporting->arena, &drawn->properties);
	*property = (struct sw_drawn_property){.kind = SW_PROPERTY_LIST, .key = attribute->name, .label = attribute->label,
					       .value = attribute->values.v[0], .chosen = 0};
	property->values.v = attribute->values.v;
	property->values.n = property->values.cap = attribute->values.n;
}

/* What a freshly drawn element of the type has: the type's attributes, then those of the types it is a kind of. */
static void give_properties(struct exporting *exporting, struct sw_drawn *drawn) {
	const struct sw_stencil *stencil = sw_stencil_of(exporting->drawing->template, drawn->type);
	add_property(exporting, drawn, SW_PROPERTY_HEADER, SW_S(""), stencil->name, SW_S(""));
	add_property(exporting, drawn, SW_PROPERTY_TEXT, SW_S(""), SW_S("Name"), drawn->name);
	if (drawn->kind != SW_DRAWN_BOX) {
		add_property(exporting, drawn, SW_PROPERTY_TRUTH, SW_S(SW_KEY_OUT_OF_SCOPE), SW_S("Out Of Scope"), SW_S("false"));
		add_property(exporting, drawn, SW_PROPERTY_TEXT, SW_S(SW_KEY_OUT_OF_SCOPE_REASON), SW_S("Reason For Out Of Scope"), SW_S(""));
	}
	add_property(exporting, drawn, SW_PROPERTY_HEADER, SW_S(""), SW_S("Configurable Attributes"), SW_S(""));
	for (; stencil && !stencil->generic; stencil = sw_stencil_of(exporting->drawing->template, stencil->parent))
		for (size_t i = 0; i < stencil->attributes.n; i++)
			if (!sw_drawn_property_of(drawn, stencil->attributes.v[i].name))
				add_list(exporting, drawn, &stencil->attributes.v[i]);
}

static void choose(struct sw_drawn *drawn, struct sw_str key, struct sw_str value) {
	struct sw_drawn_property *property = sw_drawn_property_of(drawn, key);
	for (size_t i = 0; property && i < property->values.n; i++)
		if (sw_str_eq(property->values.v[i], value)) {
			property->chosen = (int32_t)i;
			property->value = value;
		}
}

static enum sw_answer_given answer_of(const struct sw_evidence *evidence, bool weakness, bool grave) {
	if (weakness)
		return evidence->presumed ? SW_ANSWER_NO_PRESUMED : grave ? SW_ANSWER_NO_GRAVE : SW_ANSWER_NO;
	if (evidence->holds == SW_NO)
		return evidence->presumed ? SW_ANSWER_NO_PRESUMED : SW_ANSWER_NO;
	if (evidence->holds == SW_UNKNOWN)
		return SW_ANSWER_NOT_KNOWN;
	return evidence->strength == SW_STRENGTH_ASSUMED ? SW_ANSWER_YES_ASSUMED : evidence->strength == SW_STRENGTH_BUILT ? SW_ANSWER_YES_BUILT
	     : evidence->strength == SW_STRENGTH_RUNNING ? SW_ANSWER_YES_RUNNING : SW_ANSWER_YES;
}

struct answering {
	struct exporting *exporting;
	struct sw_drawn *drawn;
	const struct sw_threat *row;
	const struct sw_evidence *v;
	size_t n;
	bool weakness, looked; /* looked: what is not among the evidence does not arise */
};

/* One property is asked by several rows: the worst answer stands, and "not known" or "does not apply" only where no row
 * says more. */
static void set_answer(struct answering *answering, struct sw_str key, enum sw_answer_given answer, struct sw_span at) {
	static const uint8_t weights[SW_ANSWER_COUNT] = {
		[SW_ANSWER_NOT_KNOWN] = 2, [SW_ANSWER_VACUOUS] = 1, [SW_ANSWER_YES_ASSUMED] = 3, [SW_ANSWER_YES] = 4, [SW_ANSWER_YES_BUILT] = 4,
		[SW_ANSWER_YES_RUNNING] = 4, [SW_ANSWER_NO_PRESUMED] = 5, [SW_ANSWER_NO] = 6, [SW_ANSWER_NO_GRAVE] = 7};
	struct exporting *exporting = answering->exporting;
	struct sw_str name = sw_arena_printf(exporting->arena, "%.*s %.*s", SW_ARG(answering->drawn->id), SW_ARG(key));
	size_t known = (uintptr_t)sw_map_get(&exporting->answers, name);
	if (known && weights[known - 1] >= weights[answer])
		return;
	sw_map_put(exporting->arena, &exporting->answers, name, (void *)(uintptr_t)(answer + 1));
	choose(answering->drawn, key, sw_answers_given[answer]);
	struct sw_drawn_property *property = sw_drawn_property_of(answering->drawn, key);
	if (property)
		property->at = at;
}

static void answer_atom(void *context, enum sw_atom_kind kind, struct sw_str name) {
	struct answering *answering = context;
	struct sw_str key = sw_atom_key(answering->exporting->arena, kind, name);
	bool found = false;
	for (size_t i = 0; i < answering->n; i++)
		if (sw_str_eq(answering->v[i].name, name)) {
			found = true;
			set_answer(answering, key, answer_of(&answering->v[i], answering->weakness, sw_wants_grave(answering->row->kind)),
				   answering->v[i].at);
		}
	if (!found && answering->looked)
		set_answer(answering, key, SW_ANSWER_VACUOUS, (struct sw_span){0});
}

static void measure(struct exporting *exporting, const struct sw_threat *row) {
	struct sw_drawn *drawn = &exporting->into->elements.v[exporting->element_of[row->element]];
	struct answering answering = {.exporting = exporting, .drawn = drawn, .row = row};
	answering.v = row->conditions.v;
	answering.n = row->conditions.n;
	answering.looked = true;
	sw_predicate_atoms(sw_predicate_read(exporting->arena, sw_str_of(row->kind->when), NULL), answer_atom, &answering);
	answering.v = row->controls.v;
	answering.n = row->controls.n;
	answering.looked = row->rule > 2;
	sw_predicate_atoms(sw_predicate_read(exporting->arena, sw_str_of(row->kind->stopped_by), NULL), answer_atom, &answering);
	answering.v = row->weaknesses.v;
	answering.n = row->weaknesses.n;
	answering.weakness = true;
	answering.looked = false;
	for (unsigned i = 0; row->kind->raised_by[i]; i++)
		answer_atom(&answering, SW_ATOM_CHECK, sw_str_of(row->kind->raised_by[i]));
	if (row->latched.n && row->state == SW_STATE_OPEN)
		choose(drawn, SW_S(SW_KEY_HELD_OPEN), SW_S("Yes"));
}

/* ── Elements, boundaries, flows ── */

static void draw_boundaries(struct exporting *exporting) {
	exporting->first_box = (uint32_t)exporting->into->elements.n;
	for (size_t i = 0; i < exporting->diagram->boundaries.n; i++) {
		const struct sw_boundary *boundary = &exporting->diagram->boundaries.v[i];
		struct sw_drawn *drawn = add(exporting, (struct sw_drawn){
			.kind = SW_DRAWN_BOX, .id = id_of(exporting, "boundary", boundary->id), .name = boundary->name,
			.type = sw_boundary_stencil(boundary->kind), .at = boundary->at,
			.inside = boundary->parent < 0 ? -1 : (int32_t)(exporting->first_box + (uint32_t)boundary->parent)});
		give_properties(exporting, drawn);
	}
}

static enum sw_drawn_kind shape_of(const struct sw_element *element) {
	return element->shape == SW_SHAPE_EXTERNAL ? SW_DRAWN_EXTERNAL : element->shape == SW_SHAPE_STORE ? SW_DRAWN_STORE : SW_DRAWN_PROCESS;
}

/* The shape of the stencil decides: the tool draws what the type says. */
static enum sw_drawn_kind kind_of(const struct exporting *exporting, const struct sw_element *element) {
	const struct sw_stencil *stencil = sw_stencil_of(exporting->drawing->template, sw_element_stencil(element->kind));
	if (!stencil)
		return shape_of(element);
	return stencil->shape == SW_STENCIL_RECTANGLE ? SW_DRAWN_EXTERNAL : stencil->shape == SW_STENCIL_PARALLEL_LINES ? SW_DRAWN_STORE
	     : SW_DRAWN_PROCESS;
}

static bool has_rows(const struct exporting *exporting, uint32_t element) {
	for (size_t i = 0; i < exporting->rows->threats.n; i++)
		if (exporting->rows->threats.v[i].element == element)
			return true;
	return false;
}

static void draw_elements(struct exporting *exporting) {
	exporting->element_of = SW_NEW_ARRAY(exporting->arena, uint32_t, exporting->diagram->elements.n + 1);
	for (uint32_t i = 0; i < exporting->diagram->elements.n; i++) {
		const struct sw_element *element = &exporting->diagram->elements.v[i];
		exporting->element_of[i] = UINT32_MAX;
		if (element->register_only && !has_rows(exporting, i))
			continue;
		exporting->element_of[i] = (uint32_t)exporting->into->elements.n;
		struct sw_drawn *drawn = add(exporting, (struct sw_drawn){
			.kind = kind_of(exporting, element), .id = id_of(exporting, "element", element->id), .name = element->name,
			.type = sw_element_stencil(element->kind), .description = element->role,
			.inside = element->boundary < 0 ? -1 : (int32_t)(exporting->first_box + (uint32_t)element->boundary)});
		give_properties(exporting, drawn);
		choose(drawn, SW_S(SW_KEY_SEEN), element->seen ? SW_S("Yes") : SW_S("No"));
	}
}

/* The flow's index in the drawing. */
static uint32_t draw_flow(struct exporting *exporting, const struct sw_flow *flow, const char *carrier, struct sw_str id, uint32_t from,
			  uint32_t to, struct sw_str label) {
	size_t known = (uintptr_t)sw_map_get(&exporting->flows, id);
	if (known)
		return (uint32_t)known - 1;
	struct sw_drawn *drawn = add(exporting, (struct sw_drawn){
		.kind = SW_DRAWN_FLOW, .id = id_of(exporting, "flow", id), .name = label, .type = sw_flow_stencil(exporting->arena, carrier),
		.from = (int32_t)from, .to = (int32_t)to, .inside = -1, .from_port = SW_S("None"), .to_port = SW_S("None"),
		.protocol = flow ? flow->protocol : (struct sw_str){0}, .at = flow ? flow->at : (struct sw_span){0},
		.encrypted = !flow || flow->encrypted == SW_UNKNOWN ? -1 : flow->encrypted == SW_YES});
	give_properties(exporting, drawn);
	if (drawn->encrypted >= 0)
		choose(drawn, SW_S(SW_KEY_ENCRYPTED), drawn->encrypted ? SW_S("Yes") : SW_S("No"));
	choose(drawn, SW_S(SW_KEY_SHOWN_BY), sw_str_of(sw_grade_name(flow ? flow->grade : SW_GRADE_STRUCTURAL)));
	/* What it carries is settled by the rows that ride on it. */
	for (size_t i = 0; i < sw_carrier_count; i++)
		choose(drawn, sw_carrier_key(exporting->arena, sw_carriers[i].name), sw_carried[0]);
	sw_map_put(exporting->arena, &exporting->flows, id, (void *)(uintptr_t)exporting->into->elements.n);
	return (uint32_t)exporting->into->elements.n - 1;
}

static void draw_flows(struct exporting *exporting) {
	for (size_t i = 0; i < exporting->diagram->flows.n; i++) {
		const struct sw_flow *flow = &exporting->diagram->flows.v[i];
		uint32_t from = exporting->element_of[flow->from], to = exporting->element_of[flow->to];
		if (!flow->absent && !flow->carrier_only && from != UINT32_MAX && to != UINT32_MAX)
			draw_flow(exporting, flow, NULL, flow->id, from, to, flow->label.n ? flow->label : sw_str_of(sw_grade_name(flow->grade)));
	}
}

static const struct sw_carrier *carrier_named(const char *name) {
	for (size_t i = 0; i < sw_carrier_count; i++)
		if (strcmp(sw_carriers[i].name, name) == 0)
			return &sw_carriers[i];
	return NULL;
}

/* An element that is drawn and is not this one: the engine, which everything has to do with. */
static uint32_t somebody_else(const struct exporting *exporting, uint32_t element) {
	uint32_t any = UINT32_MAX;
	for (uint32_t i = 0; i < exporting->diagram->elements.n; i++) {
		bool fits = i != element && exporting->element_of[i] != UINT32_MAX;
		if (fits && exporting->diagram->elements.v[i].kind == SW_ELEMENT_ENGINE)
			return i;
		any = fits && any == UINT32_MAX ? i : any;
	}
	return any;
}

/* The first flow that begins or ends at an element: better than one that is drawn only to carry something. */
static const struct sw_flow *own_flow(const struct exporting *exporting, uint32_t element) {
	for (size_t i = 0; i < exporting->diagram->flows.n; i++) {
		const struct sw_flow *flow = &exporting->diagram->flows.v[i];
		if (!flow->absent && flow->grade == SW_GRADE_STRUCTURAL && flow->from != flow->to && (flow->from == element || flow->to == element))
			return flow;
	}
	return NULL;
}

/* The flow that a row rides on: the register's own where it begins or ends at the element, else another one of the
 * element's, else one that is drawn for it. UINT32_MAX: nothing else is drawn that a flow could come from. */
static uint32_t carrier_of(struct exporting *exporting, const struct sw_threat *row) {
	const struct sw_flow *flow = row->flow < 0 ? NULL : &exporting->diagram->flows.v[row->flow];
	const struct sw_carrier *carrier = carrier_named(row->kind->carrier);
	uint32_t element = row->element, from = element, to = element;
	const struct sw_flow *own = !flow || (flow->from != element && flow->to != element) ? own_flow(exporting, element) : NULL;
	flow = own ? own : flow;
	struct sw_str id = flow ? flow->id : (struct sw_str){0}, label;
	if (flow && flow->from != flow->to && (flow->from == element || flow->to == element)) {
		from = flow->from;
		to = flow->to;
		label = flow->label;
	} else {
		uint32_t end = flow ? carrier->at_source ? flow->to : flow->from : element;
		uint32_t other = end != element && exporting->element_of[end] != UINT32_MAX ? end : somebody_else(exporting, element);
		const struct sw_element *on = &exporting->diagram->elements.v[element];
		if (other == UINT32_MAX)
			return UINT32_MAX;
		from = carrier->at_source ? element : other;
		to = carrier->at_source ? other : element;
		id = sw_arena_printf(exporting->arena, "%.*s:%s", SW_ARG(on->id), carrier->name);
		label = sw_arena_printf(exporting->arena, "%s: %.*s", carrier->title, SW_ARG(on->name));
	}
	if (exporting->element_of[from] == UINT32_MAX || exporting->element_of[to] == UINT32_MAX)
		return UINT32_MAX;
	struct sw_str end = sw_carried[from == element ? 1 : 2], key = sw_carrier_key(exporting->arena, carrier->name);
	label = label.n ? label : sw_str_of(carrier->title);
	uint32_t index = draw_flow(exporting, flow, carrier->name, id, exporting->element_of[from], exporting->element_of[to], label);
	/* A flow carries the threats of one kind for one of its ends: those of the other end get a flow beside it. */
	const struct sw_drawn_property *carried = sw_drawn_property_of(&exporting->into->elements.v[index], key);
	if (carried && !sw_str_eq(carried->value, sw_carried[0]) && !sw_str_eq(carried->value, end))
		index = draw_flow(exporting, flow, carrier->name, sw_arena_join(exporting->arena, id, SW_S(" of the other end")),
				  exporting->element_of[from], exporting->element_of[to], label);
	choose(&exporting->into->elements.v[index], key, end);
	return index;
}

/* ── Threats ── */

static struct sw_str capital(struct sw_arena *arena, const char *word) {
	char *text = sw_arena_alloc(arena, strlen(word) + 1);
	memcpy(text, word, strlen(word));
	text[0] = sw_to_upper(text[0]);
	return sw_str(text, strlen(word));
}

static struct sw_str justification(struct sw_arena *arena, const struct sw_threat *row) {
	const struct sw_decision *decision = row->decision;
	if (!decision)
		return (struct sw_str){0};
	return sw_arena_printf(arena, "%s%s: %.*s", sw_decision_kind_name(decision->kind), row->decision_expired ? ", expired" : "",
			       SW_ARG(decision->reason.text));
}

static void add_threat(struct exporting *exporting, const struct sw_threat *row, uint32_t flow_index) {
	struct sw_arena *arena = exporting->arena;
	const struct sw_drawn *flow = &exporting->into->elements.v[flow_index];
	const struct sw_drawn *source = &exporting->into->elements.v[flow->from], *target = &exporting->into->elements.v[flow->to];
	const struct sw_threat_type *type = NULL;
	const struct sw_template *template = exporting->drawing->template;
	for (size_t i = 0; i < template->types.n && !type; i++)
		if (sw_threat_kind_of_type(template->types.v[i].id) == row->kind)
			type = &template->types.v[i];
	if (!type)
		return; /* a row of the project's own: the template has the built-in ones */
	struct sw_str category = {0}, short_text = {0};
	for (size_t i = 0; i < template->categories.n; i++)
		if (sw_str_eq(template->categories.v[i].id, type->category)) {
			category = template->categories.v[i].name;
			short_text = template->categories.v[i].short_text;
		}
	size_t number = exporting->drawing->threats.n + 1;
	struct sw_drawn_threat *threat = sw_push(arena, &exporting->drawing->threats);
	*threat = (struct sw_drawn_threat){
		.key = sw_arena_printf(arena, "%.*s%.*s%.*s%.*s", SW_ARG(type->id), SW_ARG(source->id), SW_ARG(flow->id), SW_ARG(target->id)),
		.number = (uint32_t)number, .type = type->id, .diagram = exporting->into->id, .on = flow->id, .source = source->id, .target = target->id,
		.title = type->title, .category = category, .short_text = short_text, .interaction = flow->name, .stride = type->stride,
		.description = sw_threat_sentence(arena, row->kind->describe, exporting->diagram->elements.v[row->element].name),
		.justification = justification(arena, row), .priority = capital(arena, sw_severity_name(row->priority)),
		.state = sw_container_drawn_state(row->state), .modified = SW_DRAWN_UNTOUCHED};
	for (size_t i = 0; i < type->cwe.n; i++)
		*sw_push(arena, &threat->cwe) = type->cwe.v[i];
	struct sw_datum_value data[] = {
		{SW_S("Title"), threat->title}, {SW_S("UserThreatCategory"), category}, {SW_S("UserThreatShortDescription"), short_text},
		{SW_S("UserThreatDescription"), threat->description}, {SW_S("StateInformation"), threat->justification},
		{SW_S("InteractionString"), flow->name}, {SW_S("Priority"), threat->priority},
		{sw_column_id(arena, SW_COLUMN_STATE), sw_container_state_text(arena, row->state, row->presumed, row->strength)},
		{sw_column_id(arena, SW_COLUMN_EVIDENCE), row->why}, {sw_column_id(arena, SW_COLUMN_ACTION), sw_str_of(row->kind->action)},
		{sw_column_id(arena, SW_COLUMN_OWNER), row->owner}, {sw_column_id(arena, SW_COLUMN_STRIDE), type->stride},
		{sw_column_id(arena, SW_COLUMN_CWE), type->data.v[type->data.n - 1].values.v[0]},
	};
	threat->data = SW_NEW_ARRAY(arena, struct sw_datum_value, sizeof data / sizeof *data);
	for (size_t i = 0; i < sizeof data / sizeof *data; i++)
		if (i < 7 ? i != 4 || data[i].value.n : data[i].value.n > 0)
			threat->data[threat->data_count++] = data[i];
}

static void export_diagram(struct exporting *exporting) {
	draw_boundaries(exporting);
	draw_elements(exporting);
	uint32_t *carriers = SW_NEW_ARRAY(exporting->arena, uint32_t, exporting->rows->threats.n + 1);
	for (size_t i = 0; i < exporting->rows->threats.n; i++)
		carriers[i] = carrier_of(exporting, &exporting->rows->threats.v[i]);
	draw_flows(exporting);
	for (size_t i = 0; i < exporting->rows->threats.n; i++) {
		measure(exporting, &exporting->rows->threats.v[i]);
		if (carriers[i] != UINT32_MAX)
			add_threat(exporting, &exporting->rows->threats.v[i], carriers[i]);
	}
}

void sw_export_drawing(struct sw_arena *arena, const struct sw_diagram *diagrams, const struct sw_register *registers, size_t count,
		       struct sw_drawing *drawing) {
	*drawing = (struct sw_drawing){.format = "scan", .template = sw_container_template(arena)};
	for (size_t i = 0; i < count; i++) {
		struct sw_drawn_diagram *into = sw_push(arena, &drawing->diagrams);
		*into = (struct sw_drawn_diagram){.title = diagrams[i].name, .kind = SW_S("STRIDE"), .zoom = 1};
		struct exporting exporting = {.arena = arena, .drawing = drawing, .diagram = &diagrams[i], .rows = &registers[i], .into = into};
		into->id = id_of(&exporting, "diagram", SW_S(""));
		export_diagram(&exporting);
	}
}
