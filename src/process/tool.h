/* A program of somebody else that a person asked for by an option, run on texts of the input. The worker cannot start
 * anything: it puts the texts into memory that it shares with the broker and asks; the broker starts the program, confined
 * for itself, and the worker reads what it wrote. Which program, with which arguments, was settled before any input was
 * read; a request says nothing but how many texts there are and how long each is.
 *
 * The program gets nothing but its texts, as the files /proc/self/fd/200 and on, and gives nothing but its standard output:
 * no environment, no network, no file but those it needs to start, no other process, and limits of time, memory and output. */
#pragma once
#include "base/arena.h"
#include "process/child.h"
#include "process/message.h"
#include "process/sandbox.h"

enum {
	SW_TOOL_SLOTS = 2,               /* programs that run at the same time */
	SW_TOOL_INPUT_BYTES = 1 << 20,   /* of one request */
	SW_TOOL_OUTPUT_BYTES = 16 << 20, /* of one request */
	SW_TOOL_FIRST_FD = 200,          /* of the texts, in the program */
	SW_TOOL_FAILURES = 8,            /* requests that may fail; the next ones are refused, so that the run comes to its end */
};

/* Made by the broker's side before anything was read. */
struct sw_tool {
	int program;                 /* descriptor of the program */
	const char *const *arguments; /* the name first, those of the texts follow; NULL ends */
	unsigned seconds;            /* of waiting, and of processor time */
	struct sw_sandbox sandbox;
};

/* Finds a program of this name in `path`, a list as in PATH: its real absolute path, for sw_tool_open. Relative places are
 * passed over. -1: there is none. */
int sw_tool_find(const char *name, const char *path, char *found, size_t room, struct sw_err *err);
/* Opens the program and makes its sandbox. `landlock` as for sw_sandbox_init. Everything is closed after an error. */
int sw_tool_open(struct sw_tool *tool, const char *program, const char *const *arguments, int landlock, struct sw_err *err);
void sw_tool_close(struct sw_tool *tool);

enum sw_tool_result {
	SW_TOOL_DONE = 1, /* it ended with status 0 or 1 */
	SW_TOOL_FAILED,   /* another status, a signal, or too much output */
	SW_TOOL_LATE,     /* its time was up */
	SW_TOOL_REFUSED,  /* it could not be started, or too many requests have failed */
};

/* What one request at a time goes through, shared by broker and worker. */
struct sw_tool_slot {
	int input, output; /* files in memory */
	int answer;        /* an eventfd: the result */
};

/* The broker's half. */
struct sw_tools {
	const struct sw_tool *tool; /* NULL: there is none, and nothing else is set */
	struct sw_tool_slot slots[SW_TOOL_SLOTS];
	struct sw_child runs[SW_TOOL_SLOTS];
	unsigned failures;
};

int sw_tools_open(struct sw_tools *tools, const struct sw_tool *tool, struct sw_err *err);
/* Starts what a checked message asks for. False when nobody who keeps to the rules would ask. */
bool sw_tools_start(struct sw_tools *tools, const struct sw_message *message);
/* Answers for programs that have ended, and ends those whose time is up. */
void sw_tools_tend(struct sw_tools *tools);
/* When sw_tools_tend must be called at the latest, nanoseconds of the monotonic clock; UINT64_MAX: when a child has ended. */
uint64_t sw_tools_deadline(const struct sw_tools *tools);
/* Ends all that runs and closes the slots. */
void sw_tools_close(struct sw_tools *tools);

/* The worker's half: runs the program on `count` texts (1 to SW_TOOL_TEXTS, in all at most SW_TOOL_INPUT_BYTES) and waits.
 * A slot is for one thread at a time. *output is in the arena; empty unless DONE. */
enum sw_tool_result sw_tool_run(int channel, unsigned number, const struct sw_tool_slot *slot, const struct sw_str *texts,
				unsigned count, struct sw_arena *arena, struct sw_str *output);
