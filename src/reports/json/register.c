#include "reports/json/report.h"

static const char *const data_classes[] = {"", "public", "internal", "confidential", "restricted"};

static void put_tri(struct sw_json *json, const char *key, enum sw_tri value) {
	sw_json_key(json, key);
	if (value == SW_UNKNOWN)
		sw_json_null(json);
	else
		sw_json_bool(json, value == SW_YES);
}

static void put_profiles(struct sw_json *json, const struct sw_workload *workload) {
	sw_json_key(json, "profiles");
	sw_json_open_list(json);
	for (size_t i = 0; i < workload->profiles.n; i++)
		sw_json_string(json, workload->profiles.v[i].name);
	sw_json_close_list(json);
}

static void put_element(struct sw_json *json, const struct sw_diagram *diagram, const struct sw_element *element) {
	sw_json_open_map(json);
	sw_json_member(json, "id", element->id);
	sw_json_member(json, "deployment", diagram->id);
	sw_json_member(json, "name", element->name);
	sw_json_member_z(json, "kind", sw_element_kind_name(element->kind));
	if (element->role.n)
		sw_json_member(json, "role", element->role);
	sw_json_key(json, "boundary");
	if (element->boundary >= 0)
		sw_json_string(json, diagram->boundaries.v[element->boundary].id);
	else
		sw_json_null(json);
	sw_json_member_bool(json, "seen", element->seen);
	sw_json_member_bool(json, "storesData", element->stores_data);
	if (element->data.n) {
		sw_json_member(json, "data", element->data);
		sw_json_member_z(json, "classification", data_classes[element->classification]);
	}
	if (element->owner.n)
		sw_json_member(json, "owner", element->owner);
	if (element->service && element->service->workload->inactive)
		put_profiles(json, element->service->workload);
	sw_json_close_map(json);
}

static void put_flow(struct sw_json *json, const struct sw_report *report, const struct sw_diagram *diagram, const struct sw_flow *flow) {
	sw_json_open_map(json);
	sw_json_member(json, "id", flow->id);
	sw_json_member(json, "deployment", diagram->id);
	sw_json_member(json, "from", diagram->elements.v[flow->from].id);
	sw_json_member(json, "to", diagram->elements.v[flow->to].id);
	sw_json_member_z(json, "grade", sw_grade_name(flow->grade));
	sw_json_member(json, "label", flow->label);
	if (flow->protocol.n)
		sw_json_member(json, "protocol", flow->protocol);
	if (flow->port)
		sw_json_member_int(json, "port", flow->port);
	put_tri(json, "encrypted", flow->encrypted);
	sw_json_member_bool(json, "published", flow->published);
	sw_json_member_bool(json, "crosses", flow->crosses);
	if (flow->absent)
		sw_json_member_bool(json, "absent", true);
	sw_json_member(json, "why", flow->why);
	sw_json_put_location(json, report, "location", flow->at);
	sw_json_close_map(json);
}

static void put_boundary(struct sw_json *json, const struct sw_diagram *diagram, const struct sw_boundary *boundary) {
	sw_json_open_map(json);
	sw_json_member(json, "id", boundary->id);
	sw_json_member(json, "deployment", diagram->id);
	sw_json_member(json, "name", boundary->name);
	sw_json_member_z(json, "kind", sw_boundary_kind_name(boundary->kind));
	sw_json_key(json, "parent");
	if (boundary->parent >= 0)
		sw_json_string(json, diagram->boundaries.v[boundary->parent].id);
	else
		sw_json_null(json);
	sw_json_close_map(json);
}

static void put_deployments(struct sw_json *json, const struct sw_report *report) {
	sw_json_key(json, "deployments");
	sw_json_open_list(json);
	for (size_t d = 0; d < report->diagrams.n; d++) {
		const struct sw_diagram *diagram = &report->diagrams.v[d];
		sw_json_open_map(json);
		sw_json_member(json, "id", diagram->id);
		sw_json_member(json, "name", diagram->name);
		sw_json_key(json, "notDerivable");
		sw_json_open_list(json);
		for (size_t i = 0; i < diagram->blind.n; i++)
			sw_json_string(json, diagram->blind.v[i]);
		sw_json_close_list(json);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}

/* What is worth protecting: elements that keep data. */
static void put_asset(struct sw_json *json, const struct sw_diagram *diagram, const struct sw_element *element) {
	sw_json_open_map(json);
	sw_json_member(json, "on", element->id);
	sw_json_member(json, "deployment", diagram->id);
	sw_json_member(json, "data", element->data);
	sw_json_member_z(json, "classification", data_classes[element->classification]);
	sw_json_close_map(json);
}

void sw_json_put_systems(struct sw_json *json, const struct sw_report *report) {
	put_deployments(json, report);
	sw_json_key(json, "system");
	sw_json_open_map(json);
	sw_json_key(json, "elements");
	sw_json_open_list(json);
	for (size_t d = 0; d < report->diagrams.n; d++)
		for (size_t i = 0; i < report->diagrams.v[d].elements.n; i++)
			put_element(json, &report->diagrams.v[d], &report->diagrams.v[d].elements.v[i]);
	sw_json_close_list(json);
	sw_json_key(json, "flows");
	sw_json_open_list(json);
	for (size_t d = 0; d < report->diagrams.n; d++)
		for (size_t i = 0; i < report->diagrams.v[d].flows.n; i++)
			put_flow(json, report, &report->diagrams.v[d], &report->diagrams.v[d].flows.v[i]);
	sw_json_close_list(json);
	sw_json_key(json, "boundaries");
	sw_json_open_list(json);
	for (size_t d = 0; d < report->diagrams.n; d++)
		for (size_t i = 0; i < report->diagrams.v[d].boundaries.n; i++)
			put_boundary(json, &report->diagrams.v[d], &report->diagrams.v[d].boundaries.v[i]);
	sw_json_close_list(json);
	sw_json_key(json, "assets");
	sw_json_open_list(json);
	for (size_t d = 0; d < report->diagrams.n; d++)
		for (size_t i = 0; i < report->diagrams.v[d].elements.n; i++)
			if (report->diagrams.v[d].elements.v[i].stores_data)
				put_asset(json, &report->diagrams.v[d], &report->diagrams.v[d].elements.v[i]);
	sw_json_close_list(json);
	sw_json_close_map(json);
}

static void put_evidence(struct sw_json *json, const struct sw_report *report, const char *key, const struct sw_evidence *v, size_t n) {
	sw_json_key(json, key);
	sw_json_open_list(json);
	for (size_t i = 0; i < n; i++) {
		sw_json_open_map(json);
		sw_json_member(json, "name", v[i].name);
		put_tri(json, "holds", v[i].holds);
		sw_json_member_bool(json, "presumed", v[i].presumed);
		if (v[i].strength)
			sw_json_member_z(json, "strength", sw_strength_name(v[i].strength));
		sw_json_member(json, "text", v[i].text);
		sw_json_put_location(json, report, "location", v[i].at);
		if (v[i].finding)
			sw_json_member_z(json, "fingerprint", v[i].finding->fingerprint);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}

static void put_decision(struct sw_json *json, const struct sw_threat *threat) {
	const struct sw_decision *decision = threat->decision;
	if (!decision)
		return;
	sw_json_key(json, "decision");
	sw_json_open_map(json);
	sw_json_member_z(json, "kind", sw_decision_kind_name(decision->kind));
	sw_json_member(json, "reason", decision->reason.text);
	sw_json_member(json, "owner", decision->owner.text);
	sw_json_member(json, "by", decision->by.text);
	sw_json_member(json, "approvedBy", decision->approved_by.text);
	sw_json_member(json, "until", decision->until.text);
	sw_json_member_bool(json, "holds", !threat->decision_expired);
	sw_json_member_z(json, "standing", sw_standing_name(threat->standing));
	sw_json_close_map(json);
}

static void put_override(struct sw_json *json, const struct sw_report *report, const char *key, const struct sw_override *override) {
	if (!override)
		return;
	sw_json_key(json, key);
	sw_json_open_map(json);
	if (override->priority.text.n)
		sw_json_member(json, "priority", override->priority.text);
	sw_json_member(json, "reason", override->reason.text);
	sw_json_member(json, "until", override->until.text);
	sw_json_put_location(json, report, "location", override->at);
	sw_json_close_map(json);
}

static void put_threat(struct sw_json *json, const struct sw_report *report, const struct sw_register *all, const struct sw_threat *threat) {
	const struct sw_diagram *diagram = all->diagram;
	sw_json_open_map(json);
	sw_json_member(json, "id", threat->id);
	sw_json_member_z(json, "threat", threat->kind->id);
	sw_json_member_z(json, "title", threat->kind->title);
	sw_json_member(json, "definition", sw_threat_kind_digest(report->arena, threat->kind));
	sw_json_member(json, "deployment", diagram->id);
	sw_json_member(json, "on", diagram->elements.v[threat->element].id);
	sw_json_key(json, "carrier");
	if (threat->flow >= 0)
		sw_json_string(json, diagram->flows.v[threat->flow].id);
	else
		sw_json_null(json);
	sw_json_member_z(json, "state", sw_state_name(threat->state));
	sw_json_member_bool(json, "presumed", threat->presumed);
	if (threat->state == SW_STATE_MITIGATED)
		sw_json_member_z(json, "strength", sw_strength_name(threat->strength));
	sw_json_member_int(json, "rule", threat->rule);
	sw_json_member_z(json, "priority", sw_severity_name(threat->priority));
	sw_json_member_int(json, "likelihood", threat->likelihood);
	sw_json_member_int(json, "impact", threat->impact);
	sw_json_member(json, "priorityWhy", threat->priority_why);
	sw_json_member(json, "why", threat->why);
	if (threat->needs.n)
		sw_json_member(json, "needs", threat->needs);
	sw_json_put_stride(json, threat->kind->stride, threat->kind->cwe);
	put_evidence(json, report, "weaknesses", threat->weaknesses.v, threat->weaknesses.n);
	put_evidence(json, report, "controls", threat->controls.v, threat->controls.n);
	sw_json_key(json, "hardening");
	sw_json_open_map(json);
	sw_json_member_int(json, "done", threat->hardened);
	sw_json_member_int(json, "of", threat->hardenings);
	sw_json_close_map(json);
	sw_json_key(json, "usedBy");
	sw_json_open_list(json);
	for (size_t i = 0; i < threat->used_by.n; i++)
		sw_json_string(json, diagram->elements.v[threat->used_by.v[i]].id);
	sw_json_close_list(json);
	if (threat->owner.n)
		sw_json_member(json, "owner", threat->owner);
	if (threat->since.n)
		sw_json_member(json, "since", threat->since);
	if (threat->overdue)
		sw_json_member_int(json, "overdue", threat->overdue);
	if (threat->latched.n) {
		sw_json_key(json, "latched");
		sw_json_open_list(json);
		for (size_t i = 0; i < threat->latched.n; i++)
			sw_json_string(json, threat->latched.v[i]);
		sw_json_close_list(json);
	}
	put_override(json, report, "override", threat->override);
	put_override(json, report, "silenced", threat->silence);
	put_decision(json, threat);
	sw_json_member_bool(json, "new", threat->is_new);
	sw_json_close_map(json);
}

static void put_card(struct sw_json *json, const struct sw_register *all, const struct sw_card *card) {
	sw_json_open_map(json);
	sw_json_member_z(json, "threat", card->kind->id);
	sw_json_member(json, "deployment", all->diagram->id);
	sw_json_member_z(json, "state", sw_state_name(card->state));
	sw_json_member_bool(json, "presumed", card->presumed);
	sw_json_member_z(json, "priority", sw_severity_name(card->priority));
	sw_json_key(json, "threats");
	sw_json_open_list(json);
	for (size_t i = 0; i < card->threats.n; i++)
		sw_json_string(json, all->threats.v[card->threats.v[i]].id);
	sw_json_close_list(json);
	sw_json_key(json, "findings");
	sw_json_open_list(json);
	for (size_t i = 0; i < card->findings.n; i++)
		sw_json_string(json, sw_str_of(card->findings.v[i]->fingerprint));
	sw_json_close_list(json);
	sw_json_close_map(json);
}

void sw_json_put_registers(struct sw_json *json, const struct sw_report *report) {
	sw_json_key(json, "threats");
	sw_json_open_list(json);
	for (size_t r = 0; r < report->registers.n; r++)
		for (size_t i = 0; i < report->registers.v[r].threats.n; i++)
			put_threat(json, report, &report->registers.v[r], &report->registers.v[r].threats.v[i]);
	sw_json_close_list(json);
	sw_json_key(json, "cards");
	sw_json_open_list(json);
	for (size_t r = 0; r < report->registers.n; r++)
		for (size_t i = 0; i < report->registers.v[r].cards.n; i++)
			put_card(json, &report->registers.v[r], &report->registers.v[r].cards.v[i]);
	sw_json_close_list(json);
	sw_json_key(json, "stories");
	sw_json_open_list(json);
	for (size_t r = 0; r < report->registers.n; r++)
		for (size_t i = 0; i < report->registers.v[r].stories.n; i++) {
			const struct sw_story *story = &report->registers.v[r].stories.v[i];
			sw_json_open_map(json);
			sw_json_member(json, "deployment", report->registers.v[r].diagram->id);
			sw_json_member_z(json, "priority", sw_severity_name(story->priority));
			sw_json_member(json, "title", story->title);
			sw_json_member(json, "text", story->text);
			sw_json_member(json, "fix", story->fix);
			sw_json_put_location(json, report, "location", story->at);
			sw_json_close_map(json);
		}
	sw_json_close_list(json);
}
