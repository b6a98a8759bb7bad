#include "threats/difference.h"
#include "knowledge/catalogue.h"

enum { MOST_EVIDENCE = 512 }; /* of a row, each held against each of the other side */

struct comparing {
	struct sw_arena *arena;
	struct sw_difference *result;
	struct sw_map touched; /* "before" or "after" and deployment and id of an element → struct sw_part_change: it, or a flow of it, changed */
	bool aged;             /* judged as of different days */
	bool catalogue;        /* by different catalogues */
	bool policy;           /* under different policies */
};

const char *sw_change_name(enum sw_change change) {
	static const char *const names[] = {"added", "removed", "changed"};
	return names[change];
}

const char *sw_cause_name(enum sw_cause cause) {
	static const char *const names[] = {"fact", "catalogue", "policy", "decision", "age"};
	return names[cause];
}

struct sw_str sw_row_state(struct sw_arena *arena, const struct sw_snapshot_row *row) {
	return row->presumed ? sw_arena_join(arena, row->state, SW_S("?")) : row->state;
}

bool sw_difference_any(const struct sw_difference *difference) {
	return difference->rows.n || difference->parts.n;
}

/* ---- elements, flows, boundaries ---- */

static struct sw_str field_of(const struct sw_snapshot_part *part, struct sw_str name) {
	for (size_t i = 0; i < part->fields.n; i++)
		if (sw_str_eq(part->fields.v[i].name, name))
			return part->fields.v[i].value;
	return (struct sw_str){0};
}

static void touch(struct comparing *c, struct sw_str deployment, struct sw_str id, struct sw_part_change *change) {
	struct sw_str key = sw_arena_printf(c->arena, "%.*s\n%.*s", SW_ARG(deployment), SW_ARG(id));
	if (id.n && !sw_map_get(&c->touched, key))
		sw_map_put(c->arena, &c->touched, key, change);
}

static void note_part(struct comparing *c, enum sw_change kind, const struct sw_snapshot_part *before, const struct sw_snapshot_part *after) {
	struct sw_part_change change = {.change = kind, .before = before, .after = after};
	if (kind == SW_CHANGE_CHANGED) {
		for (size_t i = 0; i < before->fields.n; i++) {
			struct sw_str now = field_of(after, before->fields.v[i].name);
			if (!sw_str_eq(now, before->fields.v[i].value))
				*sw_push(c->arena, &change.fields) = (struct sw_field_change){before->fields.v[i].name, before->fields.v[i].value, now};
		}
		for (size_t i = 0; i < after->fields.n; i++)
			if (!field_of(before, after->fields.v[i].name).n)
				*sw_push(c->arena, &change.fields) = (struct sw_field_change){.name = after->fields.v[i].name, .after = after->fields.v[i].value};
		if (!change.fields.n)
			return;
	}
	*sw_push(c->arena, &c->result->parts) = change;
}

static void compare_parts(struct comparing *c) {
	const struct sw_snapshot *before = c->result->before, *after = c->result->after;
	for (size_t i = 0; i < after->parts.n; i++) {
		const struct sw_snapshot_part *old = sw_map_get(&before->by_part, after->parts.v[i].key);
		if (sw_map_get(&after->by_part, after->parts.v[i].key) != &after->parts.v[i])
			continue; /* the same id once more */
		note_part(c, old ? SW_CHANGE_CHANGED : SW_CHANGE_ADDED, old, &after->parts.v[i]);
	}
	for (size_t i = 0; i < before->parts.n; i++)
		if (sw_map_get(&before->by_part, before->parts.v[i].key) == &before->parts.v[i] && !sw_map_get(&after->by_part, before->parts.v[i].key))
			note_part(c, SW_CHANGE_REMOVED, &before->parts.v[i], NULL);
	for (size_t i = 0; i < c->result->parts.n; i++) {
		struct sw_part_change *change = &c->result->parts.v[i];
		const struct sw_snapshot_part *part = change->after ? change->after : change->before;
		touch(c, part->deployment, part->id, change);
		touch(c, part->deployment, part->from, change);
		touch(c, part->deployment, part->to, change);
	}
}

/* ---- causes ---- */

/* Evidence for people ends in its place, "(Dockerfile:7)", which moves with every line above it. */
static struct sw_str without_place(struct sw_str text) {
	if (text.n && text.p[text.n - 1] == ')') {
		size_t open = sw_str_rfind_byte(text, '(');
		if (open != SW_NPOS && open > 0 && sw_str_find_byte(sw_str_from(text, open), ':') != SW_NPOS)
			return sw_str_trim(sw_str_sub(text, 0, open));
	}
	return text;
}

static bool same_evidence(const struct sw_snapshot_evidence *a, const struct sw_snapshot_evidence *b) {
	return a->weakness == b->weakness && sw_str_eq(a->name, b->name) && sw_str_eq(a->holds, b->holds) &&
	       sw_str_eq(without_place(a->text), without_place(b->text));
}

/* The first evidence of `row` that `other` has not, weaknesses first as they stand; NULL: none. */
static const struct sw_snapshot_evidence *only_in(const struct sw_snapshot_row *row, const struct sw_snapshot_row *other) {
	for (size_t i = 0; row && i < row->evidence.n && i < MOST_EVIDENCE; i++) {
		bool found = false;
		for (size_t k = 0; other && !found && k < other->evidence.n && k < MOST_EVIDENCE; k++)
			found = same_evidence(&row->evidence.v[i], &other->evidence.v[k]);
		if (!found)
			return &row->evidence.v[i];
	}
	return NULL;
}

static bool names_check(const struct sw_snapshot_row *row, struct sw_str name) {
	for (size_t i = 0; i < row->evidence.n; i++)
		if (sw_str_eq(row->evidence.v[i].name, name))
			return true;
	return false;
}

/* Lists of allowed images are what people demand, not what is: where they changed, what is held against them changed so. */
static bool is_policy(const struct comparing *c, const struct sw_snapshot_evidence *evidence) {
	return c->policy && (sw_str_is(evidence->name, "base-image-not-allowed") || sw_str_is(sw_str_basename(evidence->file), ".strideward.yaml"));
}

static void set_places(struct sw_row_change *change, const struct sw_snapshot_evidence *before, const struct sw_snapshot_evidence *after) {
	if (before) {
		change->file_before = before->file;
		change->line_before = before->line;
	}
	if (after) {
		change->file_after = after->file;
		change->line_after = after->line;
	}
}

static bool same_decision(const struct sw_snapshot_decision *a, const struct sw_snapshot_decision *b) {
	return a->present == b->present && sw_str_eq(a->kind, b->kind) && sw_str_eq(a->reason, b->reason) && sw_str_eq(a->owner, b->owner) &&
	       sw_str_eq(a->by, b->by) && sw_str_eq(a->approved_by, b->approved_by) && sw_str_eq(a->until, b->until);
}

static struct sw_str decision_text(struct comparing *c, const struct sw_snapshot_decision *decision) {
	if (!decision->present)
		return SW_S("no decision");
	struct sw_str text = sw_arena_printf(c->arena, "%.*s", SW_ARG(decision->kind));
	if (decision->by.n)
		text = sw_arena_printf(c->arena, "%.*s by %.*s", SW_ARG(text), SW_ARG(decision->by));
	if (decision->until.n)
		text = sw_arena_printf(c->arena, "%.*s until %.*s", SW_ARG(text), SW_ARG(decision->until));
	return decision->reason.n ? sw_arena_printf(c->arena, "%.*s: %.*s", SW_ARG(text), SW_ARG(decision->reason)) : text;
}

static void by_decision(struct comparing *c, struct sw_row_change *change, const struct sw_snapshot_decision *before, const struct sw_snapshot_decision *after) {
	change->cause = SW_CAUSE_DECISION;
	if (before->present && after->present)
		change->why = sw_arena_printf(c->arena, "%.*s, instead of %.*s", SW_ARG(decision_text(c, after)), SW_ARG(decision_text(c, before)));
	else
		change->why = after->present ? decision_text(c, after) : sw_arena_printf(c->arena, "withdrawn: %.*s", SW_ARG(decision_text(c, before)));
}

/* What was seen before and what is seen now. */
static bool by_evidence(struct comparing *c, struct sw_row_change *change) {
	const struct sw_snapshot_row *old = change->before, *new = change->after;
	const struct sw_snapshot_evidence *gone = only_in(old, new), *come = only_in(new, old);
	if (!gone && !come)
		return false;
	/* of two halves of one thing, show both; else what decides the new state */
	if (gone && come && !sw_str_eq(gone->name, come->name)) {
		for (size_t i = 0; i < old->evidence.n; i++)
			if (sw_str_eq(old->evidence.v[i].name, come->name))
				gone = &old->evidence.v[i];
		if (!sw_str_eq(gone->name, come->name) && come->weakness)
			gone = NULL;
	}
	/* a check that the other catalogue did not ask is no fact that changed */
	const struct sw_snapshot_evidence *one = come ? come : gone;
	if (c->catalogue && old && new && !names_check(come ? old : new, one->name) && !sw_str_eq(old->definition, new->definition))
		return false;
	change->cause = is_policy(c, one) ? SW_CAUSE_POLICY : SW_CAUSE_FACT;
	if (gone && come && sw_str_eq(gone->name, come->name) && !sw_str_eq(without_place(gone->text), without_place(come->text)))
		change->why = sw_arena_printf(c->arena, "%.*s; before: %.*s", SW_ARG(come->text), SW_ARG(gone->text));
	else if (come && gone && !come->weakness && sw_str_eq(gone->name, come->name))
		change->why = sw_arena_printf(c->arena, "%.*s: %s", SW_ARG(come->text.n ? come->text : come->name),
					      sw_str_is(come->holds, "true") ? "stops it now" : sw_str_is(come->holds, "false") ? "stops it no longer" : "not known any more");
	else if (come)
		change->why = come->text.n ? come->text : come->name;
	else
		change->why = sw_arena_printf(c->arena, "no longer: %.*s", SW_ARG(gone->text.n ? gone->text : gone->name));
	set_places(change, gone, come);
	return true;
}

static struct sw_str part_text(struct comparing *c, const struct sw_part_change *change) {
	const struct sw_snapshot_part *part = change->after ? change->after : change->before;
	const char *kind = sw_part_kind_name(part->kind);
	if (change->change != SW_CHANGE_CHANGED)
		return sw_arena_printf(c->arena, "%s %.*s is %s", kind, SW_ARG(part->name.n ? part->name : part->id), change->change == SW_CHANGE_ADDED ? "new" : "gone");
	const struct sw_field_change *field = &change->fields.v[0];
	return sw_arena_printf(c->arena, "%s %.*s: %.*s %.*s, before %.*s", kind, SW_ARG(part->name.n ? part->name : part->id), SW_ARG(field->name),
			       SW_ARG(field->after.n ? field->after : SW_S("not said")), SW_ARG(field->before.n ? field->before : SW_S("not said")));
}

static const struct sw_part_change *touched(const struct comparing *c, const struct sw_snapshot_row *row) {
	struct sw_str key = sw_arena_printf(c->arena, "%.*s\n%.*s", SW_ARG(row->deployment), SW_ARG(row->on));
	return sw_map_get(&c->touched, key);
}

/* The element itself, or a flow of it, is otherwise. */
static bool by_part(struct comparing *c, struct sw_row_change *change) {
	const struct sw_part_change *part = touched(c, change->after ? change->after : change->before);
	if (!part)
		return false;
	change->cause = SW_CAUSE_FACT;
	change->why = part_text(c, part);
	if (part->before) {
		change->file_before = part->before->file;
		change->line_before = part->before->line;
	}
	if (part->after) {
		change->file_after = part->after->file;
		change->line_after = part->after->line;
	}
	return true;
}

static bool by_catalogue(struct comparing *c, struct sw_row_change *change) {
	const struct sw_snapshot_row *old = change->before, *new = change->after;
	const struct sw_snapshot_row *row = new ? new : old;
	bool other = old && new ? !sw_str_eq(old->definition, new->definition) : c->catalogue;
	if (!other || (old && new && (!old->definition.n || !new->definition.n)))
		return false;
	change->cause = SW_CAUSE_CATALOGUE;
	change->why = sw_arena_printf(c->arena, old && new ? "the catalogue's row %.*s is otherwise (%.*s, before %.*s)" : "the catalogue's row %.*s (%.*s, before %.*s)",
				      SW_ARG(row->threat), SW_ARG(c->result->after->version), SW_ARG(c->result->before->version));
	return true;
}

/* The first evidence with a place, for a row that came or went with its element. */
static void place_whole(struct sw_row_change *change) {
	const struct sw_snapshot_row *row = change->after ? change->after : change->before;
	for (size_t i = 0; i < row->evidence.n; i++)
		if (row->evidence.v[i].file.n) {
			set_places(change, change->after ? NULL : &row->evidence.v[i], change->after ? &row->evidence.v[i] : NULL);
			return;
		}
}

static void find_cause(struct comparing *c, struct sw_row_change *change) {
	static const struct sw_snapshot_decision none = {0};
	const struct sw_snapshot_row *old = change->before, *new = change->after;
	const struct sw_snapshot_decision *before = old ? &old->decision : &none, *after = new ? &new->decision : &none;
	if (change->change == SW_CHANGE_CHANGED && !same_decision(before, after) && (!change->state || c->result->after->drawing)) {
		by_decision(c, change, before, after);
		return;
	}
	if (change->change != SW_CHANGE_CHANGED) {
		const struct sw_part_change *part = touched(c, new ? new : old);
		if (part && part->change == change->change && by_part(c, change)) {
			if (!change->file_before.n && !change->file_after.n)
				place_whole(change);
			return;
		}
		if (by_catalogue(c, change))
			return;
	}
	if (change->state || change->change != SW_CHANGE_CHANGED || change->decision) {
		if (by_evidence(c, change))
			return;
	}
	if (by_catalogue(c, change))
		return;
	if (change->decision && c->aged && !change->state && !change->priority) {
		change->cause = SW_CAUSE_AGE;
		change->why = sw_arena_printf(c->arena, "the term of %.*s is over", SW_ARG(decision_text(c, after)));
		return;
	}
	if (old && new && change->priority && !sw_str_eq(old->priority_why, new->priority_why)) {
		bool found = by_part(c, change);
		change->cause = SW_CAUSE_FACT;
		change->why = found ? sw_arena_printf(c->arena, "%.*s; %.*s", SW_ARG(change->why), SW_ARG(new->priority_why))
				    : sw_arena_printf(c->arena, "%.*s; before: %.*s", SW_ARG(new->priority_why), SW_ARG(old->priority_why));
		return;
	}
	if (by_part(c, change))
		return;
	if (c->policy || c->aged) {
		change->cause = c->policy ? SW_CAUSE_POLICY : SW_CAUSE_AGE;
		change->why = c->policy ? SW_S("the policy is otherwise") : sw_arena_printf(c->arena, "judged as of %.*s, before %.*s",
			SW_ARG(c->result->after->date), SW_ARG(c->result->before->date));
		return;
	}
	change->cause = SW_CAUSE_FACT;
	change->why = (new ? new : old)->why;
	place_whole(change);
}

/* ---- rows ---- */

static void compare_row(struct comparing *c, const struct sw_snapshot_row *old, const struct sw_snapshot_row *new) {
	struct sw_row_change change = {.change = !old ? SW_CHANGE_ADDED : !new ? SW_CHANGE_REMOVED : SW_CHANGE_CHANGED, .before = old, .after = new};
	if (old && new) {
		change.state = !sw_str_eq(old->state, new->state) || old->presumed != new->presumed;
		change.priority = !sw_str_eq(old->priority, new->priority);
		change.decision = !same_decision(&old->decision, &new->decision) || old->decision.holds != new->decision.holds;
		if (!change.state && !change.priority && !change.decision)
			return;
	}
	find_cause(c, &change);
	*sw_push(c->arena, &c->result->rows) = change;
}

void sw_difference_make(struct sw_arena *arena, const struct sw_snapshot *before, const struct sw_snapshot *after, struct sw_difference *difference) {
	*difference = (struct sw_difference){.before = before, .after = after};
	struct comparing c = {
		.arena = arena, .result = difference, .aged = !sw_str_eq(before->date, after->date),
		.catalogue = !sw_str_eq(before->catalogue, after->catalogue) && before->catalogue.n && after->catalogue.n,
		.policy = !sw_str_eq(before->policy, after->policy) && before->policy.n && after->policy.n};
	compare_parts(&c);
	for (size_t i = 0; i < after->rows.n; i++)
		if (sw_map_get(&after->by_row, after->rows.v[i].key) == &after->rows.v[i])
			compare_row(&c, sw_map_get(&before->by_row, after->rows.v[i].key), &after->rows.v[i]);
	for (size_t i = 0; i < before->rows.n; i++)
		if (sw_map_get(&before->by_row, before->rows.v[i].key) == &before->rows.v[i] && !sw_map_get(&after->by_row, before->rows.v[i].key))
			compare_row(&c, &before->rows.v[i], NULL);
}
