#include "run/dump_system.h"
#include "formats/json_write.h"

static void put_text(struct sw_json *json, const char *key, struct sw_str text, bool set) {
	sw_json_key(json, key);
	if (set)
		sw_json_string(json, text);
	else
		sw_json_null(json);
}

static void put_link(struct sw_json *json, const struct sw_report *report, const struct sw_link *link) {
	sw_json_open_map(json);
	sw_json_member_z(json, "layer", sw_layer_name(link->layer));
	put_text(json, "value", link->value, link->known);
	sw_json_member_z(json, "how", sw_how_name(link->how));
	sw_json_member(json, "at", link->where.n ? link->where : sw_report_place(report, link->at));
	sw_json_close_map(json);
}

static void put_value(struct sw_json *json, const struct sw_report *report, const char *name, const struct sw_value *value) {
	sw_json_key(json, name);
	sw_json_open_map(json);
	put_text(json, "value", value->value, sw_value_set(value));
	sw_json_member_bool(json, "known", value->known);
	sw_json_member_bool(json, "presumed", value->presumed);
	sw_json_member_z(json, "missing", sw_missing_name(value->missing));
	sw_json_key(json, "chain");
	sw_json_open_list(json);
	for (uint16_t i = 0; i < value->count; i++)
		put_link(json, report, &value->chain[i]);
	sw_json_close_list(json);
	sw_json_close_map(json);
}

/* A set is a field whose value is a list; each member is a link of its own. */
static void open_set(struct sw_json *json, const char *name) {
	sw_json_key(json, name);
	sw_json_open_map(json);
	sw_json_key(json, "value");
	sw_json_open_list(json);
}

static void close_set(struct sw_json *json) {
	sw_json_close_list(json);
	sw_json_member_bool(json, "known", true);
	sw_json_member_bool(json, "presumed", false);
	sw_json_member_z(json, "missing", "");
	sw_json_key(json, "chain");
	sw_json_open_list(json);
	sw_json_close_list(json);
	sw_json_close_map(json);
}

static void put_exposed(struct sw_json *json, struct sw_arena *arena, const struct sw_exposed *exposed, size_t n) {
	open_set(json, "exposed");
	for (size_t i = 0; i < n; i++)
		sw_json_string(json, exposed[i].port_low == exposed[i].port_high
			? sw_arena_printf(arena, "%u/%.*s", exposed[i].port_low, SW_ARG(exposed[i].protocol))
			: sw_arena_printf(arena, "%u-%u/%.*s", exposed[i].port_low, exposed[i].port_high, SW_ARG(exposed[i].protocol)));
	close_set(json);
}

static void put_target(struct sw_json *json, const struct sw_report *report, const struct sw_target *target) {
	for (unsigned f = 0; f < SW_START_FIELD_COUNT; f++)
		put_value(json, report, sw_field_table[f].name, &target->fields[f]);
	open_set(json, "env");
	for (size_t i = 0; i < target->env.n; i++)
		sw_json_string(json, target->env.v[i].name);
	close_set(json);
	put_exposed(json, report->arena, target->exposed.v, target->exposed.n);
	open_set(json, "volumes");
	for (size_t i = 0; i < target->volumes.n; i++)
		sw_json_string(json, target->volumes.v[i].path);
	close_set(json);
}

static void put_named(struct sw_json *json, const char *name, const struct sw_named_at *v, size_t n) {
	open_set(json, name);
	for (size_t i = 0; i < n; i++)
		sw_json_string(json, v[i].name);
	close_set(json);
}

static struct sw_str range(struct sw_arena *arena, uint16_t low, uint16_t high) {
	return low == high ? sw_arena_printf(arena, "%u", low) : sw_arena_printf(arena, "%u-%u", low, high);
}

static void put_ports(struct sw_json *json, struct sw_arena *arena, const struct sw_workload *workload) {
	open_set(json, "ports");
	for (size_t i = 0; i < workload->ports.n; i++) {
		const struct sw_port *port = &workload->ports.v[i];
		struct sw_str published = range(arena, port->published_low, port->published_high),
			      target = range(arena, port->target_low, port->target_high);
		sw_json_string(json, sw_arena_printf(arena, "%.*s:%.*s:%.*s/%.*s", SW_ARG(port->host_ip), SW_ARG(published), SW_ARG(target), SW_ARG(port->protocol)));
	}
	close_set(json);
}

static void put_mounts(struct sw_json *json, struct sw_arena *arena, const struct sw_service *service) {
	static const char *const kinds[] = {"bind", "volume", "anonymous", "tmpfs", "other"};
	open_set(json, "mounts");
	for (size_t i = 0; i < service->mounts.n; i++) {
		const struct sw_mount *mount = &service->mounts.v[i];
		sw_json_string(json, sw_arena_printf(arena, "%s:%.*s:%.*s:%s", kinds[mount->kind],
						     SW_ARG(mount->host_path.n ? mount->host_path : mount->source), SW_ARG(mount->target),
						     mount->read_only == SW_YES ? "ro" : mount->read_only == SW_NO ? "rw" : "?"));
	}
	close_set(json);
}

static void put_networks(struct sw_json *json, const struct sw_service *service) {
	const struct sw_deployment *deployment = service->deployment;
	open_set(json, "networks");
	for (size_t i = 0; i < deployment->networks.n; i++)
		if (sw_workload_on(service->workload, &deployment->networks.v[i]))
			sw_json_string(json, deployment->networks.v[i].name);
	close_set(json);
}

/* WHEN:USER:PRIVILEGED:COMMAND */
static void put_hooks(struct sw_json *json, struct sw_arena *arena, const struct sw_workload *workload) {
	open_set(json, "hooks");
	for (size_t i = 0; i < workload->hooks.n; i++) {
		const struct sw_hook *hook = &workload->hooks.v[i];
		sw_json_string(json, sw_arena_printf(arena, "%.*s:%.*s:%s:%.*s", SW_ARG(hook->when), SW_ARG(hook->user),
						     hook->privileged == SW_YES ? "privileged" : "", SW_ARG(hook->command)));
	}
	close_set(json);
}

static void put_service(struct sw_json *json, const struct sw_report *report, const struct sw_service *service) {
	const struct sw_workload *workload = service->workload;
	for (unsigned f = 0; f < SW_FIELD_COUNT; f++)
		put_value(json, report, sw_field_table[f].name, &service->fields[f]);
	open_set(json, "env");
	for (size_t i = 0; i < service->env.n; i++)
		sw_json_string(json, service->env.v[i].name);
	close_set(json);
	put_exposed(json, report->arena, service->exposed.v, service->exposed.n);
	put_ports(json, report->arena, workload);
	put_mounts(json, report->arena, service);
	put_named(json, "cap-add", workload->cap_add.v, workload->cap_add.n);
	put_named(json, "cap-drop", workload->cap_drop.v, workload->cap_drop.n);
	put_named(json, "devices", workload->devices.v, workload->devices.n);
	put_networks(json, service);
	put_hooks(json, report->arena, workload);
	put_named(json, "inactive-profiles", workload->profiles.v, workload->inactive ? workload->profiles.n : 0);
}

static void put_subjects(struct sw_json *json, const struct sw_report *report) {
	sw_json_key(json, "subjects");
	sw_json_open_list(json);
	for (sw_subject s = 1; s < report->system->subjects.n; s++) {
		const struct sw_subject_row *row = sw_subject_get(report->system, s);
		sw_json_open_map(json);
		sw_json_member(json, "id", row->id);
		sw_json_member_z(json, "kind", sw_subject_kind_name(row->kind));
		sw_json_member(json, "at", sw_report_place(report, row->at));
		sw_json_key(json, "fields");
		sw_json_open_map(json);
		if (row->target)
			put_target(json, report, row->target);
		if (row->kind == SW_SUBJECT_WORKLOAD)
			put_service(json, report, row->service);
		sw_json_close_map(json);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}

static void put_edges(struct sw_json *json, const struct sw_report *report) {
	sw_json_key(json, "edges");
	sw_json_open_list(json);
	for (size_t d = 0; d < report->diagrams.n; d++) {
		const struct sw_diagram *diagram = &report->diagrams.v[d];
		for (size_t i = 0; i < diagram->flows.n; i++) {
			const struct sw_flow *flow = &diagram->flows.v[i];
			sw_json_open_map(json);
			sw_json_member(json, "from", diagram->elements.v[flow->from].id);
			sw_json_member(json, "to", diagram->elements.v[flow->to].id);
			sw_json_member_z(json, "grade", sw_grade_name(flow->grade));
			sw_json_member(json, "label", flow->label);
			sw_json_member(json, "at", sw_report_place(report, flow->at));
			sw_json_close_map(json);
		}
	}
	sw_json_close_list(json);
}

void sw_dump_system(struct sw_out *out, const struct sw_report *report) {
	struct sw_json json = {.out = out};
	sw_json_open_map(&json);
	put_subjects(&json, report);
	put_edges(&json, report);
	sw_json_close_map(&json);
	sw_out_byte(out, '\n');
}
