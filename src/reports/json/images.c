#include "reports/json/report.h"
#include "reports/images.h"

static void member_or_null(struct sw_json *json, const char *key, struct sw_str text) {
	sw_json_key(json, key);
	if (text.n)
		sw_json_string(json, text);
	else
		sw_json_null(json);
}

/* A number of a layer as people count, or null for 0. */
static void number_or_null(struct sw_json *json, const char *key, uint32_t number) {
	sw_json_key(json, key);
	if (number)
		sw_json_int(json, number);
	else
		sw_json_null(json);
}

/* Sizes come from inputs: what no signed number holds is told as the greatest. */
static void put_size(struct sw_json *json, const char *key, uint64_t value) {
	sw_json_member_int(json, key, value > INT64_MAX ? INT64_MAX : (int64_t)value);
}

static void put_base(struct sw_json *json, const struct sw_contents *contents) {
	sw_json_key(json, "base");
	if (!contents->base_by) {
		sw_json_null(json);
		return;
	}
	sw_json_open_map(json);
	sw_json_member(json, "name", contents->base);
	sw_json_member_z(json, "by", sw_base_by_name(contents->base_by));
	number_or_null(json, "layers", contents->base_layers);
	sw_json_close_map(json);
}

static void put_layer(struct sw_json *json, const struct sw_report *report, const struct sw_image_layer *layer, uint32_t findings) {
	const struct sw_layer_account *account = layer->account;
	sw_json_open_map(json);
	member_or_null(json, "digest", layer->digest.n ? layer->digest : account->blob);
	member_or_null(json, "diffId", layer->diff_id.n ? layer->diff_id : account->diff_id);
	sw_json_member_z(json, "read", sw_partial_name(account->partial));
	sw_json_member_bool(json, "digestWrong", layer->blob_differs || layer->diff_differs);
	sw_json_member_bool(json, "base", layer->base);
	number_or_null(json, "history", layer->history);
	member_or_null(json, "createdBy", sw_report_masked(report, layer->at));
	put_size(json, "packed", account->packed);
	put_size(json, "unpacked", account->unpacked);
	put_size(json, "files", account->files);
	put_size(json, "whiteouts", account->whiteouts);
	put_size(json, "hiddenFiles", layer->hidden_files);
	put_size(json, "hiddenBytes", layer->hidden_bytes);
	sw_json_member_int(json, "packages", layer->packages);
	sw_json_member_int(json, "notable", layer->notables);
	sw_json_member_int(json, "secrets", layer->secrets);
	sw_json_member_int(json, "findings", findings);
	sw_json_close_map(json);
}

static void put_packages(struct sw_json *json, const struct sw_contents *contents) {
	sw_json_key(json, "packages");
	sw_json_open_list(json);
	for (size_t i = 0, end; i < contents->packages.n; i = end) {
		for (end = i; end < contents->packages.n && contents->packages.v[end].type == contents->packages.v[i].type;)
			end++;
		sw_json_open_map(json);
		sw_json_member_z(json, "type", sw_package_type_name(contents->packages.v[i].type));
		sw_json_member_int(json, "count", (int64_t)(end - i));
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}

static void put_stand(struct sw_json *json, const struct sw_report *report, const struct sw_contents *contents, uint32_t layer,
		      uint32_t removed_by, uint32_t owner) {
	sw_json_member_int(json, "layer", (int64_t)layer + 1);
	number_or_null(json, "goneIn", removed_by);
	member_or_null(json, "owner", sw_report_owner(report->arena, contents, owner));
}

static void put_file(struct sw_json *json, const struct sw_report *report, const struct sw_contents *contents, const struct sw_image_file *file) {
	const struct sw_layer_entry *entry = &file->notable.entry;
	sw_json_open_map(json);
	sw_json_member(json, "path", sw_report_masked(report, file->at));
	sw_json_member(json, "mode", sw_arena_printf(report->arena, "%04o", entry->mode & 07777u));
	sw_json_member_int(json, "user", entry->user);
	sw_json_member_int(json, "group", entry->group);
	sw_json_key(json, "traits");
	sw_json_open_list(json);
	for (uint32_t left = file->notable.traits; left; left &= left - 1)
		sw_json_string(json, sw_str_of(sw_trait_name(left & -left)));
	sw_json_close_list(json);
	if (file->notable.capabilities.n)
		sw_json_member(json, "capabilities", file->notable.capabilities);
	put_stand(json, report, contents, file->layer, file->removed_by, file->owner);
	sw_json_member_int(json, "since", (int64_t)file->first_layer + 1);
	sw_json_close_map(json);
}

static void put_secret(struct sw_json *json, const struct sw_report *report, const struct sw_contents *contents,
		       const struct sw_image_secret *found) {
	const struct sw_layer_secret *secret = &found->secret;
	sw_json_open_map(json);
	sw_json_member(json, "path", sw_report_masked(report, found->at));
	number_or_null(json, "line", secret->line);
	number_or_null(json, "column", secret->column);
	sw_json_member(json, "kind", secret->kind);
	sw_json_member(json, "title", secret->title);
	sw_json_member(json, "fingerprint", secret->fingerprint);
	sw_json_member_bool(json, "verified", secret->verified);
	put_stand(json, report, contents, found->layer, found->removed_by, found->owner);
	sw_json_close_map(json);
}

static void put_lists(struct sw_json *json, const struct sw_report *report, const struct sw_contents *contents) {
	sw_json_key(json, "notable");
	sw_json_open_list(json);
	for (size_t i = 0; i < contents->files.n; i++)
		put_file(json, report, contents, &contents->files.v[i]);
	sw_json_close_list(json);
	sw_json_key(json, "secrets");
	sw_json_open_list(json);
	for (size_t i = 0; i < contents->secrets.n; i++)
		put_secret(json, report, contents, &contents->secrets.v[i]);
	sw_json_close_list(json);
}

static void put_image(struct sw_json *json, const struct sw_report *report, const struct sw_image *image) {
	const struct sw_contents *contents = image->contents;
	const uint32_t *findings = sw_report_layer_findings(report, image);
	sw_json_open_map(json);
	sw_json_member(json, "name", sw_report_image_name(image));
	sw_json_member(json, "path", image->path);
	sw_json_key(json, "names");
	sw_json_open_list(json);
	for (size_t i = 0; i < image->names.n; i++)
		sw_json_string(json, image->names.v[i].written);
	sw_json_close_list(json);
	member_or_null(json, "manifest", image->manifest);
	member_or_null(json, "config", image->config);
	member_or_null(json, "platform", sw_report_platform(report->arena, image));
	member_or_null(json, "created", image->created);
	put_base(json, contents);
	sw_json_member_bool(json, "complete", contents->complete);
	sw_json_member_bool(json, "searched", contents->searched);
	put_size(json, "files", contents->files_total);
	put_size(json, "bytes", contents->bytes_total);
	sw_json_key(json, "layers");
	sw_json_open_list(json);
	for (size_t i = 0; i < contents->layers.n; i++)
		put_layer(json, report, &contents->layers.v[i], findings[i]);
	sw_json_close_list(json);
	put_packages(json, contents);
	put_lists(json, report, contents);
	sw_json_close_map(json);
}

void sw_json_put_images(struct sw_json *json, const struct sw_report *report) {
	struct sw_report_images images = sw_report_images(report);
	if (!images.n)
		return;
	sw_json_key(json, "images");
	sw_json_open_list(json);
	for (size_t i = 0; i < images.n; i++)
		put_image(json, report, images.v[i]);
	sw_json_close_list(json);
}
