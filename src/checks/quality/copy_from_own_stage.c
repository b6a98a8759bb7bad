#include "checks/quality/about_layers.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_step_walk walk = {view, sw_stages_all(view), 0};
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		const struct sw_flag *from = step->kind == SW_STEP_COPY ? sw_step_flag(step, "from") : NULL;
		if (!from)
			continue;
		const struct sw_stage *stage = &view->build->stages.v[step->stage];
		uint64_t number;
		bool own = from->known && ((stage->name.n && sw_str_eq_nocase(from->value, stage->name)) ||
					   (sw_str_to_u64(from->value, &number) && number == stage->index));
		if (own)
			sw_fail(sink, from->at, "%.*s is the stage that the step stands in", SW_ARG(from->value));
		else
			sw_pass(sink, from->at, "another source than its own stage");
	}
	sw_not_applicable(sink, "nothing is copied from a stage or an image");
}

CHECK(copy_from_own_stage) {
	.id = "copy-from-own-stage", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .cwe = {706},
	.refs = {"hadolint:DL3023", "trivy:DS-0006", "kics:cdddb86f", "tally:DL3023"},
	.title = "COPY --from names the stage that it stands in",
	.why = "A stage cannot copy from itself: the build fails.",
	.fix = "Name the stage that makes the files, or use `RUN cp` for files of the same stage.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"name", "FROM debian:12 AS Dep\nCOPY --from=dep /a /b\n", "Dockerfile:2"},
		{"number", "FROM debian:12\nFROM debian:12\nCOPY --from=1 /a /b\n", "Dockerfile:3"},
		{"other", "FROM debian:12 AS dep\nFROM debian:12\nCOPY --from=dep /a /b\nCOPY --from=0 /a /c\nCOPY a b\n", ""},
	},
};
