#include "reports/html/page.h"

/* Up to five ways from an entry over a weakness to something worth having, with the one thing that ends each. */

void sw_html_stories(struct sw_html *html, size_t number) {
	const struct sw_register *all = &html->report->registers.v[number];
	if (!all->stories.n)
		return;
	sw_html_printf(
		html,
		"<section aria-labelledby=\"r%zu-stories\"><h3 id=\"r%zu-stories\">How it would be attacked</h3>\n<ol class=\"stories\">\n",
		number, number);
	for (size_t i = 0; i < all->stories.n; i++) {
		const struct sw_story *story = &all->stories.v[i];
		sw_html_printf(html, "<li class=\"story %s\"><p class=\"path\">", sw_severity_name(story->priority));
		sw_html_priority(html, story->priority);
		sw_html_raw(html, " <strong>");
		sw_html_text(html, story->title);
		sw_html_raw(html, "</strong></p>\n");
		sw_html_paragraph(html, "tale", story->text);
		if (story->fix.n) {
			sw_html_raw(html, "<p class=\"fix\"><span class=\"tag\">Fix</span> ");
			sw_html_prose(html, story->fix);
			sw_html_raw(html, " ");
			sw_html_place(html, story->at);
			sw_html_raw(html, "</p>\n");
		}
		if (story->card < all->cards.n)
			sw_html_printf(html, "<p class=\"more\"><a href=\"#r%zu-c%u\">The evidence</a></p>", number,
				       story->card);
		sw_html_raw(html, "</li>\n");
	}
	sw_html_raw(html, "</ol></section>\n");
}
