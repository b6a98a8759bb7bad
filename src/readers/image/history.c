/* The history of an image as a build of one stage. Its entries are written down as a Dockerfile, which is a source of its
 * own, one line an entry where that is possible; from there on the code that reads Dockerfiles reads them. */
#include "base/limits.h"
#include "readers/dockerfile/read.h"
#include "readers/image/parts.h"

void sw_image_put(struct sw_image_text *text, struct sw_str more) {
	if (more.n + 1 > text->cap - text->n) {
		size_t cap = (text->cap + more.n + 1) * 2 + 64;
		text->p = sw_arena_grow(text->arena, text->p, text->cap, cap);
		text->cap = cap;
	}
	if (more.n)
		memcpy(text->p + text->n, more.p, more.n);
	text->n += more.n;
}

static void put_untold_of(struct sw_image_lines *lines, const char *keyword, const struct sw_map *told, const struct sw_pair *pairs, size_t n) {
	for (size_t i = 0; i < n; i++) {
		const struct sw_str *value = sw_map_get(told, pairs[i].name);
		if (!value || !sw_str_eq(*value, pairs[i].value))
			sw_image_put_pair(lines, keyword, pairs[i].name, pairs[i].value);
	}
}

/* Values that no entry of the history tells: images that were put together without a builder's instructions, labels that
 * were given on its command line. */
static void put_untold(struct sw_image_lines *lines) {
	put_untold_of(lines, "ENV", &lines->env, lines->image->env.v, lines->image->env.n);
	put_untold_of(lines, "LABEL", &lines->labels, lines->image->labels.v, lines->image->labels.n);
}

static void note_names(struct sw_image_lines *lines) {
	static char yes;
	for (size_t i = 0; i < lines->image->env.n; i++)
		sw_map_put(lines->text.arena, &lines->env_names, lines->image->env.v[i].name, &yes);
	for (size_t i = 0; i < lines->image->labels.n; i++)
		sw_map_put(lines->text.arena, &lines->label_names, lines->image->labels.v[i].name, &yes);
}

/* Each entry that is not an empty layer made one. */
static void compare_layers(struct sw_factset *set, const struct sw_image *image, size_t made, struct sw_span at) {
	if (image->layers.n && made != image->layers.n)
		sw_diag_add(&set->diags, SW_DIAG_WARNING, "image-history-incomplete", at,
			    "the history tells of %zu layers and the image has %zu: what made the others is not known", made, image->layers.n);
}

/* The reader of Dockerfiles fills a fact set; what it found becomes the image's. What it would say about the text's form
 * is no fault of an input that nobody wrote. */
static void read_text(struct sw_factset *set, struct sw_image *image, struct sw_str text) {
	struct sw_str path = set->path;
	size_t diags = set->diags.n, dropped = set->diags.dropped, comments = set->comments.n;
	bool sole = sw_str_eq(image->path, path);
	set->path = sw_arena_printf(&set->arena, "%.*s%s", SW_ARG(image->path), sole ? "#history" : "/history");
	sw_dockerfile_read(set, text, NULL);
	image->history = set->build;
	set->build = NULL;
	set->kind = SW_ARTIFACT_IMAGE;
	set->path = path;
	set->diags.n = diags;
	set->diags.dropped = dropped;
	set->comments.n = comments;
	if (image->history && image->windows)
		image->history->stages.v[0].windows = true;
}

/* Entries lie in the source that the text became. */
static void place_entries(const struct sw_factset *set, struct sw_image *image, const char *text) {
	const struct sw_sources *sources = &set->sources;
	bool found = sources->n > 1 && sources->v[sources->n - 1].text.p == text;
	for (size_t i = 0; i < image->entries.n; i++) {
		struct sw_span *at = &image->entries.v[i].at;
		while (at->end > at->start && text[at->end - 1] == '\n')
			at->end--;
		at->source = found && at->end > at->start ? sources->base + (uint32_t)sources->n - 1 : 0;
	}
}

void sw_image_read_history(struct sw_factset *set, struct sw_image *image, const struct sw_node *history) {
	struct sw_image_lines lines = {.text.arena = &set->arena, .image = image, .shell = SW_S("/bin/sh -c ")};
	size_t made = 0, count = sw_node_is(history, SW_NODE_LIST) ? history->count : 0;
	if (count > SW_LIMIT_IMAGE_HISTORY) {
		sw_diag_add(&set->diags, SW_DIAG_ERROR, "image-history-too-long", image->at,
			    "the history has %zu entries; those behind number %d were not read", count, SW_LIMIT_IMAGE_HISTORY);
		count = SW_LIMIT_IMAGE_HISTORY;
	}
	note_names(&lines);
	sw_image_put(&lines.text, SW_S("FROM scratch\n"));
	for (size_t i = 0; i < count; i++) {
		const struct sw_node *empty = sw_image_get(history->items[i], "empty_layer");
		struct sw_image_entry *entry = sw_push(&set->arena, &image->entries);
		entry->created = sw_image_get_text(history->items[i], "created");
		entry->empty = sw_node_is(empty, SW_NODE_BOOL) && empty->integer;
		entry->at.start = (uint32_t)lines.text.n;
		sw_image_put_entry(&lines, sw_image_get_text(history->items[i], "created_by"));
		entry->at.end = (uint32_t)lines.text.n;
		made += !entry->empty;
	}
	if (count)
		compare_layers(set, image, made, history->span);
	put_untold(&lines);
	read_text(set, image, sw_str(lines.text.p, lines.text.n));
	place_entries(set, image, lines.text.p);
}
