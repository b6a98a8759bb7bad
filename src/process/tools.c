/* The broker's half of tools: it starts them, ends them, and never waits for one. */
#include "process/tool.h"
#include "base/file.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
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
	    sw_child_limit(RLIMIT_CPU, tool->seconds) < 0 || sw_child_limit(RLIMIT_AS, TOOL_MEMORY_BYTES) < 0 ||
	    sw_child_limit(RLIMIT_FSIZE, SW_TOOL_OUTPUT_BYTES) < 0 || sw_child_limit(RLIMIT_NOFILE, OPEN_FILES) < 0)
		return;
	if (sw_sandbox_keep(&sandbox, STDOUT_FILENO, &err) < 0 || sw_sandbox_keep(&sandbox, tool->program, &err) < 0 ||
	    sw_sandbox_enter(&sandbox, &features, &err) < 0)
		return;
	static char *const nothing[] = {NULL};
	syscall(SYS_execveat, tool->program, "", arguments, nothing, AT_EMPTY_PATH);
}

static int start(struct sw_child *child, const struct sw_tool *tool, const struct sw_tool_slot *slot, const struct sw_message *message) {
	if (ftruncate(slot->output, 0) < 0 || lseek(slot->output, 0, SEEK_SET) < 0)
		return -1;
	if (sw_child_start(child, tool->seconds) != 0)
		return child->process ? 0 : -1;
	become(tool, slot, message);
	_exit(126);
}

static void answer(struct sw_tools *tools, unsigned slot, enum sw_tool_result result) {
	if (result != SW_TOOL_DONE)
		tools->failures++;
	sw_answer_put(tools->slots[slot].answer, result);
}

bool sw_tools_start(struct sw_tools *tools, const struct sw_message *message) {
	unsigned slot = message->tool.slot;
	if (!tools->tool || tools->runs[slot].process)
		return false;
	if (tools->failures >= SW_TOOL_FAILURES || start(&tools->runs[slot], tools->tool, &tools->slots[slot], message) < 0)
		answer(tools, slot, SW_TOOL_REFUSED);
	return true;
}

void sw_tools_tend(struct sw_tools *tools) {
	for (unsigned i = 0; tools->tool && i < SW_TOOL_SLOTS; i++) {
		int how = 0;
		if (!sw_child_ended(&tools->runs[i], &how))
			continue;
		bool done = WIFEXITED(how) && WEXITSTATUS(how) <= 1;
		answer(tools, i, done ? SW_TOOL_DONE : tools->runs[i].late ? SW_TOOL_LATE :
			WIFEXITED(how) && WEXITSTATUS(how) == 126 ? SW_TOOL_REFUSED : SW_TOOL_FAILED);
	}
}

uint64_t sw_tools_deadline(const struct sw_tools *tools) {
	uint64_t least = UINT64_MAX;
	for (unsigned i = 0; tools->tool && i < SW_TOOL_SLOTS; i++)
		least = sw_child_deadline(&tools->runs[i], least);
	return least;
}

void sw_tools_close(struct sw_tools *tools) {
	for (unsigned i = 0; tools->tool && i < SW_TOOL_SLOTS; i++) {
		sw_child_end(&tools->runs[i]);
		close_slot(&tools->slots[i]);
	}
	tools->tool = NULL;
}
