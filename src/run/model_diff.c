#include "run/model_diff.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/say.h"
#include "formats/json.h"
#include "process/broker.h"
#include "readers/models/formats.h"
#include "reports/difference/report.h"
#include "reports/json/report.h"
#include "run/model.h"
#include "run/protect.h"
#include "run/revision.h"
#include "run/scan.h"
#include <fcntl.h>

struct side {
	struct sw_model_run *run;
	const struct sw_diff_side *asked;
	struct sw_request request; /* as it is carried out */
	struct sw_request_target target;
	struct sw_revision *revision;
	struct sw_snapshot snapshot;
};

/* What the run as a whole says holds for both sides. */
static void settle(struct side *side) {
	const struct sw_request *whole = side->run->request;
	side->request = side->asked->request;
	side->target = side->request.targets[0];
	side->request.targets = &side->target;
	side->request.target_count = 1;
	side->request.jobs = whole->jobs;
	side->request.time = whole->time;
	side->request.version = whole->version;
	side->snapshot.named = sw_str_of(side->asked->named);
}

/* In a revision only the list of files tells whether a path is a folder. */
static int enter_revision(struct side *side, struct sw_err *err) {
	struct sw_arena *arena = &side->run->arena;
	side->revision = sw_revision_open(arena, side->run->asked->diff->git, sw_str_of(side->asked->revision), err);
	if (!side->revision)
		return -1;
	struct sw_str path = sw_str_of(side->target.root);
	const struct sw_git_entry *entry = sw_revision_entry(side->revision, path);
	if (!entry && path.n > side->revision->top.n + 1)
		return sw_err_set(err, 0, "revision '%s' holds no %.*s", side->asked->revision, SW_ARG(sw_str_from(path, side->revision->top.n + 1)));
	if (entry && (entry->mode & SW_GIT_MODE_KIND) != SW_GIT_MODE_FOLDER) {
		side->target.root = sw_arena_str(arena, sw_str_dirname(path)).p;
		side->target.file = sw_arena_str(arena, sw_str_basename(path)).p;
		struct sw_str prefix = sw_str_of(side->target.prefix), folder = sw_str_dirname(sw_str_sub(prefix, 0, prefix.n ? prefix.n - 1 : 0));
		side->target.prefix = folder.n ? sw_arena_join(arena, folder, SW_S("/")).p : "";
	}
	side->request.revision = side->revision;
	side->request.git = side->run->asked->diff->git;
	side->snapshot.revision = side->revision->id;
	sw_request_in_revision(arena, side->revision, &side->request);
	return 0;
}

/* The text of a file that is named; false: it is none, or one too large to be a model or a report. */
static bool file_text(struct side *side, struct sw_str *text) {
	const struct sw_request_target *target = &side->target;
	struct sw_arena *arena = &side->run->arena;
	if (!target->file || target->image)
		return false;
	if (side->revision)
		return sw_revision_read(side->revision, arena, sw_str_of(target->root), sw_str_of(target->file), text, NULL) == 0;
	SW_CLEANUP_FD int root = open(target->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	SW_CLEANUP_FD int fd = root < 0 ? -1 : sw_open_beneath(root, target->file, NULL);
	return fd >= 0 && sw_read_all(arena, fd, SW_LIMIT_MODEL_BYTES, text, NULL) == 0;
}

/* 1: it was a report; 0: it is none; -1. */
static int take_report(struct side *side, uint32_t source, struct sw_str text) {
	struct sw_arena *arena = &side->run->arena;
	struct sw_diags diags = {.arena = arena};
	struct sw_str start = sw_str_trim(sw_str_sub(text, 0, 4096));
	if (!sw_str_starts(start, SW_S("{")) || !sw_str_contains(start, SW_S("\"strideward/report/")))
		return 0;
	const struct sw_node *root = sw_json_read_one(arena, source, text, SW_DIALECT_STRICT, &diags);
	if (root && sw_snapshot_of_report(arena, root, &side->snapshot))
		return 1;
	for (size_t i = 0; i < diags.n; i++)
		*sw_push(arena, &side->run->diags) = diags.v[i];
	sw_say("%s: a report that cannot be read%s", side->asked->named, root ? ": it is of another version" : "");
	return -1;
}

static int take_drawing(struct side *side, const struct sw_model_format *format, uint32_t source, struct sw_str text) {
	struct sw_model_run *run = side->run;
	struct sw_drawing *drawing = SW_NEW(&run->arena, struct sw_drawing);
	if (format->read(drawing, &run->arena, source, text, &run->diags) < 0)
		return -1;
	sw_snapshot_of_drawing(&run->arena, drawing, &run->sources, &side->snapshot);
	return 0;
}

/* What cannot be read would look like what came or went: a difference that rests on it is none. */
static bool lacks(const struct side *side, const struct sw_scan *scan) {
	enum { MOST_TOLD = 5 };
	size_t told = 0;
	for (size_t i = 0; i < scan->artifacts.v.n; i++)
		for (size_t k = 0; k < scan->sets[i]->diags.n; k++) {
			const struct sw_diag *diag = &scan->sets[i]->diags.v[k];
			if (strcmp(diag->code, "unreadable") == 0 && told++ < MOST_TOLD)
				sw_say("%s: %.*s: %.*s", side->asked->named, SW_ARG(scan->sets[i]->path), SW_ARG(diag->message));
		}
	if (told > MOST_TOLD)
		sw_say("%s: and %zu more", side->asked->named, told - MOST_TOLD);
	return told > 0;
}

/* A scan becomes what its report says: whoever compares two reports gets the same answer. */
static int scan(struct side *side) {
	struct sw_model_run *run = side->run;
	struct sw_scan scan = {0};
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	sw_scan_join(&scan, &side->request, run->worker);
	sw_scan_judge(&scan, &side->request);
	struct sw_report_style style = {.width = 100};
	bool refused = scan.refused || lacks(side, &scan), failed = sw_report_json(&scan.report, &style, &out) < 0 || out.failed;
	struct sw_diags diags = {.arena = &run->arena};
	struct sw_str text = failed ? (struct sw_str){0} : sw_arena_str(&run->arena, sw_out_text(&out));
	sw_scan_free(&scan);
	const struct sw_node *root = sw_json_read_one(&run->arena, 0, text, SW_DIALECT_STRICT, &diags);
	if (!root || !sw_snapshot_of_report(&run->arena, root, &side->snapshot)) {
		sw_say("%s: too much to compare", side->asked->named);
		return -1;
	}
	return refused ? -1 : 0;
}

static int read_side(struct side *side) {
	struct sw_model_run *run = side->run;
	struct sw_err err;
	struct sw_str text;
	settle(side);
	if (side->asked->revision && enter_revision(side, &err) < 0) {
		sw_say("%s: %s", side->asked->named, err.text);
		return -1;
	}
	if (file_text(side, &text)) {
		uint32_t source = sw_source_add(&run->arena, &run->sources, sw_str_of(side->asked->named), text);
		int report = take_report(side, source, text);
		if (report)
			return report < 0 ? -1 : 0;
		const struct sw_model_format *format = sw_model_format_guess(sw_str_of(side->target.file), text);
		if (format)
			return take_drawing(side, format, source, text);
	}
	return scan(side);
}

static int write_report(struct sw_model_run *run, const struct sw_request_report *report, const void *difference, struct sw_out *out) {
	static const struct {
		const char *name;
		sw_difference_writer *write;
	} writers[] = {{"text", sw_difference_text}, {"json", sw_difference_json}, {"markdown", sw_difference_markdown}};
	size_t i = 0;
	while (strcmp(writers[i].name, report->format->name) != 0)
		i++;
	return writers[i].write(difference, &report->style, &run->arena, out);
}

int sw_run_model_diff(struct sw_model_run *run) {
	struct side *sides = SW_NEW_ARRAY(&run->arena, struct side, 2);
	bool failed = false;
	for (size_t i = 0; i < 2; i++) {
		sides[i].run = run;
		sides[i].asked = &run->asked->diff->sides[i];
		failed = read_side(&sides[i]) < 0 || failed;
		if (sides[i].revision)
			sw_revision_close(sides[i].revision);
	}
	if (sw_model_tell(run) || failed)
		return 2;
	if (sides[0].snapshot.drawing != sides[1].snapshot.drawing) {
		sw_say("a drawing and a scan are not compared row by row: `model check` holds one against the other");
		return 2;
	}
	struct sw_difference difference;
	sw_difference_make(&run->arena, &sides[0].snapshot, &sides[1].snapshot, &difference);
	if (sw_model_write(run, write_report, &difference) < 0)
		return 2;
	return run->asked->exit_code && sw_difference_any(&difference) ? 1 : 0;
}
