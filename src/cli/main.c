/* The command line: arguments to a request, the request to a worker, its outcome to an exit status. */
#include "base/file.h"
#include "base/limits.h"
#include "base/say.h"
#include "cli/catalogue.h"
#include "cli/commands.h"
#include "cli/revisions.h"
#include "cli/tool.h"
#include "run/phases.h"
#include "version.h"
#include <stdio.h>

enum { DONE = 0, USAGE = 2, FAULT = 3 };

static int complain(const char *text) {
	sw_say("%s", text);
	return USAGE;
}

/* The revision is looked up by the worker; here only the repository is. */
static int prepare_policy_from(struct sw_cli_run *run, struct sw_err *err) {
	run->request.policy_from = run->arguments->values[SW_OPTION_POLICY_FROM];
	if (!run->request.policy_from)
		return 0;
	if (!run->request.target_count)
		return sw_err_set(err, 0, "--policy-from wants a target that stands in a git repository");
	struct sw_request *request = &run->request;
	if (sw_cli_git(&run->arena, request->targets[0].root, &request->git, &run->sandbox, err) < 0)
		return -1;
	const struct {
		enum sw_option_id option;
		const char **path;
	} named[] = {{SW_OPTION_CONFIG, &request->config}, {SW_OPTION_POLICY, &request->policy}, {SW_OPTION_OFFICIAL, &request->official},
		     {SW_OPTION_BASELINE, &request->baseline}};
	for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
		const char *file = run->arguments->values[named[i].option];
		if (file && sw_cli_in_tree(&run->arena, request->git, file, named[i].path, err) < 0)
			return -1;
	}
	request->config_named = run->arguments->values[SW_OPTION_CONFIG] != NULL;
	return 0;
}

static int prepare(struct sw_cli_run *run, const struct sw_cli_command *command, struct sw_err *err) {
	return sw_sandbox_init(&run->sandbox, SW_LANDLOCK_ANY, err) < 0 || sw_cli_request_options(run, err) < 0 ||
	       command->prepare(run, err) < 0 || prepare_policy_from(run, err) < 0 ||
	       sw_cli_tool_prepare(run->arguments, &run->request, &run->tool, err) < 0 ? -1 : 0;
}

static int work(void *context, struct sw_worker *worker) {
	struct sw_cli_run *run = context;
	for (size_t i = 0; i < run->request.report_count; i++)
		run->reports[i].fd = run->outputs[i].fd;
	run->request.dump_fd = run->outputs[0].fd;
	return sw_cli_command_of(run->arguments->command)->work(&run->request, worker);
}

/* Said once: reading went on with less confinement than usual. Builds with a sanitizer have a wider profile by design. */
static void say_unconfined(unsigned features) {
	if (!(features & SW_SANDBOX_FILES))
		sw_say("note: this kernel has no Landlock, so reading is not limited to the targets");
}

static int finish(struct sw_cli_run *run, const struct sw_cli_command *command, const struct sw_outcome *outcome) {
	if (outcome->kind == SW_OUTCOME_DIED)
		sw_say("internal fault while reading the target: %s; nothing was written", outcome->text);
	if (outcome->kind != SW_OUTCOME_DONE)
		return FAULT;
	bool changes = run->changes >= 0 && outcome->status < USAGE;
	int status = changes && command->apply(run) < 0 ? USAGE : outcome->status;
	say_unconfined(outcome->features);
	if (*outcome->cache)
		sw_say("note: layers are not kept for the next time: %s", outcome->cache);
	return status;
}

static int run_worker(const struct sw_arguments *arguments, const struct sw_cli_command *command) {
	static const char *const phases[SW_PHASE_COUNT] = {[SW_PHASE_READING] = "reading", [SW_PHASE_JUDGING] = "judging",
							   [SW_PHASE_LAYERS] = "layers"};
	struct sw_cli_run run = {.arguments = arguments, .changes = -1, .tool = {.program = -1, .sandbox.ruleset = -1}};
	struct sw_err err = {0};
	struct sw_outcome outcome = {0};
	sw_arena_init(&run.arena, SW_LIMIT_RUN_BYTES);
	int status;
	if (prepare(&run, command, &err) < 0) {
		status = complain(err.text);
	} else {
		struct sw_job job = {.work = work, .context = &run, .sandbox = &run.sandbox, .outputs = run.outputs, .whole = command->whole,
				     .tool = run.request.shellcheck ? &run.tool : NULL, .layers = run.layers.slots ? &run.layers : NULL,
				     .output_count = run.output_count, .phases = phases,
				     .phase_count = SW_PHASE_COUNT};
		status = sw_broker_run(&job, &outcome, &err) < 0 ? complain(err.text) : finish(&run, command, &outcome);
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
	const struct sw_cli_command *command = sw_cli_command_of(arguments.command);
	if (arguments.help) {
		sw_help(1, &arguments, command ? command->help : NULL);
		return DONE;
	}
	return command ? run_worker(&arguments, command) : sw_catalogue_command(&arguments);
}
