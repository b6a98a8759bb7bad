/* What the builder refuses, taken out of a reader's diagnostics: in a build it is a finding. */
#pragma once
#include "facts/factset.h"

/* Moves errors of the parser and of the build from `diags` into build->refusals, drops what the steps themselves keep
 * (blank continued lines), and adds the rest to the set's diagnostics. */
void sw_take_refusals(struct sw_factset *set, struct sw_build *build, const struct sw_diags *diags);
