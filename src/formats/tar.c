#include "formats/tar.h"
#include "base/limits.h"
#include <assert.h>

enum { BLOCK = 512 };

/* Fields of a header: offset and bytes. */
struct field {
	size_t at, n;
};

static const struct field F_NAME = {0, 100}, F_MODE = {100, 8}, F_USER = {108, 8}, F_GROUP = {116, 8}, F_SIZE = {124, 12},
			  F_SUM = {148, 8}, F_LINK = {157, 100}, F_MAGIC = {257, 8}, F_PREFIX = {345, 155};

enum { AT_TYPE = 156, AT_SPARSE_MORE = 482, AT_SPARSE_NEXT = 504 };

void sw_tar_start(struct sw_tar *tar, struct sw_arena *arena, struct sw_tar_input input, struct sw_diags *diags) {
	*tar = (struct sw_tar){.arena = arena, .diags = diags, .input = input};
}

/* Always false, for `return refuse(…)`. */
static bool refuse(struct sw_tar *tar, const char *code, const char *what) {
	tar->broken = true;
	sw_diag_add(tar->diags, SW_DIAG_ERROR, code, (struct sw_span){0}, "the archive is broken at byte %llu: %s",
		    (unsigned long long)tar->offset, what);
	return false;
}

static void warn(struct sw_tar *tar, const char *code, const char *what) {
	sw_diag_add(tar->diags, SW_DIAG_WARNING, code, (struct sw_span){0}, "%s, at byte %llu of the archive", what,
		    (unsigned long long)tar->offset);
}

/* All `n` bytes unless the input ends. */
static size_t take(struct sw_tar *tar, void *p, size_t n) {
	size_t done = 0;
	while (done < n) {
		int64_t got = tar->input.read(tar->input.context, (char *)p + done, n - done);
		if (got <= 0)
			break;
		assert((uint64_t)got <= n - done);
		done += (size_t)got;
	}
	tar->offset += done;
	return done;
}

static bool pass(struct sw_tar *tar, uint64_t n) {
	if (tar->input.skip) {
		if (n && !tar->input.skip(tar->input.context, n))
			return false;
		tar->offset += n;
		return true;
	}
	char block[BLOCK];
	for (; n; n -= n < BLOCK ? n : BLOCK)
		if (take(tar, block, n < BLOCK ? (size_t)n : BLOCK) < (n < BLOCK ? (size_t)n : BLOCK))
			return false;
	return true;
}

static struct sw_str text_of(const char *header, struct field field) {
	struct sw_str text = sw_str(header + field.at, field.n);
	return sw_str_sub(text, 0, sw_str_find_byte(text, '\0'));
}

/* Octal with blanks around it, or the binary form of GNU for what does not fit. False when it is neither, or negative. */
static bool number_of(const char *header, struct field field, uint64_t *value) {
	const unsigned char *p = (const unsigned char *)header + field.at;
	*value = 0;
	if (p[0] & 0x80) {
		if (p[0] != 0x80)
			return false;
		for (size_t i = 1; i < field.n; i++) {
			if (*value >> 55)
				return false;
			*value = *value << 8 | p[i];
		}
		return true;
	}
	struct sw_str text = sw_str_trim(text_of(header, field));
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '7' || *value >> 60)
			return false;
		*value = *value << 3 | (uint64_t)(text.p[i] - '0');
	}
	return true;
}

/* Some old programs summed signed bytes. */
static bool sum_fits(const char *header) {
	uint64_t stated;
	int64_t plain = 0, with_sign = 0;
	if (!number_of(header, F_SUM, &stated))
		return false;
	for (size_t i = 0; i < BLOCK; i++) {
		bool own = i >= F_SUM.at && i < F_SUM.at + F_SUM.n;
		char c = own ? ' ' : header[i];
		plain += (unsigned char)c;
		with_sign += (signed char)c;
	}
	return (int64_t)stated == plain || (int64_t)stated == with_sign;
}

static bool is_zero(const char *block) {
	for (size_t i = 0; i < BLOCK; i++)
		if (block[i])
			return false;
	return true;
}

bool sw_tar_begins(struct sw_str start) {
	return start.n >= BLOCK && !is_zero(start.p) && sum_fits(start.p);
}

static void put_text(struct sw_tar *tar, struct sw_tar_text *to, struct sw_str text) {
	if (text.n + 1 > to->cap) {
		size_t cap = text.n + 1 > 256 ? (text.n + 1) * 2 : 256;
		to->p = sw_arena_grow(tar->arena, to->p, to->cap, cap);
		to->cap = cap;
	}
	if (text.n)
		memmove(to->p, text.p, text.n);
	to->n = text.n;
	to->set = true;
}

/* The body of an extension, in tar->record. */
static bool take_record(struct sw_tar *tar, uint64_t size) {
	if (size > SW_LIMIT_TAR_RECORD_BYTES)
		return refuse(tar, "tar-record-too-long", "an extended header is too long");
	struct sw_tar_text *record = &tar->record;
	if (size + 1 > record->cap) {
		record->p = sw_arena_grow(tar->arena, record->p, record->cap, (size_t)size * 2 + 256);
		record->cap = (size_t)size * 2 + 256;
	}
	record->n = take(tar, record->p, (size_t)size);
	if (record->n < size || !pass(tar, (BLOCK - size % BLOCK) % BLOCK))
		return refuse(tar, "tar-truncated", "it ends inside an extended header");
	return true;
}

static void apply_pax(struct sw_tar *tar, struct sw_str key, struct sw_str value) {
	bool valid = true;
	if (sw_str_is(key, "path"))
		put_text(tar, &tar->name, value);
	else if (sw_str_is(key, "linkpath"))
		put_text(tar, &tar->link, value);
	else if (sw_str_is(key, "size"))
		valid = tar->has_size = sw_str_to_u64(value, &tar->size);
	else if (sw_str_is(key, "uid"))
		valid = tar->has_user = sw_str_to_u64(value, &tar->user);
	else if (sw_str_is(key, "gid"))
		valid = tar->has_group = sw_str_to_u64(value, &tar->group);
	else if (sw_str_starts(key, SW_S("GNU.sparse.")))
		tar->sparse = true;
	if (!valid || sw_str_find_byte(key, '\0') != SW_NPOS || (tar->name.set && sw_str_find_byte(sw_str(tar->name.p, tar->name.n), '\0') != SW_NPOS))
		refuse(tar, "tar-record-malformed", "an extended header holds a value that is none");
}

/* "LENGTH KEY=VALUE\n", the length counting itself. */
static bool read_pax(struct sw_tar *tar) {
	struct sw_str rest = sw_str(tar->record.p, tar->record.n);
	while (rest.n && !tar->broken) {
		size_t blank = sw_str_find_byte(rest, ' ');
		uint64_t length;
		if (blank == SW_NPOS || !sw_str_to_u64(sw_str_sub(rest, 0, blank), &length) || length > rest.n || length < blank + 3 ||
		    rest.p[length - 1] != '\n')
			return refuse(tar, "tar-record-malformed", "an extended header is malformed");
		struct sw_str record = sw_str_sub(rest, blank + 1, (size_t)length - blank - 2);
		size_t equals = sw_str_find_byte(record, '=');
		if (equals == SW_NPOS || equals == 0)
			return refuse(tar, "tar-record-malformed", "an extended header is malformed");
		apply_pax(tar, sw_str_sub(record, 0, equals), sw_str_from(record, equals + 1));
		rest = sw_str_from(rest, (size_t)length);
	}
	return !tar->broken;
}

static struct sw_str without_end(struct sw_str text) {
	return sw_str_sub(text, 0, sw_str_find_byte(text, '\0'));
}

/* Extensions speak of the entry behind them. True when the header was one. */
static bool read_extension(struct sw_tar *tar, const char *header, uint64_t size, bool *again) {
	char type = header[AT_TYPE];
	*again = type == 'x' || type == 'g' || type == 'L' || type == 'K';
	if (!*again)
		return true;
	if (!take_record(tar, size))
		return false;
	struct sw_str record = sw_str(tar->record.p, tar->record.n);
	if (type == 'L')
		put_text(tar, &tar->name, without_end(record));
	else if (type == 'K')
		put_text(tar, &tar->link, without_end(record));
	else if (type == 'x')
		return read_pax(tar);
	/* A global header would speak of all that follows: engines pass over it, and so do we. */
	return true;
}

static enum sw_tar_kind kind_of(char type, struct sw_str name) {
	switch (type) {
	case '\0': case '0': case '7':
		return type == '\0' && sw_str_ends(name, SW_S("/")) ? SW_TAR_FOLDER : SW_TAR_FILE;
	case '1': return SW_TAR_HARD_LINK;
	case '2': return SW_TAR_SYMLINK;
	case '3': case '4': return SW_TAR_DEVICE;
	case '5': return SW_TAR_FOLDER;
	case '6': return SW_TAR_FIFO;
	default: return SW_TAR_OTHER;
	}
}

static bool leads_out(struct sw_str name) {
	struct sw_str part;
	if (sw_str_starts(name, SW_S("/")))
		return true;
	int64_t depth = 0;
	while (sw_str_split(&name, '/', &part)) {
		if (sw_str_is(part, ".."))
			depth--;
		else if (part.n && !sw_str_is(part, "."))
			depth++;
		if (depth < 0)
			return true;
	}
	return false;
}

static void name_entry(struct sw_tar *tar, const char *header, struct sw_tar_entry *entry) {
	struct sw_str prefix = text_of(header, F_PREFIX), name = text_of(header, F_NAME);
	bool posix = memcmp(header + F_MAGIC.at, "ustar\0", 6) == 0;
	if (!tar->name.set && posix && prefix.n) {
		char whole[256];
		memcpy(whole, prefix.p, prefix.n);
		whole[prefix.n] = '/';
		memcpy(whole + prefix.n + 1, name.p, name.n);
		put_text(tar, &tar->name, sw_str(whole, prefix.n + 1 + name.n));
	} else if (!tar->name.set) {
		put_text(tar, &tar->name, name);
	}
	if (!tar->link.set)
		put_text(tar, &tar->link, text_of(header, F_LINK));
	entry->name = sw_str(tar->name.p, tar->name.n);
	entry->link = sw_str(tar->link.p, tar->link.n);
	entry->kind = tar->sparse ? SW_TAR_OTHER : kind_of(header[AT_TYPE], entry->name);
	entry->outside = leads_out(entry->name);
	while (sw_str_starts(entry->name, SW_S("./")))
		entry->name = sw_str_from(entry->name, 2);
	while (entry->name.n > 1 && entry->name.p[entry->name.n - 1] == '/')
		entry->name.n--;
}

/* The map of an old sparse file goes on in blocks behind its header. */
static bool pass_sparse_map(struct sw_tar *tar, const char *header) {
	char block[BLOCK];
	for (bool more = header[AT_SPARSE_MORE]; more; more = block[AT_SPARSE_NEXT])
		if (take(tar, block, BLOCK) < BLOCK)
			return refuse(tar, "tar-truncated", "it ends inside the map of a sparse file");
	return true;
}

static bool finish_entry(struct sw_tar *tar, const char *header, uint64_t size, struct sw_tar_entry *entry) {
	uint64_t mode;
	name_entry(tar, header, entry);
	if (!number_of(header, F_MODE, &mode) || !number_of(header, F_USER, &entry->user) || !number_of(header, F_GROUP, &entry->group))
		return refuse(tar, "tar-header-malformed", "a number in a header is malformed");
	entry->mode = (uint32_t)(mode & 07777);
	entry->user = tar->has_user ? tar->user : entry->user;
	entry->group = tar->has_group ? tar->group : entry->group;
	/* Links, folders and devices have no body, whatever they say. */
	bool bodiless = entry->kind != SW_TAR_FILE && entry->kind != SW_TAR_OTHER;
	tar->body = bodiless ? 0 : tar->has_size ? tar->size : size;
	if (tar->body > SW_LIMIT_TAR_ENTRY_BYTES)
		return refuse(tar, "tar-entry-too-large", "an entry is larger than any image can be");
	tar->padding = (BLOCK - tar->body % BLOCK) % BLOCK;
	entry->size = entry->kind == SW_TAR_FILE ? tar->body : 0;
	if (entry->outside)
		warn(tar, "tar-name-outside", "a name leads out of the archive");
	if (header[AT_TYPE] == 'S')
		return pass_sparse_map(tar, header);
	return true;
}

/* Two blocks of zeros end an archive; one at the very end of the file is taken for them. */
static bool at_end(struct sw_tar *tar) {
	char block[BLOCK];
	size_t got = take(tar, block, BLOCK);
	tar->ended = true;
	if (got == BLOCK && !is_zero(block))
		warn(tar, "tar-data-after-end", "something stands behind the end of the archive and was not read");
	return false;
}

bool sw_tar_next(struct sw_tar *tar, struct sw_tar_entry *entry) {
	char header[BLOCK];
	if (tar->broken || tar->ended)
		return false;
	if (!pass(tar, tar->body) || !pass(tar, tar->padding))
		return refuse(tar, "tar-truncated", "it ends inside a file");
	tar->body = tar->padding = 0;
	tar->name.set = tar->link.set = tar->has_size = tar->has_user = tar->has_group = tar->sparse = false;
	*entry = (struct sw_tar_entry){0};
	for (bool again = true; again;) {
		uint64_t size;
		size_t got = take(tar, header, BLOCK);
		if (got < BLOCK)
			return refuse(tar, "tar-truncated", got ? "it ends inside a header" : "its end is missing");
		if (is_zero(header))
			return at_end(tar);
		if (++tar->entries > SW_LIMIT_TAR_ENTRIES)
			return refuse(tar, "tar-too-many-entries", "it has too many entries");
		if (!sum_fits(header))
			return refuse(tar, "tar-checksum", "a header's checksum is wrong");
		if (!number_of(header, F_SIZE, &size))
			return refuse(tar, "tar-header-malformed", "a header's size is malformed");
		if (!read_extension(tar, header, size, &again))
			return false;
		if (!again)
			return finish_entry(tar, header, size, entry);
	}
	return false;
}

size_t sw_tar_body(struct sw_tar *tar, void *p, size_t n) {
	if (tar->broken)
		return 0;
	size_t wanted = n < tar->body ? n : (size_t)tar->body, got = take(tar, p, wanted);
	tar->body -= got;
	if (got < wanted)
		refuse(tar, "tar-truncated", "it ends inside a file");
	return got;
}
