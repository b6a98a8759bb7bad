/* CI files in YAML: GitHub, GitLab, Azure, CircleCI. They differ in where jobs stand and agree on the rest: a map is a part
 * (the file, a job, a step) whose variables, image and commands stand under a handful of keys and hold for what is
 * below. */
#include "formats/yaml.h"
#include "readers/settings/parts.h"

static bool one_of(struct sw_str key, const char *list) {
	struct sw_str rest = sw_str_of(list), word;
	while (sw_str_split(&rest, ' ', &word))
		if (sw_str_eq(word, key))
			return true;
	return false;
}

static const struct sw_node *get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_DIALECT_COMPOSE);
}

static bool plain(struct sw_str text) {
	return sw_str_find_byte(text, '$') == SW_NPOS && !sw_str_contains(text, SW_S("<<")) && !sw_str_contains(text, SW_S("{{"));
}

/* A block text line by line: each is the end of its line in the file. False when it is not written so. */
static bool map_lines(struct settings_reader *reader, const struct sw_node *node, struct sw_shell_map *map) {
	SW_VEC(struct sw_shell_map_entry) entries = {0};
	struct sw_str raw = sw_str_sub(reader->text, node->span.start, node->span.end - node->span.start);
	struct sw_str text = node->text, line, written;
	if (!sw_str_split(&raw, '\n', &written)) /* the header: | or |- */
		return false;
	while (text.n && sw_str_split(&text, '\n', &line)) {
		if (!sw_str_split(&raw, '\n', &written))
			return false;
		if (written.n && written.p[written.n - 1] == '\r')
			written.n--;
		if (!sw_str_ends(written, line))
			return false;
		*sw_push(reader->arena, &entries) = (struct sw_shell_map_entry){
			(uint32_t)(line.p - node->text.p), (uint32_t)(written.p - reader->text.p + (written.n - line.n))};
	}
	*map = (struct sw_shell_map){entries.v, entries.n};
	return entries.n > 0;
}

static void shell_text(struct settings_reader *reader, struct settings_place place, const struct sw_node *node) {
	struct sw_shell_map map;
	struct sw_str raw = sw_str_sub(reader->text, node->span.start, node->span.end - node->span.start);
	size_t inside = node->style == SW_STYLE_LITERAL ? SW_NPOS : sw_str_find(raw, node->text);
	if (!node->text.n)
		return;
	if (inside != SW_NPOS)
		settings_shell(reader, place, node->text, node->span.start + (uint32_t)inside);
	else if (node->style == SW_STYLE_LITERAL && map_lines(reader, node, &map))
		settings_script(reader, place, sw_shell_read(reader->arena, reader->source, node->text, map, &reader->unread));
	else
		settings_script(reader, place, sw_shell_read_at(reader->arena, node->span, node->text, &reader->unread));
}

static void scripts(struct settings_reader *reader, struct settings_place place, const struct sw_node *node) {
	if (sw_node_is_scalar(node))
		shell_text(reader, place, node);
	for (uint32_t i = 0; node->kind == SW_NODE_LIST && i < node->count; i++)
		scripts(reader, place, node->items[i]); /* GitLab flattens lists inside lists */
}

/* A map NAME: value (GitLab: or {value: …}), or Azure's list of {name, value}. */
static void variables(struct settings_reader *reader, uint32_t scope, const struct sw_node *node) {
	for (uint32_t i = 0; node->kind == SW_NODE_MAP && i < node->count; i++) {
		const struct sw_member *member = &node->members[i];
		const struct sw_node *value = member->value->kind == SW_NODE_MAP ? get(member->value, "value") : member->value;
		if (sw_node_is_scalar(value))
			settings_variable(reader, scope, member->key, value->text, plain(value->text), false,
					  sw_span_join(member->key_span, value->span));
	}
	for (uint32_t i = 0; node->kind == SW_NODE_LIST && i < node->count; i++) {
		const struct sw_node *name = get(node->items[i], "name"), *value = get(node->items[i], "value");
		if (sw_node_is_scalar(name) && sw_node_is_scalar(value))
			settings_variable(reader, scope, name->text, value->text, plain(value->text), false, node->items[i]->span);
	}
}

/* The image that commands run in: text, {image: …}, {name: …}, or CircleCI's list whose first entry it is. */
static void image(struct settings_reader *reader, uint32_t scope, const struct sw_node *node) {
	if (node->kind == SW_NODE_LIST)
		node = node->count ? node->items[0] : NULL;
	if (sw_node_is(node, SW_NODE_MAP))
		node = get(node, "image") ? get(node, "image") : get(node, "name");
	if (sw_node_is_scalar(node))
		settings_image(reader, scope, node->text, plain(node->text), node->span);
}

/* Steps that are not commands: GitHub's `uses`, Azure's `task`. */
static void service_step(struct settings_reader *reader, struct settings_place place, const struct sw_node *map) {
	const struct sw_node *uses = get(map, "uses"), *task = get(map, "task");
	const struct sw_node *with = get(map, uses ? "with" : "inputs");
	if (sw_node_is_scalar(uses) && (sw_str_contains(uses->text, SW_S("setup-docker-action@")) ||
					sw_str_contains(uses->text, SW_S("ghaction-setup-docker@")))) {
		const struct sw_node *version = get(with, "version");
		struct sw_str text = sw_node_is_scalar(version) ? version->text : (struct sw_str){0};
		size_t at = sw_str_find(text, SW_S("version="));
		if (text.n)
			settings_client(reader, place.outer, at == SW_NPOS ? text : sw_str_from(text, at + 8), version->span);
	} else if (sw_node_is_scalar(uses) && (sw_str_contains(uses->text, SW_S("docker/build-push-action@")) ||
					       sw_str_contains(uses->text, SW_S("docker/bake-action@")))) {
		settings_command(reader, place.scope, SW_DOCKER_BUILDX, uses->span);
	} else if (sw_node_is_scalar(task) && sw_str_starts(task->text, SW_S("DockerInstaller@"))) {
		const struct sw_node *version = get(with, "dockerVersion");
		if (sw_node_is_scalar(version))
			settings_client(reader, place.outer, version->text, version->span);
	} else if (sw_node_is_scalar(task) && sw_str_starts(task->text, SW_S("DockerCompose@"))) {
		settings_command(reader, place.scope, SW_DOCKER_COMPOSE, task->span);
	} else if (sw_node_is_scalar(task) && sw_str_starts(task->text, SW_S("Docker@"))) {
		const struct sw_node *command = get(with, "command");
		struct sw_str text = sw_node_is_scalar(command) ? command->text : SW_S("buildAndPush");
		if (sw_str_starts(text, SW_S("build")))
			settings_command(reader, place.scope, SW_DOCKER_BUILD, task->span);
		if (sw_str_is_nocase(text, "push") || sw_str_is_nocase(text, "buildAndPush"))
			settings_command(reader, place.scope, SW_DOCKER_PUSH, task->span);
	}
}

static void walk(struct settings_reader *reader, struct settings_place place, const struct sw_node *node);

static void member(struct settings_reader *reader, struct settings_place place, const struct sw_member *member) {
	const struct sw_node *value = member->value;
	if (one_of(member->key, "env environment variables")) {
		variables(reader, place.scope, value);
	} else if (one_of(member->key, "image container docker") && value->kind != SW_NODE_BOOL) {
		image(reader, place.scope, value);
	} else if (one_of(member->key, "before_script script after_script run bash command sh inlineScript") &&
		   (sw_node_is_scalar(value) || value->kind == SW_NODE_LIST)) {
		scripts(reader, place, value);
	} else if (value->kind == SW_NODE_MAP) {
		uint32_t scope = settings_scope(reader, (int32_t)place.scope, member->key);
		/* CircleCI's `run: {command, environment}` is the step itself. */
		walk(reader, (struct settings_place){scope, sw_str_is(member->key, "run") ? place.outer : scope}, value);
	} else if (value->kind == SW_NODE_LIST) {
		walk(reader, place, value);
	}
}

/* Variables, image and client hold for the whole map, wherever their key stands in it: they are read first. */
static void walk(struct settings_reader *reader, struct settings_place place, const struct sw_node *node) {
	static const char first[] = "env environment variables image container docker";
	if (node->kind == SW_NODE_MAP) {
		service_step(reader, place, node);
		for (int pass = 0; pass < 2; pass++)
			for (uint32_t i = 0; i < node->count; i++)
				if (one_of(node->members[i].key, first) == (pass == 0))
					member(reader, place, &node->members[i]);
	}
	for (uint32_t i = 0; node->kind == SW_NODE_LIST && i < node->count; i++) {
		const struct sw_node *item = node->items[i];
		if (item->kind == SW_NODE_MAP)
			walk(reader, (struct settings_place){settings_scope(reader, (int32_t)place.scope, (struct sw_str){0}), place.scope}, item);
		else if (item->kind == SW_NODE_LIST)
			walk(reader, place, item);
	}
}

void settings_yaml(struct settings_reader *reader, struct sw_diags *diags) {
	struct sw_yaml_stream stream = {0};
	struct sw_diags own = {.arena = reader->arena};
	sw_yaml_read(reader->arena, reader->source, reader->text, SW_DIALECT_COMPOSE, &stream, &own);
	if (!stream.n && own.n)
		sw_diag_add(diags, SW_DIAG_WARNING, "settings-unread", own.v[0].at,
			    "this file names content trust and cannot be read: %.*s", SW_ARG(own.v[0].message));
	for (size_t i = 0; i < stream.n; i++)
		walk(reader, (struct settings_place){0, 0}, stream.v[i].root);
}
