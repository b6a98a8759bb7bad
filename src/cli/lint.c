#include "cli/lint.h"
#include "base/file.h"
#include "cli/targets.h"
#include "reports/lint/formats.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

static bool is_format(struct sw_str name) {
	for (size_t i = 0; i < sw_lint_format_count; i++)
		if (sw_str_is(name, sw_lint_formats[i].name))
			return true;
	return false;
}

const char *sw_lint_default_format(void) {
	const char *wanted = getenv("HADOLINT_FORMAT");
	return wanted && is_format(sw_str_of(wanted)) ? wanted : "tty";
}

static void add(struct sw_arena *arena, sw_texts *list, struct sw_str text) {
	*sw_push(arena, list) = (struct sw_text_at){.text = text};
}

static void add_label(struct sw_arena *arena, struct sw_lint_config *config, struct sw_str text) {
	struct sw_str name;
	sw_str_split(&text, ':', &name);
	add(arena, &config->label_names, name);
	add(arena, &config->label_types, text);
}

static void variable_list(struct sw_arena *arena, const char *name, sw_texts *list) {
	struct sw_str rest = sw_str_of(getenv(name)), part;
	while (rest.n && sw_str_split(&rest, ',', &part))
		add(arena, list, part);
}

static enum sw_tri variable_truth(const char *name) {
	static const char *const yes[] = {"1", "y", "on", "true", "yes"};
	const char *value = getenv(name);
	for (size_t i = 0; value && i < sizeof yes / sizeof *yes; i++)
		if (sw_str_is_nocase(sw_str_of(value), yes[i]))
			return SW_YES;
	return value ? SW_NO : SW_UNKNOWN;
}

/* The environment as hadolint reads it. */
static void read_environment(struct sw_arena *arena, struct sw_lint_config *config) {
	static const char *const levels[] = {"HADOLINT_OVERRIDE_ERROR", "HADOLINT_OVERRIDE_WARNING", "HADOLINT_OVERRIDE_INFO",
					     "HADOLINT_OVERRIDE_STYLE"};
	sw_texts labels = {0};
	for (int i = 0; i < 4; i++)
		variable_list(arena, levels[i], &config->levels[i]);
	variable_list(arena, "HADOLINT_IGNORE", &config->ignored);
	variable_list(arena, "HADOLINT_TRUSTED_REGISTRIES", &config->registries);
	variable_list(arena, "HADOLINT_FORMAT", &config->formats);
	variable_list(arena, "HADOLINT_REQUIRE_LABELS", &labels);
	for (size_t i = 0; i < labels.n; i++)
		add_label(arena, config, labels.v[i].text);
	config->no_fail = variable_truth("HADOLINT_NOFAIL");
	config->verbose = variable_truth("HADOLINT_VERBOSE");
	config->strict_labels = variable_truth("HADOLINT_STRICT_LABELS");
	config->disable_pragma = variable_truth("HADOLINT_DISABLE_IGNORE_PRAGMA");
	config->no_color = getenv("NO_COLOR") ? SW_YES : SW_UNKNOWN;
	config->threshold.text = sw_str_of(getenv("HADOLINT_FAILURE_THRESHOLD"));
}

static int read_options(struct sw_arena *arena, const struct sw_arguments *arguments, struct sw_lint_config *config,
			struct sw_err *err) {
	const bool *given = arguments->given;
	enum sw_lint_level level;
	for (size_t i = 0; i < arguments->repeated_count; i++) {
		struct sw_str value = sw_str_of(arguments->repeated[i].value);
		enum sw_option_id id = arguments->repeated[i].id;
		if (id >= SW_OPTION_ERROR && id <= SW_OPTION_STYLE)
			add(arena, &config->levels[id - SW_OPTION_ERROR], value);
		else if (id == SW_OPTION_IGNORE)
			add(arena, &config->ignored, value);
		else if (id == SW_OPTION_TRUSTED)
			add(arena, &config->registries, value);
		else if (id == SW_OPTION_LABEL)
			add_label(arena, config, value);
	}
	for (size_t i = 0; i < arguments->format_count; i++) {
		struct sw_str name = sw_str_of(arguments->formats[i]);
		add(arena, &config->formats, sw_str_sub(name, 0, sw_str_find_byte(name, '=')));
	}
	config->no_fail = given[SW_OPTION_NO_FAIL] ? SW_YES : SW_UNKNOWN;
	config->no_color = given[SW_OPTION_NO_COLOR] ? SW_YES : SW_UNKNOWN;
	config->verbose = given[SW_OPTION_VERBOSE] ? SW_YES : SW_UNKNOWN;
	config->strict_labels = given[SW_OPTION_STRICT_LABELS] ? SW_YES : SW_UNKNOWN;
	config->disable_pragma = given[SW_OPTION_NO_PRAGMA] ? SW_YES : SW_UNKNOWN;
	config->threshold.text = sw_str_of(arguments->values[SW_OPTION_THRESHOLD]);
	if (config->threshold.text.n && !sw_lint_level_of(config->threshold.text, &level))
		return sw_err_set(err, 0, "--failure-threshold wants error, warning, info, style or none, not '%.*s'",
				  SW_ARG(config->threshold.text));
	return 0;
}

/* Where hadolint looks when nobody names a file, in its order; the first that is there counts alone. */
static const char *find_config(struct sw_arena *arena) {
	static const struct {
		const char *variable, *below, *name;
	} places[] = {
		{"", "", ".hadolint.yaml"}, {"", "", ".hadolint.yml"},
		{"XDG_CONFIG_HOME", "/", "hadolint.yaml"}, {"XDG_CONFIG_HOME", "/", "hadolint.yml"},
		{"HOME", "/.config/", "hadolint.yaml"}, {"HOME", "/.config/", "hadolint.yml"},
		{"HOME", "/.hadolint/", "hadolint.yaml"}, {"HOME", "/.hadolint/", "hadolint.yml"},
		{"HOME", "/.hadolint/", "config.yaml"}, {"HOME", "/.hadolint/", "config.yml"},
		{"HOME", "/hadolint/", "config.yaml"}, {"HOME", "/", ".hadolint.yaml"}, {"HOME", "/", ".hadolint.yml"},
	};
	const char *xdg = getenv("XDG_CONFIG_HOME");
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		const char *top = *places[i].variable ? getenv(places[i].variable) : "";
		bool replaced = xdg && *xdg && strcmp(places[i].below, "/.config/") == 0;
		if (!top || (*places[i].variable && !*top) || replaced)
			continue;
		const char *path = sw_arena_printf(arena, "%s%s%s", top, places[i].below, places[i].name).p;
		if (access(path, R_OK) == 0)
			return path;
	}
	return NULL;
}

static int set_config(struct sw_arena *arena, const char *named, bool own_words_only, struct sw_lint_request *lint,
		      struct sw_sandbox *sandbox, struct sw_err *err) {
	char path[PATH_MAX];
	lint->config_shown = named ? named : own_words_only ? NULL : find_config(arena);
	if (!lint->config_shown)
		return 0;
	if (!realpath(lint->config_shown, path))
		return sw_err_set(err, errno, "%s: %s", lint->config_shown, strerror(errno));
	lint->config = sw_arena_str(arena, sw_str_of(path)).p;
	SW_CLEANUP_FD int fd = open(path, O_PATH | O_CLOEXEC);
	return fd < 0 ? sw_err_set(err, errno, "%s: %s", path, strerror(errno)) : sw_sandbox_read(sandbox, fd, err);
}

int sw_lint_prepare(struct sw_arena *arena, const struct sw_arguments *arguments, struct sw_request *request,
		    struct sw_lint_request *lint, struct sw_sandbox *sandbox, struct sw_err *err) {
	const char **files = SW_NEW_ARRAY(arena, const char *, arguments->operand_count + 1);
	size_t count = 0;
	lint->formats = sw_lint_formats;
	lint->format_count = sw_lint_format_count;
	lint->format_asked = arguments->format_count || getenv("HADOLINT_FORMAT");
	lint->shown = arguments->values[SW_OPTION_SHOWN_PATH];
	if (!arguments->values[SW_OPTION_PROFILE]) {
		request->profile_asked = true;
		request->profile = SW_PROFILE_ALL;
	}
	read_environment(arena, &lint->environment);
	for (size_t i = 0; i < arguments->operand_count; i++)
		if (strcmp(arguments->operands[i], "-") == 0)
			lint->stdin_named = true;
		else
			files[count++] = arguments->operands[i];
	if (lint->shown && arguments->operand_count > 1)
		return sw_err_set(err, 0, "--file-path-in-report is for one file");
	if (read_options(arena, arguments, &lint->options, err) < 0 ||
	    set_config(arena, arguments->values[SW_OPTION_LINT_CONFIG], request->own_words_only, lint, sandbox, err) < 0 ||
	    (lint->stdin_named && sw_sandbox_keep(sandbox, 0, err) < 0))
		return -1;
	return count ? sw_targets_resolve(arena, request, files, count, sandbox, err) : 0;
}
