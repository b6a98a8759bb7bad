/* include: of the top level: other compose files with a project folder and variables of their own, whose resources become
 * part of this one. Called for each document before it is merged with others. */
#include "readers/compose/load.h"
#include "readers/compose/paths.h"

/* What an entry and a node that is compared cost of the reader's budget. */
enum { INCLUDE_COST = 256, IMPORT_COST = 16 };

/* One entry of the list. */
struct entry {
	const struct sw_node *path, *folder, *env_file; /* may be NULL */
	struct sw_span at;
};

static void record(struct sw_compose_loading *l, const struct sw_compose_scalar *path) {
	sw_compose_name(l->r, &l->r->unseen, path->text, (struct sw_str){0}, path->known, path->at);
}

static bool is_open(struct sw_compose_loading *l, struct sw_str path, unsigned depth) {
	for (unsigned i = 0; i <= depth; i++)
		if (sw_str_eq(l->including[i], path))
			return true;
	return false;
}

/* The paths of an entry that can be followed; those that cannot are recorded, what can be read of an entry is read. */
static void paths_of(struct sw_compose_loading *l, const struct entry *entry, struct sw_compose_names *paths, unsigned depth) {
	struct sw_compose_reader *r = l->r;
	struct sw_compose_scalars list = sw_compose_list(r, entry->path, true, "include");
	for (size_t i = 0; i < list.n; i++) {
		struct sw_compose_scalar *path = &list.v[i];
		struct sw_str clean = sw_compose_rebase(r, path->node, path->text);
		bool circle = is_open(l, clean, depth);
		if (circle || depth >= SW_LIMIT_COMPOSE_DEPTH)
			sw_compose_diag(r, SW_DIAG_ERROR, "compose-include-cycle", path->at, "%s",
					circle ? "files include each other in a circle: Compose refuses this"
					       : "too many files include each other: this one is not read");
		if (path->known && !sw_compose_is_remote(path->text) && !circle && depth < SW_LIMIT_COMPOSE_DEPTH) {
			sw_compose_name(r, paths, clean, path->text, true, path->at);
			continue;
		}
		record(l, path);
	}
}

/* Variables that the included files know: those of whoever includes them first, then their own .env or env_file. */
static void add_variables(struct sw_compose_loading *l, struct sw_compose_context *context, const struct entry *entry) {
	struct sw_compose_reader *r = l->r;
	struct sw_compose_scalars list = sw_compose_list(r, entry->env_file, true, "env_file");
	struct sw_dotenv *env = SW_NEW(r->arena, struct sw_dotenv);
	context->scope.maps[0] = &env->vars;
	if (!entry->env_file)
		sw_compose_read_dotenv(r, sw_compose_path_join(r->arena, context->prefix, SW_S(".env")), &context->scope, env);
	for (size_t i = 0; i < list.n; i++)
		if (!list.v[i].known ||
		    !sw_compose_read_dotenv(r, sw_compose_rebase(r, list.v[i].node, list.v[i].text), &context->scope, env))
			sw_compose_diag(r, SW_DIAG_NOTE, "compose-env-file-missing", list.v[i].at,
					"env_file \"%.*s\" was not found: the variables it sets are not known", SW_ARG(list.v[i].text));
}

/* One for each project folder and list of files of variables, so that a file which is included twice is read once. */
static const struct sw_compose_context *context_of(struct sw_compose_loading *l, const struct sw_compose_context *outer,
						   const struct entry *entry, struct sw_str first) {
	struct sw_compose_reader *r = l->r;
	struct sw_str folder = sw_compose_peek(r, entry->folder);
	struct sw_str prefix = folder.n ? sw_compose_rebase(r, entry->folder, folder) : sw_compose_path_folder(first);
	struct sw_str key = sw_arena_printf(r->arena, "include %p %u %u %.*s", (const void *)outer,
					    entry->env_file ? entry->env_file->span.source : 0,
					    entry->env_file ? entry->env_file->span.start : 0, SW_ARG(prefix));
	struct sw_compose_context *context = sw_map_get(&l->contexts, key);
	if (context)
		return context;
	context = SW_NEW(r->arena, struct sw_compose_context);
	context->prefix = sw_str_is(prefix, ".") ? (struct sw_str){0} : prefix;
	context->scope.outer = &outer->scope;
	context->scope.blank = outer->scope.blank;
	sw_map_put(r->arena, &l->contexts, key, context);
	add_variables(l, context, entry);
	return context;
}

/* The same content, wherever it is written. */
static bool equal(struct sw_compose_reader *r, const struct sw_node *a, const struct sw_node *b) {
	if (a == b)
		return true;
	if (!sw_compose_spend(r, 1, a->span) || a->kind != b->kind || a->count != b->count || !sw_str_eq(a->text, b->text))
		return false;
	for (uint32_t i = 0; a->kind >= SW_NODE_LIST && i < a->count; i++) {
		if (a->kind == SW_NODE_LIST ? !equal(r, a->items[i], b->items[i])
					    : !sw_str_eq(a->members[i].key, b->members[i].key) || !equal(r, a->members[i].value, b->members[i].value))
			return false;
	}
	return true;
}

/* The resources of one kind that `from` has and `root` has not; what both have must be the same. */
static struct sw_node *import(struct sw_compose_loading *l, struct sw_node *root, const struct sw_node *from, const char *kind,
			      struct sw_str path) {
	struct sw_compose_reader *r = l->r;
	const struct sw_member *held = sw_doc_member(root, sw_str_of(kind), SW_DIALECT_COMPOSE);
	const struct sw_member *given = sw_doc_member(from, sw_str_of(kind), SW_DIALECT_COMPOSE);
	if (!given || given->value->kind != SW_NODE_MAP)
		return root;
	if (!held || held->value->kind != SW_NODE_MAP)
		return sw_compose_with(r, root, given);
	SW_VEC(struct sw_member) all = {0};
	struct sw_compose_members own = sw_compose_held(r, held->value), other = sw_compose_held(r, given->value);
	struct sw_map names = {0};
	for (size_t i = 0; i < own.n; i++) {
		*sw_push(r->arena, &all) = *own.v[i];
		sw_map_put(r->arena, &names, own.v[i]->key, own.v[i]->value);
	}
	for (size_t i = 0; i < other.n; i++) {
		const struct sw_node *same = sw_map_get(&names, other.v[i]->key);
		if (!sw_compose_spend(r, IMPORT_COST, other.v[i]->key_span))
			break;
		if (!same)
			*sw_push(r->arena, &all) = *other.v[i];
		else if (!equal(r, same, other.v[i]->value))
			sw_compose_diag(r, SW_DIAG_ERROR, "compose-include-conflict", other.v[i]->key_span,
					"%s: \"%.*s\" of the included file %.*s is also in what includes it: Compose refuses this, the included one is left out",
					kind, SW_ARG(other.v[i]->key), SW_ARG(path));
	}
	struct sw_node *map = SW_NEW(r->arena, struct sw_node);
	*map = *held->value;
	map->members = all.v;
	map->count = (uint32_t)all.n;
	return sw_compose_with(r, root, &(struct sw_member){.key = held->key, .key_span = held->key_span, .value = map});
}

static struct sw_node *follow(struct sw_compose_loading *l, const struct sw_compose_context *outer, struct sw_node *root,
			      const struct entry *entry, unsigned depth) {
	static const char *const kinds[] = {"services", "networks", "volumes", "secrets", "configs", "models"};
	struct sw_compose_names paths = {0};
	paths_of(l, entry, &paths, depth);
	if (!paths.n || !sw_compose_spend(l->r, INCLUDE_COST, entry->at))
		return root;
	const struct sw_compose_context *context = context_of(l, outer, entry, paths.v[0].name);
	for (size_t i = 0; i < paths.n; i++)
		if (sw_compose_document_open(l, context, paths.v[i].name, paths.v[i].at))
			sw_compose_part_read(l->r, paths.v[i].name, (struct sw_str){0}, paths.v[i].at);
		else
			sw_compose_name(l->r, &l->r->unseen, paths.v[i].value, (struct sw_str){0}, true, paths.v[i].at);
	struct sw_node *model = sw_compose_model(l, context, &paths, depth + 1);
	for (size_t i = 0; model && i < sizeof kinds / sizeof *kinds; i++)
		root = import(l, root, model, kinds[i], paths.v[0].name);
	return root;
}

struct sw_node *sw_compose_include(struct sw_compose_loading *l, const struct sw_compose_context *context, struct sw_node *root, unsigned depth) {
	const struct sw_node *list = sw_compose_get(root, "include");
	if (!list)
		return root;
	root = sw_compose_without(l->r, root, "include");
	if (list->kind != SW_NODE_LIST) {
		if (list->kind != SW_NODE_NULL)
			sw_compose_wrong_type(l->r, list, "include", "a list");
		return root;
	}
	for (uint32_t i = 0; i < list->count; i++) {
		const struct sw_node *item = list->items[i];
		struct entry entry = {.path = item, .at = item->span};
		if (item->kind == SW_NODE_MAP)
			entry = (struct entry){.path = sw_compose_get(item, "path"), .folder = sw_compose_get(item, "project_directory"),
					       .env_file = sw_compose_get(item, "env_file"), .at = item->span};
		root = follow(l, context, root, &entry, depth);
	}
	return root;
}
