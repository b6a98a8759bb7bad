#include "run/scan.h"
#include "base/say.h"
#include "base/file.h"
#include "base/limits.h"
#include "checks/registry.h"
#include "checks/run.h"
#include "knowledge/images.h"
#include "policy/gate.h"
#include "readers/config/read.h"
#include "run/baseline.h"
#include "run/deployments.h"
#include "run/document.h"
#include "run/hide.h"
#include "run/ignores.h"
#include "run/images.h"
#include "run/project.h"
#include "run/included.h"
#include "run/protect.h"
#include "run/revision.h"
#include "run/shellcheck.h"
#include "run/state.h"
#include "system/diagram.h"
#include "system/join.h"
#include "threats/build.h"
#include "threats/life.h"
#include "threats/own.h"
#include <stdlib.h>

/* The text of a file that a person named or that was found upwards. */
static int own_text(struct sw_scan *scan, const struct sw_revision *revision, const char *path, size_t limit, struct sw_str *text, struct sw_err *err) {
	if (revision && sw_revision_covers(revision, sw_str_of(path)))
		return sw_revision_read(revision, &scan->arena, revision->top, sw_str_from(sw_str_of(path), revision->top.n + 1), text, err);
	SW_CLEANUP_FD int fd = sw_open_named(path, err);
	return fd < 0 ? -1 : sw_read_all(&scan->arena, fd, limit, text, err);
}

/* The configuration is read in full when its source has a number, which the list of artifacts decides. */
static void group_deployments(struct sw_scan *scan, const struct sw_request *request) {
	struct sw_config config = {0};
	struct sw_diags unwanted = {.arena = &scan->arena};
	struct sw_str text;
	if (request->config && own_text(scan, request->revision, request->config, SW_LIMIT_FILE_BYTES, &text, NULL) == 0)
		sw_config_read(&scan->arena, 0, text, &config, &unwanted);
	sw_deployments_group(&scan->arena, request, &config.model, &scan->artifacts);
}

static void find_and_read(struct sw_scan *scan, const struct sw_request *request, struct sw_worker *worker) {
	sw_tree_find(&scan->arena, request, &scan->artifacts);
	sw_project_find(&scan->arena, request->jobs, &scan->artifacts);
	group_deployments(scan, request);
	if (request->document)
		sw_document_complete(&scan->arena, request, worker, &scan->artifacts);
	scan->sets = sw_read_artifacts(&scan->arena, &scan->artifacts, request->jobs, worker);
	size_t layers = request->layers ? sw_images_read(&scan->arena, request, &scan->artifacts, scan->sets, worker) : 0;
	sw_included_drop(&scan->arena, &scan->artifacts, scan->sets);
	sw_project_drop(&scan->arena, &scan->artifacts, scan->sets);
	scan->unreadable = scan->artifacts.unreadable_targets + sw_read_failures(scan->sets, &scan->artifacts);
	scan->refused = scan->unreadable > 0 || layers > 0;
	/* Configuration, decisions: one more set of sources behind those of the artifacts. */
	scan->own.base = (uint32_t)(scan->artifacts.v.n * SW_SOURCES_A_PART);
}

uint32_t sw_scan_read_own(struct sw_scan *scan, const char *path, const char *shown, size_t limit, struct sw_str *text) {
	struct sw_err err;
	if (!path)
		return 0;
	if (own_text(scan, scan->own_from, path, limit, text, &err) < 0) {
		sw_say("%s: %s", shown, err.text);
		scan->refused = true;
		return 0;
	}
	uint32_t source = sw_source_add(&scan->arena, &scan->own, sw_str_of(shown), *text);
	/* Checks name lines of it from several threads: its table of lines is made here. */
	if (source)
		sw_source_position(&scan->arena, &scan->own.v[scan->own.n - 1], 0);
	return source;
}

/* A configuration that is wrong must not quietly weaken the gate: its errors count as evidence that could not be read. */
static void read_config(struct sw_scan *scan, const struct sw_request *asked, struct sw_diags *diags) {
	struct sw_str text;
	struct sw_request protected, *request = &protected;
	sw_scan_protect(scan, asked, request);
	uint32_t source = sw_scan_read_own(scan, request->config, request->config_shown, SW_LIMIT_FILE_BYTES, &text);
	if (source)
		sw_config_read(&scan->arena, source, text, &scan->config, diags);
	source = sw_scan_read_own(scan, request->policy, request->policy_shown, SW_LIMIT_FILE_BYTES, &text);
	if (source)
		sw_policy_read(&scan->arena, source, text, &scan->config.policy, diags);
	source = sw_scan_read_own(scan, request->official, request->official_shown, SW_LIMIT_FILE_BYTES, &text);
	if (source)
		sw_official_use(sw_official_read(&scan->arena, source, text, diags));
	source = sw_scan_read_own(scan, request->decisions, request->decisions_shown, SW_LIMIT_FILE_BYTES, &text);
	if (source)
		sw_decisions_read(&scan->arena, source, scan->decisions_text = text, &scan->decisions, diags);
	sw_scan_read_state(scan, request, diags);
	if (request->policy_from)
		sw_scan_set_apart(scan, asked, diags);
	sw_own_catalogue_make(&scan->arena, &scan->config, sw_checks, sw_check_count, diags);
	scan->refused = scan->refused || sw_diags_failed(diags);
}

static void start(struct sw_scan *scan) {
	sw_arena_init(&scan->arena, SW_LIMIT_RUN_BYTES);
	scan->own_diags.arena = &scan->arena;
}

static void find(struct sw_scan *scan, const struct sw_request *request, struct sw_worker *worker) {
	find_and_read(scan, request, worker);
	read_config(scan, request, &scan->own_diags);
	sw_scan_shellcheck(scan, request, worker);
	sw_scan_read_ignores(scan, request, &scan->own_diags);
}

void sw_scan_find(struct sw_scan *scan, const struct sw_request *request, struct sw_worker *worker) {
	start(scan);
	find(scan, request, worker);
}

void sw_scan_unite(struct sw_scan *scan, unsigned jobs) {
	sw_system_join(&scan->arena, scan->sets, scan->artifacts.v.n, &scan->own, &scan->config, jobs, &scan->system);
	/* Its part is the last one: the list stays in order. */
	sw_hide_sources(&scan->arena, &scan->own, &scan->system.hidden);
	scan->system.unsearched = scan->artifacts.unsearched;
	scan->system.updater = scan->artifacts.updater;
	for (size_t i = 0; i < scan->artifacts.diags.n; i++)
		*sw_push(&scan->arena, &scan->system.diags) = scan->artifacts.diags.v[i];
	for (size_t i = 0; i < scan->own_diags.n; i++)
		*sw_push(&scan->arena, &scan->system.diags) = scan->own_diags.v[i];
	sw_hide_diags(&scan->arena, &scan->system.diags, 0);
}

void sw_scan_join(struct sw_scan *scan, const struct sw_request *request, struct sw_worker *worker) {
	sw_scan_find(scan, request, worker);
	sw_scan_unite(scan, request->jobs);
}

/* What the protected revision has of it counts, and not what a change made of that; a report that was made for the run is
 * on disk alone. */
static int apply_baseline(struct sw_scan *scan, const struct sw_request *request, struct sw_err *err) {
	const struct sw_revision *from = request->policy_from ? scan->own_from : NULL;
	struct sw_str text, path = sw_str_of(request->baseline);
	if (from && !(sw_revision_covers(from, path) &&
		      sw_revision_exists(from, &scan->arena, from->top, sw_str_from(path, from->top.n + 1))))
		from = NULL;
	if (own_text(scan, from, request->baseline, SW_LIMIT_FILE_BYTES, &text, err) < 0 ||
	    sw_baseline_apply(&scan->report, &scan->findings, text, err) < 0)
		return sw_err_wrap(err, "baseline %s", request->baseline);
	return 0;
}

static void judge_gate(struct sw_scan *scan, const struct sw_request *request) {
	struct sw_report *report = &scan->report;
	struct sw_err err;
	enum sw_severity level = request->gate;
	if (request->baseline && apply_baseline(scan, request, &err) < 0) {
		sw_say("%s", err.text);
		scan->refused = true;
	}
	/* What is found in the target may tighten, never loosen, what the command line says. */
	enum sw_severity configured;
	bool has_configured = sw_severity_of(scan->config.gate.text, &configured);
	if (has_configured && (!request->gate_asked || configured < level))
		level = configured;
	if (request->gate_asked || has_configured)
		sw_gate_judge(&scan->arena, &scan->findings, report->registers.v, report->registers.n, level, &report->gate);
}

static int text_order(const void *a, const void *b) {
	return sw_str_cmp(*(const struct sw_str *)a, *(const struct sw_str *)b);
}

/* A threat model, a gate and a baseline rest on them; of a linter's formats few print them. */
static bool wants_fingerprints(const struct sw_request *request) {
	bool wanted = !request->lint;
	for (size_t i = 0; i < request->report_count; i++)
		wanted = wanted || request->reports[i].format->fingerprints;
	return wanted;
}

void sw_scan_check(struct sw_scan *scan, const struct sw_request *request) {
	struct sw_arena *arena = &scan->arena;
	struct sw_report *report = &scan->report;
	*report = (struct sw_report){
		.arena = arena, .system = &scan->system, .findings = &scan->findings, .checks = sw_checks,
		.check_count = sw_check_count, .jobs = request->jobs, .version = request->version, .time = sw_str_of(request->time),
		.date = sw_str_sub(sw_str_of(request->time), 0, 10), .profile = SW_S("docker-stock"),
		.unreadable = scan->unreadable, .artifacts = sw_read_count(scan->sets, scan->artifacts.v.n), .decisions = &scan->decisions};
	report->pending = scan->pending;
	for (size_t i = 0; i < request->target_count; i++)
		*sw_push(arena, &report->targets) = sw_str_of(request->targets[i].named);
	/* The order of arguments means nothing. */
	if (report->targets.n)
		qsort(report->targets.v, report->targets.n, sizeof *report->targets.v, text_order);
	enum sw_profile profile = request->profile;
	if (!request->profile_asked)
		sw_profile_of(scan->config.profile.text, &profile);
	struct sw_check_run run = {.jobs = request->jobs, .date = report->date, .finish = sw_hide_verdict, .failures_only = request->lint,
				  .no_fingerprints = !wants_fingerprints(request)};
	run.checks = sw_profile_checks(arena, profile, &run.count);
	sw_checks_run(arena, &scan->system, &run, &scan->findings);
	sw_profile_tell(profile, &scan->findings);
	sw_scan_hide(scan, request);
	sw_hide_reasons(arena, &scan->findings);
}

bool sw_scan_document(struct sw_scan *scan, const struct sw_request *request, struct sw_worker *worker) {
	struct sw_arena_catch catch;
	start(scan);
	if (!SW_ARENA_TRY(&scan->arena, &catch))
		return false;
	find(scan, request, worker);
	sw_scan_unite(scan, request->jobs);
	size_t read = scan->system.diags.n;
	sw_scan_check(scan, request);
	sw_hide_diags(&scan->arena, &scan->system.diags, read);
	sw_arena_leave(&scan->arena, &catch);
	return true;
}

void sw_scan_judge(struct sw_scan *scan, const struct sw_request *request) {
	struct sw_arena *arena = &scan->arena;
	struct sw_report *report = &scan->report;
	size_t read = scan->system.diags.n;
	sw_scan_check(scan, request);
	sw_diagrams_make(arena, &scan->system, &report->diagrams.v, &report->diagrams.n);
	report->registers.n = report->diagrams.n;
	report->registers.v = SW_NEW_ARRAY(arena, struct sw_register, report->registers.n + 1);
	sw_registers_make(arena, &scan->system, &scan->findings, &scan->decisions, report->date, report->diagrams.v,
			  report->registers.v, report->registers.n, &scan->system.diags);
	report->life = sw_life_make(arena, &scan->system, &scan->findings, &scan->decisions, report->registers.v, report->registers.n,
				    report->date, &scan->system.diags);
	sw_scan_add_refuted(scan);
	sw_hide_diags(arena, &scan->system.diags, read);
	judge_gate(scan, request);
}

int sw_scan_write(const struct sw_scan *scan, const struct sw_request *request) {
	int status = 0;
	for (size_t i = 0; i < request->report_count; i++) {
		SW_CLEANUP_OUT struct sw_out out;
		sw_out_init(&out, request->reports[i].fd);
		request->reports[i].format->write(&scan->report, &request->reports[i].style, &out);
		struct sw_err err;
		if (sw_out_flush(&out, &err) < 0) {
			sw_say("%s", err.text);
			status = -1;
		}
	}
	return status;
}

void sw_scan_free(struct sw_scan *scan) {
	if (scan->sets)
		sw_read_free(scan->sets, scan->artifacts.v.n);
	sw_checks_free(&scan->findings);
	sw_arena_free(&scan->arena);
}

int sw_run_scan(struct sw_request *request, struct sw_worker *worker) {
	struct sw_scan scan = {0};
	sw_scan_join(&scan, request, worker);
	sw_scan_judge(&scan, request);
	int status = scan.refused ? 2 : scan.report.gate.asked && !scan.report.gate.passed ? 1 : 0;
	if (sw_scan_write(&scan, request) < 0 || (request->write_lock && status < 2 && sw_lock_write(&scan, request) < 0))
		status = 2;
	/* The process ends here: giving hundreds of arenas back one by one would only cost time. */
	return status;
}
