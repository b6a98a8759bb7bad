/* `image diff BEFORE AFTER`: what differs between two images at rest. */
#pragma once
#include "run/request.h"

/* The request has two targets, each of which must hold one image, and reports whose formats are rows of
 * sw_image_diff_formats, without writers. Returns the exit status: 0 also where the images differ. */
int sw_run_image_diff(struct sw_request *request, struct sw_worker *worker);

extern const struct sw_report_format sw_image_diff_formats[];
extern const size_t sw_image_diff_format_count;
