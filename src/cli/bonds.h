/* How checks and threats belong together, seen from either side: the catalogue says which checks raise a threat, which
 * its stopping expression asks for, and which harden. */
#pragma once
#include "facts/check.h"
#include "knowledge/catalogue.h"

enum sw_bond { SW_BOND_RAISES, SW_BOND_STOPS, SW_BOND_HARDENS, SW_BOND_COUNT };

/* Whether the threat's row names the check in that way. */
bool sw_bond_holds(enum sw_bond bond, const struct sw_threat_kind *threat, const char *check);

/* The letters of STRIDE in `stride` as words: "Tampering, Spoofing"; fills `text` (112 bytes). */
const char *sw_stride_words(unsigned stride, char text[112]);
