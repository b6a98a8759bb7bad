#include "checks/declare.h"

/* A decision is held against the register, which is made after all checks: run/refuted.c tells what this row is about. */
static void decide(const struct sw_view *view, struct sw_sink *sink) {
	(void)view;
	(void)sink;
}

CHECK(contradicted_claim) {
	.id = "contradicted-claim", .on = SW_ON_REPOSITORY, .severity = SW_MEDIUM, .asked = true,
	.title = "A decision claims what a failing check refutes",
	.why = "A claim fills what no scan sees. Against a check that fails it is wrong, and whoever relies on it believes that a threat "
	       "is stopped which is open.",
	.fix = "Take the claim out of `.strideward/decisions.yaml`, and mend what the check found or decide about it with `--kind accept` or `defer`.",
	.decide = decide,
	.examples = {
		{"refuted", "=== compose.yaml\nservices:\n  a: {image: redis:8, privileged: true}\n=== .strideward/decisions.yaml\ndecisions:\n"
		 "  - {threat: privileged-breakout, on: a, kind: claim, reason: a proxy stops it, by: ada, made: 2026-01-01, until: 2026-01-20}\n",
		 ".strideward/decisions.yaml:2"},
		{"unseen", "=== compose.yaml\nservices:\n  a: {image: redis:8}\n=== .strideward/decisions.yaml\ndecisions:\n"
		 "  - {threat: known-vulnerable-package, on: redis:8, kind: claim, reason: scanned each night, by: ada, made: 2026-01-01, until: 2026-01-20}\n", ""},
	},
};
