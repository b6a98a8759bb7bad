/* The grammar, in the order of the distribution project's reference package: host, path, tag, digest. The engine's
 * rule decides where the host ends, before the grammar looks at either side. */
#include "knowledge/image_name.h"

static const struct sw_str docker_hub = SW_SI("docker.io");
static const struct sw_str docker_hub_old = SW_SI("index.docker.io");
static const struct sw_str official_prefix = SW_SI("library/");

enum {
	PATH_MAX_BYTES = 255, /* of the repository, the host not counted */
	TAG_MAX_BYTES = 128,
	ID_HEX = 64, /* a bare image id of this length is refused as a name */
};

static bool is_lower_or_digit(char c) {
	return sw_is_digit(c) || (c >= 'a' && c <= 'z');
}

static bool has_upper(struct sw_str s) {
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= 'A' && s.p[i] <= 'Z')
			return true;
	return false;
}

/* Letters and digits, joined by one '.', one or two '_' or any number of '-'. */
static bool path_part_valid(struct sw_str part) {
	size_t i = 0;
	for (;;) {
		size_t start = i;
		while (i < part.n && is_lower_or_digit(part.p[i]))
			i++;
		if (i == start)
			return false;
		if (i == part.n)
			return true;
		char joint = part.p[i];
		size_t run = 0;
		while (i < part.n && part.p[i] == joint)
			i++, run++;
		if (!(joint == '-' || (joint == '_' && run <= 2) || (joint == '.' && run == 1)))
			return false;
	}
}

static bool path_valid(struct sw_str path) {
	struct sw_str rest = path, part;
	if (path.n == 0 || path.n > PATH_MAX_BYTES)
		return false;
	while (sw_str_split(&rest, '/', &part))
		if (!path_part_valid(part))
			return false;
	return true;
}

static bool host_label_valid(struct sw_str label) {
	if (label.n == 0 || label.p[0] == '-' || label.p[label.n - 1] == '-')
		return false;
	for (size_t i = 0; i < label.n; i++)
		if (!sw_is_alnum(label.p[i]) && label.p[i] != '-')
			return false;
	return true;
}

static bool port_valid(struct sw_str port) {
	if (port.n == 0)
		return false;
	for (size_t i = 0; i < port.n; i++)
		if (!sw_is_digit(port.p[i]))
			return false;
	return true;
}

/* "[" hex digits and colons "]", then perhaps a port: the grammar asks no more of an IPv6 address. */
static bool host6_valid(struct sw_str host) {
	size_t end = sw_str_find_byte(host, ']');
	if (end == SW_NPOS || end < 2)
		return false;
	for (size_t i = 1; i < end; i++)
		if (host.p[i] != ':' && sw_hex_digit(host.p[i]) < 0)
			return false;
	struct sw_str rest = sw_str_from(host, end + 1);
	return rest.n == 0 || (rest.p[0] == ':' && port_valid(sw_str_from(rest, 1)));
}

static bool host_valid(struct sw_str host) {
	if (host.n && host.p[0] == '[')
		return host6_valid(host);
	size_t colon = sw_str_find_byte(host, ':');
	if (colon != SW_NPOS) {
		if (!port_valid(sw_str_from(host, colon + 1)))
			return false;
		host = sw_str_sub(host, 0, colon);
	}
	struct sw_str label;
	while (sw_str_split(&host, '.', &label))
		if (!host_label_valid(label))
			return false;
	return true;
}

static bool tag_valid(struct sw_str tag) {
	if (tag.n == 0 || tag.n > TAG_MAX_BYTES || tag.p[0] == '.' || tag.p[0] == '-')
		return false;
	for (size_t i = 0; i < tag.n; i++)
		if (!sw_is_alnum(tag.p[i]) && tag.p[i] != '_' && tag.p[i] != '.' && tag.p[i] != '-')
			return false;
	return true;
}

/* Only the algorithms that the engine knows are accepted, each with its own length, in lower case. */
static bool digest_valid(struct sw_str digest) {
	static const struct {
		struct sw_str prefix;
		size_t hex;
	} algorithms[] = {{SW_SI("sha256:"), 64}, {SW_SI("sha384:"), 96}, {SW_SI("sha512:"), 128}};
	for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++)
		if (sw_str_starts(digest, algorithms[i].prefix)) {
			struct sw_str hex = sw_str_from(digest, algorithms[i].prefix.n);
			return hex.n == algorithms[i].hex && sw_str_is_lower_hex(hex);
		}
	return false;
}

bool sw_image_is_host(struct sw_str first) {
	return sw_str_find_byte(first, '.') != SW_NPOS || sw_str_find_byte(first, ':') != SW_NPOS ||
	       sw_str_is(first, "localhost") || has_upper(first);
}

/* Splits a name without tag and digest into registry and the path below it. */
static void split_host(struct sw_str name, struct sw_str *registry, struct sw_str *path) {
	size_t slash = sw_str_find_byte(name, '/');
	*registry = docker_hub;
	*path = name;
	if (slash == SW_NPOS || !sw_image_is_host(sw_str_sub(name, 0, slash)))
		return;
	struct sw_str host = sw_str_sub(name, 0, slash);
	*path = sw_str_from(name, slash + 1);
	if (!sw_str_eq(host, docker_hub_old))
		*registry = host;
}

/* Fills name, registry and repository from a name without tag and digest; false when the grammar is broken. */
static bool fill_name(struct sw_arena *arena, struct sw_image_ref *ref, struct sw_str name) {
	struct sw_str registry, path;
	split_host(name, &registry, &path);
	if (sw_str_eq(registry, docker_hub) && path.n && sw_str_find_byte(path, '/') == SW_NPOS)
		path = sw_arena_join(arena, official_prefix, path);
	if (!host_valid(registry) || !path_valid(path))
		return false;
	ref->name = sw_arena_printf(arena, "%.*s/%.*s", SW_ARG(registry), SW_ARG(path));
	ref->registry = sw_str_sub(ref->name, 0, registry.n);
	ref->repository = sw_str_from(ref->name, registry.n + 1);
	return true;
}

/* Cuts "name:tag@digest" into its three parts; absent ones have a NULL pointer. A ':' before the last '/' is a port. */
static void cut(struct sw_str text, struct sw_str *name, struct sw_str *tag, struct sw_str *digest) {
	size_t at = sw_str_find_byte(text, '@');
	*tag = *digest = (struct sw_str){0};
	if (at != SW_NPOS) {
		*digest = sw_str_from(text, at + 1);
		text = sw_str_sub(text, 0, at);
	}
	size_t slash = sw_str_rfind_byte(text, '/');
	size_t last = slash == SW_NPOS ? 0 : slash + 1;
	size_t colon = sw_str_find_byte(sw_str_from(text, last), ':');
	if (colon != SW_NPOS) {
		*tag = sw_str_from(text, last + colon + 1);
		text = sw_str_sub(text, 0, last + colon);
	}
	*name = text;
}

static void parse_known(struct sw_arena *arena, struct sw_image_ref *ref) {
	struct sw_str name, tag, digest;
	if (ref->written.n == ID_HEX && sw_str_is_lower_hex(ref->written))
		return;
	cut(ref->written, &name, &tag, &digest);
	if ((tag.p && !tag_valid(tag)) || (digest.p && !digest_valid(digest)))
		return;
	if (!fill_name(arena, ref, name))
		return;
	ref->tag = tag;
	ref->digest = digest;
	ref->valid = true;
}

/* The byte behind the variable that starts at `at`: "$NAME", "${…}" with braces counted. */
static size_t variable_end(struct sw_str text, size_t at) {
	size_t depth = 0, i = at + 1;
	if (i < text.n && text.p[i] == '{') {
		for (; i < text.n; i++) {
			if (text.p[i] == '{')
				depth++;
			else if (text.p[i] == '}' && --depth == 0)
				return i + 1;
		}
		return i;
	}
	while (i < text.n && (sw_is_alnum(text.p[i]) || text.p[i] == '_'))
		i++;
	return i;
}

/* Variables are replaced by a byte that the grammar never allows, so that the same cuts apply and every part that
 * holds one can be told from the parts that are certain. */
#define HOLE '\x01'

static struct sw_str with_holes(struct sw_arena *arena, struct sw_str text) {
	char *out = SW_NEW_ARRAY(arena, char, text.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < text.n;) {
		bool variable = text.p[i] == '$';
		out[n++] = variable ? HOLE : text.p[i];
		i = variable ? variable_end(text, i) : i + 1;
	}
	return sw_str(out, n);
}

static bool has_hole(struct sw_str s) {
	return sw_str_find_byte(s, HOLE) != SW_NPOS;
}

static void parse_unresolved(struct sw_arena *arena, struct sw_image_ref *ref) {
	struct sw_str text = with_holes(arena, ref->written), name, tag, digest, registry, path;
	ref->valid = true;
	if (!has_hole(text))
		return;
	cut(text, &name, &tag, &digest);
	if (tag.p && !has_hole(tag)) {
		ref->valid &= tag_valid(tag);
		ref->tag = tag;
	}
	if (digest.p && !has_hole(digest)) {
		ref->valid &= digest_valid(digest);
		ref->digest = digest;
	}
	if (!has_hole(name)) {
		ref->valid &= fill_name(arena, ref, name);
	} else if (sw_str_find_byte(name, '/') < sw_str_find_byte(name, HOLE)) {
		split_host(name, &registry, &path);
		ref->valid &= host_valid(registry);
		ref->registry = registry;
	}
	if (!ref->valid)
		ref->name = ref->registry = ref->repository = ref->tag = ref->digest = (struct sw_str){0};
}

struct sw_image_ref sw_image_ref_parse(struct sw_arena *arena, struct sw_str written, bool known) {
	struct sw_image_ref ref = {.written = written, .known = known};
	if (known)
		parse_known(arena, &ref);
	else
		parse_unresolved(arena, &ref);
	return ref;
}

struct sw_str sw_image_familiar(struct sw_str name) {
	if (!sw_str_starts(name, SW_S("docker.io/")))
		return name;
	struct sw_str path = sw_str_from(name, docker_hub.n + 1), below = sw_str_from(path, official_prefix.n);
	if (sw_image_is_host(sw_str_sub(path, 0, sw_str_find_byte(path, '/'))))
		return name; /* "a.b/c" would be read as host and name */
	bool official = sw_str_starts(path, official_prefix) && sw_str_find_byte(below, '/') == SW_NPOS;
	bool id = below.n == ID_HEX && sw_str_is_lower_hex(below); /* would be refused as a name */
	return official && !id ? below : path;
}

struct sw_str sw_image_ref_name(struct sw_arena *arena, const struct sw_image_ref *ref) {
	if (!ref->known || !ref->valid)
		return ref->written;
	struct sw_str name = sw_image_familiar(ref->name);
	if (!ref->digest.n && !ref->tag.n)
		return name;
	if (ref->digest.n)
		return sw_arena_printf(arena, "%.*s%s%.*s@%.*s", SW_ARG(name), ref->tag.n ? ":" : "", SW_ARG(ref->tag), SW_ARG(ref->digest));
	char *text = sw_arena_alloc(arena, name.n + ref->tag.n + 2);
	memcpy(text, name.p, name.n);
	text[name.n] = ':';
	memcpy(text + name.n + 1, ref->tag.p, ref->tag.n);
	return sw_str(text, name.n + 1 + ref->tag.n);
}

struct sw_str sw_image_ref_last(const struct sw_image_ref *ref) {
	return sw_str_basename(ref->repository);
}
