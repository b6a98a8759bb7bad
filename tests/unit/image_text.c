#include "image_text.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/out.h"
#include "base/sha256.h"
#include "formats/json_write.h"
#include "readers/image/contents.h"
#include "readers/image/read.h"
#include "readers/layers/read.h"
#include <assert.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BLOCK = 512 };

struct layer {
	struct sw_out tar;
	bool missing, broken, changed;
};

struct writing {
	struct sw_factset *set;
	struct sw_str name, config, created;
	struct sw_out history;           /* entries with commas between them */
	SW_VEC(struct layer) layers;
	struct sw_str body;              /* lines of the file that is being written, in the text */
	bool no_secrets;
	struct sw_map files;             /* of the archive: name → struct sw_str * */
};

/* A line's next word; empty at its end. */
static struct sw_str word(struct sw_str *line) {
	size_t end = sw_str_find_byte(*line, ' ');
	struct sw_str result = sw_str_sub(*line, 0, end);
	*line = sw_str_trim(sw_str_from(*line, result.n));
	return result;
}

static bool take(struct sw_str *line, const char *keyword) {
	struct sw_str rest = *line;
	if (!sw_str_is(word(&rest), keyword))
		return false;
	*line = rest;
	return true;
}

static unsigned number(struct sw_str text, unsigned base) {
	unsigned value = 0;
	for (size_t i = 0; i < text.n; i++) {
		assert(sw_is_digit(text.p[i]));
		value = value * base + (unsigned)(text.p[i] - '0');
	}
	return value;
}

static struct sw_out *tar_of(struct writing *writing) {
	assert(writing->layers.n);
	return &writing->layers.v[writing->layers.n - 1].tar;
}

static void pad(struct sw_out *out) {
	while (sw_out_text(out).n % BLOCK)
		sw_out_byte(out, '\0');
}

struct header {
	struct sw_str path, target;
	unsigned mode, user, group, major, minor;
	size_t size;
	char kind;
};

static void octal(char *field, size_t n, unsigned value) {
	snprintf(field, n, "%0*o", (int)n - 1, value);
}

static void put_header(struct sw_out *out, const struct header *header) {
	char block[BLOCK] = {0};
	unsigned sum = 0;
	assert(header->path.n <= 100 && header->target.n <= 100);
	memcpy(block, header->path.p, header->path.n);
	octal(block + 100, 8, header->mode);
	octal(block + 108, 8, header->user);
	octal(block + 116, 8, header->group);
	octal(block + 124, 12, (unsigned)header->size);
	octal(block + 136, 12, 0);
	memset(block + 148, ' ', 8);
	block[156] = header->kind;
	if (header->target.n)
		memcpy(block + 157, header->target.p, header->target.n);
	memcpy(block + 257, "ustar\0" "00", 8);
	octal(block + 329, 8, header->major);
	octal(block + 337, 8, header->minor);
	for (size_t i = 0; i < BLOCK; i++)
		sum += (unsigned char)block[i];
	octal(block + 148, 7, sum);
	sw_out_bytes(out, block, BLOCK);
}

/* An extended header with the attribute that the kernel keeps capabilities in: version 2, effective. */
static void put_capability(struct sw_out *out, struct sw_str name) {
	static const struct {
		const char *name;
		unsigned bit;
	} known[] = {{"setuid", 7}, {"net_admin", 12}, {"net_raw", 13}, {"sys_admin", 21}};
	unsigned bit = 64;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		bit = sw_str_is(name, known[i].name) ? known[i].bit : bit;
	bit = bit == 64 ? number(name, 10) : bit;
	unsigned char value[20] = {1, 0, 0, 2};
	value[(bit < 32 ? 4 : 12) + bit % 32 / 8] = (unsigned char)(1u << bit % 8);
	static const char key[] = " SCHILY.xattr.security.capability=";
	size_t n = 2 + sizeof key - 1 + sizeof value + 1;
	put_header(out, &(struct header){.path = SW_S("pax"), .mode = 0644, .size = n, .kind = 'x'});
	sw_out_printf(out, "%zu%s", n, key);
	sw_out_bytes(out, value, sizeof value);
	sw_out_byte(out, '\n');
	pad(out);
}

/* The lines of a file stand behind a tab each. */
static struct sw_str body_of(struct writing *writing, struct sw_str *rest) {
	struct sw_out body;
	struct sw_str line;
	sw_out_init(&body, -1);
	while (rest->n && rest->p[0] == '\t' && sw_str_split(rest, '\n', &line)) {
		sw_out_str(&body, sw_str_from(line, 1));
		sw_out_byte(&body, '\n');
	}
	struct sw_str text = sw_arena_str(&writing->set->arena, sw_out_text(&body));
	sw_out_free(&body);
	return text;
}

static void put_entry(struct writing *writing, struct sw_str line, struct sw_str *rest) {
	struct header header = {.mode = number(word(&line), 8), .kind = '0'};
	struct sw_str owner = word(&line), part, body = {0};
	sw_str_split(&owner, ':', &part);
	header.user = number(part, 10);
	header.group = number(owner, 10);
	header.path = word(&line);
	if (sw_str_ends(header.path, SW_S("/"))) {
		header.kind = '5';
	} else if (take(&line, "->")) {
		header.kind = '2';
		header.target = line;
	} else if (take(&line, "=>")) {
		header.kind = '1';
		header.target = line;
	} else if (sw_str_starts(line, SW_S("c ")) || sw_str_starts(line, SW_S("b "))) {
		header.kind = line.p[0] == 'c' ? '3' : '4';
		word(&line);
		sw_str_split(&line, ':', &part);
		header.major = number(part, 10);
		header.minor = number(line, 10);
	} else {
		if (take(&line, "+"))
			put_capability(tar_of(writing), line);
		if (take(&line, "of"))
			body = sw_str(sw_arena_alloc(&writing->set->arena, number(line, 10)), number(line, 10));
		else
			body = body_of(writing, rest);
		header.size = body.n;
	}
	put_header(tar_of(writing), &header);
	sw_out_str(tar_of(writing), body);
	pad(tar_of(writing));
}

static void put_whiteout(struct writing *writing, struct sw_str path, bool opaque) {
	struct sw_arena *arena = &writing->set->arena;
	struct sw_str folder = opaque ? path : sw_str_dirname(path);
	struct sw_str name = opaque ? SW_S(".wh..wh..opq") : sw_arena_join(arena, SW_S(".wh."), sw_str_basename(path));
	struct sw_str whole = folder.n ? sw_arena_printf(arena, "%.*s/%.*s", SW_ARG(folder), SW_ARG(name)) : name;
	put_header(tar_of(writing), &(struct header){.path = whole, .kind = '0'});
}

static void put_history(struct writing *writing, struct sw_str text, bool empty) {
	struct sw_json json = {.out = &writing->history};
	if (sw_out_text(&writing->history).n)
		sw_out_byte(&writing->history, ',');
	sw_json_open_map(&json);
	sw_json_member(&json, "created", SW_S("2026-01-01T00:00:00Z"));
	sw_json_member(&json, "created_by", text);
	if (empty)
		sw_json_member_bool(&json, "empty_layer", true);
	sw_json_close_map(&json);
}

static void read_line(struct writing *writing, struct sw_str line, struct sw_str *rest) {
	struct layer *layer = writing->layers.n ? &writing->layers.v[writing->layers.n - 1] : NULL;
	if (take(&line, "name")) {
		writing->name = line;
	} else if (take(&line, "config")) {
		writing->config = line;
	} else if (take(&line, "created")) {
		writing->created = line;
	} else if (take(&line, "history")) {
		put_history(writing, line, true);
	} else if (take(&line, "layer")) {
		put_history(writing, line, false);
		sw_out_init(&sw_push(&writing->set->arena, &writing->layers)->tar, -1);
	} else if (take(&line, "secrets")) {
		writing->no_secrets = true;
	} else if (layer && take(&line, "missing")) {
		layer->missing = true;
	} else if (layer && take(&line, "broken")) {
		layer->broken = true;
	} else if (layer && take(&line, "changed")) {
		layer->changed = true;
	} else if (take(&line, "gone")) {
		put_whiteout(writing, line, false);
	} else if (take(&line, "opaque")) {
		put_whiteout(writing, line, true);
	} else if (line.n) {
		put_entry(writing, line, rest);
	}
}

static void keep(struct writing *writing, const char *name, struct sw_str text) {
	struct sw_str *kept = SW_NEW(&writing->set->arena, struct sw_str);
	*kept = text;
	sw_map_put(&writing->set->arena, &writing->files, sw_str_of(name), kept);
}

static int open_file(void *context, struct sw_arena *arena, struct sw_str path) {
	const struct writing *writing = context;
	const struct sw_str *text = sw_map_get(&writing->files, path);
	(void)arena;
	if (!text)
		return -1;
	int fd = memfd_create("file", MFD_CLOEXEC);
	ssize_t written = write(fd, text->p, text->n);
	assert(written == (ssize_t)text->n);
	(void)written;
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static struct sw_str digest_of(struct sw_arena *arena, struct sw_str text) {
	struct sw_sha256 sha;
	char hex[65];
	sw_sha256_start(&sha);
	sw_sha256_add(&sha, text);
	sw_sha256_hex(&sha, hex);
	return sw_arena_printf(arena, "sha256:%s", hex);
}

/* The documents as `docker save` writes them. */
static void keep_documents(struct writing *writing) {
	struct sw_arena *arena = &writing->set->arena;
	struct sw_str digests = {0}, files = {0}, history = sw_out_text(&writing->history);
	for (size_t i = 0; i < writing->layers.n; i++) {
		struct sw_out *tar = &writing->layers.v[i].tar;
		for (unsigned k = 0; k < 2 * BLOCK; k++)
			sw_out_byte(tar, '\0');
		struct sw_str digest = digest_of(arena, sw_out_text(tar));
		digests = sw_arena_printf(arena, "%.*s%s\"%.*s\"", SW_ARG(digests), i ? "," : "", SW_ARG(digest));
		files = sw_arena_printf(arena, "%.*s%s\"%zu.tar\"", SW_ARG(files), i ? "," : "", i + 1);
	}
	keep(writing, "config.json", sw_arena_printf(arena,
		"{\"architecture\":\"amd64\",\"os\":\"linux\",\"created\":\"%.*s\",\n\"config\":%.*s,\n"
		"\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[%.*s]},\n\"history\":[%.*s]}\n",
		SW_ARG(writing->created), SW_ARG(writing->config), SW_ARG(digests), SW_ARG(history)));
	keep(writing, "manifest.json", sw_arena_printf(arena, "[{\"Config\":\"config.json\",\"RepoTags\":[%s%.*s%s],\"Layers\":[%.*s]}]",
		writing->name.n ? "\"" : "", SW_ARG(writing->name), writing->name.n ? "\"" : "", SW_ARG(files)));
}

struct input {
	struct sw_str left;
};

static int64_t read_some(void *context, void *p, size_t n) {
	struct input *input = context;
	n = n < input->left.n ? n : input->left.n;
	if (n)
		memcpy(p, input->left.p, n);
	input->left = sw_str_from(input->left, n);
	return (int64_t)n;
}

static void read_layers(struct writing *writing) {
	struct sw_arena *arena = &writing->set->arena;
	const struct sw_layer_account **accounts = SW_NEW_ARRAY(arena, const struct sw_layer_account *, writing->layers.n + 1);
	for (size_t i = 0; i < writing->layers.n; i++) {
		struct layer *layer = &writing->layers.v[i];
		if (layer->changed)
			sw_out_byte(&layer->tar, 'x');
		struct sw_str bytes = sw_out_text(&layer->tar);
		struct input input = {layer->broken ? sw_str_sub(bytes, 0, bytes.n - 2 * BLOCK - 100) : bytes};
		struct sw_layer_account *account = SW_NEW(arena, struct sw_layer_account);
		if (!layer->missing) {
			sw_layer_read(arena, (struct sw_layer_input){&input, read_some},
				      &(struct sw_layer_options){.secrets = !writing->no_secrets, .threads = 1}, account);
			accounts[i] = account;
		}
	}
	assert(writing->set->images.n == 1);
	sw_contents_make(writing->set, &writing->set->images.v[0], accounts, writing->layers.n);
}

void unit_image_read(struct sw_factset *set, struct sw_str text) {
	struct writing writing = {.set = set, .config = SW_S("{}"), .created = SW_S("2026-01-01T00:00:00Z")};
	struct sw_image_files files = {&writing, open_file};
	struct sw_str line;
	sw_out_init(&writing.history, -1);
	while (sw_str_split(&text, '\n', &line))
		read_line(&writing, line, &text);
	keep_documents(&writing);
	sw_image_read_layout(set, &files, &(struct sw_image_wanted){.place = set->path});
	read_layers(&writing);
	for (size_t i = 0; i < writing.layers.n; i++)
		sw_out_free(&writing.layers.v[i].tar);
	sw_out_free(&writing.history);
}
