/* `dump system`: subjects with their effective fields and chains, and the edges of the diagram, as JSON. */
#pragma once
#include "reports/report.h"

void sw_dump_system(struct sw_out *out, const struct sw_report *report);
