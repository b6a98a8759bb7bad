/* Everything behind the readers: a Dockerfile and a compose file, divided by a line "=====", are read, joined, judged,
 * drawn and written: as every report, and as one of the models for other tools, which take a hundred times as long. Twice the same bytes; no mitigated row without a control that holds. */
#include "checks/registry.h"
#include "checks/run.h"
#include "policy/gate.h"
#include "readers/compose/read.h"
#include "readers/dockerfile/read.h"
#include "reports/report.h"
#include "run/hide.h"
#include "system/diagram.h"
#include "system/join.h"
#include "threats/build.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds) {
	if (!holds)
		abort();
}

struct model {
	struct sw_arena arena;
	struct sw_factset sets[2];
	struct sw_out out;
	size_t pick; /* of the formats that are models */
};

enum { REPORTS = 5 }; /* text to markdown */

static void read_sets(struct model *model, struct sw_str dockerfile, struct sw_str compose) {
	for (unsigned i = 0; i < 2; i++) {
		struct sw_factset *set = &model->sets[i];
		struct sw_arena_catch catch;
		sw_arena_init(&set->arena, (size_t)64 << 20);
		set->path = i ? SW_S("compose.yaml") : SW_S("Dockerfile");
		set->sources.base = i * SW_SOURCES_A_PART;
		set->diags.arena = &set->arena;
		if (SW_ARENA_TRY(&set->arena, &catch)) {
			if (i)
				sw_compose_read(set, compose, NULL);
			else
				sw_dockerfile_read(set, dockerfile, NULL);
			sw_hide_set(set);
			sw_arena_leave(&set->arena, &catch);
		} else {
			set->build = NULL;
			set->deployment = NULL;
		}
	}
}

static void check_rows(const struct sw_register *all) {
	for (size_t i = 0; i < all->threats.n; i++) {
		const struct sw_threat *threat = &all->threats.v[i];
		bool held = false;
		for (size_t k = 0; k < threat->controls.n; k++)
			held = held || threat->controls.v[k].holds == SW_YES;
		must(threat->state != SW_STATE_MITIGATED || held);
		must(threat->likelihood >= 1 && threat->likelihood <= 4 && threat->impact >= 1 && threat->impact <= 4);
	}
}

static void judge(struct model *model) {
	struct sw_arena *arena = &model->arena;
	struct sw_factset *sets[] = {&model->sets[0], &model->sets[1]};
	struct sw_system system;
	struct sw_findings findings = {0};
	struct sw_report report = {.arena = arena, .system = &system, .findings = &findings, .checks = sw_checks, .check_count = sw_check_count,
				   .version = "0", .time = SW_S("2026-12-01T00:00:00Z"), .date = SW_S("2026-12-01"), .profile = SW_S("docker-stock")};
	struct sw_report_style style = {.width = 100};
	sw_system_join(arena, sets, 2, NULL, NULL, 1, &system);
	sw_checks_run(arena, &system, &(struct sw_check_run){sw_checks, sw_check_count, 1, report.date, false, NULL}, &findings);
	sw_diagrams_make(arena, &system, &report.diagrams.v, &report.diagrams.n);
	report.registers.n = report.diagrams.n;
	report.registers.v = SW_NEW_ARRAY(arena, struct sw_register, report.registers.n + 1);
	sw_registers_make(arena, &system, &findings, NULL, report.date, report.diagrams.v, report.registers.v, report.registers.n, &system.diags);
	sw_gate_judge(arena, &findings, report.registers.v, report.registers.n, SW_HIGH, &report.gate);
	for (size_t i = 0; i < report.registers.n; i++)
		check_rows(&report.registers.v[i]);
	for (size_t i = 0; i < sw_report_format_count; i++)
		if (i < REPORTS || i == REPORTS + model->pick % (sw_report_format_count - REPORTS))
			sw_report_formats[i].write(&report, &style, &model->out);
	sw_checks_free(&findings);
}

static void run(struct model *model, struct sw_str dockerfile, struct sw_str compose) {
	struct sw_arena_catch catch;
	sw_arena_init(&model->arena, (size_t)512 << 20);
	sw_out_init(&model->out, -1);
	read_sets(model, dockerfile, compose);
	if (SW_ARENA_TRY(&model->arena, &catch)) {
		judge(model);
		sw_arena_leave(&model->arena, &catch);
	}
	sw_arena_free(&model->arena);
	sw_arena_free(&model->sets[0].arena);
	sw_arena_free(&model->sets[1].arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_str text = {(const char *)data, size}, mark = SW_S("=====\n");
	if (size > 1 << 16)
		return 0;
	size_t at = sw_str_find(text, mark);
	struct sw_str dockerfile = sw_str_sub(text, 0, at), compose = at == SW_NPOS ? SW_S("") : sw_str_from(text, at + mark.n);
	struct model one = {.pick = size}, two = one;
	run(&one, dockerfile, compose);
	run(&two, dockerfile, compose);
	must(sw_str_eq(sw_out_text(&one.out), sw_out_text(&two.out)));
	sw_out_free(&one.out);
	sw_out_free(&two.out);
	return 0;
}
