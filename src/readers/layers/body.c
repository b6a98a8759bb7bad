/* What is done with the body of a file: most are passed over; what a reader of packages wants is collected; what may hold
 * secrets is looked through in windows. A body that comes in one piece is never copied. */
#include "facts/secret.h"
#include "formats/program.h"
#include "readers/layers/pass.h"
#include "readers/packages/read.h"
#include "secrets/file.h"
#include <stdlib.h>
#include <sys/mman.h>

enum {
	START_BYTES = 64,            /* enough to tell what a file is */
	WINDOW_BYTES = 4 << 20,      /* of a text that is looked through */
	KEPT_BYTES = 4 << 20,        /* a larger buffer is given back behind its file */
	OWN_BYTES = 4 << 20,         /* etc/passwd and the like */
	CODE_FROM = 1 << 16,         /* headers and notes lie before */
	MOST_SECRETS = 10000,        /* of one layer */
};

static uint64_t limit_of(const struct sw_package_reader *reader) {
	return reader->limit ? reader->limit : SW_LIMIT_PACKAGE_BYTES;
}

/* A reader that takes no file of this size is no reader. */
static const struct sw_package_reader *fitting(struct sw_pass *pass, const struct sw_package_reader *reader) {
	const struct sw_layer_entry *entry = &pass->current.entry;
	if (!reader || (reader->declares && !pass->options->declared))
		return NULL;
	if (entry->size <= limit_of(reader))
		return reader;
	sw_pass_say(pass, SW_DIAG_WARNING, "layer-file-too-large", entry->path, "%llu bytes: too large to be read as %s", (unsigned long long)entry->size,
		    reader->kind);
	if (reader->of_system)
		sw_pass_partial(pass, SW_PARTIAL_LIMIT);
	return NULL;
}

/* By path alone, before any of it was read. */
void sw_body_start(struct sw_pass *pass) {
	const struct sw_layer_entry *entry = &pass->current.entry;
	struct sw_str path = entry->path;
	pass->body_n = 0;
	pass->body_at = pass->told_until = pass->counted = pass->line_at = 0;
	pass->lines = 0;
	pass->own = sw_pass_accounts_of(path);
	if (!pass->own)
		pass->own = sw_pass_release_of(path);
	if (pass->own && entry->size > OWN_BYTES) {
		sw_pass_say(pass, SW_DIAG_WARNING, "layer-file-too-large", path, "%llu bytes: too large to be read", (unsigned long long)entry->size);
		sw_pass_partial(pass, SW_PARTIAL_LIMIT); /* else nobody would know that accounts were not looked at */
		pass->own = NULL;
	}
	pass->reader = fitting(pass, sw_package_reader_of(path));
	pass->search = pass->options->secrets && sw_secret_path_class(path) != SW_SECRET_PATH_SKIP;
	pass->decided = false;
}

/* With the first bytes at hand: whether it is a program, and whether it is text. */
static void decide(struct sw_pass *pass, struct sw_str start) {
	pass->decided = true;
	if (!pass->reader)
		pass->reader = sw_package_program_reader(start);
	if (pass->reader && pass->reader->take == SW_TAKE_PROGRAM)
		pass->reader = fitting(pass, sw_package_program_reader(start));
	pass->whole = pass->own || pass->reader;
}

/* --- secrets -------------------------------------------------------------------------------------------------------- */

static uint8_t strength_of(const struct sw_secret_hit *hit) {
	switch ((enum sw_secret_confidence)hit->confidence) {
	case SW_SECRET_HIGH: return hit->checksum_verified ? SW_SEEN_TOKEN : sw_secret_kind(hit->kind)->generic ? SW_SEEN_LITERAL : SW_SEEN_TOKEN;
	case SW_SECRET_MEDIUM: case SW_SECRET_LOW: return SW_SEEN_LITERAL;
	case SW_SECRET_WEAK: return SW_SEEN_WEAK;
	case SW_SECRET_PLACEHOLDER: case SW_SECRET_NONE: break;
	}
	return SW_SEEN_PLACEHOLDER;
}

/* Goes on counting lines up to byte `end` of the text: what is told comes in order, so each byte is looked at once. */
static void count_lines(struct sw_pass *pass, struct sw_str text, size_t end) {
	for (size_t at = (size_t)(pass->counted - pass->body_at); at < end;) {
		const char *found = memchr(text.p + at, '\n', end - at);
		at = found ? (size_t)(found - text.p) + 1 : end;
		pass->lines += found != NULL;
		pass->line_at = found ? pass->body_at + at : pass->line_at;
		pass->counted = pass->body_at + at;
	}
}

static bool has_lines(struct sw_str text) {
	return memchr(text.p, '\0', text.n < WINDOW_BYTES ? text.n : WINDOW_BYTES) == NULL;
}

/* The value is looked at for its fingerprint, and never kept. */
static void tell_secret(struct sw_pass *pass, struct sw_str text, bool lined, const struct sw_secret_hit *hit) {
	struct sw_layer_secrets *secrets = &pass->account->secrets;
	const struct sw_secret_kind *kind = sw_secret_kind(hit->kind);
	struct sw_str path = pass->current.entry.path;
	if (secrets->n >= MOST_SECRETS) {
		if (secrets->n == MOST_SECRETS && pass->account->partial == SW_PARTIAL_NOT)
			sw_pass_say(pass, SW_DIAG_ERROR, "layer-limit", path, "more than %d credentials: the others are not told", MOST_SECRETS);
		sw_pass_partial(pass, SW_PARTIAL_LIMIT);
		return;
	}
	struct sw_layer_secret *secret = sw_push(pass->arena, secrets);
	*secret = (struct sw_layer_secret){
		.path = secrets->n > 1 && sw_str_eq(secret[-1].path, path) ? secret[-1].path : sw_arena_str(pass->arena, path),
		.kind = sw_str_of(kind->id), .title = sw_str_of(kind->title),
		.fingerprint = sw_secret_fingerprint(pass->arena, hit->kind, sw_str_sub(text, hit->start, hit->end - hit->start)),
		.strength = strength_of(hit), .verified = hit->checksum_verified,
	};
	if (lined) {
		count_lines(pass, text, hit->start);
		secret->line = pass->lines + 1;
		secret->column = (uint32_t)(pass->body_at + hit->start - pass->line_at) + 1;
	}
}

/* `text` begins at byte body_at of the file. What touches the end of a window that is not the last one may go on behind it:
 * the next window, which shares bytes with this one, has it whole. */
static void search(struct sw_pass *pass, struct sw_str text, bool last) {
	struct sw_secret_hits hits = {0};
	struct sw_arena_catch catch;
	const bool lined = has_lines(text);
	if (SW_ARENA_TRY(&pass->scratch, &catch)) {
		sw_secrets_in_file(&pass->scratch, pass->current.entry.path, text, &hits);
		for sw_each (const struct sw_secret_hit, hit, hits) {
			if ((!last && hit->end == text.n) || pass->body_at + hit->start < pass->told_until)
				continue;
			pass->told_until = pass->body_at + hit->end;
			tell_secret(pass, text, lined, hit);
		}
		sw_arena_leave(&pass->scratch, &catch);
	} else {
		sw_pass_say(pass, SW_DIAG_ERROR, "layer-limit", pass->current.entry.path, "searching it for credentials took too much memory");
		sw_pass_partial(pass, SW_PARTIAL_LIMIT);
	}
	sw_arena_free(&pass->scratch);
}

/* --- readers -------------------------------------------------------------------------------------------------------- */

static struct sw_str keep(struct sw_pass *pass, struct sw_str text) {
	return text.n ? sw_arena_str(pass->arena, text) : (struct sw_str){0};
}

static void keep_packages(struct sw_pass *pass, const struct sw_package_sink *sink) {
	struct sw_str path = {0}, kept_path = {0};
	for sw_each (const struct sw_package, from, sink->packages) {
		if (from->path.p != path.p || from->path.n != path.n)
			kept_path = keep(pass, from->path);
		path = from->path;
		struct sw_package package = *from;
		package.path = kept_path;
		struct sw_str *const texts[] = {&package.name, &package.version, &package.architecture, &package.source, &package.source_version,
						&package.licence, &package.supplier, &package.module, &package.place};
		for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
			*texts[i] = keep(pass, *texts[i]);
		/* In the list when it is whole: the arena may run full before, and what it was copied from is given back. */
		*sw_push(pass->arena, &pass->account->packages) = package;
	}
}

static void keep_owned(struct sw_pass *pass, const struct sw_package_sink *sink) {
	struct sw_str name = {0}, kept_name = {0};
	for sw_each (const struct sw_owned, from, sink->owned) {
		if (!from->package.n)
			continue;
		if (from->package.p != name.p || from->package.n != name.n)
			kept_name = keep(pass, from->package);
		name = from->package;
		*sw_push(pass->arena, &pass->account->owned) = (struct sw_owned){keep(pass, from->path), kept_name, from->type};
	}
}

/* A reader works in memory of its own, which is given back: only what it found stays. */
static void read_packages(struct sw_pass *pass, struct sw_str text) {
	struct sw_arena_catch catch;
	if (SW_ARENA_TRY(&pass->scratch, &catch)) {
		struct sw_package_sink sink = {.arena = &pass->scratch, .diags = &pass->account->diags, .path = pass->current.entry.path};
		size_t before = sink.diags->n;
		sw_package_read(pass->reader, &sink, text);
		for (size_t i = before; pass->reader->of_system && i < sink.diags->n; i++)
			if (sink.diags->v[i].level == SW_DIAG_ERROR)
				sw_pass_partial(pass, SW_PARTIAL_CORRUPT);
		keep_packages(pass, &sink);
		keep_owned(pass, &sink);
		sw_arena_leave(&pass->scratch, &catch);
	} else {
		sw_pass_say(pass, SW_DIAG_ERROR, "layer-limit", pass->current.entry.path, "reading it as %s took too much memory", pass->reader->kind);
		sw_pass_partial(pass, SW_PARTIAL_LIMIT);
	}
	sw_arena_free(&pass->scratch);
}

/* --- pieces --------------------------------------------------------------------------------------------------------- */

static void use_whole(struct sw_pass *pass, struct sw_str text) {
	if (pass->own)
		pass->own(pass, text);
	if (pass->reader)
		read_packages(pass, text);
	if (pass->search)
		search(pass, text, true);
}

static bool no_memory(struct sw_pass *pass) {
	sw_pass_say(pass, SW_DIAG_ERROR, "layer-limit", pass->current.entry.path, "there is no memory to read it");
	sw_pass_partial(pass, SW_PARTIAL_LIMIT);
	pass->whole = pass->search = false;
	return false;
}

/* Room for `n` bytes more. Without memory the file is passed over, and the layer is a part. */
static bool make_room(struct sw_pass *pass, size_t n) {
	size_t want = pass->body_n + n;
	if (want <= pass->body_cap)
		return true;
	/* A whole body's size is known; a window's is not worth a second copy. */
	size_t most = pass->whole ? (size_t)pass->current.entry.size : WINDOW_BYTES;
	size_t cap = pass->seen + n > START_BYTES && want < most ? most : want;
	char *body = realloc(pass->body, cap);
	if (!body)
		return no_memory(pass);
	pass->body = body;
	pass->body_cap = cap;
	return true;
}

/* Bytes of a large body, in memory that costs only what is written to: what lies in the gap is left zero. */
static void put_sparse(struct sw_pass *pass, struct sw_str bytes) {
	size_t at = pass->body_n, end = at + bytes.n;
	if (at < pass->gap_start) {
		size_t n = end < pass->gap_start ? bytes.n : pass->gap_start - at;
		memcpy(pass->map + at, bytes.p, n);
	}
	if (end > pass->gap_end) {
		size_t from = at > pass->gap_end ? at : pass->gap_end;
		memcpy(pass->map + from, bytes.p + (from - at), end - from);
	}
	pass->body_n = end;
}

static bool append(struct sw_pass *pass, struct sw_str bytes) {
	if (pass->map) {
		put_sparse(pass, bytes);
		return true;
	}
	if (!make_room(pass, bytes.n))
		return false;
	memcpy(pass->body + pass->body_n, bytes.p, bytes.n);
	pass->body_n += bytes.n;
	return true;
}

/* The machine code of an ELF program of 64 bits, its largest part, in which no list of packages stands: from its first
 * bytes, or nothing where they do not tell. */
static void find_code(struct sw_str start, size_t size, size_t *from, size_t *to) {
	enum { LOAD = 1, EXECUTABLE = 1 };
	struct sw_program program;
	if (start.n < START_BYTES || sw_program_sniff(start) != SW_PROGRAM_ELF || !sw_program_open(&program, start) || !program.wide)
		return;
	for (uint64_t i = 0; i < program.segment_count && i < 64; i++) {
		uint64_t at = program.segments + i * program.segment_size;
		if (at + 56 > start.n || sw_program_number(&program, start, at, 4) != LOAD ||
		    !(sw_program_number(&program, start, at + 4, 4) & EXECUTABLE))
			continue;
		uint64_t first = sw_program_number(&program, start, at + 8, 8), n = sw_program_number(&program, start, at + 32, 8);
		if (first > size || n > size - first || n <= CODE_FROM || n <= *to - *from)
			continue;
		*from = (size_t)(first < CODE_FROM ? CODE_FROM : first);
		*to = (size_t)(first + n);
	}
}

/* A large body that is wanted whole moves into a map of its own. */
static bool spread(struct sw_pass *pass, struct sw_str start) {
	size_t size = (size_t)pass->current.entry.size, n = pass->body_n;
	void *map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (map == MAP_FAILED)
		return no_memory(pass);
	pass->map = map;
	pass->gap_start = pass->gap_end = size;
	if (pass->reader && pass->reader->take == SW_TAKE_PROGRAM && !pass->own)
		find_code(start, size, &pass->gap_start, &pass->gap_end);
	if (n)
		memcpy(pass->map, pass->body, n);
	return true;
}

void sw_body_drop(struct sw_pass *pass) {
	if (pass->map)
		munmap(pass->map, (size_t)pass->current.entry.size);
	pass->map = NULL;
	if (pass->body_cap > KEPT_BYTES) {
		free(pass->body);
		pass->body = NULL;
		pass->body_cap = 0;
	}
	pass->body_n = 0;
}

/* A full window is looked through, and its end kept for the next one. */
static void next_window(struct sw_pass *pass) {
	struct sw_str text = sw_str(pass->body, pass->body_n);
	size_t used = text.n - SW_SECRET_OVERLAP;
	search(pass, text, false);
	count_lines(pass, text, used);
	memmove(pass->body, pass->body + used, text.n - used);
	pass->body_n -= used;
	pass->body_at += used;
}

static void collect(struct sw_pass *pass, struct sw_str bytes) {
	while (!pass->whole && pass->body_n + bytes.n > WINDOW_BYTES) {
		struct sw_str part = sw_str_sub(bytes, 0, WINDOW_BYTES - pass->body_n);
		if (!append(pass, part))
			return;
		bytes = sw_str_from(bytes, part.n);
		next_window(pass);
	}
	append(pass, bytes);
}

/* With enough of the body at hand, or all of it, what is to be done is settled. False: it is not. */
static bool settle(struct sw_pass *pass, struct sw_str *bytes, bool last) {
	if (pass->decided)
		return true;
	if (!pass->body_n && (last || bytes->n >= START_BYTES)) {
		decide(pass, *bytes);
	} else {
		if (!append(pass, *bytes))
			return false;
		bytes->n = 0;
		if (!last && pass->body_n < START_BYTES)
			return false;
		decide(pass, sw_str(pass->body, pass->body_n));
	}
	if (!last && pass->whole && pass->current.entry.size > KEPT_BYTES)
		return spread(pass, pass->body_n ? sw_str(pass->body, pass->body_n) : *bytes);
	return true;
}

void sw_body_add(struct sw_pass *pass, struct sw_str bytes) {
	bool last = pass->seen + bytes.n >= pass->current.entry.size;
	if (!settle(pass, &bytes, last))
		return;
	if (last && !pass->body_n && pass->body_at == 0 && (pass->whole || pass->search)) {
		use_whole(pass, bytes);
		return;
	}
	if (bytes.n && (pass->whole || pass->search))
		collect(pass, bytes);
	if (last && pass->whole)
		use_whole(pass, sw_str(pass->map ? pass->map : pass->body, pass->body_n));
	else if (last && pass->search)
		search(pass, sw_str(pass->body, pass->body_n), true);
	if (last || (!pass->whole && !pass->search))
		sw_body_drop(pass);
}
