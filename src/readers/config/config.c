#include "knowledge/platform.h"
#include "readers/config/parts.h"
#include "readers/config/read.h"

static void platform(struct config_reader *reader, const struct sw_member *member, void *target) {
	struct sw_config *config = target;
	struct sw_text_at text = config_text(reader, member->value, "platform");
	if (text.text.n && sw_platform(text.text))
		config->platform = text;
	else if (text.text.n)
		config_error(reader, "config-word", text.at,
			     "there is no platform profile of this name; the default one is %s", sw_platforms[0].name);
}

static const struct config_key top_keys[] = {
	{.name = "version", .type = CONFIG_PART, .part = config_version},
	{.name = "platform", .type = CONFIG_PART, .part = platform},
	{.name = "profile", .type = CONFIG_WORD, .offset = offsetof(struct sw_config, profile), .words = "default quality all"},
	{.name = "gate", .type = CONFIG_WORD, .offset = offsetof(struct sw_config, gate),
	 .words = "none info low medium high critical"},
	{.name = "images", .type = CONFIG_PART, .part = config_images},
	{.name = "model", .type = CONFIG_PART, .part = config_model},
	{.name = "about", .type = CONFIG_PART, .part = config_about},
	{.name = "owners", .type = CONFIG_PART, .part = config_owners},
	{.name = "approvers", .type = CONFIG_PART, .part = config_approvers},
	{.name = "catalogue", .type = CONFIG_PART, .part = config_catalogue},
	{.name = "secrets", .type = CONFIG_PART, .part = config_secrets},
	{0},
};

void sw_config_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_config *config,
		    struct sw_diags *diags) {
	struct config_reader reader = {.arena = arena, .diags = diags};
	*config = (struct sw_config){.present = true};
	const struct sw_node *root = config_document(&reader, source, text);
	if (root)
		config_read_map(&reader, root, "the configuration", top_keys, config);
}
