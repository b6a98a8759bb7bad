/* From the tree of instructions to stages: which image or stage each is built from, which steps and variables it has, and
 * which of them the final one needs. */
#include "readers/dockerfile/read.h"
#include "base/limits.h"
#include "knowledge/image_name.h"
#include "readers/dockerfile/commands.h"
#include "readers/dockerfile/ignore.h"
#include "readers/dockerfile/refusals.h"
#include "readers/dockerfile/seen_secrets.h"
#include "readers/dockerfile/shell_comment.h"
#include "readers/dockerfile/stage_fields.h"
#include "readers/dockerfile/steps.h"

struct reading {
	struct sw_arena *arena;
	struct sw_arena *scratch;   /* of scopes and variables */
	struct sw_factset *set;
	struct sw_build *build;
	const struct sw_dockerfile *file;
	struct sw_scope global;     /* ARG before the first FROM */
	struct sw_scope **scopes;   /* of each stage */
	struct sw_step_context context;
	uint32_t next_comment;
	struct sw_shell_here said;  /* by a comment above the first FROM: the shell of every image; NONE: nothing */
	bool own_words_only;
	uint32_t next_gap;
};

static struct sw_stage *current(struct reading *reading) {
	return reading->build->stages.n ? &reading->build->stages.v[reading->build->stages.n - 1] : NULL;
}

static void add_use(struct reading *reading, struct sw_str text, bool known, struct sw_span at, enum sw_image_use_kind kind,
		    struct sw_str depends) {
	struct sw_image_use *use = sw_push(reading->arena, &reading->build->uses);
	*use = (struct sw_image_use){.ref = sw_image_ref_parse(reading->arena, text, known), .kind = kind, .at = at,
				     .stage = (int32_t)reading->build->stages.n - 1, .depends = depends};
}

static bool windows_name(struct sw_str image) {
	return sw_str_contains_nocase(image, SW_S("windows")) || sw_str_contains_nocase(image, SW_S("nanoserver"));
}

static void start_stage(struct reading *reading, const struct sw_instruction *instruction) {
	struct sw_arena *arena = reading->arena;
	struct sw_build *build = reading->build;
	struct sw_resolved image = {0};
	struct sw_span image_at = instruction->span;
	if (instruction->word_count) {
		image = sw_scope_resolve(arena, &reading->global, reading->file->escape, instruction->words[0].text);
		image_at = instruction->words[0].span;
	}
	struct sw_stage stage = {.index = (uint32_t)build->stages.n, .from = instruction->span,
				 .first_step = (uint32_t)build->steps.n};
	stage.parent = image.known ? sw_build_stage_above(build, image.text, build->stages.n, false) : -1;
	stage.base.depends = image.depends;
	stage.scratch = stage.parent < 0 && image.known && sw_str_is(image.text, "scratch");
	if (instruction->word_count == 3 && sw_str_is_nocase(instruction->words[1].text, "as"))
		stage.name = sw_arena_lower(arena, instruction->words[2].text);
	stage.windows = stage.parent >= 0 ? build->stages.v[stage.parent].windows : windows_name(image.text);
	for (unsigned f = 0; f < SW_START_FIELD_COUNT; f++)
		stage.said[f] = (struct sw_link){.layer = SW_LAYER_STAGE, .how = SW_HOW_ABSENT, .at = instruction->span};
	struct sw_scope *scope = SW_NEW(reading->scratch, struct sw_scope);
	scope->below = stage.parent >= 0 ? reading->scopes[stage.parent] : NULL;
	scope->open = stage.parent >= 0 ? scope->below->open : !stage.scratch;
	scope->windows = stage.windows;
	/* BuildKit gives the empty image a search path. */
	if (stage.scratch)
		sw_scope_set(reading->scratch, scope, (struct sw_variable){
			.name = SW_S("PATH"), .value = SW_S("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"), .from_env = true,
			.state = SW_EXPAND_SET});
	reading->scopes[stage.index] = scope;
	reading->context.scope = scope;
	reading->context.shell = stage.parent >= 0 ? reading->context.shells[stage.parent]
		: reading->said.kind != SW_SHELL_NONE ? reading->said
		: (struct sw_shell_here){.kind = stage.windows ? SW_SHELL_CMD : SW_SHELL_POSIX};
	reading->context.shells[stage.index] = reading->context.shell;
	*sw_push(arena, &build->stages) = stage;
	if (stage.parent < 0 && !stage.scratch) {
		add_use(reading, image.text, image.known, image_at, SW_USE_FROM, image.depends);
		current(reading)->base = build->uses.v[build->uses.n - 1];
	}
}

/* ARG without a value takes that of the ARG before the first FROM; without one it waits for the command line. */
static void declare_argument(struct reading *reading, struct sw_scope *scope, const struct sw_pair *pair, struct sw_resolved resolved) {
	struct sw_variable variable = {.name = pair->name, .state = SW_EXPAND_UNKNOWN, .depends = pair->name, .awaited = true};
	if (pair->has_value) {
		variable.awaited = false;
		variable.state = resolved.known ? SW_EXPAND_SET : SW_EXPAND_UNKNOWN;
		variable.value = resolved.text;
		if (resolved.depends.n)
			variable.depends = sw_arena_printf(reading->arena, "%.*s,%.*s", SW_ARG(pair->name), SW_ARG(resolved.depends));
	} else if (scope != &reading->global) {
		const struct sw_variable *global = sw_scope_get(&reading->global, pair->name);
		if (global) {
			variable = *global;
		}
	}
	sw_scope_set(reading->scratch, scope, variable);
}

static void declare_variables(struct reading *reading, const struct sw_step *step, const struct sw_resolved *resolved) {
	struct sw_stage *stage = current(reading);
	struct sw_scope *scope = stage ? reading->scopes[stage->index] : &reading->global;
	for (uint32_t i = 0; i < step->pair_count; i++) {
		const struct sw_pair *pair = &step->pairs[i];
		if (step->kind == SW_STEP_ARG) {
			declare_argument(reading, scope, pair, resolved[i]);
		} else if (step->kind == SW_STEP_ENV && stage) {
			sw_scope_set(reading->scratch, scope, (struct sw_variable){
				.name = pair->name, .value = pair->value, .from_env = true, .depends = resolved[i].depends,
				.state = pair->known ? SW_EXPAND_SET : SW_EXPAND_UNKNOWN});
			*sw_push(reading->arena, &stage->env) = *pair;
		} else if (step->kind == SW_STEP_LABEL && stage) {
			*sw_push(reading->arena, &stage->labels) = *pair;
		}
	}
}

/* Images and stages that COPY --from and RUN --mount=from= name. */
static void follow_sources(struct reading *reading, const struct sw_step *step, const struct sw_instruction *instruction) {
	for (uint32_t i = 0; i < step->flag_count; i++) {
		const struct sw_flag *flag = &step->flags[i];
		struct sw_str from = {0};
		struct sw_span at = flag->at;
		if (step->kind == SW_STEP_COPY && sw_str_is(flag->name, "from")) {
			from = flag->value;
			at = instruction->flags[i].value_span;
		} else if (step->kind == SW_STEP_RUN && sw_str_is(flag->name, "mount")) {
			struct sw_dockerfile_field *fields;
			int count = sw_dockerfile_fields(reading->arena, &instruction->flags[i], &fields);
			for (int k = 0; k < count; k++)
				if (sw_str_is(fields[k].key, "from")) {
					from = fields[k].value;
					at = fields[k].span;
				}
		}
		if (!from.n)
			continue;
		/* COPY sees the stages above its own. */
		if (sw_build_stage_above(reading->build, from, reading->build->stages.n - 1, true) >= 0 || sw_str_is(from, "scratch") || sw_str_is(from, "context"))
			continue;
		add_use(reading, from, flag->known, at, step->kind == SW_STEP_COPY ? SW_USE_COPY : SW_USE_MOUNT, (struct sw_str){0});
	}
}

static void read_instruction(struct reading *reading, const struct sw_instruction *instruction, bool on_build) {
	if (instruction->kind == SW_INSTRUCTION_FROM && !on_build)
		start_stage(reading, instruction);
	struct sw_stage *stage = current(reading);
	struct sw_resolved *resolved = NULL, *pair_resolved = NULL;
	reading->context.stage = stage ? stage->index : UINT32_MAX;
	if (!stage)
		reading->context.scope = &reading->global;
	const struct sw_scope *scope = reading->context.scope;
	if (instruction->kind == SW_INSTRUCTION_FROM && !on_build)
		reading->context.scope = &reading->global; /* FROM is read outside of the stage that it opens */
	struct sw_step step = sw_step_make(&reading->context, instruction, &resolved, &pair_resolved);
	reading->context.scope = scope;
	step.on_build = on_build;
	sw_seen_secrets_of_pairs(reading->set, &step);
	if (!on_build)
		declare_variables(reading, &step, pair_resolved);
	if (stage && !on_build)
		sw_stage_state(&reading->context, reading->build, current(reading), &step, instruction, resolved);
	if (stage)
		follow_sources(reading, &step, instruction);
	*sw_push(reading->arena, &reading->build->steps) = step;
	if (stage)
		current(reading)->step_count = (uint32_t)reading->build->steps.n - current(reading)->first_step;
	if (instruction->sub)
		read_instruction(reading, instruction->sub, true);
}

/* Every edge leads to a stage above, so one pass from the last to the first finds all that the last one needs. */
static void mark_reached(struct sw_build *build) {
	build->stages.v[build->stages.n - 1].reached = true;
	for (uint32_t i = (uint32_t)build->stages.n; i-- > 0;) {
		const struct sw_stage *stage = &build->stages.v[i];
		if (!stage->reached)
			continue;
		if (stage->parent >= 0)
			build->stages.v[stage->parent].reached = true;
		for (uint32_t s = stage->first_step; s < stage->first_step + stage->step_count; s++)
			for (uint32_t f = 0; f < build->steps.v[s].flag_count; f++) {
				int32_t from = sw_build_taken_from(build, &build->steps.v[s].flags[f], i);
				if (from >= 0)
					build->stages.v[from].reached = true;
			}
	}
}

static void add_comments(struct sw_factset *set, const struct sw_dockerfile *file) {
	for (uint32_t i = 0; i < file->comment_count; i++)
		*sw_push(&set->arena, &set->comments) = (struct sw_comment){
			.at = file->comments[i].span, .text = file->comments[i].text, .alone = true,
			.directive = file->comments[i].directive, .inside = file->comments[i].inside};
}

/* What comments above the instruction say about the shell. They are words of another tool, and what is not read as POSIX
 * is not looked into: it is told. */
static void take_shell(struct reading *reading, const struct sw_instruction *instruction) {
	const struct sw_dockerfile *file = reading->file;
	for (; reading->next_comment < file->comment_count; reading->next_comment++) {
		const struct sw_dockerfile_comment *comment = &file->comments[reading->next_comment];
		if (comment->span.start > instruction->span.start)
			return;
		struct sw_str name = comment->inside || reading->own_words_only ? (struct sw_str){0} : sw_shell_of_comment(comment->text);
		if (!name.n)
			continue;
		struct sw_stage *stage = current(reading);
		struct sw_shell_here shell = {sw_shell_by_name(name), sw_str_basename(name)};
		if (!stage) {
			reading->said = shell;
		} else {
			reading->context.shell = shell;
			reading->context.shells[stage->index] = shell;
		}
		if (shell.kind != SW_SHELL_POSIX)
			sw_diag_add(&reading->set->diags, SW_DIAG_WARNING, "dockerfile-shell-comment", comment->span,
				    "this comment says that steps run in %.*s, so what they do is not looked into", SW_ARG(name));
	}
}

/* The blank line inside instruction `index`, if it has one; gaps come in the order of instructions. */
static struct sw_span take_gap(struct reading *reading, uint32_t index) {
	const struct sw_dockerfile *file = reading->file;
	if (reading->next_gap < file->gap_count && file->gaps[reading->next_gap].instruction == index)
		return file->gaps[reading->next_gap++].at;
	return (struct sw_span){0};
}

/* Without a stage there is no build that could have findings. */
static void tell_all(struct sw_factset *set, const struct sw_diags *diags) {
	for (size_t i = 0; i < diags->n; i++)
		sw_diag_add(&set->diags, diags->v[i].level, diags->v[i].code, diags->v[i].at, "%.*s", SW_ARG(diags->v[i].message));
	set->diags.dropped += diags->dropped;
}

/* As many stages and steps as the file has instructions for; arrays that grow would leave their smaller selves behind. */
static void reserve(struct reading *reading) {
	const struct sw_dockerfile *file = reading->file;
	size_t stages = 0, steps = 0;
	for (uint32_t i = 0; i < file->instruction_count; i++) {
		stages += file->instructions[i].kind == SW_INSTRUCTION_FROM;
		for (const struct sw_instruction *at = &file->instructions[i]; at; at = at->sub)
			steps++;
	}
	stages = stages <= SW_LIMIT_STAGES ? stages : SW_LIMIT_STAGES + 1;
	sw_reserve(reading->arena, &reading->build->stages, stages);
	sw_reserve(reading->arena, &reading->build->steps, steps);
}

/* The build that a parsed file describes; NULL, with what the parser said, when it has no stage. */
static struct sw_build *read_file(struct sw_factset *set, const struct sw_dockerfile *file, struct sw_str path,
				  const struct sw_diags *said, const struct sw_dockerfile_files *files) {
	struct sw_arena *arena = &set->arena;
	uint32_t source = file->source;
	struct sw_build *build = SW_NEW(arena, struct sw_build);
	build->path = path;
	build->source = source;
	struct reading reading = {.arena = arena, .scratch = sw_arena_scratch(arena), .set = set, .build = build, .file = file,
				  .own_words_only = files && files->own_words_only};
	size_t most = (size_t)file->instruction_count + 1;
	reading.scopes = SW_NEW_ARRAY(reading.scratch, struct sw_scope *, most);
	reading.context = (struct sw_step_context){.arena = arena, .source = source, .escape = file->escape, .diags = &set->diags,
						   .shells = SW_NEW_ARRAY(reading.scratch, struct sw_shell_here, most),
						   .scope = &reading.global, .shell.kind = SW_SHELL_POSIX};
	reserve(&reading);
	if (file->syntax.line)
		add_use(&reading, file->syntax.word, true, file->syntax.span, SW_USE_SYNTAX, (struct sw_str){0});
	for (uint32_t i = 0; i < file->instruction_count && build->stages.n <= SW_LIMIT_STAGES; i++) {
		reading.context.gap = take_gap(&reading, i);
		take_shell(&reading, &file->instructions[i]);
		read_instruction(&reading, &file->instructions[i], false);
	}
	if (build->stages.n > SW_LIMIT_STAGES)
		sw_diag_add(&set->diags, SW_DIAG_ERROR, "dockerfile-too-many-stages", current(&reading)->from,
			    "more than %d stages; the rest of the file was not read", SW_LIMIT_STAGES);
	if (!build->stages.n) {
		tell_all(set, said);
		return NULL;
	}
	sw_take_refusals(set, build, said);
	mark_reached(build);
	build->ignores_secrets = sw_read_ignore(arena, files, set->path, &build->ignore);
	return build;
}

void sw_dockerfile_read(struct sw_factset *set, struct sw_str text, const struct sw_dockerfile_files *files) {
	struct sw_arena *arena = &set->arena;
	set->kind = SW_ARTIFACT_DOCKERFILE;
	set->diags.arena = arena;
	uint32_t source = sw_source_add(arena, &set->sources, set->path, text);
	struct sw_diags said = {.arena = arena}; /* by the parser */
	const struct sw_dockerfile *file = sw_dockerfile_parse(arena, source, text, &said);
	set->build = read_file(set, file, set->path, &said, files);
	add_comments(set, file);
	sw_seen_secrets_of_text(set, source, text);
}

struct sw_build *sw_dockerfile_read_inside(struct sw_factset *set, const struct sw_inner_dockerfile *inner,
					   const struct sw_dockerfile_files *files) {
	const struct sw_source *source = sw_source_of(&set->sources, inner->at);
	if (!source)
		return NULL;
	struct sw_diags said = {.arena = &set->arena};
	struct sw_dockerfile_part part = {inner->at.start, inner->at.end, inner->indent, inner->doubled};
	const struct sw_dockerfile *file = sw_dockerfile_parse_part(&set->arena, inner->at.source, source->text, &part, &said);
	struct sw_build *build = read_file(set, file, inner->path, &said, files);
	if (build)
		build->inside = true;
	return build;
}
