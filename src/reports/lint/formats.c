#include "reports/lint/formats.h"
#include "reports/sarif/report.h"

const struct sw_report_format sw_lint_formats[] = {
	{"tty", "for people: one line each", sw_lint_tty},
	{"json", "one list of objects", sw_lint_json},
	{"checkstyle", "Checkstyle's XML", sw_lint_checkstyle},
	{"codeclimate", "Code Climate's issues, each ended by a zero byte", sw_lint_codeclimate},
	{"gitlab_codeclimate", "GitLab's code quality report", sw_lint_gitlab, .fingerprints = true},
	{"gnu", "GNU's form of error messages", sw_lint_gnu},
	{"codacy", "Codacy's results, one object a line", sw_lint_codacy},
	{"sonarqube", "SonarQube's generic issues", sw_lint_sonarqube},
	{"sarif", "for code scanning: SARIF 2.1.0", sw_report_sarif_lint, .fingerprints = true},
	{"junit", "JUnit's XML", sw_lint_junit},
};
const size_t sw_lint_format_count = sizeof sw_lint_formats / sizeof *sw_lint_formats;
