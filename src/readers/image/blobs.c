#include "readers/image/blobs.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "readers/image/parts.h"

enum { LINKS = 8 }; /* that lead to each other */

static bool is_digest_of(struct sw_str digest, const char *algorithm, size_t digits) {
	struct sw_str prefix = sw_str_of(algorithm);
	return digest.n == prefix.n + digits && sw_str_starts(digest, prefix) && sw_str_is_lower_hex(sw_str_from(digest, prefix.n));
}

/* "blobs/sha256/HEX"; empty when it is no digest that a layout has a place for. */
static struct sw_str name_of(struct sw_arena *arena, struct sw_str digest) {
	if (!is_digest_of(digest, "sha256:", 64) && !is_digest_of(digest, "sha512:", 128))
		return (struct sw_str){0};
	return sw_arena_printf(arena, "blobs/%.6s/%.*s", digest.p, SW_ARG(sw_str_from(digest, 7)));
}

/* The name that a link means: of a symbolic one from its own folder, of a hard one from the archive's top. Empty: it leads
 * out. */
static struct sw_str follow(struct sw_arena *arena, struct sw_str name, const struct sw_image_place *place) {
	struct sw_str rest = place->link, part, folder = place->symbolic ? sw_str_dirname(name) : (struct sw_str){0};
	if (sw_str_starts(rest, SW_S("/")))
		return (struct sw_str){0};
	while (sw_str_split(&rest, '/', &part)) {
		if (!part.n || sw_str_is(part, "."))
			continue;
		if (sw_str_is(part, "..") && !folder.n)
			return (struct sw_str){0};
		folder = sw_str_is(part, "..") ? sw_str_dirname(folder)
					       : folder.n ? sw_arena_printf(arena, "%.*s/%.*s", SW_ARG(folder), SW_ARG(part)) : part;
	}
	return folder;
}

/* Whether a name in a list leads to a file beneath the folder, and to no other place on the way. */
static bool leads_down(struct sw_str name) {
	struct sw_str part;
	bool down = name.n && sw_str_find_byte(name, '\0') == SW_NPOS;
	while (down && sw_str_split(&name, '/', &part))
		down = part.n && !sw_str_is(part, ".") && !sw_str_is(part, "..");
	return down;
}

/* Finds the bytes: a file of the layout, or a piece of the archive. blob->file stays empty when they are not there. */
static void place_blob(struct sw_image_store *store, struct sw_str name, struct sw_blob *blob) {
	struct sw_arena *arena = &store->set->arena;
	const struct sw_image_place *place = NULL;
	if (store->files && !leads_down(name))
		return;
	if (store->files) {
		blob->file = store->place.n ? sw_arena_printf(arena, "%.*s/%.*s", SW_ARG(store->place), SW_ARG(name)) : name;
		blob->size = UINT64_MAX;
		return;
	}
	for (unsigned i = 0; i < LINKS && name.n; i++) {
		place = sw_map_get(&store->places, name);
		if (!place || !place->link.n)
			break;
		name = follow(arena, name, place);
		place = NULL;
	}
	if (!place)
		return;
	blob->file = store->place;
	blob->offset = place->offset;
	blob->size = place->size;
}

static bool has_room(struct sw_image_store *store, uint32_t count) {
	if (count <= SW_LIMIT_LAYERS)
		return true;
	sw_image_say(store, SW_DIAG_ERROR, "image-too-many-layers", "an image lists %u layers; those behind number %d were not read", count,
		     SW_LIMIT_LAYERS);
	return false;
}

void sw_image_read_blobs(struct sw_image_store *store, const struct sw_node *layers, struct sw_image *image) {
	struct sw_arena *arena = &store->set->arena;
	uint32_t count = sw_node_is(layers, SW_NODE_LIST) ? layers->count : 0;
	if (!has_room(store, count))
		count = SW_LIMIT_LAYERS;
	for (uint32_t i = 0; i < count; i++) {
		const struct sw_node *size = sw_image_get(layers->items[i], "size");
		struct sw_blob *blob = sw_push(arena, &image->blobs);
		blob->digest = sw_image_get_text(layers->items[i], "digest");
		blob->type = sw_image_get_text(layers->items[i], "mediaType");
		struct sw_str name = name_of(arena, blob->digest);
		if (name.n)
			place_blob(store, name, blob);
		else
			sw_image_say(store, SW_DIAG_ERROR, "image-digest-invalid", "layer %u has no digest that names a blob; it was not read", i + 1);
		if (blob->size != UINT64_MAX && blob->file.n && sw_node_is(size, SW_NODE_INT) && !size->big && size->integer >= 0 &&
		    (uint64_t)size->integer != blob->size)
			sw_image_say(store, SW_DIAG_ERROR, "image-size-mismatch", "layer %u has %llu bytes and should have %lld", i + 1,
				     (unsigned long long)blob->size, (long long)size->integer);
	}
}

void sw_image_read_members(struct sw_image_store *store, const struct sw_node *names, struct sw_image *image) {
	struct sw_arena *arena = &store->set->arena;
	uint32_t count = sw_node_is(names, SW_NODE_LIST) ? names->count : 0;
	if (!has_room(store, count))
		count = SW_LIMIT_LAYERS;
	for (uint32_t i = 0; i < count; i++) {
		struct sw_str name = names->items[i]->kind == SW_NODE_STRING ? names->items[i]->text : (struct sw_str){0};
		struct sw_blob *blob = sw_push(arena, &image->blobs);
		/* As blobs are named by newer engines, and files by skopeo; old engines name folders after nothing that verifies. */
		struct sw_str base = sw_str_basename(name);
		if (sw_str_starts(name, SW_S("blobs/sha256/"))) {
			struct sw_str digest = sw_arena_join(arena, SW_S("sha256:"), base);
			blob->digest = sw_sha256_digest(digest) ? digest : (struct sw_str){0};
		}
		if (name.n)
			place_blob(store, name, blob);
	}
}

void sw_image_count_blobs(struct sw_image_store *store, const struct sw_image *image) {
	if (image->blobs.n == image->layers.n)
		return;
	sw_image_say(store, SW_DIAG_ERROR, "image-layer-count", "the manifest lists %zu layer%s and the configuration %zu: one of them is not this image's",
		     image->blobs.n, image->blobs.n == 1 ? "" : "s", image->layers.n);
}
