/* Whether the value of a variable is a literal credential. The order of the questions matters: what names something
 * else (a reference, a file, a host) is sorted out first, then what says that it is no secret, then what everybody
 * guesses. */
#include "secrets/kinds.h"
#include "secrets/shape.h"
#include "secrets/verify.h"
#include "secrets/words.h"

enum { REFERENCE_DEPTH = 8, JUDGED_BYTES = 4096, LEET_BYTES = 64, WEAK_DIGITS = 6 };

static bool is_name_char(char c) {
	return sw_is_alnum(c) || c == '_';
}

/* ${X:-default} is as good as its default: narrows [start, end) to it. False when nothing literal is left. */
static bool narrow_to_default(struct sw_str value, size_t *start, size_t *end) {
	for (int depth = 0; depth < REFERENCE_DEPTH; depth++) {
		struct sw_str s = sw_str_sub(value, *start, *end - *start);
		if (!sw_str_starts(s, SW_S("${")) || s.p[s.n - 1] != '}')
			return true;
		size_t at = 2;
		while (at < s.n && is_name_char(s.p[at]))
			at++;
		at += s.p[at] == ':';
		if (s.p[at] != '-' && s.p[at] != '=')
			return false;
		*start += at + 1;
		*end -= 1;
	}
	return false;
}

/* Whether some of the value is filled in later: $X, ${X}, $(cmd), {{ x }}, %(x)s, %X%, `cmd`, or it is code. `$$` is an
 * escaped $, which a shell may still see: of $$X only the braced forms and the lone one are references then. */
static bool has_reference(struct sw_str s) {
	if (sw_str_starts(s, SW_S("$$")))
		s = sw_str_from(s, 1);
	for (size_t i = 0; i + 1 < s.n; i++) {
		char c = s.p[i], next = s.p[i + 1];
		if (c == '$' && next == '$' && i + 2 < s.n && (s.p[i + 2] == '(' || s.p[i + 2] == '{'))
			return true;
		if (c == '$' && next == '$')
			i++;
		else if (c == '.' && next == '*')
			return true;
		else if (c == '$' && (sw_is_alpha(next) || next == '_' || next == '{' || next == '(' || next == '['))
			return true;
		else if ((c == '{' && next == '{') || (c == '<' && next == '%') || (c == '#' && next == '{') ||
			 (c == '%' && next == '('))
			return true;
	}
	bool enclosed = s.n >= 3 && s.p[0] == s.p[s.n - 1] && (s.p[0] == '`' || s.p[0] == '%');
	return enclosed || sw_str_ends(s, SW_S("("));
}

static bool names_store(struct sw_str s) {
	for (size_t i = 0; i < sw_values_reference.n; i++) {
		struct sw_str prefix = sw_values_reference.v[i];
		if (s.n >= prefix.n && sw_str_eq_nocase(sw_str_sub(s, 0, prefix.n), prefix))
			return true;
	}
	return false;
}

static size_t count_digits(struct sw_str s) {
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += sw_is_digit(s.p[i]);
	return n;
}

/* Numbers with units: 30s, 1h30m, 64MB, 10%. */
static bool is_quantity(struct sw_str s) {
	size_t digits = count_digits(s), letters = 0;
	if (!digits || !sw_is_digit(s.p[0]) || sw_is_digit(s.p[s.n - 1]) || s.n > 12)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		letters = sw_is_digit(s.p[i]) || s.p[i] == '.' ? 0 : letters + 1;
		if (letters > 2 || (letters && !sw_one_of("smhdwukgtibMKGTB%n", s.p[i])))
			return false;
	}
	return true;
}

static bool has_extension(struct sw_str s) {
	size_t dot = sw_str_rfind_byte(s, '.');
	return dot != SW_NPOS && sw_words_have(&sw_values_extension, sw_str_from(s, dot + 1));
}

static bool is_path(struct sw_str s) {
	size_t slashes = 0;
	for (size_t i = 0; i < s.n; i++)
		slashes += s.p[i] == '/';
	/* Base64 may start with a slash, too. */
	if (sw_is_random(s) && slashes <= 1 + s.n / 16 && !has_extension(s))
		return false;
	if (sw_str_starts(s, SW_S("/")) || sw_str_starts(s, SW_S("./")) || sw_str_starts(s, SW_S("../")) ||
	    sw_str_starts(s, SW_S("~/")) || sw_str_starts(s, SW_S("\\\\")))
		return true;
	if (s.n > 2 && sw_is_alpha(s.p[0]) && s.p[1] == ':' && (s.p[2] == '\\' || s.p[2] == '/'))
		return true;
	for (size_t i = 0; i < s.n; i++)
		if (!sw_is_alnum(s.p[i]) && !sw_one_of("._-/", s.p[i]))
			return false;
	struct sw_str base = sw_str_basename(s);
	return slashes >= 2 || has_extension(s) || (slashes == 1 && sw_words_have(&sw_values_extension, base));
}

/* Host names, IPv4 addresses, host:port, mail addresses, and dotted identifiers such as org.apache.kafka.Converter. */
static bool is_dotted_name(struct sw_str s) {
	size_t at = sw_str_rfind_byte(s, '@');
	if (at != SW_NPOS)
		s = sw_str_from(s, at + 1);
	if (at == 0 || (at != SW_NPOS && !sw_str_contains(s, SW_S("."))))
		return false;
	size_t colon = sw_str_rfind_byte(s, ':');
	uint64_t port;
	bool with_port = colon != SW_NPOS && sw_str_to_u64(sw_str_from(s, colon + 1), &port) && port < 65536;
	s.n = with_port ? colon : s.n;
	size_t labels = 0;
	bool identifiers = true, numbers = true;
	struct sw_str rest = s, label = {0};
	while (sw_str_split(&rest, '.', &label)) {
		for (size_t i = 0; i < label.n; i++)
			if (!is_name_char(label.p[i]) && label.p[i] != '-')
				return false;
		if (!label.n)
			return false;
		identifiers = identifiers && sw_is_alpha(label.p[0]) && !sw_is_random(label);
		numbers = numbers && count_digits(label) == label.n;
		labels++;
	}
	size_t dot = sw_str_rfind_byte(s, '.');
	struct sw_str last = dot == SW_NPOS ? s : sw_str_from(s, dot + 1);
	return (labels > 1 && identifiers && sw_words_have(&sw_values_host, last)) || (labels == 4 && numbers) ||
	       (labels > 2 && identifiers) || sw_str_is(s, "localhost") || (with_port && identifiers);
}

/* <password>, [token], {secret}, %TOKEN%, __TOKEN__, @TOKEN@, ****, ... */
static bool is_bracketed(struct sw_str s) {
	char first = s.p[0], last = s.p[s.n - 1];
	if ((first == '<' && last == '>') || (first == '[' && last == ']') || (first == '{' && last == '}'))
		return true;
	if (s.n > 4 && ((first == '@' && last == '@') || (sw_str_starts(s, SW_S("__")) && sw_str_ends(s, SW_S("__")))))
		return true;
	for (size_t i = 0; i < s.n; i++) {
		if (sw_str_starts(sw_str_from(s, i), SW_S("\xe2\x80\xa6"))) /* … */
			i += 2;
		else if (sw_is_alnum(s.p[i]) || (unsigned char)s.p[i] >= 0x80)
			return false;
	}
	return true;
}

static bool all_x(struct sw_str s) {
	for (size_t i = 0; i < s.n; i++)
		if (sw_to_lower(s.p[i]) != 'x')
			return false;
	return s.n > 2;
}

/* Words that ask to be replaced, or the name of the variable once more. */
static bool is_placeholder(const struct sw_name *name, struct sw_str s) {
	struct sw_name words;
	sw_name_read(s, &words);
	size_t same = 0;
	for (size_t i = 0; i < words.n; i++) {
		struct sw_str word = {words.v[i].p, words.v[i].n};
		if (sw_words_have(&sw_values_placeholder, word) || all_x(word))
			return true;
		if (words.n <= name->n) {
			size_t k = name->n - words.n + i;
			same += sw_str_eq(word, sw_str(name->v[k].p, name->v[k].n));
		}
	}
	return words.n >= 2 && same == words.n;
}

/* Whether the lower-case text is made of words that everybody tries, the variable's own words, and a few digits. */
static bool is_made_of_weak(const struct sw_name *name, struct sw_str s) {
	size_t digits = 0;
	while (s.n > 0) {
		if (!sw_is_alnum(s.p[0])) {
			s = sw_str_from(s, 1);
			continue;
		}
		size_t n = sw_words_prefix(&sw_values_weak, s);
		for (size_t i = 0; i < name->n; i++) {
			struct sw_str own = {name->v[i].p, name->v[i].n};
			n = own.n > n && own.n > 2 && sw_str_starts(s, own) ? own.n : n;
		}
		if (n == 0 && sw_is_digit(s.p[0]) && ++digits <= WEAK_DIGITS)
			n = 1;
		if (n == 0)
			return false;
		s = sw_str_from(s, n);
	}
	return true;
}

static char unleet(char c) {
	static const char from[] = "@01345$7", to[] = "aoieasst";
	const char *at = sw_one_of(from, c) ? strchr(from, c) : NULL;
	return at ? to[at - from] : sw_to_lower(c);
}

static bool is_weak(const struct sw_name *name, struct sw_str s) {
	char plain[LEET_BYTES], folded[LEET_BYTES];
	if (s.n > LEET_BYTES)
		return sw_is_sample(s);
	for (size_t i = 0; i < s.n; i++) {
		plain[i] = sw_to_lower(s.p[i]);
		folded[i] = unleet(s.p[i]);
	}
	return s.n < 4 || sw_is_sample(s) || is_made_of_weak(name, sw_str(plain, s.n)) ||
	       is_made_of_weak(name, sw_str(folded, s.n));
}

/* The short or long number of a public OpenPGP key is written like this, a secret hardly ever. */
static bool is_key_number(struct sw_str s) {
	for (size_t i = 0; i < s.n; i++)
		if (!sw_is_digit(s.p[i]) && !(s.p[i] >= 'A' && s.p[i] <= 'F'))
			return false;
	return s.n == 16 || s.n == 40;
}

/* What is left must be a literal; how good is it? */
static enum sw_secret_confidence grade(const struct sw_name *name, struct sw_str s, bool random) {
	if (random && name->class == SW_SECRET_NAME_CREDENTIAL)
		return SW_SECRET_HIGH;
	if (random)
		return is_key_number(s) ? SW_SECRET_NONE : SW_SECRET_MEDIUM;
	if (name->class != SW_SECRET_NAME_CREDENTIAL)
		return SW_SECRET_NONE;
	size_t letters = 0, blanks = 0;
	for (size_t i = 0; i < s.n; i++) {
		letters += sw_is_alpha(s.p[i]) || s.p[i] == '-' || s.p[i] == '_';
		blanks += sw_is_space(s.p[i]);
	}
	if (blanks > 1)
		return SW_SECRET_LOW;
	/* A bare word is a password as people choose them, but may be an option of something called token or key. */
	return name->password || (s.n >= 8 && letters < s.n) || s.n > 16 ? SW_SECRET_MEDIUM : SW_SECRET_LOW;
}

static enum sw_secret_confidence judge_literal(const struct sw_name *name, struct sw_str s) {
	s = sw_str_sub(s, 0, JUDGED_BYTES);
	if (s.n == 0 || sw_words_have(&sw_values_none, s) || has_reference(s) || names_store(s))
		return SW_SECRET_NONE;
	if (is_bracketed(s))
		return s.n > 2 ? SW_SECRET_PLACEHOLDER : SW_SECRET_NONE;
	if (count_digits(s) == s.n)
		return s.n < 4 || (!name->password && s.n < 12) ? SW_SECRET_NONE : SW_SECRET_WEAK;
	if (is_quantity(s) || sw_str_contains(s, SW_S("://")) || is_path(s) || is_dotted_name(s))
		return SW_SECRET_NONE;
	bool random = sw_is_random(s);
	if (!random && is_placeholder(name, s))
		return name->class == SW_SECRET_NAME_CREDENTIAL ? SW_SECRET_PLACEHOLDER : SW_SECRET_NONE;
	if (!random && is_weak(name, s))
		return name->class == SW_SECRET_NAME_CREDENTIAL ? SW_SECRET_WEAK : SW_SECRET_NONE;
	return grade(name, s, random);
}

/* AUTH variables hold "user:password"; one database writes "neo4j/password". Narrows to the password. */
static bool narrow_to_login(const struct sw_name *name, struct sw_str value, size_t *start, size_t *end) {
	struct sw_str s = sw_str_sub(value, *start, *end - *start);
	if (!name->n || !sw_str_is(sw_str(name->v[name->n - 1].p, name->v[name->n - 1].n), "auth"))
		return false;
	size_t at = sw_str_starts(s, SW_S("neo4j/")) ? strlen("neo4j") : sw_str_find_byte(s, ':');
	if (at == SW_NPOS || at == 0 || at + 1 >= s.n || sw_str_contains(s, SW_S("://")))
		return false;
	*start += at + 1;
	return true;
}

enum sw_secret_confidence sw_value_judge(const struct sw_name *name, struct sw_str value, size_t *start, size_t *end,
					 bool *password) {
	*start = 0;
	*end = value.n;
	if (name->class == SW_SECRET_NAME_NONE || !narrow_to_default(value, start, end))
		return SW_SECRET_NONE;
	struct sw_name login = *name;
	if (name->class == SW_SECRET_NAME_MAYBE && narrow_to_login(name, value, start, end)) {
		login.class = SW_SECRET_NAME_CREDENTIAL;
		login.password = true;
	}
	*password = login.password;
	return judge_literal(&login, sw_str_sub(value, *start, *end - *start));
}

enum sw_secret_confidence sw_password_judge(struct sw_str value, size_t *start, size_t *end) {
	bool password;
	struct sw_name name = {.class = SW_SECRET_NAME_CREDENTIAL, .password = true};
	return sw_value_judge(&name, value, start, end, &password);
}

/* The surest of the hits by shape. */
static void keep_best(void *context, const struct sw_secret_hit *hit) {
	struct sw_secret_hit *best = context;
	bool generic = sw_secret_kinds[hit->kind].generic, generic_best = sw_secret_kinds[best->kind].generic;
	bool better = generic == generic_best ? hit->confidence > best->confidence : generic_best;
	if (!best->kind || better)
		*best = *hit;
}

bool sw_secret_value(struct sw_str name, struct sw_str value, struct sw_secret_hit *hit) {
	struct sw_str s = sw_str_trim(value);
	if (s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0])
		s = sw_str_trim(sw_str_sub(s, 1, s.n - 2));
	if (!s.n)
		return false;
	size_t from = (size_t)(s.p - value.p), start, end;
	struct sw_secret_hit best = {0};
	bool password = false;
	sw_shapes_search(s, false, keep_best, &best);
	struct sw_name read;
	sw_name_read(name, &read);
	enum sw_secret_confidence confidence = sw_value_judge(&read, s, &start, &end, &password);
	if (!best.kind || (sw_secret_kinds[best.kind].generic && best.confidence < confidence)) {
		if (confidence == SW_SECRET_NONE)
			return false;
		best = (struct sw_secret_hit){password ? SW_SECRET_KIND_PASSWORD : SW_SECRET_KIND_CREDENTIAL,
					      (uint32_t)start, (uint32_t)end, (uint8_t)confidence, false};
	}
	best.start += (uint32_t)from;
	best.end += (uint32_t)from;
	*hit = best;
	return true;
}
