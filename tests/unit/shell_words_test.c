#include "unit.h"
#include "formats/shell_words.h"
#include "base/source.h"

static struct sw_arena arena;
static struct sw_diags diags;

static int start(void **state) {
	(void)state;
	sw_arena_init(&arena, 1 << 24);
	diags = (struct sw_diags){.arena = &arena};
	return 0;
}

static int end(void **state) {
	(void)state;
	sw_arena_free(&arena);
	return 0;
}

static struct sw_shell_script *read_text(const char *text) {
	return sw_shell_read(&arena, 1, sw_str_of(text), (struct sw_shell_map){0}, &diags);
}

static struct sw_shell_command *first(const char *text) {
	struct sw_shell_script *script = read_text(text);
	assert_true(script->n > 0);
	return &script->v[0];
}

static void programs_behind_wrappers(void **state) {
	(void)state;
	static const struct {
		const char *text, *program, *next; /* next: first argument, or NULL */
		uint32_t wrappers;
		const char *user;
	} cases[] = {
		{"ls -l", "ls", "-l", 0, NULL},
		{"/usr/bin/curl x", "curl", "x", 0, NULL},
		{"A=1 make", "make", NULL, 0, NULL},
		{"A=1", "", NULL, 0, NULL},
		{"$CMD x", "", "x", 0, NULL},
		{"${HOME}/bin/tool x", "tool", "x", 0, NULL},
		{"\"$(which x)\"", "", NULL, 0, NULL},
		{"sudo apt-get update", "apt-get", "update", SW_WRAPPER_SUDO, NULL},
		{"sudo -E -H -u app pip install x", "pip", "install", SW_WRAPPER_SUDO, "app"},
		{"sudo -Eu app A=1 pip", "pip", NULL, SW_WRAPPER_SUDO, "app"},
		{"sudo --user=app -- id", "id", NULL, SW_WRAPPER_SUDO, "app"},
		{"sudo --user app id", "id", NULL, SW_WRAPPER_SUDO, "app"},
		{"sudo -i", "sudo", "-i", 0, NULL},
		{"sudo", "sudo", NULL, 0, NULL},
		{"env", "env", NULL, 0, NULL},
		{"env -i A=1 B=2 python3 x.py", "python3", "x.py", SW_WRAPPER_ENV, NULL},
		{"env -u A sh -c x", "sh", "-c", SW_WRAPPER_ENV, NULL},
		{"/usr/bin/env - bash", "bash", NULL, SW_WRAPPER_ENV, NULL},
		{"exec gosu redis:redis \"$@\"", "", NULL, SW_WRAPPER_EXEC | SW_WRAPPER_GOSU, "redis:redis"},
		{"exec -a x java -jar a", "java", "-jar", SW_WRAPPER_EXEC, NULL},
		{"exec 2>&1", "exec", NULL, 0, NULL},
		{"su-exec 1000 nginx -g x", "nginx", "-g", SW_WRAPPER_SU_EXEC, "1000"},
		{"gosu \"$U\" id", "id", NULL, SW_WRAPPER_GOSU, "$U"},
		{"setpriv --reuid=app --regid app --clear-groups -- id -u", "id", "-u", SW_WRAPPER_SETPRIV, "app"},
		{"runuser -u app -- id", "id", NULL, SW_WRAPPER_RUNUSER, "app"},
		{"runuser app -c 'id'", "runuser", "app", SW_WRAPPER_SU, "app"},
		{"su - app -c 'id'", "su", "-", SW_WRAPPER_SU, "app"},
		{"su -c id app", "su", "-c", SW_WRAPPER_SU, "app"},
		{"flock -w 5 /run/lock id", "id", NULL, SW_WRAPPER_OTHER, NULL},
		{"taskset 0x3 id", "id", NULL, SW_WRAPPER_OTHER, NULL},
		{"ssh host id", "ssh", "host", 0, NULL},
		{"su", "su", NULL, SW_WRAPPER_SU, NULL},
		{"chpst -u app:grp -e /env run", "run", NULL, SW_WRAPPER_CHPST, "app:grp"},
		{"s6-setuidgid app run x", "run", "x", SW_WRAPPER_SETUIDGID, "app"},
		{"doas -u app id", "id", NULL, SW_WRAPPER_DOAS, "app"},
		{"chroot /mnt apt-get update", "apt-get", "update", SW_WRAPPER_CHROOT, NULL},
		{"chroot --userspec=1:1 /mnt id", "id", NULL, SW_WRAPPER_CHROOT, "1:1"},
		{"command -v curl", "command", "-v", 0, NULL},
		{"command curl x", "curl", "x", SW_WRAPPER_OTHER, NULL},
		{"nice -n 10 ionice -c2 -n 7 make", "make", NULL, SW_WRAPPER_OTHER, NULL},
		{"nice -10 make", "make", NULL, SW_WRAPPER_OTHER, NULL},
		{"time -f %e make all", "make", "all", SW_WRAPPER_OTHER, NULL},
		{"timeout -k 5 --signal=KILL 30s curl x", "curl", "x", SW_WRAPPER_TIMEOUT, NULL},
		{"nohup stdbuf -oL tail -f x", "tail", "-f", SW_WRAPPER_OTHER, NULL},
		{"xargs -0 -n 1 -P4 rm -rf", "rm", "-rf", SW_WRAPPER_XARGS, NULL},
		{"xargs -I{} sh -c {}", "sh", "-c", SW_WRAPPER_XARGS, NULL},
		{"xargs", "xargs", NULL, 0, NULL},
		{"tini -g -- /app x", "app", "x", SW_WRAPPER_INIT, NULL},
		{"dumb-init --rewrite 15:3 -- node a", "node", "a", SW_WRAPPER_INIT, NULL},
		{"busybox wget x", "wget", "x", SW_WRAPPER_BUSYBOX, NULL},
		{"eatmydata apt-get x", "apt-get", "x", SW_WRAPPER_OTHER, NULL},
		{"sudo -u a gosu b id", "id", NULL, SW_WRAPPER_SUDO | SW_WRAPPER_GOSU, "b"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sw_shell_command *cmd = first(cases[i].text);
		struct sw_shell_call call = sw_shell_call(cmd);
		uint32_t first_arg;
		if (!sw_str_is(call.program, cases[i].program) || call.wrappers != cases[i].wrappers ||
		    call.has_user != (cases[i].user != NULL))
			fail_msg("%s: got %.*s, wrappers %x, user %d", cases[i].text, SW_ARG(call.program), call.wrappers,
				 call.has_user);
		assert_str(sw_shell_program(cmd, &first_arg), cases[i].program);
		assert_int_equal(first_arg, call.first_arg);
		if (cases[i].user)
			assert_str(call.user.text, cases[i].user);
		if (cases[i].next)
			assert_str(cmd->words[first_arg].text, cases[i].next);
		else
			assert_int_equal(first_arg, cmd->word_count);
	}
}

static const char curl[] = "oHdXuAeTmwKCYyzrtbcEFP --output --header";

static void options_are_found(void **state) {
	(void)state;
	static const struct {
		const char *text, *short_name, *long_name;
		bool found;
	} cases[] = {
		{"curl -k x", "-k", "--insecure", true},
		{"curl --insecure x", "-k", "--insecure", true},
		{"curl -kfsSL x", "-k", "--insecure", true},
		{"curl -fsSLk x", "-k", "--insecure", true},
		{"curl -fsSL x", "-k", "--insecure", false},
		{"curl -ok x", "-k", "--insecure", false},
		{"curl -o -k x", "-k", "--insecure", false},
		{"curl -fo k -k x", "-k", NULL, true},
		{"curl --output -k x", "-k", "--insecure", false},
		{"curl --output=-k x", "-k", "--insecure", false},
		{"curl x -k", "-k", "--insecure", true},
		{"curl -- -k", "-k", "--insecure", false},
		{"curl \"-k\"", "-k", NULL, true},
		{"curl --insecure=1", NULL, "--insecure", true},
		{"curl --insecurex", NULL, "--insecure", false},
		{"curl -", "-k", NULL, false},
		{"curl", "-k", NULL, false},
		{"curl -subj x", "-subj", NULL, true},
		{"curl -sub", "-subj", NULL, false},
		{"curl -o x", "-o", NULL, true},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sw_shell_command *cmd = first(cases[i].text);
		if (sw_shell_option(cmd, 1, cases[i].short_name, cases[i].long_name, curl) != cases[i].found)
			fail_msg("%s", cases[i].text);
	}
	assert_true(sw_shell_option(first("rm -rf x"), 1, "-f", "--force", NULL));
}

static void option_values_are_found(void **state) {
	(void)state;
	static const struct {
		const char *text, *short_name, *long_name, *value;
	} cases[] = {
		{"curl -o f x", "-o", "--output", "f"},
		{"curl -of x", "-o", "--output", "f"},
		{"curl -fso f x", "-o", "--output", "f"},
		{"curl --output f", "-o", "--output", "f"},
		{"curl --output=f", "-o", "--output", "f"},
		{"curl --output=", "-o", "--output", ""},
		{"curl -H 'a: b' -o f", "-o", NULL, "f"},
		{"curl -H -o f", "-o", NULL, NULL},
		{"curl -o", "-o", NULL, NULL},
		{"curl -Q z x", "-Q", NULL, "z"},
		{"curl -subj /CN=x", "-subj", NULL, "/CN=x"},
		{"curl --unknown v", NULL, "--unknown", "v"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sw_shell_word value;
		bool found = sw_shell_option_value(first(cases[i].text), 1, cases[i].short_name, cases[i].long_name, curl,
						   &value);
		if (found != (cases[i].value != NULL))
			fail_msg("%s", cases[i].text);
		if (found)
			assert_str(value.text, cases[i].value);
	}
}

static void operands_are_counted(void **state) {
	(void)state;
	struct sw_shell_command *cmd = first("curl -o f a -H h --header=i --output g 'b c' -- -d");
	struct sw_shell_word operand;
	assert_true(sw_shell_operand(cmd, 1, curl, 0, &operand));
	assert_str(operand.text, "a");
	assert_true(sw_shell_operand(cmd, 1, curl, 1, &operand));
	assert_str(operand.text, "b c");
	assert_true(sw_shell_operand(cmd, 1, curl, 2, &operand));
	assert_str(operand.text, "-d");
	assert_false(sw_shell_operand(cmd, 1, curl, 3, &operand));
}

static void inner_scripts_are_read(void **state) {
	(void)state;
	static const struct {
		const char *text, *program; /* of the first command in the inner script; NULL: there is none */
		uint32_t start;             /* of that command in the text */
	} cases[] = {
		{"sh -c 'curl x | sh'", "curl", 7},
		{"bash -ec \"wget $U\"", "wget", 10},
		{"bash -o pipefail -c 'a'", "a", 21},
		{"sudo /bin/bash -lc 'a'", "a", 20},
		{"sh -c -- 'a'", "a", 10},
		{"bash +e -c a", "a", 11},
		{"bash -c a", "a", 8},
		{"bash -c 'a '\\''b'\\'''", "a", 8},
		{"eval 'a b'", "a", 6},
		{"eval a b", "a", 5},
		{"eval \"$(a)\"", NULL, 0},
		{"sh -c \"$(a)\"", NULL, 0},
		{"sh -c \"`a`\"", NULL, 0},
		{"sh -c", NULL, 0},
		{"sh x.sh -c a", NULL, 0},
		{"sh x.sh <<E\na\nE\n", NULL, 0},
		{"sh <<E\na\nE\n", "a", 7},
		{"bash -s -- x <<'E'\na b\nE\n", "a", 19},
		{"sh <<< 'a'", "a", 8},
		{"su - u -c 'a'", "a", 11},
		{"su u --command='a'", "a", 5},
		{"runuser u -c 'a'", "a", 14},
		{"busybox sh -c 'a'", "a", 15},
		{"flock /l -c 'a'", "a", 13},
		{"flock /l sh -c 'a'", "a", 16},
		{"script -qec 'a' /dev/null", "a", 13},
		{"env -S 'a b'", "a", 8},
		{"xargs -n 1 sh -c 'a'", "a", 18},
		{"chroot /mnt sh -c 'a'", "a", 19},
		{"python -c 'a'", NULL, 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sw_shell_script *inner = sw_shell_inner(&arena, first(cases[i].text), &diags);
		uint32_t first_arg;
		if ((inner != NULL) != (cases[i].program != NULL))
			fail_msg("%s", cases[i].text);
		if (!inner)
			continue;
		assert_str(sw_shell_program(&inner->v[0], &first_arg), cases[i].program);
		if (inner->v[0].span.start != cases[i].start)
			fail_msg("%s: starts at %u", cases[i].text, inner->v[0].span.start);
	}
}

static void feeders_are_found(void **state) {
	(void)state;
	static const struct {
		const char *text;
		uint32_t index, first, end;
	} cases[] = {
		{"a | b", 1, 0, 1},
		{"a; b", 1, 0, 0},
		{"a | b | c", 2, 1, 2},
		{"a && b | c", 2, 1, 2},
		{"{ a; b; } | c", 2, 0, 2},
		{"(a | b) | c", 2, 0, 2},
		{"a | { b; c; }", 2, 0, 1},
		{"a | while b; do c; done", 2, 0, 1},
		{"a | { b; } | c", 2, 1, 2},
		{"a \"$(x)\" | b", 2, 0, 2},
		{"a | { b | c; }", 2, 1, 2},
		{"a; { b; }", 1, 0, 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sw_shell_range range = sw_shell_fed_by(read_text(cases[i].text), cases[i].index);
		if (range.first != cases[i].first || range.end != cases[i].end)
			fail_msg("%s: %u … %u", cases[i].text, range.first, range.end);
	}
}

static void holders_are_found(void **state) {
	(void)state;
	enum sw_shell_context context = SW_CONTEXT_TOP;
	assert_int_equal(sw_shell_holder(read_text("a $(b)"), 1, &context), 0);
	assert_int_equal(context, SW_CONTEXT_SUBSTITUTION);
	assert_int_equal(sw_shell_holder(read_text("x; a <(if b; then { c; }; fi)"), 3, &context), 1);
	assert_int_equal(context, SW_CONTEXT_PROCESS);
	assert_int_equal(sw_shell_holder(read_text("a; { b; }"), 1, &context), -1);
	assert_int_equal(sw_shell_holder(read_text("a; for x in $(b); do c; done"), 1, &context), -1);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(programs_behind_wrappers, start, end),
		cmocka_unit_test_setup_teardown(options_are_found, start, end),
		cmocka_unit_test_setup_teardown(option_values_are_found, start, end),
		cmocka_unit_test_setup_teardown(operands_are_counted, start, end),
		cmocka_unit_test_setup_teardown(inner_scripts_are_read, start, end),
		cmocka_unit_test_setup_teardown(feeders_are_found, start, end),
		cmocka_unit_test_setup_teardown(holders_are_found, start, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
