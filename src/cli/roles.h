/* How checks and threats belong together, seen from either side: the catalogue says which checks raise a threat, which
 * its stopping expression asks for, and which harden. */
#pragma once
#include "facts/check.h"
#include "knowledge/catalogue.h"

enum sw_role { SW_ROLE_RAISES, SW_ROLE_STOPS, SW_ROLE_HARDENS, SW_ROLE_COUNT };

/* Whether the threat's row names the check in that role. */
bool sw_role_holds(enum sw_role role, const struct sw_threat_kind *threat, const char *check);

/* The letters of STRIDE in `stride` as words: "Tampering, Spoofing"; fills `text` (96 bytes). */
const char *sw_stride_words(unsigned stride, char text[96]);
