#include "readers/compose/read.h"
#include "readers/compose/load.h"
#include "readers/compose/paths.h"

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
	r->legacy = !services && sw_compose_is_legacy(root);
	bool some = r->legacy || (sw_node_is(services, SW_NODE_MAP) && services->count);
	if (!some)
		sw_diag_add(r->diags, has_other_parts(root) ? SW_DIAG_WARNING : SW_DIAG_ERROR, "compose-no-services",
			    services ? services->span : root->span, "there are no services: nothing that runs is described");
	if (!some && !has_other_parts(root))
		return;
	struct sw_deployment *deployment = SW_NEW(r->arena, struct sw_deployment);
	*deployment = (struct sw_deployment){.path = r->files && r->files->identity.n ? r->files->identity : r->set->path, .source = r->source, .at = root->span};
	r->deployment = deployment;
	sw_compose_read_top(r, root);
	if (r->files && r->files->name.n)
		deployment->name = r->files->name;
	read_services(r, r->legacy ? root : services);
	if (!r->legacy)
		sw_compose_add_default_network(r);
	sw_compose_settle_services(r);
	r->set->deployment = deployment;
}

const struct sw_node *sw_compose_read_all(struct sw_compose_reader *r, struct sw_str text) {
	const struct sw_node *root = sw_compose_load(r, text);
	if (root) {
		read_root(r, root);
	} else if (!sw_diags_failed(r->diags)) {
		sw_diag_add(r->diags, SW_DIAG_ERROR, "compose-no-services", (struct sw_span){r->source, 0, 0},
			    "this is no compose file: a map with services: is expected");
	}
	return root;
}

void sw_compose_read(struct sw_factset *set, struct sw_str text, const struct sw_compose_files *files) {
	struct sw_compose_reader r;
	sw_compose_start(&r, set, text, files);
	sw_compose_read_all(&r, text);
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
