#include "readers/config/fields.h"
#include "base/sha256.h"
#include "formats/yaml.h"
#include "knowledge/date.h"
#include "knowledge/lookalike.h"

void config_error(struct config_reader *reader, const char *code, struct sw_span at, const char *format, ...) {
	va_list args;
	va_start(args, format);
	struct sw_str text = sw_arena_vprintf(reader->arena, format, args);
	va_end(args);
	sw_diag_add(reader->diags, SW_DIAG_ERROR, code, at, "%.*s", SW_ARG(text));
}

struct config_mark config_mark(const struct config_reader *reader) {
	return (struct config_mark){reader->diags->n, reader->diags->dropped};
}

bool config_failed_since(const struct config_reader *reader, struct config_mark mark) {
	for (size_t i = mark.n; i < reader->diags->n; i++)
		if (reader->diags->v[i].level == SW_DIAG_ERROR)
			return true;
	return reader->diags->dropped > mark.dropped;
}

static const char *kind_words(enum sw_node_kind kind) {
	static const char *const words[] = {"nothing", "true or false", "a number", "a number", "text", "a list", "a map"};
	return words[kind];
}

static void wrong_type(struct config_reader *reader, const struct sw_node *node, const char *key, const char *wanted) {
	config_error(reader, "config-type", node->span, "%s must be %s, and %s stands here", key, wanted,
		     kind_words(node->kind));
}

struct sw_text_at config_text(struct config_reader *reader, const struct sw_node *node, const char *key) {
	if (!sw_node_is_scalar(node)) {
		wrong_type(reader, node, key, "text");
		return (struct sw_text_at){0};
	}
	return (struct sw_text_at){.text = sw_str_trim(node->text), .at = node->span};
}

const struct sw_node *config_list(struct config_reader *reader, const struct sw_node *node, const char *key) {
	if (node->kind == SW_NODE_LIST)
		return node;
	if (node->kind != SW_NODE_NULL)
		wrong_type(reader, node, key, "a list");
	return NULL;
}

struct sw_text_at config_formed(struct config_reader *reader, const struct sw_node *node, const struct config_key *key) {
	struct sw_text_at text = config_text(reader, node, key->name);
	if (text.at.end == 0)
		return text;
	if (key->type == CONFIG_WORD && !sw_listed(text.text, key->words))
		config_error(reader, "config-word", text.at, "%s must be one of: %s", key->name, key->words);
	else if (key->type == CONFIG_DATE && !sw_date_valid(text.text))
		config_error(reader, "config-date", text.at, "%s must be a day that exists, written as YYYY-MM-DD",
			     key->name);
	else if (key->type == CONFIG_DIGEST && !sw_sha256_digest(text.text))
		config_error(reader, "config-digest", text.at,
			     "%s must be sha256: and 64 lower-case hexadecimal digits", key->name);
	else
		return text;
	return (struct sw_text_at){0};
}

static void read_texts(struct config_reader *reader, const struct sw_node *node, const char *key, sw_texts *texts) {
	const struct sw_node *list = config_list(reader, node, key);
	for (uint32_t i = 0; list && i < list->count; i++) {
		struct sw_text_at text = config_text(reader, list->items[i], key);
		if (text.text.n)
			*sw_push(reader->arena, texts) = text;
	}
}

void config_read_member(struct config_reader *reader, const struct sw_member *member, const struct config_key *key,
			void *target) {
	void *slot = (char *)target + key->offset;
	const struct sw_node *node = member->value;
	switch (key->type) {
	case CONFIG_TEXT:
	case CONFIG_WORD:
	case CONFIG_DATE:
	case CONFIG_DIGEST:
		*(struct sw_text_at *)slot = config_formed(reader, node, key);
		break;
	case CONFIG_TEXTS:
		read_texts(reader, node, key->name, slot);
		break;
	case CONFIG_WORDS:
		if (sw_node_is_scalar(node))
			*sw_push(reader->arena, (sw_texts *)slot) = config_text(reader, node, key->name);
		else
			read_texts(reader, node, key->name, slot);
		break;
	case CONFIG_BOOL:
		if (node->kind == SW_NODE_BOOL)
			*(bool *)slot = node->integer != 0;
		else
			wrong_type(reader, node, key->name, "true or false");
		break;
	case CONFIG_PART:
		key->part(reader, member, target);
		break;
	}
}

/* A key that is one slip away is named: most unknown keys are slips. */
static void unknown_key(struct config_reader *reader, const struct sw_member *member, const char *what,
			const struct config_key *keys) {
	const char *meant = NULL;
	if (sw_str_starts(member->key, SW_S("x-")))
		return;
	for (const struct config_key *key = keys; key->name; key++)
		if (sw_edits(member->key, sw_str_of(key->name)) <= 1)
			meant = key->name;
	sw_diag_add(reader->diags, SW_DIAG_WARNING, "config-unknown-key", member->key_span, "%.*s is not known in %s%s%s%s",
		    (int)(member->key.n < 60 ? member->key.n : 60), member->key.p, what, meant ? "; did you mean " : "",
		    meant ? meant : "", meant ? "?" : "");
}

bool config_read_map(struct config_reader *reader, const struct sw_node *map, const char *what,
		     const struct config_key *keys, void *target) {
	if (map->kind != SW_NODE_MAP) {
		wrong_type(reader, map, what, "a map");
		return false;
	}
	for (uint32_t i = 0; i < map->count; i++) {
		const struct config_key *key = keys;
		while (key->name && !sw_str_is(map->members[i].key, key->name))
			key++;
		if (key->name)
			config_read_member(reader, &map->members[i], key, target);
		else
			unknown_key(reader, &map->members[i], what, keys);
	}
	return true;
}

const struct sw_node *config_document(struct config_reader *reader, uint32_t source, struct sw_str text) {
	struct sw_yaml_stream stream = {0};
	sw_yaml_read(reader->arena, source, text, SW_DIALECT_COMPOSE, &stream, reader->diags);
	if (stream.n == 0 || stream.v[0].root->kind == SW_NODE_NULL)
		return NULL;
	if (stream.n > 1)
		sw_diag_add(reader->diags, SW_DIAG_WARNING, "config-documents", stream.v[1].root->span,
			    "only the first document is read");
	if (stream.v[0].root->kind == SW_NODE_MAP)
		return stream.v[0].root;
	wrong_type(reader, stream.v[0].root, "the file", "a map");
	return NULL;
}

void config_version(struct config_reader *reader, const struct sw_member *member, void *target) {
	(void)target;
	if (!sw_node_is_scalar(member->value) || !sw_str_is(member->value->text, "1"))
		config_error(reader, "config-version", member->value->span, "version must be 1: no other form is known");
}
