/* The broker's half of tools: it starts them, ends them, and never waits for one. */
#include "process/tool.h"
#include "base/file.h"
#include "process/status_line.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define TOOL_MEMORY_BYTES ((rlim_t)2 << 30)
enum {
	OPEN_FILES = SW_TOOL_FIRST_FD + SW_TOOL_TEXTS + 32,
	MOST_ARGUMENTS = 16,
	NAME_ROOM = 32,
};

static void close_slot(struct sw_tool_slot *slot) {
	sw_close_p(&slot->input);
	sw_close_p(&slot->output);
	sw_close_p(&slot->answer);
}

static int open_slot(struct sw_tool_slot *slot, struct sw_err *err) {
	slot->input = memfd_create("texts", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	slot->output = memfd_create("output", MFD_CLOEXEC);
	slot->answer = eventfd(0, EFD_CLOEXEC);
	/* A worker that was taken over cannot fill the memory through it. */
	if (slot->input >= 0 && slot->output >= 0 && slot->answer >= 0 && ftruncate(slot->input, SW_TOOL_INPUT_BYTES) == 0 &&
	    fcntl(slot->input, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0)
		return 0;
	int code = errno;
	close_slot(slot);
	return sw_err_set(err, code, "memory for a tool: %s", strerror(code));
}

int sw_tools_open(struct sw_tools *tools, const struct sw_tool *tool, struct sw_err *err) {
	*tools = (struct sw_tools){0};
	if (!tool)
		return 0;
	for (unsigned i = 0; i < SW_TOOL_SLOTS; i++)
		if (open_slot(&tools->slots[i], err) < 0) {
			while (i-- > 0)
				close_slot(&tools->slots[i]);
			return -1;
		}
	tools->tool = tool;
	return 0;
}

static int limit(int resource, rlim_t most) {
	struct rlimit limit;
	if (getrlimit(resource, &limit) < 0)
		return -1;
	if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < most)
		most = limit.rlim_max;
	limit = (struct rlimit){most, most};
	return setrlimit(resource, &limit);
}

/* Each text becomes a file of its own. */
static int hand_over(struct sw_sandbox *sandbox, int input, uint32_t size, off_t at, int as, struct sw_err *err) {
	int fd = memfd_create("text", MFD_CLOEXEC);
	if (fd < 0)
		return -1;
	for (off_t end = at + size; at < end;)
		if (sendfile(fd, input, &at, (size_t)(end - at)) <= 0)
			return -1;
	if (fd == as || dup2(fd, as) < 0)
		return -1;
	close(fd);
	return sw_sandbox_keep(sandbox, as, err);
}

/* Runs in the new process; returns only when something was refused. */
static void become(const struct sw_tool *tool, const struct sw_tool_slot *slot, const struct sw_message *message) {
	char names[SW_TOOL_TEXTS][NAME_ROOM];
	const char *arguments[MOST_ARGUMENTS + SW_TOOL_TEXTS + 1];
	struct sw_sandbox sandbox = tool->sandbox;
	struct sw_err err;
	unsigned features, n = 0;
	for (; tool->arguments[n]; n++) {
		assert(n < MOST_ARGUMENTS);
		arguments[n] = tool->arguments[n];
	}
	sandbox.tool = true;
	off_t at = 0;
	for (uint32_t i = 0; i < message->tool.count; i++) {
		if (hand_over(&sandbox, slot->input, message->tool.sizes[i], at, SW_TOOL_FIRST_FD + (int)i, &err) < 0)
			return;
		at += message->tool.sizes[i];
		snprintf(names[i], sizeof names[i], "/proc/self/fd/%d", SW_TOOL_FIRST_FD + (int)i);
		arguments[n++] = names[i];
	}
	arguments[n] = NULL;
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (null < 0 || dup2(slot->output, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0 || chdir("/") < 0 ||
	    limit(RLIMIT_CPU, tool->seconds) < 0 || limit(RLIMIT_AS, TOOL_MEMORY_BYTES) < 0 ||
	    limit(RLIMIT_FSIZE, SW_TOOL_OUTPUT_BYTES) < 0 || limit(RLIMIT_NOFILE, OPEN_FILES) < 0)
		return;
	if (sw_sandbox_keep(&sandbox, STDOUT_FILENO, &err) < 0 || sw_sandbox_keep(&sandbox, tool->program, &err) < 0 ||
	    sw_sandbox_enter(&sandbox, &features, &err) < 0)
		return;
	static char *const nothing[] = {NULL};
	syscall(SYS_execveat, tool->program, "", arguments, nothing, AT_EMPTY_PATH);
}

static pid_t start(const struct sw_tool *tool, const struct sw_tool_slot *slot, const struct sw_message *message) {
	pid_t broker = getpid();
	if (ftruncate(slot->output, 0) < 0 || lseek(slot->output, 0, SEEK_SET) < 0)
		return -1;
	pid_t process = fork();
	if (process != 0)
		return process;
	sigset_t none;
	sigemptyset(&none);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 && getppid() == broker) {
		signal(SIGPIPE, SIG_DFL);
		sigprocmask(SIG_SETMASK, &none, NULL);
		become(tool, slot, message);
	}
	_exit(126);
}

static void answer(struct sw_tools *tools, unsigned slot, enum sw_tool_result result) {
	uint64_t value = result;
	if (result != SW_TOOL_DONE)
		tools->failures++;
	/* A worker that has filled the counter itself waits in vain, and ends with the broker. */
	while (write(tools->slots[slot].answer, &value, sizeof value) < 0 && errno == EINTR)
		continue;
}

bool sw_tools_start(struct sw_tools *tools, const struct sw_message *message) {
	unsigned slot = message->tool.slot;
	if (!tools->tool || tools->runs[slot].process)
		return false;
	pid_t process = tools->failures < SW_TOOL_FAILURES ? start(tools->tool, &tools->slots[slot], message) : -1;
	if (process < 0)
		answer(tools, slot, SW_TOOL_REFUSED);
	else
		tools->runs[slot] = (struct sw_tool_run){
			.process = process, .deadline = sw_clock_ns() + tools->tool->seconds * UINT64_C(1000000000)};
	return true;
}

void sw_tools_tend(struct sw_tools *tools) {
	for (unsigned i = 0; tools->tool && i < SW_TOOL_SLOTS; i++) {
		struct sw_tool_run *run = &tools->runs[i];
		int how = 0;
		if (!run->process)
			continue;
		if (!run->late && sw_clock_ns() >= run->deadline) {
			run->late = true;
			kill(run->process, SIGKILL);
		}
		if (waitpid(run->process, &how, WNOHANG) != run->process)
			continue;
		bool done = WIFEXITED(how) && WEXITSTATUS(how) <= 1;
		enum sw_tool_result result = done ? SW_TOOL_DONE : run->late ? SW_TOOL_LATE :
			WIFEXITED(how) && WEXITSTATUS(how) == 126 ? SW_TOOL_REFUSED : SW_TOOL_FAILED;
		*run = (struct sw_tool_run){0};
		answer(tools, i, result);
	}
}

int sw_tools_patience(const struct sw_tools *tools) {
	uint64_t now = sw_clock_ns(), least = UINT64_MAX;
	for (unsigned i = 0; tools->tool && i < SW_TOOL_SLOTS; i++)
		if (tools->runs[i].process && !tools->runs[i].late && tools->runs[i].deadline < least)
			least = tools->runs[i].deadline;
	if (least == UINT64_MAX)
		return -1;
	return least <= now ? 0 : (int)((least - now) / 1000000) + 1;
}

void sw_tools_close(struct sw_tools *tools) {
	for (unsigned i = 0; tools->tool && i < SW_TOOL_SLOTS; i++) {
		pid_t process = tools->runs[i].process;
		if (process) {
			kill(process, SIGKILL);
			while (waitpid(process, NULL, 0) < 0 && errno == EINTR)
				continue;
		}
		close_slot(&tools->slots[i]);
	}
	tools->tool = NULL;
}
