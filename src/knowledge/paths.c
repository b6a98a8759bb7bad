/* Every entry is compared with the path part by part; what it says depends on whether it is the path, stands above it or
 * below it. Then the entries compete: an engine's API beats all, an entry that is the path beats one above it, a deeper
 * one above beats a shallower one, and what the path contains counts when it is worse. */
#include "knowledge/paths.h"
#include "knowledge/data.h"

struct candidate {
	const struct sw_path_row *row;
	enum sw_path_relation relation;
	enum sw_path_tier tier; /* what the row says in this relation */
	unsigned depth;         /* parts of the row's path */
};

/* The next part of a path that is left, without its slash; false at the end. */
static bool next_part(struct sw_str *rest, struct sw_str *part) {
	if (rest->n <= 1)
		return false;
	*rest = sw_str_from(*rest, 1);
	size_t slash = sw_str_find_byte(*rest, '/');
	size_t n = slash == SW_NPOS ? rest->n : slash;
	*part = sw_str_sub(*rest, 0, n);
	*rest = sw_str_from(*rest, n);
	return true;
}

static enum sw_path_relation relate(const char *entry, struct sw_str path, unsigned *depth) {
	struct sw_str left = sw_str_of(entry), want, have;
	*depth = 0;
	for (;;) {
		bool more_entry = next_part(&left, &want);
		bool more_path = next_part(&path, &have);
		if (!more_entry)
			return more_path ? SW_PATH_BELOW : SW_PATH_IS;
		if (!more_path)
			return SW_PATH_CONTAINS;
		if (!sw_str_glob(want, have))
			return SW_PATH_UNRELATED;
		++*depth;
	}
}

static enum sw_path_tier tier_by(const struct sw_path_row *row, enum sw_path_relation relation) {
	switch (relation) {
	case SW_PATH_IS:
		return row->tier;
	case SW_PATH_BELOW:
		return row->below;
	case SW_PATH_CONTAINS:
		return row->above;
	case SW_PATH_UNRELATED:
		break;
	}
	return SW_PATH_OTHER;
}

/* A better name for the danger: an engine of the host before a user's, Docker's before others, a socket itself before
 * the folder around it. */
static unsigned fame(const struct sw_path_row *row) {
	return (row->rootless ? 0 : 4) + (row->engine == SW_ENGINE_DOCKER ? 2 : 0) +
	       (sw_str_ends(sw_str_of(row->path), SW_S("/docker.sock")) ? 1 : 0);
}

/* Whether `a` says more about the path than `b`, both in the same relation. */
static bool better(const struct candidate *a, const struct candidate *b) {
	if (!b->row)
		return true;
	if (a->relation == SW_PATH_CONTAINS) {
		if (a->tier != b->tier)
			return a->tier > b->tier;
		return fame(a->row) > fame(b->row);
	}
	if (a->depth != b->depth)
		return a->depth > b->depth;
	if ((a->row->tier == SW_PATH_FINE) != (b->row->tier == SW_PATH_FINE))
		return a->row->tier == SW_PATH_FINE;
	return a->tier > b->tier;
}

/* The best candidate of each relation, [0] unused; engines' APIs apart in `sockets`. */
static void gather(struct sw_str path, bool read_only, struct candidate best[4], struct candidate sockets[4]) {
	for (size_t i = 0; i < sw_path_row_count; i++) {
		struct candidate candidate = {.row = &sw_path_rows[i]};
		if (candidate.row->only_reading && !read_only)
			continue;
		candidate.relation = relate(candidate.row->path, path, &candidate.depth);
		candidate.tier = tier_by(candidate.row, candidate.relation);
		if (candidate.relation == SW_PATH_UNRELATED)
			continue;
		if (better(&candidate, &best[candidate.relation]))
			best[candidate.relation] = candidate;
		if (candidate.tier == SW_PATH_SOCKET && better(&candidate, &sockets[candidate.relation]))
			sockets[candidate.relation] = candidate;
	}
}

static struct candidate choose(const struct candidate best[4], const struct candidate sockets[4]) {
	struct candidate none = {0};
	if (sockets[SW_PATH_IS].row)
		return sockets[SW_PATH_IS];
	if (sockets[SW_PATH_BELOW].row && sockets[SW_PATH_BELOW].depth == best[SW_PATH_BELOW].depth)
		return sockets[SW_PATH_BELOW];
	if (best[SW_PATH_IS].row)
		return best[SW_PATH_IS];
	if (sockets[SW_PATH_CONTAINS].row)
		return sockets[SW_PATH_CONTAINS];
	if (best[SW_PATH_CONTAINS].row && best[SW_PATH_CONTAINS].tier > best[SW_PATH_BELOW].tier)
		return best[SW_PATH_CONTAINS];
	return best[SW_PATH_BELOW].row ? best[SW_PATH_BELOW] : none;
}

enum sw_path_tier sw_path_tier(struct sw_str path, bool read_only, struct sw_path_fact *why) {
	struct candidate best[4] = {0}, sockets[4] = {0};
	struct sw_path_fact fact = {.path = path, .severity = SW_INFO};
	if (sw_str_is(path, "/var/run") || sw_str_starts(path, SW_S("/var/run/")))
		fact.path = path = sw_str_from(path, sizeof "/var" - 1);
	if (path.n && path.p[0] == '/') {
		gather(path, read_only, best, sockets);
		struct candidate chosen = choose(best, sockets);
		const struct sw_path_row *within = sockets[SW_PATH_CONTAINS].row;
		if (chosen.row && chosen.tier != SW_PATH_OTHER) {
			const struct sw_path_row *api = chosen.row->engine ? chosen.row : within;
			fact.tier = within ? SW_PATH_SOCKET : chosen.tier;
			fact.relation = chosen.relation;
			fact.entry = chosen.row->path;
			fact.what = chosen.row->what;
			fact.socket = within && within != chosen.row ? within->path : NULL;
			fact.engine = api ? api->engine : SW_ENGINE_NONE;
			fact.rootless = api && api->rootless;
			fact.severity = sw_path_severities[fact.tier][read_only];
		}
	}
	if (why)
		*why = fact;
	return fact.tier;
}

struct sw_str sw_path_words(struct sw_arena *arena, const struct sw_path_fact *why) {
	bool general = why->entry && strchr(why->entry, '*');
	switch (why->relation) {
	case SW_PATH_IS:
		if (why->socket)
			return sw_arena_printf(arena, "hands over %s, which contains %s", why->what, why->socket);
		return sw_arena_printf(arena, "hands over %s", why->what);
	case SW_PATH_BELOW:
		if (general)
			return sw_arena_printf(arena, "hands over part of %s", why->what);
		return sw_arena_printf(arena, "stands below %s, %s", why->entry, why->what);
	case SW_PATH_CONTAINS:
		if (general)
			return sw_arena_printf(arena, "may contain %s", why->what);
		return sw_arena_printf(arena, "contains %s, %s", why->entry, why->what);
	case SW_PATH_UNRELATED:
		break;
	}
	return (struct sw_str){0};
}

bool sw_path_within(struct sw_str path, struct sw_str folder) {
	if (!folder.n || !sw_str_starts(path, folder))
		return false;
	return path.n == folder.n || folder.p[folder.n - 1] == '/' || path.p[folder.n] == '/';
}

struct sw_str sw_path_clean(struct sw_arena *arena, struct sw_str path) {
	struct sw_str part;
	if (path.n == 0 || path.p[0] != '/')
		return (struct sw_str){0};
	char *out = SW_NEW_ARRAY(arena, char, path.n + 1);
	size_t n = 0;
	while (sw_str_split(&path, '/', &part)) {
		if (part.n == 0 || sw_str_is(part, "."))
			continue;
		if (sw_str_is(part, "..")) {
			while (n && out[--n] != '/')
				;
			continue;
		}
		out[n++] = '/';
		memcpy(out + n, part.p, part.n);
		n += part.n;
	}
	return n ? sw_str(out, n) : SW_S("/");
}

const char *sw_path_tier_name(enum sw_path_tier tier) {
	static const char *const table[] = {"other", "fine", "data", "high", "critical", "socket"};
	return table[tier];
}

const char *sw_engine_kind_name(enum sw_engine_kind engine) {
	static const char *const table[] = {"none", "Docker", "containerd", "CRI-O", "Podman", "BuildKit", "cri-dockerd",
					    "dockershim"};
	return table[engine];
}
