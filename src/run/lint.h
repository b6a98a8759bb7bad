/* The linter: reading, checks and suppressions of a scan, without diagrams and registers. */
#pragma once
#include "facts/lint_config.h"
#include "run/request.h"

/* What only `lint` asks for. */
struct sw_lint_request {
	const char *config;       /* hadolint's configuration, absolute; NULL: none was found */
	const char *config_shown;
	const char *shown;        /* how reports call the one file; NULL: by its path */
	bool stdin_named;         /* "-" stands among the files */
	bool format_asked;        /* by an option or the environment; else the configuration may name one */
	const struct sw_report_format *formats; /* that it may name */
	size_t format_count;
	struct sw_lint_config environment, options;
};

/* Lints the targets and writes the reports. Returns the exit status: 0, 1 when a line reaches the threshold, 2. */
int sw_run_lint(struct sw_request *request, struct sw_worker *worker);
