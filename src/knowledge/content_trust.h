/* Whether Docker's content trust does anything for one command: by the version of the client, the builder, how the image
 * is named, the trust server and the day. Dates and sources stand in data/seeds.toml beside the lines that ask for it. */
#pragma once
#include "facts/settings.h"

enum sw_trust_effect {
	SW_TRUST_UNKNOWN, /* evidence is missing */
	SW_TRUST_ACTS,    /* signatures are looked at, and what has none is refused */
	SW_TRUST_INERT,   /* nothing is looked at, or nothing can be */
};

struct sw_trust_question {
	enum sw_docker_act act;
	unsigned client;        /* major version of the docker command; 0: not known */
	enum sw_tri buildkit;   /* DOCKER_BUILDKIT; unknown: not set */
	const struct sw_image_ref *ref; /* PULL, RUN, PUSH; NULL or without name: not known */
	struct sw_str server;   /* DOCKER_CONTENT_TRUST_SERVER; empty: not set */
	bool server_known;      /* false with a server: a variable is left in it */
	struct sw_str date;     /* YYYY-MM-DD */
};

struct sw_trust_answer {
	enum sw_trust_effect effect;
	const char *why; /* a clause: "the client is Docker CLI 29 or newer, which …"; UNKNOWN: what would decide */
};

/* For a command with content trust switched on. OTHER and TRUST ask for nothing that it could refuse: ACTS. */
struct sw_trust_answer sw_trust_effect(const struct sw_trust_question *question);

/* How Docker reads DOCKER_CONTENT_TRUST: false only for what Go reads as false; any other text, "yes" or "off", is true.
 * The empty text is no. */
bool sw_trust_switched_on(struct sw_str value);

/* The major version in "28.1.1", "v27", "5:20.10.24~3-0~debian", "docker24", "28-dind"; 0: there is none. */
unsigned sw_docker_major(struct sw_str text);
/* The version of the docker command in Docker's own image of it ("docker:28-dind"); 0: another image, or no version. */
unsigned sw_docker_image_major(const struct sw_image_ref *ref);

/* The last major version that reads the setting. */
enum { SW_TRUST_LAST_CLIENT = 28, SW_BUILDKIT_CLIENT = 23 };
