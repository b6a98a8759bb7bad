#include "fixes/fixer.h"

/* Only a shell that is known to have it is told so: dash, Debian's sh, has not. */
static bool shell_has_it(const struct sw_fixing *fixing) {
	const struct sw_build *build = fixing->build;
	for (const struct sw_step *step = fixing->step; step-- > build->steps.v && step->stage == fixing->step->stage;)
		if (step->kind == SW_STEP_SHELL)
			return step->word_count && sw_str_ends(step->words[0].text, SW_S("bash"));
	return false;
}

void sw_fix_pipefail(struct sw_fixing *fixing) {
	const struct sw_step *step = fixing->step;
	if (!step || step->kind != SW_STEP_RUN || step->json || !step->script || !step->script->n || step->heredoc_count ||
	    !shell_has_it(fixing))
		return;
	struct sw_span first = step->script->v[0].span;
	fixing->fix->title = SW_S("Begin the step with set -o pipefail");
	fixing->fix->caution = SW_S("the build now stops where the left side of a pipe fails, also where that did no harm");
	sw_fixing_insert(fixing, first.source, first.start, SW_S("set -o pipefail; "));
}
