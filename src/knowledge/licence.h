/* What a package declares as its licence, as an expression of the SPDX specification (annex D of version 2.3). */
#pragma once
#include "base/arena.h"

/* The expression that `text` is or says in other words ("GPLv2+ and MIT", "GPL-2+", "ASL 2.0", "MIT OR Apache-2.0"), with
 * identifiers spelt as the licence list spells them; empty: some of it is none that the list knows. */
struct sw_str sw_licence_expression(struct sw_arena *arena, struct sw_str text);
/* Whether an expression is one identifier alone. */
bool sw_licence_is_id(struct sw_str expression);
