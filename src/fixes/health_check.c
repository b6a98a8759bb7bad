#include "fixes/fixer.h"
#include "knowledge/image_name.h"

/* A way to ask for a page that the image of this name brings along; %u is the port. */
static const struct {
	const char *image; /* last part of the base's name */
	const char *command;
} askers[] = {
	{"alpine", "wget -q -O /dev/null http://127.0.0.1:%u/ || exit 1"},
	{"busybox", "wget -q -O /dev/null http://127.0.0.1:%u/ || exit 1"},
	{"node", "node -e 'fetch(\"http://127.0.0.1:%u/\").then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))'"},
	{"php", "curl -fsS -o /dev/null http://127.0.0.1:%u/ || exit 1"},
	{"python", "python3 -c 'import urllib.request; urllib.request.urlopen(\"http://127.0.0.1:%u/\")'"},
};

static const struct sw_stage *root_stage(const struct sw_build *build, const struct sw_stage *stage) {
	while (stage->parent >= 0)
		stage = &build->stages.v[stage->parent];
	return stage;
}

static const char *asker_of(const struct sw_target *target) {
	const struct sw_stage *root = root_stage(target->build, target->stage);
	struct sw_str last = root->scratch ? (struct sw_str){0} : sw_image_ref_last(&root->base.ref);
	for (size_t i = 0; i < sizeof askers / sizeof *askers; i++)
		if (sw_str_is(last, askers[i].image))
			return askers[i].command;
	return NULL;
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
	struct sw_str text = sw_str_of(command);
	size_t number = sw_str_find(text, SW_S("%u"));
	fixing->fix->title = SW_S("Ask the service whether it works");
	fixing->fix->caution = SW_S("the page at / must answer without a login for the container to count as healthy");
	sw_fixing_insert(fixing, last->at.source, last->at.end,
			 sw_arena_printf(fixing->arena, "%sHEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD %.*s%u%.*s",
					 sw_fixing_newline(fixing, last->at.source), (int)number, text.p, port,
					 SW_ARG(sw_str_from(text, number + 2))));
}
