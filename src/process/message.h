/* What the processes of one run say to each other: typed messages of fixed size, checked in full on receipt, because
 * the sender may have been taken over by what it read. A channel is a pair of sequenced-packet sockets: one message is
 * one packet, so that nothing has to be framed, and descriptors can travel with a packet (none of these kinds carries
 * one; a packet that brings some is refused and they are closed by the kernel). */
#pragma once
#include "base/err.h"
#include <stdint.h>

enum sw_message_kind {
	SW_MESSAGE_READY = 1, /* the sandbox is entered, nothing was read yet */
	SW_MESSAGE_FAILED,    /* the sandbox could not be entered */
	SW_MESSAGE_PROGRESS,
	SW_MESSAGE_DONE,
	SW_MESSAGE_TOOL, /* run the tool on texts that lie in the slot's memory, one behind the other; process/tool.h */
	SW_MESSAGE_LAYER, /* read a layer of an image; its path lies in the slot's memory; process/layers.h */
};

enum {
	SW_TOOL_TEXTS = 32, /* of one request */
	SW_LAYER_SLOTS = 8, /* layers that are read at the same time */
	SW_LAYER_OPTIONS = 256, /* sets of options are below */
	SW_LAYER_RESULT_BITS = 4, /* of an answer; a number stands above */
};

enum sw_layer_flag {
	SW_LAYER_FOLDER = 1, /* the target itself is a root file system */
	SW_LAYER_FRESH = 2,  /* not from the cache */
};

struct sw_message {
	uint32_t kind;
	union {
		struct {
			uint32_t features; /* set of enum sw_sandbox_feature */
		} ready;
		struct sw_err failed;
		struct {
			uint32_t phase;       /* number of the phase in the job's list */
			uint64_t done, total; /* items; total 0: not known */
		} progress;
		struct {
			uint32_t status; /* proposed exit status, 0 to 3 */
			uint64_t bytes;  /* input that was read */
		} done;
		struct {
			uint32_t slot, count;         /* count of texts, from 1 */
			uint32_t sizes[SW_TOOL_TEXTS]; /* in bytes */
		} tool;
		struct {
			uint32_t slot, folder, path_length, options, flags;
			uint64_t offset, size; /* of the piece of the file; size UINT64_MAX: to its end */
		} layer;
	};
};

/* The two ends of a new channel, close-on-exec. */
int sw_message_channel(int ends[2], struct sw_err *err);

/* Sends one message. Uses write() alone, which the sandbox allows. 0, or -1 when the other end is gone. */
int sw_message_send(int channel, const struct sw_message *message);

enum sw_receipt {
	SW_RECEIPT_MESSAGE,
	SW_RECEIPT_END, /* the other end was closed */
	SW_RECEIPT_BAD, /* not a message: the sender cannot be trusted any more */
};

/* Waits for one message and checks its size, its kind and its members. */
enum sw_receipt sw_message_receive(int channel, struct sw_message *message);
