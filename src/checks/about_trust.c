#include "checks/about_trust.h"

static bool within(const struct sw_settings *settings, uint32_t scope, uint32_t outer, unsigned *depth) {
	*depth = 0;
	for (int32_t at = (int32_t)scope; at >= 0; at = settings->scopes.v[at].parent, ++*depth)
		if ((uint32_t)at == outer)
			return true;
	return false;
}

/* How strongly a setting speaks for a command: an option before a variable of the same line before the nearest scope; 0:
 * it does not reach it. */
static unsigned reach(const struct sw_settings *settings, const struct sw_trust_setting *setting, size_t command) {
	unsigned depth;
	if (setting->command >= 0)
		return (size_t)setting->command != command ? 0 : setting->flag ? UINT32_MAX : UINT32_MAX - 1;
	if (command < setting->from && settings->commands.v[command].scope == setting->scope)
		return 0;
	return within(settings, settings->commands.v[command].scope, setting->scope, &depth) && command >= setting->from
		       ? UINT32_MAX - 2 - depth : 0;
}

/* The setting that decides for a command; of equally near ones the later. NULL: none reaches it. */
static const struct sw_trust_setting *deciding(const struct sw_settings *settings, size_t command) {
	const struct sw_trust_setting *best = NULL;
	unsigned most = 1;
	for (size_t i = 0; i < settings->settings.n; i++) {
		unsigned rank = reach(settings, &settings->settings.v[i], command);
		if (rank >= most) {
			best = &settings->settings.v[i];
			most = rank;
		}
	}
	return best;
}

static bool wider_on(const struct sw_settings *settings, const struct sw_trust_setting *setting) {
	unsigned depth;
	for (size_t i = 0; i < settings->settings.n; i++) {
		const struct sw_trust_setting *other = &settings->settings.v[i];
		if (other != setting && other->on == SW_YES && other->command < 0 && !other->argument &&
		    within(settings, setting->scope, other->scope, &depth))
			return true;
	}
	return false;
}

/* Client, builder and server as the nearest scope says. An image that commands run in hides what scopes outside say about
 * the client. */
static struct sw_trust_question question_of(const struct sw_settings *settings, uint32_t scope, struct sw_str date) {
	struct sw_trust_question question = {.date = date};
	bool client = false;
	for (int32_t at = (int32_t)scope; at >= 0; at = settings->scopes.v[at].parent) {
		const struct sw_settings_scope *row = &settings->scopes.v[at];
		if (!client && (row->client || row->client_image.n)) {
			question.client = row->client;
			client = true;
		}
		if (!question.buildkit)
			question.buildkit = row->buildkit;
		if (!question.server.n && row->server.n) {
			question.server = row->server;
			question.server_known = row->server_known;
		}
	}
	return question;
}

static const char *act_words(enum sw_docker_act act) {
	static const char *const words[] = {
		[SW_DOCKER_OTHER] = "docker", [SW_DOCKER_PULL] = "docker pull", [SW_DOCKER_RUN] = "docker run",
		[SW_DOCKER_BUILD] = "docker build", [SW_DOCKER_BUILDX] = "a BuildKit build", [SW_DOCKER_COMPOSE] = "docker compose",
		[SW_DOCKER_PUSH] = "docker push", [SW_DOCKER_TRUST] = "docker trust",
	};
	return words[act];
}

static bool matters(enum sw_docker_act act) {
	return act != SW_DOCKER_OTHER && act != SW_DOCKER_TRUST;
}

/* A setting whose commands are not seen: a pull of an image of unknown name stands for them. */
static struct sw_trust_answer without_command(const struct sw_trust_walk *walk, const struct sw_trust_setting *setting) {
	struct sw_trust_question question = question_of(walk->settings, setting->scope, walk->view->date);
	question.act = SW_DOCKER_PULL;
	if (setting->argument)
		return (struct sw_trust_answer){SW_TRUST_INERT, "a build argument reaches no command that pulls"};
	if (walk->settings->file == SW_SETTINGS_DOTENV && walk->beside_compose)
		return (struct sw_trust_answer){SW_TRUST_INERT, "Compose reads this file, and Compose never looks at content trust"};
	struct sw_trust_answer answer = sw_trust_effect(&question);
	if (answer.effect == SW_TRUST_UNKNOWN && !question.client && walk->settings->file == SW_SETTINGS_DOCKERFILE)
		answer.why = "it reaches a docker client inside the image, whose version is not known, and never this build's own FROM";
	return answer;
}

static const struct sw_trust_setting **decide_all(struct sw_arena *arena, const struct sw_settings *settings) {
	const struct sw_trust_setting **all = SW_NEW_ARRAY(arena, const struct sw_trust_setting *, settings->commands.n + 1);
	for (size_t i = 0; i < settings->commands.n; i++)
		all[i] = deciding(settings, i);
	return all;
}

bool sw_next_trust_case(struct sw_trust_walk *walk, struct sw_trust_case *found) {
	const struct sw_settings *settings = walk->settings;
	if (!walk->deciding)
		walk->deciding = decide_all(walk->view->arena, settings);
	for (; walk->setting < settings->settings.n; walk->setting++, walk->command = 0, walk->any = false) {
		const struct sw_trust_setting *setting = &settings->settings.v[walk->setting];
		while (walk->command < settings->commands.n) {
			size_t at = walk->command++;
			const struct sw_docker_command *command = &settings->commands.v[at];
			if (!matters(command->act) || !reach(settings, setting, at))
				continue;
			walk->any = true; /* also where a nearer setting decides */
			if (walk->deciding[at] != setting)
				continue;
			struct sw_trust_question question = question_of(settings, command->scope, walk->view->date);
			question.act = command->act;
			question.ref = &command->ref;
			*found = (struct sw_trust_case){setting, command, act_words(command->act), sw_trust_effect(&question),
							wider_on(settings, setting)};
			return true;
		}
		if (walk->any || setting->command >= 0)
			continue;
		walk->any = true;
		*found = (struct sw_trust_case){setting, NULL, "docker", without_command(walk, setting), wider_on(settings, setting)};
		return true;
	}
	return false;
}

bool sw_beside_compose(const struct sw_system *system, const struct sw_factset *set) {
	for (size_t i = 0; i < system->factsets.n; i++)
		if (system->factsets.v[i]->deployment && sw_str_eq(sw_str_dirname(system->factsets.v[i]->path), sw_str_dirname(set->path)))
			return true;
	return false;
}
