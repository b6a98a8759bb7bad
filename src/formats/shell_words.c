#include "formats/shell_words.h"

/* How the arguments of a wrapper lead to the program that it runs. */
struct wrapper {
	struct sw_str name;
	enum sw_shell_wrapper bit;
	const char *valued;      /* see struct sw_shell_args */
	const char *user_long;   /* valued options that name the user, or NULL and 0 */
	char user_letter;
	uint8_t operands;        /* before the program */
	bool user_operand;       /* the first of them is the user */
	bool assigns;            /* NAME=value may stand before the program */
	const char *not_run;     /* with this option the command is only looked up */
};

static const struct wrapper wrappers[] = {
	{SW_SI("sudo"), SW_WRAPPER_SUDO, "CDghpRrTtUu --user --group --host --prompt --chroot --chdir --role --type --other-user "
	 "--close-from --command-timeout", "--user", 'u', .assigns = true, .not_run = "l"},
	{SW_SI("doas"), SW_WRAPPER_DOAS, "Cu", NULL, 'u'},
	{SW_SI("gosu"), SW_WRAPPER_GOSU, "", .operands = 1, .user_operand = true},
	{SW_SI("su-exec"), SW_WRAPPER_SU_EXEC, "", .operands = 1, .user_operand = true},
	{SW_SI("setpriv"), SW_WRAPPER_SETPRIV, " --reuid --regid --ruid --euid --rgid --egid --groups --inh-caps --ambient-caps "
	 "--bounding-set --securebits --pdeathsig --selinux-label --apparmor-profile", "--reuid"},
	{SW_SI("runuser"), SW_WRAPPER_RUNUSER, "ugGcsw --user --group --supp-group --command --shell", "--user", 'u'},
	{SW_SI("chpst"), SW_WRAPPER_CHPST, "uUbe/nlLmdofpcrts", NULL, 'u'},
	{SW_SI("s6-setuidgid"), SW_WRAPPER_SETUIDGID, "", .operands = 1, .user_operand = true},
	{SW_SI("setuidgid"), SW_WRAPPER_SETUIDGID, "", .operands = 1, .user_operand = true},
	{SW_SI("chroot"), SW_WRAPPER_CHROOT, " --userspec --groups", "--userspec", .operands = 1},
	{SW_SI("tini"), SW_WRAPPER_INIT, "pe"},
	{SW_SI("dumb-init"), SW_WRAPPER_INIT, "r --rewrite"},
	{SW_SI("catatonit"), SW_WRAPPER_INIT, ""},
	{SW_SI("xargs"), SW_WRAPPER_XARGS, "aEdILnPs --arg-file --delimiter --max-lines --max-args --max-procs --max-chars"},
	{SW_SI("timeout"), SW_WRAPPER_TIMEOUT, "ks --kill-after --signal", .operands = 1},
	{SW_SI("env"), SW_WRAPPER_ENV, "uCS --unset --chdir", .assigns = true},
	{SW_SI("exec"), SW_WRAPPER_EXEC, "a"},
	{SW_SI("busybox"), SW_WRAPPER_BUSYBOX, ""},
	{SW_SI("command"), SW_WRAPPER_OTHER, "", .not_run = "-vV"},
	{SW_SI("builtin"), SW_WRAPPER_OTHER, ""},
	{SW_SI("nice"), SW_WRAPPER_OTHER, "n --adjustment"},
	{SW_SI("ionice"), SW_WRAPPER_OTHER, "cnpPu --class --classdata"},
	{SW_SI("time"), SW_WRAPPER_OTHER, "fo --format --output"},
	{SW_SI("nohup"), SW_WRAPPER_OTHER, ""},
	{SW_SI("setsid"), SW_WRAPPER_OTHER, ""},
	{SW_SI("stdbuf"), SW_WRAPPER_OTHER, "ioe --input --output --error"},
	{SW_SI("eatmydata"), SW_WRAPPER_OTHER, ""},
	{SW_SI("fakeroot"), SW_WRAPPER_OTHER, "lsibf"},
	{SW_SI("fakechroot"), SW_WRAPPER_OTHER, "dbces"},
	{SW_SI("flock"), SW_WRAPPER_OTHER, "cwE --command --timeout --wait --conflict-exit-code", .operands = 1},
	{SW_SI("chrt"), SW_WRAPPER_OTHER, "TPD --sched-runtime --sched-period --sched-deadline", .operands = 1},
	{SW_SI("taskset"), SW_WRAPPER_OTHER, "", .operands = 1},
	{SW_SI("linux32"), SW_WRAPPER_OTHER, ""},
	{SW_SI("linux64"), SW_WRAPPER_OTHER, ""},
	{SW_SI("envdir"), SW_WRAPPER_OTHER, "", .operands = 1},
	{SW_SI("s6-envdir"), SW_WRAPPER_OTHER, "", .operands = 1},
	{SW_SI("unbuffer"), SW_WRAPPER_OTHER, ""},
	{SW_SI("strace"), SW_WRAPPER_OTHER, "abeEIoOpPsSuUX"},
	{SW_SI("xvfb-run"), SW_WRAPPER_OTHER,
	 "efnpsw --error-file --auth-file --server-num --xauth-protocol --server-args --wait"},
};

static const struct wrapper *find_wrapper(struct sw_str program) {
	for (size_t i = 0; i < sizeof wrappers / sizeof *wrappers; i++)
		if (sw_str_eq(program, wrappers[i].name))
			return &wrappers[i];
	return NULL;
}

/* Base name of the program in a word; empty when what expands in it may be a part of that name. */
static struct sw_str program_name(const struct sw_shell_word *word) {
	struct sw_str name = sw_str_basename(word->text);
	for (size_t i = 0; !word->is_static && i < name.n; i++)
		if (memchr("$`(){}*?[]~", name.p[i], 11))
			return (struct sw_str){0};
	return name;
}

static bool is_assignment(struct sw_str text) {
	size_t equals = sw_str_find_byte(text, '=');
	if (equals == SW_NPOS || equals == 0 || text.p[0] == '-')
		return false;
	for (size_t i = 0; i < equals; i++)
		if (!sw_is_alnum(text.p[i]) && text.p[i] != '_')
			return false;
	return true;
}

static bool names(const char *z, struct sw_str name) {
	return z && sw_str_is(name, z);
}

static void set_user(struct sw_shell_call *call, const struct sw_shell_word *user) {
	call->has_user = true;
	call->user = *user;
}

static bool is_user_option(const struct wrapper *wrapper, const struct sw_shell_arg *arg) {
	return arg->has_value &&
	       (arg->name.n ? names(wrapper->user_long, arg->name) : arg->letter == wrapper->user_letter);
}

/* Steps over the wrapper at call->word; false when it runs no program of its own. */
static bool step_over(const struct sw_shell_command *cmd, const struct wrapper *wrapper, struct sw_shell_call *call) {
	struct sw_shell_args args = sw_shell_args(cmd, call->first_arg, wrapper->valued);
	struct sw_shell_arg arg;
	struct sw_shell_call inner = *call;
	/* Without -u, runuser starts a shell for the user that it names. */
	bool runs = wrapper->bit != SW_WRAPPER_RUNUSER;
	for (unsigned operands = 0; sw_shell_next_arg(&args, &arg);) {
		if (arg.letter || arg.name.n) {
			if (wrapper->not_run && arg.letter && strchr(wrapper->not_run, arg.letter))
				return false;
			if (is_user_option(wrapper, &arg)) {
				set_user(&inner, &arg.value);
				runs = true;
			}
		} else if (operands < wrapper->operands) {
			if (operands++ == 0 && wrapper->user_operand)
				set_user(&inner, &arg.value);
		} else if (!(wrapper->assigns && is_assignment(arg.value.text)) && !sw_str_is(arg.value.text, "-")) {
			inner.word = arg.word;
			inner.first_arg = arg.word + 1;
			inner.wrappers |= wrapper->bit;
			if (runs)
				*call = inner;
			return runs;
		}
	}
	return false;
}

static const char su_valued[] = "cgGsw --command --group --supp-group --shell --whitelist-environment";

/* su and runuser name the user in their first operand but "-". */
static void find_su_user(const struct sw_shell_command *cmd, struct sw_shell_call *call) {
	call->wrappers |= SW_WRAPPER_SU;
	for (uint32_t i = 0; sw_shell_operand(cmd, call->first_arg, su_valued, i, &call->user); i++)
		if (!sw_str_is(call->user.text, "-")) {
			call->has_user = true;
			return;
		}
}

struct sw_shell_call sw_shell_call(const struct sw_shell_command *cmd) {
	struct sw_shell_call call = {0};
	if (cmd->call)
		return *cmd->call;
	if (cmd->word_count == 0)
		return call;
	call.first_arg = 1;
	const struct wrapper *wrapper;
	do {
		call.program = program_name(&cmd->words[call.word]);
		wrapper = find_wrapper(call.program);
	} while (wrapper && step_over(cmd, wrapper, &call));
	if (sw_str_is(call.program, "su") || sw_str_is(call.program, "runuser"))
		find_su_user(cmd, &call);
	return call;
}

struct sw_str sw_shell_program(const struct sw_shell_command *cmd, uint32_t *first_arg) {
	struct sw_shell_call call = sw_shell_call(cmd);
	*first_arg = call.first_arg;
	return call.program;
}

struct sw_shell_args sw_shell_args(const struct sw_shell_command *cmd, uint32_t first, const char *valued) {
	return (struct sw_shell_args){.cmd = cmd, .valued = valued ? valued : "", .next = first};
}

static bool letter_is(const char *name, char letter) {
	return name && name[0] == '-' && name[1] == letter && name[2] == '\0';
}

static bool letter_takes_value(const struct sw_shell_args *args, char letter) {
	if (args->also_valued && (letter_is(args->also[0], letter) || letter_is(args->also[1], letter)))
		return true;
	return memchr(args->valued, letter, strcspn(args->valued, " ")) != NULL;
}

static bool is_also(const struct sw_shell_args *args, struct sw_str name) {
	return names(args->also[0], name) || names(args->also[1], name);
}

static bool name_takes_value(const struct sw_shell_args *args, struct sw_str name) {
	if (is_also(args, name))
		return args->also_valued;
	const char *names = strchr(args->valued, ' '); /* letters stand before them */
	return names && sw_listed(name, names + 1);
}

/* The value in the word behind the option's, when there is one. */
static void take_next(struct sw_shell_args *args, struct sw_shell_arg *arg) {
	if (args->next >= args->cmd->word_count)
		return;
	arg->value = args->cmd->words[args->next++];
	arg->has_value = true;
}

static void take_rest(const struct sw_shell_word *word, size_t from, struct sw_shell_arg *arg) {
	arg->value = *word;
	arg->value.text = sw_str_from(word->text, from);
	arg->has_value = true;
}

/* The next letter of a bundle. */
static void next_letter(struct sw_shell_args *args, const struct sw_shell_word *word, struct sw_shell_arg *arg) {
	size_t at = args->letter ? args->letter : 1;
	bool last = at + 1 >= word->text.n;
	arg->letter = word->text.p[at];
	bool valued = letter_takes_value(args, arg->letter);
	args->letter = last || valued ? 0 : at + 1;
	args->next += last || valued;
	if (valued && last)
		take_next(args, arg);
	else if (valued)
		take_rest(word, at + 1, arg);
}

bool sw_shell_next_arg(struct sw_shell_args *args, struct sw_shell_arg *arg) {
	*arg = (struct sw_shell_arg){0};
	const struct sw_shell_command *cmd = args->cmd;
	if (!args->operands && args->next < cmd->word_count && sw_str_is(cmd->words[args->next].text, "--")) {
		args->operands = true;
		args->next++;
	}
	if (args->next >= cmd->word_count)
		return false;
	const struct sw_shell_word *word = &cmd->words[args->next];
	struct sw_str text = word->text;
	arg->word = args->next;
	if (args->operands || text.n < 2 || text.p[0] != '-') {
		args->next++;
		take_rest(word, 0, arg);
		return true;
	}
	size_t equals = sw_str_find_byte(text, '=');
	struct sw_str name = sw_str_sub(text, 0, equals);
	bool takes = name.n > 2 && name_takes_value(args, name), known = takes || (name.n > 2 && is_also(args, name));
	if (args->letter || (text.p[1] != '-' && !known)) {
		next_letter(args, word, arg);
		return true;
	}
	args->next++;
	arg->name = name;
	if (equals != SW_NPOS)
		take_rest(word, equals + 1, arg);
	else if (takes)
		take_next(args, arg);
	return true;
}

static bool find_option(const struct sw_shell_command *cmd, uint32_t first, const char *const also[2],
			const char *valued, bool with_value, struct sw_shell_arg *arg) {
	struct sw_shell_args args = sw_shell_args(cmd, first, valued);
	args.also[0] = also[0];
	args.also[1] = also[1];
	args.also_valued = with_value;
	while (sw_shell_next_arg(&args, arg))
		if (arg->name.n ? is_also(&args, arg->name)
				: arg->letter && (letter_is(also[0], arg->letter) || letter_is(also[1], arg->letter)))
			return true;
	return false;
}

bool sw_shell_option(const struct sw_shell_command *cmd, uint32_t first, const char *short_name, const char *long_name,
		     const char *valued) {
	struct sw_shell_arg arg;
	const char *const also[2] = {short_name, long_name};
	return find_option(cmd, first, also, valued, false, &arg);
}

bool sw_shell_option_value(const struct sw_shell_command *cmd, uint32_t first, const char *short_name,
			   const char *long_name, const char *valued, struct sw_shell_word *value) {
	struct sw_shell_arg arg;
	const char *const also[2] = {short_name, long_name};
	if (!find_option(cmd, first, also, valued, true, &arg) || !arg.has_value)
		return false;
	*value = arg.value;
	return true;
}

bool sw_shell_operand(const struct sw_shell_command *cmd, uint32_t first, const char *valued, uint32_t index,
		      struct sw_shell_word *operand) {
	struct sw_shell_args args = sw_shell_args(cmd, first, valued);
	for (struct sw_shell_arg arg; sw_shell_next_arg(&args, &arg);)
		if (!arg.letter && arg.name.n == 0 && index-- == 0) {
			*operand = arg.value;
			return true;
		}
	return false;
}
