#include "models/measured.h"

/* Words that must all stand in a label, and the atom that answers. The first that fits counts. */
static const struct {
	const char *words;
	enum sw_atom_kind kind;
	const char *name;
	bool inverted;
} rows[] = {
	{"run root", SW_ATOM_CHECK, "image-runs-as-root", true},
	{"runs root", SW_ATOM_CHECK, "image-runs-as-root", true},
	{"running root", SW_ATOM_CHECK, "image-runs-as-root", true},
	{"privileged", SW_ATOM_CHECK, "container-privileged", true},
	{"secret environment", SW_ATOM_FACT, "secrets-from-files", true},
	{"secrets environment", SW_ATOM_FACT, "secrets-from-files", true},
	{"trusted registry", SW_ATOM_CHECK, "base-image-not-allowed", false},
	{"approved image", SW_ATOM_CHECK, "base-image-not-allowed", false},
	{"docker socket", SW_ATOM_CHECK, "engine-socket-mounted", true},
	{"engine socket", SW_ATOM_CHECK, "engine-socket-mounted", true},
	{"read only root", SW_ATOM_CHECK, "root-filesystem-writable", false},
	{"memory limit", SW_ATOM_CHECK, "no-memory-limit", false},
	{"cpu limit", SW_ATOM_CHECK, "no-cpu-limit", false},
	{"pids limit", SW_ATOM_CHECK, "no-pids-limit", false},
	{"health check", SW_ATOM_CHECK, "no-health-check", false},
	{"healthcheck", SW_ATOM_CHECK, "no-health-check", false},
	{"no new privileges", SW_ATOM_CHECK, "new-privileges-allowed", false},
	{"seccomp", SW_ATOM_FACT, "seccomp", false},
	{"apparmor", SW_ATOM_FACT, "mandatory-access", false},
	{"host network", SW_ATOM_CHECK, "host-network", true},
	{"image updated automat", SW_ATOM_FACT, "updater", false},
	{"image automated update", SW_ATOM_FACT, "updater", false},
	{"pinned digest", SW_ATOM_CHECK, "image-not-pinned", false},
};

bool sw_measured_atom(struct sw_arena *arena, struct sw_str label, enum sw_atom_kind *kind, struct sw_str *name, bool *inverted) {
	struct sw_str lower = sw_arena_lower(arena, label);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sw_str rest = sw_str_of(rows[i].words), word;
		bool all = true;
		while (all && sw_str_split(&rest, ' ', &word))
			all = sw_str_contains(lower, word);
		if (!all)
			continue;
		*kind = rows[i].kind;
		*name = sw_str_of(rows[i].name);
		*inverted = rows[i].inverted;
		return true;
	}
	return false;
}

enum sw_tri sw_measured_word(struct sw_str value) {
	struct sw_str word = sw_str_trim(value);
	if (sw_str_is_nocase(word, "yes") || sw_str_is_nocase(word, "true") || sw_str_is_nocase(word, "enabled") || sw_str_is_nocase(word, "on"))
		return SW_YES;
	if (sw_str_is_nocase(word, "no") || sw_str_is_nocase(word, "false") || sw_str_is_nocase(word, "disabled") || sw_str_is_nocase(word, "off") ||
	    sw_str_is_nocase(word, "none"))
		return SW_NO;
	return SW_UNKNOWN;
}
