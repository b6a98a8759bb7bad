/* The inner form of values: what a generator's output looks like, and encodings that can be opened. */
#include "secrets/verify.h"
#include "secrets/words.h"

/* Long values are judged by their start. */
enum { JUDGED_BYTES = 512, SAMPLE_WORD_BYTES = 200 };

/* log2(x) in 1/1024, for x > 0. Bit by bit, as libm is not worth linking for it. */
static uint32_t log2_1024(uint32_t x) {
	unsigned whole = 31 - (unsigned)__builtin_clz(x);
	uint64_t rest = (uint64_t)x << 32 >> whole; /* 1.32 fixed point, in [1, 2) */
	uint32_t result = whole << 10;
	for (uint32_t bit = 512; bit; bit >>= 1) {
		rest = (rest >> 1) * (rest >> 1) >> 30;
		if (rest >> 33) {
			rest >>= 1;
			result |= bit;
		}
	}
	return result;
}

unsigned sw_entropy(struct sw_str s) {
	s = sw_str_sub(s, 0, JUDGED_BYTES);
	if (s.n < 2)
		return 0;
	uint16_t count[256] = {0};
	for (size_t i = 0; i < s.n; i++)
		count[(unsigned char)s.p[i]]++;
	uint64_t sum = 0;
	for (int i = 0; i < 256; i++)
		sum += count[i] ? (uint64_t)count[i] * log2_1024(count[i]) : 0;
	return (unsigned)((log2_1024((uint32_t)s.n) - sum / s.n) * 100 / 1024);
}

static int base64_value(char c) {
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (sw_is_digit(c))
		return c - '0' + 52;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

size_t sw_base64_decode(struct sw_str s, char *out, size_t room) {
	size_t n = 0;
	uint32_t bits = 0;
	for (size_t i = 0; i < s.n; i++) {
		int value = base64_value(s.p[i]);
		if (value < 0)
			break;
		bits = bits << 6 | (uint32_t)value;
		if (i % 4 == 0)
			continue;
		if (n == room)
			break;
		out[n++] = (char)(bits >> (6 - 2 * (i % 4)) & 0xff);
	}
	return n;
}

/* At least three quarters of the characters repeat or continue the one before, or the value repeats itself. */
static bool is_sequence(struct sw_str s) {
	size_t steps = 0;
	for (size_t i = 1; i < s.n; i++)
		steps += s.p[i] == s.p[i - 1] || s.p[i] == s.p[i - 1] + 1;
	if (steps * 4 >= (s.n - 1) * 3)
		return true;
	for (size_t period = 2; period <= 8 && period * 3 <= s.n; period++) {
		size_t same = 0;
		for (size_t i = period; i < s.n; i++)
			same += s.p[i] == s.p[i - period];
		if (same * 10 >= (s.n - period) * 9)
			return true;
	}
	return false;
}

bool sw_is_sample(struct sw_str s) {
	static const struct sw_str words[] = {
		SW_SI("example"), SW_SI("xxxx"), SW_SI("placeholder"), SW_SI("your"), SW_SI("changeme"),
		SW_SI("redacted"), SW_SI("....")};
	s = sw_str_sub(s, 0, JUDGED_BYTES);
	if (s.n < 4)
		return false;
	if (is_sequence(s))
		return true;
	if (sw_str_contains(s, SW_S("EXAMPLE")))
		return true;
	for (size_t i = 0; s.n <= SAMPLE_WORD_BYTES && i < sizeof words / sizeof *words; i++)
		if (sw_str_contains_nocase(s, words[i]))
			return true;
	return false;
}

struct tally {
	size_t lower, upper, digit, other;
	size_t changes; /* neighbours of different class, separators aside */
};

static char class_of(char c) {
	if (sw_is_digit(c))
		return '0';
	return sw_is_alpha(c) ? (c >= 'a' ? 'a' : 'A') : 0;
}

static struct tally tally_of(struct sw_str s) {
	struct tally t = {0};
	char last = 0;
	for (size_t i = 0; i < s.n; i++) {
		char class = class_of(s.p[i]);
		*(class == 'a' ? &t.lower : class == 'A' ? &t.upper : class ? &t.digit : &t.other) += 1;
		t.changes += class && last && class != last;
		last = class ? class : last;
	}
	return t;
}

bool sw_is_random(struct sw_str s) {
	if (s.n < 16 || sw_is_sample(s))
		return false;
	s = sw_str_sub(s, 0, JUDGED_BYTES);
	for (size_t i = 0; i < s.n; i++)
		if (!sw_is_alnum(s.p[i]) && !sw_one_of("+/=_-.~", s.p[i]))
			return false;
	struct tally t = tally_of(s);
	return t.digit && t.lower + t.upper && t.other * 4 <= s.n && t.changes * 4 >= s.n && sw_entropy(s) >= 280;
}

static struct tally body_tally(const struct sw_candidate *c) {
	size_t from = c->start > c->body ? c->start : c->body;
	return tally_of(sw_str_sub(c->text, from, c->end - from));
}

enum sw_check_result sw_check_mixed(struct sw_candidate *c) {
	struct tally t = body_tally(c);
	return t.lower && t.upper && t.digit ? SW_CHECK_AGREED : SW_CHECK_REFUSED;
}

/* Joined words have few capitals, random letters as many as small ones. */
enum sw_check_result sw_check_mixed_case(struct sw_candidate *c) {
	struct tally t = body_tally(c);
	size_t n = t.lower + t.upper;
	return t.lower * 4 >= n && t.upper * 4 >= n ? SW_CHECK_AGREED : SW_CHECK_REFUSED;
}

enum sw_check_result sw_check_digits(struct sw_candidate *c) {
	struct tally t = body_tally(c);
	return t.digit >= 3 && t.lower + t.upper >= 3 ? SW_CHECK_AGREED : SW_CHECK_REFUSED;
}

enum sw_check_result sw_check_random(struct sw_candidate *c) {
	return sw_is_random(sw_str_sub(c->text, c->start, c->end - c->start)) ? SW_CHECK_AGREED : SW_CHECK_REFUSED;
}

enum sw_check_result sw_check_azure_client(struct sw_candidate *c) {
	return sw_is_digit(c->text.p[c->anchor - 1]) ? sw_check_mixed(c) : SW_CHECK_REFUSED;
}

/* The number stands alone or behind the "bot" of an API URL. */
enum sw_check_result sw_check_telegram(struct sw_candidate *c) {
	if (c->start > 0 && sw_is_alnum(c->text.p[c->start - 1]) && !sw_behind_escape(c->text, c->start) &&
	    !sw_str_ends(sw_str_sub(c->text, 0, c->start), SW_S("bot")))
		return SW_CHECK_REFUSED;
	return sw_check_mixed(c);
}

/* A SHA-256 in base64 with URL escapes: 43 characters and "=". */
enum sw_check_result sw_check_azure_signature(struct sw_candidate *c) {
	size_t n = 0;
	struct sw_str s = sw_str_sub(c->text, c->start, c->end - c->start);
	for (size_t i = 0; i < s.n; i++, n++)
		i += s.p[i] == '%' ? 2 : 0;
	return n == 44 && (sw_str_ends(s, SW_S("=")) || sw_str_ends(s, SW_S("%3D")) || sw_str_ends(s, SW_S("%3d")))
		       ? SW_CHECK_AGREED
		       : SW_CHECK_REFUSED;
}

enum sw_check_result sw_check_base64_login(struct sw_candidate *c) {
	char bytes[JUDGED_BYTES];
	struct sw_str encoded = sw_str_sub(c->text, c->start, c->end - c->start);
	struct sw_str login = {bytes, sw_base64_decode(encoded, bytes, sizeof bytes)};
	for (size_t i = 0; i < login.n; i++)
		if (bytes[i] < ' ' || bytes[i] > '~')
			return SW_CHECK_REFUSED;
	size_t colon = sw_str_find_byte(login, ':'), from, to;
	if (colon == 0 || colon == SW_NPOS)
		return SW_CHECK_REFUSED;
	enum sw_secret_confidence confidence = sw_password_judge(sw_str_from(login, colon + 1), &from, &to);
	if (confidence <= SW_SECRET_PLACEHOLDER)
		return SW_CHECK_REFUSED;
	c->confidence = confidence == SW_SECRET_WEAK ? SW_SECRET_WEAK : SW_SECRET_HIGH;
	return SW_CHECK_AGREED;
}

static bool decoded_has(struct sw_str part, const char *start, const char *needle) {
	char bytes[2 * JUDGED_BYTES];
	struct sw_str json = {bytes, sw_base64_decode(part, bytes, sizeof bytes)};
	return sw_str_starts(json, sw_str_of(start)) && sw_str_contains(json, sw_str_of(needle));
}

enum sw_check_result sw_check_jwt(struct sw_candidate *c) {
	struct sw_str rest = sw_str_sub(c->text, c->start, c->end - c->start), head, payload;
	sw_str_split(&rest, '.', &head);
	sw_str_split(&rest, '.', &payload);
	if (!decoded_has(head, "{", "\"alg\"") || !decoded_has(payload, "{", "\""))
		return SW_CHECK_REFUSED;
	/* The token that every introduction shows. */
	if (decoded_has(payload, "{", "\"1234567890\"") || decoded_has(payload, "{", "John Doe"))
		return SW_CHECK_REFUSED;
	/* Shipped with a development kit, public by design. */
	if (decoded_has(payload, "{", "supabase-demo"))
		c->confidence = SW_SECRET_WEAK;
	else if (decoded_has(payload, "{", "\"role\":\"anon\""))
		c->confidence = SW_SECRET_LOW;
	return SW_CHECK_AGREED;
}
