/* Credentials in bytes: where they stand, what they are, how sure that is. Knows no kind of input; readers, checks and
 * reports decide what a hit means where it was found.
 *
 * What credentials look like stands in data/secrets.toml. Three questions are answered:
 *   - sw_secrets_find: what in this text can be recognised by its own shape (tokens, keys, passwords in URLs)?
 *   - sw_secret_value: this value belongs to a variable of that name; is it a literal credential?
 *   - sw_secrets_find_assigned: both, for a text whose assignments nobody has read (a settings file, a command).
 * A fourth asks for less proof: sw_secrets_hide: what of this text may nobody see?
 * No function returns, logs or keeps the value of a credential. */
#pragma once
#include "base/arena.h"

/* How sure a hit is; greater is surer. */
enum sw_secret_confidence {
	SW_SECRET_NONE,
	SW_SECRET_PLACEHOLDER, /* stands where a credential belongs and says that it is none: <password>, your-key */
	SW_SECRET_WEAK,        /* a literal that everybody guesses: changeme, postgres; opens the door if in use */
	SW_SECRET_LOW,         /* the shape fits, but so would other things; or its checksum is wrong */
	SW_SECRET_MEDIUM,      /* a literal given as a credential, or a shape with little room for doubt */
	SW_SECRET_HIGH,        /* a shape that only this kind has, or a literal that looks made by a generator */
};

struct sw_secret_hit {
	uint16_t kind;          /* see sw_secret_kind; never 0 */
	uint32_t start, end;    /* bytes of the secret itself in the text that was searched */
	uint8_t confidence;     /* enum sw_secret_confidence, never NONE */
	bool checksum_verified; /* the value proves by itself that it was issued */
};

/* In order of start, without overlap. */
struct sw_secret_hits {
	struct sw_secret_hit *v;
	size_t n, cap;
};

struct sw_secret_kind {
	const char *id;     /* stable, kebab case: "github-token" */
	const char *title;  /* "GitHub token" */
	const char *rotate; /* what to do when it leaked; one sentence */
	bool generic;       /* says how it was written, not who issued it; gives way to a kind that does */
	bool common;        /* stands in many packages, whose tests and samples everybody has */
	uint16_t published_first, published_n; /* fingerprints of values that documentation prints */
};

/* Number 0 and numbers that do not exist give NULL. Numbers count from 1 without a gap; they may change between
 * versions, ids do not. */
const struct sw_secret_kind *sw_secret_kind(uint16_t kind);

/* Adds what `text` holds: tokens of known shape, private keys, passwords in URLs and connection strings. Placeholders
 * and values known from documentation are left out. Linear in the text; `text.n` must be below UINT32_MAX. */
void sw_secrets_find(struct sw_arena *arena, struct sw_str text, struct sw_secret_hits *hits);

/* The same, and literals assigned to names that say password, token, key …: NAME=value, name: value, "name": "value",
 * --name value, ENV NAME value, and `name: X` followed by `value: y`. */
void sw_secrets_find_assigned(struct sw_arena *arena, struct sw_str text, struct sw_secret_hits *hits);

/* What the words of a variable's name say. */
enum sw_secret_name {
	SW_SECRET_NAME_NONE,       /* nothing, or that it holds a path, a time, a policy … of a credential */
	SW_SECRET_NAME_MAYBE,      /* KEY, AUTH, SALT …: the value must look like a credential */
	SW_SECRET_NAME_CREDENTIAL, /* password, secret, token, API key … */
};
enum sw_secret_name sw_secret_name_class(struct sw_str name);

/* Whether `value`, assigned to a variable called `name`, is or contains a literal credential; if so fills `hit`
 * (offsets count in `value`). Quotes around the value are looked through; of a reference with a default, ${X:-default},
 * the default is judged. References, paths, URLs without login, booleans, durations and the like are none. */
bool sw_secret_value(struct sw_str name, struct sw_str value, struct sw_secret_hit *hit);

/* Twelve hex digits that stand for this value of this kind, the same on every machine and in every version. */
struct sw_str sw_secret_fingerprint(struct sw_arena *arena, uint16_t kind, struct sw_str value);

/* Adds all that must not be seen when the text is shown: what sw_secrets_find_assigned finds, placeholders aside; tokens
 * whose checksum is wrong, or that documentation prints; passwords that commands are given without a name (curl -u
 * user:VALUE, mysql -pVALUE, echo user:VALUE | chpasswd), in a shell's line and in lists of JSON and YAML; headers; logins
 * in addresses. A hit is no finding: it may well hide a word that is no secret. Linear in the text. */
void sw_secrets_hide(struct sw_arena *arena, struct sw_str text, struct sw_secret_hits *hits);

/* `text` with everything that sw_secrets_hide adds replaced by ***kind***. Returns `text` itself when there is nothing to
 * hide. Mask before cutting: half a token is not recognised. */
struct sw_str sw_secret_mask(struct sw_arena *arena, struct sw_str text);
/* The same for a sentence of our own that names words of an input: only what tells by its shape, and logins in addresses;
 * "asks for no password: it is not set" is no assignment. */
struct sw_str sw_secret_mask_sentence(struct sw_arena *arena, struct sw_str text);
/* sw_secret_mask for the words of one command, in place: an option names the word behind it. */
void sw_secret_mask_words(struct sw_arena *arena, struct sw_str *words, size_t n);
