#include "readers/dockerfile/stage_fields.h"
#include "knowledge/paths.h"
#include "secrets/find.h"

static void say(struct sw_stage *stage, enum sw_field field, const struct sw_step *step, struct sw_resolved value) {
	stage->said[field] = (struct sw_link){.layer = SW_LAYER_STAGE, .how = SW_HOW_STATED, .known = value.known,
					      .value = value.text, .at = step->at, .depends = value.depends, .sole = value.sole};
}

/* A relative WORKDIR counts from the one before it; from an unseen one it cannot be told. */
static struct sw_resolved absolute(struct sw_arena *arena, const struct sw_build *build, const struct sw_stage *stage,
				   struct sw_resolved path) {
	if (!path.known || stage->windows)
		return path;
	if (sw_str_starts(path.text, SW_S("/"))) {
		path.text = sw_path_clean(arena, path.text);
		return path;
	}
	const struct sw_stage *stating = sw_stage_stating(build, stage, SW_FIELD_WORKDIR);
	const struct sw_stage *root = stage;
	while (root->parent >= 0)
		root = &build->stages.v[root->parent];
	if (!stating && !root->scratch) {
		path.known = false;
		return path;
	}
	struct sw_str before = stating ? stating->said[SW_FIELD_WORKDIR].value : SW_S("");
	path.known = !stating || stating->said[SW_FIELD_WORKDIR].known;
	path.text = sw_path_clean(arena, sw_arena_printf(arena, "%.*s/%.*s", SW_ARG(before), SW_ARG(path.text)));
	return path;
}

/* The words of an exec form as JSON, with secrets masked: before they are escaped, and each beside the one before it. */
static struct sw_str list(struct sw_arena *arena, const struct sw_shell_word *words, uint32_t n) {
	struct sw_shell_word *masked = SW_NEW_ARRAY(arena, struct sw_shell_word, (size_t)n + 1);
	struct sw_str *texts = SW_NEW_ARRAY(arena, struct sw_str, (size_t)n + 1);
	for (uint32_t i = 0; i < n; i++)
		texts[i] = words[i].text;
	sw_secret_mask_words(arena, texts, n);
	for (uint32_t i = 0; i < n; i++)
		masked[i].text = texts[i];
	return sw_step_list(arena, masked, n);
}

static struct sw_resolved whole(struct sw_arena *arena, const struct sw_step *step, const struct sw_instruction *instruction) {
	/* HEALTHCHECK's first word is CMD; the list follows it. */
	uint32_t skip = step->kind == SW_STEP_HEALTHCHECK && step->word_count ? 1 : 0;
	struct sw_str line = instruction->command.text.n ? sw_str_trim(instruction->command.text) : SW_S("[]");
	return (struct sw_resolved){.text = step->json ? list(arena, step->words + skip, step->word_count - skip)
						       : sw_secret_mask(arena, line),
				    .known = true, .literal = true};
}

static void state_health(struct sw_arena *arena, struct sw_stage *stage, const struct sw_step *step,
			 const struct sw_instruction *instruction) {
	bool none = instruction->word_count && sw_str_is_nocase(instruction->words[0].text, "none");
	say(stage, SW_FIELD_HEALTH, step, none ? (struct sw_resolved){.text = SW_S("none"), .known = true}
					     : whole(arena, step, instruction));
}

void sw_stage_state(struct sw_step_context *context, const struct sw_build *build, struct sw_stage *stage, const struct sw_step *step,
		    const struct sw_instruction *instruction, const struct sw_resolved *resolved) {
	struct sw_arena *arena = context->arena;
	struct sw_resolved first = step->word_count && resolved ? resolved[0] : (struct sw_resolved){0};
	switch ((int)step->kind) {
	case SW_STEP_USER:
		say(stage, SW_FIELD_USER, step, first);
		break;
	case SW_STEP_WORKDIR:
		say(stage, SW_FIELD_WORKDIR, step, absolute(arena, build, stage, first));
		break;
	case SW_STEP_STOPSIGNAL:
		say(stage, SW_FIELD_STOP_SIGNAL, step, first);
		break;
	case SW_STEP_ENTRYPOINT:
		say(stage, SW_FIELD_ENTRYPOINT, step, whole(arena, step, instruction));
		break;
	case SW_STEP_CMD:
		say(stage, SW_FIELD_COMMAND, step, whole(arena, step, instruction));
		break;
	case SW_STEP_HEALTHCHECK:
		state_health(arena, stage, step, instruction);
		break;
	case SW_STEP_EXPOSE:
		for (uint32_t i = 0; i < step->word_count; i++)
			sw_step_exposed(arena, &step->words[i], resolved[i].known, stage);
		break;
	case SW_STEP_VOLUME:
		for (uint32_t i = 0; i < step->word_count; i++)
			*sw_push(arena, &stage->volumes) =
				(struct sw_path_at){step->words[i].text, resolved[i].known, step->words[i].span};
		break;
	case SW_STEP_SHELL:
		context->shell = sw_step_shell_of(step);
		context->shells[stage->index] = context->shell;
		break;
	default:
		break;
	}
}
