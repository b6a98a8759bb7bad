#include "run/images.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/out.h"
#include "base/parallel.h"
#include "readers/image/contents.h"
#include "readers/layers/read.h"
#include "run/phases.h"
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* What a layer worker is asked for: a set, which names records in the cache too. */
enum { WITH_SECRETS = 1, WITH_LOCKFILES = 2 };

/* ---- in the layer worker ---- */

static int64_t read_pipe(void *context, void *p, size_t n) {
	return read(*(const int *)context, p, n);
}

int sw_images_layer_work(void *context, const struct sw_layer_task *task) {
	const struct sw_request *request = context;
	const struct sw_layer_options options = {.secrets = task->options & WITH_SECRETS, .declared = task->options & WITH_LOCKFILES, .threads = request->jobs > 1 ? 2 : 1};
	struct sw_layer_account account = {0};
	struct sw_arena arena;
	struct sw_arena_catch catch;
	int input = task->input;
	sw_arena_init(&arena, SW_LIMIT_LAYER_MEMORY);
	if (!SW_ARENA_TRY(&arena, &catch))
		return -1;
	account.diags.arena = &arena;
	if (task->folder >= 0)
		sw_layer_read_folder(&arena, task->folder, &options, &account);
	else
		sw_layer_read(&arena, (struct sw_layer_input){&input, read_pipe}, &options, &account);
	sw_arena_leave(&arena, &catch);
	struct sw_out out;
	sw_out_init(&out, task->record);
	sw_layer_record_write(&out, &account);
	/* The process ends: nothing is given back. */
	return sw_out_flush(&out, NULL);
}

const char *sw_images_layer_version(void) {
	return sw_layer_version;
}

/* ---- in the worker ---- */

/* A layer that is asked for once, however many images have it. */
struct reading {
	struct sw_layer_wish wish;
	enum sw_layer_result result;
	uint64_t signal;
	struct sw_arena arena;
	struct sw_layer_account account;
};

struct images {
	struct sw_arena *arena;
	const struct sw_request *request;
	struct sw_worker *worker;
	struct sw_map known; /* place → struct reading * */
	SW_VEC(struct reading *) v;
	size_t started; /* approximate: for the status line only */
};

static void tell_progress(void *context) {
	struct images *images = context;
	sw_worker_progress(images->worker, SW_PHASE_LAYERS, __atomic_load_n(&images->started, __ATOMIC_RELAXED), images->v.n);
}

static uint32_t folder_of(const struct sw_request *request, const char *root) {
	if (request->whole)
		request = request->whole;
	for (size_t i = 0; i < request->target_count; i++)
		if (strcmp(request->targets[i].root, root) == 0)
			return (uint32_t)i;
	return UINT32_MAX;
}

/* NULL: it is not there. */
static struct reading *reading_of(struct images *images, const struct sw_artifact *artifact, const struct sw_blob *blob) {
	struct sw_arena *arena = images->arena;
	uint32_t folder = blob->file.n && artifact->root ? folder_of(images->request, artifact->root) : UINT32_MAX;
	if (folder == UINT32_MAX)
		return NULL;
	struct sw_str key = sw_arena_printf(arena, "%u %llu %llu %.*s", folder, (unsigned long long)blob->offset,
					    (unsigned long long)blob->size, SW_ARG(blob->file));
	struct reading *reading = sw_map_get(&images->known, key);
	if (reading)
		return reading;
	bool whole = sw_str_is(blob->file, ".");
	reading = SW_NEW(arena, struct reading);
	reading->wish = (struct sw_layer_wish){
		.folder = folder, .path = whole ? (struct sw_str){0} : blob->file, .whole_folder = whole, .offset = blob->offset,
		.size = blob->size,
		.options = (images->request->no_secrets ? 0u : WITH_SECRETS) | (images->request->lockfiles ? WITH_LOCKFILES : 0u),
		.waiting = tell_progress, .context = images};
	sw_arena_init(&reading->arena, SW_LIMIT_LAYER_MEMORY);
	sw_map_put(arena, &images->known, key, reading);
	*sw_push(arena, &images->v) = reading;
	return reading;
}

/* False: what came back is no record. */
static bool ask(struct images *images, struct reading *reading, unsigned slot) {
	struct sw_worker *worker = images->worker;
	struct sw_layer_answer answer;
	reading->result = sw_layer_ask(worker->channel, slot, &worker->layer_slots[slot], &reading->wish, &reading->arena, &answer);
	reading->signal = answer.number;
	if (reading->result != SW_LAYER_DONE && reading->result != SW_LAYER_CACHED)
		return true;
	reading->account = (struct sw_layer_account){0};
	if (!sw_layer_record_read(&reading->arena, answer.record, &reading->account))
		return false;
	/* What the layer worker says of the digest is not asked: the broker has computed it. */
	reading->account.blob = *answer.digest ? sw_arena_join(&reading->arena, SW_S("sha256:"), sw_str_of(answer.digest)) : (struct sw_str){0};
	return true;
}

static void read_one(void *context, size_t item, unsigned slot) {
	struct images *images = context;
	struct reading *reading = images->v.v[item];
	struct sw_arena_catch catch;
	__atomic_fetch_add(&images->started, 1, __ATOMIC_RELAXED);
	tell_progress(images);
	if (!SW_ARENA_TRY(&reading->arena, &catch)) {
		reading->result = SW_LAYER_FAILED;
		return;
	}
	bool sound = ask(images, reading, slot);
	if (!sound && reading->result == SW_LAYER_CACHED) {
		reading->wish.fresh = true;
		sound = ask(images, reading, slot);
	}
	if (!sound)
		reading->result = SW_LAYER_DIED;
	sw_arena_leave(&reading->arena, &catch);
}

static enum sw_partial partial_of(const struct reading *reading) {
	switch (reading ? reading->result : SW_LAYER_MISSING) {
	case SW_LAYER_DONE:
	case SW_LAYER_CACHED:
		return (enum sw_partial)reading->account.partial;
	case SW_LAYER_MISSING:
		return SW_PARTIAL_MISSING;
	case SW_LAYER_FAILED:
	case SW_LAYER_LATE:
		return SW_PARTIAL_LIMIT;
	case SW_LAYER_CUT:
		return SW_PARTIAL_TRUNCATED;
	case SW_LAYER_DIED:
	case SW_LAYER_REFUSED:
		break;
	}
	return SW_PARTIAL_DIED;
}

static bool is_foreign(const struct sw_blob *blob) {
	return sw_str_contains(blob->type, SW_S("foreign")) || sw_str_contains(blob->type, SW_S("nondistributable"));
}

__attribute__((format(printf, 6, 7))) static void say(struct sw_factset *set, const struct sw_image *image, size_t number, enum sw_diag_level level,
						      const char *code, const char *format, ...) {
	va_list args;
	va_start(args, format);
	struct sw_str text = sw_arena_vprintf(&set->arena, format, args);
	va_end(args);
	size_t before = set->diags.n;
	sw_diag_add(&set->diags, level, code, (struct sw_span){0}, "layer %zu of %zu %.*s", number + 1, image->blobs.n, SW_ARG(text));
	if (set->diags.n > before)
		set->diags.v[before].path = image->path;
}

/* A layer that nobody could read at all; what was read in part says so itself. */
static void tell_unread(struct sw_factset *set, const struct sw_image *image, size_t number, const struct reading *reading) {
	const struct sw_blob *blob = &image->blobs.v[number];
	enum sw_layer_result result = reading ? reading->result : SW_LAYER_MISSING;
	if (result == SW_LAYER_MISSING && is_foreign(blob))
		say(set, image, number, SW_DIAG_WARNING, "layer-foreign", "lies elsewhere, as its media type says, and was not read");
	else if (result == SW_LAYER_MISSING)
		say(set, image, number, SW_DIAG_ERROR, "layer-missing", "is not there");
	else if (result == SW_LAYER_LATE)
		say(set, image, number, SW_DIAG_ERROR, "layer-late", "took too long to read; nothing of it is known");
	else if (result == SW_LAYER_CUT)
		say(set, image, number, SW_DIAG_ERROR, "layer-unreadable", "could not be read to its end; nothing of it is known");
	else if (result == SW_LAYER_FAILED)
		say(set, image, number, SW_DIAG_ERROR, "layer-too-large", "needs more memory than there is for a layer; nothing of it is known");
	else if (result == SW_LAYER_DIED)
		say(set, image, number, SW_DIAG_ERROR, "layer-died", "ended the process that read it (%s); nothing of it is known",
		    reading->signal ? strsignal((int)reading->signal) : "what it left is no record");
	else if (result == SW_LAYER_REFUSED)
		say(set, image, number, SW_DIAG_ERROR, "layer-unreadable", "was not read: no process could be started for it");
}

/* What is wrong with a layer that was read. */
static void tell_read(struct sw_factset *set, const struct sw_image *image, size_t number, const struct sw_layer_account *account) {
	const struct sw_blob *blob = &image->blobs.v[number];
	struct sw_str diff = number < image->layers.n ? image->layers.v[number] : (struct sw_str){0};
	for (size_t i = 0; i < account->diags.n; i++) {
		const struct sw_diag *diag = &account->diags.v[i];
		size_t before = set->diags.n;
		sw_diag_add(&set->diags, diag->level, diag->code, (struct sw_span){0}, "layer %zu of %zu: %.*s", number + 1, image->blobs.n,
			    SW_ARG(diag->message));
		if (set->diags.n > before)
			set->diags.v[before].path = diag->path.n ? sw_arena_printf(&set->arena, "%.*s/%.*s", SW_ARG(image->path), SW_ARG(diag->path))
								 : image->path;
	}
	if (blob->digest.n && account->blob.n && !sw_str_eq(blob->digest, account->blob))
		say(set, image, number, SW_DIAG_ERROR, "layer-digest-mismatch", "has the digest %.*s and not %.*s, which the manifest names",
		    SW_ARG(account->blob), SW_ARG(blob->digest));
	if (diff.n && account->diff_id.n && !sw_str_eq(diff, account->diff_id))
		say(set, image, number, SW_DIAG_ERROR, "layer-diff-mismatch", "unpacks to %.*s and not to %.*s, which the configuration names",
		    SW_ARG(account->diff_id), SW_ARG(diff));
	if (account->partial != SW_PARTIAL_NOT)
		say(set, image, number, SW_DIAG_ERROR, "layer-partial", "was read in part: %s", sw_partial_name((enum sw_partial)account->partial));
}

/* An account of an image's own: the same layer may be named differently by another one. */
static const struct sw_layer_account *account_for(struct sw_factset *set, const struct sw_image *image, size_t number,
						  const struct reading *reading, enum sw_partial partial) {
	struct sw_layer_account *account = SW_NEW(&set->arena, struct sw_layer_account);
	bool read = reading && (reading->result == SW_LAYER_DONE || reading->result == SW_LAYER_CACHED);
	if (read)
		*account = reading->account;
	account->partial = (uint8_t)partial;
	/* Only SHA-256 is computed. */
	if (!sw_str_starts(image->blobs.v[number].digest, SW_S("sha256:")) && image->blobs.v[number].digest.n)
		account->blob = (struct sw_str){0};
	if (read)
		tell_read(set, image, number, account);
	else
		tell_unread(set, image, number, reading);
	return account;
}

/* Returns how many layers were not read to their end, or are not what was named. */
static size_t complete(struct images *images, const struct sw_artifact *artifact, struct sw_factset *set, struct sw_image *image) {
	const struct sw_layer_account **accounts = SW_NEW_ARRAY(images->arena, const struct sw_layer_account *, image->blobs.n + 1);
	size_t failed = 0;
	if (image->contents) /* a bill of materials has no layers */
		return 0;
	for (size_t i = 0; i < image->blobs.n; i++) {
		const struct reading *reading = reading_of(images, artifact, &image->blobs.v[i]);
		enum sw_partial partial = partial_of(reading);
		accounts[i] = account_for(set, image, i, reading, partial);
		failed += partial != SW_PARTIAL_NOT && !(partial == SW_PARTIAL_MISSING && is_foreign(&image->blobs.v[i]));
	}
	sw_contents_make(set, image, accounts, image->blobs.n);
	/* What is not the layer that was named is no evidence of it. */
	for (size_t i = 0; i < image->contents->layers.n; i++)
		failed += image->contents->layers.v[i].blob_differs || image->contents->layers.v[i].diff_differs;
	return failed;
}

/* Contents may be far larger than what was read so far. */
static size_t complete_set(struct images *images, const struct sw_artifact *artifact, struct sw_factset *set) {
	struct sw_arena_catch catch;
	volatile size_t failed = 0, at = 0;
	set->arena.cap += SW_LIMIT_LAYER_MEMORY;
	if (SW_ARENA_TRY(&set->arena, &catch)) {
		for (at = 0; at < set->images.n; at = at + 1)
			failed += complete(images, artifact, set, &set->images.v[at]);
		sw_arena_leave(&set->arena, &catch);
		return failed;
	}
	set->arena.cap += SW_LIMIT_FACTSET_BYTES;
	set->images.v[at].contents = NULL;
	sw_diag_add(&set->diags, SW_DIAG_ERROR, "image-too-large", (struct sw_span){0}, "holds more than there is memory for; its layers are not judged");
	set->diags.v[set->diags.n - 1].path = set->images.v[at].path;
	return failed + 1;
}

size_t sw_images_read(struct sw_arena *arena, const struct sw_request *request, const struct sw_artifacts *artifacts,
		      struct sw_factset *const *sets, struct sw_worker *worker) {
	struct images images = {.arena = arena, .request = request, .worker = worker};
	size_t failed = 0;
	if (!worker->layer_slots)
		return 0;
	for (size_t i = 0; i < artifacts->v.n; i++)
		for (size_t k = 0; k < sets[i]->images.n; k++)
			for (size_t b = 0; b < sets[i]->images.v[k].blobs.n; b++)
				reading_of(&images, &artifacts->v.v[i], &sets[i]->images.v[k].blobs.v[b]);
	sw_parallel(images.v.n, worker->layer_slot_count, read_one, &images);
	for (size_t i = 0; i < artifacts->v.n; i++)
		if (sets[i]->images.n) {
			size_t here = complete_set(&images, &artifacts->v.v[i], sets[i]);
			failed += artifacts->v.v[i].named ? here : 0;
		}
	return failed;
}
