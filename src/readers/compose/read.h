/* Reads the compose files of ONE deployment into a fact set: everything that says how a service is built, started and
 * confined, each with its span in the file where it was written. Files are merged, `extends` and `include` followed as the
 * Compose specification says. The run calls it, one call a deployment. */
#pragma once
#include "facts/factset.h"

/* How the reader asks for files beside the first compose file: further compose files, .env, env_file entries, whether a
 * secret's file is part of the project. The run implements it beneath the target; paths count from the first file's folder
 * and are never absolute. */
struct sw_compose_files {
	void *ctx;
	/* All bytes of the file into `arena` and *text; 0, or negative when it is not there or may not be read. */
	int (*read)(void *ctx, struct sw_arena *arena, struct sw_str relative_path, struct sw_str *text);
	bool (*exists)(void *ctx, struct sw_str relative_path);
	const struct sw_str *over; /* files laid over the first one, in their order */
	size_t over_count;
	struct sw_str identity;    /* what the deployment is known by; empty: the first file's path */
	struct sw_str name;        /* what people call the deployment; empty: what the files, or the folder, say */
};

/* Fills `set`, which is zeroed but for its arena (initialised, with a catch point set by the caller), its path and the
 * base of its sources. The text becomes the first source and must live as long as the set; files pulled in become further
 * ones. `files` may be NULL: then nothing beside the file exists. set->deployment stays NULL when the text is no compose
 * file; a diagnostic says why.
 *
 * Variables come from the project's .env alone, never from strideward's own environment. What neither holds is not known,
 * but for a default: ${X:-d} is taken to be d, with SW_HOW_DEFAULTED, as if the shell did not set X.
 *
 * A field that the file does not state is SW_HOW_ABSENT at the service's key; null is not stated, an empty list or string
 * of entrypoint and command is ("[]"). Where the service extends one that cannot be read, it is SW_HOW_UNSEEN at `extends`. A
 * service that names no network has no networks here; the network that Compose then makes stands in the deployment. */
void sw_compose_read(struct sw_factset *set, struct sw_str text, const struct sw_compose_files *files);

/* Whether a file found in a project looks like a compose file: by its name (compose.yaml, docker-compose*.yml,
 * compose.*.yaml), or a name that holds "compose" together with a top-level `services:` key. A file that a person
 * named needs no sniffing. `text` may be its beginning only. */
bool sw_compose_sniff(struct sw_str path, struct sw_str text);
