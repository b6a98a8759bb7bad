#include "facts/build.h"

const struct sw_stage *sw_build_stage(const struct sw_build *build, struct sw_str target) {
	uint64_t number;
	if (build->stages.n == 0)
		return NULL;
	if (target.n == 0)
		return &build->stages.v[build->stages.n - 1];
	for (size_t i = 0; i < build->stages.n; i++)
		if (sw_str_eq_nocase(build->stages.v[i].name, target))
			return &build->stages.v[i];
	if (sw_str_to_u64(target, &number) && number < build->stages.n)
		return &build->stages.v[number];
	return NULL;
}

/* Parents always have a lower index (a stage can only be built from an earlier one), so these walks end. */
static const struct sw_stage *parent_of(const struct sw_build *build, const struct sw_stage *stage) {
	return stage->parent >= 0 ? &build->stages.v[stage->parent] : NULL;
}

const struct sw_stage *sw_stage_stating(const struct sw_build *build, const struct sw_stage *stage, enum sw_field field) {
	while (stage && stage->said[field].how == SW_HOW_ABSENT)
		stage = parent_of(build, stage);
	return stage;
}

bool sw_stage_within(const struct sw_build *build, const struct sw_stage *stage, uint32_t inner) {
	while (stage && stage->index != inner)
		stage = parent_of(build, stage);
	return stage != NULL;
}

int32_t sw_build_stage_above(const struct sw_build *build, struct sw_str name, size_t above, bool numbers) {
	uint64_t number;
	for (size_t i = above; i-- > 0;)
		if (build->stages.v[i].name.n && sw_str_eq_nocase(build->stages.v[i].name, name))
			return (int32_t)i;
	return numbers && sw_str_to_u64(name, &number) && number < above ? (int32_t)number : -1;
}

int32_t sw_build_taken_from(const struct sw_build *build, const struct sw_flag *flag, size_t above) {
	struct sw_str from = flag->value;
	if (sw_str_is(flag->name, "mount") ? !sw_flag_field(flag, "from", &from) : !sw_str_is(flag->name, "from"))
		return -1;
	return sw_build_stage_above(build, from, above, true);
}
