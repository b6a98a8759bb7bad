#include "reports/drawn/report.h"
#include "reports/drawn/arrange.h"
#include "base/say.h"
#include "models/export.h"
#include "readers/models/formats.h"
#include "readers/models/losses.h"
#include "readers/models/place.h"
#include <assert.h>

/* The first page: what the configuration says, and what the platform profile lets us assume. */
static void introduce(const struct sw_report *report, struct sw_drawing *drawing) {
	const struct sw_about *about = &report->system->config->about;
	struct sw_arena *arena = report->arena;
	drawing->name = about->name.text.n ? about->name.text : report->diagrams.n ? report->diagrams.v[0].name : SW_S("system");
	drawing->owner = about->owner.text;
	drawing->reviewer = about->reviewer.text;
	drawing->description = about->description.text;
	drawing->contributors = sw_texts_join(arena, &about->contributors, ", ");
	drawing->dependencies = sw_texts_join(arena, &about->dependencies, "\n");
	drawing->assumptions = sw_texts_join(arena, &about->assumptions, "\n");
	const struct sw_register *first = report->registers.n ? &report->registers.v[0] : NULL;
	for (size_t i = 0; first && i < first->assumptions.n; i++)
		drawing->assumptions = sw_arena_printf(arena, "%.*s%s%.*s", SW_ARG(drawing->assumptions), drawing->assumptions.n ? "\n" : "",
						       SW_ARG(first->assumptions.v[i]));
}

static int write_as(const char *name, const struct sw_report *report, struct sw_out *out) {
	const struct sw_model_format *format = sw_model_format_of(sw_str_of(name));
	bool whole = strcmp(name, "tm7") == 0; /* the container template has a column or property for everything */
	struct sw_losses losses = {.arena = report->arena};
	struct sw_drawing drawing;
	assert(format && format->write);
	sw_export_drawing(report->arena, report->diagrams.v, report->registers.v, report->diagrams.n, &drawing);
	introduce(report, &drawing);
	for (size_t i = 0; i < drawing.diagrams.n; i++) {
		sw_drawn_arrange(&drawing.diagrams.v[i]);
		sw_place(report->arena, &drawing.diagrams.v[i]); /* what is still without a place */
	}
	int result = format->write(&drawing, report->arena, &losses, out);
	if (losses.list.n && !whole)
		sw_say("note: %zu kinds of things have no place in %s; write -f tm7=FILE and 'strideward model convert FILE' lists them",
		       losses.list.n, name);
	return result;
}

#define WRITER(function, name)                                                                                        \
	int function(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out) {        \
		(void)style;                                                                                           \
		return write_as(name, report, out);                                                                    \
	}
WRITER(sw_report_tm7, "tm7")
WRITER(sw_report_threat_dragon, "threat-dragon")
WRITER(sw_report_otm, "otm")
WRITER(sw_report_threagile, "threagile")
WRITER(sw_report_tm_bom, "tm-bom")
