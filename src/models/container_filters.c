#include "models/container_filters.h"
#include "base/vec.h"
#include "knowledge/filter.h"
#include "models/container_atoms.h"
#include "models/container_template.h"

/* A filter has two values where the catalogue has three and a half: so each expression becomes three filters, when it is
 * true, when it is false, and when it does not arise. */
enum truth { IS_TRUE, IS_FALSE, IS_VACUOUS };

struct making {
	struct sw_arena *arena;
	enum sw_subject_of side; /* where the element stands */
};

static struct sw_predicate *group(struct making *making, enum sw_predicate_kind kind, unsigned count) {
	struct sw_predicate *made = SW_NEW(making->arena, struct sw_predicate);
	*made = (struct sw_predicate){.kind = kind, .count = count, .parts = SW_NEW_ARRAY(making->arena, struct sw_predicate *, count)};
	return made;
}

static struct sw_predicate *both(struct making *making, struct sw_predicate *a, struct sw_predicate *b) {
	struct sw_predicate *made = group(making, SW_PREDICATE_ALL, 2);
	made->parts[0] = a;
	made->parts[1] = b;
	return made;
}

static struct sw_predicate *either(struct making *making, struct sw_predicate *a, struct sw_predicate *b) {
	struct sw_predicate *made = both(making, a, b);
	made->kind = SW_PREDICATE_ANY;
	return made;
}

static struct sw_predicate *none_of(struct making *making, struct sw_predicate *a) {
	struct sw_predicate *made = group(making, SW_PREDICATE_NOT, 1);
	made->parts[0] = a;
	return made;
}

static struct sw_predicate *is(struct making *making, enum sw_subject_of subject, struct sw_str key, struct sw_str value) {
	struct sw_predicate *made = SW_NEW(making->arena, struct sw_predicate);
	*made = (struct sw_predicate){.kind = SW_PREDICATE_ATOM, .atom = SW_ATOM_PROPERTY, .subject = subject, .name = key, .value = value};
	return made;
}

static struct sw_predicate *is_type(struct making *making, enum sw_subject_of subject, struct sw_str type) {
	struct sw_predicate *made = SW_NEW(making->arena, struct sw_predicate);
	*made = (struct sw_predicate){.kind = SW_PREDICATE_ATOM, .atom = SW_ATOM_IS, .subject = subject, .name = type};
	return made;
}

/* The element's property is one of the answers from `first` to `last`. */
static struct sw_predicate *answers(struct making *making, struct sw_str key, enum sw_answer_given first, enum sw_answer_given last) {
	struct sw_predicate *made = group(making, SW_PREDICATE_ANY, (unsigned)(last - first) + 1);
	for (unsigned i = 0; i < made->count; i++)
		made->parts[i] = is(making, making->side, key, sw_answers_given[first + i]);
	return made->count == 1 ? made->parts[0] : made;
}

static struct sw_predicate *atom(struct making *making, const struct sw_predicate *of, enum truth truth) {
	struct sw_str key = sw_atom_key(making->arena, of->atom, of->name);
	if (truth == IS_VACUOUS)
		return answers(making, key, SW_ANSWER_VACUOUS, SW_ANSWER_VACUOUS);
	if (truth == IS_FALSE)
		return answers(making, key, SW_ANSWER_NO_PRESUMED, SW_ANSWER_NO_GRAVE);
	/* What only holds by default is too little where a strength is asked for. */
	if (of->least == SW_STRENGTH_RUNNING)
		return answers(making, key, SW_ANSWER_YES_RUNNING, SW_ANSWER_YES_RUNNING);
	if (of->least == SW_STRENGTH_BUILT)
		return answers(making, key, SW_ANSWER_YES_BUILT, SW_ANSWER_YES_RUNNING);
	if (of->least == SW_STRENGTH_DECLARED)
		return either(making, answers(making, key, SW_ANSWER_YES, SW_ANSWER_YES),
			      answers(making, key, SW_ANSWER_YES_BUILT, SW_ANSWER_YES_RUNNING));
	return answers(making, key, SW_ANSWER_YES, SW_ANSWER_YES_RUNNING);
}

static struct sw_predicate *when(struct making *making, const struct sw_predicate *of, enum truth truth);

/* All (or, with ANY, one) of the parts are of that truth. */
static struct sw_predicate *parts_are(struct making *making, const struct sw_predicate *of, enum sw_predicate_kind how, enum truth truth) {
	struct sw_predicate *made = group(making, how, of->count);
	for (unsigned i = 0; i < of->count; i++)
		made->parts[i] = when(making, of->parts[i], truth);
	return made;
}

/* All parts are of that truth but those that do not arise, and one at least is. */
static struct sw_predicate *all_that_arise(struct making *making, const struct sw_predicate *of, enum truth truth) {
	struct sw_predicate *made = group(making, SW_PREDICATE_ALL, of->count);
	for (unsigned i = 0; i < of->count; i++)
		made->parts[i] = either(making, when(making, of->parts[i], truth), when(making, of->parts[i], IS_VACUOUS));
	return both(making, made, parts_are(making, of, SW_PREDICATE_ANY, truth));
}

static struct sw_predicate *when(struct making *making, const struct sw_predicate *of, enum truth truth) {
	if (of->kind == SW_PREDICATE_ATOM)
		return atom(making, of, truth);
	if (of->kind == SW_PREDICATE_NOT)
		return when(making, of->parts[0], truth == IS_VACUOUS ? IS_VACUOUS : truth == IS_TRUE ? IS_FALSE : IS_TRUE);
	if (truth == IS_VACUOUS)
		return parts_are(making, of, SW_PREDICATE_ALL, IS_VACUOUS);
	bool one_is_enough = (of->kind == SW_PREDICATE_ANY) == (truth == IS_TRUE);
	return one_is_enough ? parts_are(making, of, SW_PREDICATE_ANY, truth) : all_that_arise(making, of, truth);
}

/* A check that raises the threat fails, proven; NULL: nothing raises it. */
static struct sw_predicate *weakness(struct making *making, const struct sw_threat_kind *kind) {
	struct sw_predicate *found = kind->latched ? is(making, making->side, SW_S(SW_KEY_HELD_OPEN), SW_S("Yes")) : NULL;
	enum sw_answer_given first = sw_wants_grave(kind) ? SW_ANSWER_NO_GRAVE : SW_ANSWER_NO;
	for (unsigned i = 0; kind->raised_by[i]; i++) {
		struct sw_str key = sw_atom_key(making->arena, SW_ATOM_CHECK, sw_str_of(kind->raised_by[i]));
		struct sw_predicate *fails = answers(making, key, first, SW_ANSWER_NO_GRAVE);
		found = found ? either(making, found, fails) : fails;
	}
	return found;
}

/* The flow carries rows of this kind for the element that stands at the side. */
static struct sw_predicate *rides(struct making *making, const struct sw_threat_kind *kind) {
	struct sw_predicate *types = NULL;
	for (unsigned k = 0; k <= SW_ELEMENT_NETWORK; k++)
		if (kind->on & 1u << k) {
			struct sw_predicate *type = is_type(making, making->side, sw_element_stencil((enum sw_element_kind)k));
			types = types ? either(making, types, type) : type;
		}
	return both(making, is(making, SW_OF_FLOW, sw_carrier_key(making->arena, kind->carrier), sw_carried[making->side == SW_OF_SOURCE ? 1 : 2]), types);
}

static struct sw_str text_of(struct sw_arena *arena, const struct sw_predicate *predicate) {
	struct sw_out out;
	struct sw_arena_catch catch;
	sw_out_init(&out, -1);
	sw_filter_write(&out, predicate);
	/* The buffer is not the arena's, so it must not be forgotten when the arena is full. */
	if (SW_ARENA_TRY(arena, &catch)) {
		struct sw_str text = sw_arena_str(arena, sw_out_text(&out));
		sw_arena_leave(arena, &catch);
		sw_out_free(&out);
		return text;
	}
	sw_out_free(&out);
	sw_arena_throw(arena);
}

struct sw_str sw_container_include(struct sw_arena *arena, const struct sw_threat_kind *kind) {
	const struct sw_predicate *condition = sw_predicate_read(arena, sw_str_of(kind->when), NULL);
	struct sw_predicate *sides[2];
	for (int i = 0; i < 2; i++) {
		struct making making = {arena, i ? SW_OF_TARGET : SW_OF_SOURCE};
		sides[i] = rides(&making, kind);
		if (condition)
			sides[i] = both(&making, sides[i], none_of(&making, when(&making, condition, IS_FALSE)));
	}
	return text_of(arena, either(&(struct making){arena, SW_OF_FLOW}, sides[0], sides[1]));
}

struct sw_str sw_container_exclude(struct sw_arena *arena, const struct sw_threat_kind *kind) {
	const struct sw_predicate *control = sw_predicate_read(arena, sw_str_of(kind->stopped_by), NULL);
	struct sw_predicate *sides[2];
	for (int i = 0; i < 2; i++) {
		struct making making = {arena, i ? SW_OF_TARGET : SW_OF_SOURCE};
		struct sw_predicate *weak = weakness(&making, kind);
		struct sw_predicate *stopped = both(&making, is(&making, making.side, SW_S(SW_KEY_SEEN), SW_S("Yes")), when(&making, control, IS_TRUE));
		sides[i] = both(&making, rides(&making, kind), weak ? both(&making, stopped, none_of(&making, weak)) : stopped);
	}
	return text_of(arena, either(&(struct making){arena, SW_OF_FLOW}, sides[0], sides[1]));
}
