#include "checks/about_fetch.h"
#include "checks/about_names.h"
#include "checks/about_packages.h"

static const char git_valued[] = "bCcojuS --branch --depth --origin --config --reference --separate-git-dir --jobs --template "
				 "--filter --upload-pack --shallow-since --shallow-exclude --recurse-submodules-from --git-dir --work-tree";

/* Names that mean "whatever is newest". */
static bool moves(struct sw_str ref) {
	return sw_listed(ref, "master main develop development dev trunk next HEAD latest edge nightly");
}

/* Which operand the verb is: git -C DIR clone. */
static bool git_verb(const struct sw_command_at *at, struct sw_shell_word *verb) {
	return sw_str_is(at->call.program, "git") && sw_shell_operand(at->cmd, at->call.first_arg, git_valued, 0, verb);
}

/* Whether a command behind the clone, in this RUN or a later one of the stage, goes to something fixed. */
static bool fixed_later(const struct sw_command_walk *walk, uint32_t stage) {
	enum { LOOK_AHEAD = 64 }; /* commands */
	struct sw_command_walk later = *walk;
	const struct sw_command_at *at;
	for (unsigned i = 0; i < LOOK_AHEAD && (at = sw_next_command(&later)) && at->step->stage == stage; i++) {
		struct sw_shell_word verb, ref;
		if (!git_verb(at, &verb))
			continue;
		if (sw_str_is(verb.text, "clone"))
			return false;
		if (!sw_listed(verb.text, "checkout reset switch fetch submodule"))
			continue;
		if (sw_str_is(verb.text, "submodule"))
			continue;
		uint32_t operand = sw_str_is(verb.text, "fetch") ? 2 : 1;
		if (sw_shell_operand(at->cmd, at->call.first_arg, git_valued, operand, &ref) && !moves(ref.text) && !sw_str_is(ref.text, "."))
			return true;
	}
	return false;
}

static bool looks_fixed(struct sw_str ref) {
	for (size_t i = 0; i < ref.n; i++)
		if (sw_is_digit(ref.p[i]) || ref.p[i] == '$')
			return true;
	return false;
}

static void judge_clone(const struct sw_view *view, struct sw_sink *sink, const struct sw_command_at *at, const struct sw_command_walk *walk) {
	struct sw_shell_word url, branch = {0}, revision;
	if (!sw_shell_operand(at->cmd, at->call.first_arg, git_valued, 1, &url))
		return;
	bool named = sw_shell_option_value(at->cmd, at->call.first_arg, "-b", "--branch", git_valued, &branch) ||
		     sw_shell_option_value(at->cmd, at->call.first_arg, NULL, "--revision", git_valued, &revision);
	struct sw_str words = sw_url_words(view->arena, sw_word_value(sw_script_of(at), at->index, &url));
	if ((named && (branch.text.n == 0 || looks_fixed(branch.text))) || fixed_later(walk, at->step->stage))
		sw_pass(sink, url.span, "%.*s is fetched at a version", SW_ARG(words));
	else if (named)
		sw_fail(sink, branch.span, "%.*s is cloned as the branch %.*s is at the moment", SW_ARG(words), SW_ARG(branch.text));
	else
		sw_fail(sink, url.span, "%.*s is cloned as it is at the moment", SW_ARG(words));
}

static struct sw_str behind_at(struct sw_str text) {
	size_t at = sw_str_rfind_byte(text, '@');
	return at == SW_NPOS ? (struct sw_str){0} : sw_str_from(text, at + 1);
}

/* git+https://host/repository@REF#egg=name */
static bool is_moving_git(struct sw_str text) {
	size_t git = sw_str_find(text, SW_S("git+"));
	if (git == SW_NPOS)
		return false;
	text = sw_str_from(text, git);
	text = sw_str_sub(text, 0, sw_str_find_byte(text, '#'));
	size_t scheme = sw_str_find(text, SW_S("://"));
	if (scheme == SW_NPOS)
		return false;
	struct sw_str path = sw_str_from(text, scheme + 3);
	size_t slash = sw_str_find_byte(path, '/');
	struct sw_str ref = slash == SW_NPOS ? (struct sw_str){0} : behind_at(sw_str_from(path, slash));
	return !ref.n || moves(ref);
}

static void judge_packages(const struct sw_view *view, struct sw_sink *sink, const struct sw_command_at *at, const struct sw_packages *packages,
			   bool lockfile) {
	struct sw_package_walk walk = sw_package_walk(packages);
	struct sw_shell_word package, value;
	bool any = false;
	while (sw_next_package(&walk, &package)) {
		any = true;
		struct sw_str ref = behind_at(package.text);
		if (packages->manager == SW_MANAGER_GO && ref.n && moves(ref))
			sw_fail(sink, package.span, "%.*s is whatever is newest", SW_ARG(package.text));
		else if (packages->manager == SW_MANAGER_GO && ref.n)
			sw_pass(sink, package.span, "%.*s names a version", SW_ARG(package.text));
		else if (packages->manager == SW_MANAGER_PIP && is_moving_git(package.text))
			sw_fail(sink, package.span, "%.*s is installed as its repository is at the moment",
				SW_ARG(sw_url_words(view->arena, package.text)));
	}
	if (packages->manager == SW_MANAGER_CARGO && sw_shell_option_value(at->cmd, packages->first, NULL, "--git", packages->valued, &value) &&
	    !sw_shell_option_value(at->cmd, packages->first, NULL, "--rev", packages->valued, &package) &&
	    !sw_shell_option_value(at->cmd, packages->first, NULL, "--tag", packages->valued, &package))
		sw_fail(sink, value.span, "%.*s is built as its repository is at the moment", SW_ARG(sw_url_words(view->arena, value.text)));
	if (packages->manager == SW_MANAGER_NPM && lockfile && !any && sw_listed(packages->verb, "install i"))
		sw_fail(sink, at->cmd->words[at->call.word].span, "npm %.*s may pass over the lockfile; npm ci keeps to it", SW_ARG(packages->verb));
	else if (packages->manager == SW_MANAGER_NPM && sw_str_is(packages->verb, "ci"))
		sw_pass(sink, at->cmd->words[at->call.word].span, "npm ci keeps to the lockfile");
}

/* Whether a COPY of the stage brought npm's lockfile, up to the step looked at last. */
struct lockfile {
	const struct sw_step *next;
	uint32_t stage;
	bool copied;
};

static void look_for_lockfile(struct lockfile *lockfile, const struct sw_build *build, const struct sw_step *step) {
	if (!lockfile->next || lockfile->stage != step->stage)
		*lockfile = (struct lockfile){&build->steps.v[build->stages.v[step->stage].first_step], step->stage, false};
	for (; lockfile->next < step; lockfile->next++)
		for (uint32_t i = 0; lockfile->next->kind == SW_STEP_COPY && i + 1 < lockfile->next->word_count; i++)
			lockfile->copied |= sw_listed(sw_str_basename(lockfile->next->words[i].text), "package-lock.json npm-shrinkwrap.json");
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages built = sw_stages_built(view);
	struct sw_command_walk walk = sw_commands_of(view, built);
	struct lockfile lockfile = {0};
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));) {
		struct sw_packages packages;
		struct sw_shell_word verb;
		if (sw_packages_read(at->cmd, &at->call, &packages)) {
			look_for_lockfile(&lockfile, view->build, at->step);
			if (packages.installs || packages.manager == SW_MANAGER_NPM)
				judge_packages(view, sink, at, &packages, lockfile.copied);
		} else if (git_verb(at, &verb) && sw_str_is(verb.text, "clone")) {
			judge_clone(view, sink, at, &walk);
		}
	}
	sw_tell_unread(view, built, sink);
	sw_not_applicable(sink, "no source is fetched by name");
}

CHECK(moving_source_fetched) {
	.id = "moving-source-fetched", .on = SW_ON_BUILD, .severity = SW_LOW, .stride = SW_TAMPERING, .cwe = {494},
	.refs = {"cis-docker-1.6:4.11", "tally:prefer-add-git", "droast:DF031"},
	.title = "The build fetches whatever a source is at the moment",
	.why = "A branch and @latest change without anybody here deciding it: what was reviewed is not what is built, and a stolen "
	       "account of its author reaches the image at the next build.",
	.fix = "Fetch a commit (`git clone https://… /src && git -C /src checkout COMMIT`), a version (`go install example.com/x@v1.2.3`), "
	       "or what the lockfile says (`npm ci`).",
	.decide = decide,
	.examples = {
		{"clone", "FROM debian:12\nRUN git clone --depth 1 \\\n    https://git.example.com/a/b /src && make -C /src\n", "Dockerfile:3"},
		{"branch", "FROM debian:12\nRUN git clone -b main https://git.example.com/a/b\n", "Dockerfile:2"},
		{"latest", "FROM golang:1.24\nRUN go install example.com/x/cmd/y@latest\nRUN pip install git+https://git.example.com/a/b.git\n", "Dockerfile:2 Dockerfile:3"},
		{"past-the-lockfile", "FROM node:22\nCOPY package.json package-lock.json ./\nRUN npm install --omit=dev\n", "Dockerfile:3"},
		{"tag", "FROM debian:12\nARG V=1.2\nRUN git clone --branch v$V https://git.example.com/a/b\nRUN git clone -b \"$TAG\" https://git.example.com/c\n", ""},
		{"commit", "FROM debian:12\nRUN git clone https://git.example.com/a/b && cd b && git checkout 0123456\nRUN go install example.com/x@v1.2.3\n", ""},
		{"next-step", "FROM debian:12\nRUN git clone https://git.example.com/a/b /b\nRUN git -C /b reset --hard $COMMIT\nRUN pip install git+https://git.example.com/c@v1\n", ""},
		{"lockfile", "FROM node:22\nCOPY package.json package-lock.json ./\nRUN npm ci && npm install -g pm2\n", ""},
	},
};
