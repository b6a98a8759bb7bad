#include "readers/models/tm7/put.h"

/* ── Embedded in a model ── */

static void leaf(struct sw_tm7_put *put, const char *name, struct sw_str text) {
	sw_xml_leaf(&put->xml, name, text);
}

/* Text, or the mark that there is none. */
static void nillable(struct sw_tm7_put *put, const char *name, struct sw_str text) {
	sw_xml_open(&put->xml, name);
	if (!text.p)
		sw_xml_attribute(&put->xml, "i:nil", SW_S("true"));
	sw_xml_text(&put->xml, text);
	sw_xml_close(&put->xml);
}

static struct sw_str truth(bool value) {
	return value ? SW_S("true") : SW_S("false");
}

static struct sw_str or_else(struct sw_str text, struct sw_str otherwise) {
	return text.n ? text : otherwise;
}

static void embed_attribute(struct sw_tm7_put *put, const struct sw_stencil_attribute *attribute) {
	sw_xml_open(&put->xml, "a:Attribute");
	leaf(put, "a:IsExtension", truth(false));
	sw_xml_open(&put->xml, "a:AttributeValues");
	sw_xml_attribute(&put->xml, "xmlns:b", SW_TM7_INTERFACES);
	for (size_t i = 0; i < attribute->values.n; i++)
		leaf(put, "b:Value", attribute->values.v[i]);
	sw_xml_close(&put->xml);
	leaf(put, "a:DisplayName", attribute->label);
	leaf(put, "a:Inheritance", or_else(attribute->inheritance, SW_S("Virtual")));
	leaf(put, "a:Mode", or_else(attribute->mode, SW_S("Dynamic")));
	leaf(put, "a:Name", attribute->name);
	leaf(put, "a:Type", or_else(attribute->type, SW_S("List")));
	sw_xml_close(&put->xml);
}

static void embed_constraints(struct sw_tm7_put *put, const struct sw_stencil *stencil) {
	sw_xml_open(&put->xml, "a:StencilConstraints");
	for (size_t i = 0; i < stencil->constraints.n; i++) {
		sw_xml_open(&put->xml, "a:StencilConstraint");
		leaf(put, "a:IsExtension", truth(false));
		leaf(put, "a:SelectedStencilConnection", stencil->constraints.v[i].connection);
		leaf(put, "a:SelectedStencilType", stencil->constraints.v[i].type);
		sw_xml_close(&put->xml);
	}
	sw_xml_close(&put->xml);
}

static void embed_stencil(struct sw_tm7_put *put, const struct sw_stencil *stencil) {
	sw_xml_open(&put->xml, "a:ElementType");
	leaf(put, "a:IsExtension", truth(false));
	sw_xml_open(&put->xml, "a:Attributes");
	for (size_t i = 0; i < stencil->attributes.n; i++)
		embed_attribute(put, &stencil->attributes.v[i]);
	sw_xml_close(&put->xml);
	sw_xml_open(&put->xml, "a:AvailableToBaseModels");
	sw_xml_attribute(&put->xml, "xmlns:b", SW_TM7_STORAGE);
	sw_xml_close(&put->xml);
	/* The tool itself drops what old templates say here. */
	nillable(put, "a:Behavior", sw_str(NULL, 0));
	leaf(put, "a:Description", stencil->description);
	leaf(put, "a:Hidden", truth(stencil->hidden));
	leaf(put, "a:Id", stencil->id);
	nillable(put, "a:ImageLocation", stencil->image_location);
	nillable(put, "a:ImageSource", stencil->image);
	nillable(put, "a:ImageStream", sw_str(NULL, 0));
	leaf(put, "a:Name", stencil->name);
	leaf(put, "a:ParentId", or_else(stencil->parent, SW_S("ROOT")));
	leaf(put, "a:Representation", sw_str_of(sw_tm7_shape_word(stencil->shape)));
	nillable(put, "a:Shape", sw_str(NULL, 0));
	if (stencil->constrained)
		embed_constraints(put, stencil);
	if (stencil->dashes.p)
		leaf(put, "a:StrokeDashArray", stencil->dashes);
	if (stencil->stroke.n && !sw_str_is(stencil->stroke, "0"))
		leaf(put, "a:StrokeThickness", stencil->stroke);
	sw_xml_close(&put->xml);
}

static void embed_stencils(struct sw_tm7_put *put, const struct sw_template *template, bool generic) {
	sw_xml_open(&put->xml, generic ? "a:GenericElements" : "a:StandardElements");
	for (size_t i = 0; i < template->stencils.n; i++)
		if (template->stencils.v[i].generic == generic)
			embed_stencil(put, &template->stencils.v[i]);
	sw_xml_close(&put->xml);
}

static void embed_datum(struct sw_tm7_put *put, const struct sw_threat_datum *datum) {
	sw_xml_open(&put->xml, "ThreatMetaDatum");
	leaf(put, "Name", datum->name);
	leaf(put, "Label", datum->label);
	leaf(put, "HideFromUI", truth(datum->hidden));
	sw_xml_open(&put->xml, "Values");
	if (!datum->values.n)
		sw_xml_attribute(&put->xml, "i:nil", SW_S("true"));
	sw_xml_attribute(&put->xml, "xmlns:b", SW_TM7_ARRAYS);
	for (size_t i = 0; i < datum->values.n; i++)
		nillable(put, "b:string", datum->values.v[i]);
	sw_xml_close(&put->xml);
	if (datum->description.p)
		leaf(put, "Description", datum->description);
	nillable(put, "Id", datum->id);
	if (datum->attribute >= 0)
		leaf(put, "AttributeType", sw_arena_printf(put->arena, "%d", datum->attribute));
	sw_xml_close(&put->xml);
}

static void embed_type(struct sw_tm7_put *put, const struct sw_threat_type *type) {
	sw_xml_open(&put->xml, "a:ThreatType");
	leaf(put, "a:IsExtension", truth(false));
	leaf(put, "a:Category", type->category);
	leaf(put, "a:Description", type->description);
	sw_xml_open(&put->xml, "a:GenerationFilters");
	leaf(put, "a:Exclude", type->exclude);
	leaf(put, "a:Include", type->include);
	sw_xml_close(&put->xml);
	leaf(put, "a:Id", type->id);
	sw_xml_open(&put->xml, "a:PropertiesMetaData");
	for (size_t i = 0; i < type->data.n; i++)
		embed_datum(put, &type->data.v[i]);
	sw_xml_close(&put->xml);
	nillable(put, "a:RelatedCategory", type->related);
	leaf(put, "a:ShortTitle", type->title);
	sw_xml_close(&put->xml);
}

static void embed_rest(struct sw_tm7_put *put, const struct sw_template *template) {
	sw_xml_open(&put->xml, "a:ThreatCategories");
	for (size_t i = 0; i < template->categories.n; i++) {
		const struct sw_threat_category *category = &template->categories.v[i];
		sw_xml_open(&put->xml, "a:ThreatCategory");
		leaf(put, "a:IsExtension", truth(false));
		leaf(put, "a:Id", category->id);
		leaf(put, "a:LongDescription", category->long_text);
		leaf(put, "a:Name", category->name);
		leaf(put, "a:ShortDescription", category->short_text);
		sw_xml_close(&put->xml);
	}
	sw_xml_close(&put->xml);
	sw_xml_open(&put->xml, "a:ThreatMetaData");
	leaf(put, "IsPriorityUsed", truth(template->uses_priority));
	leaf(put, "IsStatusUsed", truth(template->uses_status));
	sw_xml_open(&put->xml, "PropertiesMetaData");
	for (size_t i = 0; i < template->data.n; i++)
		embed_datum(put, &template->data.v[i]);
	sw_xml_close(&put->xml);
	sw_xml_close(&put->xml);
	sw_xml_open(&put->xml, "a:ThreatTypes");
	for (size_t i = 0; i < template->types.n; i++)
		embed_type(put, &template->types.v[i]);
	sw_xml_close(&put->xml);
}

void sw_tm7_put_template(struct sw_tm7_put *put, const struct sw_template *template) {
	sw_xml_open(&put->xml, "KnowledgeBase");
	sw_xml_attribute(&put->xml, "z:Id", sw_arena_printf(put->arena, put->inside ? "new%u" : "i%u", ++put->ids));
	sw_xml_attribute(&put->xml, "xmlns:a", SW_TM7_KNOWLEDGE);
	sw_xml_attribute(&put->xml, "xmlns:z", SW_TM7_SERIALIZATION);
	sw_tm7_put_declarations(put, false, false);
	embed_stencils(put, template, true);
	sw_xml_open(&put->xml, "a:Manifest");
	leaf(put, "a:Author", template->author);
	leaf(put, "a:Id", template->id);
	leaf(put, "a:Name", template->name);
	leaf(put, "a:Version", template->version);
	sw_xml_close(&put->xml);
	embed_stencils(put, template, false);
	embed_rest(put, template);
	sw_xml_close(&put->xml);
}

/* ── Alone in a file ── */

static void absent(struct sw_tm7_put *put, const char *name, struct sw_str text) {
	if (text.p)
		leaf(put, name, text);
}

static void file_attribute(struct sw_tm7_put *put, const struct sw_stencil *stencil, const struct sw_stencil_attribute *attribute) {
	struct sw_str seed = sw_arena_printf(put->arena, "%.*s %.*s", SW_ARG(stencil->id), SW_ARG(attribute->name));
	sw_xml_open(&put->xml, "Attribute");
	leaf(put, "Id", attribute->id.n ? attribute->id : sw_tm7_guid(put->arena, seed));
	leaf(put, "IsInherited", truth(attribute->inherited));
	if (attribute->overridden_said)
		leaf(put, "IsOverrided", truth(attribute->overridden));
	leaf(put, "Name", attribute->name);
	leaf(put, "DisplayName", attribute->label);
	leaf(put, "Mode", or_else(attribute->mode, SW_S("Dynamic")));
	leaf(put, "Type", or_else(attribute->type, SW_S("List")));
	leaf(put, "Inheritance", or_else(attribute->inheritance, SW_S("Virtual")));
	sw_xml_open(&put->xml, "AttributeValues");
	for (size_t i = 0; i < attribute->values.n; i++)
		leaf(put, "Value", attribute->values.v[i]);
	sw_xml_close(&put->xml);
	sw_xml_close(&put->xml);
}

static void file_stencil(struct sw_tm7_put *put, const struct sw_stencil *stencil) {
	sw_xml_open(&put->xml, "ElementType");
	leaf(put, "Name", stencil->name);
	leaf(put, "ID", stencil->id);
	leaf(put, "Description", stencil->description);
	leaf(put, "ParentElement", or_else(stencil->parent, SW_S("ROOT")));
	absent(put, "Image", stencil->image);
	leaf(put, "Hidden", truth(stencil->hidden));
	absent(put, "Behavior", stencil->behavior);
	absent(put, "Shape", stencil->outline);
	leaf(put, "Representation", sw_str_of(sw_tm7_shape_word(stencil->shape)));
	leaf(put, "StrokeThickness", or_else(stencil->stroke, SW_S("0")));
	absent(put, "StrokeDashArray", stencil->dashes);
	absent(put, "ImageLocation", stencil->image_location);
	sw_xml_open(&put->xml, "Attributes");
	for (size_t i = 0; i < stencil->attributes.n; i++)
		file_attribute(put, stencil, &stencil->attributes.v[i]);
	sw_xml_close(&put->xml);
	if (stencil->constrained) {
		sw_xml_open(&put->xml, "StencilConstraints");
		for (size_t i = 0; i < stencil->constraints.n; i++) {
			sw_xml_open(&put->xml, "StencilConstraint");
			leaf(put, "SelectedStencilType", stencil->constraints.v[i].type);
			leaf(put, "SelectedStencilConnection", stencil->constraints.v[i].connection);
			sw_xml_close(&put->xml);
		}
		sw_xml_close(&put->xml);
	}
	sw_xml_close(&put->xml);
}

static void file_stencils(struct sw_tm7_put *put, const struct sw_template *template, bool generic) {
	sw_xml_open(&put->xml, generic ? "GenericElements" : "StandardElements");
	for (size_t i = 0; i < template->stencils.n; i++)
		if (template->stencils.v[i].generic == generic)
			file_stencil(put, &template->stencils.v[i]);
	sw_xml_close(&put->xml);
}

static void file_datum(struct sw_tm7_put *put, const struct sw_threat_datum *datum) {
	sw_xml_open(&put->xml, "ThreatMetaDatum");
	leaf(put, "Name", datum->name);
	leaf(put, "Label", datum->label);
	leaf(put, "HideFromUI", truth(datum->hidden));
	if (datum->values.n) {
		sw_xml_open(&put->xml, "Values");
		for (size_t i = 0; i < datum->values.n; i++) {
			sw_xml_open(&put->xml, "Value");
			if (!datum->values.v[i].p)
				sw_xml_attribute(&put->xml, "xsi:nil", SW_S("true"));
			sw_xml_text(&put->xml, datum->values.v[i]);
			sw_xml_close(&put->xml);
		}
		sw_xml_close(&put->xml);
	}
	absent(put, "Description", datum->description);
	absent(put, "Id", datum->id);
	leaf(put, "AttributeType", sw_arena_printf(put->arena, "%d", datum->attribute < 0 ? 0 : datum->attribute));
	sw_xml_close(&put->xml);
}

static void file_data(struct sw_tm7_put *put, const struct sw_threat_datum *data, size_t n) {
	sw_xml_open(&put->xml, "PropertiesMetaData");
	for (size_t i = 0; i < n; i++)
		file_datum(put, &data[i]);
	sw_xml_close(&put->xml);
}

static void file_type(struct sw_tm7_put *put, const struct sw_threat_type *type) {
	sw_xml_open(&put->xml, "ThreatType");
	sw_xml_open(&put->xml, "GenerationFilters");
	leaf(put, "Include", type->include);
	leaf(put, "Exclude", type->exclude);
	sw_xml_close(&put->xml);
	leaf(put, "Id", type->id);
	leaf(put, "ShortTitle", type->title);
	leaf(put, "Category", type->category);
	absent(put, "RelatedCategory", type->related);
	leaf(put, "Description", type->description);
	file_data(put, type->data.v, type->data.n);
	sw_xml_close(&put->xml);
}

void sw_tb7_put_template(struct sw_tm7_put *put, const struct sw_template *template) {
	sw_xml_open(&put->xml, "KnowledgeBase");
	sw_xml_attribute(&put->xml, "xmlns:xsi", SW_TM7_INSTANCE);
	sw_xml_attribute(&put->xml, "xmlns:xsd", SW_TM7_SCHEMA);
	sw_xml_open(&put->xml, "Manifest");
	sw_xml_attribute(&put->xml, "name", template->name);
	sw_xml_attribute(&put->xml, "id", template->id);
	sw_xml_attribute(&put->xml, "version", template->version);
	sw_xml_attribute(&put->xml, "author", template->author);
	sw_xml_close(&put->xml);
	sw_xml_open(&put->xml, "ThreatMetaData");
	leaf(put, "IsPriorityUsed", truth(template->uses_priority));
	leaf(put, "IsStatusUsed", truth(template->uses_status));
	file_data(put, template->data.v, template->data.n);
	sw_xml_close(&put->xml);
	file_stencils(put, template, true);
	file_stencils(put, template, false);
	sw_xml_open(&put->xml, "ThreatCategories");
	for (size_t i = 0; i < template->categories.n; i++) {
		const struct sw_threat_category *category = &template->categories.v[i];
		sw_xml_open(&put->xml, "ThreatCategory");
		leaf(put, "Name", category->name);
		leaf(put, "Id", category->id);
		leaf(put, "ShortDescription", category->short_text);
		leaf(put, "LongDescription", category->long_text);
		sw_xml_close(&put->xml);
	}
	sw_xml_close(&put->xml);
	sw_xml_open(&put->xml, "ThreatTypes");
	for (size_t i = 0; i < template->types.n; i++)
		file_type(put, &template->types.v[i]);
	sw_xml_close(&put->xml);
	sw_xml_close(&put->xml);
}
