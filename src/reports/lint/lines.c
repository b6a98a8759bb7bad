#include "reports/lint/lines.h"
#include "base/sha256.h"

void sw_lint_prepare_place(const struct sw_report *report, const struct sw_lint_line *line) {
	struct sw_source *source = sw_source_of(&report->system->sources, line->at);
	if (source && !source->lines)
		(void)sw_source_position(report->arena, source, 0);
}

struct sw_lint_place sw_lint_place(const struct sw_report *report, const struct sw_lint_line *line) {
	struct sw_source *source = sw_source_of(&report->system->sources, line->at);
	if (!source)
		return (struct sw_lint_place){SW_S("-"), 1, 1, 1, 1};
	uint32_t start = line->at.start, end = line->at.end < source->text.n ? line->at.end : (uint32_t)source->text.n;
	while (end > start && (source->text.p[end - 1] == '\n' || source->text.p[end - 1] == '\r'))
		end--;
	struct sw_position from = sw_source_position(report->arena, source, start);
	struct sw_position to = sw_source_position(report->arena, source, end > start ? end : start);
	return (struct sw_lint_place){source->path, from.line, from.column_utf16, to.line, to.column_utf16};
}

struct sw_lint_files sw_lint_by_file(const struct sw_report *report) {
	struct sw_lint_files files = {0};
	struct sw_map places = {0}; /* path → place in files + 1 */
	for (size_t i = 0; report->lint && i < report->lint->files.n; i++) {
		if (sw_map_get(&places, report->lint->files.v[i]))
			continue;
		*sw_push(report->arena, &files) = (struct sw_lint_file){.path = report->lint->files.v[i]};
		sw_map_put(report->arena, &places, report->lint->files.v[i], (void *)(uintptr_t)files.n);
	}
	for (size_t i = 0; report->lint && i < report->lint->lines.n; i++) {
		struct sw_str path = sw_lint_place(report, &report->lint->lines.v[i]).path;
		uintptr_t place = (uintptr_t)sw_map_get(&places, path);
		if (!place) {
			*sw_push(report->arena, &files) = (struct sw_lint_file){.path = path};
			place = files.n;
			sw_map_put(report->arena, &places, path, (void *)place);
		}
		*sw_push(report->arena, &files.v[place - 1].lines) = &report->lint->lines.v[i];
	}
	return files;
}

void sw_lint_fingerprint(const struct sw_report *report, struct sw_map *equals, const struct sw_lint_line *line, char hex[65]) {
	struct sw_str zero = SW_S("\0"), path = sw_lint_place(report, line).path;
	struct sw_str what = line->finding ? sw_str_of(line->finding->fingerprint) : line->message;
	struct sw_str parts[] = {SW_S("lint/1"), line->code, path, what};
	struct sw_sha256 sha;
	sw_sha256_start(&sha);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		sw_sha256_add(&sha, parts[i]);
		sw_sha256_add(&sha, zero);
	}
	sw_sha256_hex(&sha, hex);
	struct sw_str key = sw_arena_str(report->arena, sw_str(hex, 64));
	uintptr_t before = (uintptr_t)sw_map_get(equals, key);
	sw_map_put(report->arena, equals, key, (void *)(before + 1));
	if (!before)
		return;
	sw_sha256_start(&sha);
	sw_sha256_add(&sha, key);
	sw_sha256_add(&sha, sw_arena_printf(report->arena, "%zu", (size_t)before));
	sw_sha256_hex(&sha, hex);
}
