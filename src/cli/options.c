#include "cli/options.h"
#include "base/out.h"
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#define ON(command) (1u << SW_COMMAND_##command)
#define EVERY (~0u)
#define SCANS (ON(SCAN))
#define READS (ON(SCAN) | ON(DUMP))

const struct sw_option sw_options[SW_OPTION_COUNT] = {
	[SW_OPTION_FORMAT] = {"format", 'f', "NAME[=FILE]", "write this format, to FILE or to standard output; may be repeated", SCANS | ON(CHECKS) | ON(THREATS), true},
	[SW_OPTION_CONFIG] = {"config", 0, "FILE", "read this configuration instead of the nearest .strideward.yaml", SCANS, false},
	[SW_OPTION_GATE] = {"gate", 0, "LEVEL", "fail when something new is open at LEVEL or above: info, low, medium, high, critical", SCANS, false},
	[SW_OPTION_BASELINE] = {"baseline", 0, "FILE", "a JSON report of before: what stands in it is not new", SCANS, false},
	[SW_OPTION_JOBS] = {"jobs", 'j', "N", "read with N threads (default: one for each processor)", READS, false},
	[SW_OPTION_AT] = {"at", 0, "TIME", "judge as of TIME, YYYY-MM-DD or RFC 3339 (default: now)", READS, false},
	[SW_OPTION_DIALECT] = {"dialect", 0, "NAME", "how to read YAML: kubectl or compose", ON(DUMP), false},
	[SW_OPTION_PROFILE] = {"profile", 0, "NAME", "which checks: default, quality (style and upkeep of Dockerfiles) or all", SCANS, false},
	[SW_OPTION_QUIET] = {"quiet", 'q', NULL, "print the gate's result and what fails it, nothing else", SCANS, false},
	[SW_OPTION_NO_COLOR] = {"no-color", 0, NULL, "no colour, as with NO_COLOR in the environment", SCANS, false},
	[SW_OPTION_HELP] = {"help", 'h', NULL, "print help and end", EVERY, false},
	[SW_OPTION_VERSION] = {"version", 0, NULL, "print the version and end", EVERY, false},
};

const struct sw_command sw_commands[SW_COMMAND_COUNT] = {
	[SW_COMMAND_SCAN] = {"scan", "[TARGET …]", "threat model of a project: its Dockerfiles and compose files (default target: .)", 0, ~0u},
	[SW_COMMAND_EXPLAIN] = {"explain", "ID", "what a check, a threat, an attacker, a seed's line or another tool's rule means", 1, 1},
	[SW_COMMAND_CHECKS] = {"checks", "", "the catalogue of checks", 0, 0},
	[SW_COMMAND_THREATS] = {"threats", "", "the catalogue of threats", 0, 0},
	[SW_COMMAND_ATTACKERS] = {"attackers", "", "the profiles of attackers", 0, 0},
	[SW_COMMAND_DUMP] = {"dump", "dockerfile|yaml|json|system FILE|-|TARGET …", "what a reader, or the join, makes of its input", 1, ~0u},
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
	if (id != SW_OPTION_FORMAT)
		return 0;
	if (arguments->format_count == SW_MOST_FORMATS)
		return sw_err_set(err, 0, "more than %d formats", SW_MOST_FORMATS);
	arguments->formats[arguments->format_count++] = value;
	return 0;
}

static int parse_options(struct sw_arguments *arguments, int argc, char **argv, struct sw_err *err) {
	struct option longs[SW_OPTION_COUNT + 1] = {0};
	char letters[2 * SW_OPTION_COUNT + 2] = ":", *p = letters + 1;
	for (int i = 0; i < SW_OPTION_COUNT; i++) {
		longs[i] = (struct option){sw_options[i].name, sw_options[i].argument ? required_argument : no_argument, NULL, 256 + i};
		if (sw_options[i].letter) {
			*p++ = sw_options[i].letter;
			if (sw_options[i].argument)
				*p++ = ':';
		}
	}
	optind = 0;
	for (int c; (c = getopt_long(argc, argv, letters, longs, NULL)) != -1;) {
		int id = c - 256;
		for (int i = 0; c < 256 && i < SW_OPTION_COUNT; i++)
			if (sw_options[i].letter == c)
				id = i;
		if (c == ':')
			return sw_err_set(err, 0, "%s wants an argument", argv[optind - 1]);
		if (id < 0 || id >= SW_OPTION_COUNT)
			return sw_err_set(err, 0, "unknown option %s", optopt && optopt < 256 ? (char[]){'-', (char)optopt, 0} : argv[optind - 1]);
		if (take_option(arguments, (enum sw_option_id)id, optarg, err) < 0)
			return -1;
	}
	return 0;
}

int sw_arguments_parse(struct sw_arguments *arguments, int argc, char **argv, struct sw_err *err) {
	*arguments = (struct sw_arguments){0};
	if (parse_options(arguments, argc, argv, err) < 0)
		return -1;
	if (optind < argc) {
		int command = find_command(argv[optind]);
		if (command < 0)
			return sw_err_set(err, 0, "unknown command '%s'", argv[optind]);
		arguments->command = (enum sw_command_id)command;
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

void sw_help(int fd, const struct sw_arguments *arguments) {
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, fd);
	if (arguments->operands) {
		put_synopsis(&out, arguments->command);
		sw_out_printf(&out, "\n%s\n\nOptions:\n", sw_commands[arguments->command].help);
		put_options(&out, 1u << arguments->command);
	} else {
		sw_out_z(&out, "strideward: threat modelling for containers that is kept true by evidence\n\nCommands:\n");
		for (int i = 0; i < SW_COMMAND_COUNT; i++)
			sw_out_printf(&out, "  %-10s %s\n", sw_commands[i].name, sw_commands[i].help);
		sw_out_z(&out, "\nOptions:\n");
		put_options(&out, EVERY);
	}
	sw_out_z(&out, "\nExit status: 0 done and the gate passes; 1 the gate fails; 2 usage, or something named could not be\n"
		       "read; 3 internal fault.\n");
	sw_out_flush(&out, NULL);
}
