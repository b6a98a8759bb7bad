#include "models/container_template.h"
#include "base/guid.h"
#include "models/container_atoms.h"
#include "models/container_filters.h"
#include <stdio.h>

#define TEMPLATE_ID "strideward container template"
#define TEMPLATE_NAME "Containers"

const struct sw_carrier sw_carriers[] = {
	{"pull", "Image pull", false},          {"push", "Image push", false},
	{"fetch", "Download into a build", false}, {"build", "Source of a build", false},
	{"run", "Start of containers", false},  {"operate", "Command to the engine", false},
	{"socket", "Engine socket", true},      {"kernel", "System calls", true},
	{"mount", "Mount of a host path", true}, {"store", "Use of a store", false},
	{"secret", "Secret handed in", true},   {"network", "Network shared with others", false},
	{"published", "Connection from outside", false}, {"client", "Connection of a client", false},
};
const size_t sw_carrier_count = sizeof sw_carriers / sizeof *sw_carriers;
const struct sw_str sw_carried[3] = {SW_SI("Nothing"), SW_SI("Its source"), SW_SI("Its target")};

/* What can be drawn. The first row of a kind is what a scan draws; others are for people, and kinds of it. */
static const struct stencil_row {
	const char *id, *name, *parent, *describe;
	int kind;         /* enum sw_element_kind; -1: not an element of a diagram */
	enum sw_stencil_shape shape;
} elements[] = {
	{"SW.client", "Client", "GE.EI", "Whoever reaches a published port.", SW_ELEMENT_CLIENT, SW_STENCIL_RECTANGLE},
	{"SW.operator", "Operator", "GE.EI", "Whoever commands the engine.", SW_ELEMENT_OPERATOR, SW_STENCIL_RECTANGLE},
	{"SW.service-account", "Service account", "SW.operator", "An identity that programs act under.", -1, SW_STENCIL_RECTANGLE},
	{"SW.ci", "CI system", "SW.operator", "What builds, tests and ships.", -1, SW_STENCIL_RECTANGLE},
	{"SW.publisher", "Publisher", "GE.EI", "Whoever publishes what is fetched.", SW_ELEMENT_PUBLISHER, SW_STENCIL_RECTANGLE},
	{"SW.registry", "Registry", "GE.EI", "Keeps images and gives them out.", SW_ELEMENT_REGISTRY, SW_STENCIL_RECTANGLE},
	{"SW.repository", "Repository", "GE.DS", "The project's files.", SW_ELEMENT_REPOSITORY, SW_STENCIL_PARALLEL_LINES},
	{"SW.build", "Build", "GE.P", "Makes an image from a Dockerfile.", SW_ELEMENT_BUILD, SW_STENCIL_ELLIPSE},
	{"SW.image", "Image", "GE.DS", "What containers are started from.", SW_ELEMENT_IMAGE, SW_STENCIL_PARALLEL_LINES},
	{"SW.engine", "Container engine", "GE.P", "Starts and stops containers.", SW_ELEMENT_ENGINE, SW_STENCIL_ELLIPSE},
	{"SW.orchestrator", "Orchestrator API", "SW.engine", "Commands the engines of a cluster.", -1, SW_STENCIL_ELLIPSE},
	{"SW.kernel", "Host kernel", "GE.P", "Shared by all containers of a host.", SW_ELEMENT_KERNEL, SW_STENCIL_ELLIPSE},
	{"SW.workload", "Container", "GE.P", "A container, or the replicas of one.", SW_ELEMENT_WORKLOAD, SW_STENCIL_ELLIPSE},
	{"SW.pod", "Pod", "SW.workload", "Containers that share a network and volumes.", -1, SW_STENCIL_ELLIPSE},
	{"SW.init-container", "Init container", "SW.workload", "Runs to its end before the others start.", -1, SW_STENCIL_ELLIPSE},
	{"SW.job", "Job", "SW.workload", "Runs to its end, once or on a schedule.", -1, SW_STENCIL_ELLIPSE},
	{"SW.store", "Volume", "GE.DS", "A volume or host path that holds data.", SW_ELEMENT_STORE, SW_STENCIL_PARALLEL_LINES},
	{"SW.secret", "Secret", "SW.store", "A credential that is handed to containers.", -1, SW_STENCIL_PARALLEL_LINES},
	{"SW.config", "Configuration", "SW.store", "Settings that are handed to containers.", -1, SW_STENCIL_PARALLEL_LINES},
	{"SW.network", "Container network", "GE.P", "What containers reach each other over.", SW_ELEMENT_NETWORK, SW_STENCIL_ELLIPSE},
};

static const struct {
	const char *id, *name, *describe;
	int kind; /* enum sw_boundary_kind; -1: for people */
} boundaries[] = {
	{"SW.outside", "Outside the host", "Whoever is not on the host.", SW_BOUNDARY_OUTSIDE},
	{"SW.host", "Host", "One machine and its kernel.", SW_BOUNDARY_HOST},
	{"SW.network-boundary", "Container network", "Who can reach each other.", SW_BOUNDARY_NETWORK},
	{"SW.supply", "Registries and publishers", "Where images and packages come from.", SW_BOUNDARY_SUPPLY},
	{"SW.build-environment", "Build environment", "Where images are built.", SW_BOUNDARY_BUILD},
	{"SW.container-boundary", "Container boundary", "Namespaces and cgroups of one container.", -1},
	{"SW.namespace", "Namespace", "A part of a cluster.", -1},
	{"SW.cluster", "Cluster", "Nodes under one orchestrator.", -1},
};

struct sw_str sw_element_stencil(enum sw_element_kind kind) {
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		if (elements[i].kind == (int)kind)
			return sw_str_of(elements[i].id);
	return SW_S("GE.P");
}

struct sw_str sw_boundary_stencil(enum sw_boundary_kind kind) {
	for (size_t i = 0; i < sizeof boundaries / sizeof *boundaries; i++)
		if (boundaries[i].kind == (int)kind)
			return sw_str_of(boundaries[i].id);
	return SW_S("GE.TB.B");
}

struct sw_str sw_flow_stencil(struct sw_arena *arena, const char *carrier) {
	return carrier ? sw_arena_printf(arena, "SW.flow.%s", carrier) : SW_S("SW.flow");
}

struct sw_str sw_carrier_key(struct sw_arena *arena, const char *carrier) {
	struct sw_str key = sw_arena_printf(arena, "carries %s", carrier);
	return sw_arena_printf(arena, "carries%c%s", sw_to_upper(key.p[8]), key.p + 9);
}

const struct sw_threat_kind *sw_threat_kind_of_type(struct sw_str type) {
	return sw_str_starts(type, SW_S("SW.")) ? sw_threat_kind_of(sw_str_from(type, 3)) : NULL;
}

bool sw_is_container_template(const struct sw_template *template) {
	struct sw_arena arena;
	sw_arena_init(&arena, 1 << 16);
	bool is = template && sw_str_eq(template->id, sw_guid_of(&arena, SW_S(TEMPLATE_ID)));
	sw_arena_free(&arena);
	return is;
}

/* ── Stencils ── */

struct adding {
	struct sw_arena *arena;
	struct sw_stencil *stencil;
};

static struct sw_stencil_attribute *add_attribute(struct sw_arena *arena, struct sw_stencil *stencil, struct sw_str key, struct sw_str label,
						  const struct sw_str *values, size_t count) {
	for (size_t i = 0; i < stencil->attributes.n; i++)
		if (sw_str_eq(stencil->attributes.v[i].name, key))
			return &stencil->attributes.v[i];
	struct sw_stencil_attribute *attribute = sw_push(arena, &stencil->attributes);
	*attribute = (struct sw_stencil_attribute){
		.id = sw_guid_of(arena, sw_arena_printf(arena, "attribute %.*s %.*s", SW_ARG(stencil->id), SW_ARG(key))), .name = key,
		.label = label, .mode = SW_S("Dynamic"), .type = SW_S("List"), .inheritance = SW_S("Virtual")};
	for (size_t i = 0; i < count; i++)
		*sw_push(arena, &attribute->values) = values[i];
	return attribute;
}

static void add_atom(void *context, enum sw_atom_kind kind, struct sw_str name) {
	struct adding *adding = context;
	add_attribute(adding->arena, adding->stencil, sw_atom_key(adding->arena, kind, name), sw_atom_label(adding->arena, kind, name),
		      sw_answers_given, SW_ANSWER_COUNT);
}

static const struct sw_str seen[] = {SW_SI("No"), SW_SI("Yes")};

static void add_element(struct sw_arena *arena, struct sw_template *template, const struct stencil_row *row) {
	struct sw_stencil *stencil = sw_push(arena, &template->stencils);
	*stencil = (struct sw_stencil){.id = sw_str_of(row->id), .name = sw_str_of(row->name), .parent = sw_str_of(row->parent),
				       .description = sw_str_of(row->describe), .shape = row->shape};
	if (row->kind < 0)
		return; /* its attributes are its parent's */
	add_attribute(arena, stencil, SW_S(SW_KEY_SEEN), SW_S("Something is known about it"), seen, 2);
	struct adding adding = {arena, stencil};
	for (size_t k = 0; k < sw_threat_kind_count; k++)
		if (sw_threat_kinds[k].on & 1u << row->kind) {
			sw_threat_atoms(arena, &sw_threat_kinds[k], add_atom, &adding);
			if (sw_threat_kinds[k].latched)
				add_attribute(arena, stencil, SW_S(SW_KEY_HELD_OPEN), SW_S("A secret stood here and was not rotated"), seen, 2);
		}
}

static void add_carried(struct sw_arena *arena, struct sw_stencil *stencil, const struct sw_carrier *carrier, unsigned first) {
	struct sw_str values[3] = {sw_carried[first]};
	size_t n = 1;
	for (unsigned i = 0; i < 3; i++)
		if (i != first)
			values[n++] = sw_carried[i];
	add_attribute(arena, stencil, sw_carrier_key(arena, carrier->name),
		      sw_arena_printf(arena, "Carries threats of kind: %s", carrier->name), values, 3);
}

static void add_flows(struct sw_arena *arena, struct sw_template *template) {
	static const struct sw_str known[] = {SW_SI("Not known"), SW_SI("Yes"), SW_SI("No")};
	static const struct sw_str shown[] = {SW_SI("Not said"), SW_SI("claimed"), SW_SI("guessed"), SW_SI("configured"), SW_SI("observed"),
					      SW_SI("structural")};
	struct sw_stencil *base = sw_push(arena, &template->stencils);
	*base = (struct sw_stencil){.id = sw_flow_stencil(arena, NULL), .name = SW_S("Connection"), .parent = SW_S("GE.DF"),
				    .description = SW_S("A connection; the arrow points from who opens it."), .shape = SW_STENCIL_LINE};
	add_attribute(arena, base, SW_S(SW_KEY_ENCRYPTED), SW_S("Encrypted"), known, 3);
	add_attribute(arena, base, SW_S(SW_KEY_SHOWN_BY), SW_S("What shows it"), shown, 6);
	for (size_t i = 0; i < sw_carrier_count; i++)
		add_carried(arena, base, &sw_carriers[i], 0);
	for (size_t i = 0; i < sw_carrier_count; i++) {
		struct sw_stencil *stencil = sw_push(arena, &template->stencils);
		*stencil = (struct sw_stencil){
			.id = sw_flow_stencil(arena, sw_carriers[i].name), .name = sw_str_of(sw_carriers[i].title), .parent = SW_S("SW.flow"),
			.description = sw_arena_printf(arena, "Carries the threats of its %s.", sw_carriers[i].at_source ? "source" : "target"),
			.shape = SW_STENCIL_LINE};
		add_carried(arena, stencil, &sw_carriers[i], sw_carriers[i].at_source ? 1 : 2);
		stencil->attributes.v[0].overridden = stencil->attributes.v[0].overridden_said = true;
	}
}

static void add_boundaries(struct sw_arena *arena, struct sw_template *template) {
	for (size_t i = 0; i < sizeof boundaries / sizeof *boundaries; i++)
		*sw_push(arena, &template->stencils) = (struct sw_stencil){
			.id = sw_str_of(boundaries[i].id), .name = sw_str_of(boundaries[i].name), .parent = SW_S("GE.TB.B"),
			.description = sw_str_of(boundaries[i].describe), .shape = SW_STENCIL_BORDER_BOUNDARY};
}

/* ── Threats ── */

/* A letter of STRIDE. */
static struct sw_str category_id(const char *letter) {
	return sw_str(letter, 1);
}

static void add_categories(struct sw_arena *arena, struct sw_template *template) {
	static const char *const meanings[SW_STRIDE_COUNT] = {
		"Somebody or something is taken for another.",
		"Data or code is changed by somebody who may not.",
		"Nobody can show who did what.",
		"Somebody reads what is not theirs.",
		"What is needed is not there.",
		"Somebody may do more than they were given.",
	};
	for (size_t i = 0; i < SW_STRIDE_COUNT; i++)
		*sw_push(arena, &template->categories) = (struct sw_threat_category){
			.id = category_id(sw_stride_names[i]), .name = sw_str_of(sw_stride_names[i]), .short_text = sw_str_of(meanings[i]),
			.long_text = sw_str_of(meanings[i])};
}

static void add_columns(struct sw_arena *arena, struct sw_template *template) {
	static const struct sw_str levels[] = {SW_SI("Info"), SW_SI("Low"), SW_SI("Medium"), SW_SI("High"), SW_SI("Critical")};
	static const struct {
		const char *name, *label;
		int attribute;
	} own[] = {
		{SW_COLUMN_STATE, "State by evidence", 0}, {SW_COLUMN_EVIDENCE, "Evidence", 2}, {SW_COLUMN_ACTION, "Action items", 2},
		{SW_COLUMN_OWNER, "Owner", 0}, {SW_COLUMN_STRIDE, "STRIDE", 0}, {SW_COLUMN_CWE, "CWE", 0},
	};
	sw_template_add_columns(arena, template, levels, sizeof levels / sizeof *levels);
	for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
		struct sw_str id = sw_column_id(arena, own[i].name);
		*sw_push(arena, &template->data) =
			(struct sw_threat_datum){.id = id, .name = id, .label = sw_str_of(own[i].label), .attribute = own[i].attribute};
	}
}

static void preset(struct sw_arena *arena, struct sw_threat_type *type, const char *column, const char *label, struct sw_str value) {
	struct sw_threat_datum *datum = sw_push(arena, &type->data);
	*datum = (struct sw_threat_datum){.name = sw_column_id(arena, column), .id = sw_column_id(arena, column), .label = sw_str_of(label),
					  .attribute = 0};
	*sw_push(arena, &datum->values) = value;
}

/* A type speaks of no element in particular. */
static struct sw_str description(struct sw_arena *arena, const char *text) {
	struct sw_str sentence = sw_threat_sentence(arena, text, SW_S("the element"));
	char *capital = sw_arena_alloc(arena, sentence.n + 1);
	memcpy(capital, sentence.p, sentence.n);
	capital[0] = sw_to_upper(capital[0]);
	return sw_str(capital, sentence.n);
}

static void add_type(struct sw_arena *arena, struct sw_template *template, const struct sw_threat_kind *kind) {
	struct sw_threat_type *type = sw_push(arena, &template->types);
	char cwe[64] = "";
	*type = (struct sw_threat_type){
		.id = sw_arena_printf(arena, "SW.%s", kind->id), .category = category_id(&kind->main_letter), .title = sw_str_of(kind->title),
		.description = description(arena, kind->describe), .include = sw_container_include(arena, kind),
		.exclude = sw_container_exclude(arena, kind)};
	for (unsigned i = 0; i < 4 && kind->cwe[i]; i++) {
		*sw_push(arena, &type->cwe) = kind->cwe[i];
		snprintf(cwe + strlen(cwe), sizeof cwe - strlen(cwe), "%sCWE-%u", i ? ", " : "", kind->cwe[i]);
	}
	type->stride = sw_stride_word(arena, kind->stride);
	*sw_push(arena, &type->mitigations) = sw_str_of(kind->action);
	preset(arena, type, SW_COLUMN_ACTION, "Action items", sw_str_of(kind->action));
	preset(arena, type, SW_COLUMN_STRIDE, "STRIDE", type->stride);
	preset(arena, type, SW_COLUMN_CWE, "CWE", sw_arena_str(arena, sw_str_of(cwe)));
}

struct sw_template *sw_container_template(struct sw_arena *arena) {
	struct sw_template *template = SW_NEW(arena, struct sw_template);
	*template = (struct sw_template){.id = sw_guid_of(arena, SW_S(TEMPLATE_ID)), .name = SW_S(TEMPLATE_NAME), .version = SW_S("1.0.0.0"),
					 .author = SW_S("strideward"), .uses_priority = true, .uses_status = true};
	sw_template_add_generic(arena, template);
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		add_element(arena, template, &elements[i]);
	add_boundaries(arena, template);
	add_flows(arena, template);
	add_categories(arena, template);
	add_columns(arena, template);
	for (size_t k = 0; k < sw_threat_kind_count; k++)
		add_type(arena, template, &sw_threat_kinds[k]);
	return template;
}
