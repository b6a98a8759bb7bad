#include "checks/quality/about_layers.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages all = sw_stages_all(view);
	struct sw_command_walk walk = sw_commands_of(view, all);
	bool curl = false, wget = false;
	uint32_t stage = UINT32_MAX;
	const struct sw_step *told = NULL;
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));) {
		if (at->step->stage != stage)
			curl = wget = false;
		stage = at->step->stage;
		bool is_curl = sw_str_is(at->call.program, "curl"), is_wget = sw_str_is(at->call.program, "wget");
		curl |= is_curl;
		wget |= is_wget;
		if ((is_curl || is_wget) && curl && wget && at->step != told) {
			sw_fail(sink, at->cmd->words[at->call.word].span, "the stage uses %s as well", is_curl ? "wget" : "curl");
			told = at->step;
		}
	}
	sw_tell_unread(view, all, sink);
	sw_pass(sink, view->row->at, "no stage uses both");
}

CHECK(curl_and_wget) {
	.id = "curl-and-wget", .on = SW_ON_BUILD, .severity = SW_INFO, .cwe = {1041},
	.refs = {"hadolint:DL4001", "trivy:DS-0014", "kics:fc775e75", "semgrep:use-either-wget-or-curl", "tally:DL4001"},
	.title = "A stage downloads with curl and with wget",
	.why = "One of them is enough; the other is one more program to keep up to date in the image.",
	.fix = "Use one of them in the stage, and install only that one.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"both", "FROM debian:12\nRUN wget -q https://dl.example.com/a\nRUN curl -fO https://dl.example.com/b\n", "Dockerfile:3"},
		{"stages", "FROM debian:12\nRUN wget -q https://dl.example.com/a\nFROM debian:12\nRUN curl -fO https://dl.example.com/b\n", ""},
		{"installed", "FROM debian:12\nRUN apt-get install -y curl wget\nRUN curl -fO https://dl.example.com/b\n", ""},
	},
};
