/* Text that a build writes into files: configuration that is made by echo, printf, sed and heredocs. */
#pragma once
#include "checks/about_steps.h"

/* Text that a RUN writes (words of echo, printf, sed and the like, bodies of heredocs), and heredocs of COPY and ADD. */
struct sw_written {
	struct sw_str text;
	const struct sw_shell_word *word; /* NULL: the heredoc of a COPY or ADD */
	struct sw_span span;
};

struct sw_written_walk {
	struct sw_command_walk commands;
	struct sw_step_walk copies;
	const struct sw_step *copy;
	const struct sw_command_at *at;
	uint32_t next;
	bool inside; /* `at` is being gone through */
};

struct sw_written_walk sw_written_of(const struct sw_view *view, struct sw_stages stages);
bool sw_next_written(struct sw_written_walk *walk, struct sw_written *written);
/* The place of `n` bytes of a written text. */
struct sw_span sw_written_part(const struct sw_written *written, size_t from, size_t n);
/* Whether the text has NAME=VALUE with one of the values (NULL ends), blanks around "=" and case aside; then *at. */
bool sw_written_sets(const struct sw_written *written, const char *name, const char *const *values, struct sw_span *at);
