#include "base/out.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FLUSH_AT = 64 << 10 };

void sw_out_init(struct sw_out *out, int fd) {
	*out = (struct sw_out){.fd = fd};
}

void sw_out_free(struct sw_out *out) {
	free(out->p);
	*out = (struct sw_out){.fd = -1};
}

static void write_buffer(struct sw_out *out) {
	for (size_t at = 0; at < out->n && !out->failed;) {
		ssize_t put = write(out->fd, out->p + at, out->n - at);
		if (put >= 0)
			at += (size_t)put;
		else if (errno != EINTR)
			out->failed = errno;
	}
	out->n = 0;
}

int sw_out_flush(struct sw_out *out, struct sw_err *err) {
	if (out->fd >= 0)
		write_buffer(out);
	return out->failed ? sw_err_set(err, out->failed, "cannot write: %s", strerror(out->failed)) : 0;
}

static char *room_for(struct sw_out *out, size_t n) {
	if (out->failed)
		return NULL;
	if (out->fd >= 0 && out->n >= FLUSH_AT)
		write_buffer(out);
	size_t want;
	if (__builtin_add_overflow(out->n, n, &want)) {
		out->failed = ENOMEM;
		return NULL;
	}
	if (want > out->cap) {
		size_t cap = out->cap ? out->cap : 4096;
		while (cap < want)
			cap = cap > SIZE_MAX / 2 ? want : cap * 2;
		char *p = realloc(out->p, cap);
		if (!p) {
			out->failed = ENOMEM;
			return NULL;
		}
		out->p = p;
		out->cap = cap;
	}
	return out->p + out->n;
}

void sw_out_bytes(struct sw_out *out, const void *p, size_t n) {
	char *to = n ? room_for(out, n) : NULL;
	if (to) {
		memcpy(to, p, n);
		out->n += n;
	}
}

void sw_out_byte(struct sw_out *out, char c) {
	if (out->n < out->cap && out->n < FLUSH_AT && !out->failed) {
		out->p[out->n++] = c;
		return;
	}
	sw_out_bytes(out, &c, 1);
}

void sw_out_str(struct sw_out *out, struct sw_str s) {
	sw_out_bytes(out, s.p, s.n);
}

void sw_out_z(struct sw_out *out, const char *z) {
	sw_out_bytes(out, z, strlen(z));
}

void sw_out_vprintf(struct sw_out *out, const char *format, va_list args) {
	va_list again;
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	char *to = n >= 0 ? room_for(out, (size_t)n + 1) : NULL;
	if (to) {
		vsnprintf(to, (size_t)n + 1, format, again);
		out->n += (size_t)n;
	}
	va_end(again);
}

void sw_out_printf(struct sw_out *out, const char *format, ...) {
	va_list args;
	va_start(args, format);
	sw_out_vprintf(out, format, args);
	va_end(args);
}

struct sw_str sw_out_text(const struct sw_out *out) {
	return (struct sw_str){out->p, out->n};
}
