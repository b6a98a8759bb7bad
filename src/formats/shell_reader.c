#include "formats/shell_reader.h"
#include "base/limits.h"

/* P ordinary, A also of names, E ends a word, S special in words only, X special in double quotes too. */
#define P (SW_CHAR_WORD | SW_CHAR_QUOTED)
#define A (P | SW_CHAR_NAME)
#define E (SW_CHAR_END | SW_CHAR_QUOTED)
#define S SW_CHAR_QUOTED
#define X 0
#define P16 P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P
const unsigned char sw_shell_chars[256] = {
	P, P, P, P, P, P, P, P, P, E, E, P, P, S, P, P,
	P16,
	/*   !  "  #  $  %  &  '  (  )  *  +  ,  -  .  / */
	E, P, X, P, X, P, E, S, E, E, S, P, P, P, P, P,
	/* 0 … 9                   :  ;  <  =  >  ? */
	A, A, A, A, A, A, A, A, A, A, P, E, E, P, E, S,
	P, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A,
	/* p … z                            [  \  ]  ^  _ */
	A, A, A, A, A, A, A, A, A, A, A, S, X, P, P, A,
	X, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A,
	/* P … Z                            {  |  }  ~ */
	A, A, A, A, A, A, A, A, A, A, A, S, E, P, P, P,
	P16, P16, P16, P16, P16, P16, P16, P16,
};
#undef P
#undef A
#undef E
#undef S
#undef X
#undef P16

/* Makes the map's entry that covers text byte `offset` the present piece. Offsets are asked for mostly in rising
 * order, so the next entry is tried before the whole map is searched. */
static void find_piece(struct sw_shell_input *in, size_t offset) {
	size_t low = 0, high = in->map.n, next = in->piece + 1;
	/* A piece that ends has a next one; an input that was not yet asked has an end of 0. */
	if (in->piece_end > 0 && offset >= in->piece_end && (next + 1 == high || offset < in->map.v[next + 1].text_offset))
		low = next;
	else
		while (high - low > 1) {
			size_t middle = low + (high - low) / 2;
			if (in->map.v[middle].text_offset <= offset)
				low = middle;
			else
				high = middle;
		}
	size_t piece = in->piece = low;
	in->piece_start = in->map.v[piece].text_offset;
	in->piece_end = piece + 1 < in->map.n ? in->map.v[piece + 1].text_offset : SIZE_MAX;
}

static uint32_t place(struct sw_shell_input *in, size_t offset) {
	if (offset < in->piece_start || offset >= in->piece_end)
		find_piece(in, offset);
	return (uint32_t)(offset - in->piece_start) + in->map.v[in->piece].source_offset;
}

struct sw_span sw_shell_span(struct sw_shell_reader *r, size_t start, size_t end) {
	if (r->fixed)
		return r->at;
	uint32_t from = place(&r->in, start);
	/* Through the last byte, for the next one may stand on another line of the source. */
	return (struct sw_span){r->at.source, from, end > start ? place(&r->in, end - 1) + 1 : from};
}

void sw_shell_fail(struct sw_shell_reader *r, const char *code, size_t start, size_t end, const char *format, ...) {
	r->script->complete = false;
	if (r->stopped || (r->failed_in == r->in.p && r->failed_at == start))
		return;
	r->failed_in = r->in.p;
	r->failed_at = start;
	if (r->diags->n >= SW_LIMIT_DIAGNOSTICS) {
		r->diags->dropped++; /* without a message that nobody would see */
		return;
	}
	va_list args;
	va_start(args, format);
	struct sw_str message = sw_arena_vprintf(r->diags->arena, format, args);
	va_end(args);
	sw_diag_add(r->diags, SW_DIAG_ERROR, code, sw_shell_span(r, start, end), "%.*s", SW_ARG(message));
}

bool sw_shell_enter(struct sw_shell_reader *r) {
	if (r->depth < SW_LIMIT_SHELL_DEPTH) {
		r->depth++;
		return true;
	}
	sw_shell_fail(r, "shell-too-deep", r->in.at, r->in.at, "shell text is nested more than %d levels deep",
		      SW_LIMIT_SHELL_DEPTH);
	r->stopped = true;
	r->in.at = r->in.n;
	return false;
}

void sw_shell_leave(struct sw_shell_reader *r) {
	r->depth--;
}

void sw_shell_resume(struct sw_shell_reader *r, const struct sw_shell_input *old, size_t at) {
	r->in = *old;
	r->in.at = r->stopped ? r->in.n : at;
}

struct sw_shell_input sw_shell_cut(struct sw_shell_reader *r, size_t start, size_t end, const uint32_t *cuts,
				   size_t cut_count) {
	char *text = sw_arena_alloc(r->arena, end - start);
	SW_VEC(struct sw_shell_map_entry) map = {0};
	*sw_push(r->arena, &map) = (struct sw_shell_map_entry){0, place(&r->in, start)};
	size_t n = 0;
	for (size_t i = 0, from = start; i <= cut_count; i++) {
		for (size_t to = i < cut_count ? cuts[i] : end, stop; from < to; from = stop) {
			uint32_t at = place(&r->in, from);
			stop = to < r->in.piece_end ? to : r->in.piece_end;
			if (n > 0)
				*sw_push(r->arena, &map) = (struct sw_shell_map_entry){(uint32_t)n, at};
			else
				map.v[0].source_offset = at;
			memcpy(text + n, r->in.p + from, stop - from);
			n += stop - from;
		}
		from++;
	}
	return (struct sw_shell_input){.p = text, .n = n, .map = {map.v, map.n}};
}

static void skip_comment(struct sw_shell_reader *r) {
	const char *from = r->in.p + r->in.at, *end = memchr(from, '\n', r->in.n - r->in.at);
	r->in.at = end ? (size_t)(end - r->in.p) : r->in.n;
}

void sw_shell_skip_blanks(struct sw_shell_reader *r) {
	while (r->in.at < r->in.n) {
		char c = r->in.p[r->in.at];
		size_t joined;
		if (c == ' ' || c == '\t')
			r->in.at++;
		else if (c == '\\' && (joined = sw_shell_continuation(r)) > 0)
			r->in.at += joined;
		else if (c == '\r' && sw_shell_peek(r, 1) == '\n')
			r->in.at++;
		else if (c == '#')
			skip_comment(r);
		else
			return;
	}
}

void sw_shell_skip_lines(struct sw_shell_reader *r) {
	for (;;) {
		sw_shell_skip_blanks(r);
		if (sw_shell_peek(r, 0) != '\n')
			return;
		r->in.at++;
		sw_shell_read_heredocs(r);
	}
}

bool sw_shell_take(struct sw_shell_reader *r, char c) {
	size_t joined;
	while ((joined = sw_shell_continuation(r)) > 0)
		r->in.at += joined;
	if (sw_shell_ended(r) || r->in.p[r->in.at] != c)
		return false;
	r->in.at++;
	return true;
}
