#include "fixes/fixer.h"
#include "knowledge/images.h"

static const struct sw_stage *root_stage(const struct sw_build *build, const struct sw_stage *stage) {
	while (stage->parent >= 0)
		stage = &build->stages.v[stage->parent];
	return stage;
}

static const char *asker_of(const struct sw_target *target) {
	const struct sw_stage *root = root_stage(target->build, target->stage);
	return root->scratch ? NULL : sw_image_asks(&root->base.ref);
}

static uint16_t only_port(const struct sw_target *target) {
	uint16_t port = 0;
	for (size_t i = 0; i < target->exposed.n; i++) {
		const struct sw_exposed *exposed = &target->exposed.v[i];
		if (!sw_str_is(exposed->protocol, "tcp") || exposed->port_low != exposed->port_high || (port && exposed->port_low != port))
			return 0;
		port = exposed->port_low;
	}
	return port;
}

/* Whether a line written behind the step begins an instruction: where the file ends inside a heredoc or behind an escape, it
 * would go on with the step. */
static bool ends_its_line(const struct sw_fixing *fixing, const struct sw_step *step) {
	const struct sw_source *source = sw_source_of(&fixing->system->sources, step->at);
	struct sw_str text = sw_str_trim(sw_fixing_text(fixing, step->at)), behind;
	behind = sw_str_sub(source->text, step->at.end, sw_str_find_byte(sw_str_from(source->text, step->at.end), '\n'));
	for (uint32_t i = 0; i < step->heredoc_count; i++)
		if (step->heredocs[i].at.end >= step->at.end)
			return false;
	return !sw_str_trim(behind).n && !sw_str_ends(text, SW_S("\\")) && !sw_str_ends(text, SW_S("`"));
}

void sw_fix_health_check(struct sw_fixing *fixing) {
	const struct sw_target *target = fixing->row->target;
	if (!target || target->stage->windows)
		return;
	const char *command = asker_of(target);
	uint16_t port = only_port(target);
	if (!command || !port)
		return;
	const struct sw_stage *stage = target->stage;
	const struct sw_step *last = &target->build->steps.v[stage->first_step + stage->step_count - 1];
	if (!ends_its_line(fixing, last))
		return;
	struct sw_str text = sw_str_of(command);
	size_t number = sw_str_find(text, SW_S("{port}"));
	fixing->fix->title = SW_S("Ask the service whether it works");
	fixing->fix->caution = SW_S("the page at / must answer without a login for the container to count as healthy");
	sw_fixing_insert(fixing, last->at.source, last->at.end,
			 sw_arena_printf(fixing->arena, "%sHEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD %.*s%u%.*s",
					 sw_fixing_newline(fixing, last->at.source), (int)number, text.p, port,
					 SW_ARG(sw_str_from(text, number + sizeof "{port}" - 1))));
}
