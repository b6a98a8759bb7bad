#include "checks/about_words.h"

/* Signals by their numbers on Linux, without "SIG". */
static struct sw_str plain(struct sw_str signal) {
	static const struct {
		const char *number;
		struct sw_str name;
	} numbers[] = {{"1", SW_SI("HUP")}, {"2", SW_SI("INT")}, {"3", SW_SI("QUIT")}, {"9", SW_SI("KILL")}, {"15", SW_SI("TERM")},
		       {"19", SW_SI("STOP")}, {"37", SW_SI("RTMIN+3")}};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (sw_str_is(signal, numbers[i].number))
			return numbers[i].name;
	return signal.n > 3 && sw_str_is_nocase(sw_str_sub(signal, 0, 3), "SIG") ? sw_str_from(signal, 3) : signal;
}

/* What programs take a signal for. */
struct custom {
	const char *programs;
	const char *bad;   /* these, divided by blanks, or NULL: all but `good` */
	const char *good;
	const char *why;
};

static const struct custom customs[] = {
	{"nginx openresty", "TERM INT", "QUIT", "ends at once and drops the requests it is answering; SIGQUIT lets it finish them"},
	{"init systemd", NULL, "RTMIN+3", "does not shut down by it; it waits for SIGRTMIN+3"},
	{"postgres", "QUIT ABRT", "INT", "stops without writing its data down; SIGINT and SIGTERM let it"},
};

/* The first program that entrypoint and command name. */
static struct sw_str program_of(const struct sw_value *fields) {
	enum sw_field field = fields[SW_FIELD_ENTRYPOINT].value.n > 2 ? SW_FIELD_ENTRYPOINT : SW_FIELD_COMMAND;
	const struct sw_value *start = &fields[field];
	if (!start->known)
		return (struct sw_str){0};
	struct sw_str text = start->value;
	if (sw_str_starts(text, SW_S("[\"")))
		text = sw_str_from(text, 2);
	size_t end = 0;
	while (end < text.n && !sw_is_space(text.p[end]) && text.p[end] != '"')
		end++;
	return sw_str_basename(sw_str_sub(text, 0, end));
}

static const struct custom *custom_of(struct sw_str program) {
	for (size_t i = 0; i < sizeof customs / sizeof *customs; i++)
		if (sw_listed(program, customs[i].programs))
			return &customs[i];
	return NULL;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_value *signal = &view->fields[SW_FIELD_STOP_SIGNAL];
	const struct sw_link *link = sw_value_link(signal);
	if (!link || link->how != SW_HOW_STATED) {
		sw_not_applicable(sink, "no signal is chosen");
		return;
	}
	struct sw_str name = plain(signal->value), program = program_of(view->fields);
	const struct custom *custom = custom_of(program);
	if (!signal->known)
		sw_unknown(sink, signal->missing, link->at, "a variable hides the signal");
	else if (sw_listed_nocase(name, "KILL STOP"))
		sw_fail_value(sink, signal, "%.*s cannot be caught: the service is cut off", SW_ARG(signal->value));
	else if (custom && !sw_str_is_nocase(name, custom->good) && (!custom->bad || sw_listed_nocase(name, custom->bad)))
		sw_fail_value(sink, signal, "at %.*s %.*s %s", SW_ARG(signal->value), SW_ARG(program), custom->why);
	else
		sw_pass(sink, link->at, "%.*s can be answered", SW_ARG(signal->value));
}

CHECK(stop_signal_ungraceful) {
	.id = "stop-signal-ungraceful", .on = SW_ON_START, .severity = SW_LOW, .stride = SW_DENIAL, .cwe = {404},
	.refs = {"tally:no-ungraceful-stopsignal"},
	.title = "The service is asked to stop by a signal that cuts it off",
	.why = "It cannot finish what it is doing or write down what it holds: requests are lost at every restart, and data may be.",
	.fix = "Use the signal that the service shuts down by: SIGTERM as a rule, `STOPSIGNAL SIGQUIT` for nginx, `SIGRTMIN+3` for systemd.",
	.decide = decide,
	.examples = {
		{"kill", "FROM debian:12\nSTOPSIGNAL SIGKILL\nCMD [\"/app\"]\n", "Dockerfile:2"},
		{"number", "FROM debian:12\nSTOPSIGNAL 9\n", "Dockerfile:2"},
		{"wrong-for-the-program", "FROM debian:12\nSTOPSIGNAL SIGTERM\nCMD [\"nginx\", \"-g\", \"daemon off;\"]\n", "Dockerfile:2"},
		{"init", "FROM debian:12\nSTOPSIGNAL SIGTERM\nENTRYPOINT [\"/sbin/init\"]\n", "Dockerfile:2"},
		{"answered", "FROM debian:12\nSTOPSIGNAL SIGQUIT\nCMD [\"nginx\", \"-g\", \"daemon off;\"]\n", ""},
		{"systemd", "FROM debian:12\nSTOPSIGNAL SIGRTMIN+3\nCMD [\"/lib/systemd/systemd\"]\n", ""},
		{"silent", "FROM debian:12\nCMD [\"/app\"]\n", ""},
		{"compose-kill", "=== compose.yaml\nservices:\n  a:\n    image: example.com/a:1\n    stop_signal: SIGKILL\n", "compose.yaml:4"},
		{"compose-term", "=== compose.yaml\nservices:\n  a:\n    image: example.com/a:1\n    stop_signal: SIGINT\n", ""},
	},
};
