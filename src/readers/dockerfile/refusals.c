#include "readers/dockerfile/refusals.h"
#include <stdlib.h>

static bool is_refusal(const struct sw_diag *diag) {
	struct sw_str code = sw_str_of(diag->code);
	return diag->level == SW_DIAG_ERROR && diag->at.source &&
	       (sw_str_starts(code, SW_S("dockerfile-build-")) || sw_str_starts(code, SW_S("dockerfile-parse-")));
}

static int parser_first(const struct sw_refusal *refusal) {
	return sw_str_starts(sw_str_of(refusal->code), SW_S("dockerfile-build-"));
}

/* The parser goes through the whole file before the build looks at any instruction. */
static int order(const void *left, const void *right) {
	const struct sw_refusal *a = left, *b = right;
	int by_part = parser_first(a) - parser_first(b), by_place = sw_span_cmp(a->at, b->at);
	return by_part ? by_part : by_place ? by_place : strcmp(a->code, b->code);
}

void sw_take_refusals(struct sw_factset *set, struct sw_build *build, const struct sw_diags *diags) {
	for (size_t i = 0; i < diags->n; i++) {
		const struct sw_diag *diag = &diags->v[i];
		if (is_refusal(diag))
			*sw_push(&set->arena, &build->refusals) = (struct sw_refusal){diag->code, diag->at, diag->message};
		else if (!sw_str_is(sw_str_of(diag->code), "dockerfile-warning-empty-continuation"))
			sw_diag_add(&set->diags, diag->level, diag->code, diag->at, "%.*s", SW_ARG(diag->message));
	}
	set->diags.dropped += diags->dropped;
	if (build->refusals.n)
		qsort(build->refusals.v, build->refusals.n, sizeof *build->refusals.v, order);
}
