#include "checks/about_sources.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_copied_walk walk = sw_copied_of(view, sw_stages_built(view));
	const struct sw_step *told = NULL;
	for (struct sw_copied copied; sw_next_copied(&walk, &copied);) {
		if (copied.step->kind == SW_STEP_COPY)
			sw_pass(sink, copied.step->keyword, "local files are copied with COPY");
		else if (copied.kind == SW_SOURCE_UNKNOWN)
			sw_unknown(sink, SW_MISSING_VARIABLE, copied.source.span, "a variable hides what ADD takes");
		else if (copied.kind == SW_SOURCE_FILE || copied.kind == SW_SOURCE_TEXT) {
			if (copied.step != told)
				sw_fail(sink, copied.step->keyword, "ADD takes the local %.*s; COPY does the same and nothing else",
					SW_ARG(copied.source.text));
			told = copied.step;
		}
	}
	sw_not_applicable(sink, "no local file is copied");
}

CHECK(add_local_file) {
	.id = "add-local-file", .on = SW_ON_BUILD, .severity = SW_LOW, .stride = SW_TAMPERING, .cwe = {829},
	.refs = {"cis-docker-1.6:4.9", "hadolint:DL3020", "trivy:DS-0005", "checkov:CKV_DOCKER_4", "kics:9513a694",
		 "semgrep:prefer-copy-over-add", "dockle:CIS-DI-0009", "tally:DL3020"},
	.title = "ADD is used for a local file",
	.why = "ADD fetches addresses and unpacks archives by the looks of its argument. A file that is swapped for an archive, or a "
	       "variable that becomes an address, then does more than anybody reviewed.",
	.fix = "Write COPY: `COPY app.conf /etc/app.conf`.",
	.decide = decide,
	.examples = {
		{"file", "FROM debian:12\nADD app.conf /etc/app.conf\n", "Dockerfile:2"},
		{"several", "FROM debian:12\nADD a b /srv/\nADD [\"c d\", \"/srv/\"]\n", "Dockerfile:2 Dockerfile:3"},
		{"argument-default", "FROM debian:12\nARG JAR=app.jar\nADD target/$JAR /app.jar\n", "Dockerfile:3"},
		{"copy", "FROM debian:12\nCOPY app.conf /etc/app.conf\n", ""},
		{"address-behind-variable", "FROM debian:12\nARG SITE=https://dl.example.com\nADD --checksum=sha256:0123456789012345678901234567890123456789012345678901234567890123 ${SITE}/a /a\n", ""},
		{"archive", "FROM debian:12\nADD app.tar.gz /srv/\n", ""},
	},
};
