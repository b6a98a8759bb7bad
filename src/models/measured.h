/* Properties that templates of others let people click, and what measures them. */
#pragma once
#include "facts/drawing.h"
#include "knowledge/predicate.h"

enum { SW_MOST_MEASURING = 3 };

/* A property by its label, and the atoms that answer it: where all hold the answer is `holds`, where one fails `fails`. */
struct sw_measured {
	const char *words;       /* each begins a word of the label */
	struct {
		enum sw_atom_kind kind;
		const char *name;
	} by[SW_MOST_MEASURING]; /* a NULL name ends */
	bool inverted;           /* "runs as root" is yes where the check for root fails */
	const char *holds, *fails; /* values of the list that say so, where it is not of yes and no; NULL: there are none */
};

/* The row that a label is about, or NULL: nothing that is measured here. */
const struct sw_measured *sw_measured_of(struct sw_str label);
/* What a value says of it: YES: all holds, or the property's yes. UNKNOWN for anything else. */
enum sw_tri sw_measured_said(const struct sw_measured *measured, struct sw_str value);
/* The choice that says `is`; SIZE_MAX: the list has none. */
size_t sw_measured_choice(const struct sw_measured *measured, const struct sw_drawn_property *property, enum sw_tri is);
