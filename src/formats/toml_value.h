/* The scalars of TOML. Private to the TOML reader. */
#pragma once
#include "formats/doc.h"

struct sw_toml {
	struct sw_arena *arena;
	uint32_t source;
	struct sw_str text;
	size_t at;
	struct sw_diags *diags;
	size_t nodes;    /* made so far */
	uint32_t section; /* number of the header that the keys stand below */
};

/* Always false, with an error diagnostic at byte `at`. */
bool sw_toml_refuse(struct sw_toml *toml, size_t at, const char *what);
/* The byte at toml->at, or 0 at the end. */
static inline char sw_toml_peek(const struct sw_toml *toml) {
	return toml->at < toml->text.n ? toml->text.p[toml->at] : 0;
}

/* Reads the string whose first quote is at toml->at; of several lines only where `lines`. */
bool sw_toml_string(struct sw_toml *toml, bool lines, struct sw_str *text, enum sw_node_style *style);
/* Reads a scalar into `node`, whose span is set; strings have their quotes inside it. */
bool sw_toml_scalar(struct sw_toml *toml, struct sw_node *node);
