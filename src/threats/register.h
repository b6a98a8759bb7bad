/* The register: the catalogue's threats on the elements of one diagram, each with a state that evidence decides, a
 * priority that is a lookup, and the cards, stories and lines that people read. Made by threats/register.c. */
#pragma once
#include "facts/config.h"
#include "knowledge/catalogue.h"
#include "knowledge/predicate.h"

enum sw_state {
	SW_STATE_NOT_APPLICABLE, /* rule 1 */
	SW_STATE_NOT_STARTED,    /* rule 2: nothing is known about the element */
	SW_STATE_MITIGATED,      /* rule 3 */
	SW_STATE_OPEN,           /* rule 4 */
	SW_STATE_WEAK,           /* rule 5 */
	SW_STATE_NEEDS_EVIDENCE, /* rule 6 */
};

/* One control or weakness that was looked at for a row. */
struct sw_evidence {
	struct sw_str name;          /* check id, or fact */
	enum sw_tri holds;           /* control: it stops; weakness: it is there */
	bool presumed;
	enum sw_strength strength;
	struct sw_str text;          /* for people: "user: 10001 (Dockerfile:7)" */
	struct sw_span at;
	const struct sw_finding *finding; /* weakness: the finding, else NULL */
};

typedef SW_VEC(struct sw_evidence) sw_evidences;
typedef SW_VEC(struct sw_str) sw_strings;

/* How a decision stands on the day of the report. */
enum sw_standing {
	SW_STANDING_IN_FORCE,
	SW_STANDING_PENDING,      /* it waits: for an approval, for its day, for the change that brings it */
	SW_STANDING_EXPIRED,
	SW_STANDING_UNCOVERED,    /* a check fails that it does not cover */
	SW_STANDING_CONTRADICTED, /* it claims what a failing check refutes */
	SW_STANDING_NO_EFFECT,    /* incomplete, too long, or about nothing that is there */
};

struct sw_threat {
	const struct sw_threat_kind *kind;
	struct sw_str id;            /* stable: THREAT@ELEMENT-ID */
	uint32_t element;            /* of the diagram: the highest that decides it */
	int32_t flow;                /* its carrier; -1 when the diagram has none */
	enum sw_state state;
	uint8_t rule;                /* 1 … 6: which rule of the states decided */
	bool presumed;               /* shown as "?" */
	enum sw_strength strength;   /* MITIGATED */
	enum sw_severity priority;
	uint8_t likelihood, impact;  /* 1 … 4 */
	struct sw_str priority_why;  /* "high = one step (web:80 is published) × other workloads; …" */
	struct sw_str why;           /* the rule in words, with values */
	struct sw_str needs;         /* NEEDS_EVIDENCE: the command that would get it */
	sw_evidences conditions; /* what `when` looked at */
	sw_evidences weaknesses; /* raised-by, those that fail or are unknown */
	sw_evidences controls;   /* what stopped-by looked at */
	uint16_t hardened, hardenings;         /* n of m */
	SW_VEC(uint32_t) used_by;    /* elements that inherit a lifted row */
	const struct sw_override *override; /* what gave it another priority, or NULL */
	const struct sw_override *silence;  /* why it has no card and the gate passes it by, or NULL */
	const struct sw_decision *decision; /* what people decided about it, or NULL */
	enum sw_standing standing;   /* of that decision */
	struct sw_str standing_why;  /* in words; empty: in force */
	bool decision_expired;       /* it is not in force */
	struct sw_str since;         /* YYYY-MM-DD: since when it is in this state, by register.lock; empty: not known, or mitigated */
	uint32_t overdue;            /* OPEN, without a decision in force: days beyond the time that its priority allows; 0 where it is silenced */
	sw_strings latched;          /* fingerprints of secrets that stood here and were not rotated, from register.lock */
	struct sw_str owner;
	uint32_t card;               /* of the register; UINT32_MAX: folded into a line instead */
	bool is_new;                 /* not in the baseline in this state; true without one */
};

/* Rows with the same threat, state, priority, failing checks and decision. */
struct sw_card {
	const struct sw_threat_kind *kind;
	enum sw_state state;
	bool presumed;
	enum sw_severity priority;
	SW_VEC(uint32_t) threats;   /* of the register */
	SW_VEC(const struct sw_finding *) findings; /* the failing checks' findings, each once */
	const struct sw_decision *decision;
};

/* Entry → weakness → asset, with one fix. */
struct sw_story {
	enum sw_severity priority;
	uint32_t card;
	struct sw_str title;  /* "otel-collector:4317 → engine socket → host" */
	struct sw_str text;   /* two sentences */
	struct sw_str fix;    /* one imperative line */
	struct sw_span at;    /* where the fix goes */
};

/* "9 of 9 workloads lack …": a practice that most lack is one line. */
struct sw_lack {
	const struct sw_check *check;
	uint32_t lacking, of;
	bool presumed; /* any of them only presumed */
};

struct sw_register {
	const struct sw_diagram *diagram;
	SW_VEC(struct sw_threat) threats; /* by element, then in the catalogue's order */
	SW_VEC(struct sw_card) cards;     /* by state and priority: what to read first is first */
	SW_VEC(struct sw_story) stories;  /* up to five */
	SW_VEC(struct sw_lack) lacks;     /* the baseline line */
	sw_strings unseen;   /* "engine", "host", "registry" … and how to look: the "not seen" line */
	sw_strings assumptions; /* the platform profile's statements and the configuration's */
	uint32_t counts[SW_STATE_NEEDS_EVIDENCE + 1]; /* rows by state */
	uint32_t without_owner;
};

const char *sw_standing_name(enum sw_standing standing); /* kebab case */
/* Which of the six rules decides, the first that fits: whether the row's condition holds, something is known about its
 * element, a weakness is proven, and what stops it is there. */
unsigned sw_state_rule(enum sw_tri applies, bool seen, bool weakness, enum sw_tri stopped);
enum sw_state sw_state_of_rule(unsigned rule); /* 1 … 6 */

const char *sw_state_name(enum sw_state state);       /* kebab case */
const char *sw_state_title(enum sw_state state);      /* "Needs evidence" */
const char *sw_state_tmt(enum sw_state state);        /* the Threat Modeling Tool's word: "Not Started", … */
