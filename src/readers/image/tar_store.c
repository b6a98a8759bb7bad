/* One pass over an archive: what may be a manifest, an index or a configuration is kept, everything else is passed over
 * by seeking. */
#include "base/limits.h"
#include "formats/tar.h"
#include "readers/image/store.h"
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

struct source {
	int fd;
	uint64_t left; /* bytes of the file behind the place where it stands */
};

static int64_t read_some(void *context, void *p, size_t n) {
	struct source *source = context;
	ssize_t got;
	do
		got = read(source->fd, p, n);
	while (got < 0 && errno == EINTR);
	if (got > 0)
		source->left -= (uint64_t)got < source->left ? (uint64_t)got : source->left;
	return got;
}

/* Seeking behind the end would succeed: the size is asked first. */
static bool skip_some(void *context, uint64_t n) {
	struct source *source = context;
	if (n > source->left || n > INT64_MAX || lseek(source->fd, (off_t)n, SEEK_CUR) < 0)
		return false;
	source->left -= n;
	return true;
}

static bool begins_document(const char *p, size_t n) {
	struct sw_str start = sw_str_trim(sw_str(p, n));
	return start.n && (start.p[0] == '{' || start.p[0] == '[');
}

static bool is_document_name(struct sw_str name) {
	return sw_str_is(name, "oci-layout") || sw_str_ends(name, SW_S(".json")) || sw_str_is(name, "repositories");
}

static void refuse(struct sw_image_store *store, struct sw_str name, const char *why) {
	struct sw_arena *arena = &store->set->arena;
	static char yes;
	sw_map_put(arena, &store->refused, sw_arena_str(arena, name), &yes);
	if (is_document_name(name))
		sw_image_say(store, SW_DIAG_ERROR, "image-document-unreadable", "%.*s: %s", SW_ARG(name), why);
}

/* Reads the start of the body; when it is a document, all of it. */
static void keep_entry(struct sw_image_store *store, struct sw_tar *tar, const struct sw_tar_entry *entry) {
	struct sw_arena *arena = &store->set->arena;
	char start[64];
	if (entry->size > SW_LIMIT_IMAGE_BLOB_BYTES) {
		refuse(store, entry->name, "too large to be a document");
		return;
	}
	size_t n = sw_tar_body(tar, start, sizeof start);
	if (!begins_document(start, n) && !(n == 0 && is_document_name(entry->name))) {
		refuse(store, entry->name, "holds no JSON");
		return;
	}
	if (store->bytes + entry->size > SW_LIMIT_IMAGE_BLOBS_BYTES) {
		refuse(store, entry->name, "too many documents in one archive");
		return;
	}
	char *p = sw_arena_alloc(arena, (size_t)entry->size + 1);
	memcpy(p, start, n);
	size_t size = n + sw_tar_body(tar, p + n, (size_t)entry->size - n);
	if (tar->broken)
		return;
	store->bytes += size;
	struct sw_str *text = SW_NEW(arena, struct sw_str);
	*text = sw_str(p, size);
	/* The last of two with one name is what unpacking would leave. */
	if (sw_map_put(arena, &store->kept, sw_arena_str(arena, entry->name), text))
		sw_image_say(store, SW_DIAG_WARNING, "image-document-twice", "%.*s is there twice; the last one holds", SW_ARG(entry->name));
}

/* The last of two with one name is what unpacking would leave. */
static void place_entry(struct sw_image_store *store, const struct sw_tar *tar, const struct sw_tar_entry *entry) {
	struct sw_arena *arena = &store->set->arena;
	bool link = entry->kind == SW_TAR_SYMLINK || entry->kind == SW_TAR_HARD_LINK;
	if (entry->outside || entry->sparse || (entry->kind != SW_TAR_FILE && !link) || ++store->place_count > SW_LIMIT_IMAGE_MEMBERS)
		return;
	struct sw_image_place *place = SW_NEW(arena, struct sw_image_place);
	*place = (struct sw_image_place){.offset = tar->offset, .size = entry->size, .symbolic = entry->kind == SW_TAR_SYMLINK,
					 .link = link ? sw_arena_str(arena, entry->link) : (struct sw_str){0}};
	sw_map_put(arena, &store->places, sw_arena_str(arena, entry->name), place);
}

/* Folders that systems have at their top; an archive of images has none of them. */
static unsigned system_folder(struct sw_str name) {
	static const char *const folders[] = {"bin", "etc", "home", "lib", "opt", "root", "sbin", "usr", "var"};
	struct sw_str first = sw_str_sub(name, 0, sw_str_find_byte(name, '/'));
	for (unsigned i = 0; i < sizeof folders / sizeof *folders; i++)
		if (sw_str_is(first, folders[i]))
			return 1u << i;
	return 0;
}

void sw_image_store_fill(struct sw_image_store *store, int fd) {
	struct stat st;
	struct source source = {fd, 0};
	off_t at = lseek(fd, 0, SEEK_CUR);
	if (at >= 0 && fstat(fd, &st) == 0 && st.st_size > at)
		source.left = (uint64_t)(st.st_size - at);
	struct sw_tar tar;
	struct sw_tar_entry entry;
	sw_tar_start(&tar, &store->set->arena, (struct sw_tar_input){&source, read_some, skip_some}, &store->set->diags);
	while (sw_tar_next(&tar, &entry)) {
		place_entry(store, &tar, &entry);
		store->system_folders |= system_folder(entry.name);
		/* What stands in a system's folders is none of ours. */
		if (entry.kind == SW_TAR_FILE && !entry.outside && !entry.sparse && !system_folder(entry.name))
			keep_entry(store, &tar, &entry);
	}
	store->broken = tar.broken;
}
