#include "base/say.h"
#include "models/container_state.h"
#include "models/container_template.h"
#include "readers/models/formats.h"
#include "reports/generated/report.h"
#include "run/model_rules.h"

static int write_report(const struct sw_generated_report *generated, const struct sw_request_report *report) {
	SW_CLEANUP_OUT struct sw_out out;
	struct sw_err err = {0};
	sw_out_init(&out, report->fd);
	if (sw_str_is(sw_str_of(report->format->name), "json"))
		sw_generated_json(generated, &out);
	else
		sw_generated_lines(generated, &report->style, &out);
	if (sw_out_flush(&out, &err) < 0) {
		sw_say("%s", err.text);
		return -1;
	}
	return 0;
}

static int generate(struct sw_model_run *run, struct sw_drawing *drawing) {
	const struct sw_filter_rules rules = {0};
	const struct sw_template *template = sw_model_rules(run, drawing);
	struct sw_generation generation;
	struct sw_generated_report report = {.arena = &run->arena, .drawing = drawing, .generation = &generation, .stored = drawing->threats.n,
					     .named = sw_str_of(run->request->targets[0].named), .sources = &run->sources,
					     .diags = &run->diags, .version = run->request->version};
	if (!template)
		return -1;
	sw_generate(&generation, &run->arena, drawing, template, &rules, sw_str_sub(sw_str_of(run->request->time), 0, 10), &run->diags);
	sw_merge(drawing, &generation, &report.of, &run->diags);
	if (sw_is_container_template(template))
		sw_container_judge(&run->arena, drawing);
	for (size_t i = 0; i < run->request->report_count; i++)
		if (write_report(&report, &run->request->reports[i]) < 0)
			return -1;
	return 0;
}

int sw_run_model_generate(struct sw_model_run *run) {
	struct sw_drawing *drawing = sw_model_open(run, 0, NULL);
	int failed = !drawing || generate(run, drawing) < 0;
	return sw_model_tell(run) || failed ? 2 : 0;
}
