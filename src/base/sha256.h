/* SHA-256 of bytes, through OpenSSL. Used for fingerprints and digests. */
#pragma once
#include "base/str.h"

struct sw_sha256 {
	void *context; /* SHA256_CTX */
};

void sw_sha256_start(struct sw_sha256 *sha);
void sw_sha256_add(struct sw_sha256 *sha, struct sw_str bytes);
/* Lower-case hex, NUL-terminated; ends and frees the computation. */
void sw_sha256_hex(struct sw_sha256 *sha, char hex[65]);
/* Whether the text is "sha256:" and 64 digits in small letters. */
bool sw_sha256_digest(struct sw_str text);
