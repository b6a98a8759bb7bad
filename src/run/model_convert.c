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

static int write_model(struct sw_model_run *run, const struct sw_drawing *drawing, const struct sw_request_report *report) {
	SW_CLEANUP_OUT struct sw_out out;
	struct sw_err err = {0};
	struct sw_str name = sw_str_of(report->format->name);
	const struct sw_model_format *format = sw_model_format_of(name);
	const struct sw_graph_format *graph = format ? NULL : sw_graph_format_of(name);
	struct sw_losses losses = {.arena = &run->arena};
	struct sw_arena_catch catch;
	int result = -1;
	sw_out_init(&out, report->fd);
	if (SW_ARENA_TRY(&run->arena, &catch)) {
		result = graph ? sw_graph_write(graph, drawing, &run->arena, &losses, &out)
			: format->write(drawing, &run->arena, &losses, &out);
		sw_arena_leave(&run->arena, &catch);
	} else {
		sw_out_free(&out);
		sw_arena_throw(&run->arena);
	}
	for (size_t i = 0; i < losses.list.n; i++)
		sw_say_plain("%s: %.*s", report->format->name, SW_ARG(sw_loss_line(&run->arena, losses.list.v[i])));
	if (result < 0)
		sw_say("%s: it cannot be written in this format", run->request->targets[0].named);
	else if (sw_out_flush(&out, &err) < 0) {
		sw_say("%s", err.text);
		return -1;
	}
	return result;
}

int sw_run_model_convert(struct sw_model_run *run) {
	struct sw_drawing *drawing = sw_model_open(run, 0, NULL);
	bool failed = sw_model_tell(run) || !drawing;
	for (size_t i = 0; !failed && i < run->request->report_count; i++)
		failed = write_model(run, drawing, &run->request->reports[i]) < 0;
	return failed ? 2 : 0;
}
