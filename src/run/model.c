#include "run/model.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/say.h"
#include "process/broker.h"
#include "readers/models/formats.h"
#include "readers/models/losses.h"
#include <fcntl.h>

/* The last row ends the table. */
const struct sw_model_verb sw_model_verbs[] = {
	{"check", "MODEL TARGET …", "holds the drawing against what is found in the targets; -f tm7=FILE writes the model with what was measured",
	 2, ~0u, "text json tm7 threat-dragon otm otm-yaml threagile tm-bom", sw_run_model_check, .model_first = true},
	{"convert", "MODEL", "writes it in other formats (-f NAME=FILE …) and says what they cannot hold; a .tb7 becomes a model and back", 1, 1,
	 "", sw_run_model_convert},
	{"diff", "OLD [NEW]", "what changed between two models, reports, folders or git revisions, and why; REV alone: since then", 1, 2,
	 "text json markdown", sw_run_model_diff, true},
	{"generate", "MODEL", "the threats that the filters generate, each with its reasons; --rules names other types of threats", 1, 1,
	 "text json", sw_run_model_generate},
	{"report", "MODEL", "the Microsoft tool's report of a model, or its list of threats as CSV; --generate adds what the filters find", 1, 1,
	 "tmt-html tmt-csv", sw_run_model_report},
	{0},
};
const size_t sw_model_verb_count = sizeof sw_model_verbs / sizeof *sw_model_verbs - 1;

const struct sw_model_verb *sw_model_verb_of(struct sw_str name) {
	for (size_t i = 0; i < sw_model_verb_count; i++)
		if (sw_str_is(name, sw_model_verbs[i].name))
			return &sw_model_verbs[i];
	return NULL;
}

static int take(struct sw_model_run *run, int fd, const char *shown, const struct sw_err *opened, uint32_t *source, struct sw_str *text) {
	struct sw_err err = *opened;
	if (fd < 0 || sw_read_all(&run->arena, fd, SW_LIMIT_MODEL_BYTES, text, &err) < 0) {
		sw_say("%s: %s", shown, err.text);
		return -1;
	}
	run->worker->bytes += text->n;
	*source = sw_source_add(&run->arena, &run->sources, sw_str_of(shown), *text);
	return 0;
}

int sw_model_file(struct sw_model_run *run, const char *path, const char *shown, uint32_t *source, struct sw_str *text) {
	struct sw_err err = {.text = "cannot be opened"};
	SW_CLEANUP_FD int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	return take(run, fd, shown, &err, source, text);
}

struct sw_drawing *sw_model_open(struct sw_model_run *run, size_t index, const struct sw_model_format **format) {
	const struct sw_request_target *target = &run->request->targets[index];
	struct sw_err err = {.text = "is a folder"};
	uint32_t source;
	struct sw_str text;
	SW_CLEANUP_FD int root = open(target->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	SW_CLEANUP_FD int fd = target->file && root >= 0 ? sw_open_beneath(root, target->file, &err) : -1;
	if (take(run, fd, target->named, &err, &source, &text) < 0)
		return NULL;
	const struct sw_model_format *guess = sw_model_format_guess(sw_str_of(target->named), text);
	if (!guess) {
		sw_diag_add(&run->diags, SW_DIAG_ERROR, "model-unknown-format", (struct sw_span){source, 0, 0},
			    "this is no threat model of a format that is known");
		return NULL;
	}
	if (format)
		*format = guess;
	struct sw_drawing *drawing = SW_NEW(&run->arena, struct sw_drawing);
	return guess->read(drawing, &run->arena, source, text, &run->diags) < 0 ? NULL : drawing;
}

static int write_one(struct sw_model_run *run, const struct sw_request_report *report, sw_model_writer *write, const void *made) {
	SW_CLEANUP_OUT struct sw_out out;
	struct sw_err err = {0};
	struct sw_arena_catch catch;
	int result = -1;
	sw_out_init(&out, report->fd);
	if (SW_ARENA_TRY(&run->arena, &catch)) {
		result = write(run, report, made, &out);
		sw_arena_leave(&run->arena, &catch);
	} else {
		sw_out_free(&out);
		sw_arena_throw(&run->arena);
	}
	if (result == 0 && sw_out_flush(&out, &err) < 0) {
		sw_say("%s", err.text);
		return -1;
	}
	return result;
}

int sw_model_write(struct sw_model_run *run, sw_model_writer *write, const void *made) {
	for (size_t i = 0; i < run->request->report_count; i++)
		if (write_one(run, &run->request->reports[i], write, made) < 0)
			return -1;
	return 0;
}

int sw_model_write_drawing(struct sw_model_run *run, const struct sw_model_format *format, const struct sw_drawing *drawing, struct sw_out *out) {
	struct sw_losses losses = {.arena = &run->arena};
	int result = format->write(drawing, &run->arena, &losses, out);
	sw_model_tell_losses(run, format->name, &losses);
	return result;
}

void sw_model_tell_losses(struct sw_model_run *run, const char *format, const struct sw_losses *losses) {
	for (size_t i = 0; i < losses->list.n; i++)
		sw_say_plain("%s: %.*s", format, SW_ARG(sw_loss_line(&run->arena, losses->list.v[i])));
}

bool sw_model_tell(struct sw_model_run *run) {
	for (size_t i = 0; i < run->diags.n; i++) {
		const struct sw_diag *diag = &run->diags.v[i];
		struct sw_source *from = sw_source_of(&run->sources, diag->at);
		struct sw_position at = from ? sw_source_position(&run->arena, from, diag->at.start) : (struct sw_position){0};
		if (from)
			sw_say_plain("%.*s:%u:%u: %s: %.*s", SW_ARG(from->path), at.line, at.column, sw_diag_level_name(diag->level),
				     SW_ARG(diag->message));
		else
			sw_say_plain("%s: %.*s", sw_diag_level_name(diag->level), SW_ARG(diag->message));
	}
	if (run->diags.dropped)
		sw_say_plain("and %zu more", run->diags.dropped);
	return sw_diags_failed(&run->diags);
}

int sw_run_model(struct sw_request *request, struct sw_worker *worker) {
	struct sw_model_run run = {.request = request, .asked = request->model, .worker = worker};
	struct sw_arena_catch catch;
	int status = 2;
	sw_arena_init(&run.arena, SW_LIMIT_RUN_BYTES);
	run.diags.arena = &run.arena;
	if (SW_ARENA_TRY(&run.arena, &catch)) {
		status = request->model->verb->run(&run);
		sw_arena_leave(&run.arena, &catch);
	} else {
		sw_say("the model needs more memory than a run may take");
	}
	sw_arena_free(&run.arena);
	return status;
}
