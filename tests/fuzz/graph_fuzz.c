/* Any bytes may be names: a diagram is drawn from them in every format, and none of them leaves its place. Lines are names;
 * the first byte of each says what is called so, and where it stands. */
#include "../unit/graph_checks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void draw(struct sw_arena *arena, struct sw_str text, struct sw_drawn_diagram *diagram) {
	struct sw_str name;
	while (diagram->elements.n < 1000 && sw_str_split(&text, '\n', &name)) {
		unsigned byte = name.n ? (unsigned char)name.p[0] : 0;
		int32_t count = (int32_t)diagram->elements.n, other = count ? (int32_t)(byte / 8) % count : -1;
		struct sw_drawn drawn = {.kind = (enum sw_drawn_kind)(byte % 7), .name = sw_str_from(name, 1), .from = -1, .to = -1, .inside = -1,
			.protocol = sw_str_sub(name, 0, 3), .encrypted = (int32_t)(byte % 3) - 1, .out_of_scope = byte & 16, .both_ways = byte & 32};
		if (drawn.kind == SW_DRAWN_FLOW) {
			drawn.from = other;
			drawn.to = count - 1;
		} else if (other >= 0 && diagram->elements.v[other].kind == SW_DRAWN_BOX) {
			drawn.inside = other;
		}
		*sw_push(arena, &diagram->elements) = drawn;
	}
	/* Boxes may even stand in each other. */
	if (diagram->elements.n && diagram->elements.v[0].kind == SW_DRAWN_BOX && diagram->elements.v[diagram->elements.n - 1].kind == SW_DRAWN_BOX)
		diagram->elements.v[0].inside = (int32_t)diagram->elements.n - 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)1 << 28);
	struct sw_str text = {(const char *)data, size};
	struct sw_losses losses = {.arena = &arena};
	sw_graphs graphs = {0};
	size_t count = size && data[size - 1] % 3 == 0 ? 2 : 1;
	for (size_t i = 0; i < count; i++) {
		struct sw_drawn_diagram diagram = {.title = sw_str_sub(text, 0, 40), .zoom = 1};
		draw(&arena, text, &diagram);
		sw_graph_of_drawn(&arena, &diagram, &losses, sw_push(&arena, &graphs));
	}
	check_graphs(&graphs);
	sw_arena_free(&arena);
	return 0;
}
