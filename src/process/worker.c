/* The worker's half of the broker: what runs between fork and the end of the new process. */
#include "process/worker.h"
#include "process/message.h"
#include "process/status_line.h"
#include <assert.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

/* The outputs and the channel stay open besides what the job's sandbox keeps. */
static int confine(const struct sw_job *job, struct sw_worker *worker, struct sw_err *err) {
	struct sw_sandbox sandbox = *job->sandbox;
	if (sw_sandbox_keep(&sandbox, worker->channel, err) < 0)
		return -1;
	for (size_t i = 0; i < job->output_count; i++)
		if (sw_sandbox_keep(&sandbox, job->outputs[i].fd, err) < 0)
			return -1;
	for (size_t i = 0; worker->slots && i < SW_TOOL_SLOTS; i++) {
		const struct sw_tool_slot *slot = &worker->slots[i];
		if (sw_sandbox_keep(&sandbox, slot->input, err) < 0 || sw_sandbox_keep(&sandbox, slot->output, err) < 0 ||
		    sw_sandbox_keep(&sandbox, slot->answer, err) < 0)
			return -1;
	}
	for (size_t i = 0; i < worker->layer_slot_count; i++) {
		const struct sw_layer_slot *slot = &worker->layer_slots[i];
		if (sw_sandbox_keep(&sandbox, slot->path, err) < 0 || sw_sandbox_keep(&sandbox, slot->record, err) < 0 ||
		    sw_sandbox_keep(&sandbox, slot->answer, err) < 0)
			return -1;
	}
	return sw_sandbox_enter(&sandbox, &worker->features, err);
}

void sw_worker_main(const struct sw_job *job, int channel, const struct sw_tools *tools, const struct sw_layers *layers, pid_t broker,
		    bool progress) {
	/* A broker that is killed leaves no worker behind; it may have been killed before this call. The signals that
	 * end a run stay held back here as they are in the broker, which alone acts on them. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0 || getppid() != broker)
		_exit(1);
	struct sw_worker worker = {.channel = channel, .progress = progress, .slots = tools->tool ? tools->slots : NULL,
				   .layer_slots = layers->setup ? layers->slots : NULL, .layer_slot_count = layers->setup ? layers->setup->slots : 0};
	worker.next = sw_clock_ns() + SW_STATUS_INTERVAL_NS;
	struct sw_message message = {.kind = SW_MESSAGE_FAILED};
	if (confine(job, &worker, &message.failed) < 0) {
		sw_message_send(channel, &message);
		_exit(1);
	}
	message = (struct sw_message){.kind = SW_MESSAGE_READY, .ready.features = worker.features};
	if (sw_message_send(channel, &message) < 0)
		_exit(1);
	int status = job->work(job->context, &worker);
	assert(status >= 0 && status <= 3);
	message = (struct sw_message){.kind = SW_MESSAGE_DONE, .done = {(uint32_t)status, worker.bytes}};
	/* Not exit(): buffers and handlers of the broker's half of the program are not this process's to run. */
	_exit(sw_message_send(channel, &message) < 0);
}

void sw_worker_progress(struct sw_worker *worker, unsigned phase, uint64_t done, uint64_t total) {
	if (!worker->progress)
		return;
	uint64_t now = sw_clock_ns(), next = __atomic_load_n(&worker->next, __ATOMIC_RELAXED);
	if (now < next || !__atomic_compare_exchange_n(&worker->next, &next, now + SW_STATUS_INTERVAL_NS, false,
						       __ATOMIC_RELAXED, __ATOMIC_RELAXED))
		return;
	struct sw_message message = {.kind = SW_MESSAGE_PROGRESS, .progress = {phase, done, total}};
	sw_message_send(worker->channel, &message);
}
