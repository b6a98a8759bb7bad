#include "checks/about_sources.h"

/* Places for what a service writes. */
static bool holds_data(struct sw_str target) {
	static const char *const folders[] = {"/data", "/var/lib", "/var/log", "/var/cache", "/var/run", "/run", "/tmp", "/var/tmp", "/srv/data"};
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		struct sw_str folder = sw_str_of(folders[i]);
		if (sw_str_starts(target, folder) && (target.n == folder.n || target.p[folder.n] == '/'))
			return true;
	}
	return false;
}

static struct sw_str user_of(struct sw_str owner) {
	return sw_str_sub(owner, 0, sw_str_find_byte(owner, ':'));
}

static bool is_number(struct sw_str s) {
	uint64_t number;
	return sw_str_to_u64(s, &number);
}

static void judge(struct sw_sink *sink, const struct sw_flag *flag, struct sw_str runs_as) {
	struct sw_str owner = user_of(flag->value);
	if (!flag->known)
		sw_unknown(sink, SW_MISSING_VARIABLE, flag->at, "a variable hides who owns the files");
	else if (sw_str_eq(owner, runs_as))
		sw_fail(sink, flag->at, "the files belong to %.*s, the user that the service runs as", SW_ARG(owner));
	else if (is_number(owner) != is_number(runs_as) && !sw_str_is(owner, "0") && !sw_str_is(owner, "root"))
		sw_unknown(sink, SW_MISSING_BASE_IMAGE, flag->at, "nobody can tell here whether %.*s is %.*s", SW_ARG(owner), SW_ARG(runs_as));
	else
		sw_pass(sink, flag->at, "the files belong to %.*s, the service runs as %.*s", SW_ARG(owner), SW_ARG(runs_as));
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_value *user = &view->fields[SW_FIELD_USER];
	struct sw_str runs_as = user_of(user->value);
	if (!user->known) {
		sw_not_applicable(sink, "no user is set that files could belong to");
		return;
	}
	if (!runs_as.n || sw_str_is(runs_as, "root") || sw_str_is(runs_as, "0")) {
		sw_not_applicable(sink, "the service runs as root, and root may write everywhere");
		return;
	}
	struct sw_step_walk walk = {view, sw_stages_shipped(view), 0};
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		const struct sw_flag *flag = step->kind == SW_STEP_COPY || step->kind == SW_STEP_ADD ? sw_step_flag(step, "chown") : NULL;
		if (flag && step->word_count && !holds_data(step->words[step->word_count - 1].text))
			judge(sink, flag, runs_as);
		else if (step->kind == SW_STEP_COPY || step->kind == SW_STEP_ADD)
			sw_pass(sink, step->keyword, "what is copied is data or belongs to root");
	}
	sw_not_applicable(sink, "nothing is copied in");
}

CHECK(code_owned_by_runtime_user) {
	.id = "code-owned-by-runtime-user", .on = SW_ON_BUILD, .severity = SW_LOW, .stride = SW_TAMPERING, .cwe = {732},
	.refs = {"kics:aa93e17f"},
	.title = "The service may change its own code",
	.why = "Whoever makes the service write a file puts code of their own in the place of the program's, and it runs at the next "
	       "start or request.",
	.fix = "Let root own the code, `COPY app /app`, and give the service folders of its own for what it writes: "
	       "`COPY --chown=app empty/ /var/lib/app`.",
	.decide = decide,
	.examples = {
		{"own-code", "FROM debian:12\nRUN useradd app\nCOPY --chown=app:app app /app\nUSER app\n", "Dockerfile:3"},
		{"number", "FROM debian:12\nUSER 10001:10001\nADD --chown=10001 https://dl.example.com/a /app/a\n", "Dockerfile:3"},
		{"default", "FROM debian:12\nARG U=app\nCOPY --chown=$U . /srv/app\nUSER ${U}\n", "Dockerfile:3"},
		{"root-owns", "FROM debian:12\nCOPY --chown=root:root app /app\nCOPY b /b\nUSER app\n", ""},
		{"data", "FROM debian:12\nCOPY --chown=app seed /var/lib/app/\nUSER app\n", ""},
		{"builder", "FROM node:22 AS b\nUSER node\nCOPY --chown=node . /app\nFROM scratch\nCOPY --from=b /app/a /a\nUSER 1000\n", ""},
		{"runs-as-root", "FROM debian:12\nCOPY --chown=app . /app\n", ""},
	},
};
