#include "fixes/diff.h"

enum { CONTEXT = 3 }; /* lines around a change */

/* Whole lines that change: bytes from..to of the old text, and what stands there afterwards. */
struct block {
	uint32_t from, to;
	struct sw_str text;
};

struct diff {
	struct sw_arena *arena;
	const struct sw_source *source;
	uint32_t number; /* of the source */
	const struct sw_hidden_list *hidden;
	SW_VEC(struct block) blocks;
	uint32_t counted, lines; /* so many lines stand before byte `counted`: hunks count on from there */
};

static uint32_t line_start(struct sw_str text, uint32_t at) {
	while (at > 0 && text.p[at - 1] != '\n')
		at--;
	return at;
}

/* Behind the line feed that ends the line of byte `at`. */
static uint32_t line_end(struct sw_str text, uint32_t at) {
	size_t feed = sw_str_find_byte(sw_str_from(text, at), '\n');
	return feed == SW_NPOS ? (uint32_t)text.n : at + (uint32_t)feed + 1;
}

static bool ends_line(struct sw_str text) {
	return text.n && text.p[text.n - 1] == '\n';
}

static struct sw_str first_line(struct sw_str text) {
	return sw_str_sub(text, 0, line_end(text, 0));
}

static struct sw_str last_line(struct sw_str text) {
	return text.n ? sw_str_from(text, line_start(text, (uint32_t)text.n - 1)) : text;
}

/* Drops the lines at both ends that the edits leave as they are. */
static void narrow(struct block *block, struct sw_str old) {
	struct sw_str line;
	while (old.n && (line = first_line(old)).n && sw_str_eq(line, first_line(block->text))) {
		old = sw_str_from(old, line.n);
		block->text = sw_str_from(block->text, line.n);
		block->from += (uint32_t)line.n;
	}
	while (old.n && sw_str_eq(line = last_line(old), last_line(block->text))) {
		old = sw_str_sub(old, 0, old.n - line.n);
		block->text = sw_str_sub(block->text, 0, block->text.n - line.n);
		block->to -= (uint32_t)line.n;
	}
}

/* The block that begins with edits[first]; gives the number behind its last edit. */
static size_t add_block(struct diff *diff, const struct sw_edit *edits, size_t n, size_t first) {
	struct sw_str text = diff->source->text;
	struct block block = {line_start(text, edits[first].at.start), 0, {0}};
	size_t end = first;
	for (;;) {
		while (end < n && (end == first || edits[end].at.start < block.to)) {
			uint32_t last = edits[end].at.end > edits[end].at.start ? edits[end].at.end - 1 : edits[end].at.end;
			uint32_t to = line_end(text, last);
			if (to > block.to)
				block.to = to;
			end++;
		}
		struct sw_edit *moved = SW_NEW_ARRAY(diff->arena, struct sw_edit, end - first);
		for (size_t i = first; i < end; i++) {
			moved[i - first] = edits[i];
			moved[i - first].at.start -= block.from;
			moved[i - first].at.end -= block.from;
		}
		struct sw_str old = sw_str_sub(text, block.from, block.to - block.from);
		block.text = sw_edits_apply(diff->arena, old, moved, end - first);
		/* A line feed went away: the next line is part of the last one now. */
		if (block.text.n && !ends_line(block.text) && block.to < text.n) {
			block.to = line_end(text, block.to);
			continue;
		}
		narrow(&block, old);
		break;
	}
	if (block.to > block.from || block.text.n)
		*sw_push(diff->arena, &diff->blocks) = block;
	return end;
}

/* Hidden places are sorted and do not overlap. */
static bool holds_secret(const struct diff *diff, uint32_t from, uint32_t to) {
	const struct sw_hidden_list *hidden = diff->hidden;
	size_t low = 0, high = hidden->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct sw_span at = hidden->v[middle].at;
		if (at.source < diff->number || (at.source == diff->number && at.end <= from))
			low = middle + 1;
		else
			high = middle;
	}
	return low < hidden->n && hidden->v[low].at.source == diff->number && hidden->v[low].at.start < to;
}

/* Up to CONTEXT lines before byte `at`, not beyond byte `floor`, that may be shown. */
static uint32_t context_before(const struct diff *diff, uint32_t at, uint32_t floor) {
	for (int i = 0; i < CONTEXT && at > floor; i++) {
		uint32_t start = line_start(diff->source->text, at - 1);
		if (start < floor || holds_secret(diff, start, at))
			break;
		at = start;
	}
	return at;
}

static uint32_t context_after(const struct diff *diff, uint32_t at) {
	for (int i = 0; i < CONTEXT && at < diff->source->text.n; i++) {
		uint32_t end = line_end(diff->source->text, at);
		if (holds_secret(diff, at, end))
			break;
		at = end;
	}
	return at;
}

static uint32_t count_lines(struct sw_str text) {
	uint32_t n = 0;
	while (text.n) {
		text = sw_str_from(text, first_line(text).n);
		n++;
	}
	return n;
}

static void put_lines(struct sw_out *out, char sign, struct sw_str text) {
	while (text.n) {
		struct sw_str line = first_line(text);
		sw_out_byte(out, sign);
		sw_out_str(out, line);
		if (!ends_line(line))
			sw_out_z(out, "\n\\ No newline at end of file\n");
		text = sw_str_from(text, line.n);
	}
}

/* Blocks first to end (exclusive), which share their context. */
struct hunk {
	size_t first, end;
	uint32_t from, to; /* bytes of the old text, context included */
};

static struct hunk next_hunk(const struct diff *diff, size_t first, uint32_t floor) {
	struct hunk hunk = {first, first + 1, context_before(diff, diff->blocks.v[first].from, floor),
			    context_after(diff, diff->blocks.v[first].to)};
	while (hunk.end < diff->blocks.n) {
		const struct block *next = &diff->blocks.v[hunk.end];
		if (context_before(diff, next->from, hunk.to < next->from ? hunk.to : next->from) > hunk.to)
			break;
		hunk.to = context_after(diff, next->to);
		hunk.end++;
	}
	return hunk;
}

/* "12,3": where lines stand and how many; an empty range names the line before it. */
static void put_range(struct sw_out *out, char sign, uint32_t line, uint32_t count) {
	sw_out_printf(out, "%c%u", sign, count ? line : line - 1);
	if (count != 1)
		sw_out_printf(out, ",%u", count);
}

/* `added` lines more than taken away stood in the hunks before; grows by this one's. */
static void put_hunk(struct sw_out *out, struct diff *diff, const struct hunk *hunk, int64_t *added) {
	struct sw_str text = diff->source->text;
	diff->lines += count_lines(sw_str_sub(text, diff->counted, hunk->from - diff->counted));
	diff->counted = hunk->from;
	uint32_t line = diff->lines + 1;
	uint32_t old = count_lines(sw_str_sub(text, hunk->from, hunk->to - hunk->from));
	int64_t change = 0;
	for (size_t i = hunk->first; i < hunk->end; i++)
		change += (int64_t)count_lines(diff->blocks.v[i].text) -
			  (int64_t)count_lines(sw_str_sub(text, diff->blocks.v[i].from, diff->blocks.v[i].to - diff->blocks.v[i].from));
	sw_out_z(out, "@@ ");
	put_range(out, '-', line, old);
	sw_out_byte(out, ' ');
	put_range(out, '+', (uint32_t)(line + *added), (uint32_t)(old + change));
	sw_out_z(out, " @@\n");
	*added += change;
	uint32_t at = hunk->from;
	for (size_t i = hunk->first; i < hunk->end; i++) {
		const struct block *block = &diff->blocks.v[i];
		put_lines(out, ' ', sw_str_sub(text, at, block->from - at));
		put_lines(out, '-', sw_str_sub(text, block->from, block->to - block->from));
		put_lines(out, '+', block->text);
		at = block->to;
	}
	put_lines(out, ' ', sw_str_sub(text, at, hunk->to - at));
}

/* A path as git writes it: with quotes and escapes where it holds what a line of a difference cannot. */
static void put_path(struct sw_out *out, const char *sign, char side, struct sw_str path) {
	bool plain = true;
	for (size_t i = 0; i < path.n; i++)
		plain = plain && (unsigned char)path.p[i] >= ' ' && (unsigned char)path.p[i] < 127 && path.p[i] != '"' && path.p[i] != '\\';
	sw_out_printf(out, "%s %s%c/", sign, plain ? "" : "\"", side);
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];
		if (c == '"' || c == '\\')
			sw_out_printf(out, "\\%c", c);
		else if (c < ' ' || c >= 127)
			sw_out_printf(out, "\\%03o", c);
		else
			sw_out_byte(out, (char)c);
	}
	sw_out_z(out, plain ? "\n" : "\"\n");
}

bool sw_diff_write(struct sw_arena *arena, struct sw_out *out, const struct sw_source *source,
		   const struct sw_edit *edits, size_t n, const struct sw_hidden_list *hidden) {
	if (!n)
		return true;
	uint32_t number = edits[0].at.source;
	struct diff diff = {.arena = arena, .source = source, .hidden = hidden, .number = number};
	for (size_t i = 0; i < n;)
		i = add_block(&diff, edits, n, i);
	for (size_t i = 0; i < diff.blocks.n; i++)
		if (holds_secret(&diff, diff.blocks.v[i].from, diff.blocks.v[i].to))
			return false;
	if (!diff.blocks.n)
		return true;
	put_path(out, "---", 'a', source->path);
	put_path(out, "+++", 'b', source->path);
	int64_t added = 0;
	uint32_t floor = 0;
	for (size_t i = 0; i < diff.blocks.n;) {
		struct hunk hunk = next_hunk(&diff, i, floor);
		put_hunk(out, &diff, &hunk, &added);
		floor = hunk.to;
		i = hunk.end;
	}
	return true;
}
