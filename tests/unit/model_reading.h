/* Reading a model from text, and writing it, for tests of its formats. */
#pragma once
#include "unit.h"
#include "formats/json.h"
#include "formats/json_write.h"
#include "formats/yaml.h"
#include "readers/models/formats.h"
#include "readers/models/losses.h"
#include <stdio.h>
#include <stdlib.h>

struct model {
	struct sw_arena arena;
	struct sw_diags diags;
	struct sw_sources sources;
	struct sw_losses losses;
	struct sw_drawing drawing;
	struct sw_out out;
	char *exact; /* a copy of the text, so that a sanitizer sees a read past the end */
	int result;  /* of reading */
};

static inline void model_read_as(struct model *model, const char *format, struct sw_str text) {
	*model = (struct model){0};
	sw_arena_init(&model->arena, (size_t)1 << 28);
	model->diags.arena = model->losses.arena = &model->arena;
	sw_out_init(&model->out, -1);
	model->exact = malloc(text.n ? text.n : 1);
	memcpy(model->exact, text.p, text.n);
	struct sw_str exact = {model->exact, text.n};
	uint32_t source = sw_source_add(&model->arena, &model->sources, SW_S("model"), exact);
	model->result = sw_model_format_of(sw_str_of(format))->read(&model->drawing, &model->arena, source, exact, &model->diags);
}

static inline void model_drop(struct model *model) {
	sw_out_free(&model->out);
	sw_arena_free(&model->arena);
	free(model->exact);
}

/* The text that the format's writer makes of it; valid until it is dropped or written again. */
static inline struct sw_str model_write_as(struct model *model, const char *format) {
	model->out.n = 0;
	model->losses.list.n = 0;
	model->losses.seen = NULL;
	assert_int_equal(sw_model_format_of(sw_str_of(format))->write(&model->drawing, &model->arena, &model->losses, &model->out), 0);
	assert_int_equal(model->out.failed, 0);
	return sw_out_text(&model->out);
}

/* Whether one of the losses is told in that line. */
static inline bool model_loses(struct model *model, const char *line) {
	for (size_t i = 0; i < model->losses.list.n; i++)
		if (sw_str_is(sw_loss_line(&model->arena, model->losses.list.v[i]), line))
			return true;
	for (size_t i = 0; i < model->losses.list.n; i++)
		print_message("# lost: %.*s\n", SW_ARG(sw_loss_line(&model->arena, model->losses.list.v[i])));
	return false;
}

/* The first diagnostic with that code stands at line:column. */
static inline void assert_said(struct model *model, const char *code, unsigned line, unsigned column) {
	for (size_t i = 0; i < model->diags.n; i++) {
		if (strcmp(model->diags.v[i].code, code) != 0)
			continue;
		struct sw_position at = sw_source_position(&model->arena, &model->sources.v[1], model->diags.v[i].at.start);
		if (at.line != line || at.column != column)
			fail_msg("%s is said at %u:%u: %.*s", code, at.line, at.column, SW_ARG(model->diags.v[i].message));
		return;
	}
	fail_msg("%s is not said", code);
}

static inline struct sw_drawn *drawn_called(struct model *model, const char *id) {
	for sw_each (struct sw_drawn_diagram, diagram, model->drawing.diagrams)
		for sw_each (struct sw_drawn, drawn, diagram->elements)
			if (sw_str_is(drawn->id, id))
				return drawn;
	fail_msg("nothing is called %s", id);
	return NULL;
}

static inline bool model_says(const struct model *model, const char *code) {
	for (size_t i = 0; i < model->diags.n; i++)
		if (strcmp(model->diags.v[i].code, code) == 0)
			return model->diags.v[i].at.source == 1;
	return false;
}

/* The tree of a text in canonical form: what two texts say is the same when these are. */
static inline char *canonical(struct sw_str text, bool yaml) {
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)1 << 28);
	struct sw_diags diags = {.arena = &arena};
	struct sw_yaml_stream stream = {0};
	const struct sw_node *root;
	if (yaml) {
		sw_yaml_read(&arena, 1, text, SW_DIALECT_COMPOSE, &stream, &diags);
		assert_int_equal(stream.n, 1);
		root = stream.v[0].root;
	} else {
		root = sw_json_read_one(&arena, 1, text, SW_DIALECT_STRICT, &diags);
		assert_non_null(root);
	}
	assert_int_equal(diags.n, 0);
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	sw_json_canonical(&out, root, yaml ? SW_DIALECT_COMPOSE : SW_DIALECT_STRICT);
	char *result = strndup(sw_out_text(&out).p, sw_out_text(&out).n);
	sw_arena_free(&arena);
	return result;
}

static inline void assert_same_tree(struct sw_str a, struct sw_str b, bool yaml) {
	char *first = canonical(a, yaml), *second = canonical(b, yaml);
	assert_string_equal(first, second);
	free(first);
	free(second);
}

static inline void assert_same_json(struct sw_str a, struct sw_str b) {
	assert_same_tree(a, b, false);
}

static inline void assert_same_yaml(struct sw_str a, struct sw_str b) {
	assert_same_tree(a, b, true);
}
