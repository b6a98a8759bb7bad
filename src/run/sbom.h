/* Bills of materials: `strideward sbom`. */
#pragma once
#include "run/request.h"

/* Reads the images that the targets name and writes their bills of materials; nothing is judged. Returns the exit status: 2
 * when a target is no image or some layer could not be read in full. */
int sw_run_sbom(struct sw_request *request, struct sw_worker *worker);
