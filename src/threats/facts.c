/* Facts about elements that the catalogue's expressions ask for, each with words that say what was seen. */
#include "formats/shell_words.h"
#include "knowledge/images.h"
#include "knowledge/ports.h"
#include "threats/judge.h"

struct question {
	const struct sw_judge *judge;
	const struct sw_element *element;
	struct sw_str *text;
	struct sw_span *at;
};

typedef struct sw_truth fact_fn(struct question *question);

static struct sw_truth yes(enum sw_strength strength) {
	return (struct sw_truth){.holds = SW_YES, .strength = strength, .presumed = strength == SW_STRENGTH_ASSUMED};
}

static struct sw_truth no(bool presumed) {
	return (struct sw_truth){.holds = SW_NO, .presumed = presumed};
}

static const struct sw_truth unknown = {.holds = SW_UNKNOWN};

static struct sw_truth pulls_image(struct question *q) {
	if (q->element->kind == SW_ELEMENT_IMAGE)
		return yes(SW_STRENGTH_DECLARED);
	const struct sw_target *target = sw_subject_get(q->judge->system, q->element->subject)->target;
	for (size_t i = 0; target && i < target->build->uses.n; i++)
		if (target->build->uses.v[i].kind != SW_USE_SYNTAX)
			return yes(SW_STRENGTH_DECLARED);
	*q->text = SW_S("nothing is pulled: it is built from scratch");
	return no(false);
}

static struct sw_truth allowlist(struct question *q) {
	const struct sw_allowlist *list = &q->judge->system->config->images;
	*q->at = list->at;
	*q->text = list->present ? SW_S("a list of approved images is configured") : SW_S("no list of approved images");
	return list->present ? yes(SW_STRENGTH_DECLARED) : no(false);
}

/* Commands that bring something in from the network. */
static bool fetches_program(struct sw_str program) {
	static const char *const programs[] = {"curl", "wget", "git", "apt-get", "apt", "apk", "yum", "dnf", "microdnf", "zypper", "pip",
					       "pip3", "npm", "yarn", "pnpm", "go", "cargo", "gem", "bundle", "composer", "mvn", "gradle",
					       "dotnet", "conda", "uv", "poetry", "rpm", "pacman", "svn", "add-apt-repository"};
	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
		if (sw_str_is(program, programs[i]))
			return true;
	return false;
}

static struct sw_truth fetches(struct question *q) {
	const struct sw_target *target = sw_subject_get(q->judge->system, q->element->subject)->target;
	bool unread = false;
	for (size_t i = 0; target && i < target->build->steps.n; i++) {
		const struct sw_step *step = &target->build->steps.v[i];
		if (step->kind == SW_STEP_ADD && step->word_count && sw_str_contains(step->words[0].text, SW_S("://")))
			return yes(SW_STRENGTH_DECLARED);
		if (step->kind != SW_STEP_RUN)
			continue;
		unread = unread || !step->script || !step->script->complete;
		for (size_t c = 0; step->script && c < step->script->n; c++)
			if (fetches_program(sw_shell_call(&step->script->v[c]).program))
				return yes(SW_STRENGTH_DECLARED);
	}
	*q->text = SW_S("the build downloads nothing");
	return unread ? unknown : no(false);
}

static struct sw_truth updater(struct question *q) {
	enum sw_tri found = q->judge->system->updater;
	*q->text = found == SW_YES ? SW_S("an updater is configured") : SW_S("no updater is configured");
	return found == SW_YES ? yes(SW_STRENGTH_DECLARED) : found == SW_NO ? no(false) : unknown;
}

static struct sw_truth minimal_base(struct question *q) {
	const struct sw_target *target = sw_subject_get(q->judge->system, q->element->subject)->target;
	if (!target)
		return unknown;
	const struct sw_stage *root = target->stage;
	while (root->parent >= 0)
		root = &target->build->stages.v[root->parent];
	*q->at = root->from;
	if (root->scratch) {
		*q->text = SW_S("built from scratch");
		return yes(SW_STRENGTH_DECLARED);
	}
	if (sw_str_contains(root->base.ref.name, SW_S("/distroless/"))) {
		*q->text = SW_S("built on a distroless base");
		return yes(SW_STRENGTH_DECLARED);
	}
	*q->text = SW_S("the base is a full system");
	return no(true);
}

static struct sw_truth windows(struct question *q) {
	const struct sw_service *service = q->element->service;
	bool is = service && service->target && service->target->stage->windows;
	*q->text = is ? SW_S("a Windows container") : SW_S("a Linux container");
	return is ? yes(SW_STRENGTH_DECLARED) : no(false);
}

static struct sw_truth binds_host_path(struct question *q) {
	const struct sw_service *service = q->element->service;
	bool hidden = false;
	for (size_t i = 0; i < service->mounts.n; i++) {
		if (service->mounts.v[i].kind == SW_MOUNT_BIND && service->mounts.v[i].host_path.n)
			return yes(SW_STRENGTH_DECLARED);
		hidden = hidden || !service->mounts.v[i].known;
	}
	*q->text = SW_S("no path of the host is mounted");
	return hidden ? unknown : no(false);
}

/* A profile field: "default" holds by the platform alone, a name was chosen, `off` switches it off. */
static struct sw_truth profile(struct question *q, enum sw_field field, const char *off, const char *what) {
	const struct sw_value *value = &q->element->service->fields[field];
	const struct sw_link *link = sw_value_link(value);
	if (link)
		*q->at = link->at;
	if (!sw_value_set(value))
		return unknown;
	*q->text = sw_arena_printf(q->judge->arena, "%s: %.*s", what, SW_ARG(value->value));
	if (sw_str_is(value->value, off) || sw_value_tri(&q->element->service->fields[SW_FIELD_PRIVILEGED]) == SW_YES)
		return no(false);
	return yes(value->known && !sw_str_is(value->value, "default") ? SW_STRENGTH_DECLARED : SW_STRENGTH_ASSUMED);
}

static struct sw_truth seccomp(struct question *q) {
	return profile(q, SW_FIELD_SECCOMP, "unconfined", "seccomp");
}

static struct sw_truth mandatory_access(struct question *q) {
	struct sw_truth selinux = profile(q, SW_FIELD_SELINUX, "disable", "SELinux");
	if (selinux.holds == SW_NO)
		return selinux;
	return profile(q, SW_FIELD_APPARMOR, "unconfined", "AppArmor");
}

static struct sw_truth logs_leave_host(struct question *q) {
	static const char *const remote[] = {"syslog", "fluentd", "gelf", "awslogs", "splunk", "gcplogs", "loki", "etwlogs"};
	const struct sw_value *driver = &q->element->service->fields[SW_FIELD_LOG_DRIVER];
	const struct sw_link *link = sw_value_link(driver);
	if (link)
		*q->at = link->at;
	if (!sw_value_set(driver))
		return unknown;
	*q->text = sw_arena_printf(q->judge->arena, "log driver: %.*s", SW_ARG(driver->value));
	for (size_t i = 0; i < sizeof remote / sizeof *remote; i++)
		if (sw_str_is(driver->value, remote[i]))
			return yes(SW_STRENGTH_DECLARED);
	return no(!driver->known);
}

static void note_fail(void *context, const struct sw_verdict *verdict) {
	*(bool *)context |= verdict->status == SW_VERDICT_FAIL;
}

/* A name that says so, a secret that is handed in, or a value that was seen to be one: postgres://user:password@db. */
static struct sw_truth handles_credential(struct question *q) {
	const struct sw_service *service = q->element->service;
	bool seen = false;
	sw_judge_verdicts(q->judge, q->element, SW_S("credential-in-compose-file"), note_fail, &seen);
	sw_judge_verdicts(q->judge, q->element, SW_S("credential-in-environment"), note_fail, &seen);
	if (seen)
		return yes(SW_STRENGTH_DECLARED);
	if (service->workload->secrets.n)
		return yes(SW_STRENGTH_DECLARED);
	for (size_t i = 0; i < service->env.n; i++)
		if (service->env.v[i].credential_name)
			return yes(SW_STRENGTH_DECLARED);
	for (size_t i = 0; i < service->workload->env_files.n; i++)
		if (!service->workload->env_files.v[i].known)
			return unknown;
	*q->text = SW_S("no variable or secret is named like a credential");
	return no(false);
}

/* DB_PASSWORD: /run/secrets/db says where the credential is, not what it is. */
static bool names_file(const struct sw_env *env) {
	return env->known && sw_str_starts(env->value, SW_S("/run/secrets/"));
}

static struct sw_truth secrets_from_files(struct question *q) {
	const struct sw_service *service = q->element->service;
	for (size_t i = 0; i < service->env.n; i++)
		if (service->env.v[i].credential_name && !names_file(&service->env.v[i])) {
			*q->at = service->env.v[i].at;
			*q->text = sw_arena_printf(q->judge->arena, "%.*s is in the environment", SW_ARG(service->env.v[i].name));
			return no(false);
		}
	if (!service->workload->secrets.n)
		return unknown;
	*q->at = service->workload->secrets.v[0].at;
	*q->text = SW_S("credentials are handed in as files");
	return yes(SW_STRENGTH_DECLARED);
}

static struct sw_truth shared_network(struct question *q) {
	unsigned members = (unsigned)sw_judge_users(q->judge, q->element)->n;
	*q->text = sw_arena_printf(q->judge->arena, "%u members", members);
	return members > 1 ? yes(SW_STRENGTH_DECLARED) : no(false);
}

static bool drops_raw(const struct sw_workload *workload) {
	for (size_t i = 0; i < workload->cap_drop.n; i++)
		if (sw_str_is(workload->cap_drop.v[i].name, "ALL") || sw_str_is(workload->cap_drop.v[i].name, "NET_RAW"))
			return true;
	return false;
}

static struct sw_truth raw_sockets_dropped(struct question *q) {
	const sw_numbers *members = sw_judge_users(q->judge, q->element);
	unsigned keep = 0, all = (unsigned)members->n;
	for (size_t i = 0; i < members->n; i++)
		keep += !drops_raw(q->judge->diagram->elements.v[members->v[i]].service->workload);
	*q->text = sw_arena_printf(q->judge->arena, "%u of %u members keep raw sockets", keep, all);
	return keep ? no(false) : yes(SW_STRENGTH_DECLARED);
}

static struct sw_truth published(struct question *q) {
	const struct sw_flow *flow = NULL;
	if (!sw_judge_published(q->judge, q->element, &flow)) {
		*q->text = SW_S("no port is published beyond loopback");
		return q->element->service->workload->ports.n ? yes(SW_STRENGTH_DECLARED) : no(false);
	}
	*q->at = flow->at;
	return yes(SW_STRENGTH_DECLARED);
}

static struct sw_truth talks_over_boundary(struct question *q) {
	bool is = sw_judge_published(q->judge, q->element, NULL);
	*q->text = SW_S("no traffic leaves the host");
	return is ? yes(SW_STRENGTH_DECLARED) : no(false);
}

static struct sw_truth boundary_encrypted(struct question *q) {
	const struct sw_diagram *diagram = q->judge->diagram;
	bool all = true, clear = false;
	for (size_t i = 0; i < diagram->flows.n; i++) {
		const struct sw_flow *flow = &diagram->flows.v[i];
		if (!flow->published || &diagram->elements.v[flow->to] != q->element)
			continue;
		const struct sw_port_fact *fact = sw_port_fact(flow->port, SW_S("tcp"));
		*q->at = flow->at;
		all = all && flow->encrypted == SW_YES;
		clear = clear || flow->encrypted == SW_NO || (flow->encrypted == SW_UNKNOWN && fact && fact->tls == SW_PORT_CLEAR);
		if (flow->encrypted == SW_NO) {
			*q->text = sw_arena_printf(q->judge->arena, "port %u is not encrypted", flow->port);
			return no(false);
		}
	}
	*q->text = clear ? SW_S("a published port is in clear by custom") : SW_S("whether the published ports use TLS is not written");
	return all ? yes(SW_STRENGTH_DECLARED) : clear ? no(true) : unknown;
}

static enum sw_image_role role_of(const struct sw_element *element) {
	const struct sw_workload *workload = element->service->workload;
	const struct sw_image_fact *fact = workload->has_image ? sw_image_fact(&workload->image.ref) : NULL;
	return fact ? fact->role : SW_ROLE_UNKNOWN;
}

static struct sw_truth store_or_admin(struct question *q) {
	enum sw_image_role role = role_of(q->element);
	bool is = sw_role_stores(role) || role == SW_ROLE_CACHE || role == SW_ROLE_ADMIN_UI || role == SW_ROLE_REGISTRY || role == SW_ROLE_ENGINE_CLIENT;
	*q->text = is ? sw_str_of(sw_role_words(role)) : SW_S("not known as a store or an admin interface");
	return is ? yes(SW_STRENGTH_DECLARED) : no(true);
}

static struct sw_truth login_configured(struct question *q) {
	const struct sw_service *service = q->element->service;
	for (size_t i = 0; i < service->env.n; i++)
		if (service->env.v[i].credential_name || sw_str_ends(service->env.v[i].name, SW_S("PASSWORD_FILE"))) {
			*q->at = service->env.v[i].at;
			*q->text = sw_arena_printf(q->judge->arena, "%.*s sets a credential", SW_ARG(service->env.v[i].name));
			return yes(SW_STRENGTH_DECLARED);
		}
	*q->text = SW_S("no credential is configured where it could be seen");
	return unknown;
}

static struct sw_truth shared_writable(struct question *q) {
	unsigned writers = 0;
	for (size_t i = 0; i < q->judge->diagram->flows.n; i++) {
		const struct sw_flow *flow = &q->judge->diagram->flows.v[i];
		writers += &q->judge->diagram->elements.v[flow->to] == q->element && sw_str_is(flow->label, "reads, writes");
	}
	*q->text = sw_arena_printf(q->judge->arena, "written by %u", writers);
	return writers > 1 ? yes(SW_STRENGTH_DECLARED) : no(false);
}

static struct sw_truth orchestrated(struct question *q) {
	*q->text = SW_S("no orchestrator: compose starts the containers on one engine");
	return no(false);
}

static struct sw_truth lockfiles(struct question *q) {
	*q->text = SW_S("lockfiles were not read");
	return unknown;
}

#define OF(kind) (1u << SW_ELEMENT_##kind)
#define OF_ALL (OF(NETWORK) * 2 - 1)

static const struct fact {
	const char *name;
	fact_fn *ask;
	uint32_t of; /* kinds of elements that have what it looks at */
} facts[] = {
	{"pulls-image", pulls_image, OF(BUILD) | OF(IMAGE)},
	{"allowlist", allowlist, OF_ALL},
	{"fetches", fetches, OF(BUILD)},
	{"lockfiles", lockfiles, OF_ALL},
	{"updater", updater, OF_ALL},
	{"minimal-base", minimal_base, OF(BUILD)},
	{"windows", windows, OF(WORKLOAD)},
	{"binds-host-path", binds_host_path, OF(WORKLOAD)},
	{"seccomp", seccomp, OF(WORKLOAD)},
	{"mandatory-access", mandatory_access, OF(WORKLOAD)},
	{"logs-leave-host", logs_leave_host, OF(WORKLOAD)},
	{"handles-credential", handles_credential, OF(WORKLOAD)},
	{"secrets-from-files", secrets_from_files, OF(WORKLOAD)},
	{"shared-network", shared_network, OF(NETWORK)},
	{"raw-sockets-dropped", raw_sockets_dropped, OF(NETWORK)},
	{"published", published, OF(WORKLOAD)},
	{"talks-over-boundary", talks_over_boundary, OF(WORKLOAD)},
	{"boundary-encrypted", boundary_encrypted, OF(WORKLOAD)},
	{"store-or-admin", store_or_admin, OF(WORKLOAD)},
	{"login-configured", login_configured, OF(WORKLOAD)},
	{"shared-writable", shared_writable, OF(STORE)},
	{"orchestrated", orchestrated, OF_ALL},
};

static const struct fact *fact_called(struct sw_str name) {
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
		if (sw_str_is(name, facts[i].name))
			return &facts[i];
	return NULL;
}

uint32_t sw_judge_fact_elements(struct sw_str name) {
	const struct fact *fact = fact_called(name);
	return fact ? fact->of : 0;
}

struct sw_truth sw_judge_fact(const struct sw_judge *judge, const struct sw_element *element, struct sw_str name,
			      struct sw_str *text, struct sw_span *at) {
	const struct fact *fact = fact_called(name);
	struct question question = {judge, element, text, at};
	return fact && fact->of >> element->kind & 1 ? fact->ask(&question) : unknown;
}

struct sw_truth sw_judge_assumption(const struct sw_judge *judge, struct sw_str key, struct sw_str *text, struct sw_span *at) {
	const struct sw_model *model = &judge->system->config->model;
	for (size_t i = 0; i < model->assumptions.n; i++) {
		const struct sw_model_assumption *said = &model->assumptions.v[i];
		bool over = said->until.text.n && sw_str_cmp(said->until.text, judge->date) < 0;
		if (!sw_str_eq(said->key.text, key) || over)
			continue;
		*at = said->at;
		*text = sw_arena_printf(judge->arena, "assumed: %.*s is %.*s", SW_ARG(key), SW_ARG(said->value.text));
		return sw_str_is(said->value.text, "true") ? yes(SW_STRENGTH_ASSUMED) : no(true);
	}
	*text = sw_arena_printf(judge->arena, "%.*s is off in the platform profile", SW_ARG(key));
	return no(true);
}
