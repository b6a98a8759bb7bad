/* All checks, sorted by id; the table is generated from the list of files. */
#pragma once
#include "facts/check.h"

extern const struct sw_check *const sw_checks[];
extern const size_t sw_check_count;

/* The check called `id`, or NULL. */
const struct sw_check *sw_check_of(struct sw_str id);
