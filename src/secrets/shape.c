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

bool sw_is_published(uint16_t kind, struct sw_str value) {
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
	if (!alike && sw_is_published(c->kind, sw_str_sub(c->text, c->start, c->end - c->start)))
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
	const char *literal = sw_anchor_text + anchor->text;
	for (size_t i = 0; i < anchor->n; i++) /* nearly always the first ones differ */
		if (text.p[at + i] != literal[i])
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

/* Looks at all places from `at` to before `end`, by their pairs. */
static void search_plainly(struct search *search, size_t at, size_t end) {
	const unsigned char *p = (const unsigned char *)search->text.p;
	while (at < end) {
		/* Most of a text starts nothing: four places at a time. */
		while (at + 4 <= end && !(group_at(p + at) | group_at(p + at + 1)) && !(group_at(p + at + 2) | group_at(p + at + 3)))
			at += 4;
		size_t stop = at + 4 < end ? at + 4 : end;
		for (; at < stop; at++) {
			unsigned group = group_at(p + at);
			if (group)
				try_group(search, at, group);
		}
	}
}

#ifdef __x86_64__
#include <immintrin.h>

enum { BLOCK = 32 };

#define AVX2 __attribute__((target("avx2")))

struct masks {
	__m256i low[SW_FINDER_SETS][SW_FINDER_PLACES], high[SW_FINDER_SETS][SW_FINDER_PLACES];
};

static AVX2 inline __m256i mask_at(const uint8_t *mask) {
	return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)mask));
}

struct fits {
	__m256i set[SW_FINDER_SETS];
};

/* Of the bits in `fits` those remain whose windows have the bytes at p at this place. */
static AVX2 inline struct fits narrow(struct fits fits, const struct masks *masks, const unsigned char *p, int place) {
	const __m256i half = _mm256_set1_epi8(15);
	__m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(p + place));
	__m256i low = _mm256_and_si256(bytes, half), high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half);
	__m256i first = _mm256_and_si256(_mm256_shuffle_epi8(masks->low[0][place], low), _mm256_shuffle_epi8(masks->high[0][place], high));
	__m256i second = _mm256_and_si256(_mm256_shuffle_epi8(masks->low[1][place], low), _mm256_shuffle_epi8(masks->high[1][place], high));
	return (struct fits){{_mm256_and_si256(fits.set[0], first), _mm256_and_si256(fits.set[1], second)}};
}

/* Bit i: a window may stand around p[i]. Reads from p[-1] on, BLOCK + SW_FINDER_PLACES - 1 bytes. Written out, as a loop over
 * the places takes twice the time. */
static AVX2 inline uint32_t windows_at(const struct masks *masks, const unsigned char *p) {
	struct fits fits = {{_mm256_set1_epi8(-1), _mm256_set1_epi8(-1)}};
	fits = narrow(fits, masks, p - 1, 0);
	fits = narrow(fits, masks, p - 1, 1);
	fits = narrow(fits, masks, p - 1, 2);
	fits = narrow(fits, masks, p - 1, 3);
	fits = narrow(fits, masks, p - 1, 4);
	fits = narrow(fits, masks, p - 1, 5);
	_Static_assert(SW_FINDER_PLACES == 6 && SW_FINDER_SETS == 2, "all places of both sets");
	__m256i any = _mm256_or_si256(fits.set[0], fits.set[1]);
	return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(any, _mm256_setzero_si256()));
}

/* Looks at places from 1 on as long as whole blocks fit; returns where it stopped. */
static AVX2 size_t search_blocks(struct search *search) {
	const unsigned char *p = (const unsigned char *)search->text.p;
	struct masks masks;
	for (int set = 0; set < SW_FINDER_SETS; set++)
		for (int place = 0; place < SW_FINDER_PLACES; place++) {
			masks.low[set][place] = mask_at(sw_finder_low[set][place]);
			masks.high[set][place] = mask_at(sw_finder_high[set][place]);
		}
	size_t at = 1;
	for (; at + BLOCK + SW_FINDER_PLACES <= search->text.n; at += BLOCK)
		for (uint32_t places = windows_at(&masks, p + at); places; places &= places - 1) {
			size_t place = at + (unsigned)__builtin_ctz(places);
			unsigned group = group_at(p + place);
			if (group)
				try_group(search, place, group);
		}
	return at;
}

static bool has_blocks(void) {
	return __builtin_cpu_supports("avx2");
}
#else
static size_t search_blocks(struct search *search) {
	(void)search;
	return 1;
}

static bool has_blocks(void) {
	return false;
}
#endif

void sw_shapes_search_plainly(struct sw_str text, bool alike, sw_found_fn *found, void *context) {
	assert(text.n < UINT32_MAX);
	struct search search = {text, found, context, alike, 0};
	search_plainly(&search, 0, text.n ? text.n - 1 : 0);
}

void sw_shapes_search(struct sw_str text, bool alike, sw_found_fn *found, void *context) {
	assert(text.n < UINT32_MAX);
	if (text.n < 64 || !has_blocks()) {
		sw_shapes_search_plainly(text, alike, found, context);
		return;
	}
	struct search search = {text, found, context, alike, 0};
	search_plainly(&search, 0, 1);
	search_plainly(&search, search_blocks(&search), text.n - 1);
}
