#include "run/lint.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/say.h"
#include "run/hide.h"
#include "run/ignores.h"

/* Hosts as hadolint takes them: exact, "*suffix" or "prefix*"; docker.io stands for names without a host, too. Only where
 * no list of our own says more. */
static void trust(struct sw_scan *scan, const struct sw_lint_config *config) {
	struct sw_allowlist *list = &scan->config.images;
	if (list->present || !config->registries.n)
		return;
	list->present = true;
	for (size_t i = 0; i < config->registries.n; i++) {
		struct sw_text_at host = config->registries.v[i];
		struct sw_str name = sw_str_is(host.text, "hub.docker.com") ? SW_S("docker.io") : host.text;
		struct sw_str pattern = sw_str_is(name, "*") ? SW_S("**") : sw_arena_printf(&scan->arena, "%.*s/**", SW_ARG(name));
		*sw_push(&scan->arena, &list->rules) = (struct sw_allow_rule){
			.written = host.text, .pattern = pattern, .at = host.at, .body = host.at};
	}
}

static void read_config(struct sw_scan *scan, const struct sw_lint_request *lint, struct sw_lint_config *config) {
	struct sw_diags diags = {.arena = &scan->arena};
	struct sw_err err;
	struct sw_str text;
	*config = (struct sw_lint_config){0};
	sw_lint_config_merge(&scan->arena, config, &lint->environment);
	SW_CLEANUP_FD int fd = lint->config ? sw_open_named(lint->config, &err) : -1;
	if (lint->config && (fd < 0 || sw_read_all(&scan->arena, fd, SW_LIMIT_FILE_BYTES, &text, &err) < 0)) {
		sw_say("%s: %s", lint->config_shown, err.text);
		scan->refused = true;
	} else if (lint->config) {
		struct sw_lint_config file;
		uint32_t source = sw_source_add(&scan->arena, &scan->own, sw_str_of(lint->config_shown), text);
		sw_hadolint_config_read(&scan->arena, source, text, &file, &diags);
		sw_lint_config_merge(&scan->arena, config, &file);
	}
	sw_lint_config_merge(&scan->arena, config, &lint->options);
	for (size_t i = 0; i < diags.n; i++)
		sw_say("%s: %.*s", lint->config_shown, SW_ARG(diags.v[i].message));
}

static void tell_config(const struct sw_lint_request *lint, const struct sw_lint_config *config) {
	sw_say("configuration: %s", lint->config_shown ? lint->config_shown : "none");
	for (size_t i = 0; i < config->ignored.n; i++)
		sw_say("ignored: %.*s", SW_ARG(config->ignored.v[i].text));
	for (int level = 0; level < 4; level++)
		for (size_t i = 0; i < config->levels[level].n; i++)
			sw_say("%s: %.*s", sw_lint_level_name((enum sw_lint_level)level), SW_ARG(config->levels[level].v[i].text));
	for (size_t i = 0; i < config->registries.n; i++)
		sw_say("trusted registry: %.*s", SW_ARG(config->registries.v[i].text));
	if (config->threshold.text.n)
		sw_say("failure threshold: %.*s", SW_ARG(config->threshold.text));
}

/* The configuration's format, where nobody asked for one. */
static void set_format(struct sw_request *request, const struct sw_lint_config *config) {
	const struct sw_lint_request *lint = request->lint;
	for (size_t i = 0; !lint->format_asked && request->report_count && config->formats.n && i < lint->format_count; i++)
		if (sw_str_is(config->formats.v[0].text, lint->formats[i].name))
			request->reports[0].format = &lint->formats[i];
}

/* Without pragmas only our own comments hide anything; entries of files stay. */
static void drop_pragmas(struct sw_scan *scan) {
	for (size_t i = 0; i < scan->artifacts.v.n; i++) {
		struct sw_factset *set = scan->sets[i];
		size_t kept = 0;
		for (size_t k = 0; k < set->suppressions.n; k++)
			if (!sw_str_is(set->suppressions.v[k].tool, "hadolint"))
				set->suppressions.v[kept++] = set->suppressions.v[k];
		set->suppressions.n = kept;
	}
}

int sw_run_lint(struct sw_request *request, struct sw_worker *worker) {
	struct sw_scan scan = {0};
	struct sw_lint_config config;
	struct sw_lint lint;
	sw_scan_find(&scan, request, worker);
	read_config(&scan, request->lint, &config);
	trust(&scan, &config);
	sw_scan_want_labels(&scan, &config);
	if (config.verbose == SW_YES)
		tell_config(request->lint, &config);
	if (config.disable_pragma == SW_YES)
		drop_pragmas(&scan);
	set_format(request, &config);
	sw_scan_unite(&scan, request->jobs);
	size_t read = scan.system.diags.n;
	sw_scan_check(&scan, request);
	sw_hide_diags(&scan.arena, &scan.system.diags, read);
	sw_lint_make(&scan.arena, &scan.system, &scan.findings, &config, &lint);
	scan.report.lint = &lint;
	for (size_t i = 0; i < request->report_count; i++)
		request->reports[i].style.colour = request->reports[i].style.colour && config.no_color != SW_YES;
	if (sw_scan_write(&scan, request) < 0 || scan.refused)
		return 2;
	return sw_lint_fails(&lint, &config);
}
