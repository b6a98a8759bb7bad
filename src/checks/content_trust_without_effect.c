#include "checks/about_trust.h"

static void judge_case(struct sw_sink *sink, const struct sw_trust_case *row) {
	struct sw_span at = row->setting->at;
	if (row->setting->on == SW_NO)
		return;
	if (row->setting->on == SW_UNKNOWN)
		sw_unknown(sink, SW_MISSING_VARIABLE, at, "a variable says whether content trust is on");
	else if (row->answer.effect == SW_TRUST_INERT)
		sw_fail(sink, at, "content trust is switched on and does nothing for %s: %s", row->words, row->answer.why);
	else if (row->answer.effect == SW_TRUST_ACTS)
		sw_pass(sink, at, "content trust acts on %s: %s", row->words, row->answer.why);
	else
		sw_unknown(sink, SW_MISSING_HOST, at, "whether content trust acts on %s cannot be told: %s", row->words, row->answer.why);
}

typedef SW_VEC(struct sw_trust_case) cases;

/* One place says one thing once, however many commands it is true of. Reasons and words are constants. */
static bool told(struct sw_arena *arena, cases *seen, const struct sw_trust_case *row) {
	for (size_t i = seen->n; i-- && seen->v[i].setting == row->setting;)
		if (seen->v[i].answer.why == row->answer.why && seen->v[i].words == row->words)
			return true;
	*sw_push(arena, seen) = *row;
	return false;
}

static void judge_root(const struct sw_view *view, struct sw_sink *sink, const struct sw_trust_root *root) {
	const char *unnamed = root->gun.n ? "" : "a repository";
	if (root->until.n && sw_str_cmp(view->date, root->until) > 0)
		sw_fail(sink, root->at, "the root certificate of %.*s%s ended on %.*s: no signature can be verified with it", SW_ARG(root->gun),
			unnamed, SW_ARG(root->until));
	else if (root->expires.n && sw_str_cmp(view->date, root->expires) > 0)
		sw_fail(sink, root->at, "the root metadata of %.*s%s ended on %.*s: no signature can be verified with it", SW_ARG(root->gun),
			unnamed, SW_ARG(root->expires));
	else if (!root->until.n || !root->expires.n)
		sw_unknown(sink, SW_MISSING_READER, root->at, "no root certificate of %.*s%s can be read", SW_ARG(root->gun), unnamed);
	else
		sw_pass(sink, root->at, "the root certificate of %.*s%s is valid until %.*s", SW_ARG(root->gun), unnamed, SW_ARG(root->until));
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	for (size_t i = 0; i < view->system->factsets.n; i++) {
		const struct sw_factset *set = view->system->factsets.v[i];
		if (!set->settings)
			continue;
		struct sw_trust_walk walk = {.view = view, .settings = set->settings, .beside_compose = sw_beside_compose(view->system, set)};
		struct sw_trust_case row;
		cases seen = {0};
		while (sw_next_trust_case(&walk, &row))
			if (!told(view->arena, &seen, &row))
				judge_case(sink, &row);
		if (set->settings->incomplete)
			sw_unknown(sink, SW_MISSING_READER, view->row->at, "%.*s was not read to its end", SW_ARG(set->path));
		for (size_t r = 0; r < set->settings->roots.n; r++)
			judge_root(view, sink, &set->settings->roots.v[r]);
	}
	sw_not_applicable(sink, "nothing switches content trust on");
}

CHECK(content_trust_without_effect) {
	.id = "content-trust-without-effect", .on = SW_ON_REPOSITORY, .severity = SW_MEDIUM, .stride = SW_SPOOFING | SW_TAMPERING, .cwe = {347},
	.refs = {"cis-docker-1.6:4.5", "dockle:CIS-DI-0005"},
	.title = "Content trust is switched on where it does nothing",
	.why = "Docker CLI 29 and newer (since 2025-11-10), BuildKit, Compose and pulls by digest never look at content trust, and they do not "
	       "say so. Whoever relies on the setting takes images without any check of who made them.",
	.fix = "Remove the setting and do what acts: pin images by digest (`debian:12@sha256:…`), verify signatures with `cosign verify` "
	       "before use, let an admission policy of the cluster demand them, or give buildx a source policy.",
	.decide = decide,
	.examples = {
		{"compose", "=== .github/workflows/ci.yml\non: push\nenv:\n  DOCKER_CONTENT_TRUST: 1\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n"
			    "      - run: docker compose pull\n", ".github/workflows/ci.yml:3"},
		{"new-client", "=== .gitlab-ci.yml\nimage: docker:29.0\nvariables:\n  DOCKER_CONTENT_TRUST: \"1\"\nbuild:\n  script:\n"
			       "    - docker pull registry.example/app:1\n", ".gitlab-ci.yml:3"},
		{"dotenv", "=== .env\nDOCKER_CONTENT_TRUST=1\n=== compose.yaml\nservices:\n  a:\n    image: redis:7\n", ".env:1"},
		{"argument", "ARG DOCKER_CONTENT_TRUST=1\nFROM debian:12\n", "Dockerfile:1"},
		{"dockerfile", "FROM docker:29\nENV DOCKER_CONTENT_TRUST=1\n", "Dockerfile:2"},
		{"service", "=== compose.yaml\nservices:\n  a:\n    image: docker:29-cli\n    environment:\n      DOCKER_CONTENT_TRUST: 1\n", "compose.yaml:5"},
		{"acts", "=== .gitlab-ci.yml\nimage: docker:28.1\nvariables:\n  DOCKER_CONTENT_TRUST: \"1\"\nbuild:\n  script:\n"
			 "    - docker pull registry.example/app:1\n", ""},
		{"not-known", "=== ci/build.sh\nexport DOCKER_CONTENT_TRUST=1\ndocker pull registry.example/app:1\n", ""},
		{"dockerfile-not-known", "FROM debian:12\nENV DOCKER_CONTENT_TRUST=1\n", ""},
		{"service-not-known", "=== compose.yaml\nservices:\n  a:\n    image: example/ci:1\n    environment: [DOCKER_CONTENT_TRUST=1]\n", ""},
	},
};
