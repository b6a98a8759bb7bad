/* Findings and what readers say, as diagnostics. */
#include "checks/registry.h"
#include "lsp/server.h"
#include "lsp/uri.h"
#include "reports/visible.h"
#include <assert.h>

enum { ERROR = 1, WARNING, INFORMATION, HINT };
enum tag { NONE, UNNECESSARY, DEPRECATED };

/* What editors draw faded or struck through. */
static enum tag tag_of(const struct sw_check *check) {
	static const struct {
		const char *id;
		enum tag tag;
	} rows[] = {
		{"base-image-end-of-life", DEPRECATED}, {"compose-version-key", DEPRECATED}, {"image-retired", DEPRECATED},
		{"legacy-key-value", DEPRECATED}, {"maintainer-instruction", DEPRECATED}, {"redundant-platform", UNNECESSARY},
		{"several-health-checks", UNNECESSARY}, {"several-start-commands", UNNECESSARY}, {"unreachable-stage", UNNECESSARY},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert(sw_check_of(sw_str_of(rows[i].id)));
		if (strcmp(rows[i].id, check->id) == 0)
			return rows[i].tag;
	}
	return NONE;
}

static int severity_of(const struct sw_lsp_item *item) {
	static const int by_severity[] = {[SW_INFO] = HINT, [SW_LOW] = INFORMATION, [SW_MEDIUM] = WARNING, [SW_HIGH] = ERROR, [SW_CRITICAL] = ERROR};
	static const int by_level[] = {[SW_DIAG_NOTE] = INFORMATION, [SW_DIAG_WARNING] = WARNING, [SW_DIAG_ERROR] = ERROR};
	return item->finding ? by_severity[item->finding->severity] : by_level[item->diag->level];
}

struct sw_str sw_lsp_source_uri(struct sw_lsp *server, const struct sw_source *source) {
	struct sw_arena *arena = &server->judged.scan.arena;
	const struct sw_request_target *target = &server->request.targets[0];
	struct sw_str prefix = sw_str_of(target->prefix);
	if (sw_str_eq(source->path, server->judged.document->shown))
		return server->judged.document->uri;
	if (server->judged.document->what.outside || !sw_str_starts(source->path, prefix))
		return (struct sw_str){0};
	struct sw_str path = sw_arena_printf(arena, "%s/%.*s", strcmp(target->root, "/") == 0 ? "" : target->root, SW_ARG(sw_str_from(source->path, prefix.n)));
	for (size_t i = 0; i < SW_LSP_DOCUMENTS; i++)
		if (server->documents.v[i] && sw_str_eq(server->documents.v[i]->path, path))
			return server->documents.v[i]->uri;
	return sw_lsp_uri_of(arena, path);
}

/* The links of the deciding value that stand in a file, from the lowest layer to the highest. */
static void put_related(struct sw_json *json, struct sw_lsp *server, const struct sw_lsp_item *item) {
	enum { MOST = 20 };
	const struct sw_value *value = item->finding->site->value;
	struct sw_scan *scan = &server->judged.scan;
	uint32_t own = (uint32_t)(scan->artifacts.v.n * SW_SOURCES_A_PART); /* configuration: no file of the project's */
	bool any = false;
	for (uint16_t i = 0; value && i < value->count && i < MOST; i++) {
		const struct sw_link *link = &value->chain[i];
		const struct sw_source *source = sw_source_of(&scan->system.sources, link->at);
		struct sw_str uri = source && link->at.source <= own ? sw_lsp_source_uri(server, source) : (struct sw_str){0};
		if (!uri.n)
			continue;
		if (!any) {
			sw_json_key(json, "relatedInformation");
			sw_json_open_list(json);
		}
		any = true;
		sw_json_open_map(json);
		sw_json_key(json, "location");
		sw_json_open_map(json);
		sw_json_member(json, "uri", uri);
		sw_lsp_put_range(json, sw_lsp_range_of(&server->judged, link->at));
		sw_json_close_map(json);
		sw_json_member(json, "message", sw_report_visible(&scan->arena, sw_arena_printf(&scan->arena, "%s: %s%s%.*s",
			sw_layer_name(link->layer), sw_how_name(link->how), link->known ? " " : "", SW_ARG(link->known ? link->value : (struct sw_str){0}))));
		sw_json_close_map(json);
	}
	if (any)
		sw_json_close_list(json);
}

void sw_lsp_put_diagnostic(struct sw_json *json, struct sw_lsp *server, const struct sw_lsp_item *item) {
	struct sw_str message = item->finding ? item->finding->site->message : item->diag->message;
	sw_json_open_map(json);
	sw_lsp_put_range(json, item->range);
	sw_json_member_int(json, "severity", severity_of(item));
	sw_json_member_z(json, "code", item->finding ? item->finding->check->id : item->diag->code);
	sw_json_member_z(json, "source", "strideward");
	sw_json_member(json, "message", sw_report_visible(&server->judged.scan.arena, message));
	if (item->finding) {
		enum tag tag = tag_of(item->finding->check);
		if (tag != NONE) {
			sw_json_key(json, "tags");
			sw_json_open_list(json);
			sw_json_int(json, tag);
			sw_json_close_list(json);
		}
		put_related(json, server, item);
	}
	sw_json_close_map(json);
}

static struct sw_json *begin(struct sw_lsp *server, const struct sw_lsp_document *document) {
	struct sw_json *json = sw_lsp_begin_notification(&server->writer, "textDocument/publishDiagnostics");
	sw_json_open_map(json);
	sw_json_member(json, "uri", document->uri);
	if (document->has_version)
		sw_json_member_int(json, "version", document->version);
	sw_json_key(json, "diagnostics");
	sw_json_open_list(json);
	return json;
}

static void end(struct sw_lsp *server) {
	sw_json_close_list(&server->writer.json);
	sw_json_close_map(&server->writer.json);
	sw_lsp_end(&server->writer);
}

void sw_lsp_publish_nothing(struct sw_lsp *server, const struct sw_lsp_document *document) {
	begin(server, document);
	end(server);
}

static void publish_too_large(struct sw_lsp *server, const struct sw_lsp_document *document) {
	struct sw_json *json = begin(server, document);
	sw_json_open_map(json);
	sw_lsp_put_range(json, (struct sw_lsp_range){0});
	sw_json_member_int(json, "severity", ERROR);
	sw_json_member_z(json, "code", "too-large");
	sw_json_member_z(json, "source", "strideward");
	sw_json_member_z(json, "message", "needs more memory than one file may take; not judged");
	sw_json_close_map(json);
	end(server);
}

void sw_lsp_publish(struct sw_lsp *server, const struct sw_lsp_document *document, struct sw_lsp_judged *judged) {
	struct sw_arena_catch catch;
	if (!judged) {
		publish_too_large(server, document);
	} else if (SW_ARENA_TRY(&judged->scan.arena, &catch)) {
		struct sw_json *json = begin(server, document);
		for (size_t i = 0; i < judged->items.n; i++)
			sw_lsp_put_diagnostic(json, server, &judged->items.v[i]);
		end(server);
		sw_arena_leave(&judged->scan.arena, &catch);
	} else {
		sw_lsp_judged_free(judged);
		publish_too_large(server, document);
	}
}
