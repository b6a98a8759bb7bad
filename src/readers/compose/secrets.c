/* Secrets in a compose file and in the files of variables it names, as facts: kind, place and fingerprint, never the
 * value. Values of variables are judged by their name; all texts are searched for what shows itself by its shape. */
#include "readers/compose/parts.h"
#include "secrets/find.h"
#include <stdlib.h>

struct sighting {
	struct sw_secret_fact fact;
	bool generic; /* gives way to a kind that says who issued it */
};

SW_VEC_TYPE(sightings, struct sighting);

void sw_compose_suspect(struct sw_compose_reader *r, struct sw_str name, struct sw_str value, struct sw_span at,
			bool literal) {
	if (at.source && value.n)
		*sw_push(r->arena, &r->suspects) = (struct sw_compose_suspect){name, value, at, literal};
}

void sw_compose_suspect_pair(struct sw_compose_reader *r, const struct sw_compose_pair *pair) {
	bool whole = sw_span_cmp(pair->value_at, pair->value.at) == 0;
	sw_compose_suspect(r, pair->name, pair->value.text, whole ? sw_compose_inner(r, &pair->value) : pair->value_at,
			   pair->value.literal);
}

/* The name of an option that stands alone: --requirepass, -password; empty when the word is none. */
static struct sw_str option_name(struct sw_str word) {
	size_t dashes = 0;
	while (dashes < 2 && dashes < word.n && word.p[dashes] == '-')
		dashes++;
	bool alone = dashes && sw_str_find_byte(word, '=') == SW_NPOS && sw_str_find_byte(word, ' ') == SW_NPOS;
	return alone ? sw_str_from(word, dashes) : (struct sw_str){0};
}

void sw_compose_suspect_words(struct sw_compose_reader *r, const struct sw_compose_scalars *words) {
	for (size_t i = 0; i < words->n; i++) {
		const struct sw_compose_scalar *word = &words->v[i];
		struct sw_span at = sw_compose_inner(r, word);
		struct sw_str name = i ? option_name(words->v[i - 1].text) : (struct sw_str){0};
		sw_compose_suspect(r, (struct sw_str){0}, word->text, at, word->literal);
		if (name.n)
			sw_compose_suspect(r, name, word->text, at, word->literal);
	}
}

static enum sw_seen_strength strength_of(const struct sw_secret_hit *hit, bool generic) {
	if (hit->confidence == SW_SECRET_PLACEHOLDER)
		return SW_SEEN_PLACEHOLDER;
	if (hit->confidence == SW_SECRET_WEAK)
		return SW_SEEN_WEAK;
	return !generic && hit->confidence >= SW_SECRET_MEDIUM ? SW_SEEN_TOKEN : SW_SEEN_LITERAL;
}

static void add(struct sw_compose_reader *r, struct sightings *seen, struct sw_span at, struct sw_str value,
		struct sw_str name, const struct sw_secret_hit *hit) {
	const struct sw_secret_kind *kind = sw_secret_kind(hit->kind);
	*sw_push(r->arena, seen) = (struct sighting){
		.fact = {.at = at, .kind = sw_str_of(kind->id), .title = sw_str_of(kind->title), .name = name,
			 .fingerprint = sw_secret_fingerprint(r->arena, hit->kind, value),
			 .strength = strength_of(hit, kind->generic)},
		.generic = kind->generic,
	};
}

static void judge(struct sw_compose_reader *r, struct sightings *seen, const struct sw_compose_suspect *suspect) {
	struct sw_str written = sw_span_text(&r->set->sources, suspect->at);
	/* what was written with escapes is judged as it was meant, and has no finer place than all of it */
	bool exact = !suspect->literal || sw_str_eq(written, suspect->value);
	struct sw_str text = exact ? written : suspect->value;
	struct sw_secret_hits hits = {0};
	struct sw_secret_hit hit;
	if (suspect->name.n == 0)
		sw_secrets_find_assigned(r->arena, text, &hits);
	else if (sw_secret_value(suspect->name, text, &hit))
		*sw_push(r->arena, &hits) = hit;
	for (size_t i = 0; i < hits.n; i++) {
		struct sw_span at = suspect->at;
		if (exact)
			at = (struct sw_span){at.source, at.start + hits.v[i].start, at.start + hits.v[i].end};
		add(r, seen, at, sw_str_sub(text, hits.v[i].start, hits.v[i].end - hits.v[i].start), suspect->name, &hits.v[i]);
	}
}

static void search(struct sw_compose_reader *r, struct sightings *seen, uint32_t source, struct sw_str text) {
	struct sw_secret_hits hits = {0};
	sw_secrets_find(r->arena, text, &hits);
	for (size_t i = 0; i < hits.n; i++)
		if (hits.v[i].confidence >= SW_SECRET_LOW)
			add(r, seen, (struct sw_span){source, hits.v[i].start, hits.v[i].end},
			    sw_str_sub(text, hits.v[i].start, hits.v[i].end - hits.v[i].start), (struct sw_str){0}, &hits.v[i]);
}

static int by_place_and_name(const void *a, const void *b) {
	const struct sw_compose_suspect *x = a, *y = b;
	int order = sw_span_cmp(x->at, y->at);
	return order ? order : sw_str_cmp(x->name, y->name);
}

static int by_place(const void *a, const void *b) {
	const struct sighting *x = a, *y = b;
	int order = sw_span_cmp(x->fact.at, y->fact.at);
	if (order == 0)
		order = (int)x->generic - (int)y->generic;
	if (order == 0)
		order = sw_str_cmp(y->fact.name, x->fact.name);
	return order ? order : sw_str_cmp(x->fact.kind, y->fact.kind);
}

/* Of sightings that overlap one stays: the first that says who issued it, else the first; a name is kept. */
static void keep_one_a_place(struct sw_compose_reader *r, struct sightings *seen) {
	if (seen->n)
		qsort(seen->v, seen->n, sizeof *seen->v, by_place);
	struct sighting *kept = NULL;
	size_t n = 0;
	for (size_t i = 0; i < seen->n; i++) {
		struct sighting *next = &seen->v[i];
		if (!kept || kept->fact.at.source != next->fact.at.source || next->fact.at.start >= kept->fact.at.end) {
			kept = &seen->v[n++];
			*kept = *next;
			continue;
		}
		struct sw_str name = kept->fact.name.n ? kept->fact.name : next->fact.name;
		if (kept->generic && !next->generic)
			*kept = *next;
		kept->fact.name = name;
	}
	for (size_t i = 0; i < n; i++)
		*sw_push(r->arena, &r->set->secrets) = seen->v[i].fact;
}

void sw_compose_find_secrets(struct sw_compose_reader *r) {
	struct sightings seen = {0};
	struct sw_compose_suspects *suspects = &r->suspects;
	if (suspects->n)
		qsort(suspects->v, suspects->n, sizeof *suspects->v, by_place_and_name);
	for (size_t i = 0; i < suspects->n; i++)
		if (i == 0 || by_place_and_name(&suspects->v[i - 1], &suspects->v[i]) != 0)
			judge(r, &seen, &suspects->v[i]);
	for (size_t i = 1; i < r->set->sources.n; i++)
		if (!r->set->sources.v[i].made_of.source) /* its bytes stand in another source already */
			search(r, &seen, r->set->sources.base + (uint32_t)i, r->set->sources.v[i].text);
	keep_one_a_place(r, &seen);
}
