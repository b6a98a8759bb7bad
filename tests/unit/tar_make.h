/* Archives in memory, written block by block, so that a test can break each of them where it wants. */
#pragma once
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct archive {
	char *p; /* malloc'd */
	size_t n, at;
};

/* `n` zeros at the end. */
static inline char *more(struct archive *archive, size_t n) {
	archive->p = realloc(archive->p, archive->n + n);
	memset(archive->p + archive->n, 0, n);
	archive->n += n;
	return archive->p + archive->n - n;
}

/* Makes the checksum right again. */
static inline void seal(char *header) {
	unsigned sum = 0;
	memset(header + 148, ' ', 8);
	for (int i = 0; i < 512; i++)
		sum += (unsigned char)header[i];
	char text[8];
	snprintf(text, sizeof text, "%06o", sum);
	memcpy(header + 148, text, 7);
}

/* The header stays where it is until more is added. `size` as it is written. */
static inline char *put_header(struct archive *archive, const char *name, char type, const char *size) {
	char *header = more(archive, 512);
	memcpy(header, name, strlen(name) < 100 ? strlen(name) : 100);
	memcpy(header + 100, "0004755", 7);
	memcpy(header + 124, size, strlen(size));
	header[156] = type;
	memcpy(header + 257, "ustar\0" "00", 8);
	seal(header);
	return header;
}

static inline void put(struct archive *archive, const char *name, char type, const char *body, size_t n) {
	char size[32];
	snprintf(size, sizeof size, "%011zo", n);
	put_header(archive, name, type, size);
	memcpy(more(archive, (n + 511) / 512 * 512), body, n);
}

static inline void put_text(struct archive *archive, const char *name, char type, const char *body) {
	put(archive, name, type, body, strlen(body));
}

static inline void put_end(struct archive *archive) {
	more(archive, 1024);
}
