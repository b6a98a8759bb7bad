/* Files of a project that no other reader knows: what is looked for in them are secrets. */
#pragma once
#include "facts/factset.h"

/* Whether sw_project_read would tell of a secret in the text. Cheap on files that hold none; what is worked out lies in
 * `scratch`. */
bool sw_project_tells(struct sw_arena *scratch, struct sw_str path, struct sw_str text);
/* Adds the secrets of the text to the set, and the text itself to its sources unless it is there, when it holds any; `set`
 * as for the other readers. A line that says "strideward: accept" adds what hides its findings, too. */
void sw_project_read(struct sw_factset *set, struct sw_str path, struct sw_str text);
