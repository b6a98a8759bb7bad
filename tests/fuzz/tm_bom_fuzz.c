/* Any bytes may be read as a TM-BOM, plain or inside CycloneDX: what was read can be written, what was written can be read again without a
 * new complaint, and it says the same: writing it once more gives the same bytes. */
#include "readers/models/losses.h"
#include "readers/models/tm_bom/tm_bom.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_spans(const struct sw_diags *diags, size_t size) {
	for (size_t i = 0; i < diags->n; i++)
		assert(diags->v[i].at.source == 1 && diags->v[i].at.start <= diags->v[i].at.end && diags->v[i].at.end <= size);
}

static void check_indexes(const struct sw_drawn_diagram *diagram) {
	int32_t count = (int32_t)diagram->elements.n;
	for (int32_t i = 0; i < count; i++) {
		const struct sw_drawn *drawn = &diagram->elements.v[i];
		assert(drawn->from >= -1 && drawn->from < count && drawn->to >= -1 && drawn->to < count && drawn->inside >= -1 && drawn->inside < count);
	}
}

/* Reads the text and, where it can be read, writes it; false: it cannot. */
static bool pass(struct sw_arena *arena, struct sw_str text, bool foreign, struct sw_out *out, bool *failed) {
	struct sw_diags diags = {.arena = arena};
	struct sw_drawing drawing = {0};
	struct sw_losses losses = {.arena = arena};
	bool wrapped = sw_cyclonedx_looks_like(SW_S(""), text);
	int result = wrapped ? sw_cyclonedx_read(&drawing, arena, 1, text, &diags) : sw_tm_bom_read(&drawing, arena, 1, text, &diags);
	check_spans(&diags, text.n);
	*failed = sw_diags_failed(&diags);
	assert(result == 0 || *failed);
	if (result != 0)
		return false;
	for (size_t i = 0; i < drawing.diagrams.n; i++)
		check_indexes(&drawing.diagrams.v[i]);
	if (foreign) {
		drawing.format = "other";
		drawing.origin = NULL;
	}
	assert(sw_tm_bom_write(&drawing, arena, &losses, out) == 0);
	assert(foreign || wrapped || *failed || losses.list.n == 0);
	return true;
}

static void round_trip(struct sw_str text, bool foreign, size_t cap) {
	struct sw_arena arena;
	struct sw_arena_catch catch;
	struct sw_out first, second;
	bool failed, failed_again;
	sw_arena_init(&arena, cap);
	sw_out_init(&first, -1);
	sw_out_init(&second, -1);
	if (SW_ARENA_TRY(&arena, &catch)) {
		if (pass(&arena, text, foreign, &first, &failed) && !failed) {
			assert(pass(&arena, sw_out_text(&first), false, &second, &failed_again) && !failed_again);
			assert(sw_str_eq(sw_out_text(&first), sw_out_text(&second)));
		}
		sw_arena_leave(&arena, &catch);
	}
	sw_out_free(&first);
	sw_out_free(&second);
	sw_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_str text = {(const char *)data, size};
	round_trip(text, false, (size_t)1 << 28);
	round_trip(text, true, (size_t)1 << 28);
	round_trip(text, false, ((size_t)(size ? data[size - 1] : 0) + 1) * 512);
	return 0;
}
