/* `strideward model VERB FILE …`: drawn threat models read, evaluated, told and written. One file a verb; a verb is a row
 * of sw_model_verbs. */
#pragma once
#include "facts/drawing.h"
#include "run/request.h"

struct sw_model_format;
struct sw_diff_request;
struct sw_losses; /* readers/models/losses.h */

/* What `model` asks for beside a request; request->model. Its reports have names of formats and no writers: the verb
 * knows them. */
struct sw_model_request {
	const struct sw_model_verb *verb;
	const char *rules;       /* absolute path of a template as text or .tb7; NULL: the model's own */
	const char *rules_shown;
	const char *mapping;     /* absolute path: which drawn element is which found one; NULL: none */
	const char *mapping_shown;
	bool generate;           /* report: also what the filters would add */
	bool exit_code;          /* diff: 1 when something differs */
	const struct sw_diff_request *diff; /* run/model_diff.h; NULL but for diff */
};

/* A run of a verb inside the worker. */
struct sw_model_run {
	struct sw_request *request;
	const struct sw_model_request *asked;
	struct sw_worker *worker;
	struct sw_arena arena;
	struct sw_sources sources;
	struct sw_diags diags;
};

struct sw_model_verb {
	const char *name;
	const char *operands, *help;   /* for people */
	unsigned least, most;          /* operands after the verb */
	const char *formats;           /* names that -f takes, with blanks between; the first is the default; "": all that
					  models are written in, and -f must be given */
	int (*run)(struct sw_model_run *run); /* exit status */
	bool revisions;                /* operands may be git revisions: cli/revisions.h */
	bool model_first;              /* the first operand is the model, and becomes the request's last target */
};
extern const struct sw_model_verb sw_model_verbs[];
extern const size_t sw_model_verb_count;

/* The verb called `name`, or NULL. */
const struct sw_model_verb *sw_model_verb_of(struct sw_str name);

/* Reads target `index` of the request as a model of whatever format it is. NULL, with the reason among the diagnostics,
 * when it is none; *format may be NULL. */
struct sw_drawing *sw_model_open(struct sw_model_run *run, size_t index, const struct sw_model_format **format);
/* All bytes of a file that the request names by its absolute path, as a source. -1 with the reason said. */
int sw_model_file(struct sw_model_run *run, const char *path, const char *shown, uint32_t *source, struct sw_str *text);
/* Writes one report that was asked for. -1: it cannot be written, and why was said. */
typedef int sw_model_writer(struct sw_model_run *run, const struct sw_request_report *report, const void *made, struct sw_out *out);
/* All that were asked for, from what was made. -1, with the reason said. */
int sw_model_write(struct sw_model_run *run, sw_model_writer *write, const void *made);
/* A drawing in the format that a report names, and what the format cannot hold on standard error. -1: it cannot hold it. */
int sw_model_write_drawing(struct sw_model_run *run, const struct sw_model_format *format, const struct sw_drawing *drawing, struct sw_out *out);
/* What a format could not hold, on standard error. */
void sw_model_tell_losses(struct sw_model_run *run, const char *format, const struct sw_losses *losses);
/* Tells diagnostics on standard error, as path:line:column. Returns whether any is an error. */
bool sw_model_tell(struct sw_model_run *run);
/* Carries out the verb. Returns the exit status. */
int sw_run_model(struct sw_request *request, struct sw_worker *worker);

/* Whether `convert` writes the format called `name`: a model's, or one that holds the diagram alone. */
bool sw_model_converts(struct sw_str name);

/* The verbs. */
int sw_run_model_check(struct sw_model_run *run);
int sw_run_model_convert(struct sw_model_run *run);
int sw_run_model_diff(struct sw_model_run *run);
int sw_run_model_generate(struct sw_model_run *run);
int sw_run_model_report(struct sw_model_run *run);
