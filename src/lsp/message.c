#include "lsp/message.h"

void sw_lsp_writer_init(struct sw_lsp_writer *writer, int fd) {
	*writer = (struct sw_lsp_writer){0};
	sw_out_init(&writer->out, fd);
	sw_out_init(&writer->body, -1);
}

void sw_lsp_writer_free(struct sw_lsp_writer *writer) {
	sw_out_free(&writer->out);
	sw_out_free(&writer->body);
}

static struct sw_json *begin(struct sw_lsp_writer *writer) {
	/* What a message left half written is dropped. */
	sw_out_free(&writer->body);
	writer->json = (struct sw_json){.out = &writer->body};
	sw_json_open_map(&writer->json);
	sw_json_member_z(&writer->json, "jsonrpc", "2.0");
	return &writer->json;
}

static void put_id(struct sw_json *json, const struct sw_node *id) {
	sw_json_key(json, "id");
	if (sw_node_is(id, SW_NODE_STRING))
		sw_json_string(json, id->text);
	else if (sw_node_is(id, SW_NODE_INT))
		sw_json_int(json, id->integer);
	else
		sw_json_null(json);
}

struct sw_json *sw_lsp_begin_result(struct sw_lsp_writer *writer, const struct sw_node *id) {
	struct sw_json *json = begin(writer);
	put_id(json, id);
	sw_json_key(json, "result");
	return json;
}

struct sw_json *sw_lsp_begin_notification(struct sw_lsp_writer *writer, const char *method) {
	struct sw_json *json = begin(writer);
	sw_json_member_z(json, "method", method);
	sw_json_key(json, "params");
	return json;
}

void sw_lsp_end(struct sw_lsp_writer *writer) {
	sw_json_close_map(&writer->json);
	if (writer->body.failed) {
		writer->out.failed = writer->body.failed;
		return;
	}
	sw_out_printf(&writer->out, "Content-Length: %zu\r\n\r\n", writer->body.n);
	sw_out_str(&writer->out, sw_out_text(&writer->body));
	sw_out_free(&writer->body);
}

void sw_lsp_put_error(struct sw_lsp_writer *writer, const struct sw_node *id, enum sw_lsp_error code, const char *text) {
	struct sw_json *json = begin(writer);
	put_id(json, id);
	sw_json_key(json, "error");
	sw_json_open_map(json);
	sw_json_member_int(json, "code", code);
	sw_json_member_z(json, "message", text);
	sw_json_close_map(json);
	sw_lsp_end(writer);
}

void sw_lsp_put_log(struct sw_lsp_writer *writer, enum sw_lsp_log level, const char *text) {
	struct sw_json *json = sw_lsp_begin_notification(writer, "window/logMessage");
	sw_json_open_map(json);
	sw_json_member_int(json, "type", level);
	sw_json_member_z(json, "message", text);
	sw_json_close_map(json);
	sw_lsp_end(writer);
}

static void put_place(struct sw_json *json, const char *key, struct sw_lsp_place place) {
	sw_json_key(json, key);
	sw_json_open_map(json);
	sw_json_member_int(json, "line", place.line);
	sw_json_member_int(json, "character", place.character);
	sw_json_close_map(json);
}

void sw_lsp_put_range(struct sw_json *json, struct sw_lsp_range range) {
	sw_json_key(json, "range");
	sw_json_open_map(json);
	put_place(json, "start", range.start);
	put_place(json, "end", range.end);
	sw_json_close_map(json);
}

static bool get_number(const struct sw_node *map, const char *key, uint32_t *number) {
	const struct sw_node *node = sw_doc_get(map, key, SW_DIALECT_STRICT);
	if (!sw_node_is(node, SW_NODE_INT) || node->big || node->integer < 0 || node->integer > UINT32_MAX)
		return false;
	*number = (uint32_t)node->integer;
	return true;
}

bool sw_lsp_get_place(const struct sw_node *node, struct sw_lsp_place *place) {
	return get_number(node, "line", &place->line) && get_number(node, "character", &place->character);
}

bool sw_lsp_get_range(const struct sw_node *node, struct sw_lsp_range *range) {
	return sw_lsp_get_place(sw_doc_get(node, "start", SW_DIALECT_STRICT), &range->start) &&
	       sw_lsp_get_place(sw_doc_get(node, "end", SW_DIALECT_STRICT), &range->end);
}
