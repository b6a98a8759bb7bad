/* Templates, embedded in a model or alone in a file: the same things under other names and in another order. */
#include "readers/models/tm7/tree.h"

/* Name in a model, name in a template file. */
struct names {
	const char *embedded, *alone;
};

static const struct sw_xml_node *part(struct sw_tm7 *tm7, const struct sw_xml_node *node, struct names names) {
	return sw_tm7_child(tm7, node, SW_TM7_KNOWLEDGE, tm7->template_file ? names.alone : names.embedded);
}

static struct sw_str word_of(struct sw_tm7 *tm7, const struct sw_xml_node *node, const char *embedded, const char *alone) {
	return sw_tm7_word(part(tm7, node, (struct names){embedded, alone}));
}

static struct sw_str text_of(struct sw_tm7 *tm7, const struct sw_xml_node *node, const char *embedded, const char *alone) {
	return sw_tm7_text(tm7, part(tm7, node, (struct names){embedded, alone}));
}

static bool truth_of(struct sw_tm7 *tm7, const struct sw_xml_node *node, const char *name) {
	return sw_tm7_truth(part(tm7, node, (struct names){name, name}));
}

static void read_manifest(struct sw_tm7 *tm7, const struct sw_xml_node *base, struct sw_template *into) {
	static const struct {
		const char *element, *attribute;
		size_t offset;
	} rows[] = {
		{"Id", "id", offsetof(struct sw_template, id)},
		{"Name", "name", offsetof(struct sw_template, name)},
		{"Version", "version", offsetof(struct sw_template, version)},
		{"Author", "author", offsetof(struct sw_template, author)},
	};
	const struct sw_xml_node *manifest = part(tm7, base, (struct names){"Manifest", "Manifest"});
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct sw_xml_attribute *attribute = sw_xml_attribute_of(manifest, SW_S(""), rows[i].attribute);
		struct sw_str text = !tm7->template_file ? text_of(tm7, manifest, rows[i].element, NULL) : attribute ? attribute->value : SW_S("");
		memcpy((char *)into + rows[i].offset, &text, sizeof text);
	}
}

static void read_attribute(struct sw_tm7 *tm7, const struct sw_xml_node *node, struct sw_stencil_attribute *attribute) {
	const struct sw_xml_node *values = part(tm7, node, (struct names){"AttributeValues", "AttributeValues"});
	attribute->id = text_of(tm7, node, "Id", "Id");
	attribute->name = word_of(tm7, node, "Name", "Name");
	attribute->label = text_of(tm7, node, "DisplayName", "DisplayName");
	attribute->mode = word_of(tm7, node, "Mode", "Mode");
	attribute->type = word_of(tm7, node, "Type", "Type");
	attribute->inheritance = word_of(tm7, node, "Inheritance", "Inheritance");
	attribute->inherited = truth_of(tm7, node, "IsInherited");
	attribute->overridden = truth_of(tm7, node, "IsOverrided");
	attribute->overridden_said = part(tm7, node, (struct names){"IsOverrided", "IsOverrided"});
	for (const struct sw_xml_node *value = sw_tm7_child(tm7, values, SW_TM7_INTERFACES, "Value"); value; value = sw_xml_more(value))
		*sw_push(tm7->arena, &attribute->values) = sw_tm7_text(tm7, value);
}

/* A word that is none of them is Inherited. */
static enum sw_stencil_shape shape_of(struct sw_str word) {
	for (int i = 0; i <= SW_STENCIL_ANNOTATION; i++)
		if (sw_str_is(word, sw_tm7_shape_word((enum sw_stencil_shape)i)))
			return (enum sw_stencil_shape)i;
	return SW_STENCIL_INHERITED;
}

const char *sw_tm7_shape_word(enum sw_stencil_shape shape) {
	static const char *const words[] = {
		[SW_STENCIL_INHERITED] = "Inherited", [SW_STENCIL_ELLIPSE] = "Ellipse",
		[SW_STENCIL_RECTANGLE] = "Rectangle", [SW_STENCIL_PARALLEL_LINES] = "ParallelLines",
		[SW_STENCIL_LINE] = "Line", [SW_STENCIL_LINE_BOUNDARY] = "LineBoundary",
		[SW_STENCIL_BORDER_BOUNDARY] = "BorderBoundary", [SW_STENCIL_ANNOTATION] = "Annotation",
	};
	return words[shape];
}

static void read_constraints(struct sw_tm7 *tm7, const struct sw_xml_node *node, struct sw_stencil *stencil) {
	const struct sw_xml_node *list = part(tm7, node, (struct names){"StencilConstraints", "StencilConstraints"});
	stencil->constrained = list;
	for (node = part(tm7, list, (struct names){"StencilConstraint", "StencilConstraint"}); node; node = sw_xml_more(node))
		*sw_push(tm7->arena, &stencil->constraints) = (struct sw_stencil_constraint){
			word_of(tm7, node, "SelectedStencilType", "SelectedStencilType"),
			word_of(tm7, node, "SelectedStencilConnection", "SelectedStencilConnection")};
}

static void read_stencil(struct sw_tm7 *tm7, const struct sw_xml_node *node, struct sw_stencil *stencil) {
	stencil->at = node->span;
	stencil->id = word_of(tm7, node, "Id", "ID");
	stencil->name = text_of(tm7, node, "Name", "Name");
	stencil->description = text_of(tm7, node, "Description", "Description");
	stencil->parent = word_of(tm7, node, "ParentId", "ParentElement");
	stencil->shape = shape_of(word_of(tm7, node, "Representation", "Representation"));
	stencil->hidden = truth_of(tm7, node, "Hidden");
	stencil->image = text_of(tm7, node, "ImageSource", "Image");
	stencil->image_location = text_of(tm7, node, "ImageLocation", "ImageLocation");
	stencil->dashes = text_of(tm7, node, "StrokeDashArray", "StrokeDashArray");
	stencil->stroke = text_of(tm7, node, "StrokeThickness", "StrokeThickness");
	stencil->behavior = text_of(tm7, node, "Behavior", "Behavior");
	stencil->outline = text_of(tm7, node, "Shape", "Shape");
	read_constraints(tm7, node, stencil);
	const struct sw_xml_node *list = part(tm7, node, (struct names){"Attributes", "Attributes"});
	for (node = part(tm7, list, (struct names){"Attribute", "Attribute"}); node; node = sw_xml_more(node))
		read_attribute(tm7, node, sw_push(tm7->arena, &stencil->attributes));
}

static void read_stencils(struct sw_tm7 *tm7, const struct sw_xml_node *list, bool generic, struct sw_template *into) {
	const struct sw_xml_node *node = part(tm7, list, (struct names){"ElementType", "ElementType"});
	for (; node; node = sw_xml_more(node)) {
		struct sw_stencil *stencil = sw_push(tm7->arena, &into->stencils);
		stencil->generic = generic;
		read_stencil(tm7, node, stencil);
	}
}

typedef SW_VEC(struct sw_threat_datum) data_list;

/* Columns and presets stand in the model's own name space, unlike what is around them. */
static void read_data(struct sw_tm7 *tm7, const struct sw_xml_node *parent, data_list *data) {
	const struct sw_xml_node *list = sw_tm7_child(tm7, parent, SW_TM7_KNOWLEDGE, "PropertiesMetaData");
	if (!list)
		list = sw_tm7_child(tm7, parent, SW_TM7_MODEL, "PropertiesMetaData");
	const struct sw_xml_node *node = sw_tm7_child(tm7, list, SW_TM7_MODEL, "ThreatMetaDatum");
	for (; node; node = sw_xml_more(node)) {
		struct sw_threat_datum *datum = sw_push(tm7->arena, data);
		const struct sw_xml_node *kind = sw_tm7_child(tm7, node, SW_TM7_MODEL, "AttributeType");
		int64_t attribute = kind ? sw_tm7_integer(tm7, kind) : -1;
		datum->id = sw_tm7_text(tm7, sw_tm7_child(tm7, node, SW_TM7_MODEL, "Id"));
		datum->name = sw_tm7_word(sw_tm7_child(tm7, node, SW_TM7_MODEL, "Name"));
		datum->label = sw_tm7_text(tm7, sw_tm7_child(tm7, node, SW_TM7_MODEL, "Label"));
		datum->description = sw_tm7_text(tm7, sw_tm7_child(tm7, node, SW_TM7_MODEL, "Description"));
		datum->hidden = sw_tm7_truth(sw_tm7_child(tm7, node, SW_TM7_MODEL, "HideFromUI"));
		datum->attribute = attribute < -1 || attribute > 2 ? 0 : (int)attribute;
		const struct sw_xml_node *values = sw_tm7_child(tm7, node, SW_TM7_MODEL, "Values");
		const struct sw_xml_node *value = sw_tm7_child(tm7, values, SW_TM7_ARRAYS, tm7->template_file ? "Value" : "string");
		for (; value; value = sw_xml_more(value))
			*sw_push(tm7->arena, &datum->values) = sw_tm7_text(tm7, value);
	}
}

static void read_type(struct sw_tm7 *tm7, const struct sw_xml_node *node, struct sw_threat_type *type) {
	const struct sw_xml_node *filters = part(tm7, node, (struct names){"GenerationFilters", "GenerationFilters"});
	const struct sw_xml_node *include = part(tm7, filters, (struct names){"Include", "Include"});
	const struct sw_xml_node *exclude = part(tm7, filters, (struct names){"Exclude", "Exclude"});
	data_list data = {0};
	type->at = node->span;
	type->id = word_of(tm7, node, "Id", "Id");
	type->category = word_of(tm7, node, "Category", "Category");
	type->title = text_of(tm7, node, "ShortTitle", "ShortTitle");
	type->description = text_of(tm7, node, "Description", "Description");
	type->related = text_of(tm7, node, "RelatedCategory", "RelatedCategory");
	type->include = sw_tm7_text(tm7, include);
	type->exclude = sw_tm7_text(tm7, exclude);
	type->include_at = include ? include->inner : node->span;
	type->exclude_at = exclude ? exclude->inner : node->span;
	read_data(tm7, node, &data);
	type->data.v = data.v;
	type->data.n = data.n;
	type->data.cap = data.cap;
}

static void read_categories(struct sw_tm7 *tm7, const struct sw_xml_node *base, struct sw_template *into) {
	const struct sw_xml_node *list = part(tm7, base, (struct names){"ThreatCategories", "ThreatCategories"});
	const struct sw_xml_node *node = part(tm7, list, (struct names){"ThreatCategory", "ThreatCategory"});
	for (; node; node = sw_xml_more(node)) {
		struct sw_threat_category *category = sw_push(tm7->arena, &into->categories);
		category->id = word_of(tm7, node, "Id", "Id");
		category->name = text_of(tm7, node, "Name", "Name");
		category->short_text = text_of(tm7, node, "ShortDescription", "ShortDescription");
		category->long_text = text_of(tm7, node, "LongDescription", "LongDescription");
	}
}

struct sw_template *sw_tm7_read_template(struct sw_tm7 *tm7, const struct sw_xml_node *base) {
	struct sw_template *into = SW_NEW(tm7->arena, struct sw_template);
	const struct sw_xml_node *meta = part(tm7, base, (struct names){"ThreatMetaData", "ThreatMetaData"});
	data_list data = {0};
	into->origin = tm7;
	read_manifest(tm7, base, into);
	read_stencils(tm7, part(tm7, base, (struct names){"GenericElements", "GenericElements"}), true, into);
	read_stencils(tm7, part(tm7, base, (struct names){"StandardElements", "StandardElements"}), false, into);
	read_categories(tm7, base, into);
	into->uses_priority = sw_tm7_truth(sw_tm7_child(tm7, meta, SW_TM7_MODEL, "IsPriorityUsed"));
	into->uses_status = sw_tm7_truth(sw_tm7_child(tm7, meta, SW_TM7_MODEL, "IsStatusUsed"));
	read_data(tm7, meta, &data);
	into->data.v = data.v;
	into->data.n = data.n;
	into->data.cap = data.cap;
	const struct sw_xml_node *list = part(tm7, base, (struct names){"ThreatTypes", "ThreatTypes"});
	for (const struct sw_xml_node *node = part(tm7, list, (struct names){"ThreatType", "ThreatType"}); node; node = sw_xml_more(node))
		read_type(tm7, node, sw_push(tm7->arena, &into->types));
	return into;
}
