/* The data-flow diagram: elements, the boundaries that a fact enforces, and flows graded by what shows them. Made by
 * system/diagram.c from the joined system; read by threats and reports. One diagram a deployment. */
#pragma once
#include "facts/system.h"

enum sw_element_kind {
	SW_ELEMENT_CLIENT,     /* whoever reaches a published port */
	SW_ELEMENT_OPERATOR,   /* whoever drives the engine */
	SW_ELEMENT_PUBLISHER,  /* whoever publishes images or sources that are fetched */
	SW_ELEMENT_REGISTRY,
	SW_ELEMENT_REPOSITORY, /* the project's files */
	SW_ELEMENT_BUILD,
	SW_ELEMENT_IMAGE,
	SW_ELEMENT_ENGINE,
	SW_ELEMENT_KERNEL,     /* of the host */
	SW_ELEMENT_WORKLOAD,
	SW_ELEMENT_STORE,      /* a volume or host path that holds data */
	SW_ELEMENT_NETWORK,    /* a container network: drawn as a boundary, an element for its threats */
};

enum sw_shape { SW_SHAPE_EXTERNAL, SW_SHAPE_PROCESS, SW_SHAPE_STORE };

struct sw_element {
	struct sw_str id;          /* stable: the subject's id, or element:client */
	struct sw_str name;
	enum sw_element_kind kind;
	enum sw_shape shape;
	int32_t boundary;          /* innermost boundary it is drawn in; -1: none */
	sw_subject subject;        /* 0: structural */
	const struct sw_service *service; /* WORKLOAD */
	struct sw_str role;        /* what it is by its image: "relational database", "reverse proxy"; empty: not known */
	bool stores_data;          /* it is, or writes to, a store */
	bool register_only;        /* has threats and is not drawn: an image, a Dockerfile, a network */
	bool seen;                 /* facts about it were given; false: engine, host, registry that nobody looked at */
	struct sw_str owner;       /* from annotations; empty: none */
	struct sw_str exposure;    /* from annotations: host, private, internet; empty: none */
	struct sw_str data;        /* classes of data it stores, from annotations, comma-separated; empty: none */
	uint8_t classification;    /* enum sw_data_class of the most valuable of them */
};

enum sw_data_class { SW_DATA_UNCLASSIFIED, SW_DATA_PUBLIC, SW_DATA_INTERNAL, SW_DATA_CONFIDENTIAL, SW_DATA_RESTRICTED };

enum sw_boundary_kind {
	SW_BOUNDARY_OUTSIDE, /* whoever is not on the host: published ports lead here */
	SW_BOUNDARY_HOST,
	SW_BOUNDARY_NETWORK, /* a container network */
	SW_BOUNDARY_SUPPLY,  /* registries and publishers */
	SW_BOUNDARY_BUILD,   /* where images are built */
};

struct sw_boundary {
	struct sw_str id, name;
	enum sw_boundary_kind kind;
	int32_t parent;      /* -1: none */
	struct sw_span at;   /* the fact that enforces it */
};

/* What shows that two elements talk. Order is strength. */
enum sw_grade { SW_GRADE_CLAIMED, SW_GRADE_GUESSED, SW_GRADE_CONFIGURED, SW_GRADE_OBSERVED, SW_GRADE_STRUCTURAL };

struct sw_flow {
	struct sw_str id;         /* stable: FROM->TO:PORT or FROM->TO:what */
	uint32_t from, to;        /* elements; from opens the connection */
	enum sw_grade grade;
	struct sw_str label;      /* "HTTPS 443", "reads /data", "pulls redis:7" */
	struct sw_str protocol;   /* http, https, postgres, redis, file, socket, …; empty: not known */
	uint16_t port;            /* 0: none */
	enum sw_tri encrypted;
	bool carrier_only;        /* carries threats of elements and is not drawn */
	bool published;           /* crosses from outside through a published port */
	bool crosses;             /* from and to stand in different boundaries */
	bool absent;              /* an annotation says it is not there; stays listed */
	struct sw_span at;        /* the fact that shows it */
	struct sw_str why;        /* annotation's reason, or how it was derived, for people */
};

struct sw_diagram {
	const struct sw_deployment *deployment; /* NULL: only builds */
	sw_subject subject;                     /* of the deployment, or of the repository */
	struct sw_str id, name;
	SW_VEC(struct sw_element) elements;
	SW_VEC(struct sw_boundary) boundaries;
	SW_VEC(struct sw_flow) flows;
	SW_VEC(struct sw_str) blind;   /* what cannot be derived, one statement each */
};

/* Whether a workload stands on the network that an element of kind NETWORK is. */
bool sw_draws_on(const struct sw_diagram *diagram, const struct sw_element *workload, const struct sw_element *network);

const char *sw_grade_name(enum sw_grade grade);
const char *sw_element_kind_name(enum sw_element_kind kind);
const char *sw_boundary_kind_name(enum sw_boundary_kind kind);
