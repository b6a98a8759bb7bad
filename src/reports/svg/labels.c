#include "reports/svg/layout.h"

/* Finds a place on its own line for each bundle's label: never on a node, a boundary's name or another label, and on as
 * few other lines as possible. A label that fits nowhere is left out; the line's title has it. */

enum {
	MOST_CELLS = 1 << 20,
	HIGH = 14, /* of a label */
	/* Costs of each cell that a label covers, and of standing across its line. */
	FOREIGN_LINE = 6,
	BORDER = 3,
	UPRIGHT = 8,
	/* Kinds of cells. */
	BLOCKED = 1,
	LINE_BORDER = 2,
};

struct sheet {
	struct sw_svg_picture *picture;
	int32_t w, h;
	uint8_t *kind;
	uint32_t *owner; /* bundle of the line that was drawn last through a cell */
};

static void mark(struct sheet *sheet, int32_t x, int32_t y, int32_t w, int32_t h, uint8_t kind) {
	for (int32_t row = y < 0 ? 0 : y; row <= y + h && row < sheet->h; row++)
		for (int32_t column = x < 0 ? 0 : x; column <= x + w && column < sheet->w; column++)
			sheet->kind[(size_t)row * (size_t)sheet->w + (size_t)column] |= kind;
}

static void mark_ends(struct sheet *sheet) {
	const struct sw_svg_picture *picture = sheet->picture;
	for (uint32_t i = 0; i < picture->elements; i++) {
		const struct sw_svg_rect *at = &picture->at[i];
		mark(sheet, at->x / SW_SVG_GRID, at->y / SW_SVG_GRID, at->w / SW_SVG_GRID, at->h / SW_SVG_GRID, BLOCKED);
	}
	for (uint32_t b = 0; b < picture->boundaries; b++) {
		struct sw_svg_rect at = picture->at[picture->elements + b], title = sw_svg_title(picture, b);
		if (!at.w)
			continue;
		int32_t x = at.x / SW_SVG_GRID, y = at.y / SW_SVG_GRID, w = at.w / SW_SVG_GRID, h = at.h / SW_SVG_GRID;
		mark(sheet, x, y, w, 0, LINE_BORDER);
		mark(sheet, x, y + h, w, 0, LINE_BORDER);
		mark(sheet, x, y, 0, h, LINE_BORDER);
		mark(sheet, x + w, y, 0, h, LINE_BORDER);
		mark(sheet, title.x / SW_SVG_GRID, title.y / SW_SVG_GRID, title.w / SW_SVG_GRID, 2, BLOCKED);
	}
}

static void mark_line(struct sheet *sheet, const struct sw_svg_line *line) {
	for (size_t i = 0; i + 1 < line->path.n; i++) {
		struct sw_svg_point a = line->path.v[i], b = line->path.v[i + 1];
		int32_t x = (a.x < b.x ? a.x : b.x) / SW_SVG_GRID, y = (a.y < b.y ? a.y : b.y) / SW_SVG_GRID;
		int32_t right = (a.x > b.x ? a.x : b.x) / SW_SVG_GRID, down = (a.y > b.y ? a.y : b.y) / SW_SVG_GRID;
		for (int32_t row = y; row <= down; row++)
			for (int32_t column = x; column <= right; column++)
				sheet->owner[(size_t)row * (size_t)sheet->w + (size_t)column] = line->bundle;
	}
}

/* Cost of a label in a row of cells; negative where it may not stand. */
static int32_t cost_at(const struct sheet *sheet, struct sw_svg_rect at, uint32_t bundle) {
	int32_t left = (at.x - 4) / SW_SVG_GRID, right = (at.x + at.w + 4 + SW_SVG_GRID - 1) / SW_SVG_GRID;
	int32_t row = (at.y + at.h / 2) / SW_SVG_GRID, cost = 0;
	if (at.x < 4 || right >= sheet->w || row < 0 || row >= sheet->h)
		return -1;
	for (int32_t column = left; column <= right; column++) {
		size_t cell = (size_t)row * (size_t)sheet->w + (size_t)column;
		if (sheet->kind[cell] & BLOCKED)
			return -1;
		cost += sheet->owner[cell] && sheet->owner[cell] != bundle ? FOREIGN_LINE : 0;
		cost += sheet->kind[cell] & LINE_BORDER ? BORDER : 0;
	}
	return cost;
}

struct choice {
	int32_t cost;
	struct sw_svg_rect at;
	bool found;
};

/* All places along one stretch. `shared`: the nearer to the end that lines share the better (to the other end when each
 * has its own label), else the nearer to the middle. */
static void try_stretch(const struct sheet *sheet, const struct sw_svg_line *line, size_t i, bool shared,
			struct choice *best) {
	struct sw_svg_point a = line->path.v[i], b = line->path.v[i + 1];
	struct sw_svg_point root =
		line->root_is_from != line->labels_itself ? line->path.v[0] : line->path.v[line->path.n - 1];
	bool level = a.y == b.y;
	int32_t length = level ? (a.x > b.x ? a.x - b.x : b.x - a.x) : (a.y > b.y ? a.y - b.y : b.y - a.y);
	int32_t margin = level ? line->label_width / 2 + 12 : HIGH;
	for (int32_t off = 0; off <= length; off += SW_SVG_GRID) {
		int32_t from_middle = 2 * off > length ? 2 * off - length : length - 2 * off;
		struct sw_svg_point at = level ? (struct sw_svg_point){(a.x < b.x ? a.x : b.x) + off, a.y}
					       : (struct sw_svg_point){a.x, (a.y < b.y ? a.y : b.y) + off};
		struct sw_svg_rect box = {at.x - line->label_width / 2, at.y - HIGH / 2, line->label_width, HIGH};
		int32_t cost = cost_at(sheet, box, line->bundle);
		if (cost < 0)
			continue;
		int32_t to_root =
			(at.x > root.x ? at.x - root.x : root.x - at.x) + (at.y > root.y ? at.y - root.y : root.y - at.y);
		bool overhangs = off < margin || length - off < margin;
		cost = cost * 4 + (shared ? to_root / 20 : from_middle / 40) + (overhangs ? level ? 10 : 20 : 0) +
		       (level ? 0 : UPRIGHT);
		if (!best->found || cost < best->cost)
			*best = (struct choice){cost, box, true};
	}
}

static bool put_label(struct sheet *sheet, struct sw_svg_line *line, bool shared) {
	struct choice best = {0};
	for (size_t i = 0; i + 1 < line->path.n; i++)
		try_stretch(sheet, line, i, shared, &best);
	if (!best.found)
		return false;
	line->labelled = true;
	line->label_at = best.at;
	mark(sheet, best.at.x / SW_SVG_GRID, (best.at.y + HIGH / 2) / SW_SVG_GRID - 1,
	     (best.at.w + 2 * SW_SVG_GRID - 1) / SW_SVG_GRID, 2, BLOCKED);
	return true;
}

void sw_svg_labels(struct sw_svg_picture *picture) {
	struct sheet sheet = {picture, picture->w / SW_SVG_GRID + 1, picture->h / SW_SVG_GRID + 1, NULL, NULL};
	if ((int64_t)sheet.w * sheet.h > MOST_CELLS)
		return;
	sheet.kind = SW_NEW_ARRAY(picture->arena, uint8_t, (size_t)sheet.w * (size_t)sheet.h);
	sheet.owner = SW_NEW_ARRAY(picture->arena, uint32_t, (size_t)sheet.w * (size_t)sheet.h);
	uint32_t *members = SW_NEW_ARRAY(picture->arena, uint32_t, picture->bundles + 1);
	bool *done = SW_NEW_ARRAY(picture->arena, bool, picture->bundles + 1);
	mark_ends(&sheet);
	for (size_t i = 0; i < picture->lines.n; i++) {
		members[picture->lines.v[i].bundle]++;
		if (!picture->lines.v[i].straight)
			mark_line(&sheet, &picture->lines.v[i]);
	}
	/* First those that reach the shared end, where one label stands for all; then whoever has room. */
	for (unsigned round = 0; round < 2; round++)
		for (size_t i = 0; i < picture->lines.n; i++) {
			struct sw_svg_line *line = &picture->lines.v[i];
			if (!line->label_width || line->straight || line->labelled)
				continue;
			if (!line->labels_itself && (done[line->bundle] || (!round && line->joins)))
				continue;
			done[line->bundle] = put_label(&sheet, line, members[line->bundle] > 1);
		}
}
