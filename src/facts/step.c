#include "facts/step.h"

const struct sw_flag *sw_step_flag(const struct sw_step *step, const char *name) {
	for (uint32_t i = 0; i < step->flag_count; i++)
		if (sw_str_is(step->flags[i].name, name))
			return &step->flags[i];
	return NULL;
}
