#include "run/shellcheck.h"
#include "base/limits.h"
#include "base/parallel.h"
#include "readers/shellcheck/read.h"

/* Not told, as hadolint does not: files that a script reads are in the image and not here (SC1090, SC1091), and that ash is
 * taken as dash is our own doing (SC2187). Configuration of the person's or the target's own does not count. */
const char *const sw_shellcheck_arguments[] = {"shellcheck", "--norc", "--format=json1",
					       "--exclude=SC1090,SC1091,SC2187", NULL};

/* Starting it takes as long as a few scripts do, so one run gets many; but not so many that two runs at a time cannot
 * share the work. */
enum { BATCH_SCRIPTS = 16, BATCH_BYTES = 128 << 10 };
_Static_assert((int)BATCH_SCRIPTS <= (int)SW_TOOL_TEXTS && (int)SW_SHELLCHECK_MOST_BYTES <= (int)SW_TOOL_INPUT_BYTES &&
	       (int)BATCH_BYTES <= (int)SW_TOOL_INPUT_BYTES, "a batch is one request");

/* Scripts that one run gets, and what it said. */
struct batch {
	uint32_t first, count;
	struct sw_arena arena; /* until the end of the run: rules and messages stay in it */
	struct sw_shellcheck_defects defects;
	enum sw_tool_result results[BATCH_SCRIPTS]; /* of each script; 0: it was not run */
};

SW_VEC_TYPE(batches, struct batch);

struct shellcheck {
	struct sw_arena *arena;
	struct sw_worker *worker;
	struct sw_shellcheck_scripts scripts;
	struct sw_factset **sets; /* of each script */
	struct batches batches;
};

/* The batches depend on the scripts alone, not on who runs them. */
static void divide(struct shellcheck *run) {
	struct batch *batch = NULL;
	size_t bytes = 0;
	for (uint32_t i = 0; i < run->scripts.n; i++) {
		size_t n = run->scripts.v[i].text.n;
		if (!batch || batch->count == BATCH_SCRIPTS || bytes + n > BATCH_BYTES) {
			batch = sw_push(run->arena, &run->batches);
			*batch = (struct batch){.first = i};
			bytes = 0;
		}
		batch->count++;
		bytes += n;
	}
}

static enum sw_tool_result ask(struct shellcheck *run, struct batch *batch, unsigned slot, uint32_t from, uint32_t count,
			       struct sw_shellcheck_defects *defects) {
	const struct sw_shellcheck_script *scripts = &run->scripts.v[batch->first + from];
	struct sw_str texts[BATCH_SCRIPTS] = {0}, output;
	for (uint32_t i = 0; i < count; i++)
		texts[i] = scripts[i].text;
	enum sw_tool_result result =
		sw_tool_run(run->worker->channel, slot, &run->worker->slots[slot], texts, count, &batch->arena, &output);
	if (result == SW_TOOL_DONE && !sw_shellcheck_read(&batch->arena, output, scripts, count, SW_S("/proc/self/fd/"),
							  SW_TOOL_FIRST_FD, defects))
		result = SW_TOOL_FAILED;
	for (uint32_t i = 0; i < count; i++)
		batch->results[from + i] = result;
	return result;
}

/* When a run fails, each of its scripts is tried alone: the others are not to suffer for one. */
static void run_batch(struct shellcheck *run, struct batch *batch, unsigned slot) {
	if (batch->count == 1 && run->scripts.v[batch->first].text.n > SW_SHELLCHECK_MOST_BYTES)
		return;
	enum sw_tool_result result = ask(run, batch, slot, 0, batch->count, &batch->defects);
	if (result == SW_TOOL_DONE || result == SW_TOOL_REFUSED || batch->count == 1)
		return;
	for (uint32_t i = 0; i < batch->count; i++) {
		struct sw_shellcheck_defects alone = {0};
		ask(run, batch, slot, i, 1, &alone);
		for (size_t k = 0; k < alone.n; k++) {
			alone.v[k].script += i;
			*sw_push(&batch->arena, &batch->defects) = alone.v[k];
		}
	}
}

static void run_item(void *context, size_t item, unsigned thread) {
	struct shellcheck *run = context;
	struct batch *batch = &run->batches.v[item];
	struct sw_arena_catch catch;
	sw_arena_init(&batch->arena, SW_LIMIT_FACTSET_BYTES * 4);
	if (SW_ARENA_TRY(&batch->arena, &catch)) {
		run_batch(run, batch, thread);
		sw_arena_leave(&batch->arena, &catch);
	} else {
		batch->defects = (struct sw_shellcheck_defects){0};
		for (uint32_t i = 0; i < batch->count; i++)
			batch->results[i] = SW_TOOL_FAILED;
	}
}

static const char *why_not(enum sw_tool_result result) {
	static const char *const words[] = {
		[SW_TOOL_LATE] = "it took too long", [SW_TOOL_REFUSED] = "it could not be started, or has failed too often",
		[SW_TOOL_FAILED] = "it failed, or wrote what it never writes"};
	return result ? words[result] : "the script is too long";
}

/* By one thread, in the order of the scripts. */
static void settle(struct shellcheck *run, struct batch *batch) {
	for (uint32_t i = 0; i < batch->count; i++) {
		struct sw_step *step = run->scripts.v[batch->first + i].step;
		step->examined = batch->results[i] == SW_TOOL_DONE;
		if (!step->examined)
			sw_diag_add(&run->sets[batch->first + i]->diags, SW_DIAG_WARNING, "shellcheck-failed", step->keyword,
				    "ShellCheck said nothing of this script: %s", why_not(batch->results[i]));
	}
	for (size_t i = 0; i < batch->defects.n; i++) {
		const struct sw_shellcheck_defect *defect = &batch->defects.v[i];
		*sw_push(run->arena, &run->scripts.v[batch->first + defect->script].step->defects) = defect->defect;
	}
}

void sw_scan_shellcheck(struct sw_scan *scan, const struct sw_request *request, struct sw_worker *worker) {
	struct shellcheck run = {.arena = &scan->arena, .worker = worker};
	SW_VEC(struct sw_factset *) sets = {0};
	if (!request->shellcheck || !worker->slots)
		return;
	for (size_t i = 0; i < scan->artifacts.v.n; i++) {
		if (!scan->sets[i]->build)
			continue;
		sw_shellcheck_scripts_of(run.arena, scan->sets[i]->build, &run.scripts);
		while (sets.n < run.scripts.n)
			*sw_push(run.arena, &sets) = scan->sets[i];
	}
	run.sets = sets.v;
	divide(&run);
	sw_parallel(run.batches.n, request->jobs < SW_TOOL_SLOTS ? request->jobs : SW_TOOL_SLOTS, run_item, &run);
	for (size_t i = 0; i < run.batches.n; i++)
		settle(&run, &run.batches.v[i]);
}
