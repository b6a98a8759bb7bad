/* Text of inputs in the Markdown that code hosts render: it stays text. Besides emphasis, code, links and HTML that
 * means what hosts add: mentions of people, references to issues, changes and labels, and addresses that become links
 * without a mark. */
#pragma once
#include "base/arena.h"

/* In running text. Cut behind `most` characters of the text, with an ellipsis. */
struct sw_str sw_markdown_text(struct sw_arena *arena, struct sw_str text, size_t most);
/* As a code span, with as many backticks as it takes. */
struct sw_str sw_markdown_code(struct sw_arena *arena, struct sw_str text);
