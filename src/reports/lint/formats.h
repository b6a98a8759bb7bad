/* The formats of `lint`, by the names that hadolint gives them and in the shapes that its readers expect: editors, code
 * hosts, continuous integration. All print report->lint. Where hadolint knows no column, ours is exact; where a shape has
 * no member for it, it is left out. */
#pragma once
#include "reports/report.h"

extern const struct sw_report_format sw_lint_formats[];
extern const size_t sw_lint_format_count;

sw_report_writer sw_lint_tty, sw_lint_gnu;
sw_report_writer sw_lint_json, sw_lint_codeclimate, sw_lint_gitlab, sw_lint_codacy, sw_lint_sonarqube;
sw_report_writer sw_lint_checkstyle, sw_lint_junit;
