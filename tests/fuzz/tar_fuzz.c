/* Any bytes may be given to the reader of archives: it ends; passing over bodies, reading them and looking at them where they
 * lie give the same entries; and no body is longer than its entry says. */
#include "formats/tar.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	const uint8_t *p;
	size_t n;
};

static int64_t read_some(void *context, void *p, size_t n) {
	struct input *input = context;
	n = n < input->n ? n : input->n;
	if (n)
		memcpy(p, input->p, n);
	input->p += n;
	input->n -= n;
	return (int64_t)n;
}

static bool skip_some(void *context, uint64_t n) {
	struct input *input = context;
	if (n > input->n)
		return false;
	input->p += n;
	input->n -= (size_t)n;
	return true;
}

static int64_t view_some(void *context, const char **p) {
	struct input *input = context;
	size_t n = input->n < 700 ? input->n : 700;
	*p = (const char *)input->p;
	input->p += n;
	input->n -= n;
	return (int64_t)n;
}

static uint64_t read_all(const uint8_t *data, size_t size, bool skips, bool views) {
	struct sw_arena arena;
	struct sw_tar tar;
	struct sw_tar_entry entry;
	struct input input = {data, size};
	sw_arena_init(&arena, (size_t)1 << 26);
	struct sw_diags diags = {.arena = &arena};
	uint64_t sum = 0;
	sw_tar_start(&tar, &arena, views ? (struct sw_tar_input){.context = &input, .view = view_some} : (struct sw_tar_input){&input, read_some, skips ? skip_some : NULL, NULL}, &diags);
	while (sw_tar_next(&tar, &entry)) {
		uint64_t body = 0;
		char part[300];
		assert(entry.name.n < ((size_t)1 << 20) && entry.mode <= 07777);
		for (size_t got; !skips && (got = sw_tar_body(&tar, part, sizeof part)); body += got)
			assert(body + got <= entry.size || entry.sparse);
		sum = sum * 31 + entry.size + entry.name.n + entry.kind;
	}
	assert(!tar.broken || sw_diags_failed(&diags));
	sw_arena_free(&arena);
	return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	uint64_t skipped = read_all(data, size, true, false), read = read_all(data, size, false, false);
	uint64_t passed = read_all(data, size, true, true), viewed = read_all(data, size, false, true);
	assert(skipped == read && passed == read && viewed == read);
	return 0;
}
