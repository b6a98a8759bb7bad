#include "base/utf8.h"
#include "readers/dockerfile/reader.h"

/* The reference looks at single bytes here and takes each for a character of Latin-1: two bytes above ASCII separate
 * words, and what is beyond ASCII comes out as other characters. */
static bool is_space(char c) {
	return sw_is_space(c) || c == (char)0x85 || c == (char)0xa0;
}

struct scan {
	struct sw_str line;
	size_t at, end;
	char escape;
};

/* One flag being collected. */
struct flag {
	char *p;          /* NULL: only measured */
	size_t n;
	size_t equals;    /* place of the first '=' in p, SW_NPOS: none */
	size_t equals_at; /* and in the line */
};

static void put(struct flag *flag, char c, size_t at) {
	if (c == '=' && flag->equals == SW_NPOS) {
		flag->equals = flag->n;
		flag->equals_at = at;
	}
	char bytes[4];
	size_t n = sw_utf8_put(bytes, (unsigned char)c);
	if (flag->p)
		memcpy(flag->p + flag->n, bytes, n);
	flag->n += n;
}

/* Reads one word; the reading place stays at the white space behind it. */
static void read_word(struct scan *scan, struct flag *flag) {
	char quote = 0;
	for (; scan->at < scan->end; scan->at++) {
		char c = scan->line.p[scan->at];
		if (!quote && is_space(c))
			return;
		if (quote ? c == quote : c == '\'' || c == '"') {
			quote = quote ? 0 : c;
			continue;
		}
		if (c == scan->escape) {
			if (scan->at + 1 == scan->end) /* protects nothing */
				continue;
			c = scan->line.p[++scan->at];
		}
		put(flag, c, scan->at);
	}
}

static void add_flag(struct sw_df_reader *reader, struct sw_instruction *instruction, size_t *cap,
		     const struct flag *flag, struct sw_df_range range) {
	const struct sw_dockerfile_text *line = &instruction->line_text;
	bool has_value = flag->equals != SW_NPOS;
	struct sw_str text = sw_str(flag->p, flag->n);
	size_t name_end = has_value ? flag->equals_at : range.to;
	sw_vec_reserve(reader->tree, (void **)(void *)&instruction->flags, instruction->flag_count, cap,
		       sizeof *instruction->flags);
	instruction->flags[instruction->flag_count++] = (struct sw_dockerfile_flag){
		.text = text,
		.name = sw_str_sub(text, 2, has_value ? flag->equals - 2 : SW_NPOS),
		.value = has_value ? sw_str_from(text, flag->equals + 1) : (struct sw_str){0},
		.has_value = has_value,
		.span = sw_df_range_span(reader, line, range),
		.name_span = sw_df_range_span(reader, line, (struct sw_df_range){range.from + 2, name_end}),
		.value_span = has_value ? sw_df_range_span(reader, line,
							   (struct sw_df_range){flag->equals_at + 1, range.to})
					: (struct sw_span){0},
	};
}

struct sw_df_range sw_df_flags(struct sw_df_reader *reader, struct sw_instruction *instruction,
			       struct sw_df_range range) {
	struct scan scan = {instruction->line_text.text, range.from, range.to, reader->file->escape};
	size_t cap = 0;
	for (;;) {
		while (scan.at < scan.end && is_space(scan.line.p[scan.at]))
			scan.at++;
		struct sw_str rest = sw_str_sub(scan.line, scan.at, scan.end - scan.at);
		if (!sw_str_starts(rest, SW_S("--")))
			return (struct sw_df_range){scan.at, scan.end};
		size_t from = scan.at;
		struct flag measured = {.equals = SW_NPOS}, flag = {.equals = SW_NPOS};
		read_word(&scan, &measured);
		flag.p = sw_arena_alloc(reader->arena, measured.n);
		scan.at = from;
		read_word(&scan, &flag);
		if (sw_str_is(sw_str(flag.p, flag.n), "--"))
			return (struct sw_df_range){scan.at, scan.end};
		add_flag(reader, instruction, &cap, &flag, (struct sw_df_range){from, scan.at});
	}
}
