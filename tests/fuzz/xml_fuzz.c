/* Any bytes may be given to the XML reader: spans lie inside each other, a document written without edits is the same, and
 * a text that is put into an element is read back from there. */
#include "formats/xml.h"
#include "formats/xml_edit.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct sw_xml_node *check_tree(const struct sw_xml_node *node) {
	const struct sw_xml_node *leaf = node->first ? NULL : node;
	uint32_t at = node->inner.start;
	assert(node->span.start < node->inner.start && node->inner.start <= node->inner.end && node->inner.end <= node->span.end);
	for (uint32_t i = 0; i < node->attribute_count; i++)
		assert(node->attributes[i].at.start > node->span.start && node->attributes[i].at.end < node->span.end);
	for (const struct sw_xml_node *child = node->first; child; child = child->next) {
		assert(child->parent == node && child->span.start >= at && child->span.end <= node->inner.end);
		at = child->span.end;
		const struct sw_xml_node *found = check_tree(child);
		leaf = leaf ? leaf : found;
	}
	return leaf;
}

static struct sw_str first_text(const struct sw_xml_node *node) {
	while (node->first)
		node = node->first;
	return node->text;
}

static void edit(struct sw_arena *arena, struct sw_xml_edits *edits, const struct sw_xml_node *leaf, struct sw_str text) {
	struct sw_diags diags = {.arena = arena};
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	edits->v.n = 0;
	sw_xml_edit_text(edits, leaf, text);
	sw_xml_edits_write(edits, &out);
	const struct sw_xml_document *again = sw_xml_read(arena, 1, sw_out_text(&out), &diags);
	assert(again && again->nodes == edits->document->nodes);
	assert(sw_str_eq(first_text(again->root), text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)1 << 30);
	struct sw_diags diags = {.arena = &arena};
	struct sw_str text = {(const char *)data, size};
	const struct sw_xml_document *document = sw_xml_read(&arena, 1, text, &diags);
	assert(!document == sw_diags_failed(&diags));
	if (document) {
		struct sw_xml_edits edits = {.arena = &arena, .document = document};
		SW_CLEANUP_OUT struct sw_out out;
		sw_out_init(&out, -1);
		const struct sw_xml_node *leaf = check_tree(document->root);
		sw_xml_edits_write(&edits, &out);
		assert(sw_str_eq(sw_out_text(&out), text));
		edit(&arena, &edits, leaf, SW_S("<&\r\n\"]]>"));
		edit(&arena, &edits, leaf, SW_S(""));
		edit(&arena, &edits, leaf, sw_str(NULL, 0));
	}
	for (size_t i = 0; i < diags.n; i++)
		assert(diags.v[i].at.start <= diags.v[i].at.end && diags.v[i].at.end <= size);
	sw_arena_free(&arena);
	return 0;
}
