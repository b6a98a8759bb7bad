#include "facts/template.h"

const struct sw_generic_stencil sw_generic_stencils[] = {
	{SW_SI("GE.P"), SW_SI("Generic Process"), SW_STENCIL_ELLIPSE},
	{SW_SI("GE.EI"), SW_SI("Generic External Interactor"), SW_STENCIL_RECTANGLE},
	{SW_SI("GE.DS"), SW_SI("Generic Data Store"), SW_STENCIL_PARALLEL_LINES},
	{SW_SI("GE.TB.B"), SW_SI("Generic Trust Border Boundary"), SW_STENCIL_BORDER_BOUNDARY},
	{SW_SI("GE.TB.L"), SW_SI("Generic Trust Line Boundary"), SW_STENCIL_LINE_BOUNDARY},
	{SW_SI("GE.DF"), SW_SI("Generic Data Flow"), SW_STENCIL_LINE},
	{SW_SI("GE.A"), SW_SI("Free Text Annotation"), SW_STENCIL_ANNOTATION},
};
const size_t sw_generic_stencil_count = sizeof sw_generic_stencils / sizeof *sw_generic_stencils;

void sw_template_add_generic(struct sw_arena *arena, struct sw_template *template) {
	for (size_t i = 0; i < sw_generic_stencil_count; i++)
		*sw_push(arena, &template->stencils) = (struct sw_stencil){
			.id = sw_generic_stencils[i].id, .name = sw_generic_stencils[i].name, .description = SW_S(""),
			.parent = SW_S("ROOT"), .shape = sw_generic_stencils[i].shape, .generic = true,
			.hidden = sw_generic_stencils[i].shape == SW_STENCIL_ANNOTATION};
}

struct sw_stencil *sw_stencil_of(const struct sw_template *template, struct sw_str id) {
	for (size_t i = 0; i < template->stencils.n; i++)
		if (sw_str_eq(template->stencils.v[i].id, id))
			return &template->stencils.v[i];
	return NULL;
}
