/* Whole compose files and their facts with the text of their spans. */
#pragma once

static const struct compose_file_case compose_file_cases[] = {
	{"app/compose.yaml",
	 "name: shop\n"
	 "services:\n"
	 "  a: {image: x}\n"
	 "  b: {image: y, networks: [default, n]}\n"
	 "networks:\n"
	 "  n: {internal: true, driver: overlay, driver_opts: {encrypted: ''}}\n",

	 "name shop\n"
	 "network n internal encrypted driver=overlay\n"
	 "network default implicit\n"
	 "service a\n"
	 "image docker.io/library/x  [x]\n"
	 "service b\n"
	 "image docker.io/library/y  [y]\n"
	 "network-mode=networks [[default, n]]\n"
	 "on-network default [default]\n"
	 "on-network n [n]\n"},
	{"My App_1/compose.yaml",
	 "services:\n"
	 "  a: {image: 'x:${COMPOSE_PROJECT_NAME}', network_mode: host}\n",

	 "name myapp_1\n"
	 "service a\n"
	 "image docker.io/library/x myapp_1 ['x:${COMPOSE_PROJECT_NAME}']\n"
	 "network-mode=host [host]\n"},
	{"compose.yaml",
	 "services:\n"
	 "  a: {image: 'x', networks: [n]}\n"
	 "networks:\n"
	 "  n: {external: true}\n"
	 "  default: {name: outer}\n",

	 "name \n"
	 "network n external\n"
	 "network default\n"
	 "service a\n"
	 "image docker.io/library/x  ['x']\n"
	 "network-mode=networks [[n]]\n"
	 "on-network n [n]\n"},
	{"compose.yaml",
	 "services:\n"
	 "  a: {image: x}\n"
	 "volumes:\n"
	 "  d:\n"
	 "  e: {external: {name: z}}\n"
	 "  b: {driver: local, driver_opts: {type: none, o: 'bind,ro', device: /etc//x}}\n"
	 "  c: {driver_opts: {type: nfs, o: 'addr=1.2.3.4', device: ':/x'}}\n"
	 "  f: {driver_opts: {o: bind, device: '${DIR}'}}\n",

	 "name \n"
	 "network default implicit\n"
	 "volume d () [d]\n"
	 "volume e external () [e]\n"
	 "volume b (/etc/x) [b]\n"
	 "volume c () [c]\n"
	 "volume f (/srv/data) [f]\n"
	 "service a\n"
	 "image docker.io/library/x  [x]\n"},
	{"compose.yaml",
	 "services:\n"
	 "  a: {image: x}\n"
	 "secrets:\n"
	 "  pw: {file: ./db_password.txt}\n"
	 "  k: {file: ./gone.txt}\n"
	 "  e: {environment: TAG}\n"
	 "  x: {external: true}\n"
	 "configs:\n"
	 "  c: {file: db_password.txt}\n"
	 "  i: {content: 'hello'}\n",

	 "name \n"
	 "network default implicit\n"
	 "top-secret pw file=./db_password.txt environment= in-project [pw]\n"
	 "top-secret k file=./gone.txt environment= [k]\n"
	 "top-secret e file= environment=TAG [e]\n"
	 "top-secret x file= environment= external [x]\n"
	 "top-config c file=db_password.txt environment= in-project [c]\n"
	 "top-config i file= environment= [i]\n"
	 "service a\n"
	 "image docker.io/library/x  [x]\n"},
	{"compose.yaml",
	 "include:\n"
	 "  - ../common/compose.yaml\n"
	 "  - path: [a.yaml, 'oci://reg/x:1']\n"
	 "    project_directory: ..\n"
	 "services:\n"
	 "  a: {image: x}\n",

	 "name \n"
	 "network default implicit\n"
	 "include ../common/compose.yaml [../common/compose.yaml]\n"
	 "include oci://reg/x:1 ['oci://reg/x:1']\n"
	 "include a.yaml [a.yaml]\n"
	 "service a\n"
	 "image docker.io/library/x  [x]\n"
	 "diag compose-file-missing [../common/compose.yaml]\n"
	 "diag compose-file-missing [a.yaml]\n"},
	{"compose.yaml",
	 "services:\n"
	 "  a:\n"
	 "    extends: {file: common.yaml, service: base}\n"
	 "    user: app\n"
	 "  b:\n"
	 "    extends: a\n",

	 "name \n"
	 "network default implicit\n"
	 "include common.yaml=base [{file: common.yaml, service: base}]\n"
	 "service a\n"
	 "user=app [app]\n"
	 "service b\n"
	 "user=app [app]\n"
	 "diag compose-file-missing [common.yaml]\n"},
	{"docker-compose.yml",
	 "web:\n"
	 "  build: .\n"
	 "  links: [db]\n"
	 "  net: bridge\n"
	 "db:\n"
	 "  image: postgres\n",

	 "name \n"
	 "service web\n"
	 "build context=. dockerfile= target= path=Dockerfile network= privileged=1 [build: .]\n"
	 "network-mode=bridge [bridge]\n"
	 "link db [db]\n"
	 "service db\n"
	 "image docker.io/library/postgres  [postgres]\n"
	 "network-mode~=bridge [db]\n"},
	{"docker-compose.yml",
	 "version: '2'\n"
	 "services:\n"
	 "  a: {image: x}\n"
	 "extra: {}\n"
	 "x-y: {}\n",

	 "name \n"
	 "network default implicit\n"
	 "service a\n"
	 "image docker.io/library/x  [x]\n"
	 "diag compose-unknown-key [extra]\n"},
	{"compose.yaml",
	 "services: {}\n",

	 "diag compose-no-services [{}]\n"},
	{"compose.yaml",
	 "networks:\n"
	 "  n: {}\n",

	 "name \n"
	 "network n\n"
	 "diag compose-no-services [networks:|  n: {}]\n"},
	{"compose.yaml",
	 "foo: bar\n",

	 "diag compose-no-services [foo: bar]\n"},
	{"compose.yaml",
	 "- a\n",

	 "diag compose-no-services []\n"},
	{"compose.yaml",
	 "",

	 "diag compose-no-services []\n"},
	{"compose.yaml",
	 "services:\n"
	 "  a: [\n",

	 "diag yaml-syntax []\n"},
	{"compose.yaml",
	 "services: [a]\n",

	 "diag compose-no-services [[a]]\n"},
	{"compose.yaml",
	 "services:\n"
	 "  a:\n"
	 "  b: x\n"
	 "  c: {image: y}\n",

	 "name \n"
	 "network default implicit\n"
	 "service c\n"
	 "image docker.io/library/y  [y]\n"
	 "diag compose-wrong-type []\n"
	 "diag compose-wrong-type [x]\n"},
	{"compose.yaml",
	 "x-base: &base\n"
	 "  image: redis:1\n"
	 "  user: app\n"
	 "  environment: &env\n"
	 "    A: \"1\"\n"
	 "    B: two\n"
	 "services:\n"
	 "  a:\n"
	 "    <<: *base\n"
	 "    user: root\n"
	 "  b:\n"
	 "    image: y\n"
	 "    environment:\n"
	 "      <<: *env\n"
	 "      B: mine\n"
	 "  c:\n"
	 "    image: z\n"
	 "    environment: *env\n",

	 "name \n"
	 "network default implicit\n"
	 "service a\n"
	 "image docker.io/library/redis 1 [redis:1]\n"
	 "user=root [root]\n"
	 "env A=1 literal [A: \"1\"] [\"1\"]\n"
	 "env B=two literal [B: two] [two]\n"
	 "service b\n"
	 "image docker.io/library/y  [y]\n"
	 "env A=1 literal [A: \"1\"] [\"1\"]\n"
	 "env B=mine literal [B: mine] [mine]\n"
	 "service c\n"
	 "image docker.io/library/z  [z]\n"
	 "env A=1 literal [A: \"1\"] [\"1\"]\n"
	 "env B=two literal [B: two] [two]\n"},
	{"compose.yaml",
	 "services:\n"
	 "  a: &a\n"
	 "    image: x\n"
	 "    cap_add: &caps [NET_ADMIN]\n"
	 "  b:\n"
	 "    <<: [*a]\n"
	 "    cap_drop: *caps\n",

	 "name \n"
	 "network default implicit\n"
	 "service a\n"
	 "image docker.io/library/x  [x]\n"
	 "cap-add NET_ADMIN [NET_ADMIN]\n"
	 "service b\n"
	 "image docker.io/library/x  [x]\n"
	 "cap-add NET_ADMIN [NET_ADMIN]\n"
	 "cap-drop NET_ADMIN [NET_ADMIN]\n"},
	{"compose.yaml",
	 "services:\n"
	 "  a: {image: x}\n"
	 "---\n"
	 "services:\n"
	 "  b: {image: y}\n",

	 "name \n"
	 "network default implicit\n"
	 "service a\n"
	 "image docker.io/library/x  [x]\n"
	 "service b\n"
	 "image docker.io/library/y  [y]\n"},
	{"compose.yaml",
	 "{\"services\": {\"a\": {\"image\": \"redis:7\", \"ports\": [\"80:80\"]}}}\n",

	 "name \n"
	 "network default implicit\n"
	 "service a\n"
	 "image docker.io/library/redis 7 [\"redis:7\"]\n"
	 "port  80-80>80-80/tcp [\"80:80\"]\n"},
	{"compose.yaml",
	 "services:\n"
	 "  a:\n"
	 "    image: x\n"
	 "    # gitlab: gl" "pat-Zk9vQ2xLmP4tRw8sYb3n\n"
	 "    env_file: web.env\n",

	 "name \n"
	 "network default implicit\n"
	 "service a\n"
	 "image docker.io/library/x  [x]\n"
	 "env A=1 file {A=1} {1}\n"
	 "env B=two # 2 file {B='two # 2'} {two # 2}\n"
	 "env C=x\n"
	 "y 7.2 $z file {C=\"x\\ny ${TAG} $$z\"} {x\\ny ${TAG} $$z}\n"
	 "env D=1 file {D=$A} {$A}\n"
	 "env? E=$GONE file {E=$GONE} {$GONE}\n"
	 "env? PASSED= passed {PASSED} {PASSED}\n"
	 "env TOKEN=gh" "p_16C7e42F292c6912E7710c838347Ae178B4a file {TOKEN=gh" "p_16C7e42F292c6912E7710c838347Ae178B4a} {gh" "p_16C7e42F292c6912E7710c838347Ae178B4a}\n"
	 "env-file web.env [web.env]\n"
	 "seen gitlab-token token  [gl" "pat-Zk9vQ2xLmP4tRw8sYb3n]\n"
	 "seen credential literal TOKEN {gh" "p_16C7e42F292c6912E7710c838347Ae178B4a}\n"},
	{"compose.yaml",
	 "services:\n"
	 "  x-common: {image: x}\n"
	 "  a: {image: y}\n"
	 "name: ${TAG}\n",

	 "name 7.2\n"
	 "network default implicit\n"
	 "service x-common\n"
	 "image docker.io/library/x  [x]\n"
	 "service a\n"
	 "image docker.io/library/y  [y]\n"},
	{"compose.yaml",
	 "services:\n"
	 "  a: {image: '{{ image }}'}\n"
	 "  b: {image: x, replicas: {{ n }}}\n",

	 "diag yaml-template [{{]\n"},
};
