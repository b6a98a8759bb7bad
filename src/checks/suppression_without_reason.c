#include "checks/declare.h"
#include "facts/sink.h"

static const struct sw_factset *of_source(const struct sw_view *view, uint32_t source) {
	size_t part = source / SW_SOURCES_A_PART;
	return source && part < view->system->factsets.n ? view->system->factsets.v[part] : NULL;
}

/* The fact set that the subject was read from: part i of the sources is its own. */
static const struct sw_factset *read_from(const struct sw_view *view) {
	const struct sw_factset *set;
	if (view->row->kind == SW_SUBJECT_BUILD) {
		set = view->build ? of_source(view, view->build->source) : NULL;
		return set && set->build == view->build ? set : NULL;
	}
	set = view->deployment ? of_source(view, view->deployment->source) : NULL;
	return set && set->deployment == view->deployment ? set : NULL;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_factset *set = read_from(view);
	struct sw_span last = {0};
	for (size_t i = 0; set && i < set->suppressions.n; i++) {
		const struct sw_suppression *suppression = &set->suppressions.v[i];
		/* A comment that names several rules is one place. */
		if (suppression->reason.n || sw_span_cmp(suppression->at, last) == 0)
			continue;
		last = suppression->at;
		sw_fail(sink, suppression->at, "a finding is hidden and no reason is given: %.*s", SW_ARG(suppression->written));
	}
	if (set && set->suppressions.n)
		sw_pass(sink, set->suppressions.v[0].at, "every comment that hides a finding says why");
	sw_not_applicable(sink, "no comment hides a finding");
}

CHECK(suppression_without_reason) {
	.id = "suppression-without-reason", .on = SW_ON_START, .severity = SW_INFO, .stride = SW_REPUDIATION, .cwe = {778},
	.refs = {"hadolint:DL1001", "tally:require-reason"},
	.title = "A comment hides a finding and does not say why",
	.why = "Nobody can tell later who found the risk acceptable and on what grounds, so it stays hidden for good.",
	.fix = "Write the reason behind the rule, `# hadolint ignore=DL3008 # the snapshot pins it`, or accept it until a day: "
	       "`# strideward: accept ID until YYYY-MM-DD -- reason`.",
	.decide = decide,
	.examples = {
		{"hadolint", "FROM debian:12\n# hadolint ignore=DL3004\nRUN sudo id\n", "Dockerfile:2"},
		{"several-rules", "# check=skip=JSONArgsRecommended,StageNameCasing\nFROM debian:12\n", "Dockerfile:1"},
		{"reason", "FROM debian:12\n# hadolint ignore=DL3004 # the test needs it\nRUN sudo id\n", ""},
		{"ours", "FROM debian:12\n# strideward: accept sudo-used until 2027-01-31 -- the test needs it\nRUN sudo id\n", ""},
		{"no-suppression", "FROM debian:12\n# hadolint is run on this file\nRUN id\n", ""},
		{"compose", "=== compose.yaml\nservices:\n  a:\n    image: example.com/a:1\n    # nosemgrep\n    privileged: true\n", "compose.yaml:4"},
		{"compose-reason", "=== compose.yaml\nservices:\n  a:\n    image: example.com/a:1\n"
		 "    # strideward: accept container-privileged until 2027-01-31 -- it drives the test rig\n    privileged: true\n", ""},
	},
};
