#include "base/utf8.h"
#include "reports/markup.h"
#include "reports/tmt/register.h"
#include "reports/tmt/report.h"

/* A spreadsheet runs a cell that begins like this. The tool's own export does not care; texts of a model come from
 * whoever could write to it. */
static bool looks_like_formula(struct sw_str value) {
	size_t at = 0;
	uint32_t c = value.n ? sw_utf8_next(value, &at, NULL) : 0;
	if (c >= 0xff01 && c <= 0xff5e)
		c -= 0xff01 - '!'; /* the wide forms of East Asian text do the same */
	return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r';
}

static bool wants_quotes(struct sw_str value) {
	for (size_t i = 0; i < value.n; i++)
		if (strchr(",\"\r\n", value.p[i]) && value.p[i])
			return true;
	return false;
}

static void put_cell(struct sw_out *out, struct sw_str value) {
	bool quotes = wants_quotes(value);
	sw_out_z(out, quotes ? "\"" : "");
	if (looks_like_formula(value))
		sw_out_byte(out, '\'');
	for (size_t at = 0; at < value.n;) {
		size_t start = at;
		bool bad = false;
		uint32_t c = sw_utf8_next(value, &at, &bad);
		if (bad)
			sw_out_z(out, "\xef\xbf\xbd");
		else if (c != '\r' && sw_markup_hidden(c))
			sw_out_printf(out, "[U+%04X]", c);
		else if (c == '"')
			sw_out_z(out, "\"\"");
		else
			sw_out_bytes(out, value.p + start, at - start);
	}
	sw_out_z(out, quotes ? "\"" : "");
}

static void put_threat(struct sw_out *out, const struct sw_tmt_register *made, const struct sw_tmt_cells *where,
		       const struct sw_drawn_threat *threat) {
	const struct sw_str cells[] = {
		threat->title, threat->category, where->diagram, where->on, threat->priority,
		sw_str_of(sw_drawn_state_title(threat->state)), threat->changed_by, threat->description, threat->justification,
		sw_drawn_is_touched(threat) ? threat->modified : SW_S("Generated"),
	};
	sw_out_printf(out, "%u", threat->number);
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		sw_out_byte(out, ',');
		put_cell(out, cells[i]);
	}
	for (size_t i = 0; i < made->columns.n; i++) {
		sw_out_byte(out, ',');
		put_cell(out, sw_tmt_value(threat, made->columns.v[i]));
	}
	sw_out_z(out, "\r\n");
}

int sw_tmt_csv(struct sw_out *out, struct sw_arena *arena, const struct sw_drawing *drawing) {
	const struct sw_tmt_register *made = sw_tmt_register_of(arena, drawing);
	sw_out_z(out, "Id,Title,Category,Diagram,Interaction,Priority,State,Changed By,Description,Justification,Last Modified");
	for (size_t i = 0; i < made->columns.n; i++) {
		sw_out_byte(out, ',');
		put_cell(out, made->columns.v[i]->label);
	}
	sw_out_z(out, "\r\n");
	for (size_t i = 0; i < drawing->threats.n; i++)
		put_threat(out, made, &made->cells[i], &drawing->threats.v[i]);
	return out->failed ? -1 : 0;
}
