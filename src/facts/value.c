#include "facts/value.h"

enum sw_tri sw_value_tri(const struct sw_value *value) {
	if (!sw_value_set(value))
		return SW_UNKNOWN;
	return sw_str_is(value->value, "true") ? SW_YES : SW_NO;
}

bool sw_value_int(const struct sw_value *value, int64_t *number) {
	return sw_value_set(value) && sw_str_to_i64(value->value, number);
}

const struct sw_link *sw_value_link(const struct sw_value *value) {
	return value->count ? &value->chain[value->deciding] : NULL;
}

const char *sw_layer_name(enum sw_layer layer) {
	static const char *const names[] = {"none", "platform", "base-image", "stage", "image", "compose"};
	return names[layer];
}

const char *sw_how_name(enum sw_how how) {
	static const char *const names[] = {"absent", "stated", "defaulted", "inherited", "inferred", "unseen"};
	return names[how];
}

static const struct {
	const char *name, *words;
} missing_table[] = {
	[SW_MISSING_NOTHING] = {"", ""},
	[SW_MISSING_BASE_IMAGE] = {"base-image", "the base image's configuration"},
	[SW_MISSING_IMAGE] = {"image", "the image's configuration"},
	[SW_MISSING_DOCKERFILE] = {"dockerfile", "the Dockerfile it is built from"},
	[SW_MISSING_VARIABLE] = {"variable", "the value of a variable"},
	[SW_MISSING_SCRIPT] = {"script", "what the entrypoint script does"},
	[SW_MISSING_FILE] = {"file", "a file that is named here"},
	[SW_MISSING_ENGINE] = {"engine", "the engine's settings"},
	[SW_MISSING_HOST] = {"host", "facts of the host"},
	[SW_MISSING_REGISTRY] = {"registry", "the registry's answer"},
	[SW_MISSING_READER] = {"reader", "a part that could not be read"},
	[SW_MISSING_LAYERS] = {"layers", "all of the image's layers"},
};

const char *sw_missing_name(enum sw_missing missing) {
	return missing_table[missing].name;
}

const char *sw_missing_words(enum sw_missing missing) {
	return missing_table[missing].words;
}
