#include "checks/about_contents.h"

enum { NAMES_TOLD = 6 };

struct sw_file_walk sw_files_with(const struct sw_view *view, uint32_t traits) {
	return (struct sw_file_walk){view->contents, traits, 0};
}

const struct sw_image_file *sw_next_file(struct sw_file_walk *walk) {
	while (walk->contents && walk->next < walk->contents->files.n) {
		const struct sw_image_file *file = &walk->contents->files.v[walk->next++];
		if (file->notable.traits & walk->traits && !file->removed_by)
			return file;
	}
	return NULL;
}

bool sw_file_as_packaged(const struct sw_contents *contents, const struct sw_image_file *file) {
	if (!file->owner || file->first_layer >= contents->layers.n)
		return false;
	return contents->layers.v[file->first_layer].account->packages.n > 0;
}

bool sw_file_holds_secret(const struct sw_contents *contents, const struct sw_image_file *file) {
	for (size_t i = 0; i < contents->secrets.n; i++)
		if (contents->secrets.v[i].layer == file->layer && sw_str_eq(contents->secrets.v[i].secret.path, file->notable.entry.path))
			return true;
	return false;
}

struct sw_str sw_file_owner(const struct sw_view *view, uint32_t owner) {
	if (!owner)
		return (struct sw_str){0};
	const struct sw_package *package = &view->contents->packages.v[owner - 1];
	return sw_arena_printf(view->arena, "%s:%.*s", sw_package_type_name(package->type), SW_ARG(package->name));
}

void sw_told_add(struct sw_told *names, struct sw_str name) {
	if (names->n++ < NAMES_TOLD)
		names->text = names->n == 1 ? name : sw_arena_printf(names->arena, "%.*s, %.*s", SW_ARG(names->text), SW_ARG(name));
}

struct sw_str sw_told_text(const struct sw_told *names) {
	if (names->n <= NAMES_TOLD)
		return names->text;
	return sw_arena_printf(names->arena, "%.*s and %zu more", SW_ARG(names->text), names->n - NAMES_TOLD);
}

void sw_tell_contents(const struct sw_view *view, struct sw_sink *sink, const char *passed) {
	struct sw_span at = view->image ? view->image->at : (struct sw_span){0};
	if (!view->contents)
		sw_unknown(sink, SW_MISSING_LAYERS, at, "the layers of the image were not read");
	else if (!view->contents->complete)
		sw_unknown(sink, SW_MISSING_LAYERS, at, "some layers of the image were not read in full");
	else
		sw_pass(sink, at, "%s", passed);
}

void sw_judge_files(const struct sw_view *view, struct sw_sink *sink, uint32_t traits, bool (*counts)(const struct sw_image_file *file),
		    const char *found, const char *passed) {
	struct sw_file_walk walk = sw_files_with(view, traits);
	struct sw_told names = {.arena = view->arena};
	struct sw_span first = {0};
	for (const struct sw_image_file *file; (file = sw_next_file(&walk));) {
		if (counts && !counts(file))
			continue;
		sw_told_add(&names, file->notable.entry.path);
		first = names.n == 1 ? file->at : first;
	}
	if (names.n) {
		struct sw_str text = sw_told_text(&names);
		sw_fail(sink, first, "%s: %.*s", found, SW_ARG(text));
	}
	sw_tell_contents(view, sink, passed);
}
