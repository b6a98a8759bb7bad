/* File modes as chmod and its like take them. */
#pragma once
#include "checks/about_steps.h"

struct sw_mode {
	bool setuid, setgid;
	bool world_writable; /* everybody may write, and no sticky bit keeps them from the files of others */
	bool strips_ids;     /* takes setuid or setgid away */
};

/* False when the text is no mode or holds a variable. */
bool sw_mode_read(struct sw_str text, struct sw_mode *mode);

/* A mode that is given to files: by chmod, mkdir -m, install -m, COPY and ADD --chmod. */
struct sw_mode_at {
	struct sw_mode mode;
	struct sw_str written;
	struct sw_span at;
	struct sw_str path;  /* the first file; empty: not known */
	bool recursive, folder; /* of folders: chmod -R, or a folder that is made */
	bool stripping;      /* find … -perm … -exec chmod … */
};

struct sw_mode_walk {
	struct sw_command_walk commands;
	struct sw_step_walk copies;
	bool copying;
};

struct sw_mode_walk sw_modes_of(const struct sw_view *view, struct sw_stages stages);
bool sw_next_mode(struct sw_mode_walk *walk, struct sw_mode_at *mode);
