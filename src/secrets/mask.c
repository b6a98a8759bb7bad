/* Speaking of a credential without showing it. */
#include "base/sha256.h"
#include "secrets/hide.h"
#include "secrets/programs.h"
#include <assert.h>

void sw_fingerprint(uint16_t kind, struct sw_str value, char hex[SW_FINGERPRINT_BYTES + 1]) {
	const struct sw_secret_kind *about = sw_secret_kind(kind);
	assert(about);
	struct sw_sha256 sha;
	char all[65];
	sw_sha256_start(&sha);
	/* The prefix keeps these digests apart from plain hashes of the value that others may hold. */
	sw_sha256_add(&sha, SW_S("strideward secret 1\0"));
	sw_sha256_add(&sha, sw_str(about->id, strlen(about->id) + 1));
	sw_sha256_add(&sha, value);
	sw_sha256_hex(&sha, all);
	memcpy(hex, all, SW_FINGERPRINT_BYTES);
	hex[SW_FINGERPRINT_BYTES] = 0;
}

struct sw_str sw_secret_fingerprint(struct sw_arena *arena, uint16_t kind, struct sw_str value) {
	char hex[SW_FINGERPRINT_BYTES + 1];
	sw_fingerprint(kind, value, hex);
	return sw_arena_str(arena, sw_str_of(hex));
}

/* `text` with each hit replaced; `text` itself when there is none. */
static struct sw_str replace(struct sw_arena *arena, struct sw_str text, const struct sw_secret_hits *hits) {
	size_t n = text.n, at = 0, out = 0;
	if (!hits->n)
		return text;
	for (size_t i = 0; i < hits->n; i++)
		n += strlen(sw_secret_kind(hits->v[i].kind)->id) + strlen("******") - (hits->v[i].end - hits->v[i].start);
	char *masked = sw_arena_alloc(arena, n + 1);
	for (size_t i = 0; i < hits->n; i++) {
		const struct sw_secret_hit *hit = &hits->v[i];
		const char *id = sw_secret_kind(hit->kind)->id;
		memcpy(masked + out, text.p + at, hit->start - at);
		out += hit->start - at;
		memcpy(masked + out, "***", 3);
		memcpy(masked + out + 3, id, strlen(id));
		memcpy(masked + out + 3 + strlen(id), "***", 3);
		out += strlen(id) + 6;
		at = hit->end;
	}
	memcpy(masked + out, text.p + at, text.n - at);
	return sw_str(masked, n);
}

struct sw_str sw_secret_mask(struct sw_arena *arena, struct sw_str text) {
	struct sw_secret_hits hits = {0};
	sw_secrets_hide(arena, text, &hits);
	return replace(arena, text, &hits);
}

struct sw_str sw_secret_mask_sentence(struct sw_arena *arena, struct sw_str text) {
	struct sw_secret_hits hits = {0};
	sw_secrets_find_like(arena, text, &hits);
	sw_urls_search(arena, text, &hits);
	sw_hits_settle(&hits);
	return replace(arena, text, &hits);
}

/* --NAME=VALUE and NAME=VALUE: of a whole word the value is known to its end, blanks and quotes included. */
static bool hides_assigned(struct sw_str word, struct sw_secret_hit *hit) {
	size_t name = 0, equals = sw_str_find_byte(word, '=');
	while (name < word.n && word.p[name] == '-')
		name++;
	if (equals == SW_NPOS || equals <= name ||
	    !sw_hides_named(sw_str_sub(word, name, equals - name), sw_str_from(word, equals + 1), hit))
		return false;
	hit->start += (uint32_t)equals + 1;
	hit->end += (uint32_t)equals + 1;
	return true;
}

void sw_secret_mask_words(struct sw_arena *arena, struct sw_str *words, size_t n) {
	struct sw_command command = {0};
	for (size_t i = 0; i < n; i++) {
		struct sw_secret_hits hits = {0};
		struct sw_secret_hit hit;
		sw_secrets_hide(arena, words[i], &hits);
		if (sw_command_word(&command, words[i], &hit))
			sw_hits_push(arena, &hits, &hit);
		if (hides_assigned(words[i], &hit))
			sw_hits_push(arena, &hits, &hit);
		sw_hits_settle(&hits);
		words[i] = replace(arena, words[i], &hits);
	}
}
