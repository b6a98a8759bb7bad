#include "readers/dockerfile/ignore.h"
#include <fnmatch.h>

/* One pattern against one name at the top of the context. Slashes in front and "**" parts match nothing there. */
static bool matches(struct sw_arena *arena, struct sw_str pattern, const char *name) {
	while (sw_str_starts(pattern, SW_S("/")) || sw_str_starts(pattern, SW_S("./")))
		pattern = sw_str_from(pattern, pattern.p[0] == '/' ? 1 : 2);
	while (sw_str_starts(pattern, SW_S("**/")))
		pattern = sw_str_from(pattern, 3);
	while (sw_str_ends(pattern, SW_S("/")) || sw_str_ends(pattern, SW_S("/**")))
		pattern.n -= sw_str_ends(pattern, SW_S("/")) ? 1 : 3;
	/* A pattern of more than a file name's length matches no name; fnmatch is not linear in long ones. */
	if (!pattern.n || pattern.n > 255 || sw_str_find_byte(pattern, '/') != SW_NPOS)
		return false;
	return fnmatch(sw_arena_str(arena, pattern).p, name, 0) == 0;
}

static bool ignored(struct sw_arena *arena, struct sw_str text, const char *name) {
	struct sw_str line;
	bool out = false;
	while (sw_str_split(&text, '\n', &line)) {
		line = sw_str_trim(line);
		bool back_in = sw_str_starts(line, SW_S("!"));
		if (!line.n || line.p[0] == '#')
			continue;
		if (matches(arena, back_in ? sw_str_from(line, 1) : line, name))
			out = !back_in;
	}
	return out;
}

enum sw_tri sw_read_ignore(struct sw_arena *arena, const struct sw_dockerfile_files *files, struct sw_str dockerfile,
			   struct sw_str *text) {
	if (!files)
		return SW_UNKNOWN;
	if (files->no_ignores)
		return SW_NO;
	struct sw_str own = sw_arena_join(arena, sw_str_basename(dockerfile), SW_S(".dockerignore"));
	if (files->read(files->ctx, arena, own, text) < 0 && files->read(files->ctx, arena, SW_S(".dockerignore"), text) < 0) {
		*text = (struct sw_str){0};
		return SW_NO;
	}
	return ignored(arena, *text, ".git") && ignored(arena, *text, ".env") ? SW_YES : SW_NO;
}
