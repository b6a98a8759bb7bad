/* What a variable is at a point of a Dockerfile: ARG before the first FROM, ARG and ENV of a stage and of the stages it
 * is built from. A value that a base image or the command line could bring is unknown, not empty. */
#pragma once
#include "base/map.h"
#include "facts/step.h"
#include "readers/dockerfile/expand.h"

struct sw_variable {
	struct sw_str name;
	struct sw_str value;
	struct sw_str depends;       /* build arguments whose defaults made it, comma-separated */
	enum sw_expand_state state;
	bool from_env;               /* ENV wins over ARG */
	bool awaited;                /* ARG without a value: unset unless the command line gives it */
};

struct sw_scope {
	struct sw_map variables;       /* name → struct sw_variable * */
	const struct sw_scope *below;  /* of the stage it is built from: only its ENV shows through */
	bool open;                     /* an image that nobody saw is at the bottom: what is not set here may be set there */
	bool windows;                  /* names have no case */
};

/* What came out of expanding one word. */
struct sw_resolved {
	struct sw_str text;
	bool known;            /* no variable was left unresolved */
	bool literal;          /* there was no variable at all */
	bool sole;             /* nothing but one reference to a build argument */
	struct sw_str depends; /* build arguments whose defaults made it */
	const struct sw_expand_reference *references; /* to variables, in order */
	size_t reference_count;
};

/* The variable as it shows in the scope; NULL: nothing is known of it there. */
const struct sw_variable *sw_scope_get(const struct sw_scope *scope, struct sw_str name);
/* Whether the builder sets a variable of this name in FROM: TARGETPLATFORM and its like. */
bool sw_scope_predefined(struct sw_str name);
void sw_scope_set(struct sw_arena *arena, struct sw_scope *scope, struct sw_variable variable);

/* Expands a word as the builder does. What BuildKit would refuse stays as written and is not known. */
struct sw_resolved sw_scope_resolve(struct sw_arena *arena, const struct sw_scope *scope, char escape, struct sw_str word);
/* The same for text whose quotes and escapes are gone: words of a shell. Names in `changed` are set by the script itself. */
struct sw_resolved sw_scope_resolve_shell(struct sw_arena *arena, const struct sw_scope *scope,
					  const struct sw_map *changed, struct sw_str word);
