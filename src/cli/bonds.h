/* How checks and threats belong together, seen from either side: the catalogue says which checks raise a threat, which
 * its stopping expression asks for, and which harden. */
#pragma once
#include "facts/check.h"
#include "knowledge/catalogue.h"
#include "knowledge/seeds.h"

enum sw_bond { SW_BOND_RAISES, SW_BOND_STOPS, SW_BOND_HARDENS, SW_BOND_COUNT };

/* Whether the threat's row names the check in that way. */
bool sw_bond_holds(enum sw_bond bond, const struct sw_threat_kind *threat, const char *check);

/* Whether the attacker starts where the threat does, or can get there. */
bool sw_brings_about(const struct sw_attacker *attacker, const struct sw_threat_kind *threat);
/* Whether the threat's row claims the line of the founding documents. */
bool sw_answers(const struct sw_threat_kind *threat, const struct sw_seed *seed);

/* The letters of STRIDE in `stride` as words: "Tampering, Spoofing"; fills `text` (112 bytes). */
const char *sw_stride_words(unsigned stride, char text[112]);
