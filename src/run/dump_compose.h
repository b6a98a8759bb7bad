/* `strideward dump compose FILE…`: the files of one deployment, merged and resolved. */
#pragma once
#include "base/out.h"
#include "run/request.h"

/* The named files, later ones laid over earlier ones; none: standard input. Negative, with the reason said, when the model
 * is not what Compose would make of them. */
int sw_dump_compose(struct sw_out *out, const struct sw_request *request);
