/* Docker's own images and their tags: from the tables that are built in, or from a list that a person gives. */
#include "base/map.h"
#include "knowledge/data.h"
#include "knowledge/date.h"
#include "knowledge/image_name.h"
#include "knowledge/images.h"
#include <stdlib.h>

struct row {
	struct sw_str name;
	struct sw_str tags; /* " a b c ": each between two spaces; empty: none */
	enum sw_official state;
};

struct sw_official_lists {
	SW_VEC(struct row) rows; /* by name */
	struct sw_str date;      /* empty: not said */
};

static const struct sw_official_lists *given; /* NULL: the tables that are built in */

void sw_official_use(const struct sw_official_lists *lists) {
	given = lists;
}

struct sw_str sw_official_date_used(void) {
	return given ? given->date : sw_str_of(sw_official_date);
}

/* Name number i, in order; empty behind the last. */
static struct sw_str nth(size_t i) {
	if (given)
		return i < given->rows.n ? given->rows.v[i].name : (struct sw_str){0};
	return i < sw_official_row_count ? sw_str_of(sw_official_rows[i].name) : (struct sw_str){0};
}

static size_t lower_bound(struct sw_str name) {
	size_t low = 0, high = given ? given->rows.n : sw_official_row_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (sw_str_cmp(nth(middle), name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct sw_str official_name(const struct sw_image_ref *ref) {
	struct sw_str prefix = SW_S("docker.io/library/");
	struct sw_str name = sw_str_from(ref->name, prefix.n);
	if (!sw_str_starts(ref->name, prefix) || sw_str_find_byte(name, '/') != SW_NPOS)
		return (struct sw_str){0};
	return name;
}

enum sw_official sw_image_official(const struct sw_image_ref *ref) {
	if (ref->name.n == 0)
		return SW_OFFICIAL_UNKNOWN;
	struct sw_str name = official_name(ref);
	size_t i = lower_bound(name);
	if (!name.n || !sw_str_eq(nth(i), name))
		return SW_OFFICIAL_NO;
	return given ? given->rows.v[i].state : sw_official_rows[i].state;
}

const char *sw_image_instead(const struct sw_image_ref *ref) {
	struct sw_str name = official_name(ref);
	for (size_t i = 0; name.n && i < sw_official_row_count; i++)
		if (sw_str_is(name, sw_official_rows[i].name))
			return sw_official_rows[i].instead;
	return NULL;
}

/* The tags of an image, each between two spaces; empty: none are built. */
static struct sw_str tags_of(struct sw_str name) {
	size_t at = lower_bound(name);
	if (given)
		return sw_str_eq(nth(at), name) ? given->rows.v[at].tags : (struct sw_str){0};
	for (size_t i = 0; i < sw_tags_row_count; i++)
		if (sw_str_is(name, sw_tags_rows[i].name))
			return sw_tags_rows[i].tags;
	return (struct sw_str){0};
}

enum sw_tag_state sw_image_tag_state(const struct sw_image_ref *ref) {
	enum sw_official official = sw_image_official(ref);
	if (!ref->known || !ref->valid || official == SW_OFFICIAL_NO || official == SW_OFFICIAL_UNKNOWN)
		return SW_TAG_UNKNOWN;
	if (ref->tag.n == 0 && ref->digest.n)
		return SW_TAG_UNKNOWN; /* the digest alone does not say which version it is */
	char needle[132];
	struct sw_str tag = ref->tag.n ? ref->tag : SW_S("latest");
	if (tag.n + 2 > sizeof needle)
		return SW_TAG_UNKNOWN;
	needle[0] = needle[tag.n + 1] = ' ';
	memcpy(needle + 1, tag.p, tag.n);
	return sw_str_contains(tags_of(official_name(ref)), sw_str(needle, tag.n + 2)) ? SW_TAG_BUILT : SW_TAG_NOT_BUILT;
}

/* The numbers at the beginning of a tag, compared as versions are: "3.12" is above "3.9". False: it begins with none. */
struct version {
	unsigned part[4];
};

static bool version_of(struct sw_str tag, struct version *version) {
	size_t at = 0;
	*version = (struct version){{0}};
	for (unsigned i = 0; i < 4; i++) {
		size_t start = at;
		for (; at < tag.n && sw_is_digit(tag.p[at]) && at - start < 9; at++)
			version->part[i] = version->part[i] * 10 + (unsigned)(tag.p[at] - '0');
		if (at == start)
			return i > 0;
		if (at == tag.n || tag.p[at] != '.')
			return true;
		at++;
	}
	return true;
}

static int version_order(const struct version *a, const struct version *b) {
	for (unsigned i = 0; i < 4; i++)
		if (a->part[i] != b->part[i])
			return a->part[i] < b->part[i] ? -1 : 1;
	return 0;
}

bool sw_image_tag_newer(const struct sw_image_ref *ref) {
	struct sw_str rest = tags_of(official_name(ref)), tag;
	struct version own, other;
	bool any = false;
	if (!version_of(ref->tag, &own))
		return false;
	while (rest.n && sw_str_split(&rest, ' ', &tag))
		if (version_of(tag, &other)) {
			any = true;
			/* A number without points that is a date ("20260805") stands beside versions and says nothing about them. */
			if (other.part[0] < 100000 && version_order(&other, &own) >= 0)
				return false;
		}
	return any;
}

static int row_order(const void *a, const void *b) {
	return sw_str_cmp(((const struct row *)a)->name, ((const struct row *)b)->name);
}

static struct row *row_of(struct sw_arena *arena, struct sw_official_lists *lists, struct sw_map *names, struct sw_str name) {
	size_t known = (size_t)(uintptr_t)sw_map_get(names, name);
	if (known)
		return &lists->rows.v[known - 1];
	struct row *row = sw_push(arena, &lists->rows);
	*row = (struct row){.name = name, .tags = SW_S(" "), .state = SW_OFFICIAL_YES};
	sw_map_put(arena, names, name, (void *)(uintptr_t)lists->rows.n);
	return row;
}

static bool is_name(struct sw_str name) {
	for (size_t i = 0; i < name.n; i++)
		if (!sw_is_digit(name.p[i]) && !(name.p[i] >= 'a' && name.p[i] <= 'z') && !strchr("._-", name.p[i]))
			return false;
	return name.n > 0;
}

/* The tags of one line, gathered behind those of lines before it. Growing texts are doubled, so that a line for each tag
 * costs no more than one line for all. */
struct gathered {
	char *p;
	size_t n, cap;
};

static void gather(struct sw_arena *arena, struct gathered *text, struct sw_str tags) {
	size_t wanted = text->n + tags.n + 3;
	if (wanted > text->cap) {
		size_t cap = wanted * 2;
		text->p = sw_arena_grow(arena, text->p, text->cap, cap);
		text->cap = cap;
	}
	if (!text->n)
		text->p[text->n++] = ' ';
	for (size_t i = 0; i < tags.n; i++)
		text->p[text->n++] = tags.p[i] == ',' || sw_is_space(tags.p[i]) ? ' ' : tags.p[i];
	text->p[text->n++] = ' ';
}

const struct sw_official_lists *sw_official_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags) {
	struct sw_official_lists *lists = SW_NEW(arena, struct sw_official_lists);
	SW_VEC(struct gathered) tags = {0};
	struct sw_map names = {0};
	struct sw_str rest = text, line;
	while (rest.p && sw_str_split(&rest, '\n', &line)) {
		struct sw_span at = {source, (uint32_t)(line.p - text.p), (uint32_t)(line.p - text.p + line.n)};
		line = sw_str_trim(line);
		if (sw_str_starts(line, SW_S("# date ")) && sw_date_valid(sw_str_trim(sw_str_from(line, 7))))
			lists->date = sw_str_trim(sw_str_from(line, 7));
		if (!line.n || line.p[0] == '#')
			continue;
		size_t tab = sw_str_find_byte(line, '\t');
		struct sw_str name = sw_str_trim(sw_str_sub(line, 0, tab)), more = tab == SW_NPOS ? (struct sw_str){0} : sw_str_trim(sw_str_from(line, tab));
		if (!is_name(name)) {
			sw_diag_add(diags, SW_DIAG_ERROR, "official-images", at, "a line is a name, a tab and tags");
			continue;
		}
		struct row *row = row_of(arena, lists, &names, name);
		if (tags.n < lists->rows.n)
			(void)sw_push(arena, &tags);
		if (sw_str_is(more, "!marked") || sw_str_is(more, "!gone"))
			row->state = sw_str_is(more, "!gone") ? SW_OFFICIAL_GONE : SW_OFFICIAL_MARKED;
		else
			gather(arena, &tags.v[row - lists->rows.v], more);
	}
	for (size_t i = 0; i < lists->rows.n; i++)
		if (tags.v[i].n)
			lists->rows.v[i].tags = sw_str(tags.v[i].p, tags.v[i].n);
	if (!lists->rows.n) {
		sw_diag_add(diags, SW_DIAG_ERROR, "official-images", (struct sw_span){source, 0, 0}, "the list names no image");
		return NULL;
	}
	qsort(lists->rows.v, lists->rows.n, sizeof *lists->rows.v, row_order);
	return lists;
}
