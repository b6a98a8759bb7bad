#include "reports/graph/graph.h"
#include "base/utf8.h"

/* A label has no escape of its own, Creole finds markup in most marks, and the preprocessor calls functions at '%'
 * anywhere: so all but a few marks are written by number. Marks that only mean something in pairs stand alone as they are. */
static void label(struct sw_out *out, struct sw_str text) {
	for (size_t at = 0; at < text.n;) {
		size_t start = at;
		uint32_t c = sw_utf8_next(text, &at, NULL);
		bool mark = c < 0x80 && !sw_is_alnum((char)c) && !strchr(" .,()+?", (int)c);
		bool lone = c < 0x80 && strchr("-_/:", (int)c) && start > 0 && at < text.n && sw_is_alnum(text.p[start - 1]) && sw_is_alnum(text.p[at]);
		if (mark && !lone)
			sw_out_printf(out, "<U+%04X>", (unsigned)c);
		else
			sw_out_bytes(out, text.p + start, at - start);
	}
	if (!text.n)
		sw_out_byte(out, ' ');
}

static void indent(struct sw_out *out, unsigned depth) {
	for (unsigned i = 0; i < depth; i++)
		sw_out_z(out, "  ");
}

static void write_box(struct sw_out *out, const struct sw_graph *graph, const struct sw_graph_box *box, unsigned depth) {
	static const char *const shapes[] = {
		[SW_GRAPH_PROCESS] = "usecase", [SW_GRAPH_EXTERNAL] = "rectangle", [SW_GRAPH_STORE] = "database", [SW_GRAPH_NOTE] = "card",
	};
	for (int32_t i = box->first_node; i >= 0; i = graph->nodes.v[i].next) {
		const struct sw_graph_node *node = &graph->nodes.v[i];
		indent(out, depth);
		sw_out_printf(out, "%s \"", shapes[node->shape]);
		label(out, node->name);
		sw_out_printf(out, "\" as n%d%s\n", i, node->dim ? " #EEEEEE" : "");
	}
	for (int32_t i = box->first_box; i >= 0; i = graph->boxes.v[i].next) {
		indent(out, depth);
		sw_out_z(out, "rectangle \"");
		label(out, graph->boxes.v[i].name);
		sw_out_printf(out, "\" as b%d <<boundary>> {\n", i);
		write_box(out, graph, &graph->boxes.v[i], depth + 1);
		indent(out, depth);
		sw_out_z(out, "}\n");
	}
}

void sw_graph_plantuml(struct sw_out *out, const sw_graphs *graphs) {
	static const char *const arrows[] = {[SW_GRAPH_SOLID] = "-->", [SW_GRAPH_BOLD] = "-[bold]->", [SW_GRAPH_DASHED] = "-[dashed]->"};
	for (size_t g = 0; g < graphs->n; g++) {
		const struct sw_graph *graph = &graphs->v[g];
		sw_out_z(out, "@startuml\nhide stereotype\nskinparam rectangle<<boundary>> {\n  BorderStyle dashed\n}\n");
		/* The word alone would begin a title of several lines. */
		if (sw_str_trim(graph->title).n) {
			sw_out_z(out, "title ");
			label(out, graph->title);
			sw_out_byte(out, '\n');
		}
		write_box(out, graph, sw_graph_sheet(graph), 0);
		for (size_t i = 0; i < graph->edges.n; i++) {
			const struct sw_graph_edge *edge = &graph->edges.v[i];
			sw_out_printf(out, "n%u %s%s n%u", edge->from, edge->both_ways ? "<" : "", arrows[edge->line], edge->to);
			if (sw_str_trim(edge->label).n) {
				sw_out_z(out, " : ");
				label(out, edge->label);
			}
			sw_out_byte(out, '\n');
		}
		sw_out_z(out, "@enduml\n");
	}
}
