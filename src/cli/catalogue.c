#include "facts/rule_ref.h"
#include "cli/catalogue.h"
#include "base/say.h"
#include "checks/registry.h"
#include "cli/bonds.h"
#include "cli/explain.h"
#include "cli/page.h"
#include "formats/json_write.h"
#include <stdio.h>

static const char *const judged[] = {"build", "start", "workload", "deployment", "repository", "image"}; /* by enum sw_check_on */

static void put_list(struct sw_json *json, const char *key, const char *const *v, size_t most) {
	sw_json_key(json, key);
	sw_json_open_list(json);
	for (size_t i = 0; i < most && v[i]; i++)
		sw_json_string(json, sw_str_of(v[i]));
	sw_json_close_list(json);
}

static void put_classes(struct sw_json *json, unsigned stride, const uint16_t cwe[4]) {
	sw_json_key(json, "stride");
	sw_json_open_list(json);
	for (unsigned i = 0; i < 6; i++)
		if (stride & 1u << i)
			sw_json_string(json, sw_str(&"STRIDE"[i], 1));
	sw_json_close_list(json);
	sw_json_key(json, "cwe");
	sw_json_open_list(json);
	for (unsigned i = 0; i < 4 && cwe[i]; i++)
		sw_json_int(json, cwe[i]);
	sw_json_close_list(json);
}

static void put_bonds(struct sw_json *json, const struct sw_check *check) {
	static const char *const names[] = {"raises", "stops", "hardens"};
	sw_json_key(json, "threats");
	sw_json_open_map(json);
	for (unsigned bond = 0; bond < SW_BOND_COUNT; bond++) {
		sw_json_key(json, names[bond]);
		sw_json_open_list(json);
		for (size_t i = 0; i < sw_threat_kind_count; i++)
			if (sw_bond_holds((enum sw_bond)bond, &sw_threat_kinds[i], check->id))
				sw_json_string(json, sw_str_of(sw_threat_kinds[i].id));
		sw_json_close_list(json);
	}
	sw_json_close_map(json);
}

static void put_check(struct sw_json *json, const struct sw_check *check) {
	sw_json_open_map(json);
	sw_json_member_z(json, "id", check->id);
	sw_json_member_z(json, "title", check->title);
	sw_json_member_z(json, "severity", sw_severity_name(check->severity));
	put_classes(json, check->stride, check->cwe);
	sw_json_key(json, "refs");
	sw_json_open_list(json);
	for (unsigned i = 0; i < SW_MOST_REFS && check->refs[i]; i++)
		sw_json_string(json, sw_rule_ref(check->refs[i]).name);
	sw_json_close_list(json);
	sw_json_member_z(json, "on", judged[check->on]);
	put_bonds(json, check);
	sw_json_member_bool(json, "practice", check->practice);
	sw_json_member_z(json, "profile", check->quality ? "quality" : "default");
	sw_json_member_z(json, "why", check->why);
	sw_json_member_z(json, "fix", check->fix);
	sw_json_close_map(json);
}

/* The lines that `explain` shows: a part a line, deeper ones indented. */
static void put_expression(struct sw_json *json, const char *key, const char *expression) {
	SW_CLEANUP_OUT struct sw_out words;
	sw_out_init(&words, -1);
	sw_explain_expression(expression, &words);
	struct sw_str rest = sw_out_text(&words), line;
	sw_json_key(json, key);
	sw_json_open_list(json);
	while (rest.n && sw_str_split(&rest, '\n', &line))
		sw_json_string(json, line);
	sw_json_close_list(json);
}

static void put_threat(struct sw_json *json, const struct sw_threat_kind *threat) {
	sw_json_open_map(json);
	sw_json_member_z(json, "id", threat->id);
	sw_json_member_z(json, "title", threat->title);
	sw_json_member_z(json, "group", threat->group);
	put_classes(json, threat->stride, threat->cwe);
	sw_json_key(json, "on");
	sw_json_open_list(json);
	for (unsigned kind = 0; kind <= SW_ELEMENT_NETWORK; kind++)
		if (threat->on & 1u << kind)
			sw_json_string(json, sw_str_of(sw_element_kind_name((enum sw_element_kind)kind)));
	sw_json_close_list(json);
	sw_json_member_z(json, "when", threat->when);
	put_expression(json, "whenWords", threat->when);
	put_list(json, "raisedBy", threat->raised_by, SW_MOST_NAMES);
	sw_json_member_z(json, "stoppedBy", threat->stopped_by);
	put_expression(json, "stoppedByWords", threat->stopped_by);
	put_list(json, "hardenedBy", threat->hardened_by, SW_MOST_NAMES);
	sw_json_member_z(json, "carrier", threat->carrier);
	sw_json_member_z(json, "start", threat->start);
	sw_json_member_z(json, "reach", threat->reach);
	sw_json_member(json, "likelihood", sw_words_of_start(threat->start));
	sw_json_member(json, "impact", sw_words_of_reach(threat->reach));
	sw_json_key(json, "attackers");
	sw_json_open_list(json);
	for (size_t i = 0; i < sw_attacker_count; i++)
		if (sw_brings_about(&sw_attackers[i], threat))
			sw_json_string(json, sw_str_of(sw_attackers[i].id));
	sw_json_close_list(json);
	sw_json_member_z(json, "describe", threat->describe);
	sw_json_member_z(json, "action", threat->action);
	sw_json_member_z(json, "needs", threat->needs);
	put_list(json, "seeds", threat->seeds, SW_MOST_NAMES);
	put_list(json, "formerly", threat->formerly, 4);
	sw_json_member_bool(json, "latched", threat->latched);
	sw_json_close_map(json);
}

static void put_attacker(struct sw_json *json, const struct sw_attacker *attacker) {
	sw_json_open_map(json);
	sw_json_member_z(json, "id", attacker->id);
	sw_json_member_z(json, "title", attacker->title);
	sw_json_member_z(json, "wants", attacker->goals);
	sw_json_member_z(json, "does", attacker->methods);
	sw_json_member_z(json, "start", attacker->start);
	sw_json_member_int(json, "likelihood", attacker->likelihood);
	sw_json_key(json, "threats");
	sw_json_open_list(json);
	for (size_t i = 0; i < sw_threat_kind_count; i++)
		if (sw_brings_about(attacker, &sw_threat_kinds[i]))
			sw_json_string(json, sw_str_of(sw_threat_kinds[i].id));
	sw_json_close_list(json);
	sw_json_close_map(json);
}

static void put_seed(struct sw_json *json, const struct sw_seed *seed) {
	const struct {
		const char *key, *text;
	} members[] = {{"id", seed->id}, {"asked", seed->asked}, {"holds", seed->holds}, {"changed", seed->changed}, {"since", seed->since},
		       {"source", seed->source}, {"check", seed->check}};
	sw_json_open_map(json);
	for (size_t i = 0; i < sizeof members / sizeof *members; i++)
		if (members[i].text)
			sw_json_member_z(json, members[i].key, members[i].text);
	sw_json_key(json, "threats");
	sw_json_open_list(json);
	for (size_t i = 0; i < sw_threat_kind_count; i++)
		if (sw_answers(&sw_threat_kinds[i], seed))
			sw_json_string(json, sw_str_of(sw_threat_kinds[i].id));
	sw_json_close_list(json);
	sw_json_close_map(json);
}

static void list_as_json(enum sw_command_id command, struct sw_out *out) {
	struct sw_json json = {.out = out, .indent = 2};
	sw_json_open_list(&json);
	for (size_t i = 0; command == SW_COMMAND_CHECKS && i < sw_check_count; i++)
		put_check(&json, sw_checks[i]);
	for (size_t i = 0; command == SW_COMMAND_THREATS && i < sw_threat_kind_count; i++)
		put_threat(&json, &sw_threat_kinds[i]);
	for (size_t i = 0; command == SW_COMMAND_ATTACKERS && i < sw_attacker_count; i++)
		put_attacker(&json, &sw_attackers[i]);
	for (size_t i = 0; command == SW_COMMAND_SEEDS && i < sw_seed_count; i++)
		put_seed(&json, &sw_seeds[i]);
	sw_json_close_list(&json);
	sw_out_byte(out, '\n');
}

/* "high     I,E    id        title", wrapped under the title. */
static void put_row(struct sw_out *out, const char *rank, unsigned stride, const char *id, unsigned width,
		    const char *title) {
	char letters[12];
	sw_out_printf(out, "%-9s%-7s%-*s", rank, sw_stride_letters(stride, letters), (int)width, id);
	sw_page_words(out, 16 + width, 16 + width, sw_str_of(title));
}

static void list_checks(struct sw_out *out) {
	unsigned width = 0;
	for (size_t i = 0; i < sw_check_count; i++)
		width = strlen(sw_checks[i]->id) > width ? (unsigned)strlen(sw_checks[i]->id) : width;
	for (size_t i = 0; i < sw_check_count; i++) {
		const struct sw_check *check = sw_checks[i];
		put_row(out, sw_severity_name(check->severity), check->stride, check->id, width + 2, check->title);
	}
}

static void list_threats(struct sw_out *out) {
	unsigned width = 0;
	const char *group = "";
	for (size_t i = 0; i < sw_threat_kind_count; i++)
		width = strlen(sw_threat_kinds[i].id) > width ? (unsigned)strlen(sw_threat_kinds[i].id) : width;
	for (size_t i = 0; i < sw_threat_kind_count; i++) {
		const struct sw_threat_kind *threat = &sw_threat_kinds[i];
		char letters[12];
		if (strcmp(threat->group, group) != 0)
			sw_out_printf(out, "%s%s\n", *group ? "\n" : "", threat->group);
		group = threat->group;
		sw_out_printf(out, "  %-10s%-*s", sw_stride_letters(threat->stride, letters), (int)width + 2, threat->id);
		sw_page_words(out, 14 + width, 14 + width, sw_str_of(threat->title));
	}
}

/* What changed is marked; `explain` says what. */
static void list_seeds(struct sw_out *out) {
	for (size_t i = 0; i < sw_seed_count; i++) {
		sw_out_printf(out, "%-14s%-9s", sw_seeds[i].id, sw_seeds[i].changed ? "changed" : "");
		sw_page_words(out, 23, 23, sw_str_of(sw_seeds[i].asked));
	}
}

static void list_attackers(struct sw_out *out) {
	for (size_t i = 0; i < sw_attacker_count; i++) {
		const struct sw_attacker *attacker = &sw_attackers[i];
		sw_out_printf(out, "%s%s: %s\n", i ? "\n" : "", attacker->id, attacker->title);
		sw_page_entry(out, "  wants", sw_str_of(attacker->goals));
		sw_page_entry(out, "  does", sw_str_of(attacker->methods));
		sw_out_printf(out, "%-*s%u of 4\n", SW_PAGE_LABEL, "  likelihood", attacker->likelihood);
	}
}

static int list(const struct sw_arguments *arguments, struct sw_out *out) {
	const char *format = arguments->format_count ? arguments->formats[0] : "text";
	bool json = strcmp(format, "json") == 0;
	if (arguments->format_count > 1 || (!json && strcmp(format, "text") != 0)) {
		sw_say("%s are written as text or json", sw_commands[arguments->command].name);
		return 2;
	}
	if (json)
		list_as_json(arguments->command, out);
	else if (arguments->command == SW_COMMAND_CHECKS)
		list_checks(out);
	else if (arguments->command == SW_COMMAND_THREATS)
		list_threats(out);
	else if (arguments->command == SW_COMMAND_SEEDS)
		list_seeds(out);
	else
		list_attackers(out);
	return 0;
}

int sw_catalogue_command(const struct sw_arguments *arguments) {
	SW_CLEANUP_OUT struct sw_out out;
	struct sw_err err;
	sw_out_init(&out, 1);
	int status = arguments->command == SW_COMMAND_EXPLAIN ? sw_explain(arguments->operands[0], &out) : list(arguments, &out);
	if (sw_out_flush(&out, &err) == 0)
		return status;
	sw_say("%s", err.text);
	return 2;
}
