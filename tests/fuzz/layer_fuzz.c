/* Any bytes may be given as a layer, packed or not: it ends, one thread and two tell the same, and what is told survives being
 * written as a record and read back. Bytes that begin as a record are read as one: it is refused, or says the same when it is
 * written again. */
#include "base/out.h"
#include "readers/layers/read.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	const uint8_t *p;
	size_t n;
};

static int64_t read_some(void *context, void *p, size_t n) {
	struct input *input = context;
	n = n < input->n ? n : input->n;
	n = n > 3000 ? 3000 : n;
	if (n)
		memcpy(p, input->p, n);
	input->p += n;
	input->n -= n;
	return (int64_t)n;
}

static void write_record(struct sw_out *out, const struct sw_layer_account *account) {
	sw_out_init(out, -1);
	sw_layer_record_write(out, account);
}

static void read_layer(struct sw_out *out, const uint8_t *data, size_t size, unsigned threads) {
	struct sw_layer_options options = {.secrets = true, .declared = true, .hash_blob = true, .threads = threads};
	struct sw_layer_account account;
	struct input input = {data, size};
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)256 << 20);
	sw_layer_read(&arena, (struct sw_layer_input){&input, read_some}, &options, &account);
	assert(account.partial || account.diff_id.n);
	write_record(out, &account);
	sw_arena_free(&arena);
}

/* Whether it was one; what is written again is in `again`. */
static bool read_record(struct sw_out *again, struct sw_str record) {
	struct sw_layer_account account;
	struct sw_arena arena;
	struct sw_arena_catch catch;
	sw_arena_init(&arena, (size_t)256 << 20);
	volatile bool good = false;
	if (SW_ARENA_TRY(&arena, &catch)) {
		good = sw_layer_record_read(&arena, record, &account);
		sw_arena_leave(&arena, &catch);
	}
	sw_out_init(again, -1);
	if (good)
		write_record(again, &account);
	sw_arena_free(&arena);
	return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	SW_CLEANUP_OUT struct sw_out one = {.fd = -1}, two = {.fd = -1}, back = {.fd = -1};
	struct sw_str text = sw_str((const char *)data, size);
	if (sw_str_starts(text, SW_S("strideward layer "))) {
		if (read_record(&one, text)) {
			bool good = read_record(&two, sw_out_text(&one));
			assert(good && sw_str_eq(sw_out_text(&one), sw_out_text(&two)));
		}
		return 0;
	}
	read_layer(&one, data, size, 1);
	read_layer(&two, data, size, 2);
	assert(sw_str_eq(sw_out_text(&one), sw_out_text(&two)));
	bool good = read_record(&back, sw_out_text(&one));
	assert(good && sw_str_eq(sw_out_text(&one), sw_out_text(&back)));
	return 0;
}
