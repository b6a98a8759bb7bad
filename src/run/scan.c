#include "run/scan.h"
#include "base/file.h"
#include "base/limits.h"
#include "checks/registry.h"
#include "checks/run.h"
#include "system/diagram.h"
#include "system/join.h"
#include "threats/build.h"
#include <stdio.h>

static void find_and_read(struct sw_scan *scan, const struct sw_request *request, struct sw_worker *worker) {
	sw_tree_find(&scan->arena, request, &scan->artifacts);
	scan->sets = sw_read_artifacts(&scan->arena, &scan->artifacts, request->jobs, worker);
	scan->refused = scan->artifacts.unreadable_targets > 0 || sw_read_failures(scan->sets, &scan->artifacts) > 0;
}

void sw_scan_join(struct sw_scan *scan, const struct sw_request *request, struct sw_worker *worker) {
	sw_arena_init(&scan->arena, SW_LIMIT_RUN_BYTES);
	find_and_read(scan, request, worker);
	sw_system_join(&scan->arena, scan->sets, scan->artifacts.v.n, &scan->config, &scan->system);
	for (size_t i = 0; i < scan->artifacts.diags.n; i++)
		*sw_push(&scan->arena, &scan->system.diags) = scan->artifacts.diags.v[i];
}

void sw_scan_judge(struct sw_scan *scan, const struct sw_request *request) {
	struct sw_arena *arena = &scan->arena;
	struct sw_report *report = &scan->report;
	*report = (struct sw_report){
		.arena = arena, .system = &scan->system, .findings = &scan->findings, .checks = sw_checks,
		.check_count = sw_check_count, .version = request->version, .time = sw_str_of(request->time),
		.date = sw_str_sub(sw_str_of(request->time), 0, 10), .profile = SW_S("docker-stock"),
		.artifacts = scan->artifacts.v.n};
	for (size_t i = 0; i < request->target_count; i++)
		*sw_push(arena, &report->targets) = sw_str_of(request->targets[i].named);
	sw_checks_run(arena, &scan->system, sw_checks, sw_check_count, report->date, &scan->findings);
	sw_diagrams_make(arena, &scan->system, &report->diagrams.v, &report->diagrams.n);
	report->registers.n = report->diagrams.n;
	report->registers.v = SW_NEW_ARRAY(arena, struct sw_register, report->registers.n + 1);
	report->decisions = &scan->decisions;
	sw_registers_make(arena, &scan->system, &scan->findings, &scan->decisions, report->date, report->diagrams.v,
			  report->registers.v, report->registers.n, &scan->system.diags);
}

void sw_scan_free(struct sw_scan *scan) {
	sw_read_free(scan->sets, scan->artifacts.v.n);
	sw_arena_free(&scan->arena);
}

int sw_run_scan(struct sw_request *request, struct sw_worker *worker) {
	struct sw_scan scan = {0};
	sw_scan_join(&scan, request, worker);
	sw_scan_judge(&scan, request);
	int status = scan.refused ? 2 : scan.report.gate.asked && !scan.report.gate.passed ? 1 : 0;
	for (size_t i = 0; i < request->report_count; i++) {
		SW_CLEANUP_OUT struct sw_out out;
		sw_out_init(&out, request->reports[i].fd);
		request->reports[i].format->write(&scan.report, &request->reports[i].style, &out);
		struct sw_err err;
		if (sw_out_flush(&out, &err) < 0) {
			dprintf(2, "strideward: %s\n", err.text);
			status = 2;
		}
	}
	/* The process ends here: giving hundreds of arenas back one by one would only cost time. */
	return status;
}
