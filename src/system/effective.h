/* Effective values: what holds after every layer has spoken, with the chain of links that made it. */
#pragma once
#include "facts/system.h"

/* Fills target->fields, env, exposed and volumes from the chain of stages; `args` are build arguments that a service
 * passes (NULL: none), which replace defaults. */
void sw_effective_target(struct sw_arena *arena, struct sw_target *target, const struct sw_service_build *args);

/* Fills service->fields, env and exposed from its target or image and from what the service says. */
void sw_effective_service(struct sw_arena *arena, struct sw_service *service);

/* Fills target->fields, env, exposed and volumes of an image at rest that is judged by itself. */
void sw_effective_image(struct sw_arena *arena, struct sw_target *target, const struct sw_image *image);
