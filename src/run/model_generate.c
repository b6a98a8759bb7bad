/* `model generate MODEL`: the threats that filters generate, each with its reasons. */
#include "models/container_state.h"
#include "models/container_template.h"
#include "reports/generated/report.h"
#include "run/model_rules.h"

static int write_report(struct sw_model_run *run, const struct sw_request_report *report, const void *made, struct sw_out *out) {
	(void)run;
	return sw_str_is(sw_str_of(report->format->name), "json") ? sw_generated_json(made, out) : sw_generated_lines(made, &report->style, out);
}

static int generate(struct sw_model_run *run, struct sw_drawing *drawing) {
	struct sw_generation generation;
	struct sw_generated_report report = {.arena = &run->arena, .drawing = drawing, .generation = &generation, .stored = drawing->threats.n,
					     .named = sw_str_of(run->request->targets[0].named), .sources = &run->sources,
					     .diags = &run->diags, .version = run->request->version};
	const struct sw_template *template = sw_model_generate(run, drawing, &generation, &report.of);
	if (!template)
		return -1;
	if (sw_is_container_template(template))
		sw_container_judge(&run->arena, drawing);
	return sw_model_write(run, write_report, &report);
}

int sw_run_model_generate(struct sw_model_run *run) {
	struct sw_drawing *drawing = sw_model_open(run, 0, NULL);
	int failed = !drawing || generate(run, drawing) < 0;
	return sw_model_tell(run) || failed ? 2 : 0;
}
