/* Drawn flows against found ones. What joins two matched elements is compared as a whole: people draw one arrow where a
 * scan finds three, and two where it finds one. */
#include "models/checking.h"
#include "models/flow_words.h"
#include "models/measured.h"

/* Of more pairs than this it is not asked whether any can talk. */
enum { MOST_PAIRS = 256 };

/* A drawn flow and what was found between its ends. */
struct between {
	const struct sw_drawn *drawn;
	const struct sw_match *from, *to;
	sw_found_list sources, targets; /* found elements; sources: of something outside that was not found, whoever is outside */
	bool outside;                   /* nobody in particular */
	sw_found_list ahead, back;      /* found flows, of more than one thing's threats */
	bool any;                       /* also those that are not drawn */
	struct sw_flow_said said;
};

struct flows {
	struct sw_checking *checking;
	sw_found_list clients, operators;
	size_t *in_targets;             /* by found element: turn in which it was one of the targets */
	size_t turn;
};

/* ── What stands at the ends ── */

static enum sw_element_kind kind_of(const struct flows *flows, size_t found) {
	return flows->checking->check->found.v[found].element->kind;
}

static void add_all(struct flows *flows, sw_found_list *list, const sw_found_list *more) {
	for (size_t i = 0; i < more->n; i++)
		*sw_push(flows->checking->arena, list) = more->v[i];
}

/* What is drawn outside and was not found may be anybody; who commands the host also reaches what everybody reaches. */
static void find_sources(struct flows *flows, struct between *between) {
	const struct sw_match *match = between->from;
	if (match->found.n && !(kind_of(flows, match->found.v[0]) == SW_ELEMENT_OPERATOR && !flows->checking->ours)) {
		between->sources = match->found;
		return;
	}
	between->outside = true;
	add_all(flows, &between->sources, &flows->clients);
	add_all(flows, &between->sources, &flows->operators);
}

static bool is_comparable(const struct flows *flows, const struct sw_match *match, bool source) {
	if (!match || match->about || match->excused || match->drawn->out_of_scope)
		return false;
	return match->found.n || (source && !flows->checking->ours && match->drawn->kind == SW_DRAWN_EXTERNAL && !match->fitting.n);
}

static bool is_talk(const struct flows *flows, const struct sw_found_flow *flow) {
	enum sw_element_kind from = kind_of(flows, flow->from);
	bool shown = flow->flow->grade == SW_GRADE_CONFIGURED || flow->flow->grade == SW_GRADE_OBSERVED;
	/* Who opens a mount, a pull or a command is a matter of how one looks at it. */
	return shown && kind_of(flows, flow->to) == SW_ELEMENT_WORKLOAD &&
	       (from == SW_ELEMENT_WORKLOAD || from == SW_ELEMENT_CLIENT || from == SW_ELEMENT_OPERATOR);
}

static void look_between(struct flows *flows, struct between *between) {
	struct sw_checking *checking = flows->checking;
	flows->turn++;
	for (size_t i = 0; i < between->targets.n; i++)
		flows->in_targets[between->targets.v[i]] = flows->turn;
	for (size_t i = 0; i < between->sources.n; i++) {
		size_t source = between->sources.v[i];
		for (size_t f = checking->first_out[source]; f != SIZE_MAX; f = checking->flows.v[f].next_out) {
			if (flows->in_targets[checking->flows.v[f].to] != flows->turn)
				continue;
			between->any = true;
			checking->flows.v[f].crossed = true;
			if (!checking->flows.v[f].flow->carrier_only)
				*sw_push(checking->arena, &between->ahead) = f;
		}
		for (size_t f = checking->first_in[source]; f != SIZE_MAX && !between->outside; f = checking->flows.v[f].next_in) {
			if (flows->in_targets[checking->flows.v[f].from] != flows->turn)
				continue;
			between->any = true;
			checking->flows.v[f].crossed = true;
			if (is_talk(flows, &checking->flows.v[f]))
				*sw_push(checking->arena, &between->back) = f;
			else
				checking->flows.v[f].drawn = true;
		}
	}
}

/* False: not to be compared. */
static bool look(struct flows *flows, const struct sw_drawn_diagram *diagram, const struct sw_drawn *drawn, struct between *between) {
	*between = (struct between){.drawn = drawn};
	bool attached = drawn->from >= 0 && drawn->to >= 0 && (size_t)drawn->from < diagram->elements.n && (size_t)drawn->to < diagram->elements.n;
	if (drawn->kind != SW_DRAWN_FLOW || !attached || drawn->out_of_scope || drawn->from == drawn->to)
		return false;
	between->from = sw_match_of(flows->checking, &diagram->elements.v[drawn->from]);
	between->to = sw_match_of(flows->checking, &diagram->elements.v[drawn->to]);
	if (!is_comparable(flows, between->from, true) || !is_comparable(flows, between->to, false) || between->from == between->to)
		return false;
	find_sources(flows, between);
	between->targets = between->to->found;
	between->said = sw_flow_said(flows->checking->drawing->template, drawn);
	look_between(flows, between);
	return true;
}

static bool fits(const struct between *between, const struct sw_flow *flow) {
	return !sw_flow_other_port(&between->said, flow) && !sw_flow_other_encryption(&between->said, flow);
}

/* ── Differences ── */

static struct sw_drawn_difference *differ(struct sw_checking *checking, enum sw_difference_kind kind, const struct sw_drawn *drawn,
					  const struct sw_flow *found) {
	struct sw_drawn_difference *difference = sw_differ(checking, kind);
	if (drawn) {
		difference->drawn_id = drawn->id;
		difference->drawn = drawn->name;
	}
	if (found) {
		difference->found_id = found->id;
		difference->found = found->label;
		difference->at = found->at;
	}
	return difference;
}

/* "HTTPS" from Customer to Web frontend: people call many arrows the same. */
static struct sw_str called(struct sw_checking *checking, const struct between *between) {
	return sw_arena_printf(checking->arena, "%.*s (%.*s → %.*s)", SW_ARG(between->drawn->name), SW_ARG(between->from->drawn->name),
			       SW_ARG(between->to->drawn->name));
}

/* Networks are those of what it shares them with, or of the host: nobody knows. */
static bool on_no_network(const struct sw_found *found) {
	for (size_t i = 0; i < found->diagram->elements.n; i++)
		if (found->diagram->elements.v[i].kind == SW_ELEMENT_NETWORK && sw_draws_on(found->diagram, found->element, &found->diagram->elements.v[i]))
			return false;
	return true;
}

static bool share_network(const struct sw_found *a, const struct sw_found *b) {
	if (a->diagram != b->diagram)
		return false;
	for (size_t i = 0; i < a->diagram->elements.n; i++) {
		const struct sw_element *network = &a->diagram->elements.v[i];
		if (network->kind == SW_ELEMENT_NETWORK && sw_draws_on(a->diagram, a->element, network) && sw_draws_on(a->diagram, b->element, network))
			return true;
	}
	return on_no_network(a) || on_no_network(b);
}

static bool is_published(const struct flows *flows, size_t found) {
	for (size_t f = flows->checking->first_in[found]; f != SIZE_MAX; f = flows->checking->flows.v[f].next_in)
		if (flows->checking->flows.v[f].flow->published)
			return true;
	return false;
}

/* In one deployment at least. What is published can also be reached through the host. */
static bool can_reach(const struct flows *flows, size_t from, size_t to) {
	const struct sw_founds *founds = &flows->checking->check->found;
	if (kind_of(flows, from) != SW_ELEMENT_WORKLOAD || kind_of(flows, to) != SW_ELEMENT_WORKLOAD)
		return kind_of(flows, from) != SW_ELEMENT_STORE && kind_of(flows, to) != SW_ELEMENT_STORE;
	for (const struct sw_found *a = &founds->v[from]; a; a = a->again)
		for (const struct sw_found *b = &founds->v[to]; b; b = b->again)
			if (share_network(a, b))
				return true;
	return is_published(flows, to);
}

/* Why a flow that nothing shows cannot be there; NULL: it may be, hidden in the code. */
static const char *impossible(const struct flows *flows, const struct between *between) {
	bool outside = between->outside, workloads = true, stores = false;
	for (size_t i = 0; i < between->sources.n && !outside; i++)
		outside = kind_of(flows, between->sources.v[i]) == SW_ELEMENT_CLIENT;
	for (size_t i = 0; i < between->targets.n; i++) {
		workloads = workloads && (kind_of(flows, between->targets.v[i]) == SW_ELEMENT_WORKLOAD || kind_of(flows, between->targets.v[i]) == SW_ELEMENT_STORE);
		stores = stores || kind_of(flows, between->targets.v[i]) == SW_ELEMENT_STORE;
	}
	if (outside)
		return workloads ? "no port of it is published" : NULL;
	if (between->sources.n * between->targets.n > MOST_PAIRS)
		return NULL;
	for (size_t i = 0; i < between->sources.n; i++)
		for (size_t k = 0; k < between->targets.n; k++)
			if (can_reach(flows, between->sources.v[i], between->targets.v[k]))
				return NULL;
	for (size_t i = 0; i < between->sources.n; i++)
		stores = stores || kind_of(flows, between->sources.v[i]) == SW_ELEMENT_STORE;
	return stores ? "nothing mounts it" : "they share no network";
}

static void differs(struct flows *flows, struct between *between, const struct sw_flow *flow) {
	struct sw_checking *checking = flows->checking;
	struct sw_arena *arena = checking->arena;
	struct sw_str name = called(checking, between);
	if (sw_flow_other_encryption(&between->said, flow)) {
		bool encrypted = between->said.encrypted == SW_YES;
		struct sw_drawn_difference *difference = differ(checking, SW_DIFFERENCE_ENCRYPTION, between->drawn, flow);
		difference->drawn_value = encrypted ? SW_S("encrypted") : SW_S("in clear");
		difference->found_value = encrypted ? SW_S("in clear") : SW_S("encrypted");
		difference->message = sw_arena_printf(arena, "%.*s is drawn %.*s; found: %.*s, %.*s", SW_ARG(name), SW_ARG(difference->drawn_value),
						      SW_ARG(flow->label), SW_ARG(difference->found_value));
	}
	if (sw_flow_other_port(&between->said, flow)) {
		struct sw_drawn_difference *difference = differ(checking, SW_DIFFERENCE_PORT, between->drawn, flow);
		difference->drawn_value = sw_arena_printf(arena, "%u", between->said.ports[0]);
		difference->found_value = sw_arena_printf(arena, "%u", sw_flow_port(flow));
		difference->message = sw_arena_printf(arena, "%.*s is drawn to port %u; found: %.*s", SW_ARG(name), between->said.ports[0], SW_ARG(flow->label));
	}
}

/* What an arrow that fits nothing is held against: something that no other arrow stands for, and the like in port first. */
static size_t nearest(const struct flows *flows, const struct between *between) {
	size_t best = between->ahead.v[0];
	int most = -1;
	for (size_t i = 0; i < between->ahead.n; i++) {
		const struct sw_found_flow *flow = &flows->checking->flows.v[between->ahead.v[i]];
		int near = (flow->drawn ? 0 : 4) + (sw_flow_other_port(&between->said, flow->flow) ? 0 : 2) +
			   (sw_flow_other_encryption(&between->said, flow->flow) ? 0 : 1);
		if (near > most)
			best = between->ahead.v[i];
		most = near > most ? near : most;
	}
	return best;
}

static bool all_drawn(const struct flows *flows, const sw_found_list *list) {
	for (size_t i = 0; i < list->n; i++)
		if (!flows->checking->flows.v[list->v[i]].drawn)
			return false;
	return true;
}

static void check_without(struct flows *flows, struct between *between) {
	struct sw_checking *checking = flows->checking;
	const char *why = between->any ? NULL : impossible(flows, between);
	if (why) {
		struct sw_drawn_difference *difference = differ(checking, SW_DIFFERENCE_FLOW_NOT_FOUND, between->drawn, NULL);
		difference->at = sw_place_of(checking, between->targets.v[0]);
		difference->message = sw_arena_printf(checking->arena, "%.*s is drawn, and cannot be: %s", SW_ARG(called(checking, between)), why);
		return;
	}
	/* An arrow back beside an arrow there is an answer. */
	if (!between->back.n || between->drawn->both_ways || between->said.answer || all_drawn(flows, &between->back)) {
		for (size_t i = 0; i < between->back.n; i++)
			checking->flows.v[between->back.v[i]].drawn = true;
		return;
	}
	const struct sw_found_flow *back = &checking->flows.v[between->back.v[0]];
	struct sw_drawn_difference *difference = differ(checking, SW_DIFFERENCE_DIRECTION, between->drawn, back->flow);
	difference->message = sw_arena_printf(checking->arena, "%.*s is drawn the wrong way round: %.*s opens the connection", SW_ARG(called(checking, between)),
					      SW_ARG(between->to->drawn->name));
	for (size_t i = 0; i < between->back.n; i++)
		checking->flows.v[between->back.v[i]].drawn = true;
}

/* ── What is clicked about a connection ── */

/* YES: all that was found between the ends is encrypted. */
static enum sw_tri encryption_between(const struct flows *flows, const struct between *between) {
	enum sw_tri all = between->ahead.n ? SW_YES : SW_UNKNOWN;
	for (size_t i = 0; i < between->ahead.n; i++) {
		enum sw_tri one = sw_flow_encryption(flows->checking->flows.v[between->ahead.v[i]].flow);
		all = one == SW_NO || all == SW_NO ? SW_NO : one == SW_YES ? all : SW_UNKNOWN;
	}
	return all;
}

/* YES: a part of it comes through a published port. */
static enum sw_tri published_between(const struct flows *flows, const struct between *between) {
	enum sw_tri is = between->ahead.n ? SW_NO : SW_UNKNOWN;
	for (size_t i = 0; i < between->ahead.n; i++) {
		const struct sw_found_flow *flow = &flows->checking->flows.v[between->ahead.v[i]];
		is = flow->flow->published ? SW_YES : is == SW_YES || is_talk(flows, flow) ? is : SW_UNKNOWN;
	}
	return is;
}

static void measure_property(struct flows *flows, const struct between *between, struct sw_drawn_property *property) {
	static const struct sw_measured encrypted = {0}, reached = {.holds = "Internet", .fails = "Internal"};
	struct sw_checking *checking = flows->checking;
	bool encrypts = sw_str_contains_nocase(property->label, SW_S("encrypted")) || sw_str_contains_nocase(property->label, SW_S("confidentiality"));
	bool reaches = sw_str_contains_nocase(property->label, SW_S("access"));
	enum sw_tri is = encrypts ? encryption_between(flows, between) : reaches ? published_between(flows, between) : SW_UNKNOWN;
	const struct sw_measured *row = encrypts ? &encrypted : &reached;
	size_t index = property->kind == SW_PROPERTY_LIST ? sw_measured_choice(row, property, is) : SIZE_MAX;
	if (index == SIZE_MAX || property->chosen == (int32_t)index)
		return;
	/* A wrong yes about encryption is told as such. */
	if (reaches && sw_measured_said(row, property->value) != SW_UNKNOWN) {
		struct sw_drawn_difference *difference = differ(checking, SW_DIFFERENCE_PROPERTY, between->drawn, checking->flows.v[between->ahead.v[0]].flow);
		difference->property = property->label;
		difference->drawn_value = property->value;
		difference->found_value = property->values.v[index];
		difference->message = sw_arena_printf(checking->arena, "%.*s: \"%.*s\" is drawn as %.*s; measured: %.*s", SW_ARG(called(checking, between)),
						      SW_ARG(property->label), SW_ARG(property->value), SW_ARG(difference->found_value));
	}
	property->chosen = (int32_t)index;
	property->value = property->values.v[index];
	checking->check->measured++;
}

/* First what fits is marked, then what does not fit is told: an arrow must not be held against what another one shows. */
static void check_drawn(struct flows *flows, const struct sw_drawn_diagram *diagram, struct sw_drawn *drawn, bool tell) {
	struct sw_checking *checking = flows->checking;
	struct between between;
	bool fit = false;
	if (!look(flows, diagram, drawn, &between))
		return;
	for (size_t i = 0; i < between.ahead.n; i++) {
		struct sw_found_flow *flow = &checking->flows.v[between.ahead.v[i]];
		bool fits_this = fits(&between, flow->flow);
		flow->drawn = flow->drawn || fits_this;
		fit = fit || fits_this;
	}
	for (size_t i = 0; tell && !checking->ours && i < drawn->properties.n; i++)
		measure_property(flows, &between, &drawn->properties.v[i]);
	if (!tell || fit)
		return;
	if (!between.ahead.n) {
		check_without(flows, &between);
		return;
	}
	struct sw_found_flow *flow = &checking->flows.v[nearest(flows, &between)];
	differs(flows, &between, flow->flow);
	flow->drawn = true;
}

static bool worth_drawing(const struct flows *flows, const struct sw_found_flow *flow) {
	const struct sw_checking *checking = flows->checking;
	const struct sw_element *from = checking->check->found.v[flow->from].element, *to = checking->check->found.v[flow->to].element;
	bool shown = flow->flow->grade == SW_GRADE_CONFIGURED || flow->flow->grade == SW_GRADE_OBSERVED;
	if (!shown || !checking->stands[flow->to] || sw_need_not_be_drawn(checking, from) || sw_need_not_be_drawn(checking, to))
		return false;
	/* A way in from outside is worth drawing even where nobody outside is drawn. */
	return (checking->stands[flow->from] || (flow->flow->published && !checking->ours)) && checking->stands[flow->from] != checking->stands[flow->to];
}

static bool is_uncertain(const struct sw_checking *checking, size_t found) {
	return checking->stands[found] && !checking->check->matches.v[checking->stands[found] - 1].found.n;
}

static void check_found(struct flows *flows, const struct sw_found_flow *flow) {
	struct sw_checking *checking = flows->checking;
	const struct sw_found *from = &checking->check->found.v[flow->from], *to = &checking->check->found.v[flow->to];
	if (!worth_drawing(flows, flow) || is_uncertain(checking, flow->from) || is_uncertain(checking, flow->to))
		return;
	struct sw_drawn_difference *difference = differ(checking, SW_DIFFERENCE_FLOW_NOT_DRAWN, NULL, flow->flow);
	const char *verb = kind_of(flows, flow->to) == SW_ELEMENT_STORE ? "uses" : flow->flow->published ? "reach" : "connects to";
	difference->message = sw_arena_printf(checking->arena, "%.*s %s %.*s (%.*s), which %s", SW_ARG(from->element->name), verb, SW_ARG(to->element->name),
					      SW_ARG(flow->flow->label), flow->crossed ? "no arrow between them shows" : "is not drawn");
}

/* The same for a flow of several deployments. */
static struct sw_str key_of(struct sw_checking *checking, const struct sw_found_flow *flow) {
	return sw_arena_printf(checking->arena, "%zu %zu %.*s", flow->from, flow->to, SW_ARG(flow->flow->label));
}

void sw_check_flows(struct sw_checking *checking) {
	struct flows flows = {.checking = checking, .in_targets = SW_NEW_ARRAY(checking->arena, size_t, checking->check->found.n + 1)};
	struct sw_map told = {0};
	for (size_t i = 0; i < checking->check->found.n; i++) {
		enum sw_element_kind kind = kind_of(&flows, i);
		if (kind == SW_ELEMENT_CLIENT || kind == SW_ELEMENT_OPERATOR)
			*sw_push(checking->arena, kind == SW_ELEMENT_CLIENT ? &flows.clients : &flows.operators) = i;
	}
	for (int tell = 0; tell < 2; tell++)
		for (size_t d = 0; d < checking->drawing->diagrams.n; d++)
			for (size_t i = 0; i < checking->drawing->diagrams.v[d].elements.n; i++)
				check_drawn(&flows, &checking->drawing->diagrams.v[d], &checking->drawing->diagrams.v[d].elements.v[i], tell);
	for (size_t i = 0; i < checking->flows.n; i++)
		if (checking->flows.v[i].drawn)
			sw_map_put(checking->arena, &told, key_of(checking, &checking->flows.v[i]), checking);
	for (size_t i = 0; i < checking->flows.n; i++)
		if (!sw_map_put(checking->arena, &told, key_of(checking, &checking->flows.v[i]), checking))
			check_found(&flows, &checking->flows.v[i]);
}
