/* The JSON report, schema "strideward/report/1" (docs/schema/report-1.json): complete, stable, for machines. */
#pragma once
#include "formats/json_write.h"
#include "reports/report.h"

/* Indented by two spaces, keys in a fixed order, ends with a line feed. */
int sw_report_json(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out);

/* Parts, each a member or two of the object that is open. */
void sw_json_put_findings(struct sw_json *json, const struct sw_report *report);
void sw_json_put_unknowns(struct sw_json *json, const struct sw_report *report);
void sw_json_put_systems(struct sw_json *json, const struct sw_report *report);
/* What people said about the model, their decisions, assumptions and review, and how these stand. */
void sw_json_put_life(struct sw_json *json, const struct sw_report *report);
void sw_json_put_registers(struct sw_json *json, const struct sw_report *report);

/* Images whose layers were looked at; nothing where there is none. */
void sw_json_put_images(struct sw_json *json, const struct sw_report *report);

/* "location" of a span, or null. */
void sw_json_put_location(struct sw_json *json, const struct sw_report *report, const char *key, struct sw_span at);
/* "stride": ["E"], "cwe": [250] */
void sw_json_put_stride(struct sw_json *json, unsigned stride, const uint16_t *cwe);
/* What a change brings along that is not in force, where policy comes from another revision. */
void sw_json_put_pending(struct sw_json *json, const struct sw_report *report);
