#include "unit.h"
#include "base/out.h"
#include "readers/layers/names.h"
#include "readers/layers/read.h"
#include "packed.h"
#include "tar_make.h"
#include <fcntl.h>
#include <unistd.h>

/* --- reading -------------------------------------------------------------------------------------------------------- */

struct bytes {
	struct sw_str left;
};

static int64_t read_some(void *context, void *p, size_t n) {
	struct bytes *bytes = context;
	n = n < 5000 ? n : 5000;
	n = n < bytes->left.n ? n : bytes->left.n;
	memcpy(p, bytes->left.p, n);
	bytes->left = sw_str_from(bytes->left, n);
	return (int64_t)n;
}

struct layer {
	struct sw_arena arena;
	struct sw_layer_account account;
};

static void read_bytes(struct layer *layer, struct sw_str bytes, unsigned threads) {
	struct bytes input = {bytes};
	struct sw_layer_options options = {.threads = threads, .hash_blob = true};
	sw_arena_init(&layer->arena, (size_t)64 << 20);
	sw_layer_read(&layer->arena, (struct sw_layer_input){&input, read_some}, &options, &layer->account);
}

static void read_archive(struct layer *layer, const struct archive *archive) {
	read_bytes(layer, sw_str(archive->p, archive->n), 2);
}

static void drop(struct layer *layer, struct archive *archive) {
	sw_arena_free(&layer->arena);
	free(archive->p);
	*archive = (struct archive){0};
}

static const char kinds[] = "fdlhcbpwo";

/* "f 4755 5 etc/passwd\n" an entry. */
static struct sw_str listing(struct layer *layer) {
	struct sw_layer_names it;
	struct sw_layer_entry entry;
	struct sw_str text = {0};
	sw_layer_names_start(&it, &layer->arena, layer->account.names);
	while (sw_layer_names_next(&it, &entry))
		text = sw_arena_printf(&layer->arena, "%.*s%c %o %llu %.*s\n", SW_ARG(text), kinds[entry.kind], entry.mode,
				       (unsigned long long)entry.size, SW_ARG(entry.path));
	assert_false(it.broken);
	return text;
}

static bool said(const struct layer *layer, const char *code) {
	for sw_each (const struct sw_diag, diag, layer->account.diags)
		if (strcmp(diag->code, code) == 0)
			return true;
	return false;
}

static void put_whole(struct archive *archive, const char *name, char type, const char *mode, const char *link, const char *body) {
	char size[32];
	snprintf(size, sizeof size, "%011zo", strlen(body));
	char *header = put_header(archive, name, type, size);
	memcpy(header + 100, mode, strlen(mode) + 1);
	memcpy(header + 157, link, strlen(link));
	seal(header);
	memcpy(more(archive, (strlen(body) + 511) / 512 * 512), body, strlen(body));
}

static void entries_of_a_layer(void **state) {
	(void)state;
	struct archive archive = {0};
	struct layer layer;
	put_whole(&archive, "./", '5', "0000755", "", "");
	put_whole(&archive, "./bin/", '5', "0000755", "", "");
	put_whole(&archive, "bin/busybox", '0', "0000755", "", "hello");
	put_whole(&archive, "bin/sh", '2', "0000777", "busybox", "");
	put_whole(&archive, "bin/ash", '1', "0000755", "bin/busybox", "");
	put_whole(&archive, "tmp/.wh.gone", '0', "0000644", "", "");
	put_whole(&archive, "var/.wh..wh..opq", '0', "0000644", "", "");
	put_whole(&archive, ".wh..wh..opq", '0', "0000644", "", "");
	put_whole(&archive, ".wh..wh.plnk/1.2", '0', "0000644", "", "");
	put_whole(&archive, "a/.wh..wh.orph", '5', "0000644", "", "");
	put_whole(&archive, "a/.wh.", '0', "0000644", "", "");
	put_whole(&archive, "a/.wh...", '0', "0000644", "", "");
	put_whole(&archive, "a//./b", '0', "0000644", "", "");
	put_whole(&archive, "dev/fifo", '6', "0000644", "", "");
	put_end(&archive);
	read_archive(&layer, &archive);
	assert_str(listing(&layer), "d 755 0 \nd 755 0 bin\nf 755 5 bin/busybox\nl 777 0 bin/sh\nh 755 0 bin/ash\nw 0 0 tmp/gone\no 0 0 var\n"
				    "o 0 0 \nf 644 0 a/b\np 644 0 dev/fifo\n");
	assert_int_equal(layer.account.partial, SW_PARTIAL_NOT);
	assert_int_equal(layer.account.entries, 10);
	assert_int_equal(layer.account.files, 3);
	assert_int_equal(layer.account.links, 1);
	assert_int_equal(layer.account.whiteouts, 3);
	assert_int_equal(layer.account.file_bytes, 5);
	assert_int_equal(layer.account.unpacked, archive.n);
	assert_str(layer.account.diff_id, layer.account.blob.p);
	assert_int_equal(layer.account.diff_id.n, 71);
	assert_true(said(&layer, "layer-whiteout-odd"));
	drop(&layer, &archive);
}

static void names_are_never_believed(void **state) {
	(void)state;
	struct archive archive = {0};
	struct layer layer;
	char name[5000];
	put_whole(&archive, "/etc/passwd", '0', "0000644", "", "");
	put_whole(&archive, "../../etc/shadow", '0', "0000644", "", "");
	put_whole(&archive, "a/b/../../../c", '0', "0000644", "", "");
	put_whole(&archive, "..", '5', "0000755", "", "");
	put_whole(&archive, "///", '0', "0000755", "", "");
	put_whole(&archive, "l/out", '2', "0000777", "../../../etc", "");
	put_whole(&archive, "l/in", '2', "0000777", "../etc", "");
	put(&archive, "L", 'L', memset(name, 'n', sizeof name), sizeof name);
	put_whole(&archive, "short", '0', "0000644", "", "");
	put_whole(&archive, "behind", '0', "0000644", "", "");
	/* As long as may be, and then one part more. */
	memcpy(name, "a/", 2);
	name[SW_LIMIT_PATH_BYTES] = '/';
	put(&archive, "L", 'L', name, sizeof name);
	put_whole(&archive, "filled", '0', "0000644", "", "");
	put_end(&archive);
	read_archive(&layer, &archive);
	assert_str(listing(&layer), "f 644 0 etc/passwd\nf 644 0 etc/shadow\nf 644 0 c\nd 755 0 \nl 777 0 l/out\nl 777 0 l/in\nf 644 0 behind\n");
	assert_int_equal(layer.account.partial, SW_PARTIAL_LIMIT);
	assert_true(said(&layer, "layer-name-odd") && said(&layer, "layer-name-too-long") && said(&layer, "layer-link-outside"));
	drop(&layer, &archive);
}

/* Where nobody looked, the layer is a part, so that nothing passes. */
static void what_is_not_looked_at_is_told(void **state) {
	enum { LARGE = (4 << 20) + 1 };
	static const char record[] = "24 GNU.sparse.size=9999\n26 GNU.sparse.numblocks=0\n";
	(void)state;
	struct archive archive = {0};
	struct layer layer;
	put(&archive, "x", 'x', record, sizeof record - 1);
	put_whole(&archive, "etc/passwd", '0', "0000644", "", "x");
	put_end(&archive);
	read_archive(&layer, &archive);
	assert_int_equal(layer.account.partial, SW_PARTIAL_FORMAT);
	drop(&layer, &archive);
	char *body = calloc(1, LARGE);
	put(&archive, "etc/passwd", '0', body, LARGE);
	put_end(&archive);
	free(body);
	read_archive(&layer, &archive);
	assert_int_equal(layer.account.partial, SW_PARTIAL_LIMIT);
	assert_true(said(&layer, "layer-file-too-large"));
	drop(&layer, &archive);
	/* Without the list of its packages a system is known in part. */
	static const char damaged[] = "SQLite format 3 and nothing else";
	put(&archive, "var/lib/rpm/rpmdb.sqlite", '0', damaged, sizeof damaged - 1);
	put_end(&archive);
	read_archive(&layer, &archive);
	assert_int_equal(layer.account.partial, SW_PARTIAL_CORRUPT);
	drop(&layer, &archive);
}

/* Large files are looked through in windows; lines are counted over all of them. */
static void places_of_secrets(void **state) {
	enum { BYTES = 9 << 20, LINE = 32 };
	static const uint32_t lines[] = {1, 2, 131000, 131072, 294000};
	(void)state;
	struct archive archive = {0};
	struct sw_layer_account account = {0};
	struct sw_arena arena;
	char *text = malloc(BYTES);
	for (size_t i = 0; i < BYTES; i++)
		text[i] = i % LINE == LINE - 1 ? '\n' : ' ';
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		memcpy(text + (lines[i] - 1) * (size_t)LINE + 3, "AKIAZ3MHALF2TESTHALF", 20);
	put(&archive, "root/.aws/credentials", '0', text, BYTES);
	put_end(&archive);
	struct bytes input = {sw_str(archive.p, archive.n)};
	sw_arena_init(&arena, (size_t)64 << 20);
	sw_layer_read(&arena, (struct sw_layer_input){&input, read_some}, &(struct sw_layer_options){.threads = 2, .secrets = true}, &account);
	assert_int_equal(account.secrets.n, sizeof lines / sizeof *lines);
	for (size_t i = 0; i < account.secrets.n; i++) {
		assert_int_equal(account.secrets.v[i].line, lines[i]);
		assert_int_equal(account.secrets.v[i].column, 4);
	}
	sw_arena_free(&arena);
	free(archive.p);
	free(text);
}

/* What was told before memory ran out is a record all the same. */
static void an_account_that_is_too_large(void **state) {
	enum { FILES = 6000 };
	(void)state;
	struct archive archive = {0};
	struct sw_layer_account account = {0}, read;
	struct sw_arena arena, other;
	struct sw_out out;
	char name[32];
	for (int i = 0; i < FILES; i++) {
		snprintf(name, sizeof name, "usr/bin/%d", i);
		put_whole(&archive, name, '0', "0004755", "", "");
	}
	put_end(&archive);
	struct bytes input = {sw_str(archive.p, archive.n)};
	sw_arena_init(&arena, (size_t)1 << 20);
	sw_arena_init(&other, (size_t)16 << 20);
	sw_layer_read(&arena, (struct sw_layer_input){&input, read_some}, &(struct sw_layer_options){.threads = 2}, &account);
	assert_int_equal(account.partial, SW_PARTIAL_LIMIT);
	sw_out_init(&out, -1);
	sw_layer_record_write(&out, &account);
	assert_true(sw_layer_record_read(&other, sw_out_text(&out), &read));
	assert_true(read.notables.n > 0 && read.partial == SW_PARTIAL_LIMIT);
	sw_out_free(&out);
	sw_arena_free(&other);
	sw_arena_free(&arena);
	free(archive.p);
}

static const struct sw_notable *notable(const struct layer *layer, const char *path) {
	for sw_each (const struct sw_notable, one, layer->account.notables)
		if (sw_str_is(one->entry.path, path))
			return one;
	return NULL;
}

static uint32_t traits(const struct layer *layer, const char *path) {
	const struct sw_notable *one = notable(layer, path);
	return one ? one->traits : 0;
}

static void what_stands_out(void **state) {
	(void)state;
	struct archive archive = {0};
	struct layer layer;
	static const char record[] = "57 SCHILY.xattr.security.capability=\1\0\0\2\0\40\0\0\0\0\0\0\0\0\0\0\0\0\0\0\n";
	static const char record_3[] = "61 SCHILY.xattr.security.capability=\0\0\0\3\1\0\0\0\2\0\0\0\0\1\0\0\0\0\0\0\1\0\0\0\n";
	put_whole(&archive, "usr/bin/sudo", '0', "0004755", "", "x");
	put_whole(&archive, "usr/bin/wall", '0', "0002755", "", "x");
	put_whole(&archive, "var/lock", '0', "0002644", "", "x");
	put_whole(&archive, "tmp", '5', "0001777", "", "");
	put_whole(&archive, "srv/open", '5', "0000777", "", "");
	put_whole(&archive, "srv/open/file", '0', "0000666", "", "x");
	put_whole(&archive, "srv/link", '2', "0000777", "open", "");
	put(&archive, "x", 'x', record, sizeof record - 1);
	put_whole(&archive, "bin/ping", '0', "0000755", "", "x");
	put(&archive, "x", 'x', record_3, sizeof record_3 - 1);
	put_whole(&archive, "bin/other", '0', "0000755", "", "x");
	char *header = put_header(&archive, "dev/mem", '3', "0");
	memcpy(header + 329, "0000001\0000000001", 15);
	seal(header);
	put_whole(&archive, "usr/bin/x86_64-linux-gnu-gcc-12", '0', "0000755", "", "x");
	put_whole(&archive, "usr/bin/gcc-ranlib-12", '0', "0000755", "", "x");
	put_whole(&archive, "usr/sbin/sshd", '0', "0000755", "", "x");
	put_whole(&archive, "usr/share/doc/curl", '0', "0000755", "", "x");
	put_whole(&archive, "usr/local/bin/docker", '1', "0000755", "usr/bin/wall", "");
	put_whole(&archive, "app/.git", '5', "0000755", "", "");
	put_whole(&archive, "app/.git/config", '0', "0000644", "", "x");
	put_whole(&archive, "app/.git/objects/aa", '0', "0000644", "", "x");
	put_whole(&archive, "root/.ssh/id_rsa", '0', "0000600", "", "x");
	put_whole(&archive, "root/.npmrc", '0', "0000600", "", "");
	put_whole(&archive, "root/.cache/pip/http/a", '0', "0000600", "", "x");
	put_whole(&archive, "var/lib/apt/lists/lock", '0', "0000600", "", "x");
	put_whole(&archive, "var/lib/apt/lists/x_Packages", '0', "0000600", "", "x");
	put_end(&archive);
	read_archive(&layer, &archive);
	assert_int_equal(layer.account.partial, SW_PARTIAL_NOT);
	assert_int_equal(traits(&layer, "usr/bin/sudo"), SW_TRAIT_SETUID | SW_TRAIT_ESCALATION);
	assert_int_equal(traits(&layer, "usr/bin/wall"), SW_TRAIT_SETGID);
	assert_int_equal(traits(&layer, "var/lock") | traits(&layer, "tmp") | traits(&layer, "srv/link"), 0);
	assert_int_equal(traits(&layer, "srv/open"), SW_TRAIT_WORLD_WRITABLE);
	assert_int_equal(traits(&layer, "srv/open/file"), SW_TRAIT_WORLD_WRITABLE);
	assert_int_equal(traits(&layer, "bin/ping"), SW_TRAIT_CAPABILITY);
	assert_str(notable(&layer, "bin/ping")->capabilities, "cap_net_raw+ep");
	assert_str(notable(&layer, "bin/other")->capabilities, "cap_chown,cap_checkpoint_restore+p cap_dac_override+i [rootid=1]");
	assert_int_equal(traits(&layer, "dev/mem"), SW_TRAIT_DEVICE);
	assert_int_equal(notable(&layer, "dev/mem")->device, 1 << 20 | 1);
	assert_int_equal(traits(&layer, "usr/bin/x86_64-linux-gnu-gcc-12"), SW_TRAIT_COMPILER);
	assert_int_equal(traits(&layer, "usr/bin/gcc-ranlib-12") | traits(&layer, "usr/share/doc/curl"), 0);
	assert_int_equal(traits(&layer, "usr/sbin/sshd"), SW_TRAIT_SSH_SERVER);
	assert_int_equal(traits(&layer, "usr/local/bin/docker"), SW_TRAIT_ENGINE_CLIENT);
	assert_str(notable(&layer, "usr/local/bin/docker")->target, "usr/bin/wall");
	assert_int_equal(traits(&layer, "app/.git"), SW_TRAIT_GIT);
	assert_true(traits(&layer, "app/.git/config") & SW_TRAIT_GIT);
	assert_int_equal(traits(&layer, "app/.git/objects/aa"), 0);
	assert_int_equal(traits(&layer, "root/.ssh/id_rsa"), SW_TRAIT_SECRET_FILE);
	assert_int_equal(traits(&layer, "root/.npmrc") | traits(&layer, "var/lib/apt/lists/lock"), 0);
	assert_int_equal(traits(&layer, "root/.cache/pip/http/a"), SW_TRAIT_PACKAGE_CACHE);
	assert_int_equal(traits(&layer, "var/lib/apt/lists/x_Packages"), SW_TRAIT_PACKAGE_CACHE);
	drop(&layer, &archive);
}

static void accounts_and_release(void **state) {
	(void)state;
	struct archive archive = {0};
	struct layer layer;
	static const uint8_t expected[] = {SW_PASSWORD_UNKNOWN, SW_PASSWORD_EMPTY, SW_PASSWORD_HASHED, SW_PASSWORD_WEAK_HASH, SW_PASSWORD_WEAK_HASH,
					   SW_PASSWORD_LOCKED, SW_PASSWORD_LOCKED, SW_PASSWORD_LOCKED};
	put_whole(&archive, "etc/debian_version", '0', "0000644", "", "12.5\n");
	put_whole(&archive, "usr/lib/os-release", '0', "0000644", "",
		  "# x\nPRETTY_NAME=\"Debian \\\"12\\\"\"\nID=debian\nVERSION_ID='12'\nID_LIKE=unix\nVERSION_CODENAME=bookworm\n");
	put_whole(&archive, "etc/alpine-release", '0', "0000644", "", "3.19.1\n");
	put_whole(&archive, "etc/passwd", '0', "0000644", "", "root:x:0:0:root:/root:/bin/bash\n\nnobody::99:98:::\nbad\n");
	put_whole(&archive, "etc/shadow", '0', "0000640", "",
		  "a:$6$salt$hash:1::::::\nb:$1$salt$hash:1\nc:abcdefghijk./:1\nd:!$6$x$y:1\ne:*:1\nf:!!:\n");
	put_whole(&archive, "home/etc/passwd", '0', "0000644", "", "x:y:0:0:::\n");
	put_end(&archive);
	read_archive(&layer, &archive);
	assert_str(layer.account.release.path, "usr/lib/os-release");
	assert_str(layer.account.release.id, "debian");
	assert_str(layer.account.release.version_id, "12");
	assert_str(layer.account.release.name, "Debian \"12\"");
	assert_str(layer.account.release.codename, "bookworm");
	assert_int_equal(layer.account.accounts.n, 8);
	for (size_t i = 0; i < 8; i++)
		assert_int_equal(layer.account.accounts.v[i].password, expected[i]);
	assert_int_equal(layer.account.accounts.v[1].line, 3);
	assert_int_equal(layer.account.accounts.v[1].user, 99);
	assert_str(layer.account.accounts.v[0].shell, "/bin/bash");
	assert_str(layer.account.accounts.v[7].file, "etc/shadow");
	drop(&layer, &archive);
	put_whole(&archive, "etc/redhat-release", '0', "0000644", "", "CentOS release 6.10 (Final)\n");
	put_end(&archive);
	read_archive(&layer, &archive);
	assert_str(layer.account.release.id, "centos");
	assert_str(layer.account.release.version_id, "6.10");
	drop(&layer, &archive);
}

/* --- what is broken ------------------------------------------------------------------------------------------------- */

static void fill(struct archive *archive, size_t files) {
	char name[64], body[1000];
	for (size_t i = 0; i < files; i++) {
		snprintf(name, sizeof name, "folder/file-%zu", i);
		for (size_t k = 0; k < sizeof body; k++)
			body[k] = (char)(i * 7 + k * k % 251);
		put(archive, name, '0', body, sizeof body);
	}
	put_end(archive);
}

static void parts_are_told(void **state) {
	(void)state;
	struct archive archive = {0};
	struct layer layer, whole;
	fill(&archive, 3000);
	struct sw_str plain = sw_str(archive.p, archive.n), gzip = packed_gzip(plain), zstd = packed_zstd(plain);
	read_bytes(&whole, plain, 1);
	const struct sw_str packed[] = {gzip, zstd};
	for (size_t i = 0; i < 2; i++)
		for (unsigned threads = 1; threads <= 2; threads++) {
			read_bytes(&layer, packed[i], threads);
			assert_int_equal(layer.account.partial, SW_PARTIAL_NOT);
			assert_int_equal(layer.account.entries, 3000);
			assert_true(sw_str_eq(layer.account.diff_id, whole.account.diff_id) && sw_str_eq(layer.account.names, whole.account.names));
			assert_int_equal(layer.account.packed, packed[i].n);
			sw_arena_free(&layer.arena);
			read_bytes(&layer, sw_str_sub(packed[i], 0, packed[i].n - 10), threads);
			assert_int_equal(layer.account.partial, SW_PARTIAL_TRUNCATED);
			assert_true(layer.account.diff_id.n == 0 && layer.account.blob.n == 71 && said(&layer, "layer-truncated"));
			sw_arena_free(&layer.arena);
			((char *)(uintptr_t)packed[i].p)[packed[i].n / 2] ^= 1;
			read_bytes(&layer, packed[i], threads);
			assert_int_equal(layer.account.partial, SW_PARTIAL_CORRUPT);
			assert_int_equal(layer.account.diff_id.n, 0);
			assert_int_equal(layer.account.packed, packed[i].n);
			sw_arena_free(&layer.arena);
			((char *)(uintptr_t)packed[i].p)[packed[i].n / 2] ^= 1;
		}
	read_bytes(&layer, sw_str_sub(plain, 0, 10000), 2);
	assert_int_equal(layer.account.partial, SW_PARTIAL_TRUNCATED);
	assert_int_equal(layer.account.entries, 7);
	sw_arena_free(&layer.arena);
	read_bytes(&layer, SW_S("BZh91AY&SY"), 2);
	assert_int_equal(layer.account.partial, SW_PARTIAL_FORMAT);
	sw_arena_free(&layer.arena);
	archive.p[1536 * 5] ^= 1;
	read_bytes(&layer, plain, 2);
	assert_int_equal(layer.account.partial, SW_PARTIAL_CORRUPT);
	assert_true(said(&layer, "tar-checksum") && layer.account.diff_id.n);
	sw_arena_free(&layer.arena);
	sw_arena_free(&whole.arena);
	free((void *)(uintptr_t)gzip.p);
	free((void *)(uintptr_t)zstd.p);
	free(archive.p);
}

/* A header that claims more than there is costs nothing; a file that is nothing but a claim is no file. */
static void claims_cost_nothing(void **state) {
	(void)state;
	struct archive archive = {0};
	struct layer layer;
	put_header(&archive, "opt/conda/conda-meta/a.json", '0', "77777777777");
	put_end(&archive);
	read_archive(&layer, &archive);
	assert_int_equal(layer.account.partial, SW_PARTIAL_TRUNCATED);
	assert_true(layer.arena.used < (size_t)1 << 20);
	drop(&layer, &archive);
	put_header(&archive, "x", 'x', "77777777777");
	put_end(&archive);
	read_archive(&layer, &archive);
	assert_int_equal(layer.account.partial, SW_PARTIAL_LIMIT);
	drop(&layer, &archive);
	put_text(&archive, "x", 'x', "99999999999999999999 path=x\n");
	put_whole(&archive, "a", '0', "0000644", "", "");
	put_end(&archive);
	read_archive(&layer, &archive);
	assert_int_equal(layer.account.partial, SW_PARTIAL_CORRUPT);
	assert_true(said(&layer, "tar-record-malformed"));
	drop(&layer, &archive);
	read_bytes(&layer, SW_S(""), 2);
	assert_true(layer.account.entries == 0 && said(&layer, "tar-end-missing"));
	sw_arena_free(&layer.arena);
}

/* 64 MiB of zeros in a few bytes of zstd: more than any file system is packed to. */
static void bombs_are_stopped(void **state) {
	(void)state;
	struct layer layer;
	char *zeros = calloc(1, (size_t)64 << 20);
	struct sw_str packed = packed_zstd(sw_str(zeros, (size_t)64 << 20));
	read_bytes(&layer, packed, 2);
	assert_int_equal(layer.account.partial, SW_PARTIAL_LIMIT);
	assert_true(layer.account.unpacked < (uint64_t)20 << 20 && layer.account.diff_id.n == 0);
	sw_arena_free(&layer.arena);
	free((void *)(uintptr_t)packed.p);
	free(zeros);
}

static struct sw_str header_again; /* an archive of one header, repeated for ever */
static uint64_t headers_left;

static int64_t read_headers(void *context, void *p, size_t n) {
	(void)context;
	size_t done = 0;
	for (; n - done >= header_again.n && headers_left; headers_left--, done += header_again.n)
		memcpy((char *)p + done, header_again.p, header_again.n);
	return (int64_t)done;
}

static void entries_are_counted(void **state) {
	(void)state;
	struct archive archive = {0};
	struct layer layer;
	struct sw_layer_options options = {.threads = 2};
	put_whole(&archive, "a/file", '0', "0000644", "", "");
	header_again = sw_str(archive.p, archive.n);
	headers_left = SW_LIMIT_LAYER_ENTRIES + (uint64_t)1000;
	sw_arena_init(&layer.arena, (size_t)1 << 30);
	sw_layer_read(&layer.arena, (struct sw_layer_input){NULL, read_headers}, &options, &layer.account);
	assert_int_equal(layer.account.partial, SW_PARTIAL_LIMIT);
	assert_int_equal(layer.account.entries, SW_LIMIT_LAYER_ENTRIES);
	assert_true(layer.account.names.n <= (size_t)4 * SW_LIMIT_LAYER_ENTRIES);
	sw_arena_free(&layer.arena);
	/* With little memory it ends earlier, and says so. */
	headers_left = SW_LIMIT_LAYER_ENTRIES;
	sw_arena_init(&layer.arena, (size_t)2 << 20);
	sw_layer_read(&layer.arena, (struct sw_layer_input){NULL, read_headers}, &options, &layer.account);
	assert_int_equal(layer.account.partial, SW_PARTIAL_LIMIT);
	assert_true(layer.account.entries > 10000 && layer.account.names.n > 0);
	drop(&layer, &archive);
}

/* --- names and records ---------------------------------------------------------------------------------------------- */

static void names_are_packed(void **state) {
	(void)state;
	static struct sw_names names;
	struct sw_arena arena;
	struct sw_layer_names it;
	struct sw_layer_entry entry;
	char path[100];
	sw_arena_init(&arena, (size_t)64 << 20);
	for (uint32_t i = 0; i < 50000; i++) {
		int n = snprintf(path, sizeof path, "usr/share/doc/package-%u/changelog-%u.gz", i / 10, i);
		entry = (struct sw_layer_entry){sw_str(path, (size_t)n), i % 9, i % 12 * 7, i % 11, i % 5, i * 1000, i % 9 <= 3 ? i * 2654435761u : 0};
		if (!entry.size)
			entry.sum = 0;
		entry.size = entry.kind == SW_ENTRY_FILE ? entry.size : 0;
		if (entry.kind == SW_ENTRY_FOLDER)
			entry.sum = 0;
		assert_true(sw_names_add(&names, &entry));
	}
	struct sw_str whole = sw_names_whole(&names, &arena);
	sw_layer_names_start(&it, &arena, whole);
	for (uint32_t i = 0; i < 50000; i++) {
		assert_true(sw_layer_names_next(&it, &entry));
		int n = snprintf(path, sizeof path, "usr/share/doc/package-%u/changelog-%u.gz", i / 10, i);
		assert_true(sw_str_eq(entry.path, sw_str(path, (size_t)n)));
		assert_true(entry.kind == i % 9 && entry.mode == i % 12 * 7 && entry.user == i % 11 && entry.group == i % 5);
		assert_int_equal(entry.size, entry.kind == SW_ENTRY_FILE ? i * 1000 : 0);
		assert_int_equal(entry.sum, i && (entry.kind == SW_ENTRY_FILE || entry.kind == SW_ENTRY_SYMLINK || entry.kind == SW_ENTRY_HARD_LINK) ? i * 2654435761u : 0);
	}
	assert_false(sw_layer_names_next(&it, &entry) || it.broken);
	sw_names_free(&names);
	/* What is none of ours ends, and says so. */
	static const struct sw_str bad[] = {SW_SI("\x09\0\0"), SW_SI("\0\1\0"), SW_SI("\0\0\5abc"), SW_SI("\x70\0\0\xff\xff\xff\xff\x7f"),
					    SW_SI("\0\x80\0\0"), SW_SI("\x02\0\1a\1\2"), SW_SI("\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		sw_layer_names_start(&it, &arena, bad[i]);
		assert_false(sw_layer_names_next(&it, &entry));
		assert_true(it.broken);
	}
	sw_arena_free(&arena);
}

static void full_account(struct sw_arena *arena, struct sw_layer_account *account) {
	struct archive archive = {0};
	struct layer layer;
	fill(&archive, 20);
	read_archive(&layer, &archive);
	*account = layer.account;
	account->names = sw_arena_str(arena, layer.account.names);
	account->diff_id = sw_arena_str(arena, layer.account.diff_id);
	account->blob = sw_arena_str(arena, layer.account.blob);
	account->diags = (struct sw_diags){.arena = arena};
	account->notables = (struct sw_notables){0};
	drop(&layer, &archive);
	struct sw_layer_entry entry = {SW_S("a/b"), SW_ENTRY_FILE, 04755, 1, UINT32_MAX, 12345678901, 0xdeadbeef};
	*sw_push(arena, &account->notables) = (struct sw_notable){entry, SW_TRAIT_SETUID, SW_S("t"), SW_S("cap_chown+ep"), 77};
	*sw_push(arena, &account->packages) = (struct sw_package){.type = SW_PACKAGE_DEB, .development = true, .name = SW_S("libc6"), .version = SW_S("2.36"),
		.architecture = SW_S("amd64"), .source = SW_S("glibc"), .source_version = SW_S("2.36-9"), .licence = SW_S("LGPL"), .supplier = SW_S("them"),
		.module = SW_S("m"), .place = SW_S("p"), .path = SW_S("var/lib/dpkg/status")};
	*sw_push(arena, &account->owned) = (struct sw_owned){SW_S("lib/a"), SW_S("libc6"), SW_PACKAGE_DEB};
	*sw_push(arena, &account->owned) = (struct sw_owned){SW_S("lib/b"), SW_S("libc6"), SW_PACKAGE_DEB};
	*sw_push(arena, &account->owned) = (struct sw_owned){SW_S("lib/c"), SW_S("other"), SW_PACKAGE_DEB};
	*sw_push(arena, &account->secrets) = (struct sw_layer_secret){SW_S("a/b"), SW_S("github-token"), SW_S("GitHub token"), SW_S("0123456789ab"), 3, 4, 1, true};
	*sw_push(arena, &account->accounts) = (struct sw_account){SW_S("root"), SW_S("etc/passwd"), 1, 0, 0, SW_S("/root"), SW_S("/bin/sh"), SW_PASSWORD_EMPTY};
	account->release = (struct sw_release){SW_S("etc/os-release"), SW_S("debian"), SW_S("12"), SW_S("Debian"), SW_S(""), SW_S("bookworm"), SW_S("")};
	sw_diag_add(&account->diags, SW_DIAG_WARNING, "tar-sparse", (struct sw_span){0}, "a message");
	account->diags.v[0].path = SW_S("some/path");
	account->diags.dropped = 5;
}

static void records_come_back(void **state) {
	(void)state;
	SW_CLEANUP_OUT struct sw_out out, again;
	struct sw_arena arena, back;
	struct sw_layer_account account, read;
	sw_arena_init(&arena, 1 << 24);
	sw_out_init(&out, -1);
	sw_out_init(&again, -1);
	full_account(&arena, &account);
	sw_layer_record_write(&out, &account);
	struct sw_str record = sw_out_text(&out);
	sw_arena_init(&back, 1 << 24);
	assert_true(sw_layer_record_read(&back, record, &read));
	assert_str(read.owned.v[1].package, "libc6");
	assert_str(read.owned.v[2].package, "other");
	assert_str(read.packages.v[0].place, "p");
	assert_string_equal(read.diags.v[0].code, "tar-sparse");
	sw_layer_record_write(&again, &read);
	assert_true(sw_str_eq(record, sw_out_text(&again)));
	sw_arena_free(&back);
	/* Cut anywhere it is refused; with any byte changed it is refused or a record all the same. */
	char *copy = malloc(record.n);
	for (size_t i = 0; i < record.n; i++) {
		sw_arena_init(&back, 1 << 22);
		memcpy(copy, record.p, i);
		assert_false(sw_layer_record_read(&back, sw_str(copy, i), &read));
		sw_arena_free(&back);
		for (unsigned change = 1; change < 256; change *= 7) {
			sw_arena_init(&back, 1 << 24);
			memcpy(copy, record.p, record.n);
			copy[i] = (char)(copy[i] ^ (int)change);
			sw_layer_record_read(&back, sw_str(copy, record.n), &read);
			sw_arena_free(&back);
		}
	}
	free(copy);
	sw_arena_free(&arena);
}

/* --- folders -------------------------------------------------------------------------------------------------------- */

static void folders_read_the_same(void **state) {
	(void)state;
	struct layer layer;
	struct sw_layer_options options = {.threads = 1};
	char path[] = "/tmp/strideward-layer-XXXXXX", command[1000];
	if (!mkdtemp(path))
		SKIP("no temporary folder");
	snprintf(command, sizeof command,
		 "cd %s && mkdir -p etc b/c && echo root:x:0:0::/:/bin/sh >etc/passwd && chmod 644 etc/passwd && ln -s / b/c/up && : >b/.wh.gone && "
		 "mkfifo b/fifo && chmod 600 b/fifo && chmod 755 etc b b/c && echo x >z && chmod 4755 z", path);
	assert_int_equal(system(command), 0);
	int fd = open(path, O_RDONLY | O_DIRECTORY);
	sw_arena_init(&layer.arena, (size_t)16 << 20);
	sw_layer_read_folder(&layer.arena, fd, &options, &layer.account);
	assert_str(listing(&layer), "d 700 0 \nd 755 0 b\nw 0 0 b/gone\nd 755 0 b/c\nl 777 0 b/c/up\np 600 0 b/fifo\nd 755 0 etc\nf 644 22 etc/passwd\nf 4755 2 z\n");
	assert_int_equal(layer.account.partial, SW_PARTIAL_NOT);
	assert_int_equal(layer.account.accounts.n, 1);
	assert_int_equal(traits(&layer, "z"), SW_TRAIT_SETUID);
	sw_arena_free(&layer.arena);
	close(fd);
	snprintf(command, sizeof command, "rm -rf %s", path);
	assert_int_equal(system(command), 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_of_a_layer), cmocka_unit_test(names_are_never_believed),
		cmocka_unit_test(what_is_not_looked_at_is_told), cmocka_unit_test(an_account_that_is_too_large),
		cmocka_unit_test(places_of_secrets), cmocka_unit_test(what_stands_out),
		cmocka_unit_test(accounts_and_release), cmocka_unit_test(parts_are_told), cmocka_unit_test(claims_cost_nothing),
		cmocka_unit_test(bombs_are_stopped), cmocka_unit_test(entries_are_counted), cmocka_unit_test(names_are_packed),
		cmocka_unit_test(records_come_back), cmocka_unit_test(folders_read_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
