#include "reports/svg/maze.h"
#include <stdlib.h>

/* Routes lines over the grid like wires on a board, the important and short ones first. A later line of a bundle may end
 * on an earlier one. Where the picture is too large to search, lines are straight and drawn beneath the nodes. */

enum {
	OFF_CENTRE = 2, /* cost of a port for each cell away from its side's middle */
	OTHER_SIDE = 8, /* cost of a port on another side than that which the reading direction suggests */
	OWN_PORT = 40,  /* cost of reaching the shared end by another port than the bundle's first line */
	MOST_PORT = 200,
};

typedef SW_VEC(uint32_t) tree; /* cells of a bundle's lines on which others may end */

struct router {
	struct sw_svg_picture *picture;
	struct sw_maze maze;
	tree *trees; /* one a bundle, from 1 */
};

static struct sw_svg_rect cells(struct sw_svg_rect at) {
	return (struct sw_svg_rect){at.x / SW_SVG_GRID, at.y / SW_SVG_GRID, at.w / SW_SVG_GRID, at.h / SW_SVG_GRID};
}

static void mark_all(struct router *router) {
	const struct sw_svg_picture *picture = router->picture;
	struct sw_maze *maze = &router->maze;
	for (uint32_t i = 0; i < picture->elements; i++) {
		struct sw_svg_rect c = cells(picture->at[i]);
		sw_maze_mark(maze, (struct sw_svg_rect){c.x - 1, c.y - 1, c.w + 2, c.h + 2}, SW_MAZE_CLOSE);
		sw_maze_mark(maze, c, SW_MAZE_NODE);
	}
	for (uint32_t b = 0; b < picture->boundaries; b++) {
		struct sw_svg_rect c = cells(picture->at[picture->elements + b]);
		if (!c.w)
			continue;
		sw_maze_mark(maze, (struct sw_svg_rect){c.x, c.y, c.w, 0}, SW_MAZE_BORDER_H);
		sw_maze_mark(maze, (struct sw_svg_rect){c.x, c.y + c.h, c.w, 0}, SW_MAZE_BORDER_H);
		sw_maze_mark(maze, (struct sw_svg_rect){c.x, c.y, 0, c.h}, SW_MAZE_BORDER_V);
		sw_maze_mark(maze, (struct sw_svg_rect){c.x + c.w, c.y, 0, c.h}, SW_MAZE_BORDER_V);
		sw_maze_mark(maze, cells(sw_svg_title(picture, b)), SW_MAZE_TITLE);
	}
}

/* All ports of an end become starts, or goals. A port is a cell right outside; corners have none. */
static void each_port(struct router *router, sw_svg_end end, unsigned favoured, bool goal, uint32_t extra) {
	struct sw_maze *maze = &router->maze;
	struct sw_svg_rect c = cells(router->picture->at[end]);
	bool box = end >= router->picture->elements; /* a boundary's side has no middle that would be better */
	for (unsigned side = 0; side < 4; side++) {
		bool upright = !(side & 1);
		int32_t length = upright ? c.h : c.w;
		for (int32_t k = 1; k < length; k++) {
			int32_t x = upright ? (side ? c.x - 1 : c.x + c.w + 1) : c.x + k;
			int32_t y = upright ? c.y + k : side == 1 ? c.y + c.h + 1 : c.y - 1;
			if (x < 0 || y < 0 || x >= maze->w || y >= maze->h)
				continue;
			uint32_t cell = (uint32_t)y * (uint32_t)maze->w + (uint32_t)x;
			if (maze->kind[cell] & SW_MAZE_NODE)
				continue;
			uint32_t cost = box ? 0 : (uint32_t)abs(2 * k - length) / 2 * OFF_CENTRE;
			cost += extra + (side == favoured ? 0 : OTHER_SIDE);
			cost = cost > MOST_PORT ? MOST_PORT : cost;
			if (goal)
				sw_maze_goal(maze, cell, side ^ 2u, cost);
			else
				sw_maze_start(maze, cell, side, cost);
		}
	}
}

static struct sw_svg_point pixel(const struct sw_maze *maze, uint32_t cell, int32_t right, int32_t down) {
	return (struct sw_svg_point){((int32_t)(cell % (uint32_t)maze->w) + right) * SW_SVG_GRID,
				     ((int32_t)(cell / (uint32_t)maze->w) + down) * SW_SVG_GRID};
}

/* Adds a corner; a point that continues a straight stretch replaces its end. */
static void add_point(struct sw_arena *arena, struct sw_svg_line *line, struct sw_svg_point p) {
	struct sw_svg_point *v = line->path.v;
	size_t n = line->path.n;
	if (n >= 2 && ((v[n - 1].x == p.x && v[n - 2].x == p.x) || (v[n - 1].y == p.y && v[n - 2].y == p.y)))
		v[n - 1] = p;
	else
		*sw_push(arena, &line->path) = p;
}

static void reverse(struct sw_svg_line *line) {
	for (size_t i = 0, k = line->path.n; i + 1 < k; i++) {
		struct sw_svg_point p = line->path.v[i];
		line->path.v[i] = line->path.v[--k];
		line->path.v[k] = p;
	}
}

static void own(struct sw_maze *maze, uint32_t cell, unsigned direction, uint32_t bundle) {
	uint32_t *owner = &maze->owner[direction & 1][cell];
	*owner = *owner ? *owner : bundle;
}

/* Follows the search back, from the shared end to the other. */
static void trace(struct router *router, struct sw_svg_line *line, uint32_t state) {
	struct sw_maze *maze = &router->maze;
	struct sw_arena *arena = router->picture->arena;
	uint32_t cell = state / 4, cells_before = 0;
	unsigned direction = state % 4;
	line->joins = maze->owner[0][cell] == line->bundle || maze->owner[1][cell] == line->bundle;
	if (!line->joins)
		add_point(arena, line, pixel(maze, cell, sw_maze_dx[direction], sw_maze_dy[direction]));
	for (;;) {
		own(maze, cell, direction, line->bundle);
		add_point(arena, line, pixel(maze, cell, 0, 0));
		if (cells_before++ || line->joins)
			*sw_push(arena, &router->trees[line->bundle]) = cell;
		uint32_t before = sw_maze_before(maze, state);
		if (before == SW_MAZE_NOWHERE)
			break;
		own(maze, before / 4, direction, line->bundle); /* it leaves the cell before by this direction */
		state = before;
		cell = state / 4;
		direction = state % 4;
	}
	router->trees[line->bundle].n -= router->trees[line->bundle].n != 0; /* nobody ends at the leaf's own port */
	add_point(arena, line, pixel(maze, cell, -sw_maze_dx[direction], -sw_maze_dy[direction]));
	if (!line->root_is_from)
		reverse(line);
}

/* From the middle of `a` towards the middle of `b`, as far as a's side. */
static struct sw_svg_point side_of(const struct sw_svg_rect *a, const struct sw_svg_rect *b) {
	int64_t x = a->x + a->w / 2, y = a->y + a->h / 2;
	int64_t right = b->x + b->w / 2 - x, down = b->y + b->h / 2 - y;
	if (!right && !down)
		return (struct sw_svg_point){(int32_t)x, (int32_t)y};
	if (llabs(right) * a->h > llabs(down) * a->w)
		return (struct sw_svg_point){(int32_t)(x + (right > 0 ? a->w : -a->w) / 2),
					     (int32_t)(y + down * a->w / 2 / llabs(right))};
	return (struct sw_svg_point){(int32_t)(x + right * a->h / 2 / llabs(down)),
				     (int32_t)(y + (down > 0 ? a->h : -a->h) / 2)};
}

static void go_straight(struct sw_svg_picture *picture, struct sw_svg_line *line) {
	const struct sw_svg_rect *a = &picture->at[line->from], *b = &picture->at[line->to];
	line->path.n = 0;
	*sw_push(picture->arena, &line->path) = side_of(a, b);
	*sw_push(picture->arena, &line->path) = side_of(b, a);
	line->straight = true;
}

static void route_one(struct router *router, struct sw_svg_line *line) {
	struct sw_maze *maze = &router->maze;
	sw_svg_end root = line->root_is_from ? line->from : line->to, leaf = line->root_is_from ? line->to : line->from;
	tree *joints = &router->trees[line->bundle];
	sw_maze_begin(maze, line->bundle);
	each_port(router, root, line->root_is_from ? 0 : 2, true, joints->n ? OWN_PORT : 0);
	for (size_t i = 0; i < joints->n; i++)
		for (unsigned direction = 0; direction < 4; direction++)
			sw_maze_goal(maze, joints->v[i], direction, 0);
	each_port(router, leaf, line->root_is_from ? 2 : 0, false, 0);
	uint32_t state = sw_maze_run(maze);
	if (state == SW_MAZE_NOWHERE)
		go_straight(router->picture, line);
	else
		trace(router, line, state);
}

struct turn {
	uint32_t structural, distance, line;
};

static int by_turn(const void *left, const void *right) {
	const struct turn *a = left, *b = right;
	if (a->structural != b->structural)
		return a->structural < b->structural ? -1 : 1;
	if (a->distance != b->distance)
		return a->distance < b->distance ? -1 : 1;
	return a->line < b->line ? -1 : a->line > b->line;
}

void sw_svg_route(struct sw_svg_picture *picture) {
	size_t n = picture->lines.n;
	struct router *router = SW_NEW(picture->arena, struct router);
	router->picture = picture;
	bool searchable =
		sw_maze_init(&router->maze, picture->arena, picture->w / SW_SVG_GRID + 1, picture->h / SW_SVG_GRID + 1);
	router->trees = SW_NEW_ARRAY(picture->arena, tree, picture->bundles + 1);
	if (searchable)
		mark_all(router);
	struct turn *turns = SW_NEW_ARRAY(picture->arena, struct turn, n);
	for (size_t i = 0; i < n; i++) {
		const struct sw_svg_line *line = &picture->lines.v[i];
		const struct sw_svg_rect *a = &picture->at[line->from], *b = &picture->at[line->to];
		int32_t off = abs(a->x + a->w / 2 - b->x - b->w / 2) + abs(a->y + a->h / 2 - b->y - b->h / 2);
		turns[i] = (struct turn){line->flow->grade == SW_GRADE_STRUCTURAL, (uint32_t)off, (uint32_t)i};
	}
	if (n)
		qsort(turns, n, sizeof *turns, by_turn);
	for (size_t i = 0; i < n; i++) {
		struct sw_svg_line *line = &picture->lines.v[turns[i].line];
		if (searchable)
			route_one(router, line);
		else
			go_straight(picture, line);
	}
}
