/* Comments that hide findings, ours and those of other tools, and the files in which other tools keep such lists. What
 * they name is told by facts/suppression.h; whether it hides anything is decided by policy. */
#pragma once
#include "facts/factset.h"
#include "facts/lint_config.h"

/* Fills set->suppressions from set->comments, and says what is wrong with ours. After the artifact was read; the set's
 * arena has a catch point. `foreign`: comments of other tools count. */
void sw_suppressions_read(struct sw_factset *set, bool foreign);

SW_VEC_TYPE(sw_suppressions, struct sw_suppression);

/* Reads `.hadolint.yaml`; what it does not understand is a diagnostic, and the rest counts. */
void sw_hadolint_config_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_lint_config *config,
			     struct sw_diags *diags);
/* Its `ignored` as suppressions of all files in `folder`. */
void sw_hadolint_config_ignores(struct sw_arena *arena, const struct sw_lint_config *config, struct sw_str folder,
				struct sw_suppressions *list);

/* A file in which another tool keeps what it passes over. */
struct sw_ignore_file {
	const char *name; /* as it stands in the project's top */
	void (*read)(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_str folder, struct sw_suppressions *list,
		     struct sw_diags *diags);
};
extern const struct sw_ignore_file sw_ignore_files[];
extern const size_t sw_ignore_file_count;

/* The id as references spell it: AVD-DS-0002, DS002 and DS-0002 are one rule of Trivy, and KICS' queries are known by their
 * first eight digits. */
struct sw_str sw_suppression_rule(struct sw_arena *arena, struct sw_str tool, struct sw_str written);
