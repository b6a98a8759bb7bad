/* What both sides of a tool agree on, and the worker's half. */
#include "process/tool.h"
#include "base/file.h"
#include "process/whole.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_program(const char *path) {
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

int sw_tool_find(const char *name, const char *path, char *found, size_t room, struct sw_err *err) {
	struct sw_str rest = sw_str_of(path), folder;
	char candidate[PATH_MAX], real[PATH_MAX];
	while (rest.n && sw_str_split(&rest, ':', &folder)) {
		/* A relative place is one of the folder that is being looked at, more often than not. */
		if (!folder.n || folder.p[0] != '/')
			continue;
		int n = snprintf(candidate, sizeof candidate, "%.*s/%s", SW_ARG(folder), name);
		if (n < 0 || (size_t)n >= sizeof candidate || !is_program(candidate) || !realpath(candidate, real) || strlen(real) >= room)
			continue;
		memcpy(found, real, strlen(real) + 1);
		return 0;
	}
	return sw_err_set(err, ENOENT, "there is no %s in PATH", name);
}

/* Where programs that are linked dynamically have their loader and libraries. */
static const char *const library_places[] = {
	"/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib", "/usr/local/lib64",
	"/etc/ld.so.cache", "/nix/store", "/gnu/store",
};

static int allow_start(struct sw_tool *tool, struct sw_err *err) {
	if (sw_sandbox_run(&tool->sandbox, tool->program, err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof library_places / sizeof *library_places; i++) {
		SW_CLEANUP_FD int fd = open(library_places[i], O_PATH | O_CLOEXEC);
		/* The loader is started like a program; what else could be started there stays as confined as this. */
		if (fd >= 0 && sw_sandbox_run(&tool->sandbox, fd, err) < 0)
			return -1;
	}
	return 0;
}

int sw_tool_open(struct sw_tool *tool, const char *program, const char *const *arguments, int landlock, struct sw_err *err) {
	*tool = (struct sw_tool){.program = open(program, O_PATH | O_CLOEXEC), .arguments = arguments, .seconds = 20};
	tool->sandbox.ruleset = -1;
	if (tool->program < 0)
		return sw_err_set(err, errno, "%s: %s", program, strerror(errno));
	if (sw_sandbox_init(&tool->sandbox, landlock, err) < 0 || allow_start(tool, err) < 0) {
		sw_tool_close(tool);
		return -1;
	}
	return 0;
}

void sw_tool_close(struct sw_tool *tool) {
	sw_close_p(&tool->program);
	tool->program = -1;
	sw_sandbox_free(&tool->sandbox);
}

/* By position, not by the file's own place in it, which the program has moved. */
static bool take(struct sw_arena *arena, int fd, struct sw_str *output) {
	struct stat st;
	if (fstat(fd, &st) < 0 || st.st_size < 0 || st.st_size > SW_TOOL_OUTPUT_BYTES)
		return false;
	char *p = sw_arena_alloc(arena, (size_t)st.st_size + 1);
	if (!sw_read_whole(fd, p, (size_t)st.st_size, 0))
		return false;
	*output = sw_str(p, (size_t)st.st_size);
	return true;
}

enum sw_tool_result sw_tool_run(int channel, unsigned number, const struct sw_tool_slot *slot, const struct sw_str *texts,
				unsigned count, struct sw_arena *arena, struct sw_str *output) {
	struct sw_message message = {.kind = SW_MESSAGE_TOOL, .tool = {.slot = number, .count = count}};
	*output = (struct sw_str){0};
	if (lseek(slot->input, 0, SEEK_SET) < 0)
		return SW_TOOL_REFUSED;
	for (unsigned i = 0; i < count; i++) {
		message.tool.sizes[i] = (uint32_t)texts[i].n;
		if (!sw_write_whole(slot->input, texts[i]))
			return SW_TOOL_REFUSED;
	}
	if (sw_message_send(channel, &message) < 0)
		return SW_TOOL_REFUSED;
	uint64_t answer = sw_answer_take(slot->answer);
	enum sw_tool_result result = answer && answer <= SW_TOOL_REFUSED ? (enum sw_tool_result)answer : SW_TOOL_REFUSED;
	if (result == SW_TOOL_DONE && !take(arena, slot->output, output))
		return SW_TOOL_FAILED;
	return result;
}
