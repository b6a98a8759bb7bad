#include "checks/about_capabilities.h"
#include "checks/about_steps.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages built = sw_stages_built(view);
	struct sw_command_walk walk = sw_commands_of(view, built);
	bool any = false;
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));) {
		struct sw_shell_word caps, file = {0};
		any = true;
		if (!sw_str_is(at->call.program, "setcap") || sw_shell_option(at->cmd, at->call.first_arg, "-r", NULL, "n") ||
		    sw_shell_option(at->cmd, at->call.first_arg, "-v", NULL, "n") || !sw_shell_operand(at->cmd, at->call.first_arg, "n", 0, &caps))
			continue;
		if (!sw_shell_operand(at->cmd, at->call.first_arg, "n", 1, &file))
			file.text = SW_S("a program");
		struct sw_str name;
		enum sw_severity severity = sw_worst_file_capability(caps.text, &name);
		sw_fail_as(sink, severity, caps.span, "%.*s has the capability %.*s, whoever starts it", SW_ARG(file.text), SW_ARG(name));
	}
	sw_tell_unread(view, built, sink);
	if (any)
		sw_pass(sink, view->row->at, "no step gives a program capabilities");
	sw_not_applicable(sink, "the build runs no command");
}

CHECK(file_capability_added) {
	.id = "file-capability-added", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .stride = SW_ELEVATION, .cwe = {250},
	.refs = {"cis-docker-1.6:5.4"},
	.title = "A program is given a capability",
	.why = "Every user of the container gains that right over the kernel by starting the program, and a flaw in it is a step "
	       "towards root.",
	.fix = "Grant what is needed to the container and to nobody else (`cap_add: [NET_BIND_SERVICE]`), or listen on a port above 1023.",
	.decide = decide,
	.examples = {
		{"admin", "FROM debian:12\nRUN apt-get install -y libcap2-bin && \\\n    setcap cap_sys_admin+ep /usr/bin/tool\n", "Dockerfile:3"},
		{"several", "FROM debian:12\nRUN setcap 'cap_net_bind_service=+ep' /a && setcap cap_net_raw,cap_net_admin=eip /b\n", "Dockerfile:2 Dockerfile:2"},
		{"removed", "FROM debian:12\nRUN setcap -r /usr/bin/ping\n", ""},
		{"none", "FROM debian:12\nRUN getcap /usr/bin/ping\n", ""},
	},
};
