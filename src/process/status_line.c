#include "process/status_line.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Back to the first column, erase to the end of the line: ECMA-48 8.3.41. */
#define ERASE "\r\033[K"

uint64_t sw_clock_ns(void) {
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* A terminal that does not take the line is no reason to fail. */
static void put(const char *text, size_t n) {
	ssize_t written = write(STDERR_FILENO, text, n);
	(void)written;
}

void sw_status_start(struct sw_status_line *line) {
	const char *term = getenv("TERM");
	*line = (struct sw_status_line){.next = sw_clock_ns() + SW_STATUS_INTERVAL_NS};
	line->wanted = term && strcmp(term, "dumb") != 0 && isatty(STDERR_FILENO);
}

void sw_status_draw(struct sw_status_line *line, const char *phase, uint64_t done, uint64_t total) {
	uint64_t now = sw_clock_ns();
	if (!line->wanted || now < line->next)
		return;
	line->next = now + SW_STATUS_INTERVAL_NS;
	line->drawn = true;
	/* Shorter than any terminal is wide: a line that wraps could not be erased. */
	char text[80];
	int n = total ? snprintf(text, sizeof text, ERASE "%.24s %" PRIu64 " of %" PRIu64, phase, done, total)
		      : snprintf(text, sizeof text, ERASE "%.24s %" PRIu64, phase, done);
	put(text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
}

void sw_status_erase(struct sw_status_line *line) {
	if (line->drawn)
		put(ERASE, sizeof ERASE - 1);
	line->drawn = false;
}
