/* Dockerfiles that stand inside compose files (dockerfile_inline): two readers' work, so the run puts them together. */
#pragma once
#include "readers/dockerfile/read.h"

/* Reads each of them once into the builds of the set's deployment; services that share one by an anchor share its build.
 * `files` are those beside the compose file; they are asked where that folder is the build context. */
void sw_inner_read(struct sw_factset *set, const struct sw_dockerfile_files *files);
