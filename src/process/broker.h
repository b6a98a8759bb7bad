/* The broker: opens the outputs, starts a worker in its sandbox before any input was read, hears from it, and puts the
 * outputs in place when the worker has finished. Whatever the worker turned into while it read hostile input, all it can
 * give back is the bytes of the outputs, its messages, and text on standard error. */
#pragma once
#include "process/layers.h"
#include "process/output.h"
#include "process/sandbox.h"
#include "process/tool.h"
#include <stdint.h>

/* The worker's view of its run. */
struct sw_worker {
	int channel;       /* to the broker */
	unsigned features; /* what its sandbox achieved: set of enum sw_sandbox_feature */
	uint64_t bytes;    /* input that was read; the work sets it */
	bool progress;     /* somebody watches */
	const struct sw_tool_slot *slots; /* SW_TOOL_SLOTS of the job's tool, for sw_tool_run; NULL: it has none */
	const struct sw_layer_slot *layer_slots; /* for sw_layer_ask; NULL: no layers can be read */
	unsigned layer_slot_count;
	uint64_t next;     /* when the next progress message may go, nanoseconds of the monotonic clock */
};

/* Tells how far the work is: `done` of `total` items (0: not known) of phase number `phase`. Cheap enough to be called
 * for every item, from any thread; at most ten messages a second go out. */
void sw_worker_progress(struct sw_worker *worker, unsigned phase, uint64_t done, uint64_t total);

struct sw_job {
	/* Runs in the worker, confined. Returns the proposed exit status, 0 to 3. */
	int (*work)(void *context, struct sw_worker *worker);
	void *context;
	const struct sw_sandbox *sandbox;
	struct sw_output *outputs; /* only `path` is set; the worker writes to `fd` */
	size_t output_count;
	bool whole;                /* outputs are documents of their own: they take their place only with status 0 or 1 */
	const struct sw_tool *tool; /* that the worker may ask for; NULL: none */
	const struct sw_layer_setup *layers; /* that the worker may ask for; NULL: none */
	const char *const *phases; /* words for the status line, by phase: "reading" */
	unsigned phase_count;      /* 0: no status line */
};

enum sw_outcome_kind {
	SW_OUTCOME_DONE,    /* the worker finished; the outputs are in place, unless it proposed status 3, or 2 where they must be whole */
	SW_OUTCOME_DIED,    /* it was killed, vanished or broke the rules of the channel; the targets are as before */
	SW_OUTCOME_STOPPED, /* a person, or the reader of a pipe, ended the run; the targets are as before */
};

struct sw_outcome {
	enum sw_outcome_kind kind;
	int status;        /* DONE: the proposed exit status, 0 to 3 */
	int signal;        /* DIED: what killed it, or 0; STOPPED: what ended the run */
	unsigned features; /* what the sandbox achieved; 0 also when the worker did not live to tell */
	uint64_t bytes;    /* DONE: input that was read */
	char cache[128];   /* why records of layers were not kept although that was wanted; empty: nothing is wrong */
	char text[128];    /* DIED: what happened, one line for a diagnostic */
};

/* Runs the job to its end. -1: the environment refused (an output, a process, the sandbox); no target has changed, but
 * for outputs put in place before another one's turn failed. The caller must have one thread.
 * SIGINT, SIGTERM, SIGHUP and SIGQUIT are held back while it runs; one that comes kills the worker, removes the temporary
 * files and gives SW_OUTCOME_STOPPED, upon which the caller tidies up and calls sw_die_by. */
int sw_broker_run(const struct sw_job *job, struct sw_outcome *outcome, struct sw_err *err);

/* Ends the process as the signal does by default, so that whoever started it sees how it ended. */
_Noreturn void sw_die_by(int signal);
