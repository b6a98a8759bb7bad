#include "system/switch_user.h"
#include "base/vec.h"
#include "formats/json.h"
#include "formats/shell_words.h"

SW_VEC_TYPE(words, struct sw_shell_word);

static const struct sw_str switched = SW_SI("the start switches the user");

/* The words of a start value: a JSON list, or a shell line read as such. False when it cannot be told. */
static bool add_words(struct sw_arena *arena, const struct sw_value *value, struct words *words, bool *shell) {
	if (!value->known)
		return value->missing == SW_MISSING_BASE_IMAGE || value->missing == SW_MISSING_IMAGE;
	struct sw_diags ignored = {.arena = arena};
	if (sw_str_starts(value->value, SW_S("["))) {
		struct sw_node *list = sw_json_read_one(arena, 0, value->value, SW_DIALECT_STRICT, &ignored);
		if (!sw_node_is(list, SW_NODE_LIST))
			return false;
		for (uint32_t i = 0; i < list->count; i++)
			*sw_push(arena, words) = (struct sw_shell_word){.text = list->items[i]->text, .raw = list->items[i]->text,
									.is_static = true};
		return true;
	}
	struct sw_shell_script *script = sw_shell_read_at(arena, (struct sw_span){0}, value->value, &ignored);
	*shell = true;
	/* Only a line that is one command says which user it is. */
	if (!script->complete || script->n != 1)
		return false;
	for (uint32_t i = 0; i < script->v[0].word_count; i++)
		*sw_push(arena, words) = script->v[0].words[i];
	return true;
}

bool sw_switched_user(struct sw_arena *arena, const struct sw_value *entrypoint, const struct sw_value *command,
		      struct sw_link *link) {
	struct words words = {0};
	bool shell = false;
	if (!add_words(arena, entrypoint, &words, &shell))
		return false;
	const struct sw_link *at = words.n ? sw_value_link(entrypoint) : NULL;
	/* A shell-form entrypoint ignores the command. */
	if (!shell && !add_words(arena, command, &words, &shell))
		return false;
	if (!at)
		at = sw_value_link(command);
	if (!words.n || !at)
		return false;
	struct sw_shell_command start = {.words = words.v, .word_count = (uint32_t)words.n, .parent = -1};
	struct sw_shell_call call = sw_shell_call(&start);
	if (!call.has_user || !call.user.is_static || !call.user.text.n)
		return false;
	*link = (struct sw_link){.layer = at->layer, .how = SW_HOW_INFERRED, .known = true,
				 .value = call.user.text, .at = at->at,
				 .where = switched};
	return true;
}

bool sw_is_switch(const struct sw_link *link) {
	return link->how == SW_HOW_INFERRED && sw_str_eq(link->where, switched);
}

bool sw_may_switch_user(const struct sw_value *user) {
	struct sw_str name = sw_str_sub(user->value, 0, sw_str_find_byte(user->value, ':'));
	return !user->known || sw_str_is(name, "root") || sw_str_is(name, "0");
}

/* Nothing above the image says it. */
static bool left_to_image(const struct sw_value *value) {
	return !sw_value_set(value) && (value->missing == SW_MISSING_BASE_IMAGE || value->missing == SW_MISSING_IMAGE);
}

/* "-c max_connections=200", "redis-server …", "mongod …" */
static bool starts_program(struct sw_arena *arena, const struct sw_value *command, struct sw_str program_user) {
	struct words words = {0};
	bool shell = false;
	if (!add_words(arena, command, &words, &shell) || shell || !words.n)
		return false;
	struct sw_str first = sw_str_basename(words.v[0].text);
	return sw_str_starts(first, SW_S("-")) || sw_str_starts(first, program_user) || (first.n >= 4 && sw_str_starts(program_user, first));
}

bool sw_starts_as_published(struct sw_arena *arena, const struct sw_value *entrypoint, const struct sw_value *command,
			    struct sw_str program_user) {
	if (!left_to_image(entrypoint))
		return false;
	return left_to_image(command) || starts_program(arena, command, program_user);
}

static bool is_own(const struct sw_image *image, enum sw_field field, const struct sw_value *value) {
	const struct sw_link *said = &image->said[field], *link = sw_value_link(value);
	return said->how == SW_HOW_STATED && value->known && link && sw_str_eq(link->value, said->value) && sw_span_cmp(link->at, said->at) == 0;
}

bool sw_starts_given(struct sw_arena *arena, const struct sw_image *image, const struct sw_value *entrypoint,
		     const struct sw_value *command, struct sw_str program_user) {
	return is_own(image, SW_FIELD_ENTRYPOINT, entrypoint) &&
	       (is_own(image, SW_FIELD_COMMAND, command) || starts_program(arena, command, program_user));
}
