#include "run/dump_secrets.h"
#include "base/source.h"
#include "formats/json_write.h"
#include "secrets/file.h"

void sw_dump_secrets(struct sw_out *out, struct sw_arena *arena, struct sw_str path, struct sw_str text) {
	static const char *const confidence[] = {[SW_SECRET_NONE] = "none", [SW_SECRET_PLACEHOLDER] = "placeholder",
						 [SW_SECRET_WEAK] = "weak", [SW_SECRET_LOW] = "low", [SW_SECRET_MEDIUM] = "medium",
						 [SW_SECRET_HIGH] = "high"};
	struct sw_source source = {.path = path, .text = text};
	struct sw_json json = {.out = out};
	struct sw_secret_hits hits = {0};
	sw_secrets_in_named_file(arena, path, text, &hits);
	sw_json_open_list(&json);
	for (size_t i = 0; i < hits.n; i++) {
		const struct sw_secret_hit *hit = &hits.v[i];
		struct sw_position at = sw_source_position(arena, &source, hit->start);
		struct sw_str value = sw_str_sub(text, hit->start, hit->end - hit->start);
		sw_json_open_map(&json);
		sw_json_member_z(&json, "rule", sw_secret_kind(hit->kind)->id);
		sw_json_member_int(&json, "line", at.line);
		sw_json_member_int(&json, "column", at.column);
		sw_json_member(&json, "fingerprint", sw_secret_fingerprint(arena, hit->kind, value));
		sw_json_member_z(&json, "confidence", confidence[hit->confidence]);
		sw_json_member_bool(&json, "verified", hit->checksum_verified);
		sw_json_close_map(&json);
	}
	sw_json_close_list(&json);
	sw_out_byte(out, '\n');
}
