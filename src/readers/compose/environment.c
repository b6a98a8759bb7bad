/* environment: and env_file: of a service, and the project's .env. What `environment` says replaces what files say; a
 * later file replaces an earlier one. */
#include "readers/compose/dotenv.h"
#include "readers/compose/parts.h"
#include "readers/compose/paths.h"
#include "secrets/find.h"

struct sw_compose_file *sw_compose_open(struct sw_compose_reader *r, struct sw_str path) {
	struct sw_str clean = sw_compose_path_clean(r->arena, path);
	struct sw_compose_file *file = sw_map_get(&r->env_files, clean);
	if (!file) {
		file = SW_NEW(r->arena, struct sw_compose_file);
		sw_map_put(r->arena, &r->env_files, clean, file);
		bool asked = r->files && r->files->read && clean.p[0] != '/' && clean.p[0] != '~';
		if (asked && r->files->read(r->files->ctx, r->arena, clean, &file->text) == 0 && file->text.n < UINT32_MAX)
			file->source = sw_source_add(r->arena, &r->set->sources, sw_compose_path_join(r->arena, r->folder, clean),
						     file->text);
	}
	return file->source ? file : NULL;
}

/* Diagnostics of a file's lines are given once, not for each service that names it. */
static void read_lines(struct sw_compose_reader *r, struct sw_compose_file *file, const struct sw_compose_scope *scope,
		       bool raw, struct sw_dotenv *env) {
	struct sw_diags unwanted = {.arena = r->arena};
	if (!sw_compose_spend(r, file->text.n, (struct sw_span){file->source, 0, 0}))
		return;
	sw_dotenv_read(r->arena, file->source, file->text, scope, raw, &r->budget, env, file->parsed ? &unwanted : r->diags);
	for (size_t i = 0; i < env->n && !file->parsed; i++)
		if (env->v[i].has_value)
			sw_compose_suspect(r, env->v[i].name, env->v[i].value, env->v[i].value_at, false);
	file->parsed = true;
}

bool sw_compose_read_dotenv(struct sw_compose_reader *r, struct sw_str path, const struct sw_compose_scope *scope,
			    struct sw_dotenv *env) {
	struct sw_compose_file *file = sw_compose_open(r, path);
	if (file)
		read_lines(r, file, scope, false, env);
	return file != NULL;
}

/* The workload's entry called `name`: index + 1 in `seen`, so that it can be replaced. */
static struct sw_env *entry_of(struct sw_compose_reader *r, struct sw_workload *w, struct sw_map *seen,
			       struct sw_str name) {
	uintptr_t index = (uintptr_t)sw_map_get(seen, name);
	if (index)
		return &w->env.v[index - 1];
	struct sw_env *entry = sw_push(r->arena, &w->env);
	sw_map_put(r->arena, seen, name, (void *)(uintptr_t)w->env.n);
	return entry;
}

static bool names_credential(struct sw_str name) {
	return sw_secret_name_class(name) == SW_SECRET_NAME_CREDENTIAL;
}

static void pass_on(const struct sw_compose_context *context, struct sw_env *entry) {
	const struct sw_compose_var *var = sw_compose_var_of(&context->scope, entry->name);
	entry->origin = SW_ENV_PASSED;
	entry->value = var ? var->value : (struct sw_str){0};
	entry->known = var && var->known;
}

static const struct sw_compose_context *context_at(const struct sw_compose_reader *r, struct sw_span at) {
	return sw_compose_context(r, &(struct sw_node){.span = at});
}

void sw_compose_read_environment(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	struct sw_compose_pairs pairs = sw_compose_pairs(r, member->value, "environment");
	struct sw_map seen = {0};
	for (size_t i = 0; i < pairs.n; i++) {
		const struct sw_compose_pair *pair = &pairs.v[i];
		struct sw_env *entry = entry_of(r, w, &seen, pair->name);
		*entry = (struct sw_env){.name = pair->name, .credential_name = names_credential(pair->name), .at = pair->at,
					 .value_at = pair->value_at};
		if (pair->has_value) {
			entry->value = pair->value.text;
			entry->known = pair->value.known;
			entry->origin = pair->value.literal ? SW_ENV_LITERAL : SW_ENV_INTERPOLATED;
			sw_compose_suspect_pair(r, pair);
		} else {
			pass_on(context_at(r, pair->at), entry);
		}
	}
}

/* Whether a place is in a compose file, and not in a file of variables. */
static bool in_compose(const struct sw_compose_reader *r, struct sw_span at) {
	size_t place = at.source - r->set->sources.base;
	return place < r->contexts.n && r->contexts.v[place];
}

static void add_file_entry(struct sw_compose_reader *r, struct sw_workload *w, struct sw_map *seen,
			   const struct sw_dotenv_entry *line, const struct sw_compose_context *context) {
	uintptr_t index = (uintptr_t)sw_map_get(seen, line->name);
	if (index && in_compose(r, w->env.v[index - 1].at))
		return; /* `environment` of the compose file wins */
	struct sw_env *entry = entry_of(r, w, seen, line->name);
	*entry = (struct sw_env){.name = line->name, .value = line->value, .known = line->known,
				 .credential_name = names_credential(line->name), .origin = SW_ENV_FILE, .at = line->at,
				 .value_at = line->value_at};
	if (!line->has_value)
		pass_on(context, entry);
}

/* What variables in an env_file may refer to besides .env: the service's own environment. */
static const struct sw_map *environment_scope(struct sw_compose_reader *r, const struct sw_workload *w,
					      struct sw_map *seen) {
	struct sw_map *vars = SW_NEW(r->arena, struct sw_map);
	for (size_t i = 0; i < w->env.n; i++) {
		const struct sw_env *entry = &w->env.v[i];
		sw_map_put(r->arena, seen, entry->name, (void *)(uintptr_t)(i + 1));
		if (entry->origin == SW_ENV_PASSED && !entry->known)
			continue;
		struct sw_compose_var *var = SW_NEW(r->arena, struct sw_compose_var);
		*var = (struct sw_compose_var){.value = entry->value, .known = entry->known};
		sw_map_put(r->arena, vars, entry->name, var);
	}
	return vars;
}

struct env_file {
	struct sw_compose_scalar path;
	bool required, raw;
};

static bool take_entry(struct sw_compose_reader *r, const struct sw_node *item, struct env_file *file) {
	*file = (struct env_file){.required = true};
	if (item->kind != SW_NODE_MAP)
		return sw_compose_scalar(r, item, "env_file", &file->path);
	bool known = true;
	file->required = sw_compose_bool(r, sw_compose_get(item, "required"), "required") != SW_NO;
	file->raw = sw_str_is(sw_compose_find_text(r, item, "format", &known), "raw");
	if (!sw_compose_get(item, "path"))
		return sw_compose_wrong_type(r, item, "env_file", "path:");
	return sw_compose_find(r, item, "path", &file->path);
}

static void read_env_file(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_node *item,
			  const struct sw_map *own, struct sw_map *seen) {
	struct env_file named;
	if (!take_entry(r, item, &named))
		return;
	struct sw_compose_file *file = named.path.known && named.path.text.n
		? sw_compose_open(r, sw_compose_rebase(r, named.path.node, named.path.text)) : NULL;
	const struct sw_compose_context *context = sw_compose_context(r, named.path.node);
	sw_compose_name(r, &w->env_files, named.path.text, (struct sw_str){0}, file != NULL, named.path.at);
	if (!file) {
		if (named.required)
			sw_compose_diag(r, SW_DIAG_NOTE, "compose-env-file-missing", named.path.at,
					"env_file \"%.*s\" was not found: the variables it sets are not known",
					SW_ARG(named.path.text));
		return;
	}
	struct sw_dotenv env = {0};
	struct sw_compose_scope scope = {.outer = &context->scope, .blank = context->scope.blank, .maps = {own}};
	read_lines(r, file, &scope, named.raw, &env);
	for (size_t i = 0; i < env.n; i++)
		add_file_entry(r, w, seen, &env.v[i], context);
}

void sw_compose_read_env_file(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	const struct sw_node *node = member->value;
	struct sw_map seen = {0};
	if (node->kind == SW_NODE_NULL)
		return;
	const struct sw_map *own = environment_scope(r, w, &seen);
	if (node->kind != SW_NODE_LIST) {
		read_env_file(r, w, node, own, &seen);
		return;
	}
	for (uint32_t i = 0; i < node->count; i++)
		read_env_file(r, w, node->items[i], own, &seen);
}
