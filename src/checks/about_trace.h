/* What files a build's steps make, fetch, move, verify and use, as far as it can be told without running them. The
 * steps of each stage are gone through in the order in which a shell runs them; the folder, the variables and the files
 * that matter are kept, handed down to stages that are built FROM one and to what COPY --from and mounts take. What
 * nobody can tell is a mark (about_values.h): it is equal to itself and may be anything else. */
#pragma once
#include "checks/about_downloads.h"
#include "checks/about_masks.h"
#include "checks/about_values.h"

/* A name that a file or folder has. */
struct sw_trace_name {
	struct sw_str path;          /* absolute and clean, or it starts with a mark */
	int32_t download;            /* what it holds, among the downloads; -1: none */
	bool folder;                 /* what stands below comes from it, too: an archive that was unpacked here */
	bool mounted;                /* by RUN --mount, for one step */
	bool context;                /* a folder into which the whole build context was copied */
	const char *secret;          /* what it is, when files of that name hold secrets; NULL: nothing is known */
	const struct sw_step *made;  /* step in whose layer it arrived */
	struct sw_span at;           /* the word that names it there */
	struct sw_str text;          /* what is in it, when echo, printf or a heredoc wrote it; p NULL: not known */
};

/* A command that compares a checksum or a signature. */
struct sw_proof {
	struct sw_command_at at;
	struct sw_masking masking;
	bool broken;                 /* something was used behind its guard */
};

/* A variable that holds the checksum of a download. */
struct sw_trace_sum {
	struct sw_str mark;          /* its value */
	uint32_t download;
};

/* What somebody wants of a walk. */
struct sw_trace;
struct sw_tracer {
	/* Called for each command of a RUN, before what it does is noted; NULL: nobody asks. */
	void (*visit)(void *context, struct sw_trace *trace);
	void *context;
	bool secrets; /* names of files that hold secrets are kept, too */
};

enum { SW_TRACE_NAMES = 96 };         /* names that are kept; the oldest are forgotten */

struct sw_trace {
	const struct sw_view *view;
	struct sw_arena *arena;
	struct sw_tracer tracer;
	struct sw_downloads *downloads;
	SW_VEC(struct sw_proof) proofs;
	struct sw_values values;
	struct sw_command_at at;     /* the command that is looked at */
	struct sw_str folder;        /* where commands run */
	struct sw_shell_options options;
	struct sw_trace_name *names;  /* of the stage: SW_TRACE_NAMES of them */
	uint32_t name_count;
	SW_VEC(struct sw_trace_sum) sums;
};

/* Goes through the stages that are built. */
void sw_trace_walk(const struct sw_view *view, struct sw_trace *trace, struct sw_downloads *downloads, struct sw_tracer tracer);

/* The walk on which nobody has wishes of his own: made once a subject. */
const struct sw_trace *sw_trace_of(const struct sw_view *view);

/* about_trace_names.c */

/* The path that a text means where the trace stands. */
struct sw_str sw_trace_path(struct sw_trace *trace, struct sw_str text);
struct sw_str sw_trace_word_path(struct sw_trace *trace, const struct sw_shell_word *word);
/* Whether the path, which may hold unquoted patterns, means the name: yes, no, or unknown where a mark hides it. */
enum sw_tri sw_trace_means(const struct sw_trace_name *name, struct sw_str path, bool patterns);
/* Adds a name, or replaces the one of the same path. */
struct sw_trace_name *sw_trace_add(struct sw_trace *trace, struct sw_trace_name name);
/* What files at the path hold by custom ("SSH private key"), when that is surely a secret; else NULL, and where the
 * tracer does not ask. */
const char *sw_trace_secret(const struct sw_trace *trace, struct sw_str path);
/* `folder`/`text`, not cleaned. */
struct sw_str sw_trace_below(struct sw_trace *trace, struct sw_str folder, struct sw_str text);
/* Forgets the path and what stands below it. */
void sw_trace_remove(struct sw_trace *trace, struct sw_str path);
/* What stands at `from` in `names`, or below it, gets a name at `to` too. `made`: the step that brings it; NULL: as it
 * was. */
void sw_trace_copy(struct sw_trace *trace, const struct sw_trace_name *names, uint32_t count, struct sw_str from, struct sw_str to,
		  const struct sw_step *made, bool mounted);

/* about_trace_use.c: what the trace's command does with files. */
void sw_trace_take_piped(struct sw_trace *trace);
void sw_trace_fetch(struct sw_trace *trace, struct sw_fetch *fetch);
void sw_trace_use(struct sw_trace *trace);
/* The download is used that way here. */
void sw_trace_mark_used(struct sw_trace *trace, struct sw_download *d, enum sw_download_use use);

/* about_trace_proof.c */

/* Whether the command may verify something, by its program alone. */
bool sw_trace_may_verify(const struct sw_command_at *at);
/* Whether the command verifies something, and then what. */
bool sw_trace_verify(struct sw_trace *trace);
/* Behind an assignment: what of it is a checksum. */
void sw_trace_note_sums(struct sw_trace *trace);
