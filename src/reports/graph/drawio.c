#include "reports/graph/graph.h"
#include "reports/markup.h"
#include <stdio.h>

static const char *const shapes[] = {
	[SW_GRAPH_PROCESS] = "ellipse;", [SW_GRAPH_EXTERNAL] = "rounded=0;", [SW_GRAPH_STORE] = "shape=cylinder3;boundedLbl=1;size=8;",
	[SW_GRAPH_NOTE] = "shape=note;size=10;",
};

/* The nearest whole number; what is no place on paper is 0. */
static long whole(double value) {
	return value > -1e9 && value < 1e9 ? (long)(value < 0 ? value - 0.5 : value + 0.5) : 0;
}

/* Places count from the corner of the container. */
static void geometry(struct sw_out *out, const struct sw_graph_rect *at, const struct sw_graph_box *in) {
	sw_out_printf(out, "<mxGeometry x=\"%ld\" y=\"%ld\" width=\"%ld\" height=\"%ld\" as=\"geometry\"/></mxCell>\n", whole(at->left - in->at.left),
		whole(at->top - in->at.top), whole(at->width), whole(at->height));
}

static void open_cell(struct sw_out *out, const char *kind, size_t number, struct sw_str value) {
	sw_out_printf(out, "<mxCell id=\"%s%zu\" value=\"", kind, number);
	sw_markup_attribute(out, value);
}

/* A container stands before what is in it. */
static void write_box(struct sw_out *out, const struct sw_graph *graph, const struct sw_graph_box *box, const char *parent) {
	for (int32_t i = box->first_box; i >= 0; i = graph->boxes.v[i].next) {
		const struct sw_graph_box *inner = &graph->boxes.v[i];
		char name[16];
		open_cell(out, "b", (size_t)i, inner->name);
		sw_out_printf(out, "\" style=\"rounded=0;whiteSpace=wrap;html=0;container=1;collapsible=0;recursiveResize=0;dashed=1;fillColor=none;"
			"verticalAlign=top;align=left;spacingLeft=6;\" vertex=\"1\" parent=\"%s\">", parent);
		geometry(out, &inner->at, box);
		(void)snprintf(name, sizeof name, "b%d", i);
		write_box(out, graph, inner, name);
	}
	for (int32_t i = box->first_node; i >= 0; i = graph->nodes.v[i].next) {
		const struct sw_graph_node *node = &graph->nodes.v[i];
		open_cell(out, "n", (size_t)i, node->name);
		sw_out_printf(out, "\" style=\"%swhiteSpace=wrap;html=0;%s\" vertex=\"1\" parent=\"%s\">", shapes[node->shape],
			node->dim ? "opacity=50;" : "", parent);
		geometry(out, &node->at, box);
	}
}

static void write_edges(struct sw_out *out, const struct sw_graph *graph) {
	static const char *const lines[] = {[SW_GRAPH_SOLID] = "", [SW_GRAPH_BOLD] = "strokeWidth=3;", [SW_GRAPH_DASHED] = "dashed=1;"};
	for (size_t i = 0; i < graph->edges.n; i++) {
		const struct sw_graph_edge *edge = &graph->edges.v[i];
		open_cell(out, "e", i, edge->label);
		sw_out_printf(out, "\" style=\"html=0;endArrow=block;%s%s\" edge=\"1\" parent=\"1\" source=\"n%u\" target=\"n%u\">"
			"<mxGeometry relative=\"1\" as=\"geometry\"/></mxCell>\n", lines[edge->line], edge->both_ways ? "startArrow=block;" : "",
			edge->from, edge->to);
	}
}

void sw_graph_drawio(struct sw_out *out, const sw_graphs *graphs) {
	sw_out_z(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<mxfile compressed=\"false\">\n");
	for (size_t g = 0; g < graphs->n; g++) {
		const struct sw_graph *graph = &graphs->v[g];
		sw_out_printf(out, "<diagram id=\"g%zu\" name=\"", g);
		sw_markup_attribute(out, graph->title.n ? graph->title : SW_S("Diagram"));
		sw_out_z(out, "\"><mxGraphModel grid=\"1\" gridSize=\"10\" page=\"0\"><root>\n<mxCell id=\"0\"/>\n<mxCell id=\"1\" parent=\"0\"/>\n");
		write_box(out, graph, sw_graph_sheet(graph), "1");
		write_edges(out, graph);
		sw_out_z(out, "</root></mxGraphModel></diagram>\n");
	}
	sw_out_z(out, "</mxfile>\n");
}
