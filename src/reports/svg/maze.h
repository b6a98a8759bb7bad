/* The cheapest way over a grid between sets of cells, for route.c. A state is a cell and the direction it was entered
 * by; bends, crossings, closeness to nodes and running on another bundle's line cost. A* with buckets, since costs are
 * small integers: the order of the search, and with it the picture, is fixed. */
#pragma once
#include "base/vec.h"
#include "reports/svg/layout.h"

enum sw_maze_kind { SW_MAZE_NODE = 1, SW_MAZE_CLOSE = 2, SW_MAZE_TITLE = 4, SW_MAZE_BORDER_H = 8, SW_MAZE_BORDER_V = 16 };

enum {
	SW_MAZE_BUCKETS = 1024, /* more than one move can cost */
	SW_MAZE_START = 4,      /* instead of a direction: the search began here */
};

#define SW_MAZE_NOWHERE UINT32_MAX

struct sw_maze_entry {
	uint32_t state, cost, next; /* next: index + 1 in the pool */
};

struct sw_maze {
	struct sw_arena *arena;
	int32_t w, h;           /* cells */
	uint8_t *kind;          /* one a cell: bits of enum sw_maze_kind */
	uint32_t *owner[2];     /* bundle whose line runs through a cell across, and downwards; 0: none */
	/* The search that is under way; what has another round's stamp is not set. */
	uint32_t round, bundle;
	uint32_t *cost, *stamp; /* one a state: cell * 4 + direction */
	uint8_t *came;          /* direction before the last move */
	uint32_t *goal;         /* one a cell: its stamp */
	uint16_t *goal_cost;    /* one a state of a goal; UINT16_MAX: no goal by that direction */
	struct sw_svg_rect target; /* cells that hold all goals */
	SW_VEC(struct sw_maze_entry) pool;
	uint32_t bucket[SW_MAZE_BUCKETS];
	uint32_t lowest, waiting;
	uint32_t work, most_work; /* states looked at in all searches, and how many may be */
};

/* Directions: right, down, left, up. */
extern const int32_t sw_maze_dx[4], sw_maze_dy[4];

/* False when a grid of that many cells is too large to search. */
bool sw_maze_init(struct sw_maze *maze, struct sw_arena *arena, int32_t w, int32_t h);
void sw_maze_mark(struct sw_maze *maze, struct sw_svg_rect cells, enum sw_maze_kind kind);

/* A new search for a line of `bundle`; then its goals, then its starts, then the run. */
void sw_maze_begin(struct sw_maze *maze, uint32_t bundle);
void sw_maze_goal(struct sw_maze *maze, uint32_t cell, unsigned direction, uint32_t cost);
void sw_maze_start(struct sw_maze *maze, uint32_t cell, unsigned direction, uint32_t cost);
/* The state in which it ended, or SW_MAZE_NOWHERE. */
uint32_t sw_maze_run(struct sw_maze *maze);
/* The state before, on the way found; SW_MAZE_NOWHERE when it began here. */
uint32_t sw_maze_before(const struct sw_maze *maze, uint32_t state);
