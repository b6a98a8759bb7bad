/* `strideward dump packages [--as KIND] FILE|FOLDER…`: what the readers of packages see, as sorted names and versions. */
#pragma once
#include "base/out.h"
#include "run/request.h"

/* One line of JSON for all targets together; of folders every file that a reader takes. Negative, with the reasons said,
 * when a reader refused a file or a named file is for none. */
int sw_dump_packages(struct sw_out *out, const struct sw_request *request);
