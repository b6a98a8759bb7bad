/* What the filters of a template ask, each question once, and the answers that elements and flows give: the fast half of
 * generation. Private to models/. */
#pragma once
#include "base/map.h"
#include "knowledge/program.h"
#include "models/generate.h"

/* The filters of one type of threat. */
struct sw_asking {
	struct sw_predicate *include, *exclude; /* NULL: never; nothing is left out */
	struct sw_program includes, excludes;   /* the same to ask quickly */
};

struct sw_question {
	const struct sw_predicate *atom;  /* the first that asks it */
	struct sw_asked_name *name;       /* type or property; NULL: nothing has that name */
};

/* A type or a property that some filter names, and whether the element at hand has it. */
struct sw_asked_name {
	struct sw_str id;
	uint32_t has, crossed; /* equal to `turn` of the questions: yes */
	struct sw_str value;   /* properties */
};

typedef SW_VEC(const struct sw_drawn *) sw_drawn_list;

/* The boundaries that a flow crosses, in the order of the drawing. */
struct sw_crossings {
	const struct sw_drawn *flow;
	sw_drawn_list boundaries;
};

struct sw_questions {
	struct sw_arena *arena;
	const struct sw_template *template;
	const struct sw_filter_rules *rules;
	struct sw_map stencils;               /* id → struct sw_stencil * */
	struct sw_map by_name, by_like;       /* what people call types, as written and in small letters → struct sw_stencil * */
	struct sw_map by_key, by_label;       /* properties of all types → the first struct sw_stencil_attribute * */
	struct sw_map types, keys, labels;    /* → struct sw_asked_name * */
	struct sw_map known;                  /* text of a question → its number + 1, as a pointer into `numbers` */
	SW_VEC(struct sw_question) asked;
	struct sw_asking *of_type;            /* one for each type of threat of the template */
	const struct sw_drawn_diagram *diagram; /* at hand */
	sw_drawn_list boundaries;             /* of that diagram */
	struct sw_map crossings;              /* id of a flow → struct sw_crossings * */
	uint32_t turn;                        /* grows with each element that answers */
	uint64_t steps;                       /* work done */
};

/* Reads all filters of the template. What is wrong with them becomes diagnostics. */
struct sw_questions *sw_questions_read(struct sw_arena *arena, const struct sw_template *template,
				       const struct sw_filter_rules *rules, struct sw_diags *diags);
/* The boundaries that a flow of the diagram crosses; found out once. */
const sw_drawn_list *sw_questions_crossings(struct sw_questions *questions, const struct sw_drawn_diagram *diagram,
					    const struct sw_drawn *flow);
/* Makes `diagram` the one at hand. */
void sw_questions_enter(struct sw_questions *questions, const struct sw_drawn_diagram *diagram);
/* Answers all questions about an element or flow of the diagram at hand; `answers` has a byte (enum sw_tri) for each. */
void sw_questions_answer(struct sw_questions *questions, const struct sw_drawn *drawn, uint8_t *answers);
/* Whether the element or boundary is of that type, as `is` and `crosses` mean it. */
bool sw_questions_is(const struct sw_questions *questions, const struct sw_drawn *drawn, struct sw_str type);
/* The type that an atom names: its id, or what its name in brackets stands for; empty: nothing. */
struct sw_str sw_questions_type(const struct sw_questions *questions, const struct sw_predicate *atom);
/* The value that the atom's property has, and whether it has one. */
bool sw_questions_value(const struct sw_drawn *drawn, const struct sw_predicate *atom, struct sw_str *value);
