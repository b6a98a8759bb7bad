/* A run of a job whose worker asks for layers, for the tests of layers and of their cache. The layer worker does as its
 * options say. */
#pragma once
#include "unit.h"
#include "base/limits.h"
#include "base/sha256.h"
#include "process/broker.h"
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum behaviour { COPY, PEEK, CRASH, HANG, SPIN, GROW, EAT, STOP_EARLY, FORK, GIVE_UP, LIST, NAME, BEHAVIOURS };

static char folder[] = "/tmp/layers-test-XXXXXX";
static char outside[] = "/tmp/layers-test-outside-XXXXXX";
static char cache[64];

/* ---- the layer worker's side ---- */

static int copy_all(const struct sw_layer_task *task) {
	char piece[4096];
	for (ssize_t n; (n = read(task->input, piece, sizeof piece)) != 0;)
		if (n < 0 || write(task->record, piece, (size_t)n) != n)
			return 1;
	return 0;
}

/* Tells what could be opened: nothing should. */
static int peek(const struct sw_layer_task *task) {
	char path[PATH_MAX];
	const char *const tries[] = {"/etc/passwd", "/", "blob", path, "/proc/self/maps", "/dev/null", "/tmp"};
	snprintf(path, sizeof path, "%s/blob", folder);
	dprintf(task->record, "opened");
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		int fd = open(tries[i], O_RDONLY | O_CLOEXEC);
		if (fd >= 0)
			dprintf(task->record, " %s", tries[i]);
	}
	int fd = open("/tmp/layers-test-written", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0)
		dprintf(task->record, " for writing");
	fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd >= 0)
		dprintf(task->record, " a socket");
	for (int i = 3; i < 256; i++)
		if (i != task->input && i != task->record && i != task->folder && fcntl(i, F_GETFD) >= 0)
			dprintf(task->record, " descriptor");
	return 0;
}

/* What is in the folder, and that nothing above it is. */
static int list(const struct sw_layer_task *task) {
	char up[PATH_MAX];
	int fd = openat(task->folder, "blob", O_RDONLY | O_CLOEXEC);
	dprintf(task->record, "%s", fd >= 0 ? "blob" : "nothing");
	snprintf(up, sizeof up, "%s", outside);
	if (open(up, O_RDONLY | O_CLOEXEC) >= 0 || openat(task->folder, "../../etc/passwd", O_RDONLY | O_CLOEXEC) >= 0)
		dprintf(task->record, ", and what is outside");
	return 0;
}

static int eat(const struct sw_layer_task *task) {
	for (size_t i = 0; i < 6; i++)
		if (mmap(NULL, (size_t)1 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) == MAP_FAILED)
			return dprintf(task->record, "limited") < 0;
	return dprintf(task->record, "unlimited") < 0;
}

/* Which file the record is. */
static int name_record(const struct sw_layer_task *task) {
	struct stat st;
	return fstat(task->record, &st) < 0 || dprintf(task->record, "%ju", (uintmax_t)st.st_ino) < 0;
}

static int misbehave(void *context, const struct sw_layer_task *task) {
	(void)context;
	switch ((enum behaviour)task->options) {
	case COPY: return copy_all(task);
	case PEEK: return peek(task);
	case LIST: return list(task);
	case CRASH: signal(SIGSEGV, SIG_DFL); raise(SIGSEGV); return 0;
	case HANG: poll(NULL, 0, 60000); return 0;
	case SPIN: for (volatile unsigned i = 0;; i++) continue;
	case GROW: return lseek(task->record, (off_t)SW_LAYER_RECORD_BYTES, SEEK_SET) < 0 || write(task->record, "x", 1) != 1;
	case EAT: return eat(task);
	case STOP_EARLY: return dprintf(task->record, "enough") < 0;
	case FORK: return fork() == 0 ? 0 : dprintf(task->record, "forked") < 0;
	case GIVE_UP: return 1;
	case NAME: return name_record(task);
	case BEHAVIOURS: break;
	}
	return 2;
}

/* ---- the worker's side ---- */

struct part {
	int (*act)(struct part *part, struct sw_worker *worker);
	struct sw_layer_wish wish;
	enum sw_layer_result result;
	char text[256], digest[65];
	uint64_t number, bytes;
	struct sw_message message;
	unsigned seconds;
	const char *cache;
	bool unsound;
};

static int do_part(void *context, struct sw_worker *worker) {
	struct part *part = context;
	return part->act(part, worker);
}

/* The worker is another process: what it saw comes back through memory that both have. */
static struct part *shared_part(const struct part *part) {
	struct part *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(shared != MAP_FAILED);
	*shared = *part;
	return shared;
}

static void run(struct part *part, struct sw_outcome *outcome) {
	const char *const folders[] = {outside, folder};
	struct sw_layer_setup setup = {.work = misbehave, .version = "1", .folders = folders, .folder_count = 2, .cache = part->cache,
				       .slots = 4, .seconds = part->seconds ? part->seconds : 20};
	struct part *shared = shared_part(part);
	struct sw_sandbox sandbox;
	struct sw_err err;
	assert_int_equal(sw_sandbox_init(&sandbox, SW_LANDLOCK_ANY, &err), 0);
	struct sw_job job = {.work = do_part, .context = shared, .sandbox = &sandbox, .layers = &setup};
	assert_int_equal(sw_broker_run(&job, outcome, &err), 0);
	sw_sandbox_free(&sandbox);
	*part = *shared;
	munmap(shared, sizeof *shared);
}

static void ask_on(struct part *part, struct sw_worker *worker, unsigned slot) {
	struct sw_arena arena;
	struct sw_layer_answer answer;
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES);
	part->result = sw_layer_ask(worker->channel, slot, &worker->layer_slots[slot], &part->wish, &arena, &answer);
	part->number = answer.number;
	part->bytes = answer.record.n;
	memcpy(part->digest, answer.digest, sizeof part->digest);
	snprintf(part->text, sizeof part->text, "%.*s", (int)(answer.record.n < 255 ? answer.record.n : 255), answer.record.n ? answer.record.p : "");
	sw_arena_free(&arena);
}

static int ask_once(struct part *part, struct sw_worker *worker) {
	ask_on(part, worker, 0);
	return 0;
}

/* Asks for "blob" in the second target, whole. */
static struct part ask(struct part part) {
	struct sw_outcome outcome;
	part.act = part.act ? part.act : ask_once;
	part.wish.folder = 1;
	if (!part.wish.path.n && !part.wish.whole_folder)
		part.wish.path = SW_S("blob");
	if (!part.wish.size)
		part.wish.size = UINT64_MAX;
	run(&part, &outcome);
	assert_int_equal(outcome.kind, SW_OUTCOME_DONE);
	assert_int_equal(outcome.status, 0);
	assert_string_equal(outcome.cache, "");
	return part;
}

static void put_file(const char *name, const char *text, size_t n) {
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert_true(fd >= 0 && write(fd, text, n) == (ssize_t)n);
	close(fd);
}

static void digest_of(const char *text, size_t n, char hex[65]) {
	struct sw_sha256 sha;
	sw_sha256_start(&sha);
	sw_sha256_add(&sha, sw_str(text, n));
	sw_sha256_hex(&sha, hex);
}

#define BLOB "0123456789abcdef"

static int set_up(void **state) {
	(void)state;
	int fd = mkstemp(outside);
	if (fd < 0 || !mkdtemp(folder))
		return -1;
	close(fd);
	put_file("blob", BLOB, sizeof BLOB - 1);
	snprintf(cache, sizeof cache, "%s/cache", folder);
	return 0;
}

static int remove_one(const char *parent) {
	char path[PATH_MAX];
	DIR *dir = opendir(parent);
	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		snprintf(path, sizeof path, "%s/%s", parent, entry->d_name);
		if (unlink(path) != 0)
			rmdir(path);
	}
	if (dir)
		closedir(dir);
	return 0;
}

static void drop_cache(void) {
	char layers[128];
	snprintf(layers, sizeof layers, "%s/layers", cache);
	remove_one(layers);
	remove_one(cache);
	rmdir(cache);
}

static int tear_down(void **state) {
	(void)state;
	drop_cache();
	remove_one(folder);
	rmdir(folder);
	unlink(outside);
	return 0;
}
