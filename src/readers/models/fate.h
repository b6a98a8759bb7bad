/* What became of a threat, in the words of all formats of models. */
#pragma once
#include "facts/drawing.h"

/* Finer than the four states: words of all formats fall under one of these. */
enum sw_fate {
	SW_FATE_OPEN, SW_FATE_REVIEW, SW_FATE_PARTLY, SW_FATE_MITIGATED, SW_FATE_NOT_APPLICABLE,
	SW_FATE_ACCEPTED, SW_FATE_TRANSFERRED, SW_FATE_AVOIDED, SW_FATE_ELIMINATED,
	SW_FATE_UNKNOWN, /* a word that is none of them */
};
/* By the format's word, whatever case and dashes it is written with. */
enum sw_fate sw_fate_of(struct sw_str word);
/* An accepted or transferred threat is still there and a person's matter: it needs investigation; one that was avoided or
 * eliminated does not apply any more. Partly mitigated is not mitigated. */
enum sw_drawn_state sw_fate_state(enum sw_fate fate);
/* Of a threat: by the format's word where it agrees with the state, else by the state. */
enum sw_fate sw_threat_fate(const struct sw_drawn_threat *threat);
