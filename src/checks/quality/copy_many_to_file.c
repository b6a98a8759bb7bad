#include "checks/quality/about_layers.h"

/* The builder takes "." and what ends in "/." as folders, too. */
static bool is_folder(struct sw_str path) {
	struct sw_str last = sw_str_basename(path);
	return !last.n || sw_str_is(last, ".") || sw_str_is(last, "..") || sw_str_ends(path, SW_S("\\"));
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_step_walk walk = {view, sw_stages_all(view), 0};
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		if ((step->kind != SW_STEP_COPY && step->kind != SW_STEP_ADD) || step->word_count < 3)
			continue;
		const struct sw_shell_word *target = &step->words[step->word_count - 1];
		if (!target->is_static)
			sw_unknown(sink, SW_MISSING_VARIABLE, target->span, "where it goes comes from a variable");
		else if (is_folder(target->text))
			sw_pass(sink, target->span, "several sources go into a folder");
		else
			sw_fail_variant(sink, step->kind == SW_STEP_COPY ? "copy" : "add", target->span,
					"%u sources go to %.*s, which is no folder without a slash at its end", step->word_count - 1,
					SW_ARG(target->text));
	}
	sw_not_applicable(sink, "nothing is copied from several sources");
}

CHECK(copy_many_to_file) {
	.id = "copy-many-to-file", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .cwe = {628},
	.refs = {"hadolint:DL3021@copy", "dockerfilelint:add_dest_invalid", "trivy:DS-0011@copy", "kics:6db6e0c2", "tally:DL3021@copy"},
	.title = "Several sources are copied to what is written as a file",
	.why = "The builder wants a slash at the end of a folder and refuses the step without it.",
	.fix = "End the last path with a slash: `COPY package.json yarn.lock app/`.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"no-slash", "FROM debian:12\nCOPY a b /app\nADD [\"a\", \"b\", \"app\"]\n", "Dockerfile:2 Dockerfile:3"},
		{"slash", "FROM debian:12\nCOPY a b /app/\nCOPY a b .\nCOPY a /app\nCOPY [\"a\", \"b\", \"./\"]\n", ""},
	},
};
