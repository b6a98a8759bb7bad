#include "checks/about_images.h"
#include "knowledge/date.h"
#include "knowledge/images.h"
#include "knowledge/date.h"
#include "knowledge/image_name.h"
#include "knowledge/images.h"

/* Contexts that a service hands to its build can be images. */
static const struct sw_image_use *next_context(struct sw_images *images) {
	const struct sw_view *view = images->view;
	struct sw_str scheme = SW_S("docker-image://");
	while (images->context < view->service->workload->build.contexts.n) {
		const struct sw_named_at *context = &view->service->workload->build.contexts.v[images->context++];
		if (!sw_str_starts(context->value, scheme))
			continue;
		struct sw_image_use *use = SW_NEW(view->arena, struct sw_image_use);
		*use = (struct sw_image_use){.kind = SW_USE_CONTEXT, .at = context->at, .stage = -1,
					     .ref = sw_image_ref_parse(view->arena, sw_str_from(context->value, scheme.n), context->known)};
		return use;
	}
	return NULL;
}

const struct sw_image_use *sw_next_image(struct sw_images *images) {
	const struct sw_view *view = images->view;
	size_t at = images->next++;
	if (view->row->kind == SW_SUBJECT_BUILD) {
		bool last = view->target->stage->index + 1 == view->build->stages.n;
		return last && at < view->build->uses.n ? &view->build->uses.v[at] : NULL;
	}
	if (!view->service)
		return NULL; /* an image at rest names no other */
	const struct sw_workload *workload = view->service->workload;
	bool pulled = workload->has_image && !workload->image.builds && !workload->build.present && !view->service->target;
	if (at == 0 && pulled)
		return &workload->image;
	return next_context(images);
}

struct sw_str sw_image_origin(const struct sw_view *view, const struct sw_image_use *use) {
	if (!use->depends.n)
		return (struct sw_str){0};
	struct sw_str name = sw_str_sub(use->depends, 0, sw_str_find_byte(use->depends, ','));
	return sw_arena_printf(view->arena, " (by the default of ARG %.*s)", SW_ARG(name));
}

struct sw_str sw_place_words(const struct sw_view *view, struct sw_span at) {
	struct sw_source *source = sw_source_of(&view->system->sources, at);
	if (!source || !source->lines) /* the run has made the table; making it here would be a race of threads */
		return (struct sw_str){0};
	return sw_arena_printf(view->arena, " (%.*s:%u)", SW_ARG(source->path), sw_source_position(view->arena, source, at.start).line);
}

struct sw_str sw_official_age(const struct sw_view *view) {
	struct sw_str date = sw_official_date_used();
	int64_t days = date.n && sw_date_valid(view->date) ? sw_date_days(date, view->date) : 0;
	if (days <= SW_OFFICIAL_OLD_DAYS)
		return (struct sw_str){0};
	return sw_arena_printf(view->arena, ", by a list that is %lld days old", (long long)days);
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
