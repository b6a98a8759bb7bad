/* What the parts of the reader of rules share; private to readers/models/rules. */
#pragma once
#include "base/map.h"
#include "readers/models/fields.h"
#include "readers/models/rules/rules.h"

struct sw_rules_reader {
	struct sw_fields fields;
	struct sw_template *into;
	struct sw_map types, categories, threats; /* ids → 1 + place in `into`, as struct sw_rules_place * */
};

struct sw_rules_place {
	size_t index;
	bool here; /* written in this file, not in what it extends */
};

/* Says that something is wrong with `node`. Returns false, for `return sw_rules_wrong(…)`. */
bool sw_rules_wrong(const struct sw_rules_reader *reader, struct sw_span at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Whether the node is a map of nothing but the keys of `keys` (divided by blanks). */
bool sw_rules_map(const struct sw_rules_reader *reader, const struct sw_node *node, const char *what, const char *keys);
/* Text of a member, and where: of a quoted one what is between the quotes. */
struct sw_str sw_rules_text(const struct sw_rules_reader *reader, const struct sw_node *map, const char *key, struct sw_span *at);
/* The same, which must be there. */
bool sw_rules_need(const struct sw_rules_reader *reader, const struct sw_node *map, const char *key, struct sw_str *text);
/* Notes `id` as one of `places`; false when this file has it already. *index: where it goes in the list of `n`. */
bool sw_rules_place(struct sw_rules_reader *reader, struct sw_map *places, struct sw_str id, struct sw_span at, size_t n, size_t *index);

void sw_rules_types(struct sw_rules_reader *reader, const struct sw_node *list);
void sw_rules_categories(struct sw_rules_reader *reader, const struct sw_node *list);
void sw_rules_threats(struct sw_rules_reader *reader, const struct sw_node *list);
void sw_rules_overrides(struct sw_rules_reader *reader, const struct sw_node *list);
