/* What was scanned as a drawn threat model, in the formats of other tools: the container template's stencils, the
 * register's rows as threats on the flows that carry them. That a format cannot hold everything is told on standard error. */
#pragma once
#include "reports/report.h"

sw_report_writer sw_report_tm7, sw_report_threat_dragon, sw_report_otm, sw_report_threagile, sw_report_tm_bom;
