/* Who answers for a row: whoever decided about it; an annotation of the element or of whoever uses it; the owners of the
 * file that its evidence stands in; the owner of the deployment. What the platform brings belongs to the platform's team. */
#include "facts/check.h"
#include "knowledge/codeowners.h"
#include "threats/judge.h"

/* What nobody in the project wrote: base images, and what runs them. */
static bool of_platform(const struct sw_element *element) {
	switch ((int)element->kind) {
	case SW_ELEMENT_IMAGE: case SW_ELEMENT_ENGINE: case SW_ELEMENT_KERNEL: case SW_ELEMENT_REGISTRY: case SW_ELEMENT_PUBLISHER:
	case SW_ELEMENT_OPERATOR:
		return true;
	default:
		return false;
	}
}

/* What is not annotated itself belongs to whoever uses it. */
static struct sw_str of_users(const struct sw_judge *judge, const struct sw_element *element) {
	const sw_numbers *users = sw_judge_users(judge, element);
	for (size_t i = 0; i < users->n; i++)
		if (judge->diagram->elements.v[users->v[i]].owner.n)
			return judge->diagram->elements.v[users->v[i]].owner;
	return (struct sw_str){0};
}

static struct sw_span evidence_of(const struct sw_judge *judge, const struct sw_threat *threat) {
	for (size_t i = 0; i < threat->weaknesses.n; i++)
		if (threat->weaknesses.v[i].at.source)
			return threat->weaknesses.v[i].at;
	for (size_t i = 0; i < threat->controls.n; i++)
		if (threat->controls.v[i].at.source)
			return threat->controls.v[i].at;
	sw_subject subject = judge->diagram->elements.v[threat->element].subject;
	return subject ? sw_subject_get(judge->system, subject)->at : (struct sw_span){0};
}

static struct sw_str of_file(struct sw_judge *judge, const struct sw_threat *threat) {
	const struct sw_codeowners *owners = &judge->system->config->codeowners;
	const struct sw_source *source = owners->rules.n ? sw_source_of(&judge->system->sources, evidence_of(judge, threat)) : NULL;
	if (!source)
		return (struct sw_str){0};
	struct sw_str *known = sw_map_get(&judge->code_owners, source->path);
	if (!known) {
		struct sw_span at;
		known = SW_NEW(judge->arena, struct sw_str);
		*known = sw_codeowners_of(judge->arena, owners, source->path, &at);
		sw_map_put(judge->arena, &judge->code_owners, source->path, known);
	}
	return *known;
}

static struct sw_str of_deployment(const struct sw_judge *judge) {
	const struct sw_owners *owners = &judge->system->config->owners;
	for (size_t i = 0; i < owners->deployments.n; i++)
		if (sw_str_eq(owners->deployments.v[i].of.text, judge->diagram->name))
			return owners->deployments.v[i].team.text;
	return owners->otherwise.text;
}

struct sw_str sw_judge_owner(struct sw_judge *judge, const struct sw_threat *threat) {
	const struct sw_element *element = &judge->diagram->elements.v[threat->element];
	struct sw_str owner = threat->decision ? threat->decision->owner.text : (struct sw_str){0};
	if (!owner.n)
		owner = element->owner;
	if (!owner.n && of_platform(element))
		owner = judge->system->config->owners.platform.text;
	if (!owner.n)
		owner = of_users(judge, element);
	if (!owner.n)
		owner = of_file(judge, threat);
	return owner.n ? owner : of_deployment(judge);
}
