#include "checks/quality/about_layers.h"

enum cache { CACHE_APT, CACHE_APK, CACHE_YUM, CACHE_DNF, CACHE_ZYPPER, CACHE_PIP, CACHE_YARN, CACHE_COUNT, CACHE_NONE = CACHE_COUNT };

/* A manager's caches: folders that are emptied or mounted over, and the call that empties them. */
static const struct {
	const char *variant, *what;
	enum sw_manager manager;
	const char *folders[4]; /* the first one's removal is enough; a mount has to lie over one of them */
	const char *cleans;     /* verbs */
} caches[CACHE_COUNT] = {
	[CACHE_APT] = {"apt", "package lists", SW_MANAGER_APT, {"/var/lib/apt/lists"}, "dist-clean distclean"},
	[CACHE_APK] = {"apk", "index", SW_MANAGER_APK, {"/var/cache/apk", "/etc/apk/cache"}, "cache"},
	[CACHE_YUM] = {"yum", "metadata and packages", SW_MANAGER_YUM, {"/var/cache/yum", "/var/cache/dnf"}, "clean"},
	[CACHE_DNF] = {"dnf", "metadata and packages", SW_MANAGER_YUM,
		       {"/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/yum", ".cache/libdnf5"}, "clean"},
	[CACHE_ZYPPER] = {"zypper", "metadata and packages", SW_MANAGER_ZYPPER, {"/var/cache/zypp"}, "clean cc"},
	[CACHE_PIP] = {"pip", "downloads", SW_MANAGER_PIP, {".cache/pip"}, "cache"},
	[CACHE_YARN] = {"yarn", "downloads", SW_MANAGER_YARN, {".cache/yarn", "/usr/local/share/.cache/yarn"}, "cache"},
};

/* A truth as pip takes it. */
static bool is_on(struct sw_str value) {
	return sw_says_yes(value) || sw_listed_nocase(value, "y t");
}

static bool has(const struct sw_packages *packages, const char *name) {
	return sw_shell_option(packages->cmd, packages->first, NULL, name, packages->valued);
}

/* The cache that a call fills. */
static enum cache filled(const struct sw_packages *packages) {
	switch ((int)packages->manager) {
	case SW_MANAGER_APT:
		return sw_str_is(packages->verb, "update") ? CACHE_APT : CACHE_NONE;
	case SW_MANAGER_APK:
		return packages->installs && !has(packages, "--no-cache") && !has(packages, "--no-network") ? CACHE_APK : CACHE_NONE;
	case SW_MANAGER_YUM:
		if (!sw_listed(packages->verb, "install in localinstall reinstall rei groupinstall upgrade up update upgrade-minimal up-min"))
			return CACHE_NONE;
		return sw_str_is(packages->program, "yum") ? CACHE_YUM : CACHE_DNF;
	case SW_MANAGER_ZYPPER:
		return sw_listed(packages->verb, "install in") ? CACHE_ZYPPER : CACHE_NONE;
	case SW_MANAGER_PIP:
		return sw_str_is(packages->verb, "install") && !sw_str_is(packages->program, "uv") && !has(packages, "--no-cache-dir")
			? CACHE_PIP : CACHE_NONE;
	case SW_MANAGER_YARN:
		return (packages->installs || !packages->verb.n) && !has(packages, "--version") && !has(packages, "--help")
			? CACHE_YARN : CACHE_NONE;
	default:
		return CACHE_NONE;
	}
}

/* Whether a command empties the cache. dnf answers to the name of yum, so any of the family will do. */
static bool empties(const struct sw_command_at *at, enum cache cache) {
	struct sw_packages packages;
	if (sw_packages_read(at->cmd, &at->call, &packages) && packages.manager == caches[cache].manager &&
	    sw_listed(packages.verb, caches[cache].cleans))
		return true;
	for (int i = 0; i < 4 && caches[cache].folders[i]; i++)
		if (sw_command_empties(at, caches[cache].folders[i]))
			return true;
	return false;
}

static bool mounted(const struct sw_step *step, enum cache cache) {
	for (int i = 0; i < 4 && caches[cache].folders[i]; i++)
		if (sw_step_mounts_over(step, caches[cache].folders[i]))
			return true;
	return cache == CACHE_YARN && sw_step_mounts_over(step, "yarn");
}

/* What a RUN leaves behind. */
struct left {
	struct sw_span at[CACHE_COUNT]; /* the last call that filled the cache and is followed by none that empties it */
};

/* PIP_NO_CACHE_DIR=1 pip install, export PIP_NO_CACHE_DIR=1, pip config set global.no-cache-dir true. */
static bool switches_pip_off(const struct sw_command_at *at) {
	for (uint32_t i = 0; i < at->cmd->assignment_count; i++)
		if (sw_str_starts(at->cmd->assignments[i].text, SW_S("PIP_NO_CACHE_DIR=")))
			return is_on(sw_str_from(at->cmd->assignments[i].text, 17));
	for (uint32_t i = 0; i < at->cmd->word_count; i++) {
		struct sw_str word = at->cmd->words[i].text;
		if (sw_str_starts(word, SW_S("PIP_NO_CACHE_DIR=")))
			return is_on(sw_str_from(word, 17));
		if (sw_str_is(word, "global.no-cache-dir") && i + 1 < at->cmd->word_count)
			return is_on(at->cmd->words[i + 1].text);
	}
	return false;
}

static void read_command(const struct sw_command_at *at, struct left *left, bool *no_pip) {
	struct sw_packages packages;
	for (int c = 0; c < CACHE_COUNT; c++)
		if (left->at[c].source && empties(at, (enum cache)c))
			left->at[c] = (struct sw_span){0};
	*no_pip |= switches_pip_off(at);
	enum cache cache = sw_packages_read(at->cmd, &at->call, &packages) ? filled(&packages) : CACHE_NONE;
	if (cache != CACHE_NONE && !left->at[cache].source && !(cache == CACHE_PIP && *no_pip) && !mounted(at->step, cache))
		left->at[cache] = at->cmd->words[at->call.word].span;
}

static void tell(struct sw_sink *sink, const struct sw_step *step, const struct left *left) {
	bool clean = true;
	for (int c = 0; c < CACHE_COUNT; c++) {
		clean &= !left->at[c].source;
		if (left->at[c].source)
			sw_fail_variant(sink, caches[c].variant, left->at[c], "the %s of %s stay in the layer", caches[c].what, caches[c].variant);
	}
	if (clean)
		sw_pass(sink, step->keyword, "nothing of a package manager stays behind");
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages kept = sw_stages_kept(view);
	struct sw_step_walk walk = {view, kept, 0};
	bool off[SW_LIMIT_STAGES + 1] = {false}; /* pip's cache, in each stage so far */
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		int32_t parent = view->build->stages.v[step->stage].parent;
		if (step->kind == SW_STEP_FROM)
			off[step->stage] = parent >= 0 && off[parent];
		for (uint32_t i = 0; (step->kind == SW_STEP_ENV || step->kind == SW_STEP_ARG) && i < step->pair_count; i++)
			if (sw_str_is(step->pairs[i].name, "PIP_NO_CACHE_DIR"))
				off[step->stage] = is_on(step->pairs[i].value);
		if (step->kind != SW_STEP_RUN || !step->script)
			continue;
		struct left left = {0};
		bool no_pip = off[step->stage];
		for (uint32_t i = 0; i < step->script->n; i++) {
			struct sw_command_at at = {step, &step->script->v[i], i, sw_shell_call(&step->script->v[i])};
			read_command(&at, &left, &no_pip);
		}
		tell(sink, step, &left);
	}
	sw_tell_unread(view, kept, sink);
	sw_not_applicable(sink, "no stage that is kept runs anything");
}

CHECK(package_cache_kept) {
	.id = "package-cache-kept", .on = SW_ON_BUILD, .severity = SW_INFO, .cwe = {459},
	.refs = {"hadolint:DL3009@apt", "hadolint:DL3019@apk", "hadolint:DL3032@yum", "hadolint:DL3036@zypper", "hadolint:DL3040@dnf",
		 "hadolint:DL3042@pip", "hadolint:DL3060@yarn", "dockerfilelint:apt-get_missing_rm@apt",
		 "dockerfilelint:apkadd-missing_nocache_or_updaterm@apk", "trivy:DS-0025@apk", "trivy:DS-0019@dnf", "trivy:DS-0020@zypper",
		 "trivy:DS-0015@yum", "kics:df746b39@apt", "kics:ae9c56a6@apk", "kics:295acb63@dnf", "kics:38300d1a@zypper", "kics:f2f903fb@pip",
		 "kics:00481784@yum", "semgrep:remove-package-lists@apt", "semgrep:remove-package-cache@yum", "semgrep:missing-apk-no-cache@apk",
		 "semgrep:missing-dnf-clean-all@dnf", "semgrep:missing-zypper-clean@zypper", "semgrep:missing-pip-no-cache-dir@pip",
		 "dockle:DKL-DI-0004@apk", "dockle:DKL-DI-0005@apt", "dockle:DKL-LI-0003", "tally:DL3009@apt", "tally:DL3019@apk",
		 "tally:DL3032@yum", "tally:DL3036@zypper", "tally:DL3040@dnf", "tally:DL3042@pip", "tally:DL3060@yarn"},
	.title = "A package manager's cache stays in the image",
	.why = "Lists and downloads that nobody needs again make the image larger. What a later layer deletes is still stored and sent.",
	.fix = "Empty it in the same RUN: `rm -rf /var/lib/apt/lists/*`, `apk add --no-cache`, `dnf clean all`, `pip install --no-cache-dir`; "
	       "or keep it out of the layer: `RUN --mount=type=cache,target=/var/cache/apt …`.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"apt", "FROM debian:12\nRUN apt-get update && apt-get install -y a\nRUN rm -rf /var/lib/apt/lists/*\n", "Dockerfile:2"},
		{"others", "FROM a:1\nRUN apk add a\nRUN yum install -y a\nRUN dnf install -y a\nRUN zypper -n in a\nRUN pip install a\nRUN yarn install\n",
		 "Dockerfile:2 Dockerfile:3 Dockerfile:4 Dockerfile:5 Dockerfile:6 Dockerfile:7"},
		{"cleaned-too-early", "FROM a:1\nRUN dnf clean all && dnf install -y a\n", "Dockerfile:2"},
		{"apt-clean", "FROM debian:12\nRUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\n"
			      "RUN apt-get update && apt-get install -y a && apt-get clean && rm -r /var/lib/apt/lists /tmp/*\n", ""},
		{"others-clean", "FROM a:1\nRUN apk --no-cache add a && apk add --update a && rm -rf /var/cache/apk/*\n"
				 "RUN yum install -y a && yum clean all\nRUN dnf install -y a && rm -rf /var/cache/dnf\n"
				 "RUN zypper -n in a && zypper cc -a\nRUN pip install --no-cache-dir a\nRUN yarn install && yarn cache clean\n", ""},
		{"mounted", "FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt --mount=type=cache,target=/var/cache/apt apt-get update\n"
			    "RUN --mount=type=cache,target=/root/.cache/pip pip install a\n"
			    "RUN --mount=type=cache,target=/var/cache/apk apk add a\n", ""},
		{"pip-off", "FROM python:3.12 AS a\nENV PIP_NO_CACHE_DIR=1\nFROM a\nRUN pip install a\n", ""},
		{"thrown-away", "FROM debian:12 AS build\nRUN apt-get update\nFROM scratch\nCOPY --from=build /a /a\n", ""},
	},
};
