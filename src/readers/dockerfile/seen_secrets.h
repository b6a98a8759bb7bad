/* Secrets in a Dockerfile, as facts: kind, place and fingerprint, never the value. */
#pragma once
#include "facts/factset.h"
#include "facts/step.h"

/* Tokens of known shape anywhere in the text of a source: instructions, heredocs, comments. */
void sw_seen_secrets_of_text(struct sw_factset *set, uint32_t source, struct sw_str text);
/* Credential-like values of ENV, ARG and LABEL. */
void sw_seen_secrets_of_pairs(struct sw_factset *set, const struct sw_step *step);
