/* Diagrams as text that other programs draw: Mermaid, DOT, draw.io and PlantUML. All start from one graph, which is made
 * from the diagram of a scan or from a drawn model. Ids are made of numbers alone, so that names stand in labels and
 * nowhere else; each format has one function that writes a label, and no name can end it. */
#pragma once
#include "base/out.h"
#include "facts/diagram.h"
#include "facts/drawing.h"
#include "readers/models/losses.h"
#include "reports/report.h"

enum sw_graph_shape { SW_GRAPH_PROCESS, SW_GRAPH_EXTERNAL, SW_GRAPH_STORE, SW_GRAPH_NOTE };
enum sw_graph_line { SW_GRAPH_SOLID, SW_GRAPH_BOLD, SW_GRAPH_DASHED };

struct sw_graph_rect {
	double left, top, width, height; /* pixels from the sheet's corner */
};

struct sw_graph_node {
	struct sw_str name;       /* on one line, with nothing in it that nobody sees */
	enum sw_graph_shape shape;
	int32_t box;              /* it stands in; -1: none */
	bool dim;                 /* out of scope */
	int32_t next;             /* in the same box, in order; -1: none */
	struct sw_graph_rect at;
};

struct sw_graph_box {
	struct sw_str name;
	int32_t parent, next;     /* -1: none */
	int32_t first_node, last_node, first_box, last_box;
	struct sw_graph_rect at;
};

struct sw_graph_edge {
	uint32_t from, to;
	struct sw_str label;      /* may be empty */
	enum sw_graph_line line;
	bool both_ways;
};

struct sw_graph {
	struct sw_str title;
	SW_VEC(struct sw_graph_node) nodes;
	SW_VEC(struct sw_graph_box) boxes; /* the last stands for the sheet */
	SW_VEC(struct sw_graph_edge) edges;
};
typedef SW_VEC(struct sw_graph) sw_graphs;

enum { SW_GRAPH_DEPTH = 32 }; /* boxes inside each other; deeper ones stand beside */

/* What is drawn of a scan's diagram: no elements that only carry threats, no flows that are said to be absent. */
void sw_graph_of_diagram(struct sw_arena *arena, const struct sw_diagram *diagram, struct sw_graph *graph);
/* Notes become nodes; boundaries that are lines, and flows with a loose end, are told in losses. */
void sw_graph_of_drawn(struct sw_arena *arena, const struct sw_drawn_diagram *diagram, struct sw_losses *losses, struct sw_graph *graph);

/* Several graphs: DOT and PlantUML have one after another in a file, draw.io a page each, Mermaid a box each. */
typedef void sw_graph_writer(struct sw_out *out, const sw_graphs *graphs);
sw_graph_writer sw_graph_mermaid, sw_graph_dot, sw_graph_drawio, sw_graph_plantuml;

struct sw_graph_format {
	const char *name;
	sw_graph_writer *write;
};
extern const struct sw_graph_format sw_graph_formats[];
extern const size_t sw_graph_format_count;
/* The format called `name`, or NULL. */
const struct sw_graph_format *sw_graph_format_of(struct sw_str name);
/* A drawn model in that format; -1: writing failed. */
int sw_graph_write(const struct sw_graph_format *format, const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses,
		   struct sw_out *out);

/* The same of a scan: rows of reports/formats.c. */
sw_report_writer sw_report_mermaid, sw_report_dot, sw_report_drawio, sw_report_plantuml;

/* ---- inner contract ---- */
static inline const struct sw_graph_box *sw_graph_sheet(const struct sw_graph *graph) {
	return &graph->boxes.v[graph->boxes.n - 1];
}
