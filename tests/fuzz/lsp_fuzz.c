/* Any bytes may come from an editor: the server answers with whole messages that are JSON, and lives on. Inputs that begin
 * with '{' are one message a line and get their headers here; others are taken as they come, in two pieces. */
#include "formats/json.h"
#include "lsp/server.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds) {
	if (!holds)
		abort();
}

static void send(struct sw_lsp *server, struct sw_str body) {
	SW_CLEANUP_OUT struct sw_out message;
	sw_out_init(&message, -1);
	sw_out_printf(&message, "Content-Length: %zu\r\n\r\n", body.n);
	sw_out_str(&message, body);
	if (server->state != SW_LSP_ENDED)
		sw_lsp_feed(server, sw_out_text(&message));
}

static void check_answers(struct sw_str answers) {
	struct sw_frames frames;
	struct sw_str body;
	const char *why;
	sw_frames_init(&frames);
	must(sw_frames_add(&frames, answers));
	while (sw_frames_next(&frames, &body, &why) == SW_FRAME_BODY) {
		struct sw_arena arena;
		sw_arena_init(&arena, (size_t)1 << 30);
		struct sw_diags diags = {.arena = &arena};
		must(sw_json_read_one(&arena, 0, body, SW_DIALECT_STRICT, &diags) && !diags.n);
		sw_arena_free(&arena);
	}
	must(frames.at == frames.in.n);
	sw_frames_free(&frames);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	/* No such folder: documents count only as they are sent. */
	static struct sw_request_target target = {.named = "/no/such/project", .root = "/no/such/project", .prefix = ""};
	struct sw_request request = {.targets = &target, .target_count = 1, .version = "0", .profile_asked = true, .profile = SW_PROFILE_ALL};
	struct sw_worker worker = {.channel = -1};
	struct sw_str text = {(const char *)data, size}, line;
	struct sw_lsp server;
	if (size > 1 << 16)
		return 0;
	sw_lsp_init(&server, &request, -1, &worker);
	send(&server, SW_S("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{}}"));
	if (size && data[0] == '{') {
		while (sw_str_split(&text, '\n', &line))
			send(&server, line);
	} else {
		sw_lsp_feed(&server, sw_str_sub(text, 0, size / 2));
		if (server.state != SW_LSP_ENDED)
			sw_lsp_feed(&server, sw_str_from(text, size / 2));
	}
	check_answers(sw_out_text(&server.writer.out));
	sw_lsp_free(&server);
	return 0;
}
