#include "fixes/fixer.h"

/* A number that no base image gives away: the one that minimal images have come to use for "nobody in particular". */
#define USER_LINE "USER 65532:65532"

/* The first instruction of the stage that says what starts; NULL: none does. */
static const struct sw_step *start_of(const struct sw_build *build, const struct sw_stage *stage) {
	for (uint32_t i = stage->first_step; i < stage->first_step + stage->step_count; i++) {
		const struct sw_step *step = &build->steps.v[i];
		if (!step->on_build && (step->kind == SW_STEP_CMD || step->kind == SW_STEP_ENTRYPOINT))
			return step;
	}
	return NULL;
}

void sw_fix_user(struct sw_fixing *fixing) {
	const struct sw_target *target = fixing->row->target;
	if (!target || target->stage->windows || sw_stage_stating(target->build, target->stage, SW_FIELD_USER))
		return;
	const struct sw_step *start = start_of(target->build, target->stage);
	if (!start)
		return;
	fixing->fix->title = SW_S("Run as a user without rights");
	fixing->fix->caution = SW_S("the user must be able to read the program and to write where it writes; ports below 1024 may be out of reach");
	sw_fixing_insert(fixing, start->at.source, start->at.start,
			 sw_arena_printf(fixing->arena, USER_LINE "%s", sw_fixing_newline(fixing, start->at.source)));
}
