/* The list of decisions that people read: `decide --list`. */
#pragma once
#include "base/out.h"
#include "reports/report.h"

void sw_decided_list(const struct sw_report *report, struct sw_out *out);
