/* The configuration of an image: how it starts, and what it says about itself. */
#include "base/limits.h"
#include "formats/json.h"
#include "readers/dockerfile/steps.h"
#include "readers/image/parts.h"
#include "secrets/find.h"

struct config {
	struct sw_factset *set;
	struct sw_arena *arena;
	struct sw_image *image;
	const struct sw_node *config; /* its member `config` */
};

static void state(struct config *config, enum sw_field field, const struct sw_node *at, struct sw_str value) {
	config->image->said[field] = (struct sw_link){.layer = SW_LAYER_IMAGE, .how = SW_HOW_STATED, .known = true, .value = value,
						      .at = at->span};
}

static void state_text(struct config *config, enum sw_field field, const char *key) {
	const struct sw_node *node = sw_image_get(config->config, key);
	if (sw_node_is(node, SW_NODE_STRING) && node->text.n)
		state(config, field, node, sw_secret_mask(config->arena, node->text));
}

/* The strings of a list as the text of a list, from item `first` on, with secrets masked. */
static struct sw_str list_text(struct config *config, const struct sw_node *list, uint32_t first) {
	uint32_t n = list->count - first;
	struct sw_str *texts = SW_NEW_ARRAY(config->arena, struct sw_str, (size_t)n + 1);
	struct sw_shell_word *words = SW_NEW_ARRAY(config->arena, struct sw_shell_word, (size_t)n + 1);
	for (uint32_t i = 0; i < n; i++)
		if (list->items[first + i]->kind == SW_NODE_STRING)
			texts[i] = list->items[first + i]->text;
	sw_secret_mask_words(config->arena, texts, n);
	for (uint32_t i = 0; i < n; i++)
		words[i].text = texts[i];
	return sw_step_list(config->arena, words, n);
}

static void state_list(struct config *config, enum sw_field field, const char *key) {
	const struct sw_node *node = sw_image_get(config->config, key);
	if (sw_node_is(node, SW_NODE_LIST) && node->count)
		state(config, field, node, list_text(config, node, 0));
}

/* ["NONE"], ["CMD", …] and ["CMD-SHELL", LINE]; an empty list says nothing. */
static void state_health(struct config *config) {
	const struct sw_node *test = sw_image_get(sw_image_get(config->config, "Healthcheck"), "Test");
	if (!sw_node_is(test, SW_NODE_LIST) || !test->count || test->items[0]->kind != SW_NODE_STRING)
		return;
	struct sw_str kind = test->items[0]->text;
	if (sw_str_is(kind, "NONE"))
		state(config, SW_FIELD_HEALTH, test, SW_S("none"));
	else if (sw_str_is(kind, "CMD-SHELL") && test->count > 1 && test->items[1]->kind == SW_NODE_STRING)
		state(config, SW_FIELD_HEALTH, test, sw_secret_mask(config->arena, test->items[1]->text));
	else
		state(config, SW_FIELD_HEALTH, test, list_text(config, test, 1));
}

/* The bytes behind the first '=' where the string stands as it is written; else the whole string. */
static struct sw_span value_span(const struct sw_node *node, size_t from) {
	struct sw_span span = node->span;
	if (span.end - span.start == node->text.n + 2)
		return (struct sw_span){span.source, span.start + 1 + (uint32_t)from, span.end - 1};
	return span;
}

/* What a person may not see although no shape tells it: the name does. */
static void hide_value(struct config *config, const struct sw_pair *pair) {
	struct sw_secret_hit hit;
	if (pair->value.n && sw_secret_value(pair->name, pair->value, &hit))
		*sw_push(config->arena, &config->set->hidden) =
			(struct sw_hidden){pair->value_at, sw_str_of(sw_secret_kind(hit.kind)->id)};
}

static void read_env(struct config *config) {
	const struct sw_node *list = sw_image_get(config->config, "Env");
	for (uint32_t i = 0; sw_node_is(list, SW_NODE_LIST) && i < list->count; i++) {
		const struct sw_node *node = list->items[i];
		size_t equals = node->kind == SW_NODE_STRING ? sw_str_find_byte(node->text, '=') : SW_NPOS;
		if (equals == SW_NPOS || equals == 0)
			continue;
		struct sw_pair pair = {.name = sw_str_sub(node->text, 0, equals), .value = sw_str_from(node->text, equals + 1),
				       .has_value = true, .known = true, .literal = true, .at = node->span,
				       .value_at = value_span(node, equals + 1)};
		pair.credential_name = sw_secret_name_class(pair.name) == SW_SECRET_NAME_CREDENTIAL;
		hide_value(config, &pair);
		*sw_push(config->arena, &config->image->env) = pair;
	}
}

static void read_labels(struct config *config) {
	const struct sw_node *map = sw_image_get(config->config, "Labels");
	for (uint32_t i = 0; sw_node_is(map, SW_NODE_MAP) && i < map->count; i++) {
		const struct sw_member *member = &map->members[i];
		if (member->value->kind == SW_NODE_STRING)
			*sw_push(config->arena, &config->image->labels) = (struct sw_pair){
				.name = member->key, .value = member->value->text, .has_value = true, .known = true, .literal = true,
				.at = sw_span_join(member->key_span, member->value->span), .value_at = member->value->span};
	}
}

/* Ports and volumes are the keys of maps. */
static void read_keys(struct config *config) {
	const struct sw_node *ports = sw_image_get(config->config, "ExposedPorts"), *volumes = sw_image_get(config->config, "Volumes");
	struct sw_stage stage = {0};
	for (uint32_t i = 0; sw_node_is(ports, SW_NODE_MAP) && i < ports->count; i++) {
		struct sw_shell_word word = {.text = ports->members[i].key, .span = ports->members[i].key_span};
		sw_step_exposed(config->arena, &word, true, &stage);
		*sw_push(config->arena, &config->image->exposed) = stage.exposed.v[i];
	}
	for (uint32_t i = 0; sw_node_is(volumes, SW_NODE_MAP) && i < volumes->count; i++)
		*sw_push(config->arena, &config->image->volumes) =
			(struct sw_path_at){volumes->members[i].key, true, volumes->members[i].key_span};
}

static void read_triggers(struct config *config) {
	const struct sw_node *list = sw_image_get(config->config, "OnBuild");
	for (uint32_t i = 0; sw_node_is(list, SW_NODE_LIST) && i < list->count; i++) {
		const struct sw_node *node = list->items[i];
		if (node->kind != SW_NODE_STRING)
			continue;
		struct sw_str text = sw_str_trim(node->text), word = sw_str_sub(text, 0, sw_str_find_byte(text, ' '));
		*sw_push(config->arena, &config->image->triggers) = (struct sw_pair){
			.name = sw_str_of(sw_instruction_name(sw_instruction_kind_of(word))), .value = text, .has_value = true,
			.known = true, .literal = true, .at = node->span, .value_at = node->span};
	}
}

static void read_start(struct config *config) {
	for (unsigned f = 0; f < SW_START_FIELD_COUNT; f++)
		config->image->said[f] = (struct sw_link){.layer = SW_LAYER_IMAGE, .how = SW_HOW_ABSENT, .at = config->image->at};
	state_text(config, SW_FIELD_USER, "User");
	state_text(config, SW_FIELD_WORKDIR, "WorkingDir");
	state_list(config, SW_FIELD_ENTRYPOINT, "Entrypoint");
	state_list(config, SW_FIELD_COMMAND, "Cmd");
	state_text(config, SW_FIELD_STOP_SIGNAL, "StopSignal");
	state_health(config);
}

bool sw_image_read_config(struct sw_image_store *store, struct sw_str name, struct sw_str text, struct sw_image *image) {
	struct sw_factset *set = store->set;
	struct sw_str path = sw_arena_printf(&set->arena, "%.*s/%.*s", SW_ARG(set->path), SW_ARG(name));
	uint32_t source = sw_source_add(&set->arena, &set->sources, path, text);
	const struct sw_node *root = sw_json_read_one(&set->arena, source, text, SW_DIALECT_ENGINE, &set->diags);
	if (!sw_node_is(root, SW_NODE_MAP)) {
		sw_image_say(store, SW_DIAG_ERROR, "image-config-malformed", "%.*s is no configuration of an image", SW_ARG(name));
		return false;
	}
	struct config config = {set, &set->arena, image, sw_image_get(root, "config")};
	image->at = config.config ? config.config->span : root->span;
	image->created = sw_image_get_text(root, "created");
	image->os = sw_image_get_text(root, "os");
	image->architecture = sw_image_get_text(root, "architecture");
	image->variant = sw_image_get_text(root, "variant");
	image->windows = sw_str_is(image->os, "windows");
	const struct sw_node *layers = sw_image_get(sw_image_get(root, "rootfs"), "diff_ids");
	for (uint32_t i = 0; sw_node_is(layers, SW_NODE_LIST) && i < layers->count; i++)
		if (layers->items[i]->kind == SW_NODE_STRING)
			*sw_push(&set->arena, &image->layers) = layers->items[i]->text;
	read_start(&config);
	read_env(&config);
	read_labels(&config);
	read_keys(&config);
	read_triggers(&config);
	sw_image_read_history(set, image, sw_image_get(root, "history"));
	return true;
}
