/* Threats of a project's own: `catalogue: threats:` of its configuration made into rows of the catalogue. They are judged
 * like the built-in ones, so they are held to the same rules: something stops them, and all that they name exists. */
#pragma once
#include "facts/check.h"
#include "facts/config.h"

/* Makes config->catalogue.kinds; `checks` are all that there are. A row in which anything is wrong is an error with its
 * place and is left out, and so is an override that names no threat. */
void sw_own_catalogue_make(struct sw_arena *arena, struct sw_config *config, const struct sw_check *const *checks, size_t count,
			   struct sw_diags *diags);

/* The row called `id`, built-in or own, or NULL. */
const struct sw_threat_kind *sw_own_kind_of(const struct sw_config *config, struct sw_str id);
