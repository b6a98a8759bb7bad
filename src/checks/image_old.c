#include "checks/about_contents.h"
#include "knowledge/date.h"

enum { DAYS = 365 };

/* Reproducible builds set the clock to where it begins. */
static bool is_told(struct sw_str day) {
	return sw_date_valid(day) && sw_str_cmp(day, SW_S("2013-03-20")) > 0;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	if (!view->image) {
		sw_not_applicable(sink, "it is no image at rest");
		return;
	}
	struct sw_str day = sw_str_sub(view->image->created, 0, 10);
	if (!is_told(day)) {
		sw_not_applicable(sink, "the image does not tell when it was made");
		return;
	}
	int64_t days = sw_date_days(day, view->date);
	if (days > DAYS)
		sw_fail(sink, view->image->at, "made on %.*s, %lld days ago: what was mended since is not in it", SW_ARG(day), (long long)days);
	else
		sw_pass(sink, view->image->at, "made on %.*s", SW_ARG(day));
}

CHECK(image_old) {
	.id = "image-old", .on = SW_ON_IMAGE, .severity = SW_LOW, .stride = SW_TAMPERING | SW_ELEVATION, .cwe = {1104},
	.refs = {"cis-docker-1.6:4.4"},
	.title = "The image was built more than a year ago",
	.why = "Fixes reach an image only by building it again. Flaws that became known in the meantime are open in every container of it.",
	.fix = "Build it again on a fresh base image, and let that happen by itself: once a week, and when the base image changes.",
	.decide = decide,
	.examples = {
		{"old", "=== app.image\ncreated 2020-01-01T00:00:00Z\nlayer COPY a /\n0644 0:0 a\n", "app.image/config.json:2"},
		{"not-told", "=== app.image\ncreated 1970-01-01T00:00:00Z\nlayer COPY a /\n0644 0:0 a\n", ""},
	},
};
