/* Cuts the bytes of a client into messages: a header "Content-Length: N", an empty line, N bytes. Bytes are pushed in as
 * they come. After a header that cannot be understood the rest is searched for the next "Content-Length:". */
#pragma once
#include "base/out.h"

enum {
	SW_FRAME_HEADER_BYTES = 4096,
	SW_FRAME_BODY_BYTES = 64 << 20,
};

enum sw_frame {
	SW_FRAME_MORE, /* there is no whole message yet */
	SW_FRAME_BODY,
	SW_FRAME_BAD,  /* a header that is none; the next call searches on */
};

struct sw_frames {
	struct sw_out in; /* what has come */
	size_t at;        /* start of what was not given out yet */
	bool searching;
};

void sw_frames_init(struct sw_frames *frames);
void sw_frames_free(struct sw_frames *frames);
/* Bodies given out before are gone. False when there is no memory. */
bool sw_frames_add(struct sw_frames *frames, struct sw_str bytes);
/* The next message; *body holds until the next addition. *why says in words what is wrong with a bad header. */
enum sw_frame sw_frames_next(struct sw_frames *frames, struct sw_str *body, const char **why);
