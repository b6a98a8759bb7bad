/* The options about images, and what the broker needs for reading their layers. */
#pragma once
#include "cli/request.h"

/* After the targets were resolved. */
int sw_cli_layers_prepare(struct sw_cli_run *run, struct sw_err *err);
