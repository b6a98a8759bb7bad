/* What runs: a compose service (later: a pod's container, a container of an engine). */
#pragma once
#include "facts/build.h"

/* How an environment entry gets its value. */
enum sw_env_origin {
	SW_ENV_LITERAL,  /* written in the file */
	SW_ENV_INTERPOLATED, /* ${X}: from .env or the shell of whoever starts it */
	SW_ENV_PASSED,   /* a bare name: from the shell of whoever starts it, or .env */
	SW_ENV_FILE,     /* from an env_file that was read */
};

struct sw_env {
	struct sw_str name;
	struct sw_str value;     /* after interpolation; never printed without masking */
	bool known;              /* value is known */
	bool credential_name;    /* the name says password, token, key …; not that it holds a path of one */
	enum sw_env_origin origin;
	struct sw_span at;       /* the entry */
	struct sw_span value_at; /* the value as written */
};

struct sw_port {
	struct sw_str host_ip;    /* empty: all addresses */
	uint16_t published_low, published_high; /* 0: chosen by the engine, or not known */
	uint16_t target_low, target_high;       /* 0: not known */
	struct sw_str protocol;   /* tcp, udp */
	bool known;               /* no variable is left unresolved */
	struct sw_span at;
};

/* Who may write to one volume or path of the host; made by the join. */
struct sw_writers {
	uint32_t count;              /* services */
	struct sw_str first, second; /* names of the first two, in the file's order */
	struct sw_span at;           /* the second one's mount */
};

enum sw_mount_kind { SW_MOUNT_BIND, SW_MOUNT_VOLUME, SW_MOUNT_ANONYMOUS, SW_MOUNT_TMPFS, SW_MOUNT_OTHER };

struct sw_mount {
	enum sw_mount_kind kind;
	struct sw_str source;      /* BIND: path as written after interpolation (~ and ./ kept); VOLUME: name in the file */
	struct sw_str host_path;   /* clean absolute host path when it is one; empty: relative to the project, or no bind */
	struct sw_str target;
	struct sw_str propagation; /* rshared, rslave, …; empty: the default */
	struct sw_str options;     /* TMPFS: mount options as written */
	enum sw_tri read_only;
	bool known;
	struct sw_span at;
	const struct sw_writers *writers; /* of a volume or path, this service among them; NULL: it may not write, or not joined */
};

struct sw_named_at { /* a name and where it is written: capability, device, network, sysctl … */
	struct sw_str name;
	struct sw_str value; /* after '=' or ':' where the kind has one */
	bool known;
	struct sw_span at;
};

/* build: of a service. */
struct sw_service_build {
	bool present;
	struct sw_span at;
	struct sw_str context;    /* as written after interpolation; may be a URL */
	struct sw_str dockerfile; /* empty: Dockerfile */
	struct sw_str target;
	struct sw_str path;       /* the Dockerfile's path from the top of the target; empty: outside, remote or unknown */
	bool remote;              /* context is a URL */
	bool inlined;             /* dockerfile_inline */
	struct sw_inner_dockerfile inner; /* where that stands; no place: it says nothing */
	struct sw_build *own;     /* what it says, once it was read; NULL: nothing */
	struct sw_str network;
	enum sw_tri privileged;
	struct sw_span network_at, privileged_at, context_at;
	SW_VEC(struct sw_pair) args;
	SW_VEC(struct sw_named_at) entitlements;
	SW_VEC(struct sw_named_at) ssh;
	SW_VEC(struct sw_named_at) contexts; /* additional_contexts */
};

/* A command that runs inside the container when it starts or stops: post_start, pre_stop. */
struct sw_hook {
	struct sw_str when;      /* the key */
	struct sw_str command;   /* JSON of a list, or a line; secrets are masked */
	struct sw_str user;      /* empty: the container's own */
	enum sw_tri privileged;
	bool known;              /* no variable is left in `user` */
	struct sw_span at;       /* the entry */
};

struct sw_workload {
	struct sw_str name;       /* of the service */
	struct sw_span at;        /* the service's key */
	struct sw_span body;      /* the whole service */
	struct sw_image_use image; /* at is zero when no image is named */
	bool has_image;
	struct sw_service_build build;
	struct sw_link said[SW_FIELD_COUNT]; /* what the file says; absent ones stand at the service's key */
	SW_VEC(struct sw_env) env;
	SW_VEC(struct sw_port) ports;
	SW_VEC(struct sw_exposed) exposed;
	SW_VEC(struct sw_mount) mounts;
	SW_VEC(struct sw_named_at) cap_add, cap_drop; /* upper case without CAP_ */
	SW_VEC(struct sw_named_at) devices;           /* name: host path; value: container path and rights */
	SW_VEC(struct sw_named_at) security_opts;     /* as written */
	SW_VEC(struct sw_named_at) sysctls, ulimits, groups, labels;
	SW_VEC(struct sw_named_at) networks;          /* value: aliases, comma-separated */
	SW_VEC(struct sw_named_at) links, depends_on, volumes_from, profiles;
	SW_VEC(struct sw_named_at) secrets, configs;  /* name: of the file's top level; value: target */
	SW_VEC(struct sw_named_at) env_files;         /* name: path as written; known: it was found and read */
	SW_VEC(struct sw_named_at) annotations;       /* x-strideward: key and scalar value */
	struct sw_named_at container_name, pull_policy; /* zero place: not given */
	SW_VEC(struct sw_hook) hooks;
	const struct sw_workload *network_of;         /* network_mode: service:…, followed to its end; NULL: none, or not there */
	bool provided;                                /* no container: a program of the host stands in for it */
	bool inactive;                                /* Compose starts it only when one of its profiles is asked for */
	bool security_opt_present;
	uint32_t replicas;
};

struct sw_network {
	struct sw_str name;
	bool external, internal, implicit; /* implicit: the default network that nobody declared */
	bool encrypted;
	struct sw_str driver;
	struct sw_span at;
};

struct sw_volume {
	struct sw_str name;
	bool external;
	struct sw_str bind_path; /* driver local with o=bind: the host path; else empty */
	struct sw_span at;
};

struct sw_store_secret { /* top-level secrets: and configs: */
	struct sw_str name;
	struct sw_str file;        /* path as written; empty: none */
	struct sw_str environment; /* variable it comes from */
	struct sw_span content;    /* its content, written in the file; zero: none */
	bool external, config;
	bool in_project;           /* the file stands in the scanned project */
	struct sw_span at;
};

/* A compose file: one deployment unless annotations say otherwise. */
struct sw_deployment {
	struct sw_str path;
	struct sw_str name;    /* top-level name:, or the folder's */
	struct sw_span version; /* value of version:, which nothing reads; zero: none */
	uint32_t source;
	struct sw_span at;
	SW_VEC(struct sw_workload) workloads;
	SW_VEC(struct sw_network) networks;
	SW_VEC(struct sw_volume) volumes;
	SW_VEC(struct sw_store_secret) secrets;
	SW_VEC(struct sw_named_at) parts;    /* other files that were read with it: path; the one service that is extended, or all */
	SW_VEC(struct sw_named_at) includes; /* include and extends that were not followed, remote ones too */
};

/* What starts only with a profile, in words: "debug (with tools), admin (with ops or dev)"; empty: all starts. */
struct sw_str sw_deployment_inactive(struct sw_arena *arena, const struct sw_deployment *deployment);

/* Whether the workload stands on this network of its deployment: it names it, or it names none and the network is the
 * default one. */
bool sw_workload_on(const struct sw_workload *workload, const struct sw_network *network);
