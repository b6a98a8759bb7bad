#include "reports/graph/graph.h"
#include "base/utf8.h"

enum { SW_MERMAID_OWN = 0xfb02 }; /* begins what Mermaid itself makes of an entity */

/* Between quotation marks, with every mark but a few as an entity: quotation marks end a label, a backtick begins Markdown,
 * '%%' a comment or a directive wherever it stands, '<' HTML; and ':' with a later '#' and ';' in one line is what Mermaid
 * takes for a style. */
static void label(struct sw_out *out, struct sw_str text) {
	sw_out_byte(out, '"');
	for (size_t at = 0; at < text.n;) {
		size_t start = at;
		uint32_t c = sw_utf8_next(text, &at, NULL);
		bool plain = c >= 0x80 ? c != SW_MERMAID_OWN : sw_is_alnum((char)c) || strchr(" _-./,+()", (int)c);
		if (!plain)
			sw_out_printf(out, "#%u;", (unsigned)c);
		else
			sw_out_bytes(out, text.p + start, at - start);
	}
	if (!text.n)
		sw_out_byte(out, ' '); /* an empty label is not in the grammar */
	sw_out_byte(out, '"');
}

static void indent(struct sw_out *out, unsigned depth) {
	for (unsigned i = 0; i < depth; i++)
		sw_out_z(out, "  ");
}

static void write_node(struct sw_out *out, size_t g, size_t i, const struct sw_graph_node *node, unsigned depth) {
	static const char *const marks[][2] = {
		[SW_GRAPH_PROCESS] = {"(", ")"}, [SW_GRAPH_EXTERNAL] = {"[", "]"}, [SW_GRAPH_STORE] = {"[(", ")]"}, [SW_GRAPH_NOTE] = {">", "]"},
	};
	indent(out, depth);
	sw_out_printf(out, "g%zun%zu%s", g, i, marks[node->shape][0]);
	label(out, node->name);
	sw_out_printf(out, "%s%s\n", marks[node->shape][1], node->dim ? ":::dim" : "");
}

static void write_box(struct sw_out *out, size_t g, const struct sw_graph *graph, const struct sw_graph_box *box, unsigned depth) {
	for (int32_t i = box->first_node; i >= 0; i = graph->nodes.v[i].next)
		write_node(out, g, (size_t)i, &graph->nodes.v[i], depth);
	for (int32_t i = box->first_box; i >= 0; i = graph->boxes.v[i].next) {
		indent(out, depth);
		sw_out_printf(out, "subgraph g%zub%d [", g, i);
		label(out, graph->boxes.v[i].name);
		sw_out_z(out, "]\n");
		write_box(out, g, graph, &graph->boxes.v[i], depth + 1);
		indent(out, depth);
		sw_out_z(out, "end\n");
	}
}

static void write_edge(struct sw_out *out, size_t g, const struct sw_graph_edge *edge) {
	static const char *const arrows[] = {[SW_GRAPH_SOLID] = "-->", [SW_GRAPH_BOLD] = "==>", [SW_GRAPH_DASHED] = "-.->"};
	sw_out_printf(out, "  g%zun%u %s%s", g, edge->from, edge->both_ways ? "<" : "", arrows[edge->line]);
	if (edge->label.n) {
		sw_out_byte(out, '|');
		label(out, edge->label);
		sw_out_byte(out, '|');
	}
	sw_out_printf(out, " g%zun%u\n", g, edge->to);
}

void sw_graph_mermaid(struct sw_out *out, const sw_graphs *graphs) {
	bool dim = false, boxes = false;
	sw_out_z(out, "flowchart LR\n");
	for (size_t g = 0; g < graphs->n; g++) {
		const struct sw_graph *graph = &graphs->v[g];
		if (graphs->n > 1) {
			sw_out_printf(out, "  subgraph g%zu [", g);
			label(out, graph->title);
			sw_out_z(out, "]\n");
		}
		write_box(out, g, graph, sw_graph_sheet(graph), graphs->n > 1 ? 2 : 1);
		if (graphs->n > 1)
			sw_out_z(out, "  end\n");
		for (size_t i = 0; i < graph->edges.n; i++)
			write_edge(out, g, &graph->edges.v[i]);
		for (size_t i = 0; i < graph->nodes.n; i++)
			dim |= graph->nodes.v[i].dim;
		boxes |= graph->boxes.n > 1;
	}
	if (dim)
		sw_out_z(out, "  classDef dim opacity:0.5\n");
	for (size_t g = 0; g < graphs->n && boxes; g++)
		for (size_t i = 0; i + 1 < graphs->v[g].boxes.n; i++)
			sw_out_printf(out, "  style g%zub%zu fill:none,stroke-dasharray:5 5\n", g, i);
}
