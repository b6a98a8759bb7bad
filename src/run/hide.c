#include "run/hide.h"
#include "secrets/find.h"

void sw_hide_sources(struct sw_arena *arena, const struct sw_sources *sources, struct sw_hidden_list *hidden) {
	for (size_t i = 1; i < sources->n; i++) {
		struct sw_secret_hits hits = {0};
		sw_secrets_hide(arena, sources->v[i].text, &hits);
		for (size_t h = 0; h < hits.n; h++)
			*sw_push(arena, hidden) = (struct sw_hidden){
				{sources->base + (uint32_t)i, hits.v[h].start, hits.v[h].end},
				sw_str_of(sw_secret_kind(hits.v[h].kind)->id)};
	}
}

void sw_hide_set(struct sw_factset *set) {
	sw_hide_sources(&set->arena, &set->sources, &set->hidden);
}
