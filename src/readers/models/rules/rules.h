/* Users' own templates as text (docs/rules.md): types of elements, types of threats with filters, and overrides, in YAML.
 * They may extend another template, and then change what has the same id and add the rest. */
#pragma once
#include "base/diag.h"
#include "facts/template.h"

bool sw_rules_looks_like(struct sw_str text);

/* Finds the template that `extends` names: "model", or a file beside the rules. NULL: there is none, and why is said,
 * at `at` where it can be. */
typedef const struct sw_template *sw_rules_base_fn(void *context, struct sw_str name, struct sw_span at);

/* Fills `into`, which is zero before. -1: it is no such file, with a diagnostic. What is wrong in a part leaves that part
 * out, as a whole, with an error; so a filter with a slip never fires, and an override with one has no effect. */
int sw_rules_read(struct sw_template *into, struct sw_arena *arena, uint32_t source, struct sw_str text, sw_rules_base_fn *base,
		  void *context, struct sw_diags *diags);
