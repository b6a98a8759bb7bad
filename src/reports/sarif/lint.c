/* The lines of a linter as SARIF: each code is a rule, described by the first check that gave it. */
#include "reports/sarif/parts.h"
#include "reports/sarif/report.h"
#include <stdlib.h>

struct code {
	struct sw_str id;
	const struct sw_check *check; /* NULL: a diagnostic */
};

static int by_id(const void *a, const void *b) {
	return sw_str_cmp(((const struct code *)a)->id, ((const struct code *)b)->id);
}

static const char *level_of(enum sw_lint_level level) {
	return level == SW_LINT_ERROR ? "error" : level == SW_LINT_WARNING ? "warning" : "note";
}

static void put_rule(struct sw_json *json, const struct code *code) {
	sw_json_open_map(json);
	sw_json_member(json, "id", code->id);
	if (code->check) {
		sw_json_member_z(json, "name", code->check->id);
		sw_sarif_put_text(json, "shortDescription", sw_str_of(code->check->title));
		sw_sarif_put_text(json, "fullDescription", sw_str_of(code->check->why));
		sw_sarif_put_text(json, "help", sw_str_of(code->check->fix));
	}
	sw_json_close_map(json);
}

static void put_rules(struct sw_json *json, const struct sw_report *report, struct sw_map *places) {
	static char seen;
	SW_VEC(struct code) codes = {0};
	for (size_t i = 0; report->lint && i < report->lint->lines.n; i++) {
		const struct sw_lint_line *line = &report->lint->lines.v[i];
		if (!sw_map_put(report->arena, places, line->code, &seen))
			*sw_push(report->arena, &codes) = (struct code){line->code, line->finding ? line->finding->check : NULL};
	}
	if (codes.n)
		qsort(codes.v, codes.n, sizeof *codes.v, by_id);
	sw_json_key(json, "rules");
	sw_json_open_list(json);
	for (size_t i = 0; i < codes.n; i++) {
		sw_map_put(report->arena, places, codes.v[i].id, (void *)(uintptr_t)(i + 1));
		put_rule(json, &codes.v[i]);
	}
	sw_json_close_list(json);
}

static void put_result(struct sw_json *json, const struct sw_report *report, const struct sw_lint_line *line, const struct sw_map *places) {
	sw_json_open_map(json);
	sw_json_member(json, "ruleId", line->code);
	sw_json_member_int(json, "ruleIndex", (int64_t)(uintptr_t)sw_map_get(places, line->code) - 1);
	sw_json_member_z(json, "level", level_of(line->level));
	sw_sarif_put_message(json, report, line->message);
	sw_sarif_put_locations(json, report, line->at);
	if (line->finding) {
		sw_json_key(json, "partialFingerprints");
		sw_json_open_map(json);
		sw_json_member_z(json, "strideward/v1", line->finding->fingerprint);
		sw_json_close_map(json);
	}
	sw_json_close_map(json);
}

int sw_report_sarif_lint(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out) {
	struct sw_json json = {.out = out, .indent = 2};
	struct sw_map places = {0};
	size_t all = report->lint ? report->lint->lines.n : 0, shown = all < SW_SARIF_MOST_RESULTS ? all : SW_SARIF_MOST_RESULTS;
	(void)style;
	sw_sarif_open(&json, report);
	put_rules(&json, report, &places);
	sw_json_close_map(&json); /* driver */
	sw_json_close_map(&json); /* tool */
	sw_sarif_put_invocation(&json, report, all - shown);
	sw_json_key(&json, "results");
	sw_json_open_list(&json);
	for (size_t i = 0; i < shown; i++)
		put_result(&json, report, &report->lint->lines.v[i], &places);
	sw_json_close_list(&json);
	sw_sarif_close(&json);
	return 0;
}
