/* What the project keeps about its register in `.strideward/`: decisions, reviews, register.lock; and who owns files. */
#pragma once
#include "run/scan.h"

/* What a person decides about rows: texts as given, NULL where they said nothing. */
struct sw_decide_request {
	bool list;                  /* show decisions instead of writing one */
	const char *const *rows;    /* THREAT@ELEMENT, THREAT, THREAT#N */
	size_t row_count;
	const char *kind, *reason, *owner, *by, *approved_by, *ticket, *until, *review, *residual, *evidence;
};

struct sw_review_request {
	const char *reviewer;       /* NULL: only show the state */
};

/* The names of the files beneath the folder that they belong to. */
#define SW_STATE_DECISIONS ".strideward/decisions.yaml"
#define SW_STATE_REVIEWS ".strideward/review.yaml"
#define SW_STATE_LOCK ".strideward/register.lock"

/* Reads CODEOWNERS, register.lock and reviews into the configuration: after that was read. */
void sw_scan_read_state(struct sw_scan *scan, const struct sw_request *request, struct sw_diags *diags);

/* Claims that are refuted become findings: after the registers were made and their life, before the gate. */
void sw_scan_add_refuted(struct sw_scan *scan);

/* `decide` and `review`: what is to be shown goes to request->dump_fd, what is to be written to request->changes_fd, as
 * process/rewrite.h carries it out. Return the exit status. */
int sw_run_decide(struct sw_request *request, struct sw_worker *worker);
int sw_run_review(struct sw_request *request, struct sw_worker *worker);

/* `scan --write-lock`: the new text of register.lock as a change. -1, with the reason said. */
int sw_lock_write(struct sw_scan *scan, const struct sw_request *request);
