#include "checks/quality/about_layers.h"

static void judge(struct sw_sink *sink, const struct sw_shell_word *word) {
	struct sw_str protocol = word->raw;
	size_t slash = sw_str_rfind_byte(protocol, '/');
	protocol = slash == SW_NPOS ? (struct sw_str){0} : sw_str_from(protocol, slash + 1);
	bool capital = false;
	for (size_t i = 0; i < protocol.n; i++)
		capital |= sw_to_lower(protocol.p[i]) != protocol.p[i];
	if (sw_str_find_byte(word->text, ':') != SW_NPOS && word->is_static)
		sw_fail_variant(sink, "format", word->span, "%.*s names a side of the host, which EXPOSE does not know", SW_ARG(word->text));
	else if (capital && sw_str_find_byte(protocol, '$') == SW_NPOS)
		sw_fail_variant(sink, "case", word->span, "the protocol %.*s is not in small letters", SW_ARG(protocol));
	else
		sw_pass(sink, word->span, "port and protocol");
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_step_walk walk = {view, sw_stages_all(view), 0};
	for (const struct sw_step *step; (step = sw_next_step(&walk));)
		for (uint32_t i = 0; step->kind == SW_STEP_EXPOSE && i < step->word_count; i++)
			judge(sink, &step->words[i]);
	sw_not_applicable(sink, "no port is exposed");
}

CHECK(expose_malformed) {
	.id = "expose-malformed", .on = SW_ON_BUILD, .severity = SW_LOW,
	.refs = {"dockerfilelint:expose_host_port@format", "buildkit:ExposeInvalidFormat@format", "buildkit:ExposeProtoCasing@case"},
	.title = "EXPOSE says more than a port and a protocol",
	.why = "EXPOSE announces a port of the container and publishes nothing. An address or a port of the host is dropped, and a later "
	       "builder refuses it.",
	.fix = "Write `EXPOSE 80/tcp`, and publish where the container is started: `docker run -p 127.0.0.1:8080:80`.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"host-port", "FROM debian:12\nEXPOSE 8080:80 127.0.0.1:80:80\n", "Dockerfile:2 Dockerfile:2"},
		{"capitals", "FROM debian:12\nEXPOSE 80/TCP\n", "Dockerfile:2"},
		{"plain", "FROM debian:12\nEXPOSE 80 443/tcp 9000-9010/udp\n", ""},
	},
};
