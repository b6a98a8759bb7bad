/* Quick fixes: what `fix` would change, and the comment that accepts a finding. */
#include "base/limits.h"
#include "fixes/fix.h"
#include "lsp/server.h"
#include "reports/visible.h"

enum { DAYS = 90 }; /* that an acceptance holds */

struct actions {
	struct sw_lsp *server;
	struct sw_arena *arena;
	struct sw_json *json;
	struct sw_lsp_range range; /* asked about */
	size_t left;               /* bytes that may still be looked at above findings: many of them stay linear */
};

static bool before(struct sw_lsp_place a, struct sw_lsp_place b) {
	return a.line != b.line ? a.line < b.line : a.character < b.character;
}

static bool touches(const struct actions *actions, const struct sw_lsp_item *item) {
	return item->finding && !before(actions->range.end, item->range.start) && !before(item->range.end, actions->range.start);
}

static const struct sw_lsp_item *item_of(const struct actions *actions, const struct sw_finding *finding) {
	for (size_t i = 0; i < actions->server->judged.items.n; i++)
		if (actions->server->judged.items.v[i].finding == finding)
			return &actions->server->judged.items.v[i];
	return NULL;
}

/* Up to the list of edits of the file called `uri`. */
static void open_action(struct actions *actions, struct sw_str title, const struct sw_lsp_item *item, bool preferred, struct sw_str uri) {
	struct sw_json *json = actions->json;
	sw_json_open_map(json);
	sw_json_member(json, "title", sw_report_visible(actions->arena, title));
	sw_json_member_z(json, "kind", "quickfix");
	sw_json_key(json, "diagnostics");
	sw_json_open_list(json);
	sw_lsp_put_diagnostic(json, actions->server, item);
	sw_json_close_list(json);
	if (preferred)
		sw_json_member_bool(json, "isPreferred", true);
	sw_json_key(json, "edit");
	sw_json_open_map(json);
	sw_json_key(json, "changes");
	sw_json_open_map(json);
	sw_json_key_str(json, uri);
	sw_json_open_list(json);
}

static void put_edit(struct actions *actions, struct sw_lsp_range range, struct sw_str text) {
	sw_json_open_map(actions->json);
	sw_lsp_put_range(actions->json, range);
	sw_json_member(actions->json, "newText", text);
	sw_json_close_map(actions->json);
}

static void close_action(struct actions *actions) {
	sw_json_close_list(actions->json);
	sw_json_close_map(actions->json);
	sw_json_close_map(actions->json);
	sw_json_close_map(actions->json);
}

static void put_fix(struct actions *actions, const struct sw_fix *fix) {
	const struct sw_lsp_item *item = item_of(actions, fix->finding);
	const struct sw_source *source = sw_source_of(&actions->server->judged.scan.system.sources, fix->edits.v[0].at);
	struct sw_str uri = source ? sw_lsp_source_uri(actions->server, source) : (struct sw_str){0};
	if (!item || !touches(actions, item) || !uri.n)
		return;
	struct sw_str title = fix->caution.n ? sw_arena_printf(actions->arena, "%.*s (may change behaviour: %.*s)", SW_ARG(fix->title), SW_ARG(fix->caution))
					     : fix->title;
	open_action(actions, title, item, !fix->caution.n, uri);
	for (size_t i = 0; i < fix->edits.n; i++)
		put_edit(actions, sw_lsp_range_of(&actions->server->judged, fix->edits.v[i].at), fix->edits.v[i].text);
	close_action(actions);
}

/* ---- acceptance ---- */

static size_t line_start(struct sw_str text, size_t at) {
	size_t feed = sw_str_rfind_byte(sw_str_sub(text, 0, at), '\n');
	return feed == SW_NPOS ? 0 : feed + 1;
}

static struct sw_str line_at(struct sw_str text, size_t start) {
	struct sw_str rest = sw_str_from(text, start), line = {0};
	sw_str_split(&rest, '\n', &line);
	return line;
}

static size_t indent_of(struct sw_str line) {
	size_t n = 0;
	while (n < line.n && line.p[n] == ' ')
		n++;
	return n;
}

/* Whether lines beneath this one are text of a block scalar: "key: |", "- >-". */
static bool opens_block(struct sw_str line) {
	size_t comment = sw_str_find(line, SW_S(" #"));
	line = sw_str_trim(sw_str_sub(line, 0, comment));
	while (line.n && (line.p[line.n - 1] == '-' || line.p[line.n - 1] == '+' || sw_is_digit(line.p[line.n - 1])))
		line.n--;
	return line.n > 1 && (line.p[line.n - 1] == '|' || line.p[line.n - 1] == '>') && sw_is_space(line.p[line.n - 2]);
}

/* A comment cannot stand inside a block scalar: above the line that opens it, then. */
static size_t yaml_line(struct actions *actions, struct sw_str text, size_t at) {
	size_t line = line_start(text, at), found = line, indent = indent_of(line_at(text, line));
	while (line && indent) {
		line = line_start(text, line - 1);
		struct sw_str above = line_at(text, line);
		if (actions->left < above.n + 1)
			break;
		actions->left -= above.n + 1;
		if (!sw_str_trim(above).n || indent_of(above) >= indent)
			continue;
		indent = indent_of(above);
		if (opens_block(above))
			found = line;
	}
	return found;
}

/* Where the comment goes: the start of the line above which it covers the finding. In a Dockerfile that is the first line
 * of the instruction. */
static size_t place_of(struct actions *actions, const struct sw_lsp_item *item) {
	const struct sw_system *system = &actions->server->judged.scan.system;
	struct sw_str text = actions->server->judged.lines.text;
	for (size_t i = 0; i < system->factsets.n; i++) {
		const struct sw_build *build = system->factsets.v[i]->build;
		for (size_t k = 0; build && build->source == item->at.source && k < build->steps.n; k++) {
			struct sw_span step = build->steps.v[k].at;
			if (!build->steps.v[k].on_build && item->at.start >= step.start && item->at.start < step.end)
				return line_start(text, step.start);
		}
		if (build && build->source == item->at.source)
			return line_start(text, item->at.start);
	}
	return yaml_line(actions, text, item->at.start);
}

static void put_acceptance(struct actions *actions, const struct sw_lsp_item *item, size_t at) {
	struct sw_str text = actions->server->judged.lines.text;
	const char *id = item->finding->check->id;
	char date[32];
	sw_lsp_date(date, DAYS);
	size_t feed = sw_str_find_byte(text, '\n');
	bool carriage = feed != SW_NPOS && feed && text.p[feed - 1] == '\r';
	struct sw_str line = line_at(text, at);
	size_t indent = 0;
	while (indent < line.n && (line.p[indent] == ' ' || line.p[indent] == '\t'))
		indent++;
	struct sw_str words = sw_arena_printf(actions->arena, "strideward: accept %s until %s -- say why", id, date);
	struct sw_str comment = sw_arena_printf(actions->arena, "%.*s# %.*s%s\n", (int)indent, line.p, SW_ARG(words), carriage ? "\r" : "");
	struct sw_lsp_place place = sw_lsp_place_of(&actions->server->judged.lines, at);
	open_action(actions, sw_arena_printf(actions->arena, "Accept \"%s\" (%.*s)", item->finding->check->title, SW_ARG(words)), item, false,
		    actions->server->judged.document->uri);
	put_edit(actions, (struct sw_lsp_range){place, place}, comment);
	close_action(actions);
}

/* Several findings of one check in one place are accepted by one comment. What has no place cannot be accepted by one. */
static void put_acceptances(struct actions *actions) {
	enum { MOST = 50, MOST_LOOKED_AT = 500 };
	const struct sw_lsp_judged *judged = &actions->server->judged;
	struct {
		const struct sw_check *check;
		size_t at;
	} told[MOST];
	size_t n = 0, looked_at = 0;
	for (size_t i = 0; i < judged->items.n && n < MOST && looked_at < MOST_LOOKED_AT; i++) {
		const struct sw_lsp_item *item = &judged->items.v[i];
		if (!touches(actions, item) || !item->finding->site->at.source)
			continue;
		size_t at = place_of(actions, item), k = 0;
		looked_at++;
		while (k < n && !(told[k].check == item->finding->check && told[k].at == at))
			k++;
		if (k < n)
			continue;
		told[n].check = item->finding->check;
		told[n++].at = at;
		put_acceptance(actions, item, at);
	}
}

void sw_lsp_put_actions(struct sw_json *json, struct sw_lsp *server, struct sw_lsp_range range) {
	struct sw_lsp_judged *judged = &server->judged;
	struct actions actions = {server, &judged->scan.arena, json, range, SW_LIMIT_FILE_BYTES};
	struct sw_fixes fixes = {0};
	sw_fixes_make(actions.arena, &judged->scan.system, &judged->scan.findings, false, &fixes);
	sw_json_open_list(json);
	for (size_t i = 0; i < fixes.v.n; i++)
		put_fix(&actions, &fixes.v.v[i]);
	put_acceptances(&actions);
	sw_json_close_list(json);
}
