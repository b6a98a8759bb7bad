#include "cli/targets.h"
#include "base/file.h"
#include "base/map.h"
#include "run/state.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *keep(struct sw_arena *arena, const char *text) {
	return sw_arena_str(arena, sw_str_of(text)).p;
}

/* The folder that a path stands in: "/" for "/x". */
static const char *folder_of(struct sw_arena *arena, const char *path) {
	size_t slash = sw_str_rfind_byte(sw_str_of(path), '/');
	return slash == 0 ? "/" : sw_arena_str(arena, sw_str(path, slash)).p;
}

/* The nearest folder from `path` upwards that holds `name`, or NULL. */
static const char *find_upwards(struct sw_arena *arena, const char *path, const char *name) {
	for (const char *folder = path;; folder = folder_of(arena, folder)) {
		struct sw_str candidate = sw_arena_printf(arena, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, name);
		if (access(candidate.p, F_OK) == 0)
			return folder;
		if (strcmp(folder, "/") == 0)
			return NULL;
	}
}

/* Of a path below `top`: what comes between, with '/' at its end; "" when they are the same. */
static const char *below(struct sw_arena *arena, const char *top, const char *path) {
	size_t n = strcmp(top, "/") == 0 ? 0 : strlen(top);
	if (strncmp(path, top, n) != 0 || path[n] != '/')
		return "";
	return path[n + 1] ? sw_arena_printf(arena, "%s/", path + n + 1).p : "";
}

/* Paths count from the top of the git tree, else from the target; a named file outside a tree from where the person
 * stands, or from its own folder. */
static const char *prefix_of(struct sw_arena *arena, const char *root, const char *file, const char *here) {
	const char *top = find_upwards(arena, root, ".git");
	if (top)
		return below(arena, top, root);
	return file && here ? below(arena, here, root) : "";
}

static int allow(struct sw_sandbox *sandbox, struct sw_map *allowed, struct sw_arena *arena, const char *path, struct sw_err *err) {
	static char yes;
	if (sw_map_put(arena, allowed, sw_str_of(path), &yes))
		return 0;
	SW_CLEANUP_FD int fd = open(path, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return sw_err_set(err, errno, "%s: %s", path, strerror(errno));
	return sw_sandbox_read(sandbox, fd, err);
}

/* What follows the last ':' of an image's path is a name or tag, unless a file is called so as a whole. Returns the path,
 * and sets target->image. */
static const char *without_tag(struct sw_arena *arena, struct sw_request_target *target, const char *path) {
	target->image = "";
	for (const char *colon = path; access(path, F_OK) != 0 && (colon = strchr(colon, ':')); colon++) {
		const char *front = sw_arena_str(arena, sw_str(path, (size_t)(colon - path))).p;
		if (access(front, F_OK) == 0) {
			target->image = colon + 1;
			return front;
		}
	}
	return path;
}

/* Takes "oci:" and the like from the front. With `images`, what has no such word is an image, too. */
static const char *without_scheme(struct sw_arena *arena, struct sw_request_target *target, const char *named, bool images) {
	static const char *const schemes[] = {"oci:", "oci-archive:", "docker-archive:", "rootfs:"};
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		size_t n = strlen(schemes[i]);
		if (strncmp(named, schemes[i], n) != 0)
			continue;
		target->rootfs = strcmp(schemes[i], "rootfs:") == 0;
		if (!target->rootfs)
			return without_tag(arena, target, named + n);
		target->image = "";
		return named + n;
	}
	return images ? without_tag(arena, target, named) : named;
}

/* Names that other tools take, which lead to no file. */
static int no_such_target(const char *named, const char *path, bool images, int code, struct sw_err *err) {
	static const char *const elsewhere[] = {"docker://", "docker-daemon:", "containers-storage:", "podman:", "registry:", "containerd:"};
	for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
		if (strncmp(named, elsewhere[i], strlen(elsewhere[i])) == 0)
			return sw_err_set(err, code, "%s: images are read from files; save it first: `docker save -o FILE NAME`, or "
					  "`skopeo copy %s oci:FOLDER`", named, named);
	if (images && code == ENOENT && path == named)
		return sw_err_set(err, code, "%s: no such file or folder; images are read from files: PATH, oci:PATH[:TAG], "
				  "oci-archive:PATH[:TAG], docker-archive:PATH[:TAG] or rootfs:PATH", named);
	return sw_err_set(err, code, "%s: %s", named, strerror(code));
}

/* What the prefix promises must be there; what an archive holds, its reader says. */
static int check_image(struct sw_arena *arena, const struct sw_request_target *target, struct sw_err *err) {
	const char *mark = target->image && !target->file && !target->rootfs ? sw_arena_printf(arena, "%s/oci-layout", target->root).p : NULL;
	if (!mark || access(mark, F_OK) == 0)
		return 0;
	return sw_err_set(err, ENOENT, "%s: a folder without oci-layout is no image; a root file system is named rootfs:PATH", target->named);
}

/* Thousands of files of one folder are often named in a row. What the folder is was found out with the file before;
 * whatever is no plain file is looked at in full. */
static bool resolve_beside(struct sw_request_target *target, const char *named, const struct sw_request_target *before) {
	struct stat st;
	const char *name = strrchr(named, '/');
	size_t n = name ? (size_t)(name - named) + 1 : 0;
	if (!before || !before->file || before->image || target->image || strncmp(named, before->named, n) != 0 ||
	    strchr(before->named + n, '/') || lstat(named, &st) < 0 || !S_ISREG(st.st_mode) ||
	    (!(st.st_mode & S_IROTH) && access(named, R_OK) < 0))
		return false;
	target->named = named;
	target->root = before->root;
	target->file = named + n;
	target->prefix = before->prefix;
	return true;
}

static int resolve_one(struct sw_arena *arena, struct sw_request_target *target, const char *named, const struct sw_request_target *before,
		       const char *here, bool images, struct sw_err *err) {
	char path[PATH_MAX];
	struct stat st;
	const char *given = without_scheme(arena, target, named, images);
	if (resolve_beside(target, named, before))
		return 0;
	if (!realpath(given, path) || stat(path, &st) < 0)
		return no_such_target(named, given, images, errno, err);
	if (!S_ISDIR(st.st_mode) && !S_ISREG(st.st_mode))
		return sw_err_set(err, EINVAL, "%s: neither a file nor a folder", named);
	if (access(path, R_OK) < 0)
		return sw_err_set(err, errno, "%s: %s", named, strerror(errno));
	target->named = named;
	if (S_ISDIR(st.st_mode)) {
		target->root = keep(arena, path);
	} else {
		target->root = folder_of(arena, keep(arena, path));
		target->file = keep(arena, strrchr(path, '/') + 1);
	}
	target->prefix = prefix_of(arena, target->root, target->file, here);
	return check_image(arena, target, err);
}

static bool stands_in(const char *path, const char *folder) {
	size_t n = strcmp(folder, "/") == 0 ? 0 : strlen(folder);
	return strncmp(path, folder, n) == 0 && (path[n] == '/' || !path[n]);
}

/* What is found in the project is the project's: a link of it that leads elsewhere would show that file in a report.
 * Above the project stands what is the person's own. */
static int keeps_inside(struct sw_arena *arena, const char *root, const char *path, struct sw_err *err) {
	char real[PATH_MAX];
	const char *top = find_upwards(arena, root, ".git");
	if (!realpath(path, real))
		return sw_err_set(err, errno, "%s: %s", path, strerror(errno));
	return !stands_in(path, top ? top : root) || stands_in(real, top ? top : root) ? 0 :
	       sw_err_set(err, EXDEV, "%s leads out of the project, so it is not read", path);
}

/* A file beside the first target or above it; the sandbox lets it be read. */
static int find_config(struct sw_arena *arena, const char *root, const char *name, const char **path, const char **shown,
		       struct sw_sandbox *sandbox, struct sw_map *allowed, struct sw_err *err) {
	const char *folder = *path ? NULL : find_upwards(arena, root, name);
	if (folder) {
		*path = sw_arena_printf(arena, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, name).p;
		*shown = name;
		if (keeps_inside(arena, root, *path, err) < 0)
			return -1;
	}
	return *path ? allow(sandbox, allowed, arena, *path, err) : 0;
}

/* Where GitHub and GitLab look, in that order; patterns count from the top of the git tree. */
static int find_owners(struct sw_arena *arena, struct sw_request *request, const char *root, struct sw_sandbox *sandbox,
		       struct sw_map *allowed, struct sw_err *err) {
	static const char *const names[] = {".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"};
	const char *top = find_upwards(arena, root, ".git");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *path = sw_arena_printf(arena, "%s/%s", top ? top : root, names[i]).p;
		if (access(path, R_OK) < 0)
			continue;
		request->owners = path;
		request->owners_shown = names[i];
		return keeps_inside(arena, root, path, err) < 0 ? -1 : allow(sandbox, allowed, arena, path, err);
	}
	return 0;
}

/* What belongs to the project that the folder stands in. */
static int find_around(struct sw_arena *arena, struct sw_request *request, const char *root, struct sw_sandbox *sandbox,
		       struct sw_map *allowed, struct sw_err *err) {
	if (find_config(arena, root, ".strideward.yaml", &request->config, &request->config_shown, sandbox, allowed, err) < 0 ||
	    find_config(arena, root, ".strideward/decisions.yaml", &request->decisions, &request->decisions_shown, sandbox, allowed, err) < 0)
		return -1;
	return find_config(arena, root, SW_STATE_LOCK, &request->lock, &request->lock_shown, sandbox, allowed, err) < 0 ||
	       find_config(arena, root, SW_STATE_REVIEWS, &request->reviews, &request->reviews_shown, sandbox, allowed, err) < 0 ||
	       find_owners(arena, request, root, sandbox, allowed, err) < 0 ? -1 : 0;
}

int sw_targets_elsewhere(struct sw_arena *arena, struct sw_request *request, const char *named, const char *root,
			 struct sw_sandbox *sandbox, struct sw_err *err) {
	struct sw_map allowed = {0};
	request->targets = SW_NEW(arena, struct sw_request_target);
	request->target_count = 1;
	*request->targets = (struct sw_request_target){.named = named, .root = root, .prefix = prefix_of(arena, root, NULL, NULL)};
	return find_around(arena, request, root, sandbox, &allowed, err);
}

int sw_targets_resolve(struct sw_arena *arena, struct sw_request *request, const char *const *named, size_t count,
		       struct sw_sandbox *sandbox, struct sw_err *err) {
	static const char *const here_only[] = {"."};
	char here[PATH_MAX];
	struct sw_map allowed = {0};
	if (count == 0) {
		named = here_only;
		count = 1;
	}
	const char *standing = getcwd(here, sizeof here) ? here : NULL;
	request->targets = SW_NEW_ARRAY(arena, struct sw_request_target, count);
	request->target_count = count;
	for (size_t i = 0; i < count; i++)
		if (resolve_one(arena, &request->targets[i], named[i], i ? &request->targets[i - 1] : NULL, standing, request->images, err) < 0 ||
		    allow(sandbox, &allowed, arena, request->targets[i].root, err) < 0)
			return -1;
	/* What an image holds has no say in how it is judged. */
	const struct sw_request_target *first = &request->targets[0];
	const char *around = first->image && !first->file ? folder_of(arena, first->root) : first->root;
	if (find_around(arena, request, around, sandbox, &allowed, err) < 0)
		return -1;
	if ((request->policy && allow(sandbox, &allowed, arena, request->policy, err) < 0) ||
	    (request->official && allow(sandbox, &allowed, arena, request->official, err) < 0))
		return -1;
	return request->baseline ? allow(sandbox, &allowed, arena, request->baseline, err) : 0;
}
