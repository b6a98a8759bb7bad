/* What each method does. */
#include "lsp/server.h"

static const struct sw_node *get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_DIALECT_STRICT);
}

static bool text_of(const struct sw_node *map, const char *key, struct sw_str *text) {
	const struct sw_node *node = get(map, key);
	if (!sw_node_is(node, SW_NODE_STRING))
		return false;
	*text = node->text;
	return true;
}

/* The document that params.textDocument names, or NULL. */
static struct sw_lsp_document *document_of(struct sw_lsp *server, const struct sw_node *params) {
	struct sw_str uri;
	return text_of(get(params, "textDocument"), "uri", &uri) ? sw_lsp_document_find(&server->documents, uri) : NULL;
}

static void take_version(struct sw_lsp_document *document, const struct sw_node *params) {
	const struct sw_node *version = get(get(params, "textDocument"), "version");
	document->has_version = sw_node_is(version, SW_NODE_INT) && !version->big;
	document->version = document->has_version ? version->integer : 0;
}

/* ---- when what is judged ---- */

static bool uses(const struct sw_lsp *server, const struct sw_lsp_document *document, const struct sw_lsp_document *other) {
	for (size_t i = 0; i < SW_LSP_DOCUMENTS; i++)
		if (server->documents.v[i] == other)
			return document->uses[i / 64] >> i % 64 & 1;
	return false;
}

/* The document changed, and with it those that were judged with its text. */
static void touch(struct sw_lsp *server, struct sw_lsp_document *document) {
	for (size_t i = 0; i < SW_LSP_DOCUMENTS; i++)
		if (server->documents.v[i] && uses(server, server->documents.v[i], document))
			server->documents.v[i]->dirty = true;
	document->dirty = true;
	sw_lsp_judged_free(&server->judged);
}

/* What is on disk may have changed, or which text counts for a file. */
static void touch_all(struct sw_lsp *server) {
	for (size_t i = 0; i < SW_LSP_DOCUMENTS; i++)
		if (server->documents.v[i])
			server->documents.v[i]->dirty = true;
	sw_lsp_judged_free(&server->judged);
}

/* The document begins or ceases to count before the disk; of one outside nobody else knows. */
static void come_or_go(struct sw_lsp *server, struct sw_lsp_document *document) {
	if (document->what.outside)
		touch(server, document);
	else
		touch_all(server);
}

bool sw_lsp_look_at(struct sw_lsp *server, struct sw_lsp_document *document) {
	if (server->judged.document == document)
		return true;
	return sw_lsp_judge(&server->judged, &server->request, server->worker, &server->documents, document);
}

void sw_lsp_settle(struct sw_lsp *server) {
	for (size_t i = 0; i < SW_LSP_DOCUMENTS; i++) {
		struct sw_lsp_document *document = server->documents.v[i];
		if (!document || !document->dirty)
			continue;
		document->dirty = false;
		if (sw_lsp_document_judged(document))
			sw_lsp_publish(server, document, sw_lsp_look_at(server, document) ? &server->judged : NULL);
	}
}

/* ---- requests ---- */

static void initialize(struct sw_lsp *server, const struct sw_node *id, const struct sw_node *params) {
	struct sw_str profile;
	bool unknown = text_of(get(params, "initializationOptions"), "profile", &profile) &&
		       !sw_profile_of(profile, &server->request.profile);
	if (!unknown && text_of(get(params, "initializationOptions"), "profile", &profile))
		server->request.profile_asked = true;
	server->state = SW_LSP_RUNNING;
	struct sw_json *json = sw_lsp_begin_result(&server->writer, id);
	sw_json_open_map(json);
	sw_json_key(json, "capabilities");
	sw_json_open_map(json);
	sw_json_member_z(json, "positionEncoding", "utf-16");
	sw_json_key(json, "textDocumentSync");
	sw_json_open_map(json);
	sw_json_member_bool(json, "openClose", true);
	sw_json_member_int(json, "change", 2);
	sw_json_member_bool(json, "save", true);
	sw_json_close_map(json);
	sw_json_member_bool(json, "hoverProvider", true);
	sw_json_key(json, "codeActionProvider");
	sw_json_open_map(json);
	sw_json_key(json, "codeActionKinds");
	sw_json_open_list(json);
	sw_json_string(json, SW_S("quickfix"));
	sw_json_close_list(json);
	sw_json_close_map(json);
	sw_json_close_map(json);
	sw_json_key(json, "serverInfo");
	sw_json_open_map(json);
	sw_json_member_z(json, "name", "strideward");
	sw_json_member_z(json, "version", server->request.version);
	sw_json_close_map(json);
	sw_json_close_map(json);
	sw_lsp_end(&server->writer);
	if (unknown)
		sw_lsp_put_log(&server->writer, SW_LSP_LOG_WARNING, "initializationOptions.profile is default, quality or all");
}

static void shut_down(struct sw_lsp *server, const struct sw_node *id, const struct sw_node *params) {
	(void)params;
	server->state = SW_LSP_SHUT;
	sw_json_null(sw_lsp_begin_result(&server->writer, id));
	sw_lsp_end(&server->writer);
}

/* The memory of the analysis of the document that is asked about; NULL: there is none. */
static struct sw_arena *look(struct sw_lsp *server, const struct sw_node *params) {
	struct sw_lsp_document *document = document_of(server, params);
	bool judged = document && sw_lsp_document_judged(document) && sw_lsp_look_at(server, document);
	return judged ? &server->judged.scan.arena : NULL;
}

static void out_of_memory(struct sw_lsp *server, const struct sw_node *id) {
	sw_lsp_judged_free(&server->judged);
	sw_lsp_put_error(&server->writer, id, SW_LSP_INTERNAL_ERROR, "the answer takes too much memory");
}

static void hover(struct sw_lsp *server, const struct sw_node *id, const struct sw_node *params) {
	struct sw_lsp_place place;
	struct sw_arena_catch catch;
	if (!sw_lsp_get_place(get(params, "position"), &place) || !sw_node_is(get(get(params, "textDocument"), "uri"), SW_NODE_STRING)) {
		sw_lsp_put_error(&server->writer, id, SW_LSP_INVALID_PARAMS, "a hover has a textDocument and a position");
		return;
	}
	struct sw_arena *arena = look(server, params);
	if (!arena) {
		sw_json_null(sw_lsp_begin_result(&server->writer, id));
	} else if (SW_ARENA_TRY(arena, &catch)) {
		sw_lsp_put_hover(sw_lsp_begin_result(&server->writer, id), server, place);
		sw_arena_leave(arena, &catch);
	} else {
		out_of_memory(server, id);
		return;
	}
	sw_lsp_end(&server->writer);
}

/* Whether the client asks for quick fixes, among others: it may name kinds, and a kind takes in those beneath it. */
static bool wants_fixes(const struct sw_node *params) {
	const struct sw_node *only = get(get(params, "context"), "only");
	if (!sw_node_is(only, SW_NODE_LIST))
		return true;
	for (uint32_t i = 0; i < only->count; i++)
		if (sw_node_is(only->items[i], SW_NODE_STRING) && (!only->items[i]->text.n || sw_str_is(only->items[i]->text, "quickfix")))
			return true;
	return false;
}

static void code_action(struct sw_lsp *server, const struct sw_node *id, const struct sw_node *params) {
	struct sw_lsp_range range;
	struct sw_arena_catch catch;
	if (!sw_lsp_get_range(get(params, "range"), &range) || !sw_node_is(get(get(params, "textDocument"), "uri"), SW_NODE_STRING)) {
		sw_lsp_put_error(&server->writer, id, SW_LSP_INVALID_PARAMS, "a code action has a textDocument and a range");
		return;
	}
	struct sw_arena *arena = wants_fixes(params) ? look(server, params) : NULL;
	if (!arena) {
		struct sw_json *json = sw_lsp_begin_result(&server->writer, id);
		sw_json_open_list(json);
		sw_json_close_list(json);
	} else if (SW_ARENA_TRY(arena, &catch)) {
		sw_lsp_put_actions(sw_lsp_begin_result(&server->writer, id), server, range);
		sw_arena_leave(arena, &catch);
	} else {
		out_of_memory(server, id);
		return;
	}
	sw_lsp_end(&server->writer);
}

static const struct {
	const char *name;
	void (*take)(struct sw_lsp *server, const struct sw_node *id, const struct sw_node *params);
} requests[] = {
	{"shutdown", shut_down},
	{"textDocument/hover", hover},
	{"textDocument/codeAction", code_action},
};

void sw_lsp_request(struct sw_lsp *server, const struct sw_node *id, struct sw_str method, const struct sw_node *params) {
	bool first = sw_str_is(method, "initialize");
	if (server->state == SW_LSP_WAITING && first) {
		initialize(server, id, params);
		return;
	}
	if (server->state != SW_LSP_RUNNING || first) {
		bool waiting = server->state == SW_LSP_WAITING;
		sw_lsp_put_error(&server->writer, id, waiting ? SW_LSP_NOT_INITIALIZED : SW_LSP_INVALID_REQUEST,
				 waiting ? "'initialize' comes first" : first ? "'initialize' comes once" : "'shutdown' was asked for");
		return;
	}
	for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
		if (sw_str_is(method, requests[i].name)) {
			requests[i].take(server, id, params);
			return;
		}
	sw_lsp_put_error(&server->writer, id, SW_LSP_METHOD_NOT_FOUND, "there is no such method");
}

/* ---- notifications ---- */

static void did_open(struct sw_lsp *server, const struct sw_node *params) {
	const struct sw_node *opened = get(params, "textDocument");
	struct sw_str uri, text, language = {0};
	if (!text_of(opened, "uri", &uri) || !text_of(opened, "text", &text))
		return;
	text_of(opened, "languageId", &language);
	sw_lsp_judged_free(&server->judged);
	struct sw_lsp_document *document = sw_lsp_document_open(&server->documents, &server->request, uri, language, text);
	if (!document) {
		sw_lsp_put_log(&server->writer, SW_LSP_LOG_ERROR, "too many documents are open; this one is not looked at");
		return;
	}
	take_version(document, params);
	come_or_go(server, document);
}

static void did_change(struct sw_lsp *server, const struct sw_node *params) {
	struct sw_lsp_document *document = document_of(server, params);
	const struct sw_node *changes = get(params, "contentChanges");
	if (!document || !sw_node_is(changes, SW_NODE_LIST))
		return;
	for (uint32_t i = 0; i < changes->count; i++) {
		const struct sw_node *range = get(changes->items[i], "range");
		struct sw_lsp_range at;
		struct sw_str text;
		if (text_of(changes->items[i], "text", &text) && (!range || range->kind == SW_NODE_NULL || sw_lsp_get_range(range, &at)))
			sw_lsp_document_edit(document, range && range->kind != SW_NODE_NULL ? &at : NULL, text);
	}
	take_version(document, params);
	touch(server, document);
}

static void did_save(struct sw_lsp *server, const struct sw_node *params) {
	(void)params;
	touch_all(server);
}

static void did_close(struct sw_lsp *server, const struct sw_node *params) {
	struct sw_lsp_document *document = document_of(server, params);
	if (!document)
		return;
	if (sw_lsp_document_judged(document))
		sw_lsp_publish_nothing(server, document);
	come_or_go(server, document);
	sw_lsp_document_close(&server->documents, document);
}

/* Messages are taken one by one: what could be cancelled has been answered. Unknown ones are passed over. */
static const struct {
	const char *name;
	void (*take)(struct sw_lsp *server, const struct sw_node *params);
} notifications[] = {
	{"textDocument/didOpen", did_open},
	{"textDocument/didChange", did_change},
	{"textDocument/didSave", did_save},
	{"textDocument/didClose", did_close},
};

void sw_lsp_notification(struct sw_lsp *server, struct sw_str method, const struct sw_node *params) {
	if (sw_str_is(method, "exit")) {
		server->status = server->state == SW_LSP_SHUT ? 0 : 1;
		server->state = SW_LSP_ENDED;
		return;
	}
	for (size_t i = 0; server->state == SW_LSP_RUNNING && i < sizeof notifications / sizeof *notifications; i++)
		if (sw_str_is(method, notifications[i].name))
			notifications[i].take(server, params);
}
