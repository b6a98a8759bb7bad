#include "base/utf8.h"
#include "reports/svg/drawn_parts.h"
#include "reports/svg/text_width.h"

enum {
	MOST_NAME = 600,      /* bytes of a name that are looked at */
	LABEL_WIDTH = 150,    /* pixels that a flow's label may take before it is broken */
	LEAST_LABEL_WIDTH = 80,
	LABEL_ROWS = 4,
	PAD_X = 6, PAD_Y = 3,
	MOST_WORK = 20000000, /* comparisons of labels with what they should not cover; beyond, they stand at their handles */
};

/* ---- rows ---- */

static bool breaks_after(char c) {
	return c == ' ' || c == '-' || c == '/' || c == ',';
}

/* The longest beginning of `line` that fits, at least one character; up to a place to break, where there is one, else
 * *cut is set. */
static size_t fitting(struct sw_str line, int32_t most, bool *cut) {
	size_t fits = 0, broken = 0;
	for (size_t at = 0; at < line.n;) {
		size_t before = at;
		sw_utf8_next(line, &at, NULL);
		if (before && sw_text_width(sw_str_trim(sw_str_sub(line, 0, at)), SW_DRAWN_FONT) > most)
			break;
		fits = at;
		if (breaks_after(line.p[at - 1]) && at < line.n)
			broken = at;
	}
	*cut |= fits < line.n && !broken;
	return fits == line.n || !broken ? fits : broken;
}

/* Whether no word was cut and nothing left out. */
static bool break_name(struct sw_arena *arena, struct sw_drawn_item *item, int32_t width, size_t most) {
	struct sw_str rest = sw_str_trim(item->drawn->name), line;
	bool cut = false;
	item->row_count = 0;
	if (rest.n > MOST_NAME)
		rest.n = MOST_NAME;
	while (sw_str_split(&rest, '\n', &line)) {
		line = sw_str_trim(line);
		while (line.n) {
			if (item->row_count == most) {
				struct sw_str *last = &item->rows[most - 1];
				*last = sw_text_fit(arena, sw_arena_join(arena, *last, SW_S("     …")), SW_DRAWN_FONT, width);
				return false;
			}
			size_t n = fitting(line, width, &cut);
			item->rows[item->row_count++] = sw_str_trim(sw_str_sub(line, 0, n));
			line = sw_str_trim(sw_str_from(line, n));
		}
	}
	return !cut;
}

static int32_t widest(const struct sw_drawn_item *item) {
	int32_t most = 0;
	for (size_t i = 0; i < item->row_count; i++) {
		int32_t width = sw_text_width(item->rows[i], SW_DRAWN_FONT);
		most = width > most ? width : most;
	}
	return most;
}

static void name_shape(struct sw_arena *arena, struct sw_drawn_item *item) {
	bool round = item->drawn->kind == SW_DRAWN_PROCESS;
	int32_t width = (int32_t)item->at.w - 6, rows = ((int32_t)item->at.h - 6) / SW_DRAWN_ROW;
	rows = rows < 1 ? 1 : rows > SW_DRAWN_MOST_ROWS ? SW_DRAWN_MOST_ROWS : rows;
	width = width < 20 ? 20 : width;
	break_name(arena, item, width, (size_t)rows);
	if (round && item->row_count > 1) { /* rows away from the middle have less room, but a whole word may use it all */
		int32_t fewer = rows * 7 / 10 < 1 ? 1 : rows * 7 / 10;
		bool whole = break_name(arena, item, width * 17 / 20, (size_t)fewer) ||
			     break_name(arena, item, width * 19 / 20, (size_t)fewer);
		if (!whole)
			break_name(arena, item, width, (size_t)fewer);
	}
	double h = (double)item->row_count * SW_DRAWN_ROW, w = widest(item);
	item->text_at = (struct sw_drawn_area){item->at.x + (item->at.w - w) / 2, item->at.y + (item->at.h - h) / 2, w, h};
}

/* ---- places ---- */

/* The names of boundaries stand in a corner of theirs: the right upper one unless another name is there. */
static void place_title(struct sw_drawn_picture *picture, struct sw_drawn_item *item, bool search) {
	static const struct { bool right, bottom; } corners[] = {{true, false}, {false, false}, {true, true}, {false, true}};
	int32_t room = (int32_t)item->at.w - 12;
	break_name(picture->arena, item, room < 30 ? 30 : room, 1);
	double w = widest(item), h = SW_DRAWN_ROW, least = -1;
	for (size_t c = 0; c < sizeof corners / sizeof *corners && (least > 0 || least < 0); c++) {
		struct sw_drawn_area at = {corners[c].right ? item->at.x + item->at.w - w - 6 : item->at.x + 6,
					   corners[c].bottom ? item->at.y + item->at.h - h - 4 : item->at.y + 4, w, h};
		double cost = 0;
		for (size_t i = 0; search && i < picture->count; i++) {
			const struct sw_drawn_item *other = &picture->items[i];
			if (other != item && other->shown && !other->is_path)
				cost += sw_drawn_shared(at, sw_drawn_is_box(other) ? other->text_at : other->at);
		}
		if (least < 0 || cost < least) {
			least = cost;
			item->text_at = at;
		}
	}
}

/* How much a label at a place would hide or be taken for another's; any number above `most` when it is more than that. */
static double cost_of(const struct sw_drawn_picture *picture, const struct sw_drawn_item *item, struct sw_drawn_area at,
		      double most) {
	struct sw_drawn_area wide = {at.x - 3, at.y - 3, at.w + 6, at.h + 6};
	double cost = 0;
	size_t own = 0;
	for (size_t i = 0; i < picture->count && cost <= most; i++) {
		const struct sw_drawn_item *other = &picture->items[i];
		if (!other->shown)
			continue;
		if (sw_drawn_is_box(other)) {
			struct sw_drawn_area in = {other->at.x + 2, other->at.y + 2, other->at.w - 4, other->at.h - 4};
			double shared = sw_drawn_shared(at, other->at), inner = sw_drawn_shared(at, in);
			cost += 10 * sw_drawn_shared(wide, other->text_at) + (shared > inner && inner > 0 ? 40 : 0);
		} else if (!other->is_path) {
			cost += 10 * sw_drawn_shared(wide, other->at);
		} else {
			cost += other != item ? 20 * sw_drawn_shared(wide, other->text_at) : 0;
			bool near = sw_drawn_shared(at, other->bounds) > 0;
			for (size_t p = 0; near && p < SW_DRAWN_POINTS; p++)
				if (sw_drawn_holds(at, other->points[p])) {
					own += other == item;
					cost += other != item ? 40 : 0;
				}
		}
	}
	cost += own > SW_DRAWN_POINTS / 2 ? (double)(own - SW_DRAWN_POINTS / 2) * 40 : 0;
	return cost + (sw_drawn_holds(wide, item->points[SW_DRAWN_POINTS - 1]) || sw_drawn_holds(wide, item->points[0]) ? 400 : 0);
}

static struct sw_drawn_point at_handle(const struct sw_drawn_item *item) {
	return sw_drawn_point_at(item, 0.5);
}

/* On the line at its handle where that hides nothing, else beside it or a little further along. */
static void place_label(struct sw_drawn_picture *picture, struct sw_drawn_item *item, bool search) {
	static const double along[] = {0, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8};
	static const struct { int x, y; } beside[] = {{0, 0}, {0, 1}, {0, -1}, {1, 0}, {-1, 0}, {0, 2}, {0, -2}};
	double w = widest(item) + 2 * PAD_X, h = (double)item->row_count * SW_DRAWN_ROW + 2 * PAD_Y, least = -1;
	for (size_t a = 0; a < (search ? sizeof along / sizeof *along : 1) && (least > 0 || least < 0); a++) {
		struct sw_drawn_point p = a ? sw_drawn_point_at(item, item->first + (item->last - item->first) * along[a]) : at_handle(item);
		for (size_t b = 0; b < sizeof beside / sizeof *beside && (b == 0 || search); b++) {
			struct sw_drawn_area at = {p.x - w / 2 + beside[b].x * (w / 2 + 8), p.y - h / 2 + beside[b].y * (h / 2 + 8), w, h};
			double cost = (double)(a * 25 + (b ? 10 + 3 * b : 0) + (b > 4 ? 30 : 0));
			cost += search ? cost_of(picture, item, at, least < 0 ? 1e12 : least) : 0;
			if (least < 0 || cost < least) {
				least = cost;
				item->text_at = at;
			}
		}
	}
}

/* A label should not hide the line that it belongs to. */
static int32_t label_width(const struct sw_drawn_item *item) {
	struct sw_drawn_point from = item->points[0], to = item->points[SW_DRAWN_POINTS - 1];
	double across = to.x - from.x, down = to.y - from.y;
	double room = (across < 0 ? -across : across) * 0.55;
	if ((down < 0 ? -down : down) > 40 || room > LABEL_WIDTH)
		return LABEL_WIDTH;
	return room < LEAST_LABEL_WIDTH ? LEAST_LABEL_WIDTH : (int32_t)room;
}

void sw_drawn_labels(struct sw_drawn_picture *picture) {
	size_t placed = 0;
	for (size_t i = 0; i < picture->count; i++) {
		struct sw_drawn_item *item = &picture->items[i];
		placed += item->is_path || sw_drawn_is_box(item);
		if (item->shown && !item->is_path && !sw_drawn_is_box(item))
			name_shape(picture->arena, item);
	}
	bool search = !placed || picture->count < MOST_WORK / SW_DRAWN_POINTS / placed;
	for (size_t i = 0; i < picture->count; i++)
		if (picture->items[i].shown && sw_drawn_is_box(&picture->items[i]))
			place_title(picture, &picture->items[i], search);
	for (size_t i = 0; i < picture->count; i++) {
		struct sw_drawn_item *item = &picture->items[i];
		if (!item->shown || !item->is_path)
			continue;
		break_name(picture->arena, item, label_width(item), LABEL_ROWS);
		if (item->row_count)
			place_label(picture, item, search);
	}
	for (size_t i = 0; i < picture->count; i++)
		if (picture->items[i].row_count)
			picture->items[i].bounds = sw_drawn_union(picture->items[i].bounds, picture->items[i].text_at);
}
