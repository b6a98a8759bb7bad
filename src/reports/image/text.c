#include "reports/image/report.h"
#include "reports/images.h"
#include "reports/text/lines.h"

enum { MOST_ROWS = 60 };

static const char marks[] = {[SW_DIFF_ADDED] = '+', [SW_DIFF_REMOVED] = '-', [SW_DIFF_CHANGED] = '~'};
static const enum sw_text_tone tones[] = {[SW_DIFF_ADDED] = SW_TEXT_GOOD, [SW_DIFF_REMOVED] = SW_TEXT_BAD, [SW_DIFF_CHANGED] = SW_TEXT_PLAIN};

struct page {
	struct sw_text text;
	struct sw_arena *arena;
	const struct sw_image_difference *difference;
};

static void row(struct page *page, enum sw_image_change change, struct sw_str line) {
	sw_text_line(&page->text, tones[change], 2, sw_arena_printf(page->arena, "%c %.*s", marks[change], SW_ARG(line)));
}

static void left_out(struct page *page, size_t n) {
	if (n > MOST_ROWS)
		sw_text_line(&page->text, SW_TEXT_FAINT, 2, sw_arena_printf(page->arena, "and %zu more (-f json)", n - MOST_ROWS));
}

static const char *plural(size_t n) {
	return n == 1 ? "" : "s";
}

static void put_side(struct page *page, size_t i) {
	const struct sw_image *image = page->difference->images[i];
	uint64_t packed, unpacked;
	sw_report_sizes(image->contents, &packed, &unpacked);
	struct sw_str digest = image->manifest.n ? image->manifest : image->config;
	sw_text_line(&page->text, SW_TEXT_PLAIN, 0, sw_arena_printf(page->arena, "%s %.*s: %zu layer%s, %.*s unpacked, %zu package%s%s%.*s",
		i ? "after " : "before", SW_ARG(page->difference->named[i]), image->contents->layers.n, plural(image->contents->layers.n),
		SW_ARG(sw_report_bytes(page->arena, unpacked)), image->contents->packages.n, plural(image->contents->packages.n), digest.n ? ", " : "", (int)digest.n, digest.n ? digest.p : ""));
	if (!image->contents->complete)
		sw_text_line(&page->text, SW_TEXT_BAD, 2, SW_S("NOT COMPLETE: some of its layers were not read, or not to their end; differences may be none"));
}

static struct sw_str shown(struct sw_str text) {
	return text.n ? text : SW_S("none");
}

static void put_settings(struct page *page) {
	const struct sw_image_difference *difference = page->difference;
	if (difference->settings.n)
		sw_text_heading(&page->text, SW_S("Configuration"));
	for (size_t i = 0; i < difference->settings.n && i < MOST_ROWS; i++) {
		const struct sw_setting_change *change = &difference->settings.v[i];
		if (change->name.n)
			row(page, change->change, sw_arena_printf(page->arena, "%s %.*s", change->what, SW_ARG(sw_text_one_line(page->arena, change->name))));
		else
			row(page, SW_DIFF_CHANGED, sw_arena_printf(page->arena, "%s: %.*s → %.*s", change->what,
				SW_ARG(shown(sw_text_one_line(page->arena, change->before))), SW_ARG(shown(sw_text_one_line(page->arena, change->after)))));
	}
	left_out(page, difference->settings.n);
}

static void put_packages(struct page *page) {
	const struct sw_image_difference *difference = page->difference;
	if (difference->packages.n)
		sw_text_heading(&page->text, sw_arena_printf(page->arena, "Packages: %zu differ", difference->packages.n));
	for (size_t i = 0; i < difference->packages.n && i < MOST_ROWS; i++) {
		const struct sw_package_change *change = &difference->packages.v[i];
		struct sw_str version = change->before.n ? change->before : change->after;
		if (change->before.n && change->after.n)
			version = sw_arena_printf(page->arena, "%.*s → %.*s", SW_ARG(change->before), SW_ARG(change->after));
		row(page, change->change, sw_arena_printf(page->arena, "%s %.*s %.*s", sw_package_type_name(change->type), SW_ARG(change->name),
							  (int)version.n, version.n ? version.p : ""));
	}
	left_out(page, difference->packages.n);
}

static struct sw_str told(struct page *page, const struct sw_image_file *file) {
	struct sw_str traits = sw_report_traits(page->arena, file->notable.traits);
	return sw_arena_printf(page->arena, "%04o %u:%u %.*s", file->notable.entry.mode & 07777u, file->notable.entry.user,
			       file->notable.entry.group, SW_ARG(traits));
}

static void put_notables(struct page *page) {
	const struct sw_image_difference *difference = page->difference;
	if (difference->notables.n)
		sw_text_heading(&page->text, sw_arena_printf(page->arena, "Notable files: %zu differ", difference->notables.n));
	for (size_t i = 0; i < difference->notables.n && i < MOST_ROWS; i++) {
		const struct sw_notable_change *change = &difference->notables.v[i];
		const struct sw_image_file *file = change->after ? change->after : change->before;
		struct sw_str what = told(page, file);
		if (change->before && change->after)
			what = sw_arena_printf(page->arena, "%.*s → %.*s", SW_ARG(told(page, change->before)), SW_ARG(told(page, change->after)));
		row(page, change->change, sw_arena_printf(page->arena, "%.*s  %.*s, layer %u", SW_ARG(file->notable.entry.path), SW_ARG(what), file->layer + 1));
	}
	left_out(page, difference->notables.n);
}

static void put_secrets(struct page *page) {
	const struct sw_image_difference *difference = page->difference;
	if (difference->secrets.n)
		sw_text_heading(&page->text, sw_arena_printf(page->arena, "Secrets: %zu differ", difference->secrets.n));
	for (size_t i = 0; i < difference->secrets.n && i < MOST_ROWS; i++) {
		const struct sw_image_secret *found = difference->secrets.v[i].secret;
		row(page, difference->secrets.v[i].change, sw_arena_printf(page->arena, "%.*s:%u  %.*s, layer %u", SW_ARG(found->secret.path),
			found->secret.line, SW_ARG(found->secret.kind), found->layer + 1));
	}
	left_out(page, difference->secrets.n);
}

static void put_files(struct page *page) {
	const struct sw_file_changes *files = &page->difference->files;
	struct sw_str head = SW_S("");
	for (unsigned c = 0; c < SW_DIFF_COUNT; c++)
		if (files->count[c])
			head = sw_arena_printf(page->arena, "%.*s%s%llu %s (%.*s)", SW_ARG(head), head.n ? ", " : "Files: ", (unsigned long long)files->count[c],
					       sw_image_change_name(c), SW_ARG(sw_report_bytes(page->arena, files->bytes[c])));
	if (!head.n)
		return;
	sw_text_heading(&page->text, head);
	for (size_t i = 0; i < files->largest.n; i++)
		row(page, files->largest.v[i].change, sw_arena_printf(page->arena, "%9.*s  %.*s", SW_ARG(sw_report_bytes(page->arena, files->largest.v[i].size)),
			SW_ARG(files->largest.v[i].path)));
	uint64_t all = files->count[SW_DIFF_ADDED] + files->count[SW_DIFF_REMOVED] + files->count[SW_DIFF_CHANGED];
	if (all > files->largest.n)
		sw_text_line(&page->text, SW_TEXT_FAINT, 2, sw_arena_printf(page->arena, "and %llu smaller ones", (unsigned long long)(all - files->largest.n)));
}

int sw_image_difference_text(const struct sw_image_difference *difference, const struct sw_report_style *style, struct sw_arena *arena,
			     struct sw_out *out) {
	struct page page = {{.style = style, .out = out}, arena, difference};
	put_side(&page, 0);
	put_side(&page, 1);
	size_t shared = difference->shared_layers;
	sw_text_line(&page.text, SW_TEXT_PLAIN, 0, !shared      ? SW_S("no layer is shared")
						   : shared == 1 ? SW_S("the lowest layer is shared")
								 : sw_arena_printf(arena, "the lowest %zu layers are shared", shared));
	if (!sw_image_difference_any(difference))
		sw_text_line(&page.text, SW_TEXT_STRONG, 0, SW_S("Nothing differs."));
	put_settings(&page);
	put_packages(&page);
	put_notables(&page);
	put_secrets(&page);
	put_files(&page);
	return out->failed ? -1 : 0;
}
