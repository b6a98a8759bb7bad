#include "facts/field.h"

const struct sw_field_info sw_field_table[SW_FIELD_COUNT] = {
#define SW_FIELD_ROW(NAME, name, type, meaning) [SW_FIELD_##NAME] = {name, SW_TYPE_##type, meaning},
	SW_FIELDS(SW_FIELD_ROW)
#undef SW_FIELD_ROW
};
