/* `model:`, the annotations: what no file of the project can tell. */
#include "base/map.h"
#include "readers/config/parts.h"

/* ---- maps from names to things ---- */

static const struct sw_node *named_things(struct config_reader *reader, const struct sw_member *member, const char *key) {
	if (member->value->kind == SW_NODE_MAP)
		return member->value;
	if (member->value->kind != SW_NODE_NULL)
		config_error(reader, "config-type", member->value->span, "%s must be a map from names", key);
	return NULL;
}

static struct sw_text_at name_of(const struct sw_member *member) {
	return (struct sw_text_at){.text = member->key, .at = member->key_span};
}

static void deployments(struct config_reader *reader, const struct sw_member *member, void *target) {
	static const struct config_key files = {.name = "the files of a deployment", .type = CONFIG_TEXTS,
		.offset = offsetof(struct sw_model_deployment, files)};
	struct sw_model *model = target;
	const struct sw_node *map = named_things(reader, member, "deployments");
	for (uint32_t i = 0; map && i < map->count; i++) {
		struct sw_model_deployment deployment = {.name = name_of(&map->members[i])};
		config_read_member(reader, &map->members[i], &files, &deployment);
		if (deployment.files.n)
			*sw_push(reader->arena, &model->deployments) = deployment;
	}
}

static void data(struct config_reader *reader, const struct sw_member *member, void *target) {
	static const struct config_key class = {.name = "the class of data", .type = CONFIG_WORD,
		.offset = offsetof(struct sw_model_data, class), .words = "public internal confidential restricted"};
	struct sw_model *model = target;
	const struct sw_node *map = named_things(reader, member, "data");
	for (uint32_t i = 0; map && i < map->count; i++) {
		struct sw_model_data row = {.name = name_of(&map->members[i])};
		config_read_member(reader, &map->members[i], &class, &row);
		*sw_push(reader->arena, &model->data) = row;
	}
}

#define SERVICE(member) offsetof(struct sw_model_service, member)
static const struct config_key service_keys[] = {
	{.name = "stores", .type = CONFIG_TEXTS, .offset = SERVICE(stores)},
	{.name = "owner", .type = CONFIG_TEXT, .offset = SERVICE(owner)},
	{.name = "exposure", .type = CONFIG_WORD, .offset = SERVICE(exposure), .words = "host private internet"},
	{0},
};

static void services(struct config_reader *reader, const struct sw_member *member, void *target) {
	struct sw_model *model = target;
	const struct sw_node *map = named_things(reader, member, "services");
	for (uint32_t i = 0; map && i < map->count; i++) {
		struct sw_model_service service = {.name = name_of(&map->members[i])};
		if (config_read_map(reader, map->members[i].value, "a service of the model", service_keys, &service))
			*sw_push(reader->arena, &model->services) = service;
	}
}

/* ---- lists ---- */

static void flow_tls(struct config_reader *reader, const struct sw_member *member, void *target) {
	static const struct config_key key = {.name = "tls", .type = CONFIG_BOOL,
		.offset = offsetof(struct sw_model_flow, tls)};
	struct sw_model_flow *flow = target;
	flow->tls_said = member->value->kind == SW_NODE_BOOL;
	config_read_member(reader, member, &key, flow);
}

#define FLOW(member) offsetof(struct sw_model_flow, member)
static const struct config_key flow_keys[] = {
	{.name = "from", .type = CONFIG_TEXT, .offset = FLOW(from)},
	{.name = "to", .type = CONFIG_TEXT, .offset = FLOW(to)},
	{.name = "tls", .type = CONFIG_PART, .part = flow_tls},
	{.name = "absent", .type = CONFIG_BOOL, .offset = FLOW(absent)},
	{.name = "why", .type = CONFIG_TEXT, .offset = FLOW(why)},
	{0},
};

static void flows(struct config_reader *reader, const struct sw_member *member, void *target) {
	struct sw_model *model = target;
	const struct sw_node *list = config_list(reader, member->value, "flows");
	for (uint32_t i = 0; list && i < list->count; i++) {
		struct sw_model_flow flow = {.at = list->items[i]->span};
		if (!config_read_map(reader, list->items[i], "a flow", flow_keys, &flow))
			continue;
		if (flow.from.text.n && flow.to.text.n)
			*sw_push(reader->arena, &model->flows) = flow;
		else
			config_error(reader, "config-missing", flow.at, "a flow needs from and to");
	}
}

#define ASSUMPTION(member) offsetof(struct sw_model_assumption, member)
static const struct config_key assumption_keys[] = {
	{.name = "owner", .type = CONFIG_TEXT, .offset = ASSUMPTION(owner)},
	{.name = "until", .type = CONFIG_DATE, .offset = ASSUMPTION(until)},
	{.name = "why", .type = CONFIG_TEXT, .offset = ASSUMPTION(why)},
	{0},
};

/* {KEY: value, owner: …, until: …}: the one key that is none of ours is what is assumed. */
static void read_assumption(struct config_reader *reader, const struct sw_node *node, struct sw_model *model) {
	struct sw_model_assumption row = {.at = node->span};
	if (node->kind != SW_NODE_MAP) {
		config_error(reader, "config-type", node->span, "an assumption must be a map");
		return;
	}
	for (uint32_t i = 0; i < node->count; i++) {
		const struct sw_member *member = &node->members[i];
		const struct config_key *key = assumption_keys;
		while (key->name && !sw_str_is(member->key, key->name))
			key++;
		if (key->name) {
			config_read_member(reader, member, key, &row);
		} else if (row.key.text.n) {
			config_error(reader, "config-assumption", member->key_span,
				     "one entry assumes one thing: begin another");
		} else {
			row.key = name_of(member);
			row.value = config_text(reader, member->value, "what is assumed");
		}
	}
	if (row.key.text.n && row.value.at.end)
		*sw_push(reader->arena, &model->assumptions) = row;
	else if (!row.key.text.n)
		config_error(reader, "config-missing", node->span,
			     "an assumption needs what is assumed, such as engine.userns-remap: true");
}

static void assume(struct config_reader *reader, const struct sw_member *member, void *target) {
	const struct sw_node *list = config_list(reader, member->value, "assume");
	for (uint32_t i = 0; list && i < list->count; i++)
		read_assumption(reader, list->items[i], target);
}

/* ---- the whole ---- */

static const struct config_key model_keys[] = {
	{.name = "deployments", .type = CONFIG_PART, .part = deployments},
	{.name = "data", .type = CONFIG_PART, .part = data},
	{.name = "services", .type = CONFIG_PART, .part = services},
	{.name = "flows", .type = CONFIG_PART, .part = flows},
	{.name = "assume", .type = CONFIG_PART, .part = assume},
	{0},
};

/* A service that stores data of a name that nobody classified is most often a slip. */
static void check_stores(struct config_reader *reader, const struct sw_model *model) {
	struct sw_map known = {0};
	for (size_t i = 0; i < model->data.n; i++)
		sw_map_put(reader->arena, &known, model->data.v[i].name.text, &model->data.v[i]);
	for (size_t i = 0; i < model->services.n; i++)
		for (size_t j = 0; j < model->services.v[i].stores.n; j++) {
			struct sw_text_at name = model->services.v[i].stores.v[j];
			if (!sw_map_get(&known, name.text))
				sw_diag_add(reader->diags, SW_DIAG_WARNING, "config-unknown-data", name.at,
					    "model.data does not say how valuable this is");
		}
}

void config_model(struct config_reader *reader, const struct sw_member *member, void *target) {
	struct sw_config *config = target;
	if (member->value->kind == SW_NODE_NULL)
		return;
	config_read_map(reader, member->value, "model", model_keys, &config->model);
	check_stores(reader, &config->model);
}
