#include "system/join.h"
#include "system/effective.h"
#include "system/images.h"
#include "system/neighbours.h"
#include "base/map.h"
#include "base/parallel.h"
#include <stdlib.h>

struct join {
	struct sw_arena *arena;
	struct sw_system *system;
	struct sw_map builds; /* path of a Dockerfile → const struct sw_build * */
	struct sw_map images; /* id → subject number */
	struct sw_map at_rest; /* bytes of an image's address → subject number */
	struct sw_map targets; /* bytes of a stage's address → const struct sw_target * */
	struct sw_map built;  /* deployment and image name that a service of it builds → const struct sw_workload * */
};

static sw_subject add_subject(struct join *join, struct sw_subject_row row) {
	struct sw_system *system = join->system;
	*sw_push(join->arena, &system->subjects) = row;
	return (sw_subject)(system->subjects.n - 1);
}

static struct sw_target *make_target(struct sw_arena *arena, const struct sw_build *build, const struct sw_stage *stage,
				     const struct sw_service_build *args) {
	struct sw_target *target = SW_NEW(arena, struct sw_target);
	target->build = build;
	target->stage = stage;
	sw_effective_target(arena, target, args);
	return target;
}

/* Makes the target a subject, which everything that names the stage finds. */
static const struct sw_target *add_target(struct join *join, struct sw_target *target) {
	struct sw_arena *arena = join->arena;
	const struct sw_build *build = target->build;
	const struct sw_stage *stage = target->stage;
	bool last = stage->index + 1 == build->stages.n;
	struct sw_str label = last ? SW_S("final") : stage->name.n ? stage->name : sw_arena_printf(arena, "%u", stage->index);
	target->subject = add_subject(join, (struct sw_subject_row){
		.kind = SW_SUBJECT_BUILD, .at = stage->from, .target = target,
		.id = last && build->inside ? sw_arena_join(arena, SW_S("build:"), build->path)
					    : sw_arena_printf(arena, "build:%.*s#%.*s", SW_ARG(build->path), SW_ARG(label)),
		.name = last ? build->path : sw_arena_printf(arena, "%.*s (%.*s)", SW_ARG(build->path), SW_ARG(label))});
	*sw_push(arena, &join->system->targets) = target;
	sw_map_put(arena, &join->targets, sw_str((const char *)&target->stage, sizeof target->stage), target);
	return target;
}

static const struct sw_target *find_target(const struct join *join, const struct sw_stage *stage) {
	return sw_map_get(&join->targets, sw_str((const char *)&stage, sizeof stage));
}

/* Dockerfiles that stand in a compose file; services that share one by an anchor share the build. */
static void add_inner_builds(struct join *join, const struct sw_deployment *deployment) {
	for (size_t i = 0; i < deployment->workloads.n; i++) {
		const struct sw_build *build = deployment->workloads.v[i].build.own;
		const struct sw_stage *last = build ? &build->stages.v[build->stages.n - 1] : NULL;
		if (last && !find_target(join, last))
			add_target(join, make_target(join->arena, build, last, NULL));
	}
}

struct final_targets {
	struct sw_factset *const *sets;
	struct sw_target **v; /* of each set; NULL: it has no build, or no room */
};

/* The target of a Dockerfile's last stage needs nothing of other files, so threads share them out; it goes among the file's
 * own facts. */
static void make_final_target(void *context, size_t item, unsigned thread) {
	struct final_targets *targets = context;
	struct sw_factset *set = targets->sets[item];
	struct sw_arena_catch catch;
	(void)thread;
	if (!set->build || !set->build->stages.n)
		return;
	if (SW_ARENA_TRY(&set->arena, &catch)) {
		targets->v[item] = make_target(&set->arena, set->build, &set->build->stages.v[set->build->stages.n - 1], NULL);
		sw_arena_leave(&set->arena, &catch);
	}
}

static void add_builds(struct join *join, struct sw_factset *const *sets, size_t count, unsigned jobs) {
	struct final_targets targets = {sets, SW_NEW_ARRAY(join->arena, struct sw_target *, count)};
	sw_parallel(count, jobs, make_final_target, &targets);
	for (size_t i = 0; i < count; i++) {
		struct sw_factset *set = sets[i];
		if (set->deployment)
			add_inner_builds(join, set->deployment);
		if (!set->build || !set->build->stages.n)
			continue;
		sw_map_put(join->arena, &join->builds, set->path, set->build);
		if (!targets.v[i])
			targets.v[i] = make_target(join->arena, set->build, &set->build->stages.v[set->build->stages.n - 1], NULL);
		add_target(join, targets.v[i]);
	}
}

static bool lists(struct sw_str names, struct sw_str wanted) {
	struct sw_str name;
	while (names.n && sw_str_split(&names, ',', &name))
		if (sw_str_eq(name, wanted))
			return true;
	return false;
}

/* Whether a service's build arguments replace a default that an effective value, or the choice of a base, was made from. */
static bool arguments_matter(const struct sw_build *build, const struct sw_service_build *service) {
	for (size_t a = 0; a < service->args.n; a++)
		for (size_t s = 0; s < build->stages.n; s++) {
			const struct sw_stage *stage = &build->stages.v[s];
			if (lists(stage->base.depends, service->args.v[a].name))
				return true;
			for (unsigned f = 0; f < SW_START_FIELD_COUNT; f++)
				if (lists(stage->said[f].depends, service->args.v[a].name))
					return true;
		}
	return false;
}

/* The target of a service: services that pass build arguments which matter get one of their own. */
static const struct sw_target *target_of(struct join *join, const struct sw_workload *workload) {
	const struct sw_build *build = workload->build.inlined ? workload->build.own
		: workload->build.path.n ? sw_map_get(&join->builds, workload->build.path) : NULL;
	const struct sw_stage *stage = build ? sw_build_stage(build, workload->build.target) : NULL;
	if (!stage)
		return NULL;
	const struct sw_target *target = find_target(join, stage);
	if (!target)
		target = add_target(join, make_target(join->arena, build, stage, NULL));
	if (!arguments_matter(build, &workload->build))
		return target;
	/* Seen through its service; the file's own target stands for it among the subjects. */
	struct sw_target *own = make_target(join->arena, build, stage, &workload->build);
	own->subject = target->subject;
	return own;
}

/* "shop/web" and "shop/web:latest" are one image. */
static struct sw_str built_name(struct sw_arena *arena, const struct sw_deployment *deployment, const struct sw_image_ref *ref) {
	bool plain = ref->known && ref->name.n && !ref->digest.n;
	struct sw_str name = plain ? ref->name : ref->written, tag = ref->tag.n ? ref->tag : SW_S("latest");
	return sw_arena_printf(arena, "%.*s\n%.*s%s%.*s", SW_ARG(deployment->path), SW_ARG(name), plain ? ":" : "",
			       plain ? (int)tag.n : 0, tag.p);
}

static struct sw_str address_of(const struct sw_image *const *image) {
	return sw_str((const char *)image, sizeof *image);
}

/* An image at rest is judged by itself, whoever names it. */
static void add_image(struct join *join, const struct sw_image *image) {
	struct sw_arena *arena = join->arena;
	const struct sw_image_ref *ref = image->names.n ? &image->names.v[0] : NULL;
	struct sw_str id = ref ? sw_arena_printf(arena, "image:%.*s%s%.*s", SW_ARG(ref->name), ref->tag.n ? ":" : "", SW_ARG(ref->tag))
			       : sw_arena_join(arena, SW_S("image:"), image->path);
	if (sw_map_get(&join->images, id))
		id = sw_arena_join(arena, SW_S("image:"), image->path);
	struct sw_image_use *use = SW_NEW(arena, struct sw_image_use);
	*use = (struct sw_image_use){.kind = SW_USE_SERVICE, .at = image->at, .stage = -1, .found = image};
	if (ref)
		use->ref = *ref;
	struct sw_target *target = image->rootfs ? NULL : SW_NEW(arena, struct sw_target);
	if (target) {
		target->build = image->history;
		target->stage = &image->history->stages.v[0];
		sw_effective_image(arena, target, image);
	}
	sw_subject subject = add_subject(join, (struct sw_subject_row){.kind = SW_SUBJECT_IMAGE, .id = id, .at = image->at, .image = use,
								       .target = target, .name = ref ? ref->written : image->path});
	if (target)
		target->subject = subject;
	sw_map_put(arena, &join->images, id, (void *)(uintptr_t)subject);
	const struct sw_image **key = SW_NEW(arena, const struct sw_image *);
	*key = image;
	sw_map_put(arena, &join->at_rest, address_of(key), (void *)(uintptr_t)subject);
}

static void add_images(struct join *join, struct sw_factset *const *sets, size_t count) {
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < sets[i]->images.n; k++)
			add_image(join, &sets[i]->images.v[k]);
}

static sw_subject image_subject(struct join *join, const struct sw_image_use *use) {
	struct sw_arena *arena = join->arena;
	if (use->found)
		return (sw_subject)(uintptr_t)sw_map_get(&join->at_rest, address_of(&use->found));
	const struct sw_image_ref *ref = &use->ref;
	struct sw_str text = ref->name.n && ref->known ? ref->name : ref->written;
	if (ref->name.n && ref->known)
		text = sw_arena_printf(arena, "%.*s%s%.*s%s%.*s", SW_ARG(ref->name), ref->tag.n ? ":" : "", SW_ARG(ref->tag),
				       ref->digest.n ? "@" : "", SW_ARG(ref->digest));
	struct sw_str id = sw_arena_join(arena, SW_S("image:"), text);
	sw_subject subject = (sw_subject)(uintptr_t)sw_map_get(&join->images, id);
	if (!subject) {
		subject = add_subject(join, (struct sw_subject_row){.kind = SW_SUBJECT_IMAGE, .id = id, .name = ref->written,
								   .at = use->at, .image = use});
		sw_map_put(arena, &join->images, id, (void *)(uintptr_t)subject);
	}
	return subject;
}

static const struct sw_volume *volume_of(const struct sw_deployment *deployment, struct sw_str name) {
	for (size_t i = 0; i < deployment->volumes.n; i++)
		if (sw_str_eq(deployment->volumes.v[i].name, name))
			return &deployment->volumes.v[i];
	return NULL;
}

static const struct sw_workload *workload_of(const struct sw_deployment *deployment, struct sw_str name) {
	for (size_t i = 0; i < deployment->workloads.n; i++)
		if (sw_str_eq(deployment->workloads.v[i].name, name))
			return &deployment->workloads.v[i];
	return NULL;
}

/* A named volume of the local driver with o=bind is a host path under another name. */
static void add_mounts(struct join *join, struct sw_service *service, const struct sw_workload *from, bool read_only, unsigned depth) {
	for (size_t i = 0; i < from->mounts.n; i++) {
		struct sw_mount mount = from->mounts.v[i];
		const struct sw_volume *volume = mount.kind == SW_MOUNT_VOLUME ? volume_of(service->deployment, mount.source) : NULL;
		if (volume && volume->bind_path.n) {
			mount.kind = SW_MOUNT_BIND;
			mount.host_path = volume->bind_path;
		}
		if (read_only)
			mount.read_only = SW_YES;
		*sw_push(join->arena, &service->mounts) = mount;
	}
	for (size_t i = 0; i < from->volumes_from.n && depth < 8; i++) {
		const struct sw_named_at *named = &from->volumes_from.v[i];
		const struct sw_workload *other = workload_of(service->deployment, named->name);
		if (other && other != service->workload)
			add_mounts(join, service, other, read_only || sw_str_is(named->value, "ro"), depth + 1);
	}
}

static struct sw_service *add_service(struct join *join, const struct sw_deployment *deployment, const struct sw_workload *workload) {
	struct sw_arena *arena = join->arena;
	struct sw_service *service = SW_NEW(arena, struct sw_service);
	service->workload = workload;
	service->deployment = deployment;
	if (workload->build.present) {
		service->target = target_of(join, workload);
		service->missing = service->target ? SW_MISSING_NOTHING : SW_MISSING_DOCKERFILE;
	} else {
		const struct sw_workload *builder = workload->has_image
			? sw_map_get(&join->built, built_name(arena, deployment, &workload->image.ref)) : NULL;
		service->target = builder ? target_of(join, builder) : NULL;
		if (!service->target) {
			service->missing = SW_MISSING_IMAGE;
			if (workload->has_image)
				service->image = image_subject(join, &workload->image);
		}
	}
	add_mounts(join, service, workload, false, 0);
	sw_effective_service(arena, service);
	service->subject = add_subject(join, (struct sw_subject_row){
		.kind = SW_SUBJECT_WORKLOAD, .name = workload->name, .at = workload->at, .service = service,
		.deployment = deployment,
		.id = sw_arena_printf(arena, "compose:%.*s#%.*s", SW_ARG(deployment->path), SW_ARG(workload->name))});
	*sw_push(arena, &join->system->services) = service;
	return service;
}

static void add_deployment(struct join *join, const struct sw_factset *set) {
	const struct sw_deployment *deployment = set->deployment;
	struct sw_arena *arena = join->arena;
	add_subject(join, (struct sw_subject_row){
		.kind = SW_SUBJECT_DEPLOYMENT, .at = deployment->at, .deployment = deployment,
		.name = deployment->name.n ? deployment->name : set->folder.n ? set->folder : deployment->path,
		.id = sw_arena_printf(arena, "deployment:%.*s", SW_ARG(deployment->path))});
	for (size_t i = 0; i < deployment->workloads.n; i++) {
		const struct sw_workload *workload = &deployment->workloads.v[i];
		if (workload->build.present && workload->has_image)
			sw_map_put(arena, &join->built, built_name(arena, deployment, &workload->image.ref), (void *)(uintptr_t)workload);
	}
	struct sw_service **services = SW_NEW_ARRAY(arena, struct sw_service *, deployment->workloads.n + 1);
	size_t service_count = 0;
	for (size_t i = 0; i < deployment->workloads.n; i++)
		if (!deployment->workloads.v[i].provided)
			services[service_count++] = add_service(join, deployment, &deployment->workloads.v[i]);
	sw_neighbours_find(arena, services, service_count);
	for (size_t i = 0; i < deployment->networks.n; i++)
		add_subject(join, (struct sw_subject_row){
			.kind = SW_SUBJECT_NETWORK, .name = deployment->networks.v[i].name, .at = deployment->networks.v[i].at,
			.network = &deployment->networks.v[i], .deployment = deployment,
			.id = sw_arena_printf(arena, "network:%.*s#%.*s", SW_ARG(deployment->path), SW_ARG(deployment->networks.v[i].name))});
	for (size_t i = 0; i < deployment->volumes.n; i++)
		add_subject(join, (struct sw_subject_row){
			.kind = SW_SUBJECT_VOLUME, .name = deployment->volumes.v[i].name, .at = deployment->volumes.v[i].at,
			.volume = &deployment->volumes.v[i], .deployment = deployment,
			.id = sw_arena_printf(arena, "volume:%.*s#%.*s", SW_ARG(deployment->path), SW_ARG(deployment->volumes.v[i].name))});
}

static int hidden_order(const void *a, const void *b) {
	return sw_span_cmp(((const struct sw_hidden *)a)->at, ((const struct sw_hidden *)b)->at);
}

/* What fact sets hide and their secrets become one list; of what overlaps one is left, stretched over all of it. A secret
 * says what it is: its kind stays. */
static void unite_hidden(struct join *join) {
	struct sw_system *system = join->system;
	struct sw_hidden_list all = {0};
	size_t s = 0;
	if (system->hidden.n)
		qsort(system->hidden.v, system->hidden.n, sizeof *system->hidden.v, hidden_order);
	for (size_t h = 0; h < system->hidden.n || s < system->secrets.n;) {
		bool secret = h == system->hidden.n ||
			      (s < system->secrets.n && sw_span_cmp(system->secrets.v[s].at, system->hidden.v[h].at) <= 0);
		struct sw_hidden next = secret ? (struct sw_hidden){system->secrets.v[s].at, system->secrets.v[s].kind}
					       : system->hidden.v[h];
		struct sw_hidden *last = all.n ? &all.v[all.n - 1] : NULL;
		h += !secret;
		s += secret;
		if (next.at.start >= next.at.end)
			continue;
		if (!last || last->at.source != next.at.source || last->at.end <= next.at.start) {
			*sw_push(join->arena, &all) = next;
			continue;
		}
		last->kind = secret ? next.kind : last->kind;
		last->at.end = next.at.end > last->at.end ? next.at.end : last->at.end;
	}
	system->hidden = all;
}

static int secret_order(const void *a, const void *b) {
	return sw_span_cmp(((const struct sw_secret_fact *)a)->at, ((const struct sw_secret_fact *)b)->at);
}

/* Sources keep the numbers that their fact sets gave them; part i belongs to fact set i. */
static void import_sets(struct join *join, struct sw_factset **sets, size_t count, struct sw_sources *own) {
	struct sw_system *system = join->system;
	system->sources.parts = SW_NEW_ARRAY(join->arena, struct sw_sources *, count + 1);
	system->sources.part_count = count + (own ? 1 : 0);
	system->sources.parts[count] = own;
	for (size_t i = 0; i < count; i++) {
		system->sources.parts[i] = &sets[i]->sources;
		*sw_push(join->arena, &system->factsets) = sets[i];
		for (size_t k = 0; k < sets[i]->secrets.n; k++)
			*sw_push(join->arena, &system->secrets) = sets[i]->secrets.v[k];
		for (size_t k = 0; k < sets[i]->hidden.n; k++)
			*sw_push(join->arena, &system->hidden) = sets[i]->hidden.v[k];
		for (size_t k = 0; k < sets[i]->diags.n; k++) {
			struct sw_diag *diag = sw_push(join->arena, &system->diags);
			*diag = sets[i]->diags.v[k];
			if (!diag->at.source && !diag->path.n)
				diag->path = sets[i]->path;
		}
	}
	if (system->secrets.n)
		qsort(system->secrets.v, system->secrets.n, sizeof *system->secrets.v, secret_order);
	unite_hidden(join);
}

static bool speaks_of_repository(const struct sw_factset *set) {
	bool other = !set->build && !set->deployment && !set->images.n;
	return set->settings || set->kind == SW_ARTIFACT_TEXT || (other && set->secrets.n);
}

/* The repository is a subject where its files set something for the tools around containers, or hold secrets. */
static void add_repository(struct join *join, struct sw_factset *const *sets, size_t count) {
	for (size_t i = 0; i < count; i++)
		if (speaks_of_repository(sets[i])) {
			add_subject(join, (struct sw_subject_row){.kind = SW_SUBJECT_REPOSITORY, .id = SW_S("repository:."), .name = SW_S("repository")});
			return;
		}
}

void sw_system_join(struct sw_arena *arena, struct sw_factset **sets, size_t count, struct sw_sources *own,
		    const struct sw_config *config, unsigned jobs, struct sw_system *system) {
	static const struct sw_config no_config;
	struct join join = {.arena = arena, .system = system};
	*system = (struct sw_system){.config = config ? config : &no_config, .diags = {.arena = arena}};
	(void)sw_push(arena, &system->subjects);
	import_sets(&join, sets, count, own);
	sw_images_find(arena, sets, count, &system->diags);
	sw_images_bases(arena, sets, count);
	add_builds(&join, sets, count, jobs);
	add_images(&join, sets, count);
	for (size_t i = 0; i < count; i++)
		if (sets[i]->deployment)
			add_deployment(&join, sets[i]);
	add_repository(&join, sets, count);
}
