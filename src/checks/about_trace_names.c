#include "checks/about_trace.h"
#include "checks/about_names.h"
#include "knowledge/files.h"
#include "knowledge/paths.h"

struct sw_str sw_trace_below(struct sw_trace *trace, struct sw_str folder, struct sw_str text) {
	char *path = sw_arena_alloc(trace->arena, folder.n + text.n + 1);
	if (folder.n)
		memcpy(path, folder.p, folder.n);
	path[folder.n] = '/';
	if (text.n)
		memcpy(path + folder.n + 1, text.p, text.n);
	return sw_str(path, folder.n + text.n + 1);
}

struct sw_str sw_trace_path(struct sw_trace *trace, struct sw_str text) {
	if (sw_str_starts(text, SW_S("~")))
		text = sw_arena_join(trace->arena, SW_S("/root"), sw_str_from(text, 1));
	if (sw_str_starts(text, SW_S("/")))
		return sw_path_clean(trace->arena, text);
	/* A variable that is all of a folder's name most likely is a whole path. */
	if (text.n && text.p[0] == SW_MARK) {
		size_t end = sw_str_find_byte(text, SW_MARK_END);
		if (end == SW_NPOS || end + 1 == text.n || text.p[end + 1] == '/')
			return text;
	}
	if (!sw_str_starts(trace->folder, SW_S("/"))) {
		while (sw_str_starts(text, SW_S("./")))
			text = sw_str_from(text, 2);
		return sw_str_is(text, ".") || !text.n ? trace->folder : sw_trace_below(trace, trace->folder, text);
	}
	return sw_path_clean(trace->arena, sw_trace_below(trace, trace->folder, text));
}

struct sw_str sw_trace_word_path(struct sw_trace *trace, const struct sw_shell_word *word) {
	return sw_trace_path(trace, sw_values_word(&trace->values, word));
}

enum sw_tri sw_trace_means(const struct sw_trace_name *name, struct sw_str path, bool patterns) {
	if (sw_str_eq(name->path, path) || (name->folder && sw_path_within(path, name->path)))
		return SW_YES;
	if (patterns && (sw_str_find_byte(path, '*') != SW_NPOS || sw_str_find_byte(path, '?') != SW_NPOS))
		return sw_str_eq(sw_str_dirname(path), sw_str_dirname(name->path)) && sw_str_glob(path, name->path) ? SW_YES : SW_NO;
	if (sw_values_known(name->path) && sw_values_known(path))
		return SW_NO;
	/* Nobody can tell the folder, and the name is the same. */
	return sw_str_eq(sw_str_basename(name->path), sw_str_basename(path)) && sw_values_may_meet(sw_str_dirname(name->path), sw_str_dirname(path))
		? SW_UNKNOWN : SW_NO;
}

const char *sw_trace_secret(const struct sw_trace *trace, struct sw_str path) {
	const struct sw_secret_file *file = trace->tracer.secrets ? sw_secret_file(path) : NULL;
	return file && !file->maybe ? file->what : NULL;
}

static void drop(struct sw_trace *trace, uint32_t index) {
	memmove(trace->names + index, trace->names + index + 1, (trace->name_count - index - 1) * sizeof *trace->names);
	trace->name_count--;
}

struct sw_trace_name *sw_trace_add(struct sw_trace *trace, struct sw_trace_name name) {
	for (uint32_t i = 0; i < trace->name_count; i++)
		if (sw_str_eq(trace->names[i].path, name.path)) {
			trace->names[i] = name;
			return &trace->names[i];
		}
	uint32_t oldest = 0;
	if (trace->name_count == SW_TRACE_NAMES) {
		while (oldest < trace->name_count && trace->names[oldest].download >= 0)
			oldest++;
		drop(trace, oldest == trace->name_count ? 0 : oldest);
	}
	trace->names[trace->name_count] = name;
	return &trace->names[trace->name_count++];
}

void sw_trace_remove(struct sw_trace *trace, struct sw_str path) {
	for (uint32_t i = trace->name_count; i-- > 0;)
		if (sw_path_within(trace->names[i].path, path))
			drop(trace, i);
}

void sw_trace_copy(struct sw_trace *trace, const struct sw_trace_name *names, uint32_t count, struct sw_str from, struct sw_str to,
		  const struct sw_step *made, bool mounted) {
	for (uint32_t i = 0; i < count; i++) {
		struct sw_trace_name copy = names[i];
		if (sw_trace_means(&copy, from, true) != SW_YES && !sw_path_within(copy.path, from))
			continue;
		struct sw_str below = sw_path_within(copy.path, from) ? sw_str_from(copy.path, from.n) : (struct sw_str){0};
		bool into = sw_str_ends(to, SW_S("/"));
		struct sw_str target = sw_str_sub(to, 0, to.n - into);
		if (into && !below.n)
			copy.path = sw_arena_printf(trace->arena, "%.*s/%.*s", SW_ARG(target), SW_ARG(sw_str_basename(copy.path)));
		else
			copy.path = sw_arena_printf(trace->arena, "%.*s%s%.*s", SW_ARG(target), below.n && below.p[0] != '/' ? "/" : "",
						    SW_ARG(below));
		copy.made = made ? made : copy.made;
		copy.mounted = mounted;
		sw_trace_add(trace, copy);
	}
}
