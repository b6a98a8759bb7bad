#include "process/sandbox.h"
#include "process/calls.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__has_feature)
#define HAS_FEATURE(feature) __has_feature(feature)
#else
#define HAS_FEATURE(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || HAS_FEATURE(address_sanitizer) || \
	HAS_FEATURE(thread_sanitizer) || HAS_FEATURE(memory_sanitizer) || HAS_FEATURE(undefined_behavior_sanitizer)
static const bool sanitized = true;
#else
static const bool sanitized = false;
#endif

/* Landlock's interface, linux/landlock.h. The headers of older systems lack the later parts, and what matters is the
 * kernel that runs. */
enum {
	CREATE_RULESET_VERSION = 1,
	RULE_PATH_BENEATH = 1,
	FS_EXECUTE = 1 << 0,
	FS_READ_FILE = 1 << 2,
	FS_READ_DIR = 1 << 3,
	NET_BIND_TCP = 1 << 0,
	NET_CONNECT_TCP = 1 << 1,
	SCOPE_ABSTRACT_SOCKET = 1 << 0,
	SCOPE_SIGNAL = 1 << 1,
};

/* Older kernels take the longer structure as long as what they do not know is zero. */
struct ruleset_attr {
	uint64_t files, network, scoped;
};

struct path_beneath_attr {
	uint64_t allowed;
	int32_t parent;
} __attribute__((packed));

/* Which version brought what: 1 the first thirteen rights on files, 2 linking and renaming between folders, 3 truncating,
 * 4 TCP, 5 ioctl on devices, 6 scopes, 7 nothing to refuse. */
static uint64_t file_rights(int version) {
	unsigned rights = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13;
	return (UINT64_C(1) << rights) - 1;
}

/* One place with all beneath it. */
static int allow_reading(const struct sw_sandbox *sandbox, int fd, uint64_t more, struct sw_err *err) {
	struct stat st;
	if (fstat(fd, &st) < 0)
		return sw_err_set(err, errno, "sandbox: %s", strerror(errno));
	struct path_beneath_attr rule = {.allowed = FS_READ_FILE | more, .parent = fd};
	if (S_ISDIR(st.st_mode))
		rule.allowed |= FS_READ_DIR;
	if (syscall(SYS_landlock_add_rule, sandbox->ruleset, RULE_PATH_BENEATH, &rule, 0) < 0)
		return sw_err_set(err, errno, "landlock rule: %s", strerror(errno));
	return 0;
}

/* A report of a sanitizer reads /proc/self/maps, libraries and their symbols, and runs a symbolizer. */
static int widen(const struct sw_sandbox *sandbox, struct sw_err *err) {
	int top = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (top < 0)
		return sw_err_set(err, errno, "/: %s", strerror(errno));
	int result = allow_reading(sandbox, top, FS_EXECUTE, err);
	close(top);
	return result;
}

int sw_sandbox_init(struct sw_sandbox *sandbox, int landlock, struct sw_err *err) {
	*sandbox = (struct sw_sandbox){.ruleset = -1, .calls = !sanitized, .keep = {STDERR_FILENO}, .keep_count = 1};
	/* Refused where the kernel was built or started without it, and by older container runtimes. */
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_RULESET_VERSION);
	if (version > landlock)
		version = landlock;
	if (version < 1)
		return 0;
	sandbox->landlock = (int)version;
	struct ruleset_attr attr = {.files = file_rights(sandbox->landlock)};
	if (version >= 4)
		attr.network = NET_BIND_TCP | NET_CONNECT_TCP;
	if (version >= 6)
		attr.scoped = SCOPE_ABSTRACT_SOCKET | SCOPE_SIGNAL;
	sandbox->ruleset = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
	if (sandbox->ruleset < 0)
		return sw_err_set(err, errno, "landlock: %s", strerror(errno));
	if (sanitized && widen(sandbox, err) < 0) {
		sw_sandbox_free(sandbox);
		return -1;
	}
	return 0;
}

int sw_sandbox_read(struct sw_sandbox *sandbox, int fd, struct sw_err *err) {
	return sandbox->ruleset < 0 ? 0 : allow_reading(sandbox, fd, 0, err);
}

int sw_sandbox_run(struct sw_sandbox *sandbox, int fd, struct sw_err *err) {
	return sandbox->ruleset < 0 ? 0 : allow_reading(sandbox, fd, FS_EXECUTE, err);
}

/* The list stays sorted and without doubles, so that what lies between can be closed range by range. */
int sw_sandbox_keep(struct sw_sandbox *sandbox, int fd, struct sw_err *err) {
	size_t at = sandbox->keep_count;
	while (at > 0 && sandbox->keep[at - 1] > fd)
		at--;
	if (at > 0 && sandbox->keep[at - 1] == fd)
		return 0;
	if (sandbox->keep_count == SW_SANDBOX_KEEP)
		return sw_err_set(err, EMFILE, "sandbox: more than %d descriptors to keep", SW_SANDBOX_KEEP);
	memmove(sandbox->keep + at + 1, sandbox->keep + at, (sandbox->keep_count - at) * sizeof *sandbox->keep);
	sandbox->keep[at] = fd;
	sandbox->keep_count++;
	return 0;
}

void sw_sandbox_free(struct sw_sandbox *sandbox) {
	if (sandbox->ruleset >= 0)
		close(sandbox->ruleset);
	sandbox->ruleset = -1;
}

static void close_between(int first, int last) {
	if (first > last || syscall(SYS_close_range, first, last, 0) == 0)
		return;
	/* Linux before 5.9 */
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && (rlim_t)last >= limit.rlim_cur)
		last = (int)limit.rlim_cur - 1;
	for (int fd = first; fd <= last; fd++)
		close(fd);
}

static bool keeps(const struct sw_sandbox *sandbox, int fd) {
	for (size_t i = 0; i < sandbox->keep_count; i++)
		if (sandbox->keep[i] == fd)
			return true;
	return false;
}

/* Closes what is not listed. A program whose standard descriptors are closed would get them back from its next open,
 * and its messages would go into a file; so they become /dev/null. */
static int close_others(const struct sw_sandbox *sandbox, struct sw_err *err) {
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (null < 0)
		return sw_err_set(err, errno, "/dev/null: %s", strerror(errno));
	for (int fd = STDIN_FILENO; fd <= STDOUT_FILENO; fd++)
		if (fd != null && !keeps(sandbox, fd) && dup2(null, fd) < 0)
			return sw_err_set(err, errno, "/dev/null: %s", strerror(errno));
	int next = STDERR_FILENO;
	for (size_t i = 0; i < sandbox->keep_count; i++) {
		close_between(next, sandbox->keep[i] - 1);
		if (sandbox->keep[i] >= next)
			next = sandbox->keep[i] + 1;
	}
	close_between(next, INT32_MAX);
	return 0;
}

/* Reading files of other users is what root is asked for; everything else that root may do is given up, even what a
 * system call on the list would honour. Another program gets its texts and needs nothing of that. */
static int drop_capabilities(bool tool, struct sw_err *err) {
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3] = {0};
	if (syscall(SYS_capget, &header, sets) < 0)
		return sw_err_set(err, errno, "capabilities: %s", strerror(errno));
	uint32_t wanted = tool ? 0 : 1u << CAP_DAC_READ_SEARCH | 1u << CAP_DAC_OVERRIDE;
	uint32_t kept = sets[0].permitted & wanted;
	sets[0] = (struct __user_cap_data_struct){.permitted = kept, .effective = kept & sets[0].effective};
	sets[1] = (struct __user_cap_data_struct){0};
	if (syscall(SYS_capset, &header, sets) < 0)
		return sw_err_set(err, errno, "capabilities: %s", strerror(errno));
	return 0;
}

static int give_up_rights(bool tool, struct sw_err *err) {
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return sw_err_set(err, errno, "no new privileges: %s", strerror(errno));
	/* A dump would hold what was read, secrets included. */
	struct rlimit none = {0};
	if (setrlimit(RLIMIT_CORE, &none) < 0)
		return sw_err_set(err, errno, "limit of core dumps: %s", strerror(errno));
	if (!sanitized && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return sw_err_set(err, errno, "not traceable: %s", strerror(errno));
	return drop_capabilities(tool, err);
}

int sw_sandbox_enter(const struct sw_sandbox *sandbox, unsigned *features, struct sw_err *err) {
	*features = 0;
	if (give_up_rights(sandbox->tool, err) < 0)
		return -1;
	if (sandbox->ruleset < 0) {
		if (close_others(sandbox, err) < 0)
			return -1;
	} else {
		/* /dev/null is opened before the rules hold, the rules' own descriptor is closed when they do. */
		struct sw_sandbox last = *sandbox;
		if (sw_sandbox_keep(&last, sandbox->ruleset, err) < 0 || close_others(&last, err) < 0)
			return -1;
		if (syscall(SYS_landlock_restrict_self, sandbox->ruleset, 0) < 0)
			return sw_err_set(err, errno, "landlock: %s", strerror(errno));
		close(sandbox->ruleset);
		*features |= SW_SANDBOX_FILES | (sandbox->landlock >= 3 ? SW_SANDBOX_TRUNCATE : 0) |
			     (sandbox->landlock >= 4 ? SW_SANDBOX_TCP : 0) |
			     (sandbox->landlock >= 6 ? SW_SANDBOX_SCOPES : 0);
	}
	if (!sandbox->calls)
		return 0;
	int filtered = sw_calls_filter(sandbox->tool ? SW_CALLS_TOOL : SW_CALLS_WORKER, sandbox->landlock >= 3, err);
	if (filtered > 0)
		*features |= SW_SANDBOX_CALLS;
	return filtered < 0 ? -1 : 0;
}
