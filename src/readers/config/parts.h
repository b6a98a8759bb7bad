/* The parts of `.strideward.yaml`, each in its own file; called by config.c with the member of its key. */
#pragma once
#include "readers/config/fields.h"

/* target: struct sw_config */
void config_images(struct config_reader *reader, const struct sw_member *member, void *target);
void config_model(struct config_reader *reader, const struct sw_member *member, void *target);
