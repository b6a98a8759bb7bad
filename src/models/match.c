#include "models/match.h"
#include "base/map.h"
#include "knowledge/images.h"

struct words {
	SW_VEC(struct sw_str) v;
};

struct candidate {
	struct sw_str plain;
	struct words words, image; /* of its name; of its image's name, title and role */
	struct sw_str annotated;   /* x-strideward: {drawn: …} */
	bool taken;
};

struct matching {
	struct sw_arena *arena;
	const struct sw_founds *found;
	const struct sw_mapping *mapping;
	struct candidate *candidates; /* of each found one */
};

const char *sw_match_by_name(enum sw_match_by by) {
	static const char *const names[] = {"none", "kind", "image", "words", "name", "id", "annotation", "mapping"};
	return names[by];
}

struct sw_str sw_match_plain(struct sw_arena *arena, struct sw_str name) {
	char *plain = sw_arena_alloc(arena, name.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < name.n; i++)
		if (sw_is_alnum(name.p[i]) || (unsigned char)name.p[i] >= 0x80)
			plain[n++] = sw_to_lower(name.p[i]);
	return sw_str(plain, n);
}

/* Words that say nothing about which one it is. */
static bool is_filler(struct sw_str word) {
	return sw_listed(word, "a an and the of for our my service services server container containers docker app application instance process "
			       "component node volume store storage data system");
}

static void add_words(struct sw_arena *arena, struct words *words, struct sw_str text) {
	struct sw_str lower = sw_arena_lower(arena, text);
	for (size_t i = 0; i < text.n;) {
		size_t start = i;
		/* webFrontend is two words. */
		while (i < text.n && sw_is_alnum(text.p[i]) && !(i > start && sw_to_lower(text.p[i]) != text.p[i] && sw_to_lower(text.p[i - 1]) == text.p[i - 1]))
			i++;
		struct sw_str word = sw_str_sub(lower, start, i - start);
		if (word.n && !is_filler(word))
			*sw_push(arena, &words->v) = word;
		i += i == start;
	}
}

static bool has_word(const struct words *words, struct sw_str word) {
	for (size_t i = 0; i < words->v.n; i++)
		if (sw_str_eq(words->v.v[i], word))
			return true;
	return false;
}

static bool has_words(const struct words *all, const struct words *some) {
	for (size_t i = 0; i < some->v.n; i++)
		if (!has_word(all, some->v.v[i]))
			return false;
	return some->v.n > 0;
}

static bool share_word(const struct words *a, const struct words *b) {
	for (size_t i = 0; i < a->v.n; i++)
		if (has_word(b, a->v.v[i]))
			return true;
	return false;
}

static void look_at(struct matching *matching, size_t index) {
	const struct sw_element *element = matching->found->v[index].element;
	struct candidate *candidate = &matching->candidates[index];
	candidate->plain = sw_match_plain(matching->arena, element->name);
	add_words(matching->arena, &candidate->words, element->name);
	if (!element->service)
		return;
	const struct sw_workload *workload = element->service->workload;
	for (size_t i = 0; i < workload->annotations.n; i++)
		if (sw_str_is(workload->annotations.v[i].name, "drawn"))
			candidate->annotated = workload->annotations.v[i].value;
	if (!workload->has_image)
		return;
	const struct sw_image_fact *fact = sw_image_fact(&workload->image.ref);
	add_words(matching->arena, &candidate->image, sw_str_basename(workload->image.ref.repository));
	if (fact)
		add_words(matching->arena, &candidate->image, sw_str_of(fact->title));
	if (fact)
		add_words(matching->arena, &candidate->image, sw_str_of(sw_role_words(fact->role)));
}

/* A container may be drawn as a store, because it keeps data; what is outside is never inside. */
static bool shapes_fit(const struct sw_drawn *drawn, const struct sw_found *found) {
	if (drawn->kind == SW_DRAWN_EXTERNAL || found->drawn->kind == SW_DRAWN_EXTERNAL)
		return drawn->kind == found->drawn->kind;
	return drawn->kind == found->drawn->kind || (drawn->kind == SW_DRAWN_STORE && found->element->kind == SW_ELEMENT_WORKLOAD);
}

static bool is_called(struct sw_str said, struct sw_str id, struct sw_str name) {
	return sw_str_eq(said, id) || sw_str_eq(said, name);
}

static bool mapped(const struct matching *matching, const struct sw_drawn *drawn, const struct sw_found *found) {
	for (size_t i = 0; i < matching->mapping->elements.n; i++) {
		const struct sw_mapped *row = &matching->mapping->elements.v[i];
		if (is_called(row->drawn, drawn->id, drawn->name) && is_called(row->found, found->element->id, found->element->name))
			return true;
	}
	return false;
}

static bool fits(const struct matching *matching, const struct sw_drawn *drawn, const struct words *words, struct sw_str plain, size_t index,
		 enum sw_match_by by) {
	const struct sw_found *found = &matching->found->v[index];
	const struct candidate *candidate = &matching->candidates[index];
	switch (by) {
	case SW_MATCH_MAPPING:
		return mapped(matching, drawn, found);
	case SW_MATCH_ANNOTATION:
		return candidate->annotated.n && sw_str_eq(candidate->annotated, drawn->name);
	case SW_MATCH_ID:
		return sw_str_eq(drawn->id, found->drawn->id);
	case SW_MATCH_NAME:
		return plain.n && sw_str_eq(plain, candidate->plain) && shapes_fit(drawn, found);
	case SW_MATCH_WORDS:
		return (has_words(words, &candidate->words) || has_words(&candidate->words, words)) && shapes_fit(drawn, found);
	case SW_MATCH_IMAGE:
		return share_word(words, &candidate->image) && shapes_fit(drawn, found);
	case SW_MATCH_KIND:
		return sw_str_eq(drawn->type, found->drawn->type) && found->element->kind != SW_ELEMENT_WORKLOAD &&
		       found->element->kind != SW_ELEMENT_STORE && found->element->kind != SW_ELEMENT_IMAGE && found->element->kind != SW_ELEMENT_BUILD;
	case SW_MATCH_NONE:
		break;
	}
	return false;
}

static void try_match(struct matching *matching, struct sw_match *match, const struct words *words, struct sw_str plain, enum sw_match_by by) {
	size_t first = SIZE_MAX, n = 0;
	for (size_t i = 0; i < matching->found->n; i++)
		if (!matching->candidates[i].taken && fits(matching, match->drawn, words, plain, i, by)) {
			first = n++ ? first : i;
		}
	match->ambiguous = match->ambiguous || n > 1;
	if (n != 1)
		return;
	match->found = first;
	match->by = by;
	match->ambiguous = false;
	matching->candidates[first].taken = true;
}

static bool excused(const struct sw_mapping *mapping, const struct sw_drawn *drawn) {
	for (size_t i = 0; i < mapping->not_found.n; i++)
		if (is_called(mapping->not_found.v[i], drawn->id, drawn->name))
			return true;
	return false;
}

/* One thing may be drawn on several diagrams. */
static void match_again(struct sw_matches *matches) {
	for (size_t m = 0; m < matches->n; m++)
		for (size_t k = 0; matches->v[m].found == SIZE_MAX && !matches->v[m].excused && k < matches->n; k++)
			if (matches->v[k].found != SIZE_MAX && matches->v[k].in != matches->v[m].in &&
			    sw_str_eq(matches->v[k].drawn->name, matches->v[m].drawn->name) && matches->v[k].drawn->kind == matches->v[m].drawn->kind) {
				matches->v[m].found = matches->v[k].found;
				matches->v[m].by = SW_MATCH_NAME;
			}
}

void sw_match_elements(struct sw_arena *arena, const struct sw_drawing *drawing, const struct sw_founds *found, const struct sw_mapping *mapping,
		       struct sw_matches *matches) {
	struct matching matching = {arena, found, mapping, SW_NEW_ARRAY(arena, struct candidate, found->n + 1)};
	for (size_t i = 0; i < found->n; i++)
		look_at(&matching, i);
	for (size_t d = 0; d < drawing->diagrams.n; d++)
		for (size_t i = 0; i < drawing->diagrams.v[d].elements.n; i++) {
			const struct sw_drawn *drawn = &drawing->diagrams.v[d].elements.v[i];
			if (drawn->kind == SW_DRAWN_PROCESS || drawn->kind == SW_DRAWN_STORE || drawn->kind == SW_DRAWN_EXTERNAL)
				*sw_push(arena, matches) = (struct sw_match){
					.drawn = drawn, .in = &drawing->diagrams.v[d], .found = SIZE_MAX, .excused = excused(mapping, drawn)};
		}
	struct words *words = SW_NEW_ARRAY(arena, struct words, matches->n + 1);
	struct sw_str *plain = SW_NEW_ARRAY(arena, struct sw_str, matches->n + 1);
	for (size_t m = 0; m < matches->n; m++) {
		add_words(arena, &words[m], matches->v[m].drawn->name);
		plain[m] = sw_match_plain(arena, matches->v[m].drawn->name);
	}
	for (int by = SW_MATCH_MAPPING; by > SW_MATCH_NONE; by--)
		for (size_t m = 0; m < matches->n; m++)
			if (matches->v[m].found == SIZE_MAX && !matches->v[m].excused)
				try_match(&matching, &matches->v[m], &words[m], plain[m], (enum sw_match_by)by);
	match_again(matches);
}
