#include "checks/about_secrets.h"

static void judge(struct sw_sink *sink, const struct sw_secret_fact *fact) {
	switch (fact->strength) {
	case SW_SEEN_TOKEN:
		sw_fail(sink, fact->at, "a credential stands in the file (%.*s)", SW_ARG(fact->title));
		break;
	case SW_SEEN_LITERAL:
		sw_fail_as(sink, SW_HIGH, fact->at, "a credential stands in the file (%.*s)", SW_ARG(fact->title));
		break;
	case SW_SEEN_WEAK:
		sw_fail_as(sink, SW_MEDIUM, fact->at, "a credential that everybody guesses stands in the file");
		break;
	case SW_SEEN_PLACEHOLDER:
		break;
	}
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_seen_walk walk = {.view = view};
	struct sw_password_places passwords = {0};
	bool elsewhere = false;
	sw_find_passwords(view, &passwords);
	for (const struct sw_secret_fact *fact; (fact = sw_next_seen(&walk));) {
		if (sw_seen_as(view, &passwords, fact) == SW_SEEN_ELSEWHERE)
			judge(sink, fact);
		else
			elsewhere |= fact->strength != SW_SEEN_PLACEHOLDER;
	}
	if (elsewhere || passwords.n)
		sw_not_applicable(sink, "the credentials of this file are told by other checks");
	else
		sw_pass(sink, view->row->at, "the file was read and holds no credential");
}

CHECK(literal_credential) {
	.id = "literal-credential", .on = SW_ON_BUILD, .severity = SW_CRITICAL, .stride = SW_DISCLOSURE, .cwe = {798},
	.refs = {"cis-docker-1.6:4.10", "trivy:secret", "kics:a88baa34", "dockle:CIS-DI-0010", "tally:secrets-in-code"},
	.title = "A credential stands in the Dockerfile",
	.why = "Whoever reads the repository or the image's history has it, today and from every copy that was ever made.",
	.fix = "Revoke it, then hand it to the step that needs it: `RUN --mount=type=secret,id=token curl -H \"Authorization: Bearer "
	       "$(cat /run/secrets/token)\" …`.",
	.decide = decide,
	.examples = {
		{"header", "FROM debian:12\nRUN curl \\\n  -H \"Authorization: token glpat-x9Qf3LkT7vZr2Wm8Yp4N\" \\\n  https://api.example.com/\n", "Dockerfile:3"},
		{"comment", "FROM debian:12\n# glpat-x9Qf3LkT7vZr2Wm8Yp4N\nLABEL token=glpat-x9Qf3LkT7vZr2Wm8Yp4M\n", "Dockerfile:2 Dockerfile:3"},
		{"heredoc", "FROM debian:12\nCOPY <<EOF /root/.config\ntoken: glpat-x9Qf3LkT7vZr2Wm8Yp4N\nEOF\n", "Dockerfile:3"},
		{"none", "FROM debian:12\nRUN --mount=type=secret,id=token cat /run/secrets/token\nLABEL token=none\n", ""},
		{"told-elsewhere", "FROM debian:12\nENV DB_PASSWORD=Tr0ub4dor-and-3\nRUN git clone https://bot:ghp_x9Qf3LkT7vZr2Wm8Yp4Nc6Bs1Hd5Gj0Ae2Ru@git.example.com/a\n", ""},
	},
};
