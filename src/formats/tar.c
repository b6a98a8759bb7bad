#include "formats/tar.h"
#include "base/limits.h"
#include <assert.h>

enum { BLOCK = 512 };

/* Fields of a header: offset and bytes. */
struct field {
	size_t at, n;
};

static const struct field F_NAME = {0, 100}, F_MODE = {100, 8}, F_USER = {108, 8}, F_GROUP = {116, 8}, F_SIZE = {124, 12},
			  F_SUM = {148, 8}, F_LINK = {157, 100}, F_MAGIC = {257, 8}, F_MAJOR = {329, 8}, F_MINOR = {337, 8},
			  F_PREFIX = {345, 155}, F_STAR_PREFIX = {345, 131}, F_REAL_SIZE = {483, 12};

enum { AT_TYPE = 156, AT_SPARSE_MORE = 482, AT_SPARSE_NEXT = 504, AT_STAR = 508 };

/* What one attribute may hold: the kernel's own structure has 24 bytes. */
enum { CAPABILITY_BYTES = 64 };

void sw_tar_start(struct sw_tar *tar, struct sw_arena *arena, struct sw_tar_input input, struct sw_diags *diags) {
	*tar = (struct sw_tar){.arena = arena, .diags = diags, .input = input, .most_entries = SW_LIMIT_TAR_ENTRIES};
}

/* Always false, for `return refuse(…)`. */
static bool refuse(struct sw_tar *tar, const char *code, const char *what) {
	tar->broken = true;
	sw_diag_add(tar->diags, SW_DIAG_ERROR, code, (struct sw_span){0}, "the archive is broken at byte %llu: %s",
		    (unsigned long long)tar->offset, what);
	return false;
}

static bool refuse_end(struct sw_tar *tar, const char *what) {
	tar->truncated = true;
	return refuse(tar, "tar-truncated", what);
}

static bool refuse_size(struct sw_tar *tar, const char *code, const char *what) {
	tar->too_much = true;
	return refuse(tar, code, what);
}

static void warn(struct sw_tar *tar, const char *code, const char *what) {
	sw_diag_add(tar->diags, SW_DIAG_WARNING, code, (struct sw_span){0}, "%s, at byte %llu of the archive", what,
		    (unsigned long long)tar->offset);
}

/* Whether there is something ahead; inputs with `view` alone. */
static bool look(struct sw_tar *tar) {
	if (!tar->ahead.n) {
		int64_t got = tar->input.view(tar->input.context, &tar->ahead.p);
		tar->ahead.n = got > 0 ? (size_t)got : 0;
	}
	return tar->ahead.n > 0;
}

static void step_ahead(struct sw_tar *tar, size_t n) {
	tar->ahead.p += n;
	tar->ahead.n -= n;
	tar->offset += n;
}

static size_t take_view(struct sw_tar *tar, void *p, size_t n) {
	size_t done = 0;
	while (done < n && look(tar)) {
		size_t some = n - done < tar->ahead.n ? n - done : tar->ahead.n;
		memcpy((char *)p + done, tar->ahead.p, some);
		step_ahead(tar, some);
		done += some;
	}
	return done;
}

/* All `n` bytes unless the input ends. */
static size_t take(struct sw_tar *tar, void *p, size_t n) {
	size_t done = 0;
	if (tar->input.view)
		return take_view(tar, p, n);
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
	if (tar->input.view) {
		while (n && look(tar)) {
			size_t some = n < tar->ahead.n ? (size_t)n : tar->ahead.n;
			step_ahead(tar, some);
			n -= some;
		}
		return n == 0;
	}
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

/* The sum of all bytes, eight at a time: 64 additions of two bytes each stay below 65536 in every 16 bits. */
static int64_t sum_of(const char *block) {
	uint64_t even = 0, odd = 0, word, sum = 0;
	const uint64_t mask = 0x00ff00ff00ff00ff;
	for (size_t i = 0; i < BLOCK; i += sizeof word) {
		memcpy(&word, block + i, sizeof word);
		even += word & mask;
		odd += word >> 8 & mask;
	}
	for (unsigned shift = 0; shift < 64; shift += 16)
		sum += (even >> shift & 0xffff) + (odd >> shift & 0xffff);
	return (int64_t)sum;
}

/* The sum's own field counts as blanks. Some old programs summed signed bytes. */
static bool sum_fits(const char *header) {
	uint64_t stated;
	if (!number_of(header, F_SUM, &stated))
		return false;
	int64_t plain = sum_of(header) + (int64_t)F_SUM.n * ' ', with_sign = (int64_t)F_SUM.n * ' ';
	for (size_t i = 0; i < F_SUM.n; i++)
		plain -= (unsigned char)header[F_SUM.at + i];
	if ((int64_t)stated == plain)
		return true;
	for (size_t i = 0; i < BLOCK; i++)
		with_sign += i >= F_SUM.at && i < F_SUM.at + F_SUM.n ? 0 : (signed char)header[i];
	return (int64_t)stated == with_sign;
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
		return refuse_size(tar, "tar-record-too-long", "an extended header is too long");
	struct sw_tar_text *record = &tar->record;
	if (size + 1 > record->cap) {
		record->p = sw_arena_grow(tar->arena, record->p, record->cap, (size_t)size * 2 + 256);
		record->cap = (size_t)size * 2 + 256;
	}
	record->n = take(tar, record->p, (size_t)size);
	if (record->n < size || !pass(tar, (BLOCK - size % BLOCK) % BLOCK))
		return refuse_end(tar, "it ends inside an extended header");
	return true;
}

/* What the header says holds where a value is empty, as in the programs that unpack images. */
static void put_value(struct sw_tar *tar, struct sw_tar_text *to, struct sw_str value) {
	if (sw_str_find_byte(value, '\0') != SW_NPOS)
		refuse(tar, "tar-record-malformed", "a name in an extended header holds a zero byte");
	else if (value.n)
		put_text(tar, to, value);
}

/* Files with holes, in three forms of GNU's. False when the value is none. */
static bool apply_sparse(struct sw_tar *tar, struct sw_str key, struct sw_str value) {
	tar->sparse = true;
	if (sw_str_is(key, "name"))
		put_value(tar, &tar->sparse_name, value);
	else if (sw_str_is(key, "size") || sw_str_is(key, "realsize"))
		return tar->has_real_size = sw_str_to_u64(value, &tar->real_size);
	return true;
}

static void apply_pax(struct sw_tar *tar, struct sw_str key, struct sw_str value) {
	static const char sparse[] = "GNU.sparse.";
	bool valid = sw_str_find_byte(key, '\0') == SW_NPOS;
	if (sw_str_is(key, "path"))
		put_value(tar, &tar->pax_name, value);
	else if (sw_str_is(key, "linkpath"))
		put_value(tar, &tar->pax_link, value);
	else if (sw_str_is(key, "size"))
		valid = tar->has_size = sw_str_to_u64(value, &tar->size);
	else if (sw_str_is(key, "uid"))
		valid = tar->has_user = sw_str_to_u64(value, &tar->user);
	else if (sw_str_is(key, "gid"))
		valid = tar->has_group = sw_str_to_u64(value, &tar->group);
	else if (sw_str_starts(key, sw_str_of(sparse)))
		valid = apply_sparse(tar, sw_str_from(key, sizeof sparse - 1), value);
	else if (sw_str_is(key, "SCHILY.xattr.security.capability") && value.n <= CAPABILITY_BYTES)
		put_text(tar, &tar->capability, value);
	if (!valid && !tar->broken)
		refuse(tar, "tar-record-malformed", "an extended header holds a value that is none");
}

/* A global header would speak of all entries behind it. Programs that unpack images pass over it, others do not. */
static void apply_global(struct sw_tar *tar, struct sw_str key, struct sw_str value) {
	(void)value;
	if (tar->said_global || !(sw_listed(key, "path linkpath size uid gid") || sw_str_starts(key, SW_S("GNU.sparse.")) ||
				  sw_str_starts(key, SW_S("SCHILY.xattr."))))
		return;
	tar->said_global = true;
	warn(tar, "tar-global-header", "a global header sets what each file has of its own; it was not applied");
}

/* "LENGTH KEY=VALUE\n", the length counting itself. */
static bool read_pax(struct sw_tar *tar, void (*apply)(struct sw_tar *tar, struct sw_str key, struct sw_str value)) {
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
		apply(tar, sw_str_sub(record, 0, equals), sw_str_from(record, equals + 1));
		rest = sw_str_from(rest, (size_t)length);
	}
	return !tar->broken;
}

static struct sw_str without_end(struct sw_str text) {
	return sw_str_sub(text, 0, sw_str_find_byte(text, '\0'));
}

/* What extended headers said of the entry before, or of one that no header follows. */
static void forget_pax(struct sw_tar *tar) {
	tar->pax_name.set = tar->pax_link.set = tar->sparse_name.set = tar->capability.set = false;
	tar->has_size = tar->has_user = tar->has_group = tar->has_real_size = tar->sparse = false;
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
	else if (type == 'g')
		return read_pax(tar, apply_global);
	else {
		forget_pax(tar); /* of two, the last holds */
		return read_pax(tar, apply_pax);
	}
	return true;
}

static enum sw_tar_kind kind_of(char type, struct sw_str name) {
	switch (type) {
	case '\0': case '0': case '7': case 'S':
		return type == '\0' && sw_str_ends(name, SW_S("/")) ? SW_TAR_FOLDER : SW_TAR_FILE;
	case '1': return SW_TAR_HARD_LINK;
	case '2': return SW_TAR_SYMLINK;
	case '3': return SW_TAR_CHARACTER_DEVICE;
	case '4': return SW_TAR_BLOCK_DEVICE;
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

/* The name in the header itself, whose first part may stand in another field. */
static void put_header_name(struct sw_tar *tar, const char *header) {
	bool posix = memcmp(header + F_MAGIC.at, "ustar\0", 6) == 0, star = posix && memcmp(header + AT_STAR, "tar\0", 4) == 0;
	struct sw_str prefix = text_of(header, star ? F_STAR_PREFIX : F_PREFIX), name = text_of(header, F_NAME);
	char whole[256];
	size_t n = 0;
	if (posix && prefix.n) {
		memcpy(whole, prefix.p, prefix.n);
		n = prefix.n;
		whole[n++] = '/';
	}
	memcpy(whole + n, name.p, name.n);
	put_text(tar, &tar->name, sw_str(whole, n + name.n));
}

/* A name of GNU's before one of POSIX's, as the programs that unpack images take them; others take them the other way
 * round, so that one archive is two. */
static struct sw_str choose_text(struct sw_tar *tar, const struct sw_tar_text *gnu, const struct sw_tar_text *pax) {
	if (gnu->set && pax->set && !tar->said_twice && !sw_str_eq(sw_str(gnu->p, gnu->n), sw_str(pax->p, pax->n))) {
		tar->said_twice = true;
		warn(tar, "tar-name-twice", "an entry has two long names that differ");
	}
	const struct sw_tar_text *text = gnu->set || !pax->set ? gnu : pax;
	return sw_str(text->p, text->n);
}

static void name_entry(struct sw_tar *tar, const char *header, struct sw_tar_entry *entry) {
	if (!tar->name.set && !tar->pax_name.set)
		put_header_name(tar, header);
	if (!tar->link.set && !tar->pax_link.set)
		put_text(tar, &tar->link, text_of(header, F_LINK));
	entry->name = choose_text(tar, &tar->name, &tar->pax_name);
	entry->link = choose_text(tar, &tar->link, &tar->pax_link);
	entry->type = header[AT_TYPE];
	entry->kind = kind_of(entry->type, entry->name);
	entry->sparse = entry->kind == SW_TAR_FILE && (tar->sparse || entry->type == 'S');
	if (entry->sparse && tar->sparse_name.set)
		entry->name = sw_str(tar->sparse_name.p, tar->sparse_name.n);
	if (tar->capability.set)
		entry->capability = sw_str(tar->capability.p, tar->capability.n);
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
			return refuse_end(tar, "it ends inside the map of a sparse file");
	return true;
}

static bool read_device(const char *header, struct sw_tar_entry *entry) {
	uint64_t major = 0, minor = 0;
	if (memcmp(header + F_MAGIC.at, "ustar", 5) == 0 && (!number_of(header, F_MAJOR, &major) || !number_of(header, F_MINOR, &minor)))
		return false;
	entry->device_major = major < UINT32_MAX ? (uint32_t)major : UINT32_MAX;
	entry->device_minor = minor < UINT32_MAX ? (uint32_t)minor : UINT32_MAX;
	return true;
}

static bool read_numbers(struct sw_tar *tar, const char *header, struct sw_tar_entry *entry) {
	uint64_t mode;
	if (!number_of(header, F_MODE, &mode) || !number_of(header, F_USER, &entry->user) || !number_of(header, F_GROUP, &entry->group))
		return false;
	entry->mode = (uint32_t)(mode & 07777);
	entry->user = tar->has_user ? tar->user : entry->user;
	entry->group = tar->has_group ? tar->group : entry->group;
	return (entry->kind != SW_TAR_CHARACTER_DEVICE && entry->kind != SW_TAR_BLOCK_DEVICE) || read_device(header, entry);
}

static bool read_sparse(struct sw_tar *tar, const char *header, struct sw_tar_entry *entry) {
	if (!tar->said_sparse)
		sw_diag_add(tar->diags, SW_DIAG_NOTE, "tar-sparse", (struct sw_span){0},
			    "files without their holes stand in the archive, first at byte %llu: their bodies were not read", (unsigned long long)tar->offset);
	tar->said_sparse = true;
	entry->size = tar->has_real_size ? tar->real_size : tar->body;
	if (entry->type != 'S')
		return true;
	if (!number_of(header, F_REAL_SIZE, &entry->size))
		return refuse(tar, "tar-header-malformed", "a number in a header is malformed");
	return pass_sparse_map(tar, header);
}

static bool finish_entry(struct sw_tar *tar, const char *header, uint64_t size, struct sw_tar_entry *entry) {
	name_entry(tar, header, entry);
	if (!read_numbers(tar, header, entry))
		return refuse(tar, "tar-header-malformed", "a number in a header is malformed");
	/* Links, folders and devices have no body, whatever they say. */
	bool has_body = entry->kind == SW_TAR_FILE || entry->kind == SW_TAR_OTHER;
	tar->body = !has_body ? 0 : tar->has_size ? tar->size : size;
	if (tar->body > SW_LIMIT_TAR_ENTRY_BYTES)
		return refuse_size(tar, "tar-entry-too-large", "an entry is larger than any image can be");
	tar->padding = (BLOCK - tar->body % BLOCK) % BLOCK;
	entry->size = entry->kind == SW_TAR_FILE || entry->kind == SW_TAR_OTHER ? tar->body : 0;
	if (entry->outside)
		warn(tar, "tar-name-outside", "a name leads out of the archive");
	return !entry->sparse || read_sparse(tar, header, entry);
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

/* The input ends where a header may stand. */
static bool end_without_mark(struct sw_tar *tar) {
	if (!tar->open_ended)
		return refuse_end(tar, "its end is missing");
	tar->ended = true;
	warn(tar, "tar-end-missing", "the archive ends without the blocks that say so");
	return false;
}

bool sw_tar_next(struct sw_tar *tar, struct sw_tar_entry *entry) {
	char header[BLOCK];
	if (tar->broken || tar->ended)
		return false;
	if (!pass(tar, tar->body))
		return refuse_end(tar, "it ends inside a file");
	/* Tools that insert a file into an image leave out what fills its last block. */
	if (!pass(tar, tar->padding))
		return end_without_mark(tar);
	tar->body = tar->padding = 0;
	tar->name.set = tar->link.set = false;
	forget_pax(tar);
	*entry = (struct sw_tar_entry){0};
	for (bool again = true; again;) {
		uint64_t size;
		size_t got = take(tar, header, BLOCK);
		if (got < BLOCK)
			return got ? refuse_end(tar, "it ends inside a header") : end_without_mark(tar);
		if (is_zero(header))
			return at_end(tar);
		if (++tar->entries > tar->most_entries)
			return refuse_size(tar, "tar-too-many-entries", "it has too many entries");
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
		refuse_end(tar, "it ends inside a file");
	return got;
}

size_t sw_tar_body_view(struct sw_tar *tar, const char **p) {
	if (tar->broken || !tar->body)
		return 0;
	if (!look(tar)) {
		refuse_end(tar, "it ends inside a file");
		return 0;
	}
	size_t n = tar->body < tar->ahead.n ? (size_t)tar->body : tar->ahead.n;
	*p = tar->ahead.p;
	step_ahead(tar, n);
	tar->body -= n;
	return n;
}
