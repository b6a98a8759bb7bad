/* The broker and its worker: outcomes, outputs, messages, signals, the status line. */
#include "unit.h"
#include "base/file.h"
#include "process/broker.h"
#include "process/message.h"
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/* A build with a sanitizer has a wider sandbox, and signals become exits. */
static bool is_sanitized(void) {
	struct sw_sandbox sandbox;
	return sw_sandbox_init(&sandbox, 0, NULL) == 0 && !sandbox.calls;
}

static char folder[] = "/tmp/process-test-XXXXXX";

/* What a worker of these tests does. */
struct part {
	int (*act)(struct part *part, struct sw_worker *worker);
	int value;               /* a status, a signal or a descriptor */
	struct sw_output output; /* path NULL and fd 0: none */
	bool has_output;
};

static void put(const char *path, const char *text) {
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void assert_holds(const char *path, const char *text) {
	char buffer[256] = {0};
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	size_t n = fread(buffer, 1, sizeof buffer - 1, file);
	fclose(file);
	buffer[n] = '\0';
	assert_string_equal(buffer, text);
}

static int count_one(const char *path, const struct stat *st, int kind, struct FTW *where) {
	(void)st, (void)kind;
	return strstr(path + where->base, ".tmp") ? 1 : 0;
}

/* No temporary file is left in the folder of the test. */
static void assert_tidy(void) {
	assert_int_equal(nftw(".", count_one, 8, FTW_PHYS), 0);
}

static int do_part(void *context, struct sw_worker *worker) {
	struct part *part = context;
	if (part->has_output && write(part->output.fd, "new\n", 4) != 4)
		return 2;
	return part->act(part, worker);
}

static int run_with(struct part *part, const struct sw_sandbox *sandbox, struct sw_outcome *outcome, struct sw_err *err) {
	static const char *const phases[] = {"reading", "judging"};
	struct sw_job job = {.work = do_part,
			     .context = part,
			     .sandbox = sandbox,
			     .outputs = &part->output,
			     .output_count = part->has_output,
			     .phases = phases,
			     .phase_count = 2};
	return sw_broker_run(&job, outcome, err);
}

static int run_part(struct part *part, struct sw_outcome *outcome, struct sw_err *err) {
	struct sw_sandbox sandbox;
	assert_int_equal(sw_sandbox_init(&sandbox, SW_LANDLOCK_ANY, err), 0);
	assert_int_equal(sw_sandbox_keep(&sandbox, part->value > 2 ? part->value : 2, err), 0);
	int result = run_with(part, &sandbox, outcome, err);
	sw_sandbox_free(&sandbox);
	return result;
}

static int give_status(struct part *part, struct sw_worker *worker) {
	worker->bytes = 1234;
	return part->value;
}

static void status_comes_back(void **state) {
	(void)state;
	for (int status = 0; status <= 3; status++) {
		struct part part = {.act = give_status, .value = status};
		struct sw_outcome outcome;
		struct sw_err err;
		assert_int_equal(run_part(&part, &outcome, &err), 0);
		assert_int_equal(outcome.kind, SW_OUTCOME_DONE);
		assert_int_equal(outcome.status, status);
		assert_int_equal(outcome.bytes, 1234);
		if (!is_sanitized())
			assert_true(outcome.features & SW_SANDBOX_CALLS);
	}
}

static int die(struct part *part, struct sw_worker *worker) {
	(void)worker;
	signal(SIGSEGV, SIG_DFL); /* cmocka would catch it */
	if (part->value == SIGABRT)
		abort();
	if (part->value == SIGSEGV)
		*(volatile char *)mmap(NULL, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) = 1;
	if (part->value == SIGSYS)
		fork();
	syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), part->value);
	return 0;
}

static void death_is_told_and_harms_nothing(void **state) {
	(void)state;
	if (is_sanitized())
		SKIP("a sanitizer turns signals into exits\n");
	static const int signals[] = {SIGSEGV, SIGKILL, SIGABRT, SIGSYS};
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		put("report", "old\n");
		struct part part = {.act = die, .value = signals[i], .output.path = "report", .has_output = true};
		struct sw_outcome outcome;
		struct sw_err err;
		struct sw_sandbox sandbox;
		assert_int_equal(sw_sandbox_init(&sandbox, SW_LANDLOCK_ANY, &err), 0);
		assert_int_equal(run_with(&part, &sandbox, &outcome, &err), 0);
		sw_sandbox_free(&sandbox);
		assert_int_equal(outcome.kind, SW_OUTCOME_DIED);
		assert_int_equal(outcome.signal, signals[i]);
		assert_non_null(strstr(outcome.text, strsignal(signals[i])));
		assert_holds("report", "old\n");
		assert_tidy();
	}
}

static int vanish(struct part *part, struct sw_worker *worker) {
	(void)part, (void)worker;
	_exit(0);
}

static int send_size(struct part *part, struct sw_worker *worker) {
	(void)part;
	return write(worker->channel, "short", 5) == 5 ? 0 : 2;
}

static int send_kind(struct part *part, struct sw_worker *worker) {
	(void)part;
	struct sw_message message = {.kind = 99};
	return sw_message_send(worker->channel, &message) < 0 ? 2 : 0;
}

static int send_status(struct part *part, struct sw_worker *worker) {
	(void)part;
	struct sw_message message = {.kind = SW_MESSAGE_DONE, .done.status = 4};
	return sw_message_send(worker->channel, &message) < 0 ? 2 : 0;
}

static int send_phase(struct part *part, struct sw_worker *worker) {
	(void)part;
	struct sw_message message = {.kind = SW_MESSAGE_PROGRESS, .progress = {.phase = 2}};
	return sw_message_send(worker->channel, &message) < 0 ? 2 : 0;
}

static int send_ready_again(struct part *part, struct sw_worker *worker) {
	(void)part;
	struct sw_message message = {.kind = SW_MESSAGE_READY};
	return sw_message_send(worker->channel, &message) < 0 ? 2 : 0;
}

/* The answer of its own that comes behind is one too many. */
static int send_done_twice(struct part *part, struct sw_worker *worker) {
	(void)part;
	struct sw_message message = {.kind = SW_MESSAGE_DONE};
	return sw_message_send(worker->channel, &message) < 0 ? 2 : 0;
}

static int send_failed_late(struct part *part, struct sw_worker *worker) {
	(void)part;
	struct sw_message message = {.kind = SW_MESSAGE_FAILED, .failed.text = "believe me"};
	return sw_message_send(worker->channel, &message) < 0 ? 2 : 0;
}

static int close_and_linger(struct part *part, struct sw_worker *worker) {
	(void)part;
	close(worker->channel);
	while (usleep(100000) == 0)
		continue;
	return 2;
}

static void a_worker_that_breaks_the_rules_died(void **state) {
	(void)state;
	static int (*const acts[])(struct part *, struct sw_worker *) = {
		vanish, send_size, send_kind, send_status, send_phase, send_ready_again, send_done_twice, send_failed_late,
		close_and_linger,
	};
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
		put("report", "old\n");
		struct part part = {.act = acts[i], .output.path = "report", .has_output = true};
		struct sw_outcome outcome;
		struct sw_err err;
		assert_int_equal(run_part(&part, &outcome, &err), 0);
		assert_int_equal(outcome.kind, SW_OUTCOME_DIED);
		assert_true(strlen(outcome.text) > 20);
		assert_holds("report", "old\n");
		assert_tidy();
	}
}

static void messages_are_checked(void **state) {
	(void)state;
	int ends[2];
	struct sw_err err;
	struct sw_message message = {.kind = SW_MESSAGE_FAILED};
	assert_int_equal(sw_message_channel(ends, &err), 0);
	assert_int_equal(sw_message_send(ends[1], &message), 0);
	assert_int_equal(sw_message_receive(ends[0], &message), SW_RECEIPT_MESSAGE);
	/* text without an end; text with an escape sequence */
	memset(message.failed.text, 'x', sizeof message.failed.text);
	sw_message_send(ends[1], &message);
	assert_int_equal(sw_message_receive(ends[0], &message), SW_RECEIPT_BAD);
	strcpy(message.failed.text, "\033]0;title\007");
	sw_message_send(ends[1], &message);
	assert_int_equal(sw_message_receive(ends[0], &message), SW_RECEIPT_BAD);
	message = (struct sw_message){.kind = SW_MESSAGE_PROGRESS, .progress = {0, 3, 2}};
	sw_message_send(ends[1], &message);
	assert_int_equal(sw_message_receive(ends[0], &message), SW_RECEIPT_BAD);
	/* one byte too many */
	char long_one[sizeof message + 1] = {SW_MESSAGE_READY};
	assert_true(write(ends[1], long_one, sizeof long_one) > 0);
	assert_int_equal(sw_message_receive(ends[0], &message), SW_RECEIPT_BAD);
	/* a descriptor comes along with a message that is otherwise good */
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {.header = {CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS}};
	memcpy(CMSG_DATA(&control.header), &ends[0], sizeof(int));
	struct iovec place = {long_one, sizeof message};
	struct msghdr header = {.msg_iov = &place, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
	assert_true(sendmsg(ends[1], &header, 0) > 0);
	assert_int_equal(sw_message_receive(ends[0], &message), SW_RECEIPT_BAD);
	close(ends[1]);
	assert_int_equal(sw_message_receive(ends[0], &message), SW_RECEIPT_END);
	close(ends[0]);
}

static void a_sandbox_that_fails_ends_the_run(void **state) {
	(void)state;
	put("report", "old\n");
	struct part part = {.act = give_status, .output.path = "report", .has_output = true};
	struct sw_outcome outcome;
	struct sw_err err;
	struct sw_sandbox sandbox;
	assert_int_equal(sw_sandbox_init(&sandbox, 0, &err), 0);
	sandbox.ruleset = open("/dev/null", O_RDONLY | O_CLOEXEC); /* no rules */
	assert_int_equal(run_with(&part, &sandbox, &outcome, &err), -1);
	assert_non_null(strstr(err.text, "landlock"));
	sw_sandbox_free(&sandbox);
	assert_holds("report", "old\n");
	assert_tidy();
}

static void outputs_are_replaced_whole(void **state) {
	(void)state;
	struct sw_output output;
	struct sw_err err;
	struct stat before, after;
	put("report", "old\n");
	SW_CLEANUP_FD int reader = open("report", O_RDONLY);
	assert_int_equal(fstat(reader, &before), 0);
	mode_t mask = umask(027);
	assert_int_equal(sw_output_open(&output, "report", &err), 0);
	umask(mask);
	assert_int_equal(write(output.fd, "new\n", 4), 4);
	assert_holds("report", "old\n");
	assert_int_equal(sw_output_commit(&output, &err), 0);
	assert_holds("report", "new\n");
	char text[8] = {0};
	assert_int_equal(read(reader, text, sizeof text), 4);
	assert_string_equal(text, "old\n");
	assert_int_equal(stat("report", &after), 0);
	assert_true(before.st_ino != after.st_ino);
	assert_int_equal(after.st_mode & 0777, 0640);

	assert_int_equal(sw_output_open(&output, "./fresh", &err), 0);
	sw_output_abandon(&output);
	sw_output_abandon(&output);
	assert_int_equal(access("fresh", F_OK), -1);
	assert_tidy();

	/* the target became a folder meanwhile */
	assert_int_equal(sw_output_open(&output, "late", &err), 0);
	assert_int_equal(mkdir("late", 0700), 0);
	assert_int_equal(sw_output_commit(&output, &err), -1);
	assert_int_equal(rmdir("late"), 0);
	assert_tidy();
}

static void outputs_that_are_no_files(void **state) {
	(void)state;
	struct sw_output output;
	struct sw_err err;
	struct stat st;
	/* a link is replaced, not followed */
	put("elsewhere", "mine\n");
	assert_int_equal(symlink("elsewhere", "planted"), 0);
	assert_int_equal(sw_output_open(&output, "planted", &err), 0);
	assert_int_equal(write(output.fd, "new\n", 4), 4);
	assert_int_equal(sw_output_commit(&output, &err), 0);
	assert_holds("elsewhere", "mine\n");
	assert_holds("planted", "new\n");
	assert_true(lstat("planted", &st) == 0 && S_ISREG(st.st_mode));
	/* devices and fifos are written to straight */
	assert_int_equal(sw_output_open(&output, "/dev/null", &err), 0);
	assert_int_equal(sw_output_commit(&output, &err), 0);
	assert_true(lstat("/dev/null", &st) == 0 && S_ISCHR(st.st_mode));
	assert_int_equal(mkfifo("fifo", 0600), 0);
	SW_CLEANUP_FD int reader = open("fifo", O_RDONLY | O_NONBLOCK);
	assert_int_equal(sw_output_open(&output, "fifo", &err), 0);
	assert_int_equal(write(output.fd, "new\n", 4), 4);
	assert_int_equal(sw_output_commit(&output, &err), 0);
	char text[8] = {0};
	assert_int_equal(read(reader, text, sizeof text), 4);
	/* names of descriptors, here one that leads to a regular file */
	put("file", "");
	SW_CLEANUP_FD int file = open("file", O_WRONLY);
	char path[64];
	snprintf(path, sizeof path, "/dev/fd/%d", file);
	assert_int_equal(sw_output_open(&output, path, &err), 0);
	assert_int_equal(write(output.fd, "new\n", 4), 4);
	assert_int_equal(sw_output_commit(&output, &err), 0);
	assert_holds("file", "new\n");
	/* refusals */
	assert_int_equal(sw_output_open(&output, ".", &err), -1);
	assert_int_equal(err.code, EISDIR);
	assert_int_equal(sw_output_open(&output, "nowhere/report", &err), -1);
	assert_int_equal(err.code, ENOENT);
	assert_int_equal(sw_output_open(&output, "folder/", &err), -1);
	assert_int_equal(sw_output_open(&output, "", &err), -1);
	assert_int_equal(sw_output_open(&output, "/dev/fd/9999999", &err), -1);
	assert_tidy();
}

static void read_only_target_stays(void **state) {
	(void)state;
	if (geteuid() == 0)
		SKIP("root may write to every file\n");
	struct sw_output output;
	struct sw_err err;
	put("fixed", "old\n");
	assert_int_equal(chmod("fixed", 0400), 0);
	assert_int_equal(sw_output_open(&output, "fixed", &err), -1);
	assert_int_equal(err.code, EACCES);
}

static void one_output_that_fails_spoils_none(void **state) {
	(void)state;
	put("report", "old\n");
	struct sw_output outputs[] = {{.path = "report"}, {.path = "nowhere/report"}};
	struct part part = {.act = give_status};
	struct sw_sandbox sandbox = {.ruleset = -1};
	struct sw_job job = {.work = do_part, .context = &part, .sandbox = &sandbox, .outputs = outputs, .output_count = 2};
	struct sw_outcome outcome;
	struct sw_err err;
	assert_int_equal(sw_broker_run(&job, &outcome, &err), -1);
	assert_holds("report", "old\n");
	assert_tidy();
}

/* The statuses of a worker that finished decide whether its report is complete. */
static void fault_keeps_the_old_report(void **state) {
	(void)state;
	for (int status = 0; status <= 3; status++) {
		put("report", "old\n");
		struct part part = {.act = give_status, .value = status, .output.path = "report", .has_output = true};
		struct sw_outcome outcome;
		struct sw_err err;
		assert_int_equal(run_part(&part, &outcome, &err), 0);
		assert_holds("report", status < 3 ? "new\n" : "old\n");
		assert_tidy();
	}
}

static void closed_pipe_stops_the_run(void **state) {
	(void)state;
	int ends[2];
	char path[64];
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	close(ends[0]);
	snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
	struct part part = {.act = give_status, .output.path = path, .has_output = true};
	struct sw_outcome outcome;
	struct sw_err err;
	assert_int_equal(run_part(&part, &outcome, &err), 0);
	assert_int_equal(outcome.kind, SW_OUTCOME_STOPPED);
	assert_int_equal(outcome.signal, SIGPIPE);
	close(ends[1]);
}

/* Tells its number through descriptor `value` and stays. */
static int stay(struct part *part, struct sw_worker *worker) {
	(void)worker;
	pid_t self = getpid();
	if (write(part->value, &self, sizeof self) != (ssize_t)sizeof self)
		return 2;
	while (usleep(100000) == 0)
		continue;
	return 2;
}

/* Starts a broker in a process of its own whose worker stays; gives the numbers of both. */
static pid_t start_staying(pid_t *worker) {
	int ends[2];
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	put("report", "old\n");
	pid_t broker = fork();
	if (broker == 0) {
		struct part part = {.act = stay, .value = ends[1], .output.path = "report", .has_output = true};
		struct sw_outcome outcome;
		struct sw_err err;
		signal(SIGHUP, SIG_IGN); /* as under nohup */
		if (run_part(&part, &outcome, &err) == 0 && outcome.kind == SW_OUTCOME_STOPPED)
			sw_die_by(outcome.signal);
		_exit(9);
	}
	close(ends[1]);
	assert_int_equal(read(ends[0], worker, sizeof *worker), sizeof *worker);
	close(ends[0]);
	return broker;
}

static void interruption_tidies_up(void **state) {
	(void)state;
	static const int signals[] = {SIGINT, SIGTERM, SIGQUIT};
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		pid_t worker, broker = start_staying(&worker);
		int how;
		assert_int_equal(nftw(".", count_one, 8, FTW_PHYS), 1);
		kill(broker, SIGHUP);
		usleep(1000);
		assert_int_equal(waitpid(broker, &how, WNOHANG), 0);
		kill(broker, signals[i]);
		assert_int_equal(waitpid(broker, &how, 0), broker);
		assert_true(WIFSIGNALED(how));
		assert_int_equal(WTERMSIG(how), signals[i]);
		assert_int_equal(kill(worker, 0), -1);
		assert_holds("report", "old\n");
		assert_tidy();
	}
}

static void killed_broker_leaves_no_worker(void **state) {
	(void)state;
	/* Orphans come to this process, so that their end can be seen. */
	assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0);
	pid_t worker, broker = start_staying(&worker);
	int how;
	kill(broker, SIGKILL);
	assert_int_equal(waitpid(broker, &how, 0), broker);
	assert_int_equal(waitpid(worker, &how, 0), worker);
	assert_int_equal(WTERMSIG(how), SIGKILL);
	prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
	/* Nobody was left to remove it. */
	assert_int_equal(system("rm -f ./.report.*.tmp"), 0);
}

static void ignored_children_are_waited_for(void **state) {
	(void)state;
	signal(SIGCHLD, SIG_IGN);
	struct part part = {.act = vanish};
	struct sw_outcome outcome;
	struct sw_err err;
	assert_int_equal(run_part(&part, &outcome, &err), 0);
	assert_int_equal(outcome.kind, SW_OUTCOME_DIED);
	part.act = give_status;
	assert_int_equal(run_part(&part, &outcome, &err), 0);
	assert_int_equal(outcome.kind, SW_OUTCOME_DONE);
}

static int progress_a_lot(struct part *part, struct sw_worker *worker) {
	struct timespec start, now;
	clock_gettime(CLOCK_MONOTONIC, &start);
	for (uint64_t i = 1;; i++) {
		sw_worker_progress(worker, 1, i, 1000000000);
		clock_gettime(CLOCK_MONOTONIC, &now);
		if ((now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000 > part->value)
			return 0;
	}
}

/* What a run of so many milliseconds draws on a terminal; -1 where there are no terminals. */
static ssize_t draw(int milliseconds, const char *term, char *text, size_t room) {
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0)
		return -1;
	SW_CLEANUP_FD int slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_true(slave >= 0);
	pid_t broker = fork();
	if (broker == 0) {
		struct part part = {.act = progress_a_lot, .value = milliseconds};
		struct sw_outcome outcome;
		struct sw_err err;
		setenv("TERM", term, 1);
		dup2(slave, STDERR_FILENO);
		struct sw_sandbox sandbox;
		if (sw_sandbox_init(&sandbox, SW_LANDLOCK_ANY, &err) < 0)
			_exit(1);
		_exit(run_with(&part, &sandbox, &outcome, &err) < 0 || outcome.kind != SW_OUTCOME_DONE);
	}
	int how;
	assert_int_equal(waitpid(broker, &how, 0), broker);
	assert_int_equal(how, 0);
	struct pollfd source = {.fd = master, .events = POLLIN};
	size_t n = 0;
	while (poll(&source, 1, 0) > 0 && source.revents & POLLIN) {
		ssize_t got = read(master, text + n, room - 1 - n);
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	text[n] = '\0';
	close(master);
	return (ssize_t)n;
}

static void status_line_is_drawn_and_erased(void **state) {
	(void)state;
	char text[4096];
	ssize_t n = draw(450, "xterm", text, sizeof text);
	int drawn = 0;
	if (n < 0)
		SKIP("no terminals here\n");
	for (const char *p = text; (p = strstr(p, "judging ")) != NULL; p++)
		drawn++;
	assert_in_range(drawn, 2, 4);
	assert_non_null(strstr(text, " of 1000000000"));
	assert_true(n > 4);
	assert_string_equal(text + n - 4, "\r\033[K");
	assert_int_equal(draw(50, "xterm", text, sizeof text), 0);
	assert_int_equal(draw(250, "dumb", text, sizeof text), 0);
}

static int enter_folder(void **state) {
	(void)state;
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where) {
	(void)st, (void)kind, (void)where;
	return remove(path);
}

static int leave_folder(void **state) {
	(void)state;
	return chdir("/") < 0 ? -1 : nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(status_comes_back), cmocka_unit_test(death_is_told_and_harms_nothing),
		cmocka_unit_test(a_worker_that_breaks_the_rules_died), cmocka_unit_test(messages_are_checked),
		cmocka_unit_test(a_sandbox_that_fails_ends_the_run), cmocka_unit_test(outputs_are_replaced_whole),
		cmocka_unit_test(outputs_that_are_no_files), cmocka_unit_test(read_only_target_stays),
		cmocka_unit_test(one_output_that_fails_spoils_none), cmocka_unit_test(fault_keeps_the_old_report),
		cmocka_unit_test(closed_pipe_stops_the_run), cmocka_unit_test(interruption_tidies_up),
		cmocka_unit_test(killed_broker_leaves_no_worker), cmocka_unit_test(ignored_children_are_waited_for),
		cmocka_unit_test(status_line_is_drawn_and_erased),
	};
	/* Shells start what runs in the background with these ignored. */
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	return cmocka_run_group_tests_name("process", tests, enter_folder, leave_folder);
}
