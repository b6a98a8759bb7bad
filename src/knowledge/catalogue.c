#include "knowledge/catalogue.h"

const struct sw_threat_kind *sw_threat_kind_of(struct sw_str id) {
	for (size_t i = 0; i < sw_threat_kind_count; i++)
		if (sw_str_is(id, sw_threat_kinds[i].id))
			return &sw_threat_kinds[i];
	return NULL;
}
