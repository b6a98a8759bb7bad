/* File capabilities (the kernel's struct vfs_cap_data, versions 1 to 3) in the words of setcap. */
#include "base/number.h"
#include "knowledge/capabilities.h"
#include "readers/layers/pass.h"

enum {
	WORD = 4,
	EFFECTIVE = 1,
	CAPABILITIES = 64,
	REVISION_1 = 0x01000000,
	REVISION_2 = 0x02000000,
	REVISION_3 = 0x03000000,
	REVISION_MASK = 0x7f000000,
};

static uint32_t word_at(struct sw_str bytes, size_t i) {
	return (uint32_t)sw_le(bytes, i * WORD, WORD);
}

static struct sw_str name_of(struct sw_arena *arena, unsigned bit) {
	for (size_t i = 0; i < sw_capability_count; i++)
		if (sw_capabilities[i].bit == bit)
			return sw_arena_join(arena, SW_S("cap_"), sw_arena_lower(arena, sw_str_of(sw_capabilities[i].name)));
	return sw_arena_printf(arena, "%u", bit);
}

/* Those of the set, with the flags that all of them have: "cap_a,cap_b+ep". */
static struct sw_str add_group(struct sw_arena *arena, struct sw_str text, uint64_t set, const char *flags) {
	const char *before = text.n ? " " : "";
	if (!set)
		return text;
	for (unsigned bit = 0; bit < CAPABILITIES; bit++)
		if (set >> bit & 1) {
			struct sw_str name = name_of(arena, bit);
			text = sw_arena_printf(arena, "%.*s%s%.*s", SW_ARG(text), before, SW_ARG(name));
			before = ",";
		}
	return sw_arena_printf(arena, "%.*s+%s", SW_ARG(text), flags);
}

struct sw_str sw_pass_capabilities(struct sw_arena *arena, struct sw_str attribute) {
	struct sw_str none = {0}, text = {0};
	if (attribute.n < WORD)
		return none;
	uint32_t head = word_at(attribute, 0), revision = head & REVISION_MASK;
	size_t pairs = revision == REVISION_1 ? 1 : 2;
	size_t words = 1 + 2 * pairs + (revision == REVISION_3 ? 1 : 0);
	if ((revision != REVISION_1 && revision != REVISION_2 && revision != REVISION_3) || attribute.n != words * WORD)
		return none;
	uint64_t permitted = word_at(attribute, 1), inheritable = word_at(attribute, 2);
	if (pairs == 2) {
		permitted |= (uint64_t)word_at(attribute, 3) << 32;
		inheritable |= (uint64_t)word_at(attribute, 4) << 32;
	}
	bool effective = head & EFFECTIVE;
	text = add_group(arena, text, permitted & inheritable, effective ? "eip" : "ip");
	text = add_group(arena, text, permitted & ~inheritable, effective ? "ep" : "p");
	text = add_group(arena, text, inheritable & ~permitted, effective ? "ei" : "i");
	if (revision == REVISION_3 && word_at(attribute, 5))
		text = sw_arena_printf(arena, "%.*s [rootid=%u]", SW_ARG(text), word_at(attribute, 5));
	return text;
}
