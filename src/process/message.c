#include "process/message.h"
#include "process/tool.h"
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int sw_message_channel(int ends[2], struct sw_err *err) {
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return sw_err_set(err, errno, "socket pair: %s", strerror(errno));
	return 0;
}

int sw_message_send(int channel, const struct sw_message *message) {
	ssize_t sent;
	do
		sent = write(channel, message, sizeof *message);
	while (sent < 0 && errno == EINTR);
	return sent == (ssize_t)sizeof *message ? 0 : -1;
}

/* Text that goes to a terminal later: it ends, and it holds no control character. */
static bool is_one_line(const char *text, size_t room) {
	for (size_t i = 0; i < room; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c == '\0')
			return true;
		if (c < ' ' || c == 0x7f)
			return false;
	}
	return false;
}

static bool is_sound_request(const struct sw_message *message) {
	uint64_t bytes = 0;
	if (message->tool.slot >= SW_TOOL_SLOTS || message->tool.count == 0 || message->tool.count > SW_TOOL_TEXTS)
		return false;
	for (uint32_t i = 0; i < message->tool.count; i++)
		bytes += message->tool.sizes[i];
	return bytes <= SW_TOOL_INPUT_BYTES;
}

static bool is_sound(const struct sw_message *message) {
	switch (message->kind) {
	case SW_MESSAGE_READY:
		return true;
	case SW_MESSAGE_FAILED:
		return is_one_line(message->failed.text, sizeof message->failed.text);
	case SW_MESSAGE_PROGRESS:
		return message->progress.total == 0 || message->progress.done <= message->progress.total;
	case SW_MESSAGE_DONE:
		return message->done.status <= 3;
	case SW_MESSAGE_TOOL:
		return is_sound_request(message);
	case SW_MESSAGE_LAYER:
		return message->layer.slot < SW_LAYER_SLOTS && message->layer.path_length < PATH_MAX &&
		       message->layer.options < SW_LAYER_OPTIONS && message->layer.flags <= (SW_LAYER_FOLDER | SW_LAYER_FRESH);
	default:
		return false;
	}
}

enum sw_receipt sw_message_receive(int channel, struct sw_message *message) {
	struct iovec place = {.iov_base = message, .iov_len = sizeof *message};
	struct msghdr header = {.msg_iov = &place, .msg_iovlen = 1};
	ssize_t got;
	do
		got = recvmsg(channel, &header, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	/* An empty packet reads like the end; whoever sends one has nothing to say either way. */
	if (got == 0 || (got < 0 && errno == ECONNRESET))
		return SW_RECEIPT_END;
	if (got != (ssize_t)sizeof *message || (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) || !is_sound(message))
		return SW_RECEIPT_BAD;
	return SW_RECEIPT_MESSAGE;
}
