#include "unit.h"
#include "knowledge/capabilities.h"
#include "knowledge/date.h"
#include "knowledge/eol.h"
#include "knowledge/files.h"
#include "knowledge/image_name.h"
#include "knowledge/images.h"
#include "knowledge/paths.h"
#include "knowledge/platform.h"
#include "knowledge/ports.h"

#define SHA256 "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const struct {
	const char *path;
	enum sw_path_tier writing, reading;
	enum sw_severity writing_severity, reading_severity;
	const char *words; /* when read-only */
} tiers[] = {
	/* engines' sockets, whatever the mode */
	{"/var/run/docker.sock", SW_PATH_SOCKET, SW_PATH_SOCKET, SW_CRITICAL, SW_CRITICAL, "hands over the Docker engine's API"},
	{"/run/docker.sock", SW_PATH_SOCKET, SW_PATH_SOCKET, SW_CRITICAL, SW_CRITICAL, "hands over the Docker engine's API"},
	{"/run/containerd/containerd.sock", SW_PATH_SOCKET, SW_PATH_SOCKET, SW_CRITICAL, SW_CRITICAL, "hands over containerd's API"},
	{"/run/k3s/containerd/containerd.sock", SW_PATH_SOCKET, SW_PATH_SOCKET, SW_CRITICAL, SW_CRITICAL, "hands over containerd's API"},
	{"/var/run/crio/crio.sock", SW_PATH_SOCKET, SW_PATH_SOCKET, SW_CRITICAL, SW_CRITICAL, "hands over CRI-O's API"},
	{"/run/podman/podman.sock", SW_PATH_SOCKET, SW_PATH_SOCKET, SW_CRITICAL, SW_CRITICAL, "hands over Podman's API"},
	{"/run/buildkit/buildkitd.sock", SW_PATH_SOCKET, SW_PATH_SOCKET, SW_CRITICAL, SW_CRITICAL, "hands over the BuildKit daemon's API"},
	{"/var/run/cri-dockerd.sock", SW_PATH_SOCKET, SW_PATH_SOCKET, SW_CRITICAL, SW_CRITICAL, "hands over cri-dockerd's API"},
	{"/var/run/dockershim.sock", SW_PATH_SOCKET, SW_PATH_SOCKET, SW_CRITICAL, SW_CRITICAL, NULL},
	{"/run/user/1000/docker.sock", SW_PATH_SOCKET, SW_PATH_SOCKET, SW_CRITICAL, SW_CRITICAL, "hands over a rootless Docker engine's API"},
	{"/run/user/1000/podman/podman.sock", SW_PATH_SOCKET, SW_PATH_SOCKET, SW_CRITICAL, SW_CRITICAL, NULL},
	{"/home/me/.docker/run/docker.sock", SW_PATH_SOCKET, SW_PATH_SOCKET, SW_CRITICAL, SW_CRITICAL, NULL},
	{"/run/docker/plugins", SW_PATH_SOCKET, SW_PATH_SOCKET, SW_CRITICAL, SW_CRITICAL,
	 "stands below /run/docker, the Docker engine's runtime state with its sockets"},
	{"/run/containerd", SW_PATH_SOCKET, SW_PATH_SOCKET, SW_CRITICAL, SW_CRITICAL, NULL},
	/* what contains them */
	{"/", SW_PATH_SOCKET, SW_PATH_SOCKET, SW_CRITICAL, SW_CRITICAL, "hands over the whole host, which contains /run/docker.sock"},
	{"/run", SW_PATH_SOCKET, SW_PATH_SOCKET, SW_CRITICAL, SW_CRITICAL, "contains /run/docker.sock, the Docker engine's API"},
	{"/var/run", SW_PATH_SOCKET, SW_PATH_SOCKET, SW_CRITICAL, SW_CRITICAL, "contains /run/docker.sock, the Docker engine's API"},
	{"/run/k3s", SW_PATH_SOCKET, SW_PATH_SOCKET, SW_CRITICAL, SW_CRITICAL, NULL},
	{"/run/crio", SW_PATH_SOCKET, SW_PATH_SOCKET, SW_CRITICAL, SW_CRITICAL, NULL},
	{"/run/user/1000", SW_PATH_HIGH, SW_PATH_HIGH, SW_HIGH, SW_MEDIUM, NULL},
	{"/run/user", SW_PATH_HIGH, SW_PATH_HIGH, SW_HIGH, SW_MEDIUM, "hands over the runtime state of people's sessions"},
	/* the system */
	{"/etc", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, "hands over the host's configuration"},
	{"/root", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/root/.ssh", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, "stands below /root, root's home with keys and credentials"},
	{"/boot", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/usr", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/usr/bin", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/usr/bin/docker", SW_PATH_HIGH, SW_PATH_HIGH, SW_HIGH, SW_MEDIUM, NULL},
	{"/usr/lib/systemd/system", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/lib", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/lib64", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/lib/modules", SW_PATH_HIGH, SW_PATH_HIGH, SW_HIGH, SW_MEDIUM, "stands below /lib, the host's libraries"},
	{"/bin", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/sbin", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/var", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/var/lib/docker", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/var/lib/docker/volumes/x", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/var/lib/kubelet", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/var/lib/etcd", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/etc/kubernetes/admin.conf", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/etc/cron.d", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, "hands over the host's scheduled jobs"},
	{"/etc/cron.daily/x", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, "hands over part of the host's scheduled jobs"},
	{"/etc/ssh", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/etc/shadow", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/etc/nginx", SW_PATH_HIGH, SW_PATH_HIGH, SW_HIGH, SW_MEDIUM, "stands below /etc, the host's configuration"},
	/* people */
	{"/home/me", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, "hands over a person's home with keys and credentials"},
	{"/home/me/.ssh/id_rsa", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, "hands over part of a person's SSH keys"},
	{"/home/me/.config", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, "may contain a person's cloud credentials"},
	{"/home/me/project", SW_PATH_DATA, SW_PATH_DATA, SW_LOW, SW_INFO, NULL},
	{"/home", SW_PATH_HIGH, SW_PATH_HIGH, SW_HIGH, SW_MEDIUM, NULL},
	/* the kernel's doors */
	{"/dev", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/dev/sda1", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, "hands over a disk of the host"},
	{"/dev/nvme0n1", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/dev/mem", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/dev/kmsg", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/dev/shm", SW_PATH_OTHER, SW_PATH_OTHER, SW_INFO, SW_INFO, ""},
	{"/dev/dri", SW_PATH_OTHER, SW_PATH_OTHER, SW_INFO, SW_INFO, ""},
	{"/dev/null", SW_PATH_FINE, SW_PATH_FINE, SW_INFO, SW_INFO, NULL},
	{"/proc", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/proc/sys/kernel", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/proc/sysrq-trigger", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/proc/1/root", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/proc/net", SW_PATH_HIGH, SW_PATH_HIGH, SW_HIGH, SW_MEDIUM, NULL},
	{"/proc/cpuinfo", SW_PATH_HIGH, SW_PATH_FINE, SW_HIGH, SW_INFO, NULL},
	{"/sys", SW_PATH_HIGH, SW_PATH_HIGH, SW_HIGH, SW_MEDIUM, NULL},
	{"/sys/class/net", SW_PATH_HIGH, SW_PATH_HIGH, SW_HIGH, SW_MEDIUM, NULL},
	{"/sys/fs/cgroup", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/sys/fs", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/sys/kernel/debug", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	{"/sys/fs/bpf", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	/* much of what others own */
	{"/var/log", SW_PATH_HIGH, SW_PATH_HIGH, SW_HIGH, SW_MEDIUM, NULL},
	{"/var/log/nginx", SW_PATH_HIGH, SW_PATH_HIGH, SW_HIGH, SW_MEDIUM, NULL},
	{"/opt", SW_PATH_HIGH, SW_PATH_HIGH, SW_HIGH, SW_MEDIUM, NULL},
	{"/opt/app/static", SW_PATH_DATA, SW_PATH_DATA, SW_LOW, SW_INFO, NULL},
	{"/srv", SW_PATH_HIGH, SW_PATH_HIGH, SW_HIGH, SW_MEDIUM, NULL},
	{"/srv/www", SW_PATH_DATA, SW_PATH_DATA, SW_LOW, SW_INFO, NULL},
	{"/var/lib", SW_PATH_HIGH, SW_PATH_HIGH, SW_HIGH, SW_MEDIUM, NULL},
	{"/var/lib/grafana", SW_PATH_DATA, SW_PATH_DATA, SW_LOW, SW_INFO, NULL},
	{"/var/spool", SW_PATH_HIGH, SW_PATH_HIGH, SW_HIGH, SW_MEDIUM, NULL},
	{"/var/spool/cron", SW_PATH_CRITICAL, SW_PATH_CRITICAL, SW_CRITICAL, SW_HIGH, NULL},
	/* harmless to read */
	{"/etc/localtime", SW_PATH_HIGH, SW_PATH_FINE, SW_HIGH, SW_INFO, NULL},
	{"/etc/passwd", SW_PATH_CRITICAL, SW_PATH_FINE, SW_CRITICAL, SW_INFO, NULL},
	{"/etc/ssl/certs", SW_PATH_HIGH, SW_PATH_FINE, SW_HIGH, SW_INFO, NULL},
	{"/etc/ssl/certs/ca.crt", SW_PATH_HIGH, SW_PATH_FINE, SW_HIGH, SW_INFO, NULL},
	{"/etc/resolv.conf", SW_PATH_HIGH, SW_PATH_FINE, SW_HIGH, SW_INFO, NULL},
	/* whole parts only, and nothing known */
	{"/etcetera", SW_PATH_OTHER, SW_PATH_OTHER, SW_INFO, SW_INFO, ""},
	{"/rooted", SW_PATH_OTHER, SW_PATH_OTHER, SW_INFO, SW_INFO, ""},
	{"/var/runner", SW_PATH_OTHER, SW_PATH_OTHER, SW_INFO, SW_INFO, ""},
	{"/data", SW_PATH_OTHER, SW_PATH_OTHER, SW_INFO, SW_INFO, ""},
	{"/tmp/x", SW_PATH_OTHER, SW_PATH_OTHER, SW_INFO, SW_INFO, ""},
	{"relative/etc", SW_PATH_OTHER, SW_PATH_OTHER, SW_INFO, SW_INFO, ""},
	{"./docker.sock", SW_PATH_OTHER, SW_PATH_OTHER, SW_INFO, SW_INFO, ""},
	{"c:/windows", SW_PATH_OTHER, SW_PATH_OTHER, SW_INFO, SW_INFO, ""},
	{"", SW_PATH_OTHER, SW_PATH_OTHER, SW_INFO, SW_INFO, ""},
};

static void path_tiers(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof tiers / sizeof *tiers; i++) {
		struct sw_arena arena;
		sw_arena_init(&arena, 1 << 16);
		struct sw_path_fact writing, reading;
		struct sw_str path = sw_str_of(tiers[i].path);
		enum sw_path_tier w = sw_path_tier(path, false, &writing), r = sw_path_tier(path, true, &reading);
		if (w != tiers[i].writing || r != tiers[i].reading || writing.severity != tiers[i].writing_severity ||
		    reading.severity != tiers[i].reading_severity)
			fail_msg("%s: %s %d, %s %d", tiers[i].path, sw_path_tier_name(w), writing.severity,
				 sw_path_tier_name(r), reading.severity);
		assert_int_equal(writing.tier, w);
		if (tiers[i].words)
			assert_str(sw_path_words(&arena, &reading), tiers[i].words);
		assert_int_equal(w == SW_PATH_OTHER, writing.relation == SW_PATH_UNRELATED);
		sw_arena_free(&arena);
	}
}

static void path_engines(void **state) {
	(void)state;
	static const struct {
		const char *path;
		enum sw_engine_kind engine;
		bool rootless;
	} engines[] = {
		{"/", SW_ENGINE_DOCKER, false}, {"/run", SW_ENGINE_DOCKER, false}, {"/run/podman", SW_ENGINE_PODMAN, false},
		{"/run/docker.sock", SW_ENGINE_DOCKER, false}, {"/run/user/5/docker.sock", SW_ENGINE_DOCKER, true},
		{"/run/user/5/podman/podman.sock", SW_ENGINE_PODMAN, true}, {"/run/k3s", SW_ENGINE_CONTAINERD, false},
		{"/etc", SW_ENGINE_NONE, false}, {"/var/lib/docker", SW_ENGINE_NONE, false}, {"/data", SW_ENGINE_NONE, false},
	};
	for (size_t i = 0; i < sizeof engines / sizeof *engines; i++) {
		struct sw_path_fact why;
		sw_path_tier(sw_str_of(engines[i].path), true, &why);
		assert_int_equal(why.engine, engines[i].engine);
		assert_int_equal(why.rootless, engines[i].rootless);
	}
	sw_path_tier(SW_S("/etc"), true, NULL);
}

static void paths_are_cleaned(void **state) {
	(void)state;
	static const char *const cases[][2] = {
		{"/", "/"}, {"//", "/"}, {"/a", "/a"}, {"/a/", "/a"}, {"/a//b", "/a/b"}, {"/a/./b", "/a/b"}, {"/a/../b", "/b"},
		{"/..", "/"}, {"/../../etc", "/etc"}, {"/a/b/../..", "/"}, {"/var/run/../run/docker.sock", "/var/run/docker.sock"},
		{"a", ""}, {"", ""}, {"./a", ""}, {"/a/...", "/a/..."},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sw_arena arena;
		sw_arena_init(&arena, 1 << 16);
		assert_str(sw_path_clean(&arena, sw_str_of(cases[i][0])), cases[i][1]);
		sw_arena_free(&arena);
	}
}

static void capabilities(void **state) {
	(void)state;
	uint64_t defaults = 0, bits = 0;
	for (size_t i = 0; i < sw_capability_count; i++) {
		const struct sw_capability *row = &sw_capabilities[i];
		if (row->bit == 255)
			continue;
		bits |= UINT64_C(1) << row->bit;
		if (row->by_default)
			defaults |= UINT64_C(1) << row->bit;
		assert_true(row->with_host_pid >= row->severity && row->with_host_net >= row->severity);
	}
	assert_int_equal(defaults, 0xa80425fb); /* what the engine reports as its bounding set */
	assert_int_equal(bits, (UINT64_C(1) << 41) - 1);
	assert_int_equal(sw_capability(SW_S("cap_sys_admin"))->severity, SW_CRITICAL);
	assert_int_equal(sw_capability(SW_S("SYS_PTRACE"))->severity, SW_HIGH);
	assert_int_equal(sw_capability(SW_S("SYS_PTRACE"))->with_host_pid, SW_CRITICAL);
	assert_int_equal(sw_capability(SW_S("NET_ADMIN"))->with_host_net, SW_CRITICAL);
	assert_int_equal(sw_capability(SW_S("ALL"))->severity, SW_CRITICAL);
	assert_null(sw_capability(SW_S("NET_ADMINS")));
	assert_null(sw_capability(SW_S("")));
	assert_null(sw_capability(SW_S("CAP_")));
}

static void ports(void **state) {
	(void)state;
	static const struct {
		uint16_t port;
		const char *protocol;
		enum sw_port_class class;
		enum sw_port_tls tls;
	} cases[] = {
		{22, "", SW_PORT_REMOTE_ADMIN, SW_PORT_TLS}, {2375, "tcp", SW_PORT_ENGINE, SW_PORT_CLEAR},
		{2376, "tcp", SW_PORT_ENGINE, SW_PORT_TLS}, {5000, "TCP", SW_PORT_REGISTRY, SW_PORT_TLS_UNKNOWN},
		{2379, "", SW_PORT_ORCHESTRATOR, SW_PORT_TLS_UNKNOWN}, {6443, "", SW_PORT_ORCHESTRATOR, SW_PORT_TLS},
		{10250, "", SW_PORT_ORCHESTRATOR, SW_PORT_TLS}, {3306, "", SW_PORT_DATABASE, SW_PORT_TLS_UNKNOWN},
		{5432, "", SW_PORT_DATABASE, SW_PORT_TLS_UNKNOWN}, {6379, "", SW_PORT_CACHE, SW_PORT_CLEAR},
		{27017, "", SW_PORT_DATABASE, SW_PORT_TLS_UNKNOWN}, {9200, "", SW_PORT_DATABASE, SW_PORT_TLS_UNKNOWN},
		{11211, "udp", SW_PORT_CACHE, SW_PORT_CLEAR}, {5672, "", SW_PORT_QUEUE, SW_PORT_CLEAR},
		{15672, "", SW_PORT_ADMIN_UI, SW_PORT_CLEAR}, {8080, "", SW_PORT_WEB, SW_PORT_CLEAR},
		{20, "", SW_PORT_FILES, SW_PORT_CLEAR}, {61616, "", SW_PORT_QUEUE, SW_PORT_CLEAR},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct sw_port_fact *row = sw_port_fact(cases[i].port, sw_str_of(cases[i].protocol));
		assert_non_null(row);
		assert_int_equal(row->class, cases[i].class);
		assert_int_equal(row->tls, cases[i].tls);
	}
	assert_null(sw_port_fact(1, SW_S("")));
	assert_null(sw_port_fact(0, SW_S("")));
	assert_null(sw_port_fact(65535, SW_S("tcp")));
	assert_null(sw_port_fact(22, SW_S("udp")));
	assert_null(sw_port_fact(22, SW_S("sctp")));
	assert_int_equal(sw_port_of_scheme(SW_S("postgresql"))->port, 5432);
	assert_int_equal(sw_port_of_scheme(SW_S("REDIS"))->port, 6379);
	assert_int_equal(sw_port_of_scheme(SW_S("https"))->port, 443);
	assert_int_equal(sw_port_of_scheme(SW_S("amqps"))->tls, SW_PORT_TLS);
	assert_null(sw_port_of_scheme(SW_S("nothing")));
	assert_string_equal(sw_port_class_name(SW_PORT_REMOTE_ADMIN), "remote-admin");
}

static struct sw_image_ref parse(struct sw_arena *arena, const char *written) {
	return sw_image_ref_parse(arena, sw_str_of(written), strchr(written, '$') == NULL);
}

static void images(void **state) {
	(void)state;
	static const struct {
		const char *written;
		enum sw_official official;
		enum sw_tag_state tag;
		enum sw_image_role role;
		const char *user, *becomes;
	} cases[] = {
		{"redis", SW_OFFICIAL_YES, SW_TAG_BUILT, SW_ROLE_KEY_VALUE, "root", "redis"},
		{"redis:5", SW_OFFICIAL_YES, SW_TAG_NOT_BUILT, SW_ROLE_KEY_VALUE, NULL, NULL},
		{"redis:8", SW_OFFICIAL_YES, SW_TAG_BUILT, SW_ROLE_KEY_VALUE, "root", "redis"},
		{"redis:8@" SHA256, SW_OFFICIAL_YES, SW_TAG_BUILT, SW_ROLE_KEY_VALUE, "root", "redis"},
		{"redis@" SHA256, SW_OFFICIAL_YES, SW_TAG_UNKNOWN, SW_ROLE_KEY_VALUE, NULL, NULL},
		{"redis:nothing", SW_OFFICIAL_YES, SW_TAG_NOT_BUILT, SW_ROLE_KEY_VALUE, NULL, NULL},
		{"redis:$TAG", SW_OFFICIAL_YES, SW_TAG_UNKNOWN, SW_ROLE_KEY_VALUE, NULL, NULL},
		{"index.docker.io/library/postgres", SW_OFFICIAL_YES, SW_TAG_BUILT, SW_ROLE_RELATIONAL, "root", "postgres"},
		{"bitnami/postgresql:16", SW_OFFICIAL_NO, SW_TAG_UNKNOWN, SW_ROLE_RELATIONAL, NULL, NULL},
		{"ghcr.io/acme/postgres", SW_OFFICIAL_NO, SW_TAG_UNKNOWN, SW_ROLE_RELATIONAL, NULL, NULL},
		{"mypostgres", SW_OFFICIAL_NO, SW_TAG_UNKNOWN, SW_ROLE_UNKNOWN, NULL, NULL},
		{"centos:7", SW_OFFICIAL_GONE, SW_TAG_NOT_BUILT, SW_ROLE_BASE, NULL, NULL},
		{"openjdk:17", SW_OFFICIAL_MARKED, SW_TAG_NOT_BUILT, SW_ROLE_BASE, NULL, NULL},
		{"vault", SW_OFFICIAL_GONE, SW_TAG_NOT_BUILT, SW_ROLE_SECRETS, NULL, NULL},
		{"hashicorp/vault", SW_OFFICIAL_NO, SW_TAG_UNKNOWN, SW_ROLE_SECRETS, NULL, NULL},
		{"rockylinux:9", SW_OFFICIAL_YES, SW_TAG_BUILT, SW_ROLE_BASE, "root", NULL},
		{"$BASE", SW_OFFICIAL_UNKNOWN, SW_TAG_UNKNOWN, SW_ROLE_UNKNOWN, NULL, NULL},
		{"grafana/grafana:1", SW_OFFICIAL_NO, SW_TAG_UNKNOWN, SW_ROLE_MONITORING, "472", NULL},
		{"portainer/agent", SW_OFFICIAL_NO, SW_TAG_UNKNOWN, SW_ROLE_ENGINE_CLIENT, NULL, NULL},
		{"acme/agent", SW_OFFICIAL_NO, SW_TAG_UNKNOWN, SW_ROLE_UNKNOWN, NULL, NULL},
		{"docker:dind", SW_OFFICIAL_YES, SW_TAG_BUILT, SW_ROLE_ENGINE_CLIENT, "root", NULL},
		{"docker:dind-rootless", SW_OFFICIAL_YES, SW_TAG_BUILT, SW_ROLE_ENGINE_CLIENT, NULL, NULL},
		{"mariadb:lts-ubi", SW_OFFICIAL_YES, SW_TAG_BUILT, SW_ROLE_RELATIONAL, NULL, NULL},
		{"wordpress:cli", SW_OFFICIAL_YES, SW_TAG_BUILT, SW_ROLE_WEB, NULL, NULL},
		{"memcached:alpine", SW_OFFICIAL_YES, SW_TAG_BUILT, SW_ROLE_CACHE, "memcache", NULL},
		{"gcr.io/distroless/static:nonroot", SW_OFFICIAL_NO, SW_TAG_UNKNOWN, SW_ROLE_UNKNOWN, "65532", NULL},
		{"gcr.io/distroless/static", SW_OFFICIAL_NO, SW_TAG_UNKNOWN, SW_ROLE_UNKNOWN, "root", NULL},
		{"gcr.io/distroless/static@" SHA256, SW_OFFICIAL_NO, SW_TAG_UNKNOWN, SW_ROLE_UNKNOWN, NULL, NULL},
		{"library/a/redis", SW_OFFICIAL_NO, SW_TAG_UNKNOWN, SW_ROLE_KEY_VALUE, NULL, NULL},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sw_arena arena;
		sw_arena_init(&arena, 1 << 16);
		struct sw_image_ref ref = parse(&arena, cases[i].written);
		const struct sw_image_fact *fact = sw_image_fact(&ref);
		const char *becomes, *user = sw_image_user(&ref, &becomes);
		if (sw_image_official(&ref) != cases[i].official || sw_image_tag_state(&ref) != cases[i].tag)
			fail_msg("%s: official %d, tag %d", cases[i].written, sw_image_official(&ref), sw_image_tag_state(&ref));
		if ((fact ? fact->role : SW_ROLE_UNKNOWN) != cases[i].role)
			fail_msg("%s: role %s", cases[i].written, fact ? fact->name : "none");
		if ((user || cases[i].user) && strcmp(user ? user : "", cases[i].user ? cases[i].user : ""))
			fail_msg("%s: user %s", cases[i].written, user ? user : "none");
		assert_str(sw_str_of(becomes), cases[i].becomes ? cases[i].becomes : "");
		sw_arena_free(&arena);
	}
	assert_true(sw_role_stores(SW_ROLE_RELATIONAL) && sw_role_stores(SW_ROLE_COORDINATOR));
	assert_false(sw_role_stores(SW_ROLE_CACHE) || sw_role_stores(SW_ROLE_PROXY) || sw_role_stores(SW_ROLE_UNKNOWN));
	assert_string_equal(sw_role_words(SW_ROLE_RELATIONAL), "relational database");
	assert_true(sw_date_valid(sw_str_of(sw_official_date)) && sw_date_valid(sw_str_of(sw_image_users_date)));
}

static void ends_of_life(void **state) {
	(void)state;
	static const struct {
		const char *written, *product, *date;
	} cases[] = {
		{"debian:10", "Debian", "2024-06-30"},
		{"debian:10.13-slim", "Debian", "2024-06-30"},
		{"debian:buster-slim", "Debian", "2024-06-30"},
		{"debian:1", NULL, NULL},
		{"debian", NULL, NULL},
		{"debian:latest", NULL, NULL},
		{"debian:sid", NULL, NULL},
		{"ubuntu:18.04", "Ubuntu", "2023-05-31"},
		{"ubuntu:bionic-20210512", "Ubuntu", "2023-05-31"},
		{"ubuntu:12", "Ubuntu", "2017-04-28"}, /* whichever of that year is meant, it is over */
		{"alpine:3.16", "Alpine Linux", "2024-05-23"},
		{"alpine:3.16.2", "Alpine Linux", "2024-05-23"},
		{"alpine:3.1", "Alpine Linux", "2016-11-01"},
		{"alpine:3", NULL, NULL},
		{"centos:7", "CentOS", "2024-06-30"},
		{"centos:centos7", "CentOS", "2024-06-30"},
		{"fedora:38", "Fedora", "2024-05-21"},
		{"node:14", "Node.js", "2023-04-30"},
		{"node:14.21.3-alpine", "Node.js", "2023-04-30"},
		{"node:fermium", "Node.js", "2023-04-30"},
		{"node:lts-buster", "Debian", "2024-06-30"},
		{"node:22-bookworm", "Node.js", "2027-04-30"},
		{"node:lts", NULL, NULL},
		{"python:2", "Python", "2020-01-01"},
		{"python:2.7-slim", "Python", "2020-01-01"},
		{"python:3", NULL, NULL},
		{"python:3.9", "Python", "2025-10-31"},
		{"python:3.13-buster", "Debian", "2024-06-30"},
		{"python:3.12-alpine3.16", "Alpine Linux", "2024-05-23"},
		{"python:3.12-alpine", "Python", "2028-10-31"},
		{"php:7", "PHP", "2022-11-28"},
		{"php:7.4-fpm", "PHP", "2022-11-28"},
		{"golang:1.20", "Go", "2024-02-06"},
		{"golang:1", NULL, NULL},
		{"mcr.microsoft.com/dotnet/aspnet:6.0", ".NET", "2024-11-12"},
		{"mcr.microsoft.com/dotnet/aspnet:8.0-bullseye-slim", "Debian", "2026-08-31"},
		{"eclipse-temurin:21-jdk-focal", "Ubuntu", "2025-05-29"},
		{"postgres:11", "PostgreSQL", "2023-11-09"},
		{"postgres:9.6", "PostgreSQL", "2021-11-11"},
		{"nginx:1.25", "nginx", "2024-05-29"},
		{"acme/debian:10", NULL, NULL},
		{"acme/app:1-buster", NULL, NULL},
		{"acme/node:14", NULL, NULL},
		{"debian@" SHA256, NULL, NULL},
		{"debian:10@" SHA256, "Debian", "2024-06-30"},
		{"node:$V", NULL, NULL},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sw_arena arena;
		sw_arena_init(&arena, 1 << 16);
		struct sw_image_ref ref = parse(&arena, cases[i].written);
		struct sw_eol eol;
		bool found = sw_image_eol(&ref, &eol);
		if (found != (cases[i].product != NULL) || (found && strcmp(eol.product, cases[i].product)) ||
		    (found && strcmp(eol.date, cases[i].date)))
			fail_msg("%s: %s %s", cases[i].written, found ? eol.product : "none", found ? eol.date : "");
		sw_arena_free(&arena);
	}
	assert_true(sw_date_valid(sw_str_of(sw_eol_date)));
}

static void secret_files(void **state) {
	(void)state;
	static const struct {
		const char *path, *pattern; /* NULL: none */
	} cases[] = {
		{"id_rsa", "id_rsa"}, {"/root/.ssh/id_rsa", "id_rsa"}, {".ssh/known_hosts", ".ssh"}, {"id_rsa.pub", NULL},
		{".env", ".env"}, {"app/.env", ".env"}, {".env.example", NULL}, {".env.sample", NULL}, {".env.ci", ".env.*"},
		{"prod.env", "*.env"}, {".npmrc", ".npmrc"}, {".netrc", ".netrc"}, {".aws/credentials", ".aws/credentials"},
		{"x/.aws/credentials", ".aws/credentials"}, {".aws", ".aws"}, {".aws/cli", ".aws"}, {"credentials", NULL},
		{"kubeconfig", "kubeconfig"}, {".kube/config", ".kube/config"}, {"config", NULL}, {"server.key", "*.key"},
		{"tls/privkey.pem", "privkey*.pem"}, {"cert.pem", NULL}, {"fullchain.pem", NULL}, {"site.pem", "*.pem"},
		{".git", ".git"}, {".git/", ".git"}, {"./.git/config", ".git"}, {".github", NULL}, {".gitignore", NULL},
		{".pypirc", ".pypirc"}, {".docker/config.json", ".docker/config.json"}, {"config.json", NULL},
		{"docker/config.json", NULL}, {"store.jks", "*.jks"}, {"main.c", NULL}, {"", NULL}, {"/", NULL}, {".", NULL},
		{"my-service-account.json", "*service-account*.json"}, {"env", NULL}, {".envrc", ".envrc"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct sw_secret_file *row = sw_secret_file(sw_str_of(cases[i].path));
		if ((row == NULL) != (cases[i].pattern == NULL) || (row && strcmp(row->pattern, cases[i].pattern)))
			fail_msg("%s: %s", cases[i].path, row ? row->pattern : "none");
	}
	assert_true(sw_secret_file(SW_S("a.pem"))->maybe && sw_secret_file(SW_S(".git"))->folder);
}

static void system_folders(void **state) {
	(void)state;
	static const char *const system[] = {"/", "/etc", "/etc/nginx", "/usr", "/usr/bin", "/proc", "/sys/fs", "/dev", "/root", "/var",
		"/bin", "/lib64", "/run", "/boot"};
	static const char *const own[] = {"/app", "/usr/src", "/usr/src/app", "/usr/local/app", "/opt", "/srv/x", "/var/www/html",
		"/var/lib/x", "/usr/application", "/root/app", "/home/x", "/etcetera", "/data", "", "/usr/share/x"};
	for (size_t i = 0; i < sizeof system / sizeof *system; i++)
		if (!sw_system_folder(sw_str_of(system[i])))
			fail_msg("%s", system[i]);
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (sw_system_folder(sw_str_of(own[i])))
			fail_msg("%s", own[i]);
}

static void platforms(void **state) {
	(void)state;
	const struct sw_platform *stock = sw_platform(SW_S("docker-stock"));
	assert_non_null(stock);
	assert_ptr_equal(stock, sw_platform(SW_S("")));
	assert_null(sw_platform(SW_S("docker")));
	assert_string_equal(stock->fields[SW_FIELD_USER].value, "root");
	assert_string_equal(stock->fields[SW_FIELD_SECCOMP].value, "default");
	assert_string_equal(stock->fields[SW_FIELD_LOG_DRIVER].value, "json-file");
	for (int field = 0; field < SW_FIELD_COUNT; field++) /* only what an image alone can say has no default */
		if (!stock->fields[field].value && field != SW_FIELD_ENTRYPOINT && field != SW_FIELD_COMMAND)
			fail_msg("%s has no default", sw_field_table[field].name);
}

static void dates(void **state) {
	(void)state;
	static const char *const good[] = {"2026-01-31", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"};
	static const char *const bad[] = {"", "2026-1-1", "2026-13-01", "2026-00-01", "2026-02-29", "1900-02-29", "2026-04-31",
		"2026-01-00", "0000-01-01", "2026/01/01", "2026-01-01 ", "26-01-01", "2026-01-0a", "tomorrow"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(sw_date_valid(sw_str_of(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (sw_date_valid(sw_str_of(bad[i])))
			fail_msg("%s", bad[i]);
	assert_int_equal(sw_date_days(SW_S("2026-01-01"), SW_S("2026-01-01")), 0);
	assert_int_equal(sw_date_days(SW_S("2026-02-28"), SW_S("2026-03-01")), 1);
	assert_int_equal(sw_date_days(SW_S("2024-02-28"), SW_S("2024-03-01")), 2);
	assert_int_equal(sw_date_days(SW_S("2026-03-01"), SW_S("2025-03-01")), -365);
	assert_int_equal(sw_date_days(SW_S("0001-01-01"), SW_S("9999-12-31")), 3652058);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(path_tiers), cmocka_unit_test(path_engines), cmocka_unit_test(paths_are_cleaned),
		cmocka_unit_test(capabilities), cmocka_unit_test(ports), cmocka_unit_test(images), cmocka_unit_test(ends_of_life),
		cmocka_unit_test(secret_files), cmocka_unit_test(system_folders), cmocka_unit_test(platforms),
		cmocka_unit_test(dates),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
