/* A small system, made by hand, for whatever holds drawings against one: clients reach a web server, which asks an API on
 * one network; the API and a job use a database on another; one volume, one registry. */
#pragma once
#include "knowledge/image_name.h"
#include "models/check.h"
#include "models/export.h"

enum { CHECK_WORKLOADS = 4 };

struct check_system {
	struct sw_deployment deployment;
	struct sw_service services[CHECK_WORKLOADS];
	struct sw_diagram diagram;
	struct sw_register rows;
	struct sw_drawing exported; /* check_system_export */
};

static inline uint32_t check_system_add(struct sw_arena *arena, struct check_system *system, enum sw_element_kind kind, const char *id,
					const char *name, int32_t boundary) {
	*sw_push(arena, &system->diagram.elements) = (struct sw_element){
		.id = sw_str_of(id), .name = sw_str_of(name), .kind = kind, .boundary = boundary, .seen = true,
		.shape = kind == SW_ELEMENT_STORE ? SW_SHAPE_STORE : kind == SW_ELEMENT_CLIENT || kind == SW_ELEMENT_REGISTRY ? SW_SHAPE_EXTERNAL : SW_SHAPE_PROCESS};
	return (uint32_t)system->diagram.elements.n - 1;
}

static inline uint32_t check_system_workload(struct sw_arena *arena, struct check_system *system, unsigned i, const char *id, const char *image,
					     const char *networks, int32_t boundary) {
	struct sw_workload *workload = &system->deployment.workloads.v[i];
	struct sw_str rest = sw_str_of(networks), one;
	*workload = (struct sw_workload){.name = sw_str_of(id + 2), .has_image = true, .at = {1, i + 1, i + 2}, .replicas = 1};
	workload->image.ref = sw_image_ref_parse(arena, sw_str_of(image), true);
	while (sw_str_split(&rest, ' ', &one))
		*sw_push(arena, &workload->networks) = (struct sw_named_at){.name = one, .known = true};
	system->services[i] = (struct sw_service){.workload = workload, .deployment = &system->deployment};
	uint32_t element = check_system_add(arena, system, SW_ELEMENT_WORKLOAD, id, id + 2, boundary);
	system->diagram.elements.v[element].service = &system->services[i];
	return element;
}

static inline void check_system_flow(struct sw_arena *arena, struct check_system *system, const char *id, uint32_t from, uint32_t to,
				     const char *label, uint16_t port, enum sw_tri encrypted) {
	*sw_push(arena, &system->diagram.flows) = (struct sw_flow){
		.id = sw_str_of(id), .from = from, .to = to, .grade = SW_GRADE_CONFIGURED, .label = sw_str_of(label), .port = port, .encrypted = encrypted,
		.published = system->diagram.elements.v[from].kind == SW_ELEMENT_CLIENT, .at = {1, 10, 20}};
}

static inline void check_system_init(struct sw_arena *arena, struct check_system *system) {
	static const struct {
		const char *id, *name;
		enum sw_boundary_kind kind;
		int32_t parent;
	} boundaries[] = {{"boundary:outside", "outside the host", SW_BOUNDARY_OUTSIDE, -1}, {"boundary:host", "host", SW_BOUNDARY_HOST, -1},
			  {"network:front", "front", SW_BOUNDARY_NETWORK, 1}, {"network:back", "back", SW_BOUNDARY_NETWORK, 1}};
	*system = (struct check_system){.diagram = {.deployment = &system->deployment, .id = SW_S("deployment"), .name = SW_S("shop")}};
	system->rows.diagram = &system->diagram;
	for (size_t i = 0; i < sizeof boundaries / sizeof *boundaries; i++)
		*sw_push(arena, &system->diagram.boundaries) = (struct sw_boundary){
			.id = sw_str_of(boundaries[i].id), .name = sw_str_of(boundaries[i].name), .kind = boundaries[i].kind, .parent = boundaries[i].parent};
	for (unsigned i = 0; i < CHECK_WORKLOADS; i++)
		sw_push(arena, &system->deployment.workloads);
	*sw_push(arena, &system->deployment.networks) = (struct sw_network){.name = SW_S("front")};
	*sw_push(arena, &system->deployment.networks) = (struct sw_network){.name = SW_S("back")};
	uint32_t clients = check_system_add(arena, system, SW_ELEMENT_CLIENT, "element:client", "clients", 0);
	uint32_t web = check_system_workload(arena, system, 0, "w:web", "nginx:1.27", "front", 2);
	uint32_t api = check_system_workload(arena, system, 1, "w:api", "registry.example.org/shop-api:3", "front back", 2);
	uint32_t job = check_system_workload(arena, system, 2, "w:nightly-job", "registry.example.org/job:1", "back", 3);
	uint32_t db = check_system_workload(arena, system, 3, "w:main", "postgres:17", "back", 3);
	uint32_t volume = check_system_add(arena, system, SW_ELEMENT_STORE, "volume:rows", "rows", 1);
	check_system_add(arena, system, SW_ELEMENT_REGISTRY, "registry:docker.io", "docker.io", -1);
	check_system_add(arena, system, SW_ELEMENT_NETWORK, "network:front", "front", 2);
	check_system_add(arena, system, SW_ELEMENT_NETWORK, "network:back", "back", 3);
	for (size_t i = system->diagram.elements.n - 2; i < system->diagram.elements.n; i++)
		system->diagram.elements.v[i].register_only = true;
	check_system_flow(arena, system, "clients->web:443", clients, web, "443/tcp https", 8443, SW_YES);
	check_system_flow(arena, system, "web->api:8000", web, api, "http 8000", 8000, SW_NO);
	check_system_flow(arena, system, "api->main:5432", api, db, "postgres 5432", 5432, SW_UNKNOWN);
	check_system_flow(arena, system, "job->main:5432", job, db, "postgres 5432", 5432, SW_NO);
	check_system_flow(arena, system, "main->rows", db, volume, "reads, writes", 0, SW_UNKNOWN);
}

static inline void check_system_export(struct sw_arena *arena, struct check_system *system) {
	sw_export_drawing(arena, &system->diagram, &system->rows, 1, &system->exported);
}
