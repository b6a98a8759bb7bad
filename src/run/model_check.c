/* `model check MODEL TARGET …`: a drawing held against what a scan finds; what people click is measured, states move with
 * it, and the updated model can be written. Ends with 1 when the drawing differs. */
#include "models/container_state.h"
#include "models/container_template.h"
#include "models/export.h"
#include "readers/models/formats.h"
#include "readers/models/mapping.h"
#include "reports/checked/report.h"
#include "run/model_rules.h"
#include "run/scan.h"

struct checking {
	struct sw_model_run *run;
	struct sw_drawing *drawing;
	struct sw_drawn_check check;
	struct sw_moved_threats moved;
	struct sw_checked_report report;
};

static int read_mapping(struct sw_model_run *run, struct sw_mapping *mapping) {
	uint32_t source;
	struct sw_str text;
	if (!run->asked->mapping)
		return 0;
	if (sw_model_file(run, run->asked->mapping, run->asked->mapping_shown, &source, &text) < 0)
		return -1;
	sw_mapping_read(&run->arena, source, text, mapping, &run->diags);
	return sw_diags_failed(&run->diags) ? -1 : 0;
}

/* By the container template's own rules, else by the filters of the model's template. */
static void move_states(struct checking *checking) {
	struct sw_model_run *run = checking->run;
	struct sw_drawing *drawing = checking->drawing;
	size_t stored = drawing->threats.n;
	struct sw_drawn_threat *before = SW_NEW_ARRAY(&run->arena, struct sw_drawn_threat, stored + 1);
	if (stored)
		memcpy(before, drawing->threats.v, stored * sizeof *before);
	struct sw_generation generation;
	const struct sw_template *template =
		drawing->template || run->asked->rules ? sw_model_generate(run, drawing, &generation, NULL) : NULL;
	if (sw_is_container_template(template))
		sw_container_judge(&run->arena, drawing);
	for (size_t i = 0; i < drawing->threats.n; i++) {
		const struct sw_drawn_threat *threat = &drawing->threats.v[i];
		bool is_new = i >= stored, stale = threat->stale && (is_new || !before[i].stale);
		if (is_new || stale || threat->state != before[i].state)
			*sw_push(&run->arena, &checking->moved) =
				(struct sw_moved_threat){threat, is_new ? SW_DRAWN_NOT_STARTED : before[i].state, is_new, stale};
	}
}

static int write_report(struct sw_model_run *run, const struct sw_request_report *report, const void *made, struct sw_out *out) {
	const struct checking *checking = made;
	struct sw_str name = sw_str_of(report->format->name);
	return sw_str_is(name, "json") ? sw_checked_json(&checking->report, out)
	     : sw_str_is(name, "text") ? sw_checked_lines(&checking->report, &report->style, out)
				       : sw_model_write_drawing(run, sw_model_format_of(name), checking->drawing, out);
}

static int check(struct checking *checking, struct sw_scan *scan) {
	struct sw_model_run *run = checking->run;
	struct sw_mapping mapping = {0};
	if (read_mapping(run, &mapping) < 0)
		return 2;
	struct sw_drawing exported = {0};
	sw_export_drawing(&run->arena, scan->report.diagrams.v, scan->report.registers.v, scan->report.diagrams.n, &exported);
	sw_check_drawing(&run->arena, checking->drawing, scan->report.diagrams.v, scan->report.diagrams.n, &exported, &mapping, &run->diags,
			 &checking->check);
	move_states(checking);
	checking->report = (struct sw_checked_report){
		.arena = &run->arena, .scan = &scan->report, .drawing = checking->drawing, .check = &checking->check, .moved = &checking->moved,
		.named = sw_str_of(run->request->targets[run->request->target_count - 1].named), .version = run->request->version};
	if (sw_model_write(run, write_report, checking) < 0)
		return 2;
	return checking->check.differences.n ? 1 : 0;
}

int sw_run_model_check(struct sw_model_run *run) {
	/* The model stands behind the targets, whose configuration is looked for: cli/model.c. */
	size_t model = run->request->target_count - 1;
	struct checking checking = {.run = run, .drawing = sw_model_open(run, model, NULL)};
	if (sw_model_tell(run) || !checking.drawing)
		return 2;
	struct sw_request request = *run->request;
	struct sw_scan scan = {0};
	request.target_count = model;
	request.report_count = 0;
	sw_scan_join(&scan, &request, run->worker);
	sw_scan_judge(&scan, &request);
	int status = check(&checking, &scan);
	bool failed = sw_model_tell(run) || scan.refused;
	sw_scan_free(&scan);
	return failed ? 2 : status;
}
