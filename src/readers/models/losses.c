#include "readers/models/losses.h"
#include "base/map.h"

void sw_lost(struct sw_losses *losses, const char *kind, struct sw_str name, struct sw_str what, const char *why) {
	if (!losses)
		return;
	if (!losses->seen)
		losses->seen = SW_NEW(losses->arena, struct sw_map);
	struct sw_str key = sw_arena_printf(losses->arena, "%s\n%s\n%.*s", kind, why, SW_ARG(what));
	struct sw_loss *loss = sw_map_get(losses->seen, key);
	if (!loss) {
		loss = SW_NEW(losses->arena, struct sw_loss);
		*loss = (struct sw_loss){.kind = kind, .name = sw_arena_str(losses->arena, name),
					 .what = sw_arena_str(losses->arena, what), .why = why};
		sw_map_put(losses->arena, losses->seen, key, loss);
		*sw_push(losses->arena, &losses->list) = loss;
	}
	loss->count++;
}

/* On one line: names may hold line breaks, and a terminal may show it. */
static struct sw_str one_line(struct sw_arena *arena, struct sw_str text) {
	char *p = sw_arena_alloc(arena, text.n + 1);
	for (size_t i = 0; i < text.n; i++)
		p[i] = (unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7f ? ' ' : text.p[i];
	return sw_str_trim(sw_str(p, text.n));
}

static struct sw_str plural(struct sw_arena *arena, const char *kind) {
	struct sw_str word = sw_str_of(kind);
	if (sw_str_ends(word, SW_S("y")))
		return sw_arena_join(arena, sw_str_sub(word, 0, word.n - 1), SW_S("ies"));
	return sw_arena_join(arena, word, SW_S("s"));
}

struct sw_str sw_loss_line(struct sw_arena *arena, const struct sw_loss *loss) {
	struct sw_str what = one_line(arena, loss->what), name = one_line(arena, loss->name);
	if (loss->count > 1)
		return sw_arena_printf(arena, "%zu %.*s: %.*s: %s", loss->count, SW_ARG(plural(arena, loss->kind)),
				       SW_ARG(what), loss->why);
	if (!name.n)
		return sw_arena_printf(arena, "%s: %.*s: %s", loss->kind, SW_ARG(what), loss->why);
	return sw_arena_printf(arena, "%s \"%.*s\": %.*s: %s", loss->kind, SW_ARG(name), SW_ARG(what), loss->why);
}
