/* What other tools' files in the targets say shall not be told, and hiding it: the glue between readers and policy. */
#pragma once
#include "run/scan.h"

/* Reads .hadolint.yaml and its kind beside each target, unless only our own words count. */
void sw_scan_read_ignores(struct sw_scan *scan, const struct sw_request *request, struct sw_diags *diags);
/* Takes over the labels that hadolint's configuration asks for. */
void sw_scan_want_labels(struct sw_scan *scan, const struct sw_lint_config *config);
/* Marks what is hidden among the findings. */
void sw_scan_hide(struct sw_scan *scan, const struct sw_request *request);
