/* How decisions stand, and the terms that they have. */
#pragma once
#include "base/map.h"
#include "threats/register.h"

SW_VEC_TYPE(sw_decision_list, const struct sw_decision *);

/* Longest term of a decision in days, by priority. */
int sw_decision_term(enum sw_severity priority);
/* Days in which what is open is to be fixed, by priority; 0: no limit. */
int sw_fix_term(enum sw_severity priority);
/* Whether a fingerprint is among those that the decision covers; of the two the shorter one decides, from 16 digits on. */
bool sw_decision_covers(const struct sw_decision *decision, struct sw_str fingerprint);
/* Why a decision of that priority waits for an approval, or NULL. */
const char *sw_decision_wants(const struct sw_approvers *approvers, const struct sw_decision *decision, enum sw_severity priority);

/* How a decision about `threat` stands on `date`; *why in words, empty when it is in force. */
enum sw_standing sw_decision_standing(struct sw_arena *arena, const struct sw_approvers *approvers, const struct sw_decision *decision,
				      const struct sw_threat *threat, struct sw_str date, struct sw_str *why);

/* THREAT@ON → struct sw_decision_list *. */
void sw_decisions_index(struct sw_arena *arena, const struct sw_decisions *decisions, struct sw_map *map);
/* Adds to `found` all decisions about a row. */
void sw_decisions_about(struct sw_arena *arena, const struct sw_map *map, const struct sw_diagram *diagram, const struct sw_threat *threat,
			struct sw_decision_list *found);
