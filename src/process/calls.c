/* An allow-list as a program for the kernel's filter machine, see seccomp(2). Three ways to refuse, chosen call by call:
 *
 *   ENOSYS  calls that a C library tries first and can do without: it goes on with the older call, whose arguments can
 *           be seen here; and calls newer than this list
 *   EPERM   everything else that is not listed: a library may probe it (sockets by a look-up of users, executable
 *           memory by a compiler of patterns, limits, names of threads) and copes with a refusal
 *   death   calls that no code of ours or of a library makes without meaning it: the process was taken over
 *
 * Calls of another architecture (32 bit, x32), where the same numbers mean other calls, are death too.
 *
 * The program is put together here and not by libseccomp, which takes seven times as long to put its own in force (0.6 ms
 * of a run that may take 5) and whose loading every command would pay for. It is a search tree, because the kernel runs
 * it once for every call there is, to remember those that are allowed whatever their arguments. */
#include "process/calls.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

/* Where the numbers and orders of arguments below were looked up; elsewhere there is no filter, and it is said. */
#if defined(__x86_64__) && !defined(__ILP32__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && defined(__AARCH64EL__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#else
#define ARCHITECTURE 0
#endif

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum {
	NEWEST_KNOWN = 450, /* Linux 6.1; numbers are the same on all architectures from 424 on */
	X32_BIT = 0x40000000,
	PROGRAM_ROOM = 512, /* instructions; about 300 are used */
	CONDITIONS = 3,
};

static const uint16_t allowed[] = {
	/* descriptors that are open */
	__NR_read, __NR_readv, __NR_pread64, __NR_write, __NR_writev, __NR_lseek, __NR_close, __NR_close_range,
	__NR_getdents64, __NR_ppoll,
	/* names: Landlock does not cover looking at them, so what exists outside the targets can be found out */
	__NR_fstat, __NR_newfstatat, __NR_statx, __NR_faccessat, __NR_faccessat2, __NR_readlinkat, __NR_getcwd,
	/* memory */
	__NR_munmap, __NR_mremap, __NR_madvise, __NR_brk,
	/* threads */
	__NR_futex, __NR_set_robust_list, __NR_rseq, __NR_sched_yield, __NR_sched_getaffinity, __NR_sched_getparam,
	__NR_sched_getscheduler, __NR_exit, __NR_exit_group,
	/* signals of its own */
	__NR_rt_sigaction, __NR_rt_sigprocmask, __NR_rt_sigreturn, __NR_sigaltstack, __NR_restart_syscall,
	/* time and facts about itself */
	__NR_clock_gettime, __NR_clock_getres, __NR_clock_nanosleep, __NR_nanosleep, __NR_gettimeofday, __NR_getrandom,
	__NR_uname, __NR_sysinfo, __NR_getrusage, __NR_getcpu, __NR_getpid, __NR_getppid, __NR_gettid, __NR_getuid,
	__NR_geteuid, __NR_getgid, __NR_getegid,
#ifdef __x86_64__
	/* older forms of the above, which newer architectures never had */
	__NR_stat, __NR_lstat, __NR_access, __NR_readlink, __NR_poll, __NR_time,
#endif
};

/* socket() is not among them: looking up a user's name asks a daemon through one, and copes without. */
static const uint16_t deadly[] = {
	__NR_execve, __NR_execveat, __NR_ptrace, __NR_kill, __NR_process_vm_readv, __NR_process_vm_writev,
	__NR_pidfd_getfd, __NR_connect, __NR_bind, __NR_listen, __NR_accept, __NR_accept4, __NR_mount, __NR_umount2,
	__NR_chroot, __NR_pivot_root, __NR_unshare, __NR_setns, __NR_open_by_handle_at, __NR_io_uring_setup, __NR_bpf,
	__NR_userfaultfd, __NR_init_module, __NR_finit_module,
#ifdef __x86_64__
	__NR_fork, __NR_vfork,
#endif
};

/* Of another program from its start on. Landlock says what it may execute, and no process can be made to do it in. */
static const uint16_t allowed_tools[] = {
	__NR_execve, __NR_execveat, __NR_mmap, __NR_mprotect, __NR_set_tid_address, __NR_fcntl, __NR_ppoll,
	__NR_timer_create, __NR_timer_settime, __NR_timer_delete, __NR_timerfd_create, __NR_timerfd_settime,
	__NR_eventfd2, __NR_pipe2, __NR_epoll_create1, __NR_epoll_ctl, __NR_epoll_pwait, __NR_dup, __NR_dup3,
#ifdef __x86_64__
	__NR_arch_prctl, __NR_pipe, __NR_dup2, __NR_epoll_create, __NR_epoll_wait, __NR_getrlimit,
#endif
};

enum {
	/* What an opening may ask for; all that writes, creates, truncates or sends signals is left out. */
	OPEN_FLAGS = O_RDONLY | O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_LARGEFILE,
	/* What both C libraries start a thread with; musl adds a flag that means nothing any more. */
	THREAD_FLAGS = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS |
		       CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID,
};

/* A call that gets `action` if its arguments meet all conditions; the first rule that fits counts, and without one the
 * call is refused with EPERM. A filter sees 32 bits at a time. The kernel takes flags, commands and process numbers as 32
 * bits, so their upper halves say nothing. */
struct rule {
	uint16_t call;
	uint32_t action;
	struct condition {
		uint32_t offset; /* of the word in struct seccomp_data; 0: no further condition */
		uint32_t mask, value;
	} conditions[CONDITIONS];
};

#define LOW(argument) (offsetof(struct seccomp_data, args) + 8 * (argument))
#define HIGH(argument) (LOW(argument) + 4)
#define EQUAL(argument, value) {{LOW(argument), UINT32_MAX, (value)}}
#define NONE_BUT(argument, flags) {{LOW(argument), ~(uint32_t)(flags), 0}}
#define WITHOUT(argument, flag) {{LOW(argument), (flag), 0}}

static const struct rule rules[] = {
	{__NR_openat, SECCOMP_RET_ALLOW, NONE_BUT(2, OPEN_FLAGS)},
#ifdef __x86_64__
	{__NR_open, SECCOMP_RET_ALLOW, NONE_BUT(1, OPEN_FLAGS)},
#endif
	{__NR_mmap, SECCOMP_RET_ALLOW, WITHOUT(2, PROT_EXEC)},
	{__NR_mprotect, SECCOMP_RET_ALLOW, WITHOUT(2, PROT_EXEC)},
	{__NR_fcntl, SECCOMP_RET_ALLOW, EQUAL(1, F_GETFD)},
	{__NR_fcntl, SECCOMP_RET_ALLOW, EQUAL(1, F_SETFD)},
	{__NR_fcntl, SECCOMP_RET_ALLOW, EQUAL(1, F_GETFL)},
	{__NR_fcntl, SECCOMP_RET_ALLOW, EQUAL(1, F_DUPFD_CLOEXEC)},
	{__NR_ioctl, SECCOMP_RET_ALLOW, EQUAL(1, TCGETS)},
	{__NR_ioctl, SECCOMP_RET_ALLOW, EQUAL(1, TIOCGWINSZ)},
	{__NR_clone, SECCOMP_RET_ALLOW, {{LOW(0), ~(uint32_t)CLONE_DETACHED, THREAD_FLAGS}}},
	{__NR_clone, SECCOMP_RET_KILL_PROCESS, WITHOUT(0, CLONE_THREAD)},
	/* Reading its own limits, as the start of a thread does. */
	{__NR_prlimit64, SECCOMP_RET_ALLOW, {{LOW(0), UINT32_MAX, 0}, {LOW(2), UINT32_MAX, 0}, {HIGH(2), UINT32_MAX, 0}}},
};

/* What becomes of a call. */
enum fate { REFUSED, ALLOWED, DEADLY, MISSING, ASKED, FATES };

static const uint32_t returns[FATES] = {
	[REFUSED] = SECCOMP_RET_ERRNO | EPERM,
	[ALLOWED] = SECCOMP_RET_ALLOW,
	[DEADLY] = SECCOMP_RET_KILL_PROCESS,
	[MISSING] = SECCOMP_RET_ERRNO | ENOSYS,
	[ASKED] = 0, /* by the rules */
};

/* Calls from number `first` up to the next range. */
struct range {
	uint32_t first;
	enum fate fate;
};

struct program {
	struct sock_filter v[PROGRAM_ROOM];
	size_t n;
	struct range ranges[NEWEST_KNOWN + 3];
	size_t range_count;
	struct rule own_signals; /* the one rule that is known only when it runs */
};

static void emit(struct program *program, unsigned code, size_t k, size_t if_true, size_t if_false) {
	assert(program->n < PROGRAM_ROOM && if_true <= UINT8_MAX && if_false <= UINT8_MAX);
	program->v[program->n++] =
		(struct sock_filter){(uint16_t)code, (uint8_t)if_true, (uint8_t)if_false, (uint32_t)k};
}

static void emit_rule(struct program *program, const struct rule *rule, uint32_t call) {
	size_t left = 0;
	if (rule->call != call)
		return;
	while (left < CONDITIONS && rule->conditions[left].offset)
		left++;
	for (const struct condition *condition = rule->conditions; left > 0; condition++, left--) {
		emit(program, BPF_LD | BPF_W | BPF_ABS, condition->offset, 0, 0);
		emit(program, BPF_ALU | BPF_AND | BPF_K, condition->mask, 0, 0);
		/* If it is not met: past the other conditions, three instructions each, and the return. */
		emit(program, BPF_JMP | BPF_JEQ | BPF_K, condition->value, 0, 3 * (left - 1) + 1);
	}
	emit(program, BPF_RET | BPF_K, rule->action, 0, 0);
}

/* A search tree over n ranges; the accumulator holds the number of the call. */
static void emit_tree(struct program *program, const struct range *ranges, size_t n) {
	if (n > 1) {
		size_t branch = program->n;
		emit(program, BPF_JMP | BPF_JGE | BPF_K, ranges[n / 2].first, 0, 0);
		emit_tree(program, ranges, n / 2);
		size_t over = program->n - branch - 1;
		assert(over <= UINT8_MAX);
		program->v[branch].jt = (uint8_t)over;
		emit_tree(program, ranges + n / 2, n - n / 2);
		return;
	}
	if (ranges->fate == ASKED) {
		for (size_t i = 0; i < COUNT(rules); i++)
			emit_rule(program, &rules[i], ranges->first);
		emit_rule(program, &program->own_signals, ranges->first);
	}
	emit(program, BPF_RET | BPF_K, returns[ranges->fate == ASKED ? REFUSED : ranges->fate], 0, 0);
}

static void add_range(struct program *program, uint32_t first, enum fate fate) {
	size_t n = program->range_count;
	if (n == 0 || fate == ASKED || program->ranges[n - 1].fate != fate)
		program->ranges[program->range_count++] = (struct range){first, fate};
}

static void build(struct program *program, enum sw_calls_profile profile, bool openat2) {
	uint8_t fates[NEWEST_KNOWN + 1] = {REFUSED};
	for (size_t i = 0; i < COUNT(allowed); i++)
		fates[allowed[i]] = ALLOWED;
	for (size_t i = 0; i < COUNT(deadly); i++)
		fates[deadly[i]] = DEADLY;
	for (size_t i = 0; i < COUNT(rules); i++)
		fates[rules[i].call] = ASKED;
	fates[program->own_signals.call] = ASKED;
	for (size_t i = 0; profile == SW_CALLS_TOOL && i < COUNT(allowed_tools); i++)
		fates[allowed_tools[i]] = ALLOWED;
	/* Their arguments lie in memory, where a filter cannot see them. Starting a thread goes on with clone(). */
	fates[__NR_clone3] = MISSING;
	fates[__NR_openat2] = openat2 ? ALLOWED : MISSING;
	for (uint32_t call = 0; call <= NEWEST_KNOWN; call++)
		add_range(program, call, (enum fate)fates[call]);
	add_range(program, NEWEST_KNOWN + 1, MISSING);
	add_range(program, X32_BIT, DEADLY);

	emit(program, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch), 0, 0);
	emit(program, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
	emit(program, BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS, 0, 0);
	emit(program, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr), 0, 0);
	emit_tree(program, program->ranges, program->range_count);
}

int sw_calls_filter(enum sw_calls_profile profile, bool openat2, struct sw_err *err) {
	if (ARCHITECTURE == 0)
		return 0;
	/* Signals to itself alone, as abort() sends them. */
	struct program program = {.own_signals = {__NR_tgkill, SECCOMP_RET_ALLOW, EQUAL(0, (uint32_t)getpid())}};
	build(&program, profile, openat2);
	struct sock_fprog filter = {.len = (unsigned short)program.n, .filter = program.v};
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) == 0)
		return 1;
	if (errno == ENOSYS || errno == EINVAL)
		return 0;
	return sw_err_set(err, errno, "system call filter: %s", strerror(errno));
}
