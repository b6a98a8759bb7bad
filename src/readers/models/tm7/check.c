/* Whether a .tm7 is as the tool writes it: its serializer passes over what stands out of order without a word, so a
 * wrong order is data lost. */
#include "readers/models/tm7/tm7.h"
#include "readers/models/tm7/tree.h"

/* Children of an element, in their order: each once, those with '?' at most once, those with '*' as often as they like. The
 * name space letter stands before the first name and holds until the next. */
struct layout {
	char space;         /* of the element */
	const char *name;
	const char *type;   /* i:type; NULL: any */
	const char *parent; /* name; NULL: any */
	const char *children;
};

static const struct layout layouts[] = {
	{'M', "ThreatModel", NULL, NULL,
	 "M:DrawingSurfaceList MetaInformation Notes ThreatInstances ThreatGenerationEnabled Validations Version KnowledgeBase Profile"},
	{'M', "DrawingSurfaceList", NULL, NULL, "M:DrawingSurfaceModel*"},
	{'M', "DrawingSurfaceModel", NULL, NULL, "A:GenericTypeId Guid Properties TypeId M:Borders Header Lines Zoom"},
	{'M', "Borders", NULL, NULL, "R:KeyValueOfguidanyType*"},
	{'M', "Lines", NULL, NULL, "R:KeyValueOfguidanyType*"},
	{'R', "KeyValueOfguidanyType", NULL, NULL, "R:Key Value"},
	{'R', "Value", "Connector", "KeyValueOfguidanyType",
	 "A:GenericTypeId Guid Properties TypeId HandleX HandleY PortSource PortTarget SourceGuid SourceX SourceY TargetGuid TargetX TargetY"},
	{'R', "Value", "LineBoundary", "KeyValueOfguidanyType",
	 "A:GenericTypeId Guid Properties TypeId HandleX HandleY PortSource PortTarget SourceGuid SourceX SourceY TargetGuid TargetX TargetY"},
	{'R', "Value", NULL, "KeyValueOfguidanyType",
	 "A:GenericTypeId Guid Properties TypeId Height Left StrokeDashArray StrokeThickness Top Width"},
	{'A', "Properties", NULL, NULL, "R:anyType*"},
	{'R', "anyType", "ListDisplayAttribute", "Properties", "K:DisplayName Name Value SelectedIndex"},
	{'R', "anyType", "StaticListDisplayAttribute", "Properties", "K:DisplayName Name Value SelectedIndex"},
	{'R', "anyType", NULL, "Properties", "K:DisplayName Name Value"},
	{'M', "MetaInformation", NULL, NULL,
	 "M:Assumptions Contributors ExternalDependencies HighLevelSystemDescription Owner Reviewer ThreatModelName"},
	{'M', "Notes", NULL, NULL, "M:Note*"},
	{'M', "Note", NULL, NULL, "M:AddedBy Date Id Message"},
	{'M', "ThreatInstances", NULL, NULL, "R:KeyValueOfstringThreatpc_P0_PhOB*"},
	{'R', "KeyValueOfstringThreatpc_P0_PhOB", NULL, NULL, "R:Key Value"},
	{'R', "Value", NULL, "KeyValueOfstringThreatpc_P0_PhOB",
	 "K:ChangedBy DrawingSurfaceGuid FlowGuid Id InteractionKey InteractionString ModifiedAt Priority Properties SourceGuid State "
	 "StateInformation TargetGuid Title TypeId Upgraded UserThreatCategory UserThreatDescription UserThreatShortDescription Wide"},
	{'K', "Properties", NULL, NULL, "R:KeyValueOfstringstring*"},
	{'R', "KeyValueOfstringstring", NULL, NULL, "R:Key Value"},
	{'M', "Validations", NULL, NULL, "K:Validation*"},
	{'K', "Validation", NULL, NULL, "K:ElementGuids Enabled Guid IssueGuid Items Message Source SourceGuid"},
	{'M', "KnowledgeBase", NULL, NULL, "K:GenericElements Manifest StandardElements ThreatCategories ThreatMetaData ThreatTypes"},
	{'K', "GenericElements", NULL, NULL, "K:ElementType*"},
	{'K', "StandardElements", NULL, NULL, "K:ElementType*"},
	{'K', "Manifest", NULL, NULL, "K:Author Id Name Version"},
	{'K', "ElementType", NULL, NULL,
	 "K:IsExtension Attributes AvailableToBaseModels Behavior Description Hidden Id ImageLocation ImageSource ImageStream Name ParentId "
	 "Representation Shape StencilConstraints? StrokeDashArray? StrokeThickness?"},
	{'K', "Attributes", NULL, NULL, "K:Attribute*"},
	{'K', "Attribute", NULL, NULL, "K:IsExtension AttributeValues DisplayName Inheritance Mode Name Type"},
	{'K', "AttributeValues", NULL, NULL, "I:Value*"},
	{'K', "StencilConstraints", NULL, NULL, "K:StencilConstraint*"},
	{'K', "StencilConstraint", NULL, NULL, "K:IsExtension SelectedStencilConnection SelectedStencilType"},
	{'K', "ThreatCategories", NULL, NULL, "K:ThreatCategory*"},
	{'K', "ThreatCategory", NULL, NULL, "K:IsExtension Id LongDescription Name ShortDescription"},
	{'K', "ThreatMetaData", NULL, NULL, "M:IsPriorityUsed IsStatusUsed PropertiesMetaData"},
	{'M', "PropertiesMetaData", NULL, NULL, "M:ThreatMetaDatum*"},
	{'K', "PropertiesMetaData", NULL, NULL, "M:ThreatMetaDatum*"},
	{'M', "ThreatMetaDatum", NULL, NULL, "M:Name Label HideFromUI Values Description? Id AttributeType?"},
	{'M', "Values", NULL, NULL, "R:string*"},
	{'K', "ThreatTypes", NULL, NULL, "K:ThreatType*"},
	{'K', "ThreatType", NULL, NULL,
	 "K:IsExtension Category Description GenerationFilters Id PropertiesMetaData RelatedCategory ShortTitle"},
	{'K', "GenerationFilters", NULL, NULL, "K:Exclude Include"},
};

struct check {
	struct sw_arena *arena;
	struct sw_diags *diags;
	struct sw_tm7 tm7;
	uint32_t numbered;
	struct sw_map types;   /* ids of stencils */
	struct sw_map guids, keys, threat_ids;
};

static struct sw_str space_of(char letter) {
	switch (letter) {
	case 'M': return SW_TM7_MODEL;
	case 'A': return SW_TM7_ABSTRACTS;
	case 'K': return SW_TM7_KNOWLEDGE;
	case 'I': return SW_TM7_INTERFACES;
	default: return SW_TM7_ARRAYS;
	}
}

static struct sw_span start_of(const struct sw_xml_node *node) {
	return (struct sw_span){node->span.source, node->span.start, node->span.start + 1 + (uint32_t)node->name.n};
}

#define breach(check, node, ...) sw_diag_add((check)->diags, SW_DIAG_WARNING, "tm7-structure", start_of(node), __VA_ARGS__)

static const struct layout *layout_of(const struct sw_xml_node *node) {
	struct sw_str type = sw_tm7_type(node);
	for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
		const struct layout *layout = &layouts[i];
		if (sw_str_is(node->name, layout->name) && sw_str_eq(node->space, space_of(layout->space)) &&
		    (!layout->type || sw_str_is(type, layout->type)) &&
		    (!layout->parent || (node->parent && sw_str_is(node->parent->name, layout->parent))))
			return layout;
	}
	return NULL;
}

static void check_children(struct check *check, const struct sw_xml_node *node, const struct layout *layout) {
	const struct sw_xml_node *child = node->first;
	struct sw_str rest = sw_str_of(layout->children), word;
	char space = 'M';
	while (sw_str_split(&rest, ' ', &word)) {
		if (word.n > 1 && word.p[1] == ':') {
			space = word.p[0];
			word = sw_str_from(word, 2);
		}
		char often = word.p[word.n - 1];
		struct sw_str name = often == '?' || often == '*' ? sw_str_sub(word, 0, word.n - 1) : word;
		bool there = false;
		while (child && sw_str_eq(child->name, name) && sw_str_eq(child->space, space_of(space)) && (often == '*' || !there)) {
			there = true;
			child = child->next;
		}
		if (there || often == '?' || often == '*')
			continue;
		if (child)
			breach(check, child, "%s wants %.*s here and has %.*s", layout->name, SW_ARG(name), SW_ARG(child->name));
		else
			breach(check, node, "%s ends without %.*s", layout->name, SW_ARG(name));
		return;
	}
	if (child)
		breach(check, child, "%s has no place for %.*s here", layout->name, SW_ARG(child->name));
}

/* Where numbers are due: surfaces, what is drawn on them, complaints, the template. */
static bool is_numbered(const struct sw_xml_node *node) {
	return sw_xml_is(node, SW_TM7_MODEL, "DrawingSurfaceModel") || sw_xml_is(node, SW_TM7_MODEL, "KnowledgeBase") ||
	       sw_xml_is(node, SW_TM7_KNOWLEDGE, "Validation") ||
	       (sw_xml_is(node, SW_TM7_ARRAYS, "Value") && node->parent && sw_str_is(node->parent->name, "KeyValueOfguidanyType"));
}

static void check_number(struct check *check, const struct sw_xml_node *node) {
	const struct sw_xml_attribute *id = sw_xml_attribute_of(node, SW_TM7_SERIALIZATION, "Id");
	if (sw_xml_attribute_of(node, SW_TM7_SERIALIZATION, "Ref"))
		breach(check, node, "a reference (z:Ref); the tool writes none");
	if (!is_numbered(node)) {
		if (id)
			breach(check, node, "z:Id on %.*s, which has none", SW_ARG(node->name));
		return;
	}
	struct sw_str wanted = sw_arena_printf(check->arena, "i%u", ++check->numbered);
	if (!id)
		breach(check, node, "%.*s has no z:Id; it would be %.*s", SW_ARG(node->name), SW_ARG(wanted));
	else if (!sw_str_eq(id->value, wanted))
		breach(check, node, "z:Id is %.*s where %.*s comes next", SW_ARG(id->value), SW_ARG(wanted));
}

static void once(struct check *check, struct sw_map *seen, const struct sw_xml_node *node, struct sw_str what, const char *of) {
	if (what.n && sw_map_put(check->arena, seen, what, check))
		breach(check, node, "%s %.*s is there twice", of, SW_ARG(what));
}

static struct sw_str word(struct check *check, const struct sw_xml_node *node, struct sw_str space, const char *name) {
	return sw_tm7_word(sw_tm7_child(&check->tm7, node, space, name));
}

static void check_element(struct check *check, const struct sw_xml_node *pair) {
	const struct sw_xml_node *node = sw_tm7_child(&check->tm7, pair, SW_TM7_ARRAYS, "Value");
	struct sw_str guid = word(check, node, SW_TM7_ABSTRACTS, "Guid"), type = word(check, node, SW_TM7_ABSTRACTS, "TypeId");
	struct sw_str generic = word(check, node, SW_TM7_ABSTRACTS, "GenericTypeId");
	if (!node)
		return;
	if (!sw_str_eq(word(check, pair, SW_TM7_ARRAYS, "Key"), guid))
		breach(check, pair, "the key is not the Guid of what it leads to");
	once(check, &check->guids, pair, guid, "the Guid");
	if (!sw_map_get(&check->types, type))
		breach(check, node, "the template has no element type \"%.*s\"", SW_ARG(type));
	if (!sw_map_get(&check->types, generic))
		breach(check, node, "the template has no generic element type \"%.*s\"", SW_ARG(generic));
}

static void check_threat(struct check *check, const struct sw_xml_node *pair) {
	const struct sw_xml_node *node = sw_tm7_child(&check->tm7, pair, SW_TM7_ARRAYS, "Value");
	struct sw_str type = word(check, node, SW_TM7_KNOWLEDGE, "TypeId"), flow = word(check, node, SW_TM7_KNOWLEDGE, "FlowGuid");
	struct sw_str source = word(check, node, SW_TM7_KNOWLEDGE, "SourceGuid"), target = word(check, node, SW_TM7_KNOWLEDGE, "TargetGuid");
	struct sw_str key = word(check, pair, SW_TM7_ARRAYS, "Key");
	struct sw_str whole = sw_arena_printf(check->arena, "%.*s%.*s%.*s%.*s", SW_ARG(type), SW_ARG(source), SW_ARG(flow), SW_ARG(target));
	struct sw_str interaction = sw_arena_printf(check->arena, "%.*s:%.*s:%.*s", SW_ARG(source), SW_ARG(flow), SW_ARG(target));
	enum sw_drawn_state state;
	if (!sw_str_eq(key, whole))
		breach(check, pair, "the key of the threat is not TypeId, source, flow and target");
	if (!sw_str_eq(word(check, node, SW_TM7_KNOWLEDGE, "InteractionKey"), interaction))
		breach(check, pair, "InteractionKey is not source:flow:target");
	if (!sw_tm7_state_of(word(check, node, SW_TM7_KNOWLEDGE, "State"), &state))
		breach(check, pair, "the tool knows no such state of a threat");
	once(check, &check->keys, pair, key, "the key");
	once(check, &check->threat_ids, pair, word(check, node, SW_TM7_KNOWLEDGE, "Id"), "the threat Id");
}

/* The value of a property is typed as any object, so it must say what it is. */
static void check_property(struct check *check, const struct sw_xml_node *node) {
	static const struct {
		const char *kind, *type;
	} kinds[] = {
		{"StringDisplayAttribute", "string"},       {"CustomStringDisplayAttribute", "string"}, {"BooleanDisplayAttribute", "boolean"},
		{"ListDisplayAttribute", "ArrayOfstring"},  {"StaticListDisplayAttribute", "ArrayOfstring"},
	};
	const struct sw_xml_node *value = sw_xml_child(node, SW_TM7_KNOWLEDGE, "Value");
	struct sw_str kind = sw_tm7_type(node), type = sw_tm7_type(value);
	if (!value)
		return;
	if (sw_str_is(kind, "HeaderDisplayAttribute")) {
		if (!sw_tm7_nil(value))
			breach(check, value, "the value of a header is not nil");
		return;
	}
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (sw_str_is(kind, kinds[i].kind)) {
			if (!sw_str_is(type, kinds[i].type))
				breach(check, value, "the value of a %s has the i:type \"%.*s\" and not %s", kinds[i].kind, SW_ARG(type), kinds[i].type);
			return;
		}
	breach(check, node, "the tool knows no kind of property \"%.*s\"", SW_ARG(kind));
}

static void walk(struct check *check, const struct sw_xml_node *node) {
	const struct layout *layout = layout_of(node);
	if (layout)
		check_children(check, node, layout);
	check_number(check, node);
	if (node->mixed)
		breach(check, node, "text stands between the elements of %.*s", SW_ARG(node->name));
	if (sw_xml_is(node, SW_TM7_ARRAYS, "KeyValueOfguidanyType"))
		check_element(check, node);
	else if (sw_xml_is(node, SW_TM7_ARRAYS, "KeyValueOfstringThreatpc_P0_PhOB"))
		check_threat(check, node);
	else if (sw_xml_is(node, SW_TM7_ARRAYS, "anyType"))
		check_property(check, node);
	for (const struct sw_xml_node *child = node->first; child; child = child->next)
		walk(check, child);
}

static void collect_types(struct check *check) {
	const struct sw_xml_node *base = sw_xml_child(check->tm7.document->root, SW_TM7_MODEL, "KnowledgeBase");
	static const char *const lists[] = {"GenericElements", "StandardElements"};
	for (size_t i = 0; i < 2; i++) {
		const struct sw_xml_node *list = sw_xml_child(base, SW_TM7_KNOWLEDGE, lists[i]);
		const struct sw_xml_node *type = sw_xml_child(list, SW_TM7_KNOWLEDGE, "ElementType");
		for (; type; type = sw_xml_more(type))
			once(check, &check->types, type, word(check, type, SW_TM7_KNOWLEDGE, "Id"), "the element type");
	}
}

/* Ends of flows lead to what is drawn on the same surface, or nowhere. */
static void check_ends(struct check *check, const struct sw_xml_node *surface) {
	static const char *const ends[] = {"SourceGuid", "TargetGuid"};
	struct sw_map there = {0};
	const struct sw_xml_node *pair = sw_xml_child(sw_xml_child(surface, SW_TM7_MODEL, "Borders"), SW_TM7_ARRAYS, "KeyValueOfguidanyType");
	for (; pair; pair = sw_xml_more(pair))
		sw_map_put(check->arena, &there, word(check, pair, SW_TM7_ARRAYS, "Key"), check);
	pair = sw_xml_child(sw_xml_child(surface, SW_TM7_MODEL, "Lines"), SW_TM7_ARRAYS, "KeyValueOfguidanyType");
	for (; pair; pair = sw_xml_more(pair)) {
		const struct sw_xml_node *line = sw_xml_child(pair, SW_TM7_ARRAYS, "Value");
		for (size_t i = 0; i < 2; i++) {
			struct sw_str end = word(check, line, SW_TM7_ABSTRACTS, ends[i]);
			bool flow = sw_str_is(sw_tm7_type(line), "Connector");
			if (line && !sw_str_eq(end, SW_TM7_NOBODY) && !(flow && sw_map_get(&there, end)))
				breach(check, line, "%s %.*s is not on the surface", ends[i], SW_ARG(end));
		}
	}
}

int sw_tm7_check(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags) {
	const struct sw_xml_document *document = sw_xml_read(arena, source, text, diags);
	if (!document)
		return -1;
	struct check check = {.arena = arena, .diags = diags, .tm7 = {.arena = arena, .diags = diags, .document = document}};
	if (!sw_xml_is(document->root, SW_TM7_MODEL, "ThreatModel")) {
		sw_diag_add(diags, SW_DIAG_ERROR, "tm7-root", start_of(document->root), "this XML is no model of the Microsoft Threat Modeling Tool");
		return -1;
	}
	sw_tm7_prepare(&check.tm7);
	if (document->root->span.start)
		breach(&check, document->root, "something stands before the first element; the tool writes no declaration and no byte order mark");
	if (check.tm7.wrapped)
		breach(&check, document->root, "the file was indented");
	collect_types(&check);
	walk(&check, document->root);
	const struct sw_xml_node *list = sw_xml_child(document->root, SW_TM7_MODEL, "DrawingSurfaceList");
	for (const struct sw_xml_node *surface = sw_xml_child(list, SW_TM7_MODEL, "DrawingSurfaceModel"); surface; surface = sw_xml_more(surface))
		check_ends(&check, surface);
	return 0;
}
