#include "run/hide.h"
#include "base/limits.h"
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

/* Sentences quote words of inputs, which may be of any length. They are cut behind the masking: half a token is not
 * recognised. */
static void hide(struct sw_arena *arena, struct sw_str *text) {
	*text = sw_secret_mask_sentence(arena, *text);
	if (text->n <= SW_LIMIT_MESSAGE_BYTES)
		return;
	size_t n = SW_LIMIT_MESSAGE_BYTES;
	while (n && ((unsigned char)text->p[n] & 0xc0) == 0x80)
		n--;
	*text = sw_arena_join(arena, sw_str_sub(*text, 0, n), SW_S("…"));
}

void sw_hide_verdict(struct sw_arena *arena, struct sw_verdict *verdict) {
	hide(arena, &verdict->why);
	for (size_t s = 0; s < verdict->sites.n; s++)
		hide(arena, &verdict->sites.v[s].message);
}

void sw_hide_reasons(struct sw_arena *arena, struct sw_findings *findings) {
	for (size_t i = 0; i < findings->findings.n; i++)
		if (findings->findings.v[i].suppressed.n)
			hide(arena, &findings->findings.v[i].suppressed);
}

void sw_hide_diags(struct sw_arena *arena, struct sw_diags *diags, size_t from) {
	for (size_t i = from; i < diags->n; i++)
		hide(arena, &diags->v[i].message);
}
