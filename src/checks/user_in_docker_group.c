#include "checks/about_steps.h"

static const char user_valued[] = "bcdefgGkKmprRsuZ --comment --home --home-dir --shell --uid --gid --ingroup --gecos --password --login --groups";

/* Groups stand in a list divided by commas. */
static bool has_docker(struct sw_str groups) {
	struct sw_str group;
	while (sw_str_split(&groups, ',', &group))
		if (sw_str_is(group, "docker"))
			return true;
	return false;
}

static bool joins(const struct sw_command_at *at, struct sw_shell_word *where) {
	struct sw_shell_word group;
	if (sw_listed(at->call.program, "usermod useradd")) {
		*where = (struct sw_shell_word){0};
		for (uint32_t i = at->call.first_arg; i + 1 < at->cmd->word_count; i++) {
			struct sw_str text = at->cmd->words[i].text;
			bool option = sw_str_is(text, "--groups") || sw_str_is(text, "--gid") ||
				      (text.n > 1 && text.p[0] == '-' && text.p[1] != '-' && (text.p[text.n - 1] == 'G' || text.p[text.n - 1] == 'g'));
			if (option && has_docker(at->cmd->words[i + 1].text)) {
				*where = at->cmd->words[i + 1];
				return true;
			}
		}
		return false;
	}
	if (sw_str_is(at->call.program, "gpasswd"))
		return sw_shell_option_value(at->cmd, at->call.first_arg, "-a", "--add", "dM --delete --members", &group) &&
		       at->cmd->word_count && (*where = at->cmd->words[at->cmd->word_count - 1], sw_str_is(where->text, "docker"));
	/* adduser USER GROUP, addgroup USER GROUP: the second operand. adduser -G GROUP USER. */
	if (!sw_listed(at->call.program, "adduser addgroup"))
		return false;
	if (sw_shell_operand(at->cmd, at->call.first_arg, "gGhsukK --home --shell --uid --gid --ingroup --gecos", 1, where) && sw_str_is(where->text, "docker"))
		return true;
	return sw_str_is(at->call.program, "adduser") &&
	       (sw_shell_option_value(at->cmd, at->call.first_arg, "-G", "--ingroup", user_valued, where) && sw_str_is(where->text, "docker"));
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages shipped = sw_stages_shipped(view);
	struct sw_command_walk walk = sw_commands_of(view, shipped);
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));) {
		struct sw_shell_word where;
		if (joins(at, &where))
			sw_fail(sink, where.span, "a user becomes a member of the docker group");
		else if (sw_listed(at->call.program, "useradd adduser usermod"))
			sw_pass(sink, at->cmd->words[at->call.word].span, "users are made outside the docker group");
	}
	sw_tell_unread(view, shipped, sink);
	sw_not_applicable(sink, "no user is made or changed");
}

CHECK(user_in_docker_group) {
	.id = "user-in-docker-group", .on = SW_ON_BUILD, .severity = SW_HIGH, .stride = SW_ELEVATION, .cwe = {269},
	.refs = {"cis-docker-1.6:4.1"},
	.title = "A user is put into the docker group",
	.why = "Members of the group may talk to the engine, and whoever may do that is root on the host as soon as the socket is "
	       "mounted. The group makes an ordinary user as dangerous as root.",
	.fix = "Leave the user out of the group. Give the service that needs the engine a filtering proxy.",
	.decide = decide,
	.examples = {
		{"usermod", "FROM debian:12\nRUN groupadd docker && \\\n    usermod -aG docker app\n", "Dockerfile:3"},
		{"adduser", "FROM alpine:3.22\nRUN adduser -D app && addgroup app docker\nRUN adduser app docker\nRUN useradd -m -G sudo,docker b\n", "Dockerfile:2 Dockerfile:3 Dockerfile:4"},
		{"gpasswd", "FROM debian:12\nRUN gpasswd -a app docker\n", "Dockerfile:2"},
		{"other-group", "FROM debian:12\nRUN useradd -m docker && usermod -aG www-data docker && adduser docker www-data\n", ""},
		{"build-stage", "FROM debian:12 AS a\nRUN usermod -aG docker app\nFROM debian:12\nRUN useradd b\n", ""},
	},
};
