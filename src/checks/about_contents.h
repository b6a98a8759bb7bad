/* What checks of images share: a walk over notable files, and what is said where layers were not read. */
#pragma once
#include "checks/declare.h"
#include "facts/contents.h"

/* Files with any of the traits (bits of enum sw_trait) that are in the final image. */
struct sw_file_walk {
	const struct sw_contents *contents;
	uint32_t traits;
	size_t next;
};
struct sw_file_walk sw_files_with(const struct sw_view *view, uint32_t traits);
/* NULL: no more. */
const struct sw_image_file *sw_next_file(struct sw_file_walk *walk);

/* Whether the file has its traits as a package brought it: a package owns it, and packages were installed in the layer that
 * gave it the traits. */
bool sw_file_as_packaged(const struct sw_contents *contents, const struct sw_image_file *file);
/* Whether a secret was found in the file, in the same layer: that says more than the file's name. */
bool sw_file_holds_secret(const struct sw_contents *contents, const struct sw_image_file *file);
/* "deb:util-linux": the package that owns the path; empty: none does. */
struct sw_str sw_file_owner(const struct sw_view *view, uint32_t owner);

/* Names for a sentence, as many as people read: "a, b, c and 5 more". */
struct sw_told {
	struct sw_arena *arena;
	struct sw_str text;
	size_t n;
};
void sw_told_add(struct sw_told *names, struct sw_str name);
struct sw_str sw_told_text(const struct sw_told *names);

/* At the end of a check: nothing was found in all layers (passes, with `passed`), or there are layers that were not read. */
void sw_tell_contents(const struct sw_view *view, struct sw_sink *sink, const char *passed);

/* A whole check: fails once for all files with any of the traits, with `found` and their names behind it; else as
 * sw_tell_contents. `counts` leaves files out; NULL: none. */
void sw_judge_files(const struct sw_view *view, struct sw_sink *sink, uint32_t traits, bool (*counts)(const struct sw_image_file *file),
		    const char *found, const char *passed);
