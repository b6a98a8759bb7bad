/* What is known about images by their names: which ones Docker publishes itself, which of those are no longer kept up,
 * and what well-known software is inside. Rows stand in data/official-images.toml, data/official-tags.toml and
 * data/images.toml, each with its date. A name is a hint about what is inside, not proof. */
#pragma once
#include "base/diag.h"
#include "facts/image.h"

enum sw_official {
	SW_OFFICIAL_NO,      /* not among Docker's own images */
	SW_OFFICIAL_YES,
	SW_OFFICIAL_MARKED,  /* still published, documented as deprecated */
	SW_OFFICIAL_GONE,    /* no longer built; old versions can still be pulled */
	SW_OFFICIAL_UNKNOWN, /* the name is not certain */
};

enum sw_official sw_image_official(const struct sw_image_ref *ref);
/* What its documentation names in the place of a retired image; NULL: nothing is known. */
const char *sw_image_instead(const struct sw_image_ref *ref);

/* Whether an official image's tag is still rebuilt. A reference without tag means latest. */
enum sw_tag_state {
	SW_TAG_UNKNOWN,  /* not an official image, or its name or tag is not certain */
	SW_TAG_BUILT,
	SW_TAG_NOT_BUILT, /* no longer rebuilt, or it never was there */
};
enum sw_tag_state sw_image_tag_state(const struct sw_image_ref *ref);
/* Whether the tag begins with a number above all that the list has for the image: it may be newer than the list. */
bool sw_image_tag_newer(const struct sw_image_ref *ref);

/* Date of the two lists above as they are built in, and as they are used, YYYY-MM-DD. */
extern const char sw_official_date[];
struct sw_str sw_official_date_used(void);
/* Days after which the lists count as old. */
enum { SW_OFFICIAL_OLD_DAYS = 180 };

/* Lists that a person gives in the place of those that are built in. Text: one line an image, NAME, a tab and its tags
 * with a blank or comma between them, or a line for each tag; "NAME<tab>!marked" and "NAME<tab>!gone" for retired ones;
 * "# date YYYY-MM-DD" for its date, without which its age is not known; other lines that begin with '#' are remarks. A
 * list without any image is an error, and the result is NULL. */
struct sw_official_lists;
const struct sw_official_lists *sw_official_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags);
/* From now on all questions are answered from `lists`, which must live as long; NULL: from what is built in. The run calls
 * it before anything is judged. */
void sw_official_use(const struct sw_official_lists *lists);

enum sw_image_role {
	SW_ROLE_UNKNOWN,
	SW_ROLE_RELATIONAL,   /* stores */
	SW_ROLE_KEY_VALUE,
	SW_ROLE_DOCUMENT,
	SW_ROLE_SEARCH,
	SW_ROLE_OBJECT,
	SW_ROLE_TIME_SERIES,
	SW_ROLE_GRAPH,
	SW_ROLE_QUEUE,
	SW_ROLE_COORDINATOR,  /* etcd, ZooKeeper, Consul */
	SW_ROLE_CACHE,
	SW_ROLE_PROXY,        /* forwards requests of others */
	SW_ROLE_WEB,          /* web and application servers */
	SW_ROLE_MONITORING,
	SW_ROLE_ENGINE_CLIENT, /* made to drive a container engine */
	SW_ROLE_REGISTRY,
	SW_ROLE_IDENTITY,     /* logins */
	SW_ROLE_SECRETS,      /* secret stores */
	SW_ROLE_ADMIN_UI,     /* administers a store */
	SW_ROLE_BUILDER,      /* CI and build tools */
	SW_ROLE_BASE,         /* an operating system or language to build on */
};

enum { SW_IMAGE_MOST_PORTS = 6 };

struct sw_image_fact {
	const char *name;   /* last part, or last parts, of the repository: "postgres", "prom/prometheus" */
	const char *title;  /* "PostgreSQL" */
	enum sw_image_role role;
	uint16_t ports[SW_IMAGE_MOST_PORTS]; /* it listens on by default; 0 ends */
	const char *data;   /* default folder of what it stores; NULL: it stores nothing, or not known */
};

/* The row that fits the last parts of the repository, or NULL. Two-part names win over one-part names. */
const struct sw_image_fact *sw_image_fact(const struct sw_image_ref *ref);

/* The user that the image's configuration names, where it is certain: exactly the published image (no mirror or fork of
 * the same name) in a version that was still built at the facts' date. "root" where it names none. NULL: not known.
 * *becomes (may be NULL): the user that its own entrypoint switches to before it starts the image's program, when it is
 * started as root without another command; NULL: it does not. */
const char *sw_image_user(const struct sw_image_ref *ref, const char **becomes);

/* Folders that the image is known to write to besides its volumes, divided by blanks; empty: nothing is known. */
const char *sw_image_writes(const struct sw_image_ref *ref);
/* A command that the image brings along and that asks the server in its own container for the page at /; "{port}" stands
 * in it for the port. NULL: none is known. */
const char *sw_image_asks(const struct sw_image_ref *ref);

/* Date of the facts about users, YYYY-MM-DD. */
extern const char sw_image_users_date[];

/* Whether the role keeps data. */
bool sw_role_stores(enum sw_image_role role);
/* For people: "relational database". */
const char *sw_role_words(enum sw_image_role role);
