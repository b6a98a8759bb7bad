/* `model report MODEL`: the Microsoft tool's report of a model, and its list of threats. */
#include "readers/models/place.h"
#include "reports/tmt/report.h"
#include "run/model_rules.h"

/* Adds what the filters generate and the model does not hold yet. */
static int add_generated(struct sw_model_run *run, struct sw_drawing *drawing) {
	struct sw_generation generation;
	const struct sw_template *template = sw_model_generate(run, drawing, &generation, NULL);
	if (template && !drawing->template) { /* for its columns */
		drawing->template = SW_NEW(&run->arena, struct sw_template);
		*drawing->template = *template;
	}
	return template ? 0 : -1;
}

static int write_report(struct sw_model_run *run, const struct sw_request_report *report, const void *drawing, struct sw_out *out) {
	return sw_str_is(sw_str_of(report->format->name), "tmt-csv") ? sw_tmt_csv(out, &run->arena, drawing)
								     : sw_tmt_html(out, &run->arena, drawing, sw_str_of(run->request->time));
}

/* Models of formats that have no coordinates are drawn all the same. */
static void place(struct sw_model_run *run, struct sw_drawing *drawing) {
	for sw_each (struct sw_drawn_diagram, diagram, drawing->diagrams)
		for sw_each (struct sw_drawn, drawn, diagram->elements)
			if (!drawn->placed && !sw_drawn_is_line(drawn)) {
				sw_place(&run->arena, diagram);
				break;
			}
}

int sw_run_model_report(struct sw_model_run *run) {
	struct sw_drawing *drawing = sw_model_open(run, 0, NULL);
	int failed = !drawing || (run->asked->generate && add_generated(run, drawing) < 0);
	if (!failed) {
		place(run, drawing);
		failed = sw_model_write(run, write_report, drawing) < 0;
	}
	return sw_model_tell(run) || failed ? 2 : 0;
}
