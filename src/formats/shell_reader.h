/* The state of reading one shell text, shared by the parts of the reader: shell.c has lists and pipelines,
 * shell_command.c simple commands and redirections, shell_compound.c the other commands, shell_word.c words,
 * shell_quote.c quotes, shell_expand.c what expands, shell_heredoc.c bodies of here-documents. The text is read once,
 * from left to right, by recursive descent; a substitution is read where it stands, so nothing is scanned again however
 * deep it is nested. Where a part has a text of its own (backquotes with escapes, stripped here-documents), the input is
 * exchanged for a while and the new one maps to the source directly. */
#pragma once
#include "base/vec.h"
#include "formats/shell.h"

/* Classes of bytes. */
enum {
	SW_CHAR_WORD = 1,   /* stands for itself in an unquoted word */
	SW_CHAR_QUOTED = 2, /* stands for itself in double quotes */
	SW_CHAR_END = 4,    /* ends an unquoted word */
	SW_CHAR_NAME = 8,   /* letter, digit, underscore */
};
extern const unsigned char sw_shell_chars[256];

struct sw_shell_input {
	const char *p;
	size_t n, at;
	struct sw_shell_map map;
	size_t piece, piece_start, piece_end; /* the entry of the map used last, and the text it covers */
};

/* A word being put together. As long as its pieces follow each other in the text it is a view of the text; else it
 * grows on top of the reader's scratch text, which words in nested substitutions use as a stack. */
struct sw_shell_text {
	const char *p;
	size_t n;
	size_t mark;    /* where it starts in the scratch text */
	bool owned;     /* it is in the scratch text */
	bool expands;   /* holds a variable, a substitution or arithmetic */
	bool glob;      /* holds an unquoted * ? or pattern list */
	bool bracket, brace; /* holds an unquoted [ or { */
	bool quoted;
	bool continued; /* a continued line was joined in it */
};

/* A here-document whose body has not been reached. */
struct sw_shell_pending {
	struct sw_str delimiter;
	uint32_t owner, redirect; /* of command v[owner], or of compounds[owner] */
	bool of_compound, expands, strip;
	struct sw_span at;
};

struct sw_shell_reader {
	struct sw_arena *arena;
	struct sw_arena *stacks; /* of what is being read: the scratch of `arena` */
	struct sw_diags *diags;
	struct sw_shell_script *script; /* its arrays stand there, too, until all is read */
	struct sw_span at; /* source number; when `fixed`, where everything stands */
	bool fixed;
	bool stopped;      /* nested too deep: the rest is not read */
	bool in_loop, in_function, in_substitution;
	unsigned depth;
	uint32_t lists, pipelines;
	int32_t holder;    /* command whose words are being read, or -1 */
	size_t look_ahead; /* bytes that may still be looked at twice */
	size_t failed_at;  /* one failure a place is enough */
	const char *failed_in;
	struct sw_shell_input in;
	SW_VEC(struct sw_shell_word) words;         /* stacks of what is being read */
	SW_VEC(struct sw_shell_redirect) redirects;
	SW_VEC(struct sw_shell_pending) pending;
	size_t pending_base;                        /* of the present substitution */
	SW_VEC(char) scratch;
};

static inline bool sw_shell_ended(const struct sw_shell_reader *r) { return r->in.at >= r->in.n; }

/* The byte `ahead` bytes further on, or 0 behind the end. */
static inline char sw_shell_peek(const struct sw_shell_reader *r, size_t ahead) {
	return ahead < r->in.n - r->in.at ? r->in.p[r->in.at + ahead] : '\0';
}

static inline bool sw_shell_is(char c, unsigned classes) { return (sw_shell_chars[(unsigned char)c] & classes) != 0; }

/* Length of a line's end at text offset `at`: 0, 1 or 2 (CR LF). */
static inline size_t sw_shell_newline(const struct sw_shell_reader *r, size_t at) {
	if (at >= r->in.n)
		return 0;
	if (r->in.p[at] == '\n')
		return 1;
	return r->in.p[at] == '\r' && at + 1 < r->in.n && r->in.p[at + 1] == '\n' ? 2 : 0;
}

/* Length of backslash and line's end at the reading place, or 0. */
static inline size_t sw_shell_continuation(const struct sw_shell_reader *r) {
	if (sw_shell_peek(r, 0) != '\\')
		return 0;
	size_t end = sw_shell_newline(r, r->in.at + 1);
	return end ? end + 1 : 0;
}

/* shell_reader.c */

/* The span of text bytes start … end - 1. */
struct sw_span sw_shell_span(struct sw_shell_reader *r, size_t start, size_t end);
/* A failure to read, at text bytes start … end - 1; a second one at the same place is not told. */
void sw_shell_fail(struct sw_shell_reader *r, const char *code, size_t start, size_t end, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
/* One level deeper; false when that is too deep, and then reading has stopped. Each true wants a sw_shell_leave. */
bool sw_shell_enter(struct sw_shell_reader *r);
void sw_shell_leave(struct sw_shell_reader *r);
/* Reads `input` in place of the present one and goes back to the old one, whose place becomes `at`. */
void sw_shell_resume(struct sw_shell_reader *r, const struct sw_shell_input *old, size_t at);
/* Text bytes start … end - 1 with the bytes at the `cut_count` offsets `cuts` left out, as an input of its own. */
struct sw_shell_input sw_shell_cut(struct sw_shell_reader *r, size_t start, size_t end, const uint32_t *cuts,
				   size_t cut_count);
/* Steps over blanks, continued lines and a comment. */
void sw_shell_skip_blanks(struct sw_shell_reader *r);
/* The same and line ends; bodies of here-documents are read where they come. */
void sw_shell_skip_lines(struct sw_shell_reader *r);
/* Steps over `c` when it is next, continued lines before it included. */
bool sw_shell_take(struct sw_shell_reader *r, char c);

/* shell_quote.c */

/* Moves a text to the scratch text, with room for `more` bytes behind it. */
void sw_shell_own(struct sw_shell_reader *r, struct sw_shell_text *text, size_t more);
/* The text that was put together, for good; the scratch text is free of it then. */
struct sw_str sw_shell_text_end(struct sw_shell_reader *r, struct sw_shell_text *text);
void sw_shell_unclosed(struct sw_shell_reader *r, size_t start, const char *what);
/* Each reads from its opening quote to behind the closing one and adds what is quoted. */
void sw_shell_read_single_quotes(struct sw_shell_reader *r, struct sw_shell_text *text);
void sw_shell_read_double_quotes(struct sw_shell_reader *r, struct sw_shell_text *text);
void sw_shell_read_ansi_quotes(struct sw_shell_reader *r, struct sw_shell_text *text);
/* A backslash and, where it is one of `escapes` or a line's end, what follows: in double quotes and here-documents. */
void sw_shell_read_escape(struct sw_shell_reader *r, struct sw_shell_text *text, const char *escapes);

static inline void sw_shell_add(struct sw_shell_reader *r, struct sw_shell_text *text, const char *p, size_t n) {
	if (!text->owned) {
		if (text->n == 0)
			text->p = p;
		if (text->p + text->n == p) {
			text->n += n;
			return;
		}
	}
	sw_shell_own(r, text, n);
	if (n)
		memcpy(r->scratch.v + r->scratch.n, p, n);
	r->scratch.n += n;
	text->n += n;
}

/* Adds the text from offset `from` to the reading place. */
static inline void sw_shell_add_since(struct sw_shell_reader *r, struct sw_shell_text *text, size_t from) {
	sw_shell_add(r, text, r->in.p + from, r->in.at - from);
}

/* shell_expand.c: each adds what it reads as it is written. */

void sw_shell_read_dollar(struct sw_shell_reader *r, struct sw_shell_text *text, bool in_quotes);
void sw_shell_read_backquote(struct sw_shell_reader *r, struct sw_shell_text *text, bool in_quotes);
void sw_shell_read_process(struct sw_shell_reader *r, struct sw_shell_text *text);
/* Adds the here-document text from the reading place to the end of the input, escapes removed. */
void sw_shell_read_body(struct sw_shell_reader *r, struct sw_shell_text *text);
/* Whether "((" at offset `at` opens arithmetic rather than two subshells. */
bool sw_shell_is_arithmetic(struct sw_shell_reader *r, size_t at);
/* Reads an arithmetic expression up to and with its "))"; gives the expression. */
struct sw_str sw_shell_read_arithmetic(struct sw_shell_reader *r);

/* shell_word.c */

enum sw_shell_mode { SW_MODE_WORD, SW_MODE_REGEX /* right of =~ */ };
/* Reads the word at the reading place, which is not at its end. Whether it holds an expansion. */
bool sw_shell_read_word(struct sw_shell_reader *r, enum sw_shell_mode mode, struct sw_shell_word *word);
/* Adds the quotes or the expansion that stand unquoted at the reading place; false when there are none. */
bool sw_shell_read_special(struct sw_shell_reader *r, struct sw_shell_text *text);
/* Offset behind NAME= or NAME+= (or with a subscript) at the start of an unquoted word, or 0. */
size_t sw_shell_assigns(struct sw_str raw);

/* shell_heredoc.c */

/* Takes the bodies of what is pending in the present substitution from the lines that follow. */
void sw_shell_read_heredocs(struct sw_shell_reader *r);

/* shell.c */

enum sw_shell_keyword {
	SW_NO_KEYWORD, SW_IF, SW_THEN, SW_ELIF, SW_ELSE, SW_FI, SW_FOR, SW_WHILE, SW_UNTIL, SW_SELECT, SW_DO, SW_DONE,
	SW_CASE, SW_ESAC, SW_IN, SW_FUNCTION, SW_TIME, SW_OPEN_BRACE, SW_CLOSE_BRACE, SW_BANG, SW_TEST, SW_END_TEST,
};
extern const char sw_shell_keywords[][9];

/* Where a command stands: what its list, its pipeline and what holds them tell it. */
struct sw_shell_place {
	enum sw_shell_context context;
	enum sw_shell_join join;
	int32_t parent, compound; /* of the list */
	int32_t follows;          /* command last read in this list, or -1 */
	int32_t piped_from;
	uint32_t list, pipeline;
	bool negated;
};

/* The reserved word at the reading place, when it stands there alone and unquoted. */
enum sw_shell_keyword sw_shell_peek_keyword(const struct sw_shell_reader *r);
/* Whether it ends the list before it: then, fi, done, } and their like. */
bool sw_shell_closes_list(enum sw_shell_keyword keyword);
bool sw_shell_take_keyword(struct sw_shell_reader *r, enum sw_shell_keyword keyword);
/* Reads a list of commands up to what cannot go on with it; false when it held none. */
bool sw_shell_read_list(struct sw_shell_reader *r, enum sw_shell_context context, int32_t parent, int32_t compound);
/* Reads the commands of a substitution up to its closing parenthesis, or to the end of the input. */
void sw_shell_read_substitution(struct sw_shell_reader *r, enum sw_shell_context context, bool parenthesis);

/* shell_command.c */

/* Whether a word starts at the reading place. */
bool sw_shell_at_word(const struct sw_shell_reader *r);
/* Reads a redirection when one starts here. A here-document's body comes later; `owner` says whose it is, and `base`
 * where its redirections start on the stack. */
bool sw_shell_read_redirect(struct sw_shell_reader *r, uint32_t owner, bool of_compound, size_t base);
/* Takes what was pushed since `base` off its stack, as an array of its own. */
struct sw_shell_word *sw_shell_take_words(struct sw_shell_reader *r, size_t base, uint32_t *count);
struct sw_shell_redirect *sw_shell_take_redirects(struct sw_shell_reader *r, size_t base, uint32_t *count);
/* Reads a simple command, [[ … ]], ((…)), or the definition of a function; false when none starts here. A parenthesis
 * here opens arithmetic, for a subshell is a compound and was tried before. */
bool sw_shell_read_command(struct sw_shell_reader *r, struct sw_shell_place *place);

/* shell_compound.c */

/* Reads the compound command that starts here; false when none does. */
bool sw_shell_read_compound(struct sw_shell_reader *r, struct sw_shell_place *place);
/* Reads a function's body, whose name starts at text offset `start`; `simple`: the body may be a simple command. */
void sw_shell_read_function(struct sw_shell_reader *r, struct sw_shell_place *place, size_t start,
			    const struct sw_shell_word *name, bool simple);
