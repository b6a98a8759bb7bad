#include "checks/about_labels.h"

static const struct sw_label_rule known[] = {
	{"org.opencontainers.image.created", SW_LABEL_TIME},
	{"org.opencontainers.image.authors", SW_LABEL_TEXT},
	{"org.opencontainers.image.url", SW_LABEL_URL},
	{"org.opencontainers.image.documentation", SW_LABEL_URL},
	{"org.opencontainers.image.source", SW_LABEL_URL},
	{"org.opencontainers.image.version", SW_LABEL_TEXT},
	{"org.opencontainers.image.revision", SW_LABEL_TEXT},
	{"org.opencontainers.image.vendor", SW_LABEL_TEXT},
	{"org.opencontainers.image.licenses", SW_LABEL_SPDX},
	{"org.opencontainers.image.title", SW_LABEL_TEXT},
	{"org.opencontainers.image.description", SW_LABEL_TEXT},
	{"org.opencontainers.image.ref.name", SW_LABEL_TEXT},
	{"org.opencontainers.image.base.name", SW_LABEL_TEXT},
	{"org.opencontainers.image.base.digest", SW_LABEL_TEXT},
	{"org.label-schema.build-date", SW_LABEL_TIME},
	{"org.label-schema.name", SW_LABEL_TEXT},
	{"org.label-schema.description", SW_LABEL_TEXT},
	{"org.label-schema.url", SW_LABEL_URL},
	{"org.label-schema.vcs-url", SW_LABEL_URL},
	{"org.label-schema.vcs-ref", SW_LABEL_HASH},
	{"org.label-schema.vendor", SW_LABEL_TEXT},
	{"org.label-schema.version", SW_LABEL_TEXT},
	{"org.label-schema.schema-version", SW_LABEL_TEXT},
};

const struct sw_label_schema sw_known_labels = {known, sizeof known / sizeof *known, false, false};

static bool is_url(struct sw_str s) {
	size_t colon = sw_str_find_byte(s, ':');
	if (sw_str_starts(s, SW_S("git@")))
		return true; /* git's own short form of ssh:// */
	if (colon == SW_NPOS || colon == 0 || colon + 2 > s.n || !sw_is_alpha(s.p[0]))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (sw_is_space(s.p[i]) || (i < colon && !sw_is_alnum(s.p[i]) && !strchr("+-.", s.p[i])))
			return false;
	return sw_str_starts(sw_str_from(s, colon + 1), SW_S("//")) ? s.n > colon + 3 : true;
}

/* Parts between dots; of letters, digits and hyphens, or numbers without a leading zero. */
static bool dotted(struct sw_str s, bool numbers, unsigned *count) {
	*count = 0;
	for (struct sw_str part; sw_str_split(&s, '.', &part); ++*count) {
		bool number = part.n > 0;
		for (size_t i = 0; i < part.n; i++) {
			number = number && sw_is_digit(part.p[i]);
			if (!sw_is_alnum(part.p[i]) && part.p[i] != '-')
				return false;
		}
		if (!part.n || (numbers && (!number || (part.n > 1 && part.p[0] == '0'))))
			return false;
	}
	return true;
}

static bool is_semver(struct sw_str s) {
	unsigned count;
	size_t plus = sw_str_find_byte(s, '+');
	if (plus != SW_NPOS && !dotted(sw_str_from(s, plus + 1), false, &count))
		return false;
	s = sw_str_sub(s, 0, plus);
	size_t dash = sw_str_find_byte(s, '-');
	if (dash != SW_NPOS && !dotted(sw_str_from(s, dash + 1), false, &count))
		return false;
	return dotted(sw_str_sub(s, 0, dash), true, &count) && count == 3;
}

static bool is_hash(struct sw_str s) {
	return ((s.n >= 7 && s.n <= 40) || s.n == 64) && sw_str_is_hex(s);
}

/* `n` digits at *at that make a number of at most `most`. */
static bool number_at(struct sw_str s, size_t *at, size_t n, uint64_t most) {
	uint64_t value;
	struct sw_str digits = sw_str_sub(s, *at, n);
	*at += n;
	return digits.n == n && sw_str_to_u64(digits, &value) && value <= most;
}

static bool byte_at(struct sw_str s, size_t *at, const char *set) {
	return *at < s.n && strchr(set, s.p[(*at)++]) != NULL;
}

static bool is_time(struct sw_str s) {
	size_t at = 0;
	if (!number_at(s, &at, 4, 9999) || !byte_at(s, &at, "-") || !number_at(s, &at, 2, 12) || !byte_at(s, &at, "-") ||
	    !number_at(s, &at, 2, 31) || !byte_at(s, &at, "Tt ") || !number_at(s, &at, 2, 23) || !byte_at(s, &at, ":") ||
	    !number_at(s, &at, 2, 59) || !byte_at(s, &at, ":") || !number_at(s, &at, 2, 60))
		return false;
	if (at < s.n && s.p[at] == '.')
		for (at++; at < s.n && sw_is_digit(s.p[at]);)
			at++;
	if (at + 1 == s.n)
		return byte_at(s, &at, "Zz");
	return byte_at(s, &at, "+-") && number_at(s, &at, 2, 23) && byte_at(s, &at, ":") && number_at(s, &at, 2, 59) && at == s.n;
}

/* Identifiers tied by AND, OR and WITH, in parentheses or not; names that people use and the list does not have are none. */
static bool is_spdx(struct sw_str s) {
	int open = 0;
	bool wants = true; /* an identifier comes next */
	for (size_t i = 0; i < s.n;) {
		size_t from = i;
		if (sw_is_space(s.p[i])) {
			i++;
			continue;
		}
		if (s.p[i] == '(' || s.p[i] == ')') {
			open += s.p[i] == '(' ? 1 : -1;
			if (open < 0 || (s.p[i] == '(') != wants)
				return false;
			i++;
			continue;
		}
		while (i < s.n && (sw_is_alnum(s.p[i]) || strchr("-.+:", s.p[i])))
			i++;
		struct sw_str word = sw_str_sub(s, from, i - from);
		bool joins = sw_listed(word, "AND OR WITH and or with");
		if (!word.n || joins == wants || sw_listed_nocase(word, "gpl gplv2 gplv3 lgpl agpl bsd apache apache2 apachev2 mpl cc proprietary"))
			return false;
		wants = joins;
	}
	return open == 0 && !wants;
}

static bool is_email(struct sw_str s) {
	size_t at = sw_str_rfind_byte(s, '@');
	if (at == SW_NPOS || at == 0 || at + 1 == s.n)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (sw_is_space(s.p[i]) || (i > at && !sw_is_alnum(s.p[i]) && s.p[i] != '.' && s.p[i] != '-'))
			return false;
	return true;
}

bool sw_label_fits(enum sw_label_kind kind, struct sw_str value) {
	switch (kind) {
	case SW_LABEL_TEXT:
		return sw_str_trim(value).n > 0;
	case SW_LABEL_URL:
		return is_url(value);
	case SW_LABEL_SEMVER:
		return is_semver(value);
	case SW_LABEL_HASH:
		return is_hash(value);
	case SW_LABEL_TIME:
		return is_time(value);
	case SW_LABEL_SPDX:
		return is_spdx(value);
	case SW_LABEL_EMAIL:
		return is_email(value);
	}
	return false;
}

static const char *const names[] = {"text", "url", "semver", "hash", "rfc3339", "spdx", "email"};
static const char *const words[] = {"a text", "an address", "a semantic version", "the hash of a commit", "a time as RFC 3339 has it",
				    "an SPDX licence expression", "an e-mail address"};

const char *sw_label_kind_name(enum sw_label_kind kind) {
	return names[kind];
}

static const struct sw_label_rule *rule_of(const struct sw_label_schema *schema, struct sw_str name) {
	for (size_t i = 0; i < schema->count; i++)
		if (sw_str_is(name, schema->rules[i].name))
			return &schema->rules[i];
	return NULL;
}

/* Lower case letters, digits, dots and hyphens, a letter first, neither dots nor hyphens doubled; three name spaces are
 * kept for the engine. */
static bool is_name(struct sw_str name) {
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		bool sign = c == '.' || c == '-' || c == '_' || c == '/';
		bool edge = i == 0 || i + 1 == name.n;
		if (!sw_is_digit(c) && !(c >= 'a' && c <= 'z') && (!sign || edge || name.p[i - 1] == c))
			return false;
	}
	return name.n && !sw_str_starts(name, SW_S("com.docker.")) && !sw_str_starts(name, SW_S("io.docker.")) &&
	       !sw_str_starts(name, SW_S("org.dockerproject."));
}

static void judge(struct sw_sink *sink, const struct sw_pair *pair, const struct sw_label_schema *schema) {
	const struct sw_label_rule *rule = rule_of(schema, pair->name);
	if (!rule && !is_name(pair->name) && sw_str_find_byte(pair->name, '$') == SW_NPOS)
		sw_fail_variant(sink, "name", pair->at, "%.*s is no name for a label", SW_ARG(pair->name));
	else if (!rule && schema->strict)
		sw_fail_variant(sink, "superfluous", pair->at, "the label %.*s is not on the project's list", SW_ARG(pair->name));
	else if (!rule)
		sw_pass(sink, pair->at, "labels have proper names");
	else if (!pair->known)
		sw_unknown(sink, SW_MISSING_VARIABLE, pair->value_at, "a variable hides the label %.*s", SW_ARG(pair->name));
	else if (!sw_str_trim(pair->value).n)
		sw_fail_variant(sink, names[SW_LABEL_TEXT], pair->at, "the label %.*s is empty", SW_ARG(pair->name));
	else if (!sw_label_fits(rule->kind, pair->value))
		sw_fail_variant(sink, names[rule->kind], pair->value_at, "%.*s does not hold %s", SW_ARG(pair->name), words[rule->kind]);
	else
		sw_pass(sink, pair->at, "labels hold what they are meant for");
}

static bool has_label(const struct sw_view *view, struct sw_stages stages, const char *name) {
	struct sw_step_walk walk = {view, stages, 0};
	for (const struct sw_step *step; (step = sw_next_step(&walk));)
		for (uint32_t i = 0; step->kind == SW_STEP_LABEL && i < step->pair_count; i++)
			if (sw_str_is(step->pairs[i].name, name))
				return true;
	return false;
}

void sw_judge_labels(const struct sw_view *view, struct sw_sink *sink, struct sw_stages stages, const struct sw_label_schema *schema) {
	struct sw_step_walk walk = {view, stages, 0};
	for (const struct sw_step *step; (step = sw_next_step(&walk));)
		for (uint32_t i = 0; step->kind == SW_STEP_LABEL && i < step->pair_count; i++)
			judge(sink, &step->pairs[i], schema);
	for (size_t i = 0; schema->required && i < schema->count; i++)
		if (!has_label(view, stages, schema->rules[i].name))
			sw_fail_variant(sink, "missing", view->target->stage->from, "the label %s is missing", schema->rules[i].name);
}
