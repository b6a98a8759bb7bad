#include "reports/markdown/report.h"
#include "base/map.h"
#include "reports/images.h"
#include "reports/markdown/escape.h"
#include <stdlib.h>

enum { MOST_ITEMS = 8, MOST_MESSAGE = 160, MOST_FIX = 90 };

/* A line: the findings of one check, or an open threat that none of them raises, on all its elements. */
struct item {
	enum sw_severity severity;
	size_t order; /* of adding: the order of the report */
	const struct sw_finding *finding;
	size_t more;  /* other places of the same check, other elements with the same threat */
	const struct sw_threat *threat;
	const struct sw_register *of; /* the threat's */
	struct sw_str opens;          /* a threat that the finding raises */
};

struct comment {
	const struct sw_report *report;
	SW_VEC(struct item) items;
	struct sw_map by_check;  /* check id → place in items + 1 */
	struct sw_map by_threat; /* threat → the same */
	struct sw_map told;      /* fingerprint → the same */
	size_t findings, threats;
};

static int by_severity(const void *a, const void *b) {
	const struct item *x = a, *y = b;
	if (x->severity != y->severity)
		return x->severity > y->severity ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* Without a baseline everything is new; what most lack and what is only presumed would hide the rest. */
static bool is_told(const struct sw_report *report, const struct sw_finding *finding) {
	if (finding->is_suppressed)
		return false;
	if (report->has_baseline)
		return finding->is_new;
	return finding->proven && !finding->check->practice && finding->severity > SW_INFO;
}

static void add_findings(struct comment *comment) {
	const struct sw_report *report = comment->report;
	for (size_t i = 0; i < report->findings->findings.n; i++) {
		const struct sw_finding *finding = &report->findings->findings.v[i];
		if (!is_told(report, finding))
			continue;
		comment->findings++;
		uintptr_t place = (uintptr_t)sw_map_get(&comment->by_check, sw_str_of(finding->check->id));
		if (place) {
			comment->items.v[place - 1].more++;
		} else {
			*sw_push(report->arena, &comment->items) = (struct item){.severity = finding->severity, .order = i, .finding = finding};
			place = comment->items.n;
			sw_map_put(report->arena, &comment->by_check, sw_str_of(finding->check->id), (void *)place);
		}
		sw_map_put(report->arena, &comment->told, sw_str_of(finding->fingerprint), (void *)place);
	}
}

/* A threat that a told finding raises is named on the finding's line. */
static bool name_on_finding(struct comment *comment, const struct sw_threat *threat) {
	for (size_t w = 0; w < threat->weaknesses.n; w++) {
		const struct sw_finding *finding = threat->weaknesses.v[w].finding;
		uintptr_t place = finding ? (uintptr_t)sw_map_get(&comment->told, sw_str_of(finding->fingerprint)) : 0;
		if (!place)
			continue;
		struct item *item = &comment->items.v[place - 1];
		if (!item->opens.n)
			item->opens = sw_str_of(threat->kind->id);
		return true;
	}
	return false;
}

static void add_threat(struct comment *comment, const struct sw_register *of, const struct sw_threat *threat) {
	struct sw_arena *arena = comment->report->arena;
	struct sw_str kind = sw_str_of(threat->kind->id);
	uintptr_t place = (uintptr_t)sw_map_get(&comment->by_threat, kind);
	if (place) {
		struct item *item = &comment->items.v[place - 1];
		item->more++;
		item->severity = threat->priority > item->severity ? threat->priority : item->severity;
		return;
	}
	size_t order = SIZE_MAX / 2 + comment->items.n; /* behind all findings */
	*sw_push(arena, &comment->items) = (struct item){.severity = threat->priority, .order = order, .threat = threat, .of = of};
	sw_map_put(arena, &comment->by_threat, kind, (void *)(uintptr_t)comment->items.n);
}

static void add_threats(struct comment *comment) {
	const struct sw_report *report = comment->report;
	for (size_t r = 0; r < report->registers.n; r++) {
		const struct sw_register *all = &report->registers.v[r];
		for (size_t t = 0; t < all->threats.n; t++) {
			const struct sw_threat *threat = &all->threats.v[t];
			bool decided = threat->decision && !threat->decision_expired;
			if (threat->state != SW_STATE_OPEN || decided || threat->silence || (report->has_baseline && !threat->is_new))
				continue;
			comment->threats++;
			if (!name_on_finding(comment, threat))
				add_threat(comment, all, threat);
		}
	}
}

/* The first clause of how to put it right. The texts are ours, so their code spans stay. */
static struct sw_str in_short(struct sw_arena *arena, const char *fix) {
	struct sw_str text = sw_str_of(fix), line = sw_str_sub(text, 0, sw_str_find_byte(text, '\n'));
	size_t end = 0, ticks = 0;
	for (size_t i = 0; i < line.n; i++) {
		char next = i + 1 < line.n ? line.p[i + 1] : ' ';
		ticks += line.p[i] == '`';
		if (ticks % 2)
			continue;
		if ((line.p[i] == '.' || line.p[i] == ';' || line.p[i] == ':') && next == ' ' && i < MOST_FIX)
			return sw_str_sub(line, 0, i);
		if (next == ' ' && i < MOST_FIX)
			end = i + 1;
	}
	return end == line.n ? line : sw_arena_join(arena, sw_str_sub(line, 0, end), SW_S("…"));
}

static const char *plural(size_t n) {
	return n == 1 ? "" : "s";
}

static void put_headline(const struct comment *comment, struct sw_out *out) {
	const struct sw_report *report = comment->report;
	bool new = report->has_baseline;
	sw_out_z(out, "**strideward**: ");
	if (report->gate.asked)
		sw_out_printf(out, "gate %s %s, ", sw_severity_name(report->gate.level), report->gate.passed ? "passed" : "**failed**");
	sw_out_printf(out, "%zu %sfinding%s, %zu threat%s %s\n", comment->findings, new ? "new " : "", plural(comment->findings), comment->threats,
		      plural(comment->threats), new ? "newly open" : "open");
}

static void put_place(const struct sw_report *report, struct sw_span at, struct sw_out *out) {
	struct sw_source *source = sw_source_of(&report->system->sources, at);
	if (!source)
		return;
	struct sw_position position = sw_source_position(report->arena, source, at.start);
	struct sw_str place = sw_arena_printf(report->arena, "%.*s:%u", SW_ARG(source->path), position.line);
	sw_out_byte(out, ' ');
	sw_out_str(out, sw_markdown_code(report->arena, place));
}

/* One line for all images, since a comment has few. */
static size_t put_images(const struct sw_report *report, struct sw_out *out) {
	struct sw_report_images images = sw_report_images(report);
	if (!images.n)
		return 0;
	const struct sw_contents *contents = images.v[0]->contents;
	sw_out_z(out, "- image ");
	sw_out_str(out, sw_markdown_code(report->arena, sw_report_image_name(images.v[0])));
	sw_out_printf(out, ": %zu layer%s, %zu package%s, %zu secret%s in files%s", contents->layers.n, plural(contents->layers.n),
		      contents->packages.n, plural(contents->packages.n), contents->secrets.n, plural(contents->secrets.n),
		      contents->complete ? "" : ", **not read in full**");
	if (images.n > 1)
		sw_out_printf(out, "; and %zu more image%s", images.n - 1, plural(images.n - 1));
	sw_out_byte(out, '\n');
	return 1;
}

static void put_item(const struct sw_report *report, const struct item *item, struct sw_out *out) {
	struct sw_arena *arena = report->arena;
	sw_out_printf(out, "- **%s** ", sw_severity_name(item->severity));
	if (item->finding) {
		sw_out_str(out, sw_markdown_text(arena, item->finding->site->message, MOST_MESSAGE));
		put_place(report, item->finding->site->at, out);
		if (item->more)
			sw_out_printf(out, " and %zu more place%s", item->more, plural(item->more));
		if (item->opens.n)
			sw_out_printf(out, ", opens %.*s", SW_ARG(item->opens));
		sw_out_printf(out, ". Fix: %.*s\n", SW_ARG(in_short(arena, item->finding->check->fix)));
		return;
	}
	const struct sw_threat *threat = item->threat;
	sw_out_printf(out, "%s: ", threat->kind->title);
	sw_out_str(out, sw_markdown_text(arena, item->of->diagram->elements.v[threat->element].name, MOST_MESSAGE));
	if (item->more)
		sw_out_printf(out, " and %zu more", item->more);
	if (threat->weaknesses.n)
		put_place(report, threat->weaknesses.v[0].at, out);
	sw_out_printf(out, " (%s)\n", threat->kind->id);
}

int sw_report_markdown(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out) {
	struct comment comment = {.report = report};
	(void)style;
	add_findings(&comment);
	add_threats(&comment);
	size_t pending = report->pending ? report->pending->v.n : 0;
	if (!comment.items.n && !pending && (!report->gate.asked || report->gate.passed))
		return 0;
	if (comment.items.n)
		qsort(comment.items.v, comment.items.n, sizeof *comment.items.v, by_severity);
	put_headline(&comment, out);
	size_t most = MOST_ITEMS - (pending ? 1 : 0) - put_images(report, out);
	for (size_t i = 0; i < comment.items.n && i < most; i++)
		put_item(report, &comment.items.v[i], out);
	if (comment.items.n > most)
		sw_out_printf(out, "- and %zu more: run `strideward scan`\n", comment.items.n - most);
	if (pending) {
		sw_out_printf(out, "- pending, not in force: %zu change%s of policy or decisions, first %s: ", pending, plural(pending), report->pending->v.v[0].what);
		sw_out_str(out, sw_markdown_text(report->arena, report->pending->v.v[0].text, MOST_MESSAGE));
		sw_out_byte(out, '\n');
	}
	return 0;
}
