#include "reports/html/page.h"
#include "reports/images.h"

/* Images whose layers were looked at: a section each with its layers, notable files and secrets. */

enum { MOST_FILES = 500 };

static void put_field(struct sw_html *html, const char *name, struct sw_str text) {
	if (!text.n)
		return;
	sw_html_printf(html, "<dt>%s</dt><dd>", name);
	sw_html_text(html, text);
	sw_html_raw(html, "</dd>");
}

static void put_about(struct sw_html *html, const struct sw_image *image) {
	struct sw_arena *arena = html->report->arena;
	const struct sw_contents *contents = image->contents;
	sw_html_raw(html, "<dl class=\"fields\">");
	put_field(html, "Path", image->path);
	put_field(html, "Digest", image->manifest.n ? image->manifest : image->config);
	put_field(html, "Platform", sw_report_platform(arena, image));
	put_field(html, "Created", image->created);
	put_field(html, "Base image", sw_report_base(arena, contents));
	bool any = contents->layers.n || contents->bill;
	put_field(html, any ? "Size" : "Layers", any ? sw_report_size(arena, contents) : SW_S("none could be read"));
	put_field(html, "Packages", any ? sw_report_packages(arena, contents) : (struct sw_str){0});
	if (any && !contents->searched)
		put_field(html, "Secrets", SW_S("not all layers were searched"));
	sw_html_raw(html, "</dl>\n");
}

static void put_faults(struct sw_html *html, const struct sw_contents *contents) {
	if (contents->complete)
		return;
	sw_html_raw(html, "<div class=\"gate fail\"><span class=\"sign\" aria-hidden=\"true\">!</span><div><p><strong>Not complete.</strong> "
			  "What is not told here may still be in the image.</p>");
	for (size_t i = 0; i < contents->layers.n; i++) {
		struct sw_str fault = sw_report_layer_fault(html->report->arena, &contents->layers.v[i]);
		if (!fault.n)
			continue;
		sw_html_printf(html, "<p>Layer %zu: ", i + 1);
		sw_html_text(html, fault);
		sw_html_raw(html, "</p>");
	}
	sw_html_raw(html, "</div></div>\n");
}

static void put_number(struct sw_html *html, uint64_t n) {
	sw_html_printf(html, n ? "<td class=\"number\">%llu</td>" : "<td class=\"number soft\">–</td>", (unsigned long long)n);
}

static void put_layer(struct sw_html *html, const struct sw_image_layer *layer, size_t number, uint32_t findings) {
	struct sw_arena *arena = html->report->arena;
	struct sw_str made_by = sw_report_masked(html->report, layer->at);
	sw_html_printf(html, "<tr%s><td class=\"nowrap\">%zu%s</td><td class=\"number nowrap\">", layer->account->partial ? " class=\"error\"" : "",
		       number, layer->base ? " <span class=\"chip\">base</span>" : "");
	sw_html_text(html, sw_report_bytes(arena, layer->account->unpacked ? layer->account->unpacked : layer->account->file_bytes));
	sw_html_raw(html, "</td>");
	put_number(html, layer->account->files);
	put_number(html, layer->packages);
	put_number(html, layer->notables);
	put_number(html, layer->secrets);
	put_number(html, findings);
	sw_html_raw(html, made_by.n ? "<td><code>" : "<td class=\"soft\">");
	sw_html_text(html, made_by.n ? made_by : SW_S("not told"));
	sw_html_raw(html, made_by.n ? "</code></td></tr>\n" : "</td></tr>\n");
}

static void put_layers(struct sw_html *html, const struct sw_image *image) {
	const struct sw_contents *contents = image->contents;
	const uint32_t *findings = sw_report_layer_findings(html->report, image);
	sw_html_raw(html, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Layers\"><table class=\"layers\">"
			  "<caption>Layers, the lowest first</caption><thead><tr><th>Layer</th><th>Size</th><th>Files</th><th>Packages</th>"
			  "<th>Notable</th><th>Secrets</th><th>Findings</th><th>Made by</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < contents->layers.n; i++)
		put_layer(html, &contents->layers.v[i], i + 1, findings[i]);
	sw_html_raw(html, "</tbody></table></div>\n");
}

static void put_where(struct sw_html *html, const struct sw_contents *contents, uint32_t layer, uint32_t removed_by, uint32_t owner) {
	sw_html_printf(html, "<td class=\"nowrap\">%u", layer + 1);
	if (removed_by)
		sw_html_printf(html, ", <strong>gone in %u</strong>", removed_by);
	sw_html_raw(html, "</td><td>");
	sw_html_text(html, sw_report_owner(html->report->arena, contents, owner));
	sw_html_raw(html, "</td></tr>\n");
}

static void open_table(struct sw_html *html, const char *title, size_t n, const char *second, const char *third) {
	sw_html_printf(html, "<details class=\"fold\"><summary>%s <span class=\"soft\">%zu</span></summary>\n<div class=\"scroll\">"
			     "<table><thead><tr><th>Path</th><th>%s</th><th>%s</th><th>Layer</th><th>Package</th></tr></thead><tbody>\n",
		       title, n, second, third);
}

static void close_table(struct sw_html *html, size_t left_out) {
	sw_html_raw(html, "</tbody></table></div>\n");
	if (left_out)
		sw_html_printf(html, "<p class=\"soft\">and %zu more in the JSON report</p>", left_out);
	sw_html_raw(html, "</details>\n");
}

static void put_files(struct sw_html *html, const struct sw_contents *contents) {
	size_t n = contents->files.n, shown = n < MOST_FILES ? n : MOST_FILES;
	if (!n)
		return;
	open_table(html, "Notable files", n, "Mode", "Why");
	for (size_t i = 0; i < shown; i++) {
		const struct sw_image_file *file = &contents->files.v[i];
		sw_html_raw(html, "<tr><td><code>");
		sw_html_text(html, sw_report_masked(html->report, file->at));
		sw_html_printf(html, "</code></td><td class=\"nowrap\"><code>%04o %u:%u</code></td><td>", file->notable.entry.mode & 07777u,
			       file->notable.entry.user, file->notable.entry.group);
		sw_html_text(html, sw_report_traits(html->report->arena, file->notable.traits));
		sw_html_raw(html, " ");
		sw_html_text(html, file->notable.capabilities);
		sw_html_raw(html, "</td>");
		put_where(html, contents, file->layer, file->removed_by, file->owner);
	}
	close_table(html, n - shown);
}

static void put_secrets(struct sw_html *html, const struct sw_contents *contents) {
	size_t n = contents->secrets.n, shown = n < MOST_FILES ? n : MOST_FILES;
	if (!n)
		return;
	open_table(html, "Secrets", n, "Line", "Kind");
	for (size_t i = 0; i < shown; i++) {
		const struct sw_image_secret *secret = &contents->secrets.v[i];
		sw_html_raw(html, "<tr><td><code>");
		sw_html_text(html, sw_report_masked(html->report, secret->at));
		sw_html_raw(html, "</code></td>");
		put_number(html, secret->secret.line);
		sw_html_raw(html, "<td>");
		sw_html_text(html, secret->secret.title.n ? secret->secret.title : secret->secret.kind);
		sw_html_raw(html, secret->secret.verified ? " <span class=\"chip\">checksum is right</span></td>" : "</td>");
		put_where(html, contents, secret->layer, secret->removed_by, secret->owner);
	}
	close_table(html, n - shown);
}

void sw_html_images(struct sw_html *html) {
	struct sw_report_images images = sw_report_images(html->report);
	for (size_t i = 0; i < images.n; i++) {
		sw_html_printf(html, "<section class=\"image\" id=\"i%zu\">\n<h2>Image ", i);
		sw_html_text(html, sw_report_image_name(images.v[i]));
		sw_html_raw(html, "</h2>\n");
		put_about(html, images.v[i]);
		put_faults(html, images.v[i]->contents);
		put_layers(html, images.v[i]);
		put_secrets(html, images.v[i]->contents);
		put_files(html, images.v[i]->contents);
		sw_html_raw(html, "</section>\n");
	}
}
