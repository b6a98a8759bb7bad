/* What BuildKit refuses in RUN --mount and --device. Values of mounts that hold a variable are left alone: they are
 * known only in the build. */
#include "readers/dockerfile/reader.h"

enum type { BIND, CACHE, TMPFS, SECRET, SSH, TYPES, ANY_TYPE = TYPES };
static const char *const types[TYPES] = {"bind", "cache", "tmpfs", "secret", "ssh"};

enum value { TEXT, TRUTH, OCTAL, DECIMAL, TYPE, SHARING };

/* `among`: bits of the types that take the key; 0: all do. */
static const struct key {
	const char *name;
	enum value value;
	bool bare;       /* may stand without a value */
	unsigned among;
	bool order_counts; /* the type must stand before it */
} keys[] = {
	{"type", TYPE, false, 0, false},
	{"from", TEXT, false, 0, false},
	{"source", TEXT, false, 0, false},
	{"src", TEXT, false, 0, false},
	{"target", TEXT, false, 0, false},
	{"dst", TEXT, false, 0, false},
	{"destination", TEXT, false, 0, false},
	{"readonly", TRUTH, true, 0, false},
	{"ro", TRUTH, true, 0, false},
	{"readwrite", TRUTH, true, 0, false},
	{"rw", TRUTH, true, 0, false},
	{"required", TRUTH, true, 1u << SECRET | 1u << SSH, true},
	{"size", TEXT, false, 1u << TMPFS, true},
	{"id", TEXT, false, 0, false},
	{"sharing", SHARING, false, 1u << CACHE, false},
	{"mode", OCTAL, false, 1u << SECRET | 1u << SSH | 1u << CACHE, false},
	{"uid", DECIMAL, false, 1u << SECRET | 1u << SSH | 1u << CACHE, false},
	{"gid", DECIMAL, false, 1u << SECRET | 1u << SSH | 1u << CACHE, false},
	{"env", TEXT, false, 0, false},
};

static const struct key *key_of(struct sw_str name) {
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (sw_str_is(name, keys[i].name))
			return &keys[i];
	return NULL;
}

static bool is_among(struct sw_str value, const char *const *values) {
	while (*values && !sw_str_is(value, *values))
		values++;
	return *values != NULL;
}

static bool is_truth(struct sw_str value) {
	static const char *const truths[] = {"1", "t", "T",     "true",  "TRUE",  "True", "0",
					     "f", "F", "false", "FALSE", "False", NULL};
	return is_among(value, truths);
}

static bool is_number(struct sw_str value, unsigned base) {
	uint64_t number = 0;
	for (size_t i = 0; i < value.n; i++) {
		if (!sw_is_digit(value.p[i]) || (unsigned)(value.p[i] - '0') >= base)
			return false;
		number = number * base + (unsigned)(value.p[i] - '0');
		if (number > UINT32_MAX)
			return false;
	}
	return value.n > 0;
}

/* The type, ANY_TYPE when it holds a variable, -1 when there is none such. */
static int type_of(struct sw_str value) {
	if (sw_str_find_byte(value, '$') != SW_NPOS)
		return ANY_TYPE;
	for (int i = 0; i < TYPES; i++)
		if (sw_str_is_nocase(value, types[i]))
			return i;
	return -1;
}

static bool value_is_good(enum value kind, struct sw_str value) {
	if (sw_str_find_byte(value, '$') != SW_NPOS)
		return true;
	switch (kind) {
	case TRUTH:
		return is_truth(value);
	case OCTAL:
		return is_number(value, 8);
	case DECIMAL:
		return is_number(value, 10);
	case TYPE:
		return type_of(value) >= 0;
	case SHARING:
		return sw_str_is_nocase(value, "shared") || sw_str_is_nocase(value, "private") ||
		       sw_str_is_nocase(value, "locked");
	case TEXT:
		break;
	}
	return true;
}

/* Who complains, and how loudly. */
struct judge {
	struct sw_df_reader *reader;
	enum sw_diag_level level;
};

#define COMPLAIN(judge, at, ...) \
	(sw_diag_add((judge)->reader->diags, (judge)->level, "dockerfile-build-mount", (at), __VA_ARGS__), false)

/* The form of one field, whatever the type. */
static bool field_is_good(const struct judge *judge, const struct sw_dockerfile_field *field) {
	const struct key *key = key_of(field->key);
	if (!key)
		return COMPLAIN(judge, field->span, "a mount has no option \"%.*s\"", SW_ARG(field->key));
	if (!field->has_value)
		return key->bare ||
		       COMPLAIN(judge, field->span, "mount option \"%.*s\" needs a value", SW_ARG(field->key));
	size_t dollar = sw_str_find_byte(field->value, '$');
	if (sw_str_is(field->key, "from") && dollar != SW_NPOS && dollar + 1 < field->value.n)
		return COMPLAIN(judge, field->span, "\"from\" of a mount takes no variable: name a stage instead");
	return value_is_good(key->value, field->value) ||
	       COMPLAIN(judge, field->span, "mount option \"%.*s\" cannot be \"%.*s\"", SW_ARG(field->key),
			SW_ARG(field->value));
}

/* Whether the fields may stand together. */
static bool fields_agree(const struct judge *judge, const struct sw_dockerfile_field *fields, int n) {
	int type = BIND, last = BIND;
	for (int i = 0; i < n; i++)
		if (sw_str_is(fields[i].key, "type"))
			last = type_of(fields[i].value);
	for (int i = 0; i < n; i++) {
		const struct key *key = key_of(fields[i].key);
		if (key->value == TYPE)
			type = type_of(fields[i].value);
		int holds = key->order_counts ? type : last;
		if (key->among && holds != ANY_TYPE && !(key->among >> holds & 1))
			return COMPLAIN(judge, fields[i].span, "a %s mount takes no option \"%s\"", types[holds],
					key->name);
		if (last == SECRET && sw_str_is(fields[i].key, "from"))
			return COMPLAIN(judge, fields[i].span, "a secret mount takes no option \"from\"");
	}
	return true;
}

static bool secret_is_named(const struct judge *judge, const struct sw_dockerfile_flag *flag,
			    const struct sw_dockerfile_field *fields, int n) {
	bool secret = false, source = false, target = false, id = false;
	for (int i = 0; i < n; i++) {
		struct sw_str key = fields[i].key;
		if (sw_str_is(key, "type"))
			secret = type_of(fields[i].value) == SECRET;
		else if (fields[i].value.n == 0)
			continue;
		source |= sw_str_is(key, "source") || sw_str_is(key, "src");
		target |= sw_str_is(key, "target") || sw_str_is(key, "dst") || sw_str_is(key, "destination");
		id |= sw_str_is(key, "id");
	}
	if (secret && !source && !target && !id)
		return COMPLAIN(judge, flag->span, "a secret mount needs an id, a source or a target");
	return !secret || !source || !id ||
	       COMPLAIN(judge, flag->span, "a secret mount takes an id or a source, not both");
}

void sw_df_strict_mount(struct sw_df_reader *reader, const struct sw_dockerfile_flag *flag, enum sw_diag_level level) {
	struct judge judge = {reader, level};
	struct sw_dockerfile_field *fields;
	int n = sw_dockerfile_fields(reader->arena, flag, &fields);
	if (n < 0) {
		(void)COMPLAIN(&judge, flag->span, "--mount is no list of values with commas");
		return;
	}
	for (int i = 0; i < n; i++)
		if (!field_is_good(&judge, &fields[i]))
			return;
	if (fields_agree(&judge, fields, n))
		(void)secret_is_named(&judge, flag, fields, n);
}

void sw_df_strict_device(struct sw_df_reader *reader, const struct sw_dockerfile_flag *flag, enum sw_diag_level level) {
	struct judge judge = {reader, level};
	struct sw_dockerfile_field *fields;
	bool named = false;
	int n = sw_dockerfile_fields(reader->arena, flag, &fields);
	if (n < 0)
		(void)COMPLAIN(&judge, flag->span, "--device is no list of values with commas");
	for (int i = 0; i < n; i++) {
		const struct sw_dockerfile_field *field = &fields[i];
		bool required = sw_str_is(field->key, "required"), name = field->has_value && sw_str_is(field->key, "name");
		/* The first field that is nothing else is the name. */
		if (!required && named)
			(void)COMPLAIN(&judge, field->span, "--device has more than one name");
		else if (required && field->has_value && !is_truth(field->value))
			(void)COMPLAIN(&judge, field->span, "--device: \"required\" is true or false");
		named |= !required && (!name || field->value.n);
	}
}
