/* Text that is being written: a growing buffer, flushed to a descriptor when it has one. All reports and dumps go
 * through it. The first failed write is remembered and ends all writing. */
#pragma once
#include "base/err.h"
#include "base/str.h"
#include <stdarg.h>

struct sw_out {
	int fd;     /* where full buffers go; -1: everything stays in memory */
	char *p;    /* malloc'd */
	size_t n, cap;
	int failed; /* errno of the first failure, ENOMEM included */
};

#define SW_CLEANUP_OUT __attribute__((cleanup(sw_out_free)))

void sw_out_init(struct sw_out *out, int fd);
/* Drops the buffer without writing it. */
void sw_out_free(struct sw_out *out);
/* Writes what is buffered. 0, or -1 when this or an earlier write failed. */
int sw_out_flush(struct sw_out *out, struct sw_err *err);

void sw_out_bytes(struct sw_out *out, const void *p, size_t n);
void sw_out_byte(struct sw_out *out, char c);
void sw_out_str(struct sw_out *out, struct sw_str s);
void sw_out_z(struct sw_out *out, const char *z);
void sw_out_printf(struct sw_out *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
void sw_out_vprintf(struct sw_out *out, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
/* What is in memory and not yet flushed. */
struct sw_str sw_out_text(const struct sw_out *out);
