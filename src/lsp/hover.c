/* What a diagnostic means, as Markdown: the words of `explain`. */
#include "facts/rule_ref.h"
#include "lsp/server.h"
#include "reports/visible.h"

/* What a mark of Markdown could be, or (a colon) the beginning of a link. */
static bool is_mark(struct sw_str text, size_t i) {
	if (text.p[i] == '-' || text.p[i] == '+')
		return i == 0 || text.p[i - 1] == '\n';
	if (text.p[i] == ':')
		return i + 1 < text.n && text.p[i + 1] == '/';
	return text.p[i] && strchr("\\`*_{}[]<>#!|~&", text.p[i]);
}

/* Text in which nothing is a mark; line feeds break the line. With `own`, which is for our own texts, what stands between
 * backticks is code. */
static void put_plain(struct sw_out *out, struct sw_str text, bool own) {
	bool code = false;
	for (size_t i = 0; i < text.n; i++) {
		bool tick = own && text.p[i] == '`';
		if (!tick && !code && is_mark(text, i))
			sw_out_byte(out, '\\');
		if (tick)
			code = !code;
		sw_out_z(out, text.p[i] == '\n' ? "  " : "");
		sw_out_byte(out, text.p[i]);
	}
}

static void put_own(struct sw_out *out, const char *label, const char *text) {
	sw_out_printf(out, "\n\n**%s** ", label);
	put_plain(out, sw_str_of(text), true);
}

static void put_message(struct sw_out *out, struct sw_arena *arena, struct sw_str text) {
	sw_out_z(out, "\n\n");
	put_plain(out, sw_report_visible(arena, text), false);
}

static void put_classes(struct sw_out *out, const struct sw_finding *finding) {
	const struct sw_check *check = finding->check;
	bool first = true;
	sw_out_printf(out, "\n\n**Severity** %s", sw_severity_name(finding->severity));
	for (unsigned i = 0; i < SW_STRIDE_COUNT; i++)
		if (check->stride & 1u << i) {
			sw_out_printf(out, "%s%s", first ? " · **STRIDE** " : ", ", sw_stride_names[i]);
			first = false;
		}
	for (unsigned i = 0; i < 4 && check->cwe[i]; i++)
		sw_out_printf(out, "%sCWE-%u", i ? ", " : " · ", check->cwe[i]);
	first = true;
	for (unsigned i = 0; i < SW_MOST_REFS && check->refs[i]; i++) {
		struct sw_rule_ref ref = sw_rule_ref(check->refs[i]);
		if (!sw_rule_ref_on(&ref, finding->site))
			continue;
		sw_out_z(out, first ? "\n\n**Elsewhere** " : ", ");
		put_plain(out, ref.name, false);
		first = false;
	}
}

static void put_item(struct sw_out *out, struct sw_arena *arena, const struct sw_lsp_item *item) {
	const struct sw_finding *finding = item->finding;
	if (!finding) {
		sw_out_printf(out, "**%s**", item->diag->code);
		put_message(out, arena, item->diag->message);
		return;
	}
	sw_out_z(out, "**");
	put_plain(out, sw_str_of(finding->check->title), true);
	sw_out_printf(out, "** (`%s`)", finding->check->id);
	put_message(out, arena, finding->site->message);
	if (!finding->proven && finding->site->value)
		put_own(out, "Presumed:", sw_missing_words(finding->site->value->missing));
	put_own(out, "Why:", finding->check->why);
	put_own(out, "What to do:", finding->check->fix);
	put_classes(out, finding);
}

/* The text of one item, in the arena; the buffer that it is written to is on the heap, which an arena that is full would
 * leave behind. */
static struct sw_str text_of(struct sw_arena *arena, const struct sw_lsp_item *item) {
	struct sw_out out;
	struct sw_arena_catch catch;
	sw_out_init(&out, -1);
	if (!SW_ARENA_TRY(arena, &catch)) {
		sw_out_free(&out);
		sw_arena_throw(arena);
	}
	put_item(&out, arena, item);
	struct sw_str text = sw_arena_str(arena, sw_out_text(&out));
	sw_arena_leave(arena, &catch);
	sw_out_free(&out);
	return text;
}

void sw_lsp_put_hover(struct sw_json *json, struct sw_lsp *server, struct sw_lsp_place place) {
	enum { MOST = 8 }; /* that one hover tells */
	struct sw_lsp_judged *judged = &server->judged;
	struct sw_arena *arena = &judged->scan.arena;
	size_t at = sw_lsp_offset_of(judged->lines.text, place), told = 0;
	const struct sw_lsp_item *narrowest = NULL;
	struct sw_str all = {0};
	for (size_t i = 0; i < judged->items.n && told < MOST; i++) {
		const struct sw_lsp_item *item = &judged->items.v[i];
		if (at < item->at.start || at > item->at.end)
			continue;
		struct sw_str text = text_of(arena, item);
		all = told++ ? sw_arena_printf(arena, "%.*s\n\n---\n\n%.*s", SW_ARG(all), SW_ARG(text)) : text;
		if (!narrowest || item->at.end - item->at.start < narrowest->at.end - narrowest->at.start)
			narrowest = item;
	}
	if (!narrowest) {
		sw_json_null(json);
		return;
	}
	sw_json_open_map(json);
	sw_json_key(json, "contents");
	sw_json_open_map(json);
	sw_json_member_z(json, "kind", "markdown");
	sw_json_member(json, "value", all);
	sw_json_close_map(json);
	sw_lsp_put_range(json, narrowest->range);
	sw_json_close_map(json);
}
