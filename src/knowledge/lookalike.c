#include "knowledge/lookalike.h"
#include "knowledge/data.h"
#include "knowledge/image_name.h"
#include "knowledge/images.h"

enum {
	SHORTEST_TYPO = 5, /* shorter names are one edit from too many honest ones */
	LONGEST_NAME = 64, /* none of the names looked for is longer */
};

unsigned sw_edits(struct sw_str a, struct sw_str b) {
	/* Up to two edits are told apart, so only the part between common beginning and end matters. */
	while (a.n && b.n && a.p[0] == b.p[0]) {
		a = sw_str_from(a, 1);
		b = sw_str_from(b, 1);
	}
	while (a.n && b.n && a.p[a.n - 1] == b.p[b.n - 1]) {
		a.n--;
		b.n--;
	}
	if (a.n + b.n == 0)
		return 0;
	bool swapped = a.n == 2 && b.n == 2 && a.p[0] == b.p[1] && a.p[1] == b.p[0];
	return (a.n <= 1 && b.n <= 1) || swapped ? 1 : 2;
}

static bool listed(const char *const *list, struct sw_str name) {
	for (; *list; list++)
		if (sw_str_is(name, *list))
			return true;
	return false;
}

static const char *official_called(struct sw_str name) {
	for (size_t i = 0; i < sw_official_row_count; i++)
		if (sw_str_is(name, sw_official_rows[i].name))
			return sw_official_rows[i].name;
	return NULL;
}

static struct sw_lookalike registry(struct sw_str host) {
	if (listed(sw_known_hosts, host) || listed(sw_real_hosts, host))
		return (struct sw_lookalike){0};
	for (const char *const *known = sw_known_hosts; *known; known++)
		if (sw_edits(host, sw_str_of(*known)) == 1)
			return (struct sw_lookalike){SW_LOOKALIKE_REGISTRY, *known};
	return (struct sw_lookalike){0};
}

static struct sw_lookalike typo(struct sw_str name) {
	for (size_t i = 0; name.n >= SHORTEST_TYPO - 1 && i < sw_official_row_count; i++) {
		struct sw_str official = sw_str_of(sw_official_rows[i].name);
		if (official.n >= SHORTEST_TYPO && sw_edits(name, official) == 1)
			return (struct sw_lookalike){SW_LOOKALIKE_TYPO, sw_official_rows[i].name};
	}
	return (struct sw_lookalike){0};
}

/* Removes every occurrence of `word` in place. */
static size_t without(char *text, size_t n, const char *word) {
	size_t length = strlen(word), out = 0;
	for (size_t i = 0; i < n;) {
		if (n - i >= length && memcmp(text + i, word, length) == 0)
			i += length;
		else
			text[out++] = text[i++];
	}
	return out;
}

/* The official image that a name is once "official", "library", digits and joints are taken away. Digits and joints
 * alone are honest ("python3"): one of the two words has to be there. */
static const char *undressed(struct sw_str name) {
	char text[LONGEST_NAME];
	size_t n = 0;
	if (name.n > sizeof text)
		return NULL;
	for (size_t i = 0; i < name.n; i++)
		if (!sw_is_digit(name.p[i]) && name.p[i] != '-' && name.p[i] != '_' && name.p[i] != '.')
			text[n++] = name.p[i];
	size_t bare = without(text, without(text, n, "official"), "library");
	return bare && bare < n ? official_called(sw_str(text, bare)) : NULL;
}

/* Foreign namespaces of Docker's own registry. */
static struct sw_lookalike foreign(struct sw_str repository) {
	size_t slash = sw_str_find_byte(repository, '/');
	struct sw_str space = sw_str_sub(repository, 0, slash), name = sw_str_from(repository, slash + 1);
	const char *official = official_called(name), *dressed = undressed(name);
	if (listed(sw_family_names, space))
		return (struct sw_lookalike){0};
	if (dressed)
		return (struct sw_lookalike){SW_LOOKALIKE_NAMESPACE, dressed};
	if (!official)
		return (struct sw_lookalike){0};
	if (sw_edits(space, SW_S("library")) == 1 || sw_str_contains(space, SW_S("official")) ||
	    sw_str_contains(space, SW_S("library")))
		return (struct sw_lookalike){SW_LOOKALIKE_NAMESPACE, official};
	if (sw_str_eq(space, name) && !listed(sw_own_names, name))
		return (struct sw_lookalike){SW_LOOKALIKE_DOUBLED, official};
	return (struct sw_lookalike){0};
}

struct sw_lookalike sw_image_lookalike(const struct sw_image_ref *ref) {
	if (!ref->known || !ref->valid)
		return (struct sw_lookalike){0};
	if (!sw_str_is(ref->registry, "docker.io"))
		return registry(ref->registry);
	if (!sw_str_starts(ref->repository, SW_S("library/")))
		return foreign(ref->repository);
	if (sw_image_official(ref) != SW_OFFICIAL_NO)
		return (struct sw_lookalike){0};
	return typo(sw_image_familiar(ref->name));
}

struct sw_str sw_lookalike_words(struct sw_arena *arena, struct sw_lookalike lookalike) {
	switch (lookalike.kind) {
	case SW_LOOKALIKE_TYPO:
		return sw_arena_printf(arena, "is one slip away from the official image %s", lookalike.of);
	case SW_LOOKALIKE_NAMESPACE:
		return sw_arena_printf(arena, "dresses up as the official image %s in a namespace that is not Docker's",
				       lookalike.of);
	case SW_LOOKALIKE_REGISTRY:
		return sw_arena_printf(arena, "comes from a host that is one slip away from %s", lookalike.of);
	case SW_LOOKALIKE_DOUBLED:
		return sw_arena_printf(arena, "repeats the name of the official image %s, which stands in no namespace",
				       lookalike.of);
	case SW_LOOKALIKE_NONE:
		break;
	}
	return (struct sw_str){0};
}
