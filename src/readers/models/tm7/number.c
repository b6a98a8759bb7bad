/* z:Id counts from i1 through the document without a gap; what was put in or taken out moves the rest. */
#include "formats/xml_edit.h"
#include "readers/models/tm7/edit.h"

static void number(struct sw_xml_edits *edits, struct sw_map *names, const struct sw_xml_node *node, uint32_t *next, bool references) {
	const struct sw_xml_attribute *id = sw_xml_attribute_of(node, SW_TM7_SERIALIZATION, references ? "Ref" : "Id");
	if (id && references) {
		const struct sw_str *name = sw_map_get(names, id->value);
		if (name)
			sw_xml_edit_attribute(edits, id, *name);
	} else if (id) {
		struct sw_str *name = SW_NEW(edits->arena, struct sw_str);
		*name = sw_arena_printf(edits->arena, "i%u", ++*next);
		sw_map_put(edits->arena, names, id->value, name);
		sw_xml_edit_attribute(edits, id, *name);
	}
	for (const struct sw_xml_node *child = node->first; child; child = child->next)
		number(edits, names, child, next, references);
}

void sw_tm7_renumber(struct sw_arena *arena, struct sw_str text, struct sw_out *out) {
	struct sw_diags diags = {.arena = arena};
	struct sw_map names = {0};
	uint32_t next = 0;
	struct sw_xml_edits edits = {.arena = arena, .document = sw_xml_read(arena, 0, text, &diags)};
	if (!edits.document) {
		/* Beyond a limit of the reader: numbers with gaps are better than nothing. */
		sw_out_str(out, text);
		return;
	}
	number(&edits, &names, edits.document->root, &next, false);
	number(&edits, &names, edits.document->root, &next, true);
	sw_xml_edits_write(&edits, out);
}
