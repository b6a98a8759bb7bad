#include "base/limits.h"
#include "readers/packages/document.h"
#include "readers/packages/scratch.h"
#include <stdarg.h>

struct sw_str sw_package_text(struct sw_package_sink *sink, struct sw_str text) {
	return text.n && text.n <= SW_LIMIT_PACKAGE_TEXT_BYTES ? sw_arena_str(sink->arena, text) : (struct sw_str){0};
}

struct sw_package *sw_package_add(struct sw_package_sink *sink, enum sw_package_type type, struct sw_str name, struct sw_str version) {
	if (sink->packages.n >= SW_LIMIT_PACKAGES) {
		if (sink->packages.n == SW_LIMIT_PACKAGES)
			sw_package_say(sink, SW_DIAG_ERROR, "packages-too-many", "lists more than %d packages; the rest was not read", SW_LIMIT_PACKAGES);
		else
			sink->packages.n--; /* the one place behind the limit is used again and again */
	}
	struct sw_package *package = sw_push(sink->arena, &sink->packages);
	*package = (struct sw_package){.type = (uint8_t)type, .name = sw_package_text(sink, sw_str_trim(name)),
				       .version = sw_package_text(sink, sw_str_trim(version)), .path = sink->path};
	return package;
}

void sw_package_owns(struct sw_package_sink *sink, enum sw_package_type type, struct sw_str package, struct sw_str path) {
	while (sw_str_starts(path, SW_S("./")) || sw_str_starts(path, SW_S("/")))
		path = sw_str_from(path, path.p[0] == '/' ? 1 : 2);
	if (!path.n || sink->owned.n >= SW_LIMIT_PACKAGE_FILES)
		return;
	/* Files of one package come one behind the other and share its name. */
	const struct sw_owned *last = sink->owned.n ? &sink->owned.v[sink->owned.n - 1] : NULL;
	struct sw_str name = last && sw_str_eq(last->package, package) ? last->package : sw_package_text(sink, package);
	*sw_push(sink->arena, &sink->owned) = (struct sw_owned){sw_package_text(sink, path), name, (uint8_t)type};
}

void sw_package_say(struct sw_package_sink *sink, enum sw_diag_level level, const char *code, const char *format, ...) {
	size_t before = sink->diags->n;
	va_list args;
	va_start(args, format);
	struct sw_str text = sw_arena_vprintf(sink->arena, format, args);
	va_end(args);
	sw_diag_add(sink->diags, level, code, (struct sw_span){0}, "%.*s", SW_ARG(text));
	/* Diagnostics outlive the memory of what is read. */
	if (sink->diags->n > before)
		sink->diags->v[before].path = sw_arena_str(sink->diags->arena, sink->path);
}

void sw_package_refuse(struct sw_package_sink *sink, const char *what) {
	sw_package_say(sink, SW_DIAG_ERROR, "package-file-invalid", "cannot be read as %s", what);
}

static void read_with_scratch(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes, void *with) {
	const struct sw_package_reader *reader = *(const struct sw_package_reader *const *)with;
	const struct sw_node *root = reader->read_tree ? sw_package_document(sink, scratch, bytes, reader->grammar) : NULL;
	if (reader->read_with)
		reader->read_with(sink, scratch, bytes);
	else if (root)
		reader->read_tree(sink, scratch, root);
}

void sw_package_read(const struct sw_package_reader *reader, struct sw_package_sink *sink, struct sw_str bytes) {
	size_t first = sink->packages.n;
	if (reader->read)
		reader->read(sink, bytes);
	else
		sw_package_scratch(sink, sw_package_scratch_for(bytes.n), bytes, read_with_scratch, &reader);
	size_t kept = first;
	for (size_t i = first; i < sink->packages.n; i++) {
		struct sw_package *package = &sink->packages.v[i];
		if (!package->name.n || i >= SW_LIMIT_PACKAGES)
			continue;
		package->declared |= reader->declares;
		sink->packages.v[kept++] = *package;
	}
	sink->packages.n = kept;
}
