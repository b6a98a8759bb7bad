#include "formats/xml.h"
#include "base/limits.h"
#include "base/vec.h"
#include <expat.h>
#include <stdlib.h>

/* A prefix that is bound while the element at `depth` is open. */
struct binding {
	struct sw_str prefix, space;
	size_t depth;
};

struct reader {
	XML_Parser parser;
	struct sw_arena *arena;
	struct sw_diags *diags;
	struct sw_xml_document *document;
	struct {
		struct sw_xml_node *node, *last; /* last: of its children so far */
	} open[SW_LIMIT_DOCUMENT_DEPTH];
	size_t depth;
	SW_VEC(struct binding) bindings;
	bool refused; /* a diagnostic says why */
	/* Text of the innermost open element while it has no children. As long as it stands in the document as it reads,
	 * it is the bytes from `from`; else it is collected in `text`. */
	size_t from, length;
	bool copied;
	SW_VEC(char) text;
	/* Attributes of one tag. */
	SW_VEC(struct sw_xml_attribute) attributes;
};

#define XMLNS SW_S("http://www.w3.org/2000/xmlns/")
#define XML_SPACE SW_S("http://www.w3.org/XML/1998/namespace")

/* Expat's memory is counted: a tag with a million attributes is known to be one only when Expat has stored them. The
 * counter belongs to the reading that goes on in this thread. */
static _Thread_local size_t parser_left;

union block {
	size_t size;
	max_align_t align;
};

static void *parser_realloc(void *old, size_t n) {
	union block *block = old ? (union block *)old - 1 : NULL;
	size_t had = block ? block->size : 0, all;
	if (__builtin_add_overflow(n, sizeof *block, &all) || (n > had && n - had > parser_left))
		return NULL;
	block = realloc(block, all);
	if (!block)
		return NULL;
	parser_left = parser_left + had - n;
	block->size = n;
	return block + 1;
}

static void *parser_malloc(size_t n) {
	return parser_realloc(NULL, n);
}

static void parser_free(void *old) {
	if (!old)
		return;
	union block *block = (union block *)old - 1;
	parser_left += block->size;
	free(block);
}

static size_t position(const struct reader *reader) {
	XML_Index index = XML_GetCurrentByteIndex(reader->parser);
	size_t n = reader->document->text.n;
	return index < 0 ? 0 : (size_t)index > n ? n : (size_t)index;
}

static struct sw_span span_of(const struct reader *reader, size_t start, size_t end) {
	return (struct sw_span){reader->document->source, (uint32_t)start, (uint32_t)end};
}

static void refuse_at(struct reader *reader, size_t at, const char *code, const char *what) {
	if (reader->refused)
		return;
	reader->refused = true;
	sw_diag_add(reader->diags, SW_DIAG_ERROR, code, span_of(reader, at, at < reader->document->text.n ? at + 1 : at), "%s", what);
	XML_StopParser(reader->parser, XML_FALSE);
}

static void refuse(struct reader *reader, const char *code, const char *what) {
	refuse_at(reader, position(reader), code, what);
}

static struct sw_str space_of(const struct reader *reader, struct sw_str prefix) {
	for (size_t i = reader->bindings.n; i-- > 0;)
		if (sw_str_eq(reader->bindings.v[i].prefix, prefix))
			return reader->bindings.v[i].space;
	return sw_str_is(prefix, "xml") ? XML_SPACE : SW_S("");
}

static void split_name(struct reader *reader, struct sw_str whole, struct sw_str *prefix, struct sw_str *name) {
	size_t colon = sw_str_find_byte(whole, ':');
	*prefix = colon == SW_NPOS ? SW_S("") : sw_str_sub(whole, 0, colon);
	*name = colon == SW_NPOS ? whole : sw_str_from(whole, colon + 1);
	if (colon != SW_NPOS && (!prefix->n || !name->n || sw_str_find_byte(*name, ':') != SW_NPOS))
		refuse(reader, "xml-syntax", "a name with a colon that divides no prefix from a name");
}

/* The next attribute of a tag that is known to be well-formed: moves *at behind it. `whole` gets its name, `raw` its value
 * as written. */
static void next_attribute(struct sw_str text, size_t *at, struct sw_str *whole, struct sw_str *raw) {
	size_t i = *at, start;
	while (i < text.n && sw_is_space(text.p[i]))
		i++;
	for (start = i; i < text.n && text.p[i] != '=' && !sw_is_space(text.p[i]);)
		i++;
	*whole = sw_str_sub(text, start, i - start);
	while (i < text.n && text.p[i] != '"' && text.p[i] != '\'')
		i++;
	char quote = i < text.n ? text.p[i] : '"';
	for (start = ++i; i < text.n && text.p[i] != quote;)
		i++;
	*raw = sw_str_sub(text, start, i - start);
	*at = i + 1;
}

static bool read_attributes(struct reader *reader, size_t at, const char *const *pairs) {
	struct sw_str text = reader->document->text;
	reader->attributes.n = 0;
	for (; *pairs; pairs += 2) {
		struct sw_str whole, raw, value = sw_str_of(pairs[1]);
		if (reader->attributes.n == SW_LIMIT_XML_ATTRIBUTES) {
			refuse(reader, "xml-limit", "an element with too many attributes");
			return false;
		}
		next_attribute(text, &at, &whole, &raw);
		struct sw_xml_attribute *attribute = sw_push(reader->arena, &reader->attributes);
		*attribute = (struct sw_xml_attribute){0}; /* the room is used again for each tag */
		split_name(reader, whole, &attribute->prefix, &attribute->name);
		attribute->at = span_of(reader, (size_t)(raw.p - text.p), (size_t)(raw.p - text.p) + raw.n);
		attribute->value = sw_str_eq(raw, value) ? raw : sw_arena_str(reader->arena, value);
	}
	return !reader->refused;
}

static bool bind(struct reader *reader) {
	for (size_t i = 0; i < reader->attributes.n; i++) {
		const struct sw_xml_attribute *attribute = &reader->attributes.v[i];
		bool plain = !attribute->prefix.n && sw_str_is(attribute->name, "xmlns");
		if (!plain && !sw_str_is(attribute->prefix, "xmlns"))
			continue;
		if (!plain && !attribute->value.n) {
			refuse(reader, "xml-syntax", "a prefix that is declared to be no name space");
			return false;
		}
		if (reader->bindings.n == SW_LIMIT_XML_SPACES) {
			refuse(reader, "xml-limit", "too many name spaces are declared inside each other");
			return false;
		}
		*sw_push(reader->arena, &reader->bindings) =
			(struct binding){plain ? SW_S("") : attribute->name, attribute->value, reader->depth};
	}
	return true;
}

static bool resolve(struct reader *reader, struct sw_str prefix, struct sw_str *space) {
	*space = sw_str_is(prefix, "xmlns") ? XMLNS : space_of(reader, prefix);
	if (!prefix.n || space->n)
		return true;
	refuse(reader, "xml-syntax", "a prefix that no name space was declared for");
	return false;
}

static bool is_blank(struct sw_str text) {
	return sw_str_trim(text).n == 0;
}

static struct sw_str collected(const struct reader *reader) {
	return reader->copied ? sw_str(reader->text.v, reader->text.n) : sw_str_sub(reader->document->text, reader->from, reader->length);
}

static void forget_text(struct reader *reader) {
	reader->length = reader->text.n = 0;
	reader->copied = false;
}

/* Text that stood beside a child of the innermost element. */
static void drop_text(struct reader *reader) {
	if (reader->depth && !is_blank(collected(reader)))
		reader->open[reader->depth - 1].node->mixed = true;
	forget_text(reader);
}

static void XMLCALL on_start(void *context, const char *tag, const char **pairs) {
	struct reader *reader = context;
	size_t start = position(reader), end = start + (size_t)XML_GetCurrentByteCount(reader->parser), length = strlen(tag);
	if (reader->refused)
		return;
	drop_text(reader);
	if (reader->depth == SW_LIMIT_DOCUMENT_DEPTH || reader->document->nodes == SW_LIMIT_DOCUMENT_NODES) {
		refuse(reader, "xml-limit", reader->depth == SW_LIMIT_DOCUMENT_DEPTH ? "elements are nested too deeply" : "too many elements");
		return;
	}
	struct sw_xml_node *node = SW_NEW(reader->arena, struct sw_xml_node);
	split_name(reader, sw_str_sub(reader->document->text, start + 1, length), &node->prefix, &node->name);
	if (!read_attributes(reader, start + 1 + length, pairs) || !bind(reader) || !resolve(reader, node->prefix, &node->space))
		return;
	for (size_t i = 0; i < reader->attributes.n; i++) {
		struct sw_xml_attribute *attribute = &reader->attributes.v[i];
		if (attribute->prefix.n && !resolve(reader, attribute->prefix, &attribute->space))
			return;
	}
	node->attribute_count = (uint32_t)reader->attributes.n;
	if (reader->attributes.n) {
		struct sw_xml_attribute *kept = SW_NEW_ARRAY(reader->arena, struct sw_xml_attribute, reader->attributes.n);
		memcpy(kept, reader->attributes.v, reader->attributes.n * sizeof *kept);
		node->attributes = kept;
	}
	node->span = span_of(reader, start, end);
	node->inner = span_of(reader, end, end);
	if (reader->depth) {
		struct sw_xml_node *parent = reader->open[reader->depth - 1].node, *before = reader->open[reader->depth - 1].last;
		node->parent = parent;
		if (before)
			before->next = node;
		else
			parent->first = node;
		parent->last = reader->open[reader->depth - 1].last = node;
	} else {
		reader->document->root = node;
	}
	reader->document->nodes++;
	reader->open[reader->depth].node = node;
	reader->open[reader->depth++].last = NULL;
}

static void XMLCALL on_end(void *context, const char *tag) {
	struct reader *reader = context;
	(void)tag;
	if (reader->refused)
		return;
	struct sw_xml_node *node = reader->open[reader->depth - 1].node;
	size_t start = position(reader);
	node->span.end = (uint32_t)(start + (size_t)XML_GetCurrentByteCount(reader->parser));
	node->inner.end = (uint32_t)start;
	if (node->first)
		drop_text(reader);
	else
		node->text = reader->copied ? sw_arena_str(reader->arena, collected(reader)) : collected(reader);
	forget_text(reader);
	reader->depth--;
	while (reader->bindings.n && reader->bindings.v[reader->bindings.n - 1].depth >= reader->depth)
		reader->bindings.n--;
}

static void collect(struct reader *reader, struct sw_str s) {
	while (reader->text.cap - reader->text.n < s.n)
		sw_vec_reserve(reader->arena, (void **)(void *)&reader->text.v, reader->text.cap, &reader->text.cap, 1);
	if (s.n)
		memcpy(reader->text.v + reader->text.n, s.p, s.n);
	reader->text.n += s.n;
}

static void XMLCALL on_text(void *context, const XML_Char *p, int n) {
	struct reader *reader = context;
	if (reader->refused || !reader->depth)
		return;
	size_t at = position(reader);
	struct sw_str piece = {p, (size_t)n};
	/* One event may be told in several calls; then the position stands still and the bytes are not those. */
	bool as_written = sw_str_eq(sw_str_sub(reader->document->text, at, piece.n), piece);
	if (!reader->copied && as_written && (!reader->length || at == reader->from + reader->length)) {
		if (!reader->length)
			reader->from = at;
		reader->length += piece.n;
		return;
	}
	if (!reader->copied) {
		struct sw_str before = sw_str_sub(reader->document->text, reader->from, reader->length);
		reader->copied = true;
		collect(reader, before);
	}
	collect(reader, piece);
}

static void XMLCALL on_doctype(void *context, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal) {
	(void)name, (void)system, (void)public, (void)internal;
	struct reader *reader = context;
	/* Expat tells it somewhere behind its start. */
	size_t at = sw_str_find(reader->document->text, SW_S("<!DOCTYPE"));
	refuse_at(reader, at < position(reader) ? at : position(reader), "xml-doctype",
		  "a document type (DOCTYPE) is not accepted: models have none, and entities are not expanded");
}

static void XMLCALL on_declaration(void *context, const XML_Char *version, const XML_Char *encoding, int standalone) {
	(void)version, (void)standalone;
	struct sw_str name = sw_str_of(encoding);
	if (encoding && !sw_listed_nocase(name, "utf-8 utf8 us-ascii ascii"))
		refuse(context, "xml-encoding", "the document says that it is not in UTF-8; it was not read: convert it first");
}

/* What can be told before any grammar. */
static const char *foreign(struct sw_str text) {
	static const struct {
		struct sw_str mark;
		const char *what;
	} marks[] = {
		{SW_SI("\xff\xfe"), "the document is in UTF-16; it was not read: convert it to UTF-8 first"},
		{SW_SI("\xfe\xff"), "the document is in UTF-16; it was not read: convert it to UTF-8 first"},
		{SW_SI("<\0"), "the document is in UTF-16 or UTF-32; it was not read: convert it to UTF-8 first"},
		{SW_SI("\0"), "the document is in UTF-16 or UTF-32, or it is not text"},
	};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (sw_str_starts(text, marks[i].mark))
			return marks[i].what;
	return NULL;
}

static void say_error(struct reader *reader) {
	enum XML_Error error = XML_GetErrorCode(reader->parser);
	if (error == XML_ERROR_NO_MEMORY)
		refuse(reader, "xml-limit", "a tag that is too large");
	else if (error == XML_ERROR_NO_ELEMENTS)
		refuse(reader, "xml-syntax", "not well-formed XML: it ends before its elements do");
	else {
		struct sw_str what = sw_arena_printf(reader->arena, "not well-formed XML: %s", XML_ErrorString(error));
		refuse(reader, "xml-syntax", what.p);
	}
}

static bool parse(struct reader *reader) {
	struct sw_str text = reader->document->text;
	XML_SetUserData(reader->parser, reader);
	XML_SetElementHandler(reader->parser, on_start, on_end);
	XML_SetCharacterDataHandler(reader->parser, on_text);
	XML_SetStartDoctypeDeclHandler(reader->parser, on_doctype);
	XML_SetXmlDeclHandler(reader->parser, on_declaration);
	/* In one piece: pieces would make Expat look at an unfinished tag again with each. */
	if (XML_Parse(reader->parser, text.p, (int)text.n, XML_TRUE) == XML_STATUS_OK && !reader->refused)
		return true;
	say_error(reader);
	return false;
}

const struct sw_xml_document *sw_xml_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags) {
	static const XML_Memory_Handling_Suite memory = {parser_malloc, parser_realloc, parser_free};
	struct reader *reader = SW_NEW(arena, struct reader);
	reader->arena = arena;
	reader->diags = diags;
	reader->document = SW_NEW(arena, struct sw_xml_document);
	*reader->document = (struct sw_xml_document){.text = text, .source = source};
	const char *what = text.n > SW_LIMIT_FILE_BYTES ? "the document is too large" : foreign(text);
	if (what) {
		sw_diag_add(diags, SW_DIAG_ERROR, "xml-encoding", span_of(reader, 0, text.n ? 1 : 0), "%s", what);
		return NULL;
	}
	struct sw_arena_catch catch;
	volatile bool read = false;
	parser_left = SW_LIMIT_XML_PARSER_BYTES + 3 * text.n;
	XML_Parser parser = reader->parser = XML_ParserCreate_MM("UTF-8", &memory, NULL);
	if (!parser)
		sw_arena_throw(arena);
	if (SW_ARENA_TRY(arena, &catch)) {
		read = parse(reader);
		sw_arena_leave(arena, &catch);
	} else {
		XML_ParserFree(parser);
		sw_arena_throw(arena);
	}
	XML_ParserFree(parser);
	return read ? reader->document : NULL;
}

bool sw_xml_is(const struct sw_xml_node *node, struct sw_str space, const char *name) {
	return node && sw_str_is(node->name, name) && sw_str_eq(node->space, space);
}

const struct sw_xml_node *sw_xml_child(const struct sw_xml_node *node, struct sw_str space, const char *name) {
	for (const struct sw_xml_node *child = node ? node->first : NULL; child; child = child->next)
		if (sw_xml_is(child, space, name))
			return child;
	return NULL;
}

const struct sw_xml_node *sw_xml_more(const struct sw_xml_node *node) {
	for (const struct sw_xml_node *next = node->next; next; next = next->next)
		if (sw_str_eq(next->name, node->name) && sw_str_eq(next->space, node->space))
			return next;
	return NULL;
}

const struct sw_xml_attribute *sw_xml_attribute_of(const struct sw_xml_node *node, struct sw_str space, const char *name) {
	for (uint32_t i = 0; node && i < node->attribute_count; i++)
		if (sw_str_is(node->attributes[i].name, name) && sw_str_eq(node->attributes[i].space, space))
			return &node->attributes[i];
	return NULL;
}

struct sw_str sw_xml_space_of(const struct sw_xml_node *node, struct sw_str prefix) {
	for (; node; node = node->parent)
		for (uint32_t i = 0; i < node->attribute_count; i++) {
			const struct sw_xml_attribute *attribute = &node->attributes[i];
			bool plain = !attribute->prefix.n && sw_str_is(attribute->name, "xmlns");
			if (prefix.n ? sw_str_is(attribute->prefix, "xmlns") && sw_str_eq(attribute->name, prefix) : plain)
				return attribute->value;
		}
	return SW_S("");
}
