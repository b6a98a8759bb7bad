/* What one id means: a check, a threat, an attacker, a line of the founding documents, or another tool's rule. */
#pragma once
#include "base/out.h"
#include "facts/check.h"
#include "knowledge/catalogue.h"
#include "knowledge/seeds.h"

/* Writes the page of `id` and returns 0; 2 when nothing is called so, with the nearest ids on standard error. */
int sw_explain(const char *id, struct sw_out *out);

/* The pages. */
void sw_explain_check(const struct sw_check *check, struct sw_out *out);
/* Likelihood and impact in words, of `start` and `reach` of a threat. */
struct sw_str sw_words_of_start(const char *name);
struct sw_str sw_words_of_reach(const char *name);
/* An expression of the catalogue in words, a part a line; nothing for the empty one. */
void sw_explain_expression(const char *expression, struct sw_out *out);
void sw_explain_threat(const struct sw_threat_kind *threat, struct sw_out *out);
void sw_explain_attacker(const struct sw_attacker *attacker, struct sw_out *out);
void sw_explain_seed(const struct sw_seed *seed, struct sw_out *out);
