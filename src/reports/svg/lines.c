#include "reports/svg/layout.h"
#include "reports/svg/text_width.h"
#include <stdlib.h>

enum {
	LABEL_MOST = 150, /* pixels */
	FAN = 3,          /* lines of a client from which they leave it as one */
};

/* A flow with its ends as they will be drawn. */
struct drawn {
	sw_svg_end from, to;
	uint32_t flow;
};

static bool is_structural(const struct sw_flow *flow) {
	return flow->grade == SW_GRADE_STRUCTURAL;
}

/* Keys of lines, most significant first; sorting by them brings together what becomes one line or one bundle. */
struct key {
	uint32_t part[4];
	uint32_t index;
};

static int by_key(const void *left, const void *right) {
	const struct key *a = left, *b = right;
	for (unsigned i = 0; i < 4; i++)
		if (a->part[i] != b->part[i])
			return a->part[i] < b->part[i] ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

static bool same_key(const struct key *a, const struct key *b) {
	return memcmp(a->part, b->part, sizeof a->part) == 0;
}

/* Structural flows from one element to two or more members of a boundary (or from them to it) are drawn once, to the
 * boundary: an engine starts all that stand in a network. `toward`: the members are at the far end. */
static void gather(struct sw_svg_picture *picture, struct drawn *drawn, size_t n, bool toward) {
	const struct sw_diagram *diagram = picture->diagram;
	struct key *keys = SW_NEW_ARRAY(picture->arena, struct key, n);
	size_t count = 0;
	for (size_t i = 0; i < n; i++) {
		sw_svg_end member = toward ? drawn[i].to : drawn[i].from, other = toward ? drawn[i].from : drawn[i].to;
		if (!is_structural(&diagram->flows.v[drawn[i].flow]) || member >= picture->elements ||
		    other >= picture->elements || diagram->elements.v[member].kind != SW_ELEMENT_WORKLOAD)
			continue;
		uint32_t boundary = picture->parent[member];
		if (boundary < picture->boundaries && !sw_svg_inside(picture, other, boundary))
			keys[count++] = (struct key){{other, boundary}, (uint32_t)i};
	}
	if (count)
		qsort(keys, count, sizeof *keys, by_key);
	for (size_t i = 0, next; i < count; i = next) {
		for (next = i + 1; next < count && same_key(&keys[i], &keys[next]); next++)
			;
		for (size_t k = i; k < next && next - i >= 2; k++)
			*(toward ? &drawn[keys[k].index].to : &drawn[keys[k].index].from) =
				picture->elements + keys[k].part[1];
	}
}

static struct sw_str label_of(struct sw_svg_picture *picture, const struct sw_svg_line *line) {
	struct sw_arena *arena = picture->arena;
	struct sw_str text = line->flow->label;
	size_t more = 0;
	for (size_t i = 1; i < line->flows.n; i++)
		more += !sw_str_eq(line->flows.v[i]->label, text);
	int32_t room = LABEL_MOST - (more ? 30 : 0);
	text = sw_text_fit(arena, text, SW_SVG_LABEL_SIZE, room);
	if (more)
		text = sw_arena_printf(arena, "%.*s +%zu", SW_ARG(text), more);
	if (line->flow->grade == SW_GRADE_GUESSED && !sw_str_ends(text, SW_S("?")))
		text = sw_arena_printf(arena, "%.*s?", SW_ARG(text));
	return text;
}

/* Reading a mount or writing to a socket on one machine crosses no wire. */
static bool asks_for_secrecy(const struct sw_flow *flow) {
	return !is_structural(flow) && (flow->encrypted != SW_UNKNOWN || flow->port != 0) &&
	       !sw_str_is(flow->protocol, "file") && !sw_str_is(flow->protocol, "socket");
}

static void finish(struct sw_svg_picture *picture, struct sw_svg_line *line) {
	line->secrecy = asks_for_secrecy(line->flow);
	line->label = label_of(picture, line);
	int32_t signs = (line->secrecy ? SW_SVG_SIGN : 0) + (line->flow->grade == SW_GRADE_CLAIMED ? SW_SVG_SIGN : 0);
	if (line->label.n || signs)
		line->label_width = sw_text_width(line->label, SW_SVG_LABEL_SIZE) + signs + 8;
}

/* Numbers of equal labels, so that they can be part of a key. */
static uint32_t *label_numbers(struct sw_svg_picture *picture) {
	struct sw_map seen = {0};
	uint32_t *numbers = SW_NEW_ARRAY(picture->arena, uint32_t, picture->lines.n);
	for (uint32_t i = 0; i < picture->lines.n; i++) {
		void *first = sw_map_get(&seen, picture->lines.v[i].label);
		if (!first) {
			first = (void *)(uintptr_t)(i + 1);
			sw_map_put(picture->arena, &seen, picture->lines.v[i].label, first);
		}
		numbers[i] = (uint32_t)(uintptr_t)first;
	}
	return numbers;
}

static bool from_client(const struct sw_svg_picture *picture, const struct sw_svg_line *line) {
	return line->from < picture->elements && picture->diagram->elements.v[line->from].kind == SW_ELEMENT_CLIENT;
}

/* Ordinary lines run together into what they lead to, those of a busy client out of it. A structural one prefers the
 * busier of its ends: a kernel below many workloads, an engine that starts them. */
static void bundle(struct sw_svg_picture *picture) {
	size_t n = picture->lines.n;
	uint32_t *numbers = label_numbers(picture);
	uint32_t *busy = SW_NEW_ARRAY(picture->arena, uint32_t, picture->elements + picture->boundaries);
	for (size_t i = 0; i < n; i++)
		if (is_structural(picture->lines.v[i].flow) || from_client(picture, &picture->lines.v[i])) {
			busy[picture->lines.v[i].from]++;
			busy[picture->lines.v[i].to]++;
		}
	struct key *keys = SW_NEW_ARRAY(picture->arena, struct key, n);
	for (uint32_t i = 0; i < n; i++) {
		struct sw_svg_line *line = &picture->lines.v[i];
		line->labels_itself = from_client(picture, line) && busy[line->from] >= FAN;
		line->root_is_from =
			line->labels_itself || (is_structural(line->flow) && busy[line->from] > busy[line->to]);
		uint32_t root = (line->root_is_from ? line->from : line->to) * 2 + line->root_is_from;
		uint32_t label = line->labels_itself ? 0 : numbers[i];
		keys[i] = (struct key){{root, line->flow->grade, line->flow->encrypted, label}, i};
	}
	if (n)
		qsort(keys, n, sizeof *keys, by_key);
	for (size_t i = 0; i < n; i++) {
		if (!i || !same_key(&keys[i - 1], &keys[i]))
			picture->bundles++;
		picture->lines.v[keys[i].index].bundle = picture->bundles;
	}
}

void sw_svg_lines(struct sw_svg_picture *picture) {
	const struct sw_diagram *diagram = picture->diagram;
	struct drawn *drawn = SW_NEW_ARRAY(picture->arena, struct drawn, diagram->flows.n);
	size_t n = 0;
	for (uint32_t i = 0; i < diagram->flows.n; i++) {
		const struct sw_flow *flow = &diagram->flows.v[i];
		if (!flow->absent && flow->from != flow->to && flow->from < picture->elements &&
		    flow->to < picture->elements)
			drawn[n++] = (struct drawn){flow->from, flow->to, i};
	}
	gather(picture, drawn, n, true);
	gather(picture, drawn, n, false);
	struct key *keys = SW_NEW_ARRAY(picture->arena, struct key, n);
	for (uint32_t i = 0; i < n; i++) {
		const struct sw_flow *flow = &diagram->flows.v[drawn[i].flow];
		keys[i] = (struct key){{drawn[i].from, drawn[i].to, flow->grade, flow->encrypted}, i};
	}
	if (n)
		qsort(keys, n, sizeof *keys, by_key);
	for (size_t i = 0; i < n; i++) {
		const struct drawn *this = &drawn[keys[i].index];
		const struct sw_flow *flow = &diagram->flows.v[this->flow];
		struct sw_svg_line *line = picture->lines.n ? &picture->lines.v[picture->lines.n - 1] : NULL;
		if (!i || !same_key(&keys[i - 1], &keys[i])) {
			line = sw_push(picture->arena, &picture->lines);
			line->from = this->from;
			line->to = this->to;
			line->flow = flow;
		}
		*sw_push(picture->arena, &line->flows) = flow;
	}
	for (size_t i = 0; i < picture->lines.n; i++)
		finish(picture, &picture->lines.v[i]);
	bundle(picture);
}
