/* One service: a table says which key is read by whom, so that a key that is not in it is an unknown one. */
#include "knowledge/image_name.h"
#include "readers/compose/parts.h"

void sw_compose_say_value(struct sw_workload *w, enum sw_field field, const struct sw_compose_scalar *scalar,
			  struct sw_str value) {
	w->said[field] = (struct sw_link){
		.layer = SW_LAYER_COMPOSE, .how = scalar->defaulted ? SW_HOW_DEFAULTED : SW_HOW_STATED,
		.known = scalar->known, .value = value, .at = scalar->at,
	};
}

void sw_compose_say(struct sw_workload *w, enum sw_field field, const struct sw_compose_scalar *scalar) {
	sw_compose_say_value(w, field, scalar, scalar->text);
}

static void read_image(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	struct sw_compose_scalar scalar;
	if (member->value->kind == SW_NODE_NULL || !sw_compose_scalar(r, member->value, "image", &scalar))
		return;
	w->has_image = true;
	w->image.ref = sw_image_ref_parse(r->arena, scalar.text, scalar.known);
	w->image.at = scalar.at;
}

/* How a field's scalar is read where nothing but its type matters. */
static struct sw_named_at named(struct sw_compose_reader *r, const struct sw_member *member, const char *what) {
	struct sw_compose_scalar scalar;
	if (member->value->kind == SW_NODE_NULL || !sw_compose_scalar(r, member->value, what, &scalar))
		return (struct sw_named_at){0};
	return (struct sw_named_at){.name = scalar.text, .known = scalar.known, .at = scalar.at};
}

static void read_container_name(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	w->container_name = named(r, member, "container_name");
}

static void read_pull_policy(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	w->pull_policy = named(r, member, "pull_policy");
}

/* What such a service is made of is the business of a program that Compose starts on the host. */
static void read_provider(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	bool known = true;
	struct sw_str type = sw_compose_find_text(r, member->value, "type", &known);
	if (member->value->kind == SW_NODE_NULL)
		return;
	w->provided = true;
	sw_compose_diag(r, SW_DIAG_WARNING, "compose-provider", member->key_span,
			"this service is no container: Compose starts the program \"%.*s\" on the host for it, and what that does is not known",
			SW_ARG(type));
}

enum plain { NOT_PLAIN, TEXT, BOOLEAN, NUMBER };

struct key {
	const char *name;
	sw_compose_part_fn *read; /* NULL: a plain field, or a key that says nothing about security */
	enum plain plain;
	enum sw_field field;
};

/* In the order in which they are read; see parts.h where the order counts. */
static const struct key keys[] = {
	{"image", read_image, 0, 0},
	{"build", sw_compose_read_build, 0, 0},
	{"user", NULL, TEXT, SW_FIELD_USER},
	{"working_dir", NULL, TEXT, SW_FIELD_WORKDIR},
	{"entrypoint", sw_compose_read_entrypoint, 0, 0},
	{"command", sw_compose_read_command, 0, 0},
	{"healthcheck", sw_compose_read_healthcheck, 0, 0},
	{"stop_signal", NULL, TEXT, SW_FIELD_STOP_SIGNAL},
	{"environment", sw_compose_read_environment, 0, 0},
	{"env_file", sw_compose_read_env_file, 0, 0},
	{"ports", sw_compose_read_ports, 0, 0},
	{"expose", sw_compose_read_expose, 0, 0},
	{"volumes", sw_compose_read_volumes, 0, 0},
	{"tmpfs", sw_compose_read_tmpfs, 0, 0},
	{"volumes_from", sw_compose_read_volumes_from, 0, 0},
	{"privileged", NULL, BOOLEAN, SW_FIELD_PRIVILEGED},
	{"read_only", NULL, BOOLEAN, SW_FIELD_READ_ONLY},
	{"use_api_socket", NULL, BOOLEAN, SW_FIELD_ENGINE_SOCKET},
	{"cap_add", sw_compose_read_cap_add, 0, 0},
	{"cap_drop", sw_compose_read_cap_drop, 0, 0},
	{"security_opt", sw_compose_read_security_opt, 0, 0},
	{"devices", sw_compose_read_devices, 0, 0},
	{"network_mode", NULL, TEXT, SW_FIELD_NETWORK_MODE},
	{"net", sw_compose_read_net, 0, 0},
	{"networks", sw_compose_read_networks, 0, 0},
	{"pid", NULL, TEXT, SW_FIELD_PID_MODE},
	{"ipc", NULL, TEXT, SW_FIELD_IPC_MODE},
	{"uts", NULL, TEXT, SW_FIELD_UTS_MODE},
	{"userns_mode", NULL, TEXT, SW_FIELD_USERNS_MODE},
	{"cgroup", NULL, TEXT, SW_FIELD_CGROUP_MODE},
	{"cgroup_parent", NULL, TEXT, SW_FIELD_CGROUP_PARENT},
	{"runtime", NULL, TEXT, SW_FIELD_RUNTIME},
	{"sysctls", sw_compose_read_sysctls, 0, 0},
	{"ulimits", sw_compose_read_ulimits, 0, 0},
	{"group_add", sw_compose_read_group_add, 0, 0},
	{"oom_kill_disable", NULL, BOOLEAN, SW_FIELD_OOM_KILL_DISABLE},
	{"oom_score_adj", NULL, NUMBER, SW_FIELD_OOM_SCORE},
	{"mem_limit", sw_compose_read_mem_limit, 0, 0},
	{"cpus", sw_compose_read_cpus, 0, 0},
	{"cpu_quota", sw_compose_read_cpu_quota, 0, 0},
	{"pids_limit", sw_compose_read_pids_limit, 0, 0},
	{"restart", sw_compose_read_restart, 0, 0},
	{"scale", sw_compose_read_scale, 0, 0},
	{"deploy", sw_compose_read_deploy, 0, 0},
	{"logging", sw_compose_read_logging, 0, 0},
	{"log_driver", NULL, TEXT, SW_FIELD_LOG_DRIVER}, /* first format */
	{"links", sw_compose_read_links, 0, 0},
	{"external_links", sw_compose_read_links, 0, 0},
	{"depends_on", sw_compose_read_depends_on, 0, 0},
	{"container_name", read_container_name, 0, 0},
	{"pull_policy", read_pull_policy, 0, 0},
	{"profiles", sw_compose_read_profiles, 0, 0},
	{"provider", read_provider, 0, 0},
	{"post_start", sw_compose_read_hooks, 0, 0},
	{"pre_stop", sw_compose_read_hooks, 0, 0},
	{"secrets", sw_compose_read_secrets, 0, 0},
	{"configs", sw_compose_read_configs, 0, 0},
	{"labels", sw_compose_read_labels, 0, 0},
	{"x-strideward", sw_compose_read_annotations, 0, 0},
	{"extends", sw_compose_read_extends, 0, 0}, /* last: it says which fields nobody stated */
};

/* Keys that Compose knows, or knew, and that state none of the facts. */
static const char *const silent_keys[] = {
	"annotations", "attach", "blkio_config", "cpu_count", "cpu_percent", "cpu_period", "cpu_rt_period",
	"cpu_rt_runtime", "cpu_shares", "cpuset", "credential_spec", "develop", "device_cgroup_rules", "dns", "dns_opt",
	"dns_search", "domainname", "extra_hosts", "gpus", "hostname", "init", "isolation", "label_file", "mac_address",
	"mem_reservation", "mem_swappiness", "memswap_limit", "models", "platform", "pre_start",
	"pull_refresh_after", "shm_size", "stdin_open", "stop_grace_period", "storage_opt", "tty",
	/* of older formats */
	"cpuset_cpus", "dockerfile", "log_opt", "volume_driver",
};

enum { KEY_COUNT = sizeof keys / sizeof *keys, SILENT_COUNT = sizeof silent_keys / sizeof *silent_keys };

static bool is_whole_number(struct sw_str text) {
	int64_t value;
	return sw_str_to_i64(text, &value);
}

static void read_plain(struct sw_compose_reader *r, struct sw_workload *w, const struct key *key,
		       const struct sw_node *node) {
	struct sw_compose_scalar scalar;
	if (node->kind == SW_NODE_NULL || !sw_compose_scalar(r, node, key->name, &scalar))
		return;
	if (key->plain == BOOLEAN && scalar.known) {
		enum sw_tri value = sw_compose_bool(r, node, key->name);
		scalar.known = value != SW_UNKNOWN;
		scalar.text = value == SW_UNKNOWN ? scalar.text : value == SW_YES ? SW_S("true") : SW_S("false");
	} else if (key->plain == NUMBER && scalar.known && !is_whole_number(scalar.text)) {
		sw_compose_wrong_type(r, node, key->name, "a whole number");
		scalar.known = false;
	} else if (key->plain == TEXT && scalar.text.n == 0 && scalar.known) {
		return; /* empty says nothing: the engine takes it as not given */
	}
	sw_compose_say(w, key->field, &scalar);
}

static void note_unknown_keys(struct sw_compose_reader *r, const struct sw_node *body) {
	const char *known[KEY_COUNT + SILENT_COUNT + 1] = {NULL};
	for (size_t i = 0; i < KEY_COUNT; i++)
		known[i] = keys[i].name;
	memcpy(known + KEY_COUNT, silent_keys, sizeof silent_keys);
	sw_compose_note_unknown(r, body, "a service", known);
}

static void start_workload(struct sw_workload *w, const struct sw_member *member) {
	*w = (struct sw_workload){.name = member->key, .at = member->key_span, .body = sw_compose_member_span(member),
				  .replicas = 1};
	w->image.kind = SW_USE_SERVICE;
	w->image.stage = -1;
	for (unsigned f = 0; f < SW_FIELD_COUNT; f++)
		w->said[f] = (struct sw_link){.layer = SW_LAYER_COMPOSE, .how = SW_HOW_ABSENT, .at = w->at};
}

void sw_compose_read_service(struct sw_compose_reader *r, const struct sw_member *member) {
	const struct sw_node *body = member->value;
	if (body->kind != SW_NODE_MAP) {
		sw_compose_wrong_type(r, body, "a service", "a map");
		return;
	}
	struct sw_workload w;
	start_workload(&w, member);
	r->service = body;
	for (size_t i = 0; i < KEY_COUNT; i++) {
		const struct sw_member *found = sw_doc_member(body, sw_str_of(keys[i].name), SW_DIALECT_COMPOSE);
		if (!found || sw_str_is(found->value->tag, "!reset"))
			continue;
		if (keys[i].read)
			keys[i].read(r, &w, found);
		else
			read_plain(r, &w, &keys[i], found->value);
	}
	/* the first format knows no networks of its own: what says nothing is on the engine's bridge */
	if (r->legacy && w.said[SW_FIELD_NETWORK_MODE].how == SW_HOW_ABSENT)
		w.said[SW_FIELD_NETWORK_MODE] = (struct sw_link){.layer = SW_LAYER_COMPOSE, .how = SW_HOW_DEFAULTED,
								 .known = true, .value = SW_S("bridge"), .at = w.at};
	w.image.builds = w.build.present && w.has_image;
	note_unknown_keys(r, body);
	*sw_push(r->arena, &r->deployment->workloads) = w;
}
