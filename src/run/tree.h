/* Finds the artifacts of the targets: walks folders without following links out of them, and tells by name and beginning
 * what each file is. */
#pragma once
#include "base/diag.h"
#include "facts/factset.h"
#include "run/request.h"

struct sw_artifact {
	const char *root;     /* absolute path of the target's folder; NULL: standard input, or a text of an editor alone */
	struct sw_str inner;  /* path beneath it */
	struct sw_str path;   /* as shown: with the target's prefix */
	enum sw_artifact_kind kind;
	bool folder;          /* IMAGE: a layout, not an archive */
	bool named;           /* a person named this very file, or layout of an image */
	bool no_ignores;      /* its folder was listed, and no name in it ends in .dockerignore */
	struct sw_str wanted; /* IMAGE: name or tag of the only image that is asked for; empty: all */
	bool rootfs;          /* IMAGE: a root file system, with `folder` the target's folder itself */
	/* compose files that are one deployment with this one, which is the first (run/deployments.h) */
	const struct sw_str *over;    /* from this one's folder */
	size_t over_count;
	struct sw_str identity;       /* what the deployment is known by; empty: `path` */
	struct sw_str deployment;     /* what the configuration calls it; empty: nothing */
	bool listed;                  /* the configuration, .env or an override says that it is a compose file */
};

/* A file that is nothing by its name: what is looked for in it are secrets (run/project.h). */
struct sw_tree_file {
	const char *root;     /* as above */
	struct sw_str inner, path;
};
SW_VEC_TYPE(sw_tree_files, struct sw_tree_file);

struct sw_artifacts {
	SW_VEC(struct sw_artifact) v; /* sorted by path, each once */
	bool searches;                /* for secrets in files of the project */
	struct sw_tree_files own, brought; /* with `searches`, in order of the walk: where all counts that looks like a secret, and
				     what packages bring and the like; of files on disk */
	size_t left_out;              /* with `searches`: more files than one run looks into */
	struct sw_diags diags;        /* what was passed over, and why */
	enum sw_tri updater;          /* an updater's configuration was found; no: a folder was walked and it was not; unknown */
	struct sw_str platform;       /* of images, where several are offered; empty: this machine's */
	bool own_words_only;          /* comments of other tools hide nothing */
	bool unsearched;              /* no text of a source will be shown, so none is searched for what must be hidden */
	const struct sw_map *open;    /* what an editor holds, run/document.h; may be NULL */
	const struct sw_revision *revision; /* that all files come from; NULL: the disk */
	size_t unreadable_targets;    /* named targets that could not be read at all */
};

/* What a file may be by its name alone; what it holds is looked at when it is read. */
enum sw_artifact_kind sw_tree_kind(struct sw_str name);
/* The path that tells what a named file is: its folder counts, wherever the target begins. */
struct sw_str sw_named_settings(struct sw_arena *arena, const char *root, struct sw_str name);

/* Puts artifacts in order of path, and drops what is there twice. */
void sw_artifacts_sort(struct sw_artifacts *artifacts);
void sw_tree_find(struct sw_arena *arena, const struct sw_request *request, struct sw_artifacts *artifacts);
