/* Word lists made from data/secrets.toml, and the judges of names and values. Private to this folder. */
#pragma once
#include "secrets/find.h"

/* Sorted, lower case. Most of what is asked for is no word of a list, which two masks tell. */
struct sw_words {
	const struct sw_str *v;
	size_t n;
	uint32_t firsts, lengths; /* bit i: a word's first byte has i as its low five bits; a word has i bytes, 31: or more */
};

extern const struct sw_words sw_names_password, sw_names_password_last, sw_names_credential, sw_names_password_suffix,
	sw_names_credential_suffix, sw_names_never, sw_names_key_before, sw_names_key_public, sw_names_maybe,
	sw_names_before_none, sw_names_after_none;
extern const struct sw_words sw_values_none, sw_values_reference, sw_values_placeholder, sw_values_weak,
	sw_values_extension, sw_values_host;
extern const struct sw_words sw_paths_skip_folder, sw_paths_skip_in_package, sw_paths_skip_extension, sw_paths_skip_name,
	sw_paths_strong_prefix, sw_paths_full_prefix, sw_paths_strong_folder, sw_paths_strong_pair, sw_paths_strong_word, sw_paths_strong_extension,
	sw_paths_credential, sw_paths_setting_extension;

/* Whether `word` (any case) is in the list. */
bool sw_words_have(const struct sw_words *words, struct sw_str word);
/* Length of the longest word of the list that `s` (lower case) starts with, or 0. */
size_t sw_words_prefix(const struct sw_words *words, struct sw_str s);

enum { SW_NAME_WORDS = 16, SW_NAME_WORD_BYTES = 24 };

/* The words of a variable's name. What exceeds the limits is cut: no name that matters does. */
struct sw_name {
	struct {
		char p[SW_NAME_WORD_BYTES]; /* lower case */
		uint8_t n;
	} v[SW_NAME_WORDS];
	size_t n;
	enum sw_secret_name class;
	bool password; /* the credential is one that people choose */
};
void sw_name_read(struct sw_str name, struct sw_name *out);

/* What kind of literal `value` is for a variable of that name: NONE, PLACEHOLDER, WEAK, LOW, MEDIUM or HIGH. The value
 * has no quotes around it. *start and *end are narrowed to the part that is the credential; *password: one that people
 * choose. */
enum sw_secret_confidence sw_value_judge(const struct sw_name *name, struct sw_str value, size_t *start, size_t *end,
					 bool *password);
/* The same for a value that is known to be a password. */
enum sw_secret_confidence sw_password_judge(struct sw_str value, size_t *start, size_t *end);
