/* What a fixer gets and gives: one function for a check, called for one finding. It adds edits and says what they do, or
 * adds none where it cannot tell how. Fixers see the same facts as checks and never guess. */
#pragma once
#include "fixes/fix.h"

struct sw_fixing {
	struct sw_arena *arena;
	const struct sw_system *system;
	const struct sw_finding *finding;
	const struct sw_subject_row *row;         /* the finding's subject */
	const struct sw_build *build;             /* of a Dockerfile; NULL: none */
	const struct sw_step *step;               /* the innermost step that the finding stands in, or NULL */
	const struct sw_shell_command *command;   /* of that step, the innermost that the finding stands in, or NULL */
	const struct sw_service *service;         /* of a compose file; NULL: none */
	const struct sw_map *digests;             /* "NAME:TAG" → the digest that is known for it; digest.c */
	struct sw_fix *fix;                       /* to be filled */
};

typedef void sw_fixer(struct sw_fixing *fixing);

/* Rows of the table in fixes.c. */
sw_fixer sw_fix_add_to_copy, sw_fix_maintainer, sw_fix_json_form, sw_fix_recommends, sw_fix_pipefail, sw_fix_digest,
	sw_fix_secret_mount, sw_fix_no_new_privileges, sw_fix_drop_capabilities, sw_fix_read_only, sw_fix_loopback, sw_fix_user, sw_fix_health_check, sw_fix_apt, sw_fix_assume_yes,
	sw_fix_package_cache, sw_fix_casing, sw_fix_key_value;

/* ---- what fixers share ---- */

void sw_fixing_replace(struct sw_fixing *fixing, struct sw_span at, struct sw_str text);
void sw_fixing_insert(struct sw_fixing *fixing, uint32_t source, uint32_t at, struct sw_str text);
/* The bytes as written. */
struct sw_str sw_fixing_text(const struct sw_fixing *fixing, struct sw_span at);
/* Adds a finished fix, which has edits of one source, and puts these in order. */
void sw_fixes_add(struct sw_arena *arena, struct sw_fixes *fixes, struct sw_fix *fix);
/* What ends a line of the source: "\n" or "\r\n". */
const char *sw_fixing_newline(const struct sw_fixing *fixing, uint32_t source);

/* ---- digest.c ---- */

/* Gathers the digests that stand beside a name and tag anywhere in the project. */
void sw_fixing_digests(struct sw_arena *arena, const struct sw_system *system, struct sw_map *digests);

/* ---- about_service.c: writing into a compose service ---- */

/* Writes `lines` at the head of the service's block; "|" in them ends a line and is followed by the indentation of the
 * service's keys. False, and nothing is written, where the service is no plain block: a flow map, an alias;
 * or has one of the keys already. */
bool sw_fixing_service(struct sw_fixing *fixing, const char *lines);
/* Writes `item` behind the last of a list's items, which must stand in the service itself; false where it does not. */
bool sw_fixing_list(struct sw_fixing *fixing, struct sw_span last_item, const char *item);
/* "tmpfs:|  - FOLDER…" for what the service's image is known to write besides its volumes; NULL: nothing more than /tmp,
 * or the service has such mounts of its own. */
const char *sw_fixing_folders(const struct sw_fixing *fixing);

/* ---- baseline.c ---- */

/* Whether sw_fixes_harden takes care of such findings. */
bool sw_fix_of_baseline(const struct sw_finding *finding);
/* One fix for each compose file. */
void sw_fixes_harden(struct sw_arena *arena, const struct sw_system *system, const struct sw_findings *findings, struct sw_fixes *fixes);
