#include "cli/options.h"
#include "base/out.h"
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#define ON(command) (1u << SW_COMMAND_##command)
#define EVERY (~0u)
#define SCANS (ON(SCAN) | ON(IMAGE))
#define STATE (ON(DECIDE) | ON(REVIEW))
#define LAYERS (SCANS | STATE | ON(SBOM))
#define READS (ON(INIT) | SCANS | ON(SBOM) | ON(LINT) | ON(FIX) | ON(DUMP) | ON(MODEL) | STATE)

const struct sw_option sw_options[SW_OPTION_COUNT] = {
	[SW_OPTION_FORMAT] = {"format", 'f', "NAME[=FILE]", "write this format, to FILE or to standard output; may be repeated", SCANS | ON(SBOM) | ON(CHECKS) | ON(THREATS) | ON(ATTACKERS) | ON(SEEDS) | ON(LINT) | ON(MODEL), true},
	[SW_OPTION_CONFIG] = {"config", 0, "FILE", "read this configuration instead of the nearest .strideward.yaml", SCANS | ON(FIX) | STATE, false},
	[SW_OPTION_GATE] = {"gate", 0, "LEVEL", "fail when something new is open at LEVEL or above: info, low, medium, high, critical", SCANS, false},
	[SW_OPTION_BASELINE] = {"baseline", 0, "FILE", "a JSON report of before: what stands in it is not new", SCANS, false},
	[SW_OPTION_JOBS] = {"jobs", 'j', "N", "read with N threads (default: one for each processor)", READS, false},
	[SW_OPTION_AT] = {"at", 0, "TIME", "judge as of TIME, YYYY-MM-DD or RFC 3339 (default: now)", READS, false},
	[SW_OPTION_DIALECT] = {"dialect", 0, "NAME", "how to read YAML: kubectl or compose", ON(DUMP), false},
	[SW_OPTION_AS] = {"as", 0, "KIND", "packages: read files as this kind of list, whatever their paths are", ON(DUMP), false},
	[SW_OPTION_PROFILE] = {"profile", 0, "NAME", "which checks: default, quality (style and upkeep alone) or all", SCANS | ON(FIX) | ON(LINT) | ON(LSP), false},
	[SW_OPTION_POLICY] = {"policy", 0, "FILE", "images must pass this list, too: ours, hadolint's, Gatekeeper's or policy.json", SCANS, false},
	[SW_OPTION_POLICY_FROM] = {"policy-from", 0, "REV", "read policy, approvers and decisions from this git revision; those of the work tree are pending", ON(SCAN) | ON(LINT), false},
	[SW_OPTION_OFFICIAL] = {"official-images", 0, "FILE", "the list of Docker's own images and their tags, in the place of the built-in one", SCANS, false},
	[SW_OPTION_QUIET] = {"quiet", 'q', NULL, "print the gate's result and what fails it, nothing else", SCANS, false},
	[SW_OPTION_NO_COLOR] = {"no-color", 0, NULL, "no colour, as with NO_COLOR in the environment", SCANS | ON(LINT), false},
	[SW_OPTION_WRITE] = {"write", 0, NULL, "change the files instead of printing the difference", ON(FIX), false},
	[SW_OPTION_HARDEN] = {"baseline", 0, NULL, "take in what nearly every project lacks: one anchor for all services, users, health checks", ON(FIX), false},
	[SW_OPTION_UNSAFE] = {"unsafe", 0, NULL, "take in what may change how the software behaves", ON(FIX), false},
	[SW_OPTION_NO_FOREIGN] = {"no-foreign-suppressions", 0, NULL, "comments and files of other tools hide nothing", SCANS | ON(LINT) | ON(FIX), false},
	[SW_OPTION_SHELLCHECK] = {"shellcheck", 0, NULL, "let ShellCheck, which must be installed, look at the shell scripts of Dockerfiles", SCANS | ON(LINT), false},
	[SW_OPTION_LINT_CONFIG] = {"config", 'c', "FILE", "read this file as .hadolint.yaml instead of looking for one", ON(LINT), false},
	[SW_OPTION_THRESHOLD] = {"failure-threshold", 't', "LEVEL", "fail from LEVEL on: error, warning, info (default), style, none", ON(LINT), false},
	[SW_OPTION_ERROR] = {"error", 0, "RULE", "tell RULE, hadolint's code or a check's id, as an error", ON(LINT), true},
	[SW_OPTION_WARNING] = {"warning", 0, "RULE", "the same as a warning", ON(LINT), true},
	[SW_OPTION_INFO] = {"info", 0, "RULE", "the same as information", ON(LINT), true},
	[SW_OPTION_STYLE] = {"style", 0, "RULE", "the same as a matter of style", ON(LINT), true},
	[SW_OPTION_IGNORE] = {"ignore", 0, "RULE", "do not tell RULE", ON(LINT), true},
	[SW_OPTION_TRUSTED] = {"trusted-registry", 0, "HOST", "allow images of HOST, *SUFFIX or PREFIX*, and no others", ON(LINT), true},
	[SW_OPTION_LABEL] = {"require-label", 0, "NAME:TYPE", "ask for a label: text, url, semver, hash, rfc3339, spdx, email", ON(LINT), true},
	[SW_OPTION_STRICT_LABELS] = {"strict-labels", 0, NULL, "allow no other labels", ON(LINT), false},
	[SW_OPTION_NO_PRAGMA] = {"disable-ignore-pragma", 0, NULL, "hadolint's comments hide nothing", ON(LINT), false},
	[SW_OPTION_SHOWN_PATH] = {"file-path-in-report", 0, "PATH", "call the one FILE so in reports", ON(LINT), false},
	[SW_OPTION_NO_FAIL] = {"no-fail", 0, NULL, "end with 0 whatever is found", ON(LINT), false},
	[SW_OPTION_VERBOSE] = {"verbose", 'V', NULL, "say which configuration counts", ON(LINT), false},
	[SW_OPTION_WRITE_LOCK] = {"write-lock", 0, NULL, "write .strideward/register.lock, which remembers since when rows are open", ON(SCAN), false},
	[SW_OPTION_PLATFORM] = {"platform", 0, "OS/ARCH[/VARIANT]", "of an image for several platforms, take this one (default: this machine's)", LAYERS, false},
	[SW_OPTION_NO_SECRETS] = {"no-secrets", 0, NULL, "do not look for secrets in files of images and of the project", SCANS | STATE, false},
	[SW_OPTION_LOCKFILES] = {"lockfiles", 0, NULL, "list also what lock files in images ask for, installed or not", LAYERS, false},
	[SW_OPTION_NO_CACHE] = {"no-cache", 0, NULL, "read all layers of images anew, and keep nothing (STRIDEWARD_CACHE: another folder for it)", LAYERS, false},
	[SW_OPTION_LIST] = {"list", 0, NULL, "show the decisions and how they stand, and write none", ON(DECIDE), false},
	[SW_OPTION_KIND] = {"kind", 0, "KIND", "accept, transfer, defer, claim, not-applicable, false-positive or rotated", ON(DECIDE), false},
	[SW_OPTION_REASON] = {"reason", 0, "TEXT", "why", ON(DECIDE), false},
	[SW_OPTION_OWNER] = {"owner", 0, "TEAM", "who answers for it", ON(DECIDE), false},
	[SW_OPTION_BY] = {"by", 0, "NAME", "who decides (default: GIT_AUTHOR_EMAIL, EMAIL or LOGNAME)", ON(DECIDE), false},
	[SW_OPTION_APPROVED_BY] = {"approved-by", 0, "NAME", "who else agrees: a risk owner to what is critical, security to what is high", ON(DECIDE), false},
	[SW_OPTION_TICKET] = {"ticket", 0, "ID", "where it is tracked", ON(DECIDE), false},
	[SW_OPTION_UNTIL] = {"until", 0, "DATE", "last day (default and most: critical 30 days, high 90, medium 180, low 365)", ON(DECIDE), false},
	[SW_OPTION_REVIEW_ON] = {"review-on", 0, "DATE", "day to look at it again", ON(DECIDE), false},
	[SW_OPTION_RESIDUAL] = {"residual", 0, "LEVEL", "priority that remains", ON(DECIDE), false},
	[SW_OPTION_EVIDENCE] = {"evidence", 0, "LINK", "what shows it; @sha256:DIGEST may follow", ON(DECIDE), false},
	[SW_OPTION_SIGN_OFF] = {"sign-off", 0, NULL, "store that the model as it is now was reviewed", ON(REVIEW), false},
	[SW_OPTION_REVIEWER] = {"reviewer", 0, "NAME", "who reviewed it", ON(REVIEW), false},
	[SW_OPTION_RULES] = {"rules", 0, "FILE", "generate by the types of threats in FILE, .tb7 or text, instead of the model's own", ON(MODEL), false},
	[SW_OPTION_MAPPING] = {"mapping", 0, "FILE", "check: which drawn element is which found one", ON(MODEL), false},
	[SW_OPTION_GENERATE] = {"generate", 0, NULL, "report: tell also what the filters generate and the file does not hold", ON(MODEL), false},
	[SW_OPTION_EXIT_CODE] = {"exit-code", 0, NULL, "diff: end with 1 when something differs", ON(MODEL), false},
	[SW_OPTION_ROOT] = {"root", 0, "DIR", "the project's folder, which is all that may be read (default: .)", ON(LSP), false},
	[SW_OPTION_STDIO] = {"stdio", 0, NULL, "talk over standard input and output, as is always done", ON(LSP), false},
	[SW_OPTION_HELP] = {"help", 'h', NULL, "print help and end", EVERY, false},
	[SW_OPTION_VERSION] = {"version", 0, NULL, "print the version and end", EVERY, false},
};

const struct sw_command sw_commands[SW_COMMAND_COUNT] = {
	[SW_COMMAND_SCAN] = {"scan", "[TARGET …]", "threat model of a project: its Dockerfiles and compose files (default target: .)", 0, ~0u},
	[SW_COMMAND_IMAGE] = {"image", "[diff] IMAGE …", "what images at rest are made of, and what is wrong with them", 1, ~0u},
	[SW_COMMAND_SBOM] = {"sbom", "IMAGE …", "bills of materials: which packages images are made of, as CycloneDX (default) or SPDX", 1, ~0u},
	[SW_COMMAND_LINT] = {"lint", "FILE|FOLDER|- …", "lines for editors and continuous integration, with hadolint's options and formats", 1, ~0u},
	[SW_COMMAND_FIX] = {"fix", "[TARGET …]", "mend what can be mended: print a difference, or change the files", 0, ~0u},
	[SW_COMMAND_LSP] = {"lsp", "", "language server for editors: findings while one types, explanations, quick fixes", 0, 0},
	[SW_COMMAND_MODEL] = {"model", "VERB FILE …", "drawn threat models: generate threats, report, convert, hold against reality, compare", 1, ~0u},
	[SW_COMMAND_DECIDE] = {"decide", "THREAT@ELEMENT|CARD … [TARGET]", "write down what was decided about threats, or show how decisions stand", 0, ~0u},
	[SW_COMMAND_REVIEW] = {"review", "[TARGET]", "whether the model was signed off as it is now; sign it off", 0, 1},
	[SW_COMMAND_EXPLAIN] = {"explain", "ID", "what a check, a threat, an attacker, a line of the founding documents or another tool's rule means", 1, 1},
	[SW_COMMAND_CHECKS] = {"checks", "", "the catalogue of checks", 0, 0},
	[SW_COMMAND_THREATS] = {"threats", "", "the catalogue of threats", 0, 0},
	[SW_COMMAND_ATTACKERS] = {"attackers", "", "the profiles of attackers", 0, 0},
	[SW_COMMAND_SEEDS] = {"seeds", "", "what the founding documents ask for, line by line, and what became of it", 0, 0},
	[SW_COMMAND_INIT] = {"init", "[-] [DIR]", "write a .strideward.yaml with what a scan can guess, commented out; -: to standard output", 0, 2},
	[SW_COMMAND_DUMP] = {"dump", "dockerfile|compose|yaml|json|image|packages|secrets|system FILE|-|TARGET …", "what a reader, or the join, makes of its input", 1, ~0u},
};

static int find_command(const char *name) {
	for (int i = 0; i < SW_COMMAND_COUNT; i++)
		if (strcmp(sw_commands[i].name, name) == 0)
			return i;
	return -1;
}

static int take_option(struct sw_arguments *arguments, enum sw_option_id id, const char *value, struct sw_err *err) {
	arguments->given[id] = true;
	arguments->values[id] = value;
	if (id == SW_OPTION_HELP)
		arguments->help = true;
	if (id == SW_OPTION_VERSION)
		arguments->version = true;
	if (id != SW_OPTION_FORMAT && sw_options[id].repeatable) {
		if (arguments->repeated_count == SW_MOST_REPEATED)
			return sw_err_set(err, 0, "more than %d values of options like --%s", SW_MOST_REPEATED, sw_options[id].name);
		arguments->repeated[arguments->repeated_count++] = (struct sw_repeated){id, value};
	}
	if (id != SW_OPTION_FORMAT)
		return 0;
	if (arguments->format_count == SW_MOST_FORMATS)
		return sw_err_set(err, 0, "more than %d formats", SW_MOST_FORMATS);
	arguments->formats[arguments->format_count++] = value;
	return 0;
}

/* Options may have one name and different meanings for different commands: the one that the command takes counts, and one
 * that it does not take is still known, for a better message. */
struct known {
	struct option longs[SW_OPTION_COUNT + 1];
	char letters[2 * SW_OPTION_COUNT + 2];
	int by_letter[128]; /* option + 1 */
	size_t count;
};

static void know(struct known *known, int id) {
	const struct sw_option *option = &sw_options[id];
	for (size_t i = 0; i < known->count; i++)
		if (strcmp(known->longs[i].name, option->name) == 0)
			return;
	known->longs[known->count++] =
		(struct option){option->name, option->argument ? required_argument : no_argument, NULL, 256 + id};
	if (option->letter && !known->by_letter[(int)option->letter]) {
		known->by_letter[(int)option->letter] = id + 1;
		char *p = known->letters + strlen(known->letters);
		*p++ = option->letter;
		if (option->argument)
			*p++ = ':';
		*p = 0;
	}
}

static void know_all(struct known *known, unsigned command) {
	strcpy(known->letters, ":");
	for (int i = 0; i < SW_OPTION_COUNT; i++)
		if (sw_options[i].commands & command)
			know(known, i);
	for (int i = 0; i < SW_OPTION_COUNT; i++)
		know(known, i);
}

/* Whether the argument after `text`, an option, is its value. */
static bool takes_next(const char *text) {
	if (text[1] == '-') {
		for (int i = 0; i < SW_OPTION_COUNT; i++)
			if (strcmp(sw_options[i].name, text + 2) == 0)
				return sw_options[i].argument != NULL;
		return false;
	}
	char last = text[strlen(text) - 1];
	for (int i = 0; i < SW_OPTION_COUNT; i++)
		if (sw_options[i].letter == last && text[2] == 0)
			return sw_options[i].argument != NULL;
	return false;
}

/* The command's word: the first that is neither an option nor an option's value; NULL: none. */
static const char *command_word(int argc, char **argv) {
	for (int i = 1; i < argc; i++) {
		if (argv[i][0] != '-' || !argv[i][1])
			return argv[i];
		if (strcmp(argv[i], "--") == 0)
			return i + 1 < argc ? argv[i + 1] : NULL;
		i += takes_next(argv[i]);
	}
	return NULL;
}

static int parse_options(struct sw_arguments *arguments, int argc, char **argv, unsigned command, struct sw_err *err) {
	struct known known = {0};
	know_all(&known, command);

	optind = 0;
	for (int c; (c = getopt_long(argc, argv, known.letters, known.longs, NULL)) != -1;) {
		if (c == ':')
			return sw_err_set(err, 0, "%s wants an argument", argv[optind - 1]);
		int id = c >= 256 ? c - 256 : c > 0 && c < 128 ? known.by_letter[c] - 1 : -1;
		if (id < 0 || id >= SW_OPTION_COUNT)
			return sw_err_set(err, 0, "unknown option %s", optopt && optopt < 256 ? (char[]){'-', (char)optopt, 0} : argv[optind - 1]);
		if (take_option(arguments, (enum sw_option_id)id, optarg, err) < 0)
			return -1;
	}
	return 0;
}

int sw_arguments_parse(struct sw_arguments *arguments, int argc, char **argv, struct sw_err *err) {
	*arguments = (struct sw_arguments){0};
	const char *word = command_word(argc, argv);
	int named = word ? find_command(word) : -1;
	if (word && named < 0)
		return sw_err_set(err, 0, "unknown command '%s'", word);
	if (parse_options(arguments, argc, argv, named < 0 ? EVERY : 1u << named, err) < 0)
		return -1;
	if (optind < argc) {
		arguments->command = (enum sw_command_id)named;
		arguments->operands = (const char **)(void *)(argv + optind + 1);
		arguments->operand_count = (size_t)(argc - optind - 1);
	} else if (!arguments->version) {
		arguments->help = true;
		return 0;
	}
	if (arguments->help || arguments->version)
		return 0;
	const struct sw_command *command = &sw_commands[arguments->command];
	for (int i = 0; i < SW_OPTION_COUNT; i++)
		if (arguments->given[i] && !(sw_options[i].commands & 1u << arguments->command))
			return sw_err_set(err, 0, "'%s' takes no --%s", command->name, sw_options[i].name);
	if (arguments->operand_count < command->least || arguments->operand_count > command->most)
		return sw_err_set(err, 0, "usage: strideward %s %s", command->name, command->operands);
	return 0;
}

static void put_synopsis(struct sw_out *out, int id) {
	const struct sw_command *command = &sw_commands[id];
	sw_out_printf(out, "strideward %s", command->name);
	for (int i = 0; i < SW_OPTION_COUNT; i++) {
		const struct sw_option *option = &sw_options[i];
		if (!(option->commands & 1u << id) || option->commands == EVERY)
			continue;
		if (option->letter)
			sw_out_printf(out, " [-%c%s%s]", option->letter, option->argument ? " " : "", option->argument ? option->argument : "");
		else
			sw_out_printf(out, " [--%s%s%s]", option->name, option->argument ? " " : "", option->argument ? option->argument : "");
		if (option->repeatable)
			sw_out_z(out, " …");
	}
	if (*command->operands)
		sw_out_printf(out, " %s", command->operands);
	sw_out_byte(out, '\n');
}

void sw_synopsis(int fd) {
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, fd);
	for (int i = 0; i < SW_COMMAND_COUNT; i++)
		put_synopsis(&out, i);
	sw_out_flush(&out, NULL);
}

static void put_options(struct sw_out *out, unsigned commands) {
	for (int i = 0; i < SW_OPTION_COUNT; i++) {
		const struct sw_option *option = &sw_options[i];
		if (!(option->commands & commands))
			continue;
		char name[64];
		snprintf(name, sizeof name, "%c%c%s--%s%s%s", option->letter ? '-' : ' ', option->letter ? option->letter : ' ',
			 option->letter ? ", " : "  ", option->name, option->argument ? " " : "", option->argument ? option->argument : "");
		sw_out_printf(out, "  %-28s %s\n", name, option->help);
	}
}

void sw_help_row(struct sw_out *out, const char *name, const char *text) {
	sw_out_printf(out, "  %-16s %s\n", name, text);
}

void sw_help(int fd, const struct sw_arguments *arguments, sw_help_more *more) {
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, fd);
	if (arguments->operands) {
		put_synopsis(&out, arguments->command);
		sw_out_printf(&out, "\n%s\n\nOptions:\n", sw_commands[arguments->command].help);
		put_options(&out, 1u << arguments->command);
		if (more)
			more(&out);
	} else {
		sw_out_z(&out, "strideward: threat modelling for containers that is kept true by evidence\n\nCommands:\n");
		for (int i = 0; i < SW_COMMAND_COUNT; i++)
			sw_out_printf(&out, "  %-10s %s\n", sw_commands[i].name, sw_commands[i].help);
		sw_out_z(&out, "\nOptions of scan (of another command: strideward COMMAND --help):\n");
		put_options(&out, ON(SCAN));
	}
	sw_out_z(&out, "\nExit status: 0 done and the gate passes; 1 the gate fails; 2 usage, or something named could not be\n"
		       "read; 3 internal fault.\n");
	sw_out_flush(&out, NULL);
}
