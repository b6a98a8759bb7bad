/* How the parts of the compose reader take scalars, lists and pairs from the document tree. */
#include "readers/compose/reader.h"
#include "base/limits.h"
#include "readers/compose/paths.h"
#include "secrets/find.h"

enum { MESSAGE_BYTES = 300 };

/* One line that shows no secret and is not too long, whatever the input put into it. */
static struct sw_str for_people(struct sw_arena *arena, struct sw_str message) {
	struct sw_str masked = sw_secret_mask(arena, message);
	size_t n = masked.n < MESSAGE_BYTES ? masked.n : MESSAGE_BYTES;
	while (n < masked.n && n && ((unsigned char)masked.p[n] & 0xc0) == 0x80)
		n--;
	char *line = sw_arena_alloc(arena, n + 1);
	for (size_t i = 0; i < n; i++)
		line[i] = (unsigned char)masked.p[i] < ' ' || masked.p[i] == 0x7f ? ' ' : masked.p[i];
	return sw_str(line, n);
}

void sw_compose_diag(struct sw_compose_reader *r, enum sw_diag_level level, const char *code, struct sw_span at,
		     const char *format, ...) {
	if (r->diags->n >= SW_LIMIT_DIAGNOSTICS) {
		sw_diag_add(r->diags, level, code, at, "one too many"); /* only counted */
		return;
	}
	struct sw_str key = sw_arena_printf(r->arena, "%s %u %u", code, at.source, at.start);
	if (sw_map_put(r->arena, &r->seen_diags, key, r))
		return;
	va_list args;
	va_start(args, format);
	struct sw_str message = sw_arena_vprintf(r->arena, format, args);
	va_end(args);
	message = for_people(r->arena, message);
	sw_diag_add(r->diags, level, code, at, "%.*s", SW_ARG(message));
}

bool sw_compose_wrong_type(struct sw_compose_reader *r, const struct sw_node *node, const char *what,
			   const char *expected) {
	static const char *const kinds[] = {
		[SW_NODE_NULL] = "nothing",     [SW_NODE_BOOL] = "a boolean", [SW_NODE_INT] = "a number",
		[SW_NODE_FLOAT] = "a number",   [SW_NODE_STRING] = "a string", [SW_NODE_LIST] = "a list",
		[SW_NODE_MAP] = "a map",
	};
	sw_compose_diag(r, SW_DIAG_WARNING, "compose-wrong-type", node->span, "%s: %s is expected, this is %s", what,
			expected, kinds[node->kind]);
	return false;
}

static bool is_reset(const struct sw_node *node) {
	return sw_str_is(node->tag, "!reset");
}

struct sw_compose_members sw_compose_held(struct sw_compose_reader *r, const struct sw_node *node) {
	struct sw_compose_members members = {0};
	if (!sw_node_is(node, SW_NODE_MAP))
		return members;
	struct sw_map holding = {0};
	for (uint32_t i = 0; i < node->count; i++) {
		struct sw_member *member = &node->members[i], *held = sw_map_get(&holding, member->key);
		if (!held || !member->merged)
			sw_map_put(r->arena, &holding, member->key, member);
	}
	for (uint32_t i = 0; i < node->count; i++) {
		struct sw_member *member = &node->members[i];
		if (sw_map_get(&holding, member->key) == member)
			*sw_push(r->arena, &members) = member;
	}
	return members;
}

struct sw_compose_members sw_compose_members(struct sw_compose_reader *r, const struct sw_node *node, const char *what) {
	struct sw_compose_members members = sw_compose_held(r, node);
	if (node && node->kind != SW_NODE_NULL && node->kind != SW_NODE_MAP)
		sw_compose_wrong_type(r, node, what, "a map");
	size_t left = 0;
	for (size_t i = 0; i < members.n; i++)
		if (!is_reset(members.v[i]->value))
			members.v[left++] = members.v[i];
	members.n = left;
	return members;
}

const struct sw_node *sw_compose_get(const struct sw_node *map, const char *key) {
	const struct sw_node *value = sw_doc_get(map, key, SW_DIALECT_COMPOSE);
	return value && !is_reset(value) ? value : NULL;
}

/* Aliases can make a small file say a long scalar a million times; reading them all would not be linear. */
bool sw_compose_spend(struct sw_compose_reader *r, size_t n, struct sw_span at) {
	if (n <= r->budget) {
		r->budget -= n;
		return true;
	}
	r->budget = 0;
	if (!r->exhausted)
		sw_compose_diag(r, SW_DIAG_ERROR, "compose-too-large", at,
				"aliases and variables make this file too large: values from here on are not read");
	r->exhausted = true;
	return false;
}

const struct sw_compose_context *sw_compose_context(const struct sw_compose_reader *r, const struct sw_node *node) {
	size_t place = node ? node->span.source - r->set->sources.base : 0;
	const struct sw_compose_context *context = place < r->contexts.n ? r->contexts.v[place] : NULL;
	return context ? context : r->main;
}

struct sw_str sw_compose_rebase(struct sw_compose_reader *r, const struct sw_node *node, struct sw_str path) {
	struct sw_str prefix = sw_compose_context(r, node)->prefix;
	return sw_str_starts(path, SW_S("~")) ? path : sw_compose_path_join(r->arena, prefix, path);
}

struct sw_str sw_compose_peek(struct sw_compose_reader *r, const struct sw_node *node) {
	if (!sw_node_is_scalar(node) || !sw_compose_spend(r, node->text.n, node->span))
		return (struct sw_str){0};
	return sw_compose_expand(r->arena, &sw_compose_context(r, node)->scope, node->text, &r->budget).text;
}

static void report_expansion(struct sw_compose_reader *r, const struct sw_node *node,
			     const struct sw_compose_expansion *expansion) {
	if (expansion->malformed)
		sw_compose_diag(r, SW_DIAG_WARNING, "compose-variable", node->span,
				"a dollar sign that starts no variable: Compose refuses it, $$ stands for the sign itself");
	if (expansion->too_long)
		sw_compose_diag(r, SW_DIAG_ERROR, "compose-variable", node->span,
				"variables are nested too deeply or become too long: the value is not read");
}

bool sw_compose_scalar(struct sw_compose_reader *r, const struct sw_node *node, const char *what,
		       struct sw_compose_scalar *scalar) {
	*scalar = (struct sw_compose_scalar){.node = node};
	if (!sw_node_is_scalar(node))
		return node ? sw_compose_wrong_type(r, node, what, "a single value") : false;
	scalar->at = node->span;
	if (!sw_compose_spend(r, node->text.n, node->span))
		return false;
	struct sw_compose_expansion expansion = sw_compose_expand(r->arena, &sw_compose_context(r, node)->scope, node->text, &r->budget);
	report_expansion(r, node, &expansion);
	scalar->text = expansion.text;
	scalar->known = expansion.known;
	scalar->defaulted = expansion.defaulted;
	scalar->literal = expansion.literal;
	return true;
}

bool sw_compose_find(struct sw_compose_reader *r, const struct sw_node *map, const char *key,
		     struct sw_compose_scalar *scalar) {
	const struct sw_node *node = sw_compose_get(map, key);
	return node && node->kind != SW_NODE_NULL && sw_compose_scalar(r, node, key, scalar);
}

struct sw_str sw_compose_find_text(struct sw_compose_reader *r, const struct sw_node *map, const char *key, bool *known) {
	struct sw_compose_scalar scalar;
	if (!sw_compose_find(r, map, key, &scalar))
		return (struct sw_str){0};
	*known &= scalar.known;
	return scalar.text;
}

static bool is_listed(struct sw_str key, const char *const *list) {
	for (; *list; list++)
		if (sw_str_is(key, *list))
			return true;
	return false;
}

void sw_compose_note_unknown(struct sw_compose_reader *r, const struct sw_node *map, const char *what,
			     const char *const *known) {
	for (uint32_t i = 0; i < map->count; i++) {
		const struct sw_member *member = &map->members[i];
		if (!sw_str_starts(member->key, SW_S("x-")) && !is_listed(member->key, known))
			sw_compose_diag(r, SW_DIAG_NOTE, "compose-unknown-key", member->key_span, "%s has no key \"%.*s\"",
					what, SW_ARG(sw_str_sub(member->key, 0, 100)));
	}
}

struct sw_span sw_compose_inner(const struct sw_compose_reader *r, const struct sw_compose_scalar *scalar) {
	struct sw_span at = scalar->at;
	enum sw_node_style style = scalar->node->style;
	if ((style == SW_STYLE_SINGLE || style == SW_STYLE_DOUBLE) && at.end - at.start >= 2) {
		struct sw_str written = sw_span_text(&r->set->sources, at);
		if (written.n >= 2 && (written.p[0] == '"' || written.p[0] == '\'')) {
			at.start++;
			at.end--;
		}
	}
	return at;
}

struct sw_span sw_compose_part(const struct sw_compose_reader *r, const struct sw_compose_scalar *scalar, size_t from) {
	struct sw_span at = sw_compose_inner(r, scalar);
	if (from > scalar->node->text.n || !sw_str_eq(sw_span_text(&r->set->sources, at), scalar->node->text))
		return scalar->at;
	at.start += (uint32_t)from;
	return at;
}

enum sw_tri sw_compose_bool(struct sw_compose_reader *r, const struct sw_node *node, const char *what) {
	static const char *const yes[] = {"true", "y", "yes", "on"}, *const no[] = {"false", "n", "no", "off"};
	struct sw_compose_scalar scalar;
	if (!node || node->kind == SW_NODE_NULL || !sw_compose_scalar(r, node, what, &scalar) || !scalar.known)
		return SW_UNKNOWN;
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
		if (sw_str_is_nocase(scalar.text, yes[i]))
			return SW_YES;
		if (sw_str_is_nocase(scalar.text, no[i]))
			return SW_NO;
	}
	sw_compose_wrong_type(r, node, what, "true or false");
	return SW_UNKNOWN;
}

struct sw_compose_scalars sw_compose_list(struct sw_compose_reader *r, const struct sw_node *node, bool single,
					  const char *what) {
	struct sw_compose_scalars scalars = {0};
	struct sw_compose_scalar scalar;
	if (!node || node->kind == SW_NODE_NULL)
		return scalars;
	if (node->kind != SW_NODE_LIST) {
		if (!single || !sw_node_is_scalar(node))
			sw_compose_wrong_type(r, node, what, single ? "a list, or a single value," : "a list");
		else if (sw_compose_scalar(r, node, what, &scalar))
			*sw_push(r->arena, &scalars) = scalar;
		return scalars;
	}
	for (uint32_t i = 0; i < node->count; i++)
		if (sw_compose_scalar(r, node->items[i], what, &scalar))
			*sw_push(r->arena, &scalars) = scalar;
	return scalars;
}

struct sw_span sw_compose_member_span(const struct sw_member *member) {
	return sw_span_join(member->key_span, member->value->alias.source && !member->merged ? member->value->alias
											      : member->value->span);
}

static void pair_of_member(struct sw_compose_reader *r, const struct sw_member *member, const char *what,
			   struct sw_compose_pairs *pairs) {
	struct sw_compose_pair pair = {.name = member->key, .merged = member->merged};
	pair.at = sw_compose_member_span(member);
	pair.value_at = member->value->span;
	if (member->value->kind != SW_NODE_NULL) {
		if (!sw_compose_scalar(r, member->value, what, &pair.value))
			return;
		pair.has_value = true;
	}
	*sw_push(r->arena, pairs) = pair;
}

/* The first one outside ${…}. */
static size_t equals_sign(struct sw_str text) {
	struct sw_str rest = text, name;
	bool found = sw_compose_cut(&rest, '=', &name) && rest.p;
	return found ? name.n : SW_NPOS;
}

static void pair_of_item(struct sw_compose_reader *r, const struct sw_node *item, const char *what,
			 struct sw_compose_pairs *pairs) {
	struct sw_compose_pair pair = {0};
	if (!sw_compose_scalar(r, item, what, &pair.value))
		return;
	size_t equals = equals_sign(pair.value.text), written = equals_sign(item->text);
	pair.has_value = equals != SW_NPOS;
	pair.at = item->span;
	pair.name = sw_str_sub(pair.value.text, 0, equals);
	pair.value_at = pair.has_value && written != SW_NPOS ? sw_compose_part(r, &pair.value, written + 1) : item->span;
	pair.value.text = pair.has_value ? sw_str_from(pair.value.text, equals + 1) : (struct sw_str){0};
	*sw_push(r->arena, pairs) = pair;
}

struct sw_compose_pairs sw_compose_pairs(struct sw_compose_reader *r, const struct sw_node *node, const char *what) {
	struct sw_compose_pairs pairs = {0};
	if (!node || node->kind == SW_NODE_NULL)
		return pairs;
	if (node->kind == SW_NODE_LIST) {
		for (uint32_t i = 0; i < node->count; i++) {
			if (sw_compose_is_pair(node->items[i]))
				pair_of_member(r, &node->items[i]->members[0], what, &pairs);
			else
				pair_of_item(r, node->items[i], what, &pairs);
		}
	} else if (node->kind == SW_NODE_MAP) {
		struct sw_compose_members members = sw_compose_members(r, node, what);
		for (size_t i = 0; i < members.n; i++)
			pair_of_member(r, members.v[i], what, &pairs);
	} else {
		sw_compose_wrong_type(r, node, what, "a map, or a list of NAME=VALUE,");
	}
	return pairs;
}

bool sw_compose_cut(struct sw_str *rest, char sep, struct sw_str *part) {
	if (!rest->p)
		return false;
	size_t depth = 0, i = 0;
	for (; i < rest->n; i++) {
		char c = rest->p[i];
		if (c == '$' && i + 1 < rest->n && rest->p[i + 1] == '{') {
			depth++;
			i++;
		} else if (c == '}' && depth) {
			depth--;
		} else if (c == sep && !depth) {
			break;
		}
	}
	*part = sw_str_sub(*rest, 0, i);
	*rest = i < rest->n ? sw_str_from(*rest, i + 1) : (struct sw_str){0};
	return true;
}
