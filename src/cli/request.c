#include "cli/request.h"
#include "base/limits.h"
#include "knowledge/date.h"
#include "version.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* ---- options ---- */

static int set_time(struct sw_cli_run *run, struct sw_err *err) {
	const char *at = run->arguments->values[SW_OPTION_AT];
	char now[32];
	if (!at) {
		time_t clock = time(NULL);
		struct tm utc;
		gmtime_r(&clock, &utc);
		strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", &utc);
		run->request.time = sw_arena_str(&run->arena, sw_str_of(now)).p;
		return 0;
	}
	struct tm parsed = {0};
	const char *rest = strptime(at, "%Y-%m-%d", &parsed);
	if (!rest || rest - at != 10 || (*rest && *rest != 'T') || !sw_date_valid(sw_str_sub(sw_str_of(at), 0, 10)))
		return sw_err_set(err, 0, "--at wants YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ, not '%s'", at);
	run->request.time = *rest ? at : sw_arena_printf(&run->arena, "%sT00:00:00Z", at).p;
	return 0;
}

static int set_jobs(struct sw_cli_run *run, struct sw_err *err) {
	const char *text = run->arguments->values[SW_OPTION_JOBS];
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	uint64_t jobs = processors > 0 ? (uint64_t)processors : 1;
	if (text && (!sw_str_to_u64(sw_str_of(text), &jobs) || jobs == 0))
		return sw_err_set(err, 0, "--jobs wants a number above 0, not '%s'", text);
	run->request.jobs = jobs > SW_LIMIT_JOBS ? SW_LIMIT_JOBS : (unsigned)jobs;
	return 0;
}

static int set_profile(struct sw_cli_run *run, struct sw_err *err) {
	const char *name = run->arguments->values[SW_OPTION_PROFILE];
	run->request.profile_asked = name != NULL;
	if (name && !sw_profile_of(sw_str_of(name), &run->request.profile))
		return sw_err_set(err, 0, "--profile wants default, quality or all, not '%s'", name);
	return 0;
}

static int set_gate(struct sw_cli_run *run, struct sw_err *err) {
	const char *level = run->arguments->values[SW_OPTION_GATE];
	run->request.gate_asked = level != NULL;
	if (level && !sw_severity_of(sw_str_of(level), &run->request.gate))
		return sw_err_set(err, 0, "--gate wants info, low, medium, high or critical, not '%s'", level);
	return 0;
}

/* A file that an option names: as named, and its absolute path. */
static int set_file(struct sw_cli_run *run, enum sw_option_id option, const char **shown, const char **path, struct sw_err *err) {
	const char *named = run->arguments->values[option];
	char *real = named ? realpath(named, NULL) : NULL;
	if (named && !real)
		return sw_err_set(err, errno, "%s: %s", named, strerror(errno));
	if (real)
		*path = sw_arena_str(&run->arena, sw_str_of(real)).p;
	free(real);
	*shown = named;
	return 0;
}

int sw_cli_request_options(struct sw_cli_run *run, struct sw_err *err) {
	struct sw_request *request = &run->request;
	const char *baseline_shown;
	request->version = SW_VERSION;
	request->reports = run->reports;
	request->own_words_only = run->arguments->given[SW_OPTION_NO_FOREIGN];
	if (set_time(run, err) < 0 || set_jobs(run, err) < 0 || set_gate(run, err) < 0 || set_profile(run, err) < 0)
		return -1;
	return set_file(run, SW_OPTION_CONFIG, &request->config_shown, &request->config, err) < 0 ||
	       set_file(run, SW_OPTION_BASELINE, &baseline_shown, &request->baseline, err) < 0 ||
	       set_file(run, SW_OPTION_POLICY, &request->policy_shown, &request->policy, err) < 0 ||
	       set_file(run, SW_OPTION_OFFICIAL, &request->official_shown, &request->official, err) < 0 ? -1 : 0;
}

/* ---- outputs ---- */

static unsigned terminal_width(int fd) {
	struct winsize size;
	if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
		return size.ws_col < 100 ? size.ws_col : 100;
	return 100;
}

static int add_report(struct sw_cli_run *run, const char *wanted, sw_cli_find_format *find, struct sw_err *err) {
	const bool *given = run->arguments->given;
	struct sw_str name = sw_str_of(wanted);
	size_t equals = sw_str_find_byte(name, '=');
	const char *path = equals == SW_NPOS ? NULL : wanted + equals + 1;
	name = sw_str_sub(name, 0, equals);
	const struct sw_report_format *format = find(run, name);
	if (!format)
		return sw_err_set(err, 0, "unknown format '%.*s'", SW_ARG(name));
	if (path && !*path)
		return sw_err_set(err, 0, "--format %.*s= wants a file", SW_ARG(name));
	bool terminal = !path && isatty(STDOUT_FILENO);
	const char *no_color = getenv("NO_COLOR");
	run->outputs[run->output_count++].path = path;
	run->reports[run->request.report_count++] = (struct sw_request_report){.format = format, .style = {
		.width = terminal ? terminal_width(STDOUT_FILENO) : 100, .quiet = given[SW_OPTION_QUIET],
		.colour = terminal && !(no_color && *no_color) && !given[SW_OPTION_NO_COLOR]}};
	return 0;
}

int sw_cli_request_reports(struct sw_cli_run *run, const char *usual, sw_cli_find_format *find, struct sw_err *err) {
	for (size_t i = 0; i < run->arguments->format_count; i++)
		if (add_report(run, run->arguments->formats[i], find, err) < 0)
			return -1;
	return run->arguments->format_count ? 0 : add_report(run, usual, find, err);
}

void sw_cli_request_output(struct sw_cli_run *run) {
	run->output_count = 1;
}

int sw_cli_request_changes(struct sw_cli_run *run, struct sw_err *err) {
	run->changes = memfd_create("changes", MFD_CLOEXEC);
	if (run->changes < 0)
		return sw_err_set(err, errno, "memory for the changes: %s", strerror(errno));
	run->request.changes_fd = run->changes;
	return sw_sandbox_keep(&run->sandbox, run->changes, err);
}
