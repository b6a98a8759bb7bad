/* What the parts of the register's making share; private to threats/. */
#pragma once
#include "base/map.h"
#include "threats/register.h"

typedef SW_VEC(uint32_t) sw_numbers;
struct sw_element_index;

struct sw_judge {
	struct sw_arena *arena;
	const struct sw_system *system;
	const struct sw_findings *findings;
	const struct sw_decisions *decisions; /* may be NULL */
	struct sw_str date;                   /* YYYY-MM-DD */
	struct sw_diags *diags;
	struct sw_map checks;                 /* check id → struct sw_verdict_range * */
	struct sw_map sites;                  /* check id and place → const struct sw_finding * */
	const struct sw_threat_kind **kinds;  /* the catalogue, and behind it the project's own rows */
	size_t kind_count;
	struct sw_predicate **when, **stopped; /* of each of them; NULL: always */
	bool *overridden;                     /* of each override of the configuration: some row is its */
	const struct sw_diagram *diagram;     /* the one at hand */
	uint32_t *element_of;                 /* subject → index + 1 of its workload or build in that diagram; 0: not there */
	struct sw_element_index *index;       /* of each element of that diagram */
	struct sw_map decided;                /* THREAT@ON → struct sw_decision_list *, in the file's order */
	struct sw_map code_owners;            /* path → struct sw_str *, what was asked before */
	struct sw_map first_flow;             /* last part of a flow's id → index + 1 of the first such flow */
};

/* What is asked about an element again and again. */
struct sw_element_index {
	sw_numbers users; /* workloads that use an image or build, mount a store, are members of a network; a workload itself */
	sw_numbers flows; /* that begin or end here */
	const struct sw_flow *published; /* first flow from beyond the host; NULL: none */
};

/* Fills checks and sites from the findings. */
void sw_judge_index(struct sw_judge *judge);
/* Makes `diagram` the one at hand. */
void sw_judge_diagram(struct sw_judge *judge, const struct sw_diagram *diagram);

/* Verdicts of one check, in order of subject. */
struct sw_verdict_range {
	size_t first, count;
};

/* The verdict of the range about one subject; NULL: none. */
const struct sw_verdict *sw_judge_verdict(const struct sw_judge *judge, const struct sw_verdict_range *range, sw_subject subject);

/* The verdicts of check `id` that speak about the element, called one by one. */
typedef void sw_verdict_fn(void *context, const struct sw_verdict *verdict);
void sw_judge_verdicts(const struct sw_judge *judge, const struct sw_element *element, struct sw_str check,
		       sw_verdict_fn *each, void *context);
/* The finding that a failing site became. */
const struct sw_finding *sw_judge_finding(const struct sw_judge *judge, const struct sw_verdict *verdict, const struct sw_site *site);

/* A fact about an element (fact:NAME), or an assumption (assume:KEY); *text says what was seen, for people. */
struct sw_truth sw_judge_fact(const struct sw_judge *judge, const struct sw_element *element, struct sw_str name,
			      struct sw_str *text, struct sw_span *at);
struct sw_truth sw_judge_assumption(const struct sw_judge *judge, struct sw_str key, struct sw_str *text, struct sw_span *at);

/* The kinds of elements that fact:NAME may be asked about, bits 1 << enum sw_element_kind; 0: there is no such fact. */
uint32_t sw_judge_fact_elements(struct sw_str name);

/* Decides state, why, weaknesses and controls of a row. `index` is the row's in the catalogue. */
void sw_judge_state(const struct sw_judge *judge, struct sw_threat *threat, size_t index);
/* Likelihood, impact and priority of a row whose state is decided. */
void sw_judge_priority(const struct sw_judge *judge, struct sw_threat *threat);
/* What the configuration says of a row: another priority, or silence. After its priority. */
void sw_judge_override(const struct sw_judge *judge, struct sw_threat *threat);
/* Tells of overrides that have ended, and of those that no row is of. */
void sw_judge_overrides_left(const struct sw_judge *judge);
/* Fills `decided` from the decisions. */
void sw_judge_index_decisions(struct sw_judge *judge);
/* Attaches what people decided, and says where a decision no longer holds. */
void sw_judge_decision(const struct sw_judge *judge, struct sw_threat *threat);
/* Since when a row is in its state, how long it may be, and whether it is held open: after state and priority. */
void sw_judge_latch(const struct sw_judge *judge, struct sw_threat *threat);
void sw_judge_time(const struct sw_judge *judge, struct sw_threat *threat);
/* Who answers for a row whose evidence and decision are known. */
struct sw_str sw_judge_owner(struct sw_judge *judge, const struct sw_threat *threat);
/* Cards, stories, the baseline line, the "not seen" line and the counts of a register whose rows are judged. */
void sw_register_fold(const struct sw_judge *judge, struct sw_register *all);

/* Whether an element's rows are about all that runs: the host's, the registry's and the repository's are. */
bool sw_judge_wide(const struct sw_element *element);
/* Workloads that an element's rows are about; for wide elements the list is empty and means all. */
const sw_numbers *sw_judge_users(const struct sw_judge *judge, const struct sw_element *element);
/* Whether a workload is published beyond loopback; *at and *port (may be NULL) say where. */
bool sw_judge_published(const struct sw_judge *judge, const struct sw_element *workload, const struct sw_flow **flow);
