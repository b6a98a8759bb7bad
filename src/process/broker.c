#include "process/broker.h"
#include "base/file.h"
#include "process/message.h"
#include "process/status_line.h"
#include "process/worker.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

/* Signals by which a person or the system ends a run. */
static const int stopping[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

/* The state of one run. */
struct run {
	const struct sw_job *job;
	struct sw_outcome *outcome;
	pid_t worker;
	int channel; /* the broker's end */
	int signals; /* a signalfd of those that end the run */
	int children; /* a signalfd that tells when a child has ended; -1: there are neither tools nor layers */
	struct sw_tools tools;
	struct sw_layers layers;
	bool ready, done; /* which messages have come */
	struct sw_status_line line;
};

/* Holds back the signals that end a run; those that are ignored, as under nohup, stay ignored: a signal that is held
 * back would be queued all the same. *before gets the mask to restore. */
static int hold_signals(sigset_t *before, struct sw_err *err) {
	sigset_t held;
	sigemptyset(&held);
	for (size_t i = 0; i < sizeof stopping / sizeof *stopping; i++) {
		struct sigaction action;
		if (sigaction(stopping[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
			sigaddset(&held, stopping[i]);
	}
	int fd = signalfd(-1, &held, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		return sw_err_set(err, errno, "signals: %s", strerror(errno));
	sigprocmask(SIG_BLOCK, &held, before);
	return fd;
}

static void died(struct sw_outcome *outcome, int signal, const char *text) {
	outcome->kind = SW_OUTCOME_DIED;
	outcome->signal = signal;
	snprintf(outcome->text, sizeof outcome->text, "%s", text);
}

/* One message from the worker. False when the worker must not be listened to any longer. */
static bool hear(struct run *run, const struct sw_message *message, struct sw_err *refusal) {
	struct sw_outcome *outcome = run->outcome;
	bool first = !run->ready;
	if (run->done)
		return false;
	switch (message->kind) {
	case SW_MESSAGE_READY:
		run->ready = true;
		outcome->features = message->ready.features;
		return first;
	case SW_MESSAGE_FAILED:
		if (first)
			*refusal = message->failed;
		return false;
	case SW_MESSAGE_PROGRESS:
		if (first || message->progress.phase >= run->job->phase_count)
			return false;
		sw_status_draw(&run->line, run->job->phases[message->progress.phase], message->progress.done,
			       message->progress.total);
		return true;
	case SW_MESSAGE_DONE:
		run->done = true;
		outcome->status = (int)message->done.status;
		outcome->bytes = message->done.bytes;
		return !first;
	case SW_MESSAGE_TOOL:
		return !first && sw_tools_start(&run->tools, message);
	case SW_MESSAGE_LAYER:
		return !first && sw_layers_start(&run->layers, message);
	default:
		return false;
	}
}

enum ending { ENDED_ITSELF, BROKE_RULES, STOPPED };

/* Listens until the worker closes its end, breaks the rules of the channel, or a signal ends the run. */
static enum ending listen_to(struct run *run, struct sw_err *refusal) {
	for (;;) {
		struct pollfd sources[] = {{.fd = run->signals, .events = POLLIN}, {.fd = run->channel, .events = POLLIN},
					   {.fd = run->children, .events = POLLIN}};
		uint64_t tools = sw_tools_deadline(&run->tools), layers = sw_layers_deadline(&run->layers);
		if (poll(sources, 3, sw_patience(tools < layers ? tools : layers)) < 0)
			continue; /* EINTR, and nothing else that waiting could not cure */
		struct signalfd_siginfo info;
		while (sources[2].revents && read(run->children, &info, sizeof info) > 0)
			continue;
		sw_tools_tend(&run->tools);
		sw_layers_tend(&run->layers);
		if (sources[0].revents && read(run->signals, &info, sizeof info) == (ssize_t)sizeof info) {
			run->outcome->kind = SW_OUTCOME_STOPPED;
			run->outcome->signal = (int)info.ssi_signo;
			return STOPPED;
		}
		if (!sources[1].revents)
			continue;
		struct sw_message message;
		switch (sw_message_receive(run->channel, &message)) {
		case SW_RECEIPT_END:
			return ENDED_ITSELF;
		case SW_RECEIPT_BAD:
			return BROKE_RULES;
		case SW_RECEIPT_MESSAGE:
			if (!hear(run, &message, refusal))
				return BROKE_RULES;
		}
	}
}

/* What the way the worker ended means. */
static void judge(struct run *run, enum ending ending, int how) {
	struct sw_outcome *outcome = run->outcome;
	char text[sizeof outcome->text];
	if (ending == STOPPED)
		return;
	if (ending == BROKE_RULES)
		died(outcome, 0, "the worker sent what no worker sends and was ended");
	else if (WIFSIGNALED(how) && WTERMSIG(how) == SIGPIPE) {
		outcome->kind = SW_OUTCOME_STOPPED; /* the reader of an output went away */
		outcome->signal = SIGPIPE;
	} else if (WIFSIGNALED(how)) {
		int number = WTERMSIG(how);
		snprintf(text, sizeof text, "the worker was killed by signal %d (%s)%s", number, strsignal(number),
			 number == SIGSYS ? ": it tried what its sandbox forbids" : "");
		died(outcome, number, text);
	} else if (!run->done || WEXITSTATUS(how) != 0) {
		snprintf(text, sizeof text, "the worker ended with status %d without an answer", WEXITSTATUS(how));
		died(outcome, 0, text);
	}
}

/* Only where there are other children: the end of the worker itself is heard on the channel. */
static int hold_children(struct sw_err *err) {
	sigset_t child;
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	int fd = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		return sw_err_set(err, errno, "signals: %s", strerror(errno));
	sigprocmask(SIG_BLOCK, &child, NULL);
	return fd;
}

static int run_worker(struct run *run, struct sw_err *err) {
	int ends[2];
	if (sw_message_channel(ends, err) < 0)
		return -1;
	sw_status_start(&run->line);
	bool progress = run->line.wanted && run->job->phase_count > 0;
	/* Where a starter left it ignored, the way the worker ended would be lost. */
	signal(SIGCHLD, SIG_DFL);
	pid_t broker = getpid();
	run->worker = fork();
	if (run->worker == 0)
		sw_worker_main(run->job, ends[1], &run->tools, &run->layers, broker, progress);
	int code = errno;
	close(ends[1]);
	if (run->worker < 0) {
		close(ends[0]);
		return sw_err_set(err, code, "starting the worker: %s", strerror(code));
	}
	run->channel = ends[0];
	struct sw_err refusal = {0};
	enum ending ending = listen_to(run, &refusal);
	sw_status_erase(&run->line);
	close(run->channel);
	sw_tools_close(&run->tools);
	sw_layers_close(&run->layers);
	memcpy(run->outcome->cache, run->layers.trouble, sizeof run->outcome->cache);
	/* A worker that closed its end on purpose might live on. The way one ended that is already ending stays. */
	kill(run->worker, SIGKILL);
	int how = 0;
	while (waitpid(run->worker, &how, 0) < 0 && errno == EINTR)
		continue;
	if (refusal.text[0]) {
		*run->outcome = (struct sw_outcome){0};
		return sw_err_set(err, refusal.code, "%s", refusal.text);
	}
	judge(run, ending, how);
	return 0;
}

static int open_outputs(const struct sw_job *job, struct sw_err *err) {
	for (size_t i = 0; i < job->output_count; i++) {
		if (sw_output_open(&job->outputs[i], job->outputs[i].path, err) == 0)
			continue;
		while (i-- > 0)
			sw_output_abandon(&job->outputs[i]);
		return -1;
	}
	return 0;
}

/* Complete reports take their place; what an internal fault (status 3) left is not complete, nor a document that was not
 * made to its end. */
static int settle_outputs(const struct sw_job *job, const struct sw_outcome *outcome, int result, struct sw_err *err) {
	bool complete = result == 0 && outcome->kind == SW_OUTCOME_DONE && outcome->status < (job->whole ? 2 : 3);
	for (size_t i = 0; i < job->output_count; i++) {
		if (!complete || result < 0)
			sw_output_abandon(&job->outputs[i]);
		else
			result = sw_output_commit(&job->outputs[i], err);
	}
	return result;
}

int sw_broker_run(const struct sw_job *job, struct sw_outcome *outcome, struct sw_err *err) {
	*outcome = (struct sw_outcome){0};
	sigset_t before;
	SW_CLEANUP_FD int signals = hold_signals(&before, err);
	if (signals < 0)
		return -1;
	bool others = job->tool || job->layers;
	SW_CLEANUP_FD int children = others ? hold_children(err) : -1;
	struct run run = {.job = job, .outcome = outcome, .signals = signals, .children = children};
	int result = others && children < 0 ? -1 : sw_tools_open(&run.tools, job->tool, err);
	if (result == 0)
		result = sw_layers_open(&run.layers, job->layers, err);
	if (result == 0)
		result = open_outputs(job, err);
	if (result == 0)
		result = settle_outputs(job, outcome, run_worker(&run, err), err);
	sw_tools_close(&run.tools);
	sw_layers_close(&run.layers);
	/* A signal that came too late to end the run takes effect here, when nothing is left to tidy up. */
	sigprocmask(SIG_SETMASK, &before, NULL);
	return result;
}

void sw_die_by(int number) {
	sigset_t only;
	sigemptyset(&only);
	sigaddset(&only, number);
	signal(number, SIG_DFL);
	sigprocmask(SIG_UNBLOCK, &only, NULL);
	raise(number);
	_exit(128 + number); /* a signal that does not end a process by default */
}
