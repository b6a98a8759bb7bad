/* The command line of `model`: its verb, the formats that the verb takes, and the files that it names. */
#pragma once
#include "cli/options.h"
#include "process/sandbox.h"
#include "run/model.h"

/* Fills the verb and what options say; the sandbox lets the files be read. */
int sw_cli_model_prepare(struct sw_arena *arena, const struct sw_arguments *arguments, struct sw_model_request *model,
			 struct sw_sandbox *sandbox, struct sw_err *err);
/* A format without a writer of its own, or NULL when the verb does not take it. */
const struct sw_report_format *sw_cli_model_format(struct sw_arena *arena, const struct sw_model_verb *verb, struct sw_str name);
/* The verb's usual format. "" when one must be named. */
const char *sw_cli_model_default_format(struct sw_arena *arena, const struct sw_model_verb *verb);
