#include "models/container_atoms.h"

const struct sw_str sw_answers_given[SW_ANSWER_COUNT] = {
	[SW_ANSWER_NOT_KNOWN] = SW_SI("Not known"),       [SW_ANSWER_YES] = SW_SI("Yes"),
	[SW_ANSWER_YES_ASSUMED] = SW_SI("Yes, assumed"),  [SW_ANSWER_YES_BUILT] = SW_SI("Yes, as built"),
	[SW_ANSWER_YES_RUNNING] = SW_SI("Yes, as running"), [SW_ANSWER_NO_PRESUMED] = SW_SI("No, presumed"),
	[SW_ANSWER_NO] = SW_SI("No"),                     [SW_ANSWER_NO_GRAVE] = SW_SI("No, gravely"),
	[SW_ANSWER_VACUOUS] = SW_SI("Does not apply"),
};

enum sw_answer_given sw_answer_of(struct sw_str text) {
	for (int i = 0; i < SW_ANSWER_COUNT; i++)
		if (sw_str_eq(text, sw_answers_given[i]))
			return (enum sw_answer_given)i;
	return SW_ANSWER_NOT_KNOWN;
}

struct sw_truth sw_answer_truth(enum sw_answer_given answer) {
	static const struct sw_truth truths[SW_ANSWER_COUNT] = {
		[SW_ANSWER_NOT_KNOWN] = {.holds = SW_UNKNOWN},
		[SW_ANSWER_YES] = {.holds = SW_YES, .strength = SW_STRENGTH_DECLARED},
		[SW_ANSWER_YES_ASSUMED] = {.holds = SW_YES, .strength = SW_STRENGTH_ASSUMED, .presumed = true},
		[SW_ANSWER_YES_BUILT] = {.holds = SW_YES, .strength = SW_STRENGTH_BUILT},
		[SW_ANSWER_YES_RUNNING] = {.holds = SW_YES, .strength = SW_STRENGTH_RUNNING},
		[SW_ANSWER_NO_PRESUMED] = {.holds = SW_NO, .presumed = true},
		[SW_ANSWER_NO] = {.holds = SW_NO},
		[SW_ANSWER_NO_GRAVE] = {.holds = SW_NO},
		[SW_ANSWER_VACUOUS] = {.holds = SW_UNKNOWN, .vacuous = true},
	};
	return truths[answer];
}

struct sw_str sw_atom_key(struct sw_arena *arena, enum sw_atom_kind kind, struct sw_str name) {
	static const char *const prefixes[] = {
		[SW_ATOM_CHECK] = "check", [SW_ATOM_FACT] = "fact", [SW_ATOM_ASSUME] = "assume", [SW_ATOM_EVIDENCE] = "evidence"};
	size_t n = strlen(prefixes[kind]);
	char *key = sw_arena_alloc(arena, n + name.n + 1);
	memcpy(key, prefixes[kind], n);
	bool capital = true;
	for (size_t i = 0; i < name.n; i++) {
		bool letter = sw_is_alnum(name.p[i]);
		if (letter)
			key[n++] = capital && name.p[i] >= 'a' && name.p[i] <= 'z' ? (char)(name.p[i] - 'a' + 'A') : name.p[i];
		capital = !letter;
	}
	return sw_str(key, n);
}

struct sw_str sw_atom_label(struct sw_arena *arena, enum sw_atom_kind kind, struct sw_str name) {
	if (kind == SW_ATOM_CHECK)
		return sw_arena_printf(arena, "Passes %.*s", SW_ARG(name));
	if (kind == SW_ATOM_ASSUME)
		return sw_arena_printf(arena, "Assumed: %.*s", SW_ARG(name));
	if (kind == SW_ATOM_EVIDENCE)
		return sw_arena_printf(arena, "Evidence: %.*s", SW_ARG(name));
	char *label = sw_arena_alloc(arena, name.n + 1);
	for (size_t i = 0; i < name.n; i++)
		label[i] = name.p[i] == '-' ? ' ' : name.p[i];
	if (name.n && label[0] >= 'a' && label[0] <= 'z')
		label[0] = (char)(label[0] - 'a' + 'A');
	return sw_str(label, name.n);
}

void sw_predicate_atoms(const struct sw_predicate *predicate, sw_each_atom *each, void *context) {
	if (!predicate)
		return;
	if (predicate->kind == SW_PREDICATE_ATOM)
		each(context, predicate->atom, predicate->name);
	for (unsigned i = 0; i < predicate->count; i++)
		sw_predicate_atoms(predicate->parts[i], each, context);
}

void sw_threat_atoms(struct sw_arena *arena, const struct sw_threat_kind *kind, sw_each_atom *each, void *context) {
	sw_predicate_atoms(sw_predicate_read(arena, sw_str_of(kind->when), NULL), each, context);
	for (unsigned i = 0; kind->raised_by[i]; i++)
		each(context, SW_ATOM_CHECK, sw_str_of(kind->raised_by[i]));
	sw_predicate_atoms(sw_predicate_read(arena, sw_str_of(kind->stopped_by), NULL), each, context);
}

bool sw_wants_grave(const struct sw_threat_kind *kind) {
	return strcmp(kind->reach, "host") == 0 && strcmp(kind->start, "exposure") == 0;
}
