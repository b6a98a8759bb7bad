/* Which compose files are one deployment: a compose file and its override beside it, what COMPOSE_FILE in a folder's .env
 * lists, and what the configuration lists under model.deployments. Called once, between finding and reading. */
#pragma once
#include "facts/config.h"
#include "run/tree.h"

/* Gives artifacts the files that are laid over them, takes out those that are no deployment of their own, and adds what
 * only the configuration names. Files that a person named on the command line stay alone. */
void sw_deployments_group(struct sw_arena *arena, const struct sw_request *request, const struct sw_model *model,
			  struct sw_artifacts *artifacts);
