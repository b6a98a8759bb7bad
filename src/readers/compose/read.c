#include "readers/compose/read.h"
#include "readers/compose/parts.h"
#include "readers/compose/paths.h"

/* So much of scalars may be read, aliases and variables counted: enough for every honest file, and several copies of it
 * fit under the cap of a fact set. */
enum { BUDGET_BYTES = 4 << 20, BUDGET_TIMES = 4 };

/* The first format had no `services:`; each key of the top level is a service. */
static bool is_legacy(const struct sw_node *root) {
	uint32_t services = 0;
	for (uint32_t i = 0; i < root->count; i++) {
		const struct sw_node *value = root->members[i].value;
		if (sw_str_starts(root->members[i].key, SW_S("x-")) || sw_str_is(root->members[i].key, "version"))
			continue;
		if (!sw_compose_get(value, "image") && !sw_compose_get(value, "build"))
			return false;
		services++;
	}
	return services > 0;
}

/* Whether it is a compose file all the same, such as one that only adds networks to another. */
static bool has_other_parts(const struct sw_node *root) {
	static const char *const parts[] = {"include", "networks", "volumes", "secrets", "configs"};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (sw_compose_get(root, parts[i]))
			return true;
	return false;
}

static void read_services(struct sw_compose_reader *r, const struct sw_node *services) {
	struct sw_compose_members members = sw_compose_members(r, services, "services");
	for (size_t i = 0; i < members.n; i++) {
		/* below `services:` every key is a service, x-… too */
		bool other = sw_str_starts(members.v[i]->key, SW_S("x-")) || sw_str_is(members.v[i]->key, "version");
		if (!r->legacy || !other)
			sw_compose_read_service(r, members.v[i]);
	}
}

static void read_root(struct sw_compose_reader *r, const struct sw_node *root) {
	const struct sw_node *services = sw_compose_get(root, "services");
	r->legacy = !services && is_legacy(root);
	bool some = r->legacy || (sw_node_is(services, SW_NODE_MAP) && services->count);
	if (!some)
		sw_diag_add(r->diags, has_other_parts(root) ? SW_DIAG_WARNING : SW_DIAG_ERROR, "compose-no-services",
			    services ? services->span : root->span, "there are no services: nothing that runs is described");
	if (!some && !has_other_parts(root))
		return;
	struct sw_deployment *deployment = SW_NEW(r->arena, struct sw_deployment);
	*deployment = (struct sw_deployment){.path = r->set->path, .source = r->source, .at = root->span};
	r->deployment = deployment;
	sw_compose_read_top(r, root);
	read_services(r, r->legacy ? root : services);
	if (!r->legacy)
		sw_compose_add_default_network(r);
	r->set->deployment = deployment;
}

static void read_comments(struct sw_compose_reader *r, struct sw_str text) {
	struct sw_yaml_comments comments = {0};
	sw_yaml_comments(r->arena, r->source, text, &comments);
	for (size_t i = 0; i < comments.n; i++)
		*sw_push(r->arena, &r->set->comments) = (struct sw_comment){
			.at = comments.v[i].span, .text = comments.v[i].text, .alone = comments.v[i].alone};
}

/* The first document that says anything; Compose would merge further ones over it. */
static const struct sw_node *first_document(struct sw_compose_reader *r, const struct sw_yaml_stream *stream) {
	const struct sw_node *root = NULL;
	for (size_t i = 0; i < stream->n; i++) {
		const struct sw_node *node = stream->v[i].root;
		if (!node || node->kind == SW_NODE_NULL)
			continue;
		if (root)
			sw_compose_diag(r, SW_DIAG_WARNING, "compose-more-documents", node->span,
					"only the first document is read: Compose merges this one over it");
		else
			root = node;
	}
	return root;
}

void sw_compose_read(struct sw_factset *set, struct sw_str text, const struct sw_compose_files *files) {
	struct sw_compose_reader r = {.set = set, .arena = &set->arena, .diags = &set->diags, .files = files};
	set->kind = SW_ARTIFACT_COMPOSE;
	set->diags.arena = &set->arena;
	r.source = sw_source_add(r.arena, &set->sources, set->path, text);
	r.folder = sw_compose_path_folder(set->path);
	r.budget = BUDGET_BYTES + text.n * BUDGET_TIMES;
	read_comments(&r, text);
	struct sw_yaml_stream stream = {0};
	sw_yaml_read(r.arena, r.source, text, SW_DIALECT_COMPOSE, &stream, r.diags);
	const struct sw_node *root = first_document(&r, &stream);
	if (sw_node_is(root, SW_NODE_MAP)) {
		sw_compose_read_dotenv(&r);
		read_root(&r, root);
	} else if (!sw_diags_failed(r.diags)) {
		sw_diag_add(r.diags, SW_DIAG_ERROR, "compose-no-services", (struct sw_span){r.source, 0, 0},
			    "this is no compose file: a map with services: is expected");
	}
	sw_compose_find_secrets(&r);
}

/* A line that starts with `services:` in the first column. */
static bool has_services_key(struct sw_str text) {
	struct sw_str line;
	while (sw_str_split(&text, '\n', &line))
		if (sw_str_starts(line, SW_S("services:")))
			return true;
	return false;
}

bool sw_compose_sniff(struct sw_str path, struct sw_str text) {
	struct sw_str name = sw_str_basename(path);
	if (sw_str_ends(name, SW_S(".yaml")))
		name.n -= 5;
	else if (sw_str_ends(name, SW_S(".yml")))
		name.n -= 4;
	else
		return false;
	if (sw_str_is(name, "compose") || sw_str_starts(name, SW_S("compose.")) ||
	    sw_str_starts(name, SW_S("docker-compose")))
		return true;
	return sw_str_contains_nocase(name, SW_S("compose")) && has_services_key(text);
}
