/* Matching one shape at one place, and the search that offers places. See shape.h. */
#include "secrets/kinds.h"
#include "secrets/shape.h"
#include "secrets/verify.h"
#include <assert.h>

enum { ASSIGN_BLANKS = 16 };

static bool is_word(char c) {
	return sw_is_alnum(c) || c == '_';
}

static size_t skip_blanks(struct sw_str text, size_t at) {
	for (size_t n = 0; n < ASSIGN_BLANKS && at < text.n && (text.p[at] == ' ' || text.p[at] == '\t'); n++)
		at++;
	return at;
}

size_t sw_assign_end(struct sw_str text, size_t at) {
	size_t from = at;
	while (at < text.n && at < from + 2 && (text.p[at] == '"' || text.p[at] == '\'' || text.p[at] == '\\'))
		at++;
	at = skip_blanks(text, at);
	if (at < text.n && (text.p[at] == '=' || text.p[at] == ':')) {
		at++;
		if (at < text.n && (text.p[at] == '=' || text.p[at] == '>'))
			at++;
	}
	at = skip_blanks(text, at);
	for (size_t n = 0; n < 2 && at < text.n && (text.p[at] == '"' || text.p[at] == '\'' || text.p[at] == '\\'); n++)
		at++;
	return at;
}

/* Walks the segments from `at`; returns the end of the match or SW_NPOS. *mark: where the secret starts, if marked. */
static size_t walk(struct sw_str text, size_t at, const struct sw_shape *shape, size_t *mark) {
	for (int i = 0; i < shape->n; i++) {
		const struct sw_segment *segment = &sw_segments[shape->first + i];
		if (shape->mark == i)
			*mark = at;
		if (segment->type == SW_SEGMENT_RUN) {
			size_t n = 0, most = segment->most < text.n - at ? segment->most : text.n - at;
			while (n < most && sw_in_set(segment->set, text.p[at + n]))
				n++;
			if (n < segment->least)
				return SW_NPOS;
			at += n;
		} else if (segment->type == SW_SEGMENT_ASSIGN) {
			size_t behind = sw_assign_end(text, at);
			if (behind == at)
				return SW_NPOS;
			at = behind;
		} else if (sw_str_starts(sw_str_from(text, at), segment->literal)) {
			at += segment->literal.n;
		} else if (segment->type == SW_SEGMENT_LITERAL) {
			return SW_NPOS;
		}
	}
	if (shape->mark == shape->n)
		*mark = at;
	return at;
}

static bool left_edge(struct sw_str text, size_t at, const struct sw_shape *shape) {
	if (shape->left == SW_EDGE_ANY || at == 0 || sw_behind_escape(text, at))
		return true;
	char before = text.p[at - 1];
	return !is_word(before) && !(shape->left == SW_EDGE_RUN && sw_in_set(shape->run_set, before));
}

static bool right_edge(struct sw_str text, size_t at, const struct sw_shape *shape) {
	if (shape->right_any || at >= text.n)
		return true;
	const struct sw_segment *last = &sw_segments[shape->first + shape->n - 1];
	bool run = shape->n > 0 && last->type == SW_SEGMENT_RUN;
	return !is_word(text.p[at]) && !(run && sw_in_set(last->set, text.p[at]));
}

static bool is_published(uint16_t kind, struct sw_str value) {
	const struct sw_secret_kind *about = sw_secret_kind(kind);
	if (!about->published_n)
		return false;
	char print[SW_FINGERPRINT_BYTES + 1];
	sw_fingerprint(kind, value, print);
	for (int i = 0; i < about->published_n; i++)
		if (strcmp(print, sw_secret_published[about->published_first + i]) == 0)
			return true;
	return false;
}

/* Entropy and check; fills the hit. What is `alike` also has a wrong checksum, or stands in documentation. */
static bool judge(struct sw_candidate *c, bool alike, struct sw_secret_hit *hit) {
	const struct sw_shape *shape = c->shape;
	if (shape->entropy) {
		size_t from = shape->mark < 0 ? c->body : c->start;
		struct sw_str body = sw_str_sub(c->text, from, c->end - from);
		if (sw_entropy(body) < shape->entropy || sw_is_sample(body))
			return false;
	}
	enum sw_check_result result = shape->check ? shape->check(c) : SW_CHECK_AGREED;
	if (result == SW_CHECK_REFUSED || (result == SW_CHECK_BAD_SUM && shape->drop_bad && !alike))
		return false;
	assert(c->start < c->end && c->end <= c->text.n);
	if (!alike && is_published(c->kind, sw_str_sub(c->text, c->start, c->end - c->start)))
		return false;
	if (result == SW_CHECK_BAD_SUM)
		c->confidence = SW_SECRET_LOW;
	if (result == SW_CHECK_VERIFIED)
		c->confidence = SW_SECRET_HIGH;
	*hit = (struct sw_secret_hit){c->kind, (uint32_t)c->start, (uint32_t)c->end, c->confidence,
				      result == SW_CHECK_VERIFIED};
	return true;
}

/* What one search carries along. */
struct search {
	struct sw_str text;
	sw_found_fn *found;
	void *context;
	bool alike;
	size_t settled; /* see sw_candidate */
};

/* Whether `anchor`, whose pair stands at byte `at`, starts a credential. */
static bool match(struct search *search, size_t at, const struct sw_anchor *anchor, struct sw_secret_hit *hit) {
	struct sw_str text = search->text;
	if (at < anchor->pair || text.n - (at - anchor->pair) < anchor->n)
		return false;
	at -= anchor->pair;
	if (memcmp(text.p + at, anchor->p, anchor->n) != 0)
		return false;
	const struct sw_shape *shape = &sw_shapes[anchor->shape];
	size_t start = at;
	while (start > 0 && at - start < shape->before_max && sw_in_set(shape->before_set, text.p[start - 1]))
		start--;
	if (at - start < shape->before_min || !left_edge(text, start, shape))
		return false;
	size_t end = walk(text, at + anchor->n, shape, &start);
	if (end == SW_NPOS || !right_edge(text, end, shape))
		return false;
	struct sw_candidate c = {text, shape, at, at + anchor->n, start, end, shape->kind, shape->confidence,
				 &search->settled};
	return judge(&c, search->alike, hit);
}

static unsigned group_at(const unsigned char *p) {
	return sw_pair_group[p[0] | (unsigned)p[1] << 8];
}

static void try_group(struct search *search, size_t at, unsigned group) {
	struct sw_secret_hit hit;
	for (unsigned i = sw_pair_first[group]; i < sw_pair_first[group + 1]; i++)
		if (match(search, at, &sw_anchors[i], &hit))
			search->found(search->context, &hit);
}

void sw_shapes_search(struct sw_str text, bool alike, sw_found_fn *found, void *context) {
	assert(text.n < UINT32_MAX);
	struct search search = {text, found, context, alike, 0};
	const unsigned char *p = (const unsigned char *)text.p;
	size_t at = 0;
	while (at + 1 < text.n) {
		/* Most of a text starts nothing: four places at a time. */
		while (at + 5 < text.n && !(group_at(p + at) | group_at(p + at + 1)) &&
		       !(group_at(p + at + 2) | group_at(p + at + 3)))
			at += 4;
		size_t stop = at + 4 < text.n - 1 ? at + 4 : text.n - 1;
		for (; at < stop; at++) {
			unsigned group = group_at(p + at);
			if (group)
				try_group(&search, at, group);
		}
	}
}
