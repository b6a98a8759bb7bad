/* Telling a Dockerfile by its name and its beginning. */
#include "readers/dockerfile/read.h"

bool sw_dockerfile_sniff(struct sw_str path) {
	static const char *const others[] = {".dockerignore", ".md", ".rst", ".txt", ".html", ".py", ".go", ".js", ".ts", ".java", ".rb", ".rs",
					     ".c", ".h", ".sh", ".json", ".yaml", ".yml", ".toml", ".xml", ".patch", ".diff", ".swp", ".bak", "~",
					     ".svg", ".png", ".tmpl", ".j2", ".erb", ".template", ".in"};
	struct sw_str name = sw_str_basename(path);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (sw_str_ends(name, sw_str_of(others[i])))
			return false;
	return sw_str_contains_nocase(name, SW_S("dockerfile")) || sw_str_contains_nocase(name, SW_S("containerfile"));
}

bool sw_dockerfile_begins(struct sw_str text) {
	static const char *const first[] = {"FROM", "ARG", "ONBUILD"};
	struct sw_str line;
	if (sw_str_starts(text, SW_S("\xef\xbb\xbf")))
		text = sw_str_from(text, 3);
	while (sw_str_split(&text, '\n', &line)) {
		line = sw_str_trim(line);
		if (!line.n || line.p[0] == '#')
			continue;
		for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
			size_t n = strlen(first[i]);
			if (line.n > n && sw_is_space(line.p[n]) && sw_str_is_nocase(sw_str_sub(line, 0, n), first[i]))
				return true;
		}
		return false;
	}
	return false;
}
