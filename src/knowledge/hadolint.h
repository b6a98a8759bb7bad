/* Rules of hadolint. Rows stand in data/hadolint.toml. */
#pragma once
#include "base/str.h"

/* The level at which hadolint tells `code` ("DL3008") unasked: "error", "warning", "info", "style", or "ignore" for one that
 * is off; NULL when it has no such rule. */
const char *sw_hadolint_level(struct sw_str code);
