#include "readers/image/dump.h"
#include "formats/json_write.h"
#include "secrets/find.h"

static void put_names(struct sw_json *json, const struct sw_image *image) {
	sw_json_key(json, "names");
	sw_json_open_list(json);
	for (size_t i = 0; i < image->names.n; i++)
		sw_json_string(json, image->names.v[i].written);
	sw_json_close_list(json);
}

static void put_start(struct sw_json *json, const struct sw_image *image) {
	sw_json_key(json, "start");
	sw_json_open_map(json);
	for (unsigned f = 0; f < SW_START_FIELD_COUNT; f++)
		if (image->said[f].how != SW_HOW_ABSENT)
			sw_json_member(json, sw_field_table[f].name, image->said[f].value);
	sw_json_close_map(json);
}

static void put_pairs(struct sw_json *json, struct sw_arena *arena, const char *key, const struct sw_pair *pairs, size_t n) {
	sw_json_key(json, key);
	sw_json_open_map(json);
	for (size_t i = 0; i < n; i++) {
		struct sw_secret_hit hit;
		bool secret = pairs[i].value.n && sw_secret_value(pairs[i].name, pairs[i].value, &hit);
		sw_json_key_str(json, pairs[i].name);
		sw_json_string(json, secret ? sw_arena_printf(arena, "***%s***", sw_secret_kind(hit.kind)->id) : sw_secret_mask(arena, pairs[i].value));
	}
	sw_json_close_map(json);
}

static void put_lists(struct sw_json *json, struct sw_arena *arena, const struct sw_image *image) {
	sw_json_key(json, "layers");
	sw_json_open_list(json);
	for (size_t i = 0; i < image->layers.n; i++)
		sw_json_string(json, image->layers.v[i]);
	sw_json_close_list(json);
	sw_json_key(json, "exposed");
	sw_json_open_list(json);
	for (size_t i = 0; i < image->exposed.n; i++)
		sw_json_string(json, sw_arena_printf(arena, "%u/%.*s", image->exposed.v[i].port_low, SW_ARG(image->exposed.v[i].protocol)));
	sw_json_close_list(json);
	sw_json_key(json, "volumes");
	sw_json_open_list(json);
	for (size_t i = 0; i < image->volumes.n; i++)
		sw_json_string(json, image->volumes.v[i].path);
	sw_json_close_list(json);
}

/* The history as the instructions that it was read as, one a line. */
static void put_history(struct sw_json *json, struct sw_arena *arena, const struct sw_factset *set, const struct sw_image *image) {
	sw_json_key(json, "history");
	sw_json_open_list(json);
	for (size_t i = 0; image->history && i < image->history->steps.n; i++)
		sw_json_string(json, sw_secret_mask(arena, sw_span_text(&set->sources, image->history->steps.v[i].at)));
	sw_json_close_list(json);
}

void sw_image_dump(struct sw_out *out, struct sw_arena *arena, const struct sw_factset *set) {
	for (size_t i = 0; i < set->images.n; i++) {
		const struct sw_image *image = &set->images.v[i];
		struct sw_json json = {.out = out};
		sw_json_open_map(&json);
		sw_json_member(&json, "path", image->path);
		put_names(&json, image);
		sw_json_member(&json, "manifest", image->manifest);
		sw_json_member(&json, "index", image->index);
		sw_json_member(&json, "config", image->config);
		sw_json_member(&json, "created", image->created);
		sw_json_member(&json, "os", image->os);
		sw_json_member(&json, "architecture", image->architecture);
		sw_json_member(&json, "variant", image->variant);
		put_start(&json, image);
		put_pairs(&json, arena, "env", image->env.v, image->env.n);
		put_pairs(&json, arena, "labels", image->labels.v, image->labels.n);
		put_pairs(&json, arena, "triggers", image->triggers.v, image->triggers.n);
		put_lists(&json, arena, image);
		put_history(&json, arena, set, image);
		sw_json_close_map(&json);
		sw_out_byte(out, '\n');
	}
}
