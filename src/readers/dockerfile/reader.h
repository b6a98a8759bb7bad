/* What the parts of the Dockerfile parser share; included by nothing outside this folder. A logical line is handled as
 * one text (struct sw_dockerfile_text) with ranges of bytes in it, so that every part can say where in the file a byte
 * stands. Names of the parts: lines.c joins, directives.c reads the top, flags.c, words.c and json_form.c take an
 * instruction's line apart, heredoc.c reads bodies, parse.c drives, strict.c judges. */
#pragma once
#include "base/vec.h"
#include "readers/dockerfile/syntax.h"

/* Bytes [from, to) of a joined line. */
struct sw_df_range {
	size_t from, to;
};

/* State of the zone of parser directives at the top of a file. */
struct sw_df_zone {
	bool done;
	bool seen[3];
};

struct sw_df_reader {
	struct sw_arena *arena; /* of texts and of what says where their bytes stand: facts point there */
	struct sw_arena *tree;  /* of all else */
	struct sw_diags *diags;
	struct sw_dockerfile *file;
	size_t at;           /* next byte of the file */
	struct sw_dockerfile_part part;
	uint32_t line;       /* physical lines read */
	uint32_t start_line; /* first line of the instruction being read */
	struct sw_df_zone zone;
	uint32_t comment_first, comment_end; /* comments that belong to the next instruction */
	SW_VEC(struct sw_instruction) instructions;
	SW_VEC(struct sw_dockerfile_comment) comments;
	SW_VEC(struct sw_dockerfile_gap) gaps;
	SW_VEC(struct sw_span) pieces; /* of the line being joined; kept to be used again */
};

/* The reference parser refuses the file. The first refusal is kept in the tree; `first` and `last` are the lines it
 * names. */
void sw_df_reject(struct sw_df_reader *reader, const char *code, struct sw_span at, uint32_t first, uint32_t last,
		  const char *format, ...) __attribute__((format(printf, 6, 7)));

/* lines.c */

/* Without the blanks before it that belong to the text around the Dockerfile. */
struct sw_str sw_df_outdent(const struct sw_df_reader *reader, struct sw_str line);
/* The next physical line with its end. False at the end of the file. */
bool sw_df_line(struct sw_df_reader *reader, struct sw_str *raw);
struct sw_str sw_df_without_newline(struct sw_str line);
/* A range of the file as a span. */
struct sw_span sw_df_span(const struct sw_df_reader *reader, struct sw_str part);
/* Reads the next logical line that holds an instruction; comments on the way are kept. *gap is the first blank line
 * inside it, or zero. False at the end of the file. */
bool sw_df_logical_line(struct sw_df_reader *reader, struct sw_dockerfile_text *text, struct sw_span *gap);

/* A part of a joined text, as a text of its own. */
struct sw_dockerfile_text sw_df_slice(struct sw_arena *arena, const struct sw_dockerfile_text *text,
				      struct sw_df_range range);
struct sw_span sw_df_range_span(const struct sw_df_reader *reader, const struct sw_dockerfile_text *text,
				struct sw_df_range range);
static inline struct sw_str sw_df_range_text(const struct sw_dockerfile_text *text, struct sw_df_range range) {
	return sw_str_sub(text->text, range.from, range.to - range.from);
}
/* Without Unicode white space at both ends. */
struct sw_df_range sw_df_range_trim(const struct sw_dockerfile_text *text, struct sw_df_range range);

/* directives.c */

/* Judges one line, without its end, while the zone lasts. `line` begins with '#' or the zone ends. True when it is a
 * directive; sets the escape character. */
bool sw_df_directive(struct sw_df_reader *reader, struct sw_str line);
/* Finds syntax and check as the front end does before parsing: by rules of their own. */
void sw_df_detect(struct sw_df_reader *reader);

/* flags.c: reads the flags at the start of the range and returns what is left. */
struct sw_df_range sw_df_flags(struct sw_df_reader *reader, struct sw_instruction *instruction,
			       struct sw_df_range range);

/* words.c: these add to instruction->words. */

/* Words with quotes and escapes (ENV, LABEL, ARG). */
void sw_df_quoted_words(struct sw_df_reader *reader, struct sw_instruction *instruction, struct sw_df_range range);
/* Words between blanks, quotes meaning nothing. */
void sw_df_blank_words(struct sw_df_reader *reader, struct sw_instruction *instruction, struct sw_df_range range);
/* The whole range as one word. */
void sw_df_one_word(struct sw_df_reader *reader, struct sw_instruction *instruction, struct sw_df_range range);
/* ENV and LABEL; ARG. */
void sw_df_pairs(struct sw_df_reader *reader, struct sw_instruction *instruction, struct sw_df_range range);
void sw_df_arg_pairs(struct sw_df_reader *reader, struct sw_instruction *instruction, struct sw_df_range range);
/* First blank or tab, VT, FF, CR in the range, or its end; and the first other byte from there. */
size_t sw_df_blank(const struct sw_dockerfile_text *text, struct sw_df_range range);
size_t sw_df_after_blanks(const struct sw_dockerfile_text *text, struct sw_df_range range);

/* json_form.c: reads the range as a JSON array and adds its elements to instruction->words. False when it is none, and
 * then nothing was added. An array that holds more than strings is refused by the reference. */
bool sw_df_json_words(struct sw_df_reader *reader, struct sw_instruction *instruction, struct sw_df_range range);

/* heredoc.c */

/* Whether `word` as a whole opens a heredoc; `heredoc` then has name, fd, expand and chomp. *bad (may be NULL) is set
 * when the reference fails on it. */
bool sw_df_heredoc_word(struct sw_arena *arena, struct sw_str word, struct sw_dockerfile_heredoc *heredoc, bool *bad);
/* Reads the bodies of the heredocs that the line opens. */
void sw_df_heredocs(struct sw_df_reader *reader, struct sw_instruction *instruction);
/* Fills script and heredoc_only from command and heredocs. */
void sw_df_script(struct sw_df_reader *reader, struct sw_instruction *instruction);

/* strict.c: what the build refuses although the parser does not. */
void sw_df_strict(struct sw_df_reader *reader);
/* mount.c: the same for RUN --mount and --device. */
void sw_df_strict_mount(struct sw_df_reader *reader, const struct sw_dockerfile_flag *flag, enum sw_diag_level level);
void sw_df_strict_device(struct sw_df_reader *reader, const struct sw_dockerfile_flag *flag, enum sw_diag_level level);
