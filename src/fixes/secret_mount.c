#include "fixes/fixer.h"

static const struct sw_pair *pair_at(const struct sw_step *step, struct sw_span at) {
	for (uint32_t i = 0; i < step->pair_count; i++)
		if (sw_span_cmp(step->pairs[i].at, at) == 0)
			return &step->pairs[i];
	return NULL;
}

static bool name_goes_on(char c) {
	return sw_is_alnum(c) || c == '_';
}

/* Whether the text holds $NAME or ${NAME…}. */
static bool uses(struct sw_str text, struct sw_str name) {
	for (size_t at = 0; at < text.n; at++) {
		if (text.p[at] != '$')
			continue;
		struct sw_str rest = sw_str_from(text, at + 1);
		if (rest.n && rest.p[0] == '{')
			rest = sw_str_from(rest, 1);
		if (sw_str_starts(rest, name) && (rest.n == name.n || !name_goes_on(rest.p[name.n])))
			return true;
	}
	return false;
}

/* The lines of the instruction, with their end and the blanks before them. */
static struct sw_span whole_lines(const struct sw_fixing *fixing, struct sw_span at) {
	const struct sw_source *source = sw_source_of(&fixing->system->sources, at);
	while (at.start > 0 && (source->text.p[at.start - 1] == ' ' || source->text.p[at.start - 1] == '\t'))
		at.start--;
	while (at.end < source->text.n && source->text.p[at.end] != '\n')
		at.end++;
	at.end += at.end < source->text.n;
	return at;
}

/* ARG NAME of the stage, alone in its instruction, before the step. */
static const struct sw_step *argument_called(const struct sw_fixing *fixing, struct sw_str name) {
	for (size_t i = 0; i < fixing->build->steps.n; i++) {
		const struct sw_step *step = &fixing->build->steps.v[i];
		if (step->kind == SW_STEP_ARG && step->stage == fixing->step->stage && step->pair_count == 1 &&
		    sw_str_eq(step->pairs[0].name, name) && step->at.start < fixing->step->at.start)
			return step;
	}
	return NULL;
}

/* The argument that the finding is about: at its place it is declared, or used as $NAME. */
static const struct sw_step *argument_of(const struct sw_fixing *fixing) {
	const struct sw_step *step = fixing->step;
	if (step && step->kind == SW_STEP_ARG)
		return step->pair_count == 1 && pair_at(step, fixing->finding->site->at) ? step : NULL;
	struct sw_str used = sw_fixing_text(fixing, fixing->finding->site->at);
	size_t dollar = sw_str_find_byte(used, '$');
	if (!step || step->kind != SW_STEP_RUN || dollar == SW_NPOS)
		return NULL;
	used = sw_str_from(used, dollar + 1);
	if (used.n && used.p[0] == '{')
		used = sw_str_from(used, 1);
	size_t n = 0;
	while (n < used.n && name_goes_on(used.p[n]))
		n++;
	return argument_called(fixing, sw_str_sub(used, 0, n));
}

void sw_fix_secret_mount(struct sw_fixing *fixing) {
	const struct sw_step *step = argument_of(fixing);
	if (!step || step->on_build || step->stage == UINT32_MAX)
		return;
	const struct sw_pair *pair = &step->pairs[0];
	if (pair->has_value && pair->value.n)
		return;
	struct sw_str mount = sw_arena_printf(fixing->arena, " --mount=type=secret,id=%.*s,env=%.*s", SW_ARG(pair->name), SW_ARG(pair->name));
	for (size_t i = 0; i < fixing->build->steps.n; i++) {
		const struct sw_step *other = &fixing->build->steps.v[i];
		if (other->stage != step->stage || other == step || !uses(sw_fixing_text(fixing, other->at), pair->name))
			continue;
		/* What else takes its value cannot take it from a mount. */
		if (other->kind != SW_STEP_RUN || other->at.start < step->at.start) {
			fixing->fix->edits.n = 0;
			return;
		}
		sw_fixing_insert(fixing, other->keyword.source, other->keyword.end, mount);
	}
	if (!fixing->fix->edits.n)
		return;
	sw_fixing_replace(fixing, whole_lines(fixing, step->at), (struct sw_str){0});
	fixing->fix->title = SW_S("Hand the credential to the steps that use it as a secret mount");
	fixing->fix->caution = sw_arena_printf(fixing->arena, "builds must pass it: docker build --secret id=%.*s; the variant env= needs Dockerfile syntax 1.10",
					       SW_ARG(pair->name));
}
