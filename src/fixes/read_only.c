#include "fixes/fixer.h"
#include "knowledge/images.h"

static const char *folders_of(const struct sw_service *service) {
	return sw_image_writes(&service->workload->image.ref);
}

static bool mounted(const struct sw_service *service, struct sw_str folder) {
	for (size_t i = 0; i < service->mounts.n; i++)
		if (sw_str_eq(service->mounts.v[i].target, folder))
			return true;
	return false;
}

/* "tmpfs:|  - FOLDER…" of all that is not mounted yet; NULL: there is such a mount already, to which people add. */
static const char *tmpfs_lines(const struct sw_fixing *fixing) {
	const struct sw_service *service = fixing->service;
	for (size_t i = 0; i < service->workload->mounts.n; i++)
		if (service->workload->mounts.v[i].kind == SW_MOUNT_TMPFS)
			return NULL;
	struct sw_str lines = SW_S("tmpfs:");
	struct sw_str rest = sw_arena_printf(fixing->arena, "/tmp %s", folders_of(service)), folder;
	while (sw_str_split(&rest, ' ', &folder))
		if (folder.n && !mounted(service, folder))
			lines = sw_arena_printf(fixing->arena, "%.*s|  - %.*s", SW_ARG(lines), SW_ARG(folder));
	return lines.n > sizeof "tmpfs:" ? lines.p : "";
}

const char *sw_fixing_folders(const struct sw_fixing *fixing) {
	const char *lines = *folders_of(fixing->service) ? tmpfs_lines(fixing) : NULL;
	return lines && *lines ? lines : NULL;
}

void sw_fix_read_only(struct sw_fixing *fixing) {
	const char *tmpfs = fixing->service ? tmpfs_lines(fixing) : NULL;
	if (!tmpfs)
		return;
	fixing->fix->title = SW_S("Make the root file system read-only, with the folders it writes to in memory");
	fixing->fix->caution = SW_S("the software fails where it writes anywhere else; what it writes to these folders is lost on restart");
	sw_fixing_service(fixing, *tmpfs ? sw_arena_printf(fixing->arena, "read_only: true|%s", tmpfs).p : "read_only: true");
}
