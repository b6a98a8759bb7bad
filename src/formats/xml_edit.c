#include "formats/xml_edit.h"
#include "formats/xml_write.h"
#include <assert.h>
#include <stdlib.h>

#define INSTANCE SW_S("http://www.w3.org/2001/XMLSchema-instance")

static struct sw_xml_edit *add(struct sw_xml_edits *edits, size_t start, size_t end, struct sw_str text) {
	size_t number = edits->v.n;
	struct sw_xml_edit *edit = sw_push(edits->arena, &edits->v);
	*edit = (struct sw_xml_edit){.start = start, .end = end, .text = text, .number = number};
	return edit;
}

static struct sw_str name_of(const struct sw_xml_edits *edits, const struct sw_xml_node *node) {
	return sw_str_sub(edits->document->text, node->span.start + 1, node->prefix.n + (node->prefix.n ? 1 : 0) + node->name.n);
}

/* Before the '>' or "/>" of the start tag. */
static size_t tag_end(const struct sw_xml_node *node) {
	return sw_xml_one_tag(node) ? node->span.end - 2 : node->inner.start - 1;
}

static void remove_attribute(struct sw_xml_edits *edits, const struct sw_xml_attribute *attribute) {
	const char *p = edits->document->text.p;
	size_t start = attribute->at.start - 1;
	while (sw_is_space(p[start - 1]))
		start--;
	start--; /* the '=' */
	while (sw_is_space(p[start - 1]))
		start--;
	start -= attribute->prefix.n + (attribute->prefix.n ? 1 : 0) + attribute->name.n;
	while (sw_is_space(p[start - 1]))
		start--;
	add(edits, start, attribute->at.end + 1, SW_S(""));
}

static struct sw_str nil_mark(struct sw_xml_edits *edits, const struct sw_xml_node *node) {
	for (const struct sw_xml_node *up = node; up; up = up->parent)
		for (uint32_t i = 0; i < up->attribute_count; i++) {
			const struct sw_xml_attribute *attribute = &up->attributes[i];
			bool named = sw_str_is(attribute->prefix, "xmlns") && sw_str_eq(attribute->value, INSTANCE);
			if (named && sw_str_eq(sw_xml_space_of(node, attribute->name), INSTANCE))
				return sw_arena_printf(edits->arena, " %.*s:nil=\"true\"/>", SW_ARG(attribute->name));
		}
	/* A prefix that is not bound here is not in use here. */
	struct sw_str prefix = SW_S("i");
	for (unsigned i = 0; sw_xml_space_of(node, prefix).n; i++)
		prefix = sw_arena_printf(edits->arena, "i%u", i);
	return sw_arena_printf(edits->arena, " xmlns:%.*s=\"%s\" %.*s:nil=\"true\"/>", SW_ARG(prefix), INSTANCE.p, SW_ARG(prefix));
}

/* The single tag becomes two. */
static struct sw_xml_edit *fill(struct sw_xml_edits *edits, const struct sw_xml_node *node, struct sw_str text) {
	struct sw_xml_edit *edit = add(edits, tag_end(node), node->span.end, text);
	edit->before = SW_S(">");
	edit->after = sw_arena_printf(edits->arena, "</%.*s>", SW_ARG(name_of(edits, node)));
	return edit;
}

void sw_xml_edit_text(struct sw_xml_edits *edits, const struct sw_xml_node *node, struct sw_str text) {
	const struct sw_xml_attribute *mark = sw_xml_attribute_of(node, INSTANCE, "nil");
	bool nil = mark && (sw_str_is(mark->value, "true") || sw_str_is(mark->value, "1"));
	if (!node->first && (nil ? !text.p : text.p && sw_str_eq(node->text, text)))
		return;
	if (nil && text.p)
		remove_attribute(edits, mark);
	else if (mark && !text.p)
		sw_xml_edit_attribute(edits, mark, SW_S("true"));
	if (!text.p && !mark)
		add(edits, tag_end(node), node->span.end, nil_mark(edits, node));
	else if (!text.n)
		add(edits, tag_end(node), node->span.end, SW_S("/>"));
	else if (!sw_xml_one_tag(node))
		add(edits, node->inner.start, node->inner.end, text)->form = SW_XML_EDIT_ESCAPED;
	else
		fill(edits, node, text)->form = SW_XML_EDIT_ESCAPED;
}

void sw_xml_edit_attribute(struct sw_xml_edits *edits, const struct sw_xml_attribute *attribute, struct sw_str value) {
	if (!sw_str_eq(attribute->value, value))
		add(edits, attribute->at.start, attribute->at.end, value)->form = SW_XML_EDIT_VALUE;
}

void sw_xml_edit_remove(struct sw_xml_edits *edits, const struct sw_xml_node *node) {
	add(edits, node->span.start, node->span.end, SW_S(""));
}

void sw_xml_edit_insert(struct sw_xml_edits *edits, const struct sw_xml_node *parent, const struct sw_xml_node *before, struct sw_str xml) {
	if (before || !sw_xml_one_tag(parent)) {
		size_t at = before ? before->span.start : parent->inner.end;
		add(edits, at, at, xml);
		return;
	}
	fill(edits, parent, xml);
}

static int by_place(const void *a, const void *b) {
	const struct sw_xml_edit *x = a, *y = b;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	/* What is put in front of something comes before that something is taken out. */
	bool x_puts = x->start == x->end, y_puts = y->start == y->end;
	if (x_puts != y_puts)
		return x_puts ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* Whether both fill the same single tag. */
static bool fills_too(const struct sw_xml_edit *edit, const struct sw_xml_edit *other) {
	return edit->before.n && other->before.n && edit->start == other->start;
}

void sw_xml_edits_write(struct sw_xml_edits *edits, struct sw_out *out) {
	struct sw_str text = edits->document->text;
	struct sw_xml_edit *v = edits->v.v;
	size_t at = 0;
	if (edits->v.n)
		qsort(v, edits->v.n, sizeof *v, by_place);
	for (size_t i = 0; i < edits->v.n; i++) {
		bool again = i && at == v[i].end && fills_too(&v[i], &v[i - 1]);
		if (v[i].start < at && !again)
			continue;
		assert(v[i].end <= text.n);
		if (!again) {
			sw_out_str(out, sw_str_sub(text, at, v[i].start - at));
			sw_out_str(out, v[i].before);
		}
		if (v[i].form == SW_XML_EDIT_RAW)
			sw_out_str(out, v[i].text);
		else
			sw_xml_escape(out, v[i].text, v[i].form == SW_XML_EDIT_VALUE);
		if (i + 1 == edits->v.n || !fills_too(&v[i], &v[i + 1]))
			sw_out_str(out, v[i].after);
		at = v[i].end;
	}
	sw_out_str(out, sw_str_from(text, at));
}
