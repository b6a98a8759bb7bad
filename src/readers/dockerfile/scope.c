#include "readers/dockerfile/scope.h"
#include "base/vec.h"

/* Build arguments that BuildKit sets or takes without a declaration; their values come from the command line. */
static const char *const predefined[] = {
	"TARGETPLATFORM", "TARGETOS", "TARGETARCH", "TARGETVARIANT", "BUILDPLATFORM", "BUILDOS", "BUILDARCH", "BUILDVARIANT",
	"TARGETSTAGE",
};

bool sw_scope_predefined(struct sw_str name) {
	for (size_t i = 0; i < sizeof predefined / sizeof *predefined; i++)
		if (sw_str_is(name, predefined[i]))
			return true;
	return false;
}

const struct sw_variable *sw_scope_get(const struct sw_scope *scope, struct sw_str name) {
	const struct sw_variable *own = sw_map_get(&scope->variables, name);
	if (own)
		return own;
	for (const struct sw_scope *below = scope->below; below; below = below->below) {
		const struct sw_variable *found = sw_map_get(&below->variables, name);
		if (found && found->from_env)
			return found;
	}
	return NULL;
}

void sw_scope_set(struct sw_arena *arena, struct sw_scope *scope, struct sw_variable variable) {
	const struct sw_variable *before = sw_scope_get(scope, variable.name);
	if (before && before->from_env && !variable.from_env)
		return;
	struct sw_variable *kept = SW_NEW(arena, struct sw_variable);
	*kept = variable;
	sw_map_put(arena, &scope->variables, kept->name, kept);
}

struct lookup {
	struct sw_arena *arena;
	const struct sw_scope *scope;
	const struct sw_map *changed;
	struct sw_str depends;
	bool nothing_given; /* the command line gives no build argument */
};

static void depend(struct lookup *lookup, struct sw_str names) {
	if (!names.n)
		return;
	lookup->depends = lookup->depends.n
		? sw_arena_printf(lookup->arena, "%.*s,%.*s", SW_ARG(lookup->depends), SW_ARG(names)) : names;
}

static enum sw_expand_state look_up(void *context, struct sw_str name, struct sw_str *value) {
	struct lookup *lookup = context;
	if (lookup->changed && sw_map_get(lookup->changed, name))
		return SW_EXPAND_UNKNOWN;
	const struct sw_variable *variable = sw_scope_get(lookup->scope, name);
	if (!variable)
		return lookup->scope->open || sw_scope_predefined(name) ? SW_EXPAND_UNKNOWN : SW_EXPAND_UNSET;
	depend(lookup, variable->depends);
	if (variable->state == SW_EXPAND_SET)
		*value = variable->value;
	return variable->awaited && lookup->nothing_given ? SW_EXPAND_UNSET : variable->state;
}

/* ${NAME:-word} of an ARG without a value is a default like any other; $NAME alone asks for the value. */
static bool has_defaults(const struct sw_expansion *expansion) {
	for (size_t i = 0; i < expansion->reference_count; i++)
		if (expansion->references[i].state == SW_EXPAND_UNSET && expansion->references[i].modifier != '-')
			return false;
	return expansion->known;
}

static struct sw_resolved resolve(struct lookup *lookup, const struct sw_expand *how, struct sw_str word) {
	struct sw_expansion expansion;
	if (!sw_str_contains(word, SW_S("$")) && (how->ignore_quotes ||
	    (sw_str_find_byte(word, '"') == SW_NPOS && sw_str_find_byte(word, '\'') == SW_NPOS &&
	     sw_str_find_byte(word, how->escape) == SW_NPOS)))
		return (struct sw_resolved){.text = word, .known = true, .literal = true};
	if (!sw_expand(lookup->arena, how, word, &expansion))
		return (struct sw_resolved){.text = word};
	if (!expansion.known) {
		struct sw_expansion ungiven;
		struct sw_str depends = lookup->depends;
		lookup->nothing_given = true;
		if (sw_expand(lookup->arena, how, word, &ungiven) && has_defaults(&ungiven))
			expansion = ungiven;
		lookup->depends = depends;
	}
	bool sole = expansion.reference_count == 1 && expansion.references[0].start == 0 &&
		    expansion.references[0].end == word.n &&
		    (expansion.references[0].modifier == 0 || expansion.references[0].modifier == '-') &&
		    sw_str_eq(expansion.references[0].name, lookup->depends);
	/* References that nobody can resolve stay as written. */
	struct sw_str text = sw_str_eq(expansion.text, word) ? word : sw_arena_str(lookup->arena, expansion.text);
	return (struct sw_resolved){.text = text, .known = expansion.known, .literal = !expansion.reference_count,
				    .sole = sole, .depends = lookup->depends,
				    .references = expansion.references, .reference_count = expansion.reference_count};
}

struct sw_resolved sw_scope_resolve(struct sw_arena *arena, const struct sw_scope *scope, char escape, struct sw_str word) {
	struct lookup lookup = {.arena = arena, .scope = scope};
	struct sw_expand how = {.lookup = look_up, .context = &lookup, .escape = escape};
	return resolve(&lookup, &how, word);
}

struct sw_resolved sw_scope_resolve_shell(struct sw_arena *arena, const struct sw_scope *scope,
					  const struct sw_map *changed, struct sw_str word) {
	struct lookup lookup = {.arena = arena, .scope = scope, .changed = changed};
	/* No byte of shell text is an escape any more; NUL cannot stand in a word that a shell was given. */
	struct sw_expand how = {.lookup = look_up, .context = &lookup, .escape = '\0', .ignore_quotes = true};
	if (sw_str_contains(word, SW_S("$(")) || sw_str_find_byte(word, '`') != SW_NPOS)
		return (struct sw_resolved){.text = word};
	return resolve(&lookup, &how, word);
}
