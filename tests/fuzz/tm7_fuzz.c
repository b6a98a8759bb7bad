/* Any bytes may be given to the readers of .tm7 and .tb7. What was read and not changed is written as it was; written as if
 * it had no origin, it is read and written the same again; changes of every kind leave a document that can be read. */
#include "readers/models/tm7/tm7.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef int read_fn(struct sw_drawing *into, struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags);
typedef int write_fn(const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses, struct sw_out *out);

static struct sw_str written(struct sw_arena *arena, write_fn *write, const struct sw_drawing *drawing) {
	struct sw_out out;
	sw_out_init(&out, -1);
	int result = write(drawing, arena, NULL, &out);
	assert(result == 0);
	struct sw_str text = sw_arena_str(arena, sw_out_text(&out));
	sw_out_free(&out);
	return text;
}

static void forget(struct sw_drawing *drawing) {
	drawing->origin = NULL;
	if (drawing->template)
		drawing->template->origin = NULL;
}

/* As if made from nothing: what is written says the same when it is read. */
static void make_again(struct sw_arena *arena, read_fn *read, write_fn *write, struct sw_drawing drawing) {
	struct sw_diags diags = {.arena = arena};
	struct sw_drawing again = {0};
	forget(&drawing);
	struct sw_str first = written(arena, write, &drawing);
	if (read(&again, arena, 1, first, &diags) < 0)
		return; /* more elements than may be read */
	sw_tm7_check(arena, 1, first, &diags);
	forget(&again);
	assert(sw_str_eq(written(arena, write, &again), first));
}

static void change(struct sw_arena *arena, struct sw_drawing *drawing) {
	struct sw_diags diags = {.arena = arena};
	struct sw_drawing again = {0};
	for (size_t i = 0; i < drawing->threats.n; i++) {
		drawing->threats.v[i].state = i % 2 ? SW_DRAWN_MITIGATED : SW_DRAWN_NOT_APPLICABLE;
		drawing->threats.v[i].justification = SW_S("<why>");
		drawing->threats.v[i].changed_by = SW_S("me");
	}
	for (size_t d = 0; d < drawing->diagrams.n; d++) {
		struct sw_drawn_diagram *diagram = &drawing->diagrams.v[d];
		diagram->title = SW_S("title");
		for (size_t i = 0; i < diagram->elements.n; i++) {
			diagram->elements.v[i].name = SW_S("name");
			diagram->elements.v[i].out_of_scope = !diagram->elements.v[i].out_of_scope;
			diagram->elements.v[i].left += 1;
		}
		if (diagram->elements.n)
			diagram->elements.v[0].origin = NULL; /* one goes, and one like it comes */
	}
	drawing->owner = SW_S("owner");
	*sw_push(arena, &drawing->notes) = (struct sw_drawn_note){.number = UINT32_MAX, .text = SW_S("more")};
	struct sw_str text = written(arena, sw_tm7_write, drawing);
	if (sw_tm7_read(&again, arena, 1, text, &diags) < 0)
		return;
	assert(sw_str_is(again.owner, "owner") && again.notes.n >= 1);
	assert(sw_str_eq(written(arena, sw_tm7_write, &again), text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	if (size > 1 << 16)
		return 0;
	for (int alone = 0; alone < 2; alone++) {
		struct sw_arena arena;
		struct sw_arena_catch catch;
		sw_arena_init(&arena, (size_t)256 << 20);
		struct sw_diags diags = {.arena = &arena};
		struct sw_drawing drawing = {0};
		struct sw_str text = {(const char *)data, size};
		read_fn *read = alone ? sw_tb7_read : sw_tm7_read;
		write_fn *write = alone ? sw_tb7_write : sw_tm7_write;
		if (SW_ARENA_TRY(&arena, &catch)) {
			sw_tm7_check(&arena, 1, text, &(struct sw_diags){.arena = &arena});
			if (read(&drawing, &arena, 1, text, &diags) == 0) {
				assert(sw_str_eq(written(&arena, write, &drawing), text));
				make_again(&arena, read, write, drawing);
				if (!alone)
					change(&arena, &drawing);
			}
			sw_arena_leave(&arena, &catch);
		}
		for (size_t i = 0; i < diags.n; i++)
			assert(diags.v[i].at.start <= diags.v[i].at.end && diags.v[i].at.end <= size);
		sw_arena_free(&arena);
	}
	return 0;
}
