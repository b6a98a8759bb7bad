#include "checks/about_labels.h"

static enum sw_label_kind kind_of(struct sw_str name) {
	for (int kind = SW_LABEL_TEXT; kind <= SW_LABEL_EMAIL; kind++)
		if (sw_str_is(name, sw_label_kind_name((enum sw_label_kind)kind)))
			return (enum sw_label_kind)kind;
	return SW_LABEL_TEXT;
}

/* The project's own list, else what is well known. */
static struct sw_label_schema wanted(const struct sw_view *view) {
	const struct sw_config *config = view->system->config;
	struct sw_label_rule *rules = SW_NEW_ARRAY(view->arena, struct sw_label_rule, config->labels.n + 1);
	for (size_t i = 0; i < config->labels.n; i++)
		rules[i] = (struct sw_label_rule){sw_arena_str(view->arena, config->labels.v[i].name.text).p,
						  kind_of(config->labels.v[i].type.text)};
	return config->labels.n || config->strict_labels ? (struct sw_label_schema){rules, config->labels.n, true, config->strict_labels}
							 : sw_known_labels;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_label_schema schema = wanted(view);
	sw_judge_labels(view, sink, sw_stages_shipped(view), &schema);
	sw_not_applicable(sink, "no label is set");
}

CHECK(label_malformed) {
	.id = "label-malformed", .on = SW_ON_BUILD, .severity = SW_INFO, .stride = SW_REPUDIATION, .cwe = {1059},
	.refs = {"hadolint:DL3048@name", "hadolint:DL3049@missing", "hadolint:DL3050@superfluous", "hadolint:DL3051@text", "hadolint:DL3052@url",
		 "hadolint:DL3053@rfc3339", "hadolint:DL3054@spdx", "hadolint:DL3055@hash", "hadolint:DL3056@semver", "hadolint:DL3058@email",
		 "dockerfilelint:label_invalid@name", "tally:labels/*"},
	.title = "A label does not hold what it is for",
	.why = "Labels tell where an image comes from, long after the build. What scanners and people cannot read leaves the question "
	       "open who made it and from which source.",
	.fix = "Write names in lower case, and values in the form that is expected: addresses with https://, times as "
	       "`2026-01-31T12:00:00Z`, licences as SPDX expressions such as `Apache-2.0 OR MIT`.",
	.decide = decide,
	.examples = {
		{"values", "FROM debian:12\nLABEL org.opencontainers.image.created=\"yesterday\" \\\n  org.opencontainers.image.source=git.example.com/a \\\n  org.opencontainers.image.licenses=\"Apache 2.0\"\nLABEL org.label-schema.vcs-ref=main org.label-schema.vendor=\"\"\n", "Dockerfile:2 Dockerfile:3 Dockerfile:4 Dockerfile:5 Dockerfile:5"},
		{"names", "FROM debian:12\nLABEL Version=1 com.docker.x=y a..b=c\n", "Dockerfile:2 Dockerfile:2 Dockerfile:2"},
		{"empty-default", "FROM scratch\nARG R=\nLABEL org.opencontainers.image.revision=$R\n", "Dockerfile:3"},
		{"well-formed", "FROM debian:12\nLABEL org.opencontainers.image.created=2026-01-31T12:00:00.5+01:00 org.opencontainers.image.source=https://git.example.com/a\nLABEL org.opencontainers.image.licenses=\"(MIT AND BSD-3-Clause) OR GPL-2.0-only WITH Classpath-exception-2.0\" org.label-schema.vcs-ref=0123abc maintainer=\"a\"\n", ""},
		{"hidden", "FROM debian:12\nARG R\nLABEL org.opencontainers.image.revision=$R\n", ""},
		{"build-stage", "FROM debian:12 AS a\nLABEL X=1\nFROM scratch\nCMD [\"/a\"]\n", ""},
	},
};
