/* Layers: what a worker gets of one, and that a layer worker which misbehaves costs its layer alone. */
#include "layer_run.h"
#include <pthread.h>

static bool is_sanitized(void) {
	struct sw_sandbox sandbox;
	return sw_sandbox_init(&sandbox, 0, NULL) == 0 && !sandbox.calls;
}

static struct part ask_for(enum behaviour behaviour) {
	return ask((struct part){.wish.options = behaviour});
}

/* ---- what comes back ---- */

static void a_layer_comes_back_with_its_digest(void **state) {
	(void)state;
	char digest[65];
	struct part part = ask_for(COPY);
	assert_int_equal(part.result, SW_LAYER_DONE);
	assert_string_equal(part.text, BLOB);
	digest_of(BLOB, sizeof BLOB - 1, digest);
	assert_string_equal(part.digest, digest);
}

static void a_piece_of_a_file(void **state) {
	(void)state;
	char digest[65];
	struct part part = ask((struct part){.wish = {.offset = 3, .size = 5}});
	assert_string_equal(part.text, "34567");
	digest_of("34567", 5, digest);
	assert_string_equal(part.digest, digest);
	part = ask((struct part){.wish = {.offset = 12, .size = 500}});
	assert_string_equal(part.text, "cdef");
	part = ask((struct part){.wish = {.offset = 16}});
	assert_int_equal(part.result, SW_LAYER_DONE);
	assert_int_equal(part.bytes, 0);
	part = ask((struct part){.wish = {.offset = 17}});
	assert_int_equal(part.result, SW_LAYER_MISSING);
	part = ask((struct part){.wish = {.offset = UINT64_MAX}});
	assert_int_equal(part.result, SW_LAYER_MISSING);
}

static void a_large_layer(void **state) {
	(void)state;
	enum { BYTES = 9 << 20 };
	char digest[65], *text = malloc(BYTES);
	for (size_t i = 0; i < BYTES; i++)
		text[i] = (char)(i * 7 + i / 4096);
	put_file("large", text, BYTES);
	digest_of(text, BYTES, digest);
	free(text);
	struct part part = ask((struct part){.wish.path = SW_S("large")});
	assert_int_equal(part.bytes, BYTES);
	assert_string_equal(part.digest, digest);
	/* One that is not read to its end has the digest of all its bytes. */
	part = ask((struct part){.wish = {.path = SW_S("large"), .options = STOP_EARLY}});
	assert_string_equal(part.text, "enough");
	assert_string_equal(part.digest, digest);
}

static void nothing_beside_the_target(void **state) {
	(void)state;
	char link[PATH_MAX];
	snprintf(link, sizeof link, "%s/link", folder);
	assert_int_equal(symlink(outside, link), 0);
	static const char *const paths[] = {"link", "../x", "/etc/passwd", "none", ".", "blob/x"};
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		struct part part = ask((struct part){.wish.path = sw_str_of(paths[i])});
		assert_int_equal(part.result, SW_LAYER_MISSING);
	}
	unlink(link);
	assert_int_equal(ask((struct part){.wish.path = SW_S("blob\0x")}).result, SW_LAYER_MISSING);
}

static void a_root_file_system(void **state) {
	(void)state;
	struct part part = ask((struct part){.wish = {.whole_folder = true, .options = LIST}});
	assert_int_equal(part.result, SW_LAYER_DONE);
	assert_string_equal(part.digest, "");
	if (is_sanitized())
		SKIP("reading is not confined here\n");
	assert_string_equal(part.text, "blob");
	part = ask((struct part){.wish = {.whole_folder = true, .path = SW_S("blob"), .options = LIST}});
	assert_int_equal(part.result, SW_LAYER_MISSING);
}

/* ---- confinement ---- */

static void a_layer_worker_can_open_nothing(void **state) {
	(void)state;
	if (is_sanitized())
		SKIP("reading is not confined here\n");
	struct part part = ask_for(PEEK);
	assert_int_equal(part.result, SW_LAYER_DONE);
	assert_string_equal(part.text, "opened");
	assert_int_not_equal(access("/tmp/layers-test-written", F_OK), 0);
}

static void one_that_dies_is_told(void **state) {
	(void)state;
	struct part part = ask_for(CRASH);
	assert_int_equal(part.result, SW_LAYER_DIED);
	assert_int_equal(part.number, SIGSEGV);
	assert_int_equal(ask_for(GIVE_UP).result, SW_LAYER_FAILED);
	if (is_sanitized())
		SKIP("processes are not confined here\n");
	part = ask_for(FORK);
	assert_int_equal(part.result, SW_LAYER_DIED);
	assert_int_equal(part.number, SIGSYS);
}

static void one_that_hangs_is_killed(void **state) {
	(void)state;
	struct timespec before, after;
	clock_gettime(CLOCK_MONOTONIC, &before);
	assert_int_equal(ask((struct part){.wish.options = HANG, .seconds = 1}).result, SW_LAYER_LATE);
	assert_int_equal(ask((struct part){.wish.options = SPIN, .seconds = 1}).result, SW_LAYER_LATE);
	clock_gettime(CLOCK_MONOTONIC, &after);
	assert_true(after.tv_sec - before.tv_sec < 20);
}

static void a_record_has_a_limit(void **state) {
	(void)state;
	assert_int_equal(ask_for(GROW).result, SW_LAYER_FAILED);
	if (is_sanitized())
		SKIP("memory is not limited here\n");
	assert_string_equal(ask_for(EAT).text, "limited");
}

/* ---- several at a time ---- */

struct asking {
	struct sw_worker *worker;
	struct part *part;
	unsigned slot, wrong;
};

static void *ask_often(void *context) {
	struct asking *asking = context;
	struct part part = *asking->part;
	for (unsigned i = 0; i < 12; i++) {
		bool dies = (i + asking->slot) % 4 == 3;
		part.wish.offset = asking->slot;
		part.wish.size = i % 8 + 1;
		part.wish.options = dies ? CRASH : COPY;
		ask_on(&part, asking->worker, asking->slot);
		if (dies)
			asking->wrong += part.result != SW_LAYER_DIED;
		else
			asking->wrong += part.bytes != i % 8 + 1 || part.text[0] != BLOB[asking->slot];
	}
	return NULL;
}

static int ask_four(struct part *part, struct sw_worker *worker) {
	struct asking askings[4];
	pthread_t threads[4];
	unsigned wrong = 0;
	for (unsigned i = 0; i < 4; i++) {
		askings[i] = (struct asking){worker, part, i, 0};
		if (pthread_create(&threads[i], NULL, ask_often, &askings[i]) != 0)
			return 3;
	}
	for (unsigned i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		wrong += askings[i].wrong;
	}
	return wrong ? 1 : 0;
}

static void several_at_a_time(void **state) {
	(void)state;
	ask((struct part){.act = ask_four});
}

/* Asks as no worker does, and waits to be ended. */
static int ask_wrongly(struct part *part, struct sw_worker *worker) {
	part->message.kind = SW_MESSAGE_LAYER;
	if (part->unsound && (lseek(worker->layer_slots[0].path, 0, SEEK_SET) < 0 || write(worker->layer_slots[0].path, "a\0b", 3) != 3))
		return 1;
	sw_message_send(worker->channel, &part->message);
	sw_message_send(worker->channel, &part->message); /* good ones are wrong the second time */
	poll(NULL, 0, 20000);
	return 0;
}

static void wrong_requests_end_the_worker(void **state) {
	(void)state;
	const struct part parts[] = {
		{.message.layer = {.slot = SW_LAYER_SLOTS}}, {.message.layer = {.slot = 4}}, {.message.layer = {.folder = 2}},
		{.message.layer = {.path_length = PATH_MAX}}, {.message.layer = {.options = SW_LAYER_OPTIONS}}, {.message.layer = {.flags = 4}},
		{.message.layer = {.path_length = 3}, .unsound = true}, {.message.layer = {.folder = 1, .flags = SW_LAYER_FOLDER, .options = HANG}},
	};
	struct sw_outcome outcome;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		struct part part = parts[i];
		part.act = ask_wrongly;
		run(&part, &outcome);
		assert_int_equal(outcome.kind, SW_OUTCOME_DIED);
	}
}

static int leave_it(struct part *part, struct sw_worker *worker) {
	part->message = (struct sw_message){.kind = SW_MESSAGE_LAYER, .layer = {.folder = 1, .flags = SW_LAYER_FOLDER, .options = HANG}};
	return sw_message_send(worker->channel, &part->message);
}

static void nothing_outlives_the_worker(void **state) {
	(void)state;
	struct part part = {.act = leave_it, .seconds = 20};
	struct sw_outcome outcome;
	struct timespec before, after;
	clock_gettime(CLOCK_MONOTONIC, &before);
	run(&part, &outcome);
	clock_gettime(CLOCK_MONOTONIC, &after);
	assert_int_equal(outcome.kind, SW_OUTCOME_DONE);
	assert_true(after.tv_sec - before.tv_sec < 5);
}

/* What the worker does to its copy cannot spoil what goes into the cache: it has no file that a layer worker writes, and what
 * it left in its own is gone. */
static int have_another_file(struct part *part, struct sw_worker *worker) {
	char name[32];
	struct stat st;
	int fd = worker->layer_slots[0].record;
	part->wish.options = NAME;
	if (write(fd, "spoilt by the worker", 20) != 20 || fstat(fd, &st) < 0)
		return 1;
	ask_on(part, worker, 0);
	snprintf(name, sizeof name, "%ju", (uintmax_t)st.st_ino);
	return strcmp(part->text, name) == 0;
}

static void the_worker_cannot_write_records(void **state) {
	(void)state;
	struct part part = ask((struct part){.act = have_another_file});
	assert_int_equal(part.result, SW_LAYER_DONE);
	assert_true(part.bytes > 0 && strspn(part.text, "0123456789") == part.bytes);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_layer_comes_back_with_its_digest),
		cmocka_unit_test(a_piece_of_a_file),
		cmocka_unit_test(a_large_layer),
		cmocka_unit_test(nothing_beside_the_target),
		cmocka_unit_test(a_root_file_system),
		cmocka_unit_test(a_layer_worker_can_open_nothing),
		cmocka_unit_test(one_that_dies_is_told),
		cmocka_unit_test(one_that_hangs_is_killed),
		cmocka_unit_test(a_record_has_a_limit),
		cmocka_unit_test(several_at_a_time),
		cmocka_unit_test(wrong_requests_end_the_worker),
		cmocka_unit_test(nothing_outlives_the_worker),
		cmocka_unit_test(the_worker_cannot_write_records),
	};
	return cmocka_run_group_tests_name("process_layers", tests, set_up, tear_down);
}
