#include "readers/layers/pass.h"
#include "readers/layers/crc32.h"
#include "readers/layers/places.h"
#include "readers/packages/read.h"
#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>

/* One reader and one file may take this much memory; and files of package caches told of one layer. */
static const size_t scratch_bytes = (size_t)512 << 20;
enum { MOST_CACHED = 2000 };

void sw_pass_start(struct sw_pass *pass, struct sw_arena *arena, const struct sw_layer_options *options, struct sw_layer_account *account) {
	memset(pass, 0, sizeof *pass);
	pass->arena = arena;
	pass->options = options;
	pass->account = account;
	sw_arena_init(&pass->scratch, scratch_bytes);
	*account = (struct sw_layer_account){.diags.arena = arena, .searched = options->secrets};
}

void sw_pass_free(struct sw_pass *pass) {
	sw_names_free(&pass->names);
	sw_arena_free(&pass->scratch);
	sw_body_drop(pass);
	free(pass->body);
	pass->body = NULL;
	pass->body_cap = 0;
}

void sw_pass_say(struct sw_pass *pass, enum sw_diag_level level, const char *code, struct sw_str path, const char *format, ...) {
	struct sw_diags *diags = &pass->account->diags;
	size_t before = diags->n;
	va_list args;
	if (before >= SW_LIMIT_DIAGNOSTICS) {
		diags->dropped++;
		return;
	}
	va_start(args, format);
	struct sw_str text = sw_arena_vprintf(pass->arena, format, args);
	va_end(args);
	sw_diag_add(diags, level, code, (struct sw_span){0}, "%.*s", SW_ARG(text));
	if (diags->n > before)
		diags->v[before].path = sw_arena_str(pass->arena, path);
}

void sw_pass_partial(struct sw_pass *pass, enum sw_partial why) {
	if (pass->account->partial == SW_PARTIAL_NOT)
		pass->account->partial = (uint8_t)why;
}

/* After this nothing can be told any more: names and the rest must fit into the account's arena. */
static void stop(struct sw_pass *pass, const char *why) {
	pass->stopped = true;
	sw_pass_partial(pass, SW_PARTIAL_LIMIT);
	sw_pass_say(pass, SW_DIAG_ERROR, "layer-limit", (struct sw_str){0}, "%s: the rest of the layer was not read", why);
}

/* --- what stands out ------------------------------------------------------------------------------------------------ */

static uint32_t mode_traits(const struct sw_notable *notable) {
	const struct sw_layer_entry *entry = &notable->entry;
	bool file = entry->kind == SW_ENTRY_FILE || entry->kind == SW_ENTRY_HARD_LINK;
	uint32_t traits = notable->capabilities.n ? SW_TRAIT_CAPABILITY : 0;
	if (entry->kind == SW_ENTRY_CHARACTER_DEVICE || entry->kind == SW_ENTRY_BLOCK_DEVICE)
		traits |= SW_TRAIT_DEVICE;
	if (file && entry->mode & 04000)
		traits |= SW_TRAIT_SETUID;
	if (file && entry->mode & 02000 && entry->mode & 0111)
		traits |= SW_TRAIT_SETGID;
	if (entry->mode & 0002 && (file || (entry->kind == SW_ENTRY_FOLDER && !(entry->mode & 01000))))
		traits |= SW_TRAIT_WORLD_WRITABLE;
	return traits;
}

static void note(struct sw_pass *pass) {
	struct sw_notable *current = &pass->current;
	struct sw_notables *notables = &pass->account->notables;
	if (current->entry.kind == SW_ENTRY_WHITEOUT || current->entry.kind == SW_ENTRY_OPAQUE)
		return;
	current->traits = mode_traits(current) | sw_place_traits(&current->entry);
	if (current->traits == SW_TRAIT_PACKAGE_CACHE && pass->cached++ >= MOST_CACHED)
		return;
	if (!current->traits)
		return;
	if (notables->n >= SW_LIMIT_NOTABLES) {
		if (!pass->said_too_many)
			sw_pass_say(pass, SW_DIAG_ERROR, "layer-limit", (struct sw_str){0}, "more than %d files stand out: the others are not told",
				    SW_LIMIT_NOTABLES);
		pass->said_too_many = true;
		sw_pass_partial(pass, SW_PARTIAL_LIMIT);
		return;
	}
	/* Whole before it is in the list: the arena may run full at each of these. */
	struct sw_notable notable = *current;
	notable.entry.path = sw_arena_str(pass->arena, current->entry.path);
	notable.target = sw_arena_str(pass->arena, current->target);
	*sw_push(pass->arena, notables) = notable;
}

/* --- entries -------------------------------------------------------------------------------------------------------- */

static void count(struct sw_pass *pass) {
	struct sw_layer_account *account = pass->account;
	switch ((enum sw_entry_kind)pass->current.entry.kind) {
	case SW_ENTRY_FILE: case SW_ENTRY_HARD_LINK: account->files++; break;
	case SW_ENTRY_FOLDER: account->folders++; break;
	case SW_ENTRY_SYMLINK: account->links++; break;
	case SW_ENTRY_WHITEOUT: case SW_ENTRY_OPAQUE: account->whiteouts++; break;
	case SW_ENTRY_CHARACTER_DEVICE: case SW_ENTRY_BLOCK_DEVICE: case SW_ENTRY_FIFO: break;
	}
	account->entries++;
	account->file_bytes += pass->current.entry.size;
}

/* The packed names go into the arena at the end: that there is room for them is seen to now. */
static void remember(struct sw_pass *pass) {
	const struct sw_arena *arena = pass->arena;
	size_t room = arena->cap > arena->used ? arena->cap - arena->used : 0;
	if (!sw_names_add(&pass->names, &pass->current.entry))
		stop(pass, "there is no memory for more names");
	else
		count(pass);
	if (pass->names.n > room - room / 8)
		stop(pass, "its names take more memory than there is for one layer");
}

/* A file whose name says what it takes away. False: it says nothing that programs agree on. */
static bool read_whiteout(struct sw_pass *pass) {
	static const char mark[] = ".wh.", opaque[] = ".wh..wh..opq", meta[] = ".wh..wh.";
	struct sw_layer_entry *entry = &pass->current.entry;
	struct sw_str folder = sw_str_dirname(entry->path), name = sw_str_basename(entry->path);
	if (sw_str_starts(entry->path, sw_str_of(meta)) && !sw_str_is(entry->path, opaque))
		return false; /* AUFS keeps its own files there, and what is below them */
	if (!sw_str_starts(name, sw_str_of(mark)))
		return true;
	entry->mode = entry->user = entry->group = 0;
	entry->size = 0;
	if (sw_str_is(name, opaque)) {
		entry->kind = SW_ENTRY_OPAQUE;
		entry->path = folder;
		return true;
	}
	struct sw_str hidden = sw_str_from(name, sizeof mark - 1);
	if (sw_str_starts(name, sw_str_of(meta)))
		return false;
	if (!hidden.n || sw_str_is(hidden, ".") || sw_str_is(hidden, "..")) {
		sw_pass_say(pass, SW_DIAG_WARNING, "layer-whiteout-odd", entry->path, "a whiteout that names no file was passed over");
		return false;
	}
	/* In place: the folder, and behind it what is hidden. */
	memmove(pass->path + (entry->path.n - name.n), hidden.p, hidden.n);
	entry->path.n -= sizeof mark - 1;
	entry->kind = SW_ENTRY_WHITEOUT;
	return true;
}

/* Whether a relative link has more ".." than there are folders. Absolute ones are common, and begin at the image's top. */
static bool leads_out(struct sw_str path, struct sw_str link) {
	struct sw_str part;
	int64_t depth = 0;
	if (sw_str_starts(link, SW_S("/")) || !sw_str_starts(link, SW_S("..")))
		return false;
	for (size_t i = 0; i < path.n; i++)
		depth += path.p[i] == '/';
	while (depth >= 0 && sw_str_split(&link, '/', &part))
		depth += sw_str_is(part, "..") ? -1 : part.n && !sw_str_is(part, ".") ? 1 : 0;
	return depth < 0;
}

/* What links name is all the content they have. A hard link names a file of the same archive, as its entry does. */
static void read_link(struct sw_pass *pass, struct sw_str link) {
	struct sw_notable *current = &pass->current;
	char path[SW_LIMIT_PATH_BYTES];
	size_t n;
	bool odd;
	if (link.n > SW_LIMIT_PATH_BYTES)
		link.n = SW_LIMIT_PATH_BYTES;
	current->target = link;
	if (current->entry.kind == SW_ENTRY_HARD_LINK && sw_pass_path(link, path, &n, &odd))
		link = sw_str(path, n);
	else if (current->entry.kind == SW_ENTRY_SYMLINK && leads_out(current->entry.path, link))
		sw_pass_say(pass, SW_DIAG_WARNING, "layer-link-outside", current->entry.path, "a link leads above the top of the image");
	current->entry.sum = sw_crc32(0, link.p, link.n);
}

static bool read_path(struct sw_pass *pass, const struct sw_pass_entry *from) {
	struct sw_layer_entry *entry = &pass->current.entry;
	bool odd;
	if (!sw_pass_path(from->name, pass->path, &entry->path.n, &odd)) {
		if (!pass->said_too_long)
			sw_pass_say(pass, SW_DIAG_ERROR, "layer-name-too-long", sw_str_sub(from->name, 0, 100), "a name of %zu bytes, which no system takes",
				    from->name.n);
		pass->said_too_long = true;
		sw_pass_partial(pass, SW_PARTIAL_LIMIT);
		return false;
	}
	entry->path.p = pass->path;
	if (odd)
		sw_pass_say(pass, SW_DIAG_WARNING, "layer-name-odd", entry->path, "written as an absolute name or with \"..\"; taken to stand here");
	if (entry->path.n || from->kind == SW_ENTRY_FOLDER)
		return true;
	sw_pass_say(pass, SW_DIAG_WARNING, "layer-name-odd", entry->path, "an entry without a name that is no folder was passed over");
	return false;
}

static uint32_t small(uint64_t number) {
	return number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
}

/* A package that the folder tells which the file lies in is told with the first file of it that comes by. */
static void read_place(struct sw_pass *pass) {
	struct sw_package package;
	if (!sw_package_of_folder(pass->current.entry.path, &package) || sw_str_eq(package.path, pass->place))
		return;
	pass->place = sw_arena_str(pass->arena, package.path);
	package.path = sw_arena_str(pass->arena, pass->current.entry.path);
	package.name = sw_arena_str(pass->arena, package.name);
	package.version = sw_arena_str(pass->arena, package.version);
	*sw_push(pass->arena, &pass->account->packages) = package;
}

void sw_pass_enter(struct sw_pass *pass, const struct sw_pass_entry *from) {
	struct sw_notable *current = &pass->current;
	struct sw_layer_entry *entry = &current->entry;
	assert(!pass->open);
	*current = (struct sw_notable){0};
	entry->kind = from->kind;
	entry->mode = from->mode & 07777;
	entry->user = small(from->user);
	entry->group = small(from->group);
	entry->size = from->kind == SW_ENTRY_FILE ? from->size : 0;
	pass->open = !pass->stopped && read_path(pass, from) && read_whiteout(pass);
	if (!pass->open)
		return;
	if (entry->kind == SW_ENTRY_SYMLINK || entry->kind == SW_ENTRY_HARD_LINK)
		read_link(pass, from->link);
	if (entry->kind == SW_ENTRY_CHARACTER_DEVICE || entry->kind == SW_ENTRY_BLOCK_DEVICE)
		current->device = (from->major & 0xfff) << 20 | (from->minor & 0xfffff);
	if (from->capability.n) {
		current->capabilities = sw_pass_capabilities(pass->arena, from->capability);
		if (!current->capabilities.n)
			sw_pass_say(pass, SW_DIAG_NOTE, "layer-capability-odd", entry->path, "the file's capabilities are none that the kernel knows");
	}
	if (entry->kind == SW_ENTRY_FILE)
		read_place(pass);
	pass->seen = 0;
	pass->whole = pass->search = false;
	pass->decided = true;
	if (entry->kind == SW_ENTRY_FILE && entry->size && !from->bodiless)
		sw_body_start(pass);
}

void sw_pass_body(struct sw_pass *pass, const char *p, size_t n) {
	if (!pass->open || pass->current.entry.kind != SW_ENTRY_FILE)
		return;
	pass->current.entry.sum = sw_crc32(pass->current.entry.sum, p, n);
	if (!pass->decided || pass->whole || pass->search)
		sw_body_add(pass, sw_str(p, n));
	pass->seen += n;
}

void sw_pass_finish(struct sw_pass *pass, bool whole) {
	if (!pass->open)
		return;
	pass->open = false;
	sw_body_drop(pass); /* of one that broke off */
	if (!whole)
		pass->current.entry.sum = 0;
	note(pass);
	remember(pass);
}

void sw_pass_give_up(struct sw_pass *pass) {
	pass->account->partial = SW_PARTIAL_LIMIT;
	pass->account->names = (struct sw_str){0};
	pass->account->entries = 0;
}

void sw_pass_settle(struct sw_pass *pass) {
	pass->account->names = sw_names_whole(&pass->names, pass->arena);
	sw_names_free(&pass->names);
}
