/* The pages of a threat and of an attacker. */
#include "checks/registry.h"
#include "cli/bonds.h"
#include "cli/explain.h"
#include "cli/page.h"
#include "knowledge/predicate.h"
#include <stdio.h>

/* What threats/priority.c makes of `start` and `reach`. */
static const struct {
	const char *name, *words;
} starts[] = {
	{"exposure", "from the most exposed service concerned: 4 from the internet, 3 through a published port, 2 from a "
		     "foothold; 3 at the engine, 1 at the kernel"},
	{"network", "from the most exposed member: 4 from the internet, 3 through a published port, 2 from a foothold"},
	{"supply", "1: it takes a publisher or somebody on the way"},
	{"repository", "3: one step for whoever reads the repository or the image"},
	{"admin", "1: it takes an administrator"},
	{"nobody", "1: it happens without an attacker, and rarely"},
}, reaches[] = {
	{"host", "4: the host"},
	{"others", "3: other workloads"},
	{"credential", "3: a credential"},
	{"store", "3, or 1 to 4 by the class of the data that is stored; 2 where nothing is stored"},
	{"data", "2, or 1 to 4 by the class of the data on the way"},
	{"availability", "2: availability"},
	{"trace", "1 to 3: what goes untraced, less one"},
	{"own", "2: the service itself"},
};

struct sw_str sw_words_of_start(const char *name) {
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (strcmp(starts[i].name, name) == 0)
			return sw_str_of(starts[i].words);
	return (struct sw_str){0};
}

struct sw_str sw_words_of_reach(const char *name) {
	for (size_t i = 0; i < sizeof reaches / sizeof *reaches; i++)
		if (strcmp(reaches[i].name, name) == 0)
			return sw_str_of(reaches[i].words);
	return (struct sw_str){0};
}

/* "the image or build", for {on} in the catalogue's sentences. */
static void put_kinds(const struct sw_threat_kind *threat, bool capital, struct sw_out *out) {
	const char *before = capital ? "The " : "the ";
	for (unsigned kind = 0; kind <= SW_ELEMENT_NETWORK; kind++)
		if (threat->on & 1u << kind) {
			sw_out_printf(out, "%s%s", before, sw_element_kind_name((enum sw_element_kind)kind));
			before = " or ";
		}
}

static void put_sentence(const struct sw_threat_kind *threat, const char *text, unsigned indent, struct sw_out *out) {
	SW_CLEANUP_OUT struct sw_out line;
	sw_out_init(&line, -1);
	struct sw_str rest = sw_str_of(text), mark = SW_S("{on}");
	for (size_t at; (at = sw_str_find(rest, mark)) != SW_NPOS; rest = sw_str_from(rest, at + mark.n)) {
		sw_out_str(&line, sw_str_sub(rest, 0, at));
		put_kinds(threat, at == 0 ? rest.p == text : at >= 2 && rest.p[at - 2] == '.', &line);
	}
	sw_out_str(&line, rest);
	sw_page_text(out, indent, sw_out_text(&line));
}

static void put_checks(const char *label, const char *const ids[SW_MOST_NAMES], struct sw_out *out) {
	unsigned width = 0;
	for (unsigned i = 0; i < SW_MOST_NAMES && ids[i]; i++)
		width = strlen(ids[i]) > width ? (unsigned)strlen(ids[i]) : width;
	for (unsigned i = 0; i < SW_MOST_NAMES && ids[i]; i++, label = "") {
		const struct sw_check *check = sw_check_of(sw_str_of(ids[i]));
		sw_page_item(out, label, ids[i], width, check ? check->title : "");
	}
}

static void put_atom(const struct sw_predicate *atom, struct sw_out *out) {
	static const char *const prefixes[] = {"", "fact:", "assume:", "evidence:"};
	if (atom->atom == SW_ATOM_CHECK)
		sw_out_printf(out, "%.*s passes", SW_ARG(atom->name));
	for (size_t i = 0; atom->atom != SW_ATOM_CHECK && i < sw_atom_words_count; i++) {
		struct sw_str name = sw_str_of(sw_atom_words[i].atom), prefix = sw_str_of(prefixes[atom->atom]);
		if (sw_str_starts(name, prefix) && sw_str_eq(sw_str_from(name, prefix.n), atom->name))
			sw_out_z(out, sw_atom_words[i].words);
	}
	if (atom->least)
		sw_out_printf(out, " (at least %s)", sw_strength_name(atom->least));
}

/* An expression as a list, a part a line; its depth is limited by the reader. */
static void put_expression(const struct sw_predicate *predicate, unsigned depth, struct sw_out *out) {
	static const char *const joints[] = {"all of", "any of", "not"};
	sw_out_printf(out, "%*s", (int)depth * 2, "");
	if (predicate->kind == SW_PREDICATE_ATOM) {
		put_atom(predicate, out);
	} else if (predicate->kind == SW_PREDICATE_NOT && predicate->parts[0]->kind == SW_PREDICATE_ATOM) {
		sw_out_z(out, "not: ");
		put_atom(predicate->parts[0], out);
	} else {
		sw_out_printf(out, "%s\n", joints[predicate->kind]);
		for (unsigned i = 0; i < predicate->count; i++)
			put_expression(predicate->parts[i], depth + 1, out);
		return;
	}
	sw_out_byte(out, '\n');
}

void sw_explain_expression(const char *expression, struct sw_out *out) {
	struct sw_arena arena;
	sw_arena_init(&arena, 1 << 20);
	const struct sw_predicate *predicate = sw_predicate_read(&arena, sw_str_of(expression), NULL);
	if (predicate)
		put_expression(predicate, 0, out);
	sw_arena_free(&arena);
}

static void put_predicate(const char *label, const char *text, struct sw_out *out) {
	SW_CLEANUP_OUT struct sw_out words;
	sw_out_init(&words, -1);
	sw_explain_expression(text, &words);
	struct sw_str rest = sw_out_text(&words), line;
	if (!rest.n)
		sw_page_entry(out, label, SW_S("always"));
	for (; rest.n && sw_str_split(&rest, '\n', &line); label = "")
		sw_out_printf(out, "%-*s%.*s\n", SW_PAGE_LABEL, label, SW_ARG(line));
}

static void put_attackers(const struct sw_threat_kind *threat, struct sw_out *out) {
	const char *label = "Attackers";
	for (size_t i = 0; i < sw_attacker_count; i++)
		if (sw_brings_about(&sw_attackers[i], threat)) {
			sw_page_item(out, label, sw_attackers[i].id, 17, sw_attackers[i].title);
			label = "";
		}
	if (*label)
		sw_page_entry(out, label, SW_S("none is needed"));
}

/* What the expressions ask for and no file of a project can show. */
static void put_evidence(const char *expression, bool *told, struct sw_out *out) {
	for (size_t i = 0; i < sw_atom_words_count; i++) {
		const char *atom = sw_atom_words[i].atom, *at = strstr(expression, atom);
		char after = at ? at[strlen(atom)] : ' ';
		if (!at || sw_is_alnum(after) || after == '-' || sw_str_starts(sw_str_of(atom), SW_S("fact:")))
			continue;
		sw_page_item(out, *told ? "" : "Needs", atom, 24, sw_atom_words[i].words);
		*told = true;
	}
}

static void put_seeds(const struct sw_threat_kind *threat, struct sw_out *out) {
	const char *label = "Asked for by";
	for (unsigned i = 0; i < SW_MOST_NAMES && threat->seeds[i]; i++, label = "") {
		const struct sw_seed *seed = sw_seed_of(sw_str_of(threat->seeds[i]));
		sw_page_item(out, label, threat->seeds[i], 12, seed ? seed->asked : "");
	}
}

void sw_explain_threat(const struct sw_threat_kind *threat, struct sw_out *out) {
	char words[112];
	sw_out_printf(out, "%s: ", threat->id);
	sw_page_words(out, (unsigned)strlen(threat->id) + 2, 2, sw_str_of(threat->title));
	sw_out_byte(out, '\n');
	put_sentence(threat, threat->describe, 4, out);
	sw_out_byte(out, '\n');
	sw_page_entry(out, "STRIDE", sw_str_of(sw_stride_words(threat->stride, words)));
	sw_out_printf(out, "%-*s", SW_PAGE_LABEL, "CWE");
	for (unsigned i = 0; i < 4 && threat->cwe[i]; i++)
		sw_out_printf(out, "%s%u", i ? ", " : "", threat->cwe[i]);
	sw_out_printf(out, "\n%-*s", SW_PAGE_LABEL, "About");
	put_kinds(threat, false, out);
	sw_out_byte(out, '\n');
	put_predicate("Applies when", threat->when, out);
	put_checks("Raised by", threat->raised_by, out);
	put_predicate("Stopped by", threat->stopped_by, out);
	put_checks("Hardened by", threat->hardened_by, out);
	bool told = false;
	put_evidence(threat->when, &told, out);
	put_evidence(threat->stopped_by, &told, out);
	put_attackers(threat, out);
	sw_page_entry(out, "Likelihood", sw_words_of_start(threat->start));
	sw_page_entry(out, "Impact", sw_words_of_reach(threat->reach));
	sw_page_entry(out, "Priority", SW_S("likelihood and impact, looked up in one table: 1 and 1 are info, 3 and 3 high, 3 and 4 critical; weak "
					    "counts at most as medium"));
	put_seeds(threat, out);
	sw_out_z(out, "\nWhat to do\n");
	put_sentence(threat, threat->action, 4, out);
	if (*threat->needs) {
		sw_out_z(out, "\nWhat would settle it\n");
		put_sentence(threat, threat->needs, 4, out);
	}
	sw_out_printf(out, "\nCommands\n    strideward scan\n        shows how it stands in a project\n"
			   "    strideward decide %s\n        writes down what is decided about it, where it is open\n", threat->id);
	if (threat->latched)
		sw_out_printf(out, "    strideward decide %s --kind rotated\n        says that the secret was exchanged: until then it stays open\n", threat->id);
}

void sw_explain_attacker(const struct sw_attacker *attacker, struct sw_out *out) {
	sw_out_printf(out, "%s: %s\n\n", attacker->id, attacker->title);
	sw_page_entry(out, "Wants", sw_str_of(attacker->goals));
	sw_page_entry(out, "Does", sw_str_of(attacker->methods));
	sw_out_printf(out, "%-*s%u of 4, when nothing else is known\n", SW_PAGE_LABEL, "Likelihood", attacker->likelihood);
	const char *label = "Brings about";
	for (size_t i = 0; i < sw_threat_kind_count; i++)
		if (sw_brings_about(attacker, &sw_threat_kinds[i])) {
			sw_page_item(out, label, sw_threat_kinds[i].id, SW_PAGE_THREAT, sw_threat_kinds[i].title);
			label = "";
		}
}
