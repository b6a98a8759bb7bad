/* Members of documents as readers of models want them: of a kind, or said to be wrong where they stand. */
#pragma once
#include "formats/doc.h"

struct sw_fields {
	struct sw_arena *arena;
	struct sw_diags *diags;
	enum sw_dialect dialect;
	const char *code; /* of the diagnostics: "otm-type" */
};

/* Coordinates and ratings beyond this are nonsense, and would overflow what is drawn with them. */
#define SW_FIELD_LARGEST 1e7

/* The member `key` where it is of that kind (INT stands for FLOAT); NULL: absent, null, or of another kind, which is said. */
const struct sw_node *sw_field(const struct sw_fields *fields, const struct sw_node *map, const char *key,
			       enum sw_node_kind kind);
/* Text as written: of a string, a number or a truth value; empty when there is none. */
struct sw_str sw_field_text(const struct sw_fields *fields, const struct sw_node *map, const char *key);
/* 1 yes, 0 no, -1 not said. */
int sw_field_truth(const struct sw_fields *fields, const struct sw_node *map, const char *key);
/* Whether it is there and within bounds. */
bool sw_field_number(const struct sw_fields *fields, const struct sw_node *map, const char *key, double *value);

/* The number of a weakness, which may begin with "CWE-"; 0: it is none. */
uint16_t sw_field_cwe(struct sw_str text);

/* Text of a scalar exactly as it is; empty for anything else. */
struct sw_str sw_exact(const struct sw_node *node);
