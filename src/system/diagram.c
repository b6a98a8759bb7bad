#include "system/diagram.h"
#include "base/vec.h"
#include "knowledge/images.h"
#include "knowledge/paths.h"
#include "knowledge/ports.h"
#include "system/draw.h"

static uint32_t structural(struct sw_sketch *drawing, uint32_t from, uint32_t to, struct sw_str what, struct sw_str label, bool drawn) {
	return sw_draw_flow(drawing, what, (struct sw_flow){
		.from = from, .to = to, .grade = SW_GRADE_STRUCTURAL, .label = label, .carrier_only = !drawn,
		.why = SW_S("follows from how containers are built and run")});
}

static uint32_t add_registry(struct sw_sketch *drawing, const struct sw_image_ref *ref) {
	struct sw_str name = ref->registry.n ? ref->registry : SW_S("unknown registry");
	return sw_draw_element(drawing, (struct sw_element){
		.id = sw_arena_join(drawing->arena, SW_S("registry:"), name), .name = name, .kind = SW_ELEMENT_REGISTRY,
		.shape = SW_SHAPE_EXTERNAL, .boundary = drawing->supply});
}

/* Whoever holds the host's kernel, namespaces or engine is no longer inside anything but the host. */
static bool stands_on_host(const struct sw_service *service) {
	static const enum sw_field modes[] = {SW_FIELD_NETWORK_MODE, SW_FIELD_PID_MODE, SW_FIELD_IPC_MODE};
	if (sw_value_tri(&service->fields[SW_FIELD_PRIVILEGED]) == SW_YES || sw_value_tri(&service->fields[SW_FIELD_ENGINE_SOCKET]) == SW_YES)
		return true;
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		if (sw_value_set(&service->fields[modes[i]]) && sw_str_is(service->fields[modes[i]].value, "host"))
			return true;
	for (size_t i = 0; i < service->mounts.n; i++) {
		const struct sw_mount *mount = &service->mounts.v[i];
		struct sw_path_fact fact;
		/* Where a variable hides the host's side, the container's side tells what is mounted. */
		sw_path_tier(mount->host_path.n ? mount->host_path : mount->target, false, &fact);
		if (fact.engine != SW_ENGINE_NONE && (mount->host_path.n || (!mount->known && fact.relation == SW_PATH_IS)))
			return true;
	}
	return false;
}

static int32_t network_boundary(const struct sw_sketch *drawing, struct sw_str name) {
	for (size_t i = 0; i < drawing->diagram->boundaries.n; i++) {
		const struct sw_boundary *boundary = &drawing->diagram->boundaries.v[i];
		if (boundary->kind == SW_BOUNDARY_NETWORK && sw_str_eq(boundary->name, name))
			return (int32_t)i;
	}
	return -1;
}

static void add_networks(struct sw_sketch *drawing, const struct sw_deployment *deployment) {
	for (size_t i = 0; i < deployment->networks.n; i++) {
		const struct sw_network *network = &deployment->networks.v[i];
		struct sw_str id = sw_arena_printf(drawing->arena, "network:%.*s#%.*s", SW_ARG(deployment->path), SW_ARG(network->name));
		sw_draw_boundary(drawing, (struct sw_boundary){.id = id, .name = network->name, .kind = SW_BOUNDARY_NETWORK,
							       .parent = drawing->host, .at = network->at});
	}
}

/* Networks as elements stand behind everything that is drawn. */
static void add_network_elements(struct sw_sketch *drawing) {
	for (size_t i = 0; i < drawing->diagram->boundaries.n; i++) {
		struct sw_boundary boundary = drawing->diagram->boundaries.v[i];
		if (boundary.kind == SW_BOUNDARY_NETWORK)
			sw_draw_element(drawing, (struct sw_element){.id = boundary.id, .name = boundary.name, .kind = SW_ELEMENT_NETWORK,
				.shape = SW_SHAPE_PROCESS, .boundary = (int32_t)i, .register_only = true, .seen = true});
	}
}

static void add_workload(struct sw_sketch *drawing, const struct sw_service *service) {
	struct sw_arena *arena = drawing->arena;
	const struct sw_workload *workload = service->workload;
	const struct sw_subject_row *row = sw_subject_get(drawing->system, service->subject);
	const struct sw_image_fact *fact = workload->has_image ? sw_image_fact(&workload->image.ref) : NULL;
	int32_t boundary = drawing->host;
	for (size_t i = 0; i < service->deployment->networks.n && boundary == drawing->host && !stands_on_host(service); i++)
		if (sw_workload_on(workload, &service->deployment->networks.v[i]))
			boundary = network_boundary(drawing, service->deployment->networks.v[i].name);
	uint32_t element = sw_draw_element(drawing, (struct sw_element){
		.id = row->id, .name = workload->name, .kind = SW_ELEMENT_WORKLOAD, .shape = SW_SHAPE_PROCESS, .boundary = boundary,
		.subject = service->subject, .service = service, .role = fact ? sw_str_of(sw_role_words(fact->role)) : (struct sw_str){0},
		.stores_data = fact && sw_role_stores(fact->role), .seen = true});
	void *place = (void *)(uintptr_t)(element + 1);
	sw_map_put(arena, &drawing->services, workload->name, place);
	for (size_t n = 0; n < workload->networks.n; n++) {
		struct sw_str aliases = workload->networks.v[n].value, alias;
		while (aliases.n && sw_str_split(&aliases, ',', &alias))
			if (alias.n && !sw_map_get(&drawing->services, alias))
				sw_map_put(arena, &drawing->services, alias, place);
	}
}

static const char *protocol_of(uint16_t port, struct sw_str transport) {
	const struct sw_port_fact *fact = sw_port_fact(port, transport);
	return fact ? fact->protocol : "";
}

static bool loopback(struct sw_str ip) {
	return sw_str_starts(ip, SW_S("127.")) || sw_str_is(ip, "::1") || sw_str_is(ip, "localhost");
}

/* A port whose number a variable hides is shown as it is written. */
static struct sw_str unquoted(struct sw_str text) {
	while (text.n && (text.p[0] == '"' || text.p[0] == '\''))
		text = sw_str_from(text, 1);
	while (text.n && (text.p[text.n - 1] == '"' || text.p[text.n - 1] == '\''))
		text.n--;
	return sw_str_sub(text, 0, 40);
}

static void add_published(struct sw_sketch *drawing, uint32_t element, const struct sw_service *service) {
	struct sw_arena *arena = drawing->arena;
	for (size_t i = 0; i < service->workload->ports.n; i++) {
		const struct sw_port *port = &service->workload->ports.v[i];
		bool local = loopback(port->host_ip);
		uint32_t client = sw_draw_element(drawing, (struct sw_element){
			.id = local ? SW_S("element:operator") : SW_S("element:client"), .name = local ? SW_S("operator") : SW_S("clients"),
			.kind = local ? SW_ELEMENT_OPERATOR : SW_ELEMENT_CLIENT, .shape = SW_SHAPE_EXTERNAL,
			.boundary = local ? drawing->host : drawing->outside, .seen = !local});
		uint16_t number = port->published_low ? port->published_low : port->target_low;
		struct sw_str what = number ? sw_arena_printf(arena, "%u/%.*s", number, SW_ARG(port->protocol))
			: unquoted(sw_span_text(&drawing->system->sources, port->at));
		const char *protocol = protocol_of(port->target_low, port->protocol);
		sw_draw_flow(drawing, what, (struct sw_flow){
			.from = client, .to = element, .grade = SW_GRADE_CONFIGURED, .port = port->target_low,
			.protocol = sw_str_of(protocol), .published = !local, .at = port->at,
			.label = sw_arena_printf(arena, "%.*s%s%s", SW_ARG(what), *protocol ? " " : "", protocol),
			.why = local ? SW_S("published on loopback") : SW_S("published on the host's addresses")});
	}
}

static void add_mounts(struct sw_sketch *drawing, uint32_t element, const struct sw_service *service) {
	struct sw_arena *arena = drawing->arena;
	for (size_t i = 0; i < service->mounts.n; i++) {
		const struct sw_mount *mount = &service->mounts.v[i];
		struct sw_path_fact fact;
		sw_path_tier(mount->host_path, mount->read_only == SW_YES, &fact);
		if (fact.engine != SW_ENGINE_NONE && fact.relation != SW_PATH_CONTAINS) {
			sw_draw_flow(drawing, SW_S("socket"), (struct sw_flow){
				.from = element, .to = drawing->engine, .grade = SW_GRADE_CONFIGURED, .label = SW_S("engine socket"),
				.protocol = SW_S("socket"), .at = mount->at, .encrypted = SW_NO, .why = SW_S("the socket is mounted")});
			continue;
		}
		struct sw_str name = mount->kind == SW_MOUNT_VOLUME ? mount->source : mount->host_path;
		if (!name.n || (mount->kind != SW_MOUNT_VOLUME && mount->kind != SW_MOUNT_BIND))
			continue;
		struct sw_str id = mount->kind == SW_MOUNT_VOLUME
			? sw_arena_printf(arena, "volume:%.*s#%.*s", SW_ARG(service->deployment->path), SW_ARG(name))
			: sw_arena_join(arena, SW_S("host-path:"), name);
		uint32_t store = sw_draw_element(drawing, (struct sw_element){
			.id = id, .name = name, .kind = SW_ELEMENT_STORE, .shape = SW_SHAPE_STORE, .boundary = drawing->host,
			.stores_data = true, .seen = true});
		bool reads = mount->read_only == SW_YES;
		sw_draw_flow(drawing, mount->target, (struct sw_flow){
			.from = element, .to = store, .grade = SW_GRADE_CONFIGURED, .protocol = SW_S("file"), .at = mount->at,
			.label = reads ? SW_S("reads") : SW_S("reads, writes"), .why = SW_S("mounted")});
	}
}

static uint32_t add_repository(struct sw_sketch *drawing) {
	return sw_draw_element(drawing, (struct sw_element){
		.id = SW_S("repository:."), .name = SW_S("repository"), .kind = SW_ELEMENT_REPOSITORY, .shape = SW_SHAPE_STORE,
		.boundary = drawing->build, .seen = true});
}

static uint32_t add_builder(struct sw_sketch *drawing) {
	uint32_t repository = add_repository(drawing);
	uint32_t builder = sw_draw_element(drawing, (struct sw_element){
		.id = SW_S("element:builder"), .name = SW_S("builds"), .kind = SW_ELEMENT_BUILD, .shape = SW_SHAPE_PROCESS,
		.boundary = drawing->build, .seen = true});
	structural(drawing, repository, builder, SW_S("build"), SW_S("source"), true);
	structural(drawing, builder, drawing->engine, SW_S("run"), SW_S("images"), true);
	return builder;
}

static bool build_fetches(const struct sw_build *build) {
	for (size_t i = 0; i < build->steps.n; i++)
		if (build->steps.v[i].kind == SW_STEP_RUN || build->steps.v[i].kind == SW_STEP_ADD)
			return true;
	return false;
}

static void add_build(struct sw_sketch *drawing, const struct sw_target *target) {
	const struct sw_subject_row *row = sw_subject_get(drawing->system, target->subject);
	uint32_t builder = add_builder(drawing);
	sw_draw_element(drawing, (struct sw_element){
		.id = row->id, .name = row->name, .kind = SW_ELEMENT_BUILD, .shape = SW_SHAPE_PROCESS, .boundary = drawing->build,
		.subject = target->subject, .register_only = true, .seen = true});
	for (size_t i = 0; i < target->build->uses.n; i++) {
		const struct sw_image_use *use = &target->build->uses.v[i];
		if (use->kind == SW_USE_FROM || use->kind == SW_USE_COPY || use->kind == SW_USE_MOUNT)
			structural(drawing, add_registry(drawing, &use->ref), builder, SW_S("pull"), SW_S("base images"), true);
	}
	if (build_fetches(target->build)) {
		uint32_t publisher = sw_draw_element(drawing, (struct sw_element){
			.id = SW_S("element:publisher"), .name = SW_S("publishers"), .kind = SW_ELEMENT_PUBLISHER,
			.shape = SW_SHAPE_EXTERNAL, .boundary = drawing->supply});
		structural(drawing, publisher, builder, SW_S("fetch"), SW_S("packages, downloads"), true);
	}
}

static void add_image(struct sw_sketch *drawing, const struct sw_service *service) {
	const struct sw_subject_row *row = sw_subject_get(drawing->system, service->image);
	uint32_t registry = add_registry(drawing, &service->workload->image.ref);
	sw_draw_element(drawing, (struct sw_element){
		.id = row->id, .name = row->name, .kind = SW_ELEMENT_IMAGE, .shape = SW_SHAPE_STORE, .boundary = drawing->supply,
		.subject = service->image, .register_only = true, .seen = true});
	structural(drawing, registry, drawing->engine, SW_S("pull"), SW_S("images"), true);
}

static void frame(struct sw_sketch *drawing) {
	drawing->outside = sw_draw_boundary(drawing, (struct sw_boundary){.id = SW_S("boundary:outside"), .name = SW_S("outside the host"), .kind = SW_BOUNDARY_OUTSIDE, .parent = -1});
	drawing->supply = sw_draw_boundary(drawing, (struct sw_boundary){.id = SW_S("boundary:supply"), .name = SW_S("registries and publishers"), .kind = SW_BOUNDARY_SUPPLY, .parent = -1});
	drawing->build = sw_draw_boundary(drawing, (struct sw_boundary){.id = SW_S("boundary:build"), .name = SW_S("build"), .kind = SW_BOUNDARY_BUILD, .parent = -1});
	drawing->host = sw_draw_boundary(drawing, (struct sw_boundary){.id = SW_S("boundary:host"), .name = SW_S("host"), .kind = SW_BOUNDARY_HOST, .parent = -1});
}

static void add_host(struct sw_sketch *drawing) {
	uint32_t operator = sw_draw_element(drawing, (struct sw_element){
		.id = SW_S("element:operator"), .name = SW_S("operator"), .kind = SW_ELEMENT_OPERATOR, .shape = SW_SHAPE_EXTERNAL,
		.boundary = drawing->host});
	drawing->engine = sw_draw_element(drawing, (struct sw_element){
		.id = SW_S("element:engine"), .name = SW_S("engine"), .kind = SW_ELEMENT_ENGINE, .shape = SW_SHAPE_PROCESS,
		.boundary = drawing->host});
	drawing->kernel = sw_draw_element(drawing, (struct sw_element){
		.id = SW_S("element:kernel"), .name = SW_S("kernel"), .kind = SW_ELEMENT_KERNEL, .shape = SW_SHAPE_PROCESS,
		.boundary = drawing->host});
	structural(drawing, operator, drawing->engine, SW_S("operate"), SW_S("commands"), true);
	structural(drawing, drawing->engine, drawing->kernel, SW_S("run"), SW_S("starts containers"), true);
}

static void say_blind(struct sw_sketch *drawing) {
	static const char *const blind[] = {
		"calls that only the program code knows", "connections out of the host", "who consumes a queue's messages",
		"encryption that a mesh or the programs add", "people and their rights",
	};
	for (size_t i = 0; i < sizeof blind / sizeof *blind; i++)
		*sw_push(drawing->arena, &drawing->diagram->blind) = sw_str_of(blind[i]);
}

static void draw_deployment(struct sw_sketch *drawing, const struct sw_subject_row *row) {
	const struct sw_system *system = drawing->system;
	const struct sw_deployment *deployment = row->deployment;
	frame(drawing);
	add_networks(drawing, deployment);
	add_host(drawing);
	for (size_t i = 0; i < system->services.n; i++)
		if (system->services.v[i]->deployment == deployment)
			add_workload(drawing, system->services.v[i]);
	for (size_t i = 0; i < system->services.n; i++) {
		const struct sw_service *service = system->services.v[i];
		if (service->deployment != deployment)
			continue;
		uint32_t element = (uint32_t)(uintptr_t)sw_map_get(&drawing->by_id, sw_subject_get(system, service->subject)->id) - 1;
		add_published(drawing, element, service);
		add_mounts(drawing, element, service);
		if (service->target)
			add_build(drawing, service->target);
		else if (service->workload->build.present)
			add_builder(drawing);
		if (service->image)
			add_image(drawing, service);
		structural(drawing, element, drawing->kernel, SW_S("kernel"), SW_S("system calls"), false);
	}
	add_repository(drawing);
	add_network_elements(drawing);
	sw_draw_connections(drawing);
	sw_draw_annotations(drawing);
	say_blind(drawing);
}

/* By subject: whether a service is built from it. */
static bool *mark_used(struct sw_arena *arena, const struct sw_system *system) {
	bool *used = SW_NEW_ARRAY(arena, bool, system->subjects.n + 1);
	for (size_t i = 0; i < system->services.n; i++)
		if (system->services.v[i]->target)
			used[system->services.v[i]->target->subject] = true;
	return used;
}

static struct sw_sketch start(struct sw_arena *arena, const struct sw_system *system, struct sw_diagram *diagram) {
	return (struct sw_sketch){.arena = arena, .system = system, .diagram = diagram, .outside = -1, .host = -1, .supply = -1, .build = -1};
}

/* Dockerfiles that no deployment builds: no workload is known, so only what threatens builds is drawn. */
static void draw_builds(struct sw_sketch *drawing, const bool *used) {
	frame(drawing);
	add_host(drawing);
	for (size_t i = 0; i < drawing->system->targets.n; i++)
		if (!used[drawing->system->targets.v[i]->subject])
			add_build(drawing, drawing->system->targets.v[i]);
	say_blind(drawing);
}

void sw_diagrams_make(struct sw_arena *arena, const struct sw_system *system, struct sw_diagram **diagrams, size_t *count) {
	SW_VEC(struct sw_diagram) made = {0};
	bool left_over = false, *used = mark_used(arena, system);
	for (sw_subject s = 1; s < system->subjects.n; s++) {
		const struct sw_subject_row *row = sw_subject_get(system, s);
		if (row->kind != SW_SUBJECT_DEPLOYMENT)
			continue;
		struct sw_diagram *diagram = sw_push(arena, &made);
		*diagram = (struct sw_diagram){.deployment = row->deployment, .subject = s, .id = row->id, .name = row->name};
		struct sw_sketch drawing = start(arena, system, diagram);
		draw_deployment(&drawing, row);
	}
	for (size_t i = 0; i < system->targets.n && !left_over; i++)
		left_over = !used[system->targets.v[i]->subject];
	if (left_over) {
		struct sw_diagram *diagram = sw_push(arena, &made);
		*diagram = (struct sw_diagram){.id = SW_S("repository:."), .name = made.n > 1 ? SW_S("other builds") : SW_S("builds")};
		struct sw_sketch drawing = start(arena, system, diagram);
		draw_builds(&drawing, used);
	}
	*diagrams = made.v;
	*count = made.n;
}
