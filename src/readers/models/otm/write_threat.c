#include "facts/stride.h"
#include "formats/json_write.h"
#include "readers/models/fate.h"
#include "readers/models/nodes.h"
#include "readers/models/otm/write.h"

static const char *const states[] = {
	[SW_FATE_OPEN] = "exposed", [SW_FATE_REVIEW] = "needs-investigation", [SW_FATE_PARTLY] = "partly-mitigated",
	[SW_FATE_MITIGATED] = "mitigated", [SW_FATE_NOT_APPLICABLE] = "not-applicable", [SW_FATE_ACCEPTED] = "accepted",
	[SW_FATE_TRANSFERRED] = "transferred", [SW_FATE_AVOIDED] = "avoided", [SW_FATE_ELIMINATED] = "eliminated",
	[SW_FATE_UNKNOWN] = "exposed"};

static const struct sw_node *get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_OTM_DIALECT);
}

/* Likelihood and impact that our reader takes for that word; unknown ones are in the middle. */
static double rating_of(struct sw_str priority) {
	return sw_str_is_nocase(priority, "Critical") ? 100
	       : sw_str_is_nocase(priority, "High")   ? 85
	       : sw_str_is_nocase(priority, "Medium") ? 65
	       : sw_str_is_nocase(priority, "Low")    ? 30
						      : 50;
}

static struct sw_node *categories_of(struct sw_otm_writing *writing, const struct sw_drawn_threat *threat) {
	struct sw_arena *arena = writing->arena;
	struct sw_node *list = sw_node_make(arena, SW_NODE_LIST);
	if (threat->stride.n > 1)
		for (size_t i = 0; i < threat->stride.n; i++)
			if (sw_stride_name(threat->stride.p[i]))
				sw_node_add(arena, list, sw_node_text(arena, sw_str_of(sw_stride_name(threat->stride.p[i]))));
	if (!list->count && threat->category.n)
		sw_node_add(arena, list, sw_node_text(arena, threat->category));
	else if (!list->count && threat->stride.n && sw_stride_name(threat->stride.p[0]))
		sw_node_add(arena, list, sw_node_text(arena, sw_str_of(sw_stride_name(threat->stride.p[0]))));
	return list;
}

/* What people call a column of their own. */
static struct sw_str label_of(struct sw_otm_writing *writing, struct sw_str key) {
	const struct sw_template *template = writing->drawing->template;
	for (size_t i = 0; template && i < template->data.n; i++)
		if (sw_str_eq(template->data.v[i].name, key) && template->data.v[i].label.n)
			return template->data.v[i].label;
	return key;
}

static void say_columns(struct sw_otm_writing *writing, const struct sw_drawn_threat *threat, struct sw_node *kind) {
	for (size_t i = 0; i < threat->data_count; i++)
		if (!sw_listed(threat->data[i].key, "Title UserThreatCategory UserThreatShortDescription UserThreatDescription "
						    "StateInformation InteractionString PossibleMitigations Priority"))
			sw_otm_say_attribute(writing, kind, label_of(writing, threat->data[i].key), threat->data[i].value);
	for (size_t i = 0; i < threat->extras.n; i++)
		sw_otm_say_attribute(writing, kind, threat->extras.v[i].key, threat->extras.v[i].value);
}

/* An entry of the model's threats that says all that this one says; its id is not known yet. */
static struct sw_node *make_kind(struct sw_otm_writing *writing, const struct sw_drawn_threat *threat) {
	struct sw_arena *arena = writing->arena;
	struct sw_node *kind = sw_node_make(arena, SW_NODE_MAP), *risk = sw_node_make(arena, SW_NODE_MAP);
	struct sw_node *weaknesses = sw_node_make(arena, SW_NODE_LIST);
	sw_node_append(arena, kind, SW_S("id"), sw_node_make(arena, SW_NODE_NULL));
	sw_node_append(arena, kind, SW_S("name"), sw_node_text(arena, threat->title));
	if (threat->description.n)
		sw_node_append(arena, kind, SW_S("description"), sw_node_text(arena, threat->description));
	sw_node_append(arena, kind, SW_S("categories"), categories_of(writing, threat));
	for (size_t i = 0; i < threat->cwe.n; i++)
		sw_node_add(arena, weaknesses, sw_node_text(arena, sw_arena_printf(arena, "CWE-%u", (unsigned)threat->cwe.v[i])));
	if (weaknesses->count)
		sw_node_append(arena, kind, SW_S("cwes"), weaknesses);
	sw_node_append(arena, risk, SW_S("likelihood"), sw_node_number(arena, rating_of(threat->priority)));
	sw_node_append(arena, risk, SW_S("impact"), sw_node_number(arena, rating_of(threat->priority)));
	sw_node_append(arena, kind, SW_S("risk"), risk);
	sw_otm_say_attribute(writing, kind, SW_S("priority"), threat->priority);
	sw_otm_say_attribute(writing, kind, SW_S("justification"), threat->justification);
	sw_otm_say_attribute(writing, kind, SW_S("categoryText"), threat->short_text);
	sw_otm_say_attribute(writing, kind, SW_S("interaction"), threat->interaction);
	say_columns(writing, threat, kind);
	return kind;
}

static void tell_losses(struct sw_otm_writing *writing, const struct sw_drawn_threat *threat) {
	static const char why[] = "the Open Threat Model has no place for it";
	if (threat->number)
		sw_lost(writing->losses, "threat", threat->title, SW_S("its number"), why);
	if (threat->changed_by.n)
		sw_lost(writing->losses, "threat", threat->title, SW_S("who changed it"), why);
	if (sw_drawn_is_touched(threat))
		sw_lost(writing->losses, "threat", threat->title, SW_S("when it was changed"), why);
	if (threat->stale)
		sw_lost(writing->losses, "threat", threat->title, SW_S("that its rule does not generate it any more"), why);
	if (rating_of(threat->priority) == 50)
		sw_lost(writing->losses, "threat", threat->title, SW_S("how likely and bad it is, written as 50"),
			"the format wants numbers, and the model has none");
}

/* Threats that say the same share an entry: under the id of their type where that is free, else of the first of them. */
static struct sw_str kind_id(struct sw_otm_writing *writing, const struct sw_drawn_threat *threat) {
	struct sw_arena *arena = writing->arena;
	struct sw_node *kind = make_kind(writing, threat);
	struct sw_node *holder = sw_node_make(arena, SW_NODE_MAP);
	sw_node_append(arena, holder, SW_S("type"), sw_node_text(arena, threat->type));
	sw_node_append(arena, holder, SW_S("kind"), kind);
	struct sw_str says = sw_node_line(arena, holder, SW_OTM_DIALECT);
	const struct sw_node *known = sw_map_get(&writing->kinds, says);
	tell_losses(writing, threat);
	if (known)
		return sw_exact(get(known, "id"));
	struct sw_str wanted = threat->type.n ? threat->type : threat->key, id = wanted;
	if (sw_map_get(&writing->kind_ids, id))
		id = threat->key;
	for (unsigned i = 2; sw_map_get(&writing->kind_ids, id); i = ++writing->suffix)
		id = sw_arena_printf(arena, "%.*s#%u", SW_ARG(wanted), i);
	sw_map_put(arena, &writing->kind_ids, id, kind);
	sw_map_put(arena, &writing->kinds, says, kind);
	sw_node_put(arena, kind, "id", sw_node_text(arena, id));
	sw_node_add(arena, writing->threats_node, kind);
	return id;
}

/* Whether the entry that it referred to still says what it says. */
static bool still_says(struct sw_otm_writing *writing, const struct sw_drawn_threat *threat) {
	const struct sw_node *kind = sw_map_get(&writing->old_kinds, threat->type);
	struct sw_drawn_threat before = {.title = threat->type};
	if (kind)
		sw_otm_kind_of_threat(&writing->f, kind, &before);
	return sw_str_eq(before.title, threat->title) && sw_str_eq(before.description, threat->description) &&
	       sw_str_eq(before.category, threat->category) && sw_str_eq(before.priority, threat->priority) &&
	       sw_str_eq(before.justification, threat->justification);
}

/* What stops it as text becomes a mitigation of its own. */
static struct sw_str mitigation_id(struct sw_otm_writing *writing, const struct sw_drawn_threat *threat, struct sw_str kind) {
	struct sw_arena *arena = writing->arena;
	struct sw_str id = sw_arena_printf(arena, "%.*s-mitigation", SW_ARG(kind)), first = threat->mitigations;
	struct sw_str says = sw_arena_printf(arena, "%.*s\n%.*s", SW_ARG(kind), SW_ARG(threat->mitigations));
	const struct sw_node *known = sw_map_get(&writing->texts, says);
	if (known)
		return sw_exact(get(known, "id"));
	for (unsigned i = 2; sw_map_get(&writing->mitigations, id); i = ++writing->suffix)
		id = sw_arena_printf(arena, "%.*s-mitigation-%u", SW_ARG(kind), i);
	struct sw_node *node = sw_node_make(arena, SW_NODE_MAP);
	sw_node_append(arena, node, SW_S("name"), sw_node_text(arena, sw_str_sub(first, 0, sw_str_find_byte(first, '\n'))));
	sw_node_append(arena, node, SW_S("id"), sw_node_text(arena, id));
	sw_node_append(arena, node, SW_S("description"), sw_node_text(arena, threat->mitigations));
	sw_node_append(arena, node, SW_S("riskReduction"), sw_node_int(arena, 0));
	sw_node_add(arena, writing->mitigations_node, node);
	sw_map_put(arena, &writing->mitigations, id, node);
	sw_map_put(arena, &writing->texts, says, node);
	return id;
}

static void add_mitigation(struct sw_otm_writing *writing, struct sw_node *list, struct sw_str id, struct sw_str state) {
	struct sw_node *node = sw_node_make(writing->arena, SW_NODE_MAP);
	sw_node_append(writing->arena, node, SW_S("mitigation"), sw_node_text(writing->arena, id));
	sw_node_append(writing->arena, node, SW_S("state"), sw_node_text(writing->arena, state));
	sw_node_add(writing->arena, list, node);
}

static struct sw_str status_of(struct sw_otm_writing *writing, struct sw_str id, struct sw_str otherwise) {
	const struct sw_drawn_control *control = sw_map_get(&writing->controls, id);
	return control && control->status.n ? control->status : otherwise;
}

/* As they were read where they are the same. */
static bool same_mitigations(const struct sw_drawn_threat *threat, const struct sw_node *old) {
	size_t n = 0;
	for (uint32_t i = 0; sw_node_is(old, SW_NODE_LIST) && i < old->count; i++) {
		struct sw_str id = sw_exact(get(old->items[i], "mitigation"));
		if (!id.n)
			continue;
		if (n == threat->controls.n || !sw_str_eq(threat->controls.v[n++], id))
			return false;
	}
	return n == threat->controls.n;
}

static struct sw_node *write_threat(struct sw_otm_writing *writing, const struct sw_drawn_threat *threat) {
	struct sw_arena *arena = writing->arena;
	const struct sw_node *old = writing->same ? threat->origin : NULL;
	struct sw_node *node = sw_node_copy(arena, old, SW_OTM_DIALECT);
	struct sw_str kind = old && still_says(writing, threat) ? threat->type : kind_id(writing, threat);
	sw_node_say(arena, node, "threat", kind);
	const struct sw_node *state = get(node, "state");
	if (!state || sw_fate_state(sw_fate_of(sw_exact(state))) != threat->state)
		sw_node_put(arena, node, "state", sw_node_text(arena, sw_str_of(states[sw_threat_fate(threat)])));
	struct sw_str needed = threat->state == SW_DRAWN_MITIGATED ? SW_S("implemented") : SW_S("recommended");
	if (old && same_mitigations(threat, get(old, "mitigations")) && !threat->mitigations.n)
		return node;
	struct sw_node *list = sw_node_make(arena, SW_NODE_LIST);
	for (size_t i = 0; i < threat->controls.n; i++)
		add_mitigation(writing, list, threat->controls.v[i], status_of(writing, threat->controls.v[i], needed));
	if (threat->mitigations.n)
		add_mitigation(writing, list, mitigation_id(writing, threat, kind), needed);
	if (list->count || get(node, "mitigations"))
		sw_node_put(arena, node, "mitigations", list);
	return node;
}

struct sw_node *sw_otm_write_threats(struct sw_otm_writing *writing, const struct sw_drawn *on, const struct sw_node *old) {
	const size_t *index = sw_map_get(&writing->on, on->id);
	struct sw_node *list = sw_node_make(writing->arena, SW_NODE_LIST);
	for (size_t i = index ? *index : SIZE_MAX; i != SIZE_MAX; i = writing->next_threat[i])
		sw_node_add(writing->arena, list, write_threat(writing, &writing->drawing->threats.v[i]));
	return list->count || sw_node_is(old, SW_NODE_LIST) ? list : NULL;
}
