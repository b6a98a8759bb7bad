/* From targets to a report in memory: the order of the steps of a scan. */
#pragma once
#include "readers/suppressions/read.h"
#include "run/read.h"

struct sw_scan {
	struct sw_arena arena; /* of the run */
	struct sw_artifacts artifacts;
	struct sw_factset **sets;
	struct sw_system system;
	struct sw_findings findings;
	struct sw_config config;
	struct sw_decisions decisions;
	struct sw_str decisions_text, reviews_text, lock_text; /* as they were read */
	const struct sw_revision *own_from; /* configuration, decisions and their kind come from it; NULL: from disk */
	struct sw_pending *pending; /* NULL without --policy-from */
	struct sw_sources own;  /* configuration, decisions, baseline: sources behind those of the artifacts */
	struct sw_diags own_diags; /* about these */
	struct sw_suppressions ignores; /* that other tools' files hold */
	struct sw_report report;
	size_t unreadable;      /* named targets and files that could not be read */
	bool refused;           /* a named target or its evidence could not be read */
};

/* A file that a person named or that was found upwards; its text becomes a source of the run's own, of this number. 0:
 * none was named, or, with the reason said, it could not be read. */
uint32_t sw_scan_read_own(struct sw_scan *scan, const char *path, const char *shown, size_t limit, struct sw_str *text);
/* Finds and reads; then joins. */
void sw_scan_find(struct sw_scan *scan, const struct sw_request *request, struct sw_worker *worker);
void sw_scan_unite(struct sw_scan *scan, unsigned jobs);
/* Finds, reads and joins. What was allocated is given back by sw_scan_free. */
void sw_scan_join(struct sw_scan *scan, const struct sw_request *request, struct sw_worker *worker);
/* Runs the checks: findings without a threat model. */
void sw_scan_check(struct sw_scan *scan, const struct sw_request *request);
/* Judges request->document from reading to checks. False when it needs more memory than there is: then nothing but
 * sw_scan_free may follow. */
bool sw_scan_document(struct sw_scan *scan, const struct sw_request *request, struct sw_worker *worker);
/* Judges what was joined: checks, diagrams, registers, gate. */
void sw_scan_judge(struct sw_scan *scan, const struct sw_request *request);
/* Writes the reports that were asked for. -1, with the reason said, when one could not be written. */
int sw_scan_write(const struct sw_scan *scan, const struct sw_request *request);
void sw_scan_free(struct sw_scan *scan);
