#include "facts/stride.h"
#include "readers/models/fate.h"
#include "readers/models/nodes.h"
#include "readers/models/threat_dragon/threat_dragon.h"

static const char *const statuses[] = {
	[SW_FATE_OPEN] = "Open", [SW_FATE_REVIEW] = "Open", [SW_FATE_PARTLY] = "Open", [SW_FATE_MITIGATED] = "Mitigated",
	[SW_FATE_NOT_APPLICABLE] = "NotApplicable", [SW_FATE_ACCEPTED] = "Accepted", [SW_FATE_TRANSFERRED] = "Transferred",
	[SW_FATE_AVOIDED] = "Avoided", [SW_FATE_ELIMINATED] = "Eliminated", [SW_FATE_UNKNOWN] = "Open"};

static void lose(struct sw_dragon_writing *writing, const struct sw_drawn_threat *threat, bool there, struct sw_str what,
		 const char *why) {
	if (there)
		sw_lost(writing->losses, "threat", threat->title, what, why);
}

static void write_state(struct sw_dragon_writing *writing, const struct sw_drawn_threat *threat, struct sw_node *node,
			bool *open, bool *changed) {
	enum sw_fate fate = sw_threat_fate(threat);
	const struct sw_node *old = sw_doc_get(node, "status", SW_DIALECT_STRICT);
	*open |= strcmp(statuses[fate], "Open") == 0;
	if (old && sw_fate_state(sw_fate_of(sw_exact(old))) == threat->state)
		return;
	*changed = true;
	sw_node_put(writing->arena, node, "status", sw_node_text(writing->arena, sw_str_of(statuses[fate])));
	lose(writing, threat, fate == SW_FATE_REVIEW || fate == SW_FATE_PARTLY,
	     fate == SW_FATE_REVIEW ? SW_S("the state Needs Investigation, written as Open")
				    : SW_S("the state Partly Mitigated, written as Open"),
	     "Threat Dragon has no such state");
}

static struct sw_str joined(struct sw_arena *arena, struct sw_str a, struct sw_str b) {
	if (!a.n || !b.n || sw_str_eq(a, b))
		return a.n ? a : b;
	return sw_arena_printf(arena, "%.*s\n\n%.*s", SW_ARG(a), SW_ARG(b));
}

/* What stops it, be it text or mitigations of their own, and why people think so, are one text here. */
static struct sw_str mitigation_of(struct sw_dragon_writing *writing, const struct sw_drawn_threat *threat) {
	struct sw_str text = threat->mitigations;
	for (size_t i = 0; i < threat->controls.n && i < 100; i++) {
		const struct sw_drawn_control *control = sw_map_get(&writing->controls, threat->controls.v[i]);
		if (control)
			text = joined(writing->arena, text, control->description.n ? control->description : control->name);
	}
	return joined(writing->arena, text, threat->justification);
}

static struct sw_str type_of(const struct sw_drawn_threat *threat) {
	const char *name = threat->stride.n == 1 ? sw_stride_name(threat->stride.p[0]) : NULL;
	if (name && (!threat->category.n || sw_stride_letter(threat->category) == threat->stride.p[0]))
		return sw_str_of(name);
	return threat->category;
}

static void tell_losses(struct sw_dragon_writing *writing, const struct sw_drawn_threat *threat) {
	static const char why[] = "Threat Dragon has no place for it";
	lose(writing, threat, threat->type.n, SW_S("its type"), why);
	lose(writing, threat, threat->short_text.n, SW_S("the text of its category"), why);
	lose(writing, threat, threat->interaction.n, SW_S("the name of its interaction"), why);
	lose(writing, threat, threat->changed_by.n, SW_S("who changed it"), why);
	lose(writing, threat, sw_drawn_is_touched(threat), SW_S("when it was changed"), why);
	lose(writing, threat, threat->cwe.n, SW_S("its CWE numbers"), why);
	lose(writing, threat, threat->controls.n, SW_S("what its mitigations are called, and whether they are in place"), why);
	lose(writing, threat, threat->stale, SW_S("that its rule does not generate it any more"), why);
	for (size_t i = 0; i < threat->data_count; i++) {
		struct sw_str key = threat->data[i].key;
		/* The standard columns are members of their own. */
		bool standard = sw_listed(key, "Title UserThreatCategory UserThreatShortDescription UserThreatDescription "
					       "StateInformation InteractionString PossibleMitigations Priority");
		lose(writing, threat, !standard && threat->data[i].value.n,
		     sw_arena_printf(writing->arena, "the column \"%.*s\"", SW_ARG(key)), why);
	}
	for (size_t i = 0; i < threat->extras.n; i++)
		lose(writing, threat, !sw_listed(threat->extras.v[i].key, "modelType score"), threat->extras.v[i].key, why);
}

static struct sw_str extra_of(const struct sw_drawn_threat *threat, const char *key) {
	for (size_t i = 0; i < threat->extras.n; i++)
		if (sw_str_is(threat->extras.v[i].key, key))
			return threat->extras.v[i].value;
	return (struct sw_str){0};
}

static void write_fresh(struct sw_dragon_writing *writing, const struct sw_drawn_threat *threat, struct sw_node *node) {
	struct sw_arena *arena = writing->arena;
	struct sw_str model = extra_of(threat, "modelType"), score = extra_of(threat, "score");
	const char *first = threat->stride.n ? sw_stride_name(threat->stride.p[0]) : NULL;
	static const char *const texts[] = {"title", "description", "mitigation"};
	sw_node_say(arena, node, "id", threat->key);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		sw_node_need(arena, node, texts[i], sw_node_text(arena, (struct sw_str){0}));
	sw_node_need(arena, node, "severity", sw_node_text(arena, SW_S("TBD")));
	sw_node_need(arena, node, "type", sw_node_text(arena, first ? sw_str_of(first) : (struct sw_str){0}));
	sw_node_need(arena, node, "modelType", sw_node_text(arena, model.n ? model : SW_S("STRIDE")));
	sw_node_need(arena, node, "number",
		     sw_node_int(arena, threat->number && threat->number < INT32_MAX ? threat->number : ++writing->top));
	sw_node_need(arena, node, "score", sw_node_text(arena, score));
	tell_losses(writing, threat);
}

struct sw_node *sw_dragon_threat(struct sw_dragon_writing *writing, const struct sw_drawn_threat *threat, bool *open,
				 bool *changed) {
	struct sw_arena *arena = writing->arena;
	const struct sw_node *old = writing->same ? threat->origin : NULL;
	struct sw_node *node = sw_node_copy(arena, old, SW_DIALECT_STRICT);
	sw_node_say(arena, node, "title", threat->title);
	write_state(writing, threat, node, open, changed);
	sw_node_say(arena, node, "severity", threat->priority);
	if (!old || !sw_str_eq(sw_exact(sw_doc_get(node, "type", SW_DIALECT_STRICT)), threat->category))
		sw_node_say(arena, node, "type", type_of(threat));
	sw_node_say(arena, node, "description", threat->description);
	sw_node_say(arena, node, "mitigation", mitigation_of(writing, threat));
	if (!old)
		write_fresh(writing, threat, node);
	return node;
}
