#include "cli/catalogue.h"
#include "checks/registry.h"
#include "formats/json_write.h"
#include <stdio.h>

static void put_check(struct sw_json *json, const struct sw_check *check) {
	static const char *const on[] = {"build", "start", "workload", "deployment"};
	sw_json_open_map(json);
	sw_json_member_z(json, "id", check->id);
	sw_json_member_z(json, "title", check->title);
	sw_json_member_z(json, "severity", sw_severity_name(check->severity));
	sw_json_key(json, "stride");
	sw_json_open_list(json);
	for (unsigned i = 0; i < 6; i++)
		if (check->stride & 1u << i)
			sw_json_string(json, sw_str(&"STRIDE"[i], 1));
	sw_json_close_list(json);
	sw_json_key(json, "cwe");
	sw_json_open_list(json);
	for (unsigned i = 0; i < 4 && check->cwe[i]; i++)
		sw_json_int(json, check->cwe[i]);
	sw_json_close_list(json);
	sw_json_key(json, "refs");
	sw_json_open_list(json);
	for (unsigned i = 0; i < SW_MOST_REFS && check->refs[i]; i++)
		sw_json_string(json, sw_str_of(check->refs[i]));
	sw_json_close_list(json);
	sw_json_member_z(json, "on", on[check->on]);
	sw_json_close_map(json);
}

static int list_checks(const struct sw_arguments *arguments, struct sw_out *out) {
	struct sw_json json = {.out = out, .indent = 2};
	if (arguments->format_count && strcmp(arguments->formats[0], "json") == 0) {
		sw_json_open_list(&json);
		for (size_t i = 0; i < sw_check_count; i++)
			put_check(&json, sw_checks[i]);
		sw_json_close_list(&json);
		sw_out_byte(out, '\n');
		return 0;
	}
	for (size_t i = 0; i < sw_check_count; i++) {
		char letters[12];
		sw_out_printf(out, "%-8s %-11s %-36s %s\n", sw_severity_name(sw_checks[i]->severity),
			      sw_stride_letters(sw_checks[i]->stride, letters), sw_checks[i]->id, sw_checks[i]->title);
	}
	return 0;
}

int sw_catalogue_command(const struct sw_arguments *arguments) {
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, 1);
	int status = list_checks(arguments, &out);
	return sw_out_flush(&out, NULL) < 0 ? 2 : status;
}
