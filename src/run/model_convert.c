/* `model convert MODEL -f NAME=FILE …`: a model of any format that is read, written in others. What a format cannot hold
 * is said on standard error. Nothing takes a place on disk unless all of it was read and written. */
#include "base/say.h"
#include "readers/models/formats.h"
#include "readers/models/losses.h"
#include "reports/graph/graph.h"
#include "run/model.h"

bool sw_model_converts(struct sw_str name) {
	const struct sw_model_format *format = sw_model_format_of(name);
	return (format && format->write) || sw_graph_format_of(name);
}

static int write_report(struct sw_model_run *run, const struct sw_request_report *report, const void *drawing, struct sw_out *out) {
	struct sw_str name = sw_str_of(report->format->name);
	const struct sw_model_format *format = sw_model_format_of(name);
	struct sw_losses losses = {.arena = &run->arena};
	int result;
	if (format) {
		result = sw_model_write_drawing(run, format, drawing, out);
	} else {
		result = sw_graph_write(sw_graph_format_of(name), drawing, &run->arena, &losses, out);
		sw_model_tell_losses(run, report->format->name, &losses);
	}
	if (result < 0)
		sw_say("%s: it cannot be written in this format", run->request->targets[0].named);
	return result;
}

int sw_run_model_convert(struct sw_model_run *run) {
	struct sw_drawing *drawing = sw_model_open(run, 0, NULL);
	return sw_model_tell(run) || !drawing || sw_model_write(run, write_report, drawing) < 0 ? 2 : 0;
}
