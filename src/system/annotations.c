/* What people claim about the model: in .strideward.yaml under model:, or as x-strideward of a service. A claim never
 * becomes evidence; two claims that contradict each other are a diagnostic. */
#include "base/vec.h"
#include "system/draw.h"

static enum sw_data_class class_of(struct sw_str name) {
	static const char *const names[] = {"", "public", "internal", "confidential", "restricted"};
	for (unsigned i = 1; i < 5; i++)
		if (sw_str_is(name, names[i]))
			return (enum sw_data_class)i;
	return SW_DATA_UNCLASSIFIED;
}

static void store_data(struct sw_sketch *drawing, struct sw_element *element, struct sw_str name) {
	const struct sw_model *model = &drawing->system->config->model;
	for (size_t i = 0; i < model->data.n; i++)
		if (sw_str_eq(model->data.v[i].name.text, name)) {
			enum sw_data_class class = class_of(model->data.v[i].class.text);
			if (class > element->classification)
				element->classification = class;
		}
	element->stores_data = true;
	element->data = element->data.n ? sw_arena_printf(drawing->arena, "%.*s, %.*s", SW_ARG(element->data), SW_ARG(name)) : name;
}

static void annotate_service(struct sw_sketch *drawing, const struct sw_model_service *said) {
	size_t place = (uintptr_t)sw_map_get(&drawing->services, said->name.text);
	if (!place)
		return;
	struct sw_element *element = &drawing->diagram->elements.v[place - 1];
	if (said->owner.text.n)
		element->owner = said->owner.text;
	if (said->exposure.text.n)
		element->exposure = said->exposure.text;
	for (size_t i = 0; i < said->stores.n; i++)
		store_data(drawing, element, said->stores.v[i].text);
}

static void annotate_inline(struct sw_sketch *drawing, struct sw_element *element) {
	const struct sw_workload *workload = element->service->workload;
	for (size_t i = 0; i < workload->annotations.n; i++) {
		const struct sw_named_at *said = &workload->annotations.v[i];
		if (sw_str_is(said->name, "owner"))
			element->owner = said->value;
		else if (sw_str_is(said->name, "exposure"))
			element->exposure = said->value;
		else if (sw_str_is(said->name, "stores"))
			store_data(drawing, element, said->value);
	}
}

static void claim_flow(struct sw_sketch *drawing, const struct sw_model_flow *said) {
	struct sw_diagram *diagram = drawing->diagram;
	size_t from = (uintptr_t)sw_map_get(&drawing->services, said->from.text), to = (uintptr_t)sw_map_get(&drawing->services, said->to.text);
	if (!from || !to || from == to)
		return;
	bool found = false;
	for (size_t i = 0; i < diagram->flows.n; i++) {
		struct sw_flow *flow = &diagram->flows.v[i];
		if (flow->from != from - 1 || flow->to != to - 1)
			continue;
		found = true;
		/* A claim fills what is unknown; it does not change what was seen. */
		if (said->tls_said && flow->encrypted == SW_UNKNOWN)
			flow->encrypted = said->tls ? SW_YES : SW_NO;
		if (said->absent && flow->grade == SW_GRADE_GUESSED) {
			flow->absent = true;
			flow->why = said->why.text.n ? said->why.text : SW_S("said to be absent");
		}
	}
	if (!found)
		sw_draw_flow(drawing, SW_S("claim"), (struct sw_flow){
			.from = (uint32_t)from - 1, .to = (uint32_t)to - 1, .grade = SW_GRADE_CLAIMED, .label = SW_S("claimed"), .at = said->at,
			.encrypted = said->tls_said ? said->tls ? SW_YES : SW_NO : SW_UNKNOWN, .absent = said->absent,
			.why = said->why.text.n ? said->why.text : SW_S("an annotation says so")});
}

/* What a service is said to store lies in what it mounts to write to. */
static void classify_stores(struct sw_sketch *drawing) {
	struct sw_diagram *diagram = drawing->diagram;
	for (size_t i = 0; i < diagram->flows.n; i++) {
		const struct sw_flow *flow = &diagram->flows.v[i];
		const struct sw_element *from = &diagram->elements.v[flow->from];
		struct sw_element *store = &diagram->elements.v[flow->to];
		if (store->kind != SW_ELEMENT_STORE || !sw_str_is(flow->label, "reads, writes") || from->classification <= store->classification)
			continue;
		store->classification = from->classification;
		store->data = from->data;
	}
}

void sw_draw_annotations(struct sw_sketch *drawing) {
	const struct sw_model *model = &drawing->system->config->model;
	for (size_t i = 0; i < drawing->diagram->elements.n; i++)
		if (drawing->diagram->elements.v[i].service)
			annotate_inline(drawing, &drawing->diagram->elements.v[i]);
	for (size_t i = 0; i < model->services.n; i++)
		annotate_service(drawing, &model->services.v[i]);
	for (size_t i = 0; i < model->flows.n; i++)
		claim_flow(drawing, &model->flows.v[i]);
	classify_stores(drawing);
}
