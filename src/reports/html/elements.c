#include "reports/html/page.h"
#include "reports/markup.h"
#include <stdlib.h>

/* A sheet for each element: what is known about it, what it talks to, what threatens it. With the script one sheet at a
 * time stands beside the picture; without it, and on paper, they follow each other. */

enum { MOST_LISTED = 12 }; /* ports, mounts */

/* Threats of each element: order[first[e]] … are those of element e, what asks for work first. */
struct by_element {
	uint32_t *first, *order;
};

/* Flows that end at each element: flow[first[e]] … */
struct ends {
	uint32_t *first, *flow;
};

struct place {
	uint32_t element, state, threat;
	int priority;
};

static int by_place(const void *left, const void *right) {
	const struct place *a = left, *b = right;
	if (a->element != b->element)
		return a->element < b->element ? -1 : 1;
	if (a->state != b->state)
		return a->state < b->state ? -1 : 1;
	if (a->priority != b->priority)
		return a->priority > b->priority ? -1 : 1;
	return a->threat < b->threat ? -1 : a->threat > b->threat;
}

static struct by_element sort_threats(struct sw_html *html, const struct sw_register *all) {
	struct sw_arena *arena = html->report->arena;
	size_t n = all->threats.n, elements = all->diagram->elements.n;
	struct by_element sorted = {SW_NEW_ARRAY(arena, uint32_t, elements + 1), SW_NEW_ARRAY(arena, uint32_t, n + 1)};
	struct place *places = SW_NEW_ARRAY(arena, struct place, n + 1);
	for (uint32_t i = 0; i < n; i++) {
		const struct sw_threat *threat = &all->threats.v[i];
		places[i] = (struct place){threat->element, 0, i, threat->priority};
		while (places[i].state < 5 && sw_html_states[places[i].state] != threat->state)
			places[i].state++;
		sorted.first[threat->element + 1]++;
	}
	if (n)
		qsort(places, n, sizeof *places, by_place);
	for (size_t i = 0; i < n; i++)
		sorted.order[i] = places[i].threat;
	for (size_t e = 0; e < elements; e++)
		sorted.first[e + 1] += sorted.first[e];
	return sorted;
}

static void open_fact(struct sw_html *html, const char *name) {
	sw_html_printf(html, "<dt>%s</dt><dd>", name);
}

static void close_fact(struct sw_html *html, struct sw_span at) {
	if (at.source) {
		sw_html_raw(html, " ");
		sw_html_place(html, at);
	}
	sw_html_raw(html, "</dd>\n");
}

static void put_fact(struct sw_html *html, const char *name, struct sw_str text) {
	if (!text.n)
		return;
	open_fact(html, name);
	sw_html_text(html, text);
	close_fact(html, (struct sw_span){0});
}

/* The words of the source, secrets masked. */
static void put_words(struct sw_html *html, const char *name, struct sw_span at) {
	struct sw_str words = sw_report_masked(html->report, at);
	if (!words.n)
		return;
	open_fact(html, name);
	sw_html_raw(html, "<code>");
	sw_html_text(html, words);
	sw_html_raw(html, "</code>");
	close_fact(html, at);
}

/* What somebody wrote or what follows from it; defaults are in the findings' evidence. */
static void put_fields(struct sw_html *html, const struct sw_value *fields, size_t n) {
	for (size_t i = 0; fields && i < n; i++) {
		const struct sw_value *value = &fields[i];
		const struct sw_link *link = value->count ? &value->chain[value->deciding] : NULL;
		if (!link || !value->value.n || (link->how != SW_HOW_STATED && link->how != SW_HOW_INFERRED))
			continue;
		open_fact(html, sw_field_table[i].name);
		sw_html_raw(html, "<code>");
		sw_html_text(html, value->value);
		sw_html_raw(html, "</code>");
		close_fact(html, link->at);
	}
}

static void put_ports(struct sw_html *html, const struct sw_workload *workload) {
	for (size_t i = 0; i < workload->ports.n && i < MOST_LISTED; i++)
		put_words(html, i ? "" : "Ports", workload->ports.v[i].at);
}

static void put_mounts(struct sw_html *html, const struct sw_service *service) {
	for (size_t i = 0; i < service->mounts.n && i < MOST_LISTED; i++) {
		const struct sw_mount *mount = &service->mounts.v[i];
		open_fact(html, i ? "" : "Mounts");
		sw_html_raw(html, "<code>");
		sw_html_text(html, mount->target);
		sw_html_raw(html, "</code>");
		if (mount->source.n) {
			sw_html_raw(html, " from ");
			sw_html_text(html, mount->source);
		}
		sw_html_raw(html, mount->read_only == SW_YES ? ", read-only" : "");
		close_fact(html, mount->at);
	}
}

static void put_service(struct sw_html *html, const struct sw_service *service) {
	const struct sw_workload *workload = service->workload;
	if (workload && workload->has_image)
		put_words(html, "Image", workload->image.at);
	if (workload && workload->build.present)
		put_fact(html, "Built from", workload->build.path.n ? workload->build.path : workload->build.context);
	if (workload)
		put_ports(html, workload);
	put_mounts(html, service);
	if (service->env.n)
		put_fact(html, "Environment",
			 sw_arena_printf(html->report->arena, "%zu variable%s", service->env.n,
					 service->env.n == 1 ? "" : "s"));
	put_fields(html, service->fields, SW_FIELD_COUNT);
}

static void put_facts(struct sw_html *html, const struct sw_diagram *diagram, const struct sw_element *element) {
	const struct sw_system *system = html->report->system;
	const struct sw_subject_row *row = element->subject && element->subject < system->subjects.n
						   ? sw_subject_get(system, element->subject)
						   : NULL;
	sw_html_raw(html, "<dl class=\"fields facts-of\">\n");
	put_fact(html, "Kind", sw_str_of(sw_element_kind_name(element->kind)));
	put_fact(html, "Role", element->role);
	if (element->boundary >= 0 && (size_t)element->boundary < diagram->boundaries.n)
		put_fact(html, "Stands in", diagram->boundaries.v[element->boundary].name);
	put_fact(html, "Owner", element->owner);
	put_fact(html, "Reached from", element->exposure);
	put_fact(html, "Holds", element->data);
	if (row && row->at.source) {
		open_fact(html, "Declared");
		close_fact(html, row->at);
	}
	if (element->service)
		put_service(html, element->service);
	else if (row && row->target)
		put_fields(html, row->target->fields, SW_START_FIELD_COUNT);
	sw_html_raw(html, "</dl>\n");
	if (!element->seen)
		sw_html_raw(html, "<p class=\"soft\">Nobody looked at it: no facts were given.</p>\n");
}

static void put_flow(struct sw_html *html, size_t number, const struct sw_diagram *diagram, size_t at, bool out) {
	static const char *const secrecy[] = {"", ", not encrypted", ", encrypted"};
	const struct sw_flow *flow = &diagram->flows.v[at];
	sw_html_printf(html, "<li>%s ", out ? "to" : "from");
	sw_html_element(html, number, diagram, out ? flow->to : flow->from);
	sw_html_printf(html, " <a class=\"soft\" href=\"#r%zu-x%zu\">", number, at);
	sw_html_text(html, flow->label.n ? flow->label : SW_S("flow"));
	sw_html_printf(html, "</a> <span class=\"soft\">%s%s%s</span></li>\n", sw_grade_name(flow->grade),
		       secrecy[flow->encrypted], flow->absent ? ", said to be absent" : "");
}

static void put_threats(struct sw_html *html, size_t number, const struct sw_register *all, const uint32_t *order,
			size_t n) {
	if (!n)
		return;
	sw_html_raw(html, "<div class=\"part\"><h5>Threats</h5>\n<ul class=\"plain threats\">\n");
	for (size_t i = 0; i < n; i++) {
		const struct sw_threat *threat = &all->threats.v[order[i]];
		char letters[12];
		sw_stride_letters(threat->kind->stride, letters);
		sw_html_printf(html,
			       "<li data-row=\"r%zu-t%u\"><span class=\"mark %s\" title=\"%s\">%s</span><a href=\"#r%zu-t%u\">",
			       number, order[i], sw_state_name(threat->state), sw_state_title(threat->state),
			       sw_html_state_sign(threat->state), number, order[i]);
		sw_html_z(html, threat->kind->title);
		sw_html_printf(html, "</a> <span class=\"soft\">%s, %s, %s</span></li>\n",
			       sw_state_title(threat->state), sw_severity_name(threat->priority), letters);
	}
	sw_html_raw(html, "</ul></div>\n");
}

static void put_heading(struct sw_html *html, size_t number, uint32_t e, const struct sw_register *all,
			const uint32_t *order, size_t n) {
	const struct sw_element *element = &all->diagram->elements.v[e];
	uint32_t states[SW_STATE_NEEDS_EVIDENCE + 1] = {0};
	for (size_t i = 0; i < n; i++)
		states[all->threats.v[order[i]].state]++;
	sw_html_raw(html, "<h4 tabindex=\"-1\">");
	sw_html_element(html, number, all->diagram, e);
	sw_html_printf(html, " <span class=\"soft\">%s</span> <span class=\"counted\">",
		       sw_element_kind_name(element->kind));
	for (size_t i = 0; i < 3; i++) { /* what asks for work */
		enum sw_state state = sw_html_states[i];
		if (states[state])
			sw_html_printf(html, "<span class=\"mark %s\" title=\"%s: %u\">%s%u</span>", sw_state_name(state),
				       sw_state_title(state), states[state], sw_html_state_sign(state), states[state]);
	}
	sw_html_raw(html, "</span></h4>\n");
}

static void put_sheet(struct sw_html *html, size_t number, uint32_t e, const struct sw_register *all,
		      const struct by_element *sorted, const struct ends *ends) {
	const struct sw_diagram *diagram = all->diagram;
	const uint32_t *order = sorted->order + sorted->first[e];
	size_t n = sorted->first[e + 1] - sorted->first[e];
	sw_html_printf(html, "<article class=\"sheet\" id=\"r%zu-e%u\" data-id=\"", number, e);
	sw_markup_attribute(html->out, diagram->elements.v[e].id);
	sw_html_raw(html, "\">\n");
	put_heading(html, number, e, all, order, n);
	sw_html_raw(html, "<div class=\"inner\">\n");
	put_threats(html, number, all, order, n);
	if (ends->first[e] < ends->first[e + 1]) {
		sw_html_raw(html, "<div class=\"part\"><h5>Flows</h5>\n<ul class=\"plain\">\n");
		for (uint32_t i = ends->first[e]; i < ends->first[e + 1]; i++)
			put_flow(html, number, diagram, ends->flow[i], diagram->flows.v[ends->flow[i]].from == e);
		sw_html_raw(html, "</ul></div>\n");
	}
	sw_html_raw(html, "<div class=\"part\"><h5>Facts</h5>\n");
	put_facts(html, diagram, &diagram->elements.v[e]);
	sw_html_raw(html, "</div></div></article>\n");
}

/* Flows that end at each element, both ways, but for those that only carry threats. */
static struct ends find_ends(struct sw_html *html, const struct sw_diagram *diagram) {
	struct sw_arena *arena = html->report->arena;
	size_t n = diagram->elements.n, m = diagram->flows.n;
	struct ends ends = {SW_NEW_ARRAY(arena, uint32_t, n + 2), SW_NEW_ARRAY(arena, uint32_t, 2 * m + 1)};
	for (unsigned round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < m; i++) {
			const struct sw_flow *flow = &diagram->flows.v[i];
			if (flow->carrier_only || flow->from >= n || flow->to >= n)
				continue;
			for (unsigned k = 0; k < (flow->from == flow->to ? 1u : 2u); k++) {
				uint32_t *at = &ends.first[(k ? flow->to : flow->from) + 2u - round];
				if (round)
					ends.flow[*at] = i;
				*at += 1;
			}
		}
		for (size_t e = 2; !round && e < n + 2; e++)
			ends.first[e] += ends.first[e - 1];
	}
	return ends;
}

struct rank {
	uint32_t element, open, weak;
};

static int by_rank(const void *left, const void *right) {
	const struct rank *a = left, *b = right;
	if (a->open != b->open)
		return a->open > b->open ? -1 : 1;
	if (a->weak != b->weak)
		return a->weak > b->weak ? -1 : 1;
	return a->element < b->element ? -1 : a->element > b->element;
}

/* Elements in the order in which they ask for work: open rows by their priority, then how many are weak. */
static struct rank *rank_elements(struct sw_html *html, const struct sw_register *all) {
	size_t n = all->diagram->elements.n;
	struct rank *ranks = SW_NEW_ARRAY(html->report->arena, struct rank, n + 1);
	for (uint32_t e = 0; e < n; e++)
		ranks[e].element = e;
	for (size_t i = 0; i < all->threats.n; i++) {
		const struct sw_threat *threat = &all->threats.v[i];
		ranks[threat->element].open += threat->state == SW_STATE_OPEN ? 1u << 4 * threat->priority : 0;
		ranks[threat->element].weak += threat->state == SW_STATE_WEAK;
	}
	if (n)
		qsort(ranks, n, sizeof *ranks, by_rank);
	return ranks;
}

void sw_html_elements(struct sw_html *html, size_t number) {
	const struct sw_register *all = &html->report->registers.v[number];
	struct by_element sorted = sort_threats(html, all);
	struct ends ends = find_ends(html, all->diagram);
	sw_html_printf(html, "<div class=\"sheets\" role=\"region\" aria-label=\"Elements\" id=\"r%zu-elements\">\n", number);
	const struct rank *ranks = rank_elements(html, all);
	for (size_t i = 0; i < all->diagram->elements.n; i++)
		put_sheet(html, number, ranks[i].element, all, &sorted, &ends);
	sw_html_raw(html, "</div>\n");
}
