/* Gems as they are installed: the specification that RubyGems writes for each. It is a Ruby program, of which only what is
 * written out is read: text literals, and constants of the same file that are such literals. */
#include "base/map.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

static bool claims(struct sw_str path) {
	struct sw_str folder = sw_str_dirname(path);
	/* Gems that come with Ruby have theirs in specifications/default. */
	if (sw_str_is(sw_str_basename(folder), "default"))
		folder = sw_str_dirname(folder);
	return sw_str_is(sw_str_basename(folder), "specifications");
}

/* The literal that `text` begins with: "…", '…' or %q<…>. Empty: none, or one that is put together. */
static struct sw_str literal_of(struct sw_str text) {
	static const char open[] = "<([{", shut[] = ">)]}";
	char end = 0;
	size_t start = 1;
	if (text.n && (text.p[0] == '"' || text.p[0] == '\''))
		end = text.p[0];
	else if (text.n > 3 && text.p[0] == '%' && (text.p[1] == 'q' || text.p[1] == 'Q') && strchr(open, text.p[2])) {
		end = shut[strchr(open, text.p[2]) - open];
		start = 3;
	}
	struct sw_str inner = sw_str_from(text, start);
	size_t length = end ? sw_str_find_byte(inner, end) : SW_NPOS;
	if (length == SW_NPOS)
		return (struct sw_str){0};
	struct sw_str literal = sw_str_sub(inner, 0, length), rest = sw_str_trim(sw_str_from(inner, length + 1));
	bool computed = rest.n && strchr("+%<*", rest.p[0]);
	return computed || sw_str_contains(literal, SW_S("#{")) || sw_str_contains(literal, SW_S("\\")) ? (struct sw_str){0} : literal;
}

static size_t word_length(struct sw_str text) {
	size_t n = 0;
	while (n < text.n && (sw_is_alnum(text.p[n]) || text.p[n] == '_'))
		n++;
	return n;
}

/* What is behind "NAME =" when the line is an assignment to NAME, else the empty text. */
static struct sw_str assigned(struct sw_str line, struct sw_str *name) {
	size_t n = word_length(line);
	*name = sw_str_sub(line, 0, n);
	struct sw_str rest = sw_str_trim(sw_str_from(line, n));
	bool assigns = n && sw_str_starts(rest, SW_S("=")) && !sw_str_starts(rest, SW_S("==")) && !sw_str_starts(rest, SW_S("=~"));
	return assigns ? sw_str_trim(sw_str_from(rest, 1)) : (struct sw_str){0};
}

struct gem {
	struct sw_map constants; /* name to struct sw_str */
	struct sw_str name, version, licence, author, platform;
	bool specification;
};

/* The text of a value: a literal, Gem::Version.new(literal), or a constant. */
static struct sw_str value_of(const struct gem *gem, struct sw_str text) {
	struct sw_str call = SW_S("Gem::Version.new");
	if (sw_str_starts(text, call)) {
		text = sw_str_trim(sw_str_from(text, call.n));
		text = sw_str_starts(text, SW_S("(")) ? sw_str_trim(sw_str_from(text, 1)) : text;
	}
	size_t n = word_length(text);
	/* A::B is another file's; what is done with a constant is not known, but for .freeze and its like. */
	struct sw_str rest = sw_str_from(text, n);
	bool alone = n && (!rest.n || rest.p[0] == '.' || rest.p[0] == ')');
	const struct sw_str *constant = alone ? sw_map_get(&gem->constants, sw_str_sub(text, 0, n)) : NULL;
	return constant ? *constant : literal_of(text);
}

static struct sw_str list_first(struct sw_str text) {
	return sw_str_starts(text, SW_S("[")) ? literal_of(sw_str_trim(sw_str_from(text, 1))) : literal_of(text);
}

/* One line: a constant, or a field "s.name = …" of the specification. */
static void read_line(struct sw_arena *scratch, struct gem *gem, struct sw_str line) {
	struct sw_str name, value = assigned(line, &name);
	if (value.n && name.p[0] >= 'A' && name.p[0] <= 'Z') {
		struct sw_str *kept = SW_NEW(scratch, struct sw_str);
		*kept = literal_of(value);
		if (kept->n)
			sw_map_put(scratch, &gem->constants, name, kept);
		return;
	}
	gem->specification |= sw_str_contains(line, SW_S("Gem::Specification.new"));
	size_t variable = word_length(line);
	if (!gem->specification || sw_str_find_byte(line, '.') != variable)
		return;
	value = assigned(sw_str_from(line, variable + 1), &name);
	if (!value.n)
		return;
	if (sw_str_is(name, "name") && !gem->name.n)
		gem->name = value_of(gem, value);
	else if (sw_str_is(name, "version") && !gem->version.n)
		gem->version = value_of(gem, value);
	else if (sw_str_is(name, "platform"))
		gem->platform = literal_of(value);
	else if (sw_str_is(name, "licenses") || sw_str_is(name, "license"))
		gem->licence = list_first(value);
	else if (sw_str_is(name, "authors") || sw_str_is(name, "author"))
		gem->author = list_first(value);
}

static void work(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	struct gem gem = {0};
	struct sw_str line;
	while (sw_line_next(&bytes, &line))
		read_line(scratch, &gem, sw_str_trim(line));
	if (!gem.specification)
		return;
	if (!gem.name.n || !gem.version.n) {
		sw_package_refuse(sink, "the specification of a gem: name or version are not written out");
		return;
	}
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_GEM, gem.name, gem.version);
	package->licence = sw_package_text(sink, gem.licence);
	package->supplier = sw_package_text(sink, gem.author);
	package->architecture = sw_package_text(sink, gem.platform);
}

const struct sw_package_reader sw_package_reader_gemspec = {
	.kind = "gemspec",
	.endings = (const char *const[]){".gemspec", NULL},
	.claims = claims,
	.limit = 4 << 20,
	.read_with = work,
};
