/* Layers of images, each read by a process of its own that can do nothing but that: a layer that takes its reader over, or
 * crashes or hangs it, costs that layer alone. The worker asks for a piece of a file beneath a target. The broker opens it
 * and starts two processes: a feeder, which reads the bytes, computes their digest and passes them on through a pipe, and a
 * layer worker, which gets them from there and writes what it made of them, the record, into a file in memory. Both are
 * confined, the layer worker to its pipe and its record.
 *
 * The digest is thus of the very bytes that the layer worker could see, whatever happens to the file meanwhile, and no
 * reader of ours had a hand in it: it names the record in the cache. What a record holds is not known here. */
#pragma once
#include "base/arena.h"
#include "process/cache.h"
#include "process/child.h"
#include "process/message.h"

#define SW_LAYER_RECORD_BYTES ((uint64_t)1 << 30) /* the largest record */
#define SW_LAYER_MEMORY_BYTES ((rlim_t)4 << 30)   /* address space of a layer worker */

/* What a layer worker has. */
struct sw_layer_task {
	int input;        /* the bytes, a pipe; -1: a folder is to be read */
	int folder;       /* a root file system; it may be read with all beneath it. -1: none */
	int record;       /* to be written */
	unsigned options; /* as the worker asked */
};

struct sw_layer_setup {
	/* Runs in the layer worker, confined, with one thread and the right to start more. 0: the record is whole. */
	int (*work)(void *context, const struct sw_layer_task *task);
	void *context;
	const char *version;        /* of records; part of a file's name */
	const char *const *folders; /* absolute paths of the targets' folders */
	size_t folder_count;
	const char *cache;          /* absolute path of a folder for the cache; NULL: there is none */
	unsigned slots;             /* layers at the same time, 1 to SW_LAYER_SLOTS */
	unsigned seconds;           /* for any layer; large ones get more */
};

/* What one request at a time goes through, shared by broker and worker. */
struct sw_layer_slot {
	int path;   /* a file in memory, for the path that is asked for */
	int record; /* the worker's copy of the record: what it does to it does not reach the cache */
	int answer; /* an eventfd: enum sw_layer_result and, above RESULT_BITS, a number */
};

/* The broker's half. */
struct sw_layers {
	const struct sw_layer_setup *setup; /* NULL: none may be asked for, and nothing else is set */
	struct sw_cache cache;              /* opened with the first request */
	bool cache_tried;
	char trouble[128];                  /* why there is no cache although one was wanted; else empty */
	struct sw_layer_slot slots[SW_LAYER_SLOTS];
	struct sw_layer_run {
		bool busy;
		struct sw_child reader, feeder;
		int how;                /* the reader ended, when it has */
		int record;             /* a file in memory that the layer worker writes, and no other */
		int blob;               /* -1: a folder */
		int digests;            /* from the feeder; -1: there is none */
		struct stat before;
		struct timespec asked;  /* by the clock that files are dated by */
		uint64_t offset, size;
		unsigned options;
	} runs[SW_LAYER_SLOTS];
};

int sw_layers_open(struct sw_layers *layers, const struct sw_layer_setup *setup, struct sw_err *err);
/* Starts what a checked message asks for. False when nobody who keeps to the rules would ask. */
bool sw_layers_start(struct sw_layers *layers, const struct sw_message *message);
/* Answers for layers that are done, and ends those whose time is up. */
void sw_layers_tend(struct sw_layers *layers);
/* When sw_layers_tend must be called at the latest; UINT64_MAX: when a child has ended. */
uint64_t sw_layers_deadline(const struct sw_layers *layers);
/* Ends all that runs, closes the slots, tidies the cache. */
void sw_layers_close(struct sw_layers *layers);

enum sw_layer_result {
	SW_LAYER_DONE = 1,
	SW_LAYER_CACHED,  /* the record was there */
	SW_LAYER_MISSING, /* there is no such file, or nothing at that place of it */
	SW_LAYER_FAILED,  /* the layer worker gave up: no memory, or its record grew too large */
	SW_LAYER_DIED,    /* it was killed: answer->number is the signal */
	SW_LAYER_LATE,    /* its time was up */
	SW_LAYER_CUT,     /* the file could not be read to its end: what the layer worker saw is not all */
	SW_LAYER_REFUSED, /* it could not be started */
};

/* What the worker wants. */
struct sw_layer_wish {
	uint32_t folder;       /* number of the target */
	struct sw_str path;    /* of the file beneath it; of a root file system that lies in a folder empty or its path */
	bool whole_folder;     /* it is such a one */
	bool fresh;            /* the record that the cache has is no good */
	uint64_t offset, size; /* of the piece; size UINT64_MAX: to the file's end */
	uint32_t options;      /* below SW_LAYER_OPTIONS; for the layer worker, and part of the record's name */
	void (*waiting)(void *context); /* called now and then meanwhile; may be NULL */
	void *context;
};

struct sw_layer_answer {
	struct sw_str record; /* DONE, CACHED: in the arena. Input like any other */
	char digest[65];      /* SHA-256 of the piece, in hex; empty: not known */
	uint64_t number;      /* DIED: the signal */
};

/* The worker's half: asks and waits. A slot is for one thread at a time. */
enum sw_layer_result sw_layer_ask(int channel, unsigned number, const struct sw_layer_slot *slot, const struct sw_layer_wish *wish,
				  struct sw_arena *arena, struct sw_layer_answer *answer);
