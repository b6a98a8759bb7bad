/* What a variable's name says, by its words. */
#include "secrets/words.h"

static int compare(struct sw_str a, struct sw_str lower) {
	for (size_t i = 0; i < a.n && i < lower.n; i++) {
		int d = (unsigned char)sw_to_lower(a.p[i]) - (unsigned char)lower.p[i];
		if (d)
			return d;
	}
	return (a.n > lower.n) - (a.n < lower.n);
}

bool sw_words_have(const struct sw_words *words, struct sw_str word) {
	if (!word.n || !(words->firsts >> (word.p[0] & 31) & 1) || !(words->lengths >> (word.n < 31 ? word.n : 31) & 1))
		return false;
	size_t from = 0, to = words->n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int d = compare(word, words->v[middle]);
		if (d == 0)
			return true;
		if (d < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return false;
}

size_t sw_words_prefix(const struct sw_words *words, struct sw_str s) {
	size_t from = 0, to = words->n, longest = 0;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (s.n && words->v[middle].p[0] < s.p[0])
			from = middle + 1;
		else
			to = middle;
	}
	for (; s.n && from < words->n && words->v[from].p[0] == s.p[0]; from++)
		if (words->v[from].n > longest && sw_str_starts(s, words->v[from]))
			longest = words->v[from].n;
	return longest;
}

static bool is_upper(char c) {
	return c >= 'A' && c <= 'Z';
}

/* Whether a new word starts at s.p[i]: fooBar, HTTPServer; digits stay with the word before them. */
static bool starts_word(struct sw_str s, size_t i) {
	if (i == 0 || !is_upper(s.p[i]) || !sw_is_alnum(s.p[i - 1]))
		return false;
	if (!is_upper(s.p[i - 1]))
		return true;
	return i + 1 < s.n && sw_is_alpha(s.p[i + 1]) && !is_upper(s.p[i + 1]);
}

static void end_word(struct sw_name *out) {
	if (out->n == SW_NAME_WORDS || out->v[out->n].n == 0)
		return;
	uint8_t n = out->v[out->n].n;
	while (n > 0 && sw_is_digit(out->v[out->n].p[n - 1]))
		n--;
	out->v[out->n].n = n;
	out->n += n > 0;
}

static void split(struct sw_str name, struct sw_name *out) {
	*out = (struct sw_name){0};
	for (size_t i = 0; i < name.n && out->n < SW_NAME_WORDS; i++) {
		if (!sw_is_alnum(name.p[i]) || starts_word(name, i))
			end_word(out);
		if (sw_is_alnum(name.p[i]) && out->n < SW_NAME_WORDS && out->v[out->n].n < SW_NAME_WORD_BYTES)
			out->v[out->n].p[out->v[out->n].n++] = sw_to_lower(name.p[i]);
	}
	end_word(out);
}

static struct sw_str word(const struct sw_name *name, size_t i) {
	return i < name->n ? sw_str(name->v[i].p, name->v[i].n) : (struct sw_str){0};
}

static bool ends_in(const struct sw_words *suffixes, struct sw_str s) {
	for (size_t i = 0; i < suffixes->n; i++)
		if (sw_str_ends(s, suffixes->v[i]))
			return true;
	return false;
}

/* What the word at `i` is by itself and with the one before it. */
static enum sw_secret_name word_class(const struct sw_name *name, size_t i, bool *password) {
	struct sw_str w = word(name, i), before = i ? word(name, i - 1) : (struct sw_str){0};
	bool last = i + 1 == name->n;
	*password = sw_words_have(&sw_names_password, w) || ends_in(&sw_names_password_suffix, w) ||
		    (last && sw_words_have(&sw_names_password_last, w));
	if (sw_words_have(&sw_names_never, w))
		return SW_SECRET_NAME_NONE;
	/* The shell's own variables hold a directory. */
	if (name->n == 1 && (sw_str_is(w, "pwd") || sw_str_is(w, "oldpwd")))
		return SW_SECRET_NAME_NONE;
	if (*password || sw_words_have(&sw_names_credential, w) || ends_in(&sw_names_credential_suffix, w))
		return SW_SECRET_NAME_CREDENTIAL;
	if (sw_str_is(w, "key") || sw_str_is(w, "keys")) {
		if (sw_words_have(&sw_names_key_before, before))
			return SW_SECRET_NAME_CREDENTIAL;
		if (sw_words_have(&sw_names_key_public, before))
			return SW_SECRET_NAME_NONE;
	}
	return last && sw_words_have(&sw_names_maybe, w) ? SW_SECRET_NAME_MAYBE : SW_SECRET_NAME_NONE;
}

/* Whether the words around number `i` say that the name is about a credential instead of holding one. */
static bool is_about(const struct sw_name *name, size_t i) {
	for (size_t k = 0; k < i; k++)
		if (sw_words_have(&sw_names_before_none, word(name, k)))
			return true;
	return i + 1 < name->n && (sw_words_have(&sw_names_after_none, word(name, i + 1)) ||
				   sw_words_have(&sw_names_after_none, word(name, name->n - 1)));
}

void sw_name_read(struct sw_str name, struct sw_name *out) {
	split(name, out);
	for (size_t i = 0; i < out->n; i++) {
		bool password;
		enum sw_secret_name class = word_class(out, i, &password);
		if (class <= out->class && !(class == out->class && password))
			continue;
		if (class == SW_SECRET_NAME_NONE || is_about(out, i))
			continue;
		out->class = class;
		out->password = out->password || password;
	}
}

enum sw_secret_name sw_secret_name_class(struct sw_str name) {
	struct sw_name read;
	sw_name_read(name, &read);
	return read.class;
}
