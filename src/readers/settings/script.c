/* Shell texts: where variables are set for the commands that follow, which docker commands there are, and which client is
 * installed. */
#include "formats/shell_words.h"
#include "knowledge/image_name.h"
#include "readers/settings/parts.h"

enum { DEEPEST = 4 }; /* scripts inside words of scripts */

#define TRUST "DOCKER_CONTENT_TRUST"

static bool plain(struct sw_str text) {
	return sw_str_find_byte(text, '$') == SW_NPOS && sw_str_find_byte(text, '`') == SW_NPOS;
}

/* "NAME=value" as an assignment for all later commands. */
static void assign(struct settings_reader *reader, uint32_t scope, struct sw_str text, struct sw_span at) {
	size_t equals = sw_str_find_byte(text, '=');
	struct sw_str value = sw_str_from(text, equals + 1);
	if (equals != SW_NPOS)
		settings_variable(reader, scope, sw_str_sub(text, 0, equals), value, plain(value), false, at);
}

/* A line that is written into a file which later commands get their variables from: $GITHUB_ENV, $BASH_ENV, a profile. */
static void written_variable(struct settings_reader *reader, uint32_t scope, const struct sw_shell_command *cmd) {
	bool kept = false;
	for (uint32_t i = 0; i < cmd->redirect_count; i++)
		kept |= sw_str_contains(cmd->redirects[i].word.text, SW_S("_ENV")) ||
			sw_str_contains(cmd->redirects[i].word.text, SW_S("profile")) ||
			sw_str_contains(cmd->redirects[i].word.text, SW_S("bashrc"));
	for (uint32_t i = 1; kept && i < cmd->word_count; i++) {
		struct sw_str text = cmd->words[i].text;
		size_t at = sw_str_find(text, SW_S(TRUST "="));
		size_t end = at;
		while (end < text.n && !sw_is_space(text.p[end]))
			end++;
		if (at != SW_NPOS)
			assign(reader, scope, sw_str_sub(text, at, end - at), cmd->words[i].span);
	}
}

/* docker-ce-cli=5:20.10.24~3-0~debian, docker-27.3.1.tgz, VERSION=28.0 sh get-docker.sh */
static void installed(struct settings_reader *reader, uint32_t scope, const struct sw_shell_command *cmd) {
	static const char *const packages[] = {"docker-ce-cli=", "docker-ce=", "docker.io=", "docker-cli=", "docker="};
	bool script = false;
	for (uint32_t i = 0; i < cmd->word_count; i++) {
		struct sw_str text = cmd->words[i].text;
		script |= sw_str_contains(text, SW_S("get-docker"));
		for (size_t p = 0; p < sizeof packages / sizeof *packages; p++)
			if (sw_str_starts(text, sw_str_of(packages[p])))
				settings_client(reader, scope, sw_str_from(text, strlen(packages[p])), cmd->words[i].span);
		size_t archive = sw_str_contains(text, SW_S("/linux/static/")) ? sw_str_find(text, SW_S("/docker-")) : SW_NPOS;
		if (archive != SW_NPOS)
			settings_client(reader, scope, sw_str_from(text, archive + 8), cmd->words[i].span);
	}
	for (uint32_t i = 0; script && i < cmd->assignment_count; i++)
		if (sw_str_starts(cmd->assignments[i].text, SW_S("VERSION=")))
			settings_client(reader, scope, sw_str_from(cmd->assignments[i].text, 8), cmd->assignments[i].span);
}

/* The setting that was just made reaches this one command. */
static void bind_to_command(struct settings_reader *reader, size_t first, uint32_t command) {
	for (size_t i = first; i < reader->out->settings.n; i++) {
		reader->out->settings.v[i].command = (int32_t)command;
		reader->out->settings.v[i].standing = false;
	}
}

static void option(struct settings_reader *reader, uint32_t scope, struct sw_docker_command *docker, uint32_t command,
		   const struct sw_shell_word *word) {
	struct sw_str name = SW_S("--disable-content-trust");
	if (!sw_str_starts(word->text, name) || (word->text.n > name.n && word->text.p[name.n] != '='))
		return;
	struct sw_str value = word->text.n > name.n ? sw_str_from(word->text, name.n + 1) : SW_S("true");
	bool off = !sw_str_is(value, "false") && !sw_str_is(value, "0");
	docker->trust_said = true;
	if (reader->out->settings.n < SETTINGS_MOST_SETTINGS)
		*sw_push(reader->arena, &reader->out->settings) = (struct sw_trust_setting){
			.scope = scope, .on = !plain(value) ? SW_UNKNOWN : off ? SW_NO : SW_YES, .flag = true, .command = (int32_t)command,
			.at = word->span};
	else
		reader->out->incomplete = true;
}

static void docker_command(struct settings_reader *reader, uint32_t scope, const struct sw_shell_command *cmd, const struct sw_shell_call *call,
			   size_t first_setting) {
	struct sw_shell_word image = {0};
	enum sw_docker_act act = settings_act(cmd, call, &image);
	uint32_t index = (uint32_t)reader->out->commands.n;
	settings_command(reader, scope, act, cmd->span);
	if (index == reader->out->commands.n)
		return;
	struct sw_docker_command *docker = &reader->out->commands.v[index];
	if (image.text.n)
		docker->ref = sw_image_ref_parse(reader->arena, image.text, image.is_static);
	docker->trust_said = reader->out->settings.n > first_setting;
	bind_to_command(reader, first_setting, index);
	for (uint32_t i = call->first_arg; i < cmd->word_count; i++)
		option(reader, scope, docker, index, &cmd->words[i]);
}

static void one_command(struct settings_reader *reader, struct settings_place place, const struct sw_shell_command *cmd) {
	struct sw_shell_call call = sw_shell_call(cmd);
	size_t first_setting = reader->out->settings.n;
	bool docker = sw_str_is(call.program, "docker") || sw_str_is(call.program, "docker-compose") || sw_str_is(call.program, "docker-buildx");
	if (!cmd->word_count || docker)
		for (uint32_t i = 0; i < cmd->assignment_count; i++)
			assign(reader, place.scope, cmd->assignments[i].text, cmd->assignments[i].span);
	/* env and sudo take assignments as words. */
	for (uint32_t i = 0; docker && i < call.word; i++)
		if (sw_str_starts(cmd->words[i].text, SW_S("DOCKER_")))
			assign(reader, place.scope, cmd->words[i].text, cmd->words[i].span);
	if (docker) {
		docker_command(reader, place.scope, cmd, &call, first_setting);
		return;
	}
	bool exports = sw_str_is(call.program, "export") || sw_str_is(call.program, "declare") || sw_str_is(call.program, "typeset");
	for (uint32_t i = call.first_arg; exports && i < cmd->word_count; i++)
		assign(reader, place.scope, cmd->words[i].text, cmd->words[i].span);
	if (sw_str_is(call.program, "echo") || sw_str_is(call.program, "printf"))
		written_variable(reader, place.outer, cmd);
	installed(reader, place.outer, cmd);
}

static void walk(struct settings_reader *reader, struct settings_place place, const struct sw_shell_script *script, unsigned depth) {
	reader->out->incomplete |= !script->complete;
	for (size_t i = 0; i < script->n; i++) {
		one_command(reader, place, &script->v[i]);
		const struct sw_shell_script *inner =
			depth < DEEPEST ? sw_shell_inner(reader->arena, &script->v[i], &reader->unread) : NULL;
		if (inner)
			walk(reader, place, inner, depth + 1);
	}
}

void settings_script(struct settings_reader *reader, struct settings_place place, const struct sw_shell_script *script) {
	walk(reader, place, script, 0);
}

void settings_shell(struct settings_reader *reader, struct settings_place place, struct sw_str text, uint32_t start) {
	struct sw_shell_map_entry entry = {0, start};
	walk(reader, place, sw_shell_read(reader->arena, reader->source, text, (struct sw_shell_map){&entry, 1}, &reader->unread), 0);
}
