#include "run/project.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/parallel.h"
#include "readers/project/read.h"
#include <fcntl.h>
#include <unistd.h>

/* Files are shared out in portions, and what they hold is counted between two: where a limit falls depends on no thread. */
enum { PORTION = 512, SNIFFED_BYTES = 8192, FEW = 24 };

enum outcome { NOTHING, TELLS, TOO_LARGE, UNREADABLE };

/* What a thread keeps from one file to the next. */
struct searcher {
	struct sw_arena room; /* for the bytes */
	char *bytes;
	struct sw_arena hits; /* empty between two files */
	const char *path;     /* of the folder that is open; NULL: none */
	int root;
};

struct searching {
	const struct sw_tree_file *files; /* of the portion */
	struct searcher searchers[SW_LIMIT_JOBS];
	enum outcome outcomes[PORTION];
	size_t sizes[PORTION];
};

/* What was not looked into, and why. */
struct untold {
	size_t large, unreadable, left;
};

static bool open_root(struct searcher *searcher, const char *path) {
	if (searcher->path != path) {
		if (searcher->path)
			close(searcher->root);
		searcher->root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		searcher->path = searcher->root >= 0 ? path : NULL;
	}
	return searcher->path != NULL;
}

/* The bytes of a text; those of what is none are not read to their end. */
static enum outcome read_bytes(struct searcher *searcher, int fd, size_t *n) {
	bool sniffed = false;
	for (*n = 0; *n <= SW_LIMIT_SEARCHED_FILE_BYTES;) {
		/* The first piece holds most files whole, and of pictures and programs little is read in vain. */
		size_t room = sniffed ? SW_LIMIT_SEARCHED_FILE_BYTES + 1 - *n : 8 * SNIFFED_BYTES;
		ssize_t got = read(fd, searcher->bytes + *n, room);
		if (got < 0)
			return UNREADABLE;
		*n += (size_t)got;
		if (!sniffed && memchr(searcher->bytes, 0, *n < SNIFFED_BYTES ? *n : SNIFFED_BYTES))
			return NOTHING;
		sniffed = true;
		if (!got)
			return TELLS;
	}
	return TOO_LARGE;
}

static enum outcome look_into(struct searcher *searcher, const struct sw_tree_file *file, size_t *n) {
	struct sw_str inner = sw_arena_str(&searcher->hits, file->inner);
	SW_CLEANUP_FD int fd = open_root(searcher, file->root) ? sw_open_beneath(searcher->root, inner.p, NULL) : -1;
	if (fd < 0)
		return UNREADABLE;
	enum outcome outcome = read_bytes(searcher, fd, n);
	if (outcome != TELLS)
		return outcome;
	return sw_project_tells(&searcher->hits, file->path, sw_str(searcher->bytes, *n)) ? TELLS : NOTHING;
}

static void search_item(void *context, size_t item, unsigned thread) {
	struct searching *searching = context;
	struct searcher *searcher = &searching->searchers[thread];
	struct sw_arena_catch catch, catch_room;
	searching->outcomes[item] = TOO_LARGE;
	searching->sizes[item] = 0;
	if (SW_ARENA_TRY(&searcher->room, &catch_room)) {
		if (!searcher->bytes)
			searcher->bytes = sw_arena_array(&searcher->room, SW_LIMIT_SEARCHED_FILE_BYTES + 8 * SNIFFED_BYTES, 1);
		sw_arena_leave(&searcher->room, &catch_room);
	}
	if (SW_ARENA_TRY(&searcher->hits, &catch)) {
		if (searcher->bytes)
			searching->outcomes[item] = look_into(searcher, &searching->files[item], &searching->sizes[item]);
		sw_arena_leave(&searcher->hits, &catch);
	}
	sw_arena_free(&searcher->hits);
}

/* All files of the list, until `left` bytes were read. */
static void search_files(struct sw_arena *arena, struct searching *searching, const struct sw_tree_files *files, unsigned jobs,
			 struct sw_artifacts *artifacts, size_t *left, struct untold *untold) {
	for (size_t first = 0; first < files->n; first += PORTION) {
		size_t n = files->n - first < PORTION ? files->n - first : PORTION;
		if (!*left) {
			untold->left += files->n - first;
			return;
		}
		searching->files = files->v + first;
		sw_parallel(n, n < FEW ? 1 : jobs, search_item, searching);
		for (size_t i = 0; i < n; i++) {
			const struct sw_tree_file *file = &files->v[first + i];
			*left -= searching->sizes[i] < *left ? searching->sizes[i] : *left;
			untold->large += searching->outcomes[i] == TOO_LARGE;
			untold->unreadable += searching->outcomes[i] == UNREADABLE;
			if (searching->outcomes[i] == TELLS)
				*sw_push(arena, &artifacts->v) = (struct sw_artifact){
					.root = file->root, .inner = file->inner, .path = file->path, .kind = SW_ARTIFACT_TEXT};
		}
	}
}

static void tell(struct sw_artifacts *artifacts, const struct untold *untold) {
	if (untold->large)
		sw_diag_add(&artifacts->diags, SW_DIAG_NOTE, "secrets-large-files", (struct sw_span){0},
			    "secrets were not looked for in %zu files of more than %d MiB", untold->large, SW_LIMIT_SEARCHED_FILE_BYTES >> 20);
	if (untold->unreadable)
		sw_diag_add(&artifacts->diags, SW_DIAG_NOTE, "secrets-unreadable-files", (struct sw_span){0},
			    "secrets were not looked for in %zu files that cannot be opened", untold->unreadable);
	if (untold->left)
		sw_diag_add(&artifacts->diags, SW_DIAG_WARNING, "secrets-too-many-files", (struct sw_span){0},
			    "secrets were not looked for in %zu files: at most %d files and %d MiB are searched in one run", untold->left,
			    SW_LIMIT_SEARCHED_FILES, SW_LIMIT_SEARCHED_BYTES >> 20);
}

static void search_all(struct sw_arena *arena, unsigned jobs, struct sw_artifacts *artifacts, struct searching *searching) {
	struct untold untold = {.left = artifacts->left_out};
	size_t left = SW_LIMIT_SEARCHED_BYTES, found = artifacts->v.n;
	size_t most = SW_LIMIT_SEARCHED_FILES - artifacts->own.n;
	if (artifacts->brought.n > most) {
		untold.left += artifacts->brought.n - most;
		artifacts->brought.n = most;
	}
	search_files(arena, searching, &artifacts->own, jobs, artifacts, &left, &untold);
	search_files(arena, searching, &artifacts->brought, jobs, artifacts, &left, &untold);
	if (artifacts->v.n > found)
		sw_artifacts_sort(artifacts);
	tell(artifacts, &untold);
}

void sw_project_find(struct sw_arena *arena, unsigned jobs, struct sw_artifacts *artifacts) {
	if (!artifacts->own.n && !artifacts->brought.n)
		return;
	struct searching *searching = SW_NEW(arena, struct searching);
	struct sw_arena_catch catch;
	for (size_t i = 0; i < SW_LIMIT_JOBS; i++) {
		sw_arena_init(&searching->searchers[i].room, 2 * (size_t)SW_LIMIT_SEARCHED_FILE_BYTES);
		sw_arena_init(&searching->searchers[i].hits, SW_LIMIT_FACTSET_BYTES);
	}
	bool done = SW_ARENA_TRY(arena, &catch);
	if (done) {
		search_all(arena, jobs, artifacts, searching);
		sw_arena_leave(arena, &catch);
	}
	for (size_t i = 0; i < SW_LIMIT_JOBS; i++) {
		if (searching->searchers[i].path)
			close(searching->searchers[i].root);
		sw_arena_free(&searching->searchers[i].room);
	}
	if (!done)
		sw_arena_throw(arena);
}

/* Of a file that compose files read: where their checks tell of what stands there. */
struct told {
	bool whole;
	SW_VEC(struct sw_span) values;
};

static struct told *told_of(struct sw_arena *arena, struct sw_map *files, const struct sw_sources *sources, struct sw_span at) {
	const struct sw_source *source = sw_source_of(sources, at);
	if (!source)
		return NULL;
	struct told *told = sw_map_get(files, source->path);
	if (!told) {
		told = SW_NEW(arena, struct told);
		sw_map_put(arena, files, source->path, told);
	}
	return told;
}

static void note_deployment(struct sw_arena *arena, struct sw_map *files, const struct sw_factset *set) {
	const struct sw_deployment *deployment = set->deployment;
	struct sw_span second = {deployment->source + 1, 0, 0};
	const struct sw_source *dotenv = sw_source_of(&set->sources, second);
	if (dotenv && sw_str_is(sw_str_basename(dotenv->path), ".env") && deployment->workloads.n)
		told_of(arena, files, &set->sources, second)->whole = true;
	for (size_t w = 0; w < deployment->workloads.n; w++)
		for (size_t e = 0; e < deployment->workloads.v[w].env.n; e++) {
			const struct sw_env *env = &deployment->workloads.v[w].env.v[e];
			struct told *told = env->origin == SW_ENV_FILE ? told_of(arena, files, &set->sources, env->value_at) : NULL;
			if (told)
				*sw_push(arena, &told->values) = env->value_at;
		}
}

static bool is_told(const struct told *told, struct sw_span at) {
	bool found = told->whole;
	for (size_t i = 0; !found && i < told->values.n; i++)
		found = at.start < told->values.v[i].end && told->values.v[i].start < at.end;
	return found;
}

void sw_project_drop(struct sw_arena *arena, const struct sw_artifacts *artifacts, struct sw_factset **sets) {
	struct sw_map files = {0};
	for (size_t i = 0; artifacts->searches && i < artifacts->v.n; i++)
		if (sets[i]->deployment)
			note_deployment(arena, &files, sets[i]);
	for (size_t i = 0; files.used && i < artifacts->v.n; i++) {
		struct sw_factset *set = sets[i];
		const struct told *told = set->deployment || set->build || set->images.n ? NULL : sw_map_get(&files, set->path);
		size_t kept = 0;
		for (size_t k = 0; told && k < set->secrets.n; k++)
			if (!is_told(told, set->secrets.v[k].at))
				set->secrets.v[kept++] = set->secrets.v[k];
		if (told && set->secrets.n && !kept && set->kind == SW_ARTIFACT_TEXT)
			sw_read_clear(set, set->path);
		else if (told)
			set->secrets.n = kept;
	}
}
