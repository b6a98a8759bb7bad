#include "base/say.h"
#include "models/merge.h"
#include "readers/models/place.h"
#include "reports/tmt/report.h"
#include "run/model_rules.h"

/* Adds what the filters generate and the model does not hold yet. */
static int add_generated(struct sw_model_run *run, struct sw_drawing *drawing) {
	const struct sw_template *template = sw_model_rules(run, drawing);
	const struct sw_filter_rules rules = {0};
	struct sw_generation generation;
	if (!template)
		return -1;
	struct sw_str today = sw_str_sub(sw_str_of(run->request->time), 0, 10);
	sw_generate(&generation, &run->arena, drawing, template, &rules, today, &run->diags);
	sw_merge(drawing, &generation, NULL, &run->diags);
	if (!drawing->template) { /* for its columns */
		drawing->template = SW_NEW(&run->arena, struct sw_template);
		*drawing->template = *template;
	}
	return 0;
}

static int write_report(struct sw_model_run *run, const struct sw_drawing *drawing, const struct sw_request_report *report) {
	SW_CLEANUP_OUT struct sw_out out;
	struct sw_err err = {0};
	sw_out_init(&out, report->fd);
	if (sw_str_is(sw_str_of(report->format->name), "tmt-csv"))
		sw_tmt_csv(&out, &run->arena, drawing);
	else
		sw_tmt_html(&out, &run->arena, drawing, sw_str_of(run->request->time));
	if (sw_out_flush(&out, &err) < 0) {
		sw_say("%s", err.text);
		return -1;
	}
	return 0;
}

/* Models of formats that have no coordinates are drawn all the same. */
static void place(struct sw_model_run *run, struct sw_drawing *drawing) {
	for sw_each (struct sw_drawn_diagram, diagram, drawing->diagrams)
		for sw_each (struct sw_drawn, drawn, diagram->elements)
			if (!drawn->placed && drawn->kind != SW_DRAWN_FLOW && drawn->kind != SW_DRAWN_LINE) {
				sw_place(&run->arena, diagram);
				break;
			}
}

int sw_run_model_report(struct sw_model_run *run) {
	struct sw_drawing *drawing = sw_model_open(run, 0, NULL);
	int failed = !drawing || (run->asked->generate && add_generated(run, drawing) < 0);
	if (!failed)
		place(run, drawing);
	for (size_t i = 0; !failed && i < run->request->report_count; i++)
		failed = write_report(run, drawing, &run->request->reports[i]) < 0;
	return sw_model_tell(run) || failed ? 2 : 0;
}
