/* A parsed Dockerfile with what it needs, for tests. */
#pragma once
#include "unit.h"
#include "readers/dockerfile/syntax.h"

struct parsed {
	struct sw_arena arena;
	struct sw_diags diags;
	struct sw_dockerfile *file;
};

static inline void parse(struct parsed *parsed, struct sw_str text) {
	sw_arena_init(&parsed->arena, (size_t)1 << 28);
	parsed->diags = (struct sw_diags){.arena = &parsed->arena};
	parsed->file = sw_dockerfile_parse(&parsed->arena, 1, text, &parsed->diags);
}

static inline struct sw_str spanned(const struct sw_dockerfile *file, struct sw_span span) {
	return sw_str_sub(file->text, span.start, span.end - span.start);
}
