#include "threats/own.h"
#include "base/utf8.h"
#include "knowledge/catalogue.h"
#include "knowledge/seeds.h"
#include "threats/judge.h"

enum { LONGEST_ID = 64, LONGEST_TITLE = 200 };

struct making {
	struct sw_arena *arena;
	const struct sw_own_threat *row;
	const struct sw_check *const *checks;
	size_t count;
	struct sw_diags *diags;
	bool failed;
	struct sw_threat_kind *kind;
};

static void wrong(struct making *making, struct sw_text_at where, const char *code, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* At the row as a whole where there is no text to point at. */
static void wrong(struct making *making, struct sw_text_at where, const char *code, const char *format, ...) {
	va_list args;
	va_start(args, format);
	struct sw_str text = sw_arena_vprintf(making->arena, format, args);
	va_end(args);
	sw_diag_add(making->diags, SW_DIAG_ERROR, code, where.at.end ? where.at : making->row->at, "%.*s", SW_ARG(text));
	making->failed = true;
}

static struct sw_str shown(struct sw_str text) {
	return sw_str_sub(text, 0, text.n < LONGEST_ID ? text.n : LONGEST_ID);
}

static bool is_id(struct sw_str text) {
	for (size_t i = 0; i < text.n; i++)
		if (!(text.p[i] >= 'a' && text.p[i] <= 'z') && !sw_is_digit(text.p[i]) && (text.p[i] != '-' || !i || i + 1 == text.n))
			return false;
	return text.n && text.n <= LONGEST_ID && sw_is_alpha(text.p[0]);
}

const struct sw_threat_kind *sw_own_kind_of(const struct sw_config *config, struct sw_str id) {
	for (size_t i = 0; i < config->catalogue.kinds.n; i++)
		if (sw_str_is(id, config->catalogue.kinds.v[i]->id))
			return config->catalogue.kinds.v[i];
	return sw_threat_kind_of(id);
}

static bool was_built_in(struct sw_str id) {
	for (size_t i = 0; i < sw_threat_kind_count; i++)
		for (unsigned k = 0; k < 4 && sw_threat_kinds[i].formerly[k]; k++)
			if (sw_str_is(id, sw_threat_kinds[i].formerly[k]))
				return true;
	return sw_threat_kind_of(id) != NULL;
}

/* One line for people: blanks and line feeds become one blank, and nothing in it may steer a terminal. */
static const char *words(struct making *making, struct sw_text_at text, const char *key, bool needed) {
	if (!text.text.n) {
		if (needed)
			wrong(making, text, "config-missing", "a threat needs %s", key);
		return "";
	}
	char *line = sw_arena_alloc(making->arena, text.text.n + 1);
	size_t n = 0;
	for (size_t at = 0; at < text.text.n;) {
		size_t start = at;
		bool bad = false;
		uint32_t c = sw_utf8_next(text.text, &at, &bad);
		bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
		if (!blank && (bad || sw_utf8_controls(c))) {
			wrong(making, text, "catalogue-text", "%s holds a control character", key);
			return "";
		}
		if (!blank)
			memcpy(line + n, text.text.p + start, at - start);
		else if (n && line[n - 1] != ' ')
			line[n] = ' ';
		else
			continue;
		n += blank ? 1 : at - start;
	}
	line[n] = '\0';
	return line;
}

static void read_id(struct making *making, const struct sw_config *config) {
	struct sw_text_at id = making->row->id;
	making->kind->id = sw_arena_str(making->arena, id.text).p;
	if (!is_id(id.text))
		wrong(making, id, "catalogue-id", "a threat needs an id of at most %d small letters, digits and dashes", LONGEST_ID);
	else if (was_built_in(id.text))
		wrong(making, id, "catalogue-id", "the built-in catalogue has a threat of this name");
	else if (sw_own_kind_of(config, id.text))
		wrong(making, id, "catalogue-id", "another threat has this name");
	for (size_t i = 0; i < making->count; i++)
		if (sw_str_is(id.text, making->checks[i]->id))
			wrong(making, id, "catalogue-id", "a check has this name");
}

static void read_classes(struct making *making) {
	const struct sw_own_threat *row = making->row;
	struct sw_threat_kind *kind = making->kind;
	unsigned letters = 0;
	for (unsigned i = 0; i < 6; i++)
		if (sw_str_find_byte(row->stride.text, "STRIDE"[i]) != SW_NPOS) {
			kind->stride |= 1u << i;
			letters++;
		}
	if (letters)
		kind->main_letter = row->stride.text.p[0];
	if (!letters || letters != row->stride.text.n)
		wrong(making, row->stride, "catalogue-stride", "stride must be letters of STRIDE, each once, the main one first");
	for (size_t i = 0; i < row->cwe.n; i++) {
		uint64_t number = 0;
		if (i == 4 || !sw_str_to_u64(row->cwe.v[i].text, &number) || !number || number > UINT16_MAX) {
			wrong(making, row->cwe.v[i], "catalogue-cwe", "cwe takes up to four numbers of weaknesses");
			return;
		}
		kind->cwe[i] = (uint16_t)number;
	}
}

/* Elements, and the kind of flow that carries threats of the first of them. */
static void read_on(struct making *making) {
	static const char *const carriers[] = {"client", "operate", "fetch", "pull", "build", "build", "pull", "operate", "kernel", "kernel", "store", "network"};
	const struct sw_own_threat *row = making->row;
	for (size_t i = 0; i < row->on.n; i++) {
		unsigned kind = 0;
		while (kind <= SW_ELEMENT_NETWORK && !sw_str_is(row->on.v[i].text, sw_element_kind_name((enum sw_element_kind)kind)))
			kind++;
		if (kind > SW_ELEMENT_NETWORK) {
			wrong(making, row->on.v[i], "catalogue-element", "on takes kinds of elements: client operator publisher registry repository build "
			      "image engine kernel workload store network");
			return;
		}
		making->kind->on |= 1u << kind;
		making->kind->carrier = making->kind->carrier ? making->kind->carrier : carriers[kind];
	}
	if (!row->on.n)
		wrong(making, (struct sw_text_at){0}, "config-missing", "a threat needs on, the kinds of elements that it is about");
}

static bool is_check(const struct making *making, struct sw_str name) {
	for (size_t i = 0; i < making->count; i++)
		if (sw_str_is(name, making->checks[i]->id))
			return true;
	return false;
}

static void read_names(struct making *making, const sw_texts *texts, const char *key, bool checks, const char *names[SW_MOST_NAMES]) {
	for (size_t i = 0; i < texts->n; i++) {
		struct sw_text_at text = texts->v[i];
		if (i + 1 == SW_MOST_NAMES)
			wrong(making, text, "config-too-many", "%s takes up to %d", key, SW_MOST_NAMES - 1);
		else if (checks && !is_check(making, text.text))
			wrong(making, text, "catalogue-check", "there is no check called %.*s", SW_ARG(shown(text.text)));
		else if (!checks && !sw_seed_of(text.text))
			wrong(making, text, "catalogue-seed", "the founding documents have no line called %.*s", SW_ARG(shown(text.text)));
		if (i + 1 == SW_MOST_NAMES)
			return;
		names[i] = sw_arena_str(making->arena, text.text).p;
	}
}

/* As deep as the reader of expressions allows. */
static void check_atoms(struct making *making, struct sw_text_at text, const struct sw_predicate *predicate) {
	for (unsigned i = 0; predicate->kind != SW_PREDICATE_ATOM && i < predicate->count; i++)
		check_atoms(making, text, predicate->parts[i]);
	if (predicate->kind != SW_PREDICATE_ATOM)
		return;
	if (predicate->atom == SW_ATOM_CHECK && !is_check(making, predicate->name))
		wrong(making, text, "catalogue-check", "there is no check called %.*s", SW_ARG(shown(predicate->name)));
	if (predicate->atom != SW_ATOM_FACT)
		return;
	uint32_t of = sw_judge_fact_elements(predicate->name);
	if (!of)
		wrong(making, text, "catalogue-fact", "there is no fact called %.*s", SW_ARG(shown(predicate->name)));
	else if (making->kind->on & ~of)
		wrong(making, text, "catalogue-fact", "fact:%.*s is not about every kind of element in on", SW_ARG(shown(predicate->name)));
}

static const char *expression(struct making *making, struct sw_text_at text) {
	struct sw_err err = {0};
	const struct sw_predicate *predicate = sw_predicate_read(making->arena, text.text, &err);
	if (predicate)
		check_atoms(making, text, predicate);
	else if (text.text.n)
		wrong(making, text, "catalogue-expression", "no expression: %s", err.text);
	return sw_arena_str(making->arena, text.text).p;
}

static void make(struct making *making, struct sw_config *config) {
	const struct sw_own_threat *row = making->row;
	struct sw_threat_kind *kind = making->kind = SW_NEW(making->arena, struct sw_threat_kind);
	making->failed = false;
	read_id(making, config);
	kind->title = words(making, row->title, "title", true);
	if (strlen(kind->title) > LONGEST_TITLE)
		wrong(making, row->title, "catalogue-text", "title is longer than %d bytes", LONGEST_TITLE);
	kind->group = "own";
	kind->describe = words(making, row->describe, "describe", true);
	kind->action = words(making, row->action, "action", true);
	kind->needs = words(making, row->needs, "needs", false);
	read_classes(making);
	read_on(making);
	kind->when = expression(making, row->when);
	kind->stopped_by = expression(making, row->stopped_by);
	if (!row->stopped_by.text.n)
		wrong(making, row->stopped_by, "config-missing", "a threat needs stopped-by: a row must say what would stop it");
	read_names(making, &row->raised_by, "raised-by", true, kind->raised_by);
	read_names(making, &row->hardened_by, "hardened-by", true, kind->hardened_by);
	read_names(making, &row->seeds, "seeds", false, kind->seeds);
	kind->start = row->start.text.n ? sw_arena_str(making->arena, row->start.text).p : "exposure";
	kind->reach = row->reach.text.n ? sw_arena_str(making->arena, row->reach.text).p : "own";
	kind->own = true;
	kind->number = (uint32_t)(sw_threat_kind_count + config->catalogue.kinds.n);
	if (!making->failed)
		*sw_push(making->arena, &config->catalogue.kinds) = kind;
}

static bool is_glob(struct sw_str text) {
	return sw_str_find_byte(text, '*') != SW_NPOS || sw_str_find_byte(text, '?') != SW_NPOS;
}

/* An override of a threat that is not there is most often a slip, and then silences something that nobody meant or nothing. */
static void keep_overrides(struct sw_config *config, struct sw_diags *diags) {
	size_t kept = 0;
	for (size_t i = 0; i < config->catalogue.overrides.n; i++) {
		const struct sw_override *row = &config->catalogue.overrides.v[i];
		if (row->threat.text.n && !is_glob(row->threat.text) && !sw_own_kind_of(config, row->threat.text))
			sw_diag_add(diags, SW_DIAG_ERROR, "catalogue-threat", row->threat.at, "there is no threat called %.*s", SW_ARG(shown(row->threat.text)));
		else
			config->catalogue.overrides.v[kept++] = *row;
	}
	config->catalogue.overrides.n = kept;
}

void sw_own_catalogue_make(struct sw_arena *arena, struct sw_config *config, const struct sw_check *const *checks, size_t count,
			   struct sw_diags *diags) {
	config->catalogue.kinds.n = 0;
	for (size_t i = 0; i < config->catalogue.threats.n; i++) {
		struct making making = {.arena = arena, .row = &config->catalogue.threats.v[i], .checks = checks, .count = count, .diags = diags};
		make(&making, config);
	}
	keep_overrides(config, diags);
}
