#include "facts/system.h"

const char *sw_subject_kind_name(enum sw_subject_kind kind) {
	static const char *const names[] = {"none", "build", "workload", "image", "network", "volume", "deployment", "engine", "host",
					    "registry", "repository"};
	return names[kind];
}
