#include "formats/yaml_tree.h"
#include "base/limits.h"
#include "base/vec.h"
#include "formats/yaml_map.h"
#include "formats/yaml_scalar.h"
#include <math.h>
#include <yaml.h>

/* libyaml compares each %TAG with all before it; people use one or two. */
enum { MOST_TAG_DIRECTIVES = 100 };

/* A node that aliases can name. */
struct anchor {
	struct sw_node *node;
	uint32_t nodes;  /* of its tree, aliases counted at each use */
	uint32_t height; /* levels of lists and maps in its tree */
	bool open;       /* its end was not read yet: an alias to it would be a circle */
};

/* A list or map that is open: its children so far stand at the end of `items` or `pairs`. */
struct frame {
	struct sw_node *node;
	struct anchor *anchor;
	size_t base;           /* children of the outer ones before it */
	uint32_t nodes_before; /* nodes of the document before it */
	uint32_t height;       /* of its highest child */
	uint32_t end;          /* byte behind its last key or value */
	bool flow;
	bool has_key;          /* MAP: the last pair waits for its value */
};

/* Lives in the arena, so that it has its values after a jump out of the arena. */
struct reader {
	struct sw_arena *arena;
	uint32_t source;
	enum sw_dialect dialect;
	struct sw_diags *diags;
	struct sw_yaml_stream *stream;
	const struct sw_yaml_text *text;
	yaml_parser_t parser;
	yaml_event_t event;
	struct frame frames[SW_LIMIT_DOCUMENT_DEPTH];
	size_t depth;
	SW_VEC(struct sw_yaml_pair) pairs;
	SW_VEC(struct sw_node *) items;
	struct sw_keys keys;
	struct sw_map anchors;
	struct sw_node *root;
	uint32_t nodes;       /* of this document, aliases counted at each use */
	uint32_t repeated;    /* nodes that aliases brought, in all documents: their cost is not in the size of the text */
	uint32_t index;       /* of this document */
};

/* A value that was read, ready for its place in the tree. */
struct child {
	struct sw_node *node;
	struct sw_span at; /* where it is written: the alias, if it came by one */
	uint32_t height;
};

/* Always false, for `return refuse(…)`. */
__attribute__((format(printf, 4, 5))) static bool refuse(struct reader *reader, struct sw_span at, const char *code,
							const char *format, ...) {
	va_list args;
	va_start(args, format);
	struct sw_str message = sw_arena_vprintf(reader->arena, format, args);
	va_end(args);
	sw_diag_add(reader->diags, SW_DIAG_ERROR, code, at, "%.*s", SW_ARG(message));
	return false;
}

static struct sw_span span_of(const struct reader *reader, uint32_t start, uint32_t end) {
	return (struct sw_span){reader->source, start, end < start ? start : end};
}

/* Where the event stands in the original text. */
static struct sw_span event_span(const struct reader *reader) {
	return span_of(reader, sw_yaml_text_offset(reader->text, reader->event.start_mark.index),
		       sw_yaml_text_offset(reader->text, reader->event.end_mark.index));
}

static bool is_blank(char c) {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The place of a value behind its tag and anchor. In UTF-16 the properties stay part of the span. */
static uint32_t skip_properties(const struct reader *reader, uint32_t at, size_t end) {
	struct sw_str text = reader->text->original;
	bool seen = false;
	if (reader->text->encoding != SW_YAML_UTF8)
		return at;
	while (at < end && (is_blank(text.p[at]) || text.p[at] == '&' || text.p[at] == '!' || text.p[at] == '#')) {
		if (text.p[at] == '#' && !seen)
			break;
		seen = true;
		if (is_blank(text.p[at]))
			at++;
		else if (text.p[at] == '#')
			while (at < end && text.p[at] != '\n' && text.p[at] != '\r')
				at++;
		else
			while (at < end && !is_blank(text.p[at]))
				at++;
	}
	return at;
}

/* Text in the source where it stands there byte for byte, else a copy: events own their memory. */
static struct sw_str keep(struct reader *reader, struct sw_span at, const unsigned char *p, size_t n) {
	struct sw_str text = {(const char *)p, n};
	if (reader->text->encoding == SW_YAML_UTF8) {
		for (uint32_t quote = 0; quote < 2; quote++) {
			struct sw_str same = sw_str_sub(reader->text->original, at.start + quote, n);
			if (at.start + quote + n <= at.end && sw_str_eq(same, text))
				return same;
		}
	}
	return sw_arena_str(reader->arena, text);
}

/* libyaml gives tags resolved; the standard ones are shown as people write them. */
static struct sw_str keep_tag(struct reader *reader, const unsigned char *tag) {
	struct sw_str text = sw_str_of((const char *)tag), standard = SW_S("tag:yaml.org,2002:");
	if (!text.n)
		return (struct sw_str){0};
	if (sw_str_starts(text, standard))
		return sw_arena_join(reader->arena, SW_S("!!"), sw_str_from(text, standard.n));
	return sw_arena_str(reader->arena, text);
}

static bool count_nodes(struct reader *reader, uint32_t n, struct sw_span at) {
	if (n > SW_LIMIT_DOCUMENT_NODES - reader->nodes)
		return refuse(reader, at, "yaml-too-large", "the document has more than %d values, aliases counted at each use",
			      SW_LIMIT_DOCUMENT_NODES);
	reader->nodes += n;
	return true;
}

static struct anchor *add_anchor(struct reader *reader, const unsigned char *name, struct sw_node *node) {
	if (!name)
		return NULL;
	struct anchor *anchor = SW_NEW(reader->arena, struct anchor);
	*anchor = (struct anchor){.node = node, .nodes = 1};
	struct sw_str key = sw_arena_str(reader->arena, sw_str_of((const char *)name));
	sw_map_put(reader->arena, &reader->anchors, key, anchor);
	return anchor;
}

static bool awaits_key(const struct reader *reader) {
	const struct frame *frame = reader->depth ? &reader->frames[reader->depth - 1] : NULL;
	return frame && frame->node->kind == SW_NODE_MAP && !frame->has_key;
}

static bool add_key(struct reader *reader, struct frame *frame, struct child key) {
	if (key.node->kind >= SW_NODE_LIST)
		return refuse(reader, key.at, "yaml-key", "a list or map cannot be a key");
	struct sw_str text;
	if (!sw_yaml_key(reader->arena, key.node, reader->dialect, &text))
		return refuse(reader, key.at, "yaml-key", "kubectl takes no such value as a key");
	if (reader->dialect == SW_DIALECT_COMPOSE && key.node->kind != SW_NODE_STRING)
		refuse(reader, key.at, "yaml-key-not-string", "Docker Compose takes only strings as keys");
	struct sw_yaml_pair *pair = sw_push(reader->arena, &reader->pairs);
	pair->member.key = text;
	pair->member.key_span = key.at;
	pair->merge = sw_str_is(key.node->text, "<<") && !key.node->alias.source &&
		      ((key.node->style == SW_STYLE_PLAIN && !key.node->tag.n) || sw_str_is(key.node->tag, "!!merge"));
	frame->has_key = true;
	return true;
}

static bool add_child(struct reader *reader, struct child child) {
	if (!reader->depth) {
		reader->root = child.node;
		return true;
	}
	struct frame *frame = &reader->frames[reader->depth - 1];
	if (child.at.end > frame->end)
		frame->end = child.at.end;
	if (child.height > frame->height)
		frame->height = child.height;
	if (frame->node->kind == SW_NODE_LIST) {
		*sw_push(reader->arena, &reader->items) = child.node;
		return true;
	}
	if (!frame->has_key)
		return add_key(reader, frame, child);
	frame->has_key = false;
	reader->pairs.v[reader->pairs.n - 1].member.value = child.node;
	return true;
}

static enum sw_node_style style_of(yaml_scalar_style_t style) {
	switch (style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
		return SW_STYLE_SINGLE;
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		return SW_STYLE_DOUBLE;
	case YAML_LITERAL_SCALAR_STYLE:
		return SW_STYLE_LITERAL;
	case YAML_FOLDED_SCALAR_STYLE:
		return SW_STYLE_FOLDED;
	case YAML_ANY_SCALAR_STYLE:
	case YAML_PLAIN_SCALAR_STYLE:
		break;
	}
	return SW_STYLE_PLAIN;
}

static bool take_scalar(struct reader *reader) {
	const yaml_event_t *event = &reader->event;
	struct sw_span at = event_span(reader);
	struct sw_node *node = SW_NEW(reader->arena, struct sw_node);
	node->style = style_of(event->data.scalar.style);
	node->tag = keep_tag(reader, event->data.scalar.tag);
	/* libyaml drops the tag "!", which makes a string of any scalar; its bytes are there still. */
	struct sw_str first = sw_str_sub(reader->text->original, at.start, 1);
	if (!node->tag.n && at.end > at.start && sw_str_is(first, "!"))
		node->tag = SW_S("!");
	if (node->tag.n || event->data.scalar.anchor)
		at.start = skip_properties(reader, at.start, at.end);
	if (node->style >= SW_STYLE_LITERAL && reader->text->encoding == SW_YAML_UTF8)
		while (at.end > at.start && is_blank(reader->text->original.p[at.end - 1]))
			at.end--; /* libyaml counts the empty lines behind a block scalar in */
	node->span = at;
	node->text = keep(reader, at, event->data.scalar.value, event->data.scalar.length);
	const char *wrong = sw_yaml_resolve(reader->arena, node, reader->dialect);
	if (wrong)
		return refuse(reader, at, "yaml-scalar", "%s", wrong);
	if (node->kind == SW_NODE_FLOAT && !isfinite(node->number) && reader->dialect == SW_DIALECT_KUBECTL &&
	    !awaits_key(reader))
		return refuse(reader, at, "yaml-scalar", "infinity and not-a-number have no place in a Kubernetes object");
	add_anchor(reader, event->data.scalar.anchor, node);
	return count_nodes(reader, 1, at) && add_child(reader, (struct child){node, at, 0});
}

static bool take_alias(struct reader *reader) {
	struct sw_span at = event_span(reader);
	struct sw_str name = sw_str_of((const char *)reader->event.data.alias.anchor);
	const struct anchor *anchor = sw_map_get(&reader->anchors, name);
	name = sw_str_sub(name, 0, 100);
	if (!anchor)
		return refuse(reader, at, "yaml-alias", "there is no anchor \"%.*s\" before this alias", SW_ARG(name));
	if (anchor->open)
		return refuse(reader, at, "yaml-alias", "the anchor \"%.*s\" contains itself", SW_ARG(name));
	if (reader->depth + anchor->height > SW_LIMIT_DOCUMENT_DEPTH)
		return refuse(reader, at, "yaml-too-deep", "lists and maps are nested deeper than %d",
			      SW_LIMIT_DOCUMENT_DEPTH);
	if (!count_nodes(reader, anchor->nodes, at))
		return false;
	if (anchor->nodes > SW_LIMIT_DOCUMENT_NODES - reader->repeated)
		return refuse(reader, at, "yaml-too-large", "aliases bring more than %d values", SW_LIMIT_DOCUMENT_NODES);
	reader->repeated += anchor->nodes;
	struct sw_node *node = SW_NEW(reader->arena, struct sw_node);
	*node = *anchor->node;
	node->alias = at;
	return add_child(reader, (struct child){node, at, anchor->height});
}

static bool open_node(struct reader *reader, enum sw_node_kind kind, bool flow, const unsigned char *name,
		      const unsigned char *tag) {
	struct sw_span at = event_span(reader);
	if (reader->depth == SW_LIMIT_DOCUMENT_DEPTH)
		return refuse(reader, at, "yaml-too-deep", "lists and maps are nested deeper than %d",
			      SW_LIMIT_DOCUMENT_DEPTH);
	if (awaits_key(reader))
		return refuse(reader, at, "yaml-key", "a list or map cannot be a key");
	uint32_t before = reader->nodes;
	if (!count_nodes(reader, 1, at))
		return false;
	struct sw_node *node = SW_NEW(reader->arena, struct sw_node);
	node->kind = kind;
	node->tag = keep_tag(reader, tag);
	if (tag || name)
		at.start = skip_properties(reader, at.start, reader->text->original.n);
	node->span = at;
	struct frame *frame = &reader->frames[reader->depth++];
	*frame = (struct frame){.node = node, .nodes_before = before, .end = at.start, .flow = flow};
	frame->base = kind == SW_NODE_MAP ? reader->pairs.n : reader->items.n;
	frame->anchor = add_anchor(reader, name, node);
	if (frame->anchor)
		frame->anchor->open = true;
	return true;
}

static bool fill(struct reader *reader, const struct frame *frame) {
	struct sw_node *node = frame->node;
	if (node->kind == SW_NODE_MAP) {
		size_t n = reader->pairs.n - frame->base;
		struct sw_yaml_pair *pairs = n ? reader->pairs.v + frame->base : NULL;
		reader->pairs.n = frame->base;
		return sw_yaml_map_fill(reader->arena, &reader->keys, node, pairs, n, reader->dialect, reader->diags);
	}
	node->count = (uint32_t)(reader->items.n - frame->base);
	node->items = SW_NEW_ARRAY(reader->arena, struct sw_node *, node->count);
	if (node->count)
		memcpy(node->items, reader->items.v + frame->base, node->count * sizeof(struct sw_node *));
	reader->items.n = frame->base;
	return true;
}

static bool close_node(struct reader *reader) {
	struct frame *frame = &reader->frames[--reader->depth];
	/* The end event of a block list or map stands at the next token; its last child tells its end. */
	frame->node->span.end = frame->flow ? event_span(reader).end : frame->end;
	if (!fill(reader, frame))
		return false;
	if (frame->anchor) {
		frame->anchor->open = false;
		frame->anchor->nodes = reader->nodes - frame->nodes_before;
		frame->anchor->height = frame->height + 1;
	}
	return add_child(reader, (struct child){frame->node, frame->node->span, frame->height + 1});
}

static void start_document(struct reader *reader) {
	reader->anchors = (struct sw_map){0};
	reader->nodes = 0;
	reader->root = NULL;
}

static void end_document(struct reader *reader) {
	struct sw_node *root = reader->root;
	bool empty = root && root->kind == SW_NODE_NULL && root->text.n == 0 && root->tag.n == 0;
	if (root && !empty)
		*sw_push(reader->arena, reader->stream) = (struct sw_yaml_document){root, reader->index};
	reader->index++;
}

static bool take_event(struct reader *reader) {
	const yaml_event_t *event = &reader->event;
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		start_document(reader);
		return true;
	case YAML_DOCUMENT_END_EVENT:
		end_document(reader);
		return true;
	case YAML_ALIAS_EVENT:
		return take_alias(reader);
	case YAML_SCALAR_EVENT:
		return take_scalar(reader);
	case YAML_SEQUENCE_START_EVENT:
		return open_node(reader, SW_NODE_LIST, event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE,
				 event->data.sequence_start.anchor, event->data.sequence_start.tag);
	case YAML_MAPPING_START_EVENT:
		return open_node(reader, SW_NODE_MAP, event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE,
				 event->data.mapping_start.anchor, event->data.mapping_start.tag);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return close_node(reader);
	case YAML_STREAM_END_EVENT:
		return false;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
		break;
	}
	return true;
}

static void report_syntax(struct reader *reader) {
	const yaml_parser_t *parser = &reader->parser;
	if (parser->error == YAML_MEMORY_ERROR)
		sw_arena_throw(reader->arena);
	/* Of bytes that are no characters libyaml tells the byte, of all else the character. */
	uint32_t at;
	if (parser->error == YAML_READER_ERROR && reader->text->encoding == SW_YAML_UTF8)
		at = (uint32_t)(parser->problem_offset + reader->text->mark);
	else
		at = sw_yaml_text_offset(reader->text, parser->problem_mark.index);
	if (at >= reader->text->original.n)
		at = (uint32_t)reader->text->original.n;
	uint32_t end = at < reader->text->original.n ? at + 1 : at;
	refuse(reader, span_of(reader, at, end), "yaml-syntax", "%s", parser->problem ? parser->problem : "malformed YAML");
}

static void read_events(struct reader *reader) {
	for (bool more = true; more;) {
		if (!yaml_parser_parse(&reader->parser, &reader->event)) {
			report_syntax(reader);
			return;
		}
		more = take_event(reader);
		yaml_event_delete(&reader->event);
	}
}

static void release(struct reader *reader) {
	yaml_event_delete(&reader->event);
	yaml_parser_delete(&reader->parser);
}

static bool few_tag_directives(struct sw_str text) {
	size_t count = 0;
	for (size_t at; (at = sw_str_find(text, SW_S("%TAG"))) != SW_NPOS; text = sw_str_from(text, at + 4))
		count += at == 0 || text.p[at - 1] == '\n' || text.p[at - 1] == '\r';
	return count <= MOST_TAG_DIRECTIVES;
}

void sw_yaml_tree(struct sw_arena *arena, uint32_t source, const struct sw_yaml_text *text, enum sw_dialect dialect,
		  struct sw_yaml_stream *stream, struct sw_diags *diags) {
	struct reader *reader = SW_NEW(arena, struct reader);
	reader->arena = reader->keys.arena = arena;
	reader->source = source;
	reader->text = text;
	reader->dialect = dialect;
	reader->stream = stream;
	reader->diags = diags;
	if (!few_tag_directives(text->utf8)) {
		refuse(reader, span_of(reader, 0, 0), "yaml-too-large", "there are more than %d tag directives",
		       MOST_TAG_DIRECTIVES);
		return;
	}
	/* kubectl reads line by line and ends each with a line feed, which the last may lack: a block scalar shows it. */
	struct sw_str input = text->utf8;
	if (dialect == SW_DIALECT_KUBECTL && !sw_str_ends(input, SW_S("\n")))
		input = sw_arena_join(arena, input, SW_S("\n"));
	if (!yaml_parser_initialize(&reader->parser))
		sw_arena_throw(arena);
	yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reader->parser, (const unsigned char *)input.p, input.n);
	struct sw_arena_catch catch;
	if (SW_ARENA_TRY(arena, &catch)) {
		read_events(reader);
		sw_arena_leave(arena, &catch);
		release(reader);
	} else {
		release(reader);
		sw_arena_throw(arena);
	}
}
