/* The joined system: every fact set imported in order of its path, subjects numbered, effective values made. Made by
 * system/join.c; read-only afterwards. */
#pragma once
#include "facts/config.h"
#include "base/map.h"
#include "facts/factset.h"

typedef uint32_t sw_subject; /* index into sw_system.subjects; 0: none; never printed, never an order */

enum sw_subject_kind {
	SW_SUBJECT_NONE,
	SW_SUBJECT_BUILD,      /* one target of one Dockerfile */
	SW_SUBJECT_WORKLOAD,   /* what runs */
	SW_SUBJECT_IMAGE,      /* an image by its normalised reference */
	SW_SUBJECT_NETWORK,
	SW_SUBJECT_VOLUME,
	SW_SUBJECT_DEPLOYMENT, /* what runs together */
	SW_SUBJECT_ENGINE,
	SW_SUBJECT_HOST,
	SW_SUBJECT_REGISTRY,
	SW_SUBJECT_REPOSITORY, /* the files of the target */
};

/* One target of a Dockerfile with its effective start. */
struct sw_target {
	sw_subject subject;
	const struct sw_build *build;
	const struct sw_stage *stage;
	struct sw_value *fields;     /* SW_START_FIELD_COUNT of them */
	SW_VEC(struct sw_pair) env;  /* ENV of the stage chain, effective */
	SW_VEC(struct sw_exposed) exposed;
	SW_VEC(struct sw_path_at) volumes;
};

/* A workload with its effective values. */
struct sw_service {
	sw_subject subject;
	const struct sw_workload *workload;
	const struct sw_deployment *deployment;
	const struct sw_target *target; /* what it is built from; NULL: an image, or not found */
	sw_subject image;               /* the image it names and does not build; 0: none */
	struct sw_value *fields;        /* SW_FIELD_COUNT of them */
	SW_VEC(struct sw_env) env;      /* of the image's build and of the service, effective */
	SW_VEC(struct sw_exposed) exposed; /* EXPOSE of the build and expose: of the service */
	SW_VEC(struct sw_mount) mounts; /* the service's and those of volumes_from; local volumes that are binds resolved */
	uint8_t missing;                /* enum sw_missing: the broken link below the service */
	const struct sw_map *names;     /* of its deployment: name or alias → const struct sw_service * */
	uint32_t place;                 /* among its deployment's services */
	const struct sw_service *proxy; /* a published proxy of the deployment that forwards to it; NULL: none is seen */
	uint32_t users;                 /* other services whose settings name it */
	uint32_t company;               /* other services on that network of its own which has most */
};

struct sw_subject_row {
	enum sw_subject_kind kind;
	struct sw_str id;     /* stable: build:api/Dockerfile#final, compose:compose.yaml#api, image:docker.io/library/redis:7 */
	struct sw_str name;   /* short, for people */
	struct sw_span at;    /* where it is declared */
	const struct sw_target *target;         /* BUILD */
	const struct sw_service *service;       /* WORKLOAD */
	const struct sw_image_use *image;       /* IMAGE: the first use */
	const struct sw_deployment *deployment; /* DEPLOYMENT, NETWORK, VOLUME, WORKLOAD */
	const struct sw_network *network;
	const struct sw_volume *volume;
};

struct sw_system {
	struct sw_sources sources;           /* of all fact sets, in order of path */
	SW_VEC(struct sw_factset *) factsets; /* sorted by path */
	SW_VEC(struct sw_subject_row) subjects; /* [0] unused */
	SW_VEC(const struct sw_target *) targets;
	SW_VEC(const struct sw_service *) services;
	SW_VEC(struct sw_secret_fact) secrets; /* of all fact sets, sorted by span */
	struct sw_hidden_list hidden;        /* of all sources, secrets included; sorted by span, without overlap */
	bool unsearched;                     /* `hidden` was not filled: no text of a source may be shown */
	struct sw_diags diags;               /* of all fact sets and of the join */
	enum sw_tri updater;                 /* a file that configures an updater of images stands in the target; unknown: not looked */
	const struct sw_config *config;      /* never NULL; empty when none was given */
};

const char *sw_subject_kind_name(enum sw_subject_kind kind);

static inline const struct sw_subject_row *sw_subject_get(const struct sw_system *system, sw_subject subject) {
	return &system->subjects.v[subject];
}
