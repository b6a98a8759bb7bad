/* A secret that was seen. The value itself is never kept: kind, place and fingerprint only. */
#pragma once
#include "base/source.h"
#include "base/vec.h"

enum sw_seen_strength {
	SW_SEEN_TOKEN,     /* a token of known shape, or a checksum that fits */
	SW_SEEN_LITERAL,   /* a credential-like value of a credential-like name */
	SW_SEEN_WEAK,     /* such a value, but one that everybody guesses: changeme, postgres */
	SW_SEEN_PLACEHOLDER, /* probably to be replaced before use: <your-token> */
};

/* Bytes that nobody may see: masked as "***kind***" wherever source text is shown. Not all of them are secrets: what may
 * be one is hidden, too. */
struct sw_hidden {
	struct sw_span at;
	struct sw_str kind;         /* as in struct sw_secret_fact */
};

SW_VEC_TYPE(sw_hidden_list, struct sw_hidden);

struct sw_secret_fact {
	struct sw_span at;          /* the secret's own bytes */
	struct sw_str kind;         /* id of the kind: github-token, private-key, url-password, credential */
	struct sw_str title;        /* for people: GitHub personal access token */
	struct sw_str name;         /* variable that holds it; empty: none */
	struct sw_str fingerprint;  /* short stable text */
	enum sw_seen_strength strength;
	bool verified;              /* it carries a checksum, which is right */
};
