/* `.strideward/decisions.yaml`: what was decided about threats, by whom, until when. */
#include "readers/config/fields.h"
#include "readers/config/read.h"

enum { SHORTEST_FINGERPRINT = 16, LONGEST_FINGERPRINT = 64 };

static bool is_fingerprint(struct sw_str text) {
	return text.n >= SHORTEST_FINGERPRINT && text.n <= LONGEST_FINGERPRINT && sw_str_is_lower_hex(text);
}

static void covers(struct config_reader *reader, const struct sw_member *member, void *target) {
	struct sw_decision *decision = target;
	const struct sw_node *list = config_list(reader, member->value, "covers");
	for (uint32_t i = 0; list && i < list->count; i++) {
		struct sw_text_at text = config_text(reader, list->items[i], "covers");
		if (is_fingerprint(text.text))
			*sw_push(reader->arena, &decision->covers) = text;
		else if (text.at.end)
			config_error(reader, "decision-fingerprint", text.at,
				     "covers lists fingerprints of findings: %d to %d lower-case hexadecimal digits",
				     SHORTEST_FINGERPRINT, LONGEST_FINGERPRINT);
	}
}

static void kind(struct config_reader *reader, const struct sw_member *member, void *target) {
	struct sw_decision *decision = target;
	struct sw_text_at text = config_text(reader, member->value, "kind");
	decision->kind = sw_decision_kind_of(text.text);
	if (text.at.end && !decision->kind)
		config_error(reader, "decision-kind", text.at,
			     "kind must be one of: accept transfer defer claim not-applicable false-positive rotated");
}

#define DECISION(member) offsetof(struct sw_decision, member)
static const struct config_key evidence_keys[] = {
	{.name = "link", .type = CONFIG_TEXT, .offset = DECISION(link)},
	{.name = "digest", .type = CONFIG_DIGEST, .offset = DECISION(digest)},
	{0},
};

static void evidence(struct config_reader *reader, const struct sw_member *member, void *target) {
	config_read_map(reader, member->value, "evidence", evidence_keys, target);
}

static const struct config_key decision_keys[] = {
	{.name = "threat", .type = CONFIG_TEXT, .offset = DECISION(threat)},
	{.name = "on", .type = CONFIG_TEXT, .offset = DECISION(on)},
	{.name = "covers", .type = CONFIG_PART, .part = covers},
	{.name = "kind", .type = CONFIG_PART, .part = kind},
	{.name = "reason", .type = CONFIG_TEXT, .offset = DECISION(reason)},
	{.name = "residual", .type = CONFIG_WORD, .offset = DECISION(residual), .words = "info low medium high critical"},
	{.name = "owner", .type = CONFIG_TEXT, .offset = DECISION(owner)},
	{.name = "by", .type = CONFIG_TEXT, .offset = DECISION(by)},
	{.name = "approved-by", .type = CONFIG_TEXT, .offset = DECISION(approved_by)},
	{.name = "ticket", .type = CONFIG_TEXT, .offset = DECISION(ticket)},
	{.name = "made", .type = CONFIG_DATE, .offset = DECISION(made)},
	{.name = "until", .type = CONFIG_DATE, .offset = DECISION(until)},
	{.name = "review", .type = CONFIG_DATE, .offset = DECISION(review)},
	{.name = "evidence", .type = CONFIG_PART, .part = evidence},
	{0},
};

/* Whether the map has the key at all: what is there and wrong has its own diagnostic already. */
static bool has_key(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_DIALECT_COMPOSE) != NULL;
}

static void check_missing(struct config_reader *reader, const struct sw_node *node) {
	static const char *const needed[] = {"threat", "on", "kind", "reason", "by", "made"};
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!has_key(node, needed[i]))
			config_error(reader, "decision-incomplete", node->span, "a decision needs %s", needed[i]);
	if (!has_key(node, "until"))
		config_error(reader, "decision-no-term", node->span,
			     "a decision without until has no effect: every one ends");
}

static void check_contradictions(struct config_reader *reader, const struct sw_decision *decision) {
	const struct sw_text_at *made = &decision->made, *until = &decision->until, *review = &decision->review;
	if (decision->by.text.n && sw_str_eq_nocase(decision->by.text, decision->approved_by.text))
		config_error(reader, "decision-self-approved", decision->approved_by.at,
			     "approved-by must be somebody else than by");
	if (made->text.n && until->text.n && sw_str_cmp(until->text, made->text) < 0)
		config_error(reader, "decision-dates", until->at, "until is before made");
	if (review->text.n && until->text.n && sw_str_cmp(review->text, until->text) > 0)
		sw_diag_add(reader->diags, SW_DIAG_WARNING, "decision-dates", review->at,
			    "review comes after until, when the decision is over already");
	if (!decision->covers.n && (decision->kind == SW_DECIDE_ACCEPT || decision->kind == SW_DECIDE_TRANSFER ||
				    decision->kind == SW_DECIDE_DEFER || decision->kind == SW_DECIDE_FALSE_POSITIVE))
		sw_diag_add(reader->diags, SW_DIAG_WARNING, "decision-covers-nothing", decision->at,
			    "no fingerprint stands under covers, so every failing check keeps the threat open");
}

static void read_decision(struct config_reader *reader, const struct sw_node *node, struct sw_decisions *decisions) {
	struct sw_decision decision = {.at = node->span};
	struct config_mark mark = config_mark(reader);
	if (!config_read_map(reader, node, "a decision", decision_keys, &decision))
		return;
	check_missing(reader, node);
	check_contradictions(reader, &decision);
	decision.valid = !config_failed_since(reader, mark);
	*sw_push(reader->arena, &decisions->v) = decision;
}

static void list(struct config_reader *reader, const struct sw_member *member, void *target) {
	const struct sw_node *items = config_list(reader, member->value, "decisions");
	for (uint32_t i = 0; items && i < items->count; i++)
		read_decision(reader, items->items[i], target);
}

static const struct config_key top_keys[] = {
	{.name = "version", .type = CONFIG_PART, .part = config_version},
	{.name = "decisions", .type = CONFIG_PART, .part = list},
	{0},
};

void sw_decisions_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_decisions *decisions,
		       struct sw_diags *diags) {
	struct config_reader reader = {.arena = arena, .diags = diags};
	*decisions = (struct sw_decisions){.present = true};
	const struct sw_node *root = config_document(&reader, source, text);
	if (root)
		config_read_map(&reader, root, "the decisions", top_keys, decisions);
}
