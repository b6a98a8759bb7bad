/* Generation filters of the Microsoft Threat Modeling Tool: the second spelling of the predicate language
 * (knowledge/predicate.h), over a flow and what stands at its ends.
 *
 *     filter = empty | or                                  or  = and { "or" and }       and = unary { "and" unary }
 *     unary  = "not" unary | "(" or ")" | atom
 *     atom   = ("source" | "target" | "flow") "is" TYPE
 *            | ("source" | "target" | "flow") "." PROPERTY "is" 'VALUE'
 *            | "flow" "crosses" TYPE
 *     TYPE   = 'id' | [name that people are shown]         PROPERTY = word | [name that people are shown]
 *
 * Keywords in any case, blanks anywhere, quotes without an escape. A bracket may be doubled: the tool's editor of
 * templates leaves such when it cannot resolve a name. Values are compared byte for byte. */
#pragma once
#include "base/diag.h"
#include "base/out.h"
#include "knowledge/predicate.h"

/* What the tool does in cases that no known model decides. All of it stands here; zero is what we take, and everything
 * known agrees with it. */
struct sw_filter_rules {
	/* a or b and c. Taken: a or (b and c). The other: (a or b) and c, from left to right. `not` binds tightest in both. */
	enum { SW_FILTER_AND_BEFORE_OR, SW_FILTER_LEFT_TO_RIGHT } precedence;
	/* A property that an element lacks. Taken: the atom is false, so its `not` is true. The other: nothing is known, and
	 * neither the atom nor its `not` is true. */
	enum { SW_FILTER_MISSING_IS_FALSE, SW_FILTER_MISSING_IS_UNKNOWN } missing;
	/* A flow crosses a boundary drawn as a box. Taken: where exactly one of its end points lies in the box. The other:
	 * where its curve meets the box's edge, so that leaving and coming back counts. */
	enum { SW_FILTER_BOX_BY_ENDS, SW_FILTER_BOX_BY_CURVE } box;
	/* Flows marked as out of scope. Taken: they have no threats. */
	enum { SW_FILTER_SCOPE_SILENCES_FLOW, SW_FILTER_SCOPE_KEEPS_FLOW } flow_scope;
	/* Elements marked as out of scope. Taken: flows that begin or end there keep their threats. */
	enum { SW_FILTER_SCOPE_KEEPS_ENDS, SW_FILTER_SCOPE_SILENCES_ENDS } end_scope;
	/* The type ROOT, of which all types are a kind. Taken: no drawn element is it. */
	enum { SW_FILTER_ROOT_IS_NOTHING, SW_FILTER_ROOT_IS_ALL } root;
};

struct sw_filter_error {
	const char *what;    /* one line, static storage; NULL: none */
	uint32_t start, end; /* bytes of the filter; end may be its length */
};

/* Reads a filter. The empty one, and one of blanks alone, gives NULL without an error; a malformed one NULL with it. */
struct sw_predicate *sw_filter_read(struct sw_arena *arena, struct sw_str text, const struct sw_filter_rules *rules,
				    struct sw_filter_error *error);
/* The filter as text with one blank between words, and brackets round every group: reading it gives the same predicate
 * under any precedence. */
void sw_filter_write(struct sw_out *out, const struct sw_predicate *predicate);
/* One atom in the same form: "source is 'GE.P'". */
struct sw_str sw_filter_atom(struct sw_arena *arena, const struct sw_predicate *atom);

/* "source", "target", "flow". */
const char *sw_subject_of_name(enum sw_subject_of subject);
