/* The syntax tree of a Dockerfile as one line of JSON, in the shape in which results of the reference parser are kept
 * for comparison. */
#pragma once
#include "base/out.h"
#include "readers/dockerfile/syntax.h"

/* Members: ok; error and error_lines when the reference parser refuses the file, else escape, syntax, check, warnings
 * and instructions with line, end, cmd, flags, args, json, sub, heredocs, comments. What is empty is left out. Ends in
 * a newline. */
void sw_dockerfile_dump(struct sw_out *out, const struct sw_dockerfile *file);
