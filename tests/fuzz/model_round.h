/* Read, write, read again: for fuzz targets of formats of models. */
#pragma once
#include "readers/models/formats.h"
#include "readers/models/losses.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct round_reading {
	struct sw_arena arena;
	struct sw_diags diags;
	struct sw_losses losses;
	struct sw_drawing drawing;
	struct sw_out out;
	int result;
};

static inline void check_spans(const struct sw_diags *diags, struct sw_str text) {
	for (size_t i = 0; i < diags->n; i++) {
		struct sw_span at = diags->v[i].at;
		assert(at.source == 1 && at.start <= at.end && at.end <= text.n);
	}
}

static inline void round_read(struct round_reading *reading, const char *format, struct sw_str text) {
	*reading = (struct round_reading){0};
	sw_arena_init(&reading->arena, (size_t)1 << 30);
	reading->diags.arena = reading->losses.arena = &reading->arena;
	sw_out_init(&reading->out, -1);
	reading->result =
		sw_model_format_of(sw_str_of(format))->read(&reading->drawing, &reading->arena, 1, text, &reading->diags);
	check_spans(&reading->diags, text);
	assert(reading->result == 0 || sw_diags_failed(&reading->diags));
}

static inline void round_write(struct round_reading *reading, const char *format) {
	int result = sw_model_format_of(sw_str_of(format))
			     ->write(&reading->drawing, &reading->arena, &reading->losses, &reading->out);
	assert(result == 0 && !reading->out.failed);
}

static inline void round_drop(struct round_reading *reading) {
	sw_out_free(&reading->out);
	sw_arena_free(&reading->arena);
}

static inline void check_diagram(const struct sw_drawn_diagram *diagram) {
	for (size_t i = 0; i < diagram->elements.n; i++) {
		const struct sw_drawn *drawn = &diagram->elements.v[i];
		assert(drawn->from >= -1 && drawn->from < (int32_t)diagram->elements.n);
		assert(drawn->to >= -1 && drawn->to < (int32_t)diagram->elements.n);
		assert(drawn->inside >= -1 && drawn->inside < (int32_t)diagram->elements.n);
	}
}

/* The same format gives the same model, and writing is settled after the first time. */
static inline void go_round(const char *format, const char *other, struct sw_str text) {
	struct round_reading first, second, foreign;
	round_read(&first, format, text);
	if (first.result == 0) {
		for (size_t i = 0; i < first.drawing.diagrams.n; i++)
			check_diagram(&first.drawing.diagrams.v[i]);
		round_write(&first, format);
		round_read(&second, format, sw_out_text(&first.out));
		assert(second.result == 0);
		assert(second.drawing.diagrams.n == first.drawing.diagrams.n && second.drawing.threats.n == first.drawing.threats.n);
		for (size_t i = 0; i < first.drawing.diagrams.n; i++)
			assert(second.drawing.diagrams.v[i].elements.n == first.drawing.diagrams.v[i].elements.n);
		round_write(&second, format);
		assert(sw_str_eq(sw_out_text(&first.out), sw_out_text(&second.out)));
		round_drop(&second);
		first.out.n = 0;
		round_write(&first, other);
		round_read(&foreign, other, sw_out_text(&first.out));
		assert(foreign.result == 0);
		round_drop(&foreign);
	}
	round_drop(&first);
}

/* Reads the text and, where it can be read, writes it; false: it cannot. *failed: something was wrong with it. */
static inline bool pass(struct sw_arena *arena, const char *reads, const char *writes, struct sw_str text, bool foreign, struct sw_out *out,
			bool *failed) {
	struct sw_diags diags = {.arena = arena};
	struct sw_drawing drawing = {0};
	struct sw_losses losses = {.arena = arena};
	int result = sw_model_format_of(sw_str_of(reads))->read(&drawing, arena, 1, text, &diags);
	check_spans(&diags, text);
	*failed = sw_diags_failed(&diags);
	assert(result == 0 || *failed);
	if (result != 0)
		return false;
	for (size_t i = 0; i < drawing.diagrams.n; i++)
		check_diagram(&drawing.diagrams.v[i]);
	if (foreign) {
		drawing.format = "other";
		drawing.origin = NULL;
	}
	assert(sw_model_format_of(sw_str_of(writes))->write(&drawing, arena, &losses, out) == 0);
	assert(foreign || strcmp(reads, writes) != 0 || *failed || losses.list.n == 0);
	return true;
}

/* What is written of a sound text is sound, and writing is settled after the first time; with `foreign`, as if the model
 * were of another format. However little memory there is (`cap`), nothing breaks. */
static inline void go_twice(const char *reads, const char *writes, struct sw_str text, bool foreign, size_t cap) {
	struct sw_arena arena;
	struct sw_arena_catch catch;
	struct sw_out first, second;
	bool failed, failed_again;
	sw_arena_init(&arena, cap);
	sw_out_init(&first, -1);
	sw_out_init(&second, -1);
	if (SW_ARENA_TRY(&arena, &catch)) {
		if (pass(&arena, reads, writes, text, foreign, &first, &failed) && !failed) {
			assert(pass(&arena, writes, writes, sw_out_text(&first), false, &second, &failed_again) && !failed_again);
			assert(sw_str_eq(sw_out_text(&first), sw_out_text(&second)));
		}
		sw_arena_leave(&arena, &catch);
	}
	sw_out_free(&first);
	sw_out_free(&second);
	sw_arena_free(&arena);
}

static inline void go_twice_each_way(const char *reads, const char *writes, struct sw_str text) {
	size_t cap = ((size_t)(text.n ? (unsigned char)text.p[text.n - 1] : 0) + 1) * 512;
	go_twice(reads, writes, text, false, (size_t)1 << 28);
	go_twice(reads, writes, text, true, (size_t)1 << 28);
	go_twice(reads, writes, text, false, cap);
}
