#include "system/effective.h"
#include "base/map.h"
#include "knowledge/images.h"
#include "knowledge/platform.h"
#include "system/switch_user.h"

/* A chain being built: links from the lowest layer to the highest. */
struct chain {
	SW_VEC(struct sw_link) links;
	bool windows; /* at its bottom: the platform's defaults of user and folder are not those of Windows */
};

static const char *platform_default(enum sw_field field, bool windows) {
	bool differs = windows && (field == SW_FIELD_USER || field == SW_FIELD_WORKDIR);
	return differs ? NULL : sw_platform((struct sw_str){0})->fields[field].value;
}

/* Defaults that an engine's own settings can change: without them such a default is presumed. */
static bool engine_may_set(enum sw_field field) {
	static const bool may[SW_FIELD_COUNT] = {
		[SW_FIELD_NO_NEW_PRIVILEGES] = true, [SW_FIELD_SECCOMP] = true, [SW_FIELD_APPARMOR] = true, [SW_FIELD_SELINUX] = true,
		[SW_FIELD_IPC_MODE] = true, [SW_FIELD_CGROUP_MODE] = true, [SW_FIELD_USERNS_MODE] = true,
		[SW_FIELD_LOG_DRIVER] = true, [SW_FIELD_RUNTIME] = true, [SW_FIELD_CGROUP_PARENT] = true,
	};
	return may[field];
}

/* The user that a well-known image's configuration names: better than the platform's default, and still only presumed. */
static struct sw_str published_user(const struct sw_image_ref *ref, enum sw_field field) {
	return sw_str_of(field == SW_FIELD_USER ? sw_image_user(ref, NULL) : NULL);
}

/* Nobody above the broken link speaks: the platform's default is presumed, at the highest absent link, which is where a
 * person would write the answer. */
static void presume_default(const struct chain *chain, enum sw_field field, struct sw_value *value) {
	const struct sw_link *broken = &chain->links.v[value->deciding];
	value->missing = broken->layer == SW_LAYER_BASE ? SW_MISSING_BASE_IMAGE
		: broken->layer == SW_LAYER_IMAGE ? SW_MISSING_IMAGE : SW_MISSING_DOCKERFILE;
	value->value = broken->value.n ? broken->value : sw_str_of(platform_default(field, chain->windows));
	value->presumed = value->value.p != NULL;
	for (size_t i = value->deciding; i < chain->links.n; i++)
		if (chain->links.v[i].at.source && chain->links.v[i].layer == SW_LAYER_STAGE)
			value->deciding = (uint16_t)i;
	if (!chain->links.v[value->deciding].at.source)
		value->deciding = (uint16_t)(chain->links.n - 1);
}

/* A relative folder on top of an image that nobody saw. */
static bool waits_for_base(const struct chain *chain, enum sw_field field, const struct sw_link *deciding) {
	return field == SW_FIELD_WORKDIR && deciding->value.n && sw_str_find_byte(deciding->value, '$') == SW_NPOS &&
	       chain->links.v[0].how == SW_HOW_UNSEEN;
}

/* The last of the first `count` links that says something decides. */
static struct sw_value value_below(const struct chain *chain, size_t count, enum sw_field field) {
	struct sw_value value = {.count = (uint16_t)chain->links.n, .chain = chain->links.v};
	const struct sw_link *deciding = NULL;
	for (size_t i = 0; i < count; i++)
		if (chain->links.v[i].how != SW_HOW_ABSENT) {
			deciding = &chain->links.v[i];
			value.deciding = (uint16_t)i;
		}
	if (!deciding) {
		value.missing = SW_MISSING_READER;
		return value;
	}
	if (deciding->how == SW_HOW_UNSEEN) {
		presume_default(chain, field, &value);
		return value;
	}
	if (!deciding->known) {
		value.missing = waits_for_base(chain, field, deciding) ? SW_MISSING_BASE_IMAGE : SW_MISSING_VARIABLE;
		return value;
	}
	value.value = deciding->value;
	if (deciding->how == SW_HOW_DEFAULTED && deciding->layer == SW_LAYER_PLATFORM) {
		value.presumed = engine_may_set(field);
		value.missing = value.presumed ? SW_MISSING_ENGINE : SW_MISSING_NOTHING;
		value.known = !value.presumed;
		/* Where a default decides, the place is where the field could be written. */
		if (chain->links.n)
			value.deciding = (uint16_t)(chain->links.n - 1);
		return value;
	}
	value.known = true;
	return value;
}

static struct sw_value value_of(const struct chain *chain, enum sw_field field) {
	const struct sw_link *last = chain->links.n ? &chain->links.v[chain->links.n - 1] : NULL;
	if (!last || last->layer != SW_LAYER_COMPOSE || last->how != SW_HOW_UNSEEN)
		return value_below(chain, chain->links.n, field);
	/* What the service takes over from another file was not given: what the rest says is presumed to hold. */
	struct sw_value value = value_below(chain, chain->links.n - 1, field);
	value.presumed = sw_value_set(&value);
	value.known = false;
	value.missing = SW_MISSING_FILE;
	value.deciding = (uint16_t)(chain->links.n - 1);
	return value;
}

static struct sw_link platform_link(enum sw_field field) {
	return (struct sw_link){.layer = SW_LAYER_PLATFORM, .how = SW_HOW_DEFAULTED, .known = true,
				.value = sw_str_of(platform_default(field, false)), .where = SW_S("platform profile docker-stock")};
}

static const struct sw_pair *argument_of(const struct sw_service_build *args, struct sw_str depends) {
	struct sw_str name;
	while (args && depends.n && sw_str_split(&depends, ',', &name))
		for (size_t i = 0; i < args->args.n; i++)
			if (sw_str_eq(args->args.v[i].name, name))
				return &args->args.v[i];
	return NULL;
}

/* A service passes a build argument that the stage's value was made from. Only where the value is that argument alone
 * can the result be told; else the link is unknown rather than wrong. */
static struct sw_link with_arguments(struct sw_link link, const struct sw_service_build *args) {
	const struct sw_pair *argument = argument_of(args, link.depends);
	if (!argument)
		return link;
	bool alone = link.sole && sw_str_find_byte(link.depends, ',') == SW_NPOS;
	link.known = alone && argument->has_value && argument->known;
	link.value = link.known ? argument->value : (struct sw_str){0};
	return link;
}

/* Setting ENTRYPOINT clears a CMD that comes from below, and the other way round never. */
static bool cleared_by_entrypoint(const struct sw_stage *stage, enum sw_field field) {
	return field == SW_FIELD_COMMAND && stage->said[SW_FIELD_COMMAND].how == SW_HOW_ABSENT &&
	       stage->said[SW_FIELD_ENTRYPOINT].how != SW_HOW_ABSENT;
}

/* What the configuration of an image that was given says. Where it says nothing, the platform's default is proven, and
 * the place is where the image is named. A trigger of it that states the field runs in the stage and was not followed. */
static struct sw_link image_link(struct sw_arena *arena, const struct sw_image_use *use, enum sw_field field, enum sw_layer layer) {
	const struct sw_image *image = use->found;
	struct sw_link link = image->said[field];
	if (link.how == SW_HOW_ABSENT) {
		const char *value = platform_default(field, image->windows);
		link = (struct sw_link){.how = value ? SW_HOW_DEFAULTED : SW_HOW_UNSEEN, .known = value, .value = sw_str_of(value), .at = use->at};
	}
	link.layer = (uint8_t)layer;
	link.where = sw_arena_join(arena, SW_S("image "), use->ref.name.n ? use->ref.name : image->path);
	if (layer == SW_LAYER_BASE && sw_image_triggers(image, field))
		link = (struct sw_link){.layer = (uint8_t)layer, .how = SW_HOW_UNSEEN, .at = use->at,
					.where = sw_arena_join(arena, SW_S("trigger of "), link.where)};
	return link;
}

/* What an image below says nobody saw, unless it was given; one that a build argument replaces is another than the file
 * names. */
static struct sw_link base_link(struct sw_arena *arena, const struct sw_stage *stage, enum sw_field field,
				const struct sw_pair *replaced) {
	struct sw_link link = {.layer = SW_LAYER_BASE, .how = SW_HOW_UNSEEN, .at = stage->base.at};
	if (replaced) {
		link.where = sw_arena_join(arena, SW_S("image of the build argument "), replaced->name);
		return link;
	}
	if (stage->base.found)
		return image_link(arena, &stage->base, field, SW_LAYER_BASE);
	link.value = published_user(&stage->base.ref, field);
	link.where = sw_arena_join(arena, SW_S("image "), stage->base.ref.name.n ? stage->base.ref.name : stage->base.ref.written);
	return link;
}

static void add_stages(struct sw_arena *arena, struct chain *chain, const struct sw_build *build,
		       const struct sw_stage *stage, enum sw_field field, const struct sw_service_build *args) {
	const struct sw_pair *replaced = argument_of(args, stage->base.depends);
	chain->windows = stage->windows || (stage->base.found && stage->base.found->windows);
	if (stage->parent >= 0 && replaced) {
		/* Another stage may be meant than the default names. */
		*sw_push(arena, &chain->links) = (struct sw_link){
			.layer = SW_LAYER_STAGE, .how = SW_HOW_INFERRED, .at = stage->from,
			.where = sw_arena_join(arena, SW_S("stage of the build argument "), replaced->name)};
	} else if (stage->parent >= 0) {
		add_stages(arena, chain, build, &build->stages.v[stage->parent], field, args);
	} else if (stage->scratch) {
		struct sw_link link = platform_link(field);
		link.layer = SW_LAYER_BASE;
		link.where = SW_S("scratch");
		link.at = stage->from;
		*sw_push(arena, &chain->links) = link;
	} else {
		*sw_push(arena, &chain->links) = base_link(arena, stage, field, replaced);
	}
	if (cleared_by_entrypoint(stage, field))
		*sw_push(arena, &chain->links) = (struct sw_link){
			.layer = SW_LAYER_STAGE, .how = SW_HOW_INFERRED, .known = true, .value = SW_S("[]"),
			.at = stage->said[SW_FIELD_ENTRYPOINT].at, .where = SW_S("ENTRYPOINT clears the inherited CMD")};
	else
		*sw_push(arena, &chain->links) = with_arguments(stage->said[field], args);
}

/* Later pairs replace earlier ones of the same name; `places` remembers where a name stands (index + 1). */
static void put_pair(struct sw_arena *arena, struct sw_target *target, struct sw_pair pair, struct sw_map *places) {
	size_t place = (uintptr_t)sw_map_get(places, pair.name);
	if (!place) {
		(void)sw_push(arena, &target->env);
		place = target->env.n;
		sw_map_put(arena, places, pair.name, (void *)(uintptr_t)place);
	}
	target->env.v[place - 1] = pair;
}

static void merge_image(struct sw_arena *arena, struct sw_target *target, const struct sw_image *image, struct sw_map *places) {
	for (size_t i = 0; i < image->env.n; i++)
		put_pair(arena, target, image->env.v[i], places);
	for (size_t i = 0; i < image->exposed.n; i++)
		*sw_push(arena, &target->exposed) = image->exposed.v[i];
	for (size_t i = 0; i < image->volumes.n; i++)
		*sw_push(arena, &target->volumes) = image->volumes.v[i];
}

static void merge_stage(struct sw_arena *arena, struct sw_target *target, const struct sw_stage *stage, struct sw_map *places) {
	for (size_t i = 0; i < stage->env.n; i++)
		put_pair(arena, target, stage->env.v[i], places);
	for (size_t i = 0; i < stage->exposed.n; i++)
		*sw_push(arena, &target->exposed) = stage->exposed.v[i];
	for (size_t i = 0; i < stage->volumes.n; i++)
		*sw_push(arena, &target->volumes) = stage->volumes.v[i];
}

static void merge_stages(struct sw_arena *arena, struct sw_target *target, const struct sw_stage *stage,
			 const struct sw_service_build *args, struct sw_map *places) {
	if (stage->parent >= 0 && !argument_of(args, stage->base.depends))
		merge_stages(arena, target, &target->build->stages.v[stage->parent], args, places);
	else if (stage->parent < 0 && stage->base.found && !argument_of(args, stage->base.depends))
		merge_image(arena, target, stage->base.found, places);
	merge_stage(arena, target, stage, places);
}

/* Appends a link that overrides; the chain is copied because values may share it. */
static void override(struct sw_arena *arena, struct sw_value *value, struct sw_link link) {
	struct sw_link *chain = SW_NEW_ARRAY(arena, struct sw_link, (size_t)value->count + 1);
	if (value->count)
		memcpy(chain, value->chain, value->count * sizeof *chain);
	chain[value->count] = link;
	*value = (struct sw_value){.value = link.value, .known = link.known, .deciding = value->count,
				   .missing = link.known ? SW_MISSING_NOTHING : SW_MISSING_VARIABLE,
				   .count = (uint16_t)(value->count + 1), .chain = chain};
}

/* The image at the bottom as the file names it; NULL: scratch. */
static const struct sw_image_use *bottom_image(const struct sw_target *target) {
	const struct sw_stage *stage = target->stage;
	while (stage->parent >= 0)
		stage = &target->build->stages.v[stage->parent];
	return stage->scratch ? NULL : &stage->base;
}

/* A start that goes through gosu, su-exec, setpriv … runs as the user that it switches to, and so does an image that is
 * started as it was published and whose own entrypoint switches. Of an image that was `given` the entrypoint is known, and
 * what its script does is not. */
static void infer_user(struct sw_arena *arena, struct sw_value *fields, const struct sw_image_ref *image,
		       const struct sw_image *given) {
	struct sw_value *user = &fields[SW_FIELD_USER];
	struct sw_link link;
	const char *becomes = NULL;
	/* One that a build argument replaces has no published user at the bottom of the chain. */
	bool from_image = user->presumed && (user->missing == SW_MISSING_BASE_IMAGE || user->missing == SW_MISSING_IMAGE) &&
			  user->chain[0].value.n;
	if (image && from_image && sw_image_user(image, &becomes) && becomes &&
	    sw_starts_as_published(arena, &fields[SW_FIELD_ENTRYPOINT], &fields[SW_FIELD_COMMAND], sw_str_of(becomes)))
		user->value = sw_str_of(becomes);
	else if (given && image && sw_may_switch_user(user) && sw_image_user(image, &becomes) && becomes &&
		 sw_starts_given(arena, given, &fields[SW_FIELD_ENTRYPOINT], &fields[SW_FIELD_COMMAND], sw_str_of(becomes)))
		*user = (struct sw_value){.value = sw_str_of(becomes), .presumed = true, .missing = SW_MISSING_SCRIPT,
					  .deciding = user->deciding, .count = user->count, .chain = user->chain};
	else if (sw_may_switch_user(user) &&
		 sw_switched_user(arena, &fields[SW_FIELD_ENTRYPOINT], &fields[SW_FIELD_COMMAND], &link))
		override(arena, user, link);
}

void sw_effective_target(struct sw_arena *arena, struct sw_target *target, const struct sw_service_build *args) {
	target->fields = SW_NEW_ARRAY(arena, struct sw_value, SW_START_FIELD_COUNT);
	for (unsigned f = 0; f < SW_START_FIELD_COUNT; f++) {
		struct chain chain = {0};
		add_stages(arena, &chain, target->build, target->stage, (enum sw_field)f, args);
		target->fields[f] = value_of(&chain, (enum sw_field)f);
	}
	const struct sw_image_use *bottom = bottom_image(target);
	infer_user(arena, target->fields, bottom ? &bottom->ref : NULL, bottom ? bottom->found : NULL);
	struct sw_map places = {0};
	merge_stages(arena, target, target->stage, args, &places);
}

/* The image at rest that a service starts; NULL: it is built, or was not given. */
static const struct sw_image *given_image(const struct sw_service *service) {
	return !service->target && service->missing == SW_MISSING_IMAGE && service->workload->has_image ? service->workload->image.found : NULL;
}

static void start_chain(struct sw_arena *arena, struct chain *chain, const struct sw_service *service, enum sw_field field) {
	const struct sw_link *said = service->workload->said;
	if (service->target) {
		const struct sw_value *built = &service->target->fields[field];
		chain->windows = service->target->stage->windows;
		/* Whether the start switches the user depends on what the service itself starts. */
		for (uint16_t i = 0; i < built->count; i++)
			if (field != SW_FIELD_USER || !sw_is_switch(&built->chain[i]))
				*sw_push(arena, &chain->links) = built->chain[i];
	} else if (given_image(service)) {
		chain->windows = given_image(service)->windows;
		*sw_push(arena, &chain->links) = image_link(arena, &service->workload->image, field, SW_LAYER_IMAGE);
	} else {
		const struct sw_image_ref *ref = &service->workload->image.ref;
		*sw_push(arena, &chain->links) = (struct sw_link){
			.layer = service->missing == SW_MISSING_DOCKERFILE ? SW_LAYER_STAGE : SW_LAYER_IMAGE,
			.how = SW_HOW_UNSEEN, .value = published_user(ref, field),
			.at = service->missing == SW_MISSING_DOCKERFILE ? service->workload->build.at : service->workload->image.at,
			.where = service->missing == SW_MISSING_DOCKERFILE ? SW_S("Dockerfile")
				: sw_arena_join(arena, SW_S("image "), ref->name.n ? ref->name : ref->written)};
	}
	/* The engine takes the image's command only where the service names no program of its own: an empty list is none. */
	bool names_program = said[SW_FIELD_ENTRYPOINT].how == SW_HOW_STATED &&
			     !(said[SW_FIELD_ENTRYPOINT].known && sw_str_is(said[SW_FIELD_ENTRYPOINT].value, "[]"));
	if (field == SW_FIELD_COMMAND && said[field].how == SW_HOW_ABSENT && names_program) {
		*sw_push(arena, &chain->links) = (struct sw_link){
			.layer = SW_LAYER_COMPOSE, .how = SW_HOW_INFERRED, .known = true, .value = SW_S("[]"),
			.at = said[SW_FIELD_ENTRYPOINT].at, .where = SW_S("entrypoint: clears the image's command")};
		return;
	}
	*sw_push(arena, &chain->links) = said[field];
}

static void put_env(struct sw_arena *arena, struct sw_service *service, struct sw_map *places, struct sw_env entry) {
	size_t place = (uintptr_t)sw_map_get(places, entry.name);
	if (!place) {
		(void)sw_push(arena, &service->env);
		place = service->env.n;
		sw_map_put(arena, places, entry.name, (void *)(uintptr_t)place);
	}
	service->env.v[place - 1] = entry;
}

static void merge_env(struct sw_arena *arena, struct sw_service *service) {
	const struct sw_image *image = given_image(service);
	struct sw_map places = {0};
	size_t count = service->target ? service->target->env.n : image ? image->env.n : 0;
	for (size_t i = 0; i < count; i++) {
		const struct sw_pair *pair = service->target ? &service->target->env.v[i] : &image->env.v[i];
		put_env(arena, service, &places, (struct sw_env){.name = pair->name, .value = pair->value, .known = pair->known,
								 .credential_name = pair->credential_name, .origin = SW_ENV_LITERAL, .at = pair->at, .value_at = pair->value_at});
	}
	for (size_t i = 0; i < service->workload->env.n; i++)
		put_env(arena, service, &places, service->workload->env.v[i]);
}

void sw_effective_service(struct sw_arena *arena, struct sw_service *service) {
	service->fields = SW_NEW_ARRAY(arena, struct sw_value, SW_FIELD_COUNT);
	for (unsigned f = 0; f < SW_FIELD_COUNT; f++) {
		struct chain chain = {0};
		if (f < SW_START_FIELD_COUNT) {
			start_chain(arena, &chain, service, (enum sw_field)f);
		} else {
			*sw_push(arena, &chain.links) = platform_link((enum sw_field)f);
			*sw_push(arena, &chain.links) = service->workload->said[f];
		}
		service->fields[f] = value_of(&chain, (enum sw_field)f);
	}
	const struct sw_image_use *bottom = service->target ? bottom_image(service->target)
		: service->workload->has_image ? &service->workload->image : NULL;
	infer_user(arena, service->fields, bottom ? &bottom->ref : NULL, bottom ? bottom->found : NULL);
	merge_env(arena, service);
	if (service->target)
		for (size_t i = 0; i < service->target->exposed.n; i++)
			*sw_push(arena, &service->exposed) = service->target->exposed.v[i];
	const struct sw_image *image = given_image(service);
	for (size_t i = 0; image && i < image->exposed.n; i++)
		*sw_push(arena, &service->exposed) = image->exposed.v[i];
	for (size_t i = 0; i < service->workload->exposed.n; i++)
		*sw_push(arena, &service->exposed) = service->workload->exposed.v[i];
}

/* The start of an image by itself: the platform's defaults, and what its configuration says. */
void sw_effective_image(struct sw_arena *arena, struct sw_target *target, const struct sw_image *image) {
	target->fields = SW_NEW_ARRAY(arena, struct sw_value, SW_START_FIELD_COUNT);
	for (unsigned f = 0; f < SW_START_FIELD_COUNT; f++) {
		struct chain chain = {.windows = image->windows};
		struct sw_link platform = platform_link((enum sw_field)f);
		platform.value = sw_str_of(platform_default((enum sw_field)f, image->windows));
		*sw_push(arena, &chain.links) = platform;
		*sw_push(arena, &chain.links) = image->said[f];
		target->fields[f] = value_of(&chain, (enum sw_field)f);
	}
	infer_user(arena, target->fields, image->names.n ? &image->names.v[0] : NULL, image);
	struct sw_map places = {0};
	merge_image(arena, target, image, &places);
}
