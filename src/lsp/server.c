#include "lsp/server.h"
#include "base/limits.h"
#include "formats/json.h"
#include <errno.h>
#include <unistd.h>

enum {
	MESSAGE_BYTES = 1 << 29, /* memory of one message, its text decoded: bodies have 64 MB at most */
	READ_BYTES = 64 << 10,
};

void sw_lsp_init(struct sw_lsp *server, const struct sw_request *request, int out, struct sw_worker *worker) {
	*server = (struct sw_lsp){.request = *request, .worker = worker};
	sw_frames_init(&server->frames);
	sw_lsp_writer_init(&server->writer, out);
}

void sw_lsp_free(struct sw_lsp *server) {
	sw_lsp_judged_free(&server->judged);
	for (size_t i = 0; i < SW_LSP_DOCUMENTS; i++)
		if (server->documents.v[i])
			sw_lsp_document_close(&server->documents, server->documents.v[i]);
	sw_frames_free(&server->frames);
	sw_lsp_writer_free(&server->writer);
}

/* Whether the node is what an id may be: a string or an integer. */
static bool is_id(const struct sw_node *id) {
	return sw_node_is(id, SW_NODE_STRING) || (sw_node_is(id, SW_NODE_INT) && !id->big);
}

static void take_message(struct sw_lsp *server, const struct sw_node *message) {
	struct sw_lsp_writer *writer = &server->writer;
	const struct sw_node *id = sw_doc_get(message, "id", SW_DIALECT_STRICT);
	const struct sw_node *method = sw_doc_get(message, "method", SW_DIALECT_STRICT);
	const struct sw_node *params = sw_doc_get(message, "params", SW_DIALECT_STRICT);
	const struct sw_node *version = sw_doc_get(message, "jsonrpc", SW_DIALECT_STRICT);
	if (!sw_node_is(message, SW_NODE_MAP)) {
		sw_lsp_put_error(writer, NULL, SW_LSP_INVALID_REQUEST, "a message is an object");
		return;
	}
	/* An answer to a question: this server asks none. */
	if (!method && (sw_doc_get(message, "result", SW_DIALECT_STRICT) || sw_doc_get(message, "error", SW_DIALECT_STRICT)))
		return;
	if (id && !is_id(id)) {
		sw_lsp_put_error(writer, NULL, SW_LSP_INVALID_REQUEST, "an id is a string or an integer");
		return;
	}
	if (!sw_node_is(version, SW_NODE_STRING) || !sw_str_is(version->text, "2.0") || !sw_node_is(method, SW_NODE_STRING)) {
		sw_lsp_put_error(writer, id, SW_LSP_INVALID_REQUEST, "a message has a method and says jsonrpc 2.0");
		return;
	}
	if (id)
		sw_lsp_request(server, id, method->text, params);
	else
		sw_lsp_notification(server, method->text, params);
}

static void take_body(struct sw_lsp *server, struct sw_str body) {
	struct sw_arena arena;
	struct sw_arena_catch catch;
	sw_arena_init(&arena, MESSAGE_BYTES);
	if (SW_ARENA_TRY(&arena, &catch)) {
		struct sw_diags diags = {.arena = &arena};
		const struct sw_node *message = sw_json_read_one(&arena, 0, body, SW_DIALECT_STRICT, &diags);
		if (message)
			take_message(server, message);
		else
			sw_lsp_put_error(&server->writer, NULL, SW_LSP_PARSE_ERROR, diags.n ? diags.v[0].message.p : "no JSON");
		sw_arena_leave(&arena, &catch);
	} else {
		sw_lsp_put_error(&server->writer, NULL, SW_LSP_INTERNAL_ERROR, "the message takes too much memory");
	}
	sw_arena_free(&arena);
}

void sw_lsp_feed(struct sw_lsp *server, struct sw_str bytes) {
	struct sw_str body;
	const char *why;
	if (!sw_frames_add(&server->frames, bytes)) {
		server->state = SW_LSP_ENDED;
		server->status = 1;
	}
	while (server->state != SW_LSP_ENDED) {
		enum sw_frame frame = sw_frames_next(&server->frames, &body, &why);
		if (frame == SW_FRAME_MORE)
			break;
		if (frame == SW_FRAME_BODY)
			take_body(server, body);
		else
			sw_lsp_put_error(&server->writer, NULL, SW_LSP_PARSE_ERROR, why);
	}
	if (server->state != SW_LSP_ENDED)
		sw_lsp_settle(server);
	if (sw_out_flush(&server->writer.out, NULL) < 0) {
		server->state = SW_LSP_ENDED;
		server->status = 1;
	}
}

int sw_lsp_run(const struct sw_request *request, int in, int out, struct sw_worker *worker) {
	static char bytes[READ_BYTES];
	static struct sw_lsp server;
	/* The status line would disturb nobody but a person who started this by hand. */
	worker->progress = false;
	sw_lsp_init(&server, request, out, worker);
	while (server.state != SW_LSP_ENDED) {
		ssize_t n = read(in, bytes, sizeof bytes);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		sw_lsp_feed(&server, sw_str(bytes, (size_t)n));
	}
	int status = server.state == SW_LSP_ENDED ? server.status : 1;
	sw_lsp_free(&server);
	return status;
}
