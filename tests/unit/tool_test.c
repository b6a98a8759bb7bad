/* Tools: what a worker gets from a program that behaves, and that one which does not harms nothing. The program of these
 * tests is the shell, with a script in its arguments; its texts are $1 and on. */
#include "unit.h"
#include "base/limits.h"
#include "process/broker.h"
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* What a worker of these tests does; it gives 0 when all was as wanted. */
struct part {
	int (*act)(struct part *part, struct sw_worker *worker);
	enum sw_tool_result wanted;
	const char *output; /* wanted */
	struct sw_message message;
};

static bool is_sanitized(void) {
	struct sw_sandbox sandbox;
	return sw_sandbox_init(&sandbox, 0, NULL) == 0 && !sandbox.calls;
}

static int do_part(void *context, struct sw_worker *worker) {
	struct part *part = context;
	return part->act(part, worker);
}

static void run_with(struct part *part, const struct sw_tool *tool, struct sw_outcome *outcome) {
	struct sw_sandbox sandbox;
	struct sw_err err;
	assert_int_equal(sw_sandbox_init(&sandbox, SW_LANDLOCK_ANY, &err), 0);
	struct sw_job job = {.work = do_part, .context = part, .sandbox = &sandbox, .tool = tool};
	assert_int_equal(sw_broker_run(&job, outcome, &err), 0);
	sw_sandbox_free(&sandbox);
}

/* Runs the part with a shell that runs `script`. Returns the seconds it took. */
static time_t run(const char *script, struct part *part, struct sw_outcome *outcome) {
	const char *const arguments[] = {"sh", "-c", script, "sh", NULL};
	char program[PATH_MAX];
	struct sw_tool tool;
	struct sw_err err;
	struct timespec before, after;
	assert_non_null(realpath("/bin/sh", program));
	assert_int_equal(sw_tool_open(&tool, program, arguments, SW_LANDLOCK_ANY, &err), 0);
	tool.seconds = 2;
	clock_gettime(CLOCK_MONOTONIC, &before);
	run_with(part, &tool, outcome);
	clock_gettime(CLOCK_MONOTONIC, &after);
	sw_tool_close(&tool);
	return after.tv_sec - before.tv_sec;
}

static enum sw_tool_result ask(struct sw_worker *worker, unsigned slot, struct sw_arena *arena, const char *text, struct sw_str *output) {
	struct sw_str texts[] = {sw_str_of(text), SW_S("second\n")};
	return sw_tool_run(worker->channel, slot, &worker->slots[slot], texts, 2, arena, output);
}

static int ask_once(struct part *part, struct sw_worker *worker) {
	struct sw_arena arena;
	struct sw_str output;
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES);
	if (ask(worker, 0, &arena, "first\n", &output) != part->wanted)
		return 1;
	return sw_str_is(output, part->output) ? 0 : 2;
}

static void expect(const char *script, enum sw_tool_result wanted, const char *output) {
	struct part part = {.act = ask_once, .wanted = wanted, .output = output};
	struct sw_outcome outcome;
	assert_true(run(script, &part, &outcome) < 20);
	assert_int_equal(outcome.kind, SW_OUTCOME_DONE);
	assert_int_equal(outcome.status, 0);
}

static void output_comes_back(void **state) {
	(void)state;
	expect("read -r a <\"$1\"; read -r b <\"$2\"; echo \"$a,$b $#\"; exit 1", SW_TOOL_DONE, "first,second 2\n");
	expect("exit 0", SW_TOOL_DONE, "");
}

static void nothing_else_can_be_reached(void **state) {
	(void)state;
	struct sw_sandbox sandbox;
	struct sw_err err;
	expect("echo \"$HOME,$PATHS,$PWD\"", SW_TOOL_DONE, ",,/\n");
	assert_int_equal(sw_sandbox_init(&sandbox, SW_LANDLOCK_ANY, &err), 0);
	sw_sandbox_free(&sandbox);
	/* Anybody may write there. */
	expect("echo x >/tmp/tool-test-leak; echo then", SW_TOOL_DONE, "then\n");
	assert_int_not_equal(access("/tmp/tool-test-leak", F_OK), 0);
	if (is_sanitized() || !sandbox.landlock)
		SKIP("reading is not confined here\n");
	expect("read -r a </etc/passwd && echo \"$a\"; echo then", SW_TOOL_DONE, "then\n");
}

static void failures_are_told(void **state) {
	(void)state;
	expect("exit 4", SW_TOOL_FAILED, "");
	expect("kill -SEGV $$", SW_TOOL_FAILED, "");
	/* The limit of output ends it. */
	expect("a=0123456789012345678901234567890123456789; a=$a$a$a$a; a=$a$a$a$a; while :; do echo \"$a$a$a$a\"; done",
	       SW_TOOL_FAILED, "");
	expect("while :; do :; done", SW_TOOL_LATE, "");
	if (is_sanitized())
		SKIP("processes are not confined here\n");
	/* No other process: whatever it starts is its end. */
	expect("/bin/true; echo alive", SW_TOOL_FAILED, "");
}

static void what_is_no_program_is_refused(void **state) {
	(void)state;
	const char *const arguments[] = {"x", NULL};
	char path[] = "/tmp/tool-test-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0 && write(fd, "garbage", 7) == 7 && fchmod(fd, 0755) == 0);
	close(fd);
	struct sw_tool tool;
	struct sw_err err;
	struct part part = {.act = ask_once, .wanted = SW_TOOL_REFUSED, .output = ""};
	struct sw_outcome outcome;
	assert_int_equal(sw_tool_open(&tool, path, arguments, SW_LANDLOCK_ANY, &err), 0);
	run_with(&part, &tool, &outcome);
	sw_tool_close(&tool);
	unlink(path);
	assert_int_equal(outcome.kind, SW_OUTCOME_DONE);
	assert_int_equal(outcome.status, 0);
}

struct asking {
	struct sw_worker *worker;
	unsigned slot, wrong;
};

static void *ask_often(void *context) {
	struct asking *asking = context;
	struct sw_arena arena;
	struct sw_str output;
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES);
	for (int i = 0; i < 20; i++) {
		char text[32];
		snprintf(text, sizeof text, "%u-%d\n", asking->slot, i);
		asking->wrong += ask(asking->worker, asking->slot, &arena, text, &output) != SW_TOOL_DONE || !sw_str_is(output, text);
	}
	sw_arena_free(&arena);
	return NULL;
}

static int ask_twice(struct part *part, struct sw_worker *worker) {
	struct asking first = {worker, 0, 0}, second = {worker, 1, 0};
	pthread_t thread;
	(void)part;
	if (pthread_create(&thread, NULL, ask_often, &first) != 0)
		return 3;
	ask_often(&second);
	pthread_join(thread, NULL);
	return first.wrong + second.wrong ? 1 : 0;
}

static void two_run_at_a_time(void **state) {
	(void)state;
	struct part part = {.act = ask_twice};
	struct sw_outcome outcome;
	run("read -r a <\"$1\"; echo \"$a\"", &part, &outcome);
	assert_int_equal(outcome.kind, SW_OUTCOME_DONE);
	assert_int_equal(outcome.status, 0);
}

static int fail_often(struct part *part, struct sw_worker *worker) {
	struct sw_arena arena;
	struct sw_str output;
	(void)part;
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES);
	for (int i = 0; i < SW_TOOL_FAILURES; i++)
		if (ask(worker, 0, &arena, "x", &output) != SW_TOOL_FAILED)
			return 1;
	return ask(worker, 0, &arena, "x", &output) == SW_TOOL_REFUSED ? 0 : 2;
}

static void failures_have_an_end(void **state) {
	(void)state;
	struct part part = {.act = fail_often};
	struct sw_outcome outcome;
	run("exit 9", &part, &outcome);
	assert_int_equal(outcome.kind, SW_OUTCOME_DONE);
	assert_int_equal(outcome.status, 0);
}

/* Asks as no worker does, and waits to be ended. */
static int ask_wrongly(struct part *part, struct sw_worker *worker) {
	part->message.kind = SW_MESSAGE_TOOL;
	sw_message_send(worker->channel, &part->message);
	sw_message_send(worker->channel, &part->message); /* good ones are wrong the second time */
	poll(NULL, 0, 20000);
	return 0;
}

static void wrong_requests_end_the_worker(void **state) {
	(void)state;
	static const struct sw_message messages[] = {
		{.tool = {.slot = SW_TOOL_SLOTS, .count = 1}}, {.tool = {.count = 0}}, {.tool = {.count = SW_TOOL_TEXTS + 1}},
		{.tool = {.count = 1, .sizes = {SW_TOOL_INPUT_BYTES + 1}}}, {.tool = {.count = 2, .sizes = {UINT32_MAX, 1}}},
		{.tool = {.count = 1, .sizes = {1}}},
	};
	struct sw_outcome outcome;
	for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
		struct part part = {.act = ask_wrongly, .message = messages[i]};
		assert_true(run("while :; do :; done", &part, &outcome) < 2);
		assert_int_equal(outcome.kind, SW_OUTCOME_DIED);
	}
	struct part part = {.act = ask_wrongly, .message = messages[5]};
	run_with(&part, NULL, &outcome);
	assert_int_equal(outcome.kind, SW_OUTCOME_DIED);
}

static int leave_it(struct part *part, struct sw_worker *worker) {
	part->message = (struct sw_message){.kind = SW_MESSAGE_TOOL, .tool = {.count = 1, .sizes = {1}}};
	sw_message_send(worker->channel, &part->message);
	return 0;
}

static void nothing_outlives_the_worker(void **state) {
	(void)state;
	struct part part = {.act = leave_it};
	struct sw_outcome outcome;
	assert_true(run("while :; do :; done", &part, &outcome) < 2);
	assert_int_equal(outcome.kind, SW_OUTCOME_DONE);
}

static void a_tool_is_found_in_absolute_places(void **state) {
	(void)state;
	char folder[] = "/tmp/tool-test-XXXXXX", path[64], found[PATH_MAX];
	struct sw_err err;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/thing", folder);
	assert_int_equal(sw_tool_find("thing", folder, found, sizeof found, &err), -1);
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	assert_int_equal(sw_tool_find("thing", folder, found, sizeof found, &err), -1);
	assert_int_equal(fchmod(fd, 0755), 0);
	close(fd);
	assert_int_equal(sw_tool_find("thing", "", found, sizeof found, &err), -1);
	assert_int_equal(sw_tool_find("thing", NULL, found, sizeof found, &err), -1);
	assert_int_equal(chdir(folder), 0);
	assert_int_equal(sw_tool_find("thing", ".::tmp", found, sizeof found, &err), -1);
	char places[128];
	snprintf(places, sizeof places, ":.:/nowhere:%s/../%s", folder, strrchr(folder, '/') + 1);
	assert_int_equal(sw_tool_find("thing", places, found, sizeof found, &err), 0);
	assert_string_equal(found, path);
	unlink(path);
	assert_int_equal(chdir("/"), 0);
	rmdir(folder);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(output_comes_back), cmocka_unit_test(nothing_else_can_be_reached),
		cmocka_unit_test(failures_are_told), cmocka_unit_test(what_is_no_program_is_refused),
		cmocka_unit_test(two_run_at_a_time), cmocka_unit_test(failures_have_an_end),
		cmocka_unit_test(wrong_requests_end_the_worker), cmocka_unit_test(nothing_outlives_the_worker),
		cmocka_unit_test(a_tool_is_found_in_absolute_places),
	};
	return cmocka_run_group_tests_name("tool", tests, NULL, NULL);
}
