#include "models/measured.h"

#define CHECK(name) {SW_ATOM_CHECK, name}
#define FACT(name) {SW_ATOM_FACT, name}

/* The first row that fits counts. */
static const struct sw_measured rows[] = {
	{"privileged root", {CHECK("container-privileged"), CHECK("image-runs-as-root")}, .inverted = true},
	{"privilege escalation", {CHECK("new-privileges-allowed")}, .inverted = true},
	{"no new privileges", {CHECK("new-privileges-allowed")}},
	{"read only root", {CHECK("root-filesystem-writable")}},
	{"read only file", {CHECK("root-filesystem-writable")}},
	{"run root", {CHECK("image-runs-as-root")}, .inverted = true},
	{"root user", {CHECK("image-runs-as-root")}, .inverted = true},
	{"privileged", {CHECK("container-privileged")}, .inverted = true},
	{"secret type", {CHECK("credential-in-compose-file"), CHECK("credential-in-environment"), FACT("secrets-from-files")},
	 .holds = "File", .fails = "Environment Variable"},
	{"secret env", {CHECK("credential-in-compose-file"), CHECK("credential-in-environment"), FACT("secrets-from-files")}, .inverted = true},
	{"secret baked", {CHECK("secret-in-file"), CHECK("secret-in-build-argument")}, .inverted = true},
	{"registry trusted", {CHECK("base-image-not-allowed")}},
	{"image trusted", {CHECK("base-image-not-allowed")}},
	{"image approved", {CHECK("base-image-not-allowed")}},
	{"docker socket", {CHECK("engine-socket-mounted")}, .inverted = true},
	{"engine socket", {CHECK("engine-socket-mounted")}, .inverted = true},
	{"memory limit", {CHECK("no-memory-limit")}},
	{"cpu limit", {CHECK("no-cpu-limit")}},
	{"pids limit", {CHECK("no-pids-limit")}},
	{"resource limit", {CHECK("no-memory-limit"), CHECK("no-pids-limit"), CHECK("no-cpu-limit")}},
	{"health check", {CHECK("no-health-check")}},
	{"healthcheck", {CHECK("no-health-check")}},
	{"capabilities dropped", {CHECK("capabilities-not-dropped")}},
	{"seccomp", {FACT("seccomp")}},
	{"apparmor", {FACT("mandatory-access")}},
	{"host network", {CHECK("host-network")}, .inverted = true},
	{"automat update", {FACT("updater")}},
	{"automat patch", {FACT("updater")}},
	{"pinned", {CHECK("image-not-pinned")}},
	{"digest", {CHECK("image-not-pinned")}, .holds = "Checked", .fails = "Unchecked"},
	{"volume shared", {FACT("shared-writable")}},
};

static bool has_word(struct sw_str label, struct sw_str word) {
	for (size_t i = 0; i + word.n <= label.n; i++)
		if ((i == 0 || !sw_is_alnum(label.p[i - 1])) && sw_str_eq_nocase(sw_str_sub(label, i, word.n), word))
			return true;
	return false;
}

const struct sw_measured *sw_measured_of(struct sw_str label) {
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sw_str rest = sw_str_of(rows[i].words), word;
		bool all = true;
		while (all && sw_str_split(&rest, ' ', &word))
			all = has_word(label, word);
		if (all)
			return &rows[i];
	}
	return NULL;
}

enum sw_tri sw_measured_said(const struct sw_measured *measured, struct sw_str value) {
	struct sw_str word = sw_str_trim(value);
	if (measured->holds && sw_str_is_nocase(word, measured->holds))
		return SW_YES;
	if (measured->fails && sw_str_is_nocase(word, measured->fails))
		return SW_NO;
	if (sw_str_is_nocase(word, "yes") || sw_str_is_nocase(word, "true") || sw_str_is_nocase(word, "enabled") || sw_str_is_nocase(word, "on"))
		return SW_YES;
	if (sw_str_is_nocase(word, "no") || sw_str_is_nocase(word, "false") || sw_str_is_nocase(word, "disabled") || sw_str_is_nocase(word, "off") ||
	    sw_str_is_nocase(word, "none"))
		return SW_NO;
	return SW_UNKNOWN;
}

size_t sw_measured_choice(const struct sw_measured *measured, const struct sw_drawn_property *property, enum sw_tri is) {
	for (size_t i = 0; is != SW_UNKNOWN && i < property->values.n; i++)
		if (sw_measured_said(measured, property->values.v[i]) == is)
			return i;
	return SIZE_MAX;
}
