#include "run/append.h"
#include "base/out.h"
#include "base/say.h"
#include "formats/json_write.h"
#include "formats/yaml.h"
#include "process/rewrite.h"

/* Letters, digits and a few marks in the middle: nothing that YAML gives a meaning to, and no word of its own. */
static bool plain(struct sw_str text) {
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (!sw_is_alnum(c) && !(i && i + 1 < text.n && (c == '-' || c == '_' || c == '.' || c == '/' || c == '@')))
			return false;
	}
	return text.n && sw_is_alpha(text.p[0]) && !sw_listed_nocase(text, "true false yes no on off null y n inf nan");
}

struct sw_str sw_append_scalar(struct sw_arena *arena, struct sw_str text) {
	if (plain(text))
		return text;
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	sw_json_escape(&out, text);
	return sw_arena_str(arena, sw_out_text(&out));
}

/* The only document of the text; NULL with *failed when it is not one that can be read whole. */
static const struct sw_node *read_whole(struct sw_arena *arena, struct sw_str text, bool *failed) {
	struct sw_diags diags = {.arena = arena};
	struct sw_yaml_stream stream = {0};
	sw_yaml_read(arena, 1, text, SW_DIALECT_COMPOSE, &stream, &diags);
	*failed = sw_diags_failed(&diags) || stream.n > 1;
	return *failed || !stream.n || stream.v[0].root->kind == SW_NODE_NULL ? NULL : stream.v[0].root;
}

/* As deep as a document may be (base/limits.h). The last line feed of a text in block form may be that of the file's end. */
static bool same(const struct sw_node *a, const struct sw_node *b) {
	bool equal = a->kind == b->kind && sw_str_eq(a->tag, b->tag);
	if (equal && a->kind != SW_NODE_LIST && a->kind != SW_NODE_MAP)
		return sw_str_eq(sw_str_trim(a->text), sw_str_trim(b->text));
	equal = equal && a->count == b->count;
	for (uint32_t i = 0; equal && i < a->count; i++)
		equal = a->kind == SW_NODE_LIST ? same(a->items[i], b->items[i])
			: sw_str_eq(a->members[i].key, b->members[i].key) && same(a->members[i].value, b->members[i].value);
	return equal;
}

static const struct sw_node no_entries = {.kind = SW_NODE_LIST};

/* The list under `key` (a null counts as an empty one), or NULL when something else stands there. */
static const struct sw_node *list_of(const struct sw_node *root, const char *key) {
	const struct sw_node *list = root ? sw_doc_get(root, key, SW_DIALECT_COMPOSE) : NULL;
	return !list || list->kind == SW_NODE_NULL ? &no_entries : list->kind == SW_NODE_LIST ? list : NULL;
}

/* Everything of old but the list, and the list's items, stand in the new tree as they did; then come the entries. */
static bool holds(struct sw_arena *arena, const struct sw_append *append, const struct sw_node *old, struct sw_str after) {
	bool failed;
	const struct sw_node *root = read_whole(arena, after, &failed), *list = list_of(root, append->list), *before = list_of(old, append->list);
	if (!root || root->kind != SW_NODE_MAP || !list || list->count != before->count + append->count)
		return false;
	for (uint32_t i = 0; i < before->count; i++)
		if (!same(before->items[i], list->items[i]))
			return false;
	for (size_t i = 0; i < append->count; i++) {
		const struct sw_node *entry = read_whole(arena, append->entries[i], &failed);
		if (!entry || !same(entry, list->items[before->count + i]))
			return false;
	}
	for (uint32_t i = 0; old && i < old->count; i++) {
		const struct sw_node *now = i < root->count ? root->members[i].value : NULL;
		if (!now || !sw_str_eq(old->members[i].key, root->members[i].key) || (!sw_str_is(old->members[i].key, append->list) && !same(old->members[i].value, now)))
			return false;
	}
	return true;
}

static size_t column_of(struct sw_str text, size_t at) {
	size_t start = at;
	while (start && text.p[start - 1] != '\n')
		start--;
	return at - start;
}

struct place {
	size_t at;      /* byte of the text */
	size_t indent;  /* of the dashes */
	bool with_key;  /* the list's key is missing */
	size_t key_indent;
};

static struct sw_str insert(struct sw_arena *arena, const struct sw_append *append, const struct place *place) {
	struct sw_str text = append->before;
	size_t feed = sw_str_find_byte(text, '\n');
	const char *end = feed != SW_NPOS && feed && text.p[feed - 1] == '\r' ? "\r\n" : "\n";
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	sw_out_str(&out, sw_str_sub(text, 0, place->at));
	if (place->at && text.p[place->at - 1] != '\n')
		sw_out_z(&out, end);
	if (place->with_key)
		sw_out_printf(&out, "%*s%s:%s", (int)place->key_indent, "", append->list, end);
	for (size_t i = 0; i < append->count; i++) {
		struct sw_str rest = append->entries[i], line;
		for (bool first = true; rest.n && sw_str_split(&rest, '\n', &line); first = false)
			sw_out_printf(&out, "%*s%s%.*s%s", (int)place->indent, "", first ? "- " : "  ", SW_ARG(line), end);
	}
	sw_out_str(&out, sw_str_from(text, place->at));
	return sw_arena_str(arena, sw_out_text(&out));
}

static size_t line_end(struct sw_str text, size_t at) {
	size_t feed = sw_str_find_byte(sw_str_from(text, at), '\n');
	return feed == SW_NPOS ? text.n : at + feed + 1;
}

/* Where the entries may go; `more` is a second place to try. */
static bool find_places(const struct sw_append *append, const struct sw_node *root, struct place places[2]) {
	const struct sw_member *member = sw_doc_member(root, sw_str_of(append->list), SW_DIALECT_COMPOSE);
	struct sw_str text = append->before;
	size_t key = column_of(text, root->count ? root->members[0].key_span.start : 0);
	if (key > 1000)
		return false;
	places[0] = places[1] = (struct place){.at = text.n, .indent = key + 2, .with_key = !member, .key_indent = key};
	if (!member)
		return true;
	if (member->value->kind == SW_NODE_NULL) {
		places[1].at = line_end(text, member->key_span.end);
		return true;
	}
	uint32_t start = member->value->span.start, end = member->value->span.end;
	if (!member->value->count || start >= text.n || text.p[start] != '-' || column_of(text, start) > 1000)
		return false;
	places[0].indent = places[1].indent = column_of(text, start);
	places[1].at = line_end(text, end ? end - 1 : 0);
	return true;
}

static struct sw_str new_text(struct sw_arena *arena, const struct sw_append *append) {
	struct sw_append fresh = *append;
	fresh.before = append->absent ? sw_arena_printf(arena, "%.*sversion: 1\n", SW_ARG(append->head)) : append->before;
	struct place place = {.at = fresh.before.n, .indent = 2, .with_key = true};
	return insert(arena, &fresh, &place);
}

int sw_append_entries(struct sw_arena *arena, const struct sw_append *append, struct sw_str *after, struct sw_err *err) {
	bool failed = false;
	const struct sw_node *root = append->absent ? NULL : read_whole(arena, append->before, &failed);
	struct place places[2];
	if (failed)
		return sw_err_set(err, 0, "it cannot be read as YAML, so nothing is added to it");
	if (root && (root->kind != SW_NODE_MAP || !list_of(root, append->list)))
		return sw_err_set(err, 0, "it holds no list under %s, so nothing is added to it", append->list);
	if (!root) {
		*after = new_text(arena, append);
		if (holds(arena, append, NULL, *after))
			return 0;
	} else if (find_places(append, root, places)) {
		for (int i = 0; i < 2; i++) {
			*after = insert(arena, append, &places[i]);
			if (holds(arena, append, root, *after))
				return 0;
		}
	}
	return sw_err_set(err, 0, "its list is written in a form that no entry can be added to: write `%s:` and one entry a line, each behind a dash", append->list);
}

int sw_append_propose(struct sw_arena *arena, const struct sw_append *append, const char *path, const char *shown, int fd) {
	struct sw_str after;
	struct sw_err err;
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, fd);
	if (sw_append_entries(arena, append, &after, &err) < 0) {
		sw_say("%s: %s", shown, err.text);
		return -1;
	}
	if (append->absent)
		sw_rewrite_put_new(&out, 0, sw_str_of(path), after);
	else
		sw_rewrite_put(&out, 0, sw_str_of(path), append->before, after);
	if (sw_out_flush(&out, &err) == 0)
		return 0;
	sw_say("%s", err.text);
	return -1;
}
