/* Passwords beside a user name: in URLs, connection strings, netrc entries. The literal behind the anchor is judged the
 * way an assigned value is. */
#include "secrets/kinds.h"
#include "secrets/verify.h"
#include "secrets/words.h"

enum { SCHEME_BYTES = 24, AUTHORITY_BYTES = 1024, VALUE_BYTES = 512, PAIR_BYTES = 96 };

/* Whether the anchor lies in a literal that was judged already. */
static bool is_settled(const struct sw_candidate *c) {
	return c->anchor < *c->settled;
}

/* Judges text[start, end) as a password and settles the candidate. */
static enum sw_check_result settle(struct sw_candidate *c, size_t start, size_t end) {
	size_t from, to;
	*c->settled = end;
	enum sw_secret_confidence confidence = sw_password_judge(sw_str_sub(c->text, start, end - start), &from, &to);
	if (confidence <= SW_SECRET_PLACEHOLDER)
		return SW_CHECK_REFUSED;
	c->start = start + from;
	c->end = start + to;
	c->confidence = confidence < c->confidence ? (uint8_t)confidence : c->confidence;
	return SW_CHECK_AGREED;
}

/* Behind a reference that starts at `at` (${…}, $(…), {{…}}); `at` when none does, `limit` when it is not closed. */
static size_t skip_reference(struct sw_str text, size_t at, size_t limit) {
	static const struct { struct sw_str open; const char *close; } forms[] = {
		{SW_SI("${"), "}"}, {SW_SI("$("), ")"}, {SW_SI("{{"), "}}"}};
	for (size_t i = 0; sw_one_of("${", text.p[at]) && i < sizeof forms / sizeof *forms; i++) {
		if (!sw_str_starts(sw_str_from(text, at), forms[i].open))
			continue;
		struct sw_str inside = sw_str_sub(text, at, limit - at);
		size_t end = sw_str_find(inside, sw_str_of(forms[i].close)), line = sw_str_find_byte(inside, '\n');
		return end == SW_NPOS || line < end ? limit : at + end + strlen(forms[i].close);
	}
	return at;
}

bool sw_userinfo(struct sw_str text, size_t from, size_t *colon, size_t *at_sign) {
	size_t limit = from + AUTHORITY_BYTES < text.n ? from + AUTHORITY_BYTES : text.n, at = from;
	*colon = *at_sign = SW_NPOS;
	while (at < limit) {
		size_t behind = skip_reference(text, at, limit);
		if (behind > at) {
			at = behind;
			continue;
		}
		char c = text.p[at];
		if ((unsigned char)c <= ' ' || c == 0x7f || sw_one_of("/?#\"'`<>|\\^", c))
			break;
		if (c == ':' && *colon == SW_NPOS)
			*colon = at;
		if (c == '@')
			*at_sign = at;
		at++;
	}
	/* "[user:password@]host" is a usage line. */
	return *colon != SW_NPOS && *at_sign != SW_NPOS && *colon < *at_sign && text.p[from] != '[';
}

static bool is_web_scheme(struct sw_str scheme) {
	static const char *const web[] = {"http", "https", "ftp", "ftps", "sftp", "ssh", "git", "git+http", "git+https",
					  "git+ssh", "svn", "svn+ssh", "ws", "wss", "hg", "bzr"};
	for (size_t i = 0; i < sizeof web / sizeof *web; i++)
		if (sw_str_is_nocase(scheme, web[i]))
			return true;
	return false;
}

/* Names reserved for documentation (RFC 2606), and what stands for a host in a usage line. */
static bool is_sample_host(struct sw_str host) {
	static const char *const samples[] = {"host", "hostname", "server", "domain", "proxy", "domain.com", "host.com",
					      "proxy.com", "your-host", "yourhost", "registry", "url", "ip"};
	static const struct sw_str reserved[] = {SW_SI("example.com"), SW_SI("example.org"), SW_SI("example.net"),
						 SW_SI(".example"), SW_SI("example")};
	size_t n = 0;
	while (n < host.n && (sw_is_alnum(host.p[n]) || host.p[n] == '.' || host.p[n] == '-'))
		n++;
	host.n = n;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
		if (sw_str_is_nocase(host, samples[i]))
			return true;
	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (sw_str_ends(host, reserved[i]))
			return true;
	return false;
}

enum sw_check_result sw_check_url(struct sw_candidate *c) {
	size_t scheme_from = c->anchor, colon, at_sign;
	while (scheme_from > 0 && c->anchor - scheme_from < SCHEME_BYTES &&
	       (sw_is_alnum(c->text.p[scheme_from - 1]) || sw_one_of("+.-", c->text.p[scheme_from - 1])))
		scheme_from--;
	struct sw_str scheme = sw_str_sub(c->text, scheme_from, c->anchor - scheme_from);
	if (scheme.n < 2 || is_settled(c) || !sw_userinfo(c->text, c->body, &colon, &at_sign))
		return SW_CHECK_REFUSED;
	struct sw_str host = sw_str_sub(c->text, at_sign + 1, SCHEME_BYTES * 4);
	/* docker://image:tag@sha256:… names an image. */
	if (sw_str_starts(host, SW_S("sha256:")) || settle(c, colon + 1, at_sign) == SW_CHECK_REFUSED)
		return SW_CHECK_REFUSED;
	if (c->confidence == SW_SECRET_WEAK && is_sample_host(host))
		return SW_CHECK_REFUSED;
	c->kind = is_web_scheme(scheme) ? SW_SECRET_KIND_URL_PASSWORD : SW_SECRET_KIND_CONNECTION_STRING;
	return SW_CHECK_AGREED;
}

static size_t value_end(struct sw_str text, size_t from, const char *stops) {
	size_t at = from, limit = from + VALUE_BYTES < text.n ? from + VALUE_BYTES : text.n;
	while (at < limit && (unsigned char)text.p[at] > ' ') {
		size_t behind = skip_reference(text, at, limit);
		if (behind > at)
			at = behind;
		else if (sw_one_of(stops, text.p[at]))
			break;
		else
			at++;
	}
	return at;
}

enum sw_check_result sw_check_literal(struct sw_candidate *c) {
	if (is_settled(c))
		return SW_CHECK_REFUSED;
	return settle(c, c->start, value_end(c->text, c->start, "\"'`&;,)<>|\\"));
}

/* Whether text[from, to) is `key = …` with a key that connection strings have. */
static bool is_connection_pair(struct sw_str text, size_t from, size_t to) {
	static const char *const keys[] = {"server", "data source", "datasource", "host", "hostname", "user id",
					   "userid", "uid", "user", "username", "user name", "database", "dbname",
					   "initial catalog", "port", "address", "addr", "network address", "endpoint"};
	struct sw_str pair = sw_str_sub(text, from, to - from);
	pair.n = sw_str_find_byte(pair, '=') == SW_NPOS ? 0 : sw_str_find_byte(pair, '=');
	pair = sw_str_trim(pair);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (sw_str_is_nocase(pair, keys[i]))
			return true;
	return false;
}

/* "…;User Id=sa;Password=…" and "host=db user=x password=…": the pair before says what kind of text this is. */
enum sw_check_result sw_check_connection_pairs(struct sw_candidate *c) {
	const char *stops = c->text.p[c->anchor] == ' ' ? " \t\n\"'`" : ";\n\"'`";
	size_t from = c->anchor;
	while (from > 0 && c->anchor - from < PAIR_BYTES && !sw_one_of(stops, c->text.p[from - 1]))
		from--;
	if (is_settled(c) || !is_connection_pair(c->text, from, c->anchor))
		return SW_CHECK_REFUSED;
	size_t end = value_end(c->text, c->start, ";\"'`");
	while (end > c->start && sw_one_of(",)", c->text.p[end - 1])) /* of a call: connect(host=h, password=None) */
		end--;
	return settle(c, c->start, end);
}

/* The start of the word that ends at or before `at`; *end: behind its last character. */
static size_t word_before(struct sw_str text, size_t at, size_t *end) {
	size_t limit = at > PAIR_BYTES ? at - PAIR_BYTES : 0;
	while (at > limit && sw_is_space(text.p[at - 1]))
		at--;
	*end = at;
	while (at > limit && !sw_is_space(text.p[at - 1]))
		at--;
	return at;
}

/* "machine HOST login NAME password VALUE" or "default login NAME password VALUE"; prose says "login and password". */
enum sw_check_result sw_check_netrc(struct sw_candidate *c) {
	size_t end, from = word_before(c->text, word_before(c->text, c->anchor, &end), &end);
	if (!sw_str_is(sw_str_sub(c->text, from, end - from), "login"))
		return SW_CHECK_REFUSED;
	from = word_before(c->text, from, &end);
	bool known = sw_str_is(sw_str_sub(c->text, from, end - from), "default");
	from = word_before(c->text, from, &end);
	if (is_settled(c) || (!known && !sw_str_ends(sw_str_sub(c->text, from, end - from), SW_S("machine"))))
		return SW_CHECK_REFUSED;
	return settle(c, c->start, value_end(c->text, c->start, "\"'`\\;&|"));
}
