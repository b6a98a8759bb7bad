/* The digest's own functions and not EVP: fetching it through a provider initialises half of OpenSSL, which costs a scan of
 * one Dockerfile more than everything else it hashes. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "base/sha256.h"
#include <assert.h>
#include <openssl/sha.h>
#include <stdlib.h>

void sw_sha256_start(struct sw_sha256 *sha) {
	sha->context = malloc(sizeof(SHA256_CTX));
	int ok = sha->context && SHA256_Init(sha->context);
	assert(ok);
	(void)ok;
}

void sw_sha256_add(struct sw_sha256 *sha, struct sw_str bytes) {
	int ok = SHA256_Update(sha->context, bytes.p, bytes.n);
	assert(ok);
	(void)ok;
}

void sw_sha256_hex(struct sw_sha256 *sha, char hex[65]) {
	unsigned char digest[SHA256_DIGEST_LENGTH];
	int ok = SHA256_Final(digest, sha->context);
	assert(ok);
	(void)ok;
	free(sha->context);
	sha->context = NULL;
	for (int i = 0; i < SHA256_DIGEST_LENGTH; i++) {
		hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
		hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
	}
	hex[64] = '\0';
}

bool sw_sha256_digest(struct sw_str text) {
	struct sw_str prefix = SW_S("sha256:");
	return text.n == prefix.n + 64 && sw_str_starts(text, prefix) && sw_str_is_lower_hex(sw_str_from(text, prefix.n));
}
