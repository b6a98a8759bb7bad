#include "lsp/frames.h"

static const struct sw_str length_field = SW_SI("Content-Length:");

void sw_frames_init(struct sw_frames *frames) {
	*frames = (struct sw_frames){0};
	sw_out_init(&frames->in, -1);
}

void sw_frames_free(struct sw_frames *frames) {
	sw_out_free(&frames->in);
}

bool sw_frames_add(struct sw_frames *frames, struct sw_str bytes) {
	if (frames->at) {
		memmove(frames->in.p, frames->in.p + frames->at, frames->in.n - frames->at);
		frames->in.n -= frames->at;
		frames->at = 0;
	}
	sw_out_str(&frames->in, bytes);
	return !frames->in.failed;
}

/* Moves to the next place where a header may begin; false when there is none yet. */
static bool search(struct sw_frames *frames) {
	struct sw_str rest = sw_str_from(sw_out_text(&frames->in), frames->at);
	for (size_t i = 0; i + length_field.n <= rest.n; i++)
		if (sw_str_eq_nocase(sw_str_sub(rest, i, length_field.n), length_field)) {
			frames->at += i;
			frames->searching = false;
			return true;
		}
	/* Its first half may have come. */
	if (rest.n >= length_field.n)
		frames->at += rest.n - length_field.n + 1;
	return false;
}

/* The search goes on behind `known` bytes, so that the same header is not found again. */
static enum sw_frame bad(struct sw_frames *frames, size_t known, const char *text, const char **why) {
	*why = text;
	frames->searching = true;
	frames->at += known;
	return SW_FRAME_BAD;
}

/* The body's length from the header's lines; NULL, or what is wrong. */
static const char *read_header(struct sw_str header, size_t *length) {
	struct sw_str line;
	bool found = false;
	while (sw_str_split(&header, '\n', &line)) {
		size_t colon = sw_str_find_byte(line, ':');
		if (colon == SW_NPOS)
			return "a line of the header holds no colon";
		if (!sw_str_eq_nocase(sw_str_sub(line, 0, colon + 1), length_field))
			continue;
		uint64_t value;
		if (!sw_str_to_u64(sw_str_trim(sw_str_from(line, colon + 1)), &value))
			return "Content-Length is no number";
		if (value > SW_FRAME_BODY_BYTES)
			return "Content-Length is more than 64 MB";
		if (found && value != *length)
			return "Content-Length is there twice";
		*length = (size_t)value;
		found = true;
	}
	return found ? NULL : "the header holds no Content-Length";
}

enum sw_frame sw_frames_next(struct sw_frames *frames, struct sw_str *body, const char **why) {
	if (frames->searching && !search(frames))
		return SW_FRAME_MORE;
	struct sw_str rest = sw_str_from(sw_out_text(&frames->in), frames->at);
	if (!rest.n)
		return SW_FRAME_MORE;
	/* A client that leaves out the header waits for an answer and sends nothing more. */
	if (!sw_is_alpha(rest.p[0]))
		return bad(frames, 1, "the message does not begin with a header", why);
	size_t end = sw_str_find(sw_str_sub(rest, 0, SW_FRAME_HEADER_BYTES), SW_S("\r\n\r\n")), length = 0;
	if (end == SW_NPOS && rest.n < SW_FRAME_HEADER_BYTES)
		return SW_FRAME_MORE;
	if (end == SW_NPOS)
		return bad(frames, SW_FRAME_HEADER_BYTES, "the header does not end", why);
	const char *wrong = read_header(sw_str_sub(rest, 0, end), &length);
	if (wrong)
		return bad(frames, end + 4, wrong, why);
	if (rest.n - end - 4 < length)
		return SW_FRAME_MORE;
	*body = sw_str_sub(rest, end + 4, length);
	frames->at += end + 4 + length;
	return SW_FRAME_BODY;
}
