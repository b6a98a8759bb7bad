#include "checks/about_sources.h"
#include "knowledge/files.h"
#include "knowledge/paths.h"

/* Whether the path climbs above where it starts. */
static bool climbs_out(struct sw_str path) {
	int depth = 0;
	for (struct sw_str part, rest = path; sw_str_split(&rest, '/', &part);) {
		if (sw_str_is(part, "..") && --depth < 0)
			return true;
		depth += part.n && !sw_str_is(part, ".") && !sw_str_is(part, "..");
	}
	return false;
}

static bool of_windows(struct sw_str path) {
	return path.n > 2 && sw_is_alpha(path.p[0]) && path.p[1] == ':' && (path.p[2] == '\\' || path.p[2] == '/');
}

static const char *of_host(struct sw_arena *arena, struct sw_str path) {
	if (!sw_str_starts(path, SW_S("/")) || path.n < 2)
		return NULL;
	struct sw_str clean = sw_path_clean(arena, path);
	return sw_str_starts(clean, SW_S("/home/")) ? "homes of people" : sw_system_folder(clean);
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages built = sw_stages_built(view);
	struct sw_copied_walk walk = sw_copied_of(view, built);
	for (struct sw_copied copied; sw_next_copied(&walk, &copied);) {
		struct sw_str path = copied.source.text;
		const char *what = NULL;
		if (copied.kind == SW_SOURCE_UNKNOWN)
			sw_unknown(sink, SW_MISSING_VARIABLE, copied.source.span, "a variable hides what is copied");
		if (copied.kind != SW_SOURCE_FILE && copied.kind != SW_SOURCE_ARCHIVE)
			continue;
		if (climbs_out(path))
			sw_fail(sink, copied.source.span, "%.*s climbs out of the build context", SW_ARG(path));
		else if (of_windows(path))
			sw_fail(sink, copied.source.span, "%.*s names a drive, and sources stand in the build context", SW_ARG(path));
		else if ((what = of_host(view->arena, path)))
			sw_fail_as(sink, SW_INFO, copied.source.span, "%.*s looks like the host's (%s) and is taken from the build context",
				   SW_ARG(path), what);
		else
			sw_pass(sink, copied.source.span, "sources stand in the build context");
	}
	sw_not_applicable(sink, "nothing is copied from the build context");
}

CHECK(source_outside_context) {
	.id = "source-outside-context", .on = SW_ON_BUILD, .severity = SW_LOW, .stride = SW_TAMPERING, .cwe = {22},
	.refs = {"dockerfilelint:add_src_invalid"},
	.title = "A source is named outside the build context",
	.why = "The builder cuts such a path off at the context's top: the build fails, or takes another file of the same name that "
	       "was never meant and that whoever fills the context can choose.",
	.fix = "Build from a context that holds the file (`docker build -f app/Dockerfile .`), or hand a second one in: "
	       "`--build-context shared=../shared` and `COPY --from=shared`.",
	.decide = decide,
	.examples = {
		{"above", "FROM debian:12\nCOPY a \\\n  ../b c/../../d /x/\n", "Dockerfile:3 Dockerfile:3"},
		{"of-the-host", "FROM debian:12\nADD /etc/ssl/certs /certs\nCOPY C:\\\\x /x\n", "Dockerfile:2 Dockerfile:3"},
		{"inside", "FROM debian:12\nCOPY a/../b ./c /d/ /x/\nCOPY . .\nCOPY / /x\nCOPY /app /app\n", ""},
		{"other-sources", "FROM debian:12 AS a\nFROM debian:12\nCOPY --from=a /etc/passwd ../b /x/\nADD https://example.com/../a /a\n", ""},
		{"hidden", "FROM debian:12\nARG D\nCOPY $D/a /a\n", ""},
	},
};
