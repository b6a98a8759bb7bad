/* What a conversion between formats of drawn models loses. Every writer says what the target cannot hold, one by one, and
 * what is alike is folded: "12 threats: the score: Threat Dragon has no place for it". In the order in which things were
 * first lost, so the same input gives the same list. */
#pragma once
#include "base/vec.h"

struct sw_loss {
	const char *kind;   /* of thing, one in number: "threat", "element", "flow", "boundary", "diagram", "model" */
	struct sw_str name; /* of the first; may be empty */
	size_t count;       /* of things */
	struct sw_str what; /* is lost */
	const char *why;
};

struct sw_losses {
	struct sw_arena *arena; /* set by whoever makes the list */
	SW_VEC(struct sw_loss *) list;
	struct sw_map *seen;
};

/* `losses` may be NULL: nobody asks. `kind` and `why` have static storage. */
void sw_lost(struct sw_losses *losses, const char *kind, struct sw_str name, struct sw_str what, const char *why);
/* One line for people: `threat "Theft": the score: why`, or with the number of things where several are folded. */
struct sw_str sw_loss_line(struct sw_arena *arena, const struct sw_loss *loss);
