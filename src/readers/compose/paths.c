#include "readers/compose/paths.h"

/* Drops the last part of what is written so far; false when there is none that could be dropped. */
static bool drop_part(const char *out, size_t *n, size_t root) {
	struct sw_str so_far = sw_str(out + root, *n - root);
	if (so_far.n == 0 || sw_str_is(so_far, "..") || sw_str_ends(so_far, SW_S("/..")))
		return false;
	size_t slash = sw_str_rfind_byte(so_far, '/');
	*n = root + (slash == SW_NPOS ? 0 : slash);
	return true;
}

struct sw_str sw_compose_path_clean(struct sw_arena *arena, struct sw_str path) {
	char *out = sw_arena_alloc(arena, path.n + 2);
	size_t root = path.n && path.p[0] == '/', n = root;
	if (root)
		out[0] = '/';
	struct sw_str rest = path, part;
	while (sw_str_split(&rest, '/', &part)) {
		if (part.n == 0 || sw_str_is(part, "."))
			continue;
		if (sw_str_is(part, "..") && (drop_part(out, &n, root) || root))
			continue;
		if (n > root)
			out[n++] = '/';
		memcpy(out + n, part.p, part.n);
		n += part.n;
	}
	if (n == 0)
		out[n++] = '.';
	return sw_str(out, n);
}

struct sw_str sw_compose_path_join(struct sw_arena *arena, struct sw_str folder, struct sw_str path) {
	if (folder.n == 0 || (path.n && path.p[0] == '/'))
		return sw_compose_path_clean(arena, path);
	return sw_compose_path_clean(arena, sw_arena_printf(arena, "%.*s/%.*s", SW_ARG(folder), SW_ARG(path)));
}

bool sw_compose_path_inside(struct sw_str clean) {
	return clean.n && clean.p[0] != '/' && !sw_str_is(clean, "..") && !sw_str_starts(clean, SW_S("../"));
}

struct sw_str sw_compose_path_folder(struct sw_str path) {
	size_t slash = sw_str_rfind_byte(path, '/');
	return slash == SW_NPOS ? (struct sw_str){0} : sw_str_sub(path, 0, slash ? slash : 1);
}
