/* YAML through libyaml's events into the document tree, with limits. Comments are found apart (libyaml drops them). */
#pragma once
#include "formats/doc.h"

struct sw_yaml_document {
	struct sw_node *root; /* never NULL: what could not be read whole is not here (see the diagnostics) */
	uint32_t index;       /* of the document in the stream, from 0; empty documents are skipped but counted */
};

struct sw_yaml_stream {
	struct sw_yaml_document *v;
	size_t n, cap;
};

/* Reads all documents of a stream: UTF-8, or UTF-16 with a byte order mark; spans count bytes of `text` in both.
 *
 * A document that cannot be read ends the stream with an error diagnostic at its position; the documents before it are
 * kept. Keys that are lists or maps are refused. Duplicate keys: kubectl a warning and the last wins, the others an error
 * diagnostic, and the document stands; so it does with an error diagnostic for a key that is no string under Compose,
 * which refuses such files too.
 *
 * Merge keys (<<) are applied with `merged` and `alias` set: kubectl lets the later of merge and key win, the others the
 * key. An alias gives a copy of the anchored node that shares its children. Nesting (aliases followed), nodes (aliases
 * counted at each use) and recursive aliases are limited.
 *
 * A text with "{{" outside strings and comments is a template still to be rendered (code "yaml-template"), and nothing of
 * it is read. Texts of JSON values, one or several in a row, are read by the JSON reader.
 *
 * Compose decodes yes, no, on and off as booleans where a field is one, quoted or not; they are strings here. */
void sw_yaml_read(struct sw_arena *arena, uint32_t source, struct sw_str text, enum sw_dialect dialect,
		  struct sw_yaml_stream *stream, struct sw_diags *diags);

/* A comment: text without '#', trimmed. Strings and block scalars are not mistaken for comments. */
struct sw_yaml_comment {
	struct sw_span span; /* from '#' to the last byte that is no white space */
	struct sw_str text;
	bool alone; /* nothing but white space before it on its line */
};

struct sw_yaml_comments {
	struct sw_yaml_comment *v;
	size_t n, cap;
};

/* Adds the comments of the text in order; where its YAML is malformed, those before that place. UTF-16 has none. */
void sw_yaml_comments(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_yaml_comments *comments);
