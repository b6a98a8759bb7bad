/* hadolint's configuration, as its version 2.15 reads it. */
#include "readers/suppressions/entries.h"

static enum sw_tri truth(const struct sw_node *node) {
	return !sw_node_is(node, SW_NODE_BOOL) ? SW_UNKNOWN : node->integer ? SW_YES : SW_NO;
}

static void labels(struct sw_arena *arena, const struct sw_node *map, struct sw_lint_config *config) {
	for (uint32_t i = 0; sw_node_is(map, SW_NODE_MAP) && i < map->count; i++) {
		*sw_push(arena, &config->label_names) = (struct sw_text_at){map->members[i].key, map->members[i].key_span};
		*sw_push(arena, &config->label_types) = entry_text(map->members[i].value);
	}
}

void sw_hadolint_config_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_lint_config *config,
			     struct sw_diags *diags) {
	static const char *const levels[] = {"error", "warning", "info", "style"};
	const struct sw_node *root = entry_document(arena, source, text, diags);
	*config = (struct sw_lint_config){.present = root != NULL};
	if (!root)
		return;
	entry_texts(arena, entry_get(root, "ignored"), &config->ignored);
	entry_texts(arena, entry_get(root, "trustedRegistries"), &config->registries);
	entry_texts(arena, entry_get(root, "format"), &config->formats);
	entry_texts(arena, entry_get(root, "formats"), &config->formats);
	for (int i = 0; i < 4; i++)
		entry_texts(arena, entry_get(entry_get(root, "override"), levels[i]), &config->levels[i]);
	labels(arena, entry_get(root, "label-schema"), config);
	config->threshold = entry_text(entry_get(root, "failure-threshold"));
	config->no_fail = truth(entry_get(root, "no-fail"));
	config->no_color = truth(entry_get(root, "no-color"));
	config->verbose = truth(entry_get(root, "verbose"));
	config->strict_labels = truth(entry_get(root, "strict-labels"));
	config->disable_pragma = truth(entry_get(root, "disable-ignore-pragma"));
}

void sw_hadolint_config_ignores(struct sw_arena *arena, const struct sw_lint_config *config, struct sw_str folder,
				struct sw_suppressions *list) {
	for (size_t i = 0; i < config->ignored.n; i++)
		*sw_push(arena, list) = (struct sw_suppression){
			.tool = SW_S("hadolint"), .rule = config->ignored.v[i].text, .folder = folder, .at = config->ignored.v[i].at,
			.written = sw_arena_printf(arena, "hadolint ignored: %.*s", SW_ARG(config->ignored.v[i].text))};
}
