#include "readers/suppressions/place.h"
#include "base/limits.h"

struct place_reader place_reader(struct sw_factset *set) {
	struct place_reader reader = {.arena = &set->arena, .set = set, .left = SW_LIMIT_FILE_BYTES};
	if (!set->build)
		return reader;
	reader.steps = SW_NEW_ARRAY(&set->arena, const struct sw_step *, set->build->steps.n + 1);
	for (size_t i = 0; i < set->build->steps.n; i++)
		if (!set->build->steps.v[i].on_build)
			reader.steps[reader.step_count++] = &set->build->steps.v[i];
	return reader;
}

/* The first instruction that begins behind byte `at`. */
static size_t step_behind(const struct place_reader *reader, uint32_t at) {
	size_t low = 0, high = reader->step_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (reader->steps[middle]->at.start > at)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static size_t line_end(struct sw_str text, size_t at) {
	size_t end = sw_str_find_byte(sw_str_from(text, at), '\n');
	return end == SW_NPOS ? text.n : at + end;
}

static struct sw_span span(const struct place_reader *reader, size_t start, size_t end) {
	return (struct sw_span){reader->comment->at.source, (uint32_t)start, (uint32_t)end};
}

struct sw_span place_file(const struct place_reader *reader) {
	return (struct sw_span){reader->comment->at.source, 0, UINT32_MAX};
}

struct sw_span place_own_line(const struct place_reader *reader) {
	struct sw_str text = reader->source->text;
	size_t before = sw_str_rfind_byte(sw_str_sub(text, 0, reader->comment->at.start), '\n');
	return span(reader, before == SW_NPOS ? 0 : before + 1, line_end(text, reader->comment->at.end));
}

struct sw_span place_next_line(const struct place_reader *reader) {
	struct sw_str text = reader->source->text;
	size_t end = line_end(text, reader->comment->at.end);
	return end == text.n ? (struct sw_span){0} : span(reader, end + 1, line_end(text, end + 1));
}

struct sw_span place_instruction(const struct place_reader *reader, bool directly) {
	size_t next = step_behind(reader, reader->comment->at.end);
	if (reader->comment->inside || next == reader->step_count)
		return (struct sw_span){0};
	struct sw_span at = reader->steps[next]->at, line = place_next_line(reader);
	if (at.source != reader->comment->at.source || (directly && !(line.source && at.start >= line.start && at.start < line.end)))
		return (struct sw_span){0};
	return at;
}

struct sw_span place_attached(const struct place_reader *reader) {
	enum { MOST_LINES = 64 }; /* so that a hostile file cannot make this quadratic */
	struct sw_str text = reader->source->text;
	struct sw_span at = place_instruction(reader, false);
	size_t line = line_end(text, reader->comment->at.end) + 1;
	for (int i = 0; at.source && i < MOST_LINES; i++) {
		size_t end = line_end(text, line);
		if (at.start >= line && at.start < end)
			return at;
		struct sw_str between = sw_str_trim(sw_str_sub(text, line, end - line));
		if (!between.n || between.p[0] != '#')
			break;
		line = end + 1;
	}
	return (struct sw_span){0};
}

struct sw_span place_stage(const struct place_reader *reader) {
	if (reader->comment->inside)
		return (struct sw_span){0};
	size_t first = step_behind(reader, reader->comment->at.end);
	struct sw_span at = place_instruction(reader, true);
	if (first == reader->step_count || (reader->steps[first]->kind == SW_STEP_FROM && !at.source))
		return (struct sw_span){0};
	const struct sw_build *build = reader->set->build;
	size_t next = reader->steps[first]->stage == UINT32_MAX ? 0 : reader->steps[first]->stage + 1;
	return span(reader, reader->steps[first]->at.start, next < build->stages.n ? build->stages.v[next].from.start : UINT32_MAX);
}

static size_t indent(struct sw_str line) {
	size_t n = 0;
	while (n < line.n && (line.p[n] == ' ' || line.p[n] == '\t'))
		n++;
	return n;
}

struct sw_span place_block(struct place_reader *reader) {
	struct sw_str text = reader->source->text;
	size_t at = line_end(text, reader->comment->at.end), start = 0, end = 0, column = 0;
	bool open = false;
	while (at < text.n) {
		size_t next = line_end(text, at + 1);
		if (reader->left < next - at)
			break;
		reader->left -= next - at;
		struct sw_str line = sw_str_sub(text, at + 1, next - at - 1);
		struct sw_str held = sw_str_trim(line);
		bool empty = !held.n || held.p[0] == '#';
		if (!open && !empty) {
			open = true;
			start = at + 1;
			column = indent(line);
			end = next;
		} else if (open && !empty) {
			if (indent(line) <= column)
				break;
			end = next;
		}
		at = next;
	}
	return open ? span(reader, start, end) : (struct sw_span){0};
}

bool place_on_top(struct place_reader *reader) {
	struct sw_str text = reader->source->text, rest = text, line;
	if (reader->step_count)
		return reader->comment->at.start < reader->steps[0]->at.start;
	if (reader->top_source != reader->comment->at.source) {
		reader->top_source = reader->comment->at.source;
		reader->top = (uint32_t)text.n;
		while (sw_str_split(&rest, '\n', &line)) {
			struct sw_str held = sw_str_trim(line);
			if (!held.n || held.p[0] == '#' || sw_str_is(held, "---"))
				continue;
			reader->top = (uint32_t)(line.p - text.p);
			break;
		}
	}
	return reader->comment->at.start < reader->top;
}
