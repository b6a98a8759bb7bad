#include "formats/yaml_text.h"
#include "base/utf8.h"

/* The UTF-16 unit at `at`; the last odd byte of a text is a unit of its own. */
static uint32_t unit_at(const struct sw_yaml_text *text, size_t at) {
	const unsigned char *p = (const unsigned char *)text->original.p + at;
	if (text->original.n - at < 2)
		return SW_UTF8_BAD;
	return text->encoding == SW_YAML_UTF16LE ? p[0] | (uint32_t)p[1] << 8 : p[1] | (uint32_t)p[0] << 8;
}

static uint32_t utf16_next(const struct sw_yaml_text *text, size_t *at) {
	uint32_t first = unit_at(text, *at);
	*at += text->original.n - *at < 2 ? 1 : 2;
	if (first < 0xd800 || first > 0xdfff)
		return first;
	uint32_t second = first < 0xdc00 && *at < text->original.n ? unit_at(text, *at) : 0;
	if (second < 0xdc00 || second > 0xdfff)
		return SW_UTF8_BAD;
	*at += 2;
	return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
}

/* Moves over one character as libyaml counts them. Invalid UTF-8 needs no care: libyaml refuses it. */
static void step(const struct sw_yaml_text *text, size_t *at) {
	if (text->encoding != SW_YAML_UTF8) {
		utf16_next(text, at);
		return;
	}
	do
		++*at;
	while (*at < text->original.n && ((unsigned char)text->original.p[*at] & 0xc0) == 0x80);
}

static bool is_ascii(struct sw_str s) {
	size_t at = 0;
	for (uint64_t word; at + sizeof word <= s.n; at += sizeof word) {
		memcpy(&word, s.p + at, sizeof word);
		if (word & 0x8080808080808080u)
			return false;
	}
	for (; at < s.n; at++)
		if ((unsigned char)s.p[at] >= 0x80)
			return false;
	return true;
}

static void transcode(struct sw_arena *arena, struct sw_yaml_text *text) {
	/* A unit of two bytes takes at most three, a pair of four takes four, an odd last byte three. */
	char *p = sw_arena_array(arena, text->original.n / 2 + 1, 3);
	size_t n = 0;
	for (size_t at = text->mark; at < text->original.n;)
		n += sw_utf8_put(p + n, utf16_next(text, &at));
	text->utf8 = sw_str(p, n);
}

static void make_offsets(struct sw_arena *arena, struct sw_yaml_text *text) {
	size_t most = (text->original.n - text->mark) / SW_YAML_STRIDE + 1, index = 0;
	text->offsets = SW_NEW_ARRAY(arena, uint32_t, most);
	for (size_t at = text->mark; at < text->original.n; step(text, &at), index++)
		if (index % SW_YAML_STRIDE == 0)
			text->offsets[text->offset_count++] = (uint32_t)at;
}

void sw_yaml_text_open(struct sw_arena *arena, struct sw_str original, struct sw_yaml_text *text) {
	*text = (struct sw_yaml_text){.original = original};
	if (sw_str_starts(original, SW_S("\xff\xfe")))
		text->encoding = SW_YAML_UTF16LE;
	else if (sw_str_starts(original, SW_S("\xfe\xff")))
		text->encoding = SW_YAML_UTF16BE;
	if (text->encoding != SW_YAML_UTF8) {
		text->mark = 2;
		transcode(arena, text);
		make_offsets(arena, text);
		return;
	}
	if (sw_str_starts(original, SW_S("\xef\xbb\xbf")))
		text->mark = 3;
	text->utf8 = sw_str_from(original, text->mark);
	if (!is_ascii(text->utf8))
		make_offsets(arena, text);
}

uint32_t sw_yaml_text_offset(const struct sw_yaml_text *text, size_t index) {
	size_t at;
	if (!text->offsets) {
		at = text->mark + index;
	} else if (index / SW_YAML_STRIDE >= text->offset_count) {
		at = text->original.n;
	} else {
		at = text->offsets[index / SW_YAML_STRIDE];
		for (size_t left = index % SW_YAML_STRIDE; left && at < text->original.n; left--)
			step(text, &at);
	}
	return (uint32_t)(at < text->original.n ? at : text->original.n);
}
