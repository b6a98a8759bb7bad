#include "formats/json_write.h"
#include "reports/image/report.h"
#include "reports/images.h"

static void text_or_null(struct sw_json *json, const char *key, struct sw_str text) {
	sw_json_key(json, key);
	if (text.n)
		sw_json_string(json, text);
	else
		sw_json_null(json);
}

static void put_size(struct sw_json *json, const char *key, uint64_t value) {
	sw_json_member_int(json, key, value > INT64_MAX ? INT64_MAX : (int64_t)value);
}

static void put_side(struct sw_json *json, struct sw_arena *arena, const char *key, const struct sw_image *image, struct sw_str named) {
	uint64_t packed, unpacked;
	sw_report_sizes(image->contents, &packed, &unpacked);
	sw_json_key(json, key);
	sw_json_open_map(json);
	sw_json_member(json, "named", named);
	sw_json_member(json, "name", sw_report_image_name(image));
	text_or_null(json, "manifest", image->manifest);
	text_or_null(json, "config", image->config);
	text_or_null(json, "platform", sw_report_platform(arena, image));
	sw_json_member_bool(json, "complete", image->contents->complete);
	sw_json_member_int(json, "layers", (int64_t)image->contents->layers.n);
	put_size(json, "packed", packed);
	put_size(json, "unpacked", unpacked);
	put_size(json, "files", image->contents->files_total);
	sw_json_member_int(json, "packages", (int64_t)image->contents->packages.n);
	sw_json_close_map(json);
}

static void open_row(struct sw_json *json, enum sw_image_change change) {
	sw_json_open_map(json);
	sw_json_member_z(json, "change", sw_image_change_name(change));
}

static void put_settings(struct sw_json *json, const struct sw_image_difference *difference) {
	sw_json_key(json, "configuration");
	sw_json_open_list(json);
	for (size_t i = 0; i < difference->settings.n; i++) {
		const struct sw_setting_change *change = &difference->settings.v[i];
		open_row(json, change->change);
		sw_json_member_z(json, "what", change->what);
		if (change->name.n) {
			sw_json_member(json, "name", change->name);
		} else {
			text_or_null(json, "before", change->before);
			text_or_null(json, "after", change->after);
		}
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}

static void put_packages(struct sw_json *json, const struct sw_image_difference *difference) {
	sw_json_key(json, "packages");
	sw_json_open_list(json);
	for (size_t i = 0; i < difference->packages.n; i++) {
		const struct sw_package_change *change = &difference->packages.v[i];
		open_row(json, change->change);
		sw_json_member_z(json, "type", sw_package_type_name(change->type));
		sw_json_member(json, "name", change->name);
		text_or_null(json, "before", change->before);
		text_or_null(json, "after", change->after);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}

static void put_notable(struct sw_json *json, struct sw_arena *arena, const char *key, const struct sw_image_file *file) {
	sw_json_key(json, key);
	if (!file) {
		sw_json_null(json);
		return;
	}
	sw_json_open_map(json);
	sw_json_member(json, "mode", sw_arena_printf(arena, "%04o", file->notable.entry.mode & 07777u));
	sw_json_member_int(json, "user", file->notable.entry.user);
	sw_json_member_int(json, "group", file->notable.entry.group);
	sw_json_key(json, "traits");
	sw_json_open_list(json);
	for (uint32_t left = file->notable.traits; left; left &= left - 1)
		sw_json_string(json, sw_str_of(sw_trait_name(left & -left)));
	sw_json_close_list(json);
	sw_json_member_int(json, "layer", (int64_t)file->layer + 1);
	sw_json_close_map(json);
}

static void put_lists(struct sw_json *json, struct sw_arena *arena, const struct sw_image_difference *difference) {
	sw_json_key(json, "notable");
	sw_json_open_list(json);
	for (size_t i = 0; i < difference->notables.n; i++) {
		const struct sw_notable_change *change = &difference->notables.v[i];
		open_row(json, change->change);
		sw_json_member(json, "path", (change->after ? change->after : change->before)->notable.entry.path);
		put_notable(json, arena, "before", change->before);
		put_notable(json, arena, "after", change->after);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
	sw_json_key(json, "secrets");
	sw_json_open_list(json);
	for (size_t i = 0; i < difference->secrets.n; i++) {
		const struct sw_image_secret *found = difference->secrets.v[i].secret;
		open_row(json, difference->secrets.v[i].change);
		sw_json_member(json, "path", found->secret.path);
		sw_json_member_int(json, "line", found->secret.line);
		sw_json_member(json, "kind", found->secret.kind);
		sw_json_member(json, "fingerprint", found->secret.fingerprint);
		sw_json_member_int(json, "layer", (int64_t)found->layer + 1);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}

static void put_files(struct sw_json *json, const struct sw_file_changes *files) {
	sw_json_key(json, "files");
	sw_json_open_map(json);
	for (unsigned c = 0; c < SW_DIFF_COUNT; c++) {
		sw_json_key(json, sw_image_change_name(c));
		sw_json_open_map(json);
		put_size(json, "count", files->count[c]);
		put_size(json, "bytes", files->bytes[c]);
		sw_json_key(json, "largest");
		sw_json_open_list(json);
		for (size_t i = 0; i < files->largest.n; i++) {
			if (files->largest.v[i].change != c)
				continue;
			sw_json_open_map(json);
			sw_json_member(json, "path", files->largest.v[i].path);
			put_size(json, "size", files->largest.v[i].size);
			sw_json_close_map(json);
		}
		sw_json_close_list(json);
		sw_json_close_map(json);
	}
	sw_json_close_map(json);
}

int sw_image_difference_json(const struct sw_image_difference *difference, const struct sw_report_style *style, struct sw_arena *arena,
			     struct sw_out *out) {
	struct sw_json json = {.out = out, .indent = 2};
	(void)style;
	sw_json_open_map(&json);
	sw_json_member_z(&json, "schema", "strideward/image-difference/1");
	put_side(&json, arena, "before", difference->images[0], difference->named[0]);
	put_side(&json, arena, "after", difference->images[1], difference->named[1]);
	sw_json_member_int(&json, "sharedLayers", (int64_t)difference->shared_layers);
	sw_json_member_bool(&json, "differs", sw_image_difference_any(difference));
	put_settings(&json, difference);
	put_packages(&json, difference);
	put_lists(&json, arena, difference);
	put_files(&json, &difference->files);
	sw_json_close_map(&json);
	sw_out_byte(out, '\n');
	return out->failed ? -1 : 0;
}
