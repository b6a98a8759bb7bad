/* Finds the artifacts of the targets: walks folders without following links out of them, and tells by name and beginning
 * what each file is. */
#pragma once
#include "base/diag.h"
#include "facts/factset.h"
#include "run/request.h"

struct sw_artifact {
	const char *root;     /* absolute path of the target's folder */
	struct sw_str inner;  /* path beneath it */
	struct sw_str path;   /* as shown: with the target's prefix */
	enum sw_artifact_kind kind;
	bool named;           /* a person named this very file */
};

struct sw_artifacts {
	SW_VEC(struct sw_artifact) v; /* sorted by path, each once */
	struct sw_diags diags;        /* what was passed over, and why */
	enum sw_tri updater;          /* an updater's configuration was found; no: a folder was walked and it was not; unknown */
	size_t unreadable_targets;    /* named targets that could not be read at all */
};

void sw_tree_find(struct sw_arena *arena, const struct sw_request *request, struct sw_artifacts *artifacts);
