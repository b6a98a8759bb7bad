#include "base/number.h"
#include "base/utf8.h"
#include "formats/xml.h"
#include "readers/packages/system/plist.h"

/* Such files have a document type, which says nothing and which our reader of XML refuses: it is made blank. One with
 * declarations of its own is left as it is. */
static struct sw_str without_type(struct sw_arena *scratch, struct sw_str bytes) {
	size_t at = sw_str_find(bytes, SW_S("<!DOCTYPE"));
	struct sw_str rest = sw_str_from(bytes, at);
	size_t end = sw_str_find_byte(rest, '>'), list = sw_str_find_byte(rest, '[');
	if (at == SW_NPOS || end == SW_NPOS || list < end)
		return bytes;
	char *p = sw_arena_alloc(scratch, bytes.n);
	memcpy(p, bytes.p, bytes.n);
	memset(p + at, ' ', end + 1);
	return sw_str(p, bytes.n);
}

static bool read_xml(struct sw_arena *scratch, struct sw_str bytes, const char *const *keys, struct sw_str *texts, size_t count) {
	struct sw_diags diags = {.arena = scratch};
	const struct sw_xml_document *document = sw_xml_read(scratch, 0, without_type(scratch, bytes), &diags);
	const struct sw_xml_node *root = document ? document->root : NULL;
	if (!root || !sw_str_is(root->name, "plist") || !root->first || !sw_str_is(root->first->name, "dict"))
		return false;
	for (const struct sw_xml_node *key = root->first->first; key && key->next; key = key->next)
		for (size_t i = 0; i < count && sw_str_is(key->name, "key"); i++)
			if (sw_str_is(key->text, keys[i]) && sw_str_is(key->next->name, "string"))
				texts[i] = key->next->text;
	return true;
}

/* The binary form: objects, a table of where they are, and 32 bytes that say where the table is. */
enum {
	TRAILER_BYTES = 32,
	OFFSET_SIZE_AT = 6, REFERENCE_SIZE_AT = 7, COUNT_AT = 8, TOP_AT = 16, TABLE_AT = 24, /* of the trailer */
	KIND_INTEGER = 1, KIND_ASCII = 5, KIND_UTF16 = 6, KIND_DICTIONARY = 13,
	COUNT_FOLLOWS = 15,
	MOST_PAIRS = 10000, MOST_TEXT = 1000, /* keys may share one long text */
};

struct binary {
	struct sw_str objects; /* all before the table */
	struct sw_str table;
	size_t offset_size, reference_size;
	uint64_t count;
};

static bool open_binary(struct binary *binary, struct sw_str bytes, uint64_t *top) {
	if (bytes.n < 8 + TRAILER_BYTES)
		return false;
	struct sw_str trailer = sw_str_from(bytes, bytes.n - TRAILER_BYTES), body = sw_str_sub(bytes, 0, bytes.n - TRAILER_BYTES);
	uint64_t table = sw_be(trailer, TABLE_AT, 8);
	*top = sw_be(trailer, TOP_AT, 8);
	binary->offset_size = (unsigned char)trailer.p[OFFSET_SIZE_AT];
	binary->reference_size = (unsigned char)trailer.p[REFERENCE_SIZE_AT];
	binary->count = sw_be(trailer, COUNT_AT, 8);
	if (!binary->offset_size || binary->offset_size > 8 || !binary->reference_size || binary->reference_size > 8 || table > body.n)
		return false;
	binary->objects = sw_str_sub(body, 0, table);
	binary->table = sw_str_from(body, table);
	return binary->count <= binary->table.n / binary->offset_size && *top < binary->count;
}

/* The object's kind, how many it has of what, and the bytes from there on; false: there is no such object. */
static bool object_of(const struct binary *binary, uint64_t number, unsigned *kind, uint64_t *count, struct sw_str *rest) {
	if (number >= binary->count)
		return false;
	uint64_t at = sw_be(binary->table, number * binary->offset_size, binary->offset_size);
	if (at >= binary->objects.n)
		return false;
	unsigned char mark = (unsigned char)binary->objects.p[at];
	*rest = sw_str_from(binary->objects, at + 1);
	*kind = mark >> 4;
	*count = mark & 15u;
	if (*count == COUNT_FOLLOWS && *kind != KIND_INTEGER) {
		size_t size = rest->n ? (size_t)1 << ((unsigned char)rest->p[0] & 15u) : 0;
		if (!size || (unsigned char)rest->p[0] >> 4 != KIND_INTEGER || size > 8 || rest->n < 1 + size)
			return false;
		*count = sw_be(*rest, 1, size);
		*rest = sw_str_from(*rest, 1 + size);
	}
	return true;
}

static struct sw_str from_utf16(struct sw_arena *scratch, struct sw_str units) {
	char *text = sw_arena_alloc(scratch, units.n * 3 / 2 + 4);
	size_t n = 0;
	for (size_t i = 0; i + 1 < units.n; i += 2) {
		uint32_t c = (uint32_t)sw_be(units, i, 2);
		uint32_t low = i + 3 < units.n ? (uint32_t)sw_be(units, i + 2, 2) : 0;
		if (c >= 0xd800 && c < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			i += 2;
		}
		n += sw_utf8_put(text + n, c >= 0xd800 && c < 0xe000 ? SW_UTF8_BAD : c);
	}
	return sw_str(text, n);
}

static struct sw_str text_of(struct sw_arena *scratch, const struct binary *binary, uint64_t number) {
	unsigned kind;
	uint64_t count;
	struct sw_str rest;
	if (!object_of(binary, number, &kind, &count, &rest) || count > MOST_TEXT)
		return (struct sw_str){0};
	if (kind == KIND_ASCII && count <= rest.n)
		return sw_str_sub(rest, 0, count);
	if (kind == KIND_UTF16 && count <= rest.n / 2)
		return from_utf16(scratch, sw_str_sub(rest, 0, 2 * count));
	return (struct sw_str){0};
}

static bool read_binary(struct sw_arena *scratch, struct sw_str bytes, const char *const *keys, struct sw_str *texts, size_t count) {
	struct binary binary = {0};
	unsigned kind;
	uint64_t top, pairs;
	struct sw_str rest;
	if (!open_binary(&binary, bytes, &top) || !object_of(&binary, top, &kind, &pairs, &rest))
		return false;
	size_t size = binary.reference_size;
	if (kind != KIND_DICTIONARY || pairs > MOST_PAIRS || pairs > rest.n / size / 2)
		return false;
	for (uint64_t i = 0; i < pairs; i++) {
		struct sw_str key = text_of(scratch, &binary, sw_be(rest, i * size, size));
		for (size_t k = 0; k < count && key.n; k++)
			if (sw_str_is(key, keys[k]))
				texts[k] = text_of(scratch, &binary, sw_be(rest, (pairs + i) * size, size));
	}
	return true;
}

bool sw_plist_texts(struct sw_arena *scratch, struct sw_str bytes, const char *const *keys, struct sw_str *texts, size_t count) {
	memset(texts, 0, count * sizeof *texts);
	if (sw_str_starts(bytes, SW_S("bplist00")))
		return read_binary(scratch, bytes, keys, texts, count);
	return read_xml(scratch, bytes, keys, texts, count);
}
