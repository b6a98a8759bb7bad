/* The resolved model of a deployment as JSON, in the shape that `docker compose config` prints: what people compare with,
 * and what the reader is held against. */
#pragma once
#include "base/out.h"
#include "readers/compose/read.h"

/* Reads as sw_compose_read does and writes the model: services, networks, volumes, secrets, configs, in their long forms
 * where there are two; pairs as maps, files of variables taken over, variables that nobody sets empty. */
void sw_compose_config(struct sw_factset *set, struct sw_str text, const struct sw_compose_files *files, struct sw_out *out);
