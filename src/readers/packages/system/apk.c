/* The database of apk, Alpine's and Wolfi's package manager: stanzas of "K:value" lines, a letter a key. */
#include "base/limits.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

enum { UNFOLDS = 8 }; /* bytes of paths for each of the file: honest ones need less than two */

struct stanza {
	struct sw_str by_letter[128];
};

/* P name, V version, A architecture, o package it was built from, L licence, m maintainer. */
static void add(struct sw_package_sink *sink, const struct stanza *stanza) {
	const struct sw_str *of = stanza->by_letter;
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_APK, of['P'], of['V']);
	package->architecture = sw_package_text(sink, of['A']);
	package->licence = sw_package_text(sink, of['L']);
	package->supplier = sw_package_text(sink, of['m']);
	if (!sw_str_eq(of['o'], of['P']))
		package->source = sw_package_text(sink, of['o']);
}

/* F is a folder, R a file in it; both stand behind the name. A folder's name counts for each of its files, so what they
 * unfold to is limited. */
static void own(struct sw_package_sink *sink, const struct stanza *stanza, size_t *left) {
	struct sw_str folder = stanza->by_letter['F'], file = stanza->by_letter['R'];
	char path[SW_LIMIT_PATH_BYTES];
	size_t n = folder.n;
	if (n + 1 + file.n > sizeof path || n + 1 + file.n > *left || !stanza->by_letter['P'].n)
		return;
	*left -= n + 1 + file.n;
	if (n) {
		memcpy(path, folder.p, n);
		path[n++] = '/';
	}
	memcpy(path + n, file.p, file.n);
	sw_package_owns(sink, SW_PACKAGE_APK, stanza->by_letter['P'], sw_str(path, n + file.n));
}

static void read_installed(struct sw_package_sink *sink, struct sw_str bytes) {
	struct stanza stanza = {0};
	struct sw_field field;
	size_t broken = 0, left = UNFOLDS * bytes.n;
	for (bool more = true; more;) {
		more = sw_field_next(&bytes, &field);
		if (more && field.key.n) {
			if (field.key.n != 1 || (unsigned char)field.key.p[0] >= 128)
				continue;
			stanza.by_letter[(unsigned char)field.key.p[0]] = field.value;
			if (field.key.p[0] == 'R' && field.value.n)
				own(sink, &stanza, &left);
			continue;
		}
		if (stanza.by_letter['P'].n && stanza.by_letter['V'].n)
			add(sink, &stanza);
		else if (stanza.by_letter['P'].n || stanza.by_letter['V'].n)
			broken++;
		stanza = (struct stanza){0};
	}
	if (broken)
		sw_package_say(sink, SW_DIAG_WARNING, "apk-stanza-incomplete", "%zu packages have no name or no version", broken);
}

static bool claims(struct sw_str path) {
	return sw_path_ends(path, "lib/apk/db/installed");
}

const struct sw_package_reader sw_package_reader_apk_installed = {
	.kind = "apk-installed", .of_system = true,
	.names = (const char *const[]){"installed", NULL},
	.claims = claims,
	.read = read_installed,
};
