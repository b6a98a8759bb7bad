/* layer_read [-s] [-1] [-n] [-r RECORD] FILE|FOLDER: reads a layer and says what it holds. -s: looks for secrets; -1: with one
 * thread; -n: prints the names; -r: writes the record. The last line tells the time and the peak of memory. */
#include "base/out.h"
#include "readers/layers/read.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int64_t read_file(void *context, void *p, size_t n) {
	return read(*(int *)context, p, n);
}

static double now(void) {
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static const char kinds[] = "fdlhcbpwo";

static void print_names(struct sw_arena *arena, const struct sw_layer_account *account) {
	struct sw_layer_names it;
	struct sw_layer_entry entry;
	sw_layer_names_start(&it, arena, account->names);
	while (sw_layer_names_next(&it, &entry))
		printf("%c %o %u %u %llu %08x %.*s\n", kinds[entry.kind], entry.mode, entry.user, entry.group, (unsigned long long)entry.size, entry.sum,
		       SW_ARG(entry.path));
}

static void print_notables(const struct sw_layer_account *account) {
	for sw_each (const struct sw_notable, notable, account->notables) {
		printf("notable %.*s", SW_ARG(notable->entry.path));
		for (uint32_t bit = 1; bit <= SW_TRAIT_ESCALATION; bit <<= 1)
			if (notable->traits & bit)
				printf(" %s", sw_trait_name((enum sw_trait)bit));
		printf("%s%.*s%s%.*s device %u\n", notable->target.n ? " -> " : "", SW_ARG(notable->target), notable->capabilities.n ? " caps " : "",
		       SW_ARG(notable->capabilities), notable->device);
	}
}

static void print_rest(const struct sw_layer_account *account) {
	for sw_each (const struct sw_layer_secret, secret, account->secrets)
		printf("secret %.*s:%u:%u %.*s %.*s\n", SW_ARG(secret->path), secret->line, secret->column, SW_ARG(secret->kind), SW_ARG(secret->fingerprint));
	for sw_each (const struct sw_account, user, account->accounts)
		printf("account %.*s %.*s:%u user %u password %u\n", SW_ARG(user->name), SW_ARG(user->file), user->line, user->user, user->password);
	for sw_each (const struct sw_diag, diag, account->diags)
		printf("%s %s %.*s: %.*s\n", sw_diag_level_name(diag->level), diag->code, SW_ARG(diag->path), SW_ARG(diag->message));
	printf("release %.*s %.*s %.*s\n", SW_ARG(account->release.id), SW_ARG(account->release.version_id), SW_ARG(account->release.path));
	printf("diff %.*s blob %.*s %s\n", SW_ARG(account->diff_id), SW_ARG(account->blob), sw_partial_name((enum sw_partial)account->partial));
	printf("entries %llu files %llu folders %llu links %llu whiteouts %llu bytes %llu packed %llu unpacked %llu\n",
	       (unsigned long long)account->entries, (unsigned long long)account->files, (unsigned long long)account->folders,
	       (unsigned long long)account->links, (unsigned long long)account->whiteouts, (unsigned long long)account->file_bytes,
	       (unsigned long long)account->packed, (unsigned long long)account->unpacked);
	printf("notables %zu packages %zu owned %zu secrets %zu names %zu\n", account->notables.n, account->packages.n, account->owned.n,
	       account->secrets.n, account->names.n);
}

static size_t write_record(const struct sw_layer_account *account, const char *path) {
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1);
	sw_layer_record_write(&out, account);
	size_t n = sw_out_text(&out).n;
	sw_out_flush(&out, NULL);
	return n;
}

int main(int argc, char **argv) {
	struct sw_layer_options options = {.threads = 2};
	struct sw_layer_account account;
	struct sw_arena arena;
	struct rusage used;
	struct stat st;
	bool names = false, rest = false;
	const char *record = NULL;
	for (int option; (option = getopt(argc, argv, "s1nvdbr:")) != -1;) {
		options.secrets |= option == 's';
		options.threads = option == '1' ? 1 : options.threads;
		options.declared |= option == 'd';
		options.hash_blob |= option == 'b';
		names |= option == 'n';
		rest |= option == 'v';
		record = option == 'r' ? optarg : record;
	}
	int fd = optind < argc ? open(argv[optind], O_RDONLY | O_CLOEXEC) : -1;
	if (fd < 0 || fstat(fd, &st) != 0) {
		fprintf(stderr, "usage: layer_read [-s] [-1] [-n] [-v] [-d] [-b] [-r RECORD] FILE|FOLDER\n");
		return 2;
	}
	sw_arena_init(&arena, (size_t)4 << 30);
	double start = now();
	if (S_ISDIR(st.st_mode))
		sw_layer_read_folder(&arena, fd, &options, &account);
	else
		sw_layer_read(&arena, (struct sw_layer_input){&fd, read_file}, &options, &account);
	double end = now();
	if (names)
		print_names(&arena, &account);
	if (names || rest)
		print_notables(&account);
	print_rest(&account);
	if (record)
		printf("record %zu\n", write_record(&account, record));
	getrusage(RUSAGE_SELF, &used);
	printf("seconds %.3f processor %.3f peak %.1f MB\n", end - start,
	       (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6,
	       (double)used.ru_maxrss / 1024);
	sw_arena_free(&arena);
	return account.partial == SW_PARTIAL_NOT ? 0 : 1;
}
