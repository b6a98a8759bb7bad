#include "fixes/fixer.h"

void sw_fix_maintainer(struct sw_fixing *fixing) {
	const struct sw_step *step = fixing->step;
	if (!step || step->kind != SW_STEP_MAINTAINER)
		return;
	struct sw_str name = sw_fixing_text(fixing, (struct sw_span){step->at.source, step->keyword.end, step->at.end});
	name = sw_str_trim(name);
	if (name.n >= 2 && name.p[0] == '"' && name.p[name.n - 1] == '"')
		name = sw_str_sub(name, 1, name.n - 2);
	char *escaped = sw_arena_alloc(fixing->arena, 2 * name.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '\n')
			return;
		if (strchr("\"\\$", name.p[i]))
			escaped[n++] = '\\';
		escaped[n++] = name.p[i];
	}
	fixing->fix->title = SW_S("Write a label instead of MAINTAINER");
	sw_fixing_replace(fixing, step->at, sw_arena_printf(fixing->arena, "LABEL org.opencontainers.image.authors=\"%.*s\"", (int)n, escaped));
}
