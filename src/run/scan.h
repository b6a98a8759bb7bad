/* From targets to a report in memory: the order of the steps of a scan. */
#pragma once
#include "run/read.h"

struct sw_scan {
	struct sw_arena arena; /* of the run */
	struct sw_artifacts artifacts;
	struct sw_factset **sets;
	struct sw_system system;
	struct sw_findings findings;
	struct sw_config config;
	struct sw_decisions decisions;
	struct sw_sources own;  /* configuration, decisions, baseline: sources behind those of the artifacts */
	struct sw_report report;
	bool refused;           /* a named target or its evidence could not be read */
};

/* Finds, reads and joins. What was allocated is given back by sw_scan_free. */
void sw_scan_join(struct sw_scan *scan, const struct sw_request *request, struct sw_worker *worker);
/* Judges what was joined: checks, diagrams, registers, gate. */
void sw_scan_judge(struct sw_scan *scan, const struct sw_request *request);
void sw_scan_free(struct sw_scan *scan);
