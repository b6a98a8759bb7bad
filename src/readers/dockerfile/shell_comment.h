/* "# hadolint shell=powershell": people say in a comment which shell an image brings, where no SHELL instruction does. */
#pragma once
#include "base/str.h"

/* The shell that the comment (without its sign, trimmed) names; empty when it is none of these. */
struct sw_str sw_shell_of_comment(struct sw_str text);
