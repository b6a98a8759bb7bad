#include "facts/stride.h"

const char *const sw_stride_names[SW_STRIDE_COUNT] = {"Spoofing", "Tampering", "Repudiation", "Information disclosure",
						      "Denial of service", "Elevation of privilege"};

const char *sw_stride_letters(unsigned stride, char text[12]) {
	char *p = text;
	for (unsigned i = 0; i < SW_STRIDE_COUNT; i++)
		if (stride & 1u << i) {
			if (p != text)
				*p++ = ',';
			*p++ = sw_stride_names[i][0];
		}
	*p = '\0';
	return text;
}

struct sw_str sw_stride_word(struct sw_arena *arena, unsigned stride) {
	char letters[SW_STRIDE_COUNT];
	size_t n = 0;
	for (unsigned i = 0; i < SW_STRIDE_COUNT; i++)
		if (stride & 1u << i)
			letters[n++] = sw_stride_names[i][0];
	return sw_arena_str(arena, sw_str(letters, n));
}

const char *sw_stride_name(char letter) {
	for (unsigned i = 0; i < SW_STRIDE_COUNT; i++)
		if (sw_stride_names[i][0] == letter)
			return sw_stride_names[i];
	return NULL;
}

/* "Information-Disclosure", "information_disclosure" */
static bool same_words(struct sw_str word, struct sw_str name) {
	bool same = word.n == name.n;
	for (size_t i = 0; same && i < name.n; i++)
		same = name.p[i] == ' ' ? word.p[i] == ' ' || word.p[i] == '-' || word.p[i] == '_'
					: sw_to_lower(word.p[i]) == sw_to_lower(name.p[i]);
	return same;
}

char sw_stride_letter(struct sw_str category) {
	struct sw_str word = sw_str_trim(category);
	for (unsigned i = 0; i < SW_STRIDE_COUNT; i++) {
		struct sw_str name = sw_str_of(sw_stride_names[i]);
		if (same_words(word, name) || (word.n == 1 && sw_to_upper(word.p[0]) == name.p[0]))
			return name.p[0];
	}
	return sw_str_is_nocase(word, "Elevation of privileges") || sw_str_is_nocase(word, "Escalation of privilege") ? 'E' : '\0';
}

struct sw_str sw_stride_of(struct sw_str category) {
	const char *name = sw_stride_name(sw_stride_letter(category));
	return name ? sw_str(name, 1) : SW_S("");
}

unsigned sw_stride_named(struct sw_str text) {
	unsigned stride = 0;
	for (unsigned i = 0; i < SW_STRIDE_COUNT; i++)
		if (sw_str_contains_nocase(text, sw_str_of(sw_stride_names[i])))
			stride |= 1u << i;
	return stride;
}
