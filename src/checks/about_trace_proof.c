#include "checks/about_trace.h"
#include "checks/about_names.h"

enum { MOST_TEXTS = 64, MOST_PROOFS = 1024 };

/* Texts in which a verification may name files, with variables put in. */
struct texts {
	struct sw_str v[MOST_TEXTS];
	bool list[MOST_TEXTS]; /* the name of a list, which is not about itself */
	unsigned n;
};

static bool is_sum_program(struct sw_str program) {
	return sw_listed(program, "sha1sum sha224sum sha256sum sha384sum sha512sum md5sum b2sum shasum cksum sha256 sha512 rhash");
}

static bool checks_list(const struct sw_command_at *at) {
	return is_sum_program(at->call.program) && sw_shell_option(at->cmd, at->call.first_arg, "-c", "--check", "a --algorithm");
}

static bool has_word(const struct sw_command_at *at, const char *list) {
	for (uint32_t i = at->call.first_arg; i < at->cmd->word_count; i++)
		if (sw_listed(at->cmd->words[i].text, list))
			return true;
	return false;
}

static bool is_test(const struct sw_shell_command *cmd) {
	return cmd->word_count && sw_listed(cmd->words[0].text, "[ [[ test");
}

static bool prints_sum(const struct sw_command_at *at) {
	return (is_sum_program(at->call.program) && !checks_list(at)) ||
	       (sw_str_is(at->call.program, "openssl") && has_word(at, "dgst sha256 sha512 sha1") && !has_word(at, "-verify"));
}

/* The command that looks at what a command prints: one further in its pipeline, or the test that holds it. -1: none. */
static int32_t comparing(const struct sw_command_at *at) {
	const struct sw_shell_script *script = at->step->script;
	int32_t holder = sw_shell_holder(script, at->index, NULL);
	for (uint32_t i = at->index + 1; i < script->n && script->v[i].join == SW_JOIN_PIPE && script->v[i].pipeline == at->cmd->pipeline; i++)
		if (sw_listed(sw_shell_call(&script->v[i]).program, "grep egrep fgrep diff cmp") && holder < 0)
			return (int32_t)i;
	if (holder >= 0 && (is_test(&script->v[holder]) || sw_listed(sw_shell_call(&script->v[holder]).program, "diff cmp grep expr")))
		return holder;
	return -1;
}

static bool checks_signature(const struct sw_command_at *at) {
	struct sw_str program = at->call.program;
	uint32_t first = at->call.first_arg;
	if (sw_listed(program, "gpg gpg2"))
		return has_word(at, "--verify --verify-files --decrypt -d");
	if (sw_str_is(program, "openssl"))
		return has_word(at, "dgst pkeyutl cms smime") && has_word(at, "-verify");
	if (sw_listed(program, "cosign slsa-verifier gh jarsigner dpkg-sig notation apk"))
		return has_word(at, "verify verify-blob verify-artifact verify-attestation -verify --verify");
	if (sw_listed(program, "minisign rpm signify rpmkeys"))
		return has_word(at, "-V -Vm -K --checksig --verify") ||
		       (first < at->cmd->word_count && sw_str_starts(at->cmd->words[first].text, SW_S("-V")));
	if (sw_str_is(program, "php"))
		for (uint32_t i = first; i < at->cmd->word_count; i++)
			if (sw_str_contains(at->cmd->words[i].text, SW_S("hash_file(")))
				return true;
	return sw_listed(program, "gpgv gpgv2 debsig-verify");
}

/* ---- which files ---- */

static void add_text(struct sw_trace *trace, struct texts *texts, const struct sw_shell_word *word) {
	if (texts->n < MOST_TEXTS)
		texts->v[texts->n++] = sw_values_word(&trace->values, word);
}

/* What a heredoc holds is expanded unless its delimiter was quoted; a word says so itself. */
static void add_command(struct sw_trace *trace, struct texts *texts, const struct sw_shell_command *cmd) {
	for (uint32_t i = 1; i < cmd->word_count; i++)
		add_text(trace, texts, &cmd->words[i]);
	for (uint32_t i = 0; i < cmd->redirect_count; i++)
		add_text(trace, texts, &cmd->redirects[i].word);
}

/* What `sha256sum -c LIST` names is a list: what it holds counts where it is known, else nothing but its name. */
static bool add_lists(struct sw_trace *trace, struct texts *texts) {
	struct sw_shell_word list;
	bool known = true;
	for (uint32_t i = 0; i < 8 && sw_shell_operand(trace->at.cmd, trace->at.call.first_arg, "a --algorithm", i, &list); i++) {
		struct sw_str path = sw_trace_word_path(trace, &list);
		bool found = sw_listed(list.text, "- /dev/stdin");
		for (uint32_t k = 0; k < trace->name_count && !found; k++)
			if (trace->names[k].text.p && sw_str_eq(trace->names[k].path, path)) {
				if (texts->n < MOST_TEXTS)
					texts->v[texts->n++] = trace->names[k].text;
				found = true;
			}
		/* tool.tgz.sha256 is about tool.tgz. */
		if (!found && texts->n < MOST_TEXTS) {
			texts->list[texts->n] = true;
			add_text(trace, texts, &list);
		}
		known = known && found;
	}
	return known;
}

static bool divides(char c) {
	return !sw_is_alnum(c) && c != '.' && c != '_' && c != '-' && c != '+' && c != '~' && c != SW_MARK && c != SW_MARK_END;
}

static bool signature_end(struct sw_str rest) {
	static const char *const ends[] = {".asc", ".sig", ".sign", ".gpg", ".sha", ".md5", ".minisig", ".pem", ".bundle", ".checksum"};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (sw_str_starts(rest, sw_str_of(ends[i])))
			return true;
	return false;
}

static bool text_names(struct sw_str text, struct sw_str name) {
	for (size_t at = 0; name.n && at < text.n;) {
		size_t found = sw_str_find(sw_str_from(text, at), name);
		if (found == SW_NPOS)
			return false;
		at += found;
		struct sw_str rest = sw_str_from(text, at + name.n);
		if ((at == 0 || divides(text.p[at - 1]) || (at > 1 && text.p[at - 2] == '\\' && text.p[at - 1] == 'n')) &&
		    (!rest.n || divides(rest.p[0]) || signature_end(rest)))
			return true;
		at++;
	}
	return false;
}

static void collect(struct sw_trace *trace, const struct sw_command_at *at, struct texts *texts, bool *all_known) {
	const struct sw_shell_script *script = at->step->script;
	bool list = checks_list(at);
	*all_known = true;
	if (list) {
		*all_known = add_lists(trace, texts);
		for (uint32_t i = 0; i < at->cmd->redirect_count; i++)
			add_text(trace, texts, &at->cmd->redirects[i].word);
	} else {
		add_command(trace, texts, at->cmd);
	}
	struct sw_shell_range fed = sw_shell_fed_by(script, at->index);
	for (uint32_t i = fed.first; i < fed.end; i++)
		add_command(trace, texts, &script->v[i]);
}

static void prove(struct sw_trace *trace, struct sw_download *d, const struct sw_masking *masking) {
	if (d->use > SW_DOWNLOAD_PREPARED)
		return;
	if (masking->mask != SW_MASK_NONE && !masking->guards) {
		d->ignored = !d->verified;
		return;
	}
	if (!d->verified && masking->mask != SW_MASK_NONE) {
		d->guard = trace->at.step;
		d->guard_end = masking->end;
		d->proof = (uint32_t)trace->proofs.n - 1;
	} else if (masking->mask == SW_MASK_NONE) {
		d->guard = NULL;
	}
	d->verified = true;
}

/* What the verification names is verified. Where it names no download, nobody can tell which files it is about. */
static void verify(struct sw_trace *trace, const struct sw_command_at *at, const struct sw_masking *masking) {
	struct texts texts = {0};
	bool known, named = false;
	collect(trace, at, &texts, &known);
	for (uint32_t i = 0; i < trace->name_count; i++) {
		struct sw_str name = sw_str_basename(trace->names[i].path);
		for (unsigned t = 0; trace->names[i].download >= 0 && t < texts.n; t++)
			if (!(texts.list[t] && sw_str_eq(sw_str_basename(texts.v[t]), name)) && text_names(texts.v[t], name)) {
				named = true;
				prove(trace, &trace->downloads->v[trace->names[i].download], masking);
				break;
			}
	}
	for (uint32_t i = 0; !named && i < trace->name_count; i++)
		if (trace->names[i].download >= 0 && trace->downloads->v[trace->names[i].download].use <= SW_DOWNLOAD_PREPARED)
			trace->downloads->v[trace->names[i].download].maybe_verified = masking->mask == SW_MASK_NONE || masking->guards;
}

static struct sw_masking note(struct sw_trace *trace, uint32_t index) {
	struct sw_masking masking = {0};
	/* What it prints inside a substitution is looked at, and nothing is printed when it fails. */
	if (trace->proofs.n < MOST_PROOFS && sw_shell_holder(sw_script_of(&trace->at), index, NULL) < 0)
		masking = sw_masking_of(sw_script_of(&trace->at), index, trace->options);
	struct sw_proof *proof = sw_push(trace->arena, &trace->proofs);
	*proof = (struct sw_proof){.at = trace->at, .masking = masking};
	return masking;
}

/* [ "$sum" = … ], where an assignment took the checksum of a download before. */
static bool compare_variable(struct sw_trace *trace) {
	const struct sw_shell_command *cmd = trace->at.cmd;
	bool found = false;
	struct sw_masking masking = {0};
	for (uint32_t w = 1; is_test(cmd) && trace->sums.n && w < cmd->word_count; w++) {
		struct sw_str text = sw_values_word(&trace->values, &cmd->words[w]);
		for (size_t i = 0; i < trace->sums.n && i < MOST_TEXTS; i++) {
			if (!sw_str_contains(text, trace->sums.v[i].mark))
				continue;
			if (!found)
				masking = note(trace, trace->at.index);
			found = true;
			prove(trace, &trace->downloads->v[trace->sums.v[i].download], &masking);
		}
	}
	return found;
}

/* What a process that is further on in a pipe or holds this one decides, it decides for this one. */
static bool compare_output(struct sw_trace *trace) {
	int32_t by = prints_sum(&trace->at) ? comparing(&trace->at) : -1;
	if (by < 0)
		return false;
	struct sw_masking masking = note(trace, (uint32_t)by);
	verify(trace, &trace->at, &masking);
	return true;
}

bool sw_trace_may_verify(const struct sw_command_at *at) {
	return is_sum_program(at->call.program) ||
	       sw_listed(at->call.program, "gpg gpg2 gpgv gpgv2 debsig-verify openssl cosign slsa-verifier gh jarsigner dpkg-sig notation "
					   "apk minisign rpm signify rpmkeys php");
}

bool sw_trace_verify(struct sw_trace *trace) {
	if (!sw_trace_may_verify(&trace->at))
		return compare_variable(trace);
	if (checks_list(&trace->at) || checks_signature(&trace->at)) {
		struct sw_masking masking = note(trace, trace->at.index);
		verify(trace, &trace->at, &masking);
		return true;
	}
	return compare_output(trace);
}

void sw_trace_note_sums(struct sw_trace *trace) {
	const struct sw_shell_command *cmd = trace->at.cmd;
	for (uint32_t a = 0; a < cmd->assignment_count && !cmd->word_count; a++) {
		struct sw_str text = cmd->assignments[a].text;
		size_t equals = sw_str_find_byte(text, '=');
		if (equals == SW_NPOS || !sw_str_contains(text, SW_S("sum ")) || !trace->values.newest)
			continue;
		struct sw_str written = sw_values_expand(&trace->values, sw_str_from(text, equals + 1));
		struct sw_str inside = sw_values_shown(&trace->values, written);
		for (uint32_t i = 0; i < trace->name_count; i++) {
			struct sw_str name = sw_values_shown(&trace->values, sw_str_basename(trace->names[i].path));
			if (trace->names[i].download < 0 || !text_names(inside, name))
				continue;
			*sw_push(trace->arena, &trace->sums) = (struct sw_trace_sum){trace->values.newest->value, (uint32_t)trace->names[i].download};
		}
	}
}
