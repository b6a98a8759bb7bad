/* The inner form of single kinds of tokens and keys: what the parts of a value must be, beyond their characters. */
#include "secrets/verify.h"
#include "base/sha256.h"
#include "secrets/words.h"

enum { OPENED_BYTES = 512, UUID_BYTES = 36, NEAR_BYTES = 4096, QUOTED_BYTES = 256, BASE58_BYTES = 96 };

/* The run before the anchor is the secret, and must not look as if somebody had typed it. */
enum sw_check_result sw_check_long_before(struct sw_candidate *c) {
	struct sw_str run = sw_str_sub(c->text, c->start, c->anchor - c->start);
	size_t digits = 0, letters = 0;
	for (size_t i = 0; i < run.n; i++) {
		digits += sw_is_digit(run.p[i]);
		letters += sw_is_alpha(run.p[i]);
	}
	bool fits = digits >= 3 && letters >= 3 && sw_entropy(run) >= 280 && !sw_is_sample(run);
	return fits ? SW_CHECK_AGREED : SW_CHECK_REFUSED;
}

/* Ends in 8-4-4-4-12 digits that nobody made up. */
enum sw_check_result sw_check_uuid(struct sw_candidate *c) {
	if (c->end - c->start < UUID_BYTES)
		return SW_CHECK_REFUSED;
	struct sw_str uuid = sw_str_sub(c->text, c->end - UUID_BYTES, UUID_BYTES);
	for (size_t i = 0; i < uuid.n; i++)
		if ((uuid.p[i] == '-') != (i == 8 || i == 13 || i == 18 || i == 23))
			return SW_CHECK_REFUSED;
	return sw_entropy(uuid) >= 300 ? SW_CHECK_AGREED : SW_CHECK_REFUSED;
}

static enum sw_check_result opens_with(const struct sw_candidate *c, const char *start, const char *needle) {
	char bytes[OPENED_BYTES];
	struct sw_str encoded = sw_str_sub(c->text, c->start, c->end - c->start);
	struct sw_str json = {bytes, sw_base64_decode(encoded, bytes, sizeof bytes)};
	bool fits = sw_str_starts(json, sw_str_of(start)) && sw_str_contains(json, sw_str_of(needle));
	return fits ? SW_CHECK_AGREED : SW_CHECK_REFUSED;
}

enum sw_check_result sw_check_tunnel(struct sw_candidate *c) {
	return opens_with(c, "{\"a\":\"", "\"t\":\"");
}

enum sw_check_result sw_check_grafana_key(struct sw_candidate *c) {
	return opens_with(c, "{\"k\":\"", "\"id\":");
}

/* The first part is a number in base64. */
enum sw_check_result sw_check_discord(struct sw_candidate *c) {
	char bytes[OPENED_BYTES];
	struct sw_str first = sw_str_sub(c->text, c->start, c->end - c->start);
	first.n = sw_str_find_byte(first, '.');
	struct sw_str number = {bytes, sw_base64_decode(first, bytes, sizeof bytes)};
	for (size_t i = 0; i < number.n; i++)
		if (!sw_is_digit(number.p[i]))
			return SW_CHECK_REFUSED;
	return number.n >= 16 ? sw_check_mixed(c) : SW_CHECK_REFUSED;
}

/* A member "d" is a private key beside "kty", and beside a curve or a modulus. */
enum sw_check_result sw_check_jwk(struct sw_candidate *c) {
	size_t from = c->anchor > NEAR_BYTES ? c->anchor - NEAR_BYTES : 0;
	struct sw_str near = sw_str_sub(c->text, from, 2 * NEAR_BYTES);
	bool fits = sw_str_contains(near, SW_S("\"kty\"")) &&
		    (sw_str_contains(near, SW_S("\"crv\"")) || sw_str_contains(near, SW_S("\"n\"")));
	return fits ? sw_check_mixed(c) : SW_CHECK_REFUSED;
}

/* What stands in quotes at the start of the secret; empty when nothing does. */
static struct sw_str quoted(const struct sw_candidate *c) {
	struct sw_str rest = sw_str_sub(c->text, c->start, QUOTED_BYTES);
	char quote = rest.n ? rest.p[0] : 0;
	if (quote != '\'' && quote != '"')
		return (struct sw_str){0};
	rest = sw_str_from(rest, 1);
	size_t end = sw_str_find_byte(rest, quote);
	return sw_str_sub(rest, 0, end == SW_NPOS ? 0 : end);
}

enum sw_check_result sw_check_quoted(struct sw_candidate *c) {
	struct sw_str value = quoted(c);
	size_t from, to;
	enum sw_secret_confidence confidence = value.n ? sw_password_judge(value, &from, &to) : SW_SECRET_NONE;
	if (confidence <= SW_SECRET_PLACEHOLDER)
		return SW_CHECK_REFUSED;
	c->start = (size_t)(value.p - c->text.p) + from;
	c->end = c->start + to - from;
	c->confidence = confidence < c->confidence ? (uint8_t)confidence : c->confidence;
	return SW_CHECK_AGREED;
}

/* 60 characters or more of all sorts; what a new installation has there is a sentence. */
enum sw_check_result sw_check_salt(struct sw_candidate *c) {
	struct sw_str value = quoted(c);
	if (value.n < 60 || sw_entropy(value) < 400 || sw_is_sample(value))
		return SW_CHECK_REFUSED;
	c->start = (size_t)(value.p - c->text.p);
	c->end = c->start + value.n;
	return sw_check_mixed(c);
}

/* Bytes of a number to the base 58; 0 when it is none or too large. */
static size_t base58_decode(struct sw_str s, unsigned char *out, size_t room) {
	static const char alphabet[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		const char *digit = memchr(alphabet, s.p[i], sizeof alphabet - 1);
		if (!digit)
			return 0;
		unsigned carry = (unsigned)(digit - alphabet);
		for (size_t k = 0; k < n; k++, carry >>= 8) {
			carry += 58u * out[k];
			out[k] = (unsigned char)carry;
		}
		for (; carry; carry >>= 8) {
			if (n == room)
				return 0;
			out[n++] = (unsigned char)carry;
		}
	}
	for (size_t i = 0; i < n / 2; i++) {
		unsigned char last = out[n - 1 - i];
		out[n - 1 - i] = out[i];
		out[i] = last;
	}
	return n;
}

/* The last four bytes are the start of SHA-256 of SHA-256 of those before them. */
enum sw_check_result sw_check_base58(struct sw_candidate *c) {
	unsigned char bytes[BASE58_BYTES];
	char hex[65], inner[32];
	size_t n = base58_decode(sw_str_sub(c->text, c->start, c->end - c->start), bytes, sizeof bytes);
	if (n < 5)
		return SW_CHECK_BAD_SUM;
	struct sw_sha256 sha;
	sw_sha256_start(&sha);
	sw_sha256_add(&sha, sw_str((const char *)bytes, n - 4));
	sw_sha256_hex(&sha, hex);
	for (int i = 0; i < 32; i++)
		inner[i] = (char)(sw_hex_digit(hex[2 * i]) << 4 | sw_hex_digit(hex[2 * i + 1]));
	sw_sha256_start(&sha);
	sw_sha256_add(&sha, sw_str(inner, sizeof inner));
	sw_sha256_hex(&sha, hex);
	for (size_t i = 0; i < 4; i++)
		if (bytes[n - 4 + i] != (sw_hex_digit(hex[2 * i]) << 4 | sw_hex_digit(hex[2 * i + 1])))
			return SW_CHECK_BAD_SUM;
	return SW_CHECK_VERIFIED;
}
