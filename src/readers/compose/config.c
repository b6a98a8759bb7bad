#include "readers/compose/config.h"
#include "formats/json_write.h"
#include "readers/compose/load.h"
#include "readers/compose/paths.h"
#include <stdio.h>

enum { PATH_BYTES = 96 };

struct writing {
	struct sw_compose_reader *r;
	struct sw_json json;
	const struct sw_workload *service; /* the one being written */
};

static void write_node(struct writing *w, const char *path, const struct sw_node *node);

static bool is(const char *path, const char *other) {
	return strcmp(path, other) == 0;
}

/* Where a relative path stands that belongs to the project. */
static bool is_project_path(const char *path) {
	return is(path, "services.*.build.context") || is(path, "secrets.*.file") || is(path, "configs.*.file");
}

/* Numbers and booleans as they are, but where a variable made them. */
static void write_scalar(struct writing *w, const char *path, const struct sw_node *node) {
	struct sw_compose_scalar scalar;
	if (!sw_compose_scalar(w->r, node, "a value", &scalar))
		sw_json_null(&w->json);
	else if (is_project_path(path) && !sw_compose_is_remote(scalar.text))
		sw_json_string(&w->json, sw_compose_rebase(w->r, node, scalar.text));
	else if (node->kind == SW_NODE_BOOL)
		sw_json_bool(&w->json, node->integer != 0);
	else if (node->kind == SW_NODE_INT && !node->big)
		sw_json_int(&w->json, node->integer);
	else
		sw_json_string(&w->json, scalar.text);
}

static void write_value(struct writing *w, const char *path, bool has_value, struct sw_str value) {
	size_t n = strlen(path);
	bool label = n >= 6 && is(path + n - 6, "labels"); /* without a value it is there, and empty */
	if (has_value || label)
		sw_json_string(&w->json, value);
	else
		sw_json_null(&w->json);
}

/* A list is cut where its rule ends the name: hosts have a colon. */
static void write_pairs(struct writing *w, const char *path, const struct sw_compose_rule *rule, const struct sw_node *node) {
	sw_json_open_map(&w->json);
	for (uint32_t i = 0; node->kind == SW_NODE_LIST && i < node->count; i++) {
		const struct sw_node *item = node->items[i];
		bool pair = sw_compose_is_pair(item);
		struct sw_str name = pair ? item->members[0].key : rule->key(w->r, item);
		struct sw_str value = sw_compose_peek(w->r, pair ? item->members[0].value : item);
		sw_json_key_str(&w->json, name);
		if (pair)
			write_value(w, path, item->members[0].value->kind != SW_NODE_NULL, value);
		else
			write_value(w, path, value.n > name.n, sw_str_from(value, name.n + 1));
	}
	struct sw_compose_members members = sw_compose_members(w->r, node->kind == SW_NODE_MAP ? node : NULL, path);
	for (size_t i = 0; i < members.n; i++) {
		sw_json_key_str(&w->json, members.v[i]->key);
		write_value(w, path, members.v[i]->value->kind != SW_NODE_NULL, sw_compose_peek(w->r, members.v[i]->value));
	}
	sw_json_close_map(&w->json);
}

/* env_file and environment together, as they reach the container. */
static void write_environment(struct writing *w) {
	sw_json_open_map(&w->json);
	for (size_t i = 0; i < w->service->env.n; i++) {
		const struct sw_env *env = &w->service->env.v[i];
		sw_json_key_str(&w->json, env->name);
		if (env->origin == SW_ENV_PASSED && !env->known)
			sw_json_null(&w->json);
		else
			sw_json_string(&w->json, env->value);
	}
	sw_json_close_map(&w->json);
}

static void write_names(struct writing *w, const char *path, const struct sw_node *list) {
	struct sw_compose_scalars names = sw_compose_list(w->r, list, true, "a list of names");
	sw_json_open_map(&w->json);
	for (size_t i = 0; i < names.n; i++) {
		sw_json_key_str(&w->json, names.v[i].text);
		if (is(path, "services.*.depends_on")) {
			sw_json_open_map(&w->json);
			sw_json_member_z(&w->json, "condition", "service_started");
			sw_json_close_map(&w->json);
		} else {
			sw_json_null(&w->json);
		}
	}
	sw_json_close_map(&w->json);
}

static void write_range(struct sw_json *json, const char *key, uint16_t low, uint16_t high) {
	char text[16];
	snprintf(text, sizeof text, low == high ? "%u" : "%u-%u", (unsigned)low, (unsigned)high);
	if (low)
		sw_json_member_z(json, key, text);
}

static void write_ports(struct writing *w) {
	sw_json_open_list(&w->json);
	for (size_t i = 0; i < w->service->ports.n; i++) {
		const struct sw_port *port = &w->service->ports.v[i];
		sw_json_open_map(&w->json);
		if (port->host_ip.n)
			sw_json_member(&w->json, "host_ip", port->host_ip);
		write_range(&w->json, "published", port->published_low, port->published_high);
		write_range(&w->json, "target", port->target_low, port->target_high);
		sw_json_member(&w->json, "protocol", port->protocol);
		sw_json_close_map(&w->json);
	}
	sw_json_close_list(&w->json);
}

static void write_volumes(struct writing *w) {
	static const char *const kinds[] = {[SW_MOUNT_BIND] = "bind", [SW_MOUNT_VOLUME] = "volume", [SW_MOUNT_ANONYMOUS] = "volume",
					    [SW_MOUNT_TMPFS] = "tmpfs", [SW_MOUNT_OTHER] = "other"};
	sw_json_open_list(&w->json);
	for (size_t i = 0; i < w->service->mounts.n; i++) {
		const struct sw_mount *mount = &w->service->mounts.v[i];
		sw_json_open_map(&w->json);
		sw_json_member_z(&w->json, "type", kinds[mount->kind]);
		if (mount->source.n)
			sw_json_member(&w->json, "source", mount->source);
		sw_json_member(&w->json, "target", mount->target);
		if (mount->read_only == SW_YES)
			sw_json_member_bool(&w->json, "read_only", true);
		if (mount->propagation.n)
			sw_json_member(&w->json, "propagation", mount->propagation);
		if (mount->options.n)
			sw_json_member(&w->json, "options", mount->options);
		sw_json_close_map(&w->json);
	}
	sw_json_close_list(&w->json);
}

static void write_map(struct writing *w, const char *path, const struct sw_node *map) {
	struct sw_compose_members members = sw_compose_members(w->r, map, "a map");
	sw_json_open_map(&w->json);
	for (size_t i = 0; i < members.n; i++) {
		const struct sw_member *member = members.v[i];
		char child[PATH_BYTES];
		sw_compose_path_below(child, sizeof child, path, member->key);
		/* what both stand for is written as environment; a tmpfs is a volume */
		if (is(child, "services.*.environment") || is(child, "services.*.env_file") || is(child, "services.*.ports") ||
		    is(child, "services.*.volumes") || is(child, "services.*.tmpfs") || (w->r->legacy && is(child, "services.*.net")))
			continue;
		sw_json_key_str(&w->json, member->key);
		write_node(w, child, member->value);
	}
	if (is(path, "services.*") && w->r->legacy)
		sw_json_member(&w->json, "network_mode", w->service->said[SW_FIELD_NETWORK_MODE].value);
	if (is(path, "services.*")) {
		sw_json_key(&w->json, "environment");
		write_environment(w);
		sw_json_key(&w->json, "ports");
		write_ports(w);
		sw_json_key(&w->json, "volumes");
		write_volumes(w);
	}
	sw_json_close_map(&w->json);
}

/* No rule is about what stands in a list. */
static void write_list(struct writing *w, const struct sw_node *list) {
	sw_json_open_list(&w->json);
	for (uint32_t i = 0; i < list->count; i++)
		write_node(w, "*", list->items[i]);
	sw_json_close_list(&w->json);
}

static void write_node(struct writing *w, const char *path, const struct sw_node *node) {
	const struct sw_compose_rule *rule = sw_compose_rule_of(path);
	bool collection = node->kind == SW_NODE_LIST || node->kind == SW_NODE_MAP;
	if (node->kind == SW_NODE_NULL || w->r->exhausted) {
		sw_json_null(&w->json);
	} else if (rule->kind == SW_MERGE_PAIRS && collection) {
		write_pairs(w, path, rule, node);
	} else if (rule->kind == SW_MERGE_NAMES && node->kind == SW_NODE_LIST) {
		write_names(w, path, node);
	} else if (rule->kind == SW_MERGE_BUILD && sw_node_is_scalar(node)) {
		sw_json_open_map(&w->json);
		sw_json_key(&w->json, "context");
		write_scalar(w, "services.*.build.context", node);
		sw_json_close_map(&w->json);
	} else if (rule->kind == SW_MERGE_LIST && sw_node_is_scalar(node)) {
		sw_json_open_list(&w->json);
		write_scalar(w, path, node);
		sw_json_close_list(&w->json);
	} else if (node->kind == SW_NODE_MAP) {
		write_map(w, path, node);
	} else if (node->kind == SW_NODE_LIST) {
		write_list(w, node);
	} else {
		write_scalar(w, path, node);
	}
}

static void write_services(struct writing *w, const struct sw_node *services) {
	const struct sw_deployment *deployment = w->r->deployment;
	sw_json_key(&w->json, "services");
	sw_json_open_map(&w->json);
	for (size_t i = 0; i < deployment->workloads.n; i++) {
		const struct sw_member *member = sw_doc_member(services, deployment->workloads.v[i].name, SW_DIALECT_COMPOSE);
		w->service = &deployment->workloads.v[i];
		sw_json_key_str(&w->json, member->key);
		write_map(w, "services.*", member->value);
	}
	sw_json_close_map(&w->json);
}

void sw_compose_config(struct sw_factset *set, struct sw_str text, const struct sw_compose_files *files, struct sw_out *out) {
	static const char *const parts[] = {"networks", "volumes", "secrets", "configs", "models"};
	struct sw_compose_reader r;
	struct writing w = {.r = &r, .json = {.out = out, .indent = 2}};
	sw_compose_start(&r, set, text, files);
	r.main->scope.blank = true;
	const struct sw_node *root = sw_compose_read_all(&r, text);
	if (!root || !r.deployment)
		return;
	sw_json_open_map(&w.json);
	sw_json_member(&w.json, "name", r.deployment->name);
	write_services(&w, r.legacy ? root : sw_compose_get(root, "services"));
	for (size_t i = 0; !r.legacy && i < sizeof parts / sizeof *parts; i++) {
		const struct sw_node *part = sw_compose_get(root, parts[i]);
		if (!sw_node_is(part, SW_NODE_MAP))
			continue;
		sw_json_key(&w.json, parts[i]);
		write_map(&w, parts[i], part);
	}
	sw_json_close_map(&w.json);
	sw_out_byte(out, '\n');
}
