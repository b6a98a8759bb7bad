/* `about:`, `owners:` and `approvers:`: the words on a model's first page, and who answers for what. */
#include "readers/config/parts.h"

#define CONFIG(member) offsetof(struct sw_config, member)

static void read_part(struct config_reader *reader, const struct sw_member *member, const char *what, const struct config_key *keys, void *target) {
	if (member->value->kind != SW_NODE_NULL)
		config_read_map(reader, member->value, what, keys, target);
}

void config_about(struct config_reader *reader, const struct sw_member *member, void *target) {
	static const struct config_key keys[] = {
		{.name = "name", .type = CONFIG_TEXT, .offset = CONFIG(about.name)},
		{.name = "owner", .type = CONFIG_TEXT, .offset = CONFIG(about.owner)},
		{.name = "reviewer", .type = CONFIG_TEXT, .offset = CONFIG(about.reviewer)},
		{.name = "description", .type = CONFIG_TEXT, .offset = CONFIG(about.description)},
		{.name = "contributors", .type = CONFIG_WORDS, .offset = CONFIG(about.contributors)},
		{.name = "assumptions", .type = CONFIG_WORDS, .offset = CONFIG(about.assumptions)},
		{.name = "external-dependencies", .type = CONFIG_WORDS, .offset = CONFIG(about.dependencies)},
		{0},
	};
	read_part(reader, member, "about", keys, target);
}

static void teams(struct config_reader *reader, const struct sw_member *member, void *target) {
	static const struct config_key team = {.name = "the owner of a deployment", .type = CONFIG_TEXT, .offset = offsetof(struct sw_team, team)};
	struct sw_config *config = target;
	const struct sw_node *map = member->value;
	if (map->kind != SW_NODE_MAP) {
		config_error(reader, "config-type", map->span, "deployments must be a map from names");
		return;
	}
	for (uint32_t i = 0; i < map->count; i++) {
		struct sw_team row = {.of = {map->members[i].key, map->members[i].key_span}};
		config_read_member(reader, &map->members[i], &team, &row);
		*sw_push(reader->arena, &config->owners.deployments) = row;
	}
}

void config_owners(struct config_reader *reader, const struct sw_member *member, void *target) {
	static const struct config_key keys[] = {
		{.name = "platform", .type = CONFIG_TEXT, .offset = CONFIG(owners.platform)},
		{.name = "default", .type = CONFIG_TEXT, .offset = CONFIG(owners.otherwise)},
		{.name = "deployments", .type = CONFIG_PART, .part = teams},
		{0},
	};
	read_part(reader, member, "owners", keys, target);
}

void config_approvers(struct config_reader *reader, const struct sw_member *member, void *target) {
	static const struct config_key keys[] = {
		{.name = "risk", .type = CONFIG_WORDS, .offset = CONFIG(approvers.risk)},
		{.name = "security", .type = CONFIG_WORDS, .offset = CONFIG(approvers.security)},
		{0},
	};
	read_part(reader, member, "approvers", keys, target);
}
