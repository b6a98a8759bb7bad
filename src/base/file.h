/* Reading files without trusting what they are. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

/* Closes the descriptor when it leaves scope: SW_CLEANUP_FD int fd = -1; */
#define SW_CLEANUP_FD __attribute__((cleanup(sw_close_p)))
void sw_close_p(const int *fd);

/* Opens `path` beneath directory `dir` for reading: symbolic links are followed only while they stay beneath it
 * (openat2 with RESOLVE_BENEATH, or the same walk step by step), nothing blocks, and what is not a regular file is refused. Returns a descriptor or -1. */
int sw_open_beneath(int dir, const char *path, struct sw_err *err);

/* Opens any path that a person named. The same refusals, but links may lead anywhere. */
int sw_open_named(const char *path, struct sw_err *err);

/* Reads all of `fd` into the arena, NUL-terminated behind the last byte; more than `limit` bytes is an error. */
int sw_read_all(struct sw_arena *arena, int fd, size_t limit, struct sw_str *text, struct sw_err *err);
