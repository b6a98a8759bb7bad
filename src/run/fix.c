/* `fix`: what would change as a difference, or the changed files for the broker to put in place. */
#include "run/fix.h"
#include "base/say.h"
#include "fixes/diff.h"
#include "process/rewrite.h"
#include "reports/visible.h"
#include "run/scan.h"

struct fixing {
	struct sw_scan *scan;
	const struct sw_request *request;
	struct sw_patch patch;
	struct sw_out *out;
	size_t files, secret; /* files that change; files whose difference would show a secret */
	size_t passed_over;   /* findings */
};

static struct sw_str place_of(struct fixing *fixing, struct sw_span at) {
	struct sw_source *source = sw_source_of(&fixing->scan->system.sources, at);
	struct sw_position position = sw_source_position(&fixing->scan->arena, source, at.start);
	return sw_arena_printf(&fixing->scan->arena, "%.*s:%u", SW_ARG(source->path), position.line);
}

/* One line for `git apply` and `patch` to pass over: no name in it begins another. */
static void put_title(struct fixing *fixing, const struct sw_fix *fix) {
	struct sw_arena *arena = &fixing->scan->arena;
	struct sw_str line = sw_arena_printf(arena, "# %.*s: %.*s [%s]%s%.*s", SW_ARG(place_of(fixing, fix->finding->site->at)), SW_ARG(fix->title),
					     fix->finding->check->id, fix->caution.n ? "; may change behaviour: " : "", SW_ARG(fix->caution));
	sw_out_str(fixing->out, sw_report_visible(arena, line));
	sw_out_byte(fixing->out, '\n');
}

/* What the difference of this source is for. */
static void put_titles(struct fixing *fixing, uint32_t source) {
	for (size_t i = 0; i < fixing->patch.applied.n; i++) {
		const struct sw_fix *fix = fixing->patch.applied.v[i];
		if (fix->edits.v[0].at.source == source)
			put_title(fixing, fix);
	}
}

/* To a terminal, without what it would obey; a file or a pipe gets the bytes as they are, so that they can be applied. */
static void put_difference(struct fixing *fixing, struct sw_str text) {
	if (!fixing->request->terminal) {
		sw_out_str(fixing->out, text);
		return;
	}
	for (struct sw_str line; text.n && sw_str_split(&text, '\n', &line);) {
		sw_out_str(fixing->out, sw_report_visible(&fixing->scan->arena, line));
		sw_out_byte(fixing->out, '\n');
	}
}

/* The artifact that a source belongs to, and the source's path beneath the artifact's target. */
static const struct sw_artifact *artifact_of(const struct fixing *fixing, const struct sw_source *source, uint32_t number,
					     struct sw_str *inner) {
	const struct sw_artifact *artifact = &fixing->scan->artifacts.v.v[(number - 1) / SW_SOURCES_A_PART];
	struct sw_str prefix = sw_str_sub(artifact->path, 0, artifact->path.n - artifact->inner.n);
	*inner = sw_str_from(source->path, prefix.n);
	return sw_str_starts(source->path, prefix) && inner->n ? artifact : NULL;
}

static void put_rewrite(struct fixing *fixing, const struct sw_source *source, const struct sw_edit *edits, size_t n) {
	struct sw_arena *arena = &fixing->scan->arena;
	struct sw_str inner;
	const struct sw_artifact *artifact = artifact_of(fixing, source, edits[0].at.source, &inner);
	for (size_t i = 0; artifact && i < fixing->request->target_count; i++)
		if (strcmp(fixing->request->targets[i].root, artifact->root) == 0) {
			sw_rewrite_put(fixing->out, (uint32_t)i, inner, source->text, sw_edits_apply(arena, source->text, edits, n));
			fixing->files++;
			return;
		}
}

static void put_source(struct fixing *fixing, const struct sw_edit *edits, size_t n) {
	struct sw_system *system = &fixing->scan->system;
	struct sw_source *source = sw_source_of(&system->sources, edits[0].at);
	if (fixing->request->rewrites) {
		put_rewrite(fixing, source, edits, n);
		return;
	}
	SW_CLEANUP_OUT struct sw_out difference;
	sw_out_init(&difference, -1);
	if (!sw_diff_write(&fixing->scan->arena, &difference, source, edits, n, &system->hidden)) {
		fixing->secret++;
		sw_say("%.*s: a line to be changed holds a secret, so its difference is not shown; --write carries it out",
		       SW_ARG(source->path));
		return;
	}
	put_titles(fixing, edits[0].at.source);
	put_difference(fixing, sw_out_text(&difference));
	fixing->files++;
}

static const char *plural(size_t n) {
	return n == 1 ? "" : "s";
}

static void summarise(const struct fixing *fixing) {
	const struct sw_patch *patch = &fixing->patch;
	const char *did = fixing->request->rewrites ? "made" : "shown";
	sw_say("%zu change%s in %zu file%s %s%s", patch->applied.n, plural(patch->applied.n), fixing->files, plural(fixing->files), did,
	       fixing->request->rewrites || !patch->applied.n ? "" : "; --write makes them");
	if (patch->held.n)
		sw_say("%zu more may change behaviour; --unsafe takes them in", patch->held.n);
	if (patch->left.n)
		sw_say("%zu more touch the same lines; run it again afterwards", patch->left.n);
	if (fixing->passed_over)
		sw_say("%zu findings were passed over: there are too many in files that are too long", fixing->passed_over);
}

int sw_run_fix(struct sw_request *request, struct sw_worker *worker) {
	struct sw_scan scan = {0};
	SW_CLEANUP_OUT struct sw_out out;
	sw_scan_join(&scan, request, worker);
	sw_scan_check(&scan, request);
	struct sw_fixes fixes = {0};
	sw_fixes_make(&scan.arena, &scan.system, &scan.findings, request->harden, &fixes);
	sw_out_init(&out, request->rewrites ? request->changes_fd : request->dump_fd);
	struct fixing fixing = {.scan = &scan, .request = request, .out = &out, .passed_over = fixes.passed_over};
	sw_patch_make(&scan.arena, &fixes, request->unsafe, &fixing.patch);
	for (size_t i = 0, end; i < fixing.patch.edits.n; i = end) {
		end = sw_patch_source_end(&fixing.patch, i);
		put_source(&fixing, fixing.patch.edits.v + i, end - i);
	}
	struct sw_err err;
	if (sw_out_flush(&out, &err) < 0) {
		sw_say("%s", err.text);
		return 2;
	}
	summarise(&fixing);
	return scan.refused ? 2 : 0;
}
