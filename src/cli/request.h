/* A run of a command that reads inputs, as the broker holds it, and the options that several commands share. */
#pragma once
#include "cli/decide.h"
#include "cli/options.h"
#include "process/broker.h"
#include "run/lint.h"
#include "run/model.h"

struct sw_cli_run {
	struct sw_arena arena;
	const struct sw_arguments *arguments;
	struct sw_request request;
	struct sw_output outputs[SW_MOST_FORMATS];
	size_t output_count;
	struct sw_request_report reports[SW_MOST_FORMATS];
	struct sw_sandbox sandbox;
	struct sw_tool tool;
	struct sw_layer_setup layers; /* slots 0: none are read */
	/* What the request points to for some commands. */
	struct sw_lint_request lint;
	struct sw_model_request model;
	struct sw_cli_state state;
	int changes; /* what the worker wants changed, in memory; -1: nothing may be */
};

/* Puts what the options say into the request that no single command owns. */
int sw_cli_request_options(struct sw_cli_run *run, struct sw_err *err);

/* The format called `name`, or NULL. */
typedef const struct sw_report_format *sw_cli_find_format(struct sw_cli_run *run, struct sw_str name);
/* An output for each format that is asked for; `usual` when none is. */
int sw_cli_request_reports(struct sw_cli_run *run, const char *usual, sw_cli_find_format *find, struct sw_err *err);
/* Standard output, for a command that has no formats. */
void sw_cli_request_output(struct sw_cli_run *run);
/* A file in memory for what the worker wants changed: no name of it exists that anybody could open. */
int sw_cli_request_changes(struct sw_cli_run *run, struct sw_err *err);
