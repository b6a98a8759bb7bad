#include "models/match.h"
#include "base/map.h"
#include "knowledge/images.h"
#include "models/container_template.h"
#include "models/match_words.h"

enum {
	ELEMENT_KINDS = SW_ELEMENT_NETWORK + 1,
	MOST_FITTING = 64, /* of several that fit, so many are remembered */
};

struct candidate {
	struct sw_name_words words;   /* of its name */
	struct sw_name_words meant;   /* of its name, its image's name, title and role: the meaning of each */
	size_t taken_on;         /* index + 1 of the diagram where something drawn stands for it */
	/* While one drawn element is looked at: how many words the two share. */
	size_t turn, shared;
};

/* An index: word, name or id → the found ones. */
struct index {
	struct sw_map map;
};

struct matching {
	struct sw_arena *arena;
	const struct sw_drawing *drawing;
	const struct sw_founds *found;
	const struct sw_mapping *mapping;
	struct candidate *candidates; /* of each found one */
	struct index plain, annotated, drawn_id;
	struct index word, rare, meant; /* rare: of what few people draw */
	sw_found_list kinds[ELEMENT_KINDS];
	struct sw_map mapped;         /* id or name of a drawn element → struct sw_found_list * */
	struct sw_map excused;
	bool ours;
	size_t diagram, turn;
	size_t *touched, *fitting;    /* room for one list each of all found ones */
};

/* A drawn element while it is looked at. */
struct looking {
	struct sw_match *match;
	struct sw_name_words words;
	struct sw_str plain;
};

const char *sw_match_by_name(enum sw_match_by by) {
	static const char *const names[] = {"none", "kind", "image", "words", "name", "id", "annotation", "mapping"};
	return names[by];
}

/* ── Indexes ── */

static sw_found_list *entry(struct matching *matching, struct sw_map *map, struct sw_str key) {
	sw_found_list *list = sw_map_get(map, key);
	if (!list) {
		list = SW_NEW(matching->arena, sw_found_list);
		sw_map_put(matching->arena, map, key, list);
	}
	return list;
}

static void add_to(struct matching *matching, struct index *index, struct sw_str key, size_t found) {
	if (key.n)
		*sw_push(matching->arena, entry(matching, &index->map, key)) = found;
}

static const sw_found_list *look_up(const struct index *index, struct sw_str key) {
	static const sw_found_list none;
	const sw_found_list *list = sw_map_get(&index->map, key);
	return list ? list : &none;
}

static const char *role_words(enum sw_image_role role) {
	switch (role) {
	case SW_ROLE_RELATIONAL:
	case SW_ROLE_DOCUMENT:
	case SW_ROLE_TIME_SERIES:
	case SW_ROLE_GRAPH:
		return "db";
	case SW_ROLE_KEY_VALUE:
	case SW_ROLE_CACHE:
		return "cache";
	case SW_ROLE_SEARCH:
		return "search";
	case SW_ROLE_OBJECT:
		return "object bucket files";
	case SW_ROLE_QUEUE:
		return "queue";
	case SW_ROLE_PROXY:
		return "proxy";
	case SW_ROLE_WEB:
		return "web";
	case SW_ROLE_MONITORING:
		return "monitoring";
	case SW_ROLE_IDENTITY:
		return "auth";
	case SW_ROLE_UNKNOWN:
	case SW_ROLE_COORDINATOR:
	case SW_ROLE_ENGINE_CLIENT:
	case SW_ROLE_REGISTRY:
	case SW_ROLE_SECRETS:
	case SW_ROLE_ADMIN_UI:
	case SW_ROLE_BUILDER:
	case SW_ROLE_BASE:
		break;
	}
	return "";
}

static void add_meant(struct matching *matching, struct candidate *candidate, struct sw_str text) {
	struct sw_name_words words = {0};
	sw_name_words_add(matching->arena, &words, text);
	for (size_t i = 0; i < words.n && candidate->meant.n < SW_MOST_WORDS; i++) {
		struct sw_str meant = sw_word_meant(words.v[i]);
		if (!sw_name_words_have(&candidate->meant, meant))
			candidate->meant.v[candidate->meant.n++] = meant;
	}
}

static void look_at_workload(struct matching *matching, size_t index, const struct sw_workload *workload) {
	struct candidate *candidate = &matching->candidates[index];
	const struct sw_image_fact *fact = workload->has_image ? sw_image_fact(&workload->image.ref) : NULL;
	for (size_t i = 0; i < workload->annotations.n; i++)
		if (sw_str_is(workload->annotations.v[i].name, "drawn"))
			add_to(matching, &matching->annotated, workload->annotations.v[i].value, index);
	if (workload->has_image)
		add_meant(matching, candidate, sw_str_basename(workload->image.ref.repository));
	if (fact) {
		add_meant(matching, candidate, sw_str_of(fact->title));
		add_meant(matching, candidate, sw_str_of(role_words(fact->role)));
	}
}

/* A drawn name is rather that of what runs than of what it is made of. */
static bool is_rare(enum sw_element_kind kind) {
	return kind == SW_ELEMENT_BUILD || kind == SW_ELEMENT_IMAGE || kind == SW_ELEMENT_NETWORK || kind == SW_ELEMENT_REPOSITORY;
}

static void look_at(struct matching *matching, size_t index) {
	const struct sw_found *found = &matching->found->v[index];
	const struct sw_element *element = found->element;
	struct candidate *candidate = &matching->candidates[index];
	*sw_push(matching->arena, &matching->kinds[element->kind]) = index;
	add_to(matching, &matching->plain, sw_name_plain(matching->arena, element->name), index);
	for (const struct sw_found *one = found; one; one = one->again)
		add_to(matching, &matching->drawn_id, one->drawn->id, index);
	sw_name_words_add(matching->arena, &candidate->words, element->name);
	if (!candidate->words.n)
		sw_name_words_add_all(matching->arena, &candidate->words, element->name); /* a service called "app" */
	for (size_t i = 0; i < candidate->words.n; i++)
		add_to(matching, is_rare(element->kind) ? &matching->rare : &matching->word, candidate->words.v[i], index);
	/* Images, builds and networks are not what is meant by what stands in them. */
	if (element->kind != SW_ELEMENT_WORKLOAD)
		return;
	/* Once more than below: what a thing is called says more than what its image is called. */
	add_meant(matching, candidate, element->name);
	for (size_t i = 0; i < candidate->meant.n; i++)
		add_to(matching, &matching->meant, candidate->meant.v[i], index);
	look_at_workload(matching, index, element->service->workload);
	for (size_t i = 0; i < candidate->meant.n; i++)
		add_to(matching, &matching->meant, candidate->meant.v[i], index);
}

/* ── One drawn element ── */

/* A container may be drawn as a store, because it keeps data; what is outside is never inside. */
static bool shapes_fit(const struct sw_drawn *drawn, const struct sw_found *found) {
	if (drawn->kind == SW_DRAWN_EXTERNAL || found->drawn->kind == SW_DRAWN_EXTERNAL)
		return drawn->kind == found->drawn->kind;
	return drawn->kind == found->drawn->kind || (drawn->kind == SW_DRAWN_STORE && found->element->kind == SW_ELEMENT_WORKLOAD);
}

/* People outside may be drawn as many, and so may replicas. */
static bool is_many(const struct sw_element *element) {
	return element->kind == SW_ELEMENT_CLIENT || element->kind == SW_ELEMENT_OPERATOR ||
	       (element->service && element->service->workload->replicas > 1);
}

static bool is_free(const struct matching *matching, size_t index) {
	return matching->candidates[index].taken_on != matching->diagram + 1 || is_many(matching->found->v[index].element);
}

static void take(struct matching *matching, struct sw_match *match, size_t index, enum sw_match_by by) {
	*sw_push(matching->arena, &match->found) = index;
	match->by = by;
	match->fitting.n = 0;
	matching->candidates[index].taken_on = matching->diagram + 1;
}

static bool is_among(const sw_found_list *list, size_t found) {
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i] == found)
			return true;
	return false;
}

/* Takes the one that fits; of several none, for a weaker sign may tell them apart. */
static void take_only(struct matching *matching, struct sw_match *match, size_t fitting, enum sw_match_by by) {
	if (fitting == 1 && (!match->fitting.n || is_among(&match->fitting, matching->fitting[0])))
		take(matching, match, matching->fitting[0], by);
	else if (fitting > 1 && !match->fitting.n)
		for (size_t i = 0; i < fitting && i < MOST_FITTING; i++)
			*sw_push(matching->arena, &match->fitting) = matching->fitting[i];
}

static void try_list(struct matching *matching, struct looking *looking, const sw_found_list *list, enum sw_match_by by) {
	size_t fitting = 0;
	for (size_t i = 0; i < list->n && i < matching->found->n; i++)
		if (is_free(matching, list->v[i]) && (by != SW_MATCH_NAME || shapes_fit(looking->match->drawn, &matching->found->v[list->v[i]])))
			matching->fitting[fitting++] = list->v[i];
	take_only(matching, looking->match, fitting, by);
}

/* A mapping may give one drawn element several found ones, and needs no more reasons. */
static void try_mapped(struct matching *matching, struct looking *looking) {
	const struct sw_drawn *drawn = looking->match->drawn;
	const sw_found_list *rows[] = {sw_map_get(&matching->mapped, drawn->id), sw_map_get(&matching->mapped, drawn->name)};
	for (size_t r = 0; r < 2; r++)
		for (size_t i = 0; rows[r] && rows[r] != rows[1 - r] && i < rows[r]->n; i++)
			take(matching, looking->match, rows[r]->v[i], SW_MATCH_MAPPING);
	for (size_t i = 0; rows[0] && rows[0] == rows[1] && i < rows[0]->n; i++)
		take(matching, looking->match, rows[0]->v[i], SW_MATCH_MAPPING);
}

/* Those that share most words with the drawn one. `whole`: all words of the one name must stand in the other. */
static void try_words(struct matching *matching, struct looking *looking, const struct index *index, const struct sw_name_words *words, bool whole,
		      enum sw_match_by by) {
	size_t touched = 0, fitting = 0, most = 1;
	matching->turn++;
	for (size_t w = 0; w < words->n; w++) {
		const sw_found_list *list = look_up(index, words->v[w]);
		for (size_t i = 0; i < list->n; i++) {
			struct candidate *candidate = &matching->candidates[list->v[i]];
			if (candidate->turn != matching->turn) {
				matching->touched[touched++] = list->v[i];
				candidate->shared = 0;
			}
			candidate->turn = matching->turn;
			candidate->shared++;
		}
	}
	for (size_t i = 0; i < touched; i++) {
		size_t found = matching->touched[i];
		const struct candidate *candidate = &matching->candidates[found];
		bool fits = (!whole || candidate->shared == words->n || candidate->shared == candidate->words.n) && candidate->shared >= most;
		if (!fits || !is_free(matching, found) || !shapes_fit(looking->match->drawn, &matching->found->v[found]))
			continue;
		fitting = candidate->shared > most ? 0 : fitting;
		most = candidate->shared;
		matching->fitting[fitting++] = found;
	}
	take_only(matching, looking->match, fitting, by);
}

static void try_meant(struct matching *matching, struct looking *looking) {
	struct sw_name_words meant = {0};
	for (size_t i = 0; i < looking->words.n; i++)
		meant.v[meant.n++] = sw_word_meant(looking->words.v[i]);
	try_words(matching, looking, &matching->meant, &meant, false, SW_MATCH_IMAGE);
	if (!looking->match->found.n && !looking->match->fitting.n)
		try_words(matching, looking, &matching->rare, &looking->words, true, SW_MATCH_WORDS);
}

/* The types of the container template say what a thing is, where there is one of its kind. */
static void try_type(struct matching *matching, struct looking *looking) {
	for (int kind = 0; kind < ELEMENT_KINDS; kind++)
		if (sw_str_eq(looking->match->drawn->type, sw_element_stencil((enum sw_element_kind)kind)) && kind != SW_ELEMENT_WORKLOAD &&
		    kind != SW_ELEMENT_STORE && kind != SW_ELEMENT_IMAGE && kind != SW_ELEMENT_BUILD && matching->kinds[kind].n == 1)
			try_list(matching, looking, &matching->kinds[kind], SW_MATCH_KIND);
}

/* "Container" stands for all containers that nothing else stands for. */
static void try_kind(struct matching *matching, struct looking *looking) {
	struct sw_match *match = looking->match;
	enum sw_element_kind kind;
	if (matching->ours) {
		try_type(matching, looking);
		return;
	}
	if (match->fitting.n)
		return;
	match->about = match->drawn->kind != SW_DRAWN_EXTERNAL && sw_name_is_given(matching->arena, match->drawn->name);
	if (match->about)
		kind = SW_ELEMENT_WORKLOAD;
	else if (!sw_name_is_kind(matching->arena, match->drawn->name, match->drawn->kind == SW_DRAWN_EXTERNAL, &kind))
		return;
	const sw_found_list *all = &matching->kinds[kind];
	size_t before = match->found.n;
	for (size_t i = 0; i < all->n; i++) {
		if (match->about)
			*sw_push(matching->arena, &match->found) = all->v[i];
		else if (is_free(matching, all->v[i]))
			take(matching, match, all->v[i], SW_MATCH_KIND);
	}
	match->by = match->found.n > before ? SW_MATCH_KIND : match->by;
}

static void try_match(struct matching *matching, struct looking *looking, enum sw_match_by by) {
	switch (by) {
	case SW_MATCH_MAPPING:
		try_mapped(matching, looking);
		break;
	case SW_MATCH_ANNOTATION:
		try_list(matching, looking, look_up(&matching->annotated, looking->match->drawn->name), by);
		break;
	case SW_MATCH_ID:
		try_list(matching, looking, look_up(&matching->drawn_id, looking->match->drawn->id), by);
		break;
	case SW_MATCH_NAME:
		try_list(matching, looking, look_up(&matching->plain, looking->plain), by);
		break;
	case SW_MATCH_WORDS:
		try_words(matching, looking, &matching->word, &looking->words, true, by);
		break;
	case SW_MATCH_IMAGE:
		try_meant(matching, looking);
		break;
	case SW_MATCH_KIND:
		try_kind(matching, looking);
		break;
	case SW_MATCH_NONE:
		break;
	}
}

/* ── The mapping ── */

static void not_there(struct sw_diags *diags, struct sw_span at, const char *where, struct sw_str name) {
	sw_diag_add(diags, SW_DIAG_WARNING, "model-mapping", at, "%s called '%.*s'", where, SW_ARG(name));
}

static void read_mapping(struct matching *matching, struct sw_diags *diags) {
	const struct sw_mapping *mapping = matching->mapping;
	struct sw_map drawn = {0}, found = {0}, bounds = {0}; /* found: id or name → struct sw_found_list * */
	const struct sw_diagram *last = NULL;
	struct sw_arena *arena = matching->arena;
	for (size_t d = 0; d < matching->drawing->diagrams.n; d++)
		for (size_t i = 0; i < matching->drawing->diagrams.v[d].elements.n; i++) {
			struct sw_drawn *one = &matching->drawing->diagrams.v[d].elements.v[i];
			sw_map_put(arena, &drawn, one->id, one);
			sw_map_put(arena, &drawn, one->name, one);
		}
	for (size_t i = 0; i < matching->found->n; i++) {
		const struct sw_element *element = matching->found->v[i].element;
		const struct sw_diagram *diagram = matching->found->v[i].diagram;
		for (size_t b = 0; diagram != last && b < diagram->boundaries.n; b++) {
			sw_map_put(arena, &bounds, diagram->boundaries.v[b].id, &diagram->boundaries.v[b]);
			sw_map_put(arena, &bounds, diagram->boundaries.v[b].name, &diagram->boundaries.v[b]);
		}
		last = diagram;
		for (const struct sw_found *one = &matching->found->v[i]; one; one = one->again)
			*sw_push(arena, entry(matching, &found, one->element->id)) = i;
		if (!sw_str_eq(element->id, element->name))
			*sw_push(arena, entry(matching, &found, element->name)) = i;
	}
	for (size_t i = 0; i < mapping->elements.n; i++) {
		const struct sw_mapped *row = &mapping->elements.v[i];
		const sw_found_list *list = sw_map_get(&found, row->found);
		if (!sw_map_get(&drawn, row->drawn))
			not_there(diags, row->drawn_at, "the drawing has nothing", row->drawn);
		if (!list && !sw_map_get(&bounds, row->found))
			not_there(diags, row->at, "nothing was found that is", row->found);
		if (list)
			*sw_push(arena, entry(matching, &matching->mapped, row->drawn)) = list->v[0];
		if (list && list->n > 1)
			sw_diag_add(diags, SW_DIAG_WARNING, "model-mapping", row->at, "%zu things are called '%.*s', the first is taken; their ids tell them apart",
				    list->n, SW_ARG(row->found));
	}
	for (size_t i = 0; i < mapping->not_found.n; i++) {
		struct sw_drawn *one = sw_map_get(&drawn, mapping->not_found.v[i].name);
		if (!one)
			not_there(diags, mapping->not_found.v[i].at, "the drawing has nothing", mapping->not_found.v[i].name);
		else
			sw_map_put(arena, &matching->excused, mapping->not_found.v[i].name, one);
	}
	for (size_t i = 0; i < mapping->not_drawn.n; i++)
		if (!sw_map_get(&found, mapping->not_drawn.v[i].name))
			not_there(diags, mapping->not_drawn.v[i].at, "nothing was found that is", mapping->not_drawn.v[i].name);
}

/* ── All ── */

static void match_diagram(struct matching *matching, struct sw_match *matches, size_t count) {
	struct looking *looking = SW_NEW_ARRAY(matching->arena, struct looking, count + 1);
	for (size_t m = 0; m < count; m++) {
		const struct sw_drawn *drawn = matches[m].drawn;
		looking[m].match = &matches[m];
		sw_name_words_add(matching->arena, &looking[m].words, drawn->name);
		if (!looking[m].words.n)
			sw_name_words_add_all(matching->arena, &looking[m].words, drawn->name);
		looking[m].plain = sw_name_plain(matching->arena, drawn->name);
		matches[m].excused = sw_map_get(&matching->excused, drawn->id) || sw_map_get(&matching->excused, drawn->name);
	}
	for (int by = SW_MATCH_MAPPING; by > SW_MATCH_NONE; by--)
		for (size_t m = 0; m < count; m++)
			if (!matches[m].found.n && !matches[m].excused)
				try_match(matching, &looking[m], (enum sw_match_by)by);
}

void sw_match_elements(struct sw_arena *arena, const struct sw_drawing *drawing, const struct sw_founds *found, const struct sw_mapping *mapping,
		       struct sw_matches *matches, struct sw_diags *diags) {
	struct matching matching = {.arena = arena, .drawing = drawing, .found = found, .mapping = mapping,
				    .candidates = SW_NEW_ARRAY(arena, struct candidate, found->n + 1), .ours = sw_is_container_template(drawing->template)};
	matching.touched = SW_NEW_ARRAY(arena, size_t, found->n + 1);
	matching.fitting = SW_NEW_ARRAY(arena, size_t, found->n + 1);
	for (size_t i = 0; i < found->n; i++)
		look_at(&matching, i);
	read_mapping(&matching, diags);
	for (size_t d = 0; d < drawing->diagrams.n; d++) {
		size_t first = matches->n;
		for (size_t i = 0; i < drawing->diagrams.v[d].elements.n; i++) {
			const struct sw_drawn *drawn = &drawing->diagrams.v[d].elements.v[i];
			if (drawn->kind == SW_DRAWN_PROCESS || drawn->kind == SW_DRAWN_STORE || drawn->kind == SW_DRAWN_EXTERNAL)
				*sw_push(arena, matches) = (struct sw_match){.drawn = drawn, .in = &drawing->diagrams.v[d]};
		}
		matching.diagram = d;
		if (matches->n > first)
			match_diagram(&matching, matches->v + first, matches->n - first);
	}
}
