/* What both sides of a layer agree on, and the worker's half. */
#include "process/layers.h"
#include "process/whole.h"
#include <limits.h>
#include <poll.h>
#include <unistd.h>

enum { WAIT_MS = 200 }; /* between two signs of life */

enum sw_layer_result sw_layer_ask(int channel, unsigned number, const struct sw_layer_slot *slot, const struct sw_layer_wish *wish,
				  struct sw_arena *arena, struct sw_layer_answer *answer) {
	struct sw_message message = {.kind = SW_MESSAGE_LAYER, .layer = {
		.slot = number, .folder = wish->folder, .path_length = (uint32_t)wish->path.n, .options = wish->options,
		.flags = (wish->whole_folder ? SW_LAYER_FOLDER : 0) | (wish->fresh ? SW_LAYER_FRESH : 0), .offset = wish->offset,
		.size = wish->size}};
	*answer = (struct sw_layer_answer){0};
	if (sw_str_find_byte(wish->path, '\0') != SW_NPOS)
		return SW_LAYER_MISSING; /* the broker would take it for an attack, and end the run */
	if (wish->path.n >= PATH_MAX || lseek(slot->path, 0, SEEK_SET) < 0 || !sw_write_whole(slot->path, wish->path) || sw_message_send(channel, &message) < 0)
		return SW_LAYER_REFUSED;
	struct pollfd answered = {.fd = slot->answer, .events = POLLIN};
	while (wish->waiting && poll(&answered, 1, WAIT_MS) == 0)
		wish->waiting(wish->context);
	uint64_t told = sw_answer_take(slot->answer), number_told = told >> SW_LAYER_RESULT_BITS;
	uint64_t result = told & ((1 << SW_LAYER_RESULT_BITS) - 1);
	if (!result || result > SW_LAYER_REFUSED)
		return SW_LAYER_REFUSED;
	answer->number = number_told;
	if (result != SW_LAYER_DONE && result != SW_LAYER_CACHED)
		return (enum sw_layer_result)result;
	if (number_told > SW_LAYER_RECORD_BYTES)
		return SW_LAYER_FAILED;
	char *p = sw_arena_alloc(arena, (size_t)number_told + 1);
	if (!sw_read_whole(slot->record, p, (size_t)number_told, 0) || !sw_read_whole(slot->record, answer->digest, sizeof answer->digest - 1, number_told))
		return SW_LAYER_FAILED;
	answer->record = sw_str(p, (size_t)number_told);
	return (enum sw_layer_result)result;
}
