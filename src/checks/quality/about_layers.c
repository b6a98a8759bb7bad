#include "checks/quality/about_layers.h"

static void add(struct sw_stages *stages, uint32_t index) {
	if (index <= SW_LIMIT_STAGES)
		stages->bits[index / 64] |= (uint64_t)1 << index % 64;
}

struct sw_stages sw_stages_kept(const struct sw_view *view) {
	const struct sw_build *build = view->build;
	struct sw_stages stages = {0};
	for (uint32_t i = 0; i < build->stages.n; i++)
		if (!build->stages.v[i].reached || i + 1 == build->stages.n)
			add(&stages, i);
	for (size_t i = 0; i < view->system->services.n; i++) {
		const struct sw_target *target = view->system->services.v[i]->target;
		if (target && target->build == build)
			add(&stages, target->stage->index);
	}
	for (uint32_t i = (uint32_t)build->stages.n; i-- > 0;)
		if (sw_stages_have(&stages, i) && build->stages.v[i].parent >= 0)
			add(&stages, (uint32_t)build->stages.v[i].parent);
	return stages;
}

static struct sw_str without_slash(struct sw_str path) {
	while (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;
	return path;
}

/* Whether `outer` is the folder or holds it. */
static bool holds(struct sw_str outer, struct sw_str folder) {
	outer = without_slash(outer);
	return outer.n && sw_str_starts(folder, outer) &&
	       (folder.n == outer.n || folder.p[outer.n] == '/' || outer.p[outer.n - 1] == '/');
}

bool sw_step_mounts_over(const struct sw_step *step, const char *folder) {
	struct sw_str wanted = sw_str_of(folder);
	for (uint32_t i = 0; i < step->flag_count; i++) {
		struct sw_str rest = step->flags[i].value, field, target = {0};
		bool hides = false;
		if (!sw_str_is(step->flags[i].name, "mount"))
			continue;
		while (sw_str_split(&rest, ',', &field)) {
			struct sw_str key = sw_str_sub(field, 0, sw_str_find_byte(field, '='));
			struct sw_str value = sw_str_from(field, key.n + 1);
			hides |= sw_str_is(key, "type") && (sw_str_is(value, "cache") || sw_str_is(value, "tmpfs"));
			if (sw_listed(key, "target dst destination"))
				target = without_slash(value);
		}
		if (hides && (wanted.p[0] == '/' ? holds(target, wanted) : sw_str_ends(target, wanted)))
			return true;
	}
	return false;
}

/* Whether an operand of rm means all of the folder; what stands behind a wildcard is taken to fit. */
static bool means(struct sw_str operand, struct sw_str folder) {
	size_t fixed = 0;
	while (fixed < operand.n && !strchr("*?[{", operand.p[fixed]))
		fixed++;
	if (folder.p[0] != '/') {
		size_t at = sw_str_find(operand, folder);
		return at != SW_NPOS || (fixed >= 6 && sw_str_ends(without_slash(sw_str_sub(operand, 0, fixed)), SW_S("/.cache")));
	}
	struct sw_str start = sw_str_sub(operand, 0, fixed);
	if (fixed == operand.n)
		return holds(start, folder);
	return start.n > 1 && (sw_str_starts(folder, start) || sw_str_eq(without_slash(start), folder));
}

bool sw_command_empties(const struct sw_command_at *at, const char *folder) {
	if (!sw_listed(at->call.program, "rm find rimraf"))
		return false;
	struct sw_shell_args args = sw_shell_args(at->cmd, at->call.first_arg, NULL);
	for (struct sw_shell_arg arg; sw_shell_next_arg(&args, &arg);)
		if (!arg.letter && !arg.name.n && means(arg.value.text, sw_str_of(folder)))
			return true;
	return false;
}
