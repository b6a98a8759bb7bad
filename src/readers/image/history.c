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

/* Values that no entry of the history tells: images that were put together without a builder's instructions. */
static void put_untold(struct sw_image_lines *lines) {
	for (size_t i = 0; i < lines->image->env.n; i++) {
		const struct sw_pair *pair = &lines->image->env.v[i];
		const struct sw_str *told = sw_map_get(&lines->env, pair->name);
		if (!told || !sw_str_eq(*told, pair->value))
			sw_image_put_pair(lines, "ENV", pair->name, pair->value);
	}
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
		made += !(sw_node_is(empty, SW_NODE_BOOL) && empty->integer);
		sw_image_put_entry(&lines, sw_image_get_text(history->items[i], "created_by"));
	}
	if (count)
		compare_layers(set, image, made, history->span);
	put_untold(&lines);
	read_text(set, image, sw_str(lines.text.p, lines.text.n));
}
