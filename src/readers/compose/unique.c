/* What makes two entries of a list the same one, and which rule a path has. Short and long forms of an entry give the same
 * key. */
#include "readers/compose/merge.h"
#include "readers/compose/paths.h"

static struct sw_str text_of(struct sw_compose_reader *r, const struct sw_node *map, const char *key, const char *otherwise) {
	struct sw_str text = sw_compose_peek(r, sw_compose_get(map, key));
	return text.n ? text : sw_str_of(otherwise);
}

static struct sw_str whole(struct sw_compose_reader *r, const struct sw_node *item) {
	return sw_compose_peek(r, item);
}

/* The name before '=' or, for hosts, ':'. */
static struct sw_str name_of(struct sw_compose_reader *r, const struct sw_node *item) {
	struct sw_str rest = sw_compose_peek(r, item), name = {0};
	(void)sw_compose_cut(&rest, '=', &name);
	return name;
}

static struct sw_str host_of(struct sw_compose_reader *r, const struct sw_node *item) {
	struct sw_str text = sw_compose_peek(r, item);
	size_t equals = sw_str_find_byte(text, '='), colon = sw_str_find_byte(text, ':');
	return sw_str_sub(text, 0, equals < colon ? equals : colon);
}

/* ADDRESS:PUBLISHED:TARGET/PROTOCOL of both forms. */
static struct sw_str port_of(struct sw_compose_reader *r, const struct sw_node *item) {
	struct sw_compose_port_text port = {0};
	if (item->kind == SW_NODE_MAP)
		port = (struct sw_compose_port_text){text_of(r, item, "host_ip", ""), text_of(r, item, "published", ""),
						     text_of(r, item, "target", ""), text_of(r, item, "protocol", "")};
	else
		port = sw_compose_port_split(sw_compose_peek(r, item));
	return sw_arena_printf(r->arena, "%.*s:%.*s:%.*s/%.*s", SW_ARG(port.ip.n ? port.ip : SW_S("0.0.0.0")),
			       SW_ARG(port.published), SW_ARG(port.target), SW_ARG(port.protocol.n ? port.protocol : SW_S("tcp")));
}

static struct sw_str expose_of(struct sw_compose_reader *r, const struct sw_node *item) {
	struct sw_str text = sw_compose_peek(r, item);
	return sw_str_ends(text, SW_S("/tcp")) ? sw_str_sub(text, 0, text.n - 4) : text;
}

static struct sw_str volume_of(struct sw_compose_reader *r, const struct sw_node *item) {
	struct sw_str target = item->kind == SW_NODE_MAP ? text_of(r, item, "target", "")
							 : sw_compose_volume_target(sw_compose_peek(r, item));
	return sw_compose_path_clean(r->arena, target);
}

static struct sw_str device_of(struct sw_compose_reader *r, const struct sw_node *item) {
	if (item->kind == SW_NODE_MAP) {
		struct sw_str target = text_of(r, item, "target", "");
		return target.n ? target : text_of(r, item, "source", "");
	}
	struct sw_str rest = sw_compose_peek(r, item), host = {0}, target = {0};
	(void)sw_compose_cut(&rest, ':', &host);
	return sw_compose_cut(&rest, ':', &target) ? target : host;
}

/* Where a secret or a config is put; a bare name lands in `folder`. */
static struct sw_str grant_in(struct sw_compose_reader *r, const struct sw_node *item, const char *folder) {
	struct sw_str name = item->kind == SW_NODE_MAP ? text_of(r, item, "target", "") : sw_compose_peek(r, item);
	if (!name.n && item->kind == SW_NODE_MAP)
		name = text_of(r, item, "source", "");
	return name.n && name.p[0] == '/' ? name : sw_arena_printf(r->arena, "%s/%.*s", folder, SW_ARG(name));
}

static struct sw_str secret_of(struct sw_compose_reader *r, const struct sw_node *item) {
	return grant_in(r, item, "/run/secrets");
}

static struct sw_str config_of(struct sw_compose_reader *r, const struct sw_node *item) {
	return grant_in(r, item, "");
}

static struct sw_str tmpfs_of(struct sw_compose_reader *r, const struct sw_node *item) {
	struct sw_str rest = sw_compose_peek(r, item), target = {0};
	(void)sw_compose_cut(&rest, ':', &target);
	return sw_compose_path_clean(r->arena, target);
}

static struct sw_str file_of(struct sw_compose_reader *r, const struct sw_node *item) {
	struct sw_str path = item->kind == SW_NODE_MAP ? text_of(r, item, "path", "") : sw_compose_peek(r, item);
	return sw_compose_rebase(r, item, path);
}

static const struct sw_compose_rule rules[] = {
	{"networks.*.labels", SW_MERGE_PAIRS, name_of},
	{"networks.*.driver_opts", SW_MERGE_PAIRS, name_of},
	{"volumes.*.labels", SW_MERGE_PAIRS, name_of},
	{"secrets.*.labels", SW_MERGE_PAIRS, name_of},
	{"configs.*.labels", SW_MERGE_PAIRS, name_of},
	{"services.*.annotations", SW_MERGE_PAIRS, name_of},
	{"services.*.build", SW_MERGE_BUILD, NULL},
	{"services.*.build.args", SW_MERGE_PAIRS, name_of},
	{"services.*.build.additional_contexts", SW_MERGE_PAIRS, name_of},
	{"services.*.build.cache_from", SW_MERGE_PLAIN, whole},
	{"services.*.build.cache_to", SW_MERGE_PLAIN, whole},
	{"services.*.build.entitlements", SW_MERGE_PLAIN, whole},
	{"services.*.build.extra_hosts", SW_MERGE_PAIRS, host_of},
	{"services.*.build.labels", SW_MERGE_PAIRS, name_of},
	{"services.*.build.platforms", SW_MERGE_PLAIN, whole},
	{"services.*.build.secrets", SW_MERGE_PLAIN, secret_of},
	{"services.*.build.ssh", SW_MERGE_PAIRS, name_of},
	{"services.*.build.tags", SW_MERGE_PLAIN, whole},
	{"services.*.cap_add", SW_MERGE_PLAIN, whole},
	{"services.*.cap_drop", SW_MERGE_PLAIN, whole},
	{"services.*.command", SW_MERGE_REPLACE, NULL},
	{"services.*.configs", SW_MERGE_PLAIN, config_of},
	{"services.*.depends_on", SW_MERGE_NAMES, NULL},
	{"services.*.deploy.labels", SW_MERGE_PAIRS, name_of},
	{"services.*.device_cgroup_rules", SW_MERGE_PLAIN, whole},
	{"services.*.devices", SW_MERGE_PLAIN, device_of},
	{"services.*.dns", SW_MERGE_LIST, whole},
	{"services.*.dns_opt", SW_MERGE_LIST, whole},
	{"services.*.dns_search", SW_MERGE_LIST, whole},
	{"services.*.entrypoint", SW_MERGE_REPLACE, NULL},
	{"services.*.env_file", SW_MERGE_LIST, file_of},
	{"services.*.environment", SW_MERGE_PAIRS, name_of},
	{"services.*.expose", SW_MERGE_PLAIN, expose_of},
	{"services.*.external_links", SW_MERGE_PLAIN, whole},
	{"services.*.extra_hosts", SW_MERGE_PAIRS, host_of},
	{"services.*.group_add", SW_MERGE_PLAIN, whole},
	{"services.*.healthcheck.test", SW_MERGE_REPLACE, NULL},
	{"services.*.label_file", SW_MERGE_LIST, whole},
	{"services.*.labels", SW_MERGE_PAIRS, name_of},
	{"services.*.links", SW_MERGE_PLAIN, whole},
	{"services.*.logging", SW_MERGE_LOGGING, NULL},
	{"services.*.models", SW_MERGE_NAMES, NULL},
	{"services.*.networks", SW_MERGE_NAMES, NULL},
	{"services.*.networks.*.aliases", SW_MERGE_PLAIN, whole},
	{"services.*.networks.*.link_local_ips", SW_MERGE_PLAIN, whole},
	{"services.*.ports", SW_MERGE_PLAIN, port_of},
	{"services.*.profiles", SW_MERGE_PLAIN, whole},
	{"services.*.secrets", SW_MERGE_PLAIN, secret_of},
	{"services.*.security_opt", SW_MERGE_PLAIN, whole},
	{"services.*.storage_opt", SW_MERGE_PAIRS, name_of},
	{"services.*.sysctls", SW_MERGE_PAIRS, name_of},
	{"services.*.tmpfs", SW_MERGE_LIST, tmpfs_of},
	{"services.*.volumes", SW_MERGE_PLAIN, volume_of},
	{"services.*.volumes_from", SW_MERGE_PLAIN, whole},
};

const struct sw_compose_rule *sw_compose_rule_of(const char *path) {
	static const struct sw_compose_rule plain = {"", SW_MERGE_PLAIN, NULL};
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (strcmp(rules[i].path, path) == 0)
			return &rules[i];
	return &plain;
}

bool sw_compose_names_below(const char *path) {
	static const char *const named[] = {"services", "networks", "volumes", "secrets", "configs", "models",
					    "services.*.networks", "services.*.depends_on", "services.*.ulimits"};
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (strcmp(named[i], path) == 0)
			return true;
	return false;
}
