/* Which verdicts speak about an element. */
#include "facts/check.h"
#include "threats/judge.h"

bool sw_judge_wide(const struct sw_element *element) {
	switch ((int)element->kind) {
	case SW_ELEMENT_WORKLOAD: case SW_ELEMENT_IMAGE: case SW_ELEMENT_BUILD: case SW_ELEMENT_STORE: case SW_ELEMENT_NETWORK:
		return false;
	default:
		return true;
	}
}

static const struct sw_element_index *index_of(const struct sw_judge *judge, const struct sw_element *element) {
	return &judge->index[element - judge->diagram->elements.v];
}

const sw_numbers *sw_judge_users(const struct sw_judge *judge, const struct sw_element *element) {
	return &index_of(judge, element)->users;
}

bool sw_judge_published(const struct sw_judge *judge, const struct sw_element *workload, const struct sw_flow **flow) {
	const struct sw_flow *published = index_of(judge, workload)->published;
	if (published && flow)
		*flow = published;
	return published != NULL;
}

const struct sw_verdict *sw_judge_verdict(const struct sw_judge *judge, const struct sw_verdict_range *range, sw_subject subject) {
	size_t low = range->first, end = range->first + range->count, high = end;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (judge->findings->verdicts.v[middle].subject < subject)
			low = middle + 1;
		else
			high = middle;
	}
	const struct sw_verdict *verdict = low < end ? &judge->findings->verdicts.v[low] : NULL;
	return verdict && verdict->subject == subject ? verdict : NULL;
}

static void speak(const struct sw_judge *judge, const struct sw_verdict_range *range, sw_subject subject, sw_verdict_fn *each, void *context) {
	const struct sw_verdict *verdict = subject ? sw_judge_verdict(judge, range, subject) : NULL;
	if (verdict)
		each(context, verdict);
}

/* All that stands in the diagram; of the repository also what its other files say. */
static void speak_all(const struct sw_judge *judge, const struct sw_element *element, const struct sw_verdict_range *range,
		      sw_verdict_fn *each, void *context) {
	for (size_t i = range->first; i < range->first + range->count; i++) {
		const struct sw_verdict *verdict = &judge->findings->verdicts.v[i];
		bool own = element->kind == SW_ELEMENT_REPOSITORY &&
			   sw_subject_get(judge->system, verdict->subject)->kind == SW_SUBJECT_REPOSITORY;
		if (own || judge->element_of[verdict->subject] || verdict->subject == judge->diagram->subject)
			each(context, verdict);
	}
}

void sw_judge_verdicts(const struct sw_judge *judge, const struct sw_element *element, struct sw_str check,
		       sw_verdict_fn *each, void *context) {
	const struct sw_verdict_range *range = sw_map_get(&judge->checks, check);
	if (!range)
		return;
	const struct sw_check *row = judge->findings->verdicts.v[range->first].check;
	if (sw_judge_wide(element)) {
		speak_all(judge, element, range, each, context);
		return;
	}
	if (element->kind == SW_ELEMENT_NETWORK)
		speak(judge, range, judge->diagram->subject, each, context);
	/* A build's own verdicts stand at the build; a workload takes over what its build says about the image. */
	if (element->kind == SW_ELEMENT_BUILD)
		speak(judge, range, element->subject, each, context);
	if (element->kind == SW_ELEMENT_WORKLOAD && row->on == SW_ON_BUILD && element->service->target)
		speak(judge, range, element->service->target->subject, each, context);
	/* The same of an image at rest, which is judged by its history, too. */
	if (element->kind == SW_ELEMENT_WORKLOAD && (row->on == SW_ON_IMAGE || row->on == SW_ON_BUILD))
		speak(judge, range, element->service->image, each, context);
	/* How a service is started and confined is no matter of its build. */
	if (element->kind == SW_ELEMENT_BUILD && !row->of_build)
		return;
	const sw_numbers *users = sw_judge_users(judge, element);
	for (size_t i = 0; i < users->n; i++)
		speak(judge, range, judge->diagram->elements.v[users->v[i]].subject, each, context);
}

static struct sw_str site_key(struct sw_arena *arena, const char *check, struct sw_span at, sw_subject subject) {
	return at.source ? sw_arena_printf(arena, "%s %u %u %u", check, at.source, at.start, at.end)
			 : sw_arena_printf(arena, "%s of %u", check, subject);
}

const struct sw_finding *sw_judge_finding(const struct sw_judge *judge, const struct sw_verdict *verdict, const struct sw_site *site) {
	return sw_map_get(&judge->sites, site_key(judge->arena, verdict->check->id, site->at, verdict->subject));
}

void sw_judge_index(struct sw_judge *judge) {
	const struct sw_findings *findings = judge->findings;
	for (size_t i = 0; i < findings->verdicts.n; i++) {
		struct sw_str id = sw_str_of(findings->verdicts.v[i].check->id);
		struct sw_verdict_range *range = sw_map_get(&judge->checks, id);
		if (!range) {
			range = SW_NEW(judge->arena, struct sw_verdict_range);
			range->first = i;
			sw_map_put(judge->arena, &judge->checks, id, range);
		}
		range->count++;
	}
	for (size_t i = 0; i < findings->findings.n; i++) {
		const struct sw_finding *finding = &findings->findings.v[i];
		sw_map_put(judge->arena, &judge->sites, site_key(judge->arena, finding->check->id, finding->site->at, finding->subject),
			   (void *)(uintptr_t)finding);
	}
}

static void index_flows(struct sw_judge *judge) {
	const struct sw_diagram *diagram = judge->diagram;
	for (uint32_t i = 0; i < diagram->flows.n; i++) {
		const struct sw_flow *flow = &diagram->flows.v[i];
		struct sw_str what = sw_str_from(flow->id, sw_str_rfind_byte(flow->id, ':') + 1);
		*sw_push(judge->arena, &judge->index[flow->from].flows) = i;
		if (flow->to != flow->from)
			*sw_push(judge->arena, &judge->index[flow->to].flows) = i;
		if (flow->published && !judge->index[flow->to].published)
			judge->index[flow->to].published = flow;
		if (!sw_map_get(&judge->first_flow, what))
			sw_map_put(judge->arena, &judge->first_flow, what, (void *)(uintptr_t)(i + 1));
	}
}

static void add_user(struct sw_judge *judge, uint32_t element, uint32_t workload) {
	sw_numbers *users = &judge->index[element].users;
	if (!users->n || users->v[users->n - 1] != workload)
		*sw_push(judge->arena, users) = workload;
}

static void index_users(struct sw_judge *judge) {
	const struct sw_diagram *diagram = judge->diagram;
	struct sw_map images = {0}; /* id → index + 1 */
	for (uint32_t i = 0; i < diagram->elements.n; i++) {
		const struct sw_element *element = &diagram->elements.v[i];
		if (element->subject && (element->kind == SW_ELEMENT_WORKLOAD || element->kind == SW_ELEMENT_BUILD))
			judge->element_of[element->subject] = i + 1;
		if (element->kind == SW_ELEMENT_IMAGE)
			sw_map_put(judge->arena, &images, element->id, (void *)(uintptr_t)(i + 1));
	}
	for (uint32_t w = 0; w < diagram->elements.n; w++) {
		const struct sw_service *service = diagram->elements.v[w].service;
		if (!service)
			continue;
		add_user(judge, w, w);
		if (service->target && judge->element_of[service->target->subject])
			add_user(judge, judge->element_of[service->target->subject] - 1, w);
		size_t image = service->image ? (uintptr_t)sw_map_get(&images, sw_subject_get(judge->system, service->image)->id) : 0;
		if (image)
			add_user(judge, (uint32_t)image - 1, w);
		for (size_t f = 0; f < judge->index[w].flows.n; f++) {
			const struct sw_flow *flow = &diagram->flows.v[judge->index[w].flows.v[f]];
			if (flow->from == w && diagram->elements.v[flow->to].kind == SW_ELEMENT_STORE)
				add_user(judge, flow->to, w);
		}
	}
	for (uint32_t n = 0; n < diagram->elements.n; n++)
		for (uint32_t w = 0; diagram->elements.v[n].kind == SW_ELEMENT_NETWORK && w < diagram->elements.n; w++)
			if (diagram->elements.v[w].service && sw_draws_on(diagram, &diagram->elements.v[w], &diagram->elements.v[n]))
				add_user(judge, n, w);
}

void sw_judge_diagram(struct sw_judge *judge, const struct sw_diagram *diagram) {
	judge->diagram = diagram;
	judge->element_of = SW_NEW_ARRAY(judge->arena, uint32_t, judge->system->subjects.n + 1);
	judge->index = SW_NEW_ARRAY(judge->arena, struct sw_element_index, diagram->elements.n + 1);
	judge->first_flow = (struct sw_map){0};
	index_flows(judge);
	index_users(judge);
}
