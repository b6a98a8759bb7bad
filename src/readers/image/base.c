/* The image that another one was built from, as far as the image itself tells: a label, or the distribution with the
 * layers that the history tells of before its first command. Images at hand that share layers are the join's to find. */
#include "readers/image/list.h"
#include "secrets/find.h"

static struct sw_str label(const struct sw_image *image, const char *name) {
	for (size_t i = 0; i < image->labels.n; i++)
		if (sw_str_is(image->labels.v[i].name, name))
			return sw_str_trim(image->labels.v[i].value);
	return (struct sw_str){0};
}

static bool states_command(const struct sw_factset *set, const struct sw_image_entry *entry) {
	struct sw_str text = sw_span_text(&set->sources, entry->at);
	return entry->empty && (sw_str_starts(text, SW_S("CMD ")) || sw_str_starts(text, SW_S("ENTRYPOINT ")));
}

/* A base image ends with its command. What follows belongs to another build where it was made at another time; where both
 * were built at once, or the history does not fit the layers, nobody can tell. */
static uint32_t layers_before_break(const struct sw_factset *set, const struct sw_image *image, const struct sw_contents *contents) {
	uint32_t made = 0;
	if (!contents->layers.n || !contents->layers.v[0].history)
		return 0;
	for (size_t i = 0; i < image->entries.n; i++) {
		const struct sw_image_entry *entry = &image->entries.v[i], *next = i + 1 < image->entries.n ? entry + 1 : NULL;
		made += !entry->empty;
		if (made && states_command(set, entry))
			return next && entry->created.n && next->created.n && sw_str_cmp(entry->created, next->created) < 0 ? made : 0;
	}
	return 0;
}

void sw_base_find(struct sw_factset *set, const struct sw_image *image, struct sw_contents *contents) {
	const struct sw_release *release = &contents->release;
	struct sw_str name = label(image, "org.opencontainers.image.base.name");
	if (name.n) {
		contents->base = sw_secret_mask(&set->arena, name);
		contents->base_by = SW_BASE_LABEL;
	} else if (release->name.n) {
		bool whole = !release->version_id.n || sw_str_contains(release->name, release->version_id);
		contents->base = whole ? release->name : sw_arena_printf(&set->arena, "%.*s %.*s", SW_ARG(release->name), SW_ARG(release->version_id));
		contents->base_by = SW_BASE_RELEASE;
	}
	if (contents->base_by)
		contents->base_layers = layers_before_break(set, image, contents);
	sw_base_mark(contents);
}
