#include "readers/dockerfile/seen_secrets.h"
#include "secrets/find.h"

static enum sw_seen_strength strength_of(const struct sw_secret_hit *hit, bool by_shape) {
	if (hit->confidence == SW_SECRET_PLACEHOLDER)
		return SW_SEEN_PLACEHOLDER;
	if (hit->confidence == SW_SECRET_WEAK)
		return SW_SEEN_WEAK;
	return by_shape && hit->confidence >= SW_SECRET_MEDIUM ? SW_SEEN_TOKEN : SW_SEEN_LITERAL;
}

static void add(struct sw_factset *set, struct sw_span at, struct sw_str value, struct sw_str name,
		const struct sw_secret_hit *hit, bool by_shape) {
	const struct sw_secret_kind *kind = sw_secret_kind(hit->kind);
	*sw_push(&set->arena, &set->secrets) = (struct sw_secret_fact){
		.at = at, .kind = sw_str_of(kind->id), .title = sw_str_of(kind->title), .name = name,
		.fingerprint = sw_secret_fingerprint(&set->arena, hit->kind, value), .strength = strength_of(hit, by_shape)};
}

void sw_seen_secrets_of_text(struct sw_factset *set, uint32_t source, struct sw_str text) {
	struct sw_secret_hits hits = {0};
	/* Those of pairs stand in order of place already; the hits do too. */
	const struct sw_secret_fact *seen = set->secrets.v;
	size_t seen_count = set->secrets.n, next = 0;
	sw_secrets_find(&set->arena, text, &hits);
	for (size_t i = 0; i < hits.n; i++) {
		while (next < seen_count && seen[next].at.end <= hits.v[i].start)
			next++;
		bool known = next < seen_count && seen[next].at.start < hits.v[i].end;
		if (!known && hits.v[i].confidence >= SW_SECRET_LOW)
			add(set, (struct sw_span){source, hits.v[i].start, hits.v[i].end},
			    sw_str_sub(text, hits.v[i].start, hits.v[i].end - hits.v[i].start), (struct sw_str){0}, &hits.v[i], true);
	}
}

void sw_seen_secrets_of_pairs(struct sw_factset *set, const struct sw_step *step) {
	for (uint32_t i = 0; i < step->pair_count; i++) {
		const struct sw_pair *pair = &step->pairs[i];
		struct sw_secret_hit hit;
		struct sw_str written = sw_span_text(&set->sources, pair->value_at);
		if (!pair->has_value || !sw_secret_value(pair->name, written, &hit))
			continue;
		struct sw_span at = {pair->value_at.source, pair->value_at.start + hit.start, pair->value_at.start + hit.end};
		add(set, at, sw_str_sub(written, hit.start, hit.end - hit.start), pair->name, &hit, !sw_secret_kind(hit.kind)->generic);
	}
}
