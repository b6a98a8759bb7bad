#include "base/map.h"
#include "reports/svg/drawn_parts.h"

enum {
	MOST_BYTES = 512 << 10,     /* of one icon, in base64 */
	MOST_TOGETHER = 2 << 20,
	SIDE = 100,                 /* at which an icon is defined */
};

static bool is_base64(struct sw_str text) {
	for (size_t i = 0; i < text.n; i++)
		if (!sw_is_alnum(text.p[i]) && text.p[i] != '+' && text.p[i] != '/' && text.p[i] != '=')
			return false;
	return true;
}

/* By the first bytes; NULL: not one of the two kinds that a page may show. */
static const char *media_of(struct sw_str base64) {
	if (sw_str_starts(base64, SW_S("iVBORw0KGgo")))
		return "image/png";
	return sw_str_starts(base64, SW_S("/9j/")) ? "image/jpeg" : NULL;
}

static size_t take(struct sw_drawn_picture *picture, const struct sw_stencil *stencil, size_t *bytes) {
	struct sw_str base64 = sw_str_trim(stencil->image);
	const char *media = media_of(base64);
	if (!media || base64.n > MOST_BYTES || *bytes + base64.n > MOST_TOGETHER || !is_base64(base64))
		return 0;
	*bytes += base64.n;
	*sw_push(picture->arena, &picture->icons) =
		(struct sw_drawn_icon){stencil->id, base64, media, sw_str_starts(stencil->image_location, SW_S("Lower right"))};
	return picture->icons.n;
}

void sw_drawn_icons(struct sw_drawn_picture *picture, const struct sw_template *template) {
	struct sw_map stencils = {0}, known = {0};
	size_t bytes = 0;
	if (!template)
		return;
	for (size_t i = 0; i < template->stencils.n; i++)
		if (!sw_map_get(&stencils, template->stencils.v[i].id))
			sw_map_put(picture->arena, &stencils, template->stencils.v[i].id, &template->stencils.v[i]);
	for (size_t i = 0; i < picture->count; i++) {
		struct sw_drawn_item *item = &picture->items[i];
		const struct sw_stencil *stencil = sw_map_get(&stencils, item->drawn->type);
		if (!stencil || !item->shown || item->is_path || sw_drawn_is_box(item))
			continue;
		size_t *icon = sw_map_get(&known, item->drawn->type);
		if (!icon) {
			icon = SW_NEW(picture->arena, size_t);
			*icon = take(picture, stencil, &bytes);
			sw_map_put(picture->arena, &known, item->drawn->type, icon);
		}
		item->icon = *icon;
	}
}

void sw_drawn_put_icons(struct sw_out *out, const struct sw_drawn_picture *picture) {
	if (!picture->icons.n)
		return;
	sw_out_z(out, "<defs>");
	for (size_t i = 0; i < picture->icons.n; i++) {
		sw_out_printf(out, "<image id=\"icon%zu\" width=\"%d\" height=\"%d\" href=\"data:%s;base64,", i + 1, SIDE, SIDE,
			      picture->icons.v[i].media);
		sw_out_str(out, picture->icons.v[i].base64);
		sw_out_z(out, "\"/>");
	}
	sw_out_z(out, "</defs>\n");
}

void sw_drawn_put_icon(struct sw_out *out, const struct sw_drawn_picture *picture, const struct sw_drawn_item *item) {
	if (!item->icon)
		return;
	const struct sw_drawn_icon *icon = &picture->icons.v[item->icon - 1];
	double least = item->at.w < item->at.h ? item->at.w : item->at.h, side = icon->at_corner ? least * 0.42 : least * 0.66;
	double x = item->at.x + (item->at.w - side) / 2, y = item->at.y + (item->at.h - side) / 2;
	if (icon->at_corner) {
		x = item->at.x + item->at.w - side - 4;
		y = item->at.y + item->at.h - side - 4;
	}
	sw_out_printf(out, "<use class=\"icon\" href=\"#icon%zu\" transform=\"translate(", item->icon);
	sw_drawn_number(out, x);
	sw_out_byte(out, ' ');
	sw_drawn_number(out, y);
	sw_out_printf(out, ") scale(%d.%02d)\"/>", (int)side / SIDE, (int)side % SIDE);
}
