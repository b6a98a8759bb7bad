#include "checks/about_secrets.h"

static bool has_url(const struct sw_step *step) {
	for (uint32_t i = 0; i < step->word_count; i++)
		if (sw_str_contains(step->words[i].text, SW_S("://")))
			return true;
	return false;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_seen_walk walk = {.view = view};
	struct sw_password_places none = {0};
	for (const struct sw_secret_fact *fact; (fact = sw_next_seen(&walk));) {
		if (sw_seen_as(view, &none, fact) != SW_SEEN_IN_URL)
			continue;
		if (fact->strength == SW_SEEN_PLACEHOLDER)
			sw_fail_as(sink, SW_LOW, fact->at, "the address holds the place of a credential");
		else if (fact->strength == SW_SEEN_WEAK)
			sw_fail_as(sink, SW_MEDIUM, fact->at, "the address holds a credential that everybody guesses");
		else
			sw_fail(sink, fact->at, "the address holds a credential (%.*s)", SW_ARG(fact->title));
	}
	for (size_t i = 0; i < view->build->steps.n; i++)
		if (has_url(&view->build->steps.v[i]))
			sw_pass(sink, view->build->steps.v[i].keyword, "addresses hold no login");
	sw_not_applicable(sink, "the file holds no address");
}

CHECK(credential_in_url) {
	.id = "credential-in-url", .on = SW_ON_BUILD, .severity = SW_HIGH, .stride = SW_DISCLOSURE, .cwe = {522, 798},
	.refs = {"cis-docker-1.6:4.10", "trivy:secret", "tally:secrets-in-code"},
	.title = "An address holds a credential",
	.why = "The login is printed by the build's log, kept by git in the clone's configuration and stands in the image's history.",
	.fix = "Revoke it. Clone over `RUN --mount=type=ssh git clone git@…`, or give git a credential from `--mount=type=secret`.",
	.decide = decide,
	.examples = {
		{"clone", "FROM debian:12\nRUN apt-get update && \\\n  git clone https://bot:ghp_x9Qf3LkT7vZr2Wm8Yp4Nc6Bs1Hd5Gj0Ae2Ru@git.example.com/a /src\n", "Dockerfile:3"},
		{"token-alone", "FROM debian:12\nADD https://glpat-x9Qf3LkT7vZr2Wm8Yp4N@git.example.com/a /src\n", "Dockerfile:2"},
		{"variable", "FROM debian:12\nENV DATABASE_URL=postgres://app:Zx8-Qm2vTr@db.example.com/app\n", "Dockerfile:2"},
		{"none", "FROM debian:12\nRUN git clone https://git@git.example.com/a && curl https://u:$P@git.example.com\n", ""},
		{"header", "FROM debian:12\nRUN curl -H 'X: glpat-x9Qf3LkT7vZr2Wm8Yp4N' https://git.example.com/\n", ""},
	},
};
