#include "readers/models/fields.h"
#include <math.h>

static const char *const kinds[] = {
	[SW_NODE_NULL] = "nothing", [SW_NODE_BOOL] = "a truth value", [SW_NODE_INT] = "a number", [SW_NODE_FLOAT] = "a number",
	[SW_NODE_STRING] = "text", [SW_NODE_LIST] = "a list", [SW_NODE_MAP] = "a map"};

static void say_wrong(const struct sw_fields *fields, const struct sw_node *node, const char *key, const char *wanted) {
	sw_diag_add(fields->diags, SW_DIAG_WARNING, fields->code, node->span, "\"%s\" is %s and should be %s; it is passed over",
		    key, kinds[node->kind], wanted);
}

static const struct sw_node *value_of(const struct sw_fields *fields, const struct sw_node *map, const char *key) {
	const struct sw_node *node = sw_doc_get(map, key, fields->dialect);
	return node && node->kind != SW_NODE_NULL ? node : NULL;
}

const struct sw_node *sw_field(const struct sw_fields *fields, const struct sw_node *map, const char *key,
			       enum sw_node_kind kind) {
	const struct sw_node *node = value_of(fields, map, key);
	if (!node || node->kind == kind || (kind == SW_NODE_FLOAT && node->kind == SW_NODE_INT))
		return node;
	say_wrong(fields, node, key, kinds[kind]);
	return NULL;
}

struct sw_str sw_field_text(const struct sw_fields *fields, const struct sw_node *map, const char *key) {
	const struct sw_node *node = value_of(fields, map, key);
	if (node && !sw_node_is_scalar(node))
		say_wrong(fields, node, key, kinds[SW_NODE_STRING]);
	return sw_exact(node);
}

int sw_field_truth(const struct sw_fields *fields, const struct sw_node *map, const char *key) {
	const struct sw_node *node = sw_field(fields, map, key, SW_NODE_BOOL);
	return node ? node->integer != 0 : -1;
}

bool sw_field_number(const struct sw_fields *fields, const struct sw_node *map, const char *key, double *value) {
	const struct sw_node *node = sw_field(fields, map, key, SW_NODE_FLOAT);
	if (!node)
		return false;
	if (!isfinite(node->number) || fabs(node->number) > SW_FIELD_LARGEST) {
		sw_diag_add(fields->diags, SW_DIAG_WARNING, fields->code, node->span, "\"%s\" is out of all bounds; it is passed over",
			    key);
		return false;
	}
	*value = node->number;
	return true;
}

struct sw_str sw_exact(const struct sw_node *node) {
	return sw_node_is_scalar(node) ? node->text : (struct sw_str){0};
}

uint16_t sw_field_cwe(struct sw_str text) {
	uint64_t number;
	bool named = sw_str_is_nocase(sw_str_sub(text, 0, 4), "CWE-");
	return sw_str_to_u64(named ? sw_str_from(text, 4) : text, &number) && number <= UINT16_MAX ? (uint16_t)number : 0;
}
