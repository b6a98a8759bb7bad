/* What the files of a repository say about Docker's content trust: where it is set, which commands it would reach, and
 * which client runs them. Filled by readers/settings from CI files, scripts and profiles, and from what Dockerfiles and
 * compose files set; judged by checks. */
#pragma once
#include "base/vec.h"
#include "facts/image.h"
#include "facts/value.h"

/* What kind of file it is: decides which commands a setting in it reaches. */
enum sw_settings_file {
	SW_SETTINGS_CI,         /* jobs and their commands */
	SW_SETTINGS_SCRIPT,     /* a shell script */
	SW_SETTINGS_PROFILE,    /* read by login shells: reaches whatever is typed later */
	SW_SETTINGS_DOTENV,     /* .env: read by Compose, to fill in variables */
	SW_SETTINGS_DOCKERFILE, /* reaches a client inside the image, never the build's own FROM */
	SW_SETTINGS_COMPOSE,    /* reaches a client inside the containers */
	SW_SETTINGS_TRUST,      /* a root.json of a local trust folder */
};

/* What a docker command does with images. */
enum sw_docker_act {
	SW_DOCKER_OTHER,   /* nothing that content trust could look at */
	SW_DOCKER_PULL,
	SW_DOCKER_RUN,     /* run and create: they pull what is not there */
	SW_DOCKER_BUILD,   /* by whichever builder is the default */
	SW_DOCKER_BUILDX,  /* by BuildKit, said explicitly */
	SW_DOCKER_COMPOSE,
	SW_DOCKER_PUSH,    /* signs */
	SW_DOCKER_TRUST,   /* docker trust: signs and shows, by its own code */
};

/* The part of a file for which settings hold: the file, a job, a step, a service. A setting reaches its own scope and
 * those below it. */
struct sw_settings_scope {
	int32_t parent; /* index; -1: the file itself */
	struct sw_str name; /* of the job or service; empty: none */
	struct sw_str client_image; /* complete name of the image that commands run in; empty: not said */
	uint16_t client;    /* major version of the docker command; 0: not said */
	struct sw_span client_at; /* what says so */
	enum sw_tri buildkit;     /* DOCKER_BUILDKIT */
	struct sw_str server;     /* DOCKER_CONTENT_TRUST_SERVER; empty: not said */
	bool server_known;        /* no variable is left in it */
};

/* DOCKER_CONTENT_TRUST=…, or --disable-content-trust of one command. */
struct sw_trust_setting {
	uint32_t scope;
	enum sw_tri on;      /* unknown: a variable gives the value */
	bool flag;           /* the option of a command */
	bool argument;       /* a build argument: no client reads it */
	bool standing;       /* commands that are not in the file can follow: a profile, an image's ENV */
	int32_t command;     /* index of the only command that it reaches; -1: all of its scope and those below */
	uint32_t from;       /* of commands of its own scope those from this index on */
	struct sw_span at;
};

struct sw_docker_command {
	uint32_t scope;
	enum sw_docker_act act;
	struct sw_image_ref ref; /* PULL, RUN, PUSH: the image; without name when it is not known */
	bool trust_said;         /* either form of that option is there, or the variable stands before the command */
	struct sw_span at;
};

/* A root certificate of a repository's trust data. */
struct sw_trust_root {
	struct sw_str gun;      /* the repository's complete name; empty: the file does not say */
	struct sw_str until;    /* last day on which any root certificate in it is valid, YYYY-MM-DD; empty: none is readable */
	struct sw_str expires;  /* of the metadata itself, YYYY-MM-DD; empty: not readable */
	struct sw_span at;
};

struct sw_settings {
	enum sw_settings_file file;
	SW_VEC(struct sw_settings_scope) scopes; /* [0] is the file */
	SW_VEC(struct sw_trust_setting) settings;
	SW_VEC(struct sw_docker_command) commands;
	SW_VEC(struct sw_trust_root) roots;
	bool incomplete; /* a part could not be read: another shell, a construct that is not followed */
};
