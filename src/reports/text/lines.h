/* Lines of the text report: wrapped to the width, coloured only on terminals. */
#pragma once
#include "reports/report.h"

enum sw_text_tone { SW_TEXT_PLAIN, SW_TEXT_STRONG, SW_TEXT_FAINT, SW_TEXT_GOOD, SW_TEXT_BAD, SW_TEXT_FIX };

struct sw_text {
	const struct sw_report *report;
	const struct sw_report_style *style;
	struct sw_out *out;
	unsigned lines; /* written so far */
};

/* A line, wrapped at spaces; continuation lines are indented by `indent` and two more. Control characters become '?'. */
void sw_text_line(struct sw_text *text, enum sw_text_tone tone, unsigned indent, struct sw_str line);
/* A blank line and a title. */
void sw_text_heading(struct sw_text *text, struct sw_str title);
/* "critical  rest", the severity in its colour, wrapped under the rest. */
void sw_text_ranked(struct sw_text *text, enum sw_severity severity, struct sw_str rest);
/* A name or text of somebody else's as one line: line breaks and tabs are blanks, none at its ends. */
struct sw_str sw_text_one_line(struct sw_arena *arena, struct sw_str text);
