#include "readers/shellcheck/script.h"
#include "base/map.h"
#include "base/out.h"

/* A variable that the builder sets, as far as it matters to a shell. */
struct variable {
	struct sw_str value;
	bool from_env;  /* ENV: stages built from this one have it, too */
	bool fixed;     /* `value` is what every build sees, and no shell would take it apart */
	bool later;     /* by ONBUILD: only the builds that start from the image have it */
};

struct stage {
	struct sw_map variables;
	int32_t parent;
};

struct making {
	struct sw_arena *arena;
	struct stage *stages;
	struct sw_shellcheck_scripts *scripts;
};

/* A value that stays one word, and the same word, without quotes. */
static bool is_one_word(struct sw_str value) {
	for (size_t i = 0; i < value.n; i++)
		if (!sw_is_alnum(value.p[i]) && !strchr("._/:+@%,-", value.p[i]))
			return false;
	return value.n > 0;
}

static void set_pairs(struct making *making, const struct sw_step *step) {
	struct stage *stage = &making->stages[step->stage];
	bool env = step->kind == SW_STEP_ENV;
	for (uint32_t i = 0; i < step->pair_count; i++) {
		const struct sw_pair *pair = &step->pairs[i];
		const struct variable *before = sw_map_get(&stage->variables, pair->name);
		/* ENV wins over ARG, whichever comes first. */
		if (!env && before && before->from_env)
			continue;
		struct variable *variable = SW_NEW(making->arena, struct variable);
		/* The command line can give ARG another value; a value of ENV that names an ARG is another one then. */
		*variable = (struct variable){.value = pair->value, .from_env = env, .later = step->on_build,
					      .fixed = env && pair->literal && is_one_word(pair->value)};
		sw_map_put(making->arena, &stage->variables, pair->name, variable);
	}
}

static const struct variable *find(const struct making *making, uint32_t index, struct sw_str name, bool on_build) {
	const struct stage *stage = &making->stages[index];
	const struct variable *variable = sw_map_get(&stage->variables, name);
	while ((!variable || (variable->later && !on_build)) && stage->parent >= 0) {
		stage = &making->stages[stage->parent];
		variable = sw_map_get(&stage->variables, name);
		variable = variable && variable->from_env ? variable : NULL;
	}
	return variable && (!variable->later || on_build) ? variable : NULL;
}

/* Build arguments that nobody has to declare. */
static bool is_always_there(struct sw_str name) {
	static const char *const names[] = {"http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (sw_str_is_nocase(name, names[i]))
			return true;
	return false;
}

static size_t name_length(struct sw_str s) {
	size_t n = 0;
	while (n < s.n && (sw_is_alnum(s.p[n]) || s.p[n] == '_'))
		n++;
	return n && !sw_is_digit(s.p[0]) ? n : 0;
}

/* Says that a variable is set. Without a value ShellCheck knows no more than that, and asks for quotes where they are
 * missing; a value is told only where it is the same in every run of the step. */
static void declare(struct making *making, const struct sw_step *step, struct sw_str name, struct sw_out *out) {
	const struct variable *variable = find(making, step->stage, name, step->on_build);
	if (!variable && !is_always_there(name))
		return;
	sw_out_printf(out, "export %.*s", SW_ARG(name));
	if (variable && variable->fixed && step->kind == SW_STEP_RUN && !step->on_build)
		sw_out_printf(out, "='%.*s'", SW_ARG(variable->value));
	sw_out_byte(out, '\n');
}

/* Only what the body names: a file may set thousands. */
static void declare_all(struct making *making, const struct sw_step *step, struct sw_out *out) {
	struct sw_str rest = step->body->text;
	struct sw_map seen = {0};
	static char yes;
	for (size_t dollar; (dollar = sw_str_find_byte(rest, '$')) != SW_NPOS;) {
		rest = sw_str_from(rest, dollar + 1);
		struct sw_str name = rest;
		while (name.n && strchr("{#!", name.p[0]))
			name = sw_str_from(name, 1);
		name = sw_str_sub(name, 0, name_length(name));
		if (name.n && !sw_map_get(&seen, name)) {
			sw_map_put(making->arena, &seen, name, &yes);
			declare(making, step, name, out);
		}
	}
}

/* Comments at the top of a body, "#!" among them, stay at the top: directives there are for the whole script. */
static size_t top_comments(struct sw_str body) {
	struct sw_str rest = body, line;
	size_t top = 0;
	while (sw_str_split(&rest, '\n', &line) && rest.p) {
		line = sw_str_trim(line);
		if (line.n && line.p[0] != '#')
			break;
		top = (size_t)(rest.p - body.p);
	}
	return top;
}

/* ShellCheck's name of the dialect; NULL: it knows none that is near enough. */
static const char *dialect_of(struct sw_str shell) {
	static const char *const known[][2] = {{"sh", "sh"}, {"bash", "bash"}, {"dash", "dash"}, {"ash", "dash"},
					       {"busybox", "dash"}, {"ksh", "ksh"}, {"mksh", "ksh"}};
	struct sw_str name = shell;
	if (name.n > 4 && sw_str_is_nocase(sw_str_from(name, name.n - 4), ".exe"))
		name.n -= 4;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (sw_str_is(name, known[i][0]))
			return known[i][1];
	return NULL;
}

static void add_script(struct making *making, struct sw_step *step) {
	struct sw_str body = step->body->text;
	bool named = sw_str_starts(body, SW_S("#!"));
	const char *dialect = named ? "" : dialect_of(step->body->shell);
	if (!dialect)
		return;
	struct sw_shellcheck_script script = {.step = step, .head = top_comments(body)};
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	struct sw_arena_catch catch;
	if (!SW_ARENA_TRY(making->arena, &catch)) {
		sw_out_free(&out);
		sw_arena_throw(making->arena);
	}
	if (!named)
		sw_out_printf(&out, "# shellcheck shell=%s\n", dialect);
	script.first = sw_out_text(&out).n;
	sw_out_str(&out, sw_str_sub(body, 0, script.head));
	declare_all(making, step, &out);
	script.added = sw_out_text(&out).n - script.first - script.head;
	sw_out_str(&out, sw_str_from(body, script.head));
	script.text = sw_arena_str(making->arena, sw_out_text(&out));
	*sw_push(making->arena, making->scripts) = script;
	sw_arena_leave(making->arena, &catch);
}

void sw_shellcheck_scripts_of(struct sw_arena *arena, struct sw_build *build, struct sw_shellcheck_scripts *scripts) {
	struct making making = {arena, SW_NEW_ARRAY(arena, struct stage, build->stages.n + 1), scripts};
	for (size_t i = 0; i < build->stages.n; i++)
		making.stages[i].parent = build->stages.v[i].parent;
	for (size_t i = 0; i < build->steps.n; i++) {
		struct sw_step *step = &build->steps.v[i];
		if (step->stage >= build->stages.n)
			continue;
		if (step->kind == SW_STEP_ENV || step->kind == SW_STEP_ARG)
			set_pairs(&making, step);
		else if (step->body && !build->stages.v[step->stage].windows)
			add_script(&making, step);
	}
}

size_t sw_shellcheck_body_offset(const struct sw_shellcheck_script *script, size_t at) {
	if (at < script->first)
		return SW_NPOS;
	at -= script->first;
	if (at < script->head)
		return at;
	return at < script->head + script->added ? SW_NPOS : at - script->added;
}
