/* The words of names, as far as they tell one thing from another; private to models/. */
#pragma once
#include "base/arena.h"
#include "base/vec.h"
#include "facts/diagram.h"

enum { SW_MOST_WORDS = 16 };

/* Different words of a name, small, in their order; what is beyond the most is left out. */
struct sw_name_words {
	struct sw_str v[SW_MOST_WORDS];
	size_t n;
};

/* Adds the words of a name but those that say nothing about which one it is ("the", "service", "container"). */
void sw_name_words_add(struct sw_arena *arena, struct sw_name_words *words, struct sw_str name);
/* Adds all words. */
void sw_name_words_add_all(struct sw_arena *arena, struct sw_name_words *words, struct sw_str name);
bool sw_name_words_have(const struct sw_name_words *words, struct sw_str word);
/* Whether any of the words is on the list, which has blanks between. */
bool sw_name_words_any(const struct sw_name_words *words, const char *list);
/* One word for all that mean the same: "db" for "database". */
struct sw_str sw_word_meant(struct sw_str word);
/* The letters and digits of a name, small. */
struct sw_str sw_name_plain(struct sw_arena *arena, struct sw_str name);
/* Whether a name says no more than what kind of thing it is: "Container", "Docker registry"; of people, also "Mobile
 * customer". */
bool sw_name_is_kind(struct sw_arena *arena, struct sw_str name, bool external, enum sw_element_kind *kind);
/* Whether it is called after what containers are given, a secret or settings, which a scan knows as facts of theirs. */
bool sw_name_is_given(struct sw_arena *arena, struct sw_str name);
/* The words of a boundary's name but "network", "boundary" and the like, joined. */
struct sw_str sw_boundary_plain(struct sw_arena *arena, struct sw_str name);
