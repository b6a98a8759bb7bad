/* Names in archives are text of a stranger. What is believed is what stands beneath the top, wherever a name would lead. */
#include "readers/layers/pass.h"

bool sw_pass_path(struct sw_str name, char path[SW_LIMIT_PATH_BYTES], size_t *n, bool *odd) {
	const size_t room = SW_LIMIT_PATH_BYTES - 1; /* the kernel's limit counts a byte that ends the name */
	struct sw_str part;
	*n = 0;
	*odd = sw_str_starts(name, SW_S("/"));
	while (sw_str_split(&name, '/', &part)) {
		if (!part.n || sw_str_is(part, "."))
			continue;
		if (sw_str_is(part, "..")) {
			*odd = true;
			size_t last = sw_str_rfind_byte(sw_str(path, *n), '/');
			*n = last == SW_NPOS ? 0 : last;
			continue;
		}
		size_t slash = *n > 0;
		if (part.n + slash > room - *n)
			return false;
		if (slash)
			path[(*n)++] = '/';
		memcpy(path + *n, part.p, part.n);
		*n += part.n;
	}
	return true;
}
