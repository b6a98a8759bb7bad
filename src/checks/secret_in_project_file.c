#include "checks/about_secrets.h"

/* What Dockerfiles, compose files and images say is judged where they are. */
static bool is_other_file(const struct sw_factset *set) {
	return !set->build && !set->deployment && !set->images.n;
}

static enum sw_severity severity_of(const struct sw_secret_fact *fact) {
	return fact->verified ? SW_CRITICAL : fact->strength == SW_SEEN_TOKEN ? SW_HIGH : SW_MEDIUM;
}

/* The fingerprint is what `secrets: allow:` takes. */
static void judge(struct sw_sink *sink, const struct sw_secret_fact *fact) {
	sw_fail_as(sink, severity_of(fact), fact->at, "a credential stands in a file of the project (%.*s, fingerprint %.*s)%s", SW_ARG(fact->title),
		   SW_ARG(fact->fingerprint), fact->verified ? "; its checksum is right" : "");
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	for (size_t i = 0; i < view->system->factsets.n; i++) {
		const struct sw_factset *set = view->system->factsets.v[i];
		for (size_t k = 0; is_other_file(set) && k < set->secrets.n; k++)
			judge(sink, &set->secrets.v[k]);
	}
	sw_not_applicable(sink, "no file of the project that was searched holds a credential");
}

CHECK(secret_in_project_file) {
	.id = "secret-in-project-file", .on = SW_ON_REPOSITORY, .severity = SW_HIGH, .stride = SW_DISCLOSURE, .cwe = {798, 540},
	.refs = {"cis-docker-1.6:4.10", "trivy:secret"},
	.title = "A file of the project holds a credential",
	.why = "Whoever can read the folder, the repository or its history has it, and so has whoever gets an image that the file was copied into. "
	       "That git ignores the file does not keep it out of a build.",
	.fix = "Withdraw it now, then take it out of the file and of the repository's history, and let the program get it at run time from a "
	       "store of secrets or a file that is mounted, as in `secrets: {api: {file: /etc/app/api.txt}}`.",
	.decide = decide,
	.examples = {
		{"token", "=== src/settings.py\nDEBUG = False\nTOKEN = \"glpat-x9Qf3LkT7vZr2Wm8Yp4N\"\n", "src/settings.py:2"},
		{"password", "=== config/database.yml\nproduction:\n  username: app\n  password: Xk29vbPq81Lm\n", "config/database.yml:3"},
		{"variables", "=== .env\nMODE=fast\nDB_PASSWORD=Xk29vbPq81Lm\n", ".env:2"},
		{"script", "=== ci/push.sh\ncurl -H 'PRIVATE-TOKEN: glpat-x9Qf3LkT7vZr2Wm8Yp4N' https://git.example.com/\n", "ci/push.sh:1"},
		{"reference", "=== config/database.yml\nproduction:\n  password: <%= ENV['DB_PASSWORD'] %>\n", ""},
		{"sample", "=== src/settings.py\nTOKEN = \"<your-token>\"\nPASSWORD = \"changeme\"\n", ""},
		{"package", "=== node_modules/a/test/config.js\nconst password = 'Xk29vbPq81Lm';\n", ""},
	},
};
