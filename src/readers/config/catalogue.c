/* `catalogue:`: threats of the project's own, and other priorities or silence for rows. What the names in it mean is for
 * threats/own.c to say, which knows checks and facts. */
#include "readers/config/parts.h"
#include "base/limits.h"

#define OWN(member) offsetof(struct sw_own_threat, member)
static const struct config_key threat_keys[] = {
	{.name = "id", .type = CONFIG_TEXT, .offset = OWN(id)},
	{.name = "title", .type = CONFIG_TEXT, .offset = OWN(title)},
	{.name = "on", .type = CONFIG_WORDS, .offset = OWN(on)},
	{.name = "stride", .type = CONFIG_TEXT, .offset = OWN(stride)},
	{.name = "cwe", .type = CONFIG_WORDS, .offset = OWN(cwe)},
	{.name = "when", .type = CONFIG_TEXT, .offset = OWN(when)},
	{.name = "raised-by", .type = CONFIG_WORDS, .offset = OWN(raised_by)},
	{.name = "stopped-by", .type = CONFIG_TEXT, .offset = OWN(stopped_by)},
	{.name = "hardened-by", .type = CONFIG_WORDS, .offset = OWN(hardened_by)},
	{.name = "describe", .type = CONFIG_TEXT, .offset = OWN(describe)},
	{.name = "action", .type = CONFIG_TEXT, .offset = OWN(action)},
	{.name = "needs", .type = CONFIG_TEXT, .offset = OWN(needs)},
	{.name = "seeds", .type = CONFIG_WORDS, .offset = OWN(seeds)},
	{.name = "start", .type = CONFIG_WORD, .offset = OWN(start), .words = "exposure supply repository network admin nobody"},
	{.name = "reach", .type = CONFIG_WORD, .offset = OWN(reach), .words = "host others own store credential availability trace data"},
	{0},
};

#define OVERRIDE(member) offsetof(struct sw_override, member)
static const struct config_key override_keys[] = {
	{.name = "threat", .type = CONFIG_TEXT, .offset = OVERRIDE(threat)},
	{.name = "on", .type = CONFIG_TEXT, .offset = OVERRIDE(on)},
	{.name = "priority", .type = CONFIG_WORD, .offset = OVERRIDE(priority), .words = "info low medium high critical"},
	{.name = "silence", .type = CONFIG_BOOL, .offset = OVERRIDE(silence)},
	{.name = "reason", .type = CONFIG_TEXT, .offset = OVERRIDE(reason)},
	{.name = "until", .type = CONFIG_DATE, .offset = OVERRIDE(until)},
	{0},
};

/* The list, cut at the limit. */
static uint32_t count_of(struct config_reader *reader, const struct sw_node *list) {
	if (!list || list->count <= SW_LIMIT_OWN_ROWS)
		return list ? list->count : 0;
	config_error(reader, "config-too-many", list->items[SW_LIMIT_OWN_ROWS]->span, "only the first %d count", SW_LIMIT_OWN_ROWS);
	return SW_LIMIT_OWN_ROWS;
}

/* Nothing was said about an entry, not even that a key is not known: that may be a slip of one that narrows it. */
static bool whole(struct config_reader *reader, struct config_mark mark, struct sw_span at) {
	if (config_mark(reader).n == mark.n)
		return !config_failed_since(reader, mark);
	if (!config_failed_since(reader, mark))
		config_error(reader, "config-entry-void", at, "this entry does nothing until all of it is understood");
	return false;
}

static void threats(struct config_reader *reader, const struct sw_member *member, void *target) {
	struct sw_own_catalogue *catalogue = target;
	const struct sw_node *list = config_list(reader, member->value, "threats");
	for (uint32_t i = 0, n = count_of(reader, list); i < n; i++) {
		struct sw_own_threat row = {.at = list->items[i]->span};
		struct config_mark mark = config_mark(reader);
		/* A row made of what was understood could say something else than was meant. */
		if (config_read_map(reader, list->items[i], "a threat", threat_keys, &row) && whole(reader, mark, row.at))
			*sw_push(reader->arena, &catalogue->threats) = row;
	}
}

static void overrides(struct config_reader *reader, const struct sw_member *member, void *target) {
	struct sw_own_catalogue *catalogue = target;
	const struct sw_node *list = config_list(reader, member->value, "overrides");
	for (uint32_t i = 0, n = count_of(reader, list); i < n; i++) {
		struct sw_override row = {.at = list->items[i]->span};
		struct config_mark mark = config_mark(reader);
		if (!config_read_map(reader, list->items[i], "an override", override_keys, &row))
			continue;
		if (!whole(reader, mark, row.at))
			continue;
		if (!row.threat.text.n && !row.on.text.n)
			config_error(reader, "config-missing", row.at, "an override needs threat, on, or both");
		else if (!row.priority.text.n == !row.silence)
			config_error(reader, "config-missing", row.at, "an override sets a priority, or silences: one of them");
		else if (!row.reason.text.n || !row.until.text.n)
			config_error(reader, "config-missing", row.at, "an override needs a reason, and until when it holds");
		else
			*sw_push(reader->arena, &catalogue->overrides) = row;
	}
}

void config_catalogue(struct config_reader *reader, const struct sw_member *member, void *target) {
	static const struct config_key keys[] = {
		{.name = "threats", .type = CONFIG_PART, .part = threats},
		{.name = "overrides", .type = CONFIG_PART, .part = overrides},
		{0},
	};
	struct sw_config *config = target;
	if (member->value->kind != SW_NODE_NULL)
		config_read_map(reader, member->value, "catalogue", keys, &config->catalogue);
}
