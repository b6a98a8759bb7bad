#include "knowledge/catalogue.h"

const struct sw_threat_kind *sw_threat_kind_of(struct sw_str id) {
	for (size_t i = 0; i < sw_threat_kind_count; i++)
		if (sw_str_is(id, sw_threat_kinds[i].id))
			return &sw_threat_kinds[i];
	return NULL;
}

struct sw_str sw_threat_sentence(struct sw_arena *arena, const char *text, struct sw_str on) {
	struct sw_str rest = sw_str_of(text), mark = SW_S("{on}"), whole = {0};
	for (size_t at; (at = sw_str_find(rest, mark)) != SW_NPOS; rest = sw_str_from(rest, at + mark.n))
		whole = sw_arena_join(arena, sw_arena_join(arena, whole, sw_str_sub(rest, 0, at)), on);
	return sw_arena_join(arena, whole, rest);
}
