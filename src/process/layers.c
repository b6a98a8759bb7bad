/* The broker's half of layers. */
#include "process/layers.h"
#include "base/file.h"
#include "base/sha256.h"
#include "process/sandbox.h"
#include "process/status_line.h"
#include "process/whole.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	PIPE_BYTES = 1 << 20,
	PIECE = 1 << 17,
	DIGEST = 64,              /* digits */
	BYTES_A_SECOND = 2 << 20, /* the slowest that a layer may be read, beyond the time that any may take */
	MOST_SECONDS = 100000,
	EXIT_REFUSED = 126,
	FOLDER_SECONDS = 1800,    /* more for a root file system in a folder, whose size is not known */
	SETTLED_SECONDS = 1,      /* how old a change must be, so that a later one gets another time */
};

/* ---- slots ---- */

static void close_slot(struct sw_layer_slot *slot, struct sw_layer_run *run) {
	sw_close_p(&slot->path);
	sw_close_p(&slot->record);
	sw_close_p(&slot->answer);
	sw_close_p(&run->record);
}

static int open_slot(struct sw_layer_slot *slot, struct sw_layer_run *run, struct sw_err *err) {
	run->record = memfd_create("record", MFD_CLOEXEC);
	slot->record = memfd_create("copy", MFD_CLOEXEC);
	slot->path = memfd_create("path", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	slot->answer = eventfd(0, EFD_CLOEXEC);
	run->blob = run->digests = -1;
	if (run->record >= 0 && slot->path >= 0 && slot->answer >= 0 && slot->record >= 0 && ftruncate(slot->path, PATH_MAX) == 0 &&
	    fcntl(slot->path, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0)
		return 0;
	int code = errno;
	close_slot(slot, run);
	return sw_err_set(err, code, "memory for layers: %s", strerror(code));
}

int sw_layers_open(struct sw_layers *layers, const struct sw_layer_setup *setup, struct sw_err *err) {
	*layers = (struct sw_layers){.cache.folder = -1};
	if (!setup)
		return 0;
	assert(setup->slots > 0 && setup->slots <= SW_LAYER_SLOTS);
	for (unsigned i = 0; i < setup->slots; i++)
		if (open_slot(&layers->slots[i], &layers->runs[i], err) < 0) {
			while (i-- > 0)
				close_slot(&layers->slots[i], &layers->runs[i]);
			return -1;
		}
	layers->setup = setup;
	return 0;
}

/* ---- the feeder ---- */

/* A layer worker need not read to the end; the digest is of all bytes nevertheless. */
static int feed(int blob, uint64_t at, uint64_t size, int to, int digests) {
	static char piece[PIECE];
	char hex[DIGEST + 1];
	struct sw_sha256 sha;
	bool wanted = true;
	sw_sha256_start(&sha);
	while (size) {
		ssize_t n = pread(blob, piece, size < PIECE ? (size_t)size : PIECE, (off_t)at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return 1;
		if (n == 0)
			break;
		sw_sha256_add(&sha, sw_str(piece, (size_t)n));
		wanted = wanted && sw_write_whole(to, sw_str(piece, (size_t)n));
		at += (uint64_t)n;
		size -= (uint64_t)n;
	}
	close(to);
	sw_sha256_hex(&sha, hex);
	return sw_write_whole(digests, sw_str(hex, DIGEST)) ? 0 : 1;
}

/* In the new process: nothing stays open but these, nothing can be opened. */
static bool confine(const int *kept, size_t count, int folder) {
	struct sw_sandbox sandbox;
	struct sw_err err;
	unsigned features;
	if (sw_sandbox_init(&sandbox, SW_LANDLOCK_ANY, &err) < 0)
		return false;
	for (size_t i = 0; i < count; i++)
		if (kept[i] >= 0 && sw_sandbox_keep(&sandbox, kept[i], &err) < 0)
			return false;
	if (folder >= 0 && sw_sandbox_read(&sandbox, folder, &err) < 0)
		return false;
	/* A sanitizer's own memory is far beyond any such limit. */
	if (sandbox.calls && sw_child_limit(RLIMIT_AS, SW_LAYER_MEMORY_BYTES) < 0)
		return false;
	return sw_sandbox_enter(&sandbox, &features, &err) == 0;
}

static unsigned seconds_for(const struct sw_layers *layers, const struct sw_layer_run *run) {
	uint64_t more = S_ISDIR(run->before.st_mode) ? FOLDER_SECONDS : run->size / BYTES_A_SECOND;
	return layers->setup->seconds + (unsigned)(more < MOST_SECONDS ? more : MOST_SECONDS);
}

static int start_feeder(struct sw_layers *layers, struct sw_layer_run *run, const int pipes[2], const int digests[2]) {
	if (sw_child_start(&run->feeder, seconds_for(layers, run)) != 0)
		return run->feeder.process ? 0 : -1;
	const int kept[] = {run->blob, pipes[1], digests[1]};
	signal(SIGPIPE, SIG_IGN);
	_exit(confine(kept, 3, -1) ? feed(run->blob, run->offset, run->size, pipes[1], digests[1]) : EXIT_REFUSED);
}

/* ---- the layer worker ---- */

static int start_reader(struct sw_layers *layers, struct sw_layer_run *run, int input, int folder) {
	unsigned seconds = seconds_for(layers, run);
	if (sw_child_start(&run->reader, seconds) != 0)
		return run->reader.process ? 0 : -1;
	const int kept[] = {input, folder, run->record};
	const struct sw_layer_task task = {input, folder, run->record, run->options};
	signal(SIGXFSZ, SIG_IGN);
	/* Two threads may use that much each. */
	if (sw_child_limit(RLIMIT_CPU, 2 * (rlim_t)seconds) < 0 || sw_child_limit(RLIMIT_FSIZE, SW_LAYER_RECORD_BYTES) < 0 ||
	    !confine(kept, 3, folder))
		_exit(EXIT_REFUSED);
	_exit(layers->setup->work(layers->setup->context, &task) ? 1 : 0);
}

static bool empty(int record) {
	return ftruncate(record, 0) == 0 && lseek(record, 0, SEEK_SET) == 0;
}

/* Both processes for a blob. */
static int start_both(struct sw_layers *layers, struct sw_layer_run *run) {
	int pipes[2] = {-1, -1}, digests[2] = {-1, -1}, result = -1;
	if (pipe2(pipes, O_CLOEXEC) == 0 && pipe2(digests, O_CLOEXEC) == 0) {
		fcntl(pipes[1], F_SETPIPE_SZ, PIPE_BYTES);
		posix_fadvise(run->blob, (off_t)run->offset, (off_t)(run->size < INT64_MAX ? run->size : 0), POSIX_FADV_SEQUENTIAL);
		result = start_feeder(layers, run, pipes, digests) < 0 ? -1 : start_reader(layers, run, pipes[0], -1);
	}
	if (result < 0)
		sw_child_end(&run->feeder);
	else
		run->digests = digests[0];
	if (result < 0)
		sw_close_p(&digests[0]);
	sw_close_p(&digests[1]);
	sw_close_p(&pipes[0]);
	sw_close_p(&pipes[1]);
	return result;
}

/* ---- requests ---- */

static void answer(struct sw_layers *layers, unsigned slot, enum sw_layer_result result, uint64_t number) {
	struct sw_layer_run *run = &layers->runs[slot];
	sw_close_p(&run->blob);
	sw_close_p(&run->digests);
	run->blob = run->digests = -1;
	run->busy = false;
	sw_answer_put(layers->slots[slot].answer, number << SW_LAYER_RESULT_BITS | result);
}

/* The record is in the worker's file: the digest is put behind it. */
static void answer_record(struct sw_layers *layers, unsigned slot, enum sw_layer_result result, const char digest[DIGEST + 1]) {
	int record = layers->slots[slot].record;
	off_t size = lseek(record, 0, SEEK_END);
	if (size < 0 || (uint64_t)size > SW_LAYER_RECORD_BYTES || !sw_write_whole(record, sw_str(digest, DIGEST)))
		answer(layers, slot, SW_LAYER_FAILED, 0);
	else
		answer(layers, slot, result, (uint64_t)size);
}

/* What the layer worker wrote moves into the worker's file, which is empty. A descriptor for reading alone would not do in
 * place of a second file: a file in memory can be opened once more through /proc, and Landlock does not speak of such. */
static bool hand_over(const struct sw_layer_run *run, int record) {
	off_t at = 0, size = lseek(run->record, 0, SEEK_END);
	while (at < size) {
		ssize_t n = sendfile(record, run->record, &at, (size_t)(size - at));
		if (n == 0 || (n < 0 && errno != EINTR))
			return false;
	}
	return size >= 0 && empty(run->record);
}

/* Answers from the cache when the file is one that was read before. */
static bool answer_cached(struct sw_layers *layers, unsigned slot) {
	struct sw_layer_run *run = &layers->runs[slot];
	char key[65], digest[65];
	sw_cache_identity(&run->before, run->offset, run->size, key);
	if (!sw_cache_known(&layers->cache, key, digest))
		return false;
	if (sw_cache_fetch(&layers->cache, digest, run->options, layers->slots[slot].record)) {
		answer_record(layers, slot, SW_LAYER_CACHED, digest);
		return true;
	}
	return false;
}

/* Opens what is asked for beneath the target. */
static int open_blob(const struct sw_layers *layers, const struct sw_message *message, const char *path) {
	const char *top = layers->setup->folders[message->layer.folder];
	SW_CLEANUP_FD int root = open(top, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (root < 0)
		return -1;
	if (!(message->layer.flags & SW_LAYER_FOLDER))
		return sw_open_beneath(root, path, NULL);
	/* A root file system is a target itself. */
	return *path ? -1 : openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static bool take_path(const struct sw_layer_slot *slot, uint32_t length, char path[PATH_MAX]) {
	if (length >= PATH_MAX || pread(slot->path, path, length, 0) != (ssize_t)length || memchr(path, '\0', length))
		return false;
	path[length] = '\0';
	return true;
}

static void start(struct sw_layers *layers, const struct sw_message *message, const char *path) {
	unsigned slot = message->layer.slot;
	struct sw_layer_run *run = &layers->runs[slot];
	uint64_t offset = message->layer.offset, size = message->layer.size;
	bool folder = message->layer.flags & SW_LAYER_FOLDER;
	*run = (struct sw_layer_run){.busy = true, .record = run->record, .digests = -1, .options = message->layer.options,
				     .blob = open_blob(layers, message, path)};
	clock_gettime(CLOCK_REALTIME, &run->asked);
	if (run->blob < 0 || fstat(run->blob, &run->before) < 0 || (!folder && offset > (uint64_t)run->before.st_size)) {
		answer(layers, slot, SW_LAYER_MISSING, 0);
		return;
	}
	uint64_t there = folder ? 0 : (uint64_t)run->before.st_size - offset;
	run->offset = offset;
	run->size = size < there ? size : there;
	int copy = layers->slots[slot].record;
	if (!empty(run->record) || !empty(copy))
		answer(layers, slot, SW_LAYER_REFUSED, 0);
	else if (folder && start_reader(layers, run, -1, run->blob) < 0)
		answer(layers, slot, SW_LAYER_REFUSED, 0);
	else if (!folder && !(message->layer.flags & SW_LAYER_FRESH) && answer_cached(layers, slot))
		return;
	else if (!folder && (!empty(copy) || start_both(layers, run) < 0))
		answer(layers, slot, SW_LAYER_REFUSED, 0);
}

/* Not before: a run without layers makes no folder. */
static void open_cache(struct sw_layers *layers) {
	struct sw_err trouble = {0};
	const struct sw_layer_setup *setup = layers->setup;
	if (!layers->cache_tried && setup->cache && sw_cache_open(&layers->cache, setup->cache, setup->version, &trouble) < 0)
		snprintf(layers->trouble, sizeof layers->trouble, "%.*s", (int)sizeof layers->trouble - 1, trouble.text);
	layers->cache_tried = true;
}

bool sw_layers_start(struct sw_layers *layers, const struct sw_message *message) {
	char path[PATH_MAX];
	if (!layers->setup || message->layer.slot >= layers->setup->slots || layers->runs[message->layer.slot].busy ||
	    message->layer.folder >= layers->setup->folder_count ||
	    !take_path(&layers->slots[message->layer.slot], message->layer.path_length, path))
		return false;
	open_cache(layers);
	start(layers, message, path);
	return true;
}

/* ---- ends ---- */

/* Whether the file is what it was before, and was long enough ago that a change since would show. */
static bool is_unchanged(const struct sw_layer_run *run) {
	struct stat now;
	const struct stat *was = &run->before;
	return fstat(run->blob, &now) == 0 && now.st_size == was->st_size && now.st_mtim.tv_sec == was->st_mtim.tv_sec &&
	       now.st_mtim.tv_nsec == was->st_mtim.tv_nsec && now.st_ctim.tv_sec == was->st_ctim.tv_sec &&
	       now.st_ctim.tv_nsec == was->st_ctim.tv_nsec && was->st_ctim.tv_sec + SETTLED_SECONDS < run->asked.tv_sec;
}

static void conclude(struct sw_layers *layers, unsigned slot) {
	struct sw_layer_run *run = &layers->runs[slot];
	char digest[DIGEST + 1] = "", key[65];
	bool cut = run->digests >= 0 && read(run->digests, digest, DIGEST) != DIGEST;
	if (WIFSIGNALED(run->how)) {
		bool late = run->reader.late || WTERMSIG(run->how) == SIGXCPU;
		answer(layers, slot, late ? SW_LAYER_LATE : SW_LAYER_DIED, (uint64_t)WTERMSIG(run->how));
	} else if (WEXITSTATUS(run->how) != 0) {
		answer(layers, slot, WEXITSTATUS(run->how) == EXIT_REFUSED ? SW_LAYER_REFUSED : SW_LAYER_FAILED, 0);
	} else if (cut) {
		answer(layers, slot, run->feeder.late ? SW_LAYER_LATE : SW_LAYER_CUT, 0);
	} else {
		if (*digest) {
			sw_cache_store(&layers->cache, digest, run->options, run->record);
			sw_cache_identity(&run->before, run->offset, run->size, key);
			if (is_unchanged(run))
				sw_cache_know(&layers->cache, key, digest);
		}
		if (hand_over(run, layers->slots[slot].record))
			answer_record(layers, slot, SW_LAYER_DONE, digest);
		else
			answer(layers, slot, SW_LAYER_FAILED, 0);
	}
}

void sw_layers_tend(struct sw_layers *layers) {
	for (unsigned i = 0; layers->setup && i < layers->setup->slots; i++) {
		struct sw_layer_run *run = &layers->runs[i];
		int how;
		if (!run->busy)
			continue;
		if (sw_child_ended(&run->reader, &run->how) && (run->reader.late || run->how))
			sw_child_end(&run->feeder);
		sw_child_ended(&run->feeder, &how);
		if (!run->reader.process && !run->feeder.process)
			conclude(layers, i);
	}
}

uint64_t sw_layers_deadline(const struct sw_layers *layers) {
	uint64_t least = UINT64_MAX;
	for (unsigned i = 0; layers->setup && i < layers->setup->slots; i++)
		least = sw_child_deadline(&layers->runs[i].feeder, sw_child_deadline(&layers->runs[i].reader, least));
	return least;
}

void sw_layers_close(struct sw_layers *layers) {
	for (unsigned i = 0; layers->setup && i < layers->setup->slots; i++) {
		struct sw_layer_run *run = &layers->runs[i];
		sw_child_end(&run->reader);
		sw_child_end(&run->feeder);
		sw_close_p(&run->blob);
		sw_close_p(&run->digests);
		close_slot(&layers->slots[i], run);
	}
	if (layers->setup)
		sw_cache_close(&layers->cache);
	layers->setup = NULL;
}
