#include "reports/images.h"

static struct sw_source *source_of(const struct sw_report *report, struct sw_span at) {
	return sw_source_of(&report->system->sources, at);
}

struct sw_str sw_report_place(const struct sw_report *report, struct sw_span at) {
	struct sw_source *source = source_of(report, at);
	if (!source)
		return (struct sw_str){0};
	struct sw_report_inside inside = sw_report_inside(report, at);
	if (inside.path.n)
		return sw_arena_printf(report->arena, "%.*s, layer %u: %.*s", SW_ARG(inside.image->path), inside.layer, SW_ARG(inside.path));
	struct sw_position position = sw_source_position(report->arena, source, at.start);
	if (!position.line)
		return source->path;
	return sw_arena_printf(report->arena, "%.*s:%u:%u", SW_ARG(source->path), position.line, position.column);
}

/* Source text on its way into a report: secrets become "***kind***", and tabs spaces where asked. Two offsets of the
 * source are followed to where they end up. */
struct masking {
	struct sw_arena *arena;
	bool spaces;
	struct sw_str text; /* of the whole source */
	SW_VEC(char) out;
	uint32_t follow[2];
	size_t led_to[2];
	bool met[2];
};

static void add(struct masking *masking, struct sw_str text) {
	for (size_t i = 0; i < text.n; i++)
		*sw_push(masking->arena, &masking->out) = text.p[i];
}

static void copy(struct masking *masking, uint32_t from, uint32_t to) {
	for (uint32_t i = from; i < to; i++) {
		for (unsigned k = 0; k < 2; k++)
			if (!masking->met[k] && i >= masking->follow[k]) {
				masking->met[k] = true;
				masking->led_to[k] = masking->out.n;
			}
		char c = masking->text.p[i];
		if (masking->spaces && c == '\t')
			add(masking, SW_S("    "));
		else if (!masking->spaces || c != '\r')
			*sw_push(masking->arena, &masking->out) = c;
	}
}

/* An offset inside a secret stands at its beginning, or behind it when it is an end. */
static void hide(struct masking *masking, const struct sw_hidden *hidden) {
	for (unsigned k = 0; k < 2; k++)
		if (!masking->met[k] && masking->follow[k] < hidden->at.end &&
		    (k == 0 || masking->follow[k] <= hidden->at.start)) {
			masking->met[k] = true;
			masking->led_to[k] = masking->out.n;
		}
	add(masking, SW_S("***"));
	add(masking, hidden->kind);
	add(masking, SW_S("***"));
}

/* The first hidden place that ends behind an offset of a source. */
static size_t first_hidden(const struct sw_system *system, uint32_t source, uint32_t offset) {
	size_t low = 0, high = system->hidden.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct sw_span *at = &system->hidden.v[middle].at;
		if (at->source < source || (at->source == source && at->start < offset))
			low = middle + 1;
		else
			high = middle;
	}
	while (low && system->hidden.v[low - 1].at.source == source && system->hidden.v[low - 1].at.end > offset)
		low--;
	return low;
}

static struct sw_str mask(const struct sw_report *report, struct masking *masking, uint32_t source, uint32_t from,
			  uint32_t to) {
	const struct sw_system *system = report->system;
	if (system->unsearched)
		return (struct sw_str){0};
	for (size_t i = first_hidden(system, source, from); i < system->hidden.n && from < to; i++) {
		const struct sw_hidden *hidden = &system->hidden.v[i];
		if (hidden->at.source != source || hidden->at.start >= to)
			break;
		if (hidden->at.end <= from || hidden->at.end <= hidden->at.start)
			continue;
		copy(masking, from, hidden->at.start < from ? from : hidden->at.start);
		hide(masking, hidden);
		from = hidden->at.end;
	}
	copy(masking, from, to);
	for (unsigned k = 0; k < 2; k++)
		if (!masking->met[k])
			masking->led_to[k] = masking->out.n;
	return sw_str(masking->out.v, masking->out.n);
}

struct sw_str sw_report_line(const struct sw_report *report, struct sw_span at, uint32_t line, size_t *column,
			     size_t *length) {
	struct sw_source *source = source_of(report, at);
	struct sw_str text = source ? sw_source_line(report->arena, source, line) : (struct sw_str){0};
	uint32_t from = text.p ? (uint32_t)(text.p - source->text.p) : 0, to = from + (uint32_t)text.n;
	uint32_t start = at.start < from ? from : at.start > to ? to : at.start;
	uint32_t end = at.end < start ? start : at.end > to ? to : at.end;
	struct masking masking = {.arena = report->arena, .spaces = true, .follow = {start, end}};
	struct sw_str masked = {0};
	if (text.n) {
		masking.text = source->text;
		masked = mask(report, &masking, at.source, from, to);
	}
	if (column)
		*column = masking.led_to[0];
	if (length)
		*length = masking.led_to[1] - masking.led_to[0];
	return masked;
}

struct sw_str sw_report_masked(const struct sw_report *report, struct sw_span at) {
	struct sw_source *source = source_of(report, at);
	if (!source || at.start >= at.end || at.end > source->text.n)
		return (struct sw_str){0};
	struct masking masking = {.arena = report->arena, .text = source->text, .follow = {UINT32_MAX, UINT32_MAX}};
	return mask(report, &masking, at.source, at.start, at.end);
}
