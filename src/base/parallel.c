#include "base/parallel.h"
#include "base/limits.h"
#include <pthread.h>
#include <stdatomic.h>

struct shared {
	atomic_size_t next;
	size_t n;
	sw_work_fn *fn;
	void *context;
};

struct worker {
	struct shared *shared;
	unsigned number;
	pthread_t thread;
};

static void *work(void *argument) {
	struct worker *worker = argument;
	struct shared *shared = worker->shared;
	for (size_t item; (item = atomic_fetch_add(&shared->next, 1)) < shared->n;)
		shared->fn(shared->context, item, worker->number);
	return NULL;
}

void sw_parallel(size_t n, unsigned jobs, sw_work_fn *fn, void *context) {
	struct shared shared = {.n = n, .fn = fn, .context = context};
	struct worker workers[SW_LIMIT_JOBS];
	unsigned started = 1;
	if (jobs > SW_LIMIT_JOBS)
		jobs = SW_LIMIT_JOBS;
	for (; started < jobs && started < n; started++) {
		workers[started] = (struct worker){.shared = &shared, .number = started};
		if (pthread_create(&workers[started].thread, NULL, work, &workers[started]) != 0)
			break;
	}
	workers[0] = (struct worker){.shared = &shared};
	work(&workers[0]);
	for (unsigned i = 1; i < started; i++)
		pthread_join(workers[i].thread, NULL);
}
