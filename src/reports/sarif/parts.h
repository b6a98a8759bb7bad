/* What both SARIF reports are put together from. Numbers of clauses are those of SARIF 2.1.0. */
#pragma once
#include "base/map.h"
#include "formats/json_write.h"
#include "reports/report.h"

/* Code scanning refuses a run with more; the least severe are left out, and a notification says so. */
enum { SW_SARIF_MOST_RESULTS = 25000, SW_SARIF_MOST_NOTIFICATIONS = 1000 };

typedef SW_VEC(const struct sw_check *) sw_sarif_rules;
typedef SW_VEC(struct sw_str) sw_sarif_ids;

struct sw_sarif {
	struct sw_json json;
	const struct sw_report *report;
	sw_sarif_rules rules;     /* sorted by id; ruleIndex is the place in it */
	struct sw_map rule_index; /* id → place + 1, as a pointer */
	bool cwe[UINT16_MAX + 1]; /* spoken of by a rule */
	struct sw_map threats;    /* fingerprint → sw_sarif_ids: open threats that the finding raises */
};

/* The document up to the first member of the run; the tool's name and version are the driver's first members, and the
 * driver stays open. */
void sw_sarif_open(struct sw_json *json, const struct sw_report *report);
/* The run's last members and the end of the document. */
void sw_sarif_close(struct sw_json *json);

/* "KEY": {"text": …}: newlines of our own texts stay. */
void sw_sarif_put_text(struct sw_json *json, const char *key, struct sw_str text);
/* "message" of a text with names from inputs: what would be read as a link (clause 3.11.6) is not one. */
void sw_sarif_put_message(struct sw_json *json, const struct sw_report *report, struct sw_str text);
/* "physicalLocation" of a span that has a source. */
void sw_sarif_put_place(struct sw_json *json, const struct sw_report *report, struct sw_span at);
/* "locations" with one place, or none for the zero span. */
void sw_sarif_put_locations(struct sw_json *json, const struct sw_report *report, struct sw_span at);
/* "artifactLocation" of a path: a relative reference after RFC 3986. */
void sw_sarif_put_path(struct sw_json *json, const struct sw_report *report, struct sw_str path);
/* "invocations": whether all was read, and what was said about the inputs. `left_out` results are spoken of. */
void sw_sarif_put_invocation(struct sw_json *json, const struct sw_report *report, size_t left_out);

void sw_sarif_collect_rules(struct sw_sarif *sarif);
/* "rules" of the driver, and its "supportedTaxonomies". */
void sw_sarif_put_rules(struct sw_sarif *sarif);
/* "taxonomies" of the run. */
void sw_sarif_put_taxonomies(struct sw_sarif *sarif);
/* "results", the first SW_SARIF_MOST_RESULTS. */
void sw_sarif_put_results(struct sw_sarif *sarif);

/* "error", "warning", "note". */
const char *sw_sarif_level(enum sw_severity severity);
