/* An account as bytes, for a process that reads layers for another one and for the cache. What is read back was written by
 * a process that had hostile input in its hands, or lay on a disk: nothing of it is believed unseen.
 *
 * Behind a line that says so: numbers as varints, texts as their length and their bytes, lists as their length and
 * their rows. */
#include "base/limits.h"
#include "base/out.h"
#include "base/sha256.h"
#include "base/varint.h"
#include "facts/secret.h"
#include "readers/layers/names.h"
#include "readers/layers/read.h"

static const char head[] = "strideward layer 1\n"; /* the number is of this form */

enum { LONGEST_CODE = 100 };

/* --- writing -------------------------------------------------------------------------------------------------------- */

static void put_number(struct sw_out *out, uint64_t value) {
	unsigned char bytes[SW_VARINT_BYTES];
	sw_out_bytes(out, bytes, (size_t)(sw_varint_put(bytes, value) - bytes));
}

static void put_text(struct sw_out *out, struct sw_str text) {
	put_number(out, text.n);
	sw_out_str(out, text);
}

static void put_notables(struct sw_out *out, const struct sw_notables *notables) {
	put_number(out, notables->n);
	for sw_each (const struct sw_notable, notable, *notables) {
		const struct sw_layer_entry *entry = &notable->entry;
		put_text(out, entry->path);
		put_number(out, entry->kind);
		put_number(out, entry->mode);
		put_number(out, entry->user);
		put_number(out, entry->group);
		put_number(out, entry->size);
		put_number(out, entry->sum);
		put_number(out, notable->traits);
		put_text(out, notable->target);
		put_text(out, notable->capabilities);
		put_number(out, notable->device);
	}
}

static void put_packages(struct sw_out *out, const struct sw_packages *packages) {
	put_number(out, packages->n);
	for sw_each (const struct sw_package, package, *packages) {
		put_number(out, package->type);
		put_number(out, (package->declared ? 1 : 0) + (package->development ? 2 : 0) + (package->licence_only ? 4 : 0));
		put_text(out, package->name);
		put_text(out, package->version);
		put_text(out, package->architecture);
		put_text(out, package->source);
		put_text(out, package->source_version);
		put_text(out, package->licence);
		put_text(out, package->supplier);
		put_text(out, package->module);
		put_text(out, package->place);
		put_text(out, package->path);
	}
}

/* Files of one package come one behind the other: its name stands at the first, the others have an empty one. */
static void put_owned(struct sw_out *out, const struct sw_owned_list *owned) {
	struct sw_str last = {0};
	put_number(out, owned->n);
	for sw_each (const struct sw_owned, file, *owned) {
		put_number(out, file->type);
		put_text(out, sw_str_eq(file->package, last) ? (struct sw_str){0} : file->package);
		put_text(out, file->path);
		last = file->package;
	}
}

static void put_secrets(struct sw_out *out, const struct sw_layer_secrets *secrets) {
	put_number(out, secrets->n);
	for sw_each (const struct sw_layer_secret, secret, *secrets) {
		put_text(out, secret->path);
		put_text(out, secret->kind);
		put_text(out, secret->title);
		put_text(out, secret->fingerprint);
		put_number(out, secret->line);
		put_number(out, secret->column);
		put_number(out, secret->strength);
		put_number(out, secret->verified);
	}
}

static void put_accounts(struct sw_out *out, const struct sw_accounts *accounts) {
	put_number(out, accounts->n);
	for sw_each (const struct sw_account, account, *accounts) {
		put_text(out, account->name);
		put_text(out, account->file);
		put_number(out, account->line);
		put_number(out, account->user);
		put_number(out, account->group);
		put_text(out, account->home);
		put_text(out, account->shell);
		put_number(out, account->password);
	}
}

static void put_diags(struct sw_out *out, const struct sw_diags *diags) {
	put_number(out, diags->n);
	for sw_each (const struct sw_diag, diag, *diags) {
		put_number(out, diag->level);
		put_text(out, sw_str_of(diag->code));
		put_text(out, diag->path);
		put_text(out, diag->message);
	}
	put_number(out, diags->dropped);
}

void sw_layer_record_write(struct sw_out *out, const struct sw_layer_account *account) {
	const struct sw_release *release = &account->release;
	sw_out_z(out, head);
	put_text(out, account->blob);
	put_text(out, account->diff_id);
	const uint64_t counts[] = {account->packed, account->unpacked, account->entries, account->files, account->folders,
				   account->links, account->whiteouts, account->file_bytes, account->partial, account->searched};
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		put_number(out, counts[i]);
	put_notables(out, &account->notables);
	put_packages(out, &account->packages);
	put_owned(out, &account->owned);
	put_secrets(out, &account->secrets);
	put_accounts(out, &account->accounts);
	const struct sw_str texts[] = {release->path, release->id, release->version_id, release->name, release->like, release->codename,
				       release->cpe};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		put_text(out, texts[i]);
	put_diags(out, &account->diags);
	put_text(out, account->names);
}

/* --- reading -------------------------------------------------------------------------------------------------------- */

struct bytes {
	struct sw_arena *arena;
	struct sw_str left;
	bool bad;
};

/* A number of at most `most`; 0 once something was wrong. */
static uint64_t take_number(struct bytes *bytes, uint64_t most) {
	uint64_t value = 0;
	if (!bytes->bad && (!sw_varint_take(&bytes->left, &value) || value > most))
		bytes->bad = true;
	return bytes->bad ? 0 : value;
}

static struct sw_str take_text(struct bytes *bytes) {
	size_t n = (size_t)take_number(bytes, bytes->left.n);
	if (n > bytes->left.n)
		bytes->bad = true;
	struct sw_str text = bytes->bad ? (struct sw_str){0} : sw_str(bytes->left.p, n);
	bytes->left = sw_str_from(bytes->left, text.n);
	return text;
}

/* Of a file: what other processes hold against paths of other layers. */
static struct sw_str take_path(struct bytes *bytes) {
	struct sw_str path = take_text(bytes);
	if (path.n > SW_LIMIT_PATH_BYTES || !sw_names_path_is_clean(path))
		bytes->bad = true;
	return path;
}

static struct sw_str take_digest(struct bytes *bytes) {
	struct sw_str text = take_text(bytes);
	if (text.n && !sw_sha256_digest(text))
		bytes->bad = true;
	return text;
}

/* The length of a list. Each row takes `least` bytes at least, so a record cannot ask for more memory than its size gives
 * it a right to. */
static size_t take_count(struct bytes *bytes, uint64_t most, size_t least) {
	uint64_t count = take_number(bytes, most);
	if (count > bytes->left.n / least)
		bytes->bad = true;
	return bytes->bad ? 0 : (size_t)count;
}

static void take_notables(struct bytes *bytes, struct sw_notables *notables) {
	size_t count = take_count(bytes, SW_LIMIT_NOTABLES, 11);
	sw_reserve(bytes->arena, notables, count);
	for (; notables->n < count && !bytes->bad; notables->n++) {
		struct sw_notable *notable = &notables->v[notables->n];
		struct sw_layer_entry *entry = &notable->entry;
		entry->path = take_path(bytes);
		entry->kind = (uint8_t)take_number(bytes, SW_ENTRY_OPAQUE);
		entry->mode = (uint32_t)take_number(bytes, 07777);
		entry->user = (uint32_t)take_number(bytes, UINT32_MAX);
		entry->group = (uint32_t)take_number(bytes, UINT32_MAX);
		entry->size = take_number(bytes, UINT64_MAX);
		entry->sum = (uint32_t)take_number(bytes, UINT32_MAX);
		notable->traits = (uint32_t)take_number(bytes, SW_TRAIT_ESCALATION * 2 - 1);
		notable->target = take_text(bytes);
		notable->capabilities = take_text(bytes);
		notable->device = (uint32_t)take_number(bytes, UINT32_MAX);
	}
}

static void take_packages(struct bytes *bytes, struct sw_packages *packages) {
	size_t count = take_count(bytes, UINT32_MAX, 12);
	sw_reserve(bytes->arena, packages, count);
	for (; packages->n < count && !bytes->bad; packages->n++) {
		struct sw_package *package = &packages->v[packages->n];
		package->type = (uint8_t)take_number(bytes, SW_PACKAGE_TYPE_COUNT - 1);
		unsigned flags = (unsigned)take_number(bytes, 7);
		package->declared = flags & 1;
		package->development = flags & 2;
		package->licence_only = flags & 4;
		package->name = take_text(bytes);
		package->version = take_text(bytes);
		package->architecture = take_text(bytes);
		package->source = take_text(bytes);
		package->source_version = take_text(bytes);
		package->licence = take_text(bytes);
		package->supplier = take_text(bytes);
		package->module = take_text(bytes);
		package->place = take_text(bytes);
		package->path = take_text(bytes);
	}
}

static void take_owned(struct bytes *bytes, struct sw_owned_list *owned) {
	size_t count = take_count(bytes, UINT32_MAX, 3);
	struct sw_str last = {0};
	sw_reserve(bytes->arena, owned, count);
	for (; owned->n < count && !bytes->bad; owned->n++) {
		struct sw_owned *file = &owned->v[owned->n];
		file->type = (uint8_t)take_number(bytes, SW_PACKAGE_TYPE_COUNT - 1);
		file->package = take_text(bytes);
		file->path = take_text(bytes);
		if (file->package.n)
			last = file->package;
		file->package = last;
	}
}

static void take_secrets(struct bytes *bytes, struct sw_layer_secrets *secrets) {
	size_t count = take_count(bytes, UINT32_MAX, 8);
	sw_reserve(bytes->arena, secrets, count);
	for (; secrets->n < count && !bytes->bad; secrets->n++) {
		struct sw_layer_secret *secret = &secrets->v[secrets->n];
		secret->path = take_path(bytes);
		secret->kind = take_text(bytes);
		secret->title = take_text(bytes);
		secret->fingerprint = take_text(bytes);
		secret->line = (uint32_t)take_number(bytes, UINT32_MAX);
		secret->column = (uint32_t)take_number(bytes, UINT32_MAX);
		secret->strength = (uint8_t)take_number(bytes, SW_SEEN_PLACEHOLDER);
		secret->verified = take_number(bytes, 1);
	}
}

static void take_accounts(struct bytes *bytes, struct sw_accounts *accounts) {
	size_t count = take_count(bytes, UINT32_MAX, 8);
	sw_reserve(bytes->arena, accounts, count);
	for (; accounts->n < count && !bytes->bad; accounts->n++) {
		struct sw_account *account = &accounts->v[accounts->n];
		account->name = take_text(bytes);
		account->file = take_path(bytes);
		account->line = (uint32_t)take_number(bytes, UINT32_MAX);
		account->user = (uint32_t)take_number(bytes, UINT32_MAX);
		account->group = (uint32_t)take_number(bytes, UINT32_MAX);
		account->home = take_text(bytes);
		account->shell = take_text(bytes);
		account->password = (uint8_t)take_number(bytes, SW_PASSWORD_EMPTY);
	}
}

/* The code of a diagnostic is printed as it is: only what codes are made of. */
static const char *take_code(struct bytes *bytes) {
	struct sw_str code = take_text(bytes);
	for (size_t i = 0; i < code.n; i++)
		if (!(code.p[i] >= 'a' && code.p[i] <= 'z') && !sw_is_digit(code.p[i]) && code.p[i] != '-')
			bytes->bad = true;
	if (!code.n || code.n > LONGEST_CODE)
		bytes->bad = true;
	return bytes->bad ? "" : sw_arena_str(bytes->arena, code).p;
}

static void take_diags(struct bytes *bytes, struct sw_diags *diags) {
	size_t count = take_count(bytes, SW_LIMIT_DIAGNOSTICS, 5);
	diags->arena = bytes->arena;
	sw_reserve(bytes->arena, diags, count);
	for (; diags->n < count && !bytes->bad; diags->n++) {
		struct sw_diag *diag = &diags->v[diags->n];
		diag->level = (enum sw_diag_level)take_number(bytes, SW_DIAG_ERROR);
		diag->code = take_code(bytes);
		diag->path = take_text(bytes);
		diag->message = take_text(bytes);
	}
	diags->dropped = (size_t)take_number(bytes, SIZE_MAX);
}

static bool names_are_ours(struct sw_arena *arena, const struct sw_layer_account *account) {
	struct sw_layer_names it;
	struct sw_layer_entry entry;
	uint64_t count = 0;
	sw_layer_names_start(&it, arena, account->names);
	for (; sw_layer_names_next(&it, &entry); count++)
		if (count == SW_LIMIT_LAYER_ENTRIES || !sw_names_path_is_clean(entry.path))
			return false;
	return !it.broken && count == account->entries;
}

bool sw_layer_record_read(struct sw_arena *arena, struct sw_str text, struct sw_layer_account *account) {
	struct bytes bytes = {arena, text, false};
	struct sw_release *release = &account->release;
	*account = (struct sw_layer_account){.diags.arena = arena};
	if (!sw_str_starts(text, sw_str_of(head)))
		return false;
	bytes.left = sw_str_from(text, sizeof head - 1);
	account->blob = take_digest(&bytes);
	account->diff_id = take_digest(&bytes);
	uint64_t *const counts[] = {&account->packed, &account->unpacked, &account->entries, &account->files, &account->folders,
				    &account->links, &account->whiteouts, &account->file_bytes};
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		*counts[i] = take_number(&bytes, UINT64_MAX);
	account->partial = (uint8_t)take_number(&bytes, SW_PARTIAL_DIED);
	account->searched = take_number(&bytes, 1);
	take_notables(&bytes, &account->notables);
	take_packages(&bytes, &account->packages);
	take_owned(&bytes, &account->owned);
	take_secrets(&bytes, &account->secrets);
	take_accounts(&bytes, &account->accounts);
	struct sw_str *const texts[] = {&release->path, &release->id, &release->version_id, &release->name, &release->like,
					&release->codename, &release->cpe};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		*texts[i] = take_text(&bytes);
	take_diags(&bytes, &account->diags);
	account->names = take_text(&bytes);
	return !bytes.bad && !bytes.left.n && names_are_ours(arena, account);
}
