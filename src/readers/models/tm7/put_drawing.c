#include "readers/models/tm7/put.h"
#include "base/guid.h"
#include "formats/number.h"
#include <math.h>

static void leaf(struct sw_tm7_put *put, const char *name, struct sw_str text) {
	sw_xml_leaf(&put->xml, name, text);
}

/* A member of the abstract classes, each of which declares its name space. */
static void member(struct sw_tm7_put *put, const char *name, struct sw_str text) {
	sw_xml_open(&put->xml, name);
	if (!text.p)
		sw_xml_attribute(&put->xml, "i:nil", SW_S("true"));
	sw_xml_attribute(&put->xml, "xmlns", SW_TM7_ABSTRACTS);
	sw_xml_text(&put->xml, text);
	sw_xml_close(&put->xml);
}

static void nil(struct sw_tm7_put *put, const char *name) {
	sw_xml_open(&put->xml, name);
	sw_xml_attribute(&put->xml, "i:nil", SW_S("true"));
	sw_xml_close(&put->xml);
}

static struct sw_str truth(bool value) {
	return value ? SW_S("true") : SW_S("false");
}

static struct sw_str or_else(struct sw_str text, struct sw_str otherwise) {
	return text.n ? text : otherwise;
}

/* In a document of somebody else's prefixes, those that a fragment uses are declared at its top. */
void sw_tm7_put_declarations(struct sw_tm7_put *put, bool arrays, bool ids) {
	static const struct {
		const char *attribute;
		struct sw_str prefix, space;
	} rows[] = {
		{"xmlns", SW_SI(""), SW_SI("http://schemas.datacontract.org/2004/07/ThreatModeling.Model")},
		{"xmlns:i", SW_SI("i"), SW_SI("http://www.w3.org/2001/XMLSchema-instance")},
		{"xmlns:a", SW_SI("a"), SW_SI("http://schemas.microsoft.com/2003/10/Serialization/Arrays")},
		{"xmlns:z", SW_SI("z"), SW_SI("http://schemas.microsoft.com/2003/10/Serialization/")},
	};
	for (size_t i = 0; put->inside && put->xml.depth == 1 && i < sizeof rows / sizeof *rows; i++)
		if ((i != 2 || arrays) && (i != 3 || ids) && !sw_str_eq(sw_xml_space_of(put->inside, rows[i].prefix), rows[i].space))
			sw_xml_attribute(&put->xml, rows[i].attribute, rows[i].space);
}

static void put_id(struct sw_tm7_put *put) {
	sw_xml_attribute(&put->xml, "z:Id", sw_arena_printf(put->arena, put->inside ? "new%u" : "i%u", ++put->ids));
}

struct sw_str sw_tm7_double(struct sw_arena *arena, double value) {
	char text[SW_NUMBER_BYTES];
	size_t n = sw_number_write(text, isfinite(value) ? value : 0, SW_NUMBER_JSON);
	return sw_arena_str(arena, sw_str(text, n));
}

struct sw_str sw_tm7_guid(struct sw_arena *arena, struct sw_str id) {
	if (!id.n)
		return SW_TM7_NOBODY;
	return sw_is_guid(id) ? id : sw_guid_of(arena, id);
}

static const char *const property_types[] = {
	[SW_PROPERTY_HEADER] = "b:HeaderDisplayAttribute",    [SW_PROPERTY_TEXT] = "b:StringDisplayAttribute",
	[SW_PROPERTY_TRUTH] = "b:BooleanDisplayAttribute",    [SW_PROPERTY_LIST] = "b:ListDisplayAttribute",
	[SW_PROPERTY_FIXED] = "b:StaticListDisplayAttribute", [SW_PROPERTY_CUSTOM] = "b:CustomStringDisplayAttribute",
};

void sw_tm7_put_property(struct sw_tm7_put *put, const struct sw_drawn_property *property) {
	bool list = property->kind == SW_PROPERTY_LIST || property->kind == SW_PROPERTY_FIXED;
	sw_xml_open(&put->xml, "a:anyType");
	sw_xml_attribute(&put->xml, "i:type", sw_str_of(property_types[property->kind]));
	sw_xml_attribute(&put->xml, "xmlns:b", SW_TM7_KNOWLEDGE);
	sw_tm7_put_declarations(put, true, false);
	leaf(put, "b:DisplayName", property->label);
	leaf(put, "b:Name", property->key);
	sw_xml_open(&put->xml, "b:Value");
	if (property->kind == SW_PROPERTY_HEADER) {
		sw_xml_attribute(&put->xml, "i:nil", SW_S("true"));
	} else if (list) {
		sw_xml_attribute(&put->xml, "i:type", SW_S("a:ArrayOfstring"));
		for (size_t i = 0; i < property->values.n; i++)
			leaf(put, "a:string", property->values.v[i]);
	} else {
		sw_xml_attribute(&put->xml, "i:type", property->kind == SW_PROPERTY_TRUTH ? SW_S("c:boolean") : SW_S("c:string"));
		sw_xml_attribute(&put->xml, "xmlns:c", SW_TM7_SCHEMA);
		sw_xml_text(&put->xml, property->value);
	}
	sw_xml_close(&put->xml);
	if (list)
		leaf(put, "b:SelectedIndex", sw_arena_printf(put->arena, "%d", property->chosen));
	sw_xml_close(&put->xml);
}

/* A property with the element's own name, or its own word on the scope: these win over what the list says. */
static struct sw_drawn_property current(const struct sw_drawn *drawn, const struct sw_drawn_property *property) {
	struct sw_drawn_property now = *property;
	if (sw_tm7_is_name(property))
		now.value = drawn->name;
	else if (sw_str_is(property->key, SW_KEY_OUT_OF_SCOPE))
		now.value = truth(drawn->out_of_scope);
	else if (sw_str_is(property->key, SW_KEY_OUT_OF_SCOPE_REASON))
		now.value = drawn->out_of_scope_reason;
	return now;
}

static void put_head(struct sw_tm7_put *put, const struct sw_drawn *drawn) {
	bool named = false;
	member(put, "GenericTypeId", drawn->generic);
	member(put, "Guid", sw_tm7_guid(put->arena, drawn->id));
	sw_xml_open(&put->xml, "Properties");
	sw_xml_attribute(&put->xml, "xmlns", SW_TM7_ABSTRACTS);
	for (size_t i = 0; i < drawn->properties.n; i++) {
		/* Only the first Name is the element's. */
		bool again = named && sw_tm7_is_name(&drawn->properties.v[i]);
		struct sw_drawn_property property = again ? drawn->properties.v[i] : current(drawn, &drawn->properties.v[i]);
		named = named || sw_tm7_is_name(&property);
		sw_tm7_put_property(put, &property);
	}
	sw_xml_close(&put->xml);
	member(put, "TypeId", drawn->type);
}

static void put_box(struct sw_tm7_put *put, const struct sw_drawn *drawn) {
	struct sw_arena *arena = put->arena;
	member(put, "Height", sw_tm7_double(arena, drawn->height));
	member(put, "Left", sw_tm7_double(arena, drawn->left));
	member(put, "StrokeDashArray", drawn->dashes);
	member(put, "StrokeThickness", sw_tm7_double(arena, drawn->stroke));
	member(put, "Top", sw_tm7_double(arena, drawn->top));
	member(put, "Width", sw_tm7_double(arena, drawn->width));
}

static struct sw_str end_of(struct sw_tm7_put *put, const struct sw_drawn_diagram *diagram, const struct sw_drawn *drawn, int32_t end) {
	bool attached = drawn->kind == SW_DRAWN_FLOW && end >= 0 && (size_t)end < diagram->elements.n;
	/* Notes are not written. */
	attached = attached && diagram->elements.v[end].kind != SW_DRAWN_NOTE;
	return attached ? sw_tm7_guid(put->arena, diagram->elements.v[end].id) : SW_TM7_NOBODY;
}

static void put_line(struct sw_tm7_put *put, const struct sw_drawn_diagram *diagram, const struct sw_drawn *drawn) {
	struct sw_arena *arena = put->arena;
	member(put, "HandleX", sw_tm7_double(arena, drawn->handle.x));
	member(put, "HandleY", sw_tm7_double(arena, drawn->handle.y));
	member(put, "PortSource", or_else(drawn->from_port, SW_S("None")));
	member(put, "PortTarget", or_else(drawn->to_port, SW_S("None")));
	member(put, "SourceGuid", end_of(put, diagram, drawn, drawn->from));
	member(put, "SourceX", sw_tm7_double(arena, drawn->from_at.x));
	member(put, "SourceY", sw_tm7_double(arena, drawn->from_at.y));
	member(put, "TargetGuid", end_of(put, diagram, drawn, drawn->to));
	member(put, "TargetX", sw_tm7_double(arena, drawn->to_at.x));
	member(put, "TargetY", sw_tm7_double(arena, drawn->to_at.y));
}

void sw_tm7_put_element(struct sw_tm7_put *put, const struct sw_drawn_diagram *diagram, const struct sw_drawn *drawn) {
	static const char *const shapes[] = {
		[SW_DRAWN_PROCESS] = "StencilEllipse", [SW_DRAWN_EXTERNAL] = "StencilRectangle", [SW_DRAWN_STORE] = "StencilParallelLines",
		[SW_DRAWN_BOX] = "BorderBoundary", [SW_DRAWN_LINE] = "LineBoundary", [SW_DRAWN_FLOW] = "Connector",
	};
	if (drawn->kind == SW_DRAWN_NOTE) {
		sw_lost(put->losses, "note", drawn->name, SW_S("the text on the drawing"), "no file is known that shows how the tool keeps one");
		return;
	}
	sw_xml_open(&put->xml, "a:KeyValueOfguidanyType");
	sw_tm7_put_declarations(put, true, true);
	leaf(put, "a:Key", sw_tm7_guid(put->arena, drawn->id));
	sw_xml_open(&put->xml, "a:Value");
	put_id(put);
	sw_xml_attribute(&put->xml, "i:type", sw_str_of(shapes[drawn->kind]));
	put_head(put, drawn);
	if (sw_drawn_is_line(drawn))
		put_line(put, diagram, drawn);
	else
		put_box(put, drawn);
	sw_xml_close(&put->xml);
	sw_xml_close(&put->xml);
}

static void put_elements(struct sw_tm7_put *put, const struct sw_drawn_diagram *diagram, bool lines) {
	sw_xml_open(&put->xml, lines ? "Lines" : "Borders");
	sw_xml_attribute(&put->xml, "xmlns:a", SW_TM7_ARRAYS);
	for (size_t i = 0; i < diagram->elements.n; i++)
		if (sw_drawn_is_line(&diagram->elements.v[i]) == lines)
			sw_tm7_put_element(put, diagram, &diagram->elements.v[i]);
	sw_xml_close(&put->xml);
}

void sw_tm7_put_diagram(struct sw_tm7_put *put, const struct sw_drawn_diagram *diagram) {
	sw_xml_open(&put->xml, "DrawingSurfaceModel");
	put_id(put);
	sw_xml_attribute(&put->xml, "xmlns:z", SW_TM7_SERIALIZATION);
	sw_tm7_put_declarations(put, false, false);
	member(put, "GenericTypeId", SW_S("DRAWINGSURFACE"));
	member(put, "Guid", sw_tm7_guid(put->arena, diagram->id));
	sw_xml_open(&put->xml, "Properties");
	sw_xml_attribute(&put->xml, "xmlns", SW_TM7_ABSTRACTS);
	sw_xml_attribute(&put->xml, "xmlns:a", SW_TM7_ARRAYS);
	sw_tm7_put_property(put, &(struct sw_drawn_property){.kind = SW_PROPERTY_HEADER, .label = SW_S("Diagram")});
	sw_tm7_put_property(put, &(struct sw_drawn_property){.kind = SW_PROPERTY_TEXT, .label = SW_S("Name"), .value = diagram->title});
	sw_xml_close(&put->xml);
	member(put, "TypeId", SW_S("DRAWINGSURFACE"));
	put_elements(put, diagram, false);
	leaf(put, "Header", diagram->title);
	put_elements(put, diagram, true);
	leaf(put, "Zoom", sw_tm7_double(put->arena, diagram->zoom > 0 ? diagram->zoom : 1));
	sw_xml_close(&put->xml);
}

void sw_tm7_put_note(struct sw_tm7_put *put, const struct sw_drawn_note *note) {
	sw_xml_open(&put->xml, "Note");
	sw_tm7_put_declarations(put, false, false);
	leaf(put, "AddedBy", note->by);
	leaf(put, "Date", or_else(note->date, SW_DRAWN_UNTOUCHED));
	leaf(put, "Id", sw_arena_printf(put->arena, "%u", note->number));
	leaf(put, "Message", note->text);
	sw_xml_close(&put->xml);
}

/* ── Threats ── */

bool sw_tm7_holds(struct sw_tm7_put *put, const struct sw_drawn_threat *threat) {
	for (size_t d = 0; !put->elements.slots && d < put->drawing->diagrams.n; d++) {
		const struct sw_drawn_diagram *diagram = &put->drawing->diagrams.v[d];
		for (size_t i = 0; i < diagram->elements.n; i++)
			sw_map_put(put->arena, &put->elements, diagram->elements.v[i].id, &diagram->elements.v[i]);
	}
	const struct sw_drawn *on = sw_map_get(&put->elements, threat->on);
	/* One whose flow was deleted is kept: it says so by what it names. */
	return on ? on->kind == SW_DRAWN_FLOW : threat->source.n && threat->target.n;
}

static struct sw_str type_of(struct sw_arena *arena, const struct sw_drawn_threat *threat) {
	if (threat->type.n)
		return threat->type;
	return sw_tm7_guid(arena, sw_arena_printf(arena, "%.*s %u", SW_ARG(threat->key), threat->number));
}

struct sw_str sw_tm7_threat_key(struct sw_arena *arena, const struct sw_drawn_threat *threat) {
	struct sw_str source = sw_tm7_guid(arena, threat->source), on = sw_tm7_guid(arena, threat->on), target = sw_tm7_guid(arena, threat->target);
	return sw_arena_printf(arena, "%.*s%.*s%.*s%.*s", SW_ARG(type_of(arena, threat)), SW_ARG(source), SW_ARG(on), SW_ARG(target));
}

size_t sw_tm7_threat_data(struct sw_arena *arena, const struct sw_drawn_threat *threat, struct sw_datum_value **data) {
	size_t n = 0, standard = 0, room = threat->data_count + sw_tm7_standard_count + 1;
	struct sw_datum_value *v = SW_NEW_ARRAY(arena, struct sw_datum_value, room);
	bool done[16] = {0};
	for (size_t i = 0; i < threat->data_count; i++) {
		const struct sw_tm7_standard *row = sw_tm7_standard_of(threat->data[i].key);
		if (row)
			done[row - sw_tm7_standards] = true;
	}
	bool written[16] = {0};
	for (size_t i = 0; i <= threat->data_count; i++) {
		const struct sw_tm7_standard *row = i < threat->data_count ? sw_tm7_standard_of(threat->data[i].key) : NULL;
		size_t until = row ? (size_t)(row - sw_tm7_standards) : sw_tm7_standard_count;
		/* Before a text that comes later in the tool's order, those that are new. */
		for (; standard < until; standard++) {
			struct sw_str text = sw_tm7_standard_get(threat, &sw_tm7_standards[standard]);
			bool wanted = text.n || (!threat->data_count && sw_tm7_standards[standard].always);
			if (!done[standard] && wanted)
				v[n++] = (struct sw_datum_value){sw_str_of(sw_tm7_standards[standard].key), text};
		}
		if (i == threat->data_count)
			break;
		v[n] = threat->data[i];
		if (row && !written[until]) {
			v[n].value = sw_tm7_standard_get(threat, row);
			written[until] = true;
		}
		n++;
	}
	if (!threat->data_count)
		v[n++] = (struct sw_datum_value){SW_S("Priority"), threat->priority};
	*data = v;
	return n;
}

static void nillable(struct sw_tm7_put *put, const char *name, struct sw_str text) {
	if (text.n)
		leaf(put, name, text);
	else
		nil(put, name);
}

static void put_data(struct sw_tm7_put *put, const struct sw_drawn_threat *threat) {
	struct sw_datum_value *data;
	size_t n = sw_tm7_threat_data(put->arena, threat, &data);
	sw_xml_open(&put->xml, "b:Properties");
	for (size_t i = 0; i < n; i++) {
		sw_xml_open(&put->xml, "a:KeyValueOfstringstring");
		leaf(put, "a:Key", data[i].key);
		leaf(put, "a:Value", data[i].value);
		sw_xml_close(&put->xml);
	}
	sw_xml_close(&put->xml);
}

void sw_tm7_put_threat(struct sw_tm7_put *put, const struct sw_drawn_threat *threat) {
	struct sw_arena *arena = put->arena;
	struct sw_str source = sw_tm7_guid(arena, threat->source), on = sw_tm7_guid(arena, threat->on), target = sw_tm7_guid(arena, threat->target);
	sw_xml_open(&put->xml, "a:KeyValueOfstringThreatpc_P0_PhOB");
	sw_tm7_put_declarations(put, true, false);
	leaf(put, "a:Key", sw_tm7_threat_key(arena, threat));
	sw_xml_open(&put->xml, "a:Value");
	sw_xml_attribute(&put->xml, "xmlns:b", SW_TM7_KNOWLEDGE);
	nillable(put, "b:ChangedBy", threat->changed_by);
	leaf(put, "b:DrawingSurfaceGuid", sw_tm7_guid(arena, threat->diagram));
	leaf(put, "b:FlowGuid", on);
	leaf(put, "b:Id", sw_arena_printf(arena, "%u", threat->number));
	leaf(put, "b:InteractionKey", sw_arena_printf(arena, "%.*s:%.*s:%.*s", SW_ARG(source), SW_ARG(on), SW_ARG(target)));
	nil(put, "b:InteractionString");
	leaf(put, "b:ModifiedAt", or_else(threat->modified, SW_DRAWN_UNTOUCHED));
	leaf(put, "b:Priority", threat->priority);
	put_data(put, threat);
	leaf(put, "b:SourceGuid", source);
	leaf(put, "b:State", sw_str_of(sw_drawn_state_code(threat->state)));
	nil(put, "b:StateInformation");
	leaf(put, "b:TargetGuid", target);
	nil(put, "b:Title");
	leaf(put, "b:TypeId", type_of(arena, threat));
	leaf(put, "b:Upgraded", truth(threat->migrated));
	nil(put, "b:UserThreatCategory");
	nil(put, "b:UserThreatDescription");
	nil(put, "b:UserThreatShortDescription");
	leaf(put, "b:Wide", truth(threat->wide));
	sw_xml_close(&put->xml);
	sw_xml_close(&put->xml);
}

/* ── The whole ── */

static void put_complaint(struct sw_tm7_put *put, const struct sw_drawn_complaint *complaint) {
	sw_xml_open(&put->xml, "a:Validation");
	put_id(put);
	sw_xml_attribute(&put->xml, "xmlns:z", SW_TM7_SERIALIZATION);
	sw_xml_open(&put->xml, "a:ElementGuids");
	sw_xml_attribute(&put->xml, "xmlns:b", SW_TM7_ARRAYS);
	for (size_t i = 0; i < complaint->elements.n; i++)
		leaf(put, "b:guid", sw_tm7_guid(put->arena, complaint->elements.v[i]));
	sw_xml_close(&put->xml);
	leaf(put, "a:Enabled", truth(complaint->enabled));
	leaf(put, "a:Guid", sw_tm7_guid(put->arena, complaint->id));
	leaf(put, "a:IssueGuid", sw_tm7_guid(put->arena, complaint->issue));
	sw_xml_open(&put->xml, "a:Items");
	sw_xml_attribute(&put->xml, "xmlns:b", SW_TM7_ARRAYS);
	sw_xml_close(&put->xml);
	leaf(put, "a:Message", complaint->message);
	leaf(put, "a:Source", complaint->source);
	leaf(put, "a:SourceGuid", sw_tm7_guid(put->arena, complaint->source_id));
	sw_xml_close(&put->xml);
}

static void put_first_page(struct sw_tm7_put *put) {
	const struct sw_drawing *drawing = put->drawing;
	sw_xml_open(&put->xml, "MetaInformation");
	leaf(put, "Assumptions", drawing->assumptions);
	leaf(put, "Contributors", drawing->contributors);
	leaf(put, "ExternalDependencies", drawing->dependencies);
	leaf(put, "HighLevelSystemDescription", drawing->description);
	leaf(put, "Owner", drawing->owner);
	leaf(put, "Reviewer", drawing->reviewer);
	leaf(put, "ThreatModelName", drawing->name);
	sw_xml_close(&put->xml);
	sw_xml_open(&put->xml, "Notes");
	for (size_t i = 0; i < drawing->notes.n; i++)
		sw_tm7_put_note(put, &drawing->notes.v[i]);
	sw_xml_close(&put->xml);
}

void sw_tm7_put_model(struct sw_tm7_put *put) {
	const struct sw_drawing *drawing = put->drawing;
	sw_xml_open(&put->xml, "ThreatModel");
	sw_xml_attribute(&put->xml, "xmlns", SW_TM7_MODEL);
	sw_xml_attribute(&put->xml, "xmlns:i", SW_TM7_INSTANCE);
	sw_xml_open(&put->xml, "DrawingSurfaceList");
	for (size_t i = 0; i < drawing->diagrams.n; i++)
		sw_tm7_put_diagram(put, &drawing->diagrams.v[i]);
	sw_xml_close(&put->xml);
	put_first_page(put);
	sw_xml_open(&put->xml, "ThreatInstances");
	sw_xml_attribute(&put->xml, "xmlns:a", SW_TM7_ARRAYS);
	for (size_t i = 0; i < drawing->threats.n; i++)
		if (sw_tm7_holds(put, &drawing->threats.v[i]))
			sw_tm7_put_threat(put, &drawing->threats.v[i]);
	sw_xml_close(&put->xml);
	leaf(put, "ThreatGenerationEnabled", truth(!drawing->generation_off));
	sw_xml_open(&put->xml, "Validations");
	sw_xml_attribute(&put->xml, "xmlns:a", SW_TM7_KNOWLEDGE);
	for (size_t i = 0; i < drawing->complaints.n; i++)
		put_complaint(put, &drawing->complaints.v[i]);
	sw_xml_close(&put->xml);
	leaf(put, "Version", sw_str_is(sw_str_of(drawing->format), "tm7") ? or_else(drawing->version, SW_S("4.3")) : SW_S("4.3"));
	sw_tm7_put_template(put, drawing->template);
	sw_xml_open(&put->xml, "Profile");
	sw_xml_open(&put->xml, "PromptedKb");
	sw_xml_attribute(&put->xml, "xmlns", SW_S(""));
	sw_xml_close(&put->xml);
	sw_xml_close(&put->xml);
	sw_xml_close(&put->xml);
}
