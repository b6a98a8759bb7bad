/* `secrets: allow:`, values that are no secrets, by fingerprint: a key that a demonstration needs, a token long revoked. Each
 * with a reason; an entry that is not understood in full allows nothing. */
#include "base/limits.h"
#include "readers/config/parts.h"

enum { FINGERPRINT_DIGITS = 12 };

#define ALLOWED(member) offsetof(struct sw_allowed_secret, member)
static const struct config_key allowed_keys[] = {
	{.name = "fingerprint", .type = CONFIG_TEXT, .offset = ALLOWED(fingerprint)},
	{.name = "reason", .type = CONFIG_TEXT, .offset = ALLOWED(reason)},
	{0},
};

static void allow(struct config_reader *reader, const struct sw_member *member, void *target) {
	struct sw_config *config = target;
	const struct sw_node *list = config_list(reader, member->value, "allow");
	for (uint32_t i = 0; list && i < list->count; i++) {
		struct sw_allowed_secret row = {.at = list->items[i]->span};
		struct config_mark mark = config_mark(reader);
		if (i == SW_LIMIT_OWN_ROWS) {
			config_error(reader, "config-too-many", row.at, "only the first %d count", SW_LIMIT_OWN_ROWS);
			return;
		}
		if (!config_read_map(reader, list->items[i], "an allowed secret", allowed_keys, &row) || config_failed_since(reader, mark))
			continue;
		if (row.fingerprint.text.n != FINGERPRINT_DIGITS || !sw_str_is_lower_hex(row.fingerprint.text))
			config_error(reader, "config-word", row.at, "a fingerprint has %d hexadecimal digits, as the reports show it", FINGERPRINT_DIGITS);
		else if (!row.reason.text.n)
			config_error(reader, "config-missing", row.at, "an allowed secret needs a reason");
		else
			*sw_push(reader->arena, &config->allowed_secrets) = row;
	}
}

void config_secrets(struct config_reader *reader, const struct sw_member *member, void *target) {
	static const struct config_key keys[] = {
		{.name = "allow", .type = CONFIG_PART, .part = allow},
		{0},
	};
	if (member->value->kind != SW_NODE_NULL)
		config_read_map(reader, member->value, "secrets", keys, target);
}
