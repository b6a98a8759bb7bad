/* The threats that a template's filters generate on a drawing, as the Threat Modeling Tool generates them: for each
 * diagram, each flow with both ends attached, each type of threat in the template's order, a threat where the include
 * filter holds and the exclude filter does not. Every threat can say why.
 *
 * What is asked is made small before it is asked: equal atoms of all filters are one question, a question about an end is
 * answered once for each element, and which boundaries a flow crosses is found out once. */
#pragma once
#include "base/diag.h"
#include "facts/drawing.h"
#include "knowledge/filter.h"

/* A threat that the filters generate; or, with `silenced`, one that an override takes away. */
struct sw_generated {
	const struct sw_drawn_diagram *diagram;
	const struct sw_drawn *flow, *source, *target;
	const struct sw_threat_type *type;
	const struct sw_threat_override *raised;   /* it is here because of this one, whatever the filters say; or NULL */
	const struct sw_threat_override *silenced; /* or NULL */
	const struct sw_threat_override *priority; /* that gives its priority; or NULL */
	struct sw_str key; /* id of the type, source, flow and target, joined as the tool joins them */
};

/* One atom of a filter and what it came to for a flow. */
struct sw_answer {
	struct sw_str text;   /* "source is 'GE.P'" */
	struct sw_str words;  /* the same with what people are shown in the place of ids: "source is 'Process'" */
	bool exclude;         /* it stands in the exclude filter */
	enum sw_tri holds;
	struct sw_str seen;   /* for people: the type, the property's value, the boundary; empty: nothing there */
};

struct sw_generation {
	struct sw_arena *arena;
	const struct sw_drawing *drawing;
	const struct sw_template *template;
	struct sw_filter_rules rules;
	SW_VEC(struct sw_generated) threats;
	SW_VEC(struct sw_generated) silenced;
	struct sw_questions *questions; /* private */
};

/* Generates all threats of `drawing` by `template`. `today` (YYYY-MM-DD; empty: no override has ended) ends overrides.
 * All of it lives in `arena`; drawing and template must live as long, and stay as they are. Diagnostics speak of filters
 * that cannot be read, of names in brackets that nothing has, of overrides that have ended or touch nothing. */
void sw_generate(struct sw_generation *generation, struct sw_arena *arena, const struct sw_drawing *drawing,
		 const struct sw_template *template, const struct sw_filter_rules *rules, struct sw_str today,
		 struct sw_diags *diags);

/* What each atom of the type's two filters came to for that flow, in their order. */
typedef SW_VEC(struct sw_answer) sw_answers;
sw_answers sw_generated_why(const struct sw_generation *generation, const struct sw_generated *generated);
/* Why the filters do not generate a threat of that type on that flow any more, in one line; for a key of a stored threat
 * that was not generated. `why` is for `flow`, of `diagram`. */
struct sw_str sw_generation_why_not(const struct sw_generation *generation, const struct sw_drawn_diagram *diagram,
				    const struct sw_drawn *flow, const struct sw_threat_type *type);

/* The threat as a fresh one of the drawing: texts with names filled in, category, presets, columns in the template's
 * order, not started. Its number is 0. */
struct sw_drawn_threat sw_generated_threat(const struct sw_generation *generation, const struct sw_generated *generated);
/* `text` with {source.Name}, {flow.Name} and {target.Name}, in any case, filled in. */
struct sw_str sw_generated_text(struct sw_arena *arena, struct sw_str text, const struct sw_generated *generated);
