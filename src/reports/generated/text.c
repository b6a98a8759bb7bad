#include "base/map.h"
#include "reports/generated/report.h"
#include "reports/text/lines.h"

/* The atoms that let the threat be there: those of the include filter that are true. */
static struct sw_str because(const struct sw_generated_report *report, const struct sw_generated *generated) {
	struct sw_arena *arena = report->arena;
	struct sw_str words = {0};
	if (generated->raised)
		return sw_arena_printf(arena, "raised by an override: %.*s", SW_ARG(generated->raised->reason));
	sw_answers answers = sw_generated_why(report->generation, generated);
	for (size_t i = 0; i < answers.n; i++) {
		const struct sw_answer *answer = &answers.v[i];
		/* Filters repeat themselves. */
		if (answer->exclude || answer->holds != SW_YES || sw_str_contains(words, answer->words))
			continue;
		words = words.n ? sw_arena_printf(arena, "%.*s; %.*s", SW_ARG(words), SW_ARG(answer->words)) : answer->words;
	}
	return words.n ? sw_text_one_line(arena, words) : SW_S("its include filter asks for nothing that must be there");
}

static void put_threat(struct sw_text *text, const struct sw_generated_report *report, size_t index) {
	struct sw_arena *arena = report->arena;
	const struct sw_drawn_threat *threat = &report->drawing->threats.v[index];
	struct sw_str title = sw_text_one_line(arena, threat->title);
	const char *mark = index < report->stored ? sw_drawn_state_title(threat->state) : "new";
	sw_text_line(text, SW_TEXT_PLAIN, 4,
		     sw_arena_printf(arena, "%.*s  [%s, %.*s, %.*s]", SW_ARG(title), mark, SW_ARG(threat->priority), SW_ARG(threat->category)));
	sw_text_line(text, SW_TEXT_FAINT, 6, because(report, report->of[index]));
}

/* The numbers of the generated threats on one flow. */
typedef SW_VEC(size_t) index_list;

static struct sw_map by_flow(const struct sw_generated_report *report) {
	struct sw_map map = {0};
	for (size_t i = 0; i < report->drawing->threats.n; i++) {
		const struct sw_generated *generated = report->of[i];
		if (!generated)
			continue;
		index_list *list = sw_map_get(&map, generated->flow->id);
		if (!list) {
			list = SW_NEW(report->arena, index_list);
			sw_map_put(report->arena, &map, generated->flow->id, list);
		}
		*sw_push(report->arena, list) = i;
	}
	return map;
}

static void put_flow(struct sw_text *text, const struct sw_generated_report *report, const struct sw_drawn *flow, const index_list *list) {
	const struct sw_generated *first = report->of[list->v[0]];
	struct sw_str name = sw_text_one_line(report->arena, flow->name), from = sw_text_one_line(report->arena, first->source->name),
		      to = sw_text_one_line(report->arena, first->target->name);
	sw_text_line(text, SW_TEXT_STRONG, 2, sw_arena_printf(report->arena, "%.*s: %.*s → %.*s", SW_ARG(name), SW_ARG(from), SW_ARG(to)));
	for (size_t i = 0; i < list->n; i++)
		put_threat(text, report, list->v[i]);
}

static void put_diagrams(struct sw_text *text, const struct sw_generated_report *report) {
	struct sw_map flows = by_flow(report);
	for (size_t d = 0; d < report->drawing->diagrams.n; d++) {
		const struct sw_drawn_diagram *diagram = &report->drawing->diagrams.v[d];
		struct sw_str title = sw_text_one_line(report->arena, diagram->title);
		sw_text_heading(text, title.n ? title : SW_S("Diagram"));
		for (size_t i = 0; i < diagram->elements.n; i++) {
			const index_list *list = sw_map_get(&flows, diagram->elements.v[i].id);
			if (list && diagram->elements.v[i].kind == SW_DRAWN_FLOW)
				put_flow(text, report, &diagram->elements.v[i], list);
		}
	}
}

static void put_gone(struct sw_text *text, const struct sw_generated_report *report, size_t stale) {
	struct sw_arena *arena = report->arena;
	const struct sw_generation *generation = report->generation;
	if (stale)
		sw_text_heading(text, SW_S("Stale: in the model, and not generated any more"));
	for (size_t i = 0; i < report->stored; i++) {
		const struct sw_drawn_threat *threat = &report->drawing->threats.v[i];
		struct sw_str title = sw_text_one_line(arena, threat->title);
		if (!threat->stale)
			continue;
		sw_text_line(text, SW_TEXT_PLAIN, 4, sw_arena_printf(arena, "%.*s  [%s]", SW_ARG(title), sw_drawn_state_title(threat->state)));
		sw_text_line(text, SW_TEXT_FAINT, 6, threat->stale_why);
	}
	if (generation->silenced.n)
		sw_text_heading(text, SW_S("Silenced by overrides"));
	for (size_t i = 0; i < generation->silenced.n; i++) {
		const struct sw_generated *silenced = &generation->silenced.v[i];
		struct sw_str title = sw_text_one_line(arena, sw_generated_text(arena, silenced->type->title, silenced)),
			      flow = sw_text_one_line(arena, silenced->flow->name), until = silenced->silenced->until;
		sw_text_line(text, SW_TEXT_PLAIN, 4, sw_arena_printf(arena, "%.*s, on %.*s", SW_ARG(title), SW_ARG(flow)));
		sw_text_line(text, SW_TEXT_FAINT, 6, sw_arena_printf(arena, "%.*s%s%.*s", SW_ARG(silenced->silenced->reason),
								     until.n ? ", until " : "", SW_ARG(until)));
	}
}

int sw_generated_lines(const struct sw_generated_report *report, const struct sw_report_style *style, struct sw_out *out) {
	struct sw_text text = {.style = style, .out = out};
	size_t generated = report->generation->threats.n, added = report->drawing->threats.n - report->stored, stale = 0;
	for (size_t i = 0; i < report->stored; i++)
		stale += report->drawing->threats.v[i].stale;
	sw_text_line(&text, SW_TEXT_STRONG, 0,
		     sw_arena_printf(report->arena, "%zu threat%s, %zu of them new; %zu stale, %zu silenced", generated,
				     generated == 1 ? "" : "s", added, stale, report->generation->silenced.n));
	put_diagrams(&text, report);
	put_gone(&text, report, stale);
	return out->failed ? -1 : 0;
}
