/* What a row of the catalogue says, as one short digest: two registers that differ can tell a changed row from a changed
 * fact. Words for people are left out. */
#include "base/sha256.h"
#include "knowledge/catalogue.h"
#include <stdio.h>

static void add(struct sw_sha256 *sha, const char *text) {
	sw_sha256_add(sha, text ? sw_str(text, strlen(text) + 1) : sw_str("", 1));
}

static void add_list(struct sw_sha256 *sha, const char *const *list, size_t most) {
	for (size_t i = 0; i < most && list[i]; i++)
		add(sha, list[i]);
	add(sha, NULL);
}

static void add_row(struct sw_sha256 *sha, const struct sw_threat_kind *kind) {
	char on[16];
	snprintf(on, sizeof on, "%x", (unsigned)kind->on);
	add(sha, kind->id);
	add(sha, on);
	add(sha, kind->when);
	add(sha, kind->stopped_by);
	add_list(sha, kind->raised_by, SW_MOST_NAMES);
	add_list(sha, kind->hardened_by, SW_MOST_NAMES);
	add(sha, kind->start);
	add(sha, kind->reach);
	add(sha, kind->latched ? "latched" : NULL);
}

static struct sw_str finish(struct sw_arena *arena, struct sw_sha256 *sha) {
	char hex[65];
	sw_sha256_hex(sha, hex);
	return sw_arena_str(arena, sw_str(hex, 16));
}

struct sw_str sw_threat_kind_digest(struct sw_arena *arena, const struct sw_threat_kind *kind) {
	struct sw_sha256 sha;
	sw_sha256_start(&sha);
	add_row(&sha, kind);
	return finish(arena, &sha);
}

struct sw_str sw_catalogue_digest(struct sw_arena *arena) {
	struct sw_sha256 sha;
	sw_sha256_start(&sha);
	for (size_t i = 0; i < sw_threat_kind_count; i++)
		add_row(&sha, &sw_threat_kinds[i]);
	return finish(arena, &sha);
}
