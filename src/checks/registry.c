#include "checks/registry.h"

const struct sw_check *sw_check_of(struct sw_str id) {
	size_t low = 0, high = sw_check_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = sw_str_cmp(sw_str_of(sw_checks[middle]->id), id);
		if (order == 0)
			return sw_checks[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
