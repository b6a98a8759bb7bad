#include "secrets/hide.h"
#include "secrets/kinds.h"
#include "secrets/verify.h"
#include "secrets/words.h"

enum { USER_BYTES = 16 };

/* Behind the reference that starts at `from`, or `from` when none does. Of ${X:-default} the default is no part of it. */
static size_t behind_reference(struct sw_str s, size_t from) {
	size_t i = from + 1;
	char c = s.p[from];
	if (c == '`') {
		size_t end = sw_str_find_byte(sw_str_from(s, i), '`');
		return end == SW_NPOS ? s.n : i + end + 1;
	}
	if (c == '%' || (c == '{' && i < s.n && s.p[i] == '{')) {
		size_t end = sw_str_find(sw_str_from(s, i), c == '%' ? SW_S("%") : SW_S("}}"));
		return end == SW_NPOS || end == 0 ? from : i + end + (c == '%' ? 1 : 2);
	}
	while (i < s.n && s.p[i] == '$')
		i++;
	if (c != '$' || i == s.n)
		return from;
	if (s.p[i] == '(') {
		size_t depth = 0;
		for (; i < s.n; i++) {
			depth += s.p[i] == '(';
			depth -= s.p[i] == ')';
			if (depth == 0)
				return i + 1;
		}
		return s.n;
	}
	bool braced = s.p[i] == '{';
	size_t name = i += braced;
	while (i < s.n && (sw_is_alnum(s.p[i]) || s.p[i] == '_'))
		i++;
	if (i == name && !(i < s.n && sw_one_of("@*#?!{[.", s.p[i])))
		return from;
	if (!braced)
		return i;
	size_t end = sw_str_find_byte(sw_str_from(s, i), '}');
	bool defaults = i < s.n && (s.p[i] == '-' || s.p[i] == '=' ||
				    (i + 1 < s.n && s.p[i] == ':' && (s.p[i + 1] == '-' || s.p[i + 1] == '=')));
	return defaults ? i : end == SW_NPOS ? s.n : i + end + 1;
}

/* Nothing but references, and signs between them. */
static bool is_reference(struct sw_str s) {
	bool any = false;
	for (size_t i = 0; i < s.n;) {
		size_t behind = sw_one_of("$`%{", s.p[i]) ? behind_reference(s, i) : i;
		if (behind == i && (sw_is_alnum(s.p[i]) || (unsigned char)s.p[i] >= 0x80))
			return false;
		any = any || behind > i;
		i = behind > i ? behind : i + 1;
	}
	return any;
}

static bool is_masked(struct sw_str s) {
	return s.n > 6 && sw_str_starts(s, SW_S("***")) && sw_str_ends(s, SW_S("***"));
}

static bool hit_all(struct sw_str s, uint16_t kind, struct sw_secret_hit *hit) {
	*hit = (struct sw_secret_hit){kind, 0, (uint32_t)s.n, SW_SECRET_LOW, false};
	return true;
}

bool sw_hides_password(struct sw_str value, struct sw_secret_hit *hit) {
	size_t start, end;
	if (!value.n || is_masked(value) || is_reference(value))
		return false;
	enum sw_secret_confidence confidence = sw_password_judge(value, &start, &end);
	if (confidence == SW_SECRET_PLACEHOLDER)
		return false;
	return hit_all(value, SW_SECRET_KIND_PASSWORD, hit);
}

static bool has_extension(struct sw_str s) {
	size_t dot = sw_str_rfind_byte(s, '.');
	return dot != SW_NPOS && sw_words_have(&sw_values_extension, sw_str_from(s, dot + 1));
}

static bool names_store(struct sw_str s) {
	for (size_t i = 0; i < sw_values_reference.n; i++) {
		struct sw_str prefix = sw_values_reference.v[i];
		if (s.n >= prefix.n && sw_str_eq_nocase(sw_str_sub(s, 0, prefix.n), prefix))
			return true;
	}
	return false;
}

/* What stands beside the name of a password without being one: switches, numbers, paths, addresses. */
static bool is_other_thing(struct sw_str s) {
	bool digits = true;
	for (size_t i = 0; i < s.n; i++)
		digits = digits && sw_is_digit(s.p[i]);
	return digits || sw_words_have(&sw_values_none, s) || sw_str_starts(s, SW_S("/")) || sw_str_starts(s, SW_S("./")) ||
	       sw_str_starts(s, SW_S("../")) || sw_str_starts(s, SW_S("~/")) || sw_str_contains(s, SW_S("://")) ||
	       has_extension(s) || names_store(s) || sw_str_ends(s, SW_S("("));
}

bool sw_hides_named(struct sw_str name, struct sw_str value, struct sw_secret_hit *hit) {
	struct sw_str s = sw_str_trim(value);
	if (!s.n || is_masked(s))
		return false;
	if (sw_secret_value(name, value, hit))
		return hit->confidence > SW_SECRET_PLACEHOLDER;
	struct sw_name words;
	sw_name_read(name, &words);
	if (words.class != SW_SECRET_NAME_CREDENTIAL || !words.password || is_reference(s) || is_other_thing(s))
		return false;
	hit_all(s, SW_SECRET_KIND_PASSWORD, hit);
	hit->start += (uint32_t)(s.p - value.p);
	hit->end += (uint32_t)(s.p - value.p);
	return true;
}

/* A token that stands where a user stands. */
static bool hides_token(struct sw_str user, struct sw_secret_hit *hit) {
	return user.n >= USER_BYTES && sw_is_random(user) && hit_all(user, SW_SECRET_KIND_CREDENTIAL, hit);
}

bool sw_hides_login(struct sw_str value, char separator, struct sw_secret_hit *hit) {
	size_t at = sw_str_find_byte(value, separator);
	if (hides_token(sw_str_sub(value, 0, at), hit))
		return hit_all(value, SW_SECRET_KIND_CREDENTIAL, hit);
	if (at == SW_NPOS || !sw_hides_password(sw_str_from(value, at + 1), hit))
		return false;
	hit->start += (uint32_t)at + 1;
	hit->end += (uint32_t)at + 1;
	return true;
}

size_t sw_without_closers(struct sw_str value) {
	static const char closers[] = ")]}", openers[] = "([{";
	size_t n = value.n;
	while (n > 0 && sw_one_of(closers, value.p[n - 1])) {
		char open = openers[strchr(closers, value.p[n - 1]) - closers];
		if (sw_str_find_byte(sw_str_sub(value, 0, n), open) != SW_NPOS)
			break;
		n--;
	}
	return n;
}

void sw_urls_search(struct sw_arena *arena, struct sw_str text, struct sw_secret_hits *hits) {
	struct sw_str rest = text;
	/* A search for one byte is several times faster than one for three, and few colons stand in a text. */
	for (size_t next; (next = sw_str_find_byte(rest, ':')) != SW_NPOS; rest = sw_str_from(rest, next + 1)) {
		size_t from = (size_t)(rest.p - text.p) + next + 3, colon, at_sign;
		struct sw_secret_hit hit;
		if (!sw_str_starts(sw_str_from(rest, next + 1), SW_S("//")))
			continue;
		bool login = sw_userinfo(text, from, &colon, &at_sign);
		if (at_sign == SW_NPOS || sw_str_starts(sw_str_from(text, at_sign + 1), SW_S("sha256:")))
			continue;
		if (!hides_token(sw_str_sub(text, from, (login ? colon : at_sign) - from), &hit)) {
			from = login ? colon + 1 : at_sign;
			if (!sw_hides_password(sw_str_sub(text, from, at_sign - from), &hit))
				continue;
		}
		hit.kind = SW_SECRET_KIND_URL_PASSWORD;
		hit.end = (uint32_t)(at_sign - from);
		hit.start += (uint32_t)from;
		hit.end += (uint32_t)from;
		sw_hits_push(arena, hits, &hit);
	}
}

void sw_secrets_hide(struct sw_arena *arena, struct sw_str text, struct sw_secret_hits *hits) {
	sw_secrets_find_like(arena, text, hits);
	sw_assigned_search(arena, text, true, hits);
	sw_commands_search(arena, text, hits);
	sw_urls_search(arena, text, hits);
	sw_hits_settle(hits);
}
