#include "facts/template.h"
#include "base/guid.h"
#include "facts/drawing.h"

const struct sw_generic_stencil sw_generic_stencils[] = {
	[SW_DRAWN_PROCESS] = {SW_SI("GE.P"), SW_SI("Generic Process"), SW_STENCIL_ELLIPSE},
	[SW_DRAWN_EXTERNAL] = {SW_SI("GE.EI"), SW_SI("Generic External Interactor"), SW_STENCIL_RECTANGLE},
	[SW_DRAWN_STORE] = {SW_SI("GE.DS"), SW_SI("Generic Data Store"), SW_STENCIL_PARALLEL_LINES},
	[SW_DRAWN_BOX] = {SW_SI("GE.TB.B"), SW_SI("Generic Trust Border Boundary"), SW_STENCIL_BORDER_BOUNDARY},
	[SW_DRAWN_LINE] = {SW_SI("GE.TB.L"), SW_SI("Generic Trust Line Boundary"), SW_STENCIL_LINE_BOUNDARY},
	[SW_DRAWN_FLOW] = {SW_SI("GE.DF"), SW_SI("Generic Data Flow"), SW_STENCIL_LINE},
	[SW_DRAWN_NOTE] = {SW_SI("GE.A"), SW_SI("Free Text Annotation"), SW_STENCIL_ANNOTATION},
};

void sw_template_add_generic(struct sw_arena *arena, struct sw_template *template) {
	for (size_t i = 0; i < sizeof sw_generic_stencils / sizeof *sw_generic_stencils; i++)
		*sw_push(arena, &template->stencils) = (struct sw_stencil){
			.id = sw_generic_stencils[i].id, .name = sw_generic_stencils[i].name, .description = SW_S(""),
			.parent = SW_S("ROOT"), .shape = sw_generic_stencils[i].shape, .generic = true,
			.hidden = sw_generic_stencils[i].shape == SW_STENCIL_ANNOTATION};
}

struct sw_str sw_column_id(struct sw_arena *arena, const char *name) {
	return sw_guid_of(arena, sw_arena_printf(arena, "column %s", name));
}

void sw_template_add_columns(struct sw_arena *arena, struct sw_template *template, const struct sw_str *priorities, size_t count) {
	static const struct { const char *name, *label; bool hidden; int attribute; } columns[] = {
		{"Title", "Title", false, 0}, {"UserThreatCategory", "Category", false, 0},
		{"UserThreatShortDescription", "Short Description", true, 0}, {"UserThreatDescription", "Description", false, 0},
		{"StateInformation", "Justification", false, 0}, {"InteractionString", "Interaction", false, 0},
		{"Priority", "Priority", false, 1}};
	struct sw_threat_datum *column = NULL;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		column = sw_push(arena, &template->data);
		*column = (struct sw_threat_datum){.id = sw_column_id(arena, columns[i].name), .name = sw_str_of(columns[i].name),
						   .label = sw_str_of(columns[i].label), .hidden = columns[i].hidden,
						   .attribute = columns[i].attribute};
	}
	for (size_t i = 0; i < count; i++)
		*sw_push(arena, &column->values) = priorities[i];
}

struct sw_stencil *sw_stencil_of(const struct sw_template *template, struct sw_str id) {
	for (size_t i = 0; i < template->stencils.n; i++)
		if (sw_str_eq(template->stencils.v[i].id, id))
			return &template->stencils.v[i];
	return NULL;
}
