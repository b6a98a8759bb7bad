/* Platform profiles: what holds when nobody said anything, for the parts that were not given (engine, host). A value
 * that comes from here is presumed, never known, and the profile's statements are printed under "Assumptions". Rows stand
 * in data/platform.toml. */
#pragma once
#include "facts/field.h"
#include "facts/value.h"

struct sw_platform_default {
	const char *value;     /* text as in struct sw_value; NULL: the platform has no default, the image decides */
	const char *statement; /* one line for people; NULL: not worth telling */
};

struct sw_platform {
	const char *name;    /* "docker-stock" */
	const char *title;   /* what it stands for, one line */
	const char *date;    /* of the facts, YYYY-MM-DD */
	struct sw_platform_default fields[SW_FIELD_COUNT];
};

/* The profile called `name`, the default one when it is empty, NULL when there is none. */
const struct sw_platform *sw_platform(struct sw_str name);
extern const struct sw_platform sw_platforms[];
extern const size_t sw_platform_count;
