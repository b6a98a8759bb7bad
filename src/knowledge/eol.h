/* End of life: the day after which a release gets no more free security fixes. Rows stand in data/eol.toml. */
#pragma once
#include "base/str.h"
#include "facts/image.h"

struct sw_eol {
	const char *product; /* "Debian", "Node.js" */
	const char *cycle;   /* "10 (buster)", "14" */
	const char *date;    /* last day of support, YYYY-MM-DD */
};

/* The release that the reference names and that ends first: its own ("node:14") or that of the system it is built on
 * ("python:3.12-buster"). False when the tag names none that is known, or floats to a release that is not over ("node",
 * "python:3"). Whether the date has passed is for the caller, who knows today. */
bool sw_image_eol(const struct sw_image_ref *ref, struct sw_eol *eol);

/* The same for a distribution as its os-release calls itself: ID and VERSION_ID. */
bool sw_system_eol(struct sw_str id, struct sw_str version, struct sw_eol *eol);

/* Date of the data, YYYY-MM-DD. */
extern const char sw_eol_date[];
