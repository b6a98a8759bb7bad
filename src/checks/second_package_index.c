#include "checks/about_fetch.h"
#include "checks/about_packages.h"

/* Hosts in the domains of those who run the public registries of Node packages. */
static bool is_own(struct sw_str host) {
	static const char *const domains[] = {"npmjs.org", "yarnpkg.com"};
	for (size_t i = 0; i < sizeof domains / sizeof *domains; i++) {
		struct sw_str domain = sw_str_of(domains[i]);
		bool inner = host.n > domain.n && host.p[host.n - domain.n - 1] == '.';
		if (sw_str_ends(host, domain) && (host.n == domain.n || inner))
			return true;
	}
	return false;
}

static struct sw_str host_of(struct sw_str text) {
	struct sw_url url;
	return sw_url_read(text, &url) ? url.host : SW_S("another place");
}

static void judge_pip(struct sw_sink *sink, const struct sw_command_at *at, const struct sw_packages *packages) {
	struct sw_shell_args args = sw_shell_args(at->cmd, packages->first, packages->valued);
	bool more = false;
	for (struct sw_shell_arg arg; sw_shell_next_arg(&args, &arg);)
		if (sw_str_is(arg.name, "--extra-index-url") && arg.has_value) {
			more = true;
			sw_fail(sink, arg.value.span, "packages come from %.*s or from the first index, whichever offers the higher version",
				SW_ARG(host_of(arg.value.text)));
		}
	if (!more && packages->installs)
		sw_pass(sink, at->cmd->words[at->call.word].span, "pip asks one index");
}

static void judge_npm(struct sw_sink *sink, const struct sw_command_at *at, const struct sw_packages *packages) {
	bool other = false;
	for (uint32_t i = packages->first; i < at->cmd->word_count; i++) {
		const struct sw_shell_word *word = &at->cmd->words[i];
		size_t equals = sw_str_find_byte(word->text, '=');
		bool joined = equals != SW_NPOS;
		if (!sw_listed(sw_str_sub(word->text, 0, equals), "--registry registry") || (!joined && i + 1 >= at->cmd->word_count))
			continue;
		struct sw_str value = joined ? sw_str_from(word->text, equals + 1) : at->cmd->words[i + 1].text;
		struct sw_url url;
		if (!sw_url_read(value, &url) || is_own(url.host))
			continue;
		other = true;
		sw_fail_as(sink, SW_LOW, joined ? word->span : at->cmd->words[i + 1].span, "%.*s takes packages from %.*s", SW_ARG(packages->program),
			   SW_ARG(url.host));
	}
	if (!other && packages->installs)
		sw_pass(sink, at->cmd->words[at->call.word].span, "%.*s asks its own registry", SW_ARG(packages->program));
}

static void judge_setting(struct sw_sink *sink, const struct sw_setting *setting) {
	struct sw_str name = setting->name, value = setting->value;
	struct sw_url url;
	if (sw_listed(name, "PIP_EXTRA_INDEX_URL UV_EXTRA_INDEX_URL") && value.n)
		sw_fail(sink, setting->at, "%.*s adds the index of %.*s", SW_ARG(name), SW_ARG(host_of(value)));
	else if (sw_listed(name, "GOSUMDB GONOSUMCHECK") && (sw_str_is(name, "GOSUMDB") ? sw_str_is(value, "off") : sw_says_yes(value)))
		sw_fail(sink, setting->at, "%.*s keeps Go from comparing modules with the checksum database", SW_ARG(name));
	else if (sw_str_is(name, "GOFLAGS") && sw_str_contains(value, SW_S("-insecure")))
		sw_fail(sink, setting->at, "GOFLAGS allows modules from servers without a valid certificate");
	else if (sw_listed(name, "GONOSUMDB GONOSUMCHECK GOPRIVATE") && sw_str_is(value, "*"))
		sw_fail(sink, setting->at, "%.*s keeps Go from comparing any module with the checksum database", SW_ARG(name));
	else if (sw_listed_nocase(name, "NPM_CONFIG_REGISTRY YARN_REGISTRY YARN_NPM_REGISTRY_SERVER") && sw_url_read(value, &url) && !is_own(url.host))
		sw_fail_as(sink, SW_LOW, setting->at, "%.*s takes packages from %.*s", SW_ARG(name), SW_ARG(url.host));
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages built = sw_stages_built(view);
	struct sw_command_walk walk = sw_commands_of(view, built);
	struct sw_command_at at;
	for (struct sw_packages packages; sw_next_packages(&walk, &at, &packages);)
		if (packages.manager == SW_MANAGER_PIP)
			judge_pip(sink, &at, &packages);
		else if (packages.manager == SW_MANAGER_NPM || packages.manager == SW_MANAGER_YARN || packages.manager == SW_MANAGER_PNPM)
			judge_npm(sink, &at, &packages);
	struct sw_setting_walk settings = sw_settings_of(view, built);
	for (struct sw_setting setting; sw_next_setting(&settings, &setting);)
		judge_setting(sink, &setting);
	sw_tell_unread(view, built, sink);
	sw_not_applicable(sink, "no package of a language is installed");
}

CHECK(second_package_index) {
	.id = "second-package-index", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .stride = SW_SPOOFING | SW_TAMPERING, .cwe = {427},
	.refs = {"cis-docker-1.6:4.11"},
	.title = "Packages may come from a second index",
	.why = "With two indexes the higher version wins, wherever it is. Whoever publishes a package under the name of one of yours, "
	       "with a high version, in the public index runs code in the build.",
	.fix = "Ask one index that serves both (`pip install --index-url https://packages.corp.example/simple …`), or pin hashes with "
	       "--require-hashes.",
	.decide = decide,
	.examples = {
		{"pip", "FROM python:3.12\nRUN pip install --index-url https://a.example.com/simple \\\n    --extra-index-url https://b.example.com/simple tool\n", "Dockerfile:3"},
		{"variable", "FROM python:3.12\nENV PIP_EXTRA_INDEX_URL=https://b.example.com/simple\nRUN pip install tool\n", "Dockerfile:2"},
		{"npm", "FROM node:22\nRUN npm config set registry https://npm.example.com/ && npm ci\nRUN yarn install --registry=https://npm.example.com/\n", "Dockerfile:2 Dockerfile:3"},
		{"go", "FROM golang:1.24\nENV GOPROXY=direct GOSUMDB=off\n", "Dockerfile:2"},
		{"one-index", "FROM python:3.12\nRUN pip install --index-url https://a.example.com/simple tool && npm ci --registry https://www.npmjs.org\n", ""},
	},
};
