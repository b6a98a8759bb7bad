#include "cli/decide.h"
#include "base/file.h"
#include "base/say.h"
#include "base/sha256.h"
#include "knowledge/catalogue.h"
#include "knowledge/date.h"
#include "process/rewrite.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static bool is_threat(struct sw_str id) {
	for (size_t i = 0; i < sw_threat_kind_count; i++) {
		if (sw_str_is(id, sw_threat_kinds[i].id))
			return true;
		for (unsigned k = 0; k < 4 && sw_threat_kinds[i].formerly[k]; k++)
			if (sw_str_is(id, sw_threat_kinds[i].formerly[k]))
				return true;
	}
	return false;
}

/* A threat of the project's own may be called so; its configuration is for the worker to read. */
static bool may_be_own(struct sw_str id) {
	for (size_t i = 0; i < id.n; i++)
		if (!(id.p[i] >= 'a' && id.p[i] <= 'z') && !sw_is_digit(id.p[i]) && id.p[i] != '-')
			return false;
	return id.n > 0;
}

/* What begins with a threat of the catalogue is a row or a card; a folder of that name is reached as ./NAME. So is
 * NAME@ELEMENT or NAME#1 with another name, where no file is called so. */
static bool is_row(const char *operand) {
	struct sw_str text = sw_str_of(operand);
	size_t at = sw_str_find_byte(text, '@'), hash = sw_str_find_byte(text, '#'), end = at < hash ? at : hash;
	if (is_threat(sw_str_sub(text, 0, end)))
		return true;
	return end != SW_NPOS && may_be_own(sw_str_sub(text, 0, end)) && access(operand, F_OK) < 0;
}

static const char *writer(void) {
	static const char *const names[] = {"GIT_AUTHOR_EMAIL", "EMAIL", "LOGNAME", "USER"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (value && sw_str_trim(sw_str_of(value)).n)
			return value;
	}
	return NULL;
}

static int wants_day(const char *option, const char *text, struct sw_err *err) {
	return text && !sw_date_valid(sw_str_of(text)) ? sw_err_set(err, 0, "--%s wants a day that exists, YYYY-MM-DD, not '%s'", option, text) : 0;
}

static bool blank(const char *text) {
	return !text || !sw_str_trim(sw_str_of(text)).n;
}

static int check_fields(const struct sw_decide_request *decide, struct sw_err *err) {
	enum sw_severity residual;
	if (blank(decide->kind) || !sw_decision_kind_of(sw_str_of(decide->kind)))
		return sw_err_set(err, 0, "--kind wants accept, transfer, defer, claim, not-applicable, false-positive or rotated");
	if (blank(decide->reason) || blank(decide->owner))
		return sw_err_set(err, 0, "a decision needs --%s", blank(decide->reason) ? "reason" : "owner");
	if (blank(decide->by))
		return sw_err_set(err, 0, "a decision needs --by: neither GIT_AUTHOR_EMAIL nor EMAIL nor LOGNAME says who you are");
	if (decide->approved_by && sw_str_eq_nocase(sw_str_trim(sw_str_of(decide->by)), sw_str_trim(sw_str_of(decide->approved_by))))
		return sw_err_set(err, 0, "--approved-by must be somebody else than --by");
	if (decide->residual && !sw_severity_of(sw_str_of(decide->residual), &residual))
		return sw_err_set(err, 0, "--residual wants info, low, medium, high or critical, not '%s'", decide->residual);
	struct sw_str evidence = sw_str_of(decide->evidence);
	size_t digest = sw_str_find(evidence, SW_S("@sha256:"));
	if (digest != SW_NPOS && !sw_sha256_digest(sw_str_from(evidence, digest + 1)))
		return sw_err_set(err, 0, "--evidence wants LINK or LINK@sha256: with 64 digits");
	return wants_day("until", decide->until, err) < 0 || wants_day("review-on", decide->review, err) < 0 ? -1 : 0;
}

static int prepare_decide(struct sw_arena *arena, const struct sw_arguments *arguments, struct sw_cli_state *state, struct sw_err *err) {
	const char *const *values = arguments->values;
	const char **rows = SW_NEW_ARRAY(arena, const char *, arguments->operand_count + 1), **targets = SW_NEW_ARRAY(arena, const char *, arguments->operand_count + 1);
	struct sw_decide_request *decide = &state->decide;
	*decide = (struct sw_decide_request){.list = arguments->given[SW_OPTION_LIST], .rows = rows, .kind = values[SW_OPTION_KIND],
		.reason = values[SW_OPTION_REASON], .owner = values[SW_OPTION_OWNER], .by = values[SW_OPTION_BY] ? values[SW_OPTION_BY] : writer(),
		.approved_by = values[SW_OPTION_APPROVED_BY], .ticket = values[SW_OPTION_TICKET], .until = values[SW_OPTION_UNTIL],
		.review = values[SW_OPTION_REVIEW_ON], .residual = values[SW_OPTION_RESIDUAL], .evidence = values[SW_OPTION_EVIDENCE]};
	state->target_count = 0;
	for (size_t i = 0; i < arguments->operand_count; i++) {
		if (is_row(arguments->operands[i]))
			rows[decide->row_count++] = arguments->operands[i];
		else
			targets[state->target_count++] = arguments->operands[i];
	}
	state->targets = targets;
	if (decide->list)
		return decide->row_count ? sw_err_set(err, 0, "--list shows all decisions and takes no row") : 0;
	if (!decide->row_count)
		return sw_err_set(err, 0, "name a row, THREAT@ELEMENT, or a card, THREAT, as `strideward scan -f json` lists them");
	state->only = SW_STATE_DECISIONS;
	return check_fields(decide, err);
}

static int prepare_review(const struct sw_arguments *arguments, struct sw_cli_state *state, struct sw_err *err) {
	bool signs = arguments->given[SW_OPTION_SIGN_OFF];
	state->targets = arguments->operands;
	state->target_count = arguments->operand_count;
	state->review.reviewer = signs ? arguments->values[SW_OPTION_REVIEWER] : NULL;
	if (signs && blank(state->review.reviewer))
		return sw_err_set(err, 0, "--sign-off wants --reviewer NAME");
	if (!signs && arguments->given[SW_OPTION_REVIEWER])
		return sw_err_set(err, 0, "--reviewer goes with --sign-off");
	state->only = signs ? SW_STATE_REVIEWS : NULL;
	return 0;
}

/* "-" first: the text is shown and nothing is written. */
static int prepare_init(const struct sw_arguments *arguments, struct sw_cli_state *state, struct sw_err *err) {
	state->init.shows = arguments->operand_count && strcmp(arguments->operands[0], "-") == 0;
	state->targets = arguments->operands + state->init.shows;
	state->target_count = arguments->operand_count - state->init.shows;
	state->only = state->init.shows ? NULL : SW_INIT_FILE;
	return state->target_count > 1 ? sw_err_set(err, 0, "usage: strideward init [-] [DIR]") : 0;
}

int sw_cli_state_prepare(struct sw_arena *arena, const struct sw_arguments *arguments, struct sw_request *request, struct sw_cli_state *state, struct sw_err *err) {
	state->targets = arguments->operands;
	state->target_count = arguments->operand_count;
	if (arguments->command == SW_COMMAND_DECIDE) {
		request->decide = &state->decide;
		return prepare_decide(arena, arguments, state, err);
	}
	if (arguments->command == SW_COMMAND_REVIEW) {
		request->review = &state->review;
		return prepare_review(arguments, state, err);
	}
	if (arguments->command == SW_COMMAND_INIT) {
		request->init = &state->init;
		return prepare_init(arguments, state, err);
	}
	request->write_lock = arguments->given[SW_OPTION_WRITE_LOCK];
	if (request->write_lock && arguments->given[SW_OPTION_POLICY_FROM])
		return sw_err_set(err, 0, "--write-lock writes what is on disk, and --policy-from reads another revision: one of them");
	state->only = request->write_lock ? SW_STATE_LOCK : NULL;
	return 0;
}

/* The folder that the file which was found belongs to, or the target. */
static const char *home_of(struct sw_arena *arena, const char *found, const char *only, const char *root) {
	if (!found)
		return root;
	size_t n = strlen(found) - strlen(only);
	return n <= 1 ? "/" : sw_arena_str(arena, sw_str(found, n - 1)).p;
}

int sw_cli_state_place(struct sw_arena *arena, struct sw_request *request, struct sw_cli_state *state, struct sw_err *err) {
	if (!state->only)
		return 0;
	const struct sw_request_target *target = &request->targets[0];
	if (request->init && target->file)
		return sw_err_set(err, 0, "%s is a file: %s belongs to a folder", target->named, state->only);
	if (request->init && request->config)
		return sw_err_set(err, 0, "%s is there already; `strideward init -` shows what would be written", request->config);
	const char *found = request->init ? NULL : request->write_lock ? request->lock : request->decide ? request->decisions : request->reviews;
	if (request->target_count != 1)
		return sw_err_set(err, 0, "one folder at a time: %s belongs to one", state->only);
	state->home = home_of(arena, found, state->only, target->root);
	/* A part of what the file is about must neither drop the other rows nor be signed off as the whole. */
	if (!request->decide && (target->file || strcmp(state->home, target->root) != 0))
		return sw_err_set(err, 0, "%s is about the whole of %s: name that folder", state->only, state->home);
	return 0;
}

int sw_cli_state_apply(const struct sw_cli_state *state, int changes) {
	struct sw_err err = {0};
	size_t done = 0;
	SW_CLEANUP_FD int root = open(state->home, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int result = root < 0 ? sw_err_set(&err, errno, "%s: %s", state->home, strerror(errno)) : sw_rewrite_apply(changes, &root, 1, state->only, &done, &err);
	if (result < 0)
		sw_say("%s; nothing was written", err.text);
	return result;
}
