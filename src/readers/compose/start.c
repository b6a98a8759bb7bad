/* entrypoint:, command: and healthcheck: of a service. Their values are words as a JSON list, or a shell line. */
#include "readers/compose/parts.h"
#include "readers/compose/words.h"
#include "secrets/find.h"

/* A list's items from `from` on as JSON, with secrets masked. */
static struct sw_str list_json(struct sw_compose_reader *r, const struct sw_compose_scalars *list, size_t from) {
	struct sw_str *words = SW_NEW_ARRAY(r->arena, struct sw_str, list->n + 1);
	for (size_t i = from; i < list->n; i++)
		words[i - from] = list->v[i].text;
	sw_compose_suspect_words(r, list);
	sw_secret_mask_words(r->arena, words, list->n - from);
	return sw_compose_words_json(r->arena, words, list->n - from);
}

/* A line for the shell, with secrets masked. */
static struct sw_str shell_line(struct sw_compose_reader *r, const struct sw_compose_scalar *scalar) {
	sw_compose_suspect(r, (struct sw_str){0}, scalar->text, sw_compose_inner(r, scalar), scalar->literal);
	return sw_secret_mask(r->arena, scalar->text);
}

/* A list's items become one scalar that is known when each is. */
static struct sw_compose_scalar list_scalar(const struct sw_node *node, const struct sw_compose_scalars *list) {
	struct sw_compose_scalar whole = {.at = node->span, .known = list->n == node->count, .node = node};
	for (size_t i = 0; i < list->n; i++) {
		whole.known &= list->v[i].known;
		whole.defaulted |= list->v[i].defaulted;
	}
	return whole;
}

static void report_words(struct sw_compose_reader *r, const struct sw_compose_scalar *scalar,
			 const struct sw_compose_words *words, const char *what) {
	if (words->malformed)
		sw_compose_diag(r, SW_DIAG_WARNING, "compose-command", scalar->at,
				"%s: a quote is not closed, or a parenthesis is open: Compose refuses it", what);
	else if (words->cut != SW_NPOS)
		sw_compose_diag(r, SW_DIAG_WARNING, "compose-command", scalar->at,
				"%s: Compose starts no shell and drops what stands from \"%c\" on; use a list with sh -c", what,
				scalar->text.p[words->cut]);
}

/* null says nothing; an empty string and an empty list say that the image's own is not used. */
static void read_words(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member,
		       enum sw_field field) {
	const struct sw_node *node = member->value;
	const char *what = sw_field_table[field].name;
	struct sw_compose_scalar scalar;
	if (node->kind == SW_NODE_NULL)
		return;
	if (node->kind == SW_NODE_LIST) {
		struct sw_compose_scalars list = sw_compose_list(r, node, false, what);
		scalar = list_scalar(node, &list);
		sw_compose_say_value(w, field, &scalar, list_json(r, &list, 0));
		return;
	}
	if (!sw_compose_scalar(r, node, what, &scalar))
		return;
	struct sw_compose_words words = sw_compose_words_split(r->arena, scalar.text);
	report_words(r, &scalar, &words, what);
	scalar.known &= !words.malformed;
	sw_compose_suspect(r, (struct sw_str){0}, scalar.text, sw_compose_inner(r, &scalar), scalar.literal);
	sw_secret_mask_words(r->arena, words.v, words.n);
	sw_compose_say_value(w, field, &scalar, sw_compose_words_json(r->arena, words.v, words.n));
}

void sw_compose_read_entrypoint(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	read_words(r, w, member, SW_FIELD_ENTRYPOINT);
}

void sw_compose_read_command(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	read_words(r, w, member, SW_FIELD_COMMAND);
}

static void read_test_list(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_node *node) {
	struct sw_compose_scalars list = sw_compose_list(r, node, false, "test");
	struct sw_compose_scalar whole = list_scalar(node, &list);
	if (list.n == 0)
		return;
	struct sw_str first = list.v[0].text;
	if (sw_str_is(first, "NONE"))
		sw_compose_say_value(w, SW_FIELD_HEALTH, &whole, SW_S("none"));
	else if (sw_str_is(first, "CMD-SHELL"))
		sw_compose_say_value(w, SW_FIELD_HEALTH, &whole, list.n > 1 ? shell_line(r, &list.v[1]) : SW_S(""));
	else if (sw_str_is(first, "CMD"))
		sw_compose_say_value(w, SW_FIELD_HEALTH, &whole, list_json(r, &list, 1));
	else if (list.v[0].known)
		sw_compose_diag(r, SW_DIAG_WARNING, "compose-healthcheck", node->span,
				"test must start with CMD, CMD-SHELL or NONE: Compose refuses it");
}

void sw_compose_read_healthcheck(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	const struct sw_node *node = member->value;
	struct sw_compose_scalar scalar;
	if (node->kind != SW_NODE_MAP) {
		if (node->kind != SW_NODE_NULL)
			sw_compose_wrong_type(r, node, "healthcheck", "a map");
		return;
	}
	const struct sw_node *disable = sw_compose_get(node, "disable"), *test = sw_compose_get(node, "test");
	if (disable && sw_compose_bool(r, disable, "disable") == SW_YES) {
		if (sw_compose_scalar(r, disable, "disable", &scalar))
			sw_compose_say_value(w, SW_FIELD_HEALTH, &scalar, SW_S("none"));
	} else if (sw_node_is(test, SW_NODE_LIST)) {
		read_test_list(r, w, test);
	} else if (sw_compose_find(r, node, "test", &scalar)) {
		/* a string is a line for the shell; NONE alone can only be meant as the list's NONE */
		bool none = sw_str_is(scalar.text, "NONE");
		sw_compose_say_value(w, SW_FIELD_HEALTH, &scalar, none ? SW_S("none") : shell_line(r, &scalar));
	}
}
