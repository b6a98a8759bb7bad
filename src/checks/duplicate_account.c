#include "checks/about_written.h"

/* Options that take a value: the letters mean different things to each program. */
static const char *valued_of(struct sw_str program) {
	return sw_str_is(program, "adduser") ? "hgsGuk --uid --gid --home --shell --gecos --ingroup --firstuid --lastuid --conf"
	     : sw_str_is(program, "usermod") ? "cdefgGlpsuRvVwWZP --uid --gid --groups --home --shell --comment --password"
					     : "bcdefgGkKpsuRPZ --uid --gid --groups --home-dir --shell --comment --base-dir --password";
}

static void judge_command(const struct sw_view *view, struct sw_sink *sink, const struct sw_command_at *at, struct sw_map *numbers) {
	const char *valued = valued_of(at->call.program);
	struct sw_shell_word number, name = {0};
	/* The account is useradd's and usermod's last operand and adduser's first. */
	for (uint32_t i = 0; i < 2; i++) {
		struct sw_shell_word operand;
		if (sw_shell_operand(at->cmd, at->call.first_arg, valued, i, &operand) && (i == 0 || !sw_str_is(at->call.program, "adduser")))
			name = operand;
	}
	if (!sw_shell_option_value(at->cmd, at->call.first_arg, "-u", "--uid", valued, &number) || !name.text.n || !number.is_static) {
		sw_pass(sink, at->cmd->words[at->call.word].span, "accounts get numbers of their own");
		return;
	}
	const struct sw_shell_word *first = sw_map_get(numbers, number.text);
	if (sw_str_is(number.text, "0") && !sw_str_is(name.text, "root"))
		sw_fail_as(sink, SW_HIGH, number.span, "%.*s is given number 0 and with it all rights of root", SW_ARG(name.text));
	else if (first && !sw_str_eq(first->text, name.text) && sw_shell_option(at->cmd, at->call.first_arg, "-o", "--non-unique", valued))
		sw_fail(sink, number.span, "%.*s gets the number of %.*s", SW_ARG(name.text), SW_ARG(first->text));
	else
		sw_pass(sink, number.span, "accounts get numbers of their own");
	if (!first && name.is_static) {
		struct sw_shell_word *kept = SW_NEW(view->arena, struct sw_shell_word);
		*kept = name;
		sw_map_put(view->arena, numbers, number.text, kept);
	}
}

/* A line of /etc/passwd (seven fields) or /etc/shadow (nine). */
static void judge_line(struct sw_sink *sink, struct sw_str line, struct sw_span at) {
	enum { PASSWD = 7, SHADOW = 9 };
	struct sw_str field[SHADOW + 1], rest = sw_str_trim(line);
	int n = 0;
	while (n <= SHADOW && sw_str_split(&rest, ':', &field[n]))
		n++;
	uint64_t number;
	bool passwd = n == PASSWD && sw_str_to_u64(field[2], &number) && sw_str_to_u64(field[3], &number);
	bool shadow = n == SHADOW && (!field[2].n || sw_str_to_u64(field[2], &number));
	if ((!passwd && !shadow) || !field[0].n || sw_str_find_byte(field[0], ' ') != SW_NPOS)
		return;
	if (!field[1].n)
		sw_fail(sink, at, "the account %.*s needs no password", SW_ARG(field[0]));
	else if (passwd && sw_str_is(field[2], "0") && !sw_str_is(field[0], "root"))
		sw_fail_as(sink, SW_HIGH, at, "%.*s is given number 0 and with it all rights of root", SW_ARG(field[0]));
	else
		sw_pass(sink, at, "accounts get numbers of their own and no empty password");
}

/* Lines end at line ends and, in the words of printf and echo -e, at a written "\n". */
static void judge_written(struct sw_sink *sink, const struct sw_written *written) {
	struct sw_str text = written->text;
	for (size_t from = 0; from < text.n;) {
		struct sw_str rest = sw_str_from(text, from);
		size_t real = sw_str_find_byte(rest, '\n'), mark = sw_str_find(sw_str_sub(rest, 0, real), SW_S("\\n"));
		size_t end = mark != SW_NPOS ? mark : real != SW_NPOS ? real : rest.n;
		judge_line(sink, sw_str_sub(rest, 0, end), sw_written_part(written, from, end));
		from += end + (mark != SW_NPOS ? 2 : 1);
	}
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages shipped = sw_stages_shipped(view);
	struct sw_map numbers = {0};
	struct sw_command_walk walk = sw_commands_of(view, shipped);
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));)
		if (sw_listed(at->call.program, "useradd adduser usermod"))
			judge_command(view, sink, at, &numbers);
	struct sw_written_walk texts = sw_written_of(view, shipped);
	for (struct sw_written written; sw_next_written(&texts, &written);)
		judge_written(sink, &written);
	sw_tell_unread(view, shipped, sink);
	sw_not_applicable(sink, "no account is made or changed");
}

CHECK(duplicate_account) {
	.id = "duplicate-account", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .stride = SW_SPOOFING, .cwe = {287},
	.refs = {"cis-docker-1.6:4.1", "dockle:DKL-LI-0001", "dockle:DKL-LI-0002", "tally:user-created-but-never-used"},
	.title = "An account shares another's number or needs no password",
	.why = "The kernel knows numbers and no names: a second account with number 0 is root under a name that nobody looks at, and "
	       "one without a password opens to everybody who can reach a login.",
	.fix = "Give each account a number of its own and no password: `useradd --uid 10001 --shell /usr/sbin/nologin app`.",
	.decide = decide,
	.examples = {
		{"second-root", "FROM debian:12\nRUN useradd -o \\\n    -u 0 toor\nRUN usermod --non-unique --uid=0 app\n", "Dockerfile:3 Dockerfile:4"},
		{"shared-number", "FROM debian:12\nRUN useradd -u 1000 a && useradd -o -u 1000 b\n", "Dockerfile:2"},
		{"written", "FROM scratch\nCOPY <<EOF /etc/passwd\nroot:x:0:0:root:/root:/bin/sh\nadmin:x:0:0::/:/bin/sh\nEOF\n", "Dockerfile:4"},
		{"open", "FROM debian:12\nRUN echo 'app::18000:0:99999:7:::' >> /etc/shadow && printf 'x::5:5::/:/bin/sh\\n' >> /etc/passwd\n", "Dockerfile:2 Dockerfile:2"},
		{"own-numbers", "FROM debian:12\nRUN useradd -m -u 1000 a && useradd -u 1001 b && usermod -o -u \"$N\" a\nRUN adduser -D -u 1002 c && usermod -u 0 root\n", ""},
		{"written-well", "FROM scratch\nRUN echo 'app:x:1000:1000::/:/bin/false' > /etc/passwd; echo 'app:!:18000:0:99999:7:::' > /etc/shadow\n", ""},
	},
};
