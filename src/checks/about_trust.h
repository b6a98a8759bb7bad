/* Docker's content trust as the files of a repository set it: which setting decides for a command, and whether it does
 * anything there. */
#pragma once
#include "checks/declare.h"
#include "knowledge/content_trust.h"

/* What a setting comes to for one command, or for commands that are not in the file. */
struct sw_trust_case {
	const struct sw_trust_setting *setting;
	const struct sw_docker_command *command; /* NULL: none is seen */
	const char *words;                       /* the command for people: "docker pull" */
	struct sw_trust_answer answer;           /* for content trust switched on */
	bool wider;                              /* a setting further out switches it on */
};

/* All cases of one file, in order of settings and commands; a setting without commands that it could matter to gives one
 * case without a command. `beside_compose`: a compose file stands in the same folder. */
struct sw_trust_walk {
	const struct sw_view *view;
	const struct sw_settings *settings;
	bool beside_compose;
	const struct sw_trust_setting **deciding; /* of each command; made by the first step */
	size_t setting, command;
	bool any; /* the setting at hand reaches a command */
};
bool sw_next_trust_case(struct sw_trust_walk *walk, struct sw_trust_case *found);

/* Whether `set` has a compose file beside it. */
bool sw_beside_compose(const struct sw_system *system, const struct sw_factset *set);
