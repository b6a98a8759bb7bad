#include "reports/svg/layout.h"
#include "reports/svg/text_width.h"

enum {
	PADDING = 20, /* between a boundary and what stands in it */
	HEADER = 40,  /* the same above, with room for the name */
	SHEET = 20,   /* around everything */
	PASSES = 5,
	NODE_HEIGHT = 60,
	NODE_LEAST = 120,
	NODE_MOST = 220,
	MOST_COLUMNS = 6,
	SHEET_ACROSS = 16, /* to SHEET_DOWN: what pictures are looked at on */
	SHEET_DOWN = 10,
	CLEARLY = 90,      /* percent */
	ROOMY = 2000,      /* pixels: what is no wider can be read on one screen */
	MOST_TRIED = 600, /* elements, beyond which one try is enough */
	NODE_TEXT = 36, /* of a node's width is not for text: margins and the mark */
};

static int32_t to_grid(int32_t n, int32_t grid) {
	return (n + grid - 1) / grid * grid;
}

/* A boundary whose parents lead to nowhere or round in a circle stands on the sheet. */
void sw_svg_tree(struct sw_svg_picture *picture) {
	const struct sw_diagram *diagram = picture->diagram;
	uint32_t n = picture->elements, m = picture->boundaries;
	picture->parent = SW_NEW_ARRAY(picture->arena, uint32_t, n + m);
	picture->depth = SW_NEW_ARRAY(picture->arena, uint32_t, m + 1);
	for (uint32_t e = 0; e < n; e++) {
		int32_t boundary = diagram->elements.v[e].boundary;
		picture->parent[e] = boundary >= 0 && (uint32_t)boundary < m ? (uint32_t)boundary : m;
	}
	/* A boundary's depth is known once its parent's is; what is never reached stands in a circle. */
	bool changed = true;
	for (uint32_t round = 0; changed && round <= m && round < 32; round++) {
		changed = false;
		for (uint32_t b = 0; b < m; b++) {
			int32_t parent = diagram->boundaries.v[b].parent;
			bool top = parent < 0 || (uint32_t)parent >= m;
			if (picture->depth[b] || !(top || picture->depth[parent]))
				continue;
			picture->depth[b] = top ? 1 : picture->depth[parent] + 1;
			picture->parent[n + b] = top ? m : (uint32_t)parent;
			changed = true;
		}
	}
	for (uint32_t b = 0; b < m; b++)
		if (!picture->depth[b]) {
			picture->depth[b] = 1;
			picture->parent[n + b] = m;
		}
}

bool sw_svg_inside(const struct sw_svg_picture *picture, sw_svg_end end, uint32_t boundary) {
	uint32_t at = picture->parent[end];
	while (at != boundary && at < picture->boundaries)
		at = picture->parent[picture->elements + at];
	return at == boundary;
}

struct sw_svg_rect sw_svg_title(const struct sw_svg_picture *picture, uint32_t boundary) {
	const struct sw_svg_rect *box = &picture->at[picture->elements + boundary];
	int32_t w = sw_text_width(picture->diagram->boundaries.v[boundary].name, SW_SVG_TITLE_SIZE) + 110;
	return (struct sw_svg_rect){box->x + 10, box->y + 10, w > box->w - 20 ? box->w - 20 : w, 20};
}

static void size_nodes(struct sw_svg_picture *picture) {
	for (uint32_t e = 0; e < picture->elements; e++) {
		const struct sw_element *element = &picture->diagram->elements.v[e];
		struct sw_str role = element->role.n ? element->role : sw_str_of(sw_element_kind_name(element->kind));
		picture->names[e] = sw_text_fit(picture->arena, element->name, SW_SVG_NAME_SIZE, NODE_MOST - NODE_TEXT);
		picture->roles[e] = sw_text_fit(picture->arena, role, SW_SVG_ROLE_SIZE, NODE_MOST - NODE_TEXT);
		int32_t name = sw_text_width(picture->names[e], SW_SVG_NAME_SIZE);
		int32_t second = sw_text_width(picture->roles[e], SW_SVG_ROLE_SIZE);
		int32_t w = to_grid((name > second ? name : second) + NODE_TEXT, 2 * SW_SVG_GRID);
		picture->at[e] = (struct sw_svg_rect){0, 0, w < NODE_LEAST ? NODE_LEAST : w, NODE_HEIGHT};
	}
}

/* The groups of the tree: one a boundary, and the sheet's. */
struct groups {
	struct sw_svg_group *v;
	uint32_t *slot;     /* one an end: its number among its group's items */
	uint32_t *by_depth; /* boundaries, deepest first, the sheet last */
};

/* On the sheet, who reaches the host and what supplies it stand left of it. */
static int32_t sheet_column(const struct sw_svg_picture *picture, sw_svg_end end, bool has_host) {
	if (end < picture->elements)
		return picture->diagram->elements.v[end].shape == SW_SHAPE_EXTERNAL ? 0 : 1;
	enum sw_boundary_kind kind = picture->diagram->boundaries.v[end - picture->elements].kind;
	return kind == SW_BOUNDARY_HOST || kind == SW_BOUNDARY_NETWORK || (kind == SW_BOUNDARY_BUILD && !has_host);
}

/* Elements, then boundaries by kind: from the top of the sheet, who reaches the host, what supplies it, where it is
 * built. */
static sw_svg_end *in_turn(struct sw_svg_picture *picture) {
	static const enum sw_boundary_kind kinds[] = {SW_BOUNDARY_OUTSIDE, SW_BOUNDARY_SUPPLY, SW_BOUNDARY_BUILD,
						      SW_BOUNDARY_HOST, SW_BOUNDARY_NETWORK};
	uint32_t n = picture->elements, put = n;
	sw_svg_end *turn = SW_NEW_ARRAY(picture->arena, sw_svg_end, n + picture->boundaries);
	for (uint32_t e = 0; e < n; e++)
		turn[e] = e;
	for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
		for (uint32_t b = 0; b < picture->boundaries; b++)
			if (picture->diagram->boundaries.v[b].kind == kinds[kind])
				turn[put++] = n + b;
	return turn;
}

static void fill_groups(struct sw_svg_picture *picture, struct groups *groups) {
	uint32_t n = picture->elements, m = picture->boundaries, deepest = 0, put = 0;
	bool *used = SW_NEW_ARRAY(picture->arena, bool, m + 1), has_host = false;
	const sw_svg_end *turn = in_turn(picture);
	for (uint32_t e = 0; e < n; e++)
		for (uint32_t b = picture->parent[e]; b < m && !used[b]; b = picture->parent[n + b])
			used[b] = true;
	for (uint32_t b = 0; b < m; b++) {
		has_host |= used[b] && picture->diagram->boundaries.v[b].kind == SW_BOUNDARY_HOST;
		deepest = picture->depth[b] > deepest ? picture->depth[b] : deepest;
	}
	for (sw_svg_end i = 0, end; i < n + m; i++) {
		end = turn[i];
		if (end >= n && !used[end - n])
			continue; /* nothing stands in it, so it is not drawn */
		struct sw_svg_group *group = &groups->v[picture->parent[end]];
		groups->slot[end] = (uint32_t)group->items.n;
		struct sw_svg_item *item = sw_push(picture->arena, &group->items);
		item->w = picture->at[end].w;
		item->h = picture->at[end].h;
		item->column = picture->parent[end] == m ? sheet_column(picture, end, has_host) : -1;
		if (end < n) {
			enum sw_element_kind kind = picture->diagram->elements.v[end].kind;
			if (picture->parent[end] < m && (kind == SW_ELEMENT_ENGINE || kind == SW_ELEMENT_KERNEL))
				item->stand = SW_SVG_BASE;
		}
	}
	for (uint32_t depth = deepest; depth; depth--)
		for (uint32_t b = 0; b < m; b++)
			if (picture->depth[b] == depth)
				groups->by_depth[put++] = b;
	groups->by_depth[put] = m;
}

/* Raises both ends to the members of the innermost group that holds them. */
static uint32_t lift(const struct sw_svg_picture *picture, sw_svg_end *a, sw_svg_end *b) {
	while (picture->parent[*a] != picture->parent[*b]) {
		sw_svg_end *deep = picture->depth[picture->parent[*a]] >= picture->depth[picture->parent[*b]] ? a : b;
		*deep = picture->elements + picture->parent[*deep];
	}
	return picture->parent[*a];
}

static void fill_edges(struct sw_svg_picture *picture, struct groups *groups) {
	for (size_t i = 0; i < picture->lines.n; i++) {
		const struct sw_svg_line *line = &picture->lines.v[i];
		sw_svg_end a = line->from, b = line->to;
		if (a < picture->elements && picture->diagram->elements.v[a].kind == SW_ELEMENT_CLIENT)
			for (sw_svg_end at = b; at < picture->elements + picture->boundaries;
			     at = picture->elements + picture->parent[at])
				groups->v[picture->parent[at]].items.v[groups->slot[at]].entry = true;
		struct sw_svg_group *group = &groups->v[lift(picture, &a, &b)];
		uint32_t from = groups->slot[a], to = groups->slot[b];
		if (group->items.v[from].stand == SW_SVG_BASE || group->items.v[to].stand == SW_SVG_BASE)
			continue; /* what stands beneath does not push the others to the side */
		*sw_push(picture->arena, &group->edges) = (struct sw_svg_edge){from, to, line->label_width};
	}
}

/* From the sheet's corner to all corners. */
static void set_positions(struct sw_svg_picture *picture, const struct groups *groups) {
	uint32_t n = picture->elements, m = picture->boundaries;
	for (uint32_t i = m + 1; i-- > 0;) { /* outer groups first: an end's own group is done before it is asked */
		uint32_t b = groups->by_depth[i];
		struct sw_svg_point corner = {SHEET, SHEET};
		if (b < m)
			corner = (struct sw_svg_point){picture->at[n + b].x + PADDING, picture->at[n + b].y + HEADER};
		for (sw_svg_end end = 0; end < n + m; end++)
			if (picture->parent[end] == b && (end < n || picture->at[end].w)) {
				const struct sw_svg_item *item = &groups->v[b].items.v[groups->slot[end]];
				picture->at[end].x = corner.x + item->x;
				picture->at[end].y = corner.y + item->y;
			}
	}
}

/* Each member would like to stand at the height of what it talks to, as the last pass had it. */
static void set_wants(struct sw_svg_picture *picture, struct groups *groups) {
	uint32_t n = picture->elements, m = picture->boundaries;
	int64_t *sum = SW_NEW_ARRAY(picture->arena, int64_t, n + m);
	int64_t *count = SW_NEW_ARRAY(picture->arena, int64_t, n + m);
	for (size_t i = 0; i < picture->lines.n; i++) {
		const struct sw_svg_line *line = &picture->lines.v[i];
		if (line->flow->grade == SW_GRADE_STRUCTURAL)
			continue;
		sw_svg_end ends[2] = {line->from, line->to};
		int64_t y[2] = {picture->at[line->from].y + picture->at[line->from].h / 2,
				picture->at[line->to].y + picture->at[line->to].h / 2};
		for (unsigned k = 0; k < 2; k++)
			for (sw_svg_end at = ends[k]; at < n + m && (at < n || !sw_svg_inside(picture, ends[!k], at - n));
			     at = n + picture->parent[at]) {
				sum[at] += picture->at[at].y + picture->at[at].h / 2 + y[!k] - y[k];
				count[at]++;
				if (picture->parent[at] == m)
					break;
			}
	}
	for (sw_svg_end end = 0; end < n + m; end++) {
		if (!picture->at[end].w)
			continue;
		uint32_t b = picture->parent[end];
		struct sw_svg_item *item = &groups->v[b].items.v[groups->slot[end]];
		int32_t corner = b < m ? picture->at[n + b].y + HEADER : SHEET;
		item->wants = count[end] != 0;
		if (item->wants)
			item->want = (int32_t)(sum[end] / count[end]) - corner;
	}
}

static void place_once(struct sw_svg_picture *picture, struct groups *groups) {
	uint32_t n = picture->elements, m = picture->boundaries;
	for (uint32_t i = 0; i <= m; i++) {
		uint32_t b = groups->by_depth[i];
		struct sw_svg_group *group = &groups->v[b];
		if (!group->items.n)
			continue;
		sw_svg_arrange(picture->arena, group);
		if (b == m) {
			picture->w = group->w + 2 * SHEET;
			picture->h = group->h + 2 * SHEET;
			continue;
		}
		int32_t title =
			to_grid(sw_text_width(picture->diagram->boundaries.v[b].name, SW_SVG_TITLE_SIZE) + 100, 20);
		struct sw_svg_rect *box = &picture->at[n + b];
		box->w = group->w + 2 * PADDING;
		box->w = box->w < title && title < 400 ? title : box->w;
		box->h = group->h + HEADER + PADDING;
		struct sw_svg_item *item = &groups->v[picture->parent[n + b]].items.v[groups->slot[n + b]];
		item->w = box->w;
		item->h = box->h;
	}
}

static void place_all(struct sw_svg_picture *picture, int32_t columns) {
	uint32_t n = picture->elements, m = picture->boundaries;
	struct groups groups = {
		SW_NEW_ARRAY(picture->arena, struct sw_svg_group, m + 1),
		SW_NEW_ARRAY(picture->arena, uint32_t, n + m + 1),
		SW_NEW_ARRAY(picture->arena, uint32_t, m + 1),
	};
	for (uint32_t b = 0; b <= m; b++) {
		groups.v[b].gap = 40;
		groups.v[b].most = columns;
		enum sw_boundary_kind kind = b < m ? picture->diagram->boundaries.v[b].kind : SW_BOUNDARY_HOST;
		groups.v[b].narrow =
			kind == SW_BOUNDARY_OUTSIDE || kind == SW_BOUNDARY_SUPPLY || kind == SW_BOUNDARY_BUILD;
		groups.v[b].ordered = b == m || groups.v[b].narrow;
	}
	fill_groups(picture, &groups);
	fill_edges(picture, &groups);
	for (unsigned pass = 0; pass < PASSES; pass++) {
		if (pass)
			set_wants(picture, &groups);
		place_once(picture, &groups);
		set_positions(picture, &groups);
	}
}

/* How small a picture would be shown on a sheet of that shape: the smaller the number, the larger. */
static int64_t shrinking(const struct sw_svg_picture *picture) {
	int64_t wide = (int64_t)picture->w * SHEET_DOWN, high = (int64_t)picture->h * SHEET_ACROSS;
	return wide > high ? wide : high;
}

/* Long chains make a large picture wide; where fewer columns show it clearly larger on a screen or a page, fewer are
 * used. */
void sw_svg_place(struct sw_svg_picture *picture) {
	int32_t best = MOST_COLUMNS, last = MOST_COLUMNS;
	size_nodes(picture);
	place_all(picture, MOST_COLUMNS);
	int64_t least = shrinking(picture);
	bool wide = picture->w > ROOMY && picture->elements <= MOST_TRIED;
	for (int32_t columns = MOST_COLUMNS - 1; columns >= 2 && wide; columns--) {
		place_all(picture, columns);
		last = columns;
		if (shrinking(picture) * 100 < least * CLEARLY) {
			best = columns;
			least = shrinking(picture);
		}
	}
	if (last != best)
		place_all(picture, best);
}
