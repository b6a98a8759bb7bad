/* Nix's store: nix/store/HASH-NAME-VERSION[-OUTPUT]/. There is no database that an image must have, and need not be any file
 * in such a folder that tells what it is: its name does. */
#include "readers/packages/readers.h"

enum { HASH_BYTES = 32 };

static bool is_hash(struct sw_str text) {
	if (text.n < HASH_BYTES + 2 || text.p[HASH_BYTES] != '-')
		return false;
	for (size_t i = 0; i < HASH_BYTES; i++)
		if (!sw_is_digit(text.p[i]) && (text.p[i] < 'a' || text.p[i] > 'z' || memchr("eotu", text.p[i], 4)))
			return false;
	return true;
}

/* The dash before the version is the first that no letter follows. */
static size_t version_dash(struct sw_str text) {
	for (size_t i = 1; i + 1 < text.n; i++)
		if (text.p[i] == '-' && !sw_is_alpha(text.p[i + 1]))
			return i;
	return SW_NPOS;
}

/* A package may have several folders, one an output. */
static struct sw_str without_output(struct sw_str version) {
	size_t dash = sw_str_rfind_byte(version, '-');
	bool output = dash != SW_NPOS && dash &&
		      sw_listed(sw_str_from(version, dash + 1), "bin data debug dev devdoc devman dist doc env info lib man out sbin static terminfo");
	return output ? sw_str_sub(version, 0, dash) : version;
}

/* Sources, patches and recipes stand in the store as well. */
static bool is_ingredient(struct sw_str name) {
	static const char *const endings[] = {
		".drv", ".patch", ".diff", ".lock", ".zip", ".tgz", ".gz", ".xz", ".bz2", ".zst",
		".sh", ".json", ".nix", ".toml", ".gem", ".crate", ".whl", ".service", ".conf",
	};
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (sw_str_ends(name, sw_str_of(endings[i])))
			return true;
	return false;
}

bool sw_package_of_folder(struct sw_str path, struct sw_package *package) {
	struct sw_str store = SW_S("nix/store/"), rest = sw_str_from(path, store.n), folder;
	if (!sw_str_starts(path, store) || !sw_str_split(&rest, '/', &folder) || !is_hash(folder) || is_ingredient(folder))
		return false;
	struct sw_str name = sw_str_from(folder, HASH_BYTES + 1);
	size_t dash = version_dash(name);
	if (dash == SW_NPOS || !sw_is_digit(name.p[dash + 1]))
		return false;
	*package = (struct sw_package){
		.type = SW_PACKAGE_NIX,
		.name = sw_str_sub(name, 0, dash),
		.version = without_output(sw_str_from(name, dash + 1)),
		.path = sw_str_sub(path, 0, (size_t)(folder.p + folder.n - path.p)),
	};
	return true;
}
