/* What changed between two threat models, and why: rows of the register added, removed, in another state or priority, or
 * decided differently; elements, flows and boundaries. Each row has one cause, the first that explains it:
 *
 *   decision   people decided otherwise
 *   fact       something that was looked at is otherwise, or its element is new or gone
 *   policy     the fact stands in configuration or in a list of allowed images, or these changed and nothing else did
 *   catalogue  the catalogue's row is otherwise, or did not exist
 *   age        nothing changed but the day: a term is over, an end of life came
 */
#pragma once
#include "threats/snapshot.h"

enum sw_change { SW_CHANGE_ADDED, SW_CHANGE_REMOVED, SW_CHANGE_CHANGED };
enum sw_cause { SW_CAUSE_FACT, SW_CAUSE_CATALOGUE, SW_CAUSE_POLICY, SW_CAUSE_DECISION, SW_CAUSE_AGE };

struct sw_row_change {
	enum sw_change change;
	const struct sw_snapshot_row *before, *after; /* NULL where it is not there */
	bool state, priority, decision;               /* CHANGED: what did */
	enum sw_cause cause;
	struct sw_str why;                            /* the cause in words: which field, finding, entry */
	struct sw_str file_before, file_after;        /* where; empty: nowhere */
	uint32_t line_before, line_after;
};

struct sw_field_change {
	struct sw_str name, before, after; /* empty: not there */
};

struct sw_part_change {
	enum sw_change change;
	const struct sw_snapshot_part *before, *after;
	SW_VEC(struct sw_field_change) fields; /* CHANGED */
};

struct sw_difference {
	const struct sw_snapshot *before, *after;
	SW_VEC(struct sw_row_change) rows;   /* in the order of `after`, then what is gone in that of `before` */
	SW_VEC(struct sw_part_change) parts; /* the same */
};

void sw_difference_make(struct sw_arena *arena, const struct sw_snapshot *before, const struct sw_snapshot *after, struct sw_difference *difference);
/* Whether there is any. */
bool sw_difference_any(const struct sw_difference *difference);
/* How people read a row's state: "weak?" when it is presumed. */
struct sw_str sw_row_state(struct sw_arena *arena, const struct sw_snapshot_row *row);

const char *sw_change_name(enum sw_change change); /* "added", … */
const char *sw_cause_name(enum sw_cause cause);    /* "fact", … */
