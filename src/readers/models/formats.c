#include "readers/models/formats.h"

/* In the order in which they are tried: what is surest to know comes first. The last row ends the table, so that it is
 * never empty. */
const struct sw_model_format sw_model_formats[] = {
	{0},
};
const size_t sw_model_format_count = sizeof sw_model_formats / sizeof *sw_model_formats - 1;

const struct sw_model_format *sw_model_format_of(struct sw_str name) {
	for (size_t i = 0; i < sw_model_format_count; i++)
		if (sw_str_is(name, sw_model_formats[i].name))
			return &sw_model_formats[i];
	return NULL;
}

const struct sw_model_format *sw_model_format_guess(struct sw_str path, struct sw_str text) {
	for (size_t i = 0; i < sw_model_format_count; i++)
		if (sw_model_formats[i].looks_like(path, text))
			return &sw_model_formats[i];
	return NULL;
}
