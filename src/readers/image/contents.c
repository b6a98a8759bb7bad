#include "readers/image/contents.h"
#include "base/limits.h"
#include "readers/image/gather.h"
#include "readers/image/list.h"
#include "secrets/find.h"

/* Stands for a layer that nobody read. */
static const struct sw_layer_account unread = {.partial = SW_PARTIAL_MISSING};

static bool differs(struct sw_str named, struct sw_str computed) {
	return named.n && computed.n && !sw_str_eq(named, computed);
}

/* Each entry of the history that is not empty made a layer; where the numbers differ, nobody knows which one. */
static void tell_history(struct sw_factset *set, const struct sw_image *image, struct sw_contents *contents) {
	size_t made = 0;
	for (size_t i = 0; i < image->entries.n; i++)
		made += !image->entries.v[i].empty;
	if (made != contents->layers.n)
		return;
	for (size_t i = 0, l = 0; i < image->entries.n; i++) {
		const struct sw_image_entry *entry = &image->entries.v[i];
		if (entry->empty)
			continue;
		struct sw_image_layer *layer = &contents->layers.v[l++];
		layer->history = (uint32_t)i + 1;
		layer->at = entry->at;
		layer->created_by = sw_secret_mask(&set->arena, sw_span_text(&set->sources, entry->at));
	}
}

static void start_layers(struct sw_factset *set, const struct sw_image *image, const struct sw_layer_account *const *accounts, size_t n,
			 struct sw_contents *contents) {
	contents->complete = contents->searched = n > 0;
	if (image->layers.n && image->layers.n != n)
		contents->complete = false;
	for (size_t i = 0; i < n; i++) {
		struct sw_image_layer *layer = sw_push(&set->arena, &contents->layers);
		layer->account = accounts[i] ? accounts[i] : &unread;
		layer->digest = i < image->blobs.n ? image->blobs.v[i].digest : (struct sw_str){0};
		layer->diff_id = i < image->layers.n ? image->layers.v[i] : (struct sw_str){0};
		layer->blob_differs = differs(layer->digest, layer->account->blob);
		layer->diff_differs = differs(layer->diff_id, layer->account->diff_id);
		if (layer->account->partial != SW_PARTIAL_NOT || layer->blob_differs || layer->diff_differs)
			contents->complete = false;
		contents->searched = contents->searched && layer->account->searched;
	}
	tell_history(set, image, contents);
}

/* What of a layer's files the final image still has. A hard link is a file, too, but its bytes are counted elsewhere. */
static void count_files(struct sw_merge *merge, struct sw_contents *contents, struct sw_image_layer *layer) {
	struct sw_layer_names it;
	struct sw_layer_entry entry;
	sw_layer_names_start(&it, merge->arena, layer->account->names);
	while (sw_layer_names_next(&it, &entry)) {
		if (entry.kind != SW_ENTRY_FILE && entry.kind != SW_ENTRY_HARD_LINK)
			continue;
		uint64_t bytes = entry.kind == SW_ENTRY_FILE ? entry.size : 0;
		bool hidden = sw_merge_gone(merge, entry.path) != 0;
		uint64_t *files = hidden ? &layer->hidden_files : &contents->files_total;
		uint64_t *sum = hidden ? &layer->hidden_bytes : &contents->bytes_total;
		++*files;
		if (__builtin_add_overflow(*sum, bytes, sum))
			*sum = UINT64_MAX;
	}
}

/* Names that lie above the lowest layer: no name takes less than a byte, whatever a count says. */
static size_t upper_names(const struct sw_contents *contents) {
	size_t n = 0;
	for (size_t l = 1; l < contents->layers.n; l++) {
		const struct sw_layer_account *account = contents->layers.v[l].account;
		n += account->entries < account->names.n ? (size_t)account->entries : account->names.n;
	}
	return n;
}

static void lay(struct sw_factset *set, struct sw_arena *scratch, struct sw_contents *contents) {
	struct sw_merge merge;
	struct sw_gathered gathered = {.arena = scratch};
	sw_merge_start(&merge, scratch, upper_names(contents));
	for (size_t l = contents->layers.n; l-- > 0;) {
		struct sw_image_layer *layer = &contents->layers.v[l];
		count_files(&merge, contents, layer);
		sw_gather_layer(&gathered, &merge, layer->account, (uint32_t)l);
		if (l)
			sw_merge_lay(&merge, layer->account->names, (uint32_t)l);
	}
	sw_gather_finish(&gathered, &set->arena, contents);
	sw_owners_find(scratch, contents);
}

static void count_brought(struct sw_contents *contents) {
	for (size_t i = 0; i < contents->packages.n; i++)
		contents->layers.v[contents->packages.v[i].layer].packages++;
	for (size_t i = 0; i < contents->files.n; i++)
		contents->layers.v[contents->files.v[i].layer].notables++;
	for (size_t i = 0; i < contents->secrets.n; i++)
		contents->layers.v[contents->secrets.v[i].layer].secrets++;
}

/* What is worked out takes an arena of its own, which is given back whatever happens. */
static bool lay_apart(struct sw_factset *set, struct sw_contents *contents) {
	struct sw_arena scratch;
	struct sw_arena_catch catch, catch_scratch;
	volatile bool done = false;
	sw_arena_init(&scratch, set->arena.cap);
	if (!SW_ARENA_TRY(&set->arena, &catch)) {
		sw_arena_free(&scratch);
		sw_arena_throw(&set->arena);
	}
	if (SW_ARENA_TRY(&scratch, &catch_scratch)) {
		lay(set, &scratch, contents);
		sw_arena_leave(&scratch, &catch_scratch);
		done = true;
	}
	sw_arena_leave(&set->arena, &catch);
	sw_arena_free(&scratch);
	return done;
}

void sw_contents_make(struct sw_factset *set, struct sw_image *image, const struct sw_layer_account *const *accounts, size_t n) {
	struct sw_contents *contents = SW_NEW(&set->arena, struct sw_contents);
	size_t most = n < SW_LIMIT_LAYERS ? n : SW_LIMIT_LAYERS;
	start_layers(set, image, accounts, most, contents);
	if (most < n)
		contents->complete = false;
	if (!lay_apart(set, contents)) {
		sw_diag_add(&set->diags, SW_DIAG_ERROR, "image-too-large", image->at, "laying the layers of %.*s on one another takes too much memory",
			    SW_ARG(image->path));
		*contents = (struct sw_contents){0};
		start_layers(set, image, accounts, most, contents);
		contents->complete = false;
	}
	count_brought(contents);
	sw_base_find(set, image, contents);
	sw_contents_list(set, image, contents);
	image->contents = contents;
}
