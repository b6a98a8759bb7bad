/* measure [-o FILE] RUNS COMMAND…: runs a command several times, its output thrown away or kept in FILE, and prints a line a run: wall time in microseconds, peak memory in KiB, exit status. A
 * program of its own because peak memory as the kernel counts it starts from the parent's at the moment of the fork, and
 * an interpreter is larger than what is measured. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t now(void) {
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static void become(char **command, const char *output) {
	int null = open("/dev/null", O_RDWR), out = output ? open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600) : null;
	dup2(null, 0);
	dup2(out, 1);
	dup2(null, 2);
	execvp(command[0], command);
	_exit(127);
}

int main(int argc, char **argv) {
	const char *output = NULL;
	if (argc > 3 && strcmp(argv[1], "-o") == 0) {
		output = argv[2];
		argv += 2;
		argc -= 2;
	}
	int runs = argc > 2 ? atoi(argv[1]) : 0;
	if (runs < 1) {
		fprintf(stderr, "usage: measure [-o FILE] RUNS COMMAND [ARG …]\n");
		return 2;
	}
	for (int i = 0; i < runs; i++) {
		int64_t start = now();
		pid_t child = fork();
		if (child == 0)
			become(argv + 2, output);
		int status;
		struct rusage used;
		if (child < 0 || wait4(child, &status, 0, &used) != child)
			return 1;
		printf("%lld %ld %d\n", (long long)(now() - start), used.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128);
	}
	return 0;
}
