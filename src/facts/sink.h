/* Where a check puts what it saw. A check that says nothing about a subject has not looked: it must call one of these.
 * When several are called for one subject: fail beats unknown beats pass beats not-applicable. */
#pragma once
#include "facts/check.h"

/* Proven wrong at `at`. The message is one line for people, without secrets. */
void sw_fail(struct sw_sink *sink, struct sw_span at, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The same with the severity of this very place. */
void sw_fail_as(struct sw_sink *sink, enum sw_severity severity, struct sw_span at, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* The same for a check whose references know variants ("hadolint:DL3009@apt"); `variant` is static text. */
void sw_fail_variant(struct sw_sink *sink, const char *variant, struct sw_span at, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* The same for what another tool said under a rule of its own; both texts live as long as the facts. */
void sw_fail_rule(struct sw_sink *sink, const struct sw_defect *defect, enum sw_severity severity);
/* Decided by a value: proven when the value is known, presumed when it is a default where a link is missing. The place
 * is the deciding link's, and its chain becomes the evidence. The variant is "stated" where somebody wrote the value, else
 * "absent". */
void sw_fail_value(struct sw_sink *sink, const struct sw_value *value, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Right, and seen at `at` (zero span where it has no place). */
void sw_pass(struct sw_sink *sink, struct sw_span at, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The evidence is not there. */
void sw_unknown(struct sw_sink *sink, enum sw_missing missing, struct sw_span at, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* The question does not arise here. */
void sw_not_applicable(struct sw_sink *sink, const char *format, ...) __attribute__((format(printf, 2, 3)));
