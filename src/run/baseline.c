#include "run/baseline.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/map.h"
#include "formats/json.h"

static struct sw_str text_of(const struct sw_node *map, const char *key) {
	const struct sw_node *node = sw_doc_get(map, key, SW_DIALECT_STRICT);
	return sw_node_is(node, SW_NODE_STRING) ? node->text : (struct sw_str){0};
}

/* Values of `key` in the list called `list`, in entries of that state (NULL: all). */
static void gather(struct sw_arena *arena, const struct sw_node *root, const char *list, const char *key, const char *state, struct sw_map *known) {
	const struct sw_node *entries = sw_doc_get(root, list, SW_DIALECT_STRICT);
	static char yes;
	for (uint32_t i = 0; sw_node_is(entries, SW_NODE_LIST) && i < entries->count; i++) {
		struct sw_str value = text_of(entries->items[i], key);
		if (value.n && (!state || sw_str_is(text_of(entries->items[i], "state"), state)))
			sw_map_put(arena, known, value, &yes);
	}
}

int sw_baseline_apply(struct sw_report *report, struct sw_findings *findings, const char *path, struct sw_err *err) {
	struct sw_arena *arena = report->arena;
	struct sw_str text;
	struct sw_diags diags = {.arena = arena};
	SW_CLEANUP_FD int fd = sw_open_named(path, err);
	if (fd < 0 || sw_read_all(arena, fd, SW_LIMIT_FILE_BYTES, &text, err) < 0)
		return sw_err_wrap(err, "baseline %s", path);
	struct sw_node *root = sw_json_read_one(arena, 0, text, SW_DIALECT_STRICT, &diags);
	if (!root || !sw_str_starts(text_of(root, "schema"), SW_S("strideward/report/1")))
		return sw_err_set(err, 0, "baseline %s: not a JSON report of strideward", path);
	struct sw_map fingerprints = {0}, open = {0};
	gather(arena, root, "findings", "fingerprint", NULL, &fingerprints);
	gather(arena, root, "threats", "id", "open", &open);
	report->has_baseline = true;
	for (size_t i = 0; i < findings->findings.n; i++)
		findings->findings.v[i].is_new = !sw_map_get(&fingerprints, sw_str_of(findings->findings.v[i].fingerprint));
	for (size_t r = 0; r < report->registers.n; r++)
		for (size_t i = 0; i < report->registers.v[r].threats.n; i++) {
			struct sw_threat *threat = &report->registers.v[r].threats.v[i];
			threat->is_new = threat->state == SW_STATE_OPEN && !sw_map_get(&open, threat->id);
		}
	return 0;
}
