/* Files in which other tools keep what they pass over. They speak of the folder they stand in and all below. */
#include "knowledge/date.h"
#include "readers/suppressions/entries.h"
#include "readers/suppressions/words.h"

struct file_reader {
	struct sw_arena *arena;
	struct sw_suppressions *list;
	struct sw_str folder;
	const char *tool, *name;
};

static struct sw_suppression *add(const struct file_reader *reader, struct sw_text_at id, struct sw_str reason) {
	struct sw_suppression *one = sw_push(reader->arena, reader->list);
	*one = (struct sw_suppression){
		.tool = sw_str_of(reader->tool), .rule = sw_suppression_rule(reader->arena, sw_str_of(reader->tool), id.text),
		.folder = reader->folder, .at = id.at, .reason = reason,
		.written = sw_arena_printf(reader->arena, "%s: %.*s", reader->name, SW_ARG(id.text))};
	return one;
}

/* One id a line, words behind it, comments behind '#'. */
static void lines(const struct file_reader *reader, uint32_t source, struct sw_str text) {
	struct sw_str rest = text, line, id;
	while (sw_str_split(&rest, '\n', &line)) {
		line = sw_str_trim(sw_str_sub(line, 0, sw_str_find_byte(line, '#')));
		if (!line.n)
			continue;
		sw_str_split(&line, ' ', &id);
		uint32_t at = (uint32_t)(id.p - text.p);
		struct sw_suppression *one = add(reader, (struct sw_text_at){id, {source, at, at + (uint32_t)id.n}}, (struct sw_str){0});
		for (struct sw_str word; line.n && sw_str_split(&line, ' ', &word);)
			if (word_take(&word, "exp:") && sw_date_valid(word))
				one->until = word;
	}
}

static void trivy_lines(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_str folder, struct sw_suppressions *list,
			struct sw_diags *diags) {
	(void)diags;
	lines(&(struct file_reader){arena, list, folder, "trivy", ".trivyignore"}, source, text);
}

static void dockle_lines(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_str folder, struct sw_suppressions *list,
			 struct sw_diags *diags) {
	(void)diags;
	lines(&(struct file_reader){arena, list, folder, "dockle", ".dockleignore"}, source, text);
}

/* An entry with paths speaks of these files; one with a pattern is passed over, so that it hides less and never more. */
static void trivy_entry(const struct file_reader *reader, const struct sw_node *entry) {
	struct sw_text_at id = entry_text(entry_get(entry, "id")), until = entry_text(entry_get(entry, "expired_at"));
	const struct sw_node *paths = entry_get(entry, "paths");
	sw_texts files = {0};
	entry_texts(reader->arena, paths, &files);
	if (!id.text.n || (until.text.n && !sw_date_valid(until.text)))
		return;
	if (!paths)
		*sw_push(reader->arena, &files) = (struct sw_text_at){0};
	for (size_t i = 0; i < files.n; i++) {
		struct sw_str path = files.v[i].text;
		if (sw_str_find_byte(path, '*') != SW_NPOS || sw_str_find_byte(path, '?') != SW_NPOS)
			continue;
		struct sw_suppression *one = add(reader, id, entry_text(entry_get(entry, "statement")).text);
		one->until = until.text;
		one->folder = sw_arena_join(reader->arena, reader->folder, path);
	}
}

static void trivy_document(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_str folder, struct sw_suppressions *list,
			   struct sw_diags *diags) {
	struct file_reader reader = {arena, list, folder, "trivy", ".trivyignore.yaml"};
	const struct sw_node *entries = entry_get(entry_document(arena, source, text, diags), "misconfigurations");
	for (uint32_t i = 0; sw_node_is(entries, SW_NODE_LIST) && i < entries->count; i++)
		trivy_entry(&reader, entries->items[i]);
}

static void add_all(const struct file_reader *reader, const struct sw_node *node) {
	sw_texts ids = {0};
	entry_texts(reader->arena, node, &ids);
	for (size_t i = 0; i < ids.n; i++)
		add(reader, ids.v[i], (struct sw_str){0});
}

static void checkov_document(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_str folder,
			     struct sw_suppressions *list, struct sw_diags *diags) {
	add_all(&(struct file_reader){arena, list, folder, "checkov", "checkov skip-check"},
		entry_get(entry_document(arena, source, text, diags), "skip-check"));
}

static void kics_document(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_str folder, struct sw_suppressions *list,
			  struct sw_diags *diags) {
	add_all(&(struct file_reader){arena, list, folder, "kics", "kics exclude-queries"},
		entry_get(entry_document(arena, source, text, diags), "exclude-queries"));
}

static void dockerfilelint_document(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_str folder,
				    struct sw_suppressions *list, struct sw_diags *diags) {
	struct file_reader reader = {arena, list, folder, "dockerfilelint", ".dockerfilelintrc"};
	const struct sw_node *rules = entry_get(entry_document(arena, source, text, diags), "rules");
	for (uint32_t i = 0; sw_node_is(rules, SW_NODE_MAP) && i < rules->count; i++) {
		const struct sw_member *rule = &rules->members[i];
		struct sw_str state = entry_text(rule->value).text;
		if (sw_str_is_nocase(state, "off") || sw_str_is_nocase(state, "false"))
			add(&reader, (struct sw_text_at){rule->key, rule->key_span}, (struct sw_str){0});
	}
}

/* "enabled: false" with a reason, or the services that a rule leaves out, each with one. */
static void compose_lint_rule(const struct file_reader *reader, const struct sw_member *rule) {
	const struct sw_node *enabled = entry_get(rule->value, "enabled"), *services = entry_get(rule->value, "exclude_services");
	struct sw_text_at id = {rule->key, rule->key_span};
	if (sw_node_is(enabled, SW_NODE_BOOL) && !enabled->integer)
		add(reader, id, entry_text(entry_get(rule->value, "reason")).text);
	for (uint32_t i = 0; sw_node_is(services, SW_NODE_MAP) && i < services->count; i++)
		add(reader, id, entry_text(services->members[i].value).text)->service = services->members[i].key;
	for (uint32_t i = 0; sw_node_is(services, SW_NODE_LIST) && i < services->count; i++)
		if (entry_text(services->items[i]).text.n)
			add(reader, id, (struct sw_str){0})->service = entry_text(services->items[i]).text;
}

static void compose_lint_document(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_str folder,
				  struct sw_suppressions *list, struct sw_diags *diags) {
	struct file_reader reader = {arena, list, folder, "compose-lint", ".compose-lint.yml"};
	const struct sw_node *rules = entry_get(entry_document(arena, source, text, diags), "rules");
	for (uint32_t i = 0; sw_node_is(rules, SW_NODE_MAP) && i < rules->count; i++)
		compose_lint_rule(&reader, &rules->members[i]);
}

const struct sw_ignore_file sw_ignore_files[] = {
	{".trivyignore", trivy_lines},
	{".trivyignore.yaml", trivy_document},
	{".checkov.yaml", checkov_document},
	{".checkov.yml", checkov_document},
	{".dockerfilelintrc", dockerfilelint_document},
	{".dockleignore", dockle_lines},
	{".compose-lint.yml", compose_lint_document},
	{"kics.config", kics_document},
};
const size_t sw_ignore_file_count = sizeof sw_ignore_files / sizeof *sw_ignore_files;
