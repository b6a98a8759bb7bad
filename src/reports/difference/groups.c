#include "reports/difference/report.h"
#include <stdlib.h>

enum { MOST_NAMES = 4 };

static const struct sw_snapshot_row *now_or_then(const struct sw_row_change *change) {
	return change->after ? change->after : change->before;
}

/* Our own state, and the words of drawing tools for what nobody has settled. */
static bool is_open(const struct sw_snapshot_row *row) {
	return row && (sw_str_is_nocase(row->state, "open") || sw_str_is_nocase(row->state, "needs investigation") || sw_str_is(row->state, "Not Started"));
}

static enum sw_row_class class_of(const struct sw_row_change *change) {
	bool before = is_open(change->before), after = is_open(change->after);
	if (after && !before)
		return SW_ROW_OPENED;
	if (before && !after)
		return SW_ROW_CLOSED;
	if (change->change == SW_CHANGE_CHANGED)
		return change->state || change->priority ? SW_ROW_MOVED : SW_ROW_DECIDED;
	return change->change == SW_CHANGE_ADDED ? SW_ROW_CAME : SW_ROW_WENT;
}

static int rank(struct sw_str priority) {
	static const char *const words[] = {"info", "low", "medium", "high", "critical"};
	for (int i = 4; i >= 0; i--)
		if (sw_str_is_nocase(priority, words[i]))
			return i;
	return -1;
}

static int group_order(const void *left, const void *right) {
	const struct sw_row_group *a = left, *b = right;
	if (a->class != b->class)
		return a->class < b->class ? -1 : 1;
	int x = rank(now_or_then(a->first)->priority), y = rank(now_or_then(b->first)->priority);
	if (x != y)
		return x > y ? -1 : 1;
	return a->first < b->first ? -1 : a->first > b->first;
}

static struct sw_str name_of(const struct sw_difference *difference, const struct sw_snapshot_row *row, bool before, struct sw_arena *arena) {
	const struct sw_snapshot *snapshot = before ? difference->before : difference->after;
	const struct sw_snapshot_part *part = sw_snapshot_part_of(snapshot, arena, SW_PART_ELEMENT, row->deployment, row->on);
	if (!part)
		part = sw_snapshot_part_of(snapshot, arena, SW_PART_FLOW, row->deployment, row->on);
	return part && part->name.n ? part->name : row->on;
}

void sw_difference_group(struct sw_arena *arena, const struct sw_difference *difference, struct sw_row_groups *groups) {
	struct sw_map known = {0};
	*groups = (struct sw_row_groups){.rows = {0}};
	for (size_t i = 0; i < difference->rows.n; i++) {
		const struct sw_row_change *change = &difference->rows.v[i];
		const struct sw_snapshot_row *row = now_or_then(change);
		enum sw_row_class class = class_of(change);
		struct sw_str key = sw_arena_printf(arena, "%u %u %.*s\n%.*s\n%.*s", class, change->cause, SW_ARG(row->threat), SW_ARG(sw_difference_step(arena, change)), SW_ARG(change->why));
		size_t place = (uintptr_t)sw_map_get(&known, key);
		groups->rows[class]++;
		if (!place) {
			*sw_push(arena, &groups->v) = (struct sw_row_group){.class = class, .first = change};
			place = groups->v.n;
			sw_map_put(arena, &known, key, (void *)(uintptr_t)place);
		}
		*sw_push(arena, &groups->v.v[place - 1].on) = name_of(difference, row, !change->after, arena);
	}
	if (groups->v.n)
		qsort(groups->v.v, groups->v.n, sizeof *groups->v.v, group_order);
}

struct sw_str sw_difference_step(struct sw_arena *arena, const struct sw_row_change *change) {
	struct sw_str now = sw_row_state(arena, now_or_then(change));
	if (change->change == SW_CHANGE_ADDED)
		return sw_arena_printf(arena, "new, %.*s", SW_ARG(now));
	if (change->change == SW_CHANGE_REMOVED)
		return sw_arena_printf(arena, "gone, was %.*s", SW_ARG(now));
	struct sw_str text = change->state ? sw_arena_printf(arena, "%.*s → %.*s", SW_ARG(sw_row_state(arena, change->before)), SW_ARG(now)) : now;
	if (change->priority)
		text = sw_arena_printf(arena, "%.*s, %.*s → %.*s", SW_ARG(text), SW_ARG(change->before->priority), SW_ARG(change->after->priority));
	if (change->decision && !change->state && !change->priority)
		text = sw_arena_printf(arena, "%.*s, %s", SW_ARG(text), !change->after->decision.present ? "no longer decided" :
				       !change->after->decision.holds ? "the decision does not hold" : "decided");
	return text;
}

struct sw_str sw_difference_names(struct sw_arena *arena, const struct sw_row_group *group) {
	struct sw_str text = group->on.v[0];
	for (size_t i = 1; i < group->on.n && i < MOST_NAMES; i++)
		text = sw_arena_printf(arena, "%.*s, %.*s", SW_ARG(text), SW_ARG(group->on.v[i]));
	return group->on.n > MOST_NAMES ? sw_arena_printf(arena, "%.*s and %zu more", SW_ARG(text), group->on.n - MOST_NAMES) : text;
}

static struct sw_str place(struct sw_arena *arena, struct sw_str file, uint32_t line) {
	return file.n && line ? sw_arena_printf(arena, "%.*s:%u", SW_ARG(file), line) : file;
}

struct sw_str sw_difference_place(struct sw_arena *arena, const struct sw_row_change *change) {
	struct sw_str before = place(arena, change->file_before, change->line_before), after = place(arena, change->file_after, change->line_after);
	if (before.n && after.n && !sw_str_eq(before, after))
		return sw_arena_printf(arena, "%.*s, before %.*s", SW_ARG(after), SW_ARG(before));
	return after.n ? after : before.n ? sw_arena_printf(arena, "before %.*s", SW_ARG(before)) : before;
}

static struct sw_str count(struct sw_arena *arena, struct sw_str text, size_t n, const char *one, const char *many) {
	if (!n)
		return text;
	struct sw_str more = sw_arena_printf(arena, "%s%zu %s", text.n ? ", " : "", n, n == 1 ? one : many);
	return sw_arena_join(arena, text, more);
}

struct sw_str sw_difference_headline(struct sw_arena *arena, const struct sw_difference *difference, const struct sw_row_groups *groups) {
	size_t parts[3] = {0};
	struct sw_str text = {0};
	for (size_t i = 0; i < difference->parts.n; i++)
		parts[(difference->parts.v[i].after ? difference->parts.v[i].after : difference->parts.v[i].before)->kind]++;
	text = count(arena, text, groups->rows[SW_ROW_OPENED], "threat opened", "threats opened");
	text = count(arena, text, groups->rows[SW_ROW_CLOSED], "threat closed", "threats closed");
	text = count(arena, text, groups->rows[SW_ROW_MOVED], "row moved", "rows moved");
	text = count(arena, text, groups->rows[SW_ROW_DECIDED], "row decided otherwise", "rows decided otherwise");
	text = count(arena, text, groups->rows[SW_ROW_CAME], "other row came", "other rows came");
	text = count(arena, text, groups->rows[SW_ROW_WENT], "other row went", "other rows went");
	text = count(arena, text, parts[SW_PART_ELEMENT], "element", "elements");
	text = count(arena, text, parts[SW_PART_FLOW], "flow", "flows");
	text = count(arena, text, parts[SW_PART_BOUNDARY], "boundary", "boundaries");
	return text.n ? text : SW_S("no difference");
}

static struct sw_str end_name(struct sw_arena *arena, const struct sw_snapshot *snapshot, const struct sw_snapshot_part *flow, struct sw_str id) {
	const struct sw_snapshot_part *part = sw_snapshot_part_of(snapshot, arena, SW_PART_ELEMENT, flow->deployment, id);
	return part && part->name.n ? part->name : id;
}

struct sw_str sw_difference_part(struct sw_arena *arena, const struct sw_difference *difference, const struct sw_part_change *change) {
	const struct sw_snapshot_part *part = change->after ? change->after : change->before;
	const struct sw_snapshot *snapshot = change->after ? difference->after : difference->before;
	struct sw_str text;
	if (part->kind == SW_PART_FLOW)
		text = sw_arena_printf(arena, "flow %.*s → %.*s%s%.*s", SW_ARG(end_name(arena, snapshot, part, part->from)),
				       SW_ARG(end_name(arena, snapshot, part, part->to)), part->name.n ? " " : "", SW_ARG(part->name));
	else
		text = sw_arena_printf(arena, "%s %.*s", sw_part_kind_name(part->kind), SW_ARG(part->name.n ? part->name : part->id));
	for (size_t i = 0; i < change->fields.n; i++) {
		const struct sw_field_change *field = &change->fields.v[i];
		text = sw_arena_printf(arena, "%.*s%s %.*s %.*s, before %.*s", SW_ARG(text), i ? ";" : ":", SW_ARG(field->name),
				       SW_ARG(field->after.n ? field->after : SW_S("not said")), SW_ARG(field->before.n ? field->before : SW_S("not said")));
	}
	return part->file.n ? sw_arena_printf(arena, "%.*s (%.*s)", SW_ARG(text), SW_ARG(place(arena, part->file, part->line))) : text;
}
