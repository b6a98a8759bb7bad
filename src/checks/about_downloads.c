#include "checks/about_downloads.h"
#include "checks/about_names.h"
#include "checks/about_packages.h"

enum { MOST_FOLLOWED = 64 }; /* downloads of a stage that are looked for in a command */

/* A stage being followed. */
struct flow {
	struct sw_arena *arena;
	struct sw_downloads *downloads;
	size_t first; /* download of this stage */
	struct sw_command_at at;
};

static struct sw_download *oldest(const struct flow *flow) {
	if (!flow->downloads->n)
		return NULL;
	size_t from = flow->downloads->n > MOST_FOLLOWED ? flow->downloads->n - MOST_FOLLOWED : 0;
	return flow->downloads->v + (from > flow->first ? from : flow->first);
}

#define each_followed(flow, d) \
	(struct sw_download *d = oldest(flow); d && d < (flow)->downloads->v + (flow)->downloads->n; d++)

static bool is_interpreter(struct sw_str program) {
	return sw_shell_is_shell(program) || sw_listed(program, "perl ruby node nodejs php lua Rscript tclsh expect pwsh groovy") ||
	       sw_str_starts(program, SW_S("python")) || sw_str_starts(program, SW_S("pypy"));
}

static bool unpacks(struct sw_str program) {
	return sw_listed(program, "tar bsdtar gtar unzip 7z 7za 7zr gunzip bunzip2 unxz unzstd uncompress cpio unsquashfs jar ar "
				  "rpm2cpio cabextract unrar dpkg-deb star pixz");
}

static bool has_letter(const struct sw_shell_command *cmd, uint32_t first, char letter) {
	return first < cmd->word_count && sw_str_find_byte(sw_str_sub(cmd->words[first].text, 0, 12), letter) != SW_NPOS;
}

/* tar that makes or lists an archive, gzip that packs. */
static bool only_packs(const struct flow *flow) {
	const struct sw_shell_command *cmd = flow->at.cmd;
	uint32_t first = flow->at.call.first_arg;
	if (sw_listed(flow->at.call.program, "tar bsdtar gtar star"))
		return first < cmd->word_count && !sw_str_starts(cmd->words[first].text, SW_S("--")) &&
		       (has_letter(cmd, first, 'c') || has_letter(cmd, first, 't')) && !has_letter(cmd, first, 'x') &&
		       (cmd->words[first].text.p == NULL || !sw_str_starts(cmd->words[first].text, SW_S("-C")));
	return false;
}

/* Whether the interpreter takes its script from standard input. */
static bool reads_script(const struct sw_command_at *at) {
	const struct sw_shell_command *cmd = at->cmd;
	struct sw_shell_args args = sw_shell_args(cmd, at->call.first_arg, "oO --rcfile --init-file");
	for (struct sw_shell_arg arg; sw_shell_next_arg(&args, &arg);) {
		if (arg.letter == 's' && sw_shell_is_shell(at->call.program))
			return true;
		/* -c TEXT, -e TEXT, -m MODULE, -r CODE: the script is there, and what is piped is data. */
		if (arg.letter && strchr(sw_shell_is_shell(at->call.program) ? "c" : "cemrEpnl", arg.letter))
			return false;
		if (!arg.letter && !arg.name.n)
			return sw_listed(arg.value.text, "- /dev/stdin");
	}
	return true;
}

/* What a command does with that which it is fed. */
static void consume(struct flow *flow, struct sw_download *d) {
	const struct sw_command_at *at = &flow->at;
	struct sw_str program = at->call.program;
	if (is_interpreter(program) && reads_script(at)) {
		d->use = SW_DOWNLOAD_PIPED;
		d->interpreter = program;
	} else if (unpacks(program) && !sw_listed(program, "gunzip bunzip2 unxz unzstd uncompress") && !only_packs(flow)) {
		d->use = SW_DOWNLOAD_UNPACKED;
	} else if (sw_str_is(program, "tee") && at->call.first_arg < at->cmd->word_count) {
		struct sw_shell_word file;
		if (sw_shell_operand(at->cmd, at->call.first_arg, "", 0, &file))
			d->file = file.text;
	} else if (sw_output_file(at->cmd).n) {
		d->file = sw_output_file(at->cmd);
	} else {
		d->carrier = (int32_t)at->index;
		return;
	}
	d->carrier = -1;
}

/* Downloads that arrive at this command through its pipeline. */
static void take_piped(struct flow *flow) {
	struct sw_shell_range fed = sw_shell_fed_by(sw_script_of(&flow->at), flow->at.index);
	if (fed.first == fed.end)
		return;
	for each_followed(flow, d)
		if (d->step == flow->at.step && d->carrier >= 0 && (uint32_t)d->carrier >= fed.first && (uint32_t)d->carrier < fed.end)
			consume(flow, d);
}

/* bash <(curl …), source <(…), tar xf <(…), sh -c "$(curl …)", eval "$(…)", $(curl …). */
static void take_substituted(struct flow *flow, struct sw_download *d) {
	enum sw_shell_context context;
	const struct sw_shell_script *script = sw_script_of(&flow->at);
	int32_t holder = sw_shell_holder(script, flow->at.index, &context);
	if (holder < 0)
		return;
	struct sw_command_at at = {flow->at.step, &script->v[holder], (uint32_t)holder, sw_shell_call(&script->v[holder])};
	struct sw_str program = at.call.program;
	if (context == SW_CONTEXT_PROCESS) {
		bool sourced = sw_listed(program, "source .");
		if (sourced || is_interpreter(program)) {
			d->use = SW_DOWNLOAD_PIPED;
			d->interpreter = program;
		} else if (unpacks(program)) {
			d->use = SW_DOWNLOAD_UNPACKED;
		}
		return;
	}
	struct sw_shell_word text = {0};
	if (sw_str_is(program, "eval"))
		text = at.call.first_arg < at.cmd->word_count ? at.cmd->words[at.call.first_arg] : text;
	else if (sw_shell_is_shell(program) || sw_str_starts(program, SW_S("python")))
		(void)sw_shell_option_value(at.cmd, at.call.first_arg, "-c", NULL, "", &text);
	else if (!program.n && at.cmd->word_count)
		text = at.cmd->words[at.call.word];
	if (sw_str_starts(text.text, SW_S("$(")) || sw_str_starts(text.text, SW_S("`"))) {
		d->use = SW_DOWNLOAD_PIPED;
		d->interpreter = program.n ? program : SW_S("the shell");
	}
}

static bool ends_in_code(struct sw_str file) {
	static const char *const ends[] = {".jar", ".war", ".phar", ".so", ".exe"};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (sw_str_ends(file, sw_str_of(ends[i])))
			return true;
	return false;
}

static bool in_program_folder(struct sw_str file) {
	size_t slash = sw_str_rfind_byte(file, '/');
	return slash != SW_NPOS && slash > 0 && sw_str_is(sw_str_basename(sw_str_sub(file, 0, slash)), "bin");
}

static void add_fetched(struct flow *flow, struct sw_fetch *fetch, const struct sw_fetched *fetched) {
	struct sw_download *d = sw_push(flow->arena, flow->downloads);
	*d = (struct sw_download){.step = flow->at.step, .index = flow->at.index, .url = fetched->url, .file = fetched->file,
				  .piped = fetched->piped, .carrier = fetched->piped ? (int32_t)flow->at.index : -1,
				  .verified = fetch->checked};
	if (fetch->folder.n && d->file.n && !sw_str_starts(d->file, SW_S("/")))
		d->file = sw_arena_printf(flow->arena, "%.*s/%.*s", SW_ARG(fetch->folder), SW_ARG(d->file));
	if (ends_in_code(d->file) || in_program_folder(d->file))
		d->use = SW_DOWNLOAD_PREPARED;
	if (d->piped)
		take_substituted(flow, d);
}

/* ---- verification ---- */

static bool is_sum_program(struct sw_str program) {
	return sw_listed(program, "sha1sum sha224sum sha256sum sha384sum sha512sum md5sum b2sum shasum cksum sha256 sha512 rhash");
}

/* Whether the result of a command that prints a checksum is compared with something. */
static bool output_is_compared(const struct flow *flow) {
	const struct sw_shell_script *script = sw_script_of(&flow->at);
	if (sw_shell_holder(script, flow->at.index, NULL) >= 0)
		return true;
	return flow->at.index + 1 < script->n && script->v[flow->at.index + 1].join == SW_JOIN_PIPE;
}

static bool checks_sums(const struct flow *flow) {
	const struct sw_shell_command *cmd = flow->at.cmd;
	return sw_shell_option(cmd, flow->at.call.first_arg, "-c", "--check", "a --algorithm") || output_is_compared(flow);
}

static bool has_word(const struct flow *flow, const char *list) {
	for (uint32_t i = flow->at.call.first_arg; i < flow->at.cmd->word_count; i++)
		if (sw_listed(flow->at.cmd->words[i].text, list))
			return true;
	return false;
}

static bool is_verification(const struct flow *flow) {
	struct sw_str program = flow->at.call.program;
	if (is_sum_program(program))
		return checks_sums(flow);
	if (sw_listed(program, "gpg gpg2"))
		return has_word(flow, "--verify --verify-files --decrypt -d");
	if (sw_str_is(program, "openssl"))
		return has_word(flow, "dgst") && (has_word(flow, "-verify") || output_is_compared(flow));
	if (sw_listed(program, "cosign slsa-verifier gh jarsigner dpkg-sig notation"))
		return has_word(flow, "verify verify-blob verify-artifact verify-attestation -verify --verify");
	if (sw_listed(program, "minisign rpm signify rpmkeys"))
		return has_word(flow, "-V -Vm -K --checksig --verify") || has_letter(flow->at.cmd, flow->at.call.first_arg, 'V');
	if (sw_str_is(program, "php"))
		for (uint32_t i = flow->at.call.first_arg; i < flow->at.cmd->word_count; i++)
			if (sw_str_contains(flow->at.cmd->words[i].text, SW_S("hash_file(")))
				return true;
	return sw_listed(program, "gpgv gpgv2 debsig-verify");
}

/* `… || true`: what fails is not noticed. */
static bool is_masked(const struct flow *flow) {
	const struct sw_shell_script *script = sw_script_of(&flow->at);
	if (flow->at.index + 1 >= script->n)
		return false;
	const struct sw_shell_command *next = &script->v[flow->at.index + 1];
	return next->join == SW_JOIN_OR && next->list == flow->at.cmd->list && next->word_count && sw_listed(next->words[0].text, "true : echo");
}

static bool here_text_names(const struct sw_shell_command *cmd, struct sw_str file) {
	for (uint32_t i = 0; i < cmd->redirect_count; i++)
		if ((cmd->redirects[i].kind == SW_REDIRECT_HEREDOC || cmd->redirects[i].kind == SW_REDIRECT_HERESTRING) &&
		    sw_names_within(cmd->redirects[i].word.text, file))
			return true;
	return false;
}

static bool command_names(const struct sw_shell_command *cmd, struct sw_str file) {
	for (uint32_t i = 0; i < cmd->word_count; i++)
		if (sw_names_within(cmd->words[i].text, file))
			return true;
	for (uint32_t i = 0; i < cmd->redirect_count; i++)
		if (sw_names_within(cmd->redirects[i].word.text, file))
			return true;
	return false;
}

/* Whether the verification says that it is about the file. What `sha256sum -c LIST` names is the list, not the files. */
static bool verification_names(const struct flow *flow, struct sw_str file) {
	const struct sw_shell_script *script = sw_script_of(&flow->at);
	bool list = is_sum_program(flow->at.call.program) &&
		    sw_shell_option(flow->at.cmd, flow->at.call.first_arg, "-c", "--check", "a --algorithm");
	if (list ? here_text_names(flow->at.cmd, file) : command_names(flow->at.cmd, file))
		return true;
	struct sw_shell_range fed = sw_shell_fed_by(script, flow->at.index);
	for (uint32_t i = fed.first; i < fed.end; i++)
		if (command_names(&script->v[i], file))
			return true;
	return false;
}

/* What the verification names is verified; where it names no download, its list of files is not known, and all that were
 * fetched so far are taken for verified. */
static void verify(struct flow *flow) {
	bool named = false;
	for each_followed(flow, d)
		if (d->file.n && verification_names(flow, d->file) && d->use <= SW_DOWNLOAD_PREPARED)
			named = d->verified = true;
	if (named)
		return;
	for each_followed(flow, d)
		if (d->use <= SW_DOWNLOAD_PREPARED && !d->piped)
			d->verified = true;
}

/* ---- use ---- */

static bool makes_executable(struct sw_str mode) {
	if (mode.n && sw_is_digit(mode.p[0])) {
		for (size_t i = 0; i < mode.n; i++)
			if ((mode.p[i] - '0') & 1)
				return true;
		return false;
	}
	size_t sign = sw_str_find_byte(mode, '+');
	sign = sign == SW_NPOS ? sw_str_find_byte(mode, '=') : sign;
	return sign != SW_NPOS && sw_str_find_byte(sw_str_from(mode, sign), 'x') != SW_NPOS;
}

/* How this command uses the file, if it does. */
static enum sw_download_use use_of(const struct flow *flow, struct sw_str file, const struct sw_packages *packages) {
	const struct sw_command_at *at = &flow->at;
	struct sw_str program = at->call.program;
	struct sw_shell_word operand;
	if (at->cmd->words[at->call.word].text.n && sw_str_find_byte(at->cmd->words[at->call.word].text, '/') != SW_NPOS &&
	    sw_names_file(&at->cmd->words[at->call.word], file))
		return SW_DOWNLOAD_RUN;
	if (packages ? packages->installs : sw_listed(program, "easy_install"))
		return sw_call_names(at, file) ? SW_DOWNLOAD_INSTALLED : SW_DOWNLOAD_UNUSED;
	if (unpacks(program) || (sw_listed(program, "gzip bzip2 xz zstd") && has_word(flow, "-d -dk -dc -df -fd --decompress")))
		return sw_call_names(at, file) && !only_packs(flow) ? SW_DOWNLOAD_UNPACKED : SW_DOWNLOAD_UNUSED;
	if (sw_listed(program, "source .") || is_interpreter(program) || sw_listed(program, "java msiexec"))
		return (sw_str_is(program, "java") ? sw_call_names(at, file)
			: sw_shell_operand(at->cmd, at->call.first_arg, "", 0, &operand) && sw_names_file(&operand, file))
			? SW_DOWNLOAD_RUN : SW_DOWNLOAD_UNUSED;
	if (sw_str_is(program, "chmod"))
		return sw_shell_operand(at->cmd, at->call.first_arg, "", 0, &operand) && makes_executable(operand.text) && sw_call_names(at, file)
			? SW_DOWNLOAD_PREPARED : SW_DOWNLOAD_UNUSED;
	if (sw_str_is(program, "install"))
		return sw_call_names(at, file) ? SW_DOWNLOAD_PREPARED : SW_DOWNLOAD_UNUSED;
	return SW_DOWNLOAD_UNUSED;
}

/* mv, cp, ln and install give a file another name. */
static void rename_to(struct flow *flow, struct sw_download *d) {
	const struct sw_command_at *at = &flow->at;
	if (!sw_listed(at->call.program, "mv cp ln install") || at->cmd->word_count < at->call.first_arg + 2 || !sw_call_names(at, d->file))
		return;
	struct sw_str last = at->cmd->words[at->cmd->word_count - 1].text;
	struct sw_str name = sw_str_basename(d->file);
	if (sw_names_file(&at->cmd->words[at->cmd->word_count - 1], d->file) && sw_str_find_byte(last, '/') == SW_NPOS)
		return;
	/* Into a folder the name stays. A folder is told by its '/' or by its usual names. */
	bool folder = sw_str_ends(last, SW_S("/")) || sw_listed(sw_str_basename(last), "bin sbin lib opt tmp . ..");
	d->file = folder ? sw_arena_printf(flow->arena, "%.*s/%.*s", SW_ARG(last), SW_ARG(name)) : last;
	if (in_program_folder(d->file) && d->use == SW_DOWNLOAD_UNUSED)
		d->use = SW_DOWNLOAD_PREPARED;
}

static void use_files(struct flow *flow) {
	struct sw_packages packages;
	bool managed = sw_packages_read(flow->at.cmd, &flow->at.call, &packages);
	if (!flow->at.cmd->word_count)
		return;
	for each_followed(flow, d) {
		if (!d->file.n || d->use > SW_DOWNLOAD_PREPARED)
			continue;
		enum sw_download_use use = use_of(flow, d->file, managed ? &packages : NULL);
		if (use > d->use)
			d->use = use;
		rename_to(flow, d);
	}
}

static void follow_command(struct flow *flow) {
	struct sw_fetch fetch;
	struct sw_fetched fetched;
	take_piped(flow);
	if (sw_fetch_read(flow->at.cmd, &flow->at.call, &fetch)) {
		while (sw_fetch_next(&fetch, sw_script_of(&flow->at), flow->at.index, &fetched))
			add_fetched(flow, &fetch, &fetched);
	} else if (is_verification(flow)) {
		if (!is_masked(flow))
			verify(flow);
	} else {
		use_files(flow);
	}
}

void sw_downloads_follow(const struct sw_view *view, struct sw_downloads *downloads) {
	struct sw_command_walk walk = sw_commands_of(view, sw_stages_built(view));
	struct flow flow = {.arena = view->arena, .downloads = downloads};
	uint32_t stage = UINT32_MAX;
	while (sw_next_command(&walk, &flow.at)) {
		if (flow.at.step->stage != stage) {
			stage = flow.at.step->stage;
			flow.first = downloads->n;
		}
		follow_command(&flow);
	}
}

const char *sw_download_use_words(enum sw_download_use use) {
	static const char *const words[] = {"fetched", "made a program", "unpacked", "installed", "run", "run"};
	return words[use];
}
