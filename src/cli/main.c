/* The command line: arguments to a request, the request to a worker, its outcome to an exit status. */
#include "cli/catalogue.h"
#include "base/say.h"
#include "cli/decide.h"
#include "cli/lint.h"
#include "cli/model.h"
#include "cli/options.h"
#include "cli/revisions.h"
#include "cli/targets.h"
#include "cli/tool.h"
#include "base/limits.h"
#include "base/file.h"
#include "knowledge/date.h"
#include "lsp/server.h"
#include "process/broker.h"
#include "process/rewrite.h"
#include "reports/lint/formats.h"
#include "run/fix.h"
#include "run/model.h"
#include "version.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { DONE = 0, USAGE = 2, FAULT = 3 };

static int complain(const char *text) {
	sw_say("%s", text);
	return USAGE;
}

struct run {
	struct sw_arena arena;
	struct sw_request request;
	struct sw_output outputs[SW_MOST_FORMATS];
	struct sw_request_report reports[SW_MOST_FORMATS];
	struct sw_sandbox sandbox;
	struct sw_tool tool;
	struct sw_lint_request lint;
	struct sw_model_request model;
	struct sw_cli_state state;
	bool dump, fix, lsp;
	int changes; /* fix --write: what the worker wants changed, in memory; else -1 */
};

static unsigned terminal_width(int fd) {
	struct winsize size;
	if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
		return size.ws_col < 100 ? size.ws_col : 100;
	return 100;
}

static const struct sw_report_format *format_of(struct run *run, struct sw_str name) {
	if (run->request.model)
		return sw_cli_model_format(&run->arena, run->request.model->verb, name);
	const struct sw_report_format *formats = run->request.lint ? sw_lint_formats : sw_report_formats;
	size_t count = run->request.lint ? sw_lint_format_count : sw_report_format_count;
	for (size_t i = 0; i < count; i++)
		if (sw_str_is(name, formats[i].name))
			return &formats[i];
	return NULL;
}

static int add_report(struct run *run, const struct sw_arguments *arguments, const char *wanted, struct sw_err *err) {
	struct sw_str name = sw_str_of(wanted);
	size_t equals = sw_str_find_byte(name, '=');
	const char *path = equals == SW_NPOS ? NULL : wanted + equals + 1;
	name = sw_str_sub(name, 0, equals);
	const struct sw_report_format *format = format_of(run, name);
	if (!format)
		return sw_err_set(err, 0, "unknown format '%.*s'", SW_ARG(name));
	if (path && !*path)
		return sw_err_set(err, 0, "--format %.*s= wants a file", SW_ARG(name));
	size_t i = run->request.report_count++;
	bool terminal = !path && isatty(1);
	const char *no_color = getenv("NO_COLOR");
	run->outputs[i].path = path;
	run->reports[i] = (struct sw_request_report){.format = format, .style = {
		.width = terminal ? terminal_width(1) : 100, .quiet = arguments->given[SW_OPTION_QUIET],
		.colour = terminal && !(no_color && *no_color) && !arguments->given[SW_OPTION_NO_COLOR]}};
	return 0;
}

static int set_time(struct run *run, const char *at, struct sw_err *err) {
	char now[32];
	if (!at) {
		time_t clock = time(NULL);
		struct tm utc;
		gmtime_r(&clock, &utc);
		strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", &utc);
		run->request.time = sw_arena_str(&run->arena, sw_str_of(now)).p;
		return 0;
	}
	struct tm parsed = {0};
	const char *rest = strptime(at, "%Y-%m-%d", &parsed);
	if (!rest || rest - at != 10 || (*rest && *rest != 'T') || !sw_date_valid(sw_str_sub(sw_str_of(at), 0, 10)))
		return sw_err_set(err, 0, "--at wants YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ, not '%s'", at);
	run->request.time = *rest ? at : sw_arena_printf(&run->arena, "%sT00:00:00Z", at).p;
	return 0;
}

static int set_jobs(struct run *run, const char *text, struct sw_err *err) {
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	uint64_t jobs = processors > 0 ? (uint64_t)processors : 1;
	if (text && (!sw_str_to_u64(sw_str_of(text), &jobs) || jobs == 0))
		return sw_err_set(err, 0, "--jobs wants a number above 0, not '%s'", text);
	run->request.jobs = jobs > SW_LIMIT_JOBS ? SW_LIMIT_JOBS : (unsigned)jobs;
	return 0;
}

static int set_profile(struct run *run, const char *name, struct sw_err *err) {
	run->request.profile_asked = name != NULL;
	if (name && !sw_profile_of(sw_str_of(name), &run->request.profile))
		return sw_err_set(err, 0, "--profile wants default, quality or all, not '%s'", name);
	return 0;
}

static int set_gate(struct run *run, const char *level, struct sw_err *err) {
	run->request.gate_asked = level != NULL;
	if (level && !sw_severity_of(sw_str_of(level), &run->request.gate))
		return sw_err_set(err, 0, "--gate wants info, low, medium, high or critical, not '%s'", level);
	return 0;
}

static int absolute(struct run *run, const char *named, const char **path, struct sw_err *err) {
	char *real = named ? realpath(named, NULL) : NULL;
	if (named && !real)
		return sw_err_set(err, errno, "%s: %s", named, strerror(errno));
	if (real)
		*path = sw_arena_str(&run->arena, sw_str_of(real)).p;
	free(real);
	return 0;
}

static int work(void *context, struct sw_worker *worker) {
	struct run *run = context;
	if (run->lsp)
		return sw_lsp_run(&run->request, STDIN_FILENO, run->outputs[0].fd, worker);
	if (run->fix) {
		run->request.dump_fd = run->request.rewrites ? run->changes : run->outputs[0].fd;
		return sw_run_fix(&run->request, worker);
	}
	if (run->request.lint) {
		for (size_t i = 0; i < run->request.report_count; i++)
			run->reports[i].fd = run->outputs[i].fd;
		return sw_run_lint(&run->request, worker);
	}
	if (run->dump) {
		run->request.dump_fd = run->outputs[0].fd;
		return sw_run_dump(&run->request, worker);
	}
	if (run->request.decide || run->request.review) {
		run->request.dump_fd = run->outputs[0].fd;
		return run->request.decide ? sw_run_decide(&run->request, worker) : sw_run_review(&run->request, worker);
	}
	for (size_t i = 0; i < run->request.report_count; i++)
		run->reports[i].fd = run->outputs[i].fd;
	if (run->request.model)
		return sw_run_model(&run->request, worker);
	return sw_run_scan(&run->request, worker);
}

/* What is to be changed comes back through a file in memory: no name of it exists that anybody could open. */
static int prepare_fix(struct run *run, const struct sw_arguments *arguments, struct sw_err *err) {
	run->request.unsafe = arguments->given[SW_OPTION_UNSAFE];
	run->request.harden = arguments->given[SW_OPTION_HARDEN];
	run->request.rewrites = arguments->given[SW_OPTION_WRITE];
	run->request.terminal = isatty(1);
	if (!run->request.rewrites)
		return 0;
	run->changes = memfd_create("changes", MFD_CLOEXEC);
	if (run->changes < 0)
		return sw_err_set(err, errno, "memory for the changes: %s", strerror(errno));
	return sw_sandbox_keep(&run->sandbox, run->changes, err);
}

/* Puts the changes in place, after the worker has finished. */
static int apply_changes(struct run *run) {
	int *roots = SW_NEW_ARRAY(&run->arena, int, run->request.target_count + 1);
	struct sw_err err = {0};
	size_t done = 0;
	bool opened = true;
	for (size_t i = 0; i < run->request.target_count; i++) {
		roots[i] = open(run->request.targets[i].root, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		opened = opened && roots[i] >= 0;
	}
	int result = opened ? sw_rewrite_apply(run->changes, roots, run->request.target_count, NULL, &done, &err)
			    : sw_err_set(&err, errno, "%s", strerror(errno));
	for (size_t i = 0; i < run->request.target_count; i++)
		sw_close_p(&roots[i]);
	if (result < 0)
		sw_say("%s; %zu file%s changed before", err.text, done, done == 1 ? " was" : "s were");
	return result;
}

static int prepare(struct run *run, const struct sw_arguments *arguments, struct sw_err *err) {
	struct sw_request *request = &run->request;
	request->version = SW_VERSION;
	request->reports = run->reports;
	if (sw_sandbox_init(&run->sandbox, SW_LANDLOCK_ANY, err) < 0)
		return -1;
	run->dump = arguments->command == SW_COMMAND_DUMP;
	run->fix = arguments->command == SW_COMMAND_FIX;
	run->lsp = arguments->command == SW_COMMAND_LSP;
	request->own_words_only = arguments->given[SW_OPTION_NO_FOREIGN];
	request->lint = arguments->command == SW_COMMAND_LINT ? &run->lint : NULL;
	size_t skip = run->dump || arguments->command == SW_COMMAND_MODEL ? 1 : 0;
	if (arguments->command == SW_COMMAND_MODEL) {
		request->model = &run->model;
		if (sw_cli_model_prepare(&run->arena, arguments, &run->model, &run->sandbox, err) < 0)
			return -1;
	}
	if (run->dump) {
		request->dump = arguments->operands[0];
		request->dialect = arguments->values[SW_OPTION_DIALECT];
		request->report_count = 0;
	} else if (!arguments->format_count && !run->fix && !run->lsp && !sw_cli_state_command(arguments)) {
		const char *usual = request->model ? sw_cli_model_default_format(&run->arena, run->model.verb) : request->lint ? sw_lint_default_format() : "text";
		if (add_report(run, arguments, usual, err) < 0)
			return -1;
	}
	for (size_t i = 0; i < arguments->format_count; i++)
		if (add_report(run, arguments, arguments->formats[i], err) < 0)
			return -1;
	if (set_time(run, arguments->values[SW_OPTION_AT], err) < 0 || set_jobs(run, arguments->values[SW_OPTION_JOBS], err) < 0 ||
	    set_gate(run, arguments->values[SW_OPTION_GATE], err) < 0 ||
	    set_profile(run, arguments->values[SW_OPTION_PROFILE], err) < 0 ||
	    absolute(run, arguments->values[SW_OPTION_CONFIG], &request->config, err) < 0 ||
	    absolute(run, arguments->values[SW_OPTION_BASELINE], &request->baseline, err) < 0)
		return -1;
	request->config_shown = arguments->values[SW_OPTION_CONFIG];
	request->policy_shown = arguments->values[SW_OPTION_POLICY];
	request->official_shown = arguments->values[SW_OPTION_OFFICIAL];
	if (absolute(run, request->policy_shown, &request->policy, err) < 0 ||
	    absolute(run, request->official_shown, &request->official, err) < 0)
		return -1;
	if (run->fix && prepare_fix(run, arguments, err) < 0)
		return -1;
	if (sw_cli_state_prepare(&run->arena, arguments, request, &run->state, err) < 0)
		return -1;
	if (run->lsp)
		return sw_sandbox_keep(&run->sandbox, STDIN_FILENO, err) < 0 ? -1 :
		       sw_targets_resolve(&run->arena, request, &arguments->values[SW_OPTION_ROOT], arguments->given[SW_OPTION_ROOT], &run->sandbox, err);
	if (request->lint)
		return sw_lint_prepare(&run->arena, arguments, request, &run->lint, &run->sandbox, err);
	if (request->model && request->model->verb->revisions)
		return sw_cli_diff_prepare(&run->arena, arguments->operands + skip, arguments->operand_count - skip, &run->model.diff, &run->sandbox, err);
	if (run->dump && arguments->operand_count == 2 && strcmp(arguments->operands[1], "-") == 0) {
		request->target_count = 0; /* standard input */
		return sw_sandbox_keep(&run->sandbox, 0, err);
	}
	if (sw_targets_resolve(&run->arena, request, run->state.targets + skip, run->state.target_count - skip, &run->sandbox, err) < 0)
		return -1;
	return sw_cli_state_place(&run->arena, request, &run->state, &run->sandbox, &run->changes, err);
}

/* The revision is looked up by the worker; here only the repository is. */
static int prepare_policy_from(struct run *run, const struct sw_arguments *arguments, struct sw_err *err) {
	run->request.policy_from = arguments->values[SW_OPTION_POLICY_FROM];
	if (!run->request.policy_from)
		return 0;
	if (!run->request.target_count)
		return sw_err_set(err, 0, "--policy-from wants a target that stands in a git repository");
	return sw_cli_git(&run->arena, run->request.targets[0].root, &run->request.git, &run->sandbox, err);
}

/* Said once: reading went on with less confinement than usual. Builds with a sanitizer have a wider profile by design. */
static void say_unconfined(unsigned features) {
	if (!(features & SW_SANDBOX_FILES))
		sw_say("note: this kernel has no Landlock, so reading is not limited to the targets");
}

static int run_worker(const struct sw_arguments *arguments) {
	static const char *const phases[] = {"reading", "judging"};
	struct run run = {.changes = -1, .tool = {.program = -1, .sandbox.ruleset = -1}};
	struct sw_err err = {0};
	struct sw_outcome outcome = {0};
	sw_arena_init(&run.arena, SW_LIMIT_RUN_BYTES);
	int status = FAULT;
	if (prepare(&run, arguments, &err) < 0 || prepare_policy_from(&run, arguments, &err) < 0 || sw_cli_tool_prepare(arguments, &run.request, &run.tool, &err) < 0) {
		status = complain(err.text);
	} else {
		struct sw_job job = {.work = work, .context = &run, .sandbox = &run.sandbox, .outputs = run.outputs, .whole = run.request.model,
				     .tool = run.request.shellcheck ? &run.tool : NULL,
				     .output_count = run.dump || run.fix || run.lsp || sw_cli_state_command(arguments) ? 1 : run.request.report_count, .phases = phases, .phase_count = 2};
		if (sw_broker_run(&job, &outcome, &err) < 0)
			status = complain(err.text);
		else if (outcome.kind == SW_OUTCOME_DONE)
			status = run.changes >= 0 && outcome.status < 2 && (run.state.only ? sw_cli_state_apply(&run.state, run.changes) : apply_changes(&run)) < 0 ? USAGE : outcome.status;
		if (outcome.kind == SW_OUTCOME_DONE)
			say_unconfined(outcome.features);
		else if (outcome.kind == SW_OUTCOME_DIED)
			sw_say("internal fault while reading the target: %s; nothing was written", outcome.text);
	}
	sw_close_p(&run.changes);
	sw_tool_close(&run.tool);
	sw_sandbox_free(&run.sandbox);
	sw_arena_free(&run.arena);
	if (outcome.kind == SW_OUTCOME_STOPPED)
		sw_die_by(outcome.signal);
	return status;
}

int main(int argc, char **argv) {
	struct sw_arguments arguments;
	struct sw_err err;
	if (argc == 2 && strcmp(argv[1], "--synopsis") == 0) {
		sw_synopsis(1);
		return DONE;
	}
	if (sw_arguments_parse(&arguments, argc, argv, &err) < 0) {
		complain(err.text);
		sw_say_plain("Try 'strideward --help'.");
		return USAGE;
	}
	if (arguments.version) {
		dprintf(1, "strideward %s\n", SW_VERSION);
		return DONE;
	}
	if (arguments.help) {
		sw_help(1, &arguments);
		return DONE;
	}
	bool reads = arguments.command == SW_COMMAND_SCAN || arguments.command == SW_COMMAND_FIX || arguments.command == SW_COMMAND_LINT || arguments.command == SW_COMMAND_LSP || arguments.command == SW_COMMAND_MODEL || sw_cli_state_command(&arguments) ||
		     arguments.command == SW_COMMAND_DUMP;
	return reads ? run_worker(&arguments) : sw_catalogue_command(&arguments);
}
