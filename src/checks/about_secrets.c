#include "checks/about_secrets.h"
#include <stdlib.h>

/* Secrets are sorted by span: the first one of a source is found by halves. */
static size_t first_of_source(const struct sw_system *system, uint32_t source) {
	size_t from = 0, to = system->secrets.n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (system->secrets.v[middle].at.source < source)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

const struct sw_secret_fact *sw_next_seen(struct sw_seen_walk *walk) {
	const struct sw_system *system = walk->view->system;
	if (!walk->started)
		walk->next = first_of_source(system, walk->view->build->source);
	walk->started = true;
	if (walk->next >= system->secrets.n || system->secrets.v[walk->next].at.source != walk->view->build->source)
		return NULL;
	return &system->secrets.v[walk->next++];
}

static bool covers(struct sw_span outer, struct sw_span inner) {
	return outer.source == inner.source && outer.start <= inner.start && inner.end <= outer.end;
}

/* The step that a place stands in: steps are in order of their text. */
static const struct sw_step *step_at(const struct sw_build *build, struct sw_span at) {
	size_t from = 0, to = build->steps.n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (build->steps.v[middle].at.end <= at.start)
			from = middle + 1;
		else
			to = middle;
	}
	/* What ONBUILD holds is a step of its own behind it. */
	if (from + 1 < build->steps.n && build->steps.v[from].kind == SW_STEP_ONBUILD)
		from++;
	return from < build->steps.n && covers(build->steps.v[from].at, at) ? &build->steps.v[from] : NULL;
}

const struct sw_pair *sw_pair_holding(const struct sw_view *view, struct sw_span at, const struct sw_step **found) {
	const struct sw_step *step = step_at(view->build, at);
	if (!step || (step->kind != SW_STEP_ENV && step->kind != SW_STEP_ARG))
		return NULL;
	uint32_t from = 0, to = step->pair_count;
	while (from < to) {
		uint32_t middle = from + (to - from) / 2;
		if (step->pairs[middle].at.end <= at.start)
			from = middle + 1;
		else
			to = middle;
	}
	if (from == step->pair_count || !covers(step->pairs[from].at, at))
		return NULL;
	*found = step;
	return &step->pairs[from];
}

/* Whether the text around the secret is scheme://login@host. */
static bool in_url(const struct sw_view *view, const struct sw_secret_fact *fact) {
	enum { AROUND = 256 };
	if (sw_str_is(fact->kind, "url-password"))
		return true;
	struct sw_span before = fact->at, after = fact->at;
	before.end = fact->at.start;
	before.start = fact->at.start > AROUND ? fact->at.start - AROUND : 0;
	after.start = fact->at.end;
	after.end = fact->at.end + 1;
	const struct sw_source *source = sw_source_of(&view->system->sources, fact->at);
	if (!source || after.end > source->text.n)
		return false;
	struct sw_str left = sw_span_text(&view->system->sources, before), right = sw_span_text(&view->system->sources, after);
	size_t slash = sw_str_rfind_byte(left, '/');
	if (slash == SW_NPOS || slash < 2 || left.p[slash - 1] != '/' || left.p[slash - 2] != ':')
		return false;
	for (size_t i = slash + 1; i < left.n; i++)
		if (sw_is_space(left.p[i]) || left.p[i] == '"' || left.p[i] == '\'')
			return false;
	/* https://TOKEN@host, https://TOKEN:x-oauth-basic@host */
	return right.n && (right.p[0] == '@' || right.p[0] == ':');
}

/* ---- passwords of accounts ---- */

static struct sw_str account_of(struct sw_str text) {
	struct sw_str name = sw_str_sub(text, 0, sw_str_find_byte(text, ':'));
	for (size_t i = 0; i < name.n; i++)
		if (!sw_is_alnum(name.p[i]) && !strchr("_-.$", name.p[i]))
			return (struct sw_str){0};
	return name.n <= 32 ? name : (struct sw_str){0};
}

/* What a secret mount or a source of chance brings stands nowhere. */
static bool not_known(struct sw_str text) {
	static const char *const sources[] = {"$(cat ", "/run/secrets", "random", "openssl rand", "pwgen", "uuidgen", "mktemp"};
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		if (sw_str_contains(text, sw_str_of(sources[i])))
			return true;
	return false;
}

/* What echo and printf feed into chpasswd: "user:password". Text that comes from a file or a secret mount is no literal. */
static bool fed_literally(const struct sw_command_at *at, struct sw_span *where, struct sw_str *account) {
	const struct sw_shell_script *script = at->step->script;
	struct sw_shell_range fed = sw_shell_fed_by(script, at->index);
	for (uint32_t i = fed.first; i < fed.end; i++) {
		const struct sw_shell_command *cmd = &script->v[i];
		struct sw_shell_call call = sw_shell_call(cmd);
		if (!sw_listed(call.program, "echo printf"))
			continue;
		/* printf '%s:%s' takes the pair from its arguments. */
		for (uint32_t w = cmd->word_count; w-- > call.first_arg;) {
			struct sw_shell_word word = cmd->words[w];
			if (not_known(word.text))
				return false;
			if (sw_str_find_byte(word.text, ':') == SW_NPOS && w > call.first_arg)
				continue;
			*where = word.span;
			*account = account_of(word.text);
			return true;
		}
	}
	for (uint32_t i = 0; i < at->cmd->redirect_count; i++) {
		const struct sw_shell_redirect *redirect = &at->cmd->redirects[i];
		if (redirect->kind == SW_REDIRECT_HEREDOC || redirect->kind == SW_REDIRECT_HERESTRING) {
			*where = redirect->kind == SW_REDIRECT_HEREDOC ? redirect->word.span : redirect->span;
			*account = account_of(redirect->word.text);
			return true;
		}
	}
	return false;
}

/* "!" and "*" lock an account. */
static bool locks(struct sw_str value) {
	return value.n && strchr("!*", value.p[0]);
}

bool sw_sets_password(const struct sw_command_at *at, struct sw_span *where, struct sw_str *account) {
	struct sw_str program = at->call.program;
	struct sw_shell_word value, last;
	*account = (struct sw_str){0};
	if (sw_str_is(program, "chpasswd") ||
	    (sw_str_is(program, "passwd") && !sw_shell_option(at->cmd, at->call.first_arg, "-l", "--lock", NULL) &&
	     !sw_shell_option(at->cmd, at->call.first_arg, "-d", "--delete", NULL))) {
		if (!fed_literally(at, where, account))
			return false;
		if (sw_str_is(program, "passwd") && at->call.first_arg < at->cmd->word_count)
			*account = account_of(at->cmd->words[at->cmd->word_count - 1].text);
		return true;
	}
	if (sw_str_is(program, "passwd") && sw_shell_option(at->cmd, at->call.first_arg, "-d", "--delete", NULL)) {
		*where = at->cmd->words[at->call.word].span;
		*account = account_of(at->cmd->words[at->cmd->word_count - 1].text);
		return true;
	}
	if (!sw_listed(program, "useradd usermod") ||
	    !sw_shell_option_value(at->cmd, at->call.first_arg, "-p", "--password",
				   "bcdefgGkKlrRsuZ --comment --home-dir --home --expiredate --inactive --gid --groups --skel --key --shell --uid",
				   &value) ||
	    locks(value.text) || not_known(value.text))
		return false;
	*where = value.span;
	last = at->cmd->words[at->cmd->word_count - 1];
	*account = account_of(last.text);
	return true;
}

static int place_order(const void *a, const void *b) {
	return sw_span_cmp(*(const struct sw_span *)a, *(const struct sw_span *)b);
}

void sw_find_passwords(const struct sw_view *view, struct sw_password_places *places) {
	struct sw_command_walk walk = {.view = view};
	memset(&walk.stages, 0xff, sizeof walk.stages);
	struct sw_span where;
	struct sw_str account;
	for (const struct sw_command_at *at; (at = sw_next_command(&walk));)
		if (sw_sets_password(at, &where, &account))
			*sw_push(view->arena, places) = where;
	if (places->n)
		qsort(places->v, places->n, sizeof *places->v, place_order);
}

/* ---- who speaks of a secret ---- */

static bool in_places(const struct sw_password_places *places, struct sw_span at) {
	size_t from = 0, to = places->n;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (places->v[middle].end <= at.start)
			from = middle + 1;
		else
			to = middle;
	}
	return from < places->n && covers(places->v[from], at);
}

enum sw_seen_as sw_seen_as(const struct sw_view *view, const struct sw_password_places *passwords,
			   const struct sw_secret_fact *fact) {
	const struct sw_step *step;
	if (in_url(view, fact))
		return SW_SEEN_IN_URL;
	if (sw_pair_holding(view, fact->at, &step))
		return SW_SEEN_IN_VARIABLE;
	return in_places(passwords, fact->at) ? SW_SEEN_AS_PASSWORD : SW_SEEN_ELSEWHERE;
}
