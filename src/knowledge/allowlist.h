/* Which images a project may use. Rules are matched on the complete, normalised name by whole parts, never by a prefix
 * of text; the most specific rule decides. Asked by checks, which print the rule and the line that decided. */
#pragma once
#include "base/arena.h"
#include "facts/config.h"
#include "facts/image.h"

enum sw_allow_verdict {
	SW_ALLOW_NO_LIST,   /* nobody wrote a list */
	SW_ALLOWED,
	SW_DENIED,
	SW_WARNED,          /* no rule fits, and the list only warns then */
	SW_ALLOW_UNDECIDED, /* the name holds a variable, or a signature has to be looked at */
};

struct sw_allow_decision {
	enum sw_allow_verdict verdict;
	const struct sw_allow_rule *rule; /* the one that decided; NULL: the list's defaults did */
	struct sw_span at;                /* the rule, `default:` or `official:`; zero without a list */
	struct sw_str reason;             /* one line for people */
	bool needs_signature;             /* the rule demands a verified signature: UNDECIDED until someone looks */
};

/* `today` is YYYY-MM-DD. The reference should be one that is pulled: own stages are no matter of this list. */
struct sw_allow_decision sw_allowlist_decide(struct sw_arena *arena, const struct sw_allowlist *list,
					     const struct sw_image_ref *ref, struct sw_str today);

/* An image must pass both lists, the configuration's and the one that --policy names: the stricter verdict holds. */
struct sw_allow_decision sw_images_decide(struct sw_arena *arena, const struct sw_config *config, const struct sw_image_ref *ref,
					  struct sw_str today);

/* The complete form of a rule's pattern: "debian" is docker.io/library/debian, "org/app" is docker.io/org/app; "**" at
 * the beginning stands for every registry. Empty when it can match nothing: a tag, a digest, an upper-case letter, an
 * empty part. */
struct sw_str sw_allow_pattern(struct sw_arena *arena, struct sw_str written);

/* Whether `name` fits `pattern` part by part: '*' within a part stands for any text of that part, a part "**" for any
 * number of parts, at least one when it is the last. */
bool sw_allow_matches(struct sw_str pattern, struct sw_str name);
