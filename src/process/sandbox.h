/* Confinement of the calling process, for good: what a reader that was taken over by its input could still do.
 *
 *   Landlock   reading beneath the listed places only; no writing, creating, removing, truncating or executing; no TCP;
 *              no signals to and no abstract sockets of other processes (as far as the kernel's version goes)
 *   seccomp    the system calls of calls.c only
 *   the rest   no new privileges, no capabilities but those to read files, no core dumps, not traceable, every
 *              descriptor closed but the listed ones
 *
 * A kernel without Landlock or seccomp is no error: what was achieved is told, and the caller says so once.
 * A build with a sanitizer has a wider profile, because its reports read /proc and run a symbolizer: Landlock lets
 * everything be read and executed but nothing be written, and seccomp is left out. */
#pragma once
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

enum sw_sandbox_feature {
	SW_SANDBOX_FILES = 1,    /* files are read only beneath the listed places, and nothing is written */
	SW_SANDBOX_TRUNCATE = 2, /* Landlock covers truncation too, which lets openat2 be allowed */
	SW_SANDBOX_TCP = 4,      /* Landlock refuses TCP besides seccomp */
	SW_SANDBOX_SCOPES = 8,   /* Landlock refuses signals and abstract sockets besides seccomp */
	SW_SANDBOX_CALLS = 16,   /* seccomp is in force */
};

enum {
	SW_SANDBOX_KEEP = 64, /* most descriptors that stay open */
};

/* Made by the broker before it forks, entered by the worker. */
struct sw_sandbox {
	int landlock; /* version of the Landlock interface in use; 0: the kernel has none */
	int ruleset;  /* descriptor of the Landlock rules, or -1 */
	bool tool;    /* it is for another program, which is about to be started: process/tool.h */
	bool calls;   /* seccomp is wanted: yes, but in builds with a sanitizer */
	int keep[SW_SANDBOX_KEEP];
	size_t keep_count;
};

/* The newest Landlock that the kernel has. */
#define SW_LANDLOCK_ANY 1000

/* Nothing may be read, only standard error stays open. `landlock` is the newest interface to use, SW_LANDLOCK_ANY but
 * in tests that act an older kernel; 0 does without. */
int sw_sandbox_init(struct sw_sandbox *sandbox, int landlock, struct sw_err *err);
/* The folder with all beneath it, or the file, that `fd` stands for (opened with O_PATH or for reading) may be read.
 * `fd` is not needed afterwards. */
int sw_sandbox_read(struct sw_sandbox *sandbox, int fd, struct sw_err *err);
/* The same, and programs may be started from there, which stay confined. */
int sw_sandbox_run(struct sw_sandbox *sandbox, int fd, struct sw_err *err);
/* `fd` stays open in the worker. Standard input and output are /dev/null there unless they are kept. */
int sw_sandbox_keep(struct sw_sandbox *sandbox, int fd, struct sw_err *err);
/* Gives the rules back; the sandbox of a process that has entered it stays. */
void sw_sandbox_free(struct sw_sandbox *sandbox);

/* Confines the calling process, which must have one thread. *features (set of enum sw_sandbox_feature) tells what
 * holds. After an error the process is half confined and must end. */
int sw_sandbox_enter(const struct sw_sandbox *sandbox, unsigned *features, struct sw_err *err);
