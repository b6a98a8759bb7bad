/* What ShellCheck is given of a Dockerfile: the body of each shell form as a script, with what the builder knows of the
 * variables in it. */
#pragma once
#include "facts/build.h"

enum {
	SW_SHELLCHECK_MOST_BYTES = 64 << 10, /* of one script; longer ones are not examined: ShellCheck takes minutes for them */
};

struct sw_shellcheck_script {
	struct sw_step *step;
	struct sw_str text;  /* for the tool: the shell's name, comments at the top of the body, `added`, the rest of the body */
	size_t first;        /* bytes in front of the body */
	size_t head, added;  /* bytes of the body's top, and of what was put behind it */
};

SW_VEC_TYPE(sw_shellcheck_scripts, struct sw_shellcheck_script);

/* Adds the scripts of a build, in its order. A body whose shell ShellCheck does not know has none. */
void sw_shellcheck_scripts_of(struct sw_arena *arena, struct sw_build *build, struct sw_shellcheck_scripts *scripts);
/* The place in the body of byte `at` of the text; SW_NPOS: it is none of the body. */
size_t sw_shellcheck_body_offset(const struct sw_shellcheck_script *script, size_t at);
