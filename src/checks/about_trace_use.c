#include "checks/about_trace.h"
#include "checks/about_names.h"
#include "checks/about_packages.h"
#include "knowledge/files.h"
#include "knowledge/paths.h"

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

static bool has_word(const struct sw_command_at *at, const char *list) {
	for (uint32_t i = at->call.first_arg; i < at->cmd->word_count; i++)
		if (sw_listed(at->cmd->words[i].text, list))
			return true;
	return false;
}

/* tar that makes or lists an archive. */
static bool only_packs(const struct sw_command_at *at) {
	const struct sw_shell_command *cmd = at->cmd;
	uint32_t first = at->call.first_arg;
	return sw_listed(at->call.program, "tar bsdtar gtar star") && first < cmd->word_count &&
	       !sw_str_starts(cmd->words[first].text, SW_S("--")) && (has_letter(cmd, first, 'c') || has_letter(cmd, first, 't')) &&
	       !has_letter(cmd, first, 'x') && !sw_str_starts(cmd->words[first].text, SW_S("-C"));
}

/* ---- what comes through a pipe ---- */

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

static void keep(struct sw_trace *trace, struct sw_download *d, struct sw_str path) {
	sw_trace_add(trace, (struct sw_trace_name){.path = path, .download = (int32_t)(d - trace->downloads->v), .made = trace->at.step,
						.at = d->url.span, .secret = sw_trace_secret(trace, path)});
	if (!d->file.n)
		d->file = path;
}

void sw_trace_mark_used(struct sw_trace *trace, struct sw_download *d, enum sw_download_use use) {
	bool guarded = d->guard && d->guard == trace->at.step && trace->at.index < d->guard_end;
	if (d->guard && !guarded && d->use <= SW_DOWNLOAD_PREPARED && use > SW_DOWNLOAD_PREPARED) {
		d->verified = false;
		d->ignored = true;
		if (d->proof < trace->proofs.n)
			trace->proofs.v[d->proof].broken = true;
	}
	if (use > d->use)
		d->use = use;
}

/* What a command does with that which it is fed. */
static void consume(struct sw_trace *trace, struct sw_download *d) {
	const struct sw_command_at *at = &trace->at;
	struct sw_str program = at->call.program;
	struct sw_shell_word file;
	d->carried_in = NULL;
	if (is_interpreter(program) && reads_script(at)) {
		sw_trace_mark_used(trace, d, d->piped ? SW_DOWNLOAD_PIPED : SW_DOWNLOAD_RUN);
		d->interpreter = program;
	} else if (unpacks(program) && !sw_listed(program, "gunzip bunzip2 unxz unzstd uncompress") && !only_packs(at)) {
		sw_trace_mark_used(trace, d, SW_DOWNLOAD_UNPACKED);
	} else if (sw_str_is(program, "tee") && sw_shell_operand(at->cmd, at->call.first_arg, "", 0, &file)) {
		keep(trace, d, sw_trace_word_path(trace, &file));
		d->carried_in = at->step;
		d->carrier = at->index;
	} else if (sw_output_file(at->cmd).n) {
		keep(trace, d, sw_trace_path(trace, sw_values_expand(&trace->values, sw_output_file(at->cmd))));
	} else {
		d->carried_in = at->step;
		d->carrier = at->index;
	}
}

enum { MOST_CARRIED = 64 }; /* newest downloads that a pipe is looked for in */

void sw_trace_take_piped(struct sw_trace *trace) {
	struct sw_shell_range fed = sw_shell_fed_by(sw_script_of(&trace->at), trace->at.index);
	size_t n = trace->downloads->n;
	for (size_t i = n > MOST_CARRIED ? n - MOST_CARRIED : 0; fed.first != fed.end && i < n; i++) {
		struct sw_download *d = &trace->downloads->v[i];
		if (d->carried_in == trace->at.step && d->carrier >= fed.first && d->carrier < fed.end)
			consume(trace, d);
	}
}

/* bash <(curl …), source <(…), tar xf <(…), sh -c "$(curl …)", eval "$(…)", $(curl …). */
static void take_substituted(struct sw_trace *trace, struct sw_download *d) {
	enum sw_shell_context context;
	const struct sw_shell_script *script = sw_script_of(&trace->at);
	int32_t holder = sw_shell_holder(script, trace->at.index, &context);
	if (holder < 0)
		return;
	struct sw_command_at at = {trace->at.step, &script->v[holder], (uint32_t)holder, sw_shell_call(&script->v[holder])};
	struct sw_str program = at.call.program;
	if (context == SW_CONTEXT_PROCESS) {
		if (sw_listed(program, "source .") || is_interpreter(program)) {
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

/* ---- fetching ---- */

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

/* Text of an address for people and for sw_url_read: with variables that are not known as they are written. */
static struct sw_shell_word shown(struct sw_trace *trace, const struct sw_shell_word *url) {
	struct sw_shell_word word = *url;
	word.text = sw_values_shown(&trace->values, sw_values_word(&trace->values, url));
	return word;
}

void sw_trace_fetch(struct sw_trace *trace, struct sw_fetch *fetch) {
	const struct sw_command_at *at = &trace->at;
	for (struct sw_fetched fetched; sw_fetch_next(fetch, sw_script_of(at), at->index, &fetched);) {
		struct sw_download *d = sw_push(trace->arena, trace->downloads);
		*d = (struct sw_download){.step = at->step, .index = at->index, .url = shown(trace, &fetched.written), .file = fetched.file,
					  .piped = fetched.piped, .carried_in = fetched.piped ? at->step : NULL, .carrier = at->index,
					  .verified = fetch->checked};
		struct sw_str file = sw_values_expand(&trace->values, fetched.file);
		/* A name of its own is the last part of the address. */
		if (fetched.own_name)
			file = sw_str_basename(sw_values_expand(&trace->values, sw_fetch_path(fetch, sw_values_word(&trace->values, &fetched.written))));
		if (file.n && fetch->folder.n && !sw_str_starts(file, SW_S("/")))
			file = sw_arena_printf(trace->arena, "%.*s/%.*s", SW_ARG(sw_values_expand(&trace->values, fetch->folder)), SW_ARG(file));
		if (file.n) {
			struct sw_str path = sw_trace_path(trace, file);
			keep(trace, d, path);
			if (ends_in_code(path) || in_program_folder(path))
				d->use = SW_DOWNLOAD_PREPARED;
		}
		if (d->piped)
			take_substituted(trace, d);
	}
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

/* The names that a word of the command means are used so. */
static void use_word(struct sw_trace *trace, const struct sw_shell_word *word, struct sw_str text, enum sw_download_use use) {
	struct sw_str path = sw_trace_path(trace, text);
	for (uint32_t i = 0; i < trace->name_count; i++) {
		if (trace->names[i].download < 0)
			continue;
		enum sw_tri means = sw_trace_means(&trace->names[i], path, !word->quoted);
		struct sw_download *d = &trace->downloads->v[trace->names[i].download];
		if (means == SW_YES)
			sw_trace_mark_used(trace, d, use);
		else if (means == SW_UNKNOWN && use > SW_DOWNLOAD_PREPARED)
			d->maybe_used = true;
	}
}

/* All words behind `first`, options' joined values included, and what standard input is. */
static void use_words(struct sw_trace *trace, uint32_t first, enum sw_download_use use) {
	const struct sw_shell_command *cmd = trace->at.cmd;
	for (uint32_t i = first; i < cmd->word_count; i++) {
		struct sw_str text = sw_values_word(&trace->values, &cmd->words[i]);
		size_t equals = sw_str_starts(text, SW_S("-")) ? sw_str_find_byte(text, '=') : SW_NPOS;
		if (equals != SW_NPOS)
			text = sw_str_from(text, equals + 1);
		if (text.n)
			use_word(trace, &cmd->words[i], text, use);
	}
	for (uint32_t i = 0; i < cmd->redirect_count; i++)
		if (cmd->redirects[i].kind == SW_REDIRECT_IN)
			use_word(trace, &cmd->redirects[i].word, sw_values_word(&trace->values, &cmd->redirects[i].word), use);
}

/* rpm -i URL, pip install URL: fetched and installed by one command. */
static void install_from_network(struct sw_trace *trace, const struct sw_packages *packages) {
	struct sw_package_walk walk = sw_package_walk(packages);
	for (struct sw_shell_word word; sw_next_package(&walk, &word);) {
		struct sw_shell_word url = shown(trace, &word);
		if (!sw_str_starts(url.text, SW_S("https://")) && !sw_str_starts(url.text, SW_S("http://")) && !sw_str_starts(url.text, SW_S("ftp://")))
			continue;
		/* Repositories are the matter of moving-source-fetched. */
		if (sw_str_ends(sw_str_sub(url.text, 0, sw_str_find_byte(url.text, '#')), SW_S(".git")))
			continue;
		struct sw_download *d = sw_push(trace->arena, trace->downloads);
		*d = (struct sw_download){.step = trace->at.step, .index = trace->at.index, .url = url, .direct = true,
					  .verified = packages->manager == SW_MANAGER_PIP && sw_str_contains(url.text, SW_S("#sha256="))};
		sw_trace_mark_used(trace, d, SW_DOWNLOAD_INSTALLED);
	}
}

/* Where an archive is unpacked, what stands there comes from it. */
static void unpack(struct sw_trace *trace, uint32_t name_count) {
	struct sw_shell_word target;
	const struct sw_command_at *at = &trace->at;
	bool zip = sw_str_is(at->call.program, "unzip");
	if (!sw_shell_option_value(at->cmd, at->call.first_arg, zip ? "-d" : "-C", zip ? NULL : "--directory", "", &target))
		return;
	struct sw_str folder = sw_trace_word_path(trace, &target);
	/* The system's own folders are full of other things. */
	if (sw_system_folder(folder) || sw_listed(folder, "/ /usr/local /usr/local/bin /opt /tmp /root /srv /var"))
		return;
	for (uint32_t i = 0; i < name_count && i < trace->name_count; i++) {
		struct sw_trace_name *name = &trace->names[i];
		if (name->download < 0 || trace->downloads->v[name->download].use != SW_DOWNLOAD_UNPACKED || !sw_call_names(at, name->path))
			continue;
		sw_trace_add(trace, (struct sw_trace_name){.path = folder, .download = name->download, .folder = true, .made = at->step,
							.at = target.span});
		return;
	}
}

/* mv, cp, ln and install give what they are handed another name. */
static void rename_files(struct sw_trace *trace) {
	const struct sw_shell_command *cmd = trace->at.cmd;
	struct sw_trace_name before[SW_TRACE_NAMES];
	uint32_t count = trace->name_count;
	struct sw_shell_word word, last = {0};
	uint32_t operands = 0;
	static const char valued[] = "mogSt --mode --owner --group --suffix --target-directory";
	bool into = sw_shell_option_value(cmd, trace->at.call.first_arg, "-t", "--target-directory", valued, &last);
	while (operands < 64 && sw_shell_operand(cmd, trace->at.call.first_arg, valued, operands, &word)) {
		operands++;
		if (!into)
			last = word;
	}
	if (operands + into < 2)
		return;
	memcpy(before, trace->names, count * sizeof *before);
	struct sw_str written = sw_values_word(&trace->values, &last), to = sw_trace_path(trace, written);
	into |= operands > 2 || sw_str_ends(written, SW_S("/")) || sw_listed(sw_str_basename(to), "bin sbin lib opt tmp . ..");
	struct sw_str target = into ? sw_arena_join(trace->arena, to, SW_S("/")) : to;
	for (uint32_t i = 0; i + 1 < operands + (into && operands == 1); i++) {
		(void)sw_shell_operand(cmd, trace->at.call.first_arg, valued, i, &word);
		struct sw_str from = sw_trace_word_path(trace, &word);
		if (sw_str_is(trace->at.call.program, "mv"))
			sw_trace_remove(trace, from);
		sw_trace_copy(trace, before, count, from, target, NULL, false);
	}
	bool known = false;
	for (uint32_t i = 0; i < trace->name_count; i++)
		known |= sw_str_eq(trace->names[i].path, to);
	if (!known && sw_trace_secret(trace, to))
		sw_trace_add(trace, (struct sw_trace_name){.path = to, .download = -1, .made = trace->at.step, .at = last.span,
							   .secret = sw_trace_secret(trace, to)});
	for (uint32_t i = 0; i < trace->name_count; i++)
		if (trace->names[i].download >= 0 && in_program_folder(trace->names[i].path) && sw_path_within(trace->names[i].path, to))
			sw_trace_mark_used(trace, &trace->downloads->v[trace->names[i].download], SW_DOWNLOAD_PREPARED);
}

/* echo TEXT > FILE, cat > FILE <<EOF, ssh-keygen -f FILE: a file that is made here. */
static void write_files(struct sw_trace *trace) {
	const struct sw_command_at *at = &trace->at;
	struct sw_str program = at->call.program, written = sw_output_file(at->cmd), text = {0};
	struct sw_shell_word file = {0};
	if (!written.n && sw_str_is(program, "tee") && sw_shell_operand(at->cmd, at->call.first_arg, "", 0, &file))
		written = file.text;
	else if (sw_str_is(program, "ssh-keygen") && sw_shell_option_value(at->cmd, at->call.first_arg, "-f", NULL, "tbCNfm", &file))
		written = file.text;
	if (!written.n)
		return;
	struct sw_str path = sw_trace_path(trace, sw_values_expand(&trace->values, written));
	for (uint32_t i = at->call.first_arg; sw_listed(program, "echo printf") && i < at->cmd->word_count && text.n < 1024; i++)
		text = sw_arena_printf(trace->arena, "%.*s %.*s", SW_ARG(text), SW_ARG(sw_values_word(&trace->values, &at->cmd->words[i])));
	for (uint32_t i = 0; i < at->cmd->redirect_count; i++)
		if (at->cmd->redirects[i].kind == SW_REDIRECT_HEREDOC)
			text = sw_values_expand(&trace->values, at->cmd->redirects[i].word.text);
	if (text.p || sw_trace_secret(trace, path))
		sw_trace_add(trace, (struct sw_trace_name){.path = path, .download = -1, .made = at->step, .at = at->cmd->span, .text = text,
							   .secret = sw_trace_secret(trace, path)});
}

/* cat FILE | …: what the file holds goes on through the pipe. */
static void carry(struct sw_trace *trace) {
	const struct sw_command_at *at = &trace->at;
	const struct sw_shell_script *script = sw_script_of(at);
	if (at->index + 1 >= script->n || script->v[at->index + 1].join != SW_JOIN_PIPE ||
	    !sw_listed(at->call.program, "cat zcat bzcat xzcat gzip gunzip bunzip2 xz zstd base64 openssl dd pv sed tail head"))
		return;
	for (uint32_t w = at->call.first_arg; w < at->cmd->word_count; w++) {
		struct sw_str path = sw_trace_word_path(trace, &at->cmd->words[w]);
		for (uint32_t i = 0; i < trace->name_count; i++) {
			struct sw_download *d = trace->names[i].download < 0 ? NULL : &trace->downloads->v[trace->names[i].download];
			if (!d || d->use == SW_DOWNLOAD_PIPED || sw_trace_means(&trace->names[i], path, !at->cmd->words[w].quoted) != SW_YES)
				continue;
			d->carried_in = at->step;
			d->carrier = at->index;
		}
	}
}

/* How the command uses the files that it names, and from which word on. */
static enum sw_download_use kind_of_use(const struct sw_command_at *at, const struct sw_packages *packages, uint32_t *first) {
	struct sw_str program = at->call.program;
	struct sw_shell_word mode;
	*first = at->call.first_arg;
	if (packages ? packages->installs : sw_str_is(program, "easy_install"))
		return SW_DOWNLOAD_INSTALLED;
	if (unpacks(program) || (sw_listed(program, "gzip bzip2 xz zstd") && has_word(at, "-d -dk -dc -df -fd --decompress")))
		return only_packs(at) ? SW_DOWNLOAD_UNUSED : SW_DOWNLOAD_UNPACKED;
	if (sw_listed(program, "java msiexec"))
		return SW_DOWNLOAD_RUN;
	if (sw_str_is(program, "chmod") && sw_shell_operand(at->cmd, at->call.first_arg, "", 0, &mode))
		return makes_executable(mode.text) ? SW_DOWNLOAD_PREPARED : SW_DOWNLOAD_UNUSED;
	return sw_str_is(program, "install") ? SW_DOWNLOAD_PREPARED : SW_DOWNLOAD_UNUSED;
}

void sw_trace_use(struct sw_trace *trace) {
	const struct sw_command_at *at = &trace->at;
	struct sw_packages packages;
	struct sw_shell_word operand;
	uint32_t first, before = trace->name_count;
	if (!at->cmd->word_count)
		return;
	bool managed = sw_packages_read(at->cmd, &at->call, &packages);
	const struct sw_shell_word *program = &at->cmd->words[at->call.word];
	if (managed && packages.installs)
		install_from_network(trace, &packages);
	write_files(trace);
	if (!trace->name_count)
		return;
	struct sw_str called = sw_values_word(&trace->values, program);
	if (sw_str_find_byte(called, '/') != SW_NPOS || !sw_values_known(called))
		use_word(trace, program, called, SW_DOWNLOAD_RUN);
	if ((sw_listed(at->call.program, "source .") || is_interpreter(at->call.program)) &&
	    sw_shell_operand(at->cmd, at->call.first_arg, "", 0, &operand))
		use_word(trace, &operand, sw_values_word(&trace->values, &operand), SW_DOWNLOAD_RUN);
	enum sw_download_use use = kind_of_use(at, managed ? &packages : NULL, &first);
	if (use != SW_DOWNLOAD_UNUSED)
		use_words(trace, first, use);
	if (use == SW_DOWNLOAD_UNPACKED)
		unpack(trace, before);
	if (sw_listed(at->call.program, "mv cp ln install"))
		rename_files(trace);
	if (sw_listed(at->call.program, "rm unlink shred srm"))
		for (uint32_t i = at->call.first_arg; i < at->cmd->word_count; i++)
			if (!sw_str_starts(at->cmd->words[i].text, SW_S("-")))
				sw_trace_remove(trace, sw_trace_word_path(trace, &at->cmd->words[i]));
	carry(trace);
}
