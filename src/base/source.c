#include "base/source.h"
#include "base/utf8.h"
#include "base/vec.h"

uint32_t sw_source_add(struct sw_arena *arena, struct sw_sources *sources, struct sw_str path, struct sw_str text) {
	if (sources->n == 0)
		(void)sw_push(arena, sources);
	if (sources->n >= SW_SOURCES_A_PART)
		return 0;
	struct sw_source *source = sw_push(arena, sources);
	source->path = path;
	source->text = text;
	return sources->base + (uint32_t)(sources->n - 1);
}

static void index_lines(struct sw_arena *arena, struct sw_source *source) {
	uint32_t count = 1;
	struct sw_str text = source->text, left = text;
	for (size_t at; (at = sw_str_find_byte(left, '\n')) != SW_NPOS; left = sw_str_from(left, at + 1))
		count++;
	source->lines = SW_NEW_ARRAY(arena, uint32_t, count);
	source->line_count = count;
	struct sw_str rest = text, passed;
	for (uint32_t line = 1; line < count && sw_str_split(&rest, '\n', &passed); line++)
		source->lines[line] = (uint32_t)(rest.p - text.p);
}

void sw_sources_index(struct sw_arena *arena, struct sw_sources *sources, size_t most) {
	for (size_t i = 1; i < sources->n; i++)
		if (!sources->v[i].lines && !sources->v[i].made_of.source && sources->v[i].text.n <= most)
			index_lines(arena, &sources->v[i]);
}

struct sw_position sw_source_position(struct sw_arena *arena, struct sw_source *source, uint32_t offset) {
	if (source->made_of.source)
		return source->made_at;
	if (!source->lines)
		index_lines(arena, source);
	if (offset > source->text.n)
		offset = (uint32_t)source->text.n;
	uint32_t low = 0, high = source->line_count;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		if (source->lines[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	struct sw_str before = sw_str_sub(source->text, source->lines[low], offset - source->lines[low]);
	return (struct sw_position){low + 1, (uint32_t)before.n + 1, (uint32_t)sw_utf16_length(before) + 1};
}

struct sw_str sw_source_line(struct sw_arena *arena, struct sw_source *source, uint32_t line) {
	if (source->made_of.source)
		return (struct sw_str){0};
	if (!source->lines)
		index_lines(arena, source);
	if (line == 0 || line > source->line_count)
		return (struct sw_str){0};
	uint32_t start = source->lines[line - 1];
	size_t end = line < source->line_count ? source->lines[line] - 1 : source->text.n;
	struct sw_str text = sw_str_sub(source->text, start, end - start);
	if (sw_str_ends(text, SW_S("\r")))
		text.n--;
	return text;
}

struct sw_source *sw_source_of(const struct sw_sources *sources, struct sw_span span) {
	if (sources->parts) {
		size_t part = span.source / SW_SOURCES_A_PART;
		sources = part < sources->part_count ? sources->parts[part] : NULL;
	}
	if (!sources || span.source <= sources->base || span.source - sources->base >= sources->n)
		return NULL;
	return &sources->v[span.source - sources->base];
}

struct sw_str sw_span_text(const struct sw_sources *sources, struct sw_span span) {
	struct sw_source *source = sw_source_of(sources, span);
	return source ? sw_str_sub(source->text, span.start, span.end - span.start) : (struct sw_str){0};
}

struct sw_span sw_span_origin(const struct sw_sources *sources, struct sw_span span) {
	const struct sw_source *source = sw_source_of(sources, span);
	return source && source->made_of.source ? source->made_of : span;
}

struct sw_span sw_span_join(struct sw_span a, struct sw_span b) {
	if (!a.source)
		return b;
	if (!b.source || b.source != a.source)
		return a;
	return (struct sw_span){a.source, a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end};
}

static int order(uint32_t a, uint32_t b) {
	return a < b ? -1 : a > b;
}

int sw_span_cmp(struct sw_span a, struct sw_span b) {
	int by_source = order(a.source, b.source), by_start = order(a.start, b.start);
	return by_source ? by_source : by_start ? by_start : order(a.end, b.end);
}
