#include "reports/drawn/report.h"
#include "reports/graph/graph.h"
#include "reports/html/report.h"
#include "reports/json/report.h"
#include "reports/markdown/report.h"
#include "reports/sarif/report.h"
#include "reports/sbom/report.h"
#include "reports/text/report.h"

const struct sw_report_format sw_report_formats[] = {
	{"text", "for people, in a terminal", sw_report_text},
	{"json", "for machines: complete, with a published schema", sw_report_json},
	{"html", "for people: one self-contained page with the diagram", sw_report_html},
	{"sarif", "for code scanning: SARIF 2.1.0", sw_report_sarif},
	{"markdown", "for a comment on a change: at most ten lines, and none when nothing is new", sw_report_markdown},
	{"cyclonedx", "a bill of materials of the images: CycloneDX 1.6", sw_report_cyclonedx, .bill = true},
	{"spdx", "the same as SPDX 2.3", sw_report_spdx, .bill = true},
	{"tm7", "a model for the Microsoft Threat Modeling Tool, with a template of containers", sw_report_tm7},
	{"threat-dragon", "a model for OWASP Threat Dragon", sw_report_threat_dragon},
	{"otm", "an Open Threat Model", sw_report_otm},
	{"threagile", "a model for Threagile", sw_report_threagile},
	{"tm-bom", "a TM-BOM", sw_report_tm_bom},
	{"mermaid", "the diagrams as a Mermaid flowchart; of several deployments each is a box", sw_report_mermaid},
	{"dot", "the diagrams for Graphviz, a graph for each deployment", sw_report_dot},
	{"drawio", "the diagrams for draw.io, a page for each deployment", sw_report_drawio},
	{"plantuml", "the diagrams for PlantUML, one for each deployment", sw_report_plantuml},
};
const size_t sw_report_format_count = sizeof sw_report_formats / sizeof *sw_report_formats;
