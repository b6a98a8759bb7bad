#include "policy/lint.h"
#include "facts/rule_ref.h"
#include "knowledge/hadolint.h"
#include <stdlib.h>

static const char *const names[] = {"error", "warning", "info", "style", "ignore"};

const char *sw_lint_level_name(enum sw_lint_level level) {
	return names[level];
}

bool sw_lint_level_of(struct sw_str name, enum sw_lint_level *level) {
	for (int i = SW_LINT_ERROR; i <= SW_LINT_IGNORE; i++)
		if (sw_str_is(name, names[i]) || (i == SW_LINT_IGNORE && sw_str_is(name, "none"))) {
			*level = (enum sw_lint_level)i;
			return true;
		}
	return false;
}

static void append(struct sw_arena *arena, sw_texts *into, const sw_texts *later) {
	for (size_t i = 0; i < later->n; i++)
		*sw_push(arena, into) = later->v[i];
}

void sw_lint_config_merge(struct sw_arena *arena, struct sw_lint_config *into, const struct sw_lint_config *later) {
	append(arena, &into->ignored, &later->ignored);
	append(arena, &into->registries, &later->registries);
	append(arena, &into->formats, &later->formats);
	append(arena, &into->label_names, &later->label_names);
	append(arena, &into->label_types, &later->label_types);
	for (int i = 0; i < 4; i++)
		append(arena, &into->levels[i], &later->levels[i]);
	enum sw_lint_level level;
	if (sw_lint_level_of(later->threshold.text, &level))
		into->threshold = later->threshold;
	enum sw_tri *const old[] = {&into->no_fail, &into->no_color, &into->strict_labels, &into->disable_pragma, &into->verbose};
	const enum sw_tri new[] = {later->no_fail, later->no_color, later->strict_labels, later->disable_pragma, later->verbose};
	for (size_t i = 0; i < sizeof new / sizeof *new; i++)
		if (new[i] != SW_UNKNOWN)
			*old[i] = new[i];
	into->present = into->present || later->present;
}

/* The next rule of hadolint, which has ShellCheck in itself, that speaks of the finding; *at starts with 0. */
static bool next_rule(const struct sw_finding *finding, size_t *at, struct sw_str *rule) {
	struct sw_rule_ref ref;
	while (sw_rule_ref_next(finding, at, &ref))
		if (sw_str_is(ref.tool, "hadolint") || sw_str_is(ref.tool, "shellcheck")) {
			*rule = ref.rule;
			return true;
		}
	return false;
}

/* Whether the list names the finding: by its code, by another rule of hadolint that speaks of it, or by its check. */
static bool lists(const sw_texts *list, const struct sw_finding *finding) {
	struct sw_str rule;
	for (size_t k = 0; k < list->n; k++) {
		if (sw_str_is(list->v[k].text, finding->check->id))
			return true;
		for (size_t at = 0; next_rule(finding, &at, &rule);)
			if (sw_str_eq(rule, list->v[k].text))
				return true;
	}
	return false;
}

enum { NO_LEVEL = -1, MANNERS = 512 };

/* What holds for all findings of a check and variant that no rule of another tool speaks of. */
struct manner {
	const struct sw_check *check;
	const char *variant;
	struct sw_str code;
	int usual, asked; /* enum sw_lint_level, or NO_LEVEL */
	bool ignored;
};

struct making {
	struct sw_arena *arena;
	const struct sw_system *system;
	const struct sw_lint_config *config;
	struct manner *manners; /* by check and variant; a later one takes an earlier one's place */
	struct sw_lint *lint;
};

static struct manner manner_of(const struct sw_finding *finding, const struct sw_lint_config *config) {
	struct manner manner = {.check = finding->check, .variant = finding->site->variant, .code = sw_str_of(finding->check->id),
				.usual = NO_LEVEL, .asked = NO_LEVEL, .ignored = lists(&config->ignored, finding)};
	size_t at = 0;
	(void)next_rule(finding, &at, &manner.code);
	const char *usual = sw_hadolint_level(manner.code);
	enum sw_lint_level level;
	if (usual && sw_lint_level_of(sw_str_of(usual), &level))
		manner.usual = level;
	/* When two lists name a rule, the graver level holds. */
	for (int i = 3; i >= 0; i--)
		if (lists(&config->levels[i], finding))
			manner.asked = i;
	return manner;
}

/* Many findings are of few checks. */
static struct manner known_manner(const struct making *making, const struct sw_finding *finding) {
	if (finding->site->rule)
		return manner_of(finding, making->config);
	uintptr_t mixed = (uintptr_t)finding->check / sizeof *finding->check + (uintptr_t)finding->site->variant;
	struct manner *manner = &making->manners[mixed % MANNERS];
	if (manner->check != finding->check || manner->variant != finding->site->variant)
		*manner = manner_of(finding, making->config);
	return *manner;
}

static enum sw_lint_level level_of(const struct sw_finding *finding, const struct manner *manner) {
	static const enum sw_lint_level by_severity[] = {SW_LINT_STYLE, SW_LINT_INFO, SW_LINT_WARNING, SW_LINT_ERROR, SW_LINT_ERROR};
	enum sw_lint_level level = by_severity[finding->severity];
	if (manner->asked != NO_LEVEL)
		return (enum sw_lint_level)manner->asked;
	if (finding->site->level)
		sw_lint_level_of(sw_str_of(finding->site->level), &level);
	else if (manner->usual != NO_LEVEL)
		level = (enum sw_lint_level)manner->usual;
	return level;
}

static void add_finding(struct making *making, const struct sw_finding *finding) {
	if (finding->is_suppressed)
		return;
	struct manner manner = known_manner(making, finding);
	enum sw_lint_level level = level_of(finding, &manner);
	if (level == SW_LINT_IGNORE || manner.ignored)
		return;
	struct sw_span at = finding->site->at;
	*sw_push(making->arena, &making->lint->lines) = (struct sw_lint_line){
		.finding = finding, .code = manner.code, .level = level, .message = finding->site->message,
		.at = at.source ? at : sw_subject_get(making->system, finding->subject)->at};
}

/* What could not be read is an error; what our own comments got wrong, and what a tool that was asked for could not judge, is
 * worth a warning. */
static void add_diag(struct sw_arena *arena, const struct sw_diag *diag, struct sw_lint *lint) {
	struct sw_str code = sw_str_of(diag->code);
	bool ours = diag->level == SW_DIAG_WARNING && (sw_str_starts(code, SW_S("accept-")) || sw_str_is(code, "shellcheck-failed"));
	if (diag->level != SW_DIAG_ERROR && !ours)
		return;
	if (sw_str_starts(code, SW_S("dockerfile-parse")))
		code = SW_S("DL1000");
	struct sw_str message = diag->message;
	if (!diag->at.source && diag->path.n)
		message = sw_arena_printf(arena, "%.*s: %.*s", SW_ARG(diag->path), SW_ARG(message));
	*sw_push(arena, &lint->lines) = (struct sw_lint_line){
		.code = code, .level = ours ? SW_LINT_WARNING : SW_LINT_ERROR, .at = diag->at, .message = message};
}

static int line_order(const void *left, const void *right) {
	const struct sw_lint_line *a = left, *b = right;
	/* Sources are numbered in order of their paths. */
	int order = sw_span_cmp(a->at, b->at);
	if (!order)
		order = sw_str_cmp(a->code, b->code);
	return order ? order : sw_str_cmp(a->message, b->message);
}

/* The lines of each file stand together before they are sorted among themselves: a file has few, and a project many. */
static void sort_lines(struct sw_arena *arena, struct sw_lint *lint) {
	size_t parts = 0;
	for (size_t i = 0; i < lint->lines.n; i++) {
		size_t part = lint->lines.v[i].at.source / SW_SOURCES_A_PART;
		parts = part >= parts ? part + 1 : parts;
	}
	size_t *ends = SW_NEW_ARRAY(arena, size_t, parts + 1); /* of part i - 1, and where part i goes on */
	struct sw_lint_line *sorted = SW_NEW_ARRAY(arena, struct sw_lint_line, lint->lines.n);
	for (size_t i = 0; i < lint->lines.n; i++)
		ends[lint->lines.v[i].at.source / SW_SOURCES_A_PART + 1]++;
	for (size_t part = 0; part < parts; part++)
		ends[part + 1] += ends[part];
	for (size_t i = 0; i < lint->lines.n; i++)
		sorted[ends[lint->lines.v[i].at.source / SW_SOURCES_A_PART]++] = lint->lines.v[i];
	for (size_t part = 0, from = 0; part < parts; from = ends[part++])
		if (ends[part] - from > 1)
			qsort(sorted + from, ends[part] - from, sizeof *sorted, line_order);
	lint->lines.v = sorted;
	lint->lines.cap = lint->lines.n;
}

void sw_lint_make(struct sw_arena *arena, const struct sw_system *system, const struct sw_findings *findings,
		  const struct sw_lint_config *config, struct sw_lint *lint) {
	*lint = (struct sw_lint){0};
	for (size_t i = 0; i < system->factsets.n; i++)
		*sw_push(arena, &lint->files) = system->factsets.v[i]->path;
	struct making making = {arena, system, config, SW_NEW_ARRAY(arena, struct manner, MANNERS), lint};
	lint->lines.cap = findings->findings.n;
	lint->lines.v = SW_NEW_ARRAY(arena, struct sw_lint_line, lint->lines.cap);
	for (size_t i = 0; i < findings->findings.n; i++)
		add_finding(&making, &findings->findings.v[i]);
	for (size_t i = 0; i < system->diags.n; i++)
		add_diag(arena, &system->diags.v[i], lint);
	sort_lines(arena, lint);
}

bool sw_lint_fails(const struct sw_lint *lint, const struct sw_lint_config *config) {
	enum sw_lint_level threshold = SW_LINT_INFO;
	sw_lint_level_of(config->threshold.text, &threshold);
	if (config->no_fail == SW_YES)
		return false;
	for (size_t i = 0; i < config->formats.n; i++)
		if (sw_str_is(config->formats.v[i].text, "codeclimate") || sw_str_is(config->formats.v[i].text, "codacy"))
			return false;
	for (size_t i = 0; i < lint->lines.n; i++)
		if (lint->lines.v[i].level <= threshold)
			return true;
	return false;
}
