/* The documents of a YAML text as trees: what sw_yaml_read does once JSON and templates are set apart. */
#pragma once
#include "formats/yaml.h"
#include "formats/yaml_text.h"

void sw_yaml_tree(struct sw_arena *arena, uint32_t source, const struct sw_yaml_text *text, enum sw_dialect dialect,
		  struct sw_yaml_stream *stream, struct sw_diags *diags);
