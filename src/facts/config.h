/* What people said about the system: `.strideward.yaml` (which images are allowed, annotations of the model, the gate)
 * and `.strideward/decisions.yaml` (what they decided about threats). Claims, not evidence; each with its place, so that
 * whatever follows from one can point at it. Filled by readers/config; read by system, checks, threats and policy. */
#pragma once
#include "base/map.h"
#include "base/source.h"
#include "base/vec.h"

/* A scalar and where it is written; empty with the zero span when it is not there. */
struct sw_text_at {
	struct sw_str text;
	struct sw_span at;
};

typedef SW_VEC(struct sw_text_at) sw_texts;

/* ---- images: who may publish what is used ---- */

struct sw_allow_tag {
	struct sw_str glob; /* '*' many, '?' one character */
	bool negated;       /* "!latest": no tag that matches is allowed */
	struct sw_span at;
};

/* How a signature must have been made; checked by whoever verifies signatures. */
struct sw_allow_signature {
	bool present;
	struct sw_text_at type; /* cosign, sigstore, notation */
	struct sw_text_at key, identity, issuer, subject;
	struct sw_span at;
};

/* How a rule's pattern is compared. Lists of other tools keep their own meaning. */
enum sw_allow_form {
	SW_ALLOW_PARTS,    /* whole parts of the complete name */
	SW_ALLOW_PREFIX,   /* Gatekeeper: the reference begins with this text, wherever a part ends */
	SW_ALLOW_TEXT,     /* Gatekeeper, second version: the whole reference, '*' for any text */
	SW_ALLOW_REGISTRY, /* hadolint: the host; '*' at one end */
	SW_ALLOW_SCOPE,    /* policy.json: a host, a path of whole parts, or one reference */
};

struct sw_allow_rule {
	enum sw_allow_form form;
	struct sw_str written;  /* pattern as written */
	struct sw_str pattern;  /* complete and normalised: docker.io/library/debian, ghcr.io/org/(any part) */
	struct sw_span at;      /* the pattern */
	struct sw_span body;    /* the whole rule */
	SW_VEC(struct sw_allow_tag) tags; /* none: every tag */
	sw_texts digests;       /* none: every digest; else the only ones */
	bool need_digest, need_signature;
	struct sw_allow_signature signature;
	struct sw_text_at until;  /* last day it holds, YYYY-MM-DD; empty: no end */
	struct sw_text_at reason;
	bool deny;
};

enum sw_allow_default { SW_ALLOW_DENY, SW_ALLOW_WARN };

struct sw_allowlist {
	bool present;                /* `images:` is there at all */
	struct sw_span at;
	enum sw_allow_default otherwise; /* what no rule matches */
	struct sw_span otherwise_at;
	bool official;               /* images that Docker itself publishes, and that are kept up, are allowed */
	struct sw_span official_at;
	SW_VEC(struct sw_allow_rule) rules;
};

/* ---- model: annotations ---- */

struct sw_model_deployment {
	struct sw_text_at name;
	sw_texts files; /* in the order in which later ones replace parts of earlier ones */
};

struct sw_model_data {
	struct sw_text_at name;
	struct sw_text_at class; /* public, internal, confidential, restricted */
};

struct sw_model_service {
	struct sw_text_at name;
	sw_texts stores;            /* names of data */
	struct sw_text_at owner;
	struct sw_text_at exposure; /* host, private, internet */
};

struct sw_model_flow {
	struct sw_text_at from, to;
	bool tls_said, tls;
	bool absent;           /* it is claimed that the flow does not exist */
	struct sw_text_at why;
	struct sw_span at;
};

struct sw_model_assumption {
	struct sw_text_at key;   /* engine.userns-remap */
	struct sw_text_at value;
	struct sw_text_at owner, until, why;
	struct sw_span at;
};

struct sw_model {
	SW_VEC(struct sw_model_deployment) deployments;
	SW_VEC(struct sw_model_data) data;
	SW_VEC(struct sw_model_service) services;
	SW_VEC(struct sw_model_flow) flows;
	SW_VEC(struct sw_model_assumption) assumptions;
};

/* A label that images must have, and what it holds: text, url, semver, hash, rfc3339, spdx, email; empty: text. */
struct sw_label_wish {
	struct sw_text_at name, type;
};

/* ---- about: the words on the first page of a model ---- */

struct sw_about {
	struct sw_text_at name, owner, reviewer, description;
	sw_texts contributors, assumptions, dependencies; /* dependencies: outside the system, that it relies upon */
};

/* ---- owners and approvers ---- */

struct sw_team {
	struct sw_text_at of, team; /* of: a deployment's name */
};

/* Who is accountable where no annotation and no CODEOWNERS says so. */
struct sw_owners {
	struct sw_text_at platform;  /* rows about base images, the engine, the host, registries */
	struct sw_text_at otherwise; /* all other rows */
	SW_VEC(struct sw_team) deployments;
};

/* Who may approve: risk owners what is critical, security what is high; a list that is empty allows everybody. */
struct sw_approvers {
	sw_texts risk, security;
};

/* ---- CODEOWNERS: who is responsible for which files; readers/config/codeowners.c ---- */

struct sw_code_rule {
	struct sw_str pattern; /* as written, escapes taken out */
	struct sw_str owners;  /* as written, one blank between them; empty: nobody */
	uint32_t section;      /* the last rule that matches counts, in each section */
	bool anchored;         /* from the top; else at any depth */
	bool folder;           /* only folders, and what is in them */
	bool excluded;         /* "!": nobody of this section */
	struct sw_span at;
};

struct sw_codeowners {
	bool present;
	SW_VEC(struct sw_code_rule) rules;
	uint32_t sections;     /* 1 where the file has none */
};

/* ---- register.lock: since when rows are not mitigated; readers/config/lock.c ---- */

struct sw_lock_row {
	struct sw_str id;      /* THREAT@ELEMENT */
	struct sw_str state;   /* open, weak, needs-evidence, not-started */
	struct sw_str since;   /* YYYY-MM-DD */
	sw_texts latched;      /* fingerprints of what stays open when its place is gone: committed secrets */
	struct sw_span at;
};

struct sw_lock {
	bool present;
	SW_VEC(struct sw_lock_row) rows;
	struct sw_map by_id;   /* id → index + 1 */
};

/* ---- reviews: who looked at the model as a whole, and what it was then; readers/config/reviews.c ---- */

struct sw_sign_off {
	struct sw_text_at reviewer, date, digest;
	sw_texts system;       /* "element ID", "boundary ID", "flow ID" (external ones), sorted */
	struct sw_span at;
};

struct sw_reviews {
	bool present;
	SW_VEC(struct sw_sign_off) v; /* the last one counts */
};

/* ---- catalogue: rows of the project's own, and what it changes about rows ---- */

struct sw_threat_kind; /* knowledge/catalogue.h */

/* As written; threats/own.c makes a row of the catalogue of it. */
struct sw_own_threat {
	struct sw_text_at id, title, stride, when, stopped_by, describe, action, needs, start, reach;
	sw_texts on, cwe, raised_by, hardened_by, seeds;
	struct sw_span at;
};

/* What is said about rows, for a time: another priority, or that they are not to be told. Never a state. */
struct sw_override {
	struct sw_text_at threat, on; /* globs; empty: every one */
	struct sw_text_at priority;   /* info, low, medium, high, critical; empty: as the catalogue says */
	bool silence;                 /* no card, and nothing to the gate */
	struct sw_text_at reason, until;
	struct sw_span at;
};

struct sw_own_catalogue {
	SW_VEC(struct sw_own_threat) threats;
	SW_VEC(struct sw_override) overrides;
	SW_VEC(const struct sw_threat_kind *) kinds; /* of the threats that are right: made after reading, by threats/own.c */
};

/* ---- secrets: values that are none, whatever they look like; readers/config/secrets.c ---- */

struct sw_allowed_secret {
	struct sw_text_at fingerprint, reason;
	struct sw_span at;
};

struct sw_config {
	bool present;              /* a file was read */
	struct sw_text_at platform; /* platform profile; empty: the default one */
	struct sw_text_at profile; /* of checks: default, quality, all; empty: not said */
	struct sw_text_at gate;    /* none, info, low, medium, high, critical; empty: not said */
	struct sw_allowlist images;
	struct sw_allowlist policy; /* the file that --policy names: an image must pass both */
	struct sw_model model;
	struct sw_about about;
	struct sw_owners owners;
	struct sw_approvers approvers;
	struct sw_own_catalogue catalogue;
	SW_VEC(struct sw_allowed_secret) allowed_secrets;
	struct sw_codeowners codeowners; /* files of their own: read apart */
	struct sw_lock lock;
	struct sw_reviews reviews;
	SW_VEC(struct sw_label_wish) labels; /* of hadolint\'s label-schema */
	bool strict_labels;        /* and no others */
};

/* ---- decisions ---- */

enum sw_decision_kind {
	SW_DECIDE_NONE, /* missing or not understood: the decision has no effect */
	SW_DECIDE_ACCEPT, SW_DECIDE_TRANSFER, SW_DECIDE_DEFER, SW_DECIDE_CLAIM, SW_DECIDE_NOT_APPLICABLE,
	SW_DECIDE_FALSE_POSITIVE, SW_DECIDE_ROTATED,
};

struct sw_decision {
	enum sw_decision_kind kind;
	struct sw_text_at threat;      /* id in the catalogue */
	struct sw_text_at on;          /* id of the element */
	sw_texts covers;               /* fingerprints of the failing checks that were known */
	struct sw_text_at reason;
	struct sw_text_at residual;    /* priority that remains: info, low, medium, high, critical */
	struct sw_text_at owner;       /* accountable team */
	struct sw_text_at by, approved_by;
	struct sw_text_at ticket;
	struct sw_text_at made, until, review; /* YYYY-MM-DD */
	struct sw_text_at link, digest; /* evidence */
	struct sw_span at;             /* the whole entry */
	bool proposed;                 /* it comes with the change that is judged, and does not stand in the protected revision */
	bool valid;                    /* complete and without contradiction; only such ones have an effect */
};

struct sw_decisions {
	bool present;
	SW_VEC(struct sw_decision) v;
};

/* "accept", "not-applicable", …; "none". */
const char *sw_decision_kind_name(enum sw_decision_kind kind);
/* SW_DECIDE_NONE when it is none. */
enum sw_decision_kind sw_decision_kind_of(struct sw_str name);

/* The texts with `between` between them. */
struct sw_str sw_texts_join(struct sw_arena *arena, const sw_texts *texts, const char *between);
/* What the configuration says of the value with this fingerprint: that it is no secret, and why; NULL: nothing. Asked when
 * hits are told, never when files are read: what a layer holds is kept over many runs. */
const struct sw_allowed_secret *sw_secret_allowed(const struct sw_config *config, struct sw_str fingerprint);
/* The line about row `id`, or NULL. */
const struct sw_lock_row *sw_lock_find(const struct sw_lock *lock, struct sw_str id);
