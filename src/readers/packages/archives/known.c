#include "readers/packages/archives/program.h"

/* A version stands right behind `before`. */
struct known {
	const char *file;   /* glob over the file's name */
	const char *name;   /* of the package */
	const char *before; /* NULL: it is told in Python's own way */
	uint8_t type;
	bool starts;        /* `before` begins a string */
};

static const struct known known[] = {
	{"bash", "bash", "@(#)Bash version ", SW_PACKAGE_GENERIC},
	{"busybox", "busybox", "BusyBox v", SW_PACKAGE_GENERIC},
	{"httpd", "httpd", "Apache/", SW_PACKAGE_GENERIC},
	{"apache2", "httpd", "Apache/", SW_PACKAGE_GENERIC},
	{"libcrypto.so*", "openssl", "OpenSSL ", SW_PACKAGE_GENERIC, true},
	{"libcurl.so*", "curl", "libcurl/", SW_PACKAGE_GENERIC},
	{"libphp*.so", "php", "X-Powered-By: PHP/", SW_PACKAGE_RUNTIME},
	{"libpython*.so*", "python", NULL, SW_PACKAGE_RUNTIME},
	{"libruby*.so*", "ruby", "ruby ", SW_PACKAGE_RUNTIME, true},
	{"lighttpd", "lighttpd", "lighttpd/", SW_PACKAGE_GENERIC},
	{"nginx", "nginx", "nginx/", SW_PACKAGE_GENERIC},
	{"node", "node", "node.js/v", SW_PACKAGE_RUNTIME},
	{"php*", "php", "X-Powered-By: PHP/", SW_PACKAGE_RUNTIME},
	{"postgres", "postgresql", "PostgreSQL ", SW_PACKAGE_GENERIC, true},
	{"python*", "python", NULL, SW_PACKAGE_RUNTIME},
	{"ruby*", "ruby", "ruby ", SW_PACKAGE_RUNTIME, true},
};

/* "3.11.2", "8.2.7", "3.1.2p20"; at least one dot, and the last byte a digit or a letter. */
static struct sw_str version_at(struct sw_str text) {
	enum { LONGEST = 40 };
	size_t n = 0, dots = 0;
	for (; n < text.n && n <= LONGEST && (sw_is_alnum(text.p[n]) || text.p[n] == '.' || text.p[n] == '-' || text.p[n] == '+'); n++)
		dots += text.p[n] == '.';
	bool good = n && n <= LONGEST && dots && sw_is_digit(text.p[0]) && sw_is_alnum(text.p[n - 1]);
	return good ? sw_str_sub(text, 0, n) : (struct sw_str){0};
}

/* The version behind the first place of `before` that has one. */
static struct sw_str find_version(struct sw_str bytes, struct sw_str before, bool starts) {
	enum { MOST_TRIES = 1000 };
	struct sw_str rest = bytes;
	for (unsigned i = 0; i < MOST_TRIES; i++) {
		size_t at = sw_str_find(rest, before);
		if (at == SW_NPOS)
			break;
		struct sw_str found = sw_str_from(rest, at), version = version_at(sw_str_from(found, before.n));
		if (version.n && (!starts || found.p == bytes.p || found.p[-1] == '\0'))
			return version;
		rest = sw_str_from(found, 1);
	}
	return (struct sw_str){0};
}

/* Bytes of the rest of a version of Python's that ends a string: "2", "0rc1", "4+"; 0: it is none. */
static size_t python_patch(struct sw_str string) {
	size_t n = 0, before;
	while (n < string.n && sw_is_digit(string.p[n]))
		n++;
	if (!n)
		return 0;
	size_t stage = sw_str_starts(sw_str_from(string, n), SW_S("rc")) ? 2 : n < string.n && (string.p[n] == 'a' || string.p[n] == 'b');
	for (before = n += stage; n < string.n && sw_is_digit(string.p[n]);)
		n++;
	if (stage && n == before)
		return 0;
	n += n < string.n && string.p[n] == '+';
	return n < string.n && string.p[n] == '\0' ? n : 0;
}

/* Python's version is a string of its own that begins as the file's name ends: "3.11.2" in libpython3.11.so.1.0. */
static struct sw_str python_version(struct sw_str bytes, struct sw_str file) {
	char room[17];
	size_t at = sw_str_find(file, SW_S("python")) + sizeof "python" - 1, n = 0;
	while (at + n < file.n && n < sizeof room - 1 && (sw_is_digit(file.p[at + n]) || file.p[at + n] == '.'))
		n++;
	while (n && file.p[at + n - 1] == '.')
		n--;
	if (sw_str_find_byte(sw_str_sub(file, at, n), '.') == SW_NPOS)
		return (struct sw_str){0};
	memcpy(room, file.p + at, n);
	room[n] = '.';
	struct sw_str before = sw_str(room, n + 1), rest = bytes;
	for (size_t found; (found = sw_str_find(rest, before)) != SW_NPOS; rest = sw_str_from(rest, found + 1)) {
		struct sw_str string = sw_str_from(rest, found);
		size_t patch = python_patch(sw_str_from(string, before.n));
		if (patch && string.p > bytes.p && string.p[-1] == '\0')
			return sw_str_sub(string, 0, before.n + patch);
	}
	return (struct sw_str){0};
}

void sw_program_read_known(struct sw_package_sink *sink, const struct sw_program *program) {
	struct sw_str file = sw_str_basename(sink->path);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		const struct known *row = &known[i];
		if (!sw_str_glob(sw_str_of(row->file), file))
			continue;
		struct sw_str version = row->before ? find_version(program->bytes, sw_str_of(row->before), row->starts)
						    : python_version(program->bytes, file);
		if (version.n)
			sw_package_add(sink, row->type, sw_str_of(row->name), version);
		return;
	}
}
