/* Bills of materials: what the images of a scan are made of, in the two formats that others read. Same input, same time,
 * same bytes. */
#pragma once
#include "reports/report.h"

/* CycloneDX 1.6, JSON. */
sw_report_writer sw_report_cyclonedx;
/* SPDX 2.3, JSON. */
sw_report_writer sw_report_spdx;
