#include "checks/about_sources.h"
#include "knowledge/files.h"

static void judge(struct sw_sink *sink, const struct sw_copied *copied, bool ships) {
	const struct sw_secret_file *file = sw_secret_file(copied->source.text);
	bool from_stage = copied->kind == SW_SOURCE_STAGE;
	struct sw_str path = copied->source.text;
	if (!file && !from_stage && copied->kind == SW_SOURCE_FILE && !sw_str_ends(copied->target, SW_S("/"))) {
		/* What a file becomes tells what it is. */
		file = sw_secret_file(copied->target);
		file = file && (file->folder || file->maybe) ? NULL : file;
		path = file ? copied->target : path;
	}
	if (!file) {
		sw_pass(sink, copied->source.span, "no file that is known for secrets is copied");
		return;
	}
	/* Certificates and the like go from stage to stage. */
	if (file->maybe && from_stage)
		return;
	enum sw_severity severity = file->maybe ? SW_LOW : ships ? SW_HIGH : SW_MEDIUM;
	sw_fail_as(sink, severity, copied->source.span, "%.*s (%s) goes into %s", SW_ARG(path), file->what,
		   ships ? "the image" : "a layer of the build");
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages shipped = sw_stages_shipped(view);
	struct sw_copied_walk walk = sw_copied_of(view, sw_stages_built(view));
	for (struct sw_copied copied; sw_next_copied(&walk, &copied);)
		if (copied.kind == SW_SOURCE_FILE || copied.kind == SW_SOURCE_STAGE)
			judge(sink, &copied, sw_stages_have(&shipped, copied.step->stage));
	sw_not_applicable(sink, "no file is copied");
}

CHECK(secret_file_copied) {
	.id = "secret-file-copied", .on = SW_ON_BUILD, .severity = SW_HIGH, .stride = SW_DISCLOSURE, .cwe = {538},
	.refs = {"cis-docker-1.6:4.10", "trivy:DS-0031", "dockle:CIS-DI-0010"},
	.title = "A file that holds secrets is copied into the image",
	.why = "Whoever pulls the image has the file. A later `rm` only hides it: the layer stays.",
	.fix = "Mount it for the step that needs it: `RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci`, or `--mount=type=ssh`.",
	.decide = decide,
	.examples = {
		{"key", "FROM debian:12\nCOPY app \\\n     deploy/id_rsa \\\n     /root/.ssh/\n", "Dockerfile:3"},
		{"others", "FROM node:22\nADD .npmrc /root/\nCOPY .env.production ./.env\nCOPY .git /src/.git\nCOPY .aws/credentials /root/.aws/credentials\n", "Dockerfile:2 Dockerfile:3 Dockerfile:4 Dockerfile:5"},
		{"by-target", "FROM debian:12\nCOPY keys/deploy /root/.ssh/id_ed25519\n", "Dockerfile:2"},
		{"from-a-stage", "FROM debian:12 AS a\nFROM debian:12\nCOPY --from=a /root/.ssh/id_rsa /k\nCOPY --from=a /etc/ssl/certs/ca.pem /c/server.pem\n", "Dockerfile:3"},
		{"samples", "FROM debian:12\nCOPY .env.example .env.sample id_rsa.pub ca.pem /srv/\n", ""},
		{"none", "FROM debian:12\nCOPY app /app\n", ""},
	},
};
