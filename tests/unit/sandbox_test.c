/* What a confined process cannot do. Every act is really attempted, first outside the sandbox, where it must work (else
 * its refusal would prove nothing), then inside it, on this kernel and on what older ones offer. */
#include "unit.h"
#include "base/file.h"
#include "base/sha256.h"
#include "process/sandbox.h"
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <linux/capability.h>
#include <linux/io_uring.h>
#include <linux/netlink.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <pwd.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

/* A build with a sanitizer has a wider sandbox, and signals become exits. */
static bool is_sanitized(void) {
	struct sw_sandbox sandbox;
	return sw_sandbox_init(&sandbox, 0, NULL) == 0 && !sandbox.calls;
}

/* The folder of one attempt: target/ may be read, named is listed as a file, outside/ is not listed. */
static char scene[] = "/tmp/sandbox-test-XXXXXX";
static int target, passed, unlisted, prepared; /* descriptors of an attempt; `prepared` is what a preparation opened */
static int listener;                           /* of the test itself, on a port of 127.0.0.1 */
static struct sockaddr_in listening;
static struct sockaddr_un abstract; /* of another listener of the test */
static socklen_t abstract_size;
static int secret_number = 42; /* what other processes may not read */

/* The result of an act: 0 or what errno said. */
static int said(long result) {
	return result < 0 ? errno : 0;
}

/* As said(), for what gives a descriptor. */
static int opened(long fd) {
	if (fd < 0)
		return errno;
	close((int)fd);
	return 0;
}

static int openat2_of(const char *name, uint64_t flags, uint64_t mode) {
	struct open_how how = {.flags = flags, .mode = mode};
	return opened(syscall(SYS_openat2, target, name, &how, sizeof how));
}

/* reading */
static int read_target(void) { return opened(open("target/file", O_RDONLY)); }
static int read_sub(void) { return opened(openat(target, "folder/deep", O_RDONLY | O_CLOEXEC | O_NOFOLLOW)); }
static int read_named(void) { return opened(open("named", O_RDONLY)); }
static int read_outside(void) { return opened(open("outside/secret", O_RDONLY)); }
static int read_upwards(void) { return opened(openat(target, "../outside/secret", O_RDONLY)); }
static int read_link_out(void) { return opened(openat(target, "link", O_RDONLY)); }
static int read_openat2(void) { return openat2_of("file", O_RDONLY, 0); }
static int read_outside_openat2(void) { return openat2_of("../outside/secret", O_RDONLY, 0); }
static int beneath_of(const char *name) {
	struct sw_err err;
	int fd = sw_open_beneath(target, name, &err);
	return fd < 0 ? err.code : opened(fd);
}
static int beneath_deep(void) { return beneath_of("folder/../folder//./deep"); }
static int beneath_link(void) { return beneath_of("within/to-file"); }
/* What must be refused works when it is refused. */
static int beneath_refusals(void) {
	static const struct {
		const char *name;
		int code;
	} cases[] = {
		{"link", EXDEV}, {"../outside/secret", EXDEV}, {"folder/../../named", EXDEV}, {"/etc/passwd", EXDEV},
		{"absolute", EXDEV}, {"loop", ELOOP}, {"none", ENOENT}, {"folder", EISDIR}, {"file/deep", ENOTDIR},
		{"within", EISDIR},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (beneath_of(cases[i].name) != cases[i].code)
			return (int)i + 100;
	return 0;
}
static int list_outside(void) { return opened(open("outside", O_RDONLY | O_DIRECTORY)); }
static int list_target(void) {
	DIR *dir = opendir("target");
	if (!dir)
		return errno;
	int found = 0;
	while (readdir(dir))
		found++;
	closedir(dir);
	return found > 2 ? 0 : ENOENT;
}
static int prepare_secret(void) { return prepared = open("outside/secret", O_PATH); }
static int reopen_descriptor(void) {
	char path[64];
	snprintf(path, sizeof path, "/proc/self/fd/%d", prepared);
	return opened(open(path, O_RDONLY));
}
static int read_through_root_of_parent(void) {
	char path[128];
	snprintf(path, sizeof path, "/proc/%d/root%s/outside/secret", (int)getppid(), scene);
	return opened(open(path, O_RDONLY));
}
static int read_memory_file_of_parent(void) {
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/mem", (int)getppid());
	return opened(open(path, O_RDONLY));
}

/* changing files */
static int write_target(void) { return opened(open("target/file", O_WRONLY)); }
static int append_target(void) { return opened(open("target/file", O_RDWR | O_APPEND)); }
static int write_outside(void) { return opened(open("outside/secret", O_WRONLY)); }
static int create(void) { return opened(open("target/new", O_WRONLY | O_CREAT, 0600)); }
static int create_to_read(void) { return opened(open("target/new", O_RDONLY | O_CREAT, 0600)); }
static int create_unnamed(void) { return opened(open("target", O_WRONLY | O_TMPFILE, 0600)); }
static int truncate_by_open(void) { return opened(open("target/file", O_RDONLY | O_TRUNC)); }
static int write_openat2(void) { return openat2_of("file", O_WRONLY, 0); }
static int create_openat2(void) { return openat2_of("new", O_RDONLY | O_CREAT, 0600); }
static int truncate_openat2(void) { return openat2_of("file", O_RDONLY | O_TRUNC, 0); }
static int truncate_path(void) { return said(truncate("target/file", 0)); }
static int truncate_passed(void) { return said(ftruncate(passed, 0)); }
static int write_passed(void) { return write(passed, "text", 4) == 4 ? 0 : errno; }
static int remove_file(void) { return said(unlink("target/file")); }
static int remove_folder(void) { return said(rmdir("target/empty")); }
static int rename_file(void) { return said(rename("target/file", "target/other")); }
static int make_folder(void) { return said(mkdir("target/new", 0700)); }
static int make_link(void) { return said(link("target/file", "target/new")); }
static int make_symlink(void) { return said(symlink("file", "target/new")); }
static int make_fifo(void) { return said(mkfifo("target/new", 0600)); }
static int change_mode(void) { return said(chmod("target/file", 0777)); }
static int change_owner(void) { return said(chown("target/file", getuid(), getgid())); }
static int change_time(void) { return said(utimensat(AT_FDCWD, "target/file", NULL, 0)); }
static int change_attribute(void) { return said(setxattr("target/file", "user.test", "x", 1, 0)); }

/* other programs and processes */
static int execute(void) {
	char *arguments[] = {(char[]){"true"}, NULL};
	return said(execve("/bin/true", arguments, arguments + 1));
}
static int prepare_program(void) {
	char buffer[4096];
	int program = open("/bin/true", O_RDONLY);
	prepared = memfd_create("program", 0);
	for (ssize_t n; (n = read(program, buffer, sizeof buffer)) > 0;)
		if (write(prepared, buffer, (size_t)n) != n)
			return -1;
	close(program);
	return prepared;
}
static int execute_memory(void) {
	char *arguments[] = {(char[]){"true"}, NULL};
	return said(syscall(SYS_execveat, prepared, "", arguments, arguments + 1, AT_EMPTY_PATH));
}
static int make_memory_file(void) { return opened(memfd_create("x", 0)); }
static int start_process(void) {
	pid_t child = fork();
	if (child == 0)
		_exit(0);
	return child < 0 ? errno : said(waitpid(child, NULL, 0));
}
static int spawn_program(void) {
	char *arguments[] = {(char[]){"true"}, NULL};
	pid_t child;
	int code = posix_spawn(&child, "/bin/true", NULL, NULL, arguments, arguments + 1);
	return code ? code : said(waitpid(child, NULL, 0));
}
static void *nothing(void *context) { return context; }
static int start_thread(void) {
	pthread_t thread;
	int code = pthread_create(&thread, NULL, nothing, NULL);
	return code ? code : pthread_join(thread, NULL);
}
static int trace_parent(void) { return said(ptrace(PTRACE_SEIZE, getppid(), NULL, NULL)); }
static int read_parent(void) {
	int copy;
	struct iovec here = {&copy, sizeof copy}, there = {&secret_number, sizeof secret_number};
	return said(process_vm_readv(getppid(), &here, 1, &there, 1, 0));
}
static int signal_parent(void) { return said(kill(getppid(), SIGCONT)); }
static int signal_thread_of_parent(void) { return said(syscall(SYS_tgkill, getppid(), getppid(), SIGCONT)); }
static int signal_itself(void) { return said(syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), SIGCONT)); }
static int watch_parent(void) { return opened(syscall(SYS_pidfd_open, getppid(), 0)); }
static int limits_of_parent(void) {
	struct rlimit limit;
	return said(prlimit(getppid(), RLIMIT_NOFILE, NULL, &limit));
}

/* network */
static int socket_inet(void) { return opened(socket(AF_INET, SOCK_STREAM, 0)); }
static int socket_unix(void) { return opened(socket(AF_UNIX, SOCK_STREAM, 0)); }
static int socket_netlink(void) { return opened(socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)); }
static int prepare_inet(void) { return prepared = socket(AF_INET, SOCK_STREAM, 0); }
static int prepare_unix(void) { return prepared = socket(AF_UNIX, SOCK_STREAM, 0); }
static int connect_inet(void) { return said(connect(prepared, (struct sockaddr *)&listening, sizeof listening)); }
static int connect_abstract(void) { return said(connect(prepared, (struct sockaddr *)&abstract, abstract_size)); }
static int bind_inet(void) {
	struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	return said(bind(prepared, (struct sockaddr *)&any, sizeof any));
}

/* the kernel and its own rights */
static int start_uring(void) {
	struct io_uring_params parameters = {0};
	return opened(syscall(SYS_io_uring_setup, 1, &parameters));
}
static int new_namespace(void) { return said(unshare(CLONE_NEWUSER)); }
static int prepare_namespace(void) { return unshare(geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS); }
static int mount_over(void) { return said(mount("none", "target", "tmpfs", 0, NULL)); }
static int executable_memory(void) {
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return p == MAP_FAILED ? errno : 0;
}
static int make_executable(void) {
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return p == MAP_FAILED ? errno : said(mprotect(p, 4096, PROT_READ | PROT_EXEC));
}
static int big_memory(void) {
	size_t size = (size_t)1 << 30;
	char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED)
		return errno;
	p[0] = p[size - 1] = 1;
	return said(munmap(p, size));
}
static int set_limit(void) {
	struct rlimit limit = {256, 256};
	return said(setrlimit(RLIMIT_NOFILE, &limit));
}
static int get_limit(void) {
	struct rlimit limit;
	return said(getrlimit(RLIMIT_NOFILE, &limit));
}
static int dump_core(void) {
	struct rlimit limit;
	return getrlimit(RLIMIT_CORE, &limit) < 0 ? errno : limit.rlim_max == 0 ? EPERM : 0;
}
static int be_traceable(void) { return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 1 ? 0 : EPERM; }
static int gain_privileges(void) { return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0 ? 0 : EPERM; }
static int hold_capability(void) {
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];
	if (syscall(SYS_capget, &header, sets) < 0)
		return errno;
	return sets[0].permitted & 1u << CAP_CHOWN ? 0 : EPERM;
}
static int use_unlisted(void) { return said(fcntl(unlisted, F_GETFD)); }
static int use_standard_input(void) {
	struct stat st;
	return fstat(STDIN_FILENO, &st) < 0 ? errno : S_ISCHR(st.st_mode) ? 0 : EBADF;
}
static int newer_call(void) {
	uint64_t range[2] = {0, 0}, counts[5];
	return said(syscall(451 /* cachestat, Linux 6.5 */, passed, range, counts, 0));
}
static int control_descriptor(void) { return said(ioctl(passed, FIOCLEX)); }
static int change_flags(void) { return said(fcntl(passed, F_SETFL, O_APPEND)); }
#ifdef __x86_64__
static int call_32_bit(void) {
	int result;
	__asm__ volatile("int $0x80" : "=a"(result) : "0"(20 /* getpid */) : "memory", "r8", "r9", "r10", "r11");
	return result > 0 ? 0 : ENOSYS;
}
static int call_x32(void) {
	/* Kernels without x32 do not know the call, and that is enough to see that nobody died of it. */
	return syscall(0x40000000 | __NR_getpid) > 0 || errno == ENOSYS ? 0 : errno;
}
#endif

/* What libraries do while they are used as they should. */
static int use_libraries(void) {
	struct sw_sha256 sha;
	char hex[65];
	sw_sha256_start(&sha);
	sw_sha256_add(&sha, SW_S("abc"));
	sw_sha256_hex(&sha, hex);
	if (memcmp(hex, "ba7816bf", 8) != 0)
		return EINVAL;
	errno = 0;
	getpwnam("nobody"); /* found or not: it must come back */
	time_t now = time(NULL);
	struct tm broken;
	if (!localtime_r(&now, &broken) || sysconf(_SC_NPROCESSORS_ONLN) < 1)
		return errno ? errno : EINVAL;
	dprintf(passed, "%d", isatty(passed));
	char *p = malloc(10 << 20);
	if (!p)
		return ENOMEM;
	memset(p, 1, 10 << 20);
	free(p);
	return usleep(10) < 0 ? errno : 0;
}

/* What comes of an act in a profile: 0 it works, an errno, or one of these. */
enum { KILLED = 1000, ANY };

static const struct profile {
	const char *name;
	int landlock; /* newest interface to use */
	bool calls;
} profiles[] = {
	{"this kernel", SW_LANDLOCK_ANY, true},
	{"Landlock of Linux 6.1", 2, true},
	{"no Landlock", 0, true},
	{"Landlock alone", SW_LANDLOCK_ANY, false},
};

enum { PROFILES = sizeof profiles / sizeof *profiles };

static const struct act {
	const char *name;
	int (*act)(void);
	int expected[PROFILES];
	int (*prepare)(void); /* before the sandbox; negative when it did not work */
	int least;            /* Landlock version without which the last profile is skipped */
} acts[] = {
	{"read in the target", read_target, {0, 0, 0, 0}},
	{"read below the target", read_sub, {0, 0, 0, 0}},
	{"read the named file", read_named, {0, 0, 0, 0}},
	{"list the target", list_target, {0, 0, 0, 0}},
	{"read outside", read_outside, {EACCES, EACCES, 0, EACCES}},
	{"read upwards from the target", read_upwards, {EACCES, EACCES, 0, EACCES}},
	{"read through a link that leads out", read_link_out, {EACCES, EACCES, 0, EACCES}},
	{"read by openat2", read_openat2, {0, ENOSYS, ENOSYS, 0}},
	{"read outside by openat2", read_outside_openat2, {EACCES, ENOSYS, ENOSYS, EACCES}},
	{"open beneath the target", beneath_deep, {0, 0, 0, 0}},
	{"open beneath through links", beneath_link, {0, 0, 0, 0}},
	{"be refused what is not beneath", beneath_refusals, {0, 0, 0, 0}},
	{"list outside", list_outside, {EACCES, EACCES, 0, EACCES}},
	{"reopen a descriptor through /proc", reopen_descriptor, {EACCES, EACCES, ANY, EACCES}, prepare_secret},
	{"read through the parent's root", read_through_root_of_parent, {EACCES, EACCES, ANY, EACCES}},
	{"read the parent's memory file", read_memory_file_of_parent, {EACCES, EACCES, ANY, EACCES}},

	{"write in the target", write_target, {EPERM, EPERM, EPERM, EACCES}},
	{"append in the target", append_target, {EPERM, EPERM, EPERM, EACCES}},
	{"write outside", write_outside, {EPERM, EPERM, EPERM, EACCES}},
	{"create a file", create, {EPERM, EPERM, EPERM, EACCES}},
	{"create a file to read it", create_to_read, {EPERM, EPERM, EPERM, EACCES}},
	{"create a file without a name", create_unnamed, {EPERM, EPERM, EPERM, EACCES}},
	{"truncate by opening", truncate_by_open, {EPERM, EPERM, EPERM, EACCES}, NULL, 3},
	{"write by openat2", write_openat2, {EACCES, ENOSYS, ENOSYS, EACCES}},
	{"create by openat2", create_openat2, {EACCES, ENOSYS, ENOSYS, EACCES}},
	{"truncate by openat2", truncate_openat2, {EACCES, ENOSYS, ENOSYS, EACCES}, NULL, 3},
	{"truncate by name", truncate_path, {EPERM, EPERM, EPERM, EACCES}, NULL, 3},
	{"truncate a passed descriptor", truncate_passed, {EPERM, EPERM, EPERM, 0}},
	{"write to a passed descriptor", write_passed, {0, 0, 0, 0}},
	{"remove a file", remove_file, {EPERM, EPERM, EPERM, EACCES}},
	{"remove a folder", remove_folder, {EPERM, EPERM, EPERM, EACCES}},
	{"rename a file", rename_file, {EPERM, EPERM, EPERM, EACCES}},
	{"make a folder", make_folder, {EPERM, EPERM, EPERM, EACCES}},
	{"make a hard link", make_link, {EPERM, EPERM, EPERM, EACCES}},
	{"make a symbolic link", make_symlink, {EPERM, EPERM, EPERM, EACCES}},
	{"make a fifo", make_fifo, {EPERM, EPERM, EPERM, EACCES}},
	{"change a mode", change_mode, {EPERM, EPERM, EPERM, 0}},
	{"change an owner", change_owner, {EPERM, EPERM, EPERM, 0}},
	{"change a time", change_time, {EPERM, EPERM, EPERM, 0}},
	{"change an attribute", change_attribute, {EPERM, EPERM, EPERM, 0}},

	{"execute a program", execute, {KILLED, KILLED, KILLED, EACCES}},
	{"execute from memory", execute_memory, {KILLED, KILLED, KILLED, ANY}, prepare_program},
	{"make a file in memory", make_memory_file, {EPERM, EPERM, EPERM, 0}},
	{"start a process", start_process, {KILLED, KILLED, KILLED, 0}},
	{"spawn a program", spawn_program, {KILLED, KILLED, KILLED, EACCES}},
	{"start a thread", start_thread, {0, 0, 0, 0}},
	{"trace the parent", trace_parent, {KILLED, KILLED, KILLED, EPERM}},
	{"read the parent's memory", read_parent, {KILLED, KILLED, KILLED, EPERM}},
	{"signal the parent", signal_parent, {KILLED, KILLED, KILLED, EPERM}, NULL, 6},
	{"signal a thread of the parent", signal_thread_of_parent, {EPERM, EPERM, EPERM, EPERM}, NULL, 6},
	{"signal itself", signal_itself, {0, 0, 0, 0}},
	{"watch the parent", watch_parent, {EPERM, EPERM, EPERM, 0}},
	{"ask the parent's limits", limits_of_parent, {EPERM, EPERM, EPERM, ANY}},

	{"internet socket", socket_inet, {EPERM, EPERM, EPERM, 0}},
	{"local socket", socket_unix, {EPERM, EPERM, EPERM, 0}},
	{"netlink socket", socket_netlink, {EPERM, EPERM, EPERM, 0}},
	{"connect to a port", connect_inet, {KILLED, KILLED, KILLED, EACCES}, prepare_inet, 4},
	{"take a port", bind_inet, {KILLED, KILLED, KILLED, EACCES}, prepare_inet, 4},
	{"connect to an abstract socket", connect_abstract, {KILLED, KILLED, KILLED, EPERM}, prepare_unix, 6},

	{"start an io_uring", start_uring, {KILLED, KILLED, KILLED, ANY}},
	{"new user namespace", new_namespace, {KILLED, KILLED, KILLED, ANY}},
	{"mount", mount_over, {KILLED, KILLED, KILLED, EPERM}, prepare_namespace},
	{"executable memory", executable_memory, {EPERM, EPERM, EPERM, 0}},
	{"memory made executable", make_executable, {EPERM, EPERM, EPERM, 0}},
	{"one gibibyte of memory", big_memory, {0, 0, 0, 0}},
	{"set a limit", set_limit, {EPERM, EPERM, EPERM, 0}},
	{"get a limit", get_limit, {0, 0, 0, 0}},
	{"dump core", dump_core, {EPERM, EPERM, EPERM, EPERM}},
	{"be traceable", be_traceable, {EPERM, EPERM, EPERM, EPERM}},
	{"gain privileges", gain_privileges, {EPERM, EPERM, EPERM, EPERM}},
	{"hold a capability", hold_capability, {EPERM, EPERM, EPERM, EPERM}},
	{"use a descriptor that was not passed", use_unlisted, {EBADF, EBADF, EBADF, EBADF}},
	{"read standard input that was not passed", use_standard_input, {0, 0, 0, 0}},
	{"make a call newer than the list", newer_call, {ENOSYS, ENOSYS, ENOSYS, 0}},
	{"control a descriptor", control_descriptor, {EPERM, EPERM, EPERM, 0}},
	{"change the flags of a descriptor", change_flags, {EPERM, EPERM, EPERM, 0}},
#ifdef __x86_64__
	{"32-bit system call", call_32_bit, {KILLED, KILLED, KILLED, 0}},
	{"x32 system call", call_x32, {KILLED, KILLED, KILLED, 0}},
#endif
	{"use libraries", use_libraries, {0, 0, 0, 0}},
};

enum { ACTS = sizeof acts / sizeof *acts };

static int put(const char *path) {
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	return fd < 0 || write(fd, "text\n", 5) != 5 ? -1 : close(fd);
}

static int set_scene(void) {
	if (chdir(scene) < 0 || mkdir("target", 0700) < 0 || mkdir("target/folder", 0700) < 0 ||
	    mkdir("target/empty", 0700) < 0 || mkdir("outside", 0700) < 0)
		return -1;
	if (put("target/file") < 0 || put("target/folder/deep") < 0 || put("named") < 0 || put("outside/secret") < 0 ||
	    symlink("../outside/secret", "target/link") < 0 || symlink("folder", "target/within") < 0 ||
	    symlink("../file", "target/folder/to-file") < 0 || symlink("loop", "target/loop") < 0 ||
	    symlink("/etc/passwd", "target/absolute") < 0)
		return -1;
	target = open("target", O_PATH | O_DIRECTORY | O_CLOEXEC);
	passed = open("passed", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	unlisted = open("outside/secret", O_RDONLY);
	return target < 0 || passed < 0 || unlisted < 0 ? -1 : 0;
}

static int confine(const struct profile *profile) {
	struct sw_sandbox sandbox;
	struct sw_err err;
	unsigned features, wanted = profile->calls ? SW_SANDBOX_CALLS : 0;
	SW_CLEANUP_FD int named = open("named", O_PATH | O_CLOEXEC);
	if (sw_sandbox_init(&sandbox, profile->landlock, &err) < 0 || sw_sandbox_read(&sandbox, target, &err) < 0 ||
	    sw_sandbox_read(&sandbox, named, &err) < 0 || sw_sandbox_keep(&sandbox, passed, &err) < 0 ||
	    sw_sandbox_keep(&sandbox, target, &err) < 0 || (prepared > 0 && sw_sandbox_keep(&sandbox, prepared, &err) < 0))
		return -1;
	sandbox.calls = profile->calls;
	if (sw_sandbox_enter(&sandbox, &features, &err) < 0)
		return -1;
	return (features & wanted) == wanted ? 0 : -1;
}

/* Ends of an attempt that are no result of the act. */
enum { SCENE_FAILED = 200, PREPARATION_FAILED, SANDBOX_FAILED };

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where) {
	(void)st, (void)kind, (void)where;
	return remove(path);
}

static void remove_scene(void) {
	nftw(scene, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* In a process of its own and a fresh scene; `profile` NULL: outside the sandbox. */
static int attempt(const struct act *act, const struct profile *profile) {
	mkdir(scene, 0700);
	pid_t child = fork();
	if (child == 0) {
		alarm(20);
		prepared = -1;
		if (set_scene() < 0)
			_exit(SCENE_FAILED);
		if (act->prepare && act->prepare() < 0)
			_exit(PREPARATION_FAILED);
		if (profile && confine(profile) < 0)
			_exit(SANDBOX_FAILED);
		_exit(act->act());
	}
	int how;
	assert_int_equal(waitpid(child, &how, 0), child);
	remove_scene();
	return WIFEXITED(how) ? WEXITSTATUS(how) : WTERMSIG(how) == SIGSYS ? KILLED : 2000 + WTERMSIG(how);
}

static int landlock_version(void) {
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
	return version > 0 ? (int)version : 0;
}

struct test_case {
	const struct act *act;
	size_t profile;
	char name[128];
};

static void try_act(void **state) {
	const struct test_case *test = *state;
	const struct act *act = test->act;
	const struct profile *profile = &profiles[test->profile];
	int version = landlock_version();
	if (is_sanitized())
		SKIP("a build with a sanitizer has a wider sandbox\n");
	/* The unconfined standard input differs from run to run; what is confined is known. */
	static int outside_of[ACTS]; /* result of an attempt, plus one */
	int *outside = &outside_of[act - acts];
	if (*outside == 0)
		*outside = act->act == use_standard_input ? 1 : attempt(act, NULL) + 1;
	if (*outside != 1)
		SKIP("does not work outside the sandbox either: %d\n", *outside - 1);
	int least = profile->calls ? profile->landlock == SW_LANDLOCK_ANY ? 3 : profile->landlock : act->least;
	if (version < least || (!profile->calls && version == 0))
		SKIP("the kernel's Landlock is version %d\n", version);
	int got = attempt(act, profile), expected = act->expected[test->profile];
	if (expected == ANY)
		assert_true(got < SCENE_FAILED || got == KILLED);
	else
		assert_int_equal(got, expected);
}

/* What a build with a sanitizer keeps of the sandbox, and every build without seccomp. */
static void writing_is_refused_in_every_build(void **state) {
	(void)state;
	static const struct act writing = {.act = create};
	if (landlock_version() == 0)
		SKIP("the kernel has no Landlock\n");
	assert_int_equal(attempt(&writing, NULL), 0);
	assert_int_equal(attempt(&writing, &profiles[PROFILES - 1]), EACCES);
}

static void too_many_descriptors(void **state) {
	(void)state;
	struct sw_sandbox sandbox;
	struct sw_err err;
	assert_int_equal(sw_sandbox_init(&sandbox, 0, &err), 0);
	for (int fd = SW_SANDBOX_KEEP - 1; fd >= 0; fd--)
		assert_int_equal(sw_sandbox_keep(&sandbox, fd, &err), 0);
	assert_int_equal(sw_sandbox_keep(&sandbox, 7, &err), 0);
	for (int fd = 0; fd < SW_SANDBOX_KEEP; fd++)
		assert_int_equal(sandbox.keep[fd], fd);
	assert_int_equal(sw_sandbox_keep(&sandbox, SW_SANDBOX_KEEP, &err), -1);
	sw_sandbox_free(&sandbox);
}

static int listen_here(void **state) {
	(void)state;
	socklen_t size = sizeof listening;
	listening = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(listener, (struct sockaddr *)&listening, size) < 0 || listen(listener, 64) < 0 ||
	    getsockname(listener, (struct sockaddr *)&listening, &size) < 0)
		return -1;
	abstract = (struct sockaddr_un){.sun_family = AF_UNIX};
	int local = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	/* The kernel chooses an abstract name when only the family is given: unix(7). */
	abstract_size = sizeof abstract;
	if (bind(local, (struct sockaddr *)&abstract, sizeof(sa_family_t)) < 0 || listen(local, 64) < 0)
		return -1;
	return getsockname(local, (struct sockaddr *)&abstract, &abstract_size);
}

int main(void) {
	static struct test_case cases[ACTS * PROFILES];
	static struct CMUnitTest tests[ACTS * PROFILES + 2];
	size_t n = 0;
	if (!mkdtemp(scene))
		return 1;
	for (size_t i = 0; i < ACTS; i++)
		for (size_t p = 0; p < PROFILES; p++, n++) {
			cases[n] = (struct test_case){.act = &acts[i], .profile = p};
			snprintf(cases[n].name, sizeof cases[n].name, "%s: %s", profiles[p].name, acts[i].name);
			tests[n] = (struct CMUnitTest){cases[n].name, try_act, NULL, NULL, &cases[n]};
		}
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(writing_is_refused_in_every_build);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(too_many_descriptors);
	int failed = cmocka_run_group_tests_name("sandbox", tests, listen_here, NULL);
	remove_scene();
	return failed;
}
