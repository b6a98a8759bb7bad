#include "checks/about_sources.h"
#include "checks/quality/about_layers.h"
#include "checks/about_names.h"

enum { MOST_PARTS = 64, MOST_COMPARISONS = 1 << 20 };

/* A path or pattern cut at its slashes; "." and empty parts are left out. */
struct parts {
	struct sw_str v[MOST_PARTS];
	size_t n;
	bool usable; /* no "..", no bracket expression, not too many */
};

static struct parts cut(struct sw_str path) {
	struct parts parts = {.usable = sw_str_find_byte(path, '[') == SW_NPOS && sw_str_find_byte(path, '\\') == SW_NPOS};
	struct sw_str part;
	while (sw_str_split(&path, '/', &part)) {
		if (!part.n || sw_str_is(part, "."))
			continue;
		if (sw_str_is(part, "..") || part.n > 255 || parts.n == MOST_PARTS) {
			parts.usable = false;
			return parts;
		}
		parts.v[parts.n++] = part;
	}
	return parts;
}

/* Whether the pattern fits the path or a folder that it lies in. reached[k]: the pattern so far fits the first k parts. */
static bool fits(const struct parts *pattern, const struct parts *path, size_t *budget) {
	bool reached[MOST_PARTS + 1] = {true};
	for (size_t p = 0; p < pattern->n; p++) {
		bool next[MOST_PARTS + 1] = {false};
		bool any = sw_str_is(pattern->v[p], "**"), open = false;
		for (size_t k = 0; k <= path->n; k++) {
			if (*budget == 0)
				return false;
			(*budget)--;
			open |= any && reached[k];
			next[k] = any ? open : k > 0 && reached[k - 1] && sw_str_glob(pattern->v[p], path->v[k - 1]);
		}
		memcpy(reached, next, sizeof reached);
	}
	for (size_t k = 1; k <= path->n; k++)
		if (reached[k])
			return true;
	return false;
}

/* The last line that fits decides. */
static bool is_ignored(struct sw_str text, const struct parts *path, size_t *budget) {
	struct sw_str line;
	bool out = false;
	while (sw_str_split(&text, '\n', &line)) {
		line = sw_str_trim(line);
		if (!line.n || line.p[0] == '#')
			continue;
		bool back_in = line.p[0] == '!';
		struct parts pattern = cut(back_in ? sw_str_from(line, 1) : line);
		if (pattern.usable && pattern.n && fits(&pattern, path, budget))
			out = !back_in;
	}
	return out;
}

/* Whether a service builds it with another folder as its context: that one's .dockerignore counts. */
static bool has_other_context(const struct sw_view *view) {
	for (size_t i = 0; i < view->system->services.n; i++) {
		const struct sw_service *service = view->system->services.v[i];
		if (service->target && service->target->build == view->build &&
		    sw_str_find_byte(service->workload->build.dockerfile, '/') != SW_NPOS)
			return true;
	}
	return false;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_copied_walk walk = sw_copied_of(view, sw_stages_all(view));
	size_t budget = MOST_COMPARISONS;
	if (!view->build->ignore.n || has_other_context(view)) {
		sw_not_applicable(sink, "no .dockerignore stands beside the file");
		return;
	}
	for (struct sw_copied copied; sw_next_copied(&walk, &copied);) {
		if (copied.kind != SW_SOURCE_FILE && copied.kind != SW_SOURCE_ARCHIVE)
			continue;
		struct parts path = cut(copied.source.text);
		bool glob = sw_str_find_byte(copied.source.text, '*') != SW_NPOS || sw_str_find_byte(copied.source.text, '?') != SW_NPOS;
		if (path.usable && path.n && !glob && is_ignored(view->build->ignore, &path, &budget))
			sw_fail(sink, copied.source.span, "%.*s is kept out by .dockerignore", SW_ARG(copied.source.text));
	}
	if (!budget)
		sw_unknown(sink, SW_MISSING_READER, view->row->at, ".dockerignore has too many lines for all that is copied");
	sw_pass(sink, view->row->at, "nothing that is copied by its name is ignored");
}

CHECK(copy_of_ignored_file) {
	.id = "copy-of-ignored-file", .on = SW_ON_BUILD, .severity = SW_MEDIUM,
	.refs = {"buildkit:CopyIgnoredFile"},
	.title = "COPY names a file that .dockerignore keeps out",
	.why = "The builder does not find the file, and the build fails.",
	.fix = "Take the line out of .dockerignore, let the file in again below it with `!name`, or do not copy it.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"ignored", "=== .dockerignore\n*.log\n/dist/\n**/secret\n=== Dockerfile\nFROM debian:12\nCOPY a.log /a\nCOPY ./dist/app x/y/secret b /c/\n",
		 "Dockerfile:2 Dockerfile:3 Dockerfile:3"},
		{"let-in", "=== .dockerignore\n# all\n*\n!src\n=== Dockerfile\nFROM debian:12\nCOPY src/a /a\nCOPY . /b\nCOPY *.txt /c\n", ""},
		{"stage", "=== .dockerignore\ndist\n=== Dockerfile\nFROM debian:12 AS a\nFROM debian:12\nCOPY --from=a dist /dist\n", ""},
		{"none", "FROM debian:12\nCOPY a /a\n", ""},
	},
};
