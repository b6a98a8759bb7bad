#include "readers/image/compare.h"
#include "base/limits.h"
#include "base/map.h"
#include "readers/image/merge.h"
#include <stdlib.h>

/* A file of the image before; its path is known by its hash alone. */
struct slot {
	uint64_t hash; /* 0: free */
	uint64_t size;
	uint32_t sum, rights;
	uint8_t kind;
	bool seen;     /* the image after has it, too */
};

struct table {
	struct slot *slots; /* a power of two, more than there are files */
	size_t size;
};

/* The largest changes of one kind so far; their paths lie in places that are used again. */
struct largest {
	struct sw_file_change v[SW_FILE_CHANGES_KEPT];
	char *paths[SW_FILE_CHANGES_KEPT];
	size_t n;
};

struct comparing {
	struct sw_arena *scratch;
	struct table table;
	struct sw_file_changes *changes;
	struct largest largest[SW_DIFF_COUNT];
};

typedef void entry_fn(struct comparing *comparing, const struct sw_layer_entry *entry);

static struct slot *slot_of(const struct table *table, struct sw_str path) {
	uint64_t hash = sw_map_hash(path);
	hash = hash ? hash : 1;
	size_t i = hash & (table->size - 1);
	while (table->slots[i].hash && table->slots[i].hash != hash)
		i = (i + 1) & (table->size - 1);
	return &table->slots[i];
}

/* Calls `each` for every entry of the final image but folders. */
static void walk(struct comparing *comparing, const struct sw_contents *contents, entry_fn *each) {
	struct sw_merge merge;
	size_t names = 0;
	for (size_t l = 1; l < contents->layers.n; l++) {
		const struct sw_layer_account *account = contents->layers.v[l].account;
		names += account->entries < account->names.n ? (size_t)account->entries : account->names.n;
	}
	sw_merge_start(&merge, comparing->scratch, names);
	for (size_t l = contents->layers.n; l-- > 0;) {
		struct sw_layer_names it;
		struct sw_layer_entry entry;
		sw_layer_names_start(&it, comparing->scratch, contents->layers.v[l].account->names);
		while (sw_layer_names_next(&it, &entry))
			if (entry.kind != SW_ENTRY_FOLDER && entry.kind != SW_ENTRY_WHITEOUT && entry.kind != SW_ENTRY_OPAQUE &&
			    !sw_merge_gone(&merge, entry.path))
				each(comparing, &entry);
		if (l)
			sw_merge_lay(&merge, contents->layers.v[l].account->names, (uint32_t)l);
	}
}

static uint32_t rights_of(const struct sw_layer_entry *entry) {
	return (entry->mode * 0x9e3779b1u ^ entry->user) * 0x85ebca6bu ^ entry->group;
}

static void keep(struct comparing *comparing, const struct sw_layer_entry *entry) {
	struct slot *slot = slot_of(&comparing->table, entry->path);
	struct slot kept = {.hash = sw_map_hash(entry->path), .size = entry->size, .sum = entry->sum, .rights = rights_of(entry), .kind = entry->kind};
	kept.hash = kept.hash ? kept.hash : 1;
	*slot = kept;
}

/* Larger first, then by path. */
static int change_order(const struct sw_file_change *a, const struct sw_file_change *b) {
	return a->size != b->size ? a->size > b->size ? -1 : 1 : sw_str_cmp(a->path, b->path);
}

static void note(struct comparing *comparing, enum sw_image_change change, const struct sw_layer_entry *entry) {
	struct largest *largest = &comparing->largest[change];
	struct sw_file_change next = {change, entry->path, entry->size};
	comparing->changes->count[change]++;
	if (__builtin_add_overflow(comparing->changes->bytes[change], entry->size, &comparing->changes->bytes[change]))
		comparing->changes->bytes[change] = UINT64_MAX;
	bool full = largest->n == SW_FILE_CHANGES_KEPT;
	if (full && change_order(&next, &largest->v[largest->n - 1]) > 0)
		return;
	if (next.path.n > SW_LIMIT_PATH_BYTES)
		next.path.n = SW_LIMIT_PATH_BYTES;
	char *place = full ? largest->paths[largest->n - 1] : sw_arena_alloc(comparing->scratch, SW_LIMIT_PATH_BYTES);
	size_t at = full ? largest->n - 1 : largest->n++;
	if (next.path.n)
		memcpy(place, next.path.p, next.path.n);
	next.path.p = place;
	for (; at && change_order(&next, &largest->v[at - 1]) < 0; at--) {
		largest->v[at] = largest->v[at - 1];
		largest->paths[at] = largest->paths[at - 1];
	}
	largest->v[at] = next;
	largest->paths[at] = place;
}

static void hold_against(struct comparing *comparing, const struct sw_layer_entry *entry) {
	struct slot *slot = slot_of(&comparing->table, entry->path);
	if (!slot->hash) {
		note(comparing, SW_DIFF_ADDED, entry);
		return;
	}
	slot->seen = true;
	if (slot->kind != entry->kind || slot->size != entry->size || slot->sum != entry->sum || slot->rights != rights_of(entry))
		note(comparing, SW_DIFF_CHANGED, entry);
}

static void miss(struct comparing *comparing, const struct sw_layer_entry *entry) {
	if (!slot_of(&comparing->table, entry->path)->seen)
		note(comparing, SW_DIFF_REMOVED, entry);
}

/* Counted, because the table must not fill up. */
static size_t entries_of(struct sw_arena *scratch, const struct sw_contents *contents) {
	size_t n = 0;
	for (size_t l = 0; l < contents->layers.n; l++) {
		struct sw_layer_names it;
		struct sw_layer_entry entry;
		for (sw_layer_names_start(&it, scratch, contents->layers.v[l].account->names); sw_layer_names_next(&it, &entry);)
			n++;
	}
	return n;
}

static void compare(struct comparing *comparing, const struct sw_contents *before, const struct sw_contents *after) {
	size_t entries = entries_of(comparing->scratch, before);
	comparing->table.size = 16;
	while (comparing->table.size / 4 * 3 < entries)
		comparing->table.size *= 2;
	comparing->table.slots = SW_NEW_ARRAY(comparing->scratch, struct slot, comparing->table.size);
	walk(comparing, before, keep);
	walk(comparing, after, hold_against);
	walk(comparing, before, miss);
}

void sw_image_compare_files(struct sw_arena *arena, const struct sw_contents *before, const struct sw_contents *after,
			    struct sw_file_changes *changes) {
	struct sw_arena scratch;
	struct sw_arena_catch catch, catch_scratch;
	volatile bool done = false;
	struct comparing comparing = {.scratch = &scratch, .changes = changes};
	*changes = (struct sw_file_changes){0};
	sw_arena_init(&scratch, SW_LIMIT_RUN_BYTES);
	if (!SW_ARENA_TRY(arena, &catch)) {
		sw_arena_free(&scratch);
		sw_arena_throw(arena);
	}
	if (SW_ARENA_TRY(&scratch, &catch_scratch)) {
		compare(&comparing, before, after);
		for (unsigned c = 0; c < SW_DIFF_COUNT; c++)
			for (size_t i = 0; i < comparing.largest[c].n; i++) {
				struct sw_file_change *kept = sw_push(arena, &changes->largest);
				*kept = comparing.largest[c].v[i];
				kept->path = sw_arena_str(arena, kept->path);
			}
		sw_arena_leave(&scratch, &catch_scratch);
		done = true;
	}
	sw_arena_leave(arena, &catch);
	sw_arena_free(&scratch);
	if (!done)
		sw_arena_throw(arena);
}
