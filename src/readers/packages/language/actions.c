/* Actions and shared workflows that workflows of GitHub use. */
#include "readers/packages/document.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* A comment behind a commit names the release that it is: "uses: actions/checkout@11bd719 # v4.2.2". */
static struct sw_str said_version(struct sw_str text, const struct sw_node *node) {
	struct sw_str line = sw_str_from(text, node->span.end);
	line = sw_str_trim(sw_text_after(sw_text_before(line, '\n'), '#'));
	struct sw_str word = sw_text_word(&line);
	struct sw_str digits = sw_str_starts(word, SW_S("v")) ? sw_str_from(word, 1) : word;
	return digits.n && sw_is_digit(digits.p[0]) ? word : (struct sw_str){0};
}

/* OWNER/REPOSITORY[/FOLDER]@VERSION; paths of the same repository and images are no actions of others. */
static void add(struct sw_package_sink *sink, struct sw_str text, const struct sw_node *node) {
	struct sw_str uses = sw_tree_scalar(node);
	struct sw_str name = sw_text_before_last(uses, '@'), version = sw_text_after_last(uses, '@');
	struct sw_str owner = sw_text_before(name, '/'), repository = sw_text_before(sw_text_after(name, '/'), '/');
	if (!owner.n || !repository.n || owner.p[0] == '.' || owner.p[owner.n - 1] == ':' || !version.n)
		return;
	struct sw_str said = version.n == 40 && sw_str_is_hex(version) ? said_version(text, node) : (struct sw_str){0};
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_GITHUB_ACTION, name, said.n ? said : version);
	if (said.n)
		package->place = sw_package_text(sink, version);
}

static void add_steps(struct sw_package_sink *sink, struct sw_str text, const struct sw_node *steps) {
	for (uint32_t i = 0; sw_node_is(steps, SW_NODE_LIST) && i < steps->count; i++)
		add(sink, text, sw_tree_get(steps->items[i], "uses"));
}

/* A workflow has jobs with steps, or that are workflows of others; an action has steps itself. */
static void work(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str text) {
	const struct sw_node *root = sw_package_document(sink, scratch, text, SW_GRAMMAR_YAML), *jobs = sw_tree_get(root, "jobs");
	for (uint32_t i = 0; sw_node_is(jobs, SW_NODE_MAP) && i < jobs->count; i++) {
		add(sink, text, sw_tree_get(jobs->members[i].value, "uses"));
		add_steps(sink, text, sw_tree_get(jobs->members[i].value, "steps"));
	}
	add_steps(sink, text, sw_tree_get(sw_tree_get(root, "runs"), "steps"));
}

static bool claims(struct sw_str path) {
	struct sw_str name = sw_str_basename(path), folder = sw_str_dirname(path);
	if (sw_str_is(name, "action.yml") || sw_str_is(name, "action.yaml"))
		return sw_path_below(path, ".github").n;
	return sw_str_is(sw_str_basename(folder), "workflows") && sw_str_is(sw_str_basename(sw_str_dirname(folder)), ".github");
}

const struct sw_package_reader sw_package_reader_github_workflow = {
	.kind = "github-workflow",
	.endings = (const char *const[]){".yml", ".yaml", NULL},
	.claims = claims,
	.limit = 4 << 20,
	.declares = true,
	.read_with = work,
};
