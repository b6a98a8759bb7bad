#include "policy/digest.h"
#include "base/sha256.h"

static void add(struct sw_sha256 *sha, struct sw_str text) {
	sw_sha256_add(sha, text);
	sw_sha256_add(sha, sw_str("", 1));
}

static void add_list(struct sw_sha256 *sha, const struct sw_allowlist *list, const struct sw_sources *sources) {
	static const char marks[2] = "-+";
	add(sha, sw_str(&marks[list->present], 1));
	add(sha, sw_str(&marks[list->otherwise == SW_ALLOW_WARN], 1));
	add(sha, sw_str(&marks[list->official], 1));
	for (size_t i = 0; i < list->rules.n; i++) {
		add(sha, sw_str(&marks[list->rules.v[i].deny], 1));
		add(sha, list->rules.v[i].pattern);
		add(sha, sw_str_trim(sw_span_text(sources, list->rules.v[i].body)));
	}
}

struct sw_str sw_policy_digest(struct sw_arena *arena, const struct sw_config *config, const struct sw_sources *sources) {
	struct sw_sha256 sha;
	char hex[65];
	if (!config || (!config->present && !config->policy.present))
		return (struct sw_str){0};
	sw_sha256_start(&sha);
	add(&sha, config->gate.text);
	add(&sha, config->profile.text);
	add(&sha, config->platform.text);
	add_list(&sha, &config->images, sources);
	add_list(&sha, &config->policy, sources);
	sw_sha256_hex(&sha, hex);
	return sw_arena_str(arena, sw_str(hex, 16));
}
