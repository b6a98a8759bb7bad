/* Programs of others that an option asks for, settled before the worker starts. */
#pragma once
#include "cli/options.h"
#include "process/tool.h"
#include "run/request.h"

/* Called when the targets are known. Nothing is opened without the option: request->shellcheck tells. */
int sw_cli_tool_prepare(const struct sw_arguments *arguments, struct sw_request *request, struct sw_tool *tool,
			struct sw_err *err);
