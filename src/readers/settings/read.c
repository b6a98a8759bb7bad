/* Which files are looked at, and what all forms of them say alike. */
#include "knowledge/content_trust.h"
#include "knowledge/image_name.h"
#include "readers/settings/parts.h"

static bool under(struct sw_str path, const char *folder) {
	struct sw_str rest = path, part;
	while (sw_str_split(&rest, '/', &part) && rest.p)
		if (sw_str_is(part, folder))
			return true;
	return false;
}

static bool one_of(struct sw_str name, const char *const *names) {
	for (; *names; names++)
		if (sw_str_is(name, *names))
			return true;
	return false;
}

/* Scripts are many: those of folders that a pipeline calls by custom. */
static bool pipeline_folder(struct sw_str path) {
	static const char *const folders[] = {"ci", ".ci", "scripts", "build", ".github", ".gitlab", ".circleci", ".buildkite", NULL};
	for (const char *const *folder = folders; *folder; folder++)
		if (under(path, *folder))
			return true;
	return false;
}

static bool is_ci(struct sw_str path, struct sw_str name) {
	bool yaml = sw_str_ends(name, SW_S(".yml")) || sw_str_ends(name, SW_S(".yaml"));
	if (sw_str_starts(name, SW_S("Jenkinsfile")))
		return true;
	return yaml && (sw_str_contains(path, SW_S(".github/workflows/")) || sw_str_ends(path, SW_S(".circleci/config.yml")) ||
			sw_str_contains(name, SW_S(".gitlab-ci.")) || sw_str_starts(name, SW_S("azure-pipelines")));
}

bool sw_settings_sniff(struct sw_str path, enum sw_settings_file *kind) {
	static const char *const profiles[] = {".bashrc", ".bash_profile", ".bash_login", ".profile", ".zshrc", ".zprofile", ".zshenv", NULL};
	struct sw_str name = sw_str_basename(path);
	if (is_ci(path, name))
		*kind = SW_SETTINGS_CI;
	else if (one_of(name, profiles) || sw_str_ends(path, SW_S("etc/profile")) || sw_str_contains(path, SW_S("etc/profile.d/")))
		*kind = SW_SETTINGS_PROFILE;
	else if (sw_str_is(name, ".env"))
		*kind = SW_SETTINGS_DOTENV;
	else if (sw_str_is(name, "root.json") && sw_str_contains(path, SW_S("trust/tuf/")))
		*kind = SW_SETTINGS_TRUST;
	else if (sw_str_ends(name, SW_S(".sh")) && pipeline_folder(path))
		*kind = SW_SETTINGS_SCRIPT;
	else
		return false;
	return true;
}

uint32_t settings_scope(struct settings_reader *reader, int32_t parent, struct sw_str name) {
	struct sw_settings *out = reader->out;
	if (out->scopes.n == SETTINGS_MOST_SCOPES) {
		out->incomplete = true;
		return parent < 0 ? 0 : (uint32_t)parent;
	}
	*sw_push(reader->arena, &out->scopes) = (struct sw_settings_scope){.parent = parent, .name = name};
	return (uint32_t)out->scopes.n - 1;
}

static void trust(struct settings_reader *reader, uint32_t scope, struct sw_str value, bool known, bool standing, struct sw_span at) {
	struct sw_settings *out = reader->out;
	if (out->settings.n == SETTINGS_MOST_SETTINGS) {
		out->incomplete = true;
		return;
	}
	*sw_push(reader->arena, &out->settings) = (struct sw_trust_setting){
		.scope = scope, .on = !known ? SW_UNKNOWN : sw_trust_switched_on(value) ? SW_YES : SW_NO, .standing = standing, .command = -1,
		.from = (uint32_t)out->commands.n, .at = at};
}

void settings_variable(struct settings_reader *reader, uint32_t scope, struct sw_str name, struct sw_str value, bool known,
		       bool standing, struct sw_span at) {
	struct sw_settings_scope *row = &reader->out->scopes.v[scope];
	if (sw_str_is(name, "DOCKER_CONTENT_TRUST")) {
		trust(reader, scope, value, known, standing, at);
	} else if (sw_str_is(name, "DOCKER_CONTENT_TRUST_SERVER")) {
		row->server = value.n ? value : SW_S("?");
		row->server_known = known && value.n > 0;
	} else if (sw_str_is(name, "DOCKER_BUILDKIT") && known) {
		row->buildkit = sw_trust_switched_on(value) ? SW_YES : SW_NO;
	}
}

void settings_client(struct settings_reader *reader, uint32_t scope, struct sw_str version, struct sw_span at) {
	unsigned major = sw_docker_major(version);
	struct sw_settings_scope *row = &reader->out->scopes.v[scope];
	if (!major)
		return;
	row->client = (uint16_t)major;
	row->client_at = at;
}

void settings_image(struct settings_reader *reader, uint32_t scope, struct sw_str image, bool known, struct sw_span at) {
	struct sw_image_ref ref = sw_image_ref_parse(reader->arena, image, known);
	struct sw_settings_scope *row = &reader->out->scopes.v[scope];
	row->client_image = ref.name.n ? ref.name : image;
	row->client = (uint16_t)sw_docker_image_major(&ref);
	row->client_at = at;
}

void settings_command(struct settings_reader *reader, uint32_t scope, enum sw_docker_act act, struct sw_span at) {
	struct sw_settings *out = reader->out;
	if (out->commands.n == SETTINGS_MOST_COMMANDS) {
		out->incomplete = true;
		return;
	}
	*sw_push(reader->arena, &out->commands) = (struct sw_docker_command){.scope = scope, .act = act, .at = at};
}

static bool names_content_trust(struct sw_str text) {
	return sw_str_contains(text, SW_S("CONTENT_TRUST")) || sw_str_contains(text, SW_S("-content-trust"));
}

/* Lines NAME=VALUE as Compose reads them; quotes are stripped. */
static void dotenv(struct settings_reader *reader) {
	struct sw_str rest = reader->text, line;
	while (sw_str_split(&rest, '\n', &line)) {
		struct sw_str pair = sw_str_trim(line);
		if (sw_str_starts(pair, SW_S("export ")))
			pair = sw_str_trim(sw_str_from(pair, 7));
		size_t equals = sw_str_find_byte(pair, '=');
		if (equals == SW_NPOS || pair.p[0] == '#')
			continue;
		struct sw_str value = sw_str_trim(sw_str_from(pair, equals + 1));
		uint32_t start = (uint32_t)(pair.p - reader->text.p);
		struct sw_span at = {reader->source, start, start + (uint32_t)pair.n};
		if (value.n > 1 && (value.p[0] == '"' || value.p[0] == '\'') && value.p[value.n - 1] == value.p[0])
			value = sw_str_sub(value, 1, value.n - 2);
		settings_variable(reader, 0, sw_str_trim(sw_str_sub(pair, 0, equals)), value, sw_str_find_byte(value, '$') == SW_NPOS, true, at);
	}
}

static void start(struct settings_reader *reader, struct sw_factset *set, enum sw_settings_file kind) {
	struct sw_settings *out = SW_NEW(&set->arena, struct sw_settings);
	out->file = kind;
	*reader = (struct settings_reader){.arena = &set->arena, .out = out, .unread = {.arena = &set->arena}};
	settings_scope(reader, -1, (struct sw_str){0});
}

static void finish(struct settings_reader *reader, struct sw_factset *set) {
	if (reader->out->settings.n || reader->out->roots.n)
		set->settings = reader->out;
}

void sw_settings_read(struct sw_factset *set, enum sw_settings_file kind, struct sw_str path, struct sw_str text) {
	struct settings_reader reader;
	set->kind = SW_ARTIFACT_SETTINGS;
	if (kind != SW_SETTINGS_TRUST && !names_content_trust(text))
		return;
	start(&reader, set, kind);
	reader.text = text;
	reader.source = sw_source_add(&set->arena, &set->sources, set->path, text);
	if (kind == SW_SETTINGS_TRUST)
		settings_root(&reader, path);
	else if (kind == SW_SETTINGS_DOTENV)
		dotenv(&reader);
	else if (kind != SW_SETTINGS_CI)
		settings_shell(&reader, (struct settings_place){0, 0}, text, 0);
	else if (sw_str_starts(sw_str_basename(path), SW_S("Jenkinsfile")))
		settings_jenkins(&reader);
	else
		settings_yaml(&reader, &set->diags);
	for (size_t i = 0; kind == SW_SETTINGS_PROFILE && i < reader.out->settings.n; i++)
		reader.out->settings.v[i].standing = reader.out->settings.v[i].command < 0;
	finish(&reader, set);
}

/* A build: each stage is a scope below that of the stage it is built from. */
static void of_build(struct settings_reader *reader, const struct sw_build *build) {
	uint32_t *scopes = SW_NEW_ARRAY(reader->arena, uint32_t, build->stages.n + 1);
	for (size_t s = 0; s < build->stages.n; s++) {
		const struct sw_stage *stage = &build->stages.v[s];
		bool inner = stage->parent >= 0 && (size_t)stage->parent < s;
		scopes[s] = settings_scope(reader, inner ? (int32_t)scopes[stage->parent] : 0, stage->name);
		if (stage->base.ref.written.n)
			settings_image(reader, scopes[s], stage->base.ref.written, stage->base.ref.known, stage->base.at);
	}
	for (size_t i = 0; i < build->steps.n; i++) {
		const struct sw_step *step = &build->steps.v[i];
		uint32_t scope = step->stage < build->stages.n ? scopes[step->stage] : 0;
		const struct sw_flag *from = step->kind == SW_STEP_COPY ? sw_step_flag(step, "from") : NULL;
		struct sw_image_ref ref = {0};
		if (from && from->known)
			ref = sw_image_ref_parse(reader->arena, from->value, true);
		if (sw_docker_image_major(&ref))
			settings_client(reader, scope, ref.tag, from->at);
		for (uint32_t p = 0; p < step->pair_count && (step->kind == SW_STEP_ENV || step->kind == SW_STEP_ARG); p++) {
			const struct sw_pair *pair = &step->pairs[p];
			size_t before = reader->out->settings.n;
			if (step->kind == SW_STEP_ENV || pair->has_value)
				settings_variable(reader, scope, pair->name, pair->value, pair->known, step->kind == SW_STEP_ENV, pair->at);
			/* RUN sees arguments as variables, but the image does not keep them. */
			if (reader->out->settings.n > before)
				reader->out->settings.v[before].argument = step->kind == SW_STEP_ARG;
		}
		if (step->kind == SW_STEP_RUN && step->script)
			settings_script(reader, (struct settings_place){settings_scope(reader, (int32_t)scope, (struct sw_str){0}), scope},
					step->script);
	}
}

static void of_deployment(struct settings_reader *reader, const struct sw_deployment *deployment) {
	for (size_t i = 0; i < deployment->workloads.n; i++) {
		const struct sw_workload *workload = &deployment->workloads.v[i];
		uint32_t scope = settings_scope(reader, 0, workload->name);
		if (workload->has_image)
			settings_image(reader, scope, workload->image.ref.written, workload->image.ref.known, workload->image.at);
		for (size_t e = 0; e < workload->env.n; e++) {
			const struct sw_env *env = &workload->env.v[e];
			if (env->origin != SW_ENV_PASSED || env->known)
				settings_variable(reader, scope, env->name, env->value, env->known, true, env->at);
		}
		for (size_t a = 0; a < workload->build.args.n; a++) {
			const struct sw_pair *pair = &workload->build.args.v[a];
			size_t before = reader->out->settings.n;
			if (sw_str_is(pair->name, "DOCKER_CONTENT_TRUST") && pair->has_value)
				trust(reader, scope, pair->value, pair->known, false, pair->at);
			if (reader->out->settings.n > before)
				reader->out->settings.v[before].argument = true;
		}
	}
}

void sw_settings_of_facts(struct sw_factset *set) {
	struct settings_reader reader;
	bool named = false;
	for (size_t i = 1; i < set->sources.n && !named; i++)
		named = names_content_trust(set->sources.v[i].text);
	if (!named || (!set->build && !set->deployment))
		return;
	start(&reader, set, set->build ? SW_SETTINGS_DOCKERFILE : SW_SETTINGS_COMPOSE);
	if (set->build)
		of_build(&reader, set->build);
	else
		of_deployment(&reader, set->deployment);
	finish(&reader, set);
}
