/* Walks over what a build does, for checks of Dockerfiles: which stages count, their steps, the commands of their RUN
 * steps and the variables they set. A walk holds no memory. */
#pragma once
#include "checks/about_words.h"
#include "base/limits.h"

/* A set of stages of one build. */
struct sw_stages {
	uint64_t bits[(SW_LIMIT_STAGES + 64) / 64];
};

static inline bool sw_stages_have(const struct sw_stages *stages, uint32_t index) {
	return index <= SW_LIMIT_STAGES && (stages->bits[index / 64] >> index % 64 & 1);
}

/* Stages that somebody needs: the last one, what services are built from, and all that these take from. */
struct sw_stages sw_stages_built(const struct sw_view *view);
/* Stages whose file system ends up in the final image: its chain, and stages that are copied into it as a whole. */
struct sw_stages sw_stages_shipped(const struct sw_view *view);
/* Every stage: for what is said about the text of the file, not about what comes out. */
struct sw_stages sw_stages_all(const struct sw_view *view);

struct sw_step_walk {
	const struct sw_view *view;
	struct sw_stages stages;
	uint32_t next;
};

/* The next step of the stages; steps before the first FROM are passed over. NULL: no more. */
const struct sw_step *sw_next_step(struct sw_step_walk *walk);

/* A command of a RUN. */
struct sw_command_at {
	const struct sw_step *step;
	const struct sw_shell_command *cmd;
	uint32_t index; /* in the step's script */
	struct sw_shell_call call;
};

/* All commands of a build, in order: RUN steps of every stage, and what CMD and ENTRYPOINT start. */
struct sw_commands {
	const struct sw_command_at *v;
	uint32_t n;
};
const struct sw_commands *sw_commands_all(const struct sw_view *view);

struct sw_command_walk {
	const struct sw_view *view;
	struct sw_stages stages;
	uint32_t next; /* of all commands */
	bool starts;   /* CMD and ENTRYPOINT, too */
};

static inline struct sw_command_walk sw_commands_of(const struct sw_view *view, struct sw_stages stages) {
	return (struct sw_command_walk){.view = view, .stages = stages};
}
/* The next command; NULL: no more. */
const struct sw_command_at *sw_next_command(struct sw_command_walk *walk);
/* Whether a walk stops at this command. */
bool sw_command_counts(const struct sw_command_walk *walk, const struct sw_command_at *at);
/* The script that a command stands in. */
static inline const struct sw_shell_script *sw_script_of(const struct sw_command_at *at) {
	return at->step->script;
}

/* Says "unknown" when a RUN of these stages was not read or not to its end: another language, a construct that the
 * shell reader does not follow. */
void sw_tell_unread(const struct sw_view *view, struct sw_stages stages, struct sw_sink *sink);

/* A variable that is given a value: ENV, ARG, an assignment or export of a RUN. */
struct sw_setting {
	struct sw_str name, value;
	bool known;
	struct sw_span at;
	bool kept; /* ENV: stays in the image */
};

struct sw_setting_walk {
	struct sw_step_walk steps;
	const struct sw_step *step;
	uint32_t next, word;
};

static inline struct sw_setting_walk sw_settings_of(const struct sw_view *view, struct sw_stages stages) {
	return (struct sw_setting_walk){.steps = {view, stages, 0}};
}
bool sw_next_setting(struct sw_setting_walk *walk, struct sw_setting *setting);
