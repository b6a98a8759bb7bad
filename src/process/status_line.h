/* One line on the terminal that says how far the work is, redrawn in place and erased at the end. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum {
	SW_STATUS_INTERVAL_NS = 100000000, /* between two drawings, and before the first: short runs draw nothing */
};

struct sw_status_line {
	bool wanted;   /* standard error is a terminal that can erase */
	bool drawn;    /* something stands on the line */
	uint64_t next; /* when it may be drawn again, nanoseconds of the monotonic clock */
};

/* The monotonic clock in nanoseconds. */
uint64_t sw_clock_ns(void);

void sw_status_start(struct sw_status_line *line);
/* Draws "phase done of total" unless the last drawing was just now. */
void sw_status_draw(struct sw_status_line *line, const char *phase, uint64_t done, uint64_t total);
void sw_status_erase(struct sw_status_line *line);
