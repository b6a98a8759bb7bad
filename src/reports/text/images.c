#include "reports/text/images.h"
#include "base/map.h"
#include "base/utf8.h"
#include "reports/images.h"

enum { MOST_FINDINGS = 20, MOST_LAYERS = 60, LEAST_COLUMNS = 16 };

static void field(struct sw_text *text, const char *name, struct sw_str value) {
	if (value.n)
		sw_text_line(text, SW_TEXT_PLAIN, 2, sw_arena_printf(text->report->arena, "%-9s %.*s", name, SW_ARG(value)));
}

static void put_about(struct sw_text *text, const struct sw_image *image) {
	struct sw_arena *arena = text->report->arena;
	const struct sw_contents *contents = image->contents;
	uint64_t hidden = 0;
	for (size_t i = 0; i < contents->layers.n; i++)
		hidden += contents->layers.v[i].hidden_bytes;
	field(text, "path", image->names.n ? image->path : (struct sw_str){0});
	field(text, "digest", image->manifest.n ? image->manifest : image->config);
	field(text, "platform", sw_report_platform(arena, image));
	field(text, "created", image->created);
	field(text, "base", sw_report_base(arena, contents));
	struct sw_str more = hidden ? sw_arena_printf(arena, "; %.*s in files that later layers hide", SW_ARG(sw_report_bytes(arena, hidden)))
				    : (struct sw_str){0};
	field(text, "known by", contents->bill ? SW_S("a bill of materials: its packages, and nothing of its files") : (struct sw_str){0});
	if (!contents->bill && !contents->layers.n) {
		field(text, "layers", SW_S("none could be read"));
		return;
	}
	if (!contents->bill)
		field(text, "size", sw_arena_join(arena, sw_report_size(arena, contents), more));
	field(text, "packages", sw_report_packages(arena, contents));
	field(text, "secrets", contents->searched ? contents->secrets.n ? sw_arena_printf(arena, "%zu", contents->secrets.n) : SW_S("none")
						  : contents->secrets.n ? SW_S("not all layers were searched") : SW_S("not searched"));
}

/* What was not read is said before anything is concluded from the rest. */
static void put_faults(struct sw_text *text, const struct sw_contents *contents) {
	struct sw_arena *arena = text->report->arena;
	if (contents->complete || contents->bill)
		return;
	sw_text_line(text, SW_TEXT_BAD, 2, SW_S("NOT COMPLETE: what is not told here may still be in the image"));
	for (size_t i = 0; i < contents->layers.n; i++) {
		struct sw_str fault = sw_report_layer_fault(arena, &contents->layers.v[i]);
		if (fault.n)
			sw_text_line(text, SW_TEXT_BAD, 4, sw_arena_printf(arena, "layer %zu: %.*s", i + 1, SW_ARG(fault)));
	}
}

/* Cut to so many columns. */
static struct sw_str cut(struct sw_arena *arena, struct sw_str line, size_t most) {
	size_t at = 0, width = 0, fits = 0;
	if (sw_utf8_width(line) <= most)
		return line;
	while (at < line.n) {
		size_t from = at;
		bool bad = false;
		sw_utf8_next(line, &at, &bad);
		width += sw_utf8_width(sw_str_sub(line, from, at - from));
		if (width + 1 > most)
			break;
		fits = at;
	}
	return sw_arena_join(arena, sw_str_sub(line, 0, fits), SW_S("…"));
}

/* What brings nothing that is told has a dash, so that numbers catch the eye. */
static struct sw_str number(struct sw_arena *arena, uint64_t n) {
	return n ? sw_arena_printf(arena, "%llu", (unsigned long long)n) : SW_S("-");
}

static struct sw_str row_of(struct sw_arena *arena, const struct sw_contents *contents, size_t at, uint32_t findings) {
	const struct sw_image_layer *layer = &contents->layers.v[at];
	const struct sw_layer_account *account = layer->account;
	bool whole = account->partial == SW_PARTIAL_NOT && !layer->blob_differs && !layer->diff_differs;
	struct sw_str number_of = sw_arena_printf(arena, "%zu%s%s", at + 1, layer->base ? "b" : "", whole ? "" : "!");
	struct sw_str size = sw_report_bytes(arena, account->unpacked ? account->unpacked : account->file_bytes);
	return sw_arena_printf(arena, "%5.*s %9.*s %7.*s %8.*s %7.*s %7.*s %8.*s  ", SW_ARG(number_of), SW_ARG(size),
		SW_ARG(number(arena, account->files)), SW_ARG(number(arena, layer->packages)), SW_ARG(number(arena, layer->notables)),
		SW_ARG(number(arena, layer->secrets)), SW_ARG(number(arena, findings)));
}

static void put_layers(struct sw_text *text, const struct sw_image *image) {
	struct sw_arena *arena = text->report->arena;
	const struct sw_contents *contents = image->contents;
	const uint32_t *findings = sw_report_layer_findings(text->report, image);
	struct sw_str head = SW_S("layer      size   files packages notable secrets findings  ");
	if (!contents->layers.n)
		return;
	sw_out_byte(text->out, '\n');
	size_t left = text->style->width > head.n + LEAST_COLUMNS ? text->style->width - head.n : 0;
	sw_text_line(text, SW_TEXT_FAINT, 0, left ? sw_arena_join(arena, head, SW_S("made by")) : sw_str_trim(head));
	for (size_t i = 0; i < contents->layers.n && i < MOST_LAYERS; i++) {
		const struct sw_image_layer *layer = &contents->layers.v[i];
		struct sw_str row = row_of(arena, contents, i, findings[i]);
		struct sw_str made_by = sw_text_one_line(arena, sw_report_masked(text->report, layer->at));
		if (!made_by.n)
			made_by = SW_S("not told");
		/* Where the table takes all of the width, the command has a line of its own. */
		if (left)
			row = sw_arena_join(arena, row, cut(arena, made_by, left));
		enum sw_text_tone tone = contents->layers.v[i].account->partial ? SW_TEXT_BAD : SW_TEXT_PLAIN;
		sw_text_line(text, tone, 0, left ? row : sw_str_sub(row, 0, row.n - 2));
		if (!left && text->style->width > 8)
			sw_text_line(text, SW_TEXT_FAINT, 6, cut(arena, made_by, text->style->width - 6));
	}
	if (contents->layers.n > MOST_LAYERS)
		sw_text_line(text, SW_TEXT_FAINT, 0, sw_arena_printf(arena, "and %zu more layers (-f html, -f json)", contents->layers.n - MOST_LAYERS));
	if (contents->base_layers)
		sw_text_line(text, SW_TEXT_FAINT, 0, SW_S("b: a layer of the base image"));
}

/* One line a check, its first place, most severe first. */
static void put_findings(struct sw_text *text, const struct sw_image *image) {
	struct sw_arena *arena = text->report->arena;
	struct sw_report_findings all = sw_report_image_findings(text->report, image);
	struct sw_map checks = {0}; /* check id → number of its findings */
	for (size_t i = 0; i < all.n; i++) {
		struct sw_str id = sw_str_of(all.v[i]->check->id);
		sw_map_put(arena, &checks, id, (void *)((uintptr_t)sw_map_get(&checks, id) + 1));
	}
	struct sw_map told = {0};
	static char yes;
	size_t shown = 0, left_out = 0;
	for (size_t i = 0; i < all.n; i++) {
		struct sw_str id = sw_str_of(all.v[i]->check->id);
		if (sw_map_put(arena, &told, id, &yes))
			continue;
		if (shown++ >= MOST_FINDINGS) {
			left_out++;
			continue;
		}
		struct sw_str place = sw_report_place(text->report, all.v[i]->site->at), more = {0};
		size_t n = (size_t)(uintptr_t)sw_map_get(&checks, id);
		if (n > 1)
			more = sw_arena_printf(arena, " and %zu more", n - 1);
		sw_text_ranked(text, all.v[i]->severity, sw_arena_printf(arena, "%.*s  %.*s [%.*s]%.*s", SW_ARG(place),
			SW_ARG(all.v[i]->site->message), SW_ARG(id), SW_ARG(more)));
	}
	if (left_out)
		sw_text_line(text, SW_TEXT_FAINT, 0, sw_arena_printf(arena, "and findings of %zu more checks (-f html, -f json)", left_out));
}

void sw_text_images(struct sw_text *text) {
	struct sw_report_images images = sw_report_images(text->report);
	for (size_t i = 0; i < images.n; i++) {
		struct sw_str name = sw_report_image_name(images.v[i]);
		sw_text_line(text, SW_TEXT_STRONG, 0, sw_arena_printf(text->report->arena, "Image %.*s", SW_ARG(name)));
		put_about(text, images.v[i]);
		put_faults(text, images.v[i]->contents);
		put_layers(text, images.v[i]);
		sw_out_byte(text->out, '\n');
		put_findings(text, images.v[i]);
		sw_out_byte(text->out, '\n');
	}
}
