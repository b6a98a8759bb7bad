#include "facts/config.h"

static const char *const kind_names[] = {
	[SW_DECIDE_NONE] = "none", [SW_DECIDE_ACCEPT] = "accept", [SW_DECIDE_TRANSFER] = "transfer",
	[SW_DECIDE_DEFER] = "defer", [SW_DECIDE_CLAIM] = "claim", [SW_DECIDE_NOT_APPLICABLE] = "not-applicable",
	[SW_DECIDE_FALSE_POSITIVE] = "false-positive", [SW_DECIDE_ROTATED] = "rotated",
};

const char *sw_decision_kind_name(enum sw_decision_kind kind) {
	return kind_names[kind];
}

enum sw_decision_kind sw_decision_kind_of(struct sw_str name) {
	for (int kind = SW_DECIDE_ACCEPT; kind <= SW_DECIDE_ROTATED; kind++)
		if (sw_str_is(name, kind_names[kind]))
			return (enum sw_decision_kind)kind;
	return SW_DECIDE_NONE;
}

const struct sw_lock_row *sw_lock_find(const struct sw_lock *lock, struct sw_str id) {
	size_t place = (uintptr_t)sw_map_get(&lock->by_id, id);
	return place ? &lock->rows.v[place - 1] : NULL;
}

struct sw_str sw_texts_join(struct sw_arena *arena, const sw_texts *texts, const char *between) {
	size_t n = 0, gap = strlen(between);
	for (size_t i = 0; i < texts->n; i++)
		n += texts->v[i].text.n + (i ? gap : 0);
	char *bytes = sw_arena_alloc(arena, n + 1), *p = bytes;
	for (size_t i = 0; i < texts->n; i++) {
		if (i)
			p = mempcpy(p, between, gap);
		if (texts->v[i].text.n)
			p = mempcpy(p, texts->v[i].text.p, texts->v[i].text.n);
	}
	return sw_str(bytes, n);
}

const struct sw_allowed_secret *sw_secret_allowed(const struct sw_config *config, struct sw_str fingerprint) {
	for (size_t i = 0; i < config->allowed_secrets.n; i++)
		if (sw_str_eq(config->allowed_secrets.v[i].fingerprint.text, fingerprint))
			return &config->allowed_secrets.v[i];
	return NULL;
}
