/* Extensions of programs: of Visual Studio Code, of browsers built on Chromium, and plugins of WordPress. */
#include "readers/packages/document.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

static void use_vscode(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	if (root->kind != SW_NODE_LIST) {
		sw_package_refuse(sink, "a list of extensions");
		return;
	}
	for (uint32_t i = 0; i < root->count; i++) {
		const struct sw_node *item = root->items[i], *metadata = sw_tree_get(item, "metadata");
		struct sw_str id = sw_tree_text(sw_tree_get(item, "identifier"), "id");
		struct sw_package *package = sw_package_add(sink, SW_PACKAGE_VSCODE, id, sw_tree_text(item, "version"));
		package->supplier = sw_package_text(sink, sw_tree_text(metadata, "publisherDisplayName"));
	}
}

/* ~/.vscode/extensions/extensions.json; .vscode/extensions.json of a project is a wish. */
static bool claims_vscode(struct sw_str path) {
	return sw_str_is(sw_str_basename(sw_str_dirname(path)), "extensions");
}

const struct sw_package_reader sw_package_reader_vscode_extensions = {
	.kind = "vscode-extensions",
	.names = (const char *const[]){"extensions.json", NULL},
	.claims = claims_vscode,
	.limit = 16 << 20,
	.read_tree = use_vscode,
	.grammar = SW_GRAMMAR_JSON,
};

/* Identifiers of the shop are 32 letters from a to p. */
static bool is_chrome_id(struct sw_str text) {
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < 'a' || text.p[i] > 'p')
			return false;
	return text.n == 32;
}

static struct sw_str chrome_id(struct sw_str path) {
	return sw_str_basename(sw_str_dirname(sw_str_dirname(path)));
}

static void use_chrome(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	struct sw_str version = sw_tree_text(root, "version"), id = chrome_id(sink->path);
	if (!version.n || !sw_tree_text(root, "name").n)
		sw_package_refuse(sink, "the manifest of an extension: name or version are missing");
	else if (is_chrome_id(id))
		sw_package_add(sink, SW_PACKAGE_CHROME, id, version);
}

/* …/Extensions/IDENTIFIER/VERSION/manifest.json: the name inside is for people and translated. */
static bool claims_chrome(struct sw_str path) {
	return is_chrome_id(chrome_id(path));
}

const struct sw_package_reader sw_package_reader_chrome_extension = {
	.kind = "chrome-extension",
	.names = (const char *const[]){"manifest.json", NULL},
	.claims = claims_chrome,
	.limit = 4 << 20,
	.read_tree = use_chrome,
	.grammar = SW_GRAMMAR_JSON,
};

/* WordPress looks for the header of a plugin in the files at the top of wp-content/plugins and of the folders there. */
static bool claims_wordpress(struct sw_str path) {
	struct sw_str folder = sw_str_dirname(path);
	if (!sw_str_is(sw_str_basename(folder), "plugins"))
		folder = sw_str_dirname(folder);
	return sw_str_is(sw_str_basename(folder), "plugins") && sw_str_is(sw_str_basename(sw_str_dirname(folder)), "wp-content");
}

enum { WORDPRESS_BYTES = 8192 }; /* of the file that WordPress itself looks at */

static void read_wordpress(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str rest = sw_str_sub(bytes, 0, WORDPRESS_BYTES), line, name = {0}, version = {0}, licence = {0}, author = {0};
	while (sw_line_next(&rest, &line)) {
		/* The header stands in a comment, whose lines may begin with stars. */
		while (line.n && strchr(" \t/*#@", line.p[0]))
			line = sw_str_from(line, 1);
		struct sw_str field = sw_text_before(line, ':'), value = sw_str_trim(sw_text_after(line, ':'));
		struct sw_str *place = sw_str_is_nocase(field, "Plugin Name") ? &name
				       : sw_str_is_nocase(field, "Version")   ? &version
				       : sw_str_is_nocase(field, "License")   ? &licence
				       : sw_str_is_nocase(field, "Author")    ? &author
									      : NULL;
		if (place && !place->n)
			*place = sw_str_ends(value, SW_S("*/")) ? sw_str_trim(sw_str_sub(value, 0, value.n - 2)) : value;
	}
	if (!name.n || !version.n)
		return;
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_WORDPRESS, name, version);
	package->licence = sw_package_text(sink, licence);
	package->supplier = sw_package_text(sink, author);
}

const struct sw_package_reader sw_package_reader_wordpress_plugin = {
	.kind = "wordpress-plugin",
	.endings = (const char *const[]){".php", NULL},
	.claims = claims_wordpress,
	.limit = 16 << 20,
	.read = read_wordpress,
};
