#include "checks/about_secrets.h"

static const char *keyword(const struct sw_step *step) {
	return step->kind == SW_STEP_ENV ? "ENV" : "ARG";
}

/* Whether a RUN of the build refers to the argument: build-argument-secret-used speaks of it then. */
static bool used_in_run(const struct sw_view *view, struct sw_str name) {
	struct sw_step_walk walk = {view, sw_stages_built(view), 0};
	for (const struct sw_step *step; (step = sw_next_step(&walk));)
		if (step->kind == SW_STEP_RUN && step->word_count && sw_text_refers(step->words[0].raw, name))
			return true;
	return false;
}

/* Whether the value is made from a build argument. */
static bool from_argument(const struct sw_view *view, const struct sw_step *env, const struct sw_pair *pair) {
	struct sw_str written = sw_span_text(&view->system->sources, pair->value_at);
	const struct sw_stage *stage = env->stage == UINT32_MAX ? NULL : &view->build->stages.v[env->stage];
	enum { LOOK_BACK = 256 }; /* steps */
	const struct sw_step *first = stage ? &view->build->steps.v[stage->first_step] : env;
	for (const struct sw_step *step = env - first > LOOK_BACK ? env - LOOK_BACK : first; step < env; step++)
		for (uint32_t i = 0; step->kind == SW_STEP_ARG && i < step->pair_count; i++)
			if (sw_text_refers(written, step->pairs[i].name))
				return true;
	return false;
}

static void judge_pair(const struct sw_view *view, struct sw_sink *sink, const struct sw_step *step, const struct sw_pair *pair,
		       unsigned *arguments) {
	enum { MOST_FOLLOWED = 64 }; /* arguments that are looked for in all steps */
	if (!pair->credential_name)
		return;
	if (step->kind == SW_STEP_ENV && pair->has_value && !pair->literal && from_argument(view, step, pair))
		sw_fail_as(sink, SW_MEDIUM, pair->at, "ENV %.*s keeps what the build is given in the image", SW_ARG(pair->name));
	else if (step->kind == SW_STEP_ARG && (!pair->has_value || !pair->value.n) &&
		 ((*arguments)++ >= MOST_FOLLOWED || !used_in_run(view, pair->name)))
		sw_fail_as(sink, SW_LOW, pair->at, "ARG %.*s is meant for a credential; its value goes into the image's history", SW_ARG(pair->name));
}

static void judge_seen(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_seen_walk walk = {.view = view};
	struct sw_password_places none = {0};
	for (const struct sw_secret_fact *fact; (fact = sw_next_seen(&walk));) {
		const struct sw_step *step;
		const struct sw_pair *pair = sw_pair_holding(view, fact->at, &step);
		if (!pair || sw_seen_as(view, &none, fact) != SW_SEEN_IN_VARIABLE)
			continue;
		if (fact->strength == SW_SEEN_PLACEHOLDER)
			sw_fail_as(sink, SW_LOW, pair->at, "%s %.*s holds the place of a credential", keyword(step), SW_ARG(pair->name));
		else if (fact->strength == SW_SEEN_WEAK)
			sw_fail_as(sink, SW_MEDIUM, pair->at, "%s %.*s holds a credential that everybody guesses", keyword(step), SW_ARG(pair->name));
		else
			sw_fail(sink, pair->at, "%s %.*s holds a credential (%.*s)", keyword(step), SW_ARG(pair->name), SW_ARG(fact->title));
	}
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	bool any = false;
	unsigned arguments = 0;
	for (size_t i = 0; i < view->build->steps.n; i++) {
		const struct sw_step *step = &view->build->steps.v[i];
		for (uint32_t p = 0; (step->kind == SW_STEP_ENV || step->kind == SW_STEP_ARG) && p < step->pair_count; p++) {
			any = true;
			judge_pair(view, sink, step, &step->pairs[p], &arguments);
		}
	}
	judge_seen(view, sink);
	if (any)
		sw_pass(sink, view->row->at, "no variable of the build holds a credential");
	sw_not_applicable(sink, "the build sets no variable");
}

CHECK(secret_in_build_variable) {
	.id = "secret-in-build-variable", .on = SW_ON_BUILD, .severity = SW_HIGH, .stride = SW_DISCLOSURE, .cwe = {526, 798},
	.refs = {"cis-docker-1.6:4.10", "hadolint:DL3064", "buildkit:SecretsUsedInArgOrEnv", "trivy:DS-0031", "semgrep:secret-in-build-arg",
		 "dockle:CIS-DI-0010", "tally:require-secret-mounts"},
	.title = "ENV or ARG holds a credential",
	.why = "ENV is shown by `docker inspect` and inherited by every process, ARG stands in the image's history. Whoever pulls the "
	       "image or reads the repository has the credential.",
	.fix = "Remove and rotate it. In the build use `RUN --mount=type=secret,id=token …`; at run time hand it in as a file.",
	.decide = decide,
	.examples = {
		{"literal", "FROM debian:12\nENV A=1 \\\n    DB_PASSWORD=Tr0ub4dor-and-3\nARG API_TOKEN=\"f83hf8Hf83hGq71kdPqa\"\n", "Dockerfile:3 Dockerfile:4"},
		{"guessed", "FROM postgres:17\nENV POSTGRES_PASSWORD postgres\n", "Dockerfile:2"},
		{"name-only", "FROM debian:12\nARG NPM_TOKEN\n", "Dockerfile:2"},
		{"kept", "FROM debian:12\nARG DB_PASSWORD\nENV DB_PASSWORD=${DB_PASSWORD}\nRUN echo $DB_PASSWORD\n", "Dockerfile:3"},
		{"names-that-hold-none", "FROM debian:12\nENV AUTH_MODE=oidc SSH_AUTH_SOCK=/tmp/a SSL_CERT_KEY=/etc/ssl/a.key DB_PASSWORD_FILE=/run/secrets/p\nENV PASSWORD_MIN_LENGTH=12 TOKEN_TTL=3600 API_KEY=\"\"\n", ""},
		{"none", "FROM debian:12\nENV A=1\n", ""},
	},
};
