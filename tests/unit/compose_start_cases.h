/* How services are built and started: body of a service, and the facts with the text of their spans. */
#pragma once

static const struct compose_case compose_start_cases[] = {
	{"image: redis",
	 "image docker.io/library/redis  [redis]\n"},
	{"image: ghcr.io/x/y:1@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	 "image ghcr.io/x/y 1 [ghcr.io/x/y:1@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]\n"},
	{"image: \"redis:${TAG}\"",
	 "image docker.io/library/redis 7.2 [\"redis:${TAG}\"]\n"},
	{"image: redis:${NOPE}",
	 "image? docker.io/library/redis  [redis:${NOPE}]\n"},
	{"image: redis:${NOPE:-6}",
	 "image docker.io/library/redis 6 [redis:${NOPE:-6}]\n"},
	{"image: [redis]",
	 "diag compose-wrong-type [[redis]]\n"},
	{"{image: redis, build: .}",
	 "image docker.io/library/redis  builds [redis]\n"
	 "build context=. dockerfile= target= path=app/Dockerfile network= privileged=1 [build: .]\n"},
	{"build: ./api",
	 "build context=./api dockerfile= target= path=app/api/Dockerfile network= privileged=1 [build: ./api]\n"},
	{"build: https://github.com/x/y.git#main",
	 "build context=https://github.com/x/y.git#main dockerfile= target= path= remote network= privileged=1 [build: https://github.com/x/y.git#main]\n"},
	{"build: git@github.com:x/y.git",
	 "build context=git@github.com:x/y.git dockerfile= target= path= remote network= privileged=1 [build: git@github.com:x/y.git]\n"},
	{"build: {context: ../.., dockerfile: d/Dockerfile.prod, target: run}",
	 "build context=../.. dockerfile=d/Dockerfile.prod target=run path= network= privileged=1 [build: {context: ../.., dockerfile: d/Dockerfile.prod, target: run}]\n"},
	{"build: {context: ../api}",
	 "build context=../api dockerfile= target= path=api/Dockerfile network= privileged=1 [build: {context: ../api}]\n"},
	{"build: {context: /abs, dockerfile: X}",
	 "build context=/abs dockerfile=X target= path= network= privileged=1 [build: {context: /abs, dockerfile: X}]\n"},
	{"build: {context: \"${CTX}\"}",
	 "build context=${CTX} dockerfile= target= path= network= privileged=1 [build: {context: \"${CTX}\"}]\n"},
	{"build: {dockerfile_inline: \"FROM scratch\"}",
	 "build context= dockerfile= target= path= inlined network= privileged=1 [build: {dockerfile_inline: \"FROM scratch\"}]\n"},
	{"build: {context: ., args: {A: 1, B: null, TAG: null, C: \"${TAG}\", D: true}}",
	 "build context=. dockerfile= target= path=app/Dockerfile network= privileged=1 [build: {context: ., args: {A: 1, B: null, TAG: null, C: \"${TAG}\", D: true}}]\n"
	 "arg A=1 [A: 1] [1]\n"
	 "arg? B [B: null] [null]\n"
	 "arg TAG=7.2 [TAG: null] [null]\n"
	 "arg C=7.2 [C: \"${TAG}\"] [\"${TAG}\"]\n"
	 "arg D=true [D: true] [true]\n"},
	{"build: {context: ., args: [A=1, B, TAG, \"C=x=y\"]}",
	 "build context=. dockerfile= target= path=app/Dockerfile network= privileged=1 [build: {context: ., args: [A=1, B, TAG, \"C=x=y\"]}]\n"
	 "arg A=1 [A=1] [1]\n"
	 "arg? B [B] [B]\n"
	 "arg TAG=7.2 [TAG] [TAG]\n"
	 "arg C=x=y [\"C=x=y\"] [x=y]\n"},
	{"build: {context: ., network: host, privileged: true, entitlements: [security.insecure], ssh: [default, k=~/.ssh/id]}",
	 "build context=. dockerfile= target= path=app/Dockerfile network=host privileged=2 [build: {context: ., network: host, privileged: true, entitlements: [security.insecure], ssh: [default, k=~/.ssh/id]}]\n"
	 "entitlement security.insecure [security.insecure]\n"
	 "ssh default [default]\n"
	 "ssh k=~/.ssh/id [k=~/.ssh/id]\n"},
	{"build: {context: ., ssh: default, additional_contexts: [base=docker-image://alpine, o=../o]}",
	 "build context=. dockerfile= target= path=app/Dockerfile network= privileged=1 [build: {context: ., ssh: default, additional_contexts: [base=docker-image://alpine, o=../o]}]\n"
	 "ssh default [default]\n"
	 "context base=docker-image://alpine [base=docker-image://alpine]\n"
	 "context o=../o [o=../o]\n"},
	{"build: {context: ., additional_contexts: {base: \"docker-image://alpine:${TAG}\"}, cache_form: x}",
	 "build context=. dockerfile= target= path=app/Dockerfile network= privileged=1 [build: {context: ., additional_contexts: {base: \"docker-image://alpine:${TAG}\"}, cache_form: x}]\n"
	 "context base=docker-image://alpine:7.2 [base: \"docker-image://alpine:${TAG}\"]\n"
	 "diag compose-unknown-key [cache_form]\n"},
	{"build: [x]",
	 "diag compose-wrong-type [[x]]\n"},
	{"user: app",
	 "user=app [app]\n"},
	{"user: 1000:1000",
	 "user=1000:1000 [1000:1000]\n"},
	{"user: 0",
	 "user=0 [0]\n"},
	{"user: \"${UID:-1000}:${GID:-1000}\"",
	 "user~=1000:1000 [\"${UID:-1000}:${GID:-1000}\"]\n"},
	{"user: ${UID}",
	 "user?=${UID} [${UID}]\n"},
	{"user: ${UID}:${GID:-5}",
	 "user~?=${UID}:5 [${UID}:${GID:-5}]\n"},
	{"user: \"\"",
	 ""},
	{"user: {a: b}",
	 "diag compose-wrong-type [{a: b}]\n"},
	{"user: \"$$HOME\"",
	 "user=$HOME [\"$$HOME\"]\n"},
	{"user: $(id -u)",
	 "user?=$(id -u) [$(id -u)]\n"
	 "diag compose-variable [$(id -u)]\n"},
	{"working_dir: /srv",
	 "workdir=/srv [/srv]\n"},
	{"stop_signal: SIGKILL",
	 "stop-signal=SIGKILL [SIGKILL]\n"},
	{"entrypoint: [\"/bin/sh\", \"-c\", \"echo \\\"a\\\\b\\\"\"]",
	 "entrypoint=[\"/bin/sh\",\"-c\",\"echo \\\"a\\\\b\\\"\"] [[\"/bin/sh\", \"-c\", \"echo \\\"a\\\\b\\\"\"]]\n"},
	{"entrypoint: []",
	 "entrypoint=[] [[]]\n"},
	{"entrypoint: \"\"",
	 "entrypoint=[] [\"\"]\n"},
	{"entrypoint:",
	 ""},
	{"entrypoint: /docker-entrypoint.sh --flag 'a b' c\\ d \"e'f\"",
	 "entrypoint=[\"/docker-entrypoint.sh\",\"--flag\",\"a b\",\"c d\",\"e'f\"] [/docker-entrypoint.sh --flag 'a b' c\\ d \"e'f\"]\n"},
	{"command: npm run build && npm start",
	 "command=[\"npm\",\"run\",\"build\"] [npm run build && npm start]\n"
	 "diag compose-command [npm run build && npm start]\n"},
	{"command: echo \"open",
	 "command?=[\"echo\",\"open\"] [echo \"open]\n"
	 "diag compose-command [echo \"open]\n"},
	{"command: [sh, -c, \"${CMD}\"]",
	 "command?=[\"sh\",\"-c\",\"${CMD}\"] [[sh, -c, \"${CMD}\"]]\n"},
	{"command: [\"redis-server\", \"--requirepass\", \"Tr0ub4dor&3xyz\"]",
	 "command=[\"redis-server\",\"--requirepass\",\"***password***\"] [[\"redis-server\", \"--requirepass\", \"Tr0ub4dor&3xyz\"]]\n"
	 "seen password literal requirepass [Tr0ub4dor&3xyz]\n"},
	{"command: --log-level debug --password=Tr0ub4dor3xyz",
	 "command=[\"--log-level\",\"debug\",\"--password=***password***\"] [--log-level debug --password=Tr0ub4dor3xyz]\n"
	 "seen password literal  [Tr0ub4dor3xyz]\n"},
	{"command: 'a \"\" b'",
	 "command=[\"a\",\"\",\"b\"] ['a \"\" b']\n"},
	{"command: [sleep, 10]",
	 "command=[\"sleep\",\"10\"] [[sleep, 10]]\n"},
	{"healthcheck: {test: curl -f http://localhost || exit 1}",
	 "health=curl -f http://localhost || exit 1 [curl -f http://localhost || exit 1]\n"},
	{"healthcheck: {test: [CMD, curl, -f, localhost]}",
	 "health=[\"curl\",\"-f\",\"localhost\"] [[CMD, curl, -f, localhost]]\n"},
	{"healthcheck: {test: [CMD-SHELL, \"a | b\"], interval: 5s}",
	 "health=a | b [[CMD-SHELL, \"a | b\"]]\n"},
	{"healthcheck: {test: [NONE]}",
	 "health=none [[NONE]]\n"},
	{"healthcheck: {test: NONE}",
	 "health=none [NONE]\n"},
	{"healthcheck: {disable: true}",
	 "health=none [true]\n"},
	{"healthcheck: {disable: \"true\", test: [CMD, x]}",
	 "health=none [\"true\"]\n"},
	{"healthcheck: {interval: 5s}",
	 ""},
	{"healthcheck: {test: [curl, x]}",
	 "diag compose-healthcheck [[curl, x]]\n"},
	{"healthcheck: yes",
	 "diag compose-wrong-type [yes]\n"},
	{"environment: {A: b, N: 5, T: true, F: 1.50, E: \"\", Z: null, TAG: null}",
	 "env A=b literal [A: b] [b]\n"
	 "env N=5 literal [N: 5] [5]\n"
	 "env T=true literal [T: true] [true]\n"
	 "env F=1.50 literal [F: 1.50] [1.50]\n"
	 "env E= literal [E: \"\"] [\"\"]\n"
	 "env? Z= passed [Z: null] [null]\n"
	 "env TAG=7.2 passed [TAG: null] [null]\n"},
	{"environment: [A=b, \"B=c d\", C, TAG, \"D=\", E=x=y]",
	 "env A=b literal [A=b] [b]\n"
	 "env B=c d literal [\"B=c d\"] [c d]\n"
	 "env? C= passed [C] [C]\n"
	 "env TAG=7.2 passed [TAG] [TAG]\n"
	 "env D= literal [\"D=\"] []\n"
	 "env E=x=y literal [E=x=y] [x=y]\n"},
	{"environment: {A: \"${TAG}\", B: \"${NOPE}\", C: \"${NOPE:-d}\", D: \"pa$$word\"}",
	 "env A=7.2 interpolated [A: \"${TAG}\"] [\"${TAG}\"]\n"
	 "env? B=${NOPE} interpolated [B: \"${NOPE}\"] [\"${NOPE}\"]\n"
	 "env C=d interpolated [C: \"${NOPE:-d}\"] [\"${NOPE:-d}\"]\n"
	 "env D=pa$word literal [D: \"pa$$word\"] [\"pa$$word\"]\n"},
	{"environment: [A=1, A=2]",
	 "env A=2 literal [A=2] [2]\n"},
	{"environment: A=b",
	 "diag compose-wrong-type [A=b]\n"},
	{"environment: {A: [x]}",
	 "diag compose-wrong-type [[x]]\n"},
	{"environment: {DB_PASSWORD: \"Tr0ub4dor3xyz\", X: '${Y}'}",
	 "env DB_PASSWORD=Tr0ub4dor3xyz literal [DB_PASSWORD: \"Tr0ub4dor3xyz\"] [\"Tr0ub4dor3xyz\"]\n"
	 "env? X=${Y} interpolated [X: '${Y}'] ['${Y}']\n"
	 "seen password literal DB_PASSWORD [Tr0ub4dor3xyz]\n"},
	{"environment: [\"API_TOKEN=Zk9vQ2xLmP4tRw8sYb3n\", DEBUG=1]",
	 "env API_TOKEN=Zk9vQ2xLmP4tRw8sYb3n literal [\"API_TOKEN=Zk9vQ2xLmP4tRw8sYb3n\"] [Zk9vQ2xLmP4tRw8sYb3n]\n"
	 "env DEBUG=1 literal [DEBUG=1] [1]\n"
	 "seen credential literal API_TOKEN [Zk9vQ2xLmP4tRw8sYb3n]\n"},
	{"environment: {DATABASE_URL: \"postgres://u:Tr0ub4dor3xyz@db/x\"}",
	 "env DATABASE_URL=postgres://u:Tr0ub4dor3xyz@db/x literal [DATABASE_URL: \"postgres://u:Tr0ub4dor3xyz@db/x\"] [\"postgres://u:Tr0ub4dor3xyz@db/x\"]\n"
	 "seen connection-string literal DATABASE_URL [Tr0ub4dor3xyz]\n"},
	{"environment: {POSTGRES_PASSWORD: \"${POSTGRES_PASSWORD:-changeme}\"}",
	 "env POSTGRES_PASSWORD=changeme interpolated [POSTGRES_PASSWORD: \"${POSTGRES_PASSWORD:-changeme}\"] [\"${POSTGRES_PASSWORD:-changeme}\"]\n"
	 "seen password weak POSTGRES_PASSWORD [changeme]\n"},
	{"environment: {POSTGRES_PASSWORD_FILE: /run/secrets/pw}",
	 "env POSTGRES_PASSWORD_FILE=/run/secrets/pw literal [POSTGRES_PASSWORD_FILE: /run/secrets/pw] [/run/secrets/pw]\n"},
	{"env_file: web.env",
	 "env A=1 file {A=1} {1}\n"
	 "env B=two # 2 file {B='two # 2'} {two # 2}\n"
	 "env C=x\n"
	 "y 7.2 $z file {C=\"x\\ny ${TAG} $$z\"} {x\\ny ${TAG} $$z}\n"
	 "env D=1 file {D=$A} {$A}\n"
	 "env? E=$GONE file {E=$GONE} {$GONE}\n"
	 "env? PASSED= passed {PASSED} {PASSED}\n"
	 "env TOKEN=gh" "p_16C7e42F292c6912E7710c838347Ae178B4a file {TOKEN=gh" "p_16C7e42F292c6912E7710c838347Ae178B4a} {gh" "p_16C7e42F292c6912E7710c838347Ae178B4a}\n"
	 "env-file web.env [web.env]\n"
	 "seen credential literal TOKEN {gh" "p_16C7e42F292c6912E7710c838347Ae178B4a}\n"},
	{"env_file: [web.env, more.env]",
	 "env A=over file {A=over} {over}\n"
	 "env B=two # 2 file {B='two # 2'} {two # 2}\n"
	 "env C=x\n"
	 "y 7.2 $z file {C=\"x\\ny ${TAG} $$z\"} {x\\ny ${TAG} $$z}\n"
	 "env D=1 file {D=$A} {$A}\n"
	 "env? E=$GONE file {E=$GONE} {$GONE}\n"
	 "env? PASSED= passed {PASSED} {PASSED}\n"
	 "env TOKEN=gh" "p_16C7e42F292c6912E7710c838347Ae178B4a file {TOKEN=gh" "p_16C7e42F292c6912E7710c838347Ae178B4a} {gh" "p_16C7e42F292c6912E7710c838347Ae178B4a}\n"
	 "env F=yaml file {F: yaml} {yaml}\n"
	 "env-file web.env [web.env]\n"
	 "env-file more.env [more.env]\n"
	 "seen credential literal TOKEN {gh" "p_16C7e42F292c6912E7710c838347Ae178B4a}\n"},
	{"{env_file: more.env, environment: {A: own, F: }}",
	 "env A=own literal [A: own] [own]\n"
	 "env? F= passed [F: ] []\n"
	 "env-file more.env [more.env]\n"},
	{"env_file: gone.env",
	 "env-file? gone.env [gone.env]\n"
	 "diag compose-env-file-missing [gone.env]\n"},
	{"env_file: [{path: gone.env, required: false}, {path: raw.env, format: raw}]",
	 "env Q=\"quoted\" $TAG #x file {Q=\"quoted\" $TAG #x} {\"quoted\" $TAG #x}\n"
	 "env-file? gone.env [gone.env]\n"
	 "env-file raw.env [raw.env]\n"},
	{"env_file: {path: more.env}",
	 "env A=over file {A=over} {over}\n"
	 "env F=yaml file {F: yaml} {yaml}\n"
	 "env-file more.env [more.env]\n"},
	{"env_file: bad.env",
	 "env OK=1 file {OK=1} {1}\n"
	 "env-file bad.env [bad.env]\n"
	 "diag compose-env-syntax {not a name=2}\n"
	 "diag compose-env-syntax {LAST=\"open|}\n"},
	{"env_file: ../../${NOPE}.env",
	 "env-file? ../../${NOPE}.env [../../${NOPE}.env]\n"
	 "diag compose-env-file-missing [../../${NOPE}.env]\n"},
	{"ports: [\"80\"]",
	 "port  0-0>80-80/tcp [\"80\"]\n"},
	{"ports: [80]",
	 "port  0-0>80-80/tcp [80]\n"},
	{"ports: [\"8080:80\"]",
	 "port  8080-8080>80-80/tcp [\"8080:80\"]\n"},
	{"ports: [\"127.0.0.1:8080:80/udp\"]",
	 "port 127.0.0.1 8080-8080>80-80/udp [\"127.0.0.1:8080:80/udp\"]\n"},
	{"ports: [\"127.0.0.1::80\"]",
	 "port 127.0.0.1 0-0>80-80/tcp [\"127.0.0.1::80\"]\n"},
	{"ports: [\"8000-8010:9000-9010\"]",
	 "port  8000-8010>9000-9010/tcp [\"8000-8010:9000-9010\"]\n"},
	{"ports: [\"[::1]:8080:80\"]",
	 "port ::1 8080-8080>80-80/tcp [\"[::1]:8080:80\"]\n"},
	{"ports: [\"::1:8080:80\"]",
	 "port ::1 8080-8080>80-80/tcp [\"::1:8080:80\"]\n"},
	{"ports: [22:22]",
	 "port  22-22>22-22/tcp [22:22]\n"},
	{"ports: [0x50]",
	 "port  0-0>80-80/tcp [0x50]\n"},
	{"ports: [\"${PORT:-8080}:80\"]",
	 "port  8080-8080>80-80/tcp [\"${PORT:-8080}:80\"]\n"},
	{"ports: [\"${PORT}:80\"]",
	 "port?  0-0>80-80/tcp [\"${PORT}:80\"]\n"},
	{"ports: [\"${PORT:?set it}:80/tcp\"]",
	 "port?  0-0>80-80/tcp [\"${PORT:?set it}:80/tcp\"]\n"},
	{"ports: [\"${BIND:-127.0.0.1}:5432:5432\"]",
	 "port 127.0.0.1 5432-5432>5432-5432/tcp [\"${BIND:-127.0.0.1}:5432:5432\"]\n"},
	{"ports: [\"${ALL}\"]",
	 "port?  0-0>0-0/tcp [\"${ALL}\"]\n"},
	{"ports: [\"99999:80\"]",
	 "diag compose-port [\"99999:80\"]\n"},
	{"ports: [\"80:81:82:83x\"]",
	 "diag compose-port [\"80:81:82:83x\"]\n"},
	{"ports: [\"80/icmp\"]",
	 "port  0-0>80-80/icmp [\"80/icmp\"]\n"
	 "diag compose-port [\"80/icmp\"]\n"},
	{"ports: [{target: 80}]",
	 "port  0-0>80-80/tcp [{target: 80}]\n"},
	{"ports: [{target: 80, published: \"8080\", host_ip: 127.0.0.1, protocol: udp, mode: host}]",
	 "port 127.0.0.1 8080-8080>80-80/udp [{target: 80, published: \"8080\", host_ip: 127.0.0.1, protocol: udp, mode: host}]\n"},
	{"ports: [{target: 80, published: 8080-8090}]",
	 "port  8080-8090>80-80/tcp [{target: 80, published: 8080-8090}]\n"},
	{"ports: [{target: \"${T}\", published: 1}]",
	 "port?  1-1>0-0/tcp [{target: \"${T}\", published: 1}]\n"},
	{"ports: [{published: 1}]",
	 "diag compose-wrong-type [{published: 1}]\n"},
	{"ports: \"80:80\"",
	 "diag compose-wrong-type [\"80:80\"]\n"},
	{"expose: [80, \"90-91\", \"53/udp\"]",
	 "expose 80-80/tcp [80]\n"
	 "expose 90-91/tcp [\"90-91\"]\n"
	 "expose 53-53/udp [\"53/udp\"]\n"},
	{"expose: [x]",
	 "diag compose-port [x]\n"},
	{"volumes: [\"/var/run/docker.sock:/var/run/docker.sock:ro\"]",
	 "mount bind /var/run/docker.sock (/var/run/docker.sock)>/var/run/docker.sock ro [\"/var/run/docker.sock:/var/run/docker.sock:ro\"]\n"},
	{"volumes: [\"//var//run/./docker.sock:/s\", \"/etc/../:/host:rw,rslave\"]",
	 "mount bind //var//run/./docker.sock (/var/run/docker.sock)>/s rw [\"//var//run/./docker.sock:/s\"]\n"
	 "mount bind /etc/../ (/)>/host rw rslave [\"/etc/../:/host:rw,rslave\"]\n"},
	{"volumes: [\"./a:/b:z,ro\", \"../../x:/y\", \"~/.ssh:/root/.ssh\"]",
	 "mount bind ./a ()>/b ro [\"./a:/b:z,ro\"]\n"
	 "mount bind ../../x ()>/y rw [\"../../x:/y\"]\n"
	 "mount bind ~/.ssh ()>/root/.ssh rw [\"~/.ssh:/root/.ssh\"]\n"},
	{"volumes: [\"data:/data\", \"/anon\"]",
	 "mount volume data ()>/data rw [\"data:/data\"]\n"
	 "mount anonymous  ()>/anon rw [\"/anon\"]\n"},
	{"volumes: [\"C:\\\\data:/data:ro\", \"\\\\\\\\.\\\\pipe\\\\docker_engine:/x\"]",
	 "mount bind C:\\data ()>/data ro [\"C:\\\\data:/data:ro\"]\n"
	 "mount bind \\\\.\\pipe\\docker_engine ()>/x rw [\"\\\\\\\\.\\\\pipe\\\\docker_engine:/x\"]\n"},
	{"volumes: [\"${DIR}:/d\", \"${PWD}:/p\", \"${PWD}/x:/q:ro\", \"${VOL}:/v\", \"${S:-/var/run/docker.sock}:/s\"]",
	 "mount bind /srv/data (/srv/data)>/d rw [\"${DIR}:/d\"]\n"
	 "mount? bind ${PWD} ()>/p rw [\"${PWD}:/p\"]\n"
	 "mount? bind ${PWD}/x ()>/q ro [\"${PWD}/x:/q:ro\"]\n"
	 "mount? other ${VOL} ()>/v rw [\"${VOL}:/v\"]\n"
	 "mount bind /var/run/docker.sock (/var/run/docker.sock)>/s rw [\"${S:-/var/run/docker.sock}:/s\"]\n"},
	{"volumes: [\"data:/data:${MODE}\"]",
	 "mount? volume data ()>/data ? [\"data:/data:${MODE}\"]\n"},
	{"volumes: [\"aa:bb:cc:dd\", \"a::b\"]",
	 "mount bind a: ()>b rw [\"a::b\"]\n"
	 "diag compose-volume [\"aa:bb:cc:dd\"]\n"},
	{"volumes: [\"\"]",
	 "diag compose-volume [\"\"]\n"},
	{"volumes: [{type: bind, source: /proc, target: /host/proc, read_only: true, bind: {propagation: rshared}}]",
	 "mount bind /proc (/proc)>/host/proc ro rshared [{type: bind, source: /proc, target: /host/proc, read_only: true, bind: {propagation: rshared}}]\n"},
	{"volumes: [{type: bind, source: ./x, target: /x}]",
	 "mount bind ./x ()>/x rw [{type: bind, source: ./x, target: /x}]\n"},
	{"volumes: [{type: volume, source: d, target: /d, read_only: \"false\"}, {type: volume, target: /e}]",
	 "mount volume d ()>/d rw [{type: volume, source: d, target: /d, read_only: \"false\"}]\n"
	 "mount anonymous  ()>/e rw [{type: volume, target: /e}]\n"},
	{"volumes: [{type: tmpfs, target: /t, tmpfs: {size: 64m, mode: 1777}}]",
	 "mount tmpfs  ()>/t rw size=64m,mode=1777 [{type: tmpfs, target: /t, tmpfs: {size: 64m, mode: 1777}}]\n"},
	{"volumes: [{type: npipe, source: \"\\\\\\\\.\\\\pipe\\\\x\", target: x}, {type: image, source: alpine, target: /i}]",
	 "mount other \\\\.\\pipe\\x ()>x rw [{type: npipe, source: \"\\\\\\\\.\\\\pipe\\\\x\", target: x}]\n"
	 "mount other alpine ()>/i rw [{type: image, source: alpine, target: /i}]\n"},
	{"volumes: [{type: blob, target: /x}]",
	 "mount other  ()>/x rw [{type: blob, target: /x}]\n"
	 "diag compose-volume [{type: blob, target: /x}]\n"},
	{"volumes: [{source: a, target: /x}]",
	 "mount other a ()>/x rw [{source: a, target: /x}]\n"
	 "diag compose-wrong-type [{source: a, target: /x}]\n"},
	{"volumes: {a: b}",
	 "diag compose-wrong-type [{a: b}]\n"},
};
