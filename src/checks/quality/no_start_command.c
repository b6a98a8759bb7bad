#include "checks/quality/about_layers.h"

static bool is_set(const struct sw_value *value) {
	return value->known && value->value.n && !sw_str_is(value->value, "[]");
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_value *command = &view->fields[SW_FIELD_COMMAND], *entrypoint = &view->fields[SW_FIELD_ENTRYPOINT];
	struct sw_span at = view->target->stage->from;
	if (is_set(command) || is_set(entrypoint))
		sw_pass(sink, at, "it says what starts");
	else if (!command->known || !entrypoint->known)
		sw_unknown(sink, command->known ? entrypoint->missing : command->missing, at, "the base image may say what starts");
	else
		sw_fail(sink, at, "neither CMD nor ENTRYPOINT is set");
}

CHECK(no_start_command) {
	.id = "no-start-command", .on = SW_ON_BUILD, .severity = SW_INFO,
	.refs = {"droast:DF036"},
	.title = "The image does not say what starts",
	.why = "`docker run` of the image fails, and nobody can tell from the file what it is for.",
	.fix = "End the file with `ENTRYPOINT [\"/app\"]` or `CMD [\"/app\"]`. An image that only holds files needs neither.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"scratch", "FROM scratch\nCOPY a /a\n", "Dockerfile:1"},
		{"command", "FROM scratch\nCOPY a /a\nCMD [\"/a\"]\n", ""},
		{"base", "FROM example.com/base:1\nCOPY a /a\n", ""},
	},
};
