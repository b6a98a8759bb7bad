#include "readers/compose/load.h"
#include "readers/compose/paths.h"

/* So much of scalars may be read, aliases and variables counted: enough for every honest file, and several copies of it
 * fit under the cap of a fact set. */
enum { BUDGET_BYTES = 4 << 20, BUDGET_TIMES = 4 };

static void use_context(struct sw_compose_reader *r, uint32_t source, const struct sw_compose_context *context) {
	size_t place = source - r->set->sources.base;
	while (r->contexts.n <= place)
		(void)sw_push(r->arena, &r->contexts);
	r->contexts.v[place] = context;
}

void sw_compose_start(struct sw_compose_reader *r, struct sw_factset *set, struct sw_str text, const struct sw_compose_files *files) {
	*r = (struct sw_compose_reader){.set = set, .arena = &set->arena, .diags = &set->diags, .files = files};
	set->kind = SW_ARTIFACT_COMPOSE;
	set->diags.arena = &set->arena;
	r->source = sw_source_add(r->arena, &set->sources, set->path, text);
	r->folder = sw_compose_path_folder(set->path);
	r->budget = BUDGET_BYTES + text.n * BUDGET_TIMES;
	r->main = SW_NEW(r->arena, struct sw_compose_context);
	r->main->scope.maps[1] = &r->project;
	use_context(r, r->source, r->main);
}

bool sw_compose_is_legacy(const struct sw_node *root) {
	uint32_t services = 0;
	if (sw_compose_get(root, "services"))
		return false;
	for (uint32_t i = 0; i < root->count; i++) {
		const struct sw_node *value = root->members[i].value;
		if (sw_str_starts(root->members[i].key, SW_S("x-")) || sw_str_is(root->members[i].key, "version"))
			continue;
		if (!sw_compose_get(value, "image") && !sw_compose_get(value, "build"))
			return false;
		services++;
	}
	return services > 0;
}

static void read_comments(struct sw_compose_reader *r, uint32_t source, struct sw_str text) {
	struct sw_yaml_comments comments = {0};
	sw_yaml_comments(r->arena, source, text, &comments);
	for (size_t i = 0; i < comments.n; i++)
		*sw_push(r->arena, &r->set->comments) = (struct sw_comment){
			.at = comments.v[i].span, .text = comments.v[i].text, .alone = comments.v[i].alone};
}

/* The documents of a text that are maps; what is none is only an error where nothing else is there. */
static struct sw_compose_document *read_documents(struct sw_compose_loading *l, const struct sw_compose_context *context,
						  struct sw_str path, uint32_t source, struct sw_str text) {
	struct sw_compose_reader *r = l->r;
	struct sw_yaml_stream stream = {0};
	struct sw_compose_document *first = NULL, **end = &first;
	read_comments(r, source, text);
	sw_yaml_read(r->arena, source, text, SW_DIALECT_COMPOSE, &stream, r->diags);
	for (size_t i = 0; i < stream.n; i++) {
		struct sw_node *root = stream.v[i].root;
		if (!sw_node_is(root, SW_NODE_MAP)) {
			if (root && root->kind != SW_NODE_NULL && stream.n > 1)
				sw_compose_wrong_type(r, root, "a document of a compose file", "a map");
			continue;
		}
		*end = SW_NEW(r->arena, struct sw_compose_document);
		**end = (struct sw_compose_document){.path = path, .context = context, .root = root};
		end = &(*end)->next;
	}
	return first;
}

static struct sw_str key_of(struct sw_compose_loading *l, const struct sw_compose_context *context, struct sw_str path) {
	return sw_arena_printf(l->r->arena, "%p %.*s", (const void *)context, SW_ARG(path));
}

static uint32_t add_source(struct sw_compose_loading *l, struct sw_str path, struct sw_span at, struct sw_str *text) {
	struct sw_compose_reader *r = l->r;
	bool asked = r->files && r->files->read && path.n && path.p[0] != '/' && path.p[0] != '~';
	if (!asked || r->files->read(r->files->ctx, r->arena, path, text) < 0 || text->n >= UINT32_MAX) {
		sw_compose_diag(r, SW_DIAG_ERROR, "compose-file-missing", at,
				"the compose file \"%.*s\" is not there, or outside of what is scanned: what it says is not known",
				SW_ARG(path));
		return 0;
	}
	if (!text->p)
		*text = SW_S("");
	l->bytes += text->n;
	uint32_t source = l->count >= SW_LIMIT_COMPOSE_FILES || l->bytes > SW_LIMIT_FILE_BYTES ? 0
		: sw_source_add(r->arena, &r->set->sources, sw_compose_path_join(r->arena, r->folder, path), *text);
	if (!source)
		sw_compose_diag(r, SW_DIAG_ERROR, "compose-too-many-files", at, "too many compose files, or too large: \"%.*s\" is not read",
				SW_ARG(path));
	return source;
}

struct sw_compose_document *sw_compose_document_open(struct sw_compose_loading *l, const struct sw_compose_context *context,
						     struct sw_str path, struct sw_span at) {
	struct sw_compose_reader *r = l->r;
	struct sw_str key = key_of(l, context, path), text = {0};
	struct sw_compose_document *document = sw_map_get(&l->files, key);
	if (document)
		return document;
	uint32_t source = add_source(l, path, at, &text);
	if (!source)
		return NULL;
	l->count++;
	r->budget += text.n * BUDGET_TIMES;
	use_context(r, source, context);
	document = read_documents(l, context, path, source, text);
	if (!document)
		sw_compose_diag(r, SW_DIAG_ERROR, "compose-no-services", (struct sw_span){source, 0, 0},
				"this is no compose file: a map with services: is expected");
	else
		sw_map_put(r->arena, &l->files, key, document);
	return document;
}

void sw_compose_part_read(struct sw_compose_reader *r, struct sw_str path, struct sw_str service, struct sw_span at) {
	sw_compose_name(r, &r->parts, sw_compose_path_join(r->arena, r->folder, path), service, true, at);
}

/* Lays the documents of one file over the model so far. */
static struct sw_node *add_documents(struct sw_compose_loading *l, struct sw_node *model, struct sw_compose_document *document,
				     unsigned depth) {
	for (; document; document = document->next) {
		struct sw_node *root = sw_compose_extend(l, document, model);
		root = sw_compose_include(l, document->context, root, depth);
		bool legacy = model && sw_compose_is_legacy(model);
		model = sw_compose_merge(l->r, legacy ? "services" : "", model, root);
	}
	return model;
}

struct sw_node *sw_compose_model(struct sw_compose_loading *l, const struct sw_compose_context *context, const struct sw_compose_names *paths,
				 unsigned depth) {
	struct sw_node *model = NULL;
	for (size_t i = 0; i < paths->n; i++) {
		struct sw_compose_document *document = sw_compose_document_open(l, context, paths->v[i].name, paths->v[i].at);
		l->including[depth] = paths->v[i].name;
		model = add_documents(l, model, document, depth);
	}
	return model;
}

struct sw_node *sw_compose_load(struct sw_compose_reader *r, struct sw_str text) {
	struct sw_compose_loading loading = {.r = r, .count = 1, .bytes = text.n}, *l = &loading;
	struct sw_str path = sw_str_basename(r->set->path);
	struct sw_dotenv *env = SW_NEW(r->arena, struct sw_dotenv);
	struct sw_compose_names files = {0};
	struct sw_span start = {r->source, 0, 0};
	struct sw_compose_document *document = read_documents(l, r->main, path, r->source, text);
	if (!document)
		return NULL;
	sw_compose_read_dotenv(r, SW_S(".env"), &(struct sw_compose_scope){0}, env);
	r->main->scope.maps[0] = &env->vars;
	sw_map_put(r->arena, &l->files, key_of(l, r->main, path), document);
	sw_compose_name(r, &files, path, (struct sw_str){0}, true, start);
	for (size_t i = 0; r->files && i < r->files->over_count; i++)
		sw_compose_name(r, &files, sw_compose_path_clean(r->arena, r->files->over[i]), (struct sw_str){0}, true, start);
	return sw_compose_model(l, r->main, &files, 0);
}
