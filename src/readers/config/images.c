/* `images:`, the list of allowed images. */
#include "knowledge/allowlist.h"
#include "readers/config/parts.h"

enum { MOST_RULES = 10000 }; /* every image is held against every rule */

static void rule_image(struct config_reader *reader, const struct sw_member *member, void *target) {
	struct sw_allow_rule *rule = target;
	struct sw_text_at text = config_text(reader, member->value, "image");
	rule->written = text.text;
	rule->at = text.at;
	rule->pattern = sw_allow_pattern(reader->arena, text.text);
	if (text.at.end && rule->pattern.n == 0)
		config_error(reader, "config-image-pattern", text.at, sw_str_find_byte(text.text, '@') != SW_NPOS
			? "a digest does not belong to the name: put it under digests"
			: sw_str_ends(text.text, SW_S("/")) ? "the name ends with '/': write '/**' for all that is below"
			: "this can be no image's name; a tag goes under tags");
}

static void rule_tags(struct config_reader *reader, const struct sw_member *member, void *target) {
	struct sw_allow_rule *rule = target;
	const struct sw_node *list = config_list(reader, member->value, "tags");
	for (uint32_t i = 0; list && i < list->count; i++) {
		struct sw_text_at text = config_text(reader, list->items[i], "tags");
		bool negated = text.text.n && text.text.p[0] == '!';
		struct sw_str glob = sw_str_from(text.text, negated);
		if (glob.n == 0 || glob.n > 128) {
			if (text.at.end)
				config_error(reader, "config-tag", text.at, "a tag has 1 to 128 characters");
			continue;
		}
		*sw_push(reader->arena, &rule->tags) =
			(struct sw_allow_tag){.glob = glob, .negated = negated, .at = text.at};
	}
}

static void rule_digests(struct config_reader *reader, const struct sw_member *member, void *target) {
	static const struct config_key digest = {.name = "digests", .type = CONFIG_DIGEST};
	struct sw_allow_rule *rule = target;
	const struct sw_node *list = config_list(reader, member->value, "digests");
	for (uint32_t i = 0; list && i < list->count; i++) {
		struct sw_text_at text = config_formed(reader, list->items[i], &digest);
		if (text.text.n)
			*sw_push(reader->arena, &rule->digests) = text;
	}
}

static void rule_require(struct config_reader *reader, const struct sw_member *member, void *target) {
	struct sw_allow_rule *rule = target;
	const struct sw_node *list = config_list(reader, member->value, "require");
	for (uint32_t i = 0; list && i < list->count; i++) {
		struct sw_text_at text = config_text(reader, list->items[i], "require");
		if (sw_str_is(text.text, "digest"))
			rule->need_digest = true;
		else if (sw_str_is(text.text, "signature"))
			rule->need_signature = true;
		else if (text.at.end)
			config_error(reader, "config-word", text.at, "require knows digest and signature");
	}
}

#define SIGNATURE(member) offsetof(struct sw_allow_signature, member)
static const struct config_key signature_keys[] = {
	{.name = "type", .type = CONFIG_WORD, .offset = SIGNATURE(type), .words = "cosign sigstore notation"},
	{.name = "key", .type = CONFIG_TEXT, .offset = SIGNATURE(key)},
	{.name = "identity", .type = CONFIG_TEXT, .offset = SIGNATURE(identity)},
	{.name = "issuer", .type = CONFIG_TEXT, .offset = SIGNATURE(issuer)},
	{.name = "subject", .type = CONFIG_TEXT, .offset = SIGNATURE(subject)},
	{0},
};

static void rule_signature(struct config_reader *reader, const struct sw_member *member, void *target) {
	struct sw_allow_rule *rule = target;
	rule->signature.present = true;
	rule->signature.at = member->value->span;
	config_read_map(reader, member->value, "signature", signature_keys, &rule->signature);
}

#define RULE(member) offsetof(struct sw_allow_rule, member)
static const struct config_key rule_keys[] = {
	{.name = "image", .type = CONFIG_PART, .part = rule_image},
	{.name = "tags", .type = CONFIG_PART, .part = rule_tags},
	{.name = "digests", .type = CONFIG_PART, .part = rule_digests},
	{.name = "require", .type = CONFIG_PART, .part = rule_require},
	{.name = "signature", .type = CONFIG_PART, .part = rule_signature},
	{.name = "until", .type = CONFIG_DATE, .offset = RULE(until)},
	{.name = "reason", .type = CONFIG_TEXT, .offset = RULE(reason)},
	{.name = "deny", .type = CONFIG_BOOL, .offset = RULE(deny)},
	{0},
};

static void read_rule(struct config_reader *reader, const struct sw_node *node, struct sw_allowlist *list) {
	struct sw_allow_rule rule = {.body = node->span};
	struct config_mark mark = config_mark(reader);
	if (!config_read_map(reader, node, "a rule of images", rule_keys, &rule))
		return;
	if (!rule.at.end)
		config_error(reader, "config-image-pattern", node->span, "a rule needs image");
	/* A rule in which anything is wrong, a key that is a slip included, allows nothing: it might be meant narrower than
	 * it could be read. One that denies still denies. */
	if (!rule.deny && config_mark(reader).n != mark.n && !config_failed_since(reader, mark))
		config_error(reader, "config-rule-void", node->span,
			     "this rule allows nothing until all of it is understood");
	if (!rule.deny && config_failed_since(reader, mark))
		rule.pattern = (struct sw_str){0};
	*sw_push(reader->arena, &list->rules) = rule;
}

static void rules(struct config_reader *reader, const struct sw_member *member, void *target) {
	struct sw_allowlist *list = target;
	const struct sw_node *items = config_list(reader, member->value, "rules");
	for (uint32_t i = 0; items && i < items->count; i++) {
		if (list->rules.n == MOST_RULES) {
			config_error(reader, "config-too-many", items->items[i]->span, "only the first %d rules count",
				     MOST_RULES);
			return;
		}
		read_rule(reader, items->items[i], list);
	}
}

struct raw_list {
	struct sw_allowlist list; /* first, so that `rules` may take either */
	struct sw_text_at otherwise, official;
};

static const struct config_key list_keys[] = {
	{.name = "version", .type = CONFIG_PART, .part = config_version},
	{.name = "default", .type = CONFIG_WORD, .offset = offsetof(struct raw_list, otherwise), .words = "deny warn"},
	{.name = "official", .type = CONFIG_WORD, .offset = offsetof(struct raw_list, official), .words = "allow deny"},
	{.name = "rules", .type = CONFIG_PART, .part = rules},
	{0},
};

void config_allowlist(struct config_reader *reader, const struct sw_node *node, struct sw_span at, struct sw_allowlist *list) {
	struct raw_list raw = {.list = {.present = true, .at = at}};
	if (node->kind != SW_NODE_NULL)
		config_read_map(reader, node, "images", list_keys, &raw);
	raw.list.otherwise = sw_str_is(raw.otherwise.text, "warn") ? SW_ALLOW_WARN : SW_ALLOW_DENY;
	raw.list.otherwise_at = raw.otherwise.at;
	raw.list.official = sw_str_is(raw.official.text, "allow");
	raw.list.official_at = raw.official.at;
	*list = raw.list;
}

void config_images(struct config_reader *reader, const struct sw_member *member, void *target) {
	struct sw_config *config = target;
	config_allowlist(reader, member->value, member->key_span, &config->images);
}
