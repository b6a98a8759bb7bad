#include "run/image_diff.h"
#include "base/say.h"
#include "readers/image/compare.h"
#include "reports/image/report.h"
#include "run/scan.h"
#include "secrets/find.h"

const struct sw_report_format sw_image_diff_formats[] = {
	{.name = "text", .summary = "for people, in a terminal"},
	{.name = "json", .summary = "for machines: complete, with a published schema"},
};
const size_t sw_image_diff_format_count = sizeof sw_image_diff_formats / sizeof *sw_image_diff_formats;

static sw_image_difference_writer *const writers[] = {sw_image_difference_text, sw_image_difference_json};

/* One image for each side; NULL, with the reason said. */
static struct sw_image *read_side(struct sw_scan *scan, const struct sw_request *whole, size_t number, struct sw_worker *worker) {
	struct sw_request request = *whole;
	struct sw_image *found = NULL;
	size_t images = 0;
	const char *named = whole->targets[number].named;
	request.targets = &whole->targets[number];
	request.target_count = 1;
	request.whole = whole;
	sw_scan_find(scan, &request, worker);
	for (size_t i = 0; i < scan->artifacts.v.n; i++) {
		for (size_t k = 0; k < scan->sets[i]->images.n; k++, images++)
			found = &scan->sets[i]->images.v[k];
		for (size_t k = 0; k < scan->sets[i]->diags.n; k++)
			if (scan->sets[i]->diags.v[k].level == SW_DIAG_ERROR)
				sw_say_plain("%s: error: %.*s", named, SW_ARG(scan->sets[i]->diags.v[k].message));
	}
	if (images > 1)
		sw_say("%s holds %zu images: name one of them", named, images);
	else if (!found || !found->contents)
		sw_say("%s: no image whose layers could be read", named);
	return images == 1 && found->contents ? found : NULL;
}

/* What stood in for comparing is for showing now. */
static void mask_paths(struct sw_arena *arena, struct sw_contents *contents) {
	for (size_t i = 0; i < contents->files.n; i++)
		contents->files.v[i].notable.entry.path = sw_secret_mask(arena, contents->files.v[i].notable.entry.path);
	for (size_t i = 0; i < contents->secrets.n; i++)
		contents->secrets.v[i].secret.path = sw_secret_mask(arena, contents->secrets.v[i].secret.path);
}

static int write_one(struct sw_arena *arena, const struct sw_image_difference *difference, const struct sw_request_report *report) {
	SW_CLEANUP_OUT struct sw_out out;
	struct sw_err err = {0};
	size_t format = 0;
	sw_out_init(&out, report->fd);
	while (strcmp(sw_image_diff_formats[format].name, report->format->name) != 0)
		format++;
	int result = writers[format](difference, &report->style, arena, &out);
	if (result == 0 && (result = sw_out_flush(&out, &err)) < 0)
		sw_say("%s", err.text);
	return result;
}

int sw_run_image_diff(struct sw_request *request, struct sw_worker *worker) {
	struct sw_scan scans[2] = {0};
	struct sw_image *images[2];
	struct sw_image_difference difference = {0};
	for (size_t i = 0; i < 2; i++) {
		images[i] = read_side(&scans[i], request, i, worker);
		difference.named[i] = sw_str_of(request->targets[i].named);
	}
	if (!images[0] || !images[1])
		return 2;
	struct sw_arena *arena = &scans[1].arena;
	sw_image_compare_files(arena, images[0]->contents, images[1]->contents, &difference.files);
	sw_image_difference_make(arena, images[0], images[1], &difference);
	mask_paths(arena, images[0]->contents);
	mask_paths(arena, images[1]->contents);
	for (size_t i = 0; i < difference.files.largest.n; i++)
		difference.files.largest.v[i].path = sw_secret_mask(arena, difference.files.largest.v[i].path);
	int status = scans[0].refused || scans[1].refused ? 2 : 0;
	for (size_t i = 0; i < request->report_count; i++)
		if (write_one(arena, &difference, &request->reports[i]) < 0)
			status = 2;
	/* The process ends here, and with it what both sides took. */
	return status;
}
