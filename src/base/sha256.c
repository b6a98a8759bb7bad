#include "base/sha256.h"
#include <assert.h>
#include <openssl/evp.h>

void sw_sha256_start(struct sw_sha256 *sha) {
	sha->context = EVP_MD_CTX_new();
	int ok = sha->context && EVP_DigestInit_ex(sha->context, EVP_sha256(), NULL);
	assert(ok);
	(void)ok;
}

void sw_sha256_add(struct sw_sha256 *sha, struct sw_str bytes) {
	int ok = EVP_DigestUpdate(sha->context, bytes.p, bytes.n);
	assert(ok);
	(void)ok;
}

void sw_sha256_hex(struct sw_sha256 *sha, char hex[65]) {
	unsigned char digest[32];
	int ok = EVP_DigestFinal_ex(sha->context, digest, NULL);
	assert(ok);
	(void)ok;
	EVP_MD_CTX_free(sha->context);
	sha->context = NULL;
	for (int i = 0; i < 32; i++) {
		hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
		hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
	}
	hex[64] = '\0';
}
