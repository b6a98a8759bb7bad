/* Messages to the client. A body is written through `json` between a begin and sw_lsp_end, and goes out as a whole. */
#pragma once
#include "formats/doc.h"
#include "formats/json_write.h"
#include "lsp/places.h"

struct sw_lsp_writer {
	struct sw_out out;   /* to the client */
	struct sw_out body;  /* of the message that is being written */
	struct sw_json json;
};

/* Codes of JSON-RPC and of the protocol. */
enum sw_lsp_error {
	SW_LSP_PARSE_ERROR = -32700,
	SW_LSP_INVALID_REQUEST = -32600,
	SW_LSP_METHOD_NOT_FOUND = -32601,
	SW_LSP_INVALID_PARAMS = -32602,
	SW_LSP_INTERNAL_ERROR = -32603,
	SW_LSP_NOT_INITIALIZED = -32002,
};

enum sw_lsp_log { SW_LSP_LOG_ERROR = 1, SW_LSP_LOG_WARNING = 2 };

/* Descriptor -1 keeps everything in memory. */
void sw_lsp_writer_init(struct sw_lsp_writer *writer, int fd);
void sw_lsp_writer_free(struct sw_lsp_writer *writer);

/* Up to the value of "result". `id` is a string or an integer. */
struct sw_json *sw_lsp_begin_result(struct sw_lsp_writer *writer, const struct sw_node *id);
/* Up to the value of "params". */
struct sw_json *sw_lsp_begin_notification(struct sw_lsp_writer *writer, const char *method);
void sw_lsp_end(struct sw_lsp_writer *writer);
/* A whole error answer; `id` NULL: the request's is not known. */
void sw_lsp_put_error(struct sw_lsp_writer *writer, const struct sw_node *id, enum sw_lsp_error code, const char *text);
/* A line for the editor's log. */
void sw_lsp_put_log(struct sw_lsp_writer *writer, enum sw_lsp_log level, const char *text);

/* "range": {…}. */
void sw_lsp_put_range(struct sw_json *json, struct sw_lsp_range range);
/* False when the node is no such object. */
bool sw_lsp_get_range(const struct sw_node *node, struct sw_lsp_range *range);
bool sw_lsp_get_place(const struct sw_node *node, struct sw_lsp_place *place);
