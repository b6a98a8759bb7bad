#include "unit.h"
#include "base/limits.h"
#include "formats/xml.h"
#include "formats/xml_edit.h"
#include "formats/xml_write.h"
#include <stdio.h>
#include <stdlib.h>

struct reading {
	struct sw_arena arena;
	struct sw_diags diags;
	struct sw_sources sources;
	char *exact; /* a copy without a byte behind it, so that a sanitizer sees a read past the end */
	const struct sw_xml_document *document;
};

static void read_bytes(struct reading *reading, struct sw_str text) {
	*reading = (struct reading){0};
	sw_arena_init(&reading->arena, (size_t)1 << 28);
	reading->diags.arena = &reading->arena;
	reading->exact = malloc(text.n ? text.n : 1);
	memcpy(reading->exact, text.p, text.n);
	sw_source_add(&reading->arena, &reading->sources, SW_S("f"), sw_str(reading->exact, text.n));
	reading->document = sw_xml_read(&reading->arena, 1, reading->sources.v[1].text, &reading->diags);
}

static void read_text(struct reading *reading, const char *text) {
	read_bytes(reading, sw_str_of(text));
}

static void drop(struct reading *reading) {
	free(reading->exact);
	sw_arena_free(&reading->arena);
}

static void tree(void **state) {
	(void)state;
	struct reading r;
	read_text(&r, "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<!-- c --><a xmlns='u' xmlns:p=\"v\">\n  <p:b x=\"1\" p:y = '&lt;2' />"
		      "<c>t&amp;\r\n<![CDATA[<]]>&#xD;</c><c>plain</c><?pi?></a>\n");
	assert_non_null(r.document);
	assert_int_equal(r.diags.n, 0);
	const struct sw_xml_node *root = r.document->root, *b = root->first;
	assert_true(sw_xml_is(root, SW_S("u"), "a"));
	assert_true(sw_xml_is(b, SW_S("v"), "b"));
	assert_true(sw_xml_one_tag(b));
	assert_str(sw_xml_attribute_of(b, SW_S(""), "x")->value, "1");
	assert_str(sw_xml_attribute_of(b, SW_S("v"), "y")->value, "<2");
	assert_str(sw_span_text(&r.sources, sw_xml_attribute_of(b, SW_S("v"), "y")->at), "&lt;2");
	assert_str(sw_span_text(&r.sources, b->span), "<p:b x=\"1\" p:y = '&lt;2' />");
	const struct sw_xml_node *c = sw_xml_child(root, SW_S("u"), "c");
	assert_str(c->text, "t&\n<\r");
	assert_str(sw_span_text(&r.sources, sw_xml_more(c)->inner), "plain");
	assert_ptr_equal(sw_xml_more(c)->text.p, r.document->text.p + sw_xml_more(c)->inner.start);
	assert_null(sw_xml_more(sw_xml_more(c)));
	assert_ptr_equal(root->last, sw_xml_more(c));
	assert_false(root->mixed);
	assert_str(sw_xml_space_of(b, SW_S("p")), "v");
	assert_str(sw_xml_space_of(b, SW_S("q")), "");
	drop(&r);
}

/* What is wrong, and where. */
static void refused(void **state) {
	(void)state;
	static const struct {
		struct sw_str text;
		const char *code;
		uint32_t line, column;
	} rows[] = {
		{SW_SI(""), "xml-syntax", 1, 1},
		{SW_SI("\n\n"), "xml-syntax", 3, 1},
		{SW_SI("<a>\n  <b>\n"), "xml-syntax", 3, 1},
		{SW_SI("<a>\n  <b></a>"), "xml-syntax", 2, 8},
		{SW_SI("<a>\n<b"), "xml-syntax", 2, 1},
		{SW_SI("<a x='1' x='2'/>"), "xml-syntax", 1, 10},
		{SW_SI("<a/><b/>"), "xml-syntax", 1, 5},
		{SW_SI("<a>\0</a>"), "xml-syntax", 1, 4},
		{SW_SI("<a>\xff</a>"), "xml-syntax", 1, 4},
		{SW_SI("<a>&b;</a>"), "xml-syntax", 1, 4},
		{SW_SI("<a>&#0;</a>"), "xml-syntax", 1, 4},
		{SW_SI("<p:a/>"), "xml-syntax", 1, 1},
		{SW_SI("<a xmlns:p=''/>"), "xml-syntax", 1, 1},
		{SW_SI("<:a/>"), "xml-syntax", 1, 1},
		{SW_SI("<a xmlns:='u'/>"), "xml-syntax", 1, 1},
		{SW_SI("<a xmlns:p='u' p:b:c='1'/>"), "xml-syntax", 1, 1},
		{SW_SI("<a>\n<b p:x='1'/></a>"), "xml-syntax", 2, 1},
		{SW_SI("<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "xml-doctype", 2, 1},
		{SW_SI("<!DOCTYPE a SYSTEM 'http://x/'><a/>"), "xml-doctype", 1, 1},
		{SW_SI("<?xml version='1.0' encoding='ISO-8859-1'?><a/>"), "xml-encoding", 1, 1},
		{SW_SI("<?xml version='1.0' encoding='utf-16'?><a/>"), "xml-encoding", 1, 1},
		{SW_SI("\xff\xfe<\0a\0/\0>\0"), "xml-encoding", 1, 1},
		{SW_SI("\xfe\xff\0<\0a\0/\0>"), "xml-encoding", 1, 1},
		{SW_SI("<\0a\0/\0>\0"), "xml-encoding", 1, 1},
		{SW_SI("\0<\0a"), "xml-encoding", 1, 1},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct reading r;
		read_bytes(&r, rows[i].text);
		if (r.document || r.diags.n != 1)
			fail_msg("row %zu: %zu diagnostics", i, r.diags.n);
		struct sw_position at = sw_source_position(&r.arena, sw_source_of(&r.sources, r.diags.v[0].at), r.diags.v[0].at.start);
		if (strcmp(r.diags.v[0].code, rows[i].code) != 0 || at.line != rows[i].line || at.column != rows[i].column)
			fail_msg("row %zu: %s at %u:%u: %.*s", i, r.diags.v[0].code, at.line, at.column, SW_ARG(r.diags.v[0].message));
		drop(&r);
	}
}

/* `n` times `part` between head and tail, with the turn's number where a '#' stands. */
static struct sw_str repeated(const char *head, const char *part, size_t n, const char *tail) {
	size_t size = strlen(head) + n * (strlen(part) + 8) + strlen(tail) + 1, used;
	char *p = malloc(size);
	used = (size_t)snprintf(p, size, "%s", head);
	for (size_t i = 0; i < n; i++)
		for (const char *c = part; *c; c++)
			used += (size_t)(*c == '#' ? snprintf(p + used, size - used, "%zu", i) : snprintf(p + used, size - used, "%c", *c));
	used += (size_t)snprintf(p + used, size - used, "%s", tail);
	return sw_str(p, used);
}

static void expect_limit(struct sw_str text, const char *code) {
	struct reading r;
	read_bytes(&r, text);
	assert_null(r.document);
	assert_int_equal(r.diags.n, 1);
	assert_string_equal(r.diags.v[0].code, code);
	union {
		const char *read;
		char *owned;
	} p = {text.p};
	drop(&r);
	free(p.owned);
}

static void limits(void **state) {
	(void)state;
	expect_limit(repeated("", "<a#>", SW_LIMIT_DOCUMENT_DEPTH + 1, ""), "xml-limit");
	expect_limit(repeated("<a ", "x#='' ", SW_LIMIT_XML_ATTRIBUTES + 1, "/>"), "xml-limit");
	expect_limit(repeated("<a ", "x#='' ", 400000, "/>"), "xml-limit");
	expect_limit(repeated("<a>", "<b/>", SW_LIMIT_DOCUMENT_NODES, "</a>"), "xml-limit");
	expect_limit(repeated("", "<a xmlns:p#='u' xmlns:a='1' xmlns:b='1' xmlns:c='1' xmlns:d='1'>", SW_LIMIT_DOCUMENT_DEPTH, ""), "xml-limit");
}

/* An arena that is too small gives Expat's memory back (a sanitizer looks). */
static void small_arena(void **state) {
	(void)state;
	struct sw_str text = repeated("<a>", "<b>&amp;#</b>", 5000, "</a>");
	for (size_t cap = 4096; cap < 200000; cap += 20000) {
		struct sw_arena arena, said;
		struct sw_arena_catch catch;
		sw_arena_init(&arena, cap);
		sw_arena_init(&said, (size_t)1 << 20);
		struct sw_diags diags = {.arena = &said};
		if (SW_ARENA_TRY(&arena, &catch)) {
			sw_xml_read(&arena, 1, text, &diags);
			sw_arena_leave(&arena, &catch);
			fail_msg("an arena of %zu bytes was enough", cap);
		}
		sw_arena_free(&arena);
		sw_arena_free(&said);
	}
	union {
		const char *read;
		char *owned;
	} p = {text.p};
	free(p.owned);
}

static void expect_edited(struct sw_xml_edits *edits, const char *expected) {
	struct sw_out out;
	sw_out_init(&out, -1);
	sw_xml_edits_write(edits, &out);
	assert_str(sw_out_text(&out), expected);
	sw_out_free(&out);
	edits->v.n = 0;
}

#define ROOT "<r xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\">"

static void edits(void **state) {
	(void)state;
	struct reading r;
	read_text(&r, ROOT " <a k=\"1\">x</a><!-- c --><b/> <n i:nil=\"true\" /><e></e></r>");
	struct sw_xml_edits edits = {.arena = &r.arena, .document = r.document};
	const struct sw_xml_node *root = r.document->root, *a = root->first, *b = a->next, *n = b->next, *e = n->next;
	expect_edited(&edits, ROOT " <a k=\"1\">x</a><!-- c --><b/> <n i:nil=\"true\" /><e></e></r>");
	sw_xml_edit_text(&edits, a, SW_S("x"));
	sw_xml_edit_text(&edits, b, SW_S(""));
	sw_xml_edit_text(&edits, n, sw_str(NULL, 0));
	sw_xml_edit_text(&edits, e, SW_S(""));
	assert_int_equal(edits.v.n, 0);
	sw_xml_edit_text(&edits, a, SW_S("<&>\r"));
	sw_xml_edit_text(&edits, b, SW_S("y"));
	sw_xml_edit_text(&edits, n, SW_S("z"));
	sw_xml_edit_attribute(&edits, sw_xml_attribute_of(a, SW_S(""), "k"), SW_S("\"2"));
	expect_edited(&edits, ROOT " <a k=\"&quot;2\">&lt;&amp;&gt;&#xD;</a><!-- c --><b>y</b> <n >z</n><e></e></r>");
	sw_xml_edit_text(&edits, a, sw_str(NULL, 0));
	sw_xml_edit_text(&edits, b, sw_str(NULL, 0));
	sw_xml_edit_text(&edits, n, SW_S(""));
	sw_xml_edit_text(&edits, e, sw_str(NULL, 0));
	expect_edited(&edits, ROOT " <a k=\"1\" i:nil=\"true\"/><!-- c --><b i:nil=\"true\"/> <n /><e i:nil=\"true\"/></r>");
	sw_xml_edit_insert(&edits, root, NULL, SW_S("<z/>"));
	sw_xml_edit_insert(&edits, root, a, SW_S("<1/>"));
	sw_xml_edit_remove(&edits, a);
	sw_xml_edit_text(&edits, a, SW_S("lost"));
	sw_xml_edit_insert(&edits, root, a, SW_S("<2/>"));
	sw_xml_edit_insert(&edits, b, NULL, SW_S("<3/>"));
	sw_xml_edit_insert(&edits, b, NULL, SW_S("<4/>"));
	expect_edited(&edits, ROOT " <1/><2/><!-- c --><b><3/><4/></b> <n i:nil=\"true\" /><e></e><z/></r>");
	drop(&r);
}

static void writing(void **state) {
	(void)state;
	for (int indented = 0; indented < 2; indented++) {
		struct sw_out out;
		sw_out_init(&out, -1);
		struct sw_xml_writer writer = sw_xml_writer(&out, indented ? "\r\n" : NULL);
		sw_xml_open(&writer, "a");
		sw_xml_attribute(&writer, "x", SW_S("<\"\n>"));
		sw_xml_leaf(&writer, "b", SW_S("1\r\n\x01\xff\t"));
		sw_xml_leaf(&writer, "c", SW_S(""));
		sw_xml_open(&writer, "d");
		sw_xml_leaf(&writer, "e", SW_S("\xc3\xa9\xef\xbf\xbf"));
		sw_xml_close(&writer);
		sw_xml_close(&writer);
		if (indented)
			assert_str(sw_out_text(&out), "<a x=\"&lt;&quot;&#xA;&gt;\">\r\n  <b>1&#xD;\n\xef\xbf\xbd\xef\xbf\xbd\t</b>\r\n  <c />\r\n  <d>\r\n"
						      "    <e>\xc3\xa9\xef\xbf\xbd</e>\r\n  </d>\r\n</a>");
		else
			assert_str(sw_out_text(&out), "<a x=\"&lt;&quot;&#xA;&gt;\"><b>1&#xD;\n\xef\xbf\xbd\xef\xbf\xbd\t</b><c/><d><e>\xc3\xa9\xef\xbf\xbd</e></d></a>");
		sw_out_free(&out);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tree),  cmocka_unit_test(refused), cmocka_unit_test(limits), cmocka_unit_test(small_arena),
		cmocka_unit_test(edits), cmocka_unit_test(writing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
