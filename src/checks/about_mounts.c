#include "checks/about_mounts.h"

/* What follows a prefix that stands for a home; false when there is none. */
static bool below_home(struct sw_str source, struct sw_str *rest) {
	static const char *const homes[] = {"~", "$HOME", "${HOME}"};
	for (size_t i = 0; i < sizeof homes / sizeof *homes; i++) {
		struct sw_str home = sw_str_of(homes[i]);
		*rest = sw_str_from(source, home.n);
		if (sw_str_starts(source, home) && (!rest->n || rest->p[0] == '/'))
			return true;
	}
	return false;
}

struct sw_str sw_mount_path(struct sw_arena *arena, const struct sw_mount *mount) {
	struct sw_str rest;
	if (mount->kind != SW_MOUNT_BIND)
		return (struct sw_str){0};
	if (!mount->host_path.n && below_home(mount->source, &rest) && sw_str_find_byte(rest, '$') == SW_NPOS)
		return sw_path_clean(arena, sw_arena_join(arena, SW_S("/home/~"), rest));
	return mount->host_path;
}

bool sw_mount_of_project(const struct sw_mount *mount) {
	static const char *const starts[] = {".", "$PWD", "${PWD}"};
	for (size_t i = 0; mount->kind == SW_MOUNT_BIND && i < sizeof starts / sizeof *starts; i++)
		if (sw_str_starts(mount->source, sw_str_of(starts[i])))
			return true;
	/* The long form takes a relative path without a dot. */
	return mount->kind == SW_MOUNT_BIND && mount->known && !mount->host_path.n && mount->source.n && mount->source.p[0] != '~';
}

bool sw_mount_hidden(const struct sw_mount *mount) {
	struct sw_str rest;
	bool bind = mount->kind == SW_MOUNT_BIND || mount->kind == SW_MOUNT_OTHER;
	return bind && !mount->known && !mount->host_path.n && !below_home(mount->source, &rest) && !sw_mount_of_project(mount);
}
