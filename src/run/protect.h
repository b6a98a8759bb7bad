/* Policy, approvers and decisions from a protected revision (`--policy-from REV`): who may change them and who proposes a
 * change are two people. What the change brings along is pending, and told. Annotations of the model (deployments, data,
 * services, flows) describe the change itself and are read with it; assumptions are claims and stand in the revision. */
#pragma once
#include "run/scan.h"

/* Where configuration, decisions and their kind are read from: `request` becomes `asked` with the paths that they have
 * there. When the revision cannot be read, nothing of the change takes its place, and the run is refused. */
void sw_scan_protect(struct sw_scan *scan, const struct sw_request *asked, struct sw_request *request);
/* After they were read: takes over annotations of the change, and lists what of it is pending. */
void sw_scan_set_apart(struct sw_scan *scan, const struct sw_request *asked, struct sw_diags *diags);

/* The same paths as they are in a revision: the file itself, else the nearest of its name, else none. Files outside the
 * repository stay. */
void sw_request_in_revision(struct sw_arena *arena, const struct sw_revision *revision, struct sw_request *request);
