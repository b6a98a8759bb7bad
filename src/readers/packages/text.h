/* What readers of packages take files apart into: lines, words, fields, and parts of a path. What is given back are pieces
 * of what was passed. Private to this folder and those below it. */
#pragma once
#include "base/arena.h"

/* Takes the next line, without its end, off *rest. False: there was none. */
bool sw_line_next(struct sw_str *rest, struct sw_str *line);
/* Blanks before the first other byte. */
size_t sw_text_indent(struct sw_str line);
/* The text without the quotes around it, if there are any: '…' or "…". */
struct sw_str sw_text_unquote(struct sw_str text);
/* Takes the next word, which stands between white space, off *rest. Empty: there is none. */
struct sw_str sw_text_word(struct sw_str *rest);
/* What stands before (behind) the first (last) `c`; without one the whole text (the empty one). */
struct sw_str sw_text_before(struct sw_str text, char c);
struct sw_str sw_text_after(struct sw_str text, char c);
struct sw_str sw_text_before_last(struct sw_str text, char c);
struct sw_str sw_text_after_last(struct sw_str text, char c);

/* A line "Key: value" and the lines behind it that begin with white space: headers as RFC 822 has them, stanzas of dpkg and
 * apk, manifests of Java. */
struct sw_field {
	struct sw_str key;   /* empty: an empty line, which ends a stanza */
	struct sw_str value; /* trimmed; lines that go on are in it as they were written */
};
/* Takes the next field off *rest; lines without a colon are passed over. False: the end of the text, which ends the last
 * stanza. */
bool sw_field_next(struct sw_str *rest, struct sw_field *field);
/* The same up to the first empty line: of the headers that stand before a text. */
bool sw_header_next(struct sw_str *rest, struct sw_field *field);
/* The value in one line, as manifests go on: without the ends of lines and the one blank behind each. In the arena where
 * there is more than one line. */
struct sw_str sw_field_joined(struct sw_arena *arena, struct sw_str value);

/* Whether the last parts of `path` are those of `parts`: "usr/lib/apk/db/installed" ends in "lib/apk/db/installed". */
bool sw_path_ends(struct sw_str path, const char *parts);
/* The part of `path` that stands `up` folders above its last one (0: the last part itself); empty: there is none. */
struct sw_str sw_path_part(struct sw_str path, unsigned up);
/* What of `path` stands behind the folders `folders`, wherever these are; empty: they are not in it. */
struct sw_str sw_path_below(struct sw_str path, const char *folders);
