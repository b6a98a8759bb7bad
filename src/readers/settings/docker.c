/* What a docker command line does: its subcommand behind the global options, and the image it names. */
#include "formats/shell_words.h"
#include "readers/settings/parts.h"

#define GLOBAL "cHl --config --context --host --log-level --tlscacert --tlscert --tlskey"
/* Options of run and create that take a value: what follows the others is the image. */
#define RUNS "acehlmpuvw --add-host --annotation --attach --blkio-weight --cap-add --cap-drop --cgroup-parent --cgroupns --cidfile " \
	"--cpu-period --cpu-quota --cpu-shares --cpus --cpuset-cpus --cpuset-mems --detach-keys --device --dns --dns-option " \
	"--dns-search --domainname --entrypoint --env --env-file --expose --gpus --group-add --health-cmd --health-interval " \
	"--health-retries --health-start-period --health-timeout --hostname --ip --ip6 --ipc --isolation --label --label-file " \
	"--link --link-local-ip --log-driver --log-opt --mac-address --memory --memory-reservation --memory-swap --mount --name " \
	"--net --net-alias --network --network-alias --oom-score-adj --pid --pids-limit --platform --publish --pull --restart " \
	"--runtime --security-opt --shm-size --stop-signal --stop-timeout --storage-opt --sysctl --tmpfs --ulimit --user " \
	"--userns --uts --volume --volume-driver --volumes-from --workdir"

static const struct {
	const char *group, *name; /* group: "" for none */
	enum sw_docker_act act;
} acts[] = {
	{"", "pull", SW_DOCKER_PULL}, {"", "run", SW_DOCKER_RUN}, {"", "create", SW_DOCKER_RUN}, {"", "build", SW_DOCKER_BUILD},
	{"", "push", SW_DOCKER_PUSH}, {"image", "pull", SW_DOCKER_PULL}, {"image", "push", SW_DOCKER_PUSH},
	{"image", "build", SW_DOCKER_BUILD}, {"builder", "build", SW_DOCKER_BUILD}, {"container", "run", SW_DOCKER_RUN},
	{"container", "create", SW_DOCKER_RUN}, {"buildx", "build", SW_DOCKER_BUILDX}, {"buildx", "bake", SW_DOCKER_BUILDX},
	{"buildx", "b", SW_DOCKER_BUILDX},
};

/* The next operand from word *next on; moves *next behind it. */
static struct sw_str operand(const struct sw_shell_command *cmd, const char *valued, uint32_t *next, struct sw_shell_word *word) {
	struct sw_shell_args args = sw_shell_args(cmd, *next, valued);
	struct sw_shell_arg arg;
	while (sw_shell_next_arg(&args, &arg)) {
		if (arg.letter || arg.name.n)
			continue;
		*next = arg.word + 1;
		*word = arg.value;
		return arg.value.text;
	}
	*next = cmd->word_count;
	return (struct sw_str){0};
}

enum sw_docker_act settings_act(const struct sw_shell_command *cmd, const struct sw_shell_call *call, struct sw_shell_word *image) {
	struct sw_shell_word word = {0};
	uint32_t next = call->first_arg;
	if (sw_str_is(call->program, "docker-compose"))
		return SW_DOCKER_COMPOSE;
	bool buildx = sw_str_is(call->program, "docker-buildx");
	struct sw_str group = {0}, name = operand(cmd, buildx ? "" : GLOBAL, &next, &word);
	if (!buildx && sw_str_is(name, "compose"))
		return SW_DOCKER_COMPOSE;
	if (!buildx && sw_str_is(name, "trust"))
		return SW_DOCKER_TRUST;
	static const char *const groups[] = {"image", "container", "builder", "buildx"};
	for (size_t i = 0; !buildx && i < sizeof groups / sizeof *groups; i++)
		if (sw_str_is(name, groups[i]))
			group = name;
	if (group.n)
		name = operand(cmd, "", &next, &word);
	if (buildx)
		group = SW_S("buildx");
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
		if (!sw_str_is(group, acts[i].group) || !sw_str_is(name, acts[i].name))
			continue;
		if (acts[i].act == SW_DOCKER_PULL || acts[i].act == SW_DOCKER_PUSH)
			operand(cmd, "--platform", &next, image);
		else if (acts[i].act == SW_DOCKER_RUN)
			operand(cmd, RUNS, &next, image);
		return acts[i].act;
	}
	return SW_DOCKER_OTHER;
}
