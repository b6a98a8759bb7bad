/* What the text report says about the life of the register: one line each, and nothing where nothing is to be done. */
#pragma once
#include "reports/text/lines.h"

void sw_text_life(struct sw_text *text);
/* What a change brings along while policy of another revision is in force. */
void sw_text_pending(struct sw_text *text);
