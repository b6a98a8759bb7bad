/* Priority is a lookup: likelihood by the steps of the best enabled attacker, impact by the most valuable thing reached
 * without a further unknown exploit. */
#include "knowledge/images.h"
#include "threats/judge.h"

/* [likelihood - 1][impact - 1] */
static const enum sw_severity table[4][4] = {
	{SW_INFO, SW_LOW, SW_LOW, SW_MEDIUM},
	{SW_LOW, SW_LOW, SW_MEDIUM, SW_HIGH},
	{SW_LOW, SW_MEDIUM, SW_HIGH, SW_CRITICAL},
	{SW_MEDIUM, SW_HIGH, SW_CRITICAL, SW_CRITICAL},
};

struct weight {
	uint8_t value;
	struct sw_str why;
};

static struct weight at_workload(const struct sw_judge *judge, const struct sw_element *workload) {
	const struct sw_flow *flow = NULL;
	if (sw_judge_published(judge, workload, &flow)) {
		bool internet = sw_str_is(workload->exposure, "internet");
		return (struct weight){internet ? 4 : 3, sw_arena_printf(judge->arena, "%s (%.*s:%.*s is published)", internet ? "now, from outside" : "one step",
									SW_ARG(workload->name), SW_ARG(flow->label))};
	}
	if (sw_str_is(workload->exposure, "internet"))
		return (struct weight){4, sw_arena_printf(judge->arena, "now, from outside (%.*s is said to be on the internet)", SW_ARG(workload->name))};
	return (struct weight){2, sw_arena_printf(judge->arena, "a foothold in %.*s", SW_ARG(workload->name))};
}

/* The most exposed of the workloads that an element is about. */
static struct weight most_exposed(const struct sw_judge *judge, const struct sw_element *element, uint8_t otherwise) {
	struct weight best = {otherwise, SW_S("a foothold on the host")};
	const sw_numbers *users = sw_judge_users(judge, element);
	for (size_t i = 0; i < users->n; i++) {
		struct weight weight = at_workload(judge, &judge->diagram->elements.v[users->v[i]]);
		if (i == 0 || weight.value > best.value)
			best = weight;
	}
	return best;
}

static struct weight likelihood(const struct sw_judge *judge, const struct sw_threat *threat, const struct sw_element *element) {
	struct sw_str start = sw_str_of(threat->kind->start);
	if (sw_str_is(start, "supply"))
		return (struct weight){1, SW_S("a publisher or a man in the middle")};
	if (sw_str_is(start, "repository"))
		return (struct weight){3, SW_S("one step (a reader of the repository)")};
	if (sw_str_is(start, "admin"))
		return (struct weight){1, SW_S("an administrator")};
	if (sw_str_is(start, "nobody"))
		return (struct weight){1, SW_S("no attacker needed, rare")};
	if (element->kind == SW_ELEMENT_KERNEL)
		return (struct weight){1, SW_S("an exploit nobody knows yet")};
	/* The engine's API itself listens: nobody needs a foothold first. */
	if (element->kind == SW_ELEMENT_ENGINE)
		return (struct weight){3, SW_S("one step (the host's network)")};
	return most_exposed(judge, element, 2);
}

static uint8_t by_class(uint8_t classification, uint8_t otherwise) {
	static const uint8_t impact[] = {0, 1, 2, 3, 4};
	return classification ? impact[classification] : otherwise;
}

static struct weight stored(const struct sw_judge *judge, const struct sw_element *element) {
	if (element->stores_data)
		return (struct weight){by_class(element->classification, 3), element->data.n
			? sw_arena_printf(judge->arena, "stored data (%.*s)", SW_ARG(element->data)) : SW_S("stored data")};
	return (struct weight){2, SW_S("the service itself")};
}

static struct weight impact(const struct sw_judge *judge, const struct sw_threat *threat, const struct sw_element *element) {
	struct sw_str reach = sw_str_of(threat->kind->reach);
	if (sw_str_is(reach, "host"))
		return (struct weight){4, SW_S("the host")};
	if (sw_str_is(reach, "others"))
		return (struct weight){3, SW_S("other workloads")};
	if (sw_str_is(reach, "credential"))
		return (struct weight){3, SW_S("a credential")};
	if (sw_str_is(reach, "store"))
		return stored(judge, element);
	if (sw_str_is(reach, "availability"))
		return (struct weight){2, SW_S("availability")};
	if (sw_str_is(reach, "data"))
		return (struct weight){by_class(element->classification, 2), SW_S("data on the way")};
	if (sw_str_is(reach, "trace")) {
		/* What goes untraced, less one. */
		uint8_t value = element->kind == SW_ELEMENT_ENGINE ? 3 : element->kind == SW_ELEMENT_REGISTRY ? 2 : 1;
		return (struct weight){value, SW_S("traceability")};
	}
	return (struct weight){2, SW_S("the service itself")};
}

void sw_judge_priority(const struct sw_judge *judge, struct sw_threat *threat) {
	const struct sw_element *element = &judge->diagram->elements.v[threat->element];
	struct weight start = likelihood(judge, threat, element), end = impact(judge, threat, element);
	threat->likelihood = start.value;
	threat->impact = end.value;
	threat->priority = table[start.value - 1][end.value - 1];
	const char *cap = "";
	if (threat->state == SW_STATE_WEAK && threat->priority > SW_MEDIUM) {
		threat->priority = SW_MEDIUM;
		cap = "; weak counts at most medium";
	}
	threat->priority_why = sw_arena_printf(judge->arena, "%s = %.*s × %.*s%s%s", sw_severity_name(threat->priority), SW_ARG(start.why),
					       SW_ARG(end.why), cap, threat->presumed ? "; assumed" : "");
}
