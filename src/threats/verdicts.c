/* Which verdicts speak about an element. */
#include "facts/check.h"
#include "threats/judge.h"

static bool mounts(const struct sw_diagram *diagram, const struct sw_element *store, const struct sw_element *workload) {
	for (size_t i = 0; i < diagram->flows.n; i++)
		if (&diagram->elements.v[diagram->flows.v[i].from] == workload && &diagram->elements.v[diagram->flows.v[i].to] == store)
			return true;
	return false;
}

static bool member(const struct sw_element *network, const struct sw_element *workload) {
	const struct sw_workload *facts = workload->service->workload;
	for (size_t i = 0; i < facts->networks.n; i++)
		if (sw_str_eq(facts->networks.v[i].name, network->name))
			return true;
	return false;
}

bool sw_judge_concerns(const struct sw_judge *judge, const struct sw_element *element, const struct sw_element *workload) {
	const struct sw_service *service = workload->service;
	if (!service)
		return false;
	switch ((int)element->kind) {
	case SW_ELEMENT_WORKLOAD:
		return element == workload;
	case SW_ELEMENT_IMAGE:
		return service->image == element->subject;
	case SW_ELEMENT_BUILD:
		return element->subject && service->target && service->target->subject == element->subject;
	case SW_ELEMENT_STORE:
		return mounts(judge->diagram, element, workload);
	case SW_ELEMENT_NETWORK:
		return member(element, workload);
	default:
		return true;
	}
}

/* A build's own verdicts stand at the build; a workload adds what its file says about the build, and takes over what its
 * build says about the image. */
static bool speaks(const struct sw_judge *judge, const struct sw_element *element, const struct sw_verdict *verdict) {
	const struct sw_subject_row *row = sw_subject_get(judge->system, verdict->subject);
	bool wide = element->kind != SW_ELEMENT_WORKLOAD && element->kind != SW_ELEMENT_BUILD && element->kind != SW_ELEMENT_IMAGE &&
		    element->kind != SW_ELEMENT_STORE;
	if (row->kind == SW_SUBJECT_DEPLOYMENT)
		return wide && row->deployment == judge->diagram->deployment;
	if (row->kind == SW_SUBJECT_BUILD) {
		if (element->kind == SW_ELEMENT_BUILD)
			return element->subject == verdict->subject;
		if (element->kind == SW_ELEMENT_WORKLOAD)
			return verdict->check->on == SW_ON_BUILD && element->service->target &&
			       element->service->target->subject == verdict->subject;
		for (size_t i = 0; wide && i < judge->diagram->elements.n; i++)
			if (judge->diagram->elements.v[i].kind == SW_ELEMENT_BUILD && judge->diagram->elements.v[i].subject == verdict->subject)
				return true;
		return false;
	}
	if (row->kind != SW_SUBJECT_WORKLOAD || row->deployment != judge->diagram->deployment)
		return false;
	if (element->kind == SW_ELEMENT_BUILD && verdict->check->on != SW_ON_WORKLOAD)
		return false;
	const void *place = sw_map_get(&judge->workloads, row->id);
	return place && sw_judge_concerns(judge, element, place);
}

void sw_judge_verdicts(const struct sw_judge *judge, const struct sw_element *element, struct sw_str check,
		       sw_verdict_fn *each, void *context) {
	const struct sw_verdict_range *range = sw_map_get(&judge->checks, check);
	if (!range)
		return;
	/* The common case, a workload's own row, is found by its subject; the others look at all. */
	size_t low = range->first, high = range->first + range->count;
	if (element->kind == SW_ELEMENT_WORKLOAD || element->kind == SW_ELEMENT_BUILD) {
		sw_subject wanted[2] = {element->subject, element->service && element->service->target ? element->service->target->subject : 0};
		bool build_rows = element->kind == SW_ELEMENT_BUILD;
		for (unsigned w = 0; w < 2 && !build_rows; w++) {
			size_t from = low, to = high;
			while (wanted[w] && from < to) {
				size_t middle = from + (to - from) / 2;
				if (judge->findings->verdicts.v[middle].subject < wanted[w])
					from = middle + 1;
				else
					to = middle;
			}
			if (wanted[w] && from < high && judge->findings->verdicts.v[from].subject == wanted[w] &&
			    speaks(judge, element, &judge->findings->verdicts.v[from]))
				each(context, &judge->findings->verdicts.v[from]);
		}
		if (!build_rows)
			return;
	}
	for (size_t i = low; i < high; i++)
		if (speaks(judge, element, &judge->findings->verdicts.v[i]))
			each(context, &judge->findings->verdicts.v[i]);
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

void sw_judge_diagram(struct sw_judge *judge, const struct sw_diagram *diagram) {
	judge->diagram = diagram;
	judge->workloads = (struct sw_map){0};
	for (size_t i = 0; i < diagram->elements.n; i++)
		if (diagram->elements.v[i].service)
			sw_map_put(judge->arena, &judge->workloads, diagram->elements.v[i].id, &diagram->elements.v[i]);
}

bool sw_judge_published(const struct sw_judge *judge, const struct sw_element *workload, const struct sw_flow **flow) {
	for (size_t i = 0; i < judge->diagram->flows.n; i++)
		if (judge->diagram->flows.v[i].published && &judge->diagram->elements.v[judge->diagram->flows.v[i].to] == workload) {
			if (flow)
				*flow = &judge->diagram->flows.v[i];
			return true;
		}
	return false;
}
