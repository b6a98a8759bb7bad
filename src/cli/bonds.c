#include "cli/bonds.h"
#include <stdio.h>

/* Whether a whole word of a predicate is `check`; "check@built" names it too. */
static bool expression_names(const char *expression, const char *check) {
	size_t n = strlen(check);
	for (const char *at = expression; (at = strstr(at, check)); at += n) {
		char before = at == expression ? ' ' : at[-1], after = at[n];
		if (!sw_is_alnum(before) && !strchr("-:._@", before) && !sw_is_alnum(after) && !(after && strchr("-:._", after)))
			return true;
	}
	return false;
}

static bool lists(const char *const names[SW_MOST_NAMES], const char *check) {
	for (unsigned i = 0; i < SW_MOST_NAMES && names[i]; i++)
		if (strcmp(names[i], check) == 0)
			return true;
	return false;
}

bool sw_bond_holds(enum sw_bond bond, const struct sw_threat_kind *threat, const char *check) {
	if (bond == SW_BOND_STOPS)
		return expression_names(threat->stopped_by, check);
	return lists(bond == SW_BOND_RAISES ? threat->raised_by : threat->hardened_by, check);
}

bool sw_brings_about(const struct sw_attacker *attacker, const struct sw_threat_kind *threat) {
	/* What is exposed, and what a network joins, is attacked from outside and from a foothold alike (threats/priority.c). */
	static const char *const ways[] = {"exposure", "network"};
	bool open = strcmp(threat->start, ways[0]) == 0 || strcmp(threat->start, ways[1]) == 0;
	if (open && (strcmp(attacker->start, ways[0]) == 0 || strcmp(attacker->start, ways[1]) == 0))
		return true;
	return strcmp(attacker->start, threat->start) == 0;
}

bool sw_answers(const struct sw_threat_kind *threat, const struct sw_seed *seed) {
	return lists(threat->seeds, seed->id);
}

const char *sw_stride_words(unsigned stride, char text[112]) {
	static const char *const words[] = {"spoofing", "tampering", "repudiation", "information disclosure", "denial of service",
					    "elevation of privilege"};
	size_t n = 0;
	text[0] = '\0';
	for (unsigned i = 0; i < 6; i++)
		if (stride & 1u << i)
			n += (size_t)snprintf(text + n, 112 - n, "%s%s", n ? ", " : "", words[i]);
	return text;
}
