/* Any bytes are a configuration, a list of decisions, and line by line an image's name and a path: reading them must end,
 * stay inside them, and give names that read the same again. */
#include "base/limits.h"
#include "knowledge/allowlist.h"
#include "knowledge/eol.h"
#include "knowledge/files.h"
#include "knowledge/image_name.h"
#include "knowledge/images.h"
#include "knowledge/lookalike.h"
#include "knowledge/paths.h"
#include "checks/registry.h"
#include "readers/config/read.h"
#include "knowledge/predicate.h"
#include "knowledge/catalogue.h"
#include "threats/own.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(struct sw_text_at text, size_t size) {
	assert(text.at.start <= text.at.end && text.at.end <= size);
}

static void check_diags(const struct sw_diags *diags, size_t size) {
	for (size_t i = 0; i < diags->n; i++)
		assert(diags->v[i].at.start <= diags->v[i].at.end && diags->v[i].at.end <= size);
}

static void check_ref(struct sw_arena *arena, const struct sw_image_ref *ref) {
	struct sw_eol eol;
	const char *becomes;
	assert(ref->valid || (ref->name.n == 0 && ref->tag.n == 0 && ref->digest.n == 0));
	if (ref->known && ref->valid) {
		struct sw_str familiar = sw_image_ref_name(arena, ref);
		struct sw_image_ref again = sw_image_ref_parse(arena, familiar, true);
		assert(again.valid && sw_str_eq(again.name, ref->name) && sw_str_eq(again.tag, ref->tag) &&
		       sw_str_eq(again.digest, ref->digest));
		assert(sw_str_eq(sw_allow_pattern(arena, ref->name), ref->name));
		assert(sw_allow_matches(ref->name, ref->name) && sw_allow_matches(SW_S("**"), ref->name));
	}
	sw_image_eol(ref, &eol);
	sw_image_user(ref, &becomes);
	sw_image_fact(ref);
	sw_lookalike_words(arena, sw_image_lookalike(ref));
}

static void check_path(struct sw_arena *arena, struct sw_str line) {
	struct sw_path_fact reading, writing;
	struct sw_str clean = sw_path_clean(arena, line);
	assert(sw_str_eq(sw_path_clean(arena, clean), clean));
	sw_path_tier(clean, false, &writing);
	sw_path_tier(clean, true, &reading);
	assert(reading.severity <= writing.severity);
	sw_path_words(arena, &reading);
	sw_secret_file(line);
	sw_system_folder(clean);
}

static void check_lines(struct sw_arena *arena, struct sw_str text, const struct sw_allowlist *list) {
	struct sw_str line;
	for (int i = 0; i < 50 && sw_str_split(&text, '\n', &line); i++) {
		for (int known = 0; known < 2; known++) {
			struct sw_image_ref ref = sw_image_ref_parse(arena, line, known);
			check_ref(arena, &ref);
			struct sw_allow_decision decision = sw_allowlist_decide(arena, list, &ref, SW_S("2026-08-22"));
			assert(known || decision.verdict == SW_ALLOW_UNDECIDED || decision.verdict == SW_ALLOW_NO_LIST);
			assert(decision.reason.n > 0);
		}
		check_path(arena, line);
	}
}

/* Whatever the configuration says, a row that is made of it can be judged. */
static void check_catalogue(struct sw_arena *arena, struct sw_config *config, struct sw_diags *diags) {
	sw_own_catalogue_make(arena, config, sw_checks, sw_check_count, diags);
	for (size_t i = 0; i < config->catalogue.kinds.n; i++) {
		const struct sw_threat_kind *kind = config->catalogue.kinds.v[i];
		assert(sw_predicate_read(arena, sw_str_of(kind->stopped_by), NULL) && kind->on && kind->stride && kind->carrier && kind->main_letter);
		assert(!*kind->when || sw_predicate_read(arena, sw_str_of(kind->when), NULL));
		assert(sw_own_kind_of(config, sw_str_of(kind->id)) == kind);
	}
	for (size_t i = 0; i < config->catalogue.overrides.n; i++)
		assert(config->catalogue.overrides.v[i].reason.text.n && config->catalogue.overrides.v[i].until.text.n == 10);
}

static void check_config(struct sw_arena *arena, struct sw_str text) {
	struct sw_config config;
	struct sw_decisions decisions;
	struct sw_diags diags = {.arena = arena};
	sw_config_read(arena, 1, text, &config, &diags);
	check_text(config.gate, text.n);
	check_catalogue(arena, &config, &diags);
	for (size_t i = 0; i < config.images.rules.n; i++)
		assert(config.images.rules.v[i].body.end <= text.n);
	for (size_t i = 0; i < config.model.flows.n; i++)
		check_text(config.model.flows.v[i].from, text.n);
	sw_decisions_read(arena, 1, text, &decisions, &diags);
	for (size_t i = 0; i < decisions.v.n; i++) {
		const struct sw_decision *row = &decisions.v.v[i];
		check_text(row->until, text.n);
		assert(!row->valid || (row->kind && row->until.text.n == 10 && row->made.text.n == 10));
	}
	struct sw_allowlist policy;
	sw_policy_read(arena, 1, text, &policy, &diags);
	assert(policy.present);
	for (size_t i = 0; i < policy.rules.n; i++)
		assert(policy.rules.v[i].at.end <= text.n && policy.rules.v[i].signature.key.at.end <= text.n);
	sw_official_read(arena, 1, text, &diags);
	check_diags(&diags, text.n);
	check_lines(arena, text, &config.images);
	check_lines(arena, text, &policy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_arena arena;
	struct sw_arena_catch catch;
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES);
	if (SW_ARENA_TRY(&arena, &catch)) {
		check_config(&arena, sw_str((const char *)data, size));
		sw_arena_leave(&arena, &catch);
	}
	sw_arena_free(&arena);
	return 0;
}
