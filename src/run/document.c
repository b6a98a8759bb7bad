#include "run/document.h"
#include "base/file.h"
#include "readers/compose/paths.h"
#include "run/read.h"
#include <fcntl.h>
#include <stdlib.h>

const struct sw_open_text *sw_open_text_find(const struct sw_map *open, struct sw_arena *arena, const char *root, struct sw_str inner) {
	struct sw_open_text *held = sw_map_get(open, root ? sw_compose_path_join(arena, sw_str_of(root), inner) : inner);
	if (held)
		held->used = true;
	return held;
}

static struct sw_artifact *add(struct sw_arena *arena, const struct sw_request_target *target, struct sw_artifacts *artifacts,
			       struct sw_str inner, enum sw_artifact_kind kind) {
	struct sw_artifact *artifact = sw_push(arena, &artifacts->v);
	*artifact = (struct sw_artifact){.root = target->root, .inner = inner, .kind = kind,
					 .path = sw_arena_join(arena, sw_str_of(target->prefix), inner)};
	return artifact;
}

static int artifact_order(const void *left, const void *right) {
	const struct sw_artifact *a = left, *b = right;
	int order = sw_str_cmp(a->path, b->path);
	return order ? order : sw_str_cmp(a->identity, b->identity);
}

static void sort(struct sw_artifacts *artifacts) {
	if (artifacts->v.n)
		qsort(artifacts->v.v, artifacts->v.n, sizeof *artifacts->v.v, artifact_order);
}

/* The names that Compose looks for; others become part of a deployment only where something names them. */
static void add_beside(struct sw_arena *arena, const struct sw_request *request, struct sw_artifacts *artifacts) {
	static const char *const names[] = {"compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml",
					    "compose.override.yml", "compose.override.yaml", "docker-compose.override.yml",
					    "docker-compose.override.yaml"};
	const struct sw_request_target *target = &request->targets[0];
	struct sw_str inner = request->document->inner, folder = sw_compose_path_folder(inner);
	SW_CLEANUP_FD int root = open(target->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct sw_beside beside = {root, folder, target->root, request->open};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct sw_str path = sw_compose_path_join(arena, folder, sw_str_of(names[i]));
		if (!sw_str_eq(path, inner) && sw_beside_exists(&beside, sw_str_of(names[i])))
			add(arena, target, artifacts, path, SW_ARTIFACT_COMPOSE);
	}
}

void sw_document_find(struct sw_arena *arena, const struct sw_request *request, struct sw_artifacts *artifacts) {
	const struct sw_document *document = request->document;
	enum sw_artifact_kind kind = document->kind ? document->kind : sw_tree_kind(sw_str_basename(document->inner));
	if (kind != SW_ARTIFACT_DOCKERFILE && kind != SW_ARTIFACT_COMPOSE)
		return;
	if (document->outside) {
		*sw_push(arena, &artifacts->v) = (struct sw_artifact){.path = document->inner, .kind = kind, .named = document->kind != 0};
		return;
	}
	struct sw_artifact *artifact = add(arena, &request->targets[0], artifacts, document->inner, kind);
	/* One that a person calls a Dockerfile is one, whatever it begins with. */
	artifact->named = document->kind == SW_ARTIFACT_DOCKERFILE;
	artifact->listed = document->kind == SW_ARTIFACT_COMPOSE;
	if (kind == SW_ARTIFACT_COMPOSE)
		add_beside(arena, request, artifacts);
	sort(artifacts);
}

static bool holds(struct sw_arena *arena, const struct sw_artifact *artifact, const struct sw_document *document) {
	if (document->outside || sw_str_eq(artifact->inner, document->inner))
		return true;
	struct sw_str folder = sw_compose_path_folder(artifact->inner);
	for (size_t i = 0; i < artifact->over_count; i++)
		if (sw_str_eq(sw_compose_path_join(arena, folder, artifact->over[i]), document->inner))
			return true;
	return false;
}

static bool is_listed(const struct sw_artifacts *artifacts, struct sw_str path) {
	for (size_t i = 0; i < artifacts->v.n; i++)
		if (sw_str_eq(artifacts->v.v[i].path, path))
			return true;
	return false;
}

/* A compose file is read once more with all its Dockerfiles: numbers of sources follow the whole list. */
static void add_builds(struct sw_arena *arena, const struct sw_request *request, struct sw_factset *const *sets, size_t count,
		       struct sw_artifacts *artifacts) {
	const struct sw_request_target *target = &request->targets[0];
	struct sw_str prefix = sw_str_of(target->prefix);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; sets[i]->deployment && k < sets[i]->deployment->workloads.n; k++) {
			struct sw_str path = sets[i]->deployment->workloads.v[k].build.path;
			if (path.n <= prefix.n || !sw_str_starts(path, prefix) || is_listed(artifacts, path))
				continue;
			add(arena, target, artifacts, sw_arena_str(arena, sw_str_from(path, prefix.n)), SW_ARTIFACT_DOCKERFILE)->listed = true;
		}
}

void sw_document_complete(struct sw_arena *arena, const struct sw_request *request, struct sw_worker *worker,
			  struct sw_artifacts *artifacts) {
	size_t kept = 0, compose = 0;
	for (size_t i = 0; i < artifacts->v.n; i++)
		if (holds(arena, &artifacts->v.v[i], request->document)) {
			compose += artifacts->v.v[i].kind == SW_ARTIFACT_COMPOSE;
			artifacts->v.v[kept++] = artifacts->v.v[i];
		}
	artifacts->v.n = kept;
	if (!compose || request->document->outside)
		return;
	struct sw_factset **sets = sw_read_artifacts(arena, artifacts, 1, worker);
	struct sw_arena_catch catch;
	if (!SW_ARENA_TRY(arena, &catch)) {
		sw_read_free(sets, kept);
		sw_arena_throw(arena);
	}
	add_builds(arena, request, sets, kept, artifacts);
	sw_arena_leave(arena, &catch);
	sw_read_free(sets, kept);
	sort(artifacts);
}
