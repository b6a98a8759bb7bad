#include "base/limits.h"
#include "readers/suppressions/parts.h"
#include "readers/suppressions/words.h"

struct sw_str sw_suppression_rule(struct sw_arena *arena, struct sw_str tool, struct sw_str written) {
	if (sw_str_is(tool, "trivy")) {
		word_take(&written, "AVD-");
		struct sw_str rest = written, digits;
		size_t letters = 0;
		while (letters < rest.n && sw_is_alpha(rest.p[letters]))
			letters++;
		digits = sw_str_from(written, letters);
		uint64_t number;
		if (letters && digits.n < 8 && sw_str_to_u64(digits, &number))
			return sw_arena_printf(arena, "%.*s-%04u", (int)letters, written.p, (unsigned)number);
	} else if (sw_str_is(tool, "kics")) {
		char *lower = sw_arena_alloc(arena, 8);
		for (size_t i = 0; i < 8 && i < written.n; i++)
			lower[i] = sw_to_lower(written.p[i]);
		return sw_str(lower, written.n < 8 ? written.n : 8);
	} else if (sw_str_is(tool, "semgrep")) {
		size_t dot = sw_str_rfind_byte(written, '.');
		return dot == SW_NPOS ? written : sw_str_from(written, dot + 1);
	}
	return written;
}

void suppression_add(struct place_reader *reader, const char *tool, struct sw_str rule, struct sw_span over, struct sw_str reason) {
	struct sw_factset *set = reader->set;
	if (!over.source || set->suppressions.n == SW_LIMIT_SUPPRESSIONS)
		return;
	bool all = !rule.n || sw_str_is(rule, "*");
	*sw_push(reader->arena, &set->suppressions) = (struct sw_suppression){
		.tool = sw_str_of(tool), .rule = all ? (struct sw_str){0} : sw_suppression_rule(reader->arena, sw_str_of(tool), rule),
		.over = over, .at = reader->comment->at, .in_comment = true, .reason = sw_str_trim(reason),
		.written = sw_str_trim(sw_str_sub(reader->comment->text, 0, 200))};
	if (set->suppressions.n == SW_LIMIT_SUPPRESSIONS)
		sw_diag_add(&set->diags, SW_DIAG_WARNING, "too-many-suppressions", reader->comment->at,
			    "only the first %d suppressions of a file count", SW_LIMIT_SUPPRESSIONS);
}

void sw_suppressions_read(struct sw_factset *set, bool foreign) {
	struct place_reader reader = place_reader(set);
	for (size_t i = 0; i < set->comments.n && set->suppressions.n < SW_LIMIT_SUPPRESSIONS; i++) {
		reader.comment = &set->comments.v[i];
		reader.source = sw_source_of(&set->sources, reader.comment->at);
		struct sw_str text = reader.comment->text;
		if (!reader.source)
			continue;
		if (word_take(&text, "strideward:"))
			accept_read(&reader, sw_str_trim(text));
		else if (foreign)
			foreign_read(&reader, text);
	}
}
