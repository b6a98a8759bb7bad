/* Processes that the broker starts on behalf of the worker, each with a time limit, and the counters by which the worker
 * hears how one has ended. The broker never waits for one. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

struct sw_child {
	pid_t process;     /* 0: none */
	uint64_t deadline; /* nanoseconds of the monotonic clock */
	bool late;         /* it was killed because its time was up */
};

/* Forks. In the child, where it gives 0, no signal is held back, and the kernel kills it when the broker ends; it must
 * leave by _exit. -1: there is no such process, and *child is empty. */
pid_t sw_child_start(struct sw_child *child, unsigned seconds);
/* True when it has ended since it was last asked: *how is as of waitpid, child->process is 0, child->late tells. Kills it
 * when its time is up. */
bool sw_child_ended(struct sw_child *child, int *how);
/* The nanosecond at which sw_child_ended must be asked, or `least` if that is earlier. */
uint64_t sw_child_deadline(const struct sw_child *child, uint64_t least);
/* Kills and reaps it, if there is one. */
void sw_child_end(struct sw_child *child);

/* In the child: no more than `most` of a resource. 0 or -1. */
int sw_child_limit(int resource, rlim_t most);

/* Milliseconds of poll() until the deadline; -1: there is none (UINT64_MAX). */
int sw_patience(uint64_t deadline);

/* An answer is a number above 0 through an eventfd. A worker that has filled the counter itself waits in vain, and ends
 * with the broker. */
void sw_answer_put(int fd, uint64_t answer);
/* Waits for it; 0 when none can come. */
uint64_t sw_answer_take(int fd);
