#include "checks/about_steps.h"

static bool says(const struct sw_view *view, const char *names) {
	const struct sw_build *build = view->build;
	for (int32_t s = (int32_t)view->target->stage->index; s >= 0; s = build->stages.v[s].parent)
		for sw_each(struct sw_pair, label, build->stages.v[s].labels)
			if (sw_listed(label->name, names))
				return true;
	return false;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	bool source = says(view, "org.opencontainers.image.source org.label-schema.vcs-url");
	bool revision = says(view, "org.opencontainers.image.revision org.label-schema.vcs-ref");
	struct sw_span from = view->target->stage->from;
	if (source && revision)
		sw_pass(sink, from, "labels name repository and commit");
	else
		sw_fail(sink, from, "no label says from which %s the image is built",
			source ? "commit" : revision ? "repository" : "repository and commit");
}

CHECK(source_label_missing) {
	.id = "source-label-missing", .on = SW_ON_BUILD, .severity = SW_INFO, .stride = SW_REPUDIATION, .cwe = {1059},
	.refs = {"tally:labels/*"},
	.title = "No label says from which source the image is built",
	.why = "When something is found in a running container, nobody can tell from the image which commit it was made from and who "
	       "is to be asked.",
	.fix = "Set `org.opencontainers.image.source` and, from a build argument, `org.opencontainers.image.revision`, or let the "
	       "pipeline set them with `--label`.",
	.practice = true,
	.decide = decide,
	.examples = {
		{"none", "FROM debian:12\nCMD [\"/app\"]\n", "Dockerfile:1"},
		{"no-revision", "FROM debian:12 AS a\nFROM a\nLABEL org.opencontainers.image.source=https://git.example.com/a\n", "Dockerfile:2"},
		{"both", "FROM debian:12 AS a\nARG R\nLABEL org.opencontainers.image.revision=$R\nFROM a\nLABEL org.opencontainers.image.source=https://git.example.com/a\n", ""},
	},
};
