/* Comments of other tools, each read as its tool reads it: the same words, the same place. */
#include "knowledge/date.h"
#include "readers/suppressions/parts.h"
#include "readers/suppressions/words.h"

static bool in_dockerfile(const struct place_reader *reader) {
	return reader->set->kind == SW_ARTIFACT_DOCKERFILE && !reader->comment->inside;
}

/* Codes of hadolint and ShellCheck between commas and nothing else. */
static bool is_code_list(struct sw_str list) {
	if (!list.n || list.p[list.n - 1] == ',')
		return false;
	for (struct sw_str id; word_item(&list, &id);) {
		if (!id.n)
			return false;
		for (size_t i = 0; i < id.n; i++)
			if (!sw_is_digit(id.p[i]) && !strchr("DLSC", id.p[i]))
				return false;
	}
	return true;
}

/* hadolint: "ignore=DL3008,SC2086 # why" on the line above; "stage" and "global" before "ignore" widen it. A comment that
 * says anything else, such as another code, is none. */
static void hadolint(struct place_reader *reader, struct sw_str rest) {
	if (!in_dockerfile(reader) || !word_gap(&rest))
		return;
	bool stage = word_take(&rest, "stage"), global = !stage && word_take(&rest, "global");
	if ((stage || global) && !word_gap(&rest))
		return;
	if (!word_take(&rest, "ignore") || !word_equals(&rest))
		return;
	struct sw_str list = rest, reason = {0};
	size_t hash = sw_str_find_byte(rest, '#');
	if (hash != SW_NPOS) {
		list = sw_str_sub(rest, 0, hash);
		reason = sw_str_from(rest, hash + 1);
	}
	list = sw_str_trim(list);
	if (!is_code_list(list))
		return;
	struct sw_span over = global ? place_file(reader) : stage ? place_stage(reader) : place_instruction(reader, true);
	for (struct sw_str id; word_item(&list, &id);)
		suppression_add(reader, "hadolint", id, over, reason);
}

/* BuildKit: "check=skip=A,B;error=true" as a directive for the file, above an instruction for it. */
static void buildkit(struct place_reader *reader, struct sw_str rest) {
	if (!in_dockerfile(reader) || !word_equals(&rest))
		return;
	struct sw_span over = reader->comment->directive ? place_file(reader) : place_attached(reader);
	for (struct sw_str part; rest.n && sw_str_split(&rest, ';', &part);) {
		part = sw_str_trim(part);
		if (!word_take(&part, "skip") || !word_equals(&part))
			continue;
		for (struct sw_str id; word_item(&part, &id);)
			if (id.n)
				suppression_add(reader, "buildkit", sw_str_is_nocase(id, "all") ? SW_S("*") : id, over, (struct sw_str){0});
	}
}

/* One "trivy:ignore:ID" with what may follow it: ":exp:2027-01-01" ends it on that day; ":ws:NAME" binds it to a workspace
 * of Terraform, which these files have none of. */
static void trivy_one(struct place_reader *reader, struct sw_str rest, struct sw_span over) {
	struct sw_str id = {0}, key, value;
	struct sw_str until = {0};
	sw_str_split(&rest, ':', &id);
	while (rest.n && sw_str_split(&rest, ':', &key)) {
		if (!rest.n || !sw_str_split(&rest, ':', &value) || !sw_str_is(key, "exp") || !sw_date_valid(value))
			return;
		until = value;
	}
	size_t before = reader->set->suppressions.n;
	if (!id.n || sw_str_find_byte(id, '[') != SW_NPOS)
		return;
	suppression_add(reader, "trivy", id, over, (struct sw_str){0});
	if (reader->set->suppressions.n > before)
		reader->set->suppressions.v[before].until = until;
}

static void trivy(struct place_reader *reader, struct sw_str rest) {
	if (!in_dockerfile(reader))
		return;
	struct sw_span over = place_attached(reader);
	struct sw_str word = {0};
	sw_str_split(&rest, ' ', &word);
	trivy_one(reader, word, over);
	while (rest.n && sw_str_split(&rest, ' ', &word))
		if (word_take(&word, "trivy:ignore:"))
			trivy_one(reader, word, over);
}

/* Checkov: "checkov:skip=CKV_DOCKER_3:why" anywhere in the file, for all of it. */
static bool checkov(struct place_reader *reader, struct sw_str text) {
	size_t at = sw_str_find(text, SW_S("checkov:skip="));
	if (at == SW_NPOS)
		return false;
	struct sw_str rest = sw_str_from(text, at + sizeof "checkov:skip=" - 1), reason = {0};
	word_blanks(&rest);
	struct sw_str id = word_run(&rest, "_");
	if (word_take(&rest, ":"))
		reason = rest;
	if (id.n)
		suppression_add(reader, "checkov", id, place_file(reader), reason);
	return true;
}

/* KICS: "ignore", "disable=" and "enable=" on top speak of the file, "ignore-line" and "ignore-block" of what follows. */
static void kics(struct place_reader *reader, struct sw_str rest) {
	if (!word_gap(&rest))
		return;
	struct sw_str verb = word_run(&rest, "-"), none = {0};
	if (sw_str_is(verb, "ignore-line"))
		suppression_add(reader, "kics", none, place_next_line(reader), none);
	else if (sw_str_is(verb, "ignore-block"))
		suppression_add(reader, "kics", none, reader->set->build ? place_instruction(reader, false) : place_block(reader), none);
	if (!place_on_top(reader))
		return;
	if (sw_str_is(verb, "ignore") && !rest.n)
		suppression_add(reader, "kics", none, place_file(reader), none);
	bool enable = sw_str_is(verb, "enable");
	if ((!enable && !sw_str_is(verb, "disable")) || !word_equals(&rest))
		return;
	struct sw_str stay = SW_S(",");
	for (struct sw_str id; word_item(&rest, &id);)
		if (!enable && id.n)
			suppression_add(reader, "kics", id, place_file(reader), none);
		else if (id.n && stay.n < 1 << 13)
			stay = sw_arena_printf(reader->arena, "%.*s%.*s,", SW_ARG(stay), SW_ARG(sw_suppression_rule(reader->arena, SW_S("kics"), id)));
	size_t before = reader->set->suppressions.n;
	if (enable)
		suppression_add(reader, "kics", none, place_file(reader), none);
	if (enable && reader->set->suppressions.n > before)
		reader->set->suppressions.v[before].except = stay;
}

/* Semgrep: "nosemgrep" on the line of the finding or the one above; ids after a colon narrow it. */
static bool semgrep(struct place_reader *reader, struct sw_str text) {
	size_t at = sw_str_find(text, SW_S("nosem"));
	if (at == SW_NPOS || (at && !sw_is_space(text.p[at - 1])))
		return false;
	struct sw_str rest = sw_str_from(text, at + 5), none = {0}, id = none;
	word_take(&rest, "grep");
	struct sw_span over = !reader->comment->alone ? place_own_line(reader) : place_next_line(reader);
	/* What it finds in a Dockerfile begins where the instruction does. */
	if (reader->set->build)
		over = place_instruction(reader, true);
	if (!word_take(&rest, ":")) {
		if (!rest.n || sw_is_space(rest.p[0]))
			suppression_add(reader, "semgrep", none, over, none);
		return true;
	}
	do {
		word_blanks(&rest);
		word_take(&rest, ",");
		word_blanks(&rest);
		id = word_run(&rest, "-_.");
		if (id.n)
			suppression_add(reader, "semgrep", id, over, none);
	} while (id.n);
	return true;
}

/* tally knows rules of its own and of others by namespace: "hadolint/DL3008", "buildkit/StageNameCasing"; "all". */
static void tally_one(struct place_reader *reader, struct sw_str id, struct sw_span over, struct sw_str reason) {
	static const char *const spaces[] = {"hadolint", "buildkit", "tally"};
	bool all = sw_str_is(id, "all");
	size_t slash = sw_str_find_byte(id, '/');
	for (size_t i = 0; i < 3; i++) {
		bool named = slash != SW_NPOS && sw_str_is(sw_str_sub(id, 0, slash), spaces[i]);
		if (slash != SW_NPOS && !named)
			continue;
		suppression_add(reader, spaces[i], all ? SW_S("*") : named ? sw_str_from(id, slash + 1) : id, over, reason);
	}
}

static void tally(struct place_reader *reader, struct sw_str rest) {
	if (!in_dockerfile(reader) || !word_gap(&rest))
		return;
	bool global = word_take_nocase(&rest, "global");
	if ((global && !word_gap(&rest)) || !word_take_nocase(&rest, "ignore") || !word_equals(&rest))
		return;
	struct sw_str list = {0}, reason = {0};
	sw_str_split(&rest, ';', &list);
	if (word_take_nocase(&rest, "reason") && word_equals(&rest))
		reason = rest;
	struct sw_span over = global ? place_file(reader) : place_instruction(reader, false);
	for (struct sw_str id; word_item(&list, &id);)
		if (id.n)
			tally_one(reader, id, over, reason);
}

void foreign_read(struct place_reader *reader, struct sw_str text) {
	static const struct {
		const char *word;
		bool nocase;
		void (*read)(struct place_reader *reader, struct sw_str rest);
	} tools[] = {
		{"hadolint", false, hadolint}, {"check", true, buildkit}, {"trivy:ignore:", false, trivy}, {"kics-scan", false, kics},
		{"tally", true, tally},
	};
	for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
		struct sw_str rest = text;
		if (!(tools[i].nocase ? word_take_nocase(&rest, tools[i].word) : word_take(&rest, tools[i].word)))
			continue;
		/* "checkov" is not "check". */
		if (tools[i].read == buildkit && rest.n && sw_is_alnum(rest.p[0]))
			continue;
		tools[i].read(reader, rest);
		return;
	}
	if (!checkov(reader, text))
		semgrep(reader, text);
}
