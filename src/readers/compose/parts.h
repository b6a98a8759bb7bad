/* The parts of the compose reader, one function a key of a service or of the top level; the tables in service.c and
 * top.c name them. Each gets the member with its key; what the member says is added to the workload or the deployment. */
#pragma once
#include "readers/compose/dotenv.h"
#include "readers/compose/reader.h"

typedef void sw_compose_part_fn(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member);

/* ports.c; a port of the short form taken apart, parts that are not there empty */
struct sw_compose_port_text {
	struct sw_str ip, published, target, protocol;
};
struct sw_compose_port_text sw_compose_port_split(struct sw_str text);
sw_compose_part_fn sw_compose_read_ports, sw_compose_read_expose;
/* mounts.c; the target of a volume of the short form */
struct sw_str sw_compose_volume_target(struct sw_str text);
sw_compose_part_fn sw_compose_read_volumes, sw_compose_read_tmpfs;
/* build.c; whether an address is fetched from somewhere else */
bool sw_compose_is_remote(struct sw_str address);
sw_compose_part_fn sw_compose_read_build;
/* environment.c; env_file stands behind environment in the table, because its variables may refer to it */
sw_compose_part_fn sw_compose_read_environment, sw_compose_read_env_file;
/* start.c */
sw_compose_part_fn sw_compose_read_entrypoint, sw_compose_read_command, sw_compose_read_healthcheck;
/* hooks.c: commands beside the container's own; and what one service has from another, when all are read */
sw_compose_part_fn sw_compose_read_hooks;
void sw_compose_settle_services(struct sw_compose_reader *r);
/* confine.c */
sw_compose_part_fn sw_compose_read_cap_add, sw_compose_read_cap_drop, sw_compose_read_security_opt,
	sw_compose_read_devices, sw_compose_read_logging, sw_compose_read_net, sw_compose_read_sysctls,
	sw_compose_read_ulimits, sw_compose_read_group_add;
/* limits.c; deploy stands last in the table, because it wins */
sw_compose_part_fn sw_compose_read_mem_limit, sw_compose_read_cpus, sw_compose_read_cpu_quota, sw_compose_read_pids_limit,
	sw_compose_read_scale, sw_compose_read_restart, sw_compose_read_deploy;
/* links.c */
sw_compose_part_fn sw_compose_read_networks, sw_compose_read_links, sw_compose_read_depends_on,
	sw_compose_read_volumes_from, sw_compose_read_profiles, sw_compose_read_secrets, sw_compose_read_configs,
	sw_compose_read_labels, sw_compose_read_annotations, sw_compose_read_extends;

/* service.c: one service, `member` is its key and body. */
void sw_compose_read_service(struct sw_compose_reader *r, const struct sw_member *member);
/* How the file states a field: the scalar's text, or `value` of it in another form. */
void sw_compose_say(struct sw_workload *w, enum sw_field field, const struct sw_compose_scalar *scalar);
void sw_compose_say_value(struct sw_workload *w, enum sw_field field, const struct sw_compose_scalar *scalar,
			  struct sw_str value);

/* top.c: everything but services. */
void sw_compose_read_top(struct sw_compose_reader *r, const struct sw_node *root);
/* The network that Compose makes when a service names none. */
void sw_compose_add_default_network(struct sw_compose_reader *r);

/* environment.c: the variables of a file into `env`, as a .env is read; false when it is not there. `path` counts from the
 * first file's folder. */
bool sw_compose_read_dotenv(struct sw_compose_reader *r, struct sw_str path, const struct sw_compose_scope *scope,
			    struct sw_dotenv *env);
/* Reads a file as a further source; NULL when it is not there. Each path is read once; it counts from the first file's
 * folder. */
struct sw_compose_file {
	struct sw_str text;
	uint32_t source; /* 0: not there */
	bool parsed;     /* its lines were judged once */
};
struct sw_compose_file *sw_compose_open(struct sw_compose_reader *r, struct sw_str path);

/* secrets.c. What may be a secret is handed in while reading; a literal `value` whose bytes differ from those at `at`
 * (escapes) is reported at all of `at`. */
void sw_compose_suspect(struct sw_compose_reader *r, struct sw_str name, struct sw_str value, struct sw_span at,
			bool literal);
void sw_compose_suspect_pair(struct sw_compose_reader *r, const struct sw_compose_pair *pair);
/* Words of a command: each is a line that may hold one, and an option names the word behind it. */
void sw_compose_suspect_words(struct sw_compose_reader *r, const struct sw_compose_scalars *words);
/* Judges the suspects and searches all source texts; fills the set's secrets, in order of their places. */
void sw_compose_find_secrets(struct sw_compose_reader *r);
