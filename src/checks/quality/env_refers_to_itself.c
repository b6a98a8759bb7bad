#include "checks/quality/about_layers.h"

/* Variables that the stage knows, by name. */
struct known {
	struct sw_arena *arena;
	struct sw_map *stages; /* one a stage */
};

static bool is_known(const struct sw_view *view, struct known *known, uint32_t stage, struct sw_str name) {
	for (int32_t i = (int32_t)stage; i >= 0; i = view->build->stages.v[i].parent)
		if (sw_map_get(&known->stages[i], name))
			return true;
	return false;
}

/* The text that the builder expands: without what stands in single quotes or behind an escape. */
static struct sw_str expanded_part(struct sw_arena *arena, struct sw_str text) {
	char *kept = sw_arena_alloc(arena, text.n + 1);
	size_t n = 0;
	bool single = false, twice = false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == '\\' && !single && i + 1 < text.n) {
			i++;
			kept[n++] = ' ';
			continue;
		}
		single ^= c == '\'' && !twice;
		twice ^= c == '"' && !single;
		kept[n++] = single ? ' ' : c;
	}
	return sw_str(kept, n);
}

/* The first of the step's variables that another one of its values refers to and that was not known before. */
static void judge(const struct sw_view *view, struct sw_sink *sink, struct known *known, const struct sw_step *step) {
	enum { MOST = 128 }; /* variables of one ENV that are compared with each other */
	uint32_t n = step->pair_count < MOST ? step->pair_count : MOST;
	for (uint32_t v = 0; v < n; v++) {
		struct sw_str text = expanded_part(view->arena, sw_span_text(&view->system->sources, step->pairs[v].value_at));
		for (uint32_t i = 0; i < n && sw_str_find_byte(text, '$') != SW_NPOS; i++) {
			struct sw_str name = step->pairs[i].name;
			/* One that is set twice here is no reference to another. */
			if (i == v || sw_str_eq(name, step->pairs[v].name) || !sw_text_refers(text, name) || is_known(view, known, step->stage, name))
				continue;
			sw_fail(sink, step->pairs[v].value_at, "%.*s is set by the same ENV, so its value is not there yet", SW_ARG(name));
			return;
		}
	}
	sw_pass(sink, step->keyword, "its values do not rest on each other");
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct known known = {view->arena, SW_NEW_ARRAY(view->arena, struct sw_map, view->build->stages.n + 1)};
	struct sw_step_walk walk = {view, sw_stages_all(view), 0};
	static char set;
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		if ((step->kind != SW_STEP_ENV && step->kind != SW_STEP_ARG) || step->on_build)
			continue;
		if (step->kind == SW_STEP_ENV)
			judge(view, sink, &known, step);
		for (uint32_t i = 0; i < step->pair_count; i++)
			sw_map_put(view->arena, &known.stages[step->stage], step->pairs[i].name, &set);
	}
	sw_not_applicable(sink, "no ENV sets a variable");
}

CHECK(env_refers_to_itself) {
	.id = "env-refers-to-itself", .on = SW_ON_BUILD, .severity = SW_LOW,
	.refs = {"hadolint:DL3044", "tally:DL3044"},
	.title = "ENV uses a variable that the same ENV sets",
	.why = "All values of one ENV are worked out before the first is set: the variable is still empty, or has its old value.",
	.fix = "Use two instructions: `ENV HOME=/app` and then `ENV PATH=$HOME/bin:$PATH`.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"same", "FROM debian:12\nENV A=/a \\\n    B=$A/b\n", "Dockerfile:3"},
		{"braces", "FROM debian:12\nENV A=/a B=\"${A}/b\"\n", "Dockerfile:2"},
		{"before", "FROM debian:12 AS a\nENV A=/a\nFROM a\nARG C\nENV B=$A A=/b PATH=/x:$PATH D=$C C=c\n", ""},
		{"quoted", "FROM debian:12\nENV A=/a B='$A' C=\\$A AB=1 D=$ABC\n", ""},
	},
};
