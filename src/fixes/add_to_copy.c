#include "fixes/fixer.h"

/* What COPY knows as well; ADD alone has checksum, keep-git-dir and unpack. */
static bool copy_knows(const struct sw_step *step) {
	for (uint32_t i = 0; i < step->flag_count; i++)
		if (!sw_listed(step->flags[i].name, "chown chmod link exclude"))
			return false;
	return true;
}

/* A pattern or a variable may stand for an archive, which ADD unpacks. */
static bool may_unpack(const struct sw_step *step) {
	for (uint32_t i = 0; i + 1 < step->word_count; i++) {
		struct sw_str raw = step->words[i].raw;
		for (size_t k = 0; k < raw.n; k++)
			if (strchr("*?[$", raw.p[k]))
				return true;
	}
	return false;
}

void sw_fix_add_to_copy(struct sw_fixing *fixing) {
	const struct sw_step *step = fixing->step;
	if (!step || step->kind != SW_STEP_ADD || !copy_knows(step))
		return;
	struct sw_str written = sw_fixing_text(fixing, step->keyword);
	bool lower = written.n && written.p[0] == 'a';
	fixing->fix->title = SW_S("Write COPY instead of ADD");
	if (may_unpack(step))
		fixing->fix->caution = SW_S("where the pattern or variable names an archive, ADD unpacks it and COPY does not");
	sw_fixing_replace(fixing, step->keyword, lower ? SW_S("copy") : SW_S("COPY"));
}
