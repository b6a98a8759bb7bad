/* Text of inputs on its way into a report that other programs show: characters that nobody sees or that turn the
 * reading order round are shown by their number, "[U+202E]", and line feeds become spaces, so that a name can neither
 * look like another one nor begin a line. */
#pragma once
#include "base/arena.h"

/* Bytes that are no UTF-8 become U+FFFD. Gives `text` itself back where nothing had to change. */
struct sw_str sw_report_visible(struct sw_arena *arena, struct sw_str text);
