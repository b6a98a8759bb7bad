/* Checks as rules of the driver (clause 3.49), CWEs as a taxonomy (3.19.3) that the rules point into. */
#include "reports/sarif/parts.h"
#include <stdlib.h>

static int by_id(const void *a, const void *b) {
	return strcmp((*(const struct sw_check *const *)a)->id, (*(const struct sw_check *const *)b)->id);
}

static void add_rule(struct sw_sarif *sarif, const struct sw_check *check) {
	static char seen;
	if (sw_map_put(sarif->report->arena, &sarif->rule_index, sw_str_of(check->id), &seen))
		return;
	*sw_push(sarif->report->arena, &sarif->rules) = check;
	for (unsigned i = 0; i < 4 && check->cwe[i]; i++)
		sarif->cwe[check->cwe[i]] = true;
}

void sw_sarif_collect_rules(struct sw_sarif *sarif) {
	const struct sw_findings *findings = sarif->report->findings;
	for (size_t i = 0; i < findings->verdicts.n; i++)
		add_rule(sarif, findings->verdicts.v[i].check);
	for (size_t i = 0; i < findings->findings.n; i++)
		add_rule(sarif, findings->findings.v[i].check);
	if (sarif->rules.n)
		qsort(sarif->rules.v, sarif->rules.n, sizeof *sarif->rules.v, by_id);
	for (size_t i = 0; i < sarif->rules.n; i++)
		sw_map_put(sarif->report->arena, &sarif->rule_index, sw_str_of(sarif->rules.v[i]->id), (void *)(uintptr_t)(i + 1));
}

/* Code scanning keeps the first ten tags. */
static void put_properties(struct sw_sarif *sarif, const struct sw_check *check) {
	static const char *const words[] = {"spoofing", "tampering", "repudiation", "information-disclosure", "denial-of-service",
					    "elevation-of-privilege"};
	static const char *const numbers[] = {[SW_INFO] = "1.0", [SW_LOW] = "3.0", [SW_MEDIUM] = "5.5", [SW_HIGH] = "8.0", [SW_CRITICAL] = "9.5"};
	struct sw_json *json = &sarif->json;
	sw_json_key(json, "properties");
	sw_json_open_map(json);
	sw_json_key(json, "tags");
	sw_json_open_list(json);
	sw_json_string(json, check->quality ? SW_S("quality") : SW_S("security"));
	for (unsigned i = 0; i < 4 && check->cwe[i]; i++)
		sw_json_string(json, sw_arena_printf(sarif->report->arena, "external/cwe/cwe-%03u", (unsigned)check->cwe[i]));
	for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
		if (check->stride & 1u << i)
			sw_json_string(json, sw_str_of(words[i]));
	sw_json_close_list(json);
	if (!check->quality)
		sw_json_member_z(json, "security-severity", numbers[check->severity]);
	sw_json_close_map(json);
}

/* Clause 3.53: the CWE is wider than the check. */
static void put_relationships(struct sw_sarif *sarif, const struct sw_check *check) {
	struct sw_json *json = &sarif->json;
	if (!check->cwe[0])
		return;
	sw_json_key(json, "relationships");
	sw_json_open_list(json);
	for (unsigned i = 0; i < 4 && check->cwe[i]; i++) {
		int64_t index = 0;
		for (unsigned number = 1; number < check->cwe[i]; number++)
			index += sarif->cwe[number];
		sw_json_open_map(json);
		sw_json_key(json, "target");
		sw_json_open_map(json);
		sw_json_member(json, "id", sw_arena_printf(sarif->report->arena, "%u", (unsigned)check->cwe[i]));
		sw_json_member_int(json, "index", index);
		sw_json_key(json, "toolComponent");
		sw_json_open_map(json);
		sw_json_member_z(json, "name", "CWE");
		sw_json_member_int(json, "index", 0);
		sw_json_close_map(json);
		sw_json_close_map(json);
		sw_json_key(json, "kinds");
		sw_json_open_list(json);
		sw_json_string(json, SW_S("superset"));
		sw_json_close_list(json);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}

static void put_rule(struct sw_sarif *sarif, const struct sw_check *check) {
	struct sw_json *json = &sarif->json;
	struct sw_arena *arena = sarif->report->arena;
	sw_json_open_map(json);
	sw_json_member_z(json, "id", check->id);
	sw_json_member_z(json, "name", check->id);
	sw_sarif_put_text(json, "shortDescription", sw_str_of(check->title));
	sw_sarif_put_text(json, "fullDescription", sw_str_of(check->why));
	sw_json_key(json, "help");
	sw_json_open_map(json);
	sw_json_member(json, "text", sw_arena_printf(arena, "%s\n\nFix: %s", check->why, check->fix));
	sw_json_member(json, "markdown", sw_arena_printf(arena, "%s\n\n**Fix:** %s", check->why, check->fix));
	sw_json_close_map(json);
	sw_json_key(json, "defaultConfiguration");
	sw_json_open_map(json);
	sw_json_member_z(json, "level", sw_sarif_level(check->severity));
	sw_json_close_map(json);
	put_relationships(sarif, check);
	put_properties(sarif, check);
	sw_json_close_map(json);
}

static bool has_taxonomy(const struct sw_sarif *sarif) {
	for (size_t i = 0; i < sarif->rules.n; i++)
		if (sarif->rules.v[i]->cwe[0])
			return true;
	return false;
}

void sw_sarif_put_rules(struct sw_sarif *sarif) {
	struct sw_json *json = &sarif->json;
	sw_json_key(json, "rules");
	sw_json_open_list(json);
	for (size_t i = 0; i < sarif->rules.n; i++)
		put_rule(sarif, sarif->rules.v[i]);
	sw_json_close_list(json);
	if (!has_taxonomy(sarif))
		return;
	sw_json_key(json, "supportedTaxonomies");
	sw_json_open_list(json);
	sw_json_open_map(json);
	sw_json_member_z(json, "name", "CWE");
	sw_json_member_int(json, "index", 0);
	sw_json_close_map(json);
	sw_json_close_list(json);
}

void sw_sarif_put_taxonomies(struct sw_sarif *sarif) {
	struct sw_json *json = &sarif->json;
	if (!has_taxonomy(sarif))
		return;
	sw_json_key(json, "taxonomies");
	sw_json_open_list(json);
	sw_json_open_map(json);
	sw_json_member_z(json, "name", "CWE");
	sw_json_member_z(json, "organization", "MITRE");
	sw_sarif_put_text(json, "shortDescription", SW_S("Common Weakness Enumeration: those that the rules speak of."));
	sw_json_key(json, "taxa");
	sw_json_open_list(json);
	for (unsigned number = 1; number <= UINT16_MAX; number++) {
		if (!sarif->cwe[number])
			continue;
		sw_json_open_map(json);
		sw_json_member(json, "id", sw_arena_printf(sarif->report->arena, "%u", number));
		sw_json_member(json, "helpUri",
			       sw_arena_printf(sarif->report->arena, "https://cwe.mitre.org/data/definitions/%u.html", number));
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
	sw_json_close_map(json);
	sw_json_close_list(json);
}
