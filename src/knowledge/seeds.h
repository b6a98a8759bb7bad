/* Lines of the founding documents, in our own words, and the words for what the catalogue's expressions ask for.
 * Reviewable data in data/seeds.toml and data/words.toml; shown by `strideward explain`. */
#pragma once
#include "base/str.h"

struct sw_seed {
	const char *id;      /* "004:53", "002:spoofing", "NT-a3" */
	const char *asked;   /* what the line asks for */
	const char *holds;   /* when that is still true; NULL: it simply is */
	const char *changed; /* what is different by now; NULL: nothing */
	const char *since;   /* YYYY[-MM[-DD]] of the change; NULL: it always was */
	const char *source;  /* where the change can be read; NULL without one */
	const char *check;   /* what strideward does about it */
};
extern const struct sw_seed sw_seeds[];
extern const size_t sw_seed_count;

/* The row called `id`, or NULL. */
const struct sw_seed *sw_seed_of(struct sw_str id);

struct sw_atom_words {
	const char *atom;    /* as an expression writes it: "fact:pulls-image" */
	const char *words;   /* a statement: "an image is pulled" */
};
extern const struct sw_atom_words sw_atom_words[]; /* sorted by atom */
extern const size_t sw_atom_words_count;
