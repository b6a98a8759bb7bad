#include "checks/about_workload.h"

struct sw_span sw_workload_open(const struct sw_workload *workload) {
	for (unsigned f = 0; f < SW_FIELD_COUNT; f++)
		if (workload->said[f].how == SW_HOW_UNSEEN)
			return workload->said[f].at;
	return (struct sw_span){0};
}

bool sw_tell_open(const struct sw_view *view, struct sw_sink *sink, const char *what) {
	struct sw_span open = sw_workload_open(view->service->workload);
	if (open.source)
		sw_unknown(sink, SW_MISSING_FILE, open, "%s may come from the service that this one extends", what);
	return open.source;
}

bool sw_tell_hidden(const struct sw_value *value, struct sw_sink *sink, const char *what) {
	const struct sw_link *link = sw_value_link(value);
	if (value->known || (value->presumed && value->missing == SW_MISSING_ENGINE))
		return false;
	sw_unknown(sink, value->missing, link ? link->at : (struct sw_span){0}, "%s cannot be told: %s is missing", what,
		   sw_missing_words(value->missing));
	return true;
}

void sw_switch_off(const struct sw_value *value, struct sw_sink *sink, const char *what, const char *when_on, const char *when_off) {
	const struct sw_link *link = sw_value_link(value);
	if (value->known && sw_value_tri(value) == SW_YES)
		sw_fail_value(sink, value, "%s", when_on);
	else if (!sw_tell_hidden(value, sink, what))
		sw_pass(sink, link ? link->at : (struct sw_span){0}, "%s", when_off);
}

bool sw_workload_windows(const struct sw_view *view) {
	return view->target && view->target->stage->windows;
}

const struct sw_image_fact *sw_workload_image(const struct sw_service *service) {
	return service->workload->has_image ? sw_image_fact(&service->workload->image.ref) : NULL;
}

enum sw_image_role sw_workload_role(const struct sw_service *service) {
	const struct sw_image_fact *fact = sw_workload_image(service);
	return fact ? fact->role : SW_ROLE_UNKNOWN;
}

const struct sw_env *sw_env_of(const struct sw_service *service, const char *name) {
	for (size_t i = 0; i < service->env.n; i++)
		if (sw_str_is(service->env.v[i].name, name))
			return &service->env.v[i];
	return NULL;
}

bool sw_env_set(const struct sw_service *service, const char *name) {
	const struct sw_env *env = sw_env_of(service, name);
	return env && (!env->known || env->value.n);
}

bool sw_start_holds(const struct sw_service *service, const char *text, struct sw_span *at) {
	static const enum sw_field fields[] = {SW_FIELD_COMMAND, SW_FIELD_ENTRYPOINT};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		const struct sw_value *value = &service->fields[fields[i]];
		const struct sw_link *link = sw_value_link(value);
		/* A line in which a variable is left still shows its other words. */
		struct sw_str said = sw_value_set(value) || !link ? value->value : link->value;
		if (!link || !sw_str_contains(said, sw_str_of(text)))
			continue;
		if (at)
			*at = link->at;
		return true;
	}
	return false;
}

/* Whether one of two paths is the other or stands above it. */
static bool one_line(struct sw_str a, struct sw_str b) {
	struct sw_str shorter = a.n < b.n ? a : b, longer = a.n < b.n ? b : a;
	return sw_str_starts(longer, shorter) && (longer.n == shorter.n || longer.p[shorter.n] == '/');
}

bool sw_mounted_at(const struct sw_service *service, const char *path) {
	for (size_t i = 0; i < service->mounts.n; i++)
		if (service->mounts.v[i].target.n && one_line(service->mounts.v[i].target, sw_str_of(path)))
			return true;
	return false;
}
