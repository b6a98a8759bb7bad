#include "fixes/fixer.h"
#include "base/limits.h"
#include "base/map.h"
#include <stdlib.h>

/* Which function mends what which check finds. */
struct fixer_row {
	const char *check;
	sw_fixer *make;
};

static const struct fixer_row fixers[] = {
	{"add-local-file", sw_fix_add_to_copy},
	{"apt-in-script", sw_fix_apt},
	{"build-argument-secret-used", sw_fix_secret_mount},
	{"capabilities-not-dropped", sw_fix_drop_capabilities},
	{"image-not-pinned", sw_fix_digest},
	{"instruction-casing-mixed", sw_fix_casing},
	{"interactive-install", sw_fix_assume_yes},
	{"legacy-key-value", sw_fix_key_value},
	{"maintainer-instruction", sw_fix_maintainer},
	{"new-privileges-allowed", sw_fix_no_new_privileges},
	{"package-cache-kept", sw_fix_package_cache},
	{"pipe-without-pipefail", sw_fix_pipefail},
	{"port-on-all-interfaces", sw_fix_loopback},
	{"recommended-packages-installed", sw_fix_recommends},
	{"root-filesystem-writable", sw_fix_read_only},
	{"secret-in-build-variable", sw_fix_secret_mount},
	{"start-in-shell-form", sw_fix_json_form},
};

/* Those that come only with the baseline. */
static const struct fixer_row baseline_fixers[] = {
	{"image-runs-as-root", sw_fix_user},
	{"no-health-check", sw_fix_health_check},
};

static sw_fixer *fixer_of(const struct fixer_row *rows, size_t n, const struct sw_check *check) {
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].check, check->id) == 0)
			return rows[i].make;
	return NULL;
}

static sw_fixer *usual_fixer(const struct sw_check *check) {
	return fixer_of(fixers, sizeof fixers / sizeof *fixers, check);
}

static sw_fixer *baseline_fixer(const struct sw_check *check) {
	return fixer_of(baseline_fixers, sizeof baseline_fixers / sizeof *baseline_fixers, check);
}

void sw_fixing_replace(struct sw_fixing *fixing, struct sw_span at, struct sw_str text) {
	*sw_push(fixing->arena, &fixing->fix->edits) = (struct sw_edit){at, text};
}

void sw_fixing_insert(struct sw_fixing *fixing, uint32_t source, uint32_t at, struct sw_str text) {
	sw_fixing_replace(fixing, (struct sw_span){source, at, at}, text);
}

struct sw_str sw_fixing_text(const struct sw_fixing *fixing, struct sw_span at) {
	return sw_span_text(&fixing->system->sources, at);
}

const char *sw_fixing_newline(const struct sw_fixing *fixing, uint32_t source) {
	const struct sw_source *of = sw_source_of(&fixing->system->sources, (struct sw_span){source, 0, 0});
	size_t feed = of ? sw_str_find_byte(of->text, '\n') : SW_NPOS;
	return feed != SW_NPOS && feed && of->text.p[feed - 1] == '\r' ? "\r\n" : "\n";
}

static bool within(struct sw_span inner, struct sw_span outer) {
	return inner.source == outer.source && inner.start >= outer.start && inner.start < outer.end;
}

/* Steps do not overlap but for the inner instruction of ONBUILD, which comes in its place. */
static const struct sw_step *step_at(const struct sw_build *build, struct sw_span at) {
	for (size_t i = 0; i < build->steps.n; i++)
		if (within(at, build->steps.v[i].at))
			return &build->steps.v[i];
	return NULL;
}

/* Commands stand in the order of their text: the last that begins before the place is the innermost. */
static const struct sw_shell_command *command_at(const struct sw_shell_script *script, struct sw_span at) {
	const struct sw_shell_command *found = NULL;
	for (size_t i = 0; script && i < script->n; i++)
		if (within(at, script->v[i].span))
			found = &script->v[i];
	return found;
}

/* Edits of what an anchor or another file says would change more than the finding. */
static bool one_source(const struct sw_fix *fix) {
	for (size_t i = 1; i < fix->edits.n; i++)
		if (fix->edits.v[i].at.source != fix->edits.v[0].at.source)
			return false;
	return fix->edits.n > 0;
}

/* An edit and its place among all. */
struct placed {
	struct sw_edit edit;
	size_t rank;
};

static int placed_order(const void *left, const void *right) {
	const struct placed *a = left, *b = right;
	int order = sw_span_cmp(a->edit.at, b->edit.at);
	return order ? order : a->rank < b->rank ? -1 : a->rank > b->rank;
}

void sw_fixes_add(struct sw_arena *arena, struct sw_fixes *fixes, struct sw_fix *fix) {
	struct placed *placed = SW_NEW_ARRAY(arena, struct placed, fix->edits.n);
	for (size_t i = 0; i < fix->edits.n; i++)
		placed[i] = (struct placed){fix->edits.v[i], i};
	qsort(placed, fix->edits.n, sizeof *placed, placed_order);
	for (size_t i = 0; i < fix->edits.n; i++)
		fix->edits.v[i] = placed[i].edit;
	*sw_push(arena, &fixes->v) = *fix;
}

/* Many fixers look through the whole file that they are to mend: what all of them read is counted, so that a file with
 * very many findings takes no time that grows with its square. */
static bool afford(struct sw_fixes *fixes, const struct sw_source *source, const struct sw_build *build) {
	size_t cost = (source ? source->text.n : 0) + (build ? build->steps.n : 0);
	if (cost > SW_LIMIT_FIX_BYTES - fixes->looked_at) {
		fixes->passed_over++;
		return false;
	}
	fixes->looked_at += cost;
	return true;
}

static void make_one(struct sw_arena *arena, const struct sw_system *system, const struct sw_finding *finding, sw_fixer *make,
		     bool asked, const struct sw_map *digests, struct sw_fixes *fixes) {
	struct sw_fix fix = {.finding = finding, .asked = asked};
	const struct sw_subject_row *row = sw_subject_get(system, finding->subject);
	struct sw_fixing fixing = {.arena = arena, .system = system, .finding = finding, .row = row, .service = row->service, .digests = digests, .fix = &fix};
	if (row->target)
		fixing.build = row->target->build;
	const struct sw_source *source = sw_source_of(&system->sources, finding->site->at);
	if ((source && source->made_of.source) || (fixing.build && fixing.build->inside && !row->service))
		return; /* what is put in would have to keep the form of the text around */
	if (!afford(fixes, source, fixing.build))
		return;
	if (fixing.build)
		fixing.step = step_at(fixing.build, finding->site->at);
	if (fixing.step)
		fixing.command = command_at(fixing.step->script, finding->site->at);
	make(&fixing);
	if (!one_source(&fix))
		return;
	sw_fixes_add(arena, fixes, &fix);
}

void sw_fixes_make(struct sw_arena *arena, const struct sw_system *system, const struct sw_findings *findings, bool baseline,
		   struct sw_fixes *fixes) {
	struct sw_map digests = {0};
	sw_fixing_digests(arena, system, &digests);
	if (baseline)
		sw_fixes_harden(arena, system, findings, fixes);
	for (size_t i = 0; i < findings->findings.n; i++) {
		const struct sw_finding *finding = &findings->findings.v[i];
		if (finding->is_suppressed || !finding->site->at.source)
			continue;
		sw_fixer *asked = baseline ? baseline_fixer(finding->check) : NULL;
		sw_fixer *make = asked ? asked : usual_fixer(finding->check);
		/* Hardened together already. */
		if (make && !(baseline && sw_fix_of_baseline(finding)))
			make_one(arena, system, finding, make, asked != NULL, &digests, fixes);
	}
}
