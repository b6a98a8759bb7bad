#include "checks/quality/about_layers.h"

static bool is_port(struct sw_str text, uint64_t *port) {
	return sw_str_to_u64(text, port) && *port <= UINT16_MAX;
}

/* PORT, LOW-HIGH; an address or a host's port in front is another check's. */
static bool is_range(struct sw_str text) {
	uint64_t low, high;
	size_t colon = sw_str_rfind_byte(text, ':');
	struct sw_str ports = colon == SW_NPOS ? text : sw_str_from(text, colon + 1), first;
	ports = sw_str_sub(ports, 0, sw_str_find_byte(ports, '/'));
	sw_str_split(&ports, '-', &first);
	return is_port(first, &low) && (!ports.p || (is_port(ports, &high) && low <= high));
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_step_walk walk = {view, sw_stages_all(view), 0};
	for (const struct sw_step *step; (step = sw_next_step(&walk));)
		for (uint32_t i = 0; step->kind == SW_STEP_EXPOSE && i < step->word_count; i++) {
			const struct sw_shell_word *word = &step->words[i];
			if (!word->is_static)
				sw_unknown(sink, SW_MISSING_VARIABLE, word->span, "the port comes from a variable");
			else if (is_range(word->text))
				sw_pass(sink, word->span, "%.*s is a port", SW_ARG(word->text));
			else
				sw_fail(sink, word->span, "%.*s is no port: 0 to 65535, or a range from low to high, is", SW_ARG(word->text));
		}
	sw_not_applicable(sink, "no port is exposed");
}

CHECK(expose_invalid_port) {
	.id = "expose-invalid-port", .on = SW_ON_BUILD, .severity = SW_MEDIUM,
	.refs = {"hadolint:DL3011", "dockerfilelint:invalid_port", "trivy:DS-0008", "kics:71bf8cf8", "semgrep:invalid-port", "tally:DL3011"},
	.title = "EXPOSE names something that is no port",
	.why = "The build fails, or the port is never announced.",
	.fix = "Write a number from 0 to 65535, or a range: `EXPOSE 8080 9000-9010/udp`.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"outside", "FROM debian:12\nEXPOSE 80 65536/tcp\nEXPOSE 9010-9000 http\n", "Dockerfile:2 Dockerfile:3 Dockerfile:3"},
		{"ports", "FROM debian:12\nARG P=8080\nEXPOSE 80 443/tcp 9000-9010/udp $P 65535\n", ""},
		{"variable", "FROM debian:12\nEXPOSE $P\n", ""},
	},
};
