/* volumes: and tmpfs: of a service, short and long form. Called by the service's table. */
#include "readers/compose/parts.h"
#include "readers/compose/paths.h"

/* "C:" at the start, as Compose sees drives: a letter and a colon. */
static bool is_drive(struct sw_str source) {
	return source.n > 1 && sw_is_alpha(source.p[0]) && source.p[1] == ':';
}

/* Compose takes what starts so for a path, everything else for the name of a volume. */
static bool is_path(struct sw_str source) {
	return source.n && (source.p[0] == '.' || source.p[0] == '/' || source.p[0] == '~' ||
			    sw_str_starts(source, SW_S("\\\\")) || is_drive(source));
}

/* What an unresolved source can be: with a slash, or from a folder of the shell, it is a path; else nobody knows. */
static enum sw_mount_kind guess_kind(struct sw_str source) {
	if (is_path(source) || sw_str_find_byte(source, '/') != SW_NPOS)
		return SW_MOUNT_BIND;
	static const char *const folders[] = {"$PWD", "${PWD}", "$HOME", "${HOME}"};
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		if (sw_str_is(source, folders[i]))
			return SW_MOUNT_BIND;
	return SW_MOUNT_OTHER;
}

static struct sw_str host_path(struct sw_compose_reader *r, struct sw_str source, bool known) {
	bool absolute = known && source.n && source.p[0] == '/';
	return absolute ? sw_compose_path_clean(r->arena, source) : (struct sw_str){0};
}

/* Takes the next section of the short form; a drive's colon does not end it. */
static bool next_section(struct sw_str *rest, struct sw_str *section) {
	struct sw_str whole = *rest, more;
	if (!sw_compose_cut(rest, ':', section))
		return false;
	if (section->n == 1 && sw_is_alpha(section->p[0]) && sw_compose_cut(rest, ':', &more))
		*section = sw_str_sub(whole, 0, 2 + more.n);
	return true;
}

struct sw_str sw_compose_volume_target(struct sw_str text) {
	struct sw_str rest = text, first = {0}, second;
	(void)next_section(&rest, &first);
	return next_section(&rest, &second) ? second : first;
}

static void read_option(struct sw_mount *mount, struct sw_str option) {
	static const char *const propagations[] = {"rprivate", "private", "rshared", "shared", "rslave", "slave"};
	if (sw_str_is(option, "ro"))
		mount->read_only = SW_YES;
	else if (sw_str_is(option, "rw"))
		mount->read_only = SW_NO;
	else if (sw_str_find_byte(option, '$') != SW_NPOS)
		mount->read_only = SW_UNKNOWN;
	for (size_t i = 0; i < sizeof propagations / sizeof *propagations; i++)
		if (sw_str_is(option, propagations[i]))
			mount->propagation = sw_str_of(propagations[i]);
}

static void settle_kind(struct sw_compose_reader *r, struct sw_mount *mount) {
	bool open = sw_str_find_byte(mount->source, '$') != SW_NPOS && !mount->known;
	if (mount->source.n == 0)
		mount->kind = SW_MOUNT_ANONYMOUS;
	else if (open)
		mount->kind = guess_kind(mount->source);
	else
		mount->kind = is_path(mount->source) ? SW_MOUNT_BIND : SW_MOUNT_VOLUME;
	if (mount->kind == SW_MOUNT_BIND)
		mount->host_path = host_path(r, mount->source, !open);
}

/* A relative path of a file in another folder is told as it counts from the first file's folder. */
static void settle_source(struct sw_compose_reader *r, const struct sw_node *node, struct sw_mount *mount) {
	bool relative = mount->kind == SW_MOUNT_BIND && mount->source.n && mount->source.p[0] == '.';
	if (!relative || !sw_compose_context(r, node)->prefix.n)
		return;
	struct sw_str path = sw_compose_rebase(r, node, mount->source);
	mount->source = sw_str_starts(path, SW_S(".")) ? path : sw_arena_join(r->arena, SW_S("./"), path);
}

static void read_short(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_node *node) {
	struct sw_compose_scalar scalar;
	if (!sw_compose_scalar(r, node, "a volume", &scalar))
		return;
	struct sw_str rest = scalar.text, sections[3] = {{0}}, option;
	size_t n = 0;
	bool empty = scalar.text.n == 0;
	while (n < 3 && next_section(&rest, &sections[n])) {
		empty |= sections[n].n == 0;
		n++;
	}
	if (empty || rest.p) {
		sw_compose_diag(r, SW_DIAG_WARNING, "compose-volume", scalar.at,
				"\"%.*s\" is no volume: [SOURCE:]TARGET[:OPTIONS] is expected", SW_ARG(scalar.text));
		return;
	}
	struct sw_mount mount = {.read_only = SW_NO, .known = scalar.known, .at = scalar.at};
	mount.source = n > 1 ? sections[0] : (struct sw_str){0};
	mount.target = n > 1 ? sections[1] : sections[0];
	while (n > 2 && sw_str_split(&sections[2], ',', &option))
		read_option(&mount, option);
	settle_kind(r, &mount);
	settle_source(r, node, &mount);
	*sw_push(r->arena, &w->mounts) = mount;
}

static enum sw_mount_kind long_kind(struct sw_compose_reader *r, const struct sw_node *map, struct sw_str type,
				    struct sw_str source) {
	static const struct {
		const char *name;
		enum sw_mount_kind kind;
	} kinds[] = {{"bind", SW_MOUNT_BIND}, {"tmpfs", SW_MOUNT_TMPFS}, {"npipe", SW_MOUNT_OTHER},
		     {"image", SW_MOUNT_OTHER}, {"cluster", SW_MOUNT_OTHER}};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (sw_str_is(type, kinds[i].name))
			return kinds[i].kind;
	if (sw_str_is(type, "volume"))
		return source.n ? SW_MOUNT_VOLUME : SW_MOUNT_ANONYMOUS;
	if (type.n == 0)
		sw_compose_wrong_type(r, map, "a volume", "type:");
	else if (sw_str_find_byte(type, '$') == SW_NPOS)
		sw_compose_diag(r, SW_DIAG_WARNING, "compose-volume", map->span,
				"\"%.*s\" is no type of volume: bind, volume, tmpfs, npipe, image or cluster is expected",
				SW_ARG(type));
	return SW_MOUNT_OTHER;
}

static struct sw_str tmpfs_options(struct sw_compose_reader *r, const struct sw_node *map, bool *known) {
	static const char *const keys[] = {"size", "mode"};
	struct sw_str options = {0};
	for (size_t i = 0; i < 2; i++) {
		struct sw_str value = sw_compose_find_text(r, sw_compose_get(map, "tmpfs"), keys[i], known);
		if (value.n)
			options = sw_arena_printf(r->arena, "%.*s%s%s=%.*s", SW_ARG(options), options.n ? "," : "", keys[i],
						  SW_ARG(value));
	}
	return options;
}

static void read_long(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_node *map) {
	bool known = true, flag_known = true;
	struct sw_mount mount = {.at = map->span};
	struct sw_str type = sw_compose_find_text(r, map, "type", &known);
	mount.source = sw_compose_find_text(r, map, "source", &known);
	bool source_known = known;
	mount.target = sw_compose_find_text(r, map, "target", &known);
	mount.propagation = sw_compose_find_text(r, sw_compose_get(map, "bind"), "propagation", &flag_known);
	mount.kind = long_kind(r, map, type, mount.source);
	const struct sw_node *read_only = sw_compose_get(map, "read_only");
	mount.read_only = read_only && read_only->kind != SW_NODE_NULL ? sw_compose_bool(r, read_only, "read_only") : SW_NO;
	if (mount.kind == SW_MOUNT_TMPFS)
		mount.options = tmpfs_options(r, map, &known);
	if (mount.kind == SW_MOUNT_BIND)
		mount.host_path = host_path(r, mount.source, source_known);
	mount.known = known && flag_known;
	settle_source(r, map, &mount);
	*sw_push(r->arena, &w->mounts) = mount;
}

void sw_compose_read_volumes(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	const struct sw_node *list = member->value;
	if (list->kind != SW_NODE_LIST) {
		if (list->kind != SW_NODE_NULL)
			sw_compose_wrong_type(r, list, "volumes", "a list");
		return;
	}
	for (uint32_t i = 0; i < list->count; i++) {
		if (list->items[i]->kind == SW_NODE_MAP)
			read_long(r, w, list->items[i]);
		else
			read_short(r, w, list->items[i]);
	}
}

void sw_compose_read_tmpfs(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	struct sw_compose_scalars list = sw_compose_list(r, member->value, true, "tmpfs");
	for (size_t i = 0; i < list.n; i++) {
		struct sw_str rest = list.v[i].text, target = {0};
		(void)sw_compose_cut(&rest, ':', &target);
		*sw_push(r->arena, &w->mounts) = (struct sw_mount){.kind = SW_MOUNT_TMPFS, .target = target, .options = rest,
			.read_only = SW_NO, .known = list.v[i].known, .at = list.v[i].at};
	}
}
