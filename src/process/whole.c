#include "process/whole.h"
#include <errno.h>
#include <unistd.h>

bool sw_write_whole(int fd, struct sw_str text) {
	while (text.n) {
		ssize_t done = write(fd, text.p, text.n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		text = sw_str_from(text, (size_t)done);
	}
	return true;
}

bool sw_read_whole(int fd, void *p, size_t n, uint64_t at) {
	for (char *to = p; n;) {
		ssize_t done = pread(fd, to, n, (off_t)at);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		to += done;
		at += (uint64_t)done;
		n -= (size_t)done;
	}
	return true;
}
