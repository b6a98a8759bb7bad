#include "run/included.h"
#include "base/map.h"
#include "readers/compose/paths.h"
#include "run/read.h"

/* One compose file of the list that others may bring in. */
struct brought {
	size_t place;
	struct sw_map services; /* of it, that kept deployments extend */
	size_t extended;        /* how many these are */
	bool whole;             /* a kept deployment includes it */
	bool by_any;            /* some deployment brings it in */
};

struct dropping {
	struct sw_arena *arena;
	const struct sw_artifacts *artifacts;
	struct sw_factset **sets;
	struct sw_map by_path; /* path as shown → struct brought */
	bool *dropped;
};

/* Compose's own order of the names it looks for; others come last. */
static unsigned rank_of(struct sw_str path) {
	static const char *const names[] = {"compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"};
	unsigned rank = 0;
	while (rank < sizeof names / sizeof *names && !sw_str_is(sw_str_basename(path), names[rank]))
		rank++;
	return rank;
}

enum { NO_DEFAULT = 4 };

/* Whether Compose, started in their folder, takes this file and not the one that brings it in. */
static bool starts_by_itself(struct sw_str path, struct sw_str bringer) {
	return sw_str_eq(sw_compose_path_folder(path), sw_compose_path_folder(bringer)) && rank_of(path) < rank_of(bringer);
}

static bool may_go(const struct sw_artifact *artifact, const struct sw_factset *set) {
	return artifact->kind == SW_ARTIFACT_COMPOSE && !artifact->named && !artifact->listed && set->deployment;
}

static struct brought *find(const struct dropping *dropping, struct sw_str path, size_t bringer) {
	struct brought *brought = sw_map_get(&dropping->by_path, path);
	bool other = brought && brought->place != bringer &&
		     !starts_by_itself(path, dropping->artifacts->v.v[bringer].path);
	return other ? brought : NULL;
}

/* Extending takes services one by one: the rest of such a file is judged nowhere else, and a default name is started. */
static bool all_extended(const struct dropping *dropping, const struct brought *brought) {
	return brought->extended == dropping->sets[brought->place]->deployment->workloads.n &&
	       rank_of(dropping->artifacts->v.v[brought->place].path) == NO_DEFAULT;
}

/* What the kept deployment at `bringer` brings in is dropped once all of it is brought in. */
static void drop_parts(struct dropping *dropping, size_t bringer) {
	const struct sw_deployment *deployment = dropping->sets[bringer]->deployment;
	for (size_t i = 0; i < deployment->parts.n; i++) {
		const struct sw_named_at *part = &deployment->parts.v[i];
		struct brought *brought = find(dropping, part->name, bringer);
		if (!brought)
			continue;
		if (part->value.n)
			brought->extended += !sw_map_put(dropping->arena, &brought->services, part->value, brought);
		else
			brought->whole = true;
		if (brought->whole || all_extended(dropping, brought))
			dropping->dropped[brought->place] = true;
	}
}

/* First those that nothing brings in; then, where files bring in each other in a circle, the first of each circle. */
static void decide(struct dropping *dropping, size_t count) {
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; dropping->sets[i]->deployment && k < dropping->sets[i]->deployment->parts.n; k++) {
			struct brought *brought = find(dropping, dropping->sets[i]->deployment->parts.v[k].name, i);
			if (brought)
				brought->by_any = true;
		}
	for (unsigned round = 0; round < 2; round++)
		for (size_t i = 0; i < count; i++) {
			const struct brought *own = dropping->sets[i]->deployment
				? sw_map_get(&dropping->by_path, dropping->artifacts->v.v[i].path) : NULL;
			bool first = !own || !own->by_any;
			if (dropping->sets[i]->deployment && first == (round == 0) && !dropping->dropped[i])
				drop_parts(dropping, i);
		}
}

void sw_included_drop(struct sw_arena *arena, const struct sw_artifacts *artifacts, struct sw_factset **sets) {
	size_t count = artifacts->v.n;
	struct dropping dropping = {.arena = arena, .artifacts = artifacts, .sets = sets, .dropped = SW_NEW_ARRAY(arena, bool, count + 1)};
	for (size_t i = 0; i < count; i++) {
		if (!may_go(&artifacts->v.v[i], sets[i]))
			continue;
		struct brought *brought = SW_NEW(arena, struct brought);
		brought->place = i;
		sw_map_put(arena, &dropping.by_path, artifacts->v.v[i].path, brought);
	}
	decide(&dropping, count);
	for (size_t i = 0; i < count; i++)
		if (dropping.dropped[i])
			sw_read_clear(sets[i], artifacts->v.v[i].path);
}
