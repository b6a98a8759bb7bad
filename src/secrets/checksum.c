/* Values that prove by themselves that they were issued: a checksum is part of them. */
#include "secrets/verify.h"

uint32_t sw_crc32(struct sw_str bytes) {
	uint32_t crc = ~0u;
	for (size_t i = 0; i < bytes.n; i++) {
		crc ^= (unsigned char)bytes.p[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
	}
	return ~crc;
}

/* Whether `digits` is `number` to the base, most significant first, with leading zeros. */
static enum sw_check_result same_number(struct sw_str digits, uint32_t number, const char *alphabet, unsigned base) {
	for (size_t i = digits.n; i > 0; i--, number /= base)
		if (digits.p[i - 1] != alphabet[number % base])
			return SW_CHECK_BAD_SUM;
	return number == 0 ? SW_CHECK_VERIFIED : SW_CHECK_BAD_SUM;
}

enum sw_check_result sw_check_crc32_base62(struct sw_candidate *c) {
	struct sw_str body = sw_str_sub(c->text, c->body, c->end - c->body);
	return same_number(sw_str_from(body, body.n - 6), sw_crc32(sw_str_sub(body, 0, body.n - 6)),
			   "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 62);
}

enum sw_check_result sw_check_crc32_base36(struct sw_candidate *c) {
	struct sw_str all = sw_str_sub(c->text, c->start, c->end - c->start);
	return same_number(sw_str_from(all, all.n - 7), sw_crc32(sw_str_sub(all, 0, all.n - 7)),
			   "0123456789abcdefghijklmnopqrstuvwxyz", 36);
}

enum sw_check_result sw_check_grafana(struct sw_candidate *c) {
	struct sw_str all = sw_str_sub(c->text, c->start, c->end - c->start);
	/* "_" and the sum are not summed */
	uint32_t crc = __builtin_bswap32(sw_crc32(sw_str_sub(all, 0, all.n - 9)));
	return same_number(sw_str_from(all, all.n - 8), crc, "0123456789abcdef", 16);
}

static uint32_t bech32_step(uint32_t sum, uint32_t value) {
	static const uint32_t generator[5] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
	uint32_t top = sum >> 25;
	sum = (sum & 0x1ffffff) << 5 ^ value;
	for (int i = 0; i < 5; i++)
		sum ^= top >> i & 1 ? generator[i] : 0;
	return sum;
}

enum sw_check_result sw_check_matrix(struct sw_candidate *c) {
	struct sw_str all = sw_str_sub(c->text, c->start, c->end - c->start);
	return same_number(sw_str_from(all, all.n - 6), sw_crc32(sw_str_sub(all, 0, all.n - 7)),
			   "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 62);
}

enum sw_check_result sw_check_bech32(struct sw_candidate *c) {
	static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
	struct sw_str prefix = sw_str_sub(c->text, c->anchor, c->body - c->anchor - 1);
	uint32_t sum = 1;
	for (size_t i = 0; i < prefix.n; i++)
		sum = bech32_step(sum, (uint32_t)sw_to_lower(prefix.p[i]) >> 5);
	sum = bech32_step(sum, 0);
	for (size_t i = 0; i < prefix.n; i++)
		sum = bech32_step(sum, (uint32_t)sw_to_lower(prefix.p[i]) & 31);
	for (size_t i = c->body; i < c->end; i++) {
		const char *digit = memchr(alphabet, sw_to_lower(c->text.p[i]), sizeof alphabet - 1);
		if (!digit)
			return SW_CHECK_BAD_SUM;
		sum = bech32_step(sum, (uint32_t)(digit - alphabet));
	}
	return sum == 1 ? SW_CHECK_VERIFIED : SW_CHECK_BAD_SUM;
}
