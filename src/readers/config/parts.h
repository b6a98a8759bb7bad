/* The parts of `.strideward.yaml`, each in its own file; called by config.c with the member of its key. */
#pragma once
#include "readers/config/fields.h"

/* target: struct sw_config */
void config_images(struct config_reader *reader, const struct sw_member *member, void *target);
/* The list in `node`; `at` is the place that stands for it as a whole. */
void config_allowlist(struct config_reader *reader, const struct sw_node *node, struct sw_span at, struct sw_allowlist *list);
void config_model(struct config_reader *reader, const struct sw_member *member, void *target);
void config_about(struct config_reader *reader, const struct sw_member *member, void *target);
void config_owners(struct config_reader *reader, const struct sw_member *member, void *target);
void config_catalogue(struct config_reader *reader, const struct sw_member *member, void *target);
void config_secrets(struct config_reader *reader, const struct sw_member *member, void *target);
void config_approvers(struct config_reader *reader, const struct sw_member *member, void *target);
