/* The table of scalar fields: each is declared once here, and the members, `dump system`, the JSON schema and the
 * documentation come from it. X(NAME, "name", TYPE, "meaning with unit") */
#pragma once

/* What starts: shared by builds, images and workloads. */
#define SW_START_FIELDS(X)                                                                             \
	X(USER, "user", TEXT, "user, and group behind a colon, that the first process runs as")        \
	X(WORKDIR, "workdir", TEXT, "working directory of the first process")                          \
	X(ENTRYPOINT, "entrypoint", COMMAND, "program that always starts; a JSON list or a shell line") \
	X(COMMAND, "command", COMMAND, "program, or arguments of the entrypoint; a JSON list or a shell line") \
	X(HEALTH, "health", COMMAND, "health check's command; \"none\" when there is none or it is switched off") \
	X(STOP_SIGNAL, "stop-signal", TEXT, "signal that asks the first process to end")

/* What confines: of workloads only. */
#define SW_CONFINE_FIELDS(X)                                                                           \
	X(PRIVILEGED, "privileged", BOOL, "all capabilities, all devices, no profiles")                \
	X(NO_NEW_PRIVILEGES, "no-new-privileges", BOOL, "setuid and file capabilities have no effect")  \
	X(READ_ONLY, "read-only", BOOL, "the root file system cannot be written")                      \
	X(SECCOMP, "seccomp", TEXT, "system-call filter: default, unconfined or a profile's path")     \
	X(APPARMOR, "apparmor", TEXT, "AppArmor profile: default, unconfined or a name")               \
	X(SELINUX, "selinux", TEXT, "SELinux label options: default, disable or as written")           \
	X(SYSTEM_PATHS, "system-paths", TEXT, "masking of /proc and /sys: default or unconfined")      \
	X(NETWORK_MODE, "network-mode", TEXT, "host, none, bridge, service:NAME, container:NAME, or networks") \
	X(PID_MODE, "pid-mode", TEXT, "process namespace: private, host, service:NAME or container:NAME") \
	X(IPC_MODE, "ipc-mode", TEXT, "IPC namespace: private, shareable, host, service:NAME or container:NAME") \
	X(UTS_MODE, "uts-mode", TEXT, "host name namespace: private or host")                          \
	X(USERNS_MODE, "userns-mode", TEXT, "user namespace: engine (as the engine is set) or host")   \
	X(CGROUP_MODE, "cgroup-mode", TEXT, "control-group namespace: private or host")                \
	X(CGROUP_PARENT, "cgroup-parent", TEXT, "control group that the container is put under")       \
	X(MEMORY, "memory", INT, "most memory in bytes; 0 is no limit")                                \
	X(CPUS, "cpus", TEXT, "most processors, a decimal number; 0 is no limit")                      \
	X(PIDS, "pids", INT, "most processes; 0 and -1 are no limit")                                  \
	X(LOG_DRIVER, "log-driver", TEXT, "where output goes: json-file, none, syslog, …")             \
	X(RESTART, "restart", TEXT, "restart policy: no, always, unless-stopped, on-failure[:N]")      \
	X(OOM_KILL_DISABLE, "oom-kill-disable", BOOL, "the kernel may not end it when memory is out")   \
	X(OOM_SCORE, "oom-score", INT, "preference when memory is out, -1000 (never) to 1000 (first)") \
	X(RUNTIME, "runtime", TEXT, "runtime that starts it: default, or a name such as runsc")        \
	X(ENGINE_SOCKET, "engine-socket", BOOL, "the engine's API is handed in by use_api_socket")

#define SW_FIELDS(X) SW_START_FIELDS(X) SW_CONFINE_FIELDS(X)

enum sw_field {
#define SW_FIELD_ENUM(NAME, name, type, meaning) SW_FIELD_##NAME,
	SW_FIELDS(SW_FIELD_ENUM)
#undef SW_FIELD_ENUM
	SW_FIELD_COUNT,
};

enum {
	SW_START_FIELD_COUNT = SW_FIELD_STOP_SIGNAL + 1, /* the first so many fields are those of a start */
};

enum sw_field_type { SW_TYPE_TEXT, SW_TYPE_BOOL, SW_TYPE_INT, SW_TYPE_COMMAND };

struct sw_field_info {
	const char *name;    /* kebab case, as printed */
	enum sw_field_type type;
	const char *meaning; /* one line */
};

/* Indexed by enum sw_field. */
extern const struct sw_field_info sw_field_table[SW_FIELD_COUNT];
