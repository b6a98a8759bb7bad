/* Private keys in PEM armour, as files, in quoted strings with \n, indented in YAML, or in base64 once more. */
#include "secrets/kinds.h"
#include "secrets/verify.h"

enum { LABEL_BYTES = 40, HEADER_LINES = 8, HEADER_BYTES = 200, LEAST_KEY_BYTES = 32, NEAR_BYTES = 256 };

/* Behind what separates the parts of armour: blanks, line ends, their escapes in strings, quotes. */
static size_t skip_breaks(struct sw_str text, size_t at) {
	while (at < text.n) {
		char c = text.p[at];
		if (sw_is_space(c) || c == '"' || c == '\'' || c == ',')
			at++;
		else if (c == '\\')
			at += at + 1 < text.n && sw_one_of("nrt", text.p[at + 1]) ? 2 : 1;
		else
			break;
	}
	return at;
}

/* Behind "Name: value" lines (RFC 1421 and OpenPGP headers); *encrypted when one says so. */
static size_t skip_headers(struct sw_str text, size_t at, bool *encrypted) {
	for (int lines = 0; lines < HEADER_LINES; lines++) {
		struct sw_str line = sw_str_sub(text, at, HEADER_BYTES);
		size_t end = 0;
		while (end < line.n && line.p[end] != '\n' && line.p[end] != '\\' && line.p[end] != '"')
			end++;
		line.n = end;
		if (!sw_str_contains(line, SW_S(": ")))
			break;
		*encrypted = *encrypted || sw_str_contains(line, SW_S("ENCRYPTED"));
		at = skip_breaks(text, at + end);
	}
	return at;
}

/* The name of the armour, "RSA PRIVATE KEY"; empty when it is not one of a private key. */
static struct sw_str label_at(struct sw_str text, size_t at) {
	struct sw_str label = sw_str_sub(text, at, LABEL_BYTES);
	size_t dashes = sw_str_find(label, SW_S("-----"));
	label.n = dashes == SW_NPOS ? 0 : dashes;
	if (!sw_str_ends(label, SW_S("PRIVATE KEY")) && !sw_str_ends(label, SW_S("PRIVATE KEY BLOCK")))
		label.n = 0;
	return label;
}

/* Where the footer ends, or `at` when there is none. */
static size_t skip_footer(struct sw_str text, size_t at, struct sw_str label) {
	struct sw_str rest = sw_str_from(text, at);
	if (!sw_str_starts(rest, SW_S("-----END ")) || !sw_str_starts(sw_str_from(rest, 9), label))
		return at;
	return at + 9 + label.n + (sw_str_starts(sw_str_from(rest, 9 + label.n), SW_S("-----")) ? 5 : 0);
}

static bool is_base64(char c) {
	return sw_is_alnum(c) || c == '+' || c == '/' || c == '=';
}

/* An OpenSSH key names its cipher at once; a DER key starts with a SEQUENCE. */
static bool body_fits(struct sw_str label, struct sw_str body, bool *encrypted) {
	if (sw_str_contains(label, SW_S("PGP")) || *encrypted)
		return true;
	if (sw_str_starts(body, SW_S("b3BlbnNzaC1rZXktdjE"))) {
		*encrypted = !sw_str_starts(body, SW_S("b3BlbnNzaC1rZXktdjEAAAAABG5vbmU"));
		return true;
	}
	*encrypted = sw_str_starts(label, SW_S("ENCRYPTED"));
	return sw_str_starts(body, SW_S("M"));
}

/* The armour whose label stands at `label_from`. */
static bool armour(struct sw_candidate *c, size_t label_from) {
	struct sw_str text = c->text, label = label_at(text, label_from);
	if (!label.n)
		return false;
	bool encrypted = false;
	size_t at = skip_headers(text, skip_breaks(text, label_from + label.n + 5), &encrypted);
	size_t from = at, end = at, bytes = 0;
	while (at < text.n && is_base64(text.p[at])) {
		while (at < text.n && is_base64(text.p[at])) {
			at++;
			bytes++;
		}
		end = at;
		at = skip_breaks(text, at);
	}
	if (bytes < LEAST_KEY_BYTES || !body_fits(label, sw_str_sub(text, from, end - from), &encrypted))
		return false;
	size_t footer = skip_footer(text, at, label);
	c->end = footer > at ? footer : end;
	if (encrypted) {
		c->kind = SW_SECRET_KIND_ENCRYPTED_PRIVATE_KEY;
		c->confidence = SW_SECRET_MEDIUM;
	}
	return true;
}

enum sw_check_result sw_check_pem(struct sw_candidate *c) {
	return armour(c, c->body) ? SW_CHECK_AGREED : SW_CHECK_REFUSED;
}

/* The member stands beside "private_key_id", which only Google's key files have. */
enum sw_check_result sw_check_service_account(struct sw_candidate *c) {
	size_t from = c->anchor > NEAR_BYTES ? c->anchor - NEAR_BYTES : 0;
	size_t label_from = c->end;
	if (!armour(c, label_from))
		return SW_CHECK_REFUSED;
	bool near = sw_str_contains(sw_str_sub(c->text, from, c->anchor - from), SW_S("\"private_key_id\"")) ||
		    sw_str_contains(sw_str_sub(c->text, c->end, NEAR_BYTES), SW_S("\"private_key_id\""));
	return near ? SW_CHECK_AGREED : SW_CHECK_REFUSED;
}

enum sw_check_result sw_check_base64_pem(struct sw_candidate *c) {
	char bytes[96];
	struct sw_str encoded = sw_str_sub(c->text, c->start, c->end - c->start);
	struct sw_str start = {bytes, sw_base64_decode(encoded, bytes, sizeof bytes)};
	struct sw_str label = sw_str_starts(start, SW_S("-----BEGIN ")) ? label_at(start, 11) : (struct sw_str){0};
	if (!label.n)
		return SW_CHECK_REFUSED;
	if (sw_str_starts(label, SW_S("ENCRYPTED")) || sw_str_contains(start, SW_S("Proc-Type"))) {
		c->kind = SW_SECRET_KIND_ENCRYPTED_PRIVATE_KEY;
		c->confidence = SW_SECRET_MEDIUM;
	}
	return SW_CHECK_AGREED;
}
