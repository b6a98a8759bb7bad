#include "cli/model.h"
#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

const struct sw_report_format *sw_cli_model_format(struct sw_arena *arena, const struct sw_model_verb *verb, struct sw_str name) {
	struct sw_str rest = sw_str_of(verb->formats), one;
	bool takes = !*verb->formats && sw_model_converts(name);
	while (!takes && sw_str_split(&rest, ' ', &one))
		takes = one.n && sw_str_eq(one, name);
	if (!takes)
		return NULL;
	struct sw_report_format *row = SW_NEW(arena, struct sw_report_format);
	*row = (struct sw_report_format){.name = sw_arena_str(arena, name).p, .summary = ""};
	return row;
}

const char *sw_cli_model_default_format(struct sw_arena *arena, const struct sw_model_verb *verb) {
	struct sw_str rest = sw_str_of(verb->formats), one = {0};
	sw_str_split(&rest, ' ', &one);
	return sw_arena_str(arena, one).p;
}

/* A file that an option names: its absolute path, which the worker may read. */
static int admit(struct sw_arena *arena, struct sw_sandbox *sandbox, const char *named, const char **path, struct sw_err *err) {
	char *real = named ? realpath(named, NULL) : NULL;
	if (named && !real)
		return sw_err_set(err, errno, "%s: %s", named, strerror(errno));
	if (!real)
		return 0;
	*path = sw_arena_str(arena, sw_str_of(real)).p;
	free(real);
	SW_CLEANUP_FD int fd = open(*path, O_PATH | O_CLOEXEC);
	return fd < 0 ? sw_err_set(err, errno, "%s: %s", named, strerror(errno)) : sw_sandbox_read(sandbox, fd, err);
}

/* The folder that a file stands in: rules may extend what is beside them. */
static int admit_folder(struct sw_arena *arena, struct sw_sandbox *sandbox, const char *path, struct sw_err *err) {
	const char *folder;
	return path ? admit(arena, sandbox, sw_arena_str(arena, sw_str_dirname(sw_str_of(path))).p, &folder, err) : 0;
}

static int unknown_verb(const char *verb, struct sw_err *err) {
	char known[256] = "";
	for (size_t i = 0; i < sw_model_verb_count; i++)
		snprintf(known + strlen(known), sizeof known - strlen(known), "%s%s", i ? ", " : "", sw_model_verbs[i].name);
	return sw_err_set(err, 0, "'model' knows no '%s'; it knows %s", verb, known);
}

int sw_cli_model_prepare(struct sw_arena *arena, const struct sw_arguments *arguments, struct sw_model_request *model,
			 struct sw_sandbox *sandbox, struct sw_err *err) {
	const char *word = arguments->operands[0];
	unsigned operands = (unsigned)arguments->operand_count - 1;
	model->verb = sw_model_verb_of(sw_str_of(word));
	if (!model->verb)
		return unknown_verb(word, err);
	if (operands < model->verb->least || operands > model->verb->most)
		return sw_err_set(err, 0, "usage: strideward model %s %s", model->verb->name, model->verb->operands);
	if (!*model->verb->formats && !arguments->format_count)
		return sw_err_set(err, 0, "'model %s' wants a format: --format NAME=FILE", model->verb->name);
	/* Configuration is looked for from the first target upwards, and a model is not one. */
	for (unsigned i = 1; model->verb->model_first && i < operands; i++) {
		const char *operand = arguments->operands[i];
		arguments->operands[i] = arguments->operands[i + 1];
		arguments->operands[i + 1] = operand;
	}
	model->generate = arguments->given[SW_OPTION_GENERATE];
	model->exit_code = arguments->given[SW_OPTION_EXIT_CODE];
	model->rules_shown = arguments->values[SW_OPTION_RULES];
	model->mapping_shown = arguments->values[SW_OPTION_MAPPING];
	return admit(arena, sandbox, model->rules_shown, &model->rules, err) < 0 || admit_folder(arena, sandbox, model->rules, err) < 0 ? -1 :
	       admit(arena, sandbox, model->mapping_shown, &model->mapping, err);
}
