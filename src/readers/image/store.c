#include "readers/image/store.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include <stdarg.h>
#include <unistd.h>

void sw_image_say(struct sw_image_store *store, enum sw_diag_level level, const char *code, const char *format, ...) {
	va_list args;
	va_start(args, format);
	struct sw_str text = sw_arena_vprintf(&store->set->arena, format, args);
	va_end(args);
	sw_diag_add(&store->set->diags, level, code, (struct sw_span){0}, "%.*s", SW_ARG(text));
}

static enum sw_image_found from_folder(struct sw_image_store *store, struct sw_str name, struct sw_str *text) {
	struct sw_arena *arena = &store->set->arena;
	struct sw_arena_catch catch;
	struct sw_err err = {0};
	int fd = store->files->open(store->files->context, arena, name);
	if (fd < 0)
		return SW_IMAGE_MISSING;
	if (!SW_ARENA_TRY(arena, &catch)) {
		close(fd);
		sw_arena_throw(arena);
	}
	int result = sw_read_all(arena, fd, SW_LIMIT_IMAGE_BLOB_BYTES, text, &err);
	sw_arena_leave(arena, &catch);
	close(fd);
	if (result < 0)
		sw_image_say(store, SW_DIAG_ERROR, "image-document-unreadable", "%.*s: %s", SW_ARG(name), err.text);
	return result < 0 ? SW_IMAGE_REFUSED : SW_IMAGE_FOUND;
}

enum sw_image_found sw_image_document(struct sw_image_store *store, struct sw_str name, struct sw_str *text) {
	if (store->files)
		return from_folder(store, name, text);
	const struct sw_str *kept = sw_map_get(&store->kept, name);
	if (kept) {
		*text = *kept;
		return SW_IMAGE_FOUND;
	}
	return sw_map_get(&store->refused, name) ? SW_IMAGE_REFUSED : SW_IMAGE_MISSING;
}

bool sw_image_verified(struct sw_image_store *store, struct sw_str digest, struct sw_str name, struct sw_str text) {
	char hex[65];
	struct sw_sha256 sha;
	sw_sha256_start(&sha);
	sw_sha256_add(&sha, text);
	sw_sha256_hex(&sha, hex);
	if (sw_str_is(sw_str_from(digest, 7), hex))
		return true;
	sw_image_say(store, SW_DIAG_ERROR, "image-digest-mismatch",
		     "%.*s holds other bytes than its digest says (sha256:%s); what it describes is not believed", SW_ARG(name), hex);
	return false;
}

bool sw_image_blob(struct sw_image_store *store, struct sw_str digest, int64_t size, struct sw_str *text) {
	if (!sw_sha256_digest(digest)) {
		sw_image_say(store, SW_DIAG_ERROR, "image-digest-invalid", "\"%.*s\" is no SHA-256 digest; what it names was not read",
			     (int)(digest.n < 200 ? digest.n : 200), digest.p);
		return false;
	}
	struct sw_str name = sw_arena_join(&store->set->arena, SW_S("blobs/sha256/"), sw_str_from(digest, 7));
	enum sw_image_found found = sw_image_document(store, name, text);
	if (found == SW_IMAGE_MISSING)
		sw_image_say(store, SW_DIAG_ERROR, "image-blob-missing", "%.*s is named and is not there", SW_ARG(name));
	if (found == SW_IMAGE_REFUSED)
		sw_image_say(store, SW_DIAG_ERROR, "image-blob-unreadable", "%.*s is no document that could be read", SW_ARG(name));
	if (found != SW_IMAGE_FOUND)
		return false;
	if (size >= 0 && (uint64_t)size != text->n) {
		sw_image_say(store, SW_DIAG_ERROR, "image-size-mismatch",
			     "%.*s has %zu bytes and should have %lld; what it describes is not believed", SW_ARG(name), text->n, (long long)size);
		return false;
	}
	return sw_image_verified(store, digest, name, *text);
}
