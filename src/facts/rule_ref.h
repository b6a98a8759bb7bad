/* Rules of other tools and benchmarks that speak of the same idea as a check: "hadolint:DL3020", "cis-docker-1.6:4.1".
 * Where the other side has several rules for the variants of one idea (one a package manager), the reference names the
 * variant, "hadolint:DL3009@apt", and speaks only of sites that the check marked with it (sw_fail_variant). */
#pragma once
#include "facts/verdict.h"

struct sw_rule_ref {
	struct sw_str name;    /* "hadolint:DL3009": what people are shown */
	struct sw_str tool, rule;
	struct sw_str variant; /* empty: speaks of every site */
};

/* Points into `ref`, which has the form above. */
struct sw_rule_ref sw_rule_ref(const char *ref);
/* Goes over the references that speak of a finding: its check's, then the rule that its place names itself. *at starts with
 * 0. False: no more. */
bool sw_rule_ref_next(const struct sw_finding *finding, size_t *at, struct sw_rule_ref *ref);
/* Whether it speaks of this site. */
bool sw_rule_ref_on(const struct sw_rule_ref *ref, const struct sw_site *site);
