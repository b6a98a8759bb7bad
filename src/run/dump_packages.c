#include "run/dump_packages.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/say.h"
#include "formats/json_write.h"
#include "readers/packages/read.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct pair {
	struct sw_str name, version;
};

struct dump {
	struct sw_arena arena;                  /* of all that is told */
	const struct sw_package_reader *reader; /* that was asked for; NULL: the path tells it */
	SW_VEC(struct pair) pairs;
	bool failed;
};

static void say_diags(struct dump *dump, const struct sw_diags *diags) {
	for (size_t i = 0; i < diags->n; i++) {
		const struct sw_diag *diag = &diags->v[i];
		sw_say_plain("%.*s: %s: %.*s", SW_ARG(diag->path), diag->code, SW_ARG(diag->message));
	}
	dump->failed = dump->failed || sw_diags_failed(diags);
}

/* Bytes are read once more from the start: whoever told the reader may have looked at some. */
static void read_bytes(struct dump *dump, struct sw_arena *arena, const struct sw_package_reader *reader, int fd, struct sw_str path) {
	struct sw_diags diags = {.arena = arena};
	struct sw_package_sink sink = {.arena = arena, .diags = &diags, .path = path};
	struct sw_err err;
	struct sw_str bytes;
	lseek(fd, 0, SEEK_SET);
	if (sw_read_all(arena, fd, reader->limit ? reader->limit : SW_LIMIT_PACKAGE_BYTES, &bytes, &err) < 0) {
		sw_say("%.*s: %s", SW_ARG(path), err.text);
		dump->failed = true;
		return;
	}
	sw_package_read(reader, &sink, bytes);
	for sw_each (const struct sw_package, package, sink.packages)
		if (!package->licence_only)
			*sw_push(&dump->arena, &dump->pairs) = (struct pair){sw_arena_str(&dump->arena, package->name),
									     sw_arena_str(&dump->arena, package->version)};
	say_diags(dump, &diags);
}

static void read_file(struct dump *dump, const struct sw_package_reader *reader, int fd, struct sw_str path) {
	struct sw_arena arena;
	struct sw_arena_catch catch;
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES + 64 * (size_t)SW_LIMIT_FILE_BYTES);
	if (SW_ARENA_TRY(&arena, &catch)) {
		read_bytes(dump, &arena, reader, fd, path);
		sw_arena_leave(&arena, &catch);
	} else {
		sw_say("%.*s: needs more memory than one file may take", SW_ARG(path));
		dump->failed = true;
	}
	sw_arena_free(&arena);
}

/* The reader for an open file: as asked, by its path, or as a program by its first bytes; NULL: none. */
static const struct sw_package_reader *reader_for(const struct dump *dump, int fd, struct sw_str path) {
	char start[16];
	const struct sw_package_reader *reader = dump->reader ? dump->reader : sw_package_reader_of(path);
	if (reader || lseek(fd, 0, SEEK_CUR) < 0) /* what was read of a pipe is gone */
		return reader;
	ssize_t n = read(fd, start, sizeof start);
	return n > 0 ? sw_package_program_reader(sw_str(start, (size_t)n)) : NULL;
}

static void dump_named(struct dump *dump, int fd, struct sw_str path) {
	while (sw_str_starts(path, SW_S("/")) || sw_str_starts(path, SW_S("./")))
		path = sw_str_from(path, path.p[0] == '/' ? 1 : 2);
	const struct sw_package_reader *reader = reader_for(dump, fd, path);
	if (reader) {
		read_file(dump, reader, fd, path);
		return;
	}
	sw_say("%.*s: no reader of packages takes it; --as KIND names one", SW_ARG(path));
	dump->failed = true;
}

SW_VEC_TYPE(paths, struct sw_str);

/* Paths of the files beneath a folder; links are not followed. `inner` is the folder's own, empty at the top. */
static void list_folder(struct dump *dump, struct paths *paths, int parent, struct sw_str name, struct sw_str inner, unsigned depth) {
	int fd = openat(parent, name.p, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd >= 0 && depth < SW_LIMIT_TREE_DEPTH ? fdopendir(fd) : NULL;
	if (!dir) {
		sw_say("%.*s: %s", SW_ARG(inner.n ? inner : name), fd < 0 ? strerror(errno) : "folders are too deep in each other");
		dump->failed = true;
		sw_close_p(&fd);
		return;
	}
	for (struct dirent *entry; paths->n < SW_LIMIT_TREE_FILES && (entry = readdir(dir));) {
		struct sw_str found = sw_str_of(entry->d_name);
		struct stat st;
		if (sw_str_is(found, ".") || sw_str_is(found, "..") || fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		struct sw_str path = inner.n ? sw_arena_printf(&dump->arena, "%.*s/%.*s", SW_ARG(inner), SW_ARG(found))
					     : sw_arena_str(&dump->arena, found);
		if (S_ISDIR(st.st_mode))
			list_folder(dump, paths, fd, found, path, depth + 1);
		else if (S_ISREG(st.st_mode))
			*sw_push(&dump->arena, paths) = path;
	}
	closedir(dir);
}

static int path_order(const void *a, const void *b) {
	return sw_str_cmp(*(const struct sw_str *)a, *(const struct sw_str *)b);
}

/* A package that the name of a folder alone tells. */
static void add_folder(struct dump *dump, struct sw_str path) {
	struct sw_package package = {0};
	if (sw_package_of_folder(path, &package))
		*sw_push(&dump->arena, &dump->pairs) = (struct pair){package.name, package.version};
}

/* Files that no reader takes are passed over in silence: they are most. */
static void dump_folder(struct dump *dump, int root, const char *name) {
	struct paths paths = {0};
	struct sw_err err;
	list_folder(dump, &paths, AT_FDCWD, sw_str_of(name), (struct sw_str){0}, 0);
	if (paths.n)
		qsort(paths.v, paths.n, sizeof *paths.v, path_order);
	for (size_t i = 0; i < paths.n; i++) {
		SW_CLEANUP_FD int fd = sw_open_beneath(root, paths.v[i].p, &err);
		add_folder(dump, paths.v[i]);
		const struct sw_package_reader *reader = fd >= 0 ? reader_for(dump, fd, paths.v[i]) : NULL;
		if (fd < 0) {
			sw_say("%.*s: %s", SW_ARG(paths.v[i]), err.text);
			dump->failed = true;
		} else if (reader) {
			read_file(dump, reader, fd, paths.v[i]);
		}
	}
}

static void dump_targets(struct dump *dump, const struct sw_request *request) {
	for (size_t i = 0; i < request->target_count; i++) {
		const struct sw_request_target *target = &request->targets[i];
		struct sw_err err = {.text = "cannot be opened"};
		SW_CLEANUP_FD int root = open(target->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		SW_CLEANUP_FD int fd = root >= 0 && target->file ? sw_open_beneath(root, target->file, &err) : -1;
		if (root >= 0 && !target->file) {
			dump_folder(dump, root, target->root);
		} else if (fd >= 0) {
			dump_named(dump, fd, sw_str_of(target->named));
		} else {
			sw_say("%s: %s", target->named, err.text);
			dump->failed = true;
		}
	}
}

static int pair_order(const void *a, const void *b) {
	const struct pair *left = a, *right = b;
	int order = sw_str_cmp(left->name, right->name);
	return order ? order : sw_str_cmp(left->version, right->version);
}

/* What several files say is told once. */
static void put_pairs(struct dump *dump, struct sw_out *out) {
	struct sw_json json = {.out = out};
	if (dump->pairs.n)
		qsort(dump->pairs.v, dump->pairs.n, sizeof *dump->pairs.v, pair_order);
	sw_json_open_list(&json);
	for (size_t i = 0; i < dump->pairs.n; i++) {
		if (i && pair_order(&dump->pairs.v[i - 1], &dump->pairs.v[i]) == 0)
			continue;
		sw_json_open_list(&json);
		sw_json_string(&json, dump->pairs.v[i].name);
		sw_json_string(&json, dump->pairs.v[i].version);
		sw_json_close_list(&json);
	}
	sw_json_close_list(&json);
	sw_out_byte(out, '\n');
}

/* false, with the reason said: there is no such kind. */
static bool find_reader(struct dump *dump, const char *kind) {
	if (!kind || (dump->reader = sw_package_reader_named(sw_str_of(kind))))
		return true;
	SW_CLEANUP_OUT struct sw_out kinds;
	sw_out_init(&kinds, -1);
	for (size_t i = 0; sw_package_readers[i]; i++)
		sw_out_printf(&kinds, " %s", sw_package_readers[i]->kind);
	sw_say("no reader of packages is called '%s'; there are:%.*s", kind, SW_ARG(sw_out_text(&kinds)));
	return false;
}

int sw_dump_packages(struct sw_out *out, const struct sw_request *request) {
	struct dump dump = {0};
	struct sw_arena_catch catch;
	if (!find_reader(&dump, request->package_kind))
		return -1;
	sw_arena_init(&dump.arena, SW_LIMIT_RUN_BYTES);
	if (SW_ARENA_TRY(&dump.arena, &catch)) {
		if (request->target_count)
			dump_targets(&dump, request);
		else
			dump_named(&dump, STDIN_FILENO, SW_S("-"));
		put_pairs(&dump, out);
		sw_arena_leave(&dump.arena, &catch);
	} else {
		sw_say("needs more memory than one run may take");
		dump.failed = true;
	}
	sw_arena_free(&dump.arena);
	return dump.failed ? -1 : 0;
}
