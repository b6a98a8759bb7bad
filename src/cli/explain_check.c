/* The page of a check. */
#include "facts/rule_ref.h"
#include "checks/registry.h"
#include "cli/bonds.h"
#include "cli/explain.h"
#include "cli/page.h"
#include <stdio.h>

/* By enum sw_check_on. */
static const char *const judged[] = {"each target of a Dockerfile", "each target of a Dockerfile and each service",
				     "each service of a compose file", "each deployment as a whole",
				     "the repository as a whole: CI files, scripts, profiles and what images and services set"};

static void put_classes(const struct sw_check *check, struct sw_out *out) {
	char words[112];
	sw_page_entry(out, "Severity", sw_str_of(sw_severity_name(check->severity)));
	sw_page_entry(out, "STRIDE", sw_str_of(sw_stride_words(check->stride, words)));
	sw_out_printf(out, "%-*s", check->cwe[0] ? SW_PAGE_LABEL : 0, check->cwe[0] ? "CWE" : "");
	for (unsigned i = 0; i < 4 && check->cwe[i]; i++)
		sw_out_printf(out, "%s%u", i ? ", " : "", check->cwe[i]);
	sw_out_z(out, check->cwe[0] ? "\n" : "");
	sw_page_entry(out, "Judges", sw_str_of(judged[check->on]));
}

/* All ids on one wrapped entry. */
static void put_refs(const struct sw_check *check, struct sw_out *out) {
	SW_CLEANUP_OUT struct sw_out line;
	sw_out_init(&line, -1);
	for (unsigned i = 0; i < SW_MOST_REFS && check->refs[i]; i++)
		sw_out_printf(&line, "%s%.*s", i ? " " : "", SW_ARG(sw_rule_ref(check->refs[i]).name));
	sw_page_entry(out, "Elsewhere", sw_out_text(&line));
}

static void put_bonds(const struct sw_check *check, struct sw_out *out) {
	static const char *const labels[] = {"Raises", "Passes stop", "Helps with"};
	for (unsigned bond = 0; bond < SW_BOND_COUNT; bond++) {
		const char *label = labels[bond];
		for (size_t i = 0; i < sw_threat_kind_count; i++)
			if (sw_bond_holds((enum sw_bond)bond, &sw_threat_kinds[i], check->id)) {
				sw_page_item(out, label, sw_threat_kinds[i].id, SW_PAGE_THREAT, sw_threat_kinds[i].title);
				label = "";
			}
	}
}

static bool is_bad(const struct sw_example *example) {
	return *example->fails && !sw_str_starts(sw_str_of(example->fails), SW_S("presumed"));
}

/* "=== PATH" starts a file; a text without one is a Dockerfile. */
static void put_files(struct sw_str files, struct sw_out *out) {
	struct sw_str line;
	if (sw_str_ends(files, SW_S("\n")))
		files.n--;
	if (!sw_str_starts(files, SW_S("=== ")))
		sw_out_z(out, "    Dockerfile:\n");
	while (sw_str_split(&files, '\n', &line)) {
		bool path = sw_str_starts(line, SW_S("=== "));
		if (path)
			sw_out_printf(out, "    %.*s:\n", SW_ARG(sw_str_from(line, 4)));
		else
			sw_page_code(out, 8, line);
	}
}

static void put_example(const struct sw_check *check, bool bad, struct sw_out *out) {
	for (unsigned i = 0; i < SW_MOST_EXAMPLES && check->examples[i].name; i++) {
		const struct sw_example *example = &check->examples[i];
		if (bad ? !is_bad(example) : *example->fails != 0)
			continue;
		if (bad)
			sw_out_printf(out, "\nFails at %s:\n", example->fails);
		else
			sw_out_z(out, "\nPasses:\n");
		put_files(sw_str_of(example->files), out);
		return;
	}
}

void sw_explain_check(const struct sw_check *check, struct sw_out *out) {
	sw_out_printf(out, "%s: ", check->id);
	sw_page_words(out, (unsigned)strlen(check->id) + 2, 2, sw_str_of(check->title));
	sw_out_byte(out, '\n');
	put_classes(check, out);
	put_refs(check, out);
	put_bonds(check, out);
	sw_out_z(out, "\nWhy\n");
	sw_page_text(out, 4, sw_str_of(check->why));
	sw_out_z(out, "\nWhat to do\n");
	sw_page_text(out, 4, sw_str_of(check->fix));
	put_example(check, true, out);
	put_example(check, false, out);
}
