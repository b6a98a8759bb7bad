#include "checks/about_images.h"

const struct sw_image_use *sw_next_image(struct sw_images *images) {
	const struct sw_view *view = images->view;
	size_t at = images->next++;
	if (view->row->kind == SW_SUBJECT_BUILD) {
		bool last = view->target->stage->index + 1 == view->build->stages.n;
		return last && at < view->build->uses.n ? &view->build->uses.v[at] : NULL;
	}
	const struct sw_workload *workload = view->service->workload;
	bool pulled = workload->has_image && !workload->image.builds && !workload->build.present && !view->service->target;
	return pulled && at == 0 ? &workload->image : NULL;
}

struct sw_str sw_image_origin(const struct sw_view *view, const struct sw_image_use *use) {
	if (!use->depends.n)
		return (struct sw_str){0};
	struct sw_str name = sw_str_sub(use->depends, 0, sw_str_find_byte(use->depends, ','));
	return sw_arena_printf(view->arena, " (by the default of ARG %.*s)", SW_ARG(name));
}

/* A byte of the reference that stands outside ${…} and, when `last`, behind the last '/'. */
static bool has_outside(struct sw_str written, char wanted, bool last) {
	unsigned depth = 0;
	bool found = false;
	for (size_t i = 0; i < written.n; i++) {
		char c = written.p[i];
		if (c == '{')
			depth++;
		else if (c == '}' && depth)
			depth--;
		else if (!depth && c == '/' && last)
			found = false;
		else if (!depth && c == wanted)
			found = true;
	}
	return found;
}

enum sw_tri sw_image_pinned(const struct sw_image_ref *ref) {
	if (ref->digest.n || has_outside(ref->written, '@', false))
		return SW_YES;
	return ref->known && ref->valid ? SW_NO : SW_UNKNOWN;
}

enum sw_tri sw_image_tagged(const struct sw_image_ref *ref) {
	if (ref->tag.n || sw_image_pinned(ref) == SW_YES || has_outside(ref->written, ':', true))
		return SW_YES;
	return ref->known && ref->valid ? SW_NO : SW_UNKNOWN;
}
