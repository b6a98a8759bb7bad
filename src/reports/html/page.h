/* The inner contract of the page: a section a file, and the few words and marks that all of them share. Text from facts
 * goes through sw_html_text or sw_html_attribute, never straight to `out`; ids and links are made of numbers only. */
#pragma once
#include "reports/html/report.h"

struct sw_html {
	struct sw_out *out;
	const struct sw_report *report;
	/* A page of thousands of rows would open slowly: their bodies stand in <noscript>, which a browser with scripts takes
	 * for text until somebody unfolds the row, and one without shows as it is. */
	bool late;
};

/* Numbers in ids: rN is register N, rN-tM its threat M, rN-cM its card M, rN-eM the sheet of
 * element M, rN-xM flow M, iN image N, fN finding N, kN check N of the registry. */

/* ---- words.c ---- */
void sw_html_raw(struct sw_html *html, const char *markup);
void sw_html_printf(struct sw_html *html, const char *markup, ...) __attribute__((format(printf, 2, 3)));
void sw_html_text(struct sw_html *html, struct sw_str text);
void sw_html_z(struct sw_html *html, const char *text);
/* Text in which what stands between backticks is code. */
void sw_html_prose(struct sw_html *html, struct sw_str text);
/* A sentence of the catalogue; "{on}" becomes `on`. */
void sw_html_describe(struct sw_html *html, const char *text, struct sw_str on);
/* <p class="CLASS">TEXT</p>, or nothing when the text is empty. */
void sw_html_paragraph(struct sw_html *html, const char *class, struct sw_str text);
/* A small mark with a word: state (with "?" when presumed) and priority or severity. */
void sw_html_state(struct sw_html *html, enum sw_state state, bool presumed);
void sw_html_priority(struct sw_html *html, enum sw_severity priority);
/* "Tampering, Disclosure" */
void sw_html_stride(struct sw_html *html, unsigned stride);
void sw_html_cwes(struct sw_html *html, const uint16_t *cwe, size_t most);
/* Place in a source as code; nothing for the zero span. */
void sw_html_place(struct sw_html *html, struct sw_span at);
/* "web" linked to its rows. */
void sw_html_element(struct sw_html *html, size_t number, const struct sw_diagram *diagram, uint32_t element);
/* Name of a subject, its id as title. */
void sw_html_subject(struct sw_html *html, sw_subject subject);
/* Number of a finding in the report. */
size_t sw_html_finding_number(const struct sw_html *html, const struct sw_finding *finding);
const char *sw_html_state_sign(enum sw_state state);
/* The order in which states are shown: what asks for work first. */
extern const enum sw_state sw_html_states[6];

/* Around the body of a row that may come late. */
void sw_html_open_body(struct sw_html *html);
void sw_html_close_body(struct sw_html *html);

/* ---- frames.c ---- */
/* The lines of a span with the span underlined, one line around them; nothing for the zero span. */
void sw_html_frame(struct sw_html *html, struct sw_span at);

/* ---- evidence.c ---- */
/* What each layer said about a value, from the lowest up. */
void sw_html_chain(struct sw_html *html, const struct sw_value *value);
/* Controls and weaknesses that were looked at. */
void sw_html_evidence(struct sw_html *html, const struct sw_threat *threat);
void sw_html_decision(struct sw_html *html, const struct sw_decision *decision, bool expired);

/* ---- one section each ---- */
void sw_html_headline(struct sw_html *html);
void sw_html_about(struct sw_html *html);       /* of the headline: who answers for the model */
void sw_html_life_facts(struct sw_html *html);  /* of the headline: decisions, what is overdue, review; as list items */
void sw_html_life(struct sw_html *html);        /* decisions and assumptions in full, folded */
void sw_html_stories(struct sw_html *html, size_t number);
void sw_html_cards(struct sw_html *html, size_t number);
void sw_html_lines(struct sw_html *html, size_t number);      /* baseline, decisions, not seen, assumptions */
void sw_html_diagram(struct sw_html *html, size_t number);
void sw_html_elements(struct sw_html *html, size_t number);   /* within the diagram's section */
void sw_html_matrix(struct sw_html *html, size_t number);
void sw_html_register(struct sw_html *html, size_t number);
void sw_html_images(struct sw_html *html);
void sw_html_findings(struct sw_html *html);
void sw_html_unseen(struct sw_html *html);
void sw_html_provenance(struct sw_html *html);

/* Made of the files beside this one, each with its digest for the page's policy. */
extern const char sw_html_style[], sw_html_style_digest[];                 /* style.css: the page */
extern const char sw_html_model_style[], sw_html_model_style_digest[];     /* model.css: picture, sheets, filter, matrix */
extern const char sw_html_print_style[], sw_html_print_style_digest[];     /* print.css */
extern const char sw_html_script[], sw_html_script_digest[];               /* script.js: links into folds, print */
extern const char sw_html_model_script[], sw_html_model_script_digest[];   /* model.js: selection, filter, shared views */
extern const char sw_html_picture_script[], sw_html_picture_script_digest[]; /* picture.js: pan, zoom, keys */
