/* Questions that many checks of workloads ask: what is hidden, what the environment and the command say. */
#pragma once
#include "checks/about_words.h"
#include "knowledge/images.h"

/* Where settings come in from another file that was not read (extends:); the zero span when the file shows all. */
struct sw_span sw_workload_open(const struct sw_workload *workload);
/* Says "unknown" when such settings may hold more of `what` ("capabilities"); true when it was said. */
bool sw_tell_open(const struct sw_view *view, struct sw_sink *sink, const char *what);
/* Says "unknown" when a field is hidden by a variable or a file. A default that only the engine's settings could change
 * hides nothing: what the file asks for was seen. True when it was said; `what` is "the user namespace". */
bool sw_tell_hidden(const struct sw_value *value, struct sw_sink *sink, const char *what);
/* Fails where a switch is on, passes where it is not. */
void sw_switch_off(const struct sw_value *value, struct sw_sink *sink, const char *what, const char *when_on, const char *when_off);

bool sw_workload_windows(const struct sw_view *view);

/* What is known about the image that the service names, whether pulled or built under that name; NULL: nothing. */
const struct sw_image_fact *sw_workload_image(const struct sw_service *service);
enum sw_image_role sw_workload_role(const struct sw_service *service);
/* The entry of the effective environment, or NULL. */
const struct sw_env *sw_env_of(const struct sw_service *service, const char *name);
/* Whether a variable is set to something: a known text that is not empty, or one that is hidden. */
bool sw_env_set(const struct sw_service *service, const char *name);

/* Whether the entrypoint's or the command's known text holds `text`; *at is that field's place. */
bool sw_start_holds(const struct sw_service *service, const char *text, struct sw_span *at);
/* Whether one of the mounts puts a file or folder at `path`, above it or below it in the container. */
bool sw_mounted_at(const struct sw_service *service, const char *path);
