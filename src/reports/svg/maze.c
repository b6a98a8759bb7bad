#include "reports/svg/maze.h"

enum {
	/* Costs. A detour of four cells is better than a bend, and of forty than running on another line. */
	STEP = 4,
	BEND = 18,
	CROSS = 12,
	OVERLAP = 160,
	NEAR = 4,
	ALONG_BORDER = 14,
	OVER_BORDER = 10,
	OVER_TITLE = 80,
	/* What one picture may take: 50 MB, and under a second. */
	MOST_STATES = 4 << 20,
	MOST_WORK = 6 << 20,
};

const int32_t sw_maze_dx[4] = {1, 0, -1, 0}, sw_maze_dy[4] = {0, 1, 0, -1};

bool sw_maze_init(struct sw_maze *maze, struct sw_arena *arena, int32_t w, int32_t h) {
	*maze = (struct sw_maze){.arena = arena, .w = w, .h = h, .most_work = MOST_WORK};
	if (w <= 0 || h <= 0 || (int64_t)w * h * 4 > MOST_STATES)
		return false;
	size_t cells = (size_t)w * (size_t)h;
	maze->kind = SW_NEW_ARRAY(arena, uint8_t, cells);
	maze->owner[0] = SW_NEW_ARRAY(arena, uint32_t, cells);
	maze->owner[1] = SW_NEW_ARRAY(arena, uint32_t, cells);
	maze->goal = SW_NEW_ARRAY(arena, uint32_t, cells);
	maze->cost = SW_NEW_ARRAY(arena, uint32_t, cells * 4);
	maze->stamp = SW_NEW_ARRAY(arena, uint32_t, cells * 4);
	maze->came = SW_NEW_ARRAY(arena, uint8_t, cells * 4);
	maze->goal_cost = SW_NEW_ARRAY(arena, uint16_t, cells * 4);
	return true;
}

void sw_maze_mark(struct sw_maze *maze, struct sw_svg_rect area, enum sw_maze_kind kind) {
	int32_t left = area.x < 0 ? 0 : area.x, right = area.x + area.w >= maze->w ? maze->w - 1 : area.x + area.w;
	int32_t top = area.y < 0 ? 0 : area.y, bottom = area.y + area.h >= maze->h ? maze->h - 1 : area.y + area.h;
	for (int32_t y = top; y <= bottom; y++)
		for (int32_t x = left; x <= right; x++)
			maze->kind[(size_t)y * (size_t)maze->w + (size_t)x] |= (uint8_t)kind;
}

void sw_maze_begin(struct sw_maze *maze, uint32_t bundle) {
	maze->round++;
	maze->bundle = bundle;
	maze->target = (struct sw_svg_rect){0, 0, -1, -1};
	maze->pool.n = 0;
	memset(maze->bucket, 0, sizeof maze->bucket);
	maze->waiting = 0;
}

void sw_maze_goal(struct sw_maze *maze, uint32_t cell, unsigned direction, uint32_t cost) {
	if (maze->goal[cell] != maze->round) {
		maze->goal[cell] = maze->round;
		for (unsigned k = 0; k < 4; k++)
			maze->goal_cost[cell * 4 + k] = UINT16_MAX;
	}
	maze->goal_cost[cell * 4 + direction] = (uint16_t)cost;
	int32_t x = (int32_t)(cell % (uint32_t)maze->w), y = (int32_t)(cell / (uint32_t)maze->w);
	struct sw_svg_rect *t = &maze->target;
	if (t->w < 0)
		*t = (struct sw_svg_rect){x, y, 0, 0};
	int32_t right = t->x + t->w > x ? t->x + t->w : x, bottom = t->y + t->h > y ? t->y + t->h : y;
	t->x = t->x < x ? t->x : x;
	t->y = t->y < y ? t->y : y;
	t->w = right - t->x;
	t->h = bottom - t->y;
}

/* Never more than what is left to pay. */
static uint32_t distance(const struct sw_maze *maze, uint32_t cell) {
	int32_t x = (int32_t)(cell % (uint32_t)maze->w), y = (int32_t)(cell / (uint32_t)maze->w);
	const struct sw_svg_rect *t = &maze->target;
	int32_t off = (x < t->x          ? t->x - x
		       : x > t->x + t->w ? x - t->x - t->w
					 : 0) +
		      (y < t->y          ? t->y - y
		       : y > t->y + t->h ? y - t->y - t->h
					 : 0);
	return (uint32_t)off * STEP;
}

static void push(struct sw_maze *maze, uint32_t state, uint32_t cost, uint8_t came) {
	if (maze->stamp[state] == maze->round && maze->cost[state] <= cost)
		return;
	maze->stamp[state] = maze->round;
	maze->cost[state] = cost;
	maze->came[state] = came;
	uint32_t rank = cost + distance(maze, state / 4);
	if (!maze->waiting || rank < maze->lowest)
		maze->lowest = rank;
	uint32_t *bucket = &maze->bucket[rank % SW_MAZE_BUCKETS];
	*sw_push(maze->arena, &maze->pool) = (struct sw_maze_entry){state, cost, *bucket};
	*bucket = (uint32_t)maze->pool.n;
	maze->waiting++;
}

/* What it costs to enter a cell by a direction. */
static uint32_t toll(const struct sw_maze *maze, uint32_t cell, unsigned direction) {
	unsigned axis = direction & 1;
	uint8_t kind = maze->kind[cell];
	uint32_t along = maze->owner[axis][cell], across = maze->owner[!axis][cell], cost = STEP;
	cost += along && along != maze->bundle ? OVERLAP : 0;
	cost += across && across != maze->bundle ? CROSS : 0;
	cost += kind & SW_MAZE_CLOSE ? NEAR : 0;
	cost += kind & SW_MAZE_TITLE ? OVER_TITLE : 0;
	cost += kind & (axis ? SW_MAZE_BORDER_V : SW_MAZE_BORDER_H) ? ALONG_BORDER : 0;
	cost += kind & (axis ? SW_MAZE_BORDER_H : SW_MAZE_BORDER_V) ? OVER_BORDER : 0;
	return cost;
}

/* A turn uses both axes of the cell it stands in. */
static uint32_t turn_toll(const struct sw_maze *maze, uint32_t cell, unsigned direction) {
	uint32_t other = maze->owner[direction & 1][cell];
	return BEND + (other && other != maze->bundle ? OVERLAP / 2 : 0);
}

void sw_maze_start(struct sw_maze *maze, uint32_t cell, unsigned direction, uint32_t cost) {
	push(maze, cell * 4 + direction, cost + toll(maze, cell, direction), SW_MAZE_START);
}

static bool is_goal(const struct sw_maze *maze, uint32_t state) {
	return maze->goal[state / 4] == maze->round && maze->goal_cost[state] != UINT16_MAX;
}

static void expand(struct sw_maze *maze, uint32_t state, uint32_t cost) {
	uint32_t cell = state / 4;
	unsigned direction = state % 4;
	int32_t x = (int32_t)(cell % (uint32_t)maze->w), y = (int32_t)(cell / (uint32_t)maze->w);
	for (unsigned to = 0; to < 4; to++) {
		int32_t nx = x + sw_maze_dx[to], ny = y + sw_maze_dy[to];
		if (to == (direction ^ 2u) || nx < 0 || ny < 0 || nx >= maze->w || ny >= maze->h)
			continue;
		uint32_t next = (uint32_t)ny * (uint32_t)maze->w + (uint32_t)nx;
		if (maze->kind[next] & SW_MAZE_NODE)
			continue;
		uint32_t more = cost + toll(maze, next, to) + (to != direction ? turn_toll(maze, cell, to) : 0);
		if (is_goal(maze, next * 4 + to))
			more += maze->goal_cost[next * 4 + to];
		push(maze, next * 4 + to, more, (uint8_t)direction);
	}
}

uint32_t sw_maze_run(struct sw_maze *maze) {
	if (maze->target.w < 0)
		return SW_MAZE_NOWHERE;
	while (maze->waiting && maze->work < maze->most_work) {
		uint32_t *bucket = &maze->bucket[maze->lowest % SW_MAZE_BUCKETS];
		if (!*bucket) {
			maze->lowest++;
			continue;
		}
		struct sw_maze_entry entry = maze->pool.v[*bucket - 1];
		*bucket = entry.next;
		maze->waiting--;
		if (entry.cost != maze->cost[entry.state])
			continue; /* a cheaper way was found since */
		if (is_goal(maze, entry.state))
			return entry.state;
		maze->work++;
		expand(maze, entry.state, entry.cost);
	}
	return SW_MAZE_NOWHERE;
}

uint32_t sw_maze_before(const struct sw_maze *maze, uint32_t state) {
	unsigned direction = state % 4;
	if (maze->came[state] == SW_MAZE_START)
		return SW_MAZE_NOWHERE;
	uint32_t cell = state / 4 - (uint32_t)sw_maze_dx[direction] - (uint32_t)sw_maze_dy[direction] * (uint32_t)maze->w;
	return cell * 4 + maze->came[state];
}
