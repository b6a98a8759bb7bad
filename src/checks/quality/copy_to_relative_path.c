#include "checks/quality/about_layers.h"

static bool is_relative(struct sw_str path) {
	bool drive = path.n > 1 && sw_is_alpha(path.p[0]) && path.p[1] == ':';
	return path.n && path.p[0] != '/' && path.p[0] != '\\' && path.p[0] != '$' && !drive;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_step_walk walk = {view, sw_stages_all(view), 0};
	bool set[SW_LIMIT_STAGES + 1] = {false}; /* by WORKDIR, in each stage so far */
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		int32_t parent = view->build->stages.v[step->stage].parent;
		if (step->kind == SW_STEP_FROM)
			set[step->stage] = parent >= 0 && set[parent];
		if (step->kind == SW_STEP_WORKDIR && !step->on_build)
			set[step->stage] = true;
		if ((step->kind != SW_STEP_COPY && step->kind != SW_STEP_ADD) || step->word_count < 2)
			continue;
		const struct sw_shell_word *target = &step->words[step->word_count - 1];
		if (!target->is_static && target->text.n && target->text.p[0] == '$')
			sw_unknown(sink, SW_MISSING_VARIABLE, target->span, "where it goes comes from a variable");
		else if (!set[step->stage] && is_relative(target->text))
			sw_fail_variant(sink, step->kind == SW_STEP_COPY ? "copy" : "add", target->span,
					"where %.*s is depends on the base image: no WORKDIR is set above", SW_ARG(target->text));
		else
			sw_pass(sink, target->span, "it is said where the files go");
	}
	sw_not_applicable(sink, "nothing is copied");
}

CHECK(copy_to_relative_path) {
	.id = "copy-to-relative-path", .on = SW_ON_BUILD, .severity = SW_LOW,
	.refs = {"hadolint:DL3045@copy", "tally:DL3045@copy"},
	.title = "Files are copied to a relative path without a WORKDIR",
	.why = "The base image decides where the files land; with its next version they may land elsewhere.",
	.fix = "Set `WORKDIR /app` above, or copy to an absolute path.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"relative", "FROM debian:12\nCOPY a ./\nADD b b_$V\n", "Dockerfile:2 Dockerfile:3"},
		{"other-stage", "FROM debian:12\nWORKDIR /app\nFROM debian:12\nCOPY a .\n", "Dockerfile:4"},
		{"workdir", "FROM debian:12 AS a\nWORKDIR /app\nCOPY a .\nFROM a\nCOPY b .\n", ""},
		{"absolute", "FROM debian:12\nENV D=/srv\nCOPY a /b\nCOPY [\"a\", \"$D/\"]\nCOPY a C:/b\nCOPY a $E/\n", ""},
	},
};
