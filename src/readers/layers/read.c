/* The pass over a layer that comes as an archive. */
#include "readers/layers/read.h"
#include "base/sha256.h"
#include "formats/tar.h"
#include "readers/layers/pass.h"
#include "readers/layers/ring.h"

/* Everything that outlives an arena running full. */
struct reading {
	struct sw_pass pass;
	struct sw_ring *ring;
	struct sw_tar tar;
	struct sw_sha256 sha;
	bool hashing;     /* the digest was begun and not ended */
	uint64_t unpacked;
};

/* Every unpacked byte comes by here once: the archive's and what stands behind it. */
static int64_t view(void *context, const char **p) {
	struct reading *reading = context;
	size_t n = sw_ring_next(reading->ring, p);
	if (n)
		sw_sha256_add(&reading->sha, sw_str(*p, n));
	reading->unpacked += n;
	return (int64_t)n;
}

static uint8_t kind_of(const struct sw_tar_entry *entry) {
	switch (entry->kind) {
	case SW_TAR_FILE: return SW_ENTRY_FILE;
	case SW_TAR_HARD_LINK: return SW_ENTRY_HARD_LINK;
	case SW_TAR_SYMLINK: return SW_ENTRY_SYMLINK;
	case SW_TAR_FOLDER: return SW_ENTRY_FOLDER;
	case SW_TAR_CHARACTER_DEVICE: return SW_ENTRY_CHARACTER_DEVICE;
	case SW_TAR_BLOCK_DEVICE: return SW_ENTRY_BLOCK_DEVICE;
	case SW_TAR_FIFO: return SW_ENTRY_FIFO;
	case SW_TAR_OTHER: break;
	}
	return entry->type == 'D' ? SW_ENTRY_FOLDER : SW_ENTRY_FILE;
}

/* Names of volumes, and files that go on from another one, are nothing that lies in a file system. */
static bool lies_nowhere(const struct sw_tar_entry *entry) {
	return entry->kind == SW_TAR_OTHER && (entry->type == 'V' || entry->type == 'M' || entry->type == 'N');
}

static void read_entry(struct reading *reading, const struct sw_tar_entry *entry) {
	struct sw_pass *pass = &reading->pass;
	const char *p;
	if (entry->kind == SW_TAR_OTHER)
		sw_pass_say(pass, SW_DIAG_WARNING, "layer-type-unknown", sw_str_sub(entry->name, 0, SW_LIMIT_PATH_BYTES),
			    "an entry of the unknown type %u, which engines refuse", (unsigned)(unsigned char)entry->type);
	if (lies_nowhere(entry))
		return;
	sw_pass_enter(pass, &(struct sw_pass_entry){
		.name = entry->name, .link = entry->link, .capability = entry->capability, .kind = kind_of(entry), .mode = entry->mode,
		.user = entry->user, .group = entry->group, .size = entry->size, .major = entry->device_major, .minor = entry->device_minor,
		.bodiless = entry->sparse || entry->type == 'D',
	});
	/* Whatever it holds, nobody looked at it. */
	if (pass->open && entry->sparse && entry->size)
		sw_pass_partial(pass, SW_PARTIAL_FORMAT);
	for (size_t n; !entry->sparse && pass->open && (n = sw_tar_body_view(&reading->tar, &p));)
		sw_pass_body(pass, p, n);
	sw_pass_finish(pass, !reading->tar.broken);
}

/* The digest is of all bytes, and only the stream's end tells that it is whole. */
static void read_rest(struct reading *reading) {
	struct sw_tar *tar = &reading->tar;
	bool zeros = true;
	const char *p = tar->ahead.p;
	for (int64_t n = (int64_t)tar->ahead.n; n > 0; n = view(reading, &p))
		if (zeros && !tar->broken)
			zeros = *p == 0 && memcmp(p, p + 1, (size_t)n - 1) == 0;
	if (!zeros && !reading->pass.stopped)
		sw_pass_say(&reading->pass, SW_DIAG_WARNING, "tar-data-after-end", (struct sw_str){0},
			    "something stands behind the end of the archive: it is no file of the image");
}

static void judge_stream(struct reading *reading, const struct sw_ring_result *result) {
	static const struct {
		enum sw_partial partial;
		const char *code, *why;
	} ends[] = {
		[SW_UNPACK_TRUNCATED] = {SW_PARTIAL_TRUNCATED, "layer-truncated", "the compressed stream breaks off"},
		[SW_UNPACK_CORRUPT] = {SW_PARTIAL_CORRUPT, "layer-corrupt", "the compressed stream is damaged"},
		[SW_UNPACK_LIMIT] = {SW_PARTIAL_LIMIT, "layer-limit", "it unpacks to more than is read"},
		[SW_UNPACK_FORMAT] = {SW_PARTIAL_FORMAT, "layer-format", "it is packed in a way that is not read"},
		[SW_UNPACK_FAILED] = {SW_PARTIAL_MISSING, "layer-unreadable", "its bytes could not be read"},
	};
	struct sw_pass *pass = &reading->pass;
	if (result->trails)
		sw_pass_say(pass, SW_DIAG_WARNING, "layer-trailing-bytes", (struct sw_str){0}, "bytes behind the compressed stream were not read");
	if (result->ended == SW_UNPACK_DONE || result->ended == SW_UNPACK_GOING)
		return;
	/* What the archive looked like is only a consequence. */
	pass->account->partial = (uint8_t)ends[result->ended].partial;
	sw_pass_say(pass, SW_DIAG_ERROR, ends[result->ended].code, (struct sw_str){0}, "%s, after %llu bytes unpacked", ends[result->ended].why,
		    (unsigned long long)reading->unpacked);
}

static struct sw_str digest(struct sw_arena *arena, const char hex[65]) {
	return sw_arena_printf(arena, "sha256:%s", hex);
}

static void conclude(struct reading *reading) {
	struct sw_pass *pass = &reading->pass;
	struct sw_layer_account *account = pass->account;
	char hex[65];
	if (!pass->stopped)
		read_rest(reading);
	sw_ring_stop(reading->ring);
	struct sw_ring_result result = sw_ring_result(reading->ring);
	if (reading->tar.broken)
		sw_pass_partial(pass, reading->tar.truncated ? SW_PARTIAL_TRUNCATED : reading->tar.too_much ? SW_PARTIAL_LIMIT : SW_PARTIAL_CORRUPT);
	judge_stream(reading, &result);
	account->packed = result.packed;
	account->unpacked = reading->unpacked;
	if (*result.digest)
		account->blob = digest(pass->arena, result.digest);
	sw_sha256_hex(&reading->sha, hex);
	reading->hashing = false;
	if (result.ended == SW_UNPACK_DONE)
		account->diff_id = digest(pass->arena, hex);
}

static void read_all(struct reading *reading) {
	struct sw_pass *pass = &reading->pass;
	struct sw_tar_entry entry;
	sw_tar_start(&reading->tar, pass->arena, (struct sw_tar_input){.context = reading, .view = view}, &pass->account->diags);
	reading->tar.most_entries = SW_LIMIT_LAYER_ENTRIES;
	reading->tar.open_ended = true;
	while (!pass->stopped && sw_tar_next(&reading->tar, &entry))
		read_entry(reading, &entry);
	conclude(reading);
	sw_pass_settle(pass);
}

void sw_layer_read(struct sw_arena *arena, struct sw_layer_input input, const struct sw_layer_options *options,
		   struct sw_layer_account *account) {
	struct reading reading = {0};
	struct sw_arena_catch catch;
	char unused[65];
	sw_pass_start(&reading.pass, arena, options, account);
	reading.ring = sw_ring_open(input, options->threads, options->hash_blob);
	if (!reading.ring) {
		account->partial = SW_PARTIAL_LIMIT;
		return;
	}
	sw_sha256_start(&reading.sha);
	reading.hashing = true;
	if (SW_ARENA_TRY(arena, &catch)) {
		read_all(&reading);
		sw_arena_leave(arena, &catch);
	} else {
		sw_pass_give_up(&reading.pass);
	}
	if (reading.hashing)
		sw_sha256_hex(&reading.sha, unused);
	sw_ring_close(reading.ring);
	sw_pass_free(&reading.pass);
}
