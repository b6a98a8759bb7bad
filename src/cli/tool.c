#include "cli/tool.h"
#include "run/shellcheck.h"
#include <limits.h>
#include <stdlib.h>

/* What is being looked at must not bring the program that looks at it. */
static bool stands_in_target(const struct sw_request *request, const char *program) {
	for (size_t i = 0; i < request->target_count; i++) {
		struct sw_str root = sw_str_of(request->targets[i].root), path = sw_str_of(program);
		if (sw_str_ends(root, SW_S("/")))
			root.n--;
		if (sw_str_starts(path, root) && path.n > root.n && path.p[root.n] == '/')
			return true;
	}
	return false;
}

int sw_cli_tool_prepare(const struct sw_arguments *arguments, struct sw_request *request, struct sw_tool *tool,
			struct sw_err *err) {
	char program[PATH_MAX];
	request->shellcheck = arguments->given[SW_OPTION_SHELLCHECK];
	if (!request->shellcheck)
		return 0;
	if (sw_tool_find("shellcheck", getenv("PATH"), program, sizeof program, err) < 0)
		return sw_err_wrap(err, "--shellcheck");
	if (stands_in_target(request, program))
		return sw_err_set(err, 0, "--shellcheck: %s stands in what is to be scanned", program);
	return sw_tool_open(tool, program, sw_shellcheck_arguments, SW_LANDLOCK_ANY, err);
}
