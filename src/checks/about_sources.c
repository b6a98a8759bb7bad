#include "checks/about_sources.h"

static bool is_archive(struct sw_str path) {
	while (sw_str_ends(path, SW_S("*")))
		path.n--;
	static const struct sw_str ends[] = {SW_SI(".tar"), SW_SI(".tar.gz"), SW_SI(".tgz"), SW_SI(".tar.bz2"), SW_SI(".tbz"),
					     SW_SI(".tbz2"), SW_SI(".tar.xz"), SW_SI(".txz"), SW_SI(".tar.zst"), SW_SI(".tzst")};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (sw_str_ends(path, ends[i]))
			return true;
	return false;
}

static bool is_git(struct sw_str source) {
	if (sw_str_starts(source, SW_S("git@")) || sw_str_starts(source, SW_S("git://")) || sw_str_starts(source, SW_S("ssh://")))
		return true;
	struct sw_str address = sw_str_sub(source, 0, sw_str_find_byte(source, '#'));
	return (sw_str_starts(source, SW_S("http://")) || sw_str_starts(source, SW_S("https://"))) && sw_str_ends(address, SW_S(".git"));
}

static enum sw_source_kind kind_of(const struct sw_step *step, const struct sw_shell_word *word) {
	struct sw_str text = word->text;
	if (sw_str_starts(text, SW_S("<<")))
		return SW_SOURCE_TEXT;
	if (sw_step_flag(step, "from"))
		return SW_SOURCE_STAGE;
	if (step->kind == SW_STEP_ADD && is_git(text))
		return SW_SOURCE_GIT;
	if (step->kind == SW_STEP_ADD && (sw_str_starts(text, SW_S("http://")) || sw_str_starts(text, SW_S("https://"))))
		return SW_SOURCE_URL;
	if (is_archive(text))
		return SW_SOURCE_ARCHIVE;
	/* Only what stands in front decides between address and file. */
	return word->is_static || !sw_str_starts(text, SW_S("$")) ? SW_SOURCE_FILE : SW_SOURCE_UNKNOWN;
}

bool sw_next_copied(struct sw_copied_walk *walk, struct sw_copied *copied) {
	while (!walk->step || walk->next + 1 >= walk->step->word_count) {
		do
			walk->step = sw_next_step(&walk->steps);
		while (walk->step && walk->step->kind != SW_STEP_COPY && walk->step->kind != SW_STEP_ADD);
		walk->next = 0;
		if (!walk->step)
			return false;
	}
	const struct sw_shell_word *word = &walk->step->words[walk->next++];
	*copied = (struct sw_copied){.step = walk->step, .kind = kind_of(walk->step, word), .source = *word,
				     .target = walk->step->words[walk->step->word_count - 1].text};
	return true;
}
