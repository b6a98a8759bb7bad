/* A hand-made report for tests of renderers: a small shop with a published web server, an API, a database, a worker that
 * holds the engine's socket; findings, all states of threats, decisions. Nothing of it was computed. */
#pragma once
#include "reports/report.h"

struct report_fixture {
	struct sw_arena arena;
	struct sw_report report;
};

/* With `hostile` set, names and texts that come from inputs try to leave their place. */
void report_fixture_init(struct report_fixture *fixture, bool hostile);
void report_fixture_free(struct report_fixture *fixture);
