/* The catalogue of threats, of attackers, and the lines of the founding documents that they answer to. Reviewable data
 * in data/threats.toml and data/attackers.toml, compiled into constant tables. The catalogue alone says which checks
 * raise, stop and harden. */
#pragma once
#include "facts/diagram.h"
#include "facts/verdict.h"

#define SW_MOST_NAMES 24

/* One row of the catalogue. */
struct sw_threat_kind {
	const char *id;          /* kebab case: engine-socket-in-container */
	const char *title;       /* one line */
	const char *group;       /* image, registry, host, runtime, network, orchestration */
	const char *describe;    /* what happens and what it leads to; "{on}" stands for the element's name */
	const char *action;      /* what to do, for the register's action items */
	unsigned stride;         /* bits of enum sw_stride, the first letter's is the main one */
	char main_letter;        /* S T R I D E: its column in the matrix */
	uint16_t cwe[4];         /* 0 ends */
	uint32_t on;             /* bits 1 << enum sw_element_kind: elements it is about */
	const char *carrier;     /* kind of flow that carries it, for models that know threats on flows only */
	const char *when;        /* predicate: the threat applies at all; empty: always */
	const char *stopped_by;  /* predicate over controls; never empty */
	const char *raised_by[SW_MOST_NAMES];   /* check ids; NULL ends */
	const char *hardened_by[SW_MOST_NAMES]; /* check ids that help and never decide */
	const char *seeds[SW_MOST_NAMES];       /* lines of the founding documents: "000:9", "004:21", "NT-a1" */
	const char *start;       /* where an attacker starts, which gives the likelihood: see threats/priority.c */
	const char *reach;       /* what is reached, which gives the impact: see threats/priority.c */
	const char *needs;       /* command that would get missing evidence */
	const char *formerly[4]; /* ids it had before; NULL ends */
	uint32_t number;         /* its place in the catalogue; rows of a project's own come behind */
	bool own;                /* a row of the project's own configuration: threats/own.h */
	bool latched;            /* once open it stays so when its place is gone, until a decision says that it was rotated */
};

extern const struct sw_threat_kind sw_threat_kinds[];
extern const size_t sw_threat_kind_count;

/* A sentence of a row in which "{on}" is `on`. */
struct sw_str sw_threat_sentence(struct sw_arena *arena, const char *text, struct sw_str on);

/* The row called `id`, or NULL. */
const struct sw_threat_kind *sw_threat_kind_of(struct sw_str id);
/* What decides of a row, and of all rows: 16 digits of a digest. */
struct sw_str sw_threat_kind_digest(struct sw_arena *arena, const struct sw_threat_kind *kind);
struct sw_str sw_catalogue_digest(struct sw_arena *arena);

/* A profile of attackers. */
struct sw_attacker {
	const char *id, *title;
	const char *goals;
	const char *methods;
	const char *start;       /* where they stand at the beginning, as in struct sw_threat_kind */
	uint8_t likelihood;      /* steps as in the lookup table: 4 now and from outside … 1 needs more than a foothold */
};

extern const struct sw_attacker sw_attackers[];
extern const size_t sw_attacker_count;
