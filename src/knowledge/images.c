#include "knowledge/images.h"
#include "knowledge/data.h"
#include "knowledge/image_name.h"

/* Whether the last parts of `repository` are `name`. */
static bool ends_with_parts(struct sw_str repository, struct sw_str name) {
	if (!sw_str_ends(repository, name))
		return false;
	return repository.n == name.n || repository.p[repository.n - name.n - 1] == '/';
}

const struct sw_image_fact *sw_image_fact(const struct sw_image_ref *ref) {
	const struct sw_image_fact *found = NULL;
	for (size_t i = 0; ref->repository.n && i < sw_image_row_count; i++) {
		struct sw_str name = sw_str_of(sw_image_rows[i].name);
		if (ends_with_parts(ref->repository, name) && (!found || name.n > strlen(found->name)))
			found = &sw_image_rows[i];
	}
	return found;
}

/* Globs divided by spaces; none fits when there are none. */
static bool fits_any(struct sw_str globs, struct sw_str tag) {
	struct sw_str glob;
	while (globs.n && sw_str_split(&globs, ' ', &glob))
		if (sw_str_glob(glob, tag))
			return true;
	return false;
}

/* gcr.io/distroless names the user in the tag: "nonroot" is 65532, all others are root. */
static const char *distroless_user(const struct sw_image_ref *ref) {
	if (!sw_str_starts(ref->name, SW_S("gcr.io/distroless/")) || (ref->digest.n && !ref->tag.n))
		return NULL;
	return sw_str_contains(ref->tag, SW_S("nonroot")) ? "65532" : "root";
}

const char *sw_image_user(const struct sw_image_ref *ref, const char **becomes) {
	const char *none = NULL;
	if (!becomes)
		becomes = &none;
	*becomes = NULL;
	if (!ref->known || !ref->valid)
		return NULL;
	for (size_t i = 0; i < sw_user_row_count; i++) {
		const struct sw_user_row *row = &sw_user_rows[i];
		if (!sw_str_is(ref->name, row->image))
			continue;
		if (fits_any(sw_str_of(row->not_for), ref->tag) ||
		    (!row->any_tag && sw_image_tag_state(ref) != SW_TAG_BUILT))
			return NULL;
		*becomes = row->becomes;
		return row->user;
	}
	return distroless_user(ref);
}

static const char *text_of(const struct sw_image_text *rows, size_t count, const struct sw_image_ref *ref) {
	struct sw_str last = sw_image_ref_last(ref);
	for (size_t i = 0; i < count; i++)
		if (sw_str_is(last, rows[i].image))
			return rows[i].text;
	return NULL;
}

const char *sw_image_writes(const struct sw_image_ref *ref) {
	const char *folders = text_of(sw_writes_rows, sw_writes_row_count, ref);
	return folders ? folders : "";
}

const char *sw_image_asks(const struct sw_image_ref *ref) {
	return text_of(sw_asks_rows, sw_asks_row_count, ref);
}

bool sw_role_stores(enum sw_image_role role) {
	return role >= SW_ROLE_RELATIONAL && role <= SW_ROLE_COORDINATOR;
}

static const char *const roles[] = {
	[SW_ROLE_UNKNOWN] = "",
	[SW_ROLE_RELATIONAL] = "relational database",
	[SW_ROLE_KEY_VALUE] = "key-value store",
	[SW_ROLE_DOCUMENT] = "document database",
	[SW_ROLE_SEARCH] = "search engine",
	[SW_ROLE_OBJECT] = "object store",
	[SW_ROLE_TIME_SERIES] = "time-series database",
	[SW_ROLE_GRAPH] = "graph database",
	[SW_ROLE_QUEUE] = "message queue",
	[SW_ROLE_COORDINATOR] = "cluster coordinator",
	[SW_ROLE_CACHE] = "cache",
	[SW_ROLE_PROXY] = "reverse proxy",
	[SW_ROLE_WEB] = "web server",
	[SW_ROLE_MONITORING] = "monitoring",
	[SW_ROLE_ENGINE_CLIENT] = "client of the container engine",
	[SW_ROLE_REGISTRY] = "image registry",
	[SW_ROLE_IDENTITY] = "identity provider",
	[SW_ROLE_SECRETS] = "secret store",
	[SW_ROLE_ADMIN_UI] = "administration page",
	[SW_ROLE_BUILDER] = "build and delivery",
	[SW_ROLE_BASE] = "base to build on",
};

const char *sw_role_words(enum sw_image_role role) {
	return roles[role];
}
