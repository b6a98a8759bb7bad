/* Packages whose place tells name and version: Homebrew's. And NetScaler, whose files tell the version in one line. */
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* Cellar/NAME/VERSION/INSTALL_RECEIPT.json; Caskroom/NAME/VERSION/… for applications, of which few files are known. */
static bool place_of(struct sw_str path, struct sw_str *name, struct sw_str *version) {
	struct sw_str rest = sw_path_below(path, "Cellar");
	bool cask = !rest.n;
	if (cask)
		rest = sw_path_below(path, "Caskroom");
	if (!rest.n || !sw_str_split(&rest, '/', name) || !sw_str_split(&rest, '/', version) || !rest.n)
		return false;
	return name->n && version->n && (cask || sw_str_find_byte(rest, '/') == SW_NPOS);
}

static bool claims_homebrew(struct sw_str path) {
	struct sw_str name, version;
	return place_of(path, &name, &version);
}

static void read_homebrew(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str name, version;
	(void)bytes;
	if (place_of(sink->path, &name, &version))
		sw_package_add(sink, SW_PACKAGE_HOMEBREW, name, version);
	else
		sw_package_say(sink, SW_DIAG_WARNING, "package-file-invalid", "stands in no folder of Homebrew's, which would tell the package");
}

const struct sw_package_reader sw_package_reader_homebrew = {
	.kind = "homebrew",
	.names = (const char *const[]){"install_receipt.json", "source.properties", NULL},
	.claims = claims_homebrew,
	.read = read_homebrew,
};

/* "14.1": digits, a dot, digits. Moves *rest behind it. */
static bool take_number(struct sw_str *rest, struct sw_str *number) {
	size_t n = 0, dots = 0;
	while (n < rest->n && (sw_is_digit(rest->p[n]) || (rest->p[n] == '.' && n && !dots)))
		dots += rest->p[n++] == '.';
	*number = sw_str_sub(*rest, 0, n);
	*rest = sw_str_from(*rest, n);
	return dots && number->p[n - 1] != '.';
}

static bool take_text(struct sw_str *rest, const char *text) {
	if (!sw_str_starts(*rest, sw_str_of(text)))
		return false;
	*rest = sw_str_from(*rest, strlen(text));
	return true;
}

/* "ns-14.1-36.5", as the name of the kernel that is started, and "NS14.1 Build 36.5". */
static bool find_version(struct sw_str rest, struct sw_str *release, struct sw_str *build) {
	for (size_t i = 0; i < rest.n; i++) {
		struct sw_str at = sw_str_from(rest, i);
		if (i && sw_is_alnum(rest.p[i - 1]))
			continue;
		if (take_text(&at, "ns-") && take_number(&at, release) && take_text(&at, "-") && take_number(&at, build))
			return true;
		at = sw_str_from(rest, i);
		if (take_text(&at, "NS") && take_number(&at, release) && take_text(&at, " Build ") && take_number(&at, build))
			return true;
	}
	return false;
}

static void read_netscaler(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str line, release, build;
	while (sw_line_next(&bytes, &line))
		if (find_version(line, &release, &build) && release.n + build.n < 100) {
			struct sw_str version = sw_arena_printf(sink->arena, "%.*s-%.*s", SW_ARG(release), SW_ARG(build));
			sw_package_add(sink, SW_PACKAGE_GENERIC, SW_S("NetScaler"), version)->supplier = SW_S("Citrix");
			return;
		}
}

/* nsversion tells what is installed; the others which kernel starts and which wrote the configuration. */
static bool claims_netscaler(struct sw_str path) {
	struct sw_str folder = sw_path_part(path, 1);
	return sw_str_is_nocase(sw_str_basename(path), "nsversion") || sw_str_is(folder, "boot") || sw_str_is(folder, "nsconfig");
}

const struct sw_package_reader sw_package_reader_netscaler = {
	.kind = "netscaler",
	.names = (const char *const[]){"loader.conf", "ns.conf", "nsversion", NULL},
	.claims = claims_netscaler,
	.read = read_netscaler,
};
