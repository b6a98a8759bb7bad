#include "checks/about_downloads.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_downloads downloads = {0};
	sw_downloads_follow(view, &downloads);
	for sw_each(struct sw_download, d, downloads) {
		if (d->use == SW_DOWNLOAD_PIPED)
			sw_fail(sink, d->url.span, "%.*s is run by %.*s as it arrives", SW_ARG(sw_url_words(view->arena, d->url.text)),
				SW_ARG(d->interpreter));
		else if (d->file.n)
			sw_pass(sink, d->url.span, "downloads are saved before anything is done with them");
	}
	sw_tell_unread(view, sw_stages_built(view), sink);
	sw_not_applicable(sink, "no file is downloaded");
}

CHECK(download_piped_to_shell) {
	.id = "download-piped-to-shell", .on = SW_ON_BUILD, .severity = SW_HIGH, .stride = SW_TAMPERING | SW_ELEVATION, .cwe = {494},
	.refs = {"cis-docker-1.6:4.12", "droast:DF021"},
	.title = "A download is piped into an interpreter",
	.why = "What the server sends at that moment runs as root in the build. Nobody can compare it with anything first, a broken "
	       "connection runs half of it, and a server can tell a build from a reader and send something else.",
	.fix = "Save it, compare its checksum, then run it: `curl -fsSLo i.sh https://… && echo \"$SUM  i.sh\" | sha256sum -c && sh i.sh`.",
	.decide = decide,
	.examples = {
		{"pipe", "FROM debian:12\nRUN curl -fsSL https://get.example.com/install.sh | sh\n", "Dockerfile:2"},
		{"long", "FROM debian:12\nRUN set -e; \\\n  wget -qO- \\\n    https://get.example.com | \\\n  sed s/a/b/ | sudo -E bash -s -- --yes\n", "Dockerfile:4"},
		{"substitutions", "FROM debian:12\nRUN bash <(curl -s https://a.example.com/a)\nRUN sh -c \"$(curl -fsSL https://b.example.com/b)\"\nRUN eval \"$(wget -qO- https://c.example.com/c)\"\n", "Dockerfile:2 Dockerfile:3 Dockerfile:4"},
		{"inside-a-shell", "FROM debian:12\nRUN [\"bash\", \"-c\", \"curl https://a.example.com/a | python3 -\"]\nRUN <<EOF\ncurl -sS https://b.example.com/b | php\nEOF\n", "Dockerfile:2 Dockerfile:4"},
		{"data", "FROM debian:12\nRUN curl -s https://api.example.com/v | python3 -c 'import json' && curl -s https://a.example.com | grep x | sh -c 'cat'\n", ""},
		{"archive", "FROM debian:12\nRUN wget -qO- https://dl.example.com/a.tgz | tar xz\n", ""},
		{"saved", "FROM debian:12\nRUN curl -fsSLo i.sh https://get.example.com && echo \"0123  i.sh\" | sha256sum -c && sh i.sh\n", ""},
	},
};
