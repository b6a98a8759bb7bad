#include "facts/diagram.h"

const char *sw_grade_name(enum sw_grade grade) {
	static const char *const names[] = {"claimed", "guessed", "configured", "observed", "structural"};
	return names[grade];
}

const char *sw_element_kind_name(enum sw_element_kind kind) {
	static const char *const names[] = {"client", "operator", "publisher", "registry", "repository", "build",
					    "image", "engine", "kernel", "workload", "store", "network"};
	return names[kind];
}

const char *sw_boundary_kind_name(enum sw_boundary_kind kind) {
	static const char *const names[] = {"outside", "host", "network", "supply", "build"};
	return names[kind];
}
