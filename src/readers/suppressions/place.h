/* What a comment stands above: the next instruction, the stage it opens, a line, a block of YAML. */
#pragma once
#include "facts/factset.h"

struct place_reader {
	struct sw_arena *arena;
	struct sw_factset *set;
	const struct sw_comment *comment; /* the one that is being read */
	struct sw_source *source;         /* its file */
	const struct sw_step **steps;     /* instructions, in order; triggers of ONBUILD left out */
	size_t step_count;
	size_t left;                      /* bytes that blocks may still look at: many comments above one block stay linear */
	uint32_t top, top_source;         /* where the first line stands that is no comment, in this source; made on first use */
};

struct place_reader place_reader(struct sw_factset *set);

struct sw_span place_file(const struct place_reader *reader);
/* The next instruction below the comment; zero when there is none, or the comment stands inside of one. `directly`: on
 * the very next line. */
struct sw_span place_instruction(const struct place_reader *reader, bool directly);
/* The same where nothing but comments stands between. */
struct sw_span place_attached(const struct place_reader *reader);
/* The stage whose FROM stands on the next line; else what is left of the stage that the comment stands in. */
struct sw_span place_stage(const struct place_reader *reader);
struct sw_span place_own_line(const struct place_reader *reader);
struct sw_span place_next_line(const struct place_reader *reader);
/* The next line that holds something, and the lines below it that are indented deeper. */
struct sw_span place_block(struct place_reader *reader);
/* Whether nothing but comments and directives stands above it. */
bool place_on_top(struct place_reader *reader);
