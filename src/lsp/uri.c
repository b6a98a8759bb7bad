#include "lsp/uri.h"

struct sw_str sw_lsp_path_of(struct sw_arena *arena, struct sw_str uri) {
	static const struct sw_str schemes[] = {SW_SI("file:///"), SW_SI("file://localhost/"), SW_SI("file:/")};
	struct sw_str rest = {0};
	for (size_t i = 0; i < 3 && !rest.n; i++)
		if (sw_str_eq_nocase(sw_str_sub(uri, 0, schemes[i].n), schemes[i]))
			rest = sw_str_from(uri, schemes[i].n - 1);
	/* "file://host/share" is on another machine. */
	if (!rest.n || sw_str_starts(rest, SW_S("//")))
		return (struct sw_str){0};
	char *path = sw_arena_alloc(arena, rest.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < rest.n; i++) {
		int high = rest.p[i] == '%' && i + 2 < rest.n ? sw_hex_digit(rest.p[i + 1]) : -1;
		int low = high >= 0 ? sw_hex_digit(rest.p[i + 2]) : -1;
		path[n] = low >= 0 ? (char)(high << 4 | low) : rest.p[i];
		i += low >= 0 ? 2 : 0;
		/* No path holds a NUL. */
		if (!path[n++])
			return (struct sw_str){0};
	}
	return sw_str(path, n);
}

struct sw_str sw_lsp_uri_of(struct sw_arena *arena, struct sw_str path) {
	struct sw_str scheme = SW_S("file://");
	char *uri = sw_arena_array(arena, path.n + scheme.n, 3);
	size_t n = scheme.n;
	memcpy(uri, scheme.p, n);
	for (size_t i = 0; i < path.n; i++) {
		char c = path.p[i];
		/* RFC 3986: unreserved characters stand for themselves, and '/' divides. */
		if (sw_is_alnum(c) || (c && strchr("-._~/", c))) {
			uri[n++] = c;
			continue;
		}
		uri[n++] = '%';
		uri[n++] = "0123456789ABCDEF"[(unsigned char)c >> 4];
		uri[n++] = "0123456789ABCDEF"[(unsigned char)c & 15];
	}
	return sw_str(uri, n);
}
