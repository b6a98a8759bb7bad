/* Writing and reading to the last byte, whatever a signal or a full pipe makes of one call. */
#pragma once
#include "base/str.h"

/* All of the text. False, with errno: some of it may have been written. */
bool sw_write_whole(int fd, struct sw_str text);
/* `n` bytes that stand at `at`; where the descriptor stands stays as it is. False: there are not so many, or they cannot be
 * read. */
bool sw_read_whole(int fd, void *p, size_t n, uint64_t at);
