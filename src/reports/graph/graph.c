#include "reports/graph/graph.h"
#include "readers/models/place.h"
#include "reports/visible.h"

const struct sw_graph_format sw_graph_formats[] = {
	{"mermaid", sw_graph_mermaid},
	{"dot", sw_graph_dot},
	{"drawio", sw_graph_drawio},
	{"plantuml", sw_graph_plantuml},
};
const size_t sw_graph_format_count = sizeof sw_graph_formats / sizeof *sw_graph_formats;

const struct sw_graph_format *sw_graph_format_of(struct sw_str name) {
	for (size_t i = 0; i < sw_graph_format_count; i++)
		if (sw_str_is(name, sw_graph_formats[i].name))
			return &sw_graph_formats[i];
	return NULL;
}

/* ---- boxes ---- */

/* Cuts rings where they close, and moves what is too deep out to the sheet. */
static void limit_depth(struct sw_arena *arena, struct sw_graph *graph) {
	size_t count = graph->boxes.n, steps;
	uint32_t *depth = SW_NEW_ARRAY(arena, uint32_t, count + 1);  /* 0: not known yet */
	uint32_t *walk = SW_NEW_ARRAY(arena, uint32_t, count + 1);   /* the walk that came by, from 1 */
	int32_t *path = SW_NEW_ARRAY(arena, int32_t, count + 1);
	for (size_t i = 0; i < count; i++) {
		steps = 0;
		for (int32_t at = (int32_t)i; at >= 0 && depth[at] == 0; at = graph->boxes.v[at].parent) {
			int32_t parent = graph->boxes.v[at].parent;
			walk[at] = (uint32_t)i + 1;
			path[steps++] = at;
			if (parent >= 0 && walk[parent] == i + 1)
				graph->boxes.v[at].parent = -1;
		}
		while (steps > 0) {
			struct sw_graph_box *box = &graph->boxes.v[path[--steps]];
			uint32_t outer = box->parent < 0 ? 0 : depth[box->parent];
			if (outer >= SW_GRAPH_DEPTH) {
				box->parent = -1;
				outer = 0;
			}
			depth[path[steps]] = outer + 1;
		}
	}
}

static void append_node(struct sw_graph *graph, struct sw_graph_box *box, int32_t node) {
	if (box->last_node < 0)
		box->first_node = node;
	else
		graph->nodes.v[box->last_node].next = node;
	box->last_node = node;
}

static void append_box(struct sw_graph *graph, struct sw_graph_box *outer, int32_t box) {
	if (outer->last_box < 0)
		outer->first_box = box;
	else
		graph->boxes.v[outer->last_box].next = box;
	outer->last_box = box;
}

/* Puts nodes and boxes into the lists of the boxes they stand in, and the sheet last; cuts rings and what is too deep. */
static void nest(struct sw_arena *arena, struct sw_graph *graph) {
	limit_depth(arena, graph);
	size_t count = graph->boxes.n;
	*sw_push(arena, &graph->boxes) = (struct sw_graph_box){.parent = -1};
	for (size_t i = 0; i <= count; i++) {
		struct sw_graph_box *box = &graph->boxes.v[i];
		box->first_node = box->last_node = box->first_box = box->last_box = box->next = -1;
	}
	for (size_t i = 0; i < graph->nodes.n; i++) {
		int32_t box = graph->nodes.v[i].box;
		graph->nodes.v[i].next = -1;
		append_node(graph, &graph->boxes.v[box < 0 ? (int32_t)count : box], (int32_t)i);
	}
	for (size_t i = 0; i < count; i++) {
		int32_t parent = graph->boxes.v[i].parent;
		append_box(graph, &graph->boxes.v[parent < 0 ? (int32_t)count : parent], (int32_t)i);
	}
}

/* ---- from a scan ---- */

/* What is sure is said by the line; what is not, and whether it is encrypted, in words that every format can show. What
 * crosses no wire, a mount or a socket on one machine, raises no question of encryption. */
static struct sw_str flow_label(struct sw_arena *arena, const struct sw_flow *flow) {
	enum sw_tri encrypted = sw_listed(flow->protocol, "file socket") ? SW_UNKNOWN : flow->encrypted;
	return sw_arena_printf(arena, "%.*s%s%s%s", SW_ARG(flow->label), flow->grade == SW_GRADE_GUESSED ? " ?" : "",
		flow->grade == SW_GRADE_CLAIMED ? " (claimed)" : "", encrypted == SW_YES ? " (encrypted)"
		: encrypted == SW_NO ? " (not encrypted)" : "");
}

static enum sw_graph_line line_of(enum sw_grade grade) {
	return grade == SW_GRADE_OBSERVED ? SW_GRAPH_BOLD : grade == SW_GRADE_GUESSED ? SW_GRAPH_DASHED : SW_GRAPH_SOLID;
}

/* A scan says no places, so they are chosen as for a model without any. */
static void place(struct sw_arena *arena, struct sw_graph *graph) {
	struct sw_drawn_diagram drawn = {.zoom = 1};
	size_t boxes = graph->boxes.n;
	for (size_t i = 0; i < boxes; i++)
		*sw_push(arena, &drawn.elements) = (struct sw_drawn){.kind = SW_DRAWN_BOX, .name = graph->boxes.v[i].name, .from = -1, .to = -1,
			.inside = graph->boxes.v[i].parent};
	for (size_t i = 0; i < graph->nodes.n; i++)
		*sw_push(arena, &drawn.elements) = (struct sw_drawn){.name = graph->nodes.v[i].name, .from = -1, .to = -1,
			.kind = graph->nodes.v[i].shape == SW_GRAPH_STORE ? SW_DRAWN_STORE : SW_DRAWN_PROCESS, .inside = graph->nodes.v[i].box};
	sw_place(arena, &drawn);
	for (size_t i = 0; i < drawn.elements.n; i++) {
		const struct sw_drawn *from = &drawn.elements.v[i];
		struct sw_graph_rect at = {from->left, from->top, from->width, from->height};
		if (i < boxes)
			graph->boxes.v[i].at = at;
		else
			graph->nodes.v[i - boxes].at = at;
	}
}

void sw_graph_of_diagram(struct sw_arena *arena, const struct sw_diagram *diagram, struct sw_graph *graph) {
	int32_t *numbers = SW_NEW_ARRAY(arena, int32_t, diagram->elements.n);
	*graph = (struct sw_graph){.title = sw_report_visible(arena, diagram->name)};
	for (size_t i = 0; i < diagram->boundaries.n; i++)
		*sw_push(arena, &graph->boxes) = (struct sw_graph_box){.name = sw_report_visible(arena, diagram->boundaries.v[i].name),
			.parent = diagram->boundaries.v[i].parent};
	for (size_t i = 0; i < diagram->elements.n; i++) {
		const struct sw_element *element = &diagram->elements.v[i];
		numbers[i] = element->register_only ? -1 : (int32_t)graph->nodes.n;
		if (element->register_only)
			continue;
		struct sw_str name = element->role.n ? sw_arena_printf(arena, "%.*s (%.*s)", SW_ARG(element->name), SW_ARG(element->role))
			: element->name;
		*sw_push(arena, &graph->nodes) = (struct sw_graph_node){.name = sw_report_visible(arena, name), .box = element->boundary,
			.shape = element->shape == SW_SHAPE_EXTERNAL ? SW_GRAPH_EXTERNAL
				: element->shape == SW_SHAPE_STORE ? SW_GRAPH_STORE : SW_GRAPH_PROCESS};
	}
	for (size_t i = 0; i < diagram->flows.n; i++) {
		const struct sw_flow *flow = &diagram->flows.v[i];
		if (flow->carrier_only || flow->absent || numbers[flow->from] < 0 || numbers[flow->to] < 0)
			continue;
		*sw_push(arena, &graph->edges) = (struct sw_graph_edge){.from = (uint32_t)numbers[flow->from], .to = (uint32_t)numbers[flow->to],
			.label = sw_report_visible(arena, flow_label(arena, flow)), .line = line_of(flow->grade)};
	}
	place(arena, graph);
	nest(arena, graph);
}

/* ---- from a drawn model ---- */

static struct sw_str drawn_label(struct sw_arena *arena, const struct sw_drawn *flow) {
	bool named = !flow->protocol.n || sw_str_contains_nocase(flow->name, flow->protocol);
	return sw_arena_printf(arena, "%.*s%s%.*s%s%s", SW_ARG(flow->name), named ? "" : flow->name.n ? ", " : "",
		named ? 0 : (int)flow->protocol.n, flow->protocol.n ? flow->protocol.p : "", flow->encrypted == 1 ? " (encrypted)" : "",
		flow->encrypted == 0 ? " (not encrypted)" : "");
}

static bool is_node(const struct sw_drawn *drawn) {
	return drawn->kind == SW_DRAWN_PROCESS || drawn->kind == SW_DRAWN_EXTERNAL || drawn->kind == SW_DRAWN_STORE || drawn->kind == SW_DRAWN_NOTE;
}

static enum sw_graph_shape shape_of(const struct sw_drawn *drawn) {
	return drawn->kind == SW_DRAWN_EXTERNAL ? SW_GRAPH_EXTERNAL : drawn->kind == SW_DRAWN_STORE ? SW_GRAPH_STORE
		: drawn->kind == SW_DRAWN_NOTE ? SW_GRAPH_NOTE : SW_GRAPH_PROCESS;
}

/* The box that an element stands in; an element may be stated to stand in another that is no box. */
static int32_t box_of(const struct sw_drawn_diagram *diagram, const int32_t *numbers, size_t element) {
	int32_t in = diagram->elements.v[element].placed ? sw_place_inside(diagram, element) : diagram->elements.v[element].inside;
	for (size_t steps = 0; in >= 0 && steps < SW_GRAPH_DEPTH; steps++, in = diagram->elements.v[in].inside)
		if (diagram->elements.v[in].kind == SW_DRAWN_BOX)
			return (size_t)in == element ? -1 : numbers[in];
	return -1;
}

static void add_flows(struct sw_arena *arena, const struct sw_drawn_diagram *diagram, const int32_t *numbers, struct sw_losses *losses,
		      struct sw_graph *graph) {
	for (size_t i = 0; i < diagram->elements.n; i++) {
		const struct sw_drawn *flow = &diagram->elements.v[i];
		if (flow->kind == SW_DRAWN_LINE)
			sw_lost(losses, "boundary", flow->name, SW_S("the line"), "the format draws boundaries around elements alone");
		if (flow->kind != SW_DRAWN_FLOW)
			continue;
		if (flow->from < 0 || flow->to < 0 || !is_node(&diagram->elements.v[flow->from]) || !is_node(&diagram->elements.v[flow->to])) {
			sw_lost(losses, "flow", flow->name, SW_S("all of it"), "an end of it is attached to nothing");
			continue;
		}
		*sw_push(arena, &graph->edges) = (struct sw_graph_edge){.from = (uint32_t)numbers[flow->from], .to = (uint32_t)numbers[flow->to],
			.label = sw_report_visible(arena, drawn_label(arena, flow)), .both_ways = flow->both_ways};
	}
}

void sw_graph_of_drawn(struct sw_arena *arena, const struct sw_drawn_diagram *diagram, struct sw_losses *losses, struct sw_graph *graph) {
	/* A copy is given places, for the drawing keeps what was said. */
	struct sw_drawn_diagram placed = *diagram;
	size_t count = diagram->elements.n;
	placed.elements.v = SW_NEW_ARRAY(arena, struct sw_drawn, count);
	placed.elements.cap = count;
	if (count)
		memcpy(placed.elements.v, diagram->elements.v, count * sizeof *placed.elements.v);
	sw_place(arena, &placed);
	int32_t *numbers = SW_NEW_ARRAY(arena, int32_t, count);
	*graph = (struct sw_graph){.title = sw_report_visible(arena, diagram->title)};
	for (size_t i = 0; i < count; i++) {
		const struct sw_drawn *drawn = &placed.elements.v[i];
		struct sw_graph_rect at = {drawn->left, drawn->top, drawn->width, drawn->height};
		struct sw_str name = sw_report_visible(arena, drawn->name);
		if (drawn->kind == SW_DRAWN_BOX) {
			numbers[i] = (int32_t)graph->boxes.n;
			*sw_push(arena, &graph->boxes) = (struct sw_graph_box){.name = name, .at = at};
		} else if (is_node(drawn)) {
			numbers[i] = (int32_t)graph->nodes.n;
			*sw_push(arena, &graph->nodes) = (struct sw_graph_node){.name = name, .shape = shape_of(drawn), .dim = drawn->out_of_scope, .at = at};
		}
	}
	for (size_t i = 0; i < count; i++) {
		if (placed.elements.v[i].kind == SW_DRAWN_BOX)
			graph->boxes.v[numbers[i]].parent = box_of(diagram, numbers, i);
		else if (is_node(&placed.elements.v[i]))
			graph->nodes.v[numbers[i]].box = box_of(diagram, numbers, i);
	}
	add_flows(arena, diagram, numbers, losses, graph);
	nest(arena, graph);
}

int sw_graph_write(const struct sw_graph_format *format, const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses,
		   struct sw_out *out) {
	sw_graphs graphs = {0};
	for (size_t i = 0; i < drawing->diagrams.n; i++)
		sw_graph_of_drawn(arena, &drawing->diagrams.v[i], losses, sw_push(arena, &graphs));
	if (drawing->threats.n)
		sw_lost(losses, "model", (struct sw_str){0}, SW_S("the threats"), "the format holds the diagram alone");
	format->write(out, &graphs);
	return out->failed ? -1 : 0;
}

/* ---- reports of a scan ---- */

static int report(const struct sw_report *report, sw_graph_writer *write, struct sw_out *out) {
	sw_graphs graphs = {0};
	for (size_t i = 0; i < report->diagrams.n; i++)
		sw_graph_of_diagram(report->arena, &report->diagrams.v[i], sw_push(report->arena, &graphs));
	write(out, &graphs);
	return out->failed ? -1 : 0;
}

int sw_report_mermaid(const struct sw_report *of, const struct sw_report_style *style, struct sw_out *out) {
	(void)style;
	return report(of, sw_graph_mermaid, out);
}

int sw_report_dot(const struct sw_report *of, const struct sw_report_style *style, struct sw_out *out) {
	(void)style;
	return report(of, sw_graph_dot, out);
}

int sw_report_drawio(const struct sw_report *of, const struct sw_report_style *style, struct sw_out *out) {
	(void)style;
	return report(of, sw_graph_drawio, out);
}

int sw_report_plantuml(const struct sw_report *of, const struct sw_report_style *style, struct sw_out *out) {
	(void)style;
	return report(of, sw_graph_plantuml, out);
}
