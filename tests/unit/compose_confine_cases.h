/* How services are confined and tied together: body of a service, and the facts with the text of their spans. */
#pragma once

static const struct compose_case compose_confine_cases[] = {
	{"tmpfs: /run",
	 "mount tmpfs  ()>/run rw [/run]\n"},
	{"image: \"${REG:-${FALL:-ghcr.io}}/x:${TAG:+v}${NOPE:+w}\"",
	 "image ghcr.io/x v [\"${REG:-${FALL:-ghcr.io}}/x:${TAG:+v}${NOPE:+w}\"]\n"},
	{"image: \"${EMPTY:-a}-${EMPTY-b}-${TAG:?no}\"",
	 "image docker.io/library/a--7.2  [\"${EMPTY:-a}-${EMPTY-b}-${TAG:?no}\"]\n"},
	{"image: \"x:${REF}-${OPEN}\"",
	 "image? docker.io/library/x  [\"x:${REF}-${OPEN}\"]\n"},
	{"image: \"x:${TAG\"",
	 "image? docker.io/library/x  [\"x:${TAG\"]\n"
	 "diag compose-variable [\"x:${TAG\"]\n"},
	{"user: \"a$$b${TAG}$\"",
	 "user?=a$$b${TAG}$ [\"a$$b${TAG}$\"]\n"
	 "diag compose-variable [\"a$$b${TAG}$\"]\n"},
	{"user: \"${TAG}}\"",
	 "user=7.2} [\"${TAG}}\"]\n"},
	{"tmpfs: [\"/tmp:size=64m,exec\", /run]",
	 "mount tmpfs  ()>/tmp rw size=64m,exec [\"/tmp:size=64m,exec\"]\n"
	 "mount tmpfs  ()>/run rw [/run]\n"},
	{"cap_add: [SYS_ADMIN, cap_net_raw, all]",
	 "cap-add SYS_ADMIN [SYS_ADMIN]\n"
	 "cap-add NET_RAW [cap_net_raw]\n"
	 "cap-add ALL [all]\n"},
	{"cap_drop: [ALL]",
	 "cap-drop ALL [ALL]\n"},
	{"cap_add: [\"${CAP}\"]",
	 "cap-add? ${CAP} [\"${CAP}\"]\n"},
	{"cap_add: ALL",
	 "diag compose-wrong-type [ALL]\n"},
	{"cap_drop: [\" cap_Setuid\", 5]",
	 "cap-drop SETUID [\" cap_Setuid\"]\n"
	 "cap-drop 5 [5]\n"},
	{"devices: [\"/dev/sda:/dev/xvda:rwm\", /dev/kvm]",
	 "device /dev/sda=/dev/xvda:rwm [\"/dev/sda:/dev/xvda:rwm\"]\n"
	 "device /dev/kvm [/dev/kvm]\n"},
	{"devices: [{source: /dev/mem, target: /dev/mem, permissions: r}]",
	 "device /dev/mem=/dev/mem:r [{source: /dev/mem, target: /dev/mem, permissions: r}]\n"},
	{"privileged: true",
	 "privileged=true [true]\n"},
	{"privileged: \"true\"",
	 "privileged=true [\"true\"]\n"},
	{"privileged: \"yes\"",
	 "privileged=true [\"yes\"]\n"},
	{"privileged: no",
	 "privileged=false [no]\n"},
	{"privileged: ${P:-false}",
	 "privileged~=false [${P:-false}]\n"},
	{"privileged: ${P}",
	 "privileged?=${P} [${P}]\n"},
	{"privileged: maybe",
	 "privileged?=maybe [maybe]\n"
	 "diag compose-wrong-type [maybe]\n"},
	{"read_only: true",
	 "read-only=true [true]\n"},
	{"use_api_socket: true",
	 "engine-socket=true [true]\n"},
	{"security_opt: [\"no-new-privileges:true\"]",
	 "no-new-privileges=true [\"no-new-privileges:true\"]\n"
	 "security-opt no-new-privileges:true [\"no-new-privileges:true\"]\n"},
	{"security_opt: [no-new-privileges]",
	 "no-new-privileges=true [no-new-privileges]\n"
	 "security-opt no-new-privileges [no-new-privileges]\n"},
	{"security_opt: [\"no-new-privileges=false\", \"seccomp:unconfined\", \"apparmor=unconfined\"]",
	 "no-new-privileges=false [\"no-new-privileges=false\"]\n"
	 "seccomp=unconfined [\"seccomp:unconfined\"]\n"
	 "apparmor=unconfined [\"apparmor=unconfined\"]\n"
	 "security-opt no-new-privileges=false [\"no-new-privileges=false\"]\n"
	 "security-opt seccomp:unconfined [\"seccomp:unconfined\"]\n"
	 "security-opt apparmor=unconfined [\"apparmor=unconfined\"]\n"},
	{"security_opt: [\"seccomp=./profile.json\", \"apparmor:docker-default\", \"label:disable\", \"systempaths=unconfined\"]",
	 "seccomp=./profile.json [\"seccomp=./profile.json\"]\n"
	 "apparmor=default [\"apparmor:docker-default\"]\n"
	 "selinux=disable [\"label:disable\"]\n"
	 "system-paths=unconfined [\"systempaths=unconfined\"]\n"
	 "security-opt seccomp=./profile.json [\"seccomp=./profile.json\"]\n"
	 "security-opt apparmor:docker-default [\"apparmor:docker-default\"]\n"
	 "security-opt label:disable [\"label:disable\"]\n"
	 "security-opt systempaths=unconfined [\"systempaths=unconfined\"]\n"},
	{"security_opt: [\"label=user:u\", \"label=role:r\", seccomp=builtin]",
	 "seccomp=default [seccomp=builtin]\n"
	 "selinux=user:u,role:r [\"label=role:r\"]\n"
	 "security-opt label=user:u [\"label=user:u\"]\n"
	 "security-opt label=role:r [\"label=role:r\"]\n"
	 "security-opt seccomp=builtin [seccomp=builtin]\n"},
	{"security_opt: [\"${OPT}\"]",
	 "no-new-privileges?=${OPT} [\"${OPT}\"]\n"
	 "seccomp?=${OPT} [\"${OPT}\"]\n"
	 "apparmor?=${OPT} [\"${OPT}\"]\n"
	 "selinux?=${OPT} [\"${OPT}\"]\n"
	 "system-paths?=${OPT} [\"${OPT}\"]\n"
	 "security-opt? ${OPT} [\"${OPT}\"]\n"},
	{"security_opt: [\"no-new-privileges:maybe\", \"colour:red\"]",
	 "no-new-privileges?=true [\"no-new-privileges:maybe\"]\n"
	 "security-opt no-new-privileges:maybe [\"no-new-privileges:maybe\"]\n"
	 "security-opt colour:red [\"colour:red\"]\n"
	 "diag compose-wrong-type [\"no-new-privileges:maybe\"]\n"
	 "diag compose-security-opt [\"colour:red\"]\n"},
	{"security_opt: []",
	 ""},
	{"network_mode: host",
	 "network-mode=host [host]\n"},
	{"network_mode: \"service:b\"",
	 "network-mode=service:b [\"service:b\"]\n"},
	{"net: \"container:x\"",
	 "network-mode=container:x [\"container:x\"]\n"},
	{"networks: [front, back]",
	 "network-mode=networks [[front, back]]\n"
	 "on-network front [front]\n"
	 "on-network back [back]\n"},
	{"networks: {front: {aliases: [api, \"v${TAG}\"]}, back: null}",
	 "network-mode=networks [{front: {aliases: [api, \"v${TAG}\"]}, back: null}]\n"
	 "on-network front=api,v7.2 [front: {aliases: [api, \"v${TAG}\"]}]\n"
	 "on-network back [back: null]\n"},
	{"networks: {}",
	 ""},
	{"{pid: host, ipc: \"service:b\", uts: host, userns_mode: host, cgroup: host, cgroup_parent: /x}",
	 "pid-mode=host [host]\n"
	 "ipc-mode=service:b [\"service:b\"]\n"
	 "uts-mode=host [host]\n"
	 "userns-mode=host [host]\n"
	 "cgroup-mode=host [host]\n"
	 "cgroup-parent=/x [/x]\n"},
	{"pid:",
	 ""},
	{"mem_limit: 512m",
	 "memory=536870912 [512m]\n"},
	{"mem_limit: 1.5gb",
	 "memory=1610612736 [1.5gb]\n"},
	{"mem_limit: 1073741824",
	 "memory=1073741824 [1073741824]\n"},
	{"mem_limit: 2 GiB",
	 "memory=2147483648 [2 GiB]\n"},
	{"mem_limit: 0",
	 "memory=0 [0]\n"},
	{"mem_limit: lots",
	 "memory?=lots [lots]\n"
	 "diag compose-wrong-type [lots]\n"},
	{"mem_limit: ${MEM:-64k}",
	 "memory~=65536 [${MEM:-64k}]\n"},
	{"cpus: 0.5",
	 "cpus=0.5 [0.5]\n"},
	{"cpus: \"2\"",
	 "cpus=2 [\"2\"]\n"},
	{"cpus: x",
	 "cpus?=x [x]\n"
	 "diag compose-wrong-type [x]\n"},
	{"{cpu_quota: 50000}",
	 "cpus=0.5 [50000]\n"},
	{"{cpu_quota: 150000, cpu_period: 50000}",
	 "cpus=3 [150000]\n"},
	{"{cpu_quota: -1}",
	 "cpus=0 [-1]\n"},
	{"pids_limit: 100",
	 "pids=100 [100]\n"},
	{"pids_limit: -1",
	 "pids=-1 [-1]\n"},
	{"pids_limit: many",
	 "pids?=many [many]\n"
	 "diag compose-wrong-type [many]\n"},
	{"{mem_limit: 1g, cpus: 1, pids_limit: 5, deploy: {resources: {limits: {memory: 512M, cpus: '0.25', pids: 9}}}}",
	 "memory=536870912 [512M]\n"
	 "cpus=0.25 ['0.25']\n"
	 "pids=9 [9]\n"},
	{"deploy: {replicas: 3, resources: {reservations: {memory: 20M}}}",
	 "replicas 3\n"},
	{"scale: 2",
	 "replicas 2\n"},
	{"restart: always",
	 "restart=always [always]\n"},
	{"restart: no",
	 "restart=no [no]\n"},
	{"restart: false",
	 "restart=no [false]\n"},
	{"restart: \"on-failure:5\"",
	 "restart=on-failure:5 [\"on-failure:5\"]\n"},
	{"{restart: always, deploy: {restart_policy: {condition: on-failure, max_attempts: 3}}}",
	 "restart=on-failure:3 [on-failure]\n"},
	{"deploy: {restart_policy: {condition: none}}",
	 "restart=no [none]\n"},
	{"deploy: {restart_policy: {delay: 5s}}",
	 "restart=always [{delay: 5s}]\n"},
	{"deploy: x",
	 "diag compose-wrong-type [x]\n"},
	{"logging: {driver: none}",
	 "log-driver=none [none]\n"},
	{"log_driver: syslog",
	 "log-driver=syslog [syslog]\n"},
	{"oom_kill_disable: true",
	 "oom-kill-disable=true [true]\n"},
	{"oom_score_adj: -1000",
	 "oom-score=-1000 [-1000]\n"},
	{"oom_score_adj: high",
	 "oom-score?=high [high]\n"
	 "diag compose-wrong-type [high]\n"},
	{"runtime: runsc",
	 "runtime=runsc [runsc]\n"},
	{"sysctls: {net.core.somaxconn: 1024}",
	 "sysctl net.core.somaxconn=1024 [net.core.somaxconn: 1024]\n"},
	{"sysctls: [kernel.msgmax=1]",
	 "sysctl kernel.msgmax=1 [kernel.msgmax=1]\n"},
	{"ulimits: {nproc: 65535, nofile: {soft: 20000, hard: -1}}",
	 "ulimit nproc=65535 [nproc: 65535]\n"
	 "ulimit nofile=20000:-1 [nofile: {soft: 20000, hard: -1}]\n"},
	{"group_add: [docker, 999]",
	 "group docker [docker]\n"
	 "group 999 [999]\n"},
	{"labels: {a.b: c, d: }",
	 "label a.b=c [a.b: c]\n"
	 "label d [d: ]\n"},
	{"labels: [\"x=y\", z]",
	 "label x=y [\"x=y\"]\n"
	 "label z [z]\n"},
	{"links: [db, \"db:database\"]",
	 "link db [db]\n"
	 "link db=database [\"db:database\"]\n"},
	{"external_links: [\"redis_1:redis\"]",
	 "link redis_1=redis [\"redis_1:redis\"]\n"},
	{"depends_on: [db, cache]",
	 "depends db [db]\n"
	 "depends cache [cache]\n"},
	{"depends_on: {db: {condition: service_healthy}}",
	 "depends db=service_healthy [db: {condition: service_healthy}]\n"},
	{"volumes_from: [b, \"c:ro\", \"container:d:rw\"]",
	 "volumes-from b [b]\n"
	 "volumes-from c=ro [\"c:ro\"]\n"
	 "volumes-from container:d=rw [\"container:d:rw\"]\n"},
	{"profiles: [debug]",
	 "profile debug [debug]\n"},
	{"secrets: [pw, {source: key, target: /k}]",
	 "secret pw [pw]\n"
	 "secret key=/k [{source: key, target: /k}]\n"},
	{"configs: [c, {source: d, target: /etc/d}]",
	 "config c [c]\n"
	 "config d=/etc/d [{source: d, target: /etc/d}]\n"},
	{"secrets: pw",
	 "diag compose-wrong-type [pw]\n"},
	{"x-strideward: {stores: customers, exposure: internet, n: 5}",
	 "annotation stores=customers [customers]\n"
	 "annotation exposure=internet [internet]\n"
	 "annotation n=5 [5]\n"},
	{"x-strideward: {stores: [a]}",
	 "diag compose-wrong-type [[a]]\n"},
	{"x-other: {anything: [1]}",
	 ""},
	{"{init: true, tty: true, hostname: h, dns: 1.1.1.1, post_start: [{command: x}], pre_stop: [{command: y}], gpus: all, stdin_open: false}",
	 ""},
	{"priviliged: true",
	 "diag compose-unknown-key [priviliged]\n"},
	{"{annotations: {a: b}, platform: linux/amd64, pull_policy: always, extra_hosts: [\"a:1.2.3.4\"], shm_size: 1g, stop_grace_period: 5s}",
	 ""},
	{"privileged: !reset true",
	 ""},
	{"ports: !override [\"81:81\"]",
	 "port  81-81>81-81/tcp [\"81:81\"]\n"},
	{"environment:\n"
	 "  A: |\n"
	 "    two\n"
	 "    lines\n"
	 "  B: \"x\\ty\"",
	 "env A=two\n"
	 "lines\n"
	 " literal [A: ||        two|        lines] [||        two|        lines]\n"
	 "env B=x\ty literal [B: \"x\\ty\"] [\"x\\ty\"]\n"},
	{"command: >\n"
	 "  run\n"
	 "  --all",
	 "command=[\"run\",\"--all\"] [>|      run|      --all]\n"},
	{"healthcheck:\n"
	 "  test:\n"
	 "    - CMD-SHELL\n"
	 "    - |\n"
	 "      pg_isready -U x",
	 "health=pg_isready -U x\n"
	 " [- CMD-SHELL|        - ||          pg_isready -U x]\n"},
	{"volumes:\n"
	 "  - type: bind\n"
	 "    source: /etc\n"
	 "    target: /host\n"
	 "  - ./x:/x # why",
	 "mount bind /etc (/etc)>/host rw [type: bind|        source: /etc|        target: /host]\n"
	 "mount bind ./x ()>/x rw [./x:/x]\n"},
	{"command:\n"
	 "  - --requirepass\n"
	 "  - Tr0ub4dor3xyz",
	 "command=[\"--requirepass\",\"***password***\"] [- --requirepass|      - Tr0ub4dor3xyz]\n"
	 "seen password literal requirepass [Tr0ub4dor3xyz]\n"},
	{"user: app\n"
	 "user: root",
	 "user=root [root]\n"
	 "diag yaml-duplicate-key [user]\n"},
	{"environment:\n"
	 "  - \"A=b\\\"c\"\n"
	 "  - 'K=it''s'",
	 "env A=b\"c literal [\"A=b\\\"c\"] [\"A=b\\\"c\"]\n"
	 "env K=it's literal ['K=it''s'] ['K=it''s']\n"},
};
