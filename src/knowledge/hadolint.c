#include "knowledge/hadolint.h"
#include "knowledge/data.h"

const char *sw_hadolint_level(struct sw_str code) {
	size_t low = 0, high = sw_hadolint_row_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = sw_str_cmp(sw_str_of(sw_hadolint_rows[middle].code), code);
		if (order == 0)
			return sw_hadolint_rows[middle].level;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
