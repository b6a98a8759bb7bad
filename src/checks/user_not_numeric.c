#include "checks/about_words.h"

static bool is_number(struct sw_str name) {
	for (size_t i = 0; i < name.n; i++)
		if (!sw_is_digit(name.p[i]))
			return false;
	return name.n > 0;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_value *user = &view->fields[SW_FIELD_USER];
	const struct sw_link *link = sw_value_link(user);
	struct sw_str name = sw_str_sub(user->value, 0, sw_str_find_byte(user->value, ':'));
	if (view->target && view->target->stage->windows)
		sw_not_applicable(sink, "Windows knows no user numbers");
	else if (user->missing == SW_MISSING_VARIABLE)
		sw_unknown(sink, SW_MISSING_VARIABLE, link ? link->at : view->row->at, "a variable hides the user");
	else if (!user->known || !link || (link->how != SW_HOW_STATED && link->how != SW_HOW_INFERRED))
		sw_not_applicable(sink, "no user is named");
	else if (!name.n || sw_str_is(name, "root"))
		sw_not_applicable(sink, "it runs as root");
	else if (is_number(name))
		sw_pass(sink, link->at, "the user is a number");
	else
		sw_fail_value(sink, user, "the user %.*s is a name, which an orchestrator cannot tell from root", SW_ARG(name));
}

CHECK(user_not_numeric) {
	.id = "user-not-numeric", .on = SW_ON_START, .severity = SW_INFO, .stride = SW_ELEVATION, .cwe = {250},
	.refs = {"cis-docker-1.6:4.1", "hadolint:DL3066", "tally:named-identity-in-passwdless-stage"},
	.title = "The user is a name, not a number",
	.why = "Only the image's own /etc/passwd says which number a name stands for, and it may say 0. Kubernetes' runAsNonRoot refuses "
	       "such an image because it cannot prove that it is not root.",
	.fix = "Use the number: `USER 10001:10001`.",
	.decide = decide,
	.examples = {
		{"name", "FROM debian:12\nRUN useradd -u 10001 app\nUSER app\n", "Dockerfile:3"},
		{"argument-default", "FROM debian:12\nARG WHO=app\nUSER $WHO:staff\n", "Dockerfile:3"},
		{"number", "FROM debian:12\nUSER 10001:staff\n", ""},
		{"root-or-none", "FROM debian:12\nUSER root\n", ""},
		{"service", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    user: app\n  b:\n    image: x:1\n    user: \"1000\"\n", "compose.yaml:4"},
	},
};
