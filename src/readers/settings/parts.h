/* What the parts of this reader share: one file being read, and the statements they all make. */
#pragma once
#include "formats/shell_words.h"
#include "readers/settings/read.h"

enum {
	SETTINGS_MOST_SCOPES = 8192, /* of one file; judging them costs settings times commands times depth */
	SETTINGS_MOST_COMMANDS = 2048,
	SETTINGS_MOST_SETTINGS = 64,
};

struct settings_reader {
	struct sw_arena *arena;
	struct sw_settings *out;
	uint32_t source;       /* number of the file; 0: facts of another reader */
	struct sw_str text;    /* of the file */
	struct sw_diags unread; /* of shell texts: no matter of this file's own form */
};

/* Where commands stand: settings that end with the script go to `scope`, what outlives it to `outer`. */
struct settings_place {
	uint32_t scope, outer;
};

uint32_t settings_scope(struct settings_reader *reader, int32_t parent, struct sw_str name);

/* A variable of the environment that is set for all commands of the scope. Others than those of Docker are passed over. */
void settings_variable(struct settings_reader *reader, uint32_t scope, struct sw_str name, struct sw_str value, bool known,
		       bool standing, struct sw_span at);
/* What says which docker command runs: a version as text, or the image that commands run in. */
void settings_client(struct settings_reader *reader, uint32_t scope, struct sw_str version, struct sw_span at);
void settings_image(struct settings_reader *reader, uint32_t scope, struct sw_str image, bool known, struct sw_span at);
/* A command that something else than a shell names: a step of a CI service. */
void settings_command(struct settings_reader *reader, uint32_t scope, enum sw_docker_act act, struct sw_span at);

/* The commands of a script that another reader, or this one, has read. */
void settings_script(struct settings_reader *reader, struct settings_place place, const struct sw_shell_script *script);
/* A shell text whose first byte stands at `start` of the file, without anything between. */
void settings_shell(struct settings_reader *reader, struct settings_place place, struct sw_str text, uint32_t start);

/* What a docker command line does, and the image that it names (untouched when it names none). */
enum sw_docker_act settings_act(const struct sw_shell_command *cmd, const struct sw_shell_call *call, struct sw_shell_word *image);

/* The forms of files. */
void settings_yaml(struct settings_reader *reader, struct sw_diags *diags);
void settings_jenkins(struct settings_reader *reader);
void settings_root(struct settings_reader *reader, struct sw_str path);
