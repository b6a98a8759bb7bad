#include "readers/project/read.h"
#include "base/limits.h"
#include "knowledge/date.h"
#include "secrets/file.h"

/* The same folders mean something else in an image: "./lib" is the project's own. */
static void search(struct sw_arena *arena, struct sw_str path, struct sw_str text, struct sw_secret_hits *hits, struct sw_secret_hits *accepted) {
	sw_secrets_in_project_file(arena, sw_arena_join(arena, SW_S("./"), path), text, hits, accepted);
}

bool sw_project_tells(struct sw_arena *scratch, struct sw_str path, struct sw_str text) {
	struct sw_secret_hits hits = {0}, accepted = {0};
	search(scratch, path, text, &hits, &accepted);
	return hits.n || accepted.n;
}

/* A text that another reader has shown already keeps its number. */
static uint32_t source_of(struct sw_factset *set, struct sw_str path, struct sw_str text) {
	for (size_t i = 1; i < set->sources.n; i++)
		if (sw_str_eq(set->sources.v[i].path, path))
			return set->sources.base + (uint32_t)i;
	return sw_source_add(&set->arena, &set->sources, path, text);
}

static struct sw_span add(struct sw_factset *set, uint32_t source, struct sw_str text, const struct sw_secret_hit *hit) {
	const struct sw_secret_kind *kind = sw_secret_kind(hit->kind);
	struct sw_span at = {source, hit->start, hit->end};
	*sw_push(&set->arena, &set->secrets) = (struct sw_secret_fact){
		.at = at, .kind = sw_str_of(kind->id), .title = sw_str_of(kind->title), .verified = hit->checksum_verified,
		.fingerprint = sw_secret_fingerprint(&set->arena, hit->kind, sw_str_sub(text, hit->start, hit->end - hit->start)),
		.strength = kind->generic ? SW_SEEN_LITERAL : SW_SEEN_TOKEN};
	return at;
}

/* "until YYYY-MM-DD -- reason", both of which may be missing; what ends a comment in another language is no reason. */
static void accept(struct sw_factset *set, struct sw_span over, struct sw_str text) {
	struct sw_str words = sw_secret_acceptance(text, over.start);
	struct sw_suppression row = {.tool = SW_S("strideward"), .rule = SW_S("secret-in-project-file"), .over = over,
				     .written = SW_S("strideward: accept"), .in_comment = true};
	size_t behind = (size_t)(words.p - text.p);
	row.at = (struct sw_span){over.source, (uint32_t)(behind - row.written.n), (uint32_t)(behind + words.n)};
	size_t until = sw_str_find(words, SW_S("until ")), dashes = sw_str_find(words, SW_S("-- "));
	struct sw_str date = until == SW_NPOS ? (struct sw_str){0} : sw_str_sub(words, until + 6, 10);
	if (sw_date_valid(date))
		row.until = date;
	if (dashes != SW_NPOS)
		row.reason = sw_str_trim(sw_str_from(words, dashes + 3));
	static const char *const ends[] = {"*/", "-->", "#}", "%>", "\"", ","};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (sw_str_ends(row.reason, sw_str_of(ends[i])))
			row.reason = sw_str_trim(sw_str_sub(row.reason, 0, row.reason.n - strlen(ends[i])));
	if (set->suppressions.n < SW_LIMIT_SUPPRESSIONS)
		*sw_push(&set->arena, &set->suppressions) = row;
}

void sw_project_read(struct sw_factset *set, struct sw_str path, struct sw_str text) {
	struct sw_secret_hits hits = {0}, accepted = {0};
	search(&set->arena, path, text, &hits, &accepted);
	if (!hits.n && !accepted.n)
		return;
	uint32_t source = source_of(set, path, text);
	for (size_t i = 0; i < hits.n; i++)
		add(set, source, text, &hits.v[i]);
	for (size_t i = 0; i < accepted.n; i++)
		accept(set, add(set, source, text, &accepted.v[i]), text);
	if (set->kind == SW_ARTIFACT_UNKNOWN)
		set->kind = SW_ARTIFACT_TEXT;
}
