#include "reports/sarif/parts.h"
#include "reports/visible.h"

void sw_sarif_open(struct sw_json *json, const struct sw_report *report) {
	sw_json_open_map(json);
	sw_json_member_z(json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	sw_json_member_z(json, "version", "2.1.0");
	sw_json_key(json, "runs");
	sw_json_open_list(json);
	sw_json_open_map(json);
	sw_json_key(json, "tool");
	sw_json_open_map(json);
	sw_json_key(json, "driver");
	sw_json_open_map(json);
	sw_json_member_z(json, "name", "strideward");
	sw_json_member_z(json, "version", report->version);
}

void sw_sarif_close(struct sw_json *json) {
	sw_json_member_z(json, "columnKind", "utf16CodeUnits");
	sw_json_key(json, "originalUriBaseIds");
	sw_json_open_map(json);
	sw_json_key(json, "SRCROOT");
	sw_json_open_map(json);
	sw_sarif_put_text(json, "description", SW_S("The folder that was scanned."));
	sw_json_close_map(json);
	sw_json_close_map(json);
	sw_json_close_map(json);
	sw_json_close_list(json);
	sw_json_close_map(json);
	sw_out_byte(json->out, '\n');
}

void sw_sarif_put_text(struct sw_json *json, const char *key, struct sw_str text) {
	sw_json_key(json, key);
	sw_json_open_map(json);
	sw_json_member(json, "text", text);
	sw_json_close_map(json);
}

/* A link is "[text](target)": without the end of its text there is none. */
static struct sw_str without_links(struct sw_arena *arena, struct sw_str text) {
	SW_VEC(char) out = {0};
	if (!sw_str_contains(text, SW_S("](")))
		return text;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == ']' && i + 1 < text.n && text.p[i + 1] == '(')
			*sw_push(arena, &out) = '\\';
		*sw_push(arena, &out) = text.p[i];
	}
	return sw_str(out.v, out.n);
}

void sw_sarif_put_message(struct sw_json *json, const struct sw_report *report, struct sw_str text) {
	struct sw_str shown = without_links(report->arena, sw_report_visible(report->arena, text));
	sw_sarif_put_text(json, "message", shown.n ? shown : SW_S("-"));
}

static bool is_unreserved(char c) {
	return sw_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
}

/* Bytes are taken as they stand in the name, whatever their encoding. A colon in the first part would end a scheme, so
 * it is escaped like all that is not unreserved. */
static struct sw_str uri_of(struct sw_arena *arena, struct sw_str path) {
	static const char digits[] = "0123456789ABCDEF";
	SW_VEC(char) out = {0};
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];
		if (!is_unreserved(path.p[i])) {
			*sw_push(arena, &out) = '%';
			*sw_push(arena, &out) = digits[c >> 4];
			*sw_push(arena, &out) = digits[c & 15];
		} else {
			*sw_push(arena, &out) = path.p[i];
		}
	}
	return sw_str(out.v, out.n);
}

void sw_sarif_put_path(struct sw_json *json, const struct sw_report *report, struct sw_str path) {
	bool absolute = sw_str_starts(path, SW_S("/"));
	sw_json_key(json, "artifactLocation");
	sw_json_open_map(json);
	sw_json_key(json, "uri");
	struct sw_str uri = uri_of(report->arena, path);
	sw_json_string(json, absolute ? sw_arena_join(report->arena, SW_S("file://"), uri) : uri);
	if (!absolute)
		sw_json_member_z(json, "uriBaseId", "SRCROOT");
	sw_json_close_map(json);
}

void sw_sarif_put_place(struct sw_json *json, const struct sw_report *report, struct sw_span at) {
	struct sw_source *source = sw_source_of(&report->system->sources, at);
	struct sw_position start = sw_source_position(report->arena, source, at.start);
	struct sw_position end = sw_source_position(report->arena, source, at.end > at.start ? at.end : at.start);
	sw_json_key(json, "physicalLocation");
	sw_json_open_map(json);
	sw_sarif_put_path(json, report, source->path);
	sw_json_key(json, "region");
	sw_json_open_map(json);
	sw_json_member_int(json, "startLine", start.line);
	sw_json_member_int(json, "startColumn", start.column_utf16);
	sw_json_member_int(json, "endLine", end.line);
	sw_json_member_int(json, "endColumn", end.column_utf16);
	sw_json_close_map(json);
	sw_json_close_map(json);
}

void sw_sarif_put_locations(struct sw_json *json, const struct sw_report *report, struct sw_span at) {
	if (!sw_source_of(&report->system->sources, at))
		return;
	sw_json_key(json, "locations");
	sw_json_open_list(json);
	sw_json_open_map(json);
	sw_sarif_put_place(json, report, at);
	sw_json_close_map(json);
	sw_json_close_list(json);
}

static void put_notification(struct sw_json *json, const struct sw_report *report, const char *code, const char *level,
			     struct sw_str message, const struct sw_diag *diag) {
	sw_json_open_map(json);
	sw_json_key(json, "descriptor");
	sw_json_open_map(json);
	sw_json_member_z(json, "id", code);
	sw_json_close_map(json);
	sw_json_member_z(json, "level", level);
	sw_sarif_put_message(json, report, message);
	if (diag && sw_source_of(&report->system->sources, diag->at)) {
		sw_sarif_put_locations(json, report, diag->at);
	} else if (diag && diag->path.n) {
		sw_json_key(json, "locations");
		sw_json_open_list(json);
		sw_json_open_map(json);
		sw_json_key(json, "physicalLocation");
		sw_json_open_map(json);
		sw_sarif_put_path(json, report, diag->path);
		sw_json_close_map(json);
		sw_json_close_map(json);
		sw_json_close_list(json);
	}
	sw_json_close_map(json);
}

void sw_sarif_put_invocation(struct sw_json *json, const struct sw_report *report, size_t left_out) {
	const struct sw_diags *diags = &report->system->diags;
	size_t shown = diags->n < SW_SARIF_MOST_NOTIFICATIONS ? diags->n : SW_SARIF_MOST_NOTIFICATIONS;
	sw_json_key(json, "invocations");
	sw_json_open_list(json);
	sw_json_open_map(json);
	sw_json_member_bool(json, "executionSuccessful", !report->unreadable);
	if (sw_str_ends(report->time, SW_S("Z")))
		sw_json_member(json, "endTimeUtc", report->time);
	sw_json_key(json, "toolExecutionNotifications");
	sw_json_open_list(json);
	if (left_out)
		put_notification(json, report, "results-left-out", "warning",
				 sw_arena_printf(report->arena, "%zu less severe results are left out, because code scanning takes %d of "
						 "one run; -f json has them all", left_out, SW_SARIF_MOST_RESULTS), NULL);
	if (diags->n > shown || diags->dropped)
		put_notification(json, report, "notifications-left-out", "note",
				 sw_arena_printf(report->arena, "%zu more remarks about the inputs are left out",
						 diags->n - shown + diags->dropped), NULL);
	for (size_t i = 0; i < shown; i++)
		put_notification(json, report, diags->v[i].code, sw_diag_level_name(diags->v[i].level), diags->v[i].message, &diags->v[i]);
	sw_json_close_list(json);
	sw_json_close_map(json);
	sw_json_close_list(json);
}

const char *sw_sarif_level(enum sw_severity severity) {
	return severity >= SW_HIGH ? "error" : severity == SW_MEDIUM ? "warning" : "note";
}
