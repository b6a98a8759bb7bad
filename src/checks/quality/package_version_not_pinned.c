#include "checks/about_packages.h"

static bool ends_in(struct sw_str s, const char *ends) {
	for (struct sw_str end, rest = sw_str_of(ends); sw_str_split(&rest, ' ', &end);)
		if (sw_str_ends(s, end))
			return true;
	return false;
}

static bool holds_one_of(struct sw_str s, const char *set) {
	for (size_t i = 0; i < s.n; i++)
		if (strchr(set, s.p[i]))
			return true;
	return false;
}

static bool is_path(struct sw_str s) {
	return sw_str_starts(s, SW_S("/")) || sw_str_starts(s, SW_S("./")) || sw_str_starts(s, SW_S("../")) || sw_str_is(s, ".") ||
	       sw_str_is(s, "..") || sw_str_starts(s, SW_S("file:"));
}

/* name-1.2-3: a part behind a hyphen that starts with a digit and has a dot, so that java-11-openjdk is no version. */
static bool has_rpm_version(struct sw_str s) {
	for (size_t i = 1; i + 1 < s.n; i++)
		if (s.p[i] == '-' && sw_is_digit(s.p[i + 1]) && sw_str_find_byte(sw_str_from(s, i), '.') != SW_NPOS)
			return true;
	return false;
}

/* Whether a version, a file or a source stands in the word. Without one it means "the newest". */
static bool is_pinned(enum sw_manager manager, struct sw_str package) {
	switch ((int)manager) {
	case SW_MANAGER_APT:
		return holds_one_of(package, "=/") || ends_in(package, ".deb -");
	case SW_MANAGER_APK:
		return holds_one_of(package, "=~<>") || ends_in(package, ".apk") || sw_str_starts(package, SW_S(".")) || sw_str_starts(package, SW_S("!"));
	case SW_MANAGER_YUM:
		return has_rpm_version(package) || ends_in(package, ".rpm") || sw_str_starts(package, SW_S("@")) || sw_str_contains(package, SW_S("://"));
	case SW_MANAGER_ZYPPER:
		return holds_one_of(package, "=<>") || ends_in(package, ".rpm") || sw_str_contains(package, SW_S("://"));
	case SW_MANAGER_PIP:
		return holds_one_of(package, "=<>!~@") || is_path(package) || ends_in(package, ".whl .tar.gz .zip /") ||
		       (sw_str_contains(package, SW_S("://")) && !sw_str_starts(package, SW_S("git+")));
	case SW_MANAGER_NPM:
		return sw_str_find_byte(sw_str_from(package, 1), '@') != SW_NPOS || is_path(package) || ends_in(package, ".tgz .tar.gz .tar") ||
		       sw_str_find_byte(package, ':') != SW_NPOS ||
		       (!sw_str_starts(package, SW_S("@")) && sw_str_find_byte(package, '/') != SW_NPOS);
	case SW_MANAGER_GEM:
		return sw_str_find_byte(package, ':') != SW_NPOS || ends_in(package, ".gem");
	case SW_MANAGER_GO:
		/* A part without a dot is the standard library's or the module's own. */
		return sw_str_find_byte(package, '@') != SW_NPOS || is_path(package) ||
		       sw_str_find_byte(sw_str_sub(package, 0, sw_str_find_byte(package, '/')), '.') == SW_NPOS;
	default:
		return true;
	}
}

static const char *variant_of(const struct sw_packages *packages) {
	switch ((int)packages->manager) {
	case SW_MANAGER_APT:
		return "apt";
	case SW_MANAGER_APK:
		return "apk";
	case SW_MANAGER_YUM:
		return sw_str_is(packages->program, "yum") ? "yum" : "dnf";
	case SW_MANAGER_ZYPPER:
		return "zypper";
	case SW_MANAGER_PIP:
		return "pip";
	case SW_MANAGER_NPM:
		return "npm";
	case SW_MANAGER_GEM:
		return "gem";
	case SW_MANAGER_GO:
		return "go";
	default:
		return NULL;
	}
}

/* Versions that stand elsewhere: lists and constraints of pip, gem's option. */
static bool pinned_elsewhere(const struct sw_packages *packages) {
	const struct sw_shell_command *cmd = packages->cmd;
	struct sw_shell_word value;
	if (packages->manager == SW_MANAGER_PIP)
		return sw_shell_option_value(cmd, packages->first, "-c", "--constraint", packages->valued, &value) ||
		       sw_shell_option(cmd, packages->first, NULL, "--require-hashes", packages->valued);
	if (packages->manager == SW_MANAGER_GEM)
		return sw_shell_option_value(cmd, packages->first, "-v", "--version", packages->valued, &value);
	return packages->manager == SW_MANAGER_APT && sw_str_is(packages->verb, "build-dep");
}

static void judge(struct sw_sink *sink, const struct sw_command_at *at, const struct sw_packages *packages, const char *variant) {
	struct sw_package_walk walk = sw_package_walk(packages);
	struct sw_shell_word first = {0}, hidden = {0};
	unsigned loose = 0;
	bool elsewhere = pinned_elsewhere(packages);
	for (struct sw_shell_word word; sw_next_package(&walk, &word);) {
		if (!word.text.n || elsewhere || is_pinned(packages->manager, word.text))
			continue;
		if (!word.is_static && sw_str_find_byte(word.text, '$') != SW_NPOS)
			hidden = word;
		else if (!loose++)
			first = word;
	}
	/* A variable's value may be a whole list. */
	size_t end = 0;
	while (end < first.text.n && !sw_is_space(first.text.p[end]))
		end++;
	first.text.n = end;
	if (loose == 1)
		sw_fail_variant(sink, variant, first.span, "%.*s is installed in whatever version is newest", SW_ARG(first.text));
	else if (loose)
		sw_fail_variant(sink, variant, first.span, "%.*s and %u more are installed in whatever version is newest", SW_ARG(first.text),
				loose - 1);
	else if (hidden.text.n)
		sw_unknown(sink, SW_MISSING_VARIABLE, hidden.span, "a variable hides which packages are installed");
	else
		sw_pass(sink, at->cmd->words[at->call.word].span, "packages are installed in versions that are named");
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages all = sw_stages_all(view);
	struct sw_command_walk walk = sw_commands_of(view, all);
	struct sw_command_at at;
	for (struct sw_packages packages; sw_next_packages(&walk, &at, &packages);) {
		const char *variant = variant_of(&packages);
		/* pip's download and wheel fetch without installing; go get changes go.mod. */
		bool counts = packages.installs && variant && !sw_listed(packages.verb, "download wheel get groupinstall");
		if (counts)
			judge(sink, &at, &packages, variant);
	}
	sw_tell_unread(view, all, sink);
	sw_not_applicable(sink, "no package is installed by name");
}

CHECK(package_version_not_pinned) {
	.id = "package-version-not-pinned", .on = SW_ON_BUILD, .severity = SW_INFO, .cwe = {1357},
	.refs = {"cis-docker-1.6:4.11", "hadolint:DL3008@apt", "hadolint:DL3013@pip", "hadolint:DL3016@npm", "hadolint:DL3018@apk",
		 "hadolint:DL3028@gem", "hadolint:DL3033@yum", "hadolint:DL3037@zypper", "hadolint:DL3041@dnf", "hadolint:DL3062@go",
		 "kics:965a08d7@apt", "kics:02d9c71f@pip", "kics:e36d8880@npm", "kics:d3499f6d@apk", "kics:22cd11f7@gem",
		 "kics:6452c424@yum", "kics:562952e4@zypper", "kics:93d88cf7@dnf"},
	.title = "Packages are installed without naming their versions",
	.why = "The same Dockerfile gives another image every day: what was tested is not what is built, and a release that went bad "
	       "comes in by itself.",
	.fix = "Name the versions (`pip install requests==2.32.4`), or better take them from a lockfile. Distributions delete old "
	       "versions: there a base image pinned by digest and a snapshot of the package archive hold longer than `curl=8.5.0-2`.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"system", "FROM debian:12\nRUN apt-get install -y \\\n    curl=8.5 git\nRUN apk add --virtual .x a && yum install -y b java-11-openjdk && dnf install c && zypper in d\n", "Dockerfile:3 Dockerfile:4 Dockerfile:4 Dockerfile:4 Dockerfile:4"},
		{"languages", "FROM debian:12\nRUN pip install -U pip && npm install -g @a/b\nRUN gem install c && go install example.com/d/cmd/e\nRUN [\"python3\", \"-m\", \"pip\", \"install\", \"f\"]\n", "Dockerfile:2 Dockerfile:2 Dockerfile:3 Dockerfile:3 Dockerfile:4"},
		{"build-stage", "FROM alpine:3.22 AS a\nRUN apk add gcc\nFROM scratch\nCOPY --from=a /a /a\n", "Dockerfile:2"},
		{"versions", "FROM debian:12\nRUN apt-get install -y a=1 b/stable ./c.deb && apk add d=1 e~2 && yum install -y f-1.2-3 @g h.rpm && zypper in i=1\nRUN pip install j==1 'k>=2' l@https://example.com/l.whl && gem install m:1 && gem install n -v 1 && go install example.com/o@v1\n", ""},
		{"files", "FROM debian:12\nRUN pip install -r requirements.txt && pip install -c constraints.txt a && pip install . ./b /c d.whl git+https://git.example.com/e@1\nRUN npm install && npm ci && npm i ./f g.tgz git+ssh://git.example.com/h i@1 @j/k@2 && go install ./...\n", ""},
		{"hidden", "FROM debian:12\nRUN apt-get install -y $PACKAGES\n", ""},
	},
};
