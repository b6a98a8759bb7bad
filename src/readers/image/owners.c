/* Which package owns a file. Databases list millions of files and few are asked about: so those are put into a map, and the
 * lists pass by it once. */
#include "base/map.h"
#include "readers/image/gather.h"

struct claim {
	uint32_t owner; /* number + 1 of a package */
};

struct owners {
	struct sw_arena *arena;
	const struct sw_contents *contents;
	struct sw_map claims;   /* path → struct claim * */
	struct sw_map packages; /* type and name → number + 1 */
};

/* Folders that many systems have made one: a list may name a file by the other of its two names. */
static const struct {
	struct sw_str here, there;
} merged[] = {
	{SW_SI("usr/bin/"), SW_SI("bin/")},       {SW_SI("usr/sbin/"), SW_SI("sbin/")},     {SW_SI("usr/lib/"), SW_SI("lib/")},
	{SW_SI("usr/lib64/"), SW_SI("lib64/")},   {SW_SI("usr/lib32/"), SW_SI("lib32/")},   {SW_SI("usr/libx32/"), SW_SI("libx32/")},
	{SW_SI("usr/bin/"), SW_SI("usr/sbin/")},  {SW_SI("usr/bin/"), SW_SI("sbin/")},
};
enum { MERGED = sizeof merged / sizeof *merged };

/* The other name of a path by row `i`; empty: it has none. */
static struct sw_str other_name(struct sw_arena *arena, struct sw_str path, size_t i) {
	if (sw_str_starts(path, merged[i].here))
		return sw_arena_join(arena, merged[i].there, sw_str_from(path, merged[i].here.n));
	if (sw_str_starts(path, merged[i].there))
		return sw_arena_join(arena, merged[i].here, sw_str_from(path, merged[i].there.n));
	return (struct sw_str){0};
}

static void ask_one(struct owners *owners, struct sw_str path) {
	if (path.n && !sw_map_get(&owners->claims, path))
		sw_map_put(owners->arena, &owners->claims, path, SW_NEW(owners->arena, struct claim));
}

static void ask(struct owners *owners, struct sw_str path) {
	path = sw_outer_path(path);
	if (sw_map_get(&owners->claims, path))
		return;
	ask_one(owners, path);
	for (size_t i = 0; i < MERGED; i++)
		ask_one(owners, other_name(owners->arena, path, i));
}

static uint32_t answer_one(const struct owners *owners, struct sw_str path) {
	const struct claim *claim = path.n ? sw_map_get(&owners->claims, path) : NULL;
	return claim ? claim->owner : 0;
}

/* The very name comes first: where the folders are two, both names may be files. */
static uint32_t answer(const struct owners *owners, struct sw_str path) {
	path = sw_outer_path(path);
	uint32_t owner = answer_one(owners, path);
	for (size_t i = 0; !owner && i < MERGED; i++)
		owner = answer_one(owners, other_name(owners->arena, path, i));
	return owner;
}

static struct sw_str key_of(struct sw_arena *arena, unsigned type, struct sw_str name) {
	return sw_arena_printf(arena, "%u:%.*s", type, SW_ARG(name));
}

static void pass_lists(struct owners *owners) {
	const struct sw_contents *contents = owners->contents;
	for (size_t l = contents->layers.n; l-- > 0;) {
		const struct sw_owned_list *list = &contents->layers.v[l].account->owned;
		struct sw_str last = {0};
		uint32_t number = 0;
		unsigned type = SW_PACKAGE_NONE;
		for (size_t i = 0; i < list->n; i++) {
			struct claim *claim = sw_map_get(&owners->claims, list->v[i].path);
			if (!claim || claim->owner)
				continue;
			/* Files of one package come one behind the other. */
			if (type != list->v[i].type || !sw_str_eq(last, list->v[i].package))
				number = (uint32_t)(uintptr_t)sw_map_get(&owners->packages, key_of(owners->arena, list->v[i].type, list->v[i].package));
			last = list->v[i].package;
			type = list->v[i].type;
			claim->owner = number;
		}
	}
}

void sw_owners_find(struct sw_arena *scratch, struct sw_contents *contents) {
	struct owners owners = {.arena = scratch, .contents = contents};
	size_t lists = 0;
	for (size_t l = 0; l < contents->layers.n; l++)
		lists += contents->layers.v[l].account->owned.n;
	if (!lists)
		return;
	for (size_t i = 0; i < contents->files.n; i++)
		ask(&owners, contents->files.v[i].notable.entry.path);
	for (size_t i = 0; i < contents->secrets.n; i++)
		ask(&owners, contents->secrets.v[i].secret.path);
	for (size_t i = contents->packages.n; i-- > 0;) {
		ask(&owners, contents->packages.v[i].path);
		struct sw_str key = key_of(scratch, contents->packages.v[i].type, contents->packages.v[i].name);
		sw_map_put(scratch, &owners.packages, key, (void *)(uintptr_t)(i + 1));
	}
	pass_lists(&owners);
	for (size_t i = 0; i < contents->files.n; i++)
		contents->files.v[i].owner = answer(&owners, contents->files.v[i].notable.entry.path);
	for (size_t i = 0; i < contents->secrets.n; i++)
		contents->secrets.v[i].owner = answer(&owners, contents->secrets.v[i].secret.path);
	for (size_t i = 0; i < contents->packages.n; i++)
		contents->packages.v[i].owner = answer(&owners, contents->packages.v[i].path);
}
