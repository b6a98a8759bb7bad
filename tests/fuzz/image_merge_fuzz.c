/* Any accounts may lie on one another. The first byte chooses: records of layers, each behind two bytes with its length,
 * whose contents must be in order and within bounds; or entries of layers, a few bytes each, whose counts must be those of a
 * simple model that keeps every path. */
#include "base/limits.h"
#include "base/out.h"
#include "readers/image/compare.h"
#include "readers/image/contents.h"
#include "readers/layers/names.h"
#include "readers/layers/read.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_LAYERS = 6, MOST_ENTRIES = 300 };

static void check_span(const struct sw_factset *set, struct sw_span span) {
	const struct sw_source *source = sw_source_of(&set->sources, span);
	assert(!span.source || (source && span.start <= span.end && span.end <= source->text.n));
}

static void check_contents(const struct sw_factset *set, const struct sw_contents *contents) {
	size_t layers = contents->layers.n, packages = contents->packages.n;
	for (size_t i = 0; i < contents->files.n; i++) {
		const struct sw_image_file *file = &contents->files.v[i];
		assert(file->layer < layers && file->first_layer <= file->layer && file->removed_by <= layers && file->owner <= packages);
		assert(!file->removed_by || file->removed_by > file->layer + 1);
		assert(!i || sw_str_cmp(contents->files.v[i - 1].notable.entry.path, file->notable.entry.path) <= 0);
		check_span(set, file->at);
	}
	for (size_t i = 0; i < contents->secrets.n; i++) {
		assert(contents->secrets.v[i].layer < layers && contents->secrets.v[i].owner <= packages);
		check_span(set, contents->secrets.v[i].at);
	}
	for (size_t i = 0; i < packages; i++)
		assert(contents->packages.v[i].layer < layers && contents->packages.v[i].owner <= packages);
}

/* Against itself nothing differs, but what stands in one layer twice. */
static void check_comparison(struct sw_arena *arena, const struct sw_contents *contents) {
	struct sw_file_changes changes;
	sw_image_compare_files(arena, contents, contents, &changes);
	assert(!changes.count[SW_DIFF_ADDED] && !changes.count[SW_DIFF_REMOVED]);
}

static void make(struct sw_factset *set, const struct sw_layer_account *const *accounts, size_t n, struct sw_image *image) {
	set->path = image->path = SW_S("a.tar");
	set->diags.arena = &set->arena;
	sw_contents_make(set, image, accounts, n);
	check_contents(set, image->contents);
	check_comparison(&set->arena, image->contents);
}

static void read_records(struct sw_factset *set, const uint8_t *data, size_t size) {
	const struct sw_layer_account *accounts[MOST_LAYERS] = {0};
	struct sw_image image = {0};
	size_t n = 0;
	for (size_t at = 0; n < MOST_LAYERS && at + 2 <= size; n++) {
		size_t length = (size_t)data[at] << 8 | data[at + 1];
		length = length < size - at - 2 ? length : size - at - 2;
		struct sw_layer_account *account = SW_NEW(&set->arena, struct sw_layer_account);
		if (sw_layer_record_read(&set->arena, sw_str((const char *)data + at + 2, length), account))
			accounts[n] = account;
		at += 2 + length;
	}
	make(set, accounts, n, &image);
}

struct model_entry {
	char path[8];
	size_t path_n;
	struct sw_layer_entry entry;
	size_t layer;
	bool alive;
};

struct model {
	struct model_entry v[MOST_ENTRIES];
	size_t n;
};

static bool is_below(const struct model_entry *entry, const struct model_entry *folder) {
	return entry->path_n > folder->path_n && (!folder->path_n || (entry->path[folder->path_n] == '/' &&
	       memcmp(entry->path, folder->path, folder->path_n) == 0));
}

static void cover(struct model *model, const struct model_entry *by) {
	for (size_t i = 0; i < model->n; i++) {
		struct model_entry *lower = &model->v[i];
		bool same = lower->path_n == by->path_n && memcmp(lower->path, by->path, by->path_n) == 0;
		bool below = is_below(lower, by);
		if (lower->layer < by->layer && (by->entry.kind == SW_ENTRY_OPAQUE ? below : by->entry.kind == SW_ENTRY_FOLDER ? same : same || below))
			lower->alive = false;
	}
}

/* A path of at most three parts with three names each, from a byte. */
static void set_path(struct model_entry *entry, uint8_t byte) {
	for (unsigned parts = byte % 4; parts; parts--, byte /= 3) {
		if (entry->path_n)
			entry->path[entry->path_n++] = '/';
		entry->path[entry->path_n++] = (char)('a' + byte / 4 % 3);
	}
	entry->entry.path = sw_str(entry->path, entry->path_n);
}

static void read_entries(struct sw_factset *set, struct sw_names *names, const uint8_t *data, size_t size) {
	static struct model model;
	struct sw_layer_account *made = SW_NEW_ARRAY(&set->arena, struct sw_layer_account, MOST_LAYERS);
	const struct sw_layer_account *accounts[MOST_LAYERS];
	uint64_t files = 0, bytes = 0, hidden[MOST_LAYERS] = {0};
	struct sw_image image = {0};
	size_t layer = 0;
	model.n = 0;
	for (size_t at = 0; at + 2 <= size && model.n < MOST_ENTRIES; at += 2) {
		if (data[at] == 0xff && layer + 1 < MOST_LAYERS) {
			layer++;
			continue;
		}
		struct model_entry *entry = &model.v[model.n];
		*entry = (struct model_entry){.layer = layer, .alive = true};
		entry->entry.kind = data[at] % (SW_ENTRY_OPAQUE + 1);
		entry->entry.size = entry->entry.kind == SW_ENTRY_FILE ? data[at] : 0;
		set_path(entry, data[at + 1]);
		cover(&model, entry);
		model.n++;
		bool added = sw_names_add(&names[layer], &entry->entry);
		assert(added);
		made[layer].entries++;
	}
	for (size_t i = 0; i < model.n; i++) {
		const struct sw_layer_entry *entry = &model.v[i].entry;
		if (entry->kind != SW_ENTRY_FILE && entry->kind != SW_ENTRY_HARD_LINK)
			continue;
		files += model.v[i].alive;
		bytes += model.v[i].alive ? entry->size : 0;
		hidden[model.v[i].layer] += !model.v[i].alive;
	}
	for (size_t l = 0; l <= layer; l++) {
		made[l].names = sw_names_whole(&names[l], &set->arena);
		accounts[l] = &made[l];
	}
	make(set, accounts, layer + 1, &image);
	assert(image.contents->files_total == files && image.contents->bytes_total == bytes);
	for (size_t l = 0; l <= layer; l++)
		assert(image.contents->layers.v[l].hidden_files == hidden[l]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_factset set = {0};
	struct sw_names names[MOST_LAYERS] = {0};
	struct sw_arena_catch catch;
	if (!size)
		return 0;
	sw_arena_init(&set.arena, SW_LIMIT_FACTSET_BYTES);
	if (SW_ARENA_TRY(&set.arena, &catch)) {
		if (data[0] & 1)
			read_entries(&set, names, data + 1, size - 1);
		else
			read_records(&set, data + 1, size - 1);
		sw_arena_leave(&set.arena, &catch);
	}
	for (size_t i = 0; i < MOST_LAYERS; i++)
		sw_names_free(&names[i]);
	sw_arena_free(&set.arena);
	return 0;
}
