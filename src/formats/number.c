#include "formats/number.h"
#include <assert.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static locale_t plain_locale;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_locale(void) {
	plain_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

/* strtod of the "C" locale: a program that embeds the library may have chosen one with a comma. */
static double to_double(const char *z) {
	pthread_once(&once, make_locale);
	return plain_locale ? strtod_l(z, NULL, plain_locale) : strtod(z, NULL);
}

/* Up to 15 digits scaled by a power of ten up to 22 are exact in one operation (Clinger 1990), and most numbers are of
 * that sort. */
static bool read_short(struct sw_str text, double *value) {
	static const double power[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
				       1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
	uint64_t digits = 0;
	int count = 0, scale = 0;
	bool point = false;
	size_t i = text.n && (text.p[0] == '-' || text.p[0] == '+');
	for (; i < text.n; i++) {
		if (text.p[i] == '.') {
			point = true;
			continue;
		}
		if (!sw_is_digit(text.p[i]) || ++count > 15)
			return false;
		digits = digits * 10 + (uint64_t)(text.p[i] - '0');
		scale += point;
	}
	*value = (double)digits / power[scale];
	if (text.p[0] == '-')
		*value = -*value;
	return true;
}

bool sw_number_read(struct sw_arena *arena, struct sw_str text, double *value) {
	if (text.n && read_short(text, value))
		return true;
	*value = to_double(sw_arena_str(arena, text).p);
	return isfinite(*value);
}

/* Digits without point, as few as read back, and the power of ten of the first. */
struct digits {
	char v[20];
	int n, exponent;
};

static struct digits shortest(double value, bool single) {
	struct digits digits = {0};
	char text[40];
	for (int precision = 0; precision < (single ? 9 : 17); precision++) {
		snprintf(text, sizeof text, "%.*e", precision, value);
		/* The locale's point, of any length, is what stands between the first two digits. */
		digits.n = 0;
		const char *p = text;
		for (; *p != 'e'; p++)
			if (sw_is_digit(*p))
				digits.v[digits.n++] = *p;
		digits.exponent = atoi(p + 1);
		char again[40];
		snprintf(again, sizeof again, "%c%s%.*se%d", digits.v[0], digits.n > 1 ? "." : "", digits.n - 1,
			 digits.v + 1, digits.exponent);
		double back = to_double(again);
		if (single ? (float)back == (float)value : back == value)
			break;
	}
	while (digits.n > 1 && digits.v[digits.n - 1] == '0')
		digits.n--;
	return digits;
}

static size_t write_exponent(char *to, const struct digits *digits, enum sw_number_form form) {
	/* encoding/json cuts the zero that strconv puts before a one-digit negative exponent. */
	bool wide = form == SW_NUMBER_KEY || digits->exponent >= 0;
	int size = digits->exponent < 0 ? -digits->exponent : digits->exponent;
	return (size_t)snprintf(to, SW_NUMBER_BYTES - 1, "%c%s%.*se%c%0*d", digits->v[0], digits->n > 1 ? "." : "",
				digits->n - 1, digits->v + 1, digits->exponent < 0 ? '-' : '+', wide ? 2 : 1, size);
}

static size_t write_point(char *to, const struct digits *digits) {
	size_t n = 0;
	int i = 0;
	if (digits->exponent < 0) {
		to[n++] = '0';
	} else {
		for (; i <= digits->exponent; i++)
			to[n++] = i < digits->n ? digits->v[i] : '0';
	}
	if (i < digits->n) {
		to[n++] = '.';
		for (int zeros = -1; zeros > digits->exponent; zeros--)
			to[n++] = '0';
		for (; i < digits->n; i++)
			to[n++] = digits->v[i];
	}
	return n;
}

size_t sw_number_write(char text[SW_NUMBER_BYTES], double value, enum sw_number_form form) {
	if (form == SW_NUMBER_KEY)
		value = (double)(float)value;
	assert(isfinite(value));
	size_t n = 0;
	if (value == 0) {
		text[n++] = '0';
		return n;
	}
	if (value < 0)
		text[n++] = '-';
	struct digits digits = shortest(fabs(value), form == SW_NUMBER_KEY);
	int low = form == SW_NUMBER_KEY ? -4 : -6, high = form == SW_NUMBER_KEY ? 6 : 21;
	if (digits.exponent < low || digits.exponent >= high)
		return n + write_exponent(text + n, &digits, form);
	return n + write_point(text + n, &digits);
}
