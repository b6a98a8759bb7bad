/* Zip archives and programs that tests make in memory. */
#pragma once
#include "base/out.h"
#include <stdlib.h>
#include <zlib.h>

/* What a member says of itself where it differs from the truth. */
struct made_member {
	const char *name, *text;
	size_t n;             /* of the text; 0: to its NUL */
	bool deflated;
	bool described;       /* its own header leaves sizes to what follows */
	bool wide;            /* sizes stand in the extra field alone */
	const char *other_name; /* that its own header says */
	long more_size, more_crc; /* lies of the directory */
	unsigned method, flags;
};

static inline void put_number(struct sw_out *out, uint64_t value, unsigned size) {
	for (unsigned i = 0; i < size; i++)
		sw_out_byte(out, i < 8 ? (char)(value >> 8 * i) : 0);
}

struct made_zip {
	struct sw_out out, directory; /* both in memory */
	unsigned count;
	size_t before;                /* bytes that stand before the archive */
};

static inline void zip_start(struct made_zip *zip, const char *before) {
	*zip = (struct made_zip){.before = strlen(before)};
	sw_out_init(&zip->out, -1);
	sw_out_init(&zip->directory, -1);
	sw_out_z(&zip->out, before);
}

static inline struct sw_str deflated(const char *text, size_t n, char *room, size_t size) {
	z_stream stream = {0};
	deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
	stream.next_in = (z_const Bytef *)(uintptr_t)text;
	stream.avail_in = (uInt)n;
	stream.next_out = (Bytef *)room;
	stream.avail_out = (uInt)size;
	deflate(&stream, Z_FINISH);
	struct sw_str packed = sw_str(room, size - stream.avail_out);
	deflateEnd(&stream);
	return packed;
}

static inline void put_sizes(struct sw_out *out, const struct made_member *member, uint32_t crc, size_t packed, size_t size) {
	put_number(out, crc, 4);
	put_number(out, member->wide ? 0xffffffff : packed, 4);
	put_number(out, member->wide ? 0xffffffff : size, 4);
}

static inline void zip_add(struct made_zip *zip, struct made_member member) {
	size_t n = member.n ? member.n : strlen(member.text), at = sw_out_text(&zip->out).n - zip->before;
	char *room = malloc(n + 1000);
	struct sw_str bytes = member.deflated ? deflated(member.text, n, room, n + 1000) : sw_str(member.text, n);
	uint32_t crc = (uint32_t)crc32_z(0, (const Bytef *)member.text, n);
	unsigned method = member.method ? member.method : member.deflated ? 8 : 0, flags = member.flags | (member.described ? 8 : 0);
	const char *own = member.other_name ? member.other_name : member.name;
	sw_out_bytes(&zip->out, "PK\3\4\24\0", 6);
	put_number(&zip->out, flags, 2);
	put_number(&zip->out, method, 2);
	put_number(&zip->out, 0, 4);
	put_sizes(&zip->out, &(struct made_member){0}, member.described ? 0 : crc, member.described ? 0 : bytes.n, member.described ? 0 : n);
	put_number(&zip->out, strlen(own), 2);
	put_number(&zip->out, 0, 2);
	sw_out_z(&zip->out, own);
	sw_out_str(&zip->out, bytes);
	if (member.described) {
		sw_out_bytes(&zip->out, "PK\7\10", 4);
		put_sizes(&zip->out, &(struct made_member){0}, crc, bytes.n, n);
	}
	sw_out_bytes(&zip->directory, "PK\1\2\24\0\24\0", 8);
	put_number(&zip->directory, flags, 2);
	put_number(&zip->directory, method, 2);
	put_number(&zip->directory, 0, 4);
	put_sizes(&zip->directory, &member, crc + (uint32_t)member.more_crc, bytes.n, n + (size_t)member.more_size);
	put_number(&zip->directory, strlen(member.name), 2);
	put_number(&zip->directory, member.wide ? 20 : 0, 2);
	put_number(&zip->directory, 0, 10);
	put_number(&zip->directory, at, 4);
	sw_out_z(&zip->directory, member.name);
	if (member.wide) {
		put_number(&zip->directory, 1, 2);
		put_number(&zip->directory, 16, 2);
		put_number(&zip->directory, n, 8);
		put_number(&zip->directory, bytes.n, 8);
	}
	zip->count++;
	free(room);
}

/* Ends the archive; the bytes are freed with zip_free. */
static inline struct sw_str zip_end(struct made_zip *zip, const char *comment, bool wide) {
	size_t at = sw_out_text(&zip->out).n - zip->before, size = sw_out_text(&zip->directory).n;
	sw_out_str(&zip->out, sw_out_text(&zip->directory));
	if (wide) {
		size_t end = sw_out_text(&zip->out).n - zip->before;
		sw_out_bytes(&zip->out, "PK\6\6", 4);
		put_number(&zip->out, 44, 8);
		put_number(&zip->out, 0, 12);
		put_number(&zip->out, zip->count, 8);
		put_number(&zip->out, zip->count, 8);
		put_number(&zip->out, size, 8);
		put_number(&zip->out, at, 8);
		sw_out_bytes(&zip->out, "PK\6\7", 4);
		put_number(&zip->out, 0, 4);
		put_number(&zip->out, end, 8);
		put_number(&zip->out, 1, 4);
	}
	sw_out_bytes(&zip->out, "PK\5\6", 4);
	put_number(&zip->out, 0, 4);
	put_number(&zip->out, wide ? 0xffff : zip->count, 2);
	put_number(&zip->out, wide ? 0xffff : zip->count, 2);
	put_number(&zip->out, wide ? 0xffffffff : size, 4);
	put_number(&zip->out, wide ? 0xffffffff : at, 4);
	put_number(&zip->out, strlen(comment), 2);
	sw_out_z(&zip->out, comment);
	return sw_out_text(&zip->out);
}

static inline void zip_free(struct made_zip *zip) {
	sw_out_free(&zip->out);
	sw_out_free(&zip->directory);
}
