/* Floating numbers between text and double, the same in every locale. */
#pragma once
#include "base/arena.h"

/* The double nearest to a decimal number: [+-] digits with at most one point, and an exponent, as JSON and YAML write
 * it; the caller has checked the grammar. False when it is too large for a double. */
bool sw_number_read(struct sw_arena *arena, struct sw_str text, double *value);

enum sw_number_form {
	SW_NUMBER_JSON, /* as Go's encoding/json: an exponent below 1e-6 and from 1e21 on */
	SW_NUMBER_KEY,  /* as kubectl spells a YAML key that is a float: single precision, an exponent from 1e6 on */
};

enum { SW_NUMBER_BYTES = 40 };

/* The shortest text that reads back as `value`, which is finite in the precision of the form; returns its length. Minus
 * zero is written as 0. */
size_t sw_number_write(char text[SW_NUMBER_BYTES], double value, enum sw_number_form form);
