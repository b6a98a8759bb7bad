#include "reports/markup.h"
#include "reports/svg/drawn.h"
#include "reports/tmt/page.h"
#include "reports/tmt/register.h"
#include "reports/tmt/report.h"

/* Of all pictures together; those behind are left out, and it is said. */
enum {
	MOST_PICTURES = 32 << 20,  /* bytes */
	MOST_LOOKED_AT = 50000000, /* elements that were looked at for them */
};

struct page {
	struct sw_out *out;
	struct sw_arena *arena;
	const struct sw_drawing *drawing;
	const struct sw_tmt_register *threats;
	size_t number;   /* of the last threat */
	size_t pictures, looked_at;
};

static void raw(struct page *page, const char *text) {
	sw_out_z(page->out, text);
}

/* Text of the model. Ends of lines become line feeds, as a reader of a page makes them. */
static void text(struct page *page, struct sw_str words) {
	for (size_t at = sw_str_find_byte(words, '\r'); at != SW_NPOS; at = sw_str_find_byte(words, '\r')) {
		sw_markup_text(page->out, sw_str_sub(words, 0, at));
		words = sw_str_from(words, at + 1);
		if (!words.n || words.p[0] != '\n')
			sw_out_byte(page->out, '\n');
	}
	sw_markup_text(page->out, words);
}

static void quoted(struct page *page, struct sw_str words) {
	for (size_t at = sw_str_find_byte(words, '\r'); at != SW_NPOS; at = sw_str_find_byte(words, '\r')) {
		sw_markup_attribute(page->out, sw_str_sub(words, 0, at));
		words = sw_str_from(words, at + 1);
		if (!words.n || words.p[0] != '\n')
			raw(page, "&#xA;");
	}
	sw_markup_attribute(page->out, words);
}

/* ---- head ---- */

static void put_time(struct page *page, struct sw_str time) {
	size_t t = sw_str_find_byte(time, 'T');
	bool utc = sw_str_ends(time, SW_S("Z"));
	text(page, sw_str_sub(time, 0, t));
	if (t == SW_NPOS)
		return;
	raw(page, " ");
	text(page, sw_str_sub(time, t + 1, time.n - t - 1 - utc));
	if (utc)
		raw(page, " UTC");
}

static void put_about(struct page *page, const char *label, struct sw_str value) {
	sw_out_printf(page->out, "<p tabindex=\"0\"><strong>%s: </strong>", label);
	text(page, value);
	raw(page, "</p>");
}

static void put_counts(struct page *page, const struct sw_tmt_counts *counts) {
	static const enum sw_drawn_state order[] = {SW_DRAWN_NOT_STARTED, SW_DRAWN_NOT_APPLICABLE,
						    SW_DRAWN_NEEDS_INVESTIGATION, SW_DRAWN_MITIGATED};
	static const char row[] = "<tr tabindex=\"0\" role=\"row\"><td>%s</td><td>%zu</td></tr>";
	raw(page, "<table>");
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		sw_out_printf(page->out, row, sw_drawn_state_title(order[i]), counts->states[order[i]]);
	sw_out_printf(page->out, row, "Total", counts->total);
	sw_out_printf(page->out, row, "Total Migrated", counts->migrated);
	raw(page, "</table>");
}

static void put_notes(struct page *page) {
	static const char *const heads[][2] = {{"id", "Id"}, {"message", "Note"}, {"date", "Date"}, {"addedby", "Added By"}};
	if (!page->drawing->notes.n)
		return;
	raw(page, "<h3 tabindex=\"0\">Notes:</h3><table class=\"bordered\" tabindex=\"0\"><thead><tr role=\"row\">");
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		sw_out_printf(page->out, "<th id=\"notes-title-%s\" role=\"columnheader\">%s</th>", heads[i][0], heads[i][1]);
	raw(page, "</tr></thead><tbody>");
	for sw_each (struct sw_drawn_note, note, page->drawing->notes) {
		sw_out_printf(page->out, "<tr><td tabindex=\"0\" role=\"gridcell\" headers=\"notes-title-id\">%u</td>", note->number);
		raw(page, "<td class=\"infotd\" tabindex=\"0\" role=\"gridcell\" headers=\"notes-title-message\">");
		text(page, note->text);
		raw(page, "</td><td tabindex=\"0\" role=\"gridcell\" headers=\"notes-title-date\">");
		text(page, note->date);
		raw(page, "</td><td tabindex=\"0\" role=\"gridcell\" headers=\"notes-title-addedby\">");
		text(page, note->by);
		raw(page, "</td></tr>");
	}
	raw(page, "</tbody></table>");
}

static void put_head(struct page *page, struct sw_str time) {
	const struct sw_drawing *drawing = page->drawing;
	sw_out_printf(page->out,
		      "\xef\xbb\xbf\n\t <!DOCTYPE html>\n<html lang=\"en-US\" xmlns=\"http://www.w3.org/TR/xhtml1/strict\"><head>"
		      "<title>Threat Modeling Report</title><meta http-equiv=\"X-UA-Compatible\" content=\"IE=edge\" />"
		      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
		      "style-src 'sha256-%s'; base-uri 'none'; form-action 'none'\" />"
		      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />"
		      "<style type=\"text/css\">%s</style></head><body>",
		      sw_tmt_style_digest, sw_tmt_style);
	raw(page, "<h1 class=\"title\" tabindex=\"0\">Threat Modeling Report</h1><span tabindex=\"0\">\n          Created on ");
	put_time(page, time);
	raw(page, "</span>");
	put_about(page, "Threat Model Name", drawing->name);
	put_about(page, "Owner", drawing->owner);
	put_about(page, "Reviewer", drawing->reviewer);
	put_about(page, "Contributors", drawing->contributors);
	put_about(page, "Description", drawing->description);
	put_about(page, "Assumptions", drawing->assumptions);
	put_about(page, "External Dependencies", drawing->dependencies);
	raw(page, "<br />");
	put_notes(page);
	raw(page, "<h3 tabindex=\"0\">Threat Model Summary:</h3>");
	put_counts(page, &page->threats->counts);
	raw(page, "<p class=\"bugtrack\" />");
}

/* ---- pictures ---- */

/* A picture as an address that holds it. */
static void put_address(struct sw_out *out, struct sw_str svg) {
	static const char digits[] = "0123456789ABCDEF";
	sw_out_z(out, "data:image/svg+xml;charset=utf-8,");
	size_t done = 0;
	for (size_t i = 0; i < svg.n; i++) {
		unsigned char c = (unsigned char)svg.p[i];
		if (c > ' ' && c < 0x7f && !strchr("%#\"<>&'\\^`{|}", c))
			continue;
		char escaped[3] = {'%', digits[c >> 4], digits[c & 15]};
		sw_out_bytes(out, svg.p + done, i - done);
		sw_out_bytes(out, escaped, sizeof escaped);
		done = i + 1;
	}
	if (svg.n)
		sw_out_bytes(out, svg.p + done, svg.n - done);
}

static void put_picture(struct page *page, const struct sw_drawn_diagram *diagram, const struct sw_drawn_picture *picture,
			const struct sw_drawn_view *view, const char *what, const char *indent) {
	SW_CLEANUP_OUT struct sw_out svg;
	sw_out_init(&svg, -1);
	page->looked_at += diagram->elements.n;
	if (page->pictures > MOST_PICTURES || page->looked_at > MOST_LOOKED_AT) {
		raw(page, "<p>The picture is left out: this report holds as many as it may.</p>");
		return;
	}
	sw_drawn_svg(&svg, picture, view);
	raw(page, "<img tabindex=\"0\" src=\"");
	put_address(page->out, sw_out_text(&svg));
	raw(page, "\" alt=\"");
	quoted(page, view->title);
	sw_out_printf(page->out, " %s screenshot&#xA;%s\" />", what, indent);
	page->pictures += sw_out_text(&svg).n;
	page->out->failed |= svg.failed;
}

/* ---- threats ---- */

/* The tool trims what it tells of a threat, though not names. */
static void put_row(struct page *page, const char *id, struct sw_str label, struct sw_str value) {
	value = sw_str_trim(value);
	sw_out_printf(page->out, "<tr><td id=\"threat-title-%s\" role=\"rowheader\" tabindex=\"0\"><strong>", id);
	text(page, label);
	sw_out_printf(page->out, ":</strong></td><td class=\"infotd\" tabindex=\"0\" role=\"gridcell\" headers=\"threat-title-%s\"", id);
	if (value.n) {
		raw(page, ">");
		text(page, value);
		raw(page, "</td></tr>");
	} else {
		raw(page, " /></tr>");
	}
}

static void put_threat(struct page *page, const struct sw_drawn_threat *threat) {
	page->number++;
	sw_out_printf(page->out, "<div class=\"threat\"><h4 tabindex=\"0\" id=\"&#xA;          t%zu\"><span>%zu. ", page->number, page->number);
	text(page, sw_str_trim(threat->title));
	sw_out_printf(page->out, "</span>\u00a0\n        [State: %s]\u00a0\n        [Priority: ", sw_drawn_state_title(threat->state));
	text(page, threat->priority);
	raw(page, "]\u00a0\n        </h4><table role=\"grid\">");
	put_row(page, "category", SW_S("Category"), threat->category);
	put_row(page, "description", SW_S("Description"), threat->description);
	put_row(page, "justification", SW_S("Justification"),
		sw_str_trim(threat->justification).n ? threat->justification : SW_S("<no mitigation provided>"));
	for (size_t i = 0; i < page->threats->columns.n; i++)
		put_row(page, "property", page->threats->columns.v[i]->label, sw_tmt_value(threat, page->threats->columns.v[i]));
	if (!page->drawing->template && threat->mitigations.n)
		put_row(page, "property", SW_S("Possible Mitigation(s)"), threat->mitigations);
	if (threat->stale)
		put_row(page, "property", SW_S("No longer generated"),
			threat->stale_why.n ? threat->stale_why : SW_S("its type does not apply any more"));
	raw(page, "</table></div>");
}

static void put_group(struct page *page, const struct sw_tmt_part *part, const struct sw_drawn_picture *picture,
		      const struct sw_tmt_group *group) {
	bool drawn = group->element != SW_TMT_NOWHERE;
	bool flow = !drawn || part->diagram->elements.v[group->element].kind == SW_DRAWN_FLOW;
	if (group->on_nothing) {
		raw(page, "<h3 tabindex=\"0\">Threats on no interaction:</h3>");
	} else {
		sw_out_printf(page->out, "<h3 tabindex=\"0\">\n      %s: ", flow ? "Interaction" : "Element");
		text(page, group->name);
		raw(page, "</h3>");
	}
	if (drawn && picture) {
		struct sw_drawn_view view = {sw_drawn_around(picture, group->element), group->element, group->name, NULL, NULL, true, false};
		put_picture(page, part->diagram, picture, &view, flow ? "interaction" : "element", "      ");
	}
	for (size_t i = 0; i < group->threats.n; i++)
		put_threat(page, group->threats.v[i]);
	raw(page, "<br />");
}

/* What the tool calls validation: a flow of its own models must lie between two elements. */
static void put_messages(struct page *page, const struct sw_drawn_diagram *diagram) {
	size_t told = 0;
	if (!page->drawing->format || !sw_str_is(sw_str_of(page->drawing->format), "tm7"))
		return;
	for sw_each (struct sw_drawn, drawn, diagram->elements) {
		if (drawn->kind != SW_DRAWN_FLOW || (drawn->from >= 0 && drawn->to >= 0))
			continue;
		raw(page, told++ ? "<li tabindex=\"0\"><strong>Error: </strong>"
				 : "<h3 tabindex=\"0\">Validation Messages:</h3><ol tabindex=\"0\"><li tabindex=\"0\"><strong>Error: </strong>");
		text(page, drawn->name);
		raw(page, " is not attached to two elements, so no threat of it is found.</li>");
	}
	raw(page, told ? "</ol>" : "");
}

static void put_part(struct page *page, const struct sw_tmt_part *part) {
	const struct sw_drawn_diagram *diagram = part->diagram;
	struct sw_str name = diagram ? diagram->title : SW_S("Not in the model");
	struct sw_drawn_picture *picture = diagram ? sw_drawn_picture_of(page->arena, page->drawing, diagram) : NULL;
	raw(page, "<hr /><h2 tabindex=\"0\">\n            Diagram: ");
	text(page, name);
	raw(page, "</h2>");
	if (picture) {
		/* A crop of it has no icons: they would stand in the page again and again. */
		struct sw_drawn_view view = {sw_drawn_all(picture), SIZE_MAX, name, NULL, NULL, true, true};
		put_picture(page, diagram, picture, &view, "diagram", "            ");
		put_messages(page, diagram);
	}
	raw(page, "<h3 tabindex=\"0\">");
	text(page, name);
	raw(page, " Diagram Summary:\n          </h3>");
	put_counts(page, &part->counts);
	for (size_t i = 0; i < part->groups.n; i++)
		put_group(page, part, picture, &part->groups.v[i]);
}

int sw_tmt_html(struct sw_out *out, struct sw_arena *arena, const struct sw_drawing *drawing, struct sw_str time) {
	struct page page = {.out = out, .arena = arena, .drawing = drawing, .threats = sw_tmt_register_of(arena, drawing)};
	put_head(&page, time);
	for sw_each (struct sw_tmt_part, part, page.threats->parts)
		put_part(&page, part);
	raw(&page, "</body></html>");
	return out->failed ? -1 : 0;
}
