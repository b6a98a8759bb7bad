#include "reports/graph/graph.h"

/* Between quotation marks only these end a string or mean something; entities of HTML are known everywhere. */
static void label(struct sw_out *out, struct sw_str text) {
	sw_out_byte(out, '"');
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == '&')
			sw_out_z(out, "&amp;");
		else if (c == '"' || c == '\\')
			sw_out_printf(out, "\\%c", c);
		else
			sw_out_byte(out, c);
	}
	sw_out_byte(out, '"');
}

static void indent(struct sw_out *out, unsigned depth) {
	for (unsigned i = 0; i < depth; i++)
		sw_out_byte(out, '\t');
}

static void write_box(struct sw_out *out, const struct sw_graph *graph, const struct sw_graph_box *box, unsigned depth) {
	static const char *const shapes[] = {
		[SW_GRAPH_PROCESS] = "ellipse", [SW_GRAPH_EXTERNAL] = "box", [SW_GRAPH_STORE] = "cylinder", [SW_GRAPH_NOTE] = "note",
	};
	for (int32_t i = box->first_node; i >= 0; i = graph->nodes.v[i].next) {
		const struct sw_graph_node *node = &graph->nodes.v[i];
		indent(out, depth);
		sw_out_printf(out, "n%d [shape=%s, label=", i, shapes[node->shape]);
		label(out, node->name);
		sw_out_printf(out, "%s];\n", node->dim ? ", color=gray, fontcolor=gray" : "");
	}
	for (int32_t i = box->first_box; i >= 0; i = graph->boxes.v[i].next) {
		indent(out, depth);
		sw_out_printf(out, "subgraph cluster_b%d {\n", i);
		indent(out, depth + 1);
		sw_out_z(out, "label=");
		label(out, graph->boxes.v[i].name);
		sw_out_z(out, ";\n");
		indent(out, depth + 1);
		sw_out_z(out, "style=dashed;\n");
		write_box(out, graph, &graph->boxes.v[i], depth + 1);
		indent(out, depth);
		sw_out_z(out, "}\n");
	}
}

void sw_graph_dot(struct sw_out *out, const sw_graphs *graphs) {
	static const char *const styles[] = {[SW_GRAPH_SOLID] = "solid", [SW_GRAPH_BOLD] = "bold", [SW_GRAPH_DASHED] = "dashed"};
	for (size_t g = 0; g < graphs->n; g++) {
		const struct sw_graph *graph = &graphs->v[g];
		sw_out_printf(out, "digraph g%zu {\n\tcharset=\"UTF-8\";\n\trankdir=LR;\n\tlabelloc=t;\n\tlabel=", g);
		label(out, graph->title);
		sw_out_z(out, ";\n\tnode [fontname=\"sans-serif\"];\n\tedge [fontname=\"sans-serif\", fontsize=10];\n\tgraph [fontname=\"sans-serif\"];\n");
		write_box(out, graph, sw_graph_sheet(graph), 1);
		for (size_t i = 0; i < graph->edges.n; i++) {
			const struct sw_graph_edge *edge = &graph->edges.v[i];
			sw_out_printf(out, "\tn%u -> n%u [style=%s%s, label=", edge->from, edge->to, styles[edge->line], edge->both_ways ? ", dir=both" : "");
			label(out, edge->label);
			sw_out_z(out, "];\n");
		}
		sw_out_z(out, "}\n");
	}
}
