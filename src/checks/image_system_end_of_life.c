#include "checks/about_contents.h"
#include "knowledge/eol.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_eol eol;
	if (!view->contents || !view->contents->release.id.n) {
		if (view->contents && view->contents->complete)
			sw_not_applicable(sink, "the image holds no distribution");
		sw_tell_contents(view, sink, "");
		return;
	}
	const struct sw_release *release = &view->contents->release;
	struct sw_span at = view->image->at;
	if (!sw_system_eol(release->id, release->version_id, &eol))
		sw_unknown(sink, SW_MISSING_IMAGE, at, "how long %.*s %.*s is supported is not known", SW_ARG(release->id), SW_ARG(release->version_id));
	else if (sw_str_cmp(sw_str_of(eol.date), view->date) < 0)
		sw_fail(sink, at, "/%.*s says %s %s, which has had no security fixes since %s", SW_ARG(release->path), eol.product, eol.cycle, eol.date);
	else
		sw_pass(sink, at, "%s %s is supported until %s", eol.product, eol.cycle, eol.date);
}

CHECK(image_system_end_of_life) {
	.id = "image-system-end-of-life", .on = SW_ON_IMAGE, .severity = SW_MEDIUM, .stride = SW_TAMPERING | SW_ELEVATION, .cwe = {1104},
	.refs = {"cis-docker-1.6:4.4"},
	.title = "The distribution in the image gets no more fixes",
	.why = "Flaws that are found after the end of support stay open for ever, and attackers know them.",
	.fix = "Build on a release that is supported: `FROM debian:13` in the place of `FROM debian:10`.",
	.decide = decide,
	.examples = {
		{"debian", "=== app.image\nlayer ADD rootfs.tar /\n0644 0:0 etc/os-release\n\tID=debian\n\tVERSION_ID=\"9\"\n", "app.image/config.json:2"},
		{"alpine", "=== app.image\nlayer ADD rootfs.tar /\n0644 0:0 etc/os-release\n\tID=alpine\n\tVERSION_ID=3.12.1\n", "app.image/config.json:2"},
		{"supported", "=== app.image\nlayer ADD rootfs.tar /\n0644 0:0 etc/os-release\n\tID=debian\n\tVERSION_ID=\"13\"\n", ""},
		{"rolling", "=== app.image\nlayer ADD rootfs.tar /\n0644 0:0 etc/os-release\n\tID=arch\n", ""},
		{"scratch", "=== app.image\nlayer COPY a /\n0755 0:0 a\n", ""},
	},
};
