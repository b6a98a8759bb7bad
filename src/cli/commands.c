#include "cli/commands.h"
#include "base/file.h"
#include "base/say.h"
#include "cli/layers.h"
#include "cli/lint.h"
#include "cli/model.h"
#include "cli/revisions.h"
#include "cli/targets.h"
#include "lsp/server.h"
#include "process/rewrite.h"
#include "readers/models/formats.h"
#include "reports/lint/formats.h"
#include "run/fix.h"
#include "run/sbom.h"
#include "run/image_diff.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static int resolve(struct sw_cli_run *run, const char *const *targets, size_t count, struct sw_err *err) {
	return sw_targets_resolve(&run->arena, &run->request, targets, count, &run->sandbox, err);
}

/* ---- scan, and what keeps its register: decide, review, init ---- */

static const struct sw_report_format *report_format(struct sw_cli_run *run, struct sw_str name) {
	(void)run;
	for (size_t i = 0; i < sw_report_format_count; i++)
		if (sw_str_is(name, sw_report_formats[i].name))
			return &sw_report_formats[i];
	return NULL;
}

static void list_formats(struct sw_out *out, const struct sw_report_format *formats, size_t count) {
	sw_out_z(out, "\nFormats:\n");
	for (size_t i = 0; i < count; i++)
		sw_help_row(out, formats[i].name, formats[i].summary);
}

static void help_scan(struct sw_out *out) {
	list_formats(out, sw_report_formats, sw_report_format_count);
}

static int prepare_state(struct sw_cli_run *run, struct sw_err *err) {
	if (sw_cli_state_prepare(&run->arena, run->arguments, &run->request, &run->state, err) < 0 ||
	    resolve(run, run->state.targets, run->state.target_count, err) < 0 ||
	    sw_cli_state_place(&run->arena, &run->request, &run->state, err) < 0)
		return -1;
	return run->state.only ? sw_cli_request_changes(run, err) : 0;
}

static int prepare_scan(struct sw_cli_run *run, struct sw_err *err) {
	return sw_cli_request_reports(run, "text", report_format, err) < 0 || prepare_state(run, err) < 0 ? -1 : sw_cli_layers_prepare(run, err);
}

/* Rows of the register rest on what images hold, too. */
static int prepare_kept(struct sw_cli_run *run, struct sw_err *err) {
	sw_cli_request_output(run);
	return prepare_state(run, err) < 0 ? -1 : sw_cli_layers_prepare(run, err);
}

static int prepare_init(struct sw_cli_run *run, struct sw_err *err) {
	sw_cli_request_output(run);
	return prepare_state(run, err);
}

/* ---- image ---- */

static const struct sw_report_format *image_diff_format(struct sw_cli_run *run, struct sw_str name) {
	(void)run;
	for (size_t i = 0; i < sw_image_diff_format_count; i++)
		if (sw_str_is(name, sw_image_diff_formats[i].name))
			return &sw_image_diff_formats[i];
	return NULL;
}

static int prepare_image_diff(struct sw_cli_run *run, struct sw_err *err) {
	run->request.image_diff = true;
	if (run->arguments->operand_count != 3)
		return sw_err_set(err, 0, "'image diff' wants two images, the older one first");
	return sw_cli_request_reports(run, "text", image_diff_format, err) < 0 || resolve(run, run->arguments->operands + 1, 2, err) < 0
		? -1 : sw_cli_layers_prepare(run, err);
}

static int work_image(struct sw_request *request, struct sw_worker *worker) {
	return request->image_diff ? sw_run_image_diff(request, worker) : sw_run_scan(request, worker);
}

static int prepare_image(struct sw_cli_run *run, struct sw_err *err) {
	run->request.images = true;
	if (strcmp(run->arguments->operands[0], "diff") == 0)
		return prepare_image_diff(run, err);
	return sw_cli_request_reports(run, "text", report_format, err) < 0 ||
	       resolve(run, run->arguments->operands, run->arguments->operand_count, err) < 0 ? -1 : sw_cli_layers_prepare(run, err);
}

static void help_images(struct sw_out *out) {
	sw_out_z(out, "\nImages:\n");
	sw_help_row(out, "PATH", "a layout or an archive, whichever it is");
	sw_help_row(out, "oci:PATH[:TAG]", "layout of the Open Container Initiative");
	sw_help_row(out, "oci-archive:PATH[:TAG]", "the same in an archive");
	sw_help_row(out, "docker-archive:PATH[:TAG]", "what `docker save` writes");
	sw_help_row(out, "rootfs:PATH", "root file system: a folder, or an archive, compressed or not");
}

static void help_image(struct sw_out *out) {
	help_images(out);
	sw_out_z(out, "\nVerbs:\n");
	sw_help_row(out, "diff IMAGE IMAGE", "what differs: configuration, packages, notable files, secrets, files; formats: text, json");
	help_scan(out);
}

/* ---- sbom ---- */

static const struct sw_report_format *bill_format(struct sw_cli_run *run, struct sw_str name) {
	const struct sw_report_format *format = report_format(run, name);
	return format && format->bill ? format : NULL;
}

static int prepare_sbom(struct sw_cli_run *run, struct sw_err *err) {
	run->request.images = true;
	if (sw_cli_request_reports(run, "cyclonedx", bill_format, err) < 0 ||
	    resolve(run, run->arguments->operands, run->arguments->operand_count, err) < 0 || sw_cli_layers_prepare(run, err) < 0)
		return -1;
	run->request.no_secrets = true;
	return 0;
}

static void help_sbom(struct sw_out *out) {
	help_images(out);
	sw_out_z(out, "\nFormats:\n");
	for (size_t i = 0; i < sw_report_format_count; i++)
		if (sw_report_formats[i].bill)
			sw_help_row(out, sw_report_formats[i].name, sw_report_formats[i].summary);
}

static int apply_state(struct sw_cli_run *run) {
	return sw_cli_state_apply(&run->state, run->changes);
}

/* ---- fix ---- */

static int prepare_fix(struct sw_cli_run *run, struct sw_err *err) {
	const struct sw_arguments *arguments = run->arguments;
	run->request.unsafe = arguments->given[SW_OPTION_UNSAFE];
	run->request.harden = arguments->given[SW_OPTION_HARDEN];
	run->request.rewrites = arguments->given[SW_OPTION_WRITE];
	run->request.terminal = isatty(STDOUT_FILENO);
	sw_cli_request_output(run);
	if (run->request.rewrites && sw_cli_request_changes(run, err) < 0)
		return -1;
	return resolve(run, arguments->operands, arguments->operand_count, err);
}

static int apply_fixes(struct sw_cli_run *run) {
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

/* ---- lint ---- */

static const struct sw_report_format *lint_format(struct sw_cli_run *run, struct sw_str name) {
	(void)run;
	for (size_t i = 0; i < sw_lint_format_count; i++)
		if (sw_str_is(name, sw_lint_formats[i].name))
			return &sw_lint_formats[i];
	return NULL;
}

static int prepare_lint(struct sw_cli_run *run, struct sw_err *err) {
	run->request.lint = &run->lint;
	return sw_cli_request_reports(run, sw_lint_default_format(), lint_format, err) < 0 ? -1 :
	       sw_lint_prepare(&run->arena, run->arguments, &run->request, &run->lint, &run->sandbox, err);
}

static void help_lint(struct sw_out *out) {
	list_formats(out, sw_lint_formats, sw_lint_format_count);
}

/* ---- model ---- */

static void help_model(struct sw_out *out) {
	sw_out_z(out, "\nVerbs:\n");
	for (size_t i = 0; i < sw_model_verb_count; i++) {
		const struct sw_model_verb *verb = &sw_model_verbs[i];
		sw_out_printf(out, "  %s %s\n      %s\n", verb->name, verb->operands, verb->help);
		if (*verb->formats)
			sw_out_printf(out, "      formats: %s\n", verb->formats);
	}
	sw_out_z(out, "\nFormats of models:\n");
	for (size_t i = 0; i < sw_model_format_count; i++)
		sw_help_row(out, sw_model_formats[i].name, sw_model_formats[i].summary);
}

static const struct sw_report_format *model_format(struct sw_cli_run *run, struct sw_str name) {
	return sw_cli_model_format(&run->arena, run->model.verb, name);
}

/* The first operand is the verb. */
static int prepare_model(struct sw_cli_run *run, struct sw_err *err) {
	const char *const *operands = run->arguments->operands + 1;
	size_t count = run->arguments->operand_count - 1;
	run->request.model = &run->model;
	if (sw_cli_model_prepare(&run->arena, run->arguments, &run->model, &run->sandbox, err) < 0 ||
	    sw_cli_request_reports(run, sw_cli_model_default_format(&run->arena, run->model.verb), model_format, err) < 0)
		return -1;
	return run->model.verb->revisions ? sw_cli_diff_prepare(&run->arena, operands, count, &run->model.diff, &run->sandbox, err)
					  : resolve(run, operands, count, err);
}

/* ---- lsp ---- */

static int prepare_lsp(struct sw_cli_run *run, struct sw_err *err) {
	sw_cli_request_output(run);
	return sw_sandbox_keep(&run->sandbox, STDIN_FILENO, err) < 0 ? -1 :
	       resolve(run, &run->arguments->values[SW_OPTION_ROOT], run->arguments->given[SW_OPTION_ROOT], err);
}

static int work_lsp(struct sw_request *request, struct sw_worker *worker) {
	return sw_lsp_run(request, STDIN_FILENO, request->dump_fd, worker);
}

/* ---- dump ---- */

/* The first operand is what is to be dumped. */
static int prepare_dump(struct sw_cli_run *run, struct sw_err *err) {
	const char *const *operands = run->arguments->operands;
	size_t count = run->arguments->operand_count;
	run->request.dump = operands[0];
	run->request.dialect = run->arguments->values[SW_OPTION_DIALECT];
	run->request.package_kind = run->arguments->values[SW_OPTION_AS];
	sw_cli_request_output(run);
	if (count == 2 && strcmp(operands[1], "-") == 0)
		return sw_sandbox_keep(&run->sandbox, STDIN_FILENO, err); /* no target: standard input */
	return resolve(run, operands + 1, count - 1, err);
}

static const struct sw_cli_command commands[SW_COMMAND_COUNT] = {
	[SW_COMMAND_SCAN] = {prepare_scan, sw_run_scan, apply_state, help_scan},
	[SW_COMMAND_IMAGE] = {prepare_image, work_image, .help = help_image},
	[SW_COMMAND_SBOM] = {prepare_sbom, sw_run_sbom, .help = help_sbom},
	[SW_COMMAND_DECIDE] = {prepare_kept, sw_run_decide, apply_state},
	[SW_COMMAND_REVIEW] = {prepare_kept, sw_run_review, apply_state},
	[SW_COMMAND_INIT] = {prepare_init, sw_run_init, apply_state},
	[SW_COMMAND_FIX] = {prepare_fix, sw_run_fix, apply_fixes},
	[SW_COMMAND_LINT] = {prepare_lint, sw_run_lint, .help = help_lint},
	[SW_COMMAND_MODEL] = {prepare_model, sw_run_model, .help = help_model, .whole = true},
	[SW_COMMAND_LSP] = {prepare_lsp, work_lsp},
	[SW_COMMAND_DUMP] = {prepare_dump, sw_run_dump},
};

const struct sw_cli_command *sw_cli_command_of(enum sw_command_id id) {
	return commands[id].work ? &commands[id] : NULL;
}
