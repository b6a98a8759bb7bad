/* Variable expansion and word splitting as BuildKit does them for the words of a Dockerfile: $x, ${x}, the modifiers
 * :- - :+ + :? ? # ## % %% / //, quotes and the escape character. It knows nothing of instructions; heredoc names are
 * found with it too. */
#pragma once
#include "base/arena.h"

enum sw_expand_state {
	SW_EXPAND_UNSET,   /* certainly not set: expands to nothing */
	SW_EXPAND_SET,     /* set, possibly to the empty text */
	SW_EXPAND_UNKNOWN, /* nobody can say from what was read */
};

/* Says what `name` is; fills *value when it is set. Windows, where names have no case, is the callback's business. */
typedef enum sw_expand_state sw_expand_lookup(void *context, struct sw_str name, struct sw_str *value);

struct sw_expand {
	sw_expand_lookup *lookup; /* NULL: every name is unset */
	void *context;
	char escape;        /* '\\' or '`' */
	bool raw_quotes;    /* quotes stay in the result */
	bool raw_escapes;   /* the escape character stays in the result */
	bool ignore_quotes; /* quotes are ordinary characters: the body of a COPY heredoc */
	bool keep_unset;    /* a reference to an unset name stays as written */
	size_t limit;       /* bytes of the result; 0: SW_LIMIT_EXPANSION_BYTES */
};

/* One reference, in the order of reading; those inside the words of modifiers are there too, used or not. */
struct sw_expand_reference {
	struct sw_str name;
	size_t start, end; /* bytes of the input, '$' and braces included */
	enum sw_expand_state state;
	char modifier;     /* '-' '+' '?' '#' '%' '/', or 0 */
};

struct sw_expansion {
	struct sw_str text;   /* the one-word result; where unknown, references stay as written */
	struct sw_str *words; /* the same split at unquoted white space, after expansion */
	size_t word_count;
	bool known;           /* text and words do not depend on an unknown value */
	struct sw_expand_reference *references;
	size_t reference_count;
	struct sw_str error;  /* when sw_expand returned false: why, for people */
	size_t error_at;      /* the byte of the input where reading stopped */
};

/* Expands `word`. False when BuildKit refuses it (open quote, bad substitution, ${x:?}), or when it exceeds a limit;
 * then only references, error and error_at are filled. The result stands in the scratch of `arena`. */
bool sw_expand(struct sw_arena *arena, const struct sw_expand *how, struct sw_str word, struct sw_expansion *result);
