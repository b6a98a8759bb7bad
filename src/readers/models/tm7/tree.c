#include "readers/models/tm7/tree.h"
#include "formats/number.h"
#include "readers/models/fields.h"

static void walk(struct sw_tm7 *tm7, const struct sw_xml_node *node, bool collect) {
	const struct sw_xml_attribute *id = sw_xml_attribute_of(node, SW_TM7_SERIALIZATION, collect ? "Id" : "Ref");
	if (id && !collect)
		tm7->has_references = true;
	else if (id && sw_map_get(&tm7->ids, id->value))
		sw_diag_add(tm7->diags, SW_DIAG_WARNING, "tm7-reference", id->at, "z:Id %.*s is there twice; the first one counts",
			    SW_ARG(id->value));
	else if (id) {
		const struct sw_xml_node **slot = SW_NEW(tm7->arena, const struct sw_xml_node *);
		*slot = node;
		sw_map_put(tm7->arena, &tm7->ids, id->value, slot);
	}
	for (const struct sw_xml_node *child = node->first; child; child = child->next)
		walk(tm7, child, collect);
}

/* A document that the tool wrote has nothing between its elements. */
static bool is_wrapped(const struct sw_tm7 *tm7) {
	const struct sw_xml_node *root = tm7->document->root;
	if (tm7->template_file || !root->first)
		return false;
	struct sw_str between = sw_str_sub(tm7->document->text, root->inner.start, root->first->span.start - root->inner.start);
	return sw_str_find_byte(between, '\n') != SW_NPOS;
}

void sw_tm7_prepare(struct sw_tm7 *tm7) {
	tm7->wrapped = is_wrapped(tm7);
	tm7->reference_bytes = 4 * tm7->document->text.n;
	walk(tm7, tm7->document->root, false);
	if (tm7->has_references)
		walk(tm7, tm7->document->root, true);
}

/* What `reference` in `node` names, or NULL. What holds a reference cannot be its content; and many references to one
 * large thing would make much of a small file, so what they lead to is counted. */
static const struct sw_xml_node *target_of(struct sw_tm7 *tm7, const struct sw_xml_node *node, struct sw_str reference) {
	const struct sw_xml_node **slot = sw_map_get(&tm7->ids, reference);
	for (const struct sw_xml_node *up = node; slot && up; up = up->parent)
		if (up == *slot)
			return NULL;
	size_t cost = slot ? (*slot)->span.end - (*slot)->span.start : 0;
	if (!slot || cost > tm7->reference_bytes)
		return NULL;
	tm7->reference_bytes -= cost;
	return *slot;
}

const struct sw_xml_node *sw_tm7_follow(struct sw_tm7 *tm7, const struct sw_xml_node *node) {
	for (int steps = 0; tm7->has_references && node; steps++) {
		const struct sw_xml_attribute *reference = sw_xml_attribute_of(node, SW_TM7_SERIALIZATION, "Ref");
		if (!reference)
			break;
		node = steps < 8 ? target_of(tm7, node, reference->value) : NULL;
		if (!node)
			sw_diag_add(tm7->diags, SW_DIAG_WARNING, "tm7-reference", reference->at,
				    "the reference %.*s leads nowhere, back to itself, or to too much", SW_ARG(reference->value));
	}
	return node;
}

const struct sw_xml_node *sw_tm7_child(struct sw_tm7 *tm7, const struct sw_xml_node *node, struct sw_str space, const char *name) {
	return sw_tm7_follow(tm7, sw_xml_child(node, tm7->template_file ? SW_S("") : space, name));
}

bool sw_tm7_nil(const struct sw_xml_node *node) {
	const struct sw_xml_attribute *nil = sw_xml_attribute_of(node, SW_TM7_INSTANCE, "nil");
	return nil && (sw_str_is(nil->value, "true") || sw_str_is(nil->value, "1"));
}

struct sw_str sw_tm7_type(const struct sw_xml_node *node) {
	const struct sw_xml_attribute *type = sw_xml_attribute_of(node, SW_TM7_INSTANCE, "type");
	if (!type)
		return SW_S("");
	struct sw_str word = sw_str_trim(type->value);
	size_t colon = sw_str_find_byte(word, ':');
	return colon == SW_NPOS ? word : sw_str_from(word, colon + 1);
}

/* Without a line break and the blanks of an indentation at the end: no value ends so. */
static struct sw_str without_indentation(struct sw_str text) {
	for (;;) {
		size_t n = text.n;
		while (n && (text.p[n - 1] == ' ' || text.p[n - 1] == '\t'))
			n--;
		if (!n || n == text.n || text.p[n - 1] != '\n')
			return text;
		text.n = n - 1;
	}
}

/* Each line break, with the blanks around it, is one blank: a formatter broke the line at one. */
static struct sw_str unwrapped(struct sw_arena *arena, struct sw_str text) {
	text = sw_str_trim(text);
	if (sw_str_find_byte(text, '\n') == SW_NPOS)
		return text.n ? text : SW_S("");
	char *p = sw_arena_alloc(arena, text.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < text.n;) {
		size_t end = i;
		bool broken = false;
		while (end < text.n && sw_is_space(text.p[end]))
			broken |= text.p[end++] == '\n';
		if (broken) {
			p[n++] = ' ';
			i = end;
		} else {
			do
				p[n++] = text.p[i++];
			while (i < end);
		}
	}
	return sw_str(p, n);
}

struct sw_str sw_tm7_text(const struct sw_tm7 *tm7, const struct sw_xml_node *node) {
	if (!node || sw_tm7_nil(node))
		return sw_str(NULL, 0);
	struct sw_str text = tm7->wrapped ? unwrapped(tm7->arena, node->text) : node->text;
	return text.p ? text : SW_S("");
}

struct sw_str sw_tm7_label(const struct sw_tm7 *tm7, const struct sw_xml_node *node) {
	return without_indentation(sw_tm7_text(tm7, node));
}

struct sw_str sw_tm7_word(const struct sw_xml_node *node) {
	return node && !sw_tm7_nil(node) ? sw_str_trim(node->text) : SW_S("");
}

bool sw_tm7_truth(const struct sw_xml_node *node) {
	struct sw_str word = sw_tm7_word(node);
	return sw_str_is(word, "true") || sw_str_is(word, "1");
}

/* What .NET writes for a double: [-]digits[.digits][E[+-]digits]. */
static bool is_number(struct sw_str word) {
	size_t i = 0, from;
	if (i < word.n && (word.p[i] == '-' || word.p[i] == '+'))
		i++;
	for (from = i; i < word.n && sw_is_digit(word.p[i]);)
		i++;
	if (i == from)
		return false;
	if (i < word.n && word.p[i] == '.') {
		for (from = ++i; i < word.n && sw_is_digit(word.p[i]);)
			i++;
		if (i == from)
			return false;
	}
	if (i < word.n && (word.p[i] == 'e' || word.p[i] == 'E')) {
		i++;
		if (i < word.n && (word.p[i] == '-' || word.p[i] == '+'))
			i++;
		for (from = i; i < word.n && sw_is_digit(word.p[i]);)
			i++;
		if (i == from)
			return false;
	}
	return i == word.n;
}

double sw_tm7_number(const struct sw_tm7 *tm7, const struct sw_xml_node *node) {
	struct sw_str word = sw_tm7_word(node);
	double value = 0;
	bool read = !word.n || (is_number(word) && sw_number_read(tm7->arena, word, &value));
	if (read && value <= SW_FIELD_LARGEST && value >= -SW_FIELD_LARGEST)
		return value;
	sw_diag_add(tm7->diags, SW_DIAG_WARNING, "tm7-value", node->span, "%.*s is no number%s; 0 is taken", SW_ARG(node->name),
		    read ? " that a place may have" : "");
	return 0;
}

int64_t sw_tm7_integer(const struct sw_tm7 *tm7, const struct sw_xml_node *node) {
	struct sw_str word = sw_tm7_word(node);
	int64_t value = 0;
	if (!word.n || sw_str_to_i64(word, &value))
		return value;
	sw_diag_add(tm7->diags, SW_DIAG_WARNING, "tm7-value", node->span, "%.*s is no whole number; 0 is taken", SW_ARG(node->name));
	return 0;
}
