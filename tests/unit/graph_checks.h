/* What must hold of a diagram as text whatever its names are: each format's own grammar, as far as names could leave it. */
#pragma once
#include "reports/graph/graph.h"
#include <assert.h>
#include <stdlib.h>

struct counted {
	size_t nodes, boxes, edges;
};

static inline struct counted count_graphs(const sw_graphs *graphs) {
	struct counted counted = {0};
	for (size_t i = 0; i < graphs->n; i++) {
		counted.nodes += graphs->v[i].nodes.n;
		counted.boxes += graphs->v[i].boxes.n - 1;
		counted.edges += graphs->v[i].edges.n;
	}
	return counted;
}

static inline void check_no_controls(struct sw_str text) {
	for (size_t i = 0; i < text.n; i++)
		assert((unsigned char)text.p[i] >= 0x20 || text.p[i] == '\n' || text.p[i] == '\t');
}

/* The line without what stands between quotation marks, of which there is an even number. */
static inline struct sw_str outside_quotes(struct sw_str line, char *room, bool escapes) {
	size_t n = 0;
	bool quoted = false;
	for (size_t i = 0; i < line.n; i++) {
		if (quoted && escapes && line.p[i] == '\\')
			i++;
		else if (line.p[i] == '"')
			quoted = !quoted;
		else if (!quoted)
			room[n++] = line.p[i];
	}
	assert(!quoted);
	return sw_str(room, n);
}

static inline void check_lines(struct sw_str text, const struct counted *expected, bool escapes, const char *const arrows[3], const char *box,
			       const char *end, size_t more_ends) {
	struct counted found = {0};
	size_t ends = 0;
	struct sw_str line;
	check_no_controls(text);
	while (sw_str_split(&text, '\n', &line)) {
		char *room = malloc(line.n + 1);
		assert(room);
		struct sw_str plain = sw_str_trim(outside_quotes(line, room, escapes));
		for (size_t i = 0; i < 3 && arrows[i]; i++)
			if (sw_str_contains(plain, sw_str_of(arrows[i]))) {
				found.edges++;
				break;
			}
		found.boxes += sw_str_starts(plain, sw_str_of(box));
		ends += sw_str_is(plain, end);
		free(room);
	}
	assert(found.edges == expected->edges);
	assert(found.boxes == expected->boxes && ends == expected->boxes + more_ends);
}

static inline void check_mermaid(struct sw_str text, const struct counted *expected, size_t outer) {
	static const char *const arrows[3] = {"-->", "==>", "-.->"};
	struct counted all = *expected;
	all.boxes += outer;
	assert(sw_str_starts(text, SW_S("flowchart LR\n")) && !sw_str_contains(text, SW_S("%")) && !sw_str_contains(text, SW_S("`")));
	check_lines(text, &all, false, arrows, "subgraph ", "end", 0);
}

static inline void check_dot(struct sw_str text, const struct counted *expected, size_t graphs) {
	static const char *const arrows[3] = {" -> "};
	size_t digraphs = 0;
	struct sw_str rest = text, line;
	while (sw_str_split(&rest, '\n', &line))
		digraphs += sw_str_starts(line, SW_S("digraph g"));
	assert(digraphs == graphs);
	check_lines(text, expected, true, arrows, "subgraph cluster_b", "}", graphs);
}

static inline void check_drawio(struct sw_str text, const struct counted *expected, size_t graphs) {
	size_t cells = 0, pages = 0, marks = 0, ends = 0;
	check_no_controls(text);
	for (struct sw_str rest = text; rest.n; rest = sw_str_from(rest, 1)) {
		cells += sw_str_starts(rest, SW_S("<mxCell "));
		pages += sw_str_starts(rest, SW_S("<diagram "));
		marks += rest.p[0] == '<';
		ends += rest.p[0] == '>';
	}
	assert(pages == graphs && marks == ends);
	assert(cells == expected->nodes + expected->boxes + expected->edges + 2 * graphs);
}

static inline void check_plantuml(struct sw_str text, const struct counted *expected, size_t graphs) {
	static const char *const words[] = {"@startuml", "@enduml", "hide stereotype", "skinparam ", "BorderStyle ", "title ", "usecase \"",
		"rectangle \"", "database \"", "card \"", "n", "}"};
	size_t starts = 0, at_signs = 0, boxes = 0;
	struct sw_str line;
	check_no_controls(text);
	assert(!sw_str_contains(text, SW_S("%")) && !sw_str_contains(text, SW_S("!")));
	while (sw_str_split(&text, '\n', &line)) {
		bool known = line.n == 0;
		struct sw_str trimmed = sw_str_trim(line);
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)
			known |= sw_str_starts(trimmed, sw_str_of(words[i]));
		assert(known);
		starts += sw_str_is(line, "@startuml");
		for (size_t i = 0; i < line.n; i++)
			at_signs += line.p[i] == '@';
		boxes += sw_str_ends(line, SW_S("<<boundary>> {")) && sw_str_starts(trimmed, SW_S("rectangle "));
	}
	assert(starts == graphs && at_signs == 2 * graphs && boxes == expected->boxes);
}

/* All four, each written twice. */
static inline void check_graphs(const sw_graphs *graphs) {
	struct counted expected = count_graphs(graphs);
	for (size_t i = 0; i < sw_graph_format_count; i++) {
		struct sw_out out, again;
		sw_out_init(&out, -1);
		sw_out_init(&again, -1);
		sw_graph_formats[i].write(&out, graphs);
		sw_graph_formats[i].write(&again, graphs);
		struct sw_str text = sw_out_text(&out), name = sw_str_of(sw_graph_formats[i].name);
		assert(sw_str_eq(text, sw_out_text(&again)));
		if (sw_str_is(name, "mermaid"))
			check_mermaid(text, &expected, graphs->n > 1 ? graphs->n : 0);
		else if (sw_str_is(name, "dot"))
			check_dot(text, &expected, graphs->n);
		else if (sw_str_is(name, "drawio"))
			check_drawio(text, &expected, graphs->n);
		else
			check_plantuml(text, &expected, graphs->n);
		sw_out_free(&out);
		sw_out_free(&again);
	}
}
