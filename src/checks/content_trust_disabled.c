#include "checks/about_trust.h"

static void judge_case(struct sw_sink *sink, const struct sw_trust_case *row) {
	struct sw_span at = row->setting->at;
	if (row->setting->on == SW_UNKNOWN)
		sw_unknown(sink, SW_MISSING_VARIABLE, at, "a variable says whether content trust is off");
	if (row->setting->on != SW_NO)
		return;
	if (row->answer.effect == SW_TRUST_INERT)
		sw_pass(sink, at, "there is nothing to switch off for %s: %s", row->words, row->answer.why);
	else if (row->answer.effect == SW_TRUST_UNKNOWN)
		sw_unknown(sink, SW_MISSING_HOST, at, "whether this switches anything off cannot be told: %s", row->answer.why);
	else if (row->wider)
		sw_fail_as(sink, SW_MEDIUM, at, "content trust, which is on around it, is switched off for %s", row->words);
	else
		sw_fail(sink, at, "content trust is switched off for %s, whose client would look at signatures", row->words);
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	for (size_t i = 0; i < view->system->factsets.n; i++) {
		const struct sw_factset *set = view->system->factsets.v[i];
		if (!set->settings)
			continue;
		struct sw_trust_walk walk = {.view = view, .settings = set->settings, .beside_compose = sw_beside_compose(view->system, set)};
		struct sw_trust_case row;
		while (sw_next_trust_case(&walk, &row))
			judge_case(sink, &row);
		if (set->settings->incomplete)
			sw_unknown(sink, SW_MISSING_READER, view->row->at, "%.*s was not read to its end", SW_ARG(set->path));
	}
	sw_not_applicable(sink, "nothing switches content trust off");
}

CHECK(content_trust_disabled) {
	.id = "content-trust-disabled", .on = SW_ON_REPOSITORY, .severity = SW_LOW, .stride = SW_SPOOFING | SW_TAMPERING, .cwe = {347},
	.refs = {"cis-docker-1.6:4.5", "dockle:CIS-DI-0005"},
	.title = "Content trust is switched off where it would act",
	.why = "A client before Docker CLI 29 that pulls from a registry with a trust server of its own refuses images that nobody "
	       "signed. Where it is told not to, an image that was put there by somebody else is taken.",
	.fix = "Drop `--disable-content-trust` and `DOCKER_CONTENT_TRUST=0`, or pin the image by digest, which holds with every client.",
	.decide = decide,
	.examples = {
		{"flag", "=== .gitlab-ci.yml\nimage: docker:27\na:\n  script:\n    - docker pull --disable-content-trust registry.example/app:1\n",
		 ".gitlab-ci.yml:4"},
		{"step", "=== .github/workflows/a.yml\nenv: {DOCKER_CONTENT_TRUST: 1}\njobs:\n  a:\n    container: docker:27-cli\n    steps:\n"
			 "      - run: |\n          cd /\n          DOCKER_CONTENT_TRUST=0 docker pull registry.example/app:1\n",
		 ".github/workflows/a.yml:8"},
		{"dockerfile", "FROM docker:24\nRUN docker pull --disable-content-trust registry.example/app:1\n", "Dockerfile:2"},
		{"service", "=== compose.yaml\nservices:\n  a:\n    image: docker:24\n    environment:\n      DOCKER_CONTENT_TRUST: 0\n"
			    "      DOCKER_CONTENT_TRUST_SERVER: https://notary.example\n", "compose.yaml:5"},
		{"new-client", "=== .gitlab-ci.yml\nimage: docker:29\na:\n  script:\n    - docker pull --disable-content-trust registry.example/app:1\n", ""},
		{"not-known", "=== ci/a.sh\ndocker pull --disable-content-trust registry.example/app:1\n", ""},
		{"dockerfile-new", "FROM docker:29\nRUN docker pull --disable-content-trust registry.example/app:1\n", ""},
		{"service-new", "=== compose.yaml\nservices:\n  a:\n    image: docker:29\n    environment:\n      DOCKER_CONTENT_TRUST: 0\n", ""},
	},
};
