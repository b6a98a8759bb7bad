#include "run/ignores.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/map.h"
#include "checks/registry.h"
#include "policy/suppress.h"
#include "run/lint.h"
#include "run/revision.h"
#include <fcntl.h>

/* The target's top: on disk, or in a revision. */
struct top {
	int folder;
	const char *path;
	const struct sw_revision *revision;
};

/* A file of the target's top; its text becomes a source of the run's own. 0: it is not there. */
static uint32_t read_beneath(struct sw_scan *scan, const struct top *top, const char *name, struct sw_str prefix, struct sw_str *text) {
	if (top->revision)
		return sw_revision_read(top->revision, &scan->arena, sw_str_of(top->path), sw_str_of(name), text, NULL) < 0 ? 0 :
		       sw_source_add(&scan->arena, &scan->own, sw_arena_join(&scan->arena, prefix, sw_str_of(name)), *text);
	SW_CLEANUP_FD int fd = sw_open_beneath(top->folder, name, NULL);
	if (fd < 0 || sw_read_all(&scan->arena, fd, SW_LIMIT_FILE_BYTES, text, NULL) < 0)
		return 0;
	return sw_source_add(&scan->arena, &scan->own, sw_arena_join(&scan->arena, prefix, sw_str_of(name)), *text);
}

void sw_scan_want_labels(struct sw_scan *scan, const struct sw_lint_config *config) {
	for (size_t i = 0; i < config->label_names.n; i++)
		*sw_push(&scan->arena, &scan->config.labels) = (struct sw_label_wish){config->label_names.v[i], config->label_types.v[i]};
	scan->config.strict_labels = config->strict_labels == SW_YES;
}

/* `lint` looks for hadolint's configuration as hadolint does, once; a scan takes the project's own. */
static void read_hadolint(struct sw_scan *scan, const struct top *root, struct sw_str prefix, struct sw_diags *diags) {
	static const char *const names[] = {".hadolint.yaml", ".hadolint.yml"};
	struct sw_str text;
	for (size_t i = 0; i < 2; i++) {
		uint32_t source = read_beneath(scan, root, names[i], prefix, &text);
		if (!source)
			continue;
		struct sw_lint_config config;
		sw_hadolint_config_read(&scan->arena, source, text, &config, diags);
		sw_hadolint_config_ignores(&scan->arena, &config, prefix, &scan->ignores);
		sw_scan_want_labels(scan, &config);
		return;
	}
}

static void read_target(struct sw_scan *scan, const struct sw_request *request, const struct sw_request_target *target,
			struct sw_diags *diags) {
	SW_CLEANUP_FD int folder = request->revision ? -1 : open(target->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct top root = {folder, target->root, request->revision};
	struct sw_str prefix = sw_str_of(target->prefix), text;
	if (folder < 0 && !request->revision)
		return;
	if (!request->lint)
		read_hadolint(scan, &root, prefix, diags);
	for (size_t i = 0; i < sw_ignore_file_count; i++) {
		uint32_t source = read_beneath(scan, &root, sw_ignore_files[i].name, prefix, &text);
		if (source)
			sw_ignore_files[i].read(&scan->arena, source, text, prefix, &scan->ignores, diags);
	}
}

void sw_scan_read_ignores(struct sw_scan *scan, const struct sw_request *request, struct sw_diags *diags) {
	struct sw_map seen = {0};
	static char yes;
	size_t before = diags->n;
	for (size_t i = 0; !request->own_words_only && i < request->target_count; i++)
		if (!sw_map_put(&scan->arena, &seen, sw_str_of(request->targets[i].root), &yes))
			read_target(scan, request, &request->targets[i], diags);
	/* What is wrong in them only means that less is hidden. */
	for (size_t i = before; i < diags->n; i++)
		if (diags->v[i].level == SW_DIAG_ERROR)
			diags->v[i].level = SW_DIAG_WARNING;
}

void sw_scan_hide(struct sw_scan *scan, const struct sw_request *request) {
	struct sw_suppress_request hiding = {
		.files = scan->ignores.v, .file_count = scan->ignores.n, .checks = sw_checks, .check_count = sw_check_count,
		.date = sw_str_sub(sw_str_of(request->time), 0, 10)};
	sw_suppress_apply(&scan->arena, &scan->system, &hiding, &scan->findings);
}
