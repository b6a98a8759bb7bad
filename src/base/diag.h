/* Diagnostics: what was wrong with an input. Bad input is never an error of the program: the run goes on with what
 * could be read and the report says what could not. */
#pragma once
#include "base/source.h"

enum sw_diag_level {
	SW_DIAG_NOTE,    /* worth knowing; nothing was lost */
	SW_DIAG_WARNING, /* something was read differently from what its author may expect */
	SW_DIAG_ERROR,   /* part of the input, or all of it, could not be read */
};

struct sw_diag {
	enum sw_diag_level level;
	const char *code;      /* stable kebab-case name with static storage: "dockerfile-no-from" */
	struct sw_span at;     /* may be the zero span when only `path` is known */
	struct sw_str path;    /* where no source could be made (unreadable file), else empty */
	struct sw_str message; /* one line, for people; never a secret */
};

struct sw_diags {
	struct sw_arena *arena; /* owner of messages; set by whoever makes the list */
	struct sw_diag *v;
	size_t n, cap;
	size_t dropped; /* beyond the limit of diagnostics for one list */
};

/* Adds one; `code` has static storage. */
void sw_diag_add(struct sw_diags *diags, enum sw_diag_level level, const char *code, struct sw_span at,
		 const char *format, ...) __attribute__((format(printf, 5, 6)));
/* "note", "warning", "error". */
const char *sw_diag_level_name(enum sw_diag_level level);
/* Whether any is an error. */
bool sw_diags_failed(const struct sw_diags *diags);
