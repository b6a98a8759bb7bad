#include "checks/about_trace.h"

static bool anything_verifies(const struct sw_view *view) {
	struct sw_command_walk walk = sw_commands_of(view, sw_stages_built(view));
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));)
		if (sw_trace_may_verify(at))
			return true;
	return false;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_trace *trace = anything_verifies(view) ? sw_trace_of(view) : NULL;
	for (size_t i = 0; trace && i < trace->proofs.n; i++) {
		const struct sw_proof *proof = &trace->proofs.v[i];
		const struct sw_shell_word *word = &proof->at.cmd->words[proof->at.call.word];
		enum sw_mask mask = proof->masking.mask;
		struct sw_str program = proof->at.call.program.n ? proof->at.call.program : word->text;
		if (mask == SW_MASK_NONE || (proof->masking.guards && !proof->broken))
			sw_pass(sink, word->span, "a failure of %.*s ends the step", SW_ARG(program));
		else if (mask == SW_MASK_PIPE)
			sw_fail_variant(sink, "pipe", word->span, "a failure of %.*s %s", SW_ARG(program), sw_mask_words(mask));
		else
			sw_fail(sink, word->span, "a failure of %.*s %s", SW_ARG(program), sw_mask_words(mask));
	}
	sw_tell_unread(view, sw_stages_built(view), sink);
	sw_not_applicable(sink, "no step compares a checksum or a signature");
}

CHECK(check_failure_masked) {
	.id = "check-failure-masked", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .stride = SW_TAMPERING, .cwe = {754, 494},
	.refs = {"hadolint:DL4006@pipe", "cis-docker-1.6:4.12"},
	.title = "A checksum or signature is compared, and the build goes on when it is wrong",
	.why = "The comparison looks as if it guarded the build. A file that somebody changed fails it, nothing stops, and the file is "
	       "used all the same.",
	.fix = "Join it to what uses the file: `sha256sum -c sums && tar -xzf t.tgz`, or begin the step with `set -e`. Take away "
	       "`|| true`.",
	.decide = decide,
	.examples = {
		{"or-true", "FROM debian:12\nRUN wget https://dl.example.com/a.tgz && (echo \"$S  a.tgz\" | \\\n   sha256sum -c || true) && tar xf a.tgz\n", "Dockerfile:3"},
		{"sequence", "FROM debian:12\nRUN wget https://dl.example.com/a https://dl.example.com/a.asc; gpg --verify a.asc a; sh a\n", "Dockerfile:2"},
		{"heredoc", "FROM debian:12\nRUN <<EOF\nwget https://dl.example.com/a\necho \"$S a\" | sha256sum -c\nsh a\nEOF\n", "Dockerfile:4"},
		{"switched-off", "FROM debian:12\nRUN set -e; wget https://dl.example.com/a; set +e; cosign verify-blob --key k --signature s a; sh a\n", "Dockerfile:2"},
		{"pipe", "FROM debian:12\nRUN wget https://dl.example.com/a && sha256sum -c sums | tee log && sh a\n", "Dockerfile:2"},
		{"only-says", "FROM debian:12\nRUN wget https://dl.example.com/a.sh && if [ \"$(sha256sum a.sh | cut -c1-64)\" != \"$S\" ]; then echo wrong; fi && sh a.sh\n", "Dockerfile:2"},
		{"behind-its-chain", "FROM debian:12\nRUN set -e; wget https://dl.example.com/a.tgz; echo \"$S a.tgz\" | sha256sum -c && echo fine; tar xf a.tgz\n", "Dockerfile:2"},
		{"stops", "FROM debian:12\nRUN set -eux; wget https://dl.example.com/a; echo \"$S a\" | sha256sum -c; sh a\nRUN gpg --verify b.asc b && sh b; rm b\n", ""},
		{"exits", "FROM debian:12\nRUN sha256sum -c s || exit 1; sh a\nRUN sha256sum -c s || { echo wrong; exit 1; }; sh a\nRUN if ! sha256sum -c s; then echo wrong; exit 1; fi; sh a\nRUN sha256sum -c s; if [ $? -ne 0 ]; then exit 1; fi; sh a\n", ""},
		{"shells", "FROM debian:12\nSHELL [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\"]\nRUN sha256sum -c s | tee log; sh a\nRUN <<EOF\n#!/bin/sh -e\nsha256sum -c s\nsh a\nEOF\nRUN [\"sh\", \"-ec\", \"sha256sum -c s; sh a\"]\n", ""},
	},
};
