/* The tables made from data/secrets.toml and the matcher that walks them. Private to this folder.
 *
 * An anchor is a literal that a shape starts with. A shape is a list of segments behind the anchor, the rules at its
 * edges and a function that must agree. Matching never goes back: what a run took it keeps, which the generator proves
 * to be enough. */
#pragma once
#include "secrets/find.h"

enum sw_segment_type {
	SW_SEGMENT_RUN,      /* least to most characters of a set */
	SW_SEGMENT_LITERAL,
	SW_SEGMENT_OPTIONAL, /* a literal that may be missing */
	SW_SEGMENT_ASSIGN,   /* what stands between a name and its value */
};

struct sw_segment {
	uint8_t type, set;
	uint16_t least, most;
	struct sw_str literal;
};

enum sw_edge {
	SW_EDGE_WORD, /* no letter, digit or underscore beside it */
	SW_EDGE_RUN,  /* nor a character of the first run */
	SW_EDGE_ANY,
};

/* A match on its way to become a hit. Checks may move the ends, change kind and confidence, or refuse. */
struct sw_candidate {
	struct sw_str text; /* all of the text */
	const struct sw_shape *shape;
	size_t anchor;     /* first byte of the anchor */
	size_t body;       /* first byte behind the anchor */
	size_t start, end; /* the secret; behind the last segment when the shape has none */
	uint16_t kind;
	uint8_t confidence;
	size_t *settled; /* up to here literals were judged already in this search; keeps nested anchors linear */
};

enum sw_check_result {
	SW_CHECK_REFUSED,
	SW_CHECK_BAD_SUM,
	SW_CHECK_AGREED,
	SW_CHECK_VERIFIED, /* a checksum was right */
};

struct sw_shape {
	uint16_t kind;
	uint16_t first, n;                           /* segments */
	int16_t mark;                                /* segment with which the secret starts; -1: with the anchor */
	uint8_t before_set, before_min, before_max;  /* run directly before the anchor */
	uint8_t left, run_set, right_any, drop_bad;  /* enum sw_edge, set for SW_EDGE_RUN, booleans */
	uint8_t confidence;
	uint16_t entropy;                            /* least, in hundredths of a bit a character */
	enum sw_check_result (*check)(struct sw_candidate *);
};

/* Without a pointer: tables with many would have to be gone through each time the program starts. */
struct sw_anchor {
	uint16_t text;   /* where it stands in sw_anchor_text */
	uint8_t n, pair; /* length; offset of the pair it is filed under */
	uint16_t shape;
};

extern const uint32_t sw_sets[256]; /* bit s of entry c: character c is in set s */
extern const struct sw_segment sw_segments[];
extern const struct sw_shape sw_shapes[];
extern const char sw_anchor_text[];
extern const struct sw_anchor sw_anchors[]; /* sorted by pair */
/* Pairs of bytes, the first in the low half: the group of anchors filed under the pair, 0 for none. Group g is
 * sw_anchors[sw_pair_first[g]] up to before sw_anchors[sw_pair_first[g + 1]]. */
extern const uint16_t sw_pair_group[65536];
extern const uint16_t sw_pair_first[];
/* A place of a text may start something when for some bit of one set all of a window's places have it in both halves'
 * masks; the window starts one byte before the pair. See tools/gen_finder.py. */
enum { SW_FINDER_PLACES = 6, SW_FINDER_SETS = 2 };
extern const uint8_t sw_finder_low[SW_FINDER_SETS][SW_FINDER_PLACES][16], sw_finder_high[SW_FINDER_SETS][SW_FINDER_PLACES][16];
extern const struct sw_secret_kind sw_secret_kinds[];
extern const char *const sw_secret_published[];

static inline bool sw_in_set(uint8_t set, char c) {
	return sw_sets[(unsigned char)c] >> set & 1;
}

/* Whether the byte before `at` ends an escape of a quoted string: in "\nAKIA…" a token starts behind a line break. */
static inline bool sw_behind_escape(struct sw_str text, size_t at) {
	if (at < 2 || text.p[at - 2] != '\\')
		return false;
	return text.p[at - 1] == 'n' || text.p[at - 1] == 'r' || text.p[at - 1] == 't';
}

/* Whether documentation prints the value. */
bool sw_is_published(uint16_t kind, struct sw_str value);

/* Calls `found` for every match in the text, overlapping ones too, roughly in order. With `alike` also for what was never
 * issued: a shape's checksum is wrong, or documentation prints the value. */
typedef void sw_found_fn(void *context, const struct sw_secret_hit *hit);
void sw_shapes_search(struct sw_str text, bool alike, sw_found_fn *found, void *context);
/* The same on any processor; for tests. */
void sw_shapes_search_plainly(struct sw_str text, bool alike, sw_found_fn *found, void *context);

/* Offset behind what may stand between a name and its value (blanks, one of = : := =>, an opening quote), or `at` when
 * there is nothing of the sort. */
size_t sw_assign_end(struct sw_str text, size_t at);

enum { SW_FINGERPRINT_BYTES = 12 };
/* See sw_secret_fingerprint; NUL-terminated. */
void sw_fingerprint(uint16_t kind, struct sw_str value, char hex[SW_FINGERPRINT_BYTES + 1]);
