#include "readers/dockerfile/steps.h"
#include "base/vec.h"
#include "readers/dockerfile/commands.h"
#include "secrets/find.h"

static enum sw_step_kind kind_of(enum sw_instruction_kind kind) {
	static const enum sw_step_kind kinds[] = {
		[SW_INSTRUCTION_UNKNOWN] = SW_STEP_UNKNOWN, [SW_INSTRUCTION_ADD] = SW_STEP_ADD, [SW_INSTRUCTION_ARG] = SW_STEP_ARG,
		[SW_INSTRUCTION_CMD] = SW_STEP_CMD, [SW_INSTRUCTION_COPY] = SW_STEP_COPY,
		[SW_INSTRUCTION_ENTRYPOINT] = SW_STEP_ENTRYPOINT, [SW_INSTRUCTION_ENV] = SW_STEP_ENV,
		[SW_INSTRUCTION_EXPOSE] = SW_STEP_EXPOSE, [SW_INSTRUCTION_FROM] = SW_STEP_FROM,
		[SW_INSTRUCTION_HEALTHCHECK] = SW_STEP_HEALTHCHECK, [SW_INSTRUCTION_LABEL] = SW_STEP_LABEL,
		[SW_INSTRUCTION_MAINTAINER] = SW_STEP_MAINTAINER, [SW_INSTRUCTION_ONBUILD] = SW_STEP_ONBUILD,
		[SW_INSTRUCTION_RUN] = SW_STEP_RUN, [SW_INSTRUCTION_SHELL] = SW_STEP_SHELL,
		[SW_INSTRUCTION_STOPSIGNAL] = SW_STEP_STOPSIGNAL, [SW_INSTRUCTION_USER] = SW_STEP_USER,
		[SW_INSTRUCTION_VOLUME] = SW_STEP_VOLUME, [SW_INSTRUCTION_WORKDIR] = SW_STEP_WORKDIR,
	};
	return kinds[kind];
}

/* Instructions whose words the builder expands. */
static bool builder_expands(enum sw_step_kind kind) {
	switch ((int)kind) {
	case SW_STEP_ADD: case SW_STEP_COPY: case SW_STEP_EXPOSE: case SW_STEP_FROM: case SW_STEP_STOPSIGNAL: case SW_STEP_USER:
	case SW_STEP_VOLUME: case SW_STEP_WORKDIR:
		return true;
	default:
		return false;
	}
}

static struct sw_resolved resolve(const struct sw_step_context *context, struct sw_str text) {
	return sw_scope_resolve(context->arena, context->scope, context->escape, text);
}

/* Whether the name of an image is none when the reference at start … end gives nothing. */
static bool breaks_name(struct sw_str text, size_t start, size_t end) {
	static const char signs[] = ":/@";
	char before = start ? text.p[start - 1] : '/', after = end < text.n ? text.p[end] : '/';
	return strchr(signs, before) && (strchr(signs, after) || (before == ':' && !sw_is_alnum(after) && after != '_' && after != '$'));
}

/* Special parameters, and what every build has without being asked. */
static bool is_always_there(struct sw_str name) {
	return !name.n || (!sw_is_alpha(name.p[0]) && name.p[0] != '_') || sw_str_is(name, "PATH") || sw_str_is_nocase(name, "no_proxy") ||
	       (name.n > 6 && sw_str_is_nocase(sw_str_from(name, name.n - 6), "_proxy"));
}

/* Notes references to what nothing gives a value; a modifier says what holds then. */
static void note_undefined(const struct sw_step_context *context, struct sw_step *step, const struct sw_resolved *resolved,
			   struct sw_str text, struct sw_span at) {
	bool from = step->kind == SW_STEP_FROM, exact = at.end - at.start == text.n;
	for (size_t i = 0; i < resolved->reference_count; i++) {
		const struct sw_expand_reference *reference = &resolved->references[i];
		const struct sw_variable *variable = sw_scope_get(context->scope, reference->name);
		bool breaks = from && variable && variable->awaited && breaks_name(text, reference->start, reference->end);
		if (strchr("-+?", reference->modifier) && reference->modifier)
			continue;
		if ((variable && !breaks) || is_always_there(reference->name) || (from && sw_scope_predefined(reference->name)))
			continue;
		struct sw_span part = {at.source, at.start + (uint32_t)reference->start, at.start + (uint32_t)reference->end};
		*sw_push(context->arena, &step->undefined) = (struct sw_undefined){
			.name = reference->name, .at = exact ? part : at, .maybe = context->scope->open, .breaks = breaks};
	}
}

static struct sw_resolved *make_words(const struct sw_step_context *context, const struct sw_instruction *instruction,
				      struct sw_step *step) {
	struct sw_arena *arena = context->arena;
	step->word_count = instruction->word_count;
	step->words = SW_NEW_ARRAY(arena, struct sw_shell_word, step->word_count);
	struct sw_resolved *resolved = SW_NEW_ARRAY(sw_arena_scratch(arena), struct sw_resolved, step->word_count);
	for (uint32_t i = 0; i < step->word_count; i++) {
		const struct sw_dockerfile_word *word = &instruction->words[i];
		resolved[i] = builder_expands(step->kind) ? resolve(context, word->text)
			: (struct sw_resolved){.text = word->text, .known = true, .literal = true};
		step->words[i] = (struct sw_shell_word){.text = resolved[i].text, .raw = word->text, .span = word->span,
							.is_static = resolved[i].known};
		note_undefined(context, step, &resolved[i], word->text, word->span);
	}
	return resolved;
}

static struct sw_resolved *make_pairs(const struct sw_step_context *context, const struct sw_instruction *instruction,
				      struct sw_step *step) {
	struct sw_arena *arena = context->arena;
	step->pair_count = instruction->pair_count;
	if (!step->pair_count)
		return NULL;
	step->pairs = SW_NEW_ARRAY(arena, struct sw_pair, step->pair_count);
	struct sw_resolved *resolved = SW_NEW_ARRAY(sw_arena_scratch(arena), struct sw_resolved, step->pair_count);
	for (uint32_t i = 0; i < step->pair_count; i++) {
		const struct sw_dockerfile_pair *pair = &instruction->pairs[i];
		resolved[i] = resolve(context, pair->value);
		struct sw_resolved name = resolve(context, pair->key);
		note_undefined(context, step, &resolved[i], pair->value, pair->value_span);
		step->pairs[i] = (struct sw_pair){
			.name = name.text, .value = resolved[i].text, .has_value = pair->has_value, .old_form = pair->old_form, .known = resolved[i].known,
			.literal = resolved[i].literal, .credential_name = sw_secret_name_class(name.text) == SW_SECRET_NAME_CREDENTIAL,
			.value_at = pair->has_value ? pair->value_span : pair->key_span,
			.at = pair->has_value ? sw_span_join(pair->key_span, pair->value_span) : pair->key_span};
	}
	return resolved;
}

static void make_flags(const struct sw_step_context *context, const struct sw_instruction *instruction, struct sw_step *step) {
	step->flag_count = instruction->flag_count;
	if (!step->flag_count)
		return;
	step->flags = SW_NEW_ARRAY(context->arena, struct sw_flag, step->flag_count);
	for (uint32_t i = 0; i < step->flag_count; i++) {
		const struct sw_dockerfile_flag *flag = &instruction->flags[i];
		struct sw_resolved value = resolve(context, flag->value);
		note_undefined(context, step, &value, flag->value, flag->value_span);
		step->flags[i] = (struct sw_flag){.name = flag->name, .value = value.text, .known = value.known, .at = flag->span};
	}
}

static void make_heredocs(const struct sw_step_context *context, const struct sw_instruction *instruction, struct sw_step *step) {
	step->heredoc_count = instruction->heredoc_count;
	if (!step->heredoc_count)
		return;
	step->heredocs = SW_NEW_ARRAY(context->arena, struct sw_heredoc_body, step->heredoc_count);
	for (uint32_t i = 0; i < step->heredoc_count; i++)
		step->heredocs[i] = (struct sw_heredoc_body){instruction->heredocs[i].name, instruction->heredocs[i].span};
}

enum sw_step_shell sw_shell_by_name(struct sw_str program) {
	static const char *const posix[] = {"sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "busybox"};
	struct sw_str name = sw_str_basename(program);
	size_t back = sw_str_rfind_byte(name, '\\');
	if (back != SW_NPOS)
		name = sw_str_from(name, back + 1);
	if (name.n > 4 && sw_str_is_nocase(sw_str_from(name, name.n - 4), ".exe"))
		name.n -= 4;
	for (size_t i = 0; i < sizeof posix / sizeof *posix; i++)
		if (sw_str_is_nocase(name, posix[i]))
			return SW_SHELL_POSIX;
	if (sw_str_is_nocase(name, "powershell") || sw_str_is_nocase(name, "pwsh"))
		return SW_SHELL_POWERSHELL;
	return sw_str_is_nocase(name, "cmd") ? SW_SHELL_CMD : SW_SHELL_OTHER;
}

struct sw_shell_here sw_step_shell_of(const struct sw_step *step) {
	struct sw_str name = step->word_count ? step->words[0].text : (struct sw_str){0};
	return (struct sw_shell_here){sw_shell_by_name(name), sw_str_basename(name)};
}

/* A heredoc that is the whole body runs by its "#!" line. */
static enum sw_step_shell body_shell(const struct sw_step_context *context, const struct sw_instruction *instruction) {
	if (!instruction->heredoc_only || !sw_str_starts(instruction->script.text, SW_S("#!")))
		return context->shell.kind;
	struct sw_str rest = sw_str_from(instruction->script.text, 2), line, word, last = {0};
	sw_str_split(&rest, '\n', &line);
	line = sw_str_trim(line);
	/* "#!/usr/bin/env -S python3": the first word that is neither env nor an option */
	while (sw_str_split(&line, ' ', &word)) {
		last = word;
		if (word.n && word.p[0] != '-' && !sw_str_is(sw_str_basename(word), "env"))
			break;
	}
	return sw_shell_by_name(last);
}

static void make_body(const struct sw_step_context *context, const struct sw_instruction *instruction, struct sw_step *step) {
	bool runs = step->kind == SW_STEP_RUN || step->kind == SW_STEP_CMD || step->kind == SW_STEP_ENTRYPOINT ||
		    step->kind == SW_STEP_HEALTHCHECK;
	if (!runs || !instruction->word_count)
		return;
	if (step->json) {
		/* HEALTHCHECK's first word is CMD; the list follows it. */
		uint32_t skip = step->kind == SW_STEP_HEALTHCHECK ? 1 : 0;
		if (step->word_count > skip)
			step->script = sw_commands_of_words(context->arena, step->words + skip, step->word_count - skip, step->at,
							    context->scope, context->diags);
		return;
	}
	if (!instruction->script.text.n)
		return;
	step->shell = body_shell(context, instruction);
	if (step->shell == SW_SHELL_POSIX)
		step->script = sw_commands_of_text(context->arena, context->source, instruction, context->scope, context->diags);
	struct sw_step_body *body = SW_NEW(context->arena, struct sw_step_body);
	*body = (struct sw_step_body){instruction->script.text, instruction->script.map, context->shell.name};
	if (!body->shell.n)
		body->shell = SW_S("sh");
	step->body = step->shell == SW_SHELL_POSIX ? body : NULL;
}

struct sw_step sw_step_make(const struct sw_step_context *context, const struct sw_instruction *instruction,
			    struct sw_resolved **words, struct sw_resolved **pairs) {
	struct sw_step step = {.kind = kind_of(instruction->kind), .stage = context->stage, .at = instruction->span,
			       .keyword = instruction->keyword_span, .gap = context->gap, .json = instruction->json};
	*words = make_words(context, instruction, &step);
	*pairs = make_pairs(context, instruction, &step);
	make_flags(context, instruction, &step);
	make_heredocs(context, instruction, &step);
	make_body(context, instruction, &step);
	return step;
}

struct sw_str sw_step_list(struct sw_arena *arena, const struct sw_shell_word *words, uint32_t count) {
	size_t n = 2;
	for (uint32_t i = 0; i < count; i++)
		n += words[i].text.n * 2 + 4;
	char *text = sw_arena_alloc(arena, n + 1);
	size_t at = 0;
	text[at++] = '[';
	for (uint32_t i = 0; i < count; i++) {
		if (i)
			text[at++] = ',';
		text[at++] = '"';
		for (size_t k = 0; k < words[i].text.n; k++) {
			char c = words[i].text.p[k];
			if (c == '"' || c == '\\')
				text[at++] = '\\';
			/* A control byte never stands in a value that people read. */
			text[at++] = (unsigned char)c < ' ' ? ' ' : c;
		}
		text[at++] = '"';
	}
	text[at++] = ']';
	return sw_str(text, at);
}

void sw_step_exposed(struct sw_arena *arena, const struct sw_shell_word *word, bool known, struct sw_stage *stage) {
	struct sw_str ports = word->text, low, high, protocol = SW_S("tcp");
	size_t slash = sw_str_find_byte(ports, '/');
	if (slash != SW_NPOS) {
		protocol = sw_str_from(ports, slash + 1);
		ports = sw_str_sub(ports, 0, slash);
	}
	sw_str_split(&ports, '-', &low);
	high = ports.p ? ports : low;
	uint64_t first = 0, last = 0;
	bool valid = known && sw_str_to_u64(low, &first) && sw_str_to_u64(high, &last) && first <= last && last <= UINT16_MAX;
	*sw_push(arena, &stage->exposed) = (struct sw_exposed){
		.port_low = valid ? (uint16_t)first : 0, .port_high = valid ? (uint16_t)last : 0, .protocol = protocol, .at = word->span};
}
