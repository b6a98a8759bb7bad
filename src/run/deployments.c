#include "run/deployments.h"
#include "base/file.h"
#include "base/map.h"
#include "readers/compose/dotenv.h"
#include "readers/compose/paths.h"
#include "run/revision.h"
#include <fcntl.h>
#include <stdlib.h>

enum { ENV_BYTES = 1 << 20 }; /* of a .env, and of what its values become */

struct grouping {
	struct sw_arena *arena;
	const struct sw_request *request;
	struct sw_artifacts *artifacts;
	struct sw_map by_path;  /* absolute path -> artifact's place + 1; named ones are not in it */
	struct sw_map parts;    /* absolute paths that are part of some deployment */
	struct sw_map folders;  /* that were looked at */
	SW_VEC(struct sw_artifact) made;
};

static struct sw_str absolute(const struct grouping *g, const char *root, struct sw_str inner) {
	return sw_compose_path_join(g->arena, sw_str_of(root), inner);
}

/* `inner` as it counts from `folder`, both beneath one root. */
static struct sw_str relative_to(const struct grouping *g, struct sw_str folder, struct sw_str inner) {
	if (folder.n == 0)
		return inner;
	struct sw_str prefix = sw_arena_join(g->arena, folder, SW_S("/")), part;
	if (sw_str_starts(inner, prefix))
		return sw_str_from(inner, prefix.n);
	while (sw_str_split(&folder, '/', &part))
		inner = sw_arena_join(g->arena, SW_S("../"), inner);
	return inner;
}

static const struct sw_artifact *artifact_at(const struct grouping *g, struct sw_str path) {
	uintptr_t place = (uintptr_t)sw_map_get(&g->by_path, path);
	return place ? &g->artifacts->v.v[place - 1] : NULL;
}

/* The file at an absolute path: one that was found, or one beneath a folder that is scanned. */
static bool find(const struct grouping *g, struct sw_str path, struct sw_artifact *artifact) {
	const struct sw_artifact *found = artifact_at(g, path);
	if (found)
		*artifact = *found;
	for (size_t i = 0; !found && i < g->request->target_count; i++) {
		const struct sw_request_target *target = &g->request->targets[i];
		struct sw_str root = target->root ? sw_arena_printf(g->arena, "%s/", target->root) : (struct sw_str){0};
		if (!root.n || target->file || !sw_str_starts(path, root))
			continue;
		struct sw_str inner = sw_str_from(path, root.n);
		*artifact = (struct sw_artifact){.root = target->root, .inner = inner, .kind = SW_ARTIFACT_COMPOSE,
						 .path = sw_arena_join(g->arena, sw_str_of(target->prefix), inner)};
		if (g->request->revision)
			return sw_revision_exists(g->request->revision, g->arena, sw_str_of(target->root), inner);
		SW_CLEANUP_FD int folder = open(target->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		SW_CLEANUP_FD int fd = folder < 0 ? -1 : sw_open_beneath(folder, sw_arena_str(g->arena, inner).p, NULL);
		return fd >= 0;
	}
	return found != NULL;
}

/* Files in `folder` (absolute) as one deployment; false when the first one is not there to be read. */
static bool make(struct grouping *g, struct sw_str folder, const struct sw_str *files, size_t n, struct sw_str name) {
	struct sw_artifact made;
	if (!n || !find(g, sw_compose_path_join(g->arena, folder, files[0]), &made))
		return false;
	struct sw_str root = sw_arena_printf(g->arena, "%s/", made.root), *over = SW_NEW_ARRAY(g->arena, struct sw_str, n);
	made.identity = made.path;
	/* several deployments may begin with one file: then all of their files tell them apart */
	bool shared = name.n || sw_map_get(&g->parts, absolute(g, made.root, made.inner));
	for (size_t i = 0; i < n; i++) {
		struct sw_str path = sw_compose_path_join(g->arena, folder, files[i]);
		struct sw_str inner = sw_str_starts(path, root) ? sw_str_from(path, root.n) : path;
		sw_map_put(g->arena, &g->parts, path, g);
		if (i == 0)
			continue;
		over[i - 1] = relative_to(g, sw_str_dirname(made.inner), inner);
		if (shared)
			made.identity = sw_arena_printf(g->arena, "%.*s+%.*s", SW_ARG(made.identity), SW_ARG(over[i - 1]));
	}
	made.over = over;
	made.over_count = n - 1;
	made.deployment = name;
	made.listed = true;
	*sw_push(g->arena, &g->made) = made;
	return true;
}

static void add_configured(struct grouping *g, const struct sw_model *model) {
	struct sw_str config = sw_str_of(g->request->config);
	for (size_t i = 0; config.n && i < model->deployments.n; i++) {
		const struct sw_model_deployment *deployment = &model->deployments.v[i];
		struct sw_str *files = SW_NEW_ARRAY(g->arena, struct sw_str, deployment->files.n + 1);
		for (size_t k = 0; k < deployment->files.n; k++)
			files[k] = deployment->files.v[k].text;
		make(g, sw_str_dirname(config), files, deployment->files.n, deployment->name.text);
	}
}

static const struct sw_compose_var *variable(const struct sw_dotenv *env, const char *name) {
	const struct sw_compose_var *var = sw_map_get(&env->vars, sw_str_of(name));
	return var && var->known && var->value.n ? var : NULL;
}

/* What COMPOSE_FILE lists in the folder's .env; false when it lists nothing. */
static bool add_listed(struct grouping *g, const struct sw_artifact *in, struct sw_str folder) {
	struct sw_str path = sw_compose_path_join(g->arena, sw_str_dirname(in->inner), SW_S(".env")), text;
	const struct sw_revision *revision = g->request->revision;
	SW_CLEANUP_FD int root = revision ? -1 : open(in->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	SW_CLEANUP_FD int fd = root < 0 ? -1 : sw_open_beneath(root, sw_arena_str(g->arena, path).p, NULL);
	if (revision ? sw_revision_read(revision, g->arena, sw_str_of(in->root), path, &text, NULL) < 0 || text.n > ENV_BYTES
		     : fd < 0 || sw_read_all(g->arena, fd, ENV_BYTES, &text, NULL) < 0)
		return false;
	struct sw_diags unwanted = {.arena = g->arena}; /* they are given when the file is read with the deployment */
	struct sw_dotenv env = {0};
	size_t budget = ENV_BYTES;
	sw_dotenv_read(g->arena, 1, text, &(struct sw_compose_scope){0}, false, &budget, &env, &unwanted);
	const struct sw_compose_var *list = variable(&env, "COMPOSE_FILE"), *sep = variable(&env, "COMPOSE_PATH_SEPARATOR");
	SW_VEC(struct sw_str) files = {0};
	struct sw_str rest = list ? list->value : (struct sw_str){0}, file;
	while (rest.n && sw_str_split(&rest, sep ? sep->value.p[0] : ':', &file))
		if (file.n)
			*sw_push(g->arena, &files) = file;
	return files.n && make(g, folder, files.v, files.n, (struct sw_str){0});
}

/* The first name that Compose looks for, with the first override. */
static void add_default(struct grouping *g, struct sw_str folder) {
	static const char *const bases[] = {"compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"};
	static const char *const overrides[] = {"compose.override.yml", "compose.override.yaml", "docker-compose.override.yml",
						"docker-compose.override.yaml"};
	struct sw_str files[2] = {{0}};
	for (size_t i = 0; !files[0].n && i < sizeof bases / sizeof *bases; i++)
		if (artifact_at(g, sw_compose_path_join(g->arena, folder, sw_str_of(bases[i]))))
			files[0] = sw_str_of(bases[i]);
	for (size_t i = 0; !files[1].n && i < sizeof overrides / sizeof *overrides; i++) {
		struct sw_str path = sw_compose_path_join(g->arena, folder, sw_str_of(overrides[i]));
		if (artifact_at(g, path) && !sw_map_get(&g->parts, path))
			files[1] = sw_str_of(overrides[i]);
	}
	if (files[0].n && files[1].n)
		make(g, folder, files, 2, (struct sw_str){0});
}

static int artifact_order(const void *left, const void *right) {
	const struct sw_artifact *a = left, *b = right;
	int order = sw_str_cmp(a->path, b->path);
	if (order == 0)
		order = sw_str_cmp(a->identity, b->identity);
	return order ? order : sw_str_cmp(a->deployment, b->deployment);
}

void sw_deployments_group(struct sw_arena *arena, const struct sw_request *request, const struct sw_model *model,
			  struct sw_artifacts *artifacts) {
	struct grouping g = {.arena = arena, .request = request, .artifacts = artifacts};
	for (size_t i = 0; i < artifacts->v.n; i++) {
		const struct sw_artifact *artifact = &artifacts->v.v[i];
		if (artifact->kind == SW_ARTIFACT_COMPOSE && !artifact->named && artifact->root)
			sw_map_put(arena, &g.by_path, absolute(&g, artifact->root, artifact->inner), (void *)(uintptr_t)(i + 1));
	}
	add_configured(&g, model);
	for (size_t i = 0; i < artifacts->v.n; i++) {
		const struct sw_artifact *artifact = &artifacts->v.v[i];
		if (artifact->kind != SW_ARTIFACT_COMPOSE || artifact->named || !artifact->root)
			continue;
		struct sw_str folder = absolute(&g, artifact->root, sw_str_dirname(artifact->inner));
		if (!sw_map_put(arena, &g.folders, folder, &g) && !add_listed(&g, artifact, folder))
			add_default(&g, folder);
	}
	if (!g.made.n)
		return;
	for (size_t i = 0; i < artifacts->v.n; i++) {
		const struct sw_artifact *artifact = &artifacts->v.v[i];
		bool grouped = artifact->kind == SW_ARTIFACT_COMPOSE && !artifact->named && artifact->root &&
			       sw_map_get(&g.parts, absolute(&g, artifact->root, artifact->inner));
		if (!grouped)
			*sw_push(arena, &g.made) = *artifact;
	}
	qsort(g.made.v, g.made.n, sizeof *g.made.v, artifact_order);
	artifacts->v.v = g.made.v;
	artifacts->v.n = g.made.n;
	artifacts->v.cap = g.made.cap;
}
