/* Values with their evidence. A link is what ONE layer says about a field; a value is what holds after the join, with
 * the chain of links that made it. The zero of everything is "unknown", so what no reader filled can never pass. */
#pragma once
#include "base/source.h"

enum sw_tri { SW_UNKNOWN, SW_NO, SW_YES };

/* Who speaks, weakest override first: a later layer replaces an earlier one. */
enum sw_layer {
	SW_LAYER_NONE,
	SW_LAYER_PLATFORM, /* default of the platform profile */
	SW_LAYER_BASE,     /* configuration of the base image */
	SW_LAYER_STAGE,    /* a stage of a Dockerfile */
	SW_LAYER_IMAGE,    /* configuration of the image a workload names */
	SW_LAYER_COMPOSE,  /* a compose service */
};

/* How it was seen. */
enum sw_how {
	SW_HOW_ABSENT,    /* the layer was read and says nothing; `at` is the enclosing construct */
	SW_HOW_STATED,    /* written there */
	SW_HOW_DEFAULTED, /* what holds when nothing is written */
	SW_HOW_INHERITED, /* taken over from the layer below as it stands */
	SW_HOW_INFERRED,  /* follows from something else that is written, such as a command that switches the user */
	SW_HOW_UNSEEN,    /* the layer exists but was not given: the chain is broken here */
};

/* Why a value is not known. */
enum sw_missing {
	SW_MISSING_NOTHING,
	SW_MISSING_BASE_IMAGE, /* the base image's configuration */
	SW_MISSING_IMAGE,      /* the configuration of the image that a workload names */
	SW_MISSING_DOCKERFILE, /* the Dockerfile that a workload is built from */
	SW_MISSING_VARIABLE,   /* the value of a variable */
	SW_MISSING_SCRIPT,     /* what an entrypoint script does */
	SW_MISSING_FILE,       /* a file that is named and was not found */
	SW_MISSING_ENGINE,     /* the engine's own settings */
	SW_MISSING_HOST,       /* facts of the host */
	SW_MISSING_REGISTRY,   /* the registry's answer */
	SW_MISSING_READER,     /* a part that was not read: another shell, a template */
	SW_MISSING_LAYERS,     /* layers of the image, or parts of them, that were not read */
};

struct sw_link {
	uint8_t layer;        /* enum sw_layer */
	uint8_t how;          /* enum sw_how */
	bool known;           /* `value` is what the layer says, all variables resolved */
	struct sw_str value;  /* as text with secrets masked; "true" and "false" for booleans, decimal for numbers */
	struct sw_span at;    /* where; of an absent one the enclosing construct */
	struct sw_str depends; /* build arguments whose defaults made the value, comma-separated; empty: none */
	bool sole;            /* the value is one such argument and nothing else */
	struct sw_str where;  /* what has no source: "image docker.io/library/redis:7", "profile docker-stock" */
};

struct sw_value {
	struct sw_str value;  /* what holds, when known or presumed; text as in struct sw_link */
	bool known;           /* proven by an unbroken chain */
	bool presumed;        /* the chain is broken; `value` is the platform's default */
	uint8_t missing;      /* enum sw_missing: which link is not there, when not known */
	uint16_t deciding;    /* index into chain of the link that decided */
	uint16_t count;
	const struct sw_link *chain; /* from the lowest layer to the highest */
};

/* The value as a truth; SW_UNKNOWN when it is neither known nor presumed. */
enum sw_tri sw_value_tri(const struct sw_value *value);
/* The value as a number; false when there is none. */
bool sw_value_int(const struct sw_value *value, int64_t *number);
/* Whether something holds at all, proven or presumed. */
static inline bool sw_value_set(const struct sw_value *value) {
	return value->known || value->presumed;
}
/* The link that decided, or NULL when there is no chain. */
const struct sw_link *sw_value_link(const struct sw_value *value);

const char *sw_layer_name(enum sw_layer layer);
const char *sw_how_name(enum sw_how how);
/* Kebab-case name for machines, and words for people ("the base image's configuration"). */
const char *sw_missing_name(enum sw_missing missing);
const char *sw_missing_words(enum sw_missing missing);
