#include "checks/about_downloads.h"

static void judge(const struct sw_view *view, struct sw_sink *sink, const struct sw_download *d) {
	struct sw_str words = sw_url_words(view->arena, d->url.text);
	if (d->use == SW_DOWNLOAD_PIPED)
		return; /* told by download-piped-to-shell */
	if (d->verified)
		sw_pass(sink, d->url.span, "%.*s is verified before it is used", SW_ARG(words));
	else if (d->step->kind == SW_STEP_ADD)
		return; /* told by add-remote-unverified */
	else if (d->use != SW_DOWNLOAD_UNUSED && d->maybe_verified)
		sw_unknown(sink, SW_MISSING_FILE, d->url.span, "a list that is not seen says whether %.*s is verified", SW_ARG(words));
	else if (d->use != SW_DOWNLOAD_UNUSED)
		sw_fail(sink, d->url.span, "%.*s is %s and %s", SW_ARG(words), sw_download_use_words(d->use),
			d->ignored ? "the build goes on when its verification fails" : "nothing verifies it first");
	else if (d->maybe_used)
		sw_unknown(sink, SW_MISSING_VARIABLE, d->url.span, "a variable hides whether %.*s is used", SW_ARG(words));
	else if (!d->file.n && !d->piped)
		sw_unknown(sink, SW_MISSING_VARIABLE, d->url.span, "nobody can tell under which name %.*s is saved", SW_ARG(words));
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages built = sw_stages_built(view);
	struct sw_downloads downloads = {0};
	sw_downloads_follow(view, &downloads);
	for sw_each(struct sw_download, d, downloads)
		judge(view, sink, d);
	sw_tell_unread(view, built, sink);
	sw_not_applicable(sink, downloads.n ? "no download is unpacked, installed or run here" : "nothing is downloaded");
}

CHECK(download_not_verified) {
	.id = "download-not-verified", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .stride = SW_TAMPERING, .cwe = {494},
	.refs = {"cis-docker-1.6:4.12"},
	.title = "A download is used without a checksum or signature",
	.why = "TLS shows which server answered, not that it sent what its author made. A stolen account, a moved release or a "
	       "hijacked name puts code into the image, and every build takes it.",
	.fix = "Compare before use: `curl -fsSLo t.tgz https://… && echo \"$SUM  t.tgz\" | sha256sum -c - && tar -xzf t.tgz`, or "
	       "`gpg --verify t.tgz.asc t.tgz`.",
	.decide = decide,
	.examples = {
		{"unpacked", "FROM debian:12\nRUN curl -fsSL https://dl.example.com/tool.tgz -o /t.tgz \\\n && tar -xzf /t.tgz -C /usr/local\n", "Dockerfile:2"},
		{"uses", "FROM debian:12\nRUN wget https://a.example.com/agent.deb && dpkg -i agent.deb\nRUN curl -Lo /usr/local/bin/x https://b.example.com/x && chmod +x /usr/local/bin/x\nRUN wget -q https://c.example.com/i.sh && bash ./i.sh\n", "Dockerfile:2 Dockerfile:3 Dockerfile:4"},
		{"piped-archive", "FROM debian:12\nRUN curl -sSL https://dl.example.com/a.tar.gz | tar -xz -C /opt\n", "Dockerfile:2"},
		{"other-step-and-name", "FROM debian:12\nRUN wget https://dl.example.com/a.zip && mv a.zip /tmp/b.zip\nRUN cd /tmp && unzip '*.txt' && unzip b.zip\n", "Dockerfile:2"},
		{"too-late", "FROM debian:12\nRUN wget https://dl.example.com/a.tgz && tar xf a.tgz && echo \"0  a.tgz\" | sha256sum -c || true\n", "Dockerfile:2"},
		{"other-stage", "FROM debian:12 AS get\nWORKDIR /d\nRUN curl -LO https://dl.example.com/a.tgz\nFROM debian:12\nCOPY --from=get /d/a.tgz /x/\nRUN cd /x && d=$(pwd) && tar xf a.tgz\n", "Dockerfile:3"},
		{"nobody-stops", "FROM debian:12\nRUN wget https://dl.example.com/a.tgz; echo \"$S  a.tgz\" | sha256sum -c; tar xf a.tgz\nRUN wget -O b https://dl.example.com/b && (echo \"$S b\" | sha256sum -c || true) && sh b\n", "Dockerfile:2 Dockerfile:3"},
		{"checksum", "FROM debian:12\nARG V=1\nRUN curl -fsSLo \"t-${V}.tgz\" https://dl.example.com/t.tgz \\\n && echo \"$SUM  t-$V.tgz\" | sha256sum -c - && tar -xzf t-${V}.tgz\n", ""},
		{"signature", "FROM debian:12\nRUN set -e; wget -O a.tgz $U; wget -O a.tgz.asc $U.asc; gpg --batch --verify a.tgz.asc a.tgz; tar xf a.tgz\nADD --checksum=sha256:0123456789012345678901234567890123456789012345678901234567890123 https://dl.example.com/b /b\n", ""},
		{"comparison", "FROM debian:12\nRUN curl -o a https://dl.example.com/a; [ \"$(sha256sum a | cut -c1-64)\" = \"$SUM\" ] || exit 1; chmod 755 a; curl -s https://api.example.com/v > v.json\n", ""},
	},
};
