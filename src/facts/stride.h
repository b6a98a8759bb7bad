/* STRIDE: the six things that a threat may do, a letter each. */
#pragma once
#include "base/arena.h"

/* As bits, in the order of the letters. */
enum sw_stride {
	SW_SPOOFING = 1, SW_TAMPERING = 2, SW_REPUDIATION = 4, SW_DISCLOSURE = 8, SW_DENIAL = 16, SW_ELEVATION = 32,
};
enum { SW_STRIDE_COUNT = 6 };

/* "Spoofing" …, in the order of the letters; each begins with its letter. */
extern const char *const sw_stride_names[SW_STRIDE_COUNT];

/* "E", "T,I", … in STRIDE order; fills `text` (12 bytes). */
const char *sw_stride_letters(unsigned stride, char text[12]);
/* "TI": as drawn models hold them. */
struct sw_str sw_stride_word(struct sw_arena *arena, unsigned stride);
/* The name of the letter; NULL: no letter of STRIDE. */
const char *sw_stride_name(char letter);
/* The letter that a category's name stands for ("Information disclosure", "tampering", "D"); '\0': none. */
char sw_stride_letter(struct sw_str category);
/* The same as a text of one letter, or none. */
struct sw_str sw_stride_of(struct sw_str category);
/* The bits of all that a text names in full ("Spoofing / Tampering"). */
unsigned sw_stride_named(struct sw_str text);
