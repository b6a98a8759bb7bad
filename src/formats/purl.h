/* Package URLs, as ECMA-427 has them: pkg:type/namespace/name@version?qualifiers#subpath. */
#pragma once
#include "base/arena.h"
#include "base/vec.h"

struct sw_purl_qualifier {
	struct sw_str key, value; /* key in small letters; value decoded */
};

/* Texts decoded; empty: not there. */
struct sw_purl {
	struct sw_str type;       /* small letters */
	struct sw_str space;      /* namespace, parts divided by '/' */
	struct sw_str name, version, subpath;
	SW_VEC(struct sw_purl_qualifier) qualifiers; /* sorted by key once read; those without a value are left out when written */
};

/* Adds a qualifier unless its value is empty. */
void sw_purl_qualify(struct sw_arena *arena, struct sw_purl *purl, struct sw_str key, struct sw_str value);
/* In canonical form: qualifiers sorted, percent signs where the standard wants them. Names are not folded: what a type
 * says about case and underscores is the caller's. */
struct sw_str sw_purl_write(struct sw_arena *arena, struct sw_purl *purl);
/* False when the text is none. */
bool sw_purl_read(struct sw_arena *arena, struct sw_str text, struct sw_purl *purl);
