/* The cache of layers: it gives nothing but what was made of the very bytes, whoever spoils it and however many use it. */
#include "layer_run.h"

/* As long ago as a change must be, so that a later one is seen. */
static void age(const char *name) {
	char path[PATH_MAX];
	struct stat st;
	struct timespec now;
	snprintf(path, sizeof path, "%s/%s", folder, name);
	do {
		poll(NULL, 0, 200);
		clock_gettime(CLOCK_REALTIME, &now);
		assert_int_equal(stat(path, &st), 0);
	} while (st.st_ctim.tv_sec + 1 >= now.tv_sec);
}

static struct part ask_kept(bool fresh) {
	return ask((struct part){.cache = cache, .wish = {.path = SW_S("kept"), .fresh = fresh}});
}

/* The files of the cache that begin so: how many; *path gets the last. */
static unsigned kept(const char *start, char path[PATH_MAX]) {
	char layers[128];
	unsigned n = 0;
	snprintf(layers, sizeof layers, "%s/layers", cache);
	DIR *dir = opendir(layers);
	for (struct dirent *entry; dir && (entry = readdir(dir));)
		if (strncmp(entry->d_name, start, strlen(start)) == 0 && entry->d_name[0] != '.') {
			n++;
			snprintf(path, PATH_MAX, "%s/%s", layers, entry->d_name);
		}
	if (dir)
		closedir(dir);
	return n;
}

static void a_record_is_kept(void **state) {
	(void)state;
	char path[PATH_MAX], digest[65];
	struct stat st;
	put_file("kept", "first", 5);
	age("kept");
	struct part part = ask_kept(false);
	assert_int_equal(part.result, SW_LAYER_DONE);
	part = ask_kept(false);
	assert_int_equal(part.result, SW_LAYER_CACHED);
	assert_string_equal(part.text, "first");
	digest_of("first", 5, digest);
	assert_string_equal(part.digest, digest);
	assert_int_equal(kept(digest, path), 1);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(kept("tmp.", path), 0);
	/* Other options are another record; so is another piece. */
	part = ask((struct part){.cache = cache, .wish = {.path = SW_S("kept"), .options = STOP_EARLY}});
	assert_int_equal(part.result, SW_LAYER_DONE);
	part = ask((struct part){.cache = cache, .wish = {.path = SW_S("kept"), .size = 2}});
	assert_int_equal(part.result, SW_LAYER_DONE);
	assert_string_equal(part.text, "fi");
	assert_int_equal(ask_kept(true).result, SW_LAYER_DONE);
	drop_cache();
}

static void a_changed_file_is_read_again(void **state) {
	(void)state;
	put_file("kept", "first", 5);
	age("kept");
	ask_kept(false);
	put_file("kept", "other", 5);
	struct part part = ask_kept(false);
	assert_int_equal(part.result, SW_LAYER_DONE);
	assert_string_equal(part.text, "other");
	/* It changed just now: another change at once might not be seen, so its digest is not remembered. */
	put_file("kept", "third", 5);
	part = ask_kept(false);
	assert_string_equal(part.text, "third");
	age("kept");
	assert_int_equal(ask_kept(false).result, SW_LAYER_DONE);
	assert_int_equal(ask_kept(false).result, SW_LAYER_CACHED);
	drop_cache();
}

static void spoil(const char *path, off_t at) {
	char byte = 0;
	int fd = open(path, O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0 && pread(fd, &byte, 1, at) == 1);
	byte ^= 1;
	assert_int_equal(pwrite(fd, &byte, 1, at), 1);
	close(fd);
}

static void a_broken_record_is_read_again(void **state) {
	(void)state;
	char path[PATH_MAX], digest[65], other[PATH_MAX];
	struct stat st;
	digest_of("first", 5, digest);
	put_file("kept", "first", 5);
	age("kept");
	ask_kept(false);
	assert_int_equal(kept(digest, path), 1);
	assert_int_equal(stat(path, &st), 0);
	for (off_t at = 0; at < st.st_size; at += 3) {
		assert_int_equal(ask_kept(false).result, SW_LAYER_CACHED);
		spoil(path, at);
		struct part part = ask_kept(false);
		/* Behind the sum's digits there is room that nothing means. */
		if (part.result != SW_LAYER_CACHED)
			assert_int_equal(part.result, SW_LAYER_DONE);
		assert_string_equal(part.text, "first");
	}
	assert_int_equal(truncate(path, st.st_size - 1), 0);
	assert_int_equal(ask_kept(false).result, SW_LAYER_DONE);
	/* Another layer's record under this name. */
	put_file("kept", "other", 5);
	ask_kept(false);
	digest_of("other", 5, digest);
	assert_int_equal(kept(digest, other), 1);
	put_file("kept", "first", 5);
	age("kept");
	ask_kept(false);
	assert_int_equal(rename(other, path), 0);
	struct part part = ask_kept(false);
	assert_int_equal(part.result, SW_LAYER_DONE);
	assert_string_equal(part.text, "first");
	/* A link in its place. */
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink(outside, path), 0);
	assert_int_equal(ask_kept(false).result, SW_LAYER_DONE);
	assert_int_equal(ask_kept(false).result, SW_LAYER_CACHED);
	assert_int_equal(lstat(path, &st), 0);
	assert_true(S_ISREG(st.st_mode));
	drop_cache();
}

static void expect_no_cache(void) {
	struct part part = {.act = ask_once, .cache = cache, .wish = {.folder = 1, .path = SW_S("kept"), .size = UINT64_MAX}};
	struct sw_outcome outcome;
	run(&part, &outcome);
	assert_int_equal(outcome.kind, SW_OUTCOME_DONE);
	assert_int_equal(part.result, SW_LAYER_DONE);
	assert_string_not_equal(outcome.cache, "");
}

static void a_folder_that_is_not_ones_own_is_refused(void **state) {
	(void)state;
	char other[PATH_MAX], layers[128];
	put_file("kept", "first", 5);
	snprintf(other, sizeof other, "%s/elsewhere", folder);
	snprintf(layers, sizeof layers, "%s/layers", cache);
	assert_int_equal(mkdir(other, 0700), 0);
	assert_int_equal(symlink(other, cache), 0);
	expect_no_cache();
	assert_int_equal(unlink(cache), 0);
	assert_true(mkdir(cache, 0700) == 0 && symlink(other, layers) == 0);
	expect_no_cache();
	assert_int_equal(unlink(layers), 0);
	assert_true(mkdir(layers, 0700) == 0 && chmod(layers, 0770) == 0);
	expect_no_cache();
	assert_true(chmod(layers, 0700) == 0 && chmod(cache, 0777) == 0);
	expect_no_cache();
	if (geteuid() == 0) {
		assert_true(chmod(cache, 0700) == 0 && chown(layers, 12345, 12345) == 0);
		expect_no_cache();
	}
	drop_cache();
	put_file("cache", "a file", 6);
	expect_no_cache();
	unlink(cache);
	rmdir(other);
}

static int ask_four_times(struct part *part, struct sw_worker *worker) {
	for (unsigned i = 0; i < 8; i++) {
		ask_on(part, worker, i % 4);
		if ((part->result != SW_LAYER_DONE && part->result != SW_LAYER_CACHED) || strcmp(part->text, "first") != 0)
			return 1;
	}
	return 0;
}

static void several_runs_share_it(void **state) {
	(void)state;
	char path[PATH_MAX], digest[65];
	pid_t runs[4];
	int how;
	put_file("kept", "first", 5);
	age("kept");
	for (unsigned i = 0; i < 4; i++) {
		runs[i] = fork();
		assert_true(runs[i] >= 0);
		if (runs[i] == 0) {
			struct part part = {.act = ask_four_times, .cache = cache, .wish = {.folder = 1, .path = SW_S("kept"), .size = UINT64_MAX, .fresh = i == 0}};
			struct sw_outcome outcome;
			run(&part, &outcome);
			_exit(outcome.kind == SW_OUTCOME_DONE && outcome.status == 0 && !*outcome.cache ? 0 : 1);
		}
	}
	for (unsigned i = 0; i < 4; i++) {
		assert_int_equal(waitpid(runs[i], &how, 0), runs[i]);
		assert_int_equal(how, 0);
	}
	digest_of("first", 5, digest);
	assert_int_equal(kept(digest, path), 1);
	assert_int_equal(kept("tmp.", path), 0);
	drop_cache();
}

static void the_longest_unused_goes_first(void **state) {
	(void)state;
	struct sw_cache small;
	struct sw_err err;
	char path[PATH_MAX], digest[65] = {0};
	int record = memfd_create("record", MFD_CLOEXEC), copy = memfd_create("copy", MFD_CLOEXEC);
	static const char text[50000] = "a record";
	assert_int_equal(write(record, text, sizeof text), (ssize_t)sizeof text);
	assert_int_equal(sw_cache_open(&small, cache, "1", &err), 0);
	for (char c = 'a'; c <= 'f'; c++) {
		memset(digest, c, 64);
		sw_cache_store(&small, digest, 0, record);
		poll(NULL, 0, 20);
	}
	memset(digest, 'a', 64);
	assert_true(sw_cache_fetch(&small, digest, 0, copy));
	small.most = 170000;
	sw_cache_close(&small);
	static const char left[] = "aef";
	for (char c = 'a'; c <= 'f'; c++) {
		memset(digest, c, 64);
		assert_int_equal(kept(digest, path), strchr(left, c) != NULL);
	}
	close(record);
	close(copy);
	drop_cache();
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_record_is_kept),
		cmocka_unit_test(a_changed_file_is_read_again),
		cmocka_unit_test(a_broken_record_is_read_again),
		cmocka_unit_test(a_folder_that_is_not_ones_own_is_refused),
		cmocka_unit_test(several_runs_share_it),
		cmocka_unit_test(the_longest_unused_goes_first),
	};
	return cmocka_run_group_tests_name("layer_cache", tests, set_up, tear_down);
}
