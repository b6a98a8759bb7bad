/* Entries added to a list in a YAML file that people keep by hand: what stands there stays, byte for byte. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

struct sw_append {
	struct sw_str before;        /* the file's text */
	bool absent;                 /* there is no file */
	struct sw_str head;          /* comment lines that begin a new file */
	const char *list;            /* key of the list at the top of the file */
	const struct sw_str *entries; /* each a map in block form, from column 0, every line ended */
	size_t count;
};

/* Makes *after. The result is read again: it must hold what the old text held, and the entries behind it. -1, with the
 * reason, where that cannot be had: the text is no such file, or is written in a form that lines cannot be added to. */
int sw_append_entries(struct sw_arena *arena, const struct sw_append *append, struct sw_str *after, struct sw_err *err);

/* The same as a change of the file `path` beneath the target, written to `fd` as process/rewrite.h carries it out. -1, with
 * the reason said; `shown` is what the file is called in it. */
int sw_append_propose(struct sw_arena *arena, const struct sw_append *append, const char *path, const char *shown, int fd);

/* A scalar that YAML reads as this text, whatever is in it. */
struct sw_str sw_append_scalar(struct sw_arena *arena, struct sw_str text);
