#include "facts/image_facts.h"

bool sw_image_triggers(const struct sw_image *image, enum sw_field field) {
	static const char *const keywords[SW_START_FIELD_COUNT] = {
		[SW_FIELD_USER] = "USER", [SW_FIELD_WORKDIR] = "WORKDIR", [SW_FIELD_ENTRYPOINT] = "ENTRYPOINT",
		[SW_FIELD_COMMAND] = "CMD", [SW_FIELD_HEALTH] = "HEALTHCHECK", [SW_FIELD_STOP_SIGNAL] = "STOPSIGNAL",
	};
	for (size_t i = 0; i < image->triggers.n; i++)
		if (sw_str_is(image->triggers.v[i].name, keywords[field]))
			return true;
	return false;
}
