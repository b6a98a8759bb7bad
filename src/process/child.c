#include "process/child.h"
#include "process/status_line.h"
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t sw_child_start(struct sw_child *child, unsigned seconds) {
	pid_t broker = getpid(), process = fork();
	*child = (struct sw_child){0};
	if (process > 0)
		*child = (struct sw_child){.process = process, .deadline = sw_clock_ns() + seconds * UINT64_C(1000000000)};
	if (process != 0)
		return process;
	sigset_t none;
	sigemptyset(&none);
	/* The broker may have been killed before this call. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0 || getppid() != broker)
		_exit(126);
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_SETMASK, &none, NULL);
	return 0;
}

bool sw_child_ended(struct sw_child *child, int *how) {
	if (!child->process)
		return false;
	if (!child->late && sw_clock_ns() >= child->deadline) {
		child->late = true;
		kill(child->process, SIGKILL);
	}
	if (waitpid(child->process, how, WNOHANG) != child->process)
		return false;
	child->process = 0;
	return true;
}

uint64_t sw_child_deadline(const struct sw_child *child, uint64_t least) {
	return child->process && !child->late && child->deadline < least ? child->deadline : least;
}

void sw_child_end(struct sw_child *child) {
	if (!child->process)
		return;
	kill(child->process, SIGKILL);
	while (waitpid(child->process, NULL, 0) < 0 && errno == EINTR)
		continue;
	child->process = 0;
}

int sw_child_limit(int resource, rlim_t most) {
	struct rlimit limit;
	if (getrlimit(resource, &limit) < 0)
		return -1;
	if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < most)
		most = limit.rlim_max;
	limit = (struct rlimit){most, most};
	return setrlimit(resource, &limit);
}

int sw_patience(uint64_t deadline) {
	uint64_t now = sw_clock_ns();
	if (deadline == UINT64_MAX)
		return -1;
	return deadline <= now ? 0 : (int)((deadline - now) / 1000000) + 1;
}

void sw_answer_put(int fd, uint64_t answer) {
	while (write(fd, &answer, sizeof answer) < 0 && errno == EINTR)
		continue;
}

uint64_t sw_answer_take(int fd) {
	uint64_t answer;
	ssize_t n;
	do
		n = read(fd, &answer, sizeof answer);
	while (n < 0 && errno == EINTR);
	return n == (ssize_t)sizeof answer ? answer : 0;
}
