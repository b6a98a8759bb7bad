/* What COPY and ADD take: each source with its kind. */
#pragma once
#include "checks/about_fetch.h"

enum sw_source_kind {
	SW_SOURCE_FILE,    /* of the build context */
	SW_SOURCE_ARCHIVE, /* the same, and ADD unpacks it */
	SW_SOURCE_URL,
	SW_SOURCE_GIT,
	SW_SOURCE_TEXT,    /* a heredoc */
	SW_SOURCE_STAGE,   /* --from: a stage, an image, another context */
	SW_SOURCE_UNKNOWN, /* a variable hides it */
};

struct sw_copied {
	const struct sw_step *step;
	enum sw_source_kind kind;
	struct sw_shell_word source;
	struct sw_str target;
};

/* A walk over the sources of COPY and ADD, ONBUILD's included. */
struct sw_copied_walk {
	struct sw_step_walk steps;
	const struct sw_step *step;
	uint32_t next;
};

static inline struct sw_copied_walk sw_copied_of(const struct sw_view *view, struct sw_stages stages) {
	return (struct sw_copied_walk){.steps = {view, stages, 0}};
}
bool sw_next_copied(struct sw_copied_walk *walk, struct sw_copied *copied);
