/* Paths of a host: what a container may do with the ones it is handed. The entries stand in data/paths.toml. Used for
 * bind mounts, local volumes that are binds, VOLUME and devices. */
#pragma once
#include "base/arena.h"
#include "facts/verdict.h"

/* Order is danger. */
enum sw_path_tier {
	SW_PATH_OTHER,    /* not listed: nothing is known about it */
	SW_PATH_FINE,     /* known to be harmless in this mode */
	SW_PATH_DATA,     /* below a folder that holds data of services or people: what it holds decides */
	SW_PATH_HIGH,     /* logs, data of others, much of the host's state */
	SW_PATH_CRITICAL, /* whoever writes there owns the host; whoever reads there has its secrets */
	SW_PATH_SOCKET,   /* an engine's or runtime's API: owns the host, read-only or not */
};

enum sw_path_relation {
	SW_PATH_UNRELATED,
	SW_PATH_IS,       /* the path is the entry */
	SW_PATH_BELOW,    /* the path stands below the entry */
	SW_PATH_CONTAINS, /* the path is above the entry */
};

enum sw_engine_kind {
	SW_ENGINE_NONE, SW_ENGINE_DOCKER, SW_ENGINE_CONTAINERD, SW_ENGINE_CRIO, SW_ENGINE_PODMAN, SW_ENGINE_BUILDKIT,
	SW_ENGINE_CRI_DOCKERD, SW_ENGINE_DOCKERSHIM,
};

/* Which entry decided, and how. */
struct sw_path_fact {
	enum sw_path_tier tier;
	enum sw_severity severity;     /* in the mode that was asked for */
	enum sw_path_relation relation;
	enum sw_engine_kind engine;    /* whose API it hands out, by itself or below it */
	bool rootless;                 /* that engine belongs to an ordinary user */
	struct sw_str path;            /* the path asked for, /var/run read as /run */
	const char *entry;             /* "/run/docker.sock", may hold '*' within parts; NULL: none */
	const char *socket;            /* an API that the path contains besides; NULL: none, or it is `entry` itself */
	const char *what;              /* what the entry is, to follow "hands over"; NULL: none */
};

/* The tier of a clean absolute host path ("/", no "//", "." or "..", no '/' at the end, as sw_path_clean makes it).
 * /var/run is /run. A relative path, a Windows path or the empty one is OTHER. `why` may be NULL. */
enum sw_path_tier sw_path_tier(struct sw_str path, bool read_only, struct sw_path_fact *why);

/* What follows the path's name in a sentence: "hands over the Docker engine's API", "stands below /etc, the host's
 * configuration", "contains /run/docker.sock, the Docker engine's API". Empty for OTHER. */
struct sw_str sw_path_words(struct sw_arena *arena, const struct sw_path_fact *why);

/* An absolute path without "//", "." and "..", and without a '/' at its end; empty when it is not absolute. */
struct sw_str sw_path_clean(struct sw_arena *arena, struct sw_str path);

/* Whether the path is the folder or stands below it; nothing stands in the empty folder. */
bool sw_path_within(struct sw_str path, struct sw_str folder);

/* kebab case: "critical". */
const char *sw_path_tier_name(enum sw_path_tier tier);
/* For people: "Docker". */
const char *sw_engine_kind_name(enum sw_engine_kind engine);
