#include "checks/about_workload.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_value *driver = &view->fields[SW_FIELD_LOG_DRIVER];
	if (driver->known && sw_str_is(driver->value, "none"))
		sw_fail_value(sink, driver, "the log driver is none: what the service prints is thrown away");
	else if (driver->known)
		sw_pass(sink, sw_value_link(driver)->at, "log driver %.*s", SW_ARG(driver->value));
	else if (!sw_tell_hidden(driver, sink, "the log driver"))
		sw_not_applicable(sink, "the service leaves the log driver to the engine");
}

CHECK(logging_disabled) {
	.id = "logging-disabled", .on = SW_ON_WORKLOAD, .severity = SW_MEDIUM, .stride = SW_REPUDIATION, .cwe = {778},
	.refs = {"cis-docker-1.6:2.13", "compose-lint:CL-0014"},
	.title = "The service's log is switched off",
	.why = "Nobody can tell afterwards what the service did or who used it, so an intruder leaves no trace.",
	.fix = "Use a driver that keeps or forwards the output, such as `logging: {driver: local, options: {max-size: 10m}}`.",
	.decide = decide,
	.examples = {
		{"none", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    logging:\n      driver: none\n", "compose.yaml:5"},
		{"quoted", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    logging: {driver: \"none\"}\n", "compose.yaml:4"},
		{"syslog", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    logging:\n      driver: syslog\n", ""},
		{"not-said", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n", ""},
	},
};
