/* The top level of a compose file but for its services: name, networks, volumes, secrets, configs, include. */
#include "readers/compose/parts.h"
#include "readers/compose/paths.h"

/* external: true, or the older external: {name: …}. What is neither true nor false still says that it is made
 * elsewhere. */
static bool is_external(struct sw_compose_reader *r, const struct sw_node *body) {
	const struct sw_node *external = sw_compose_get(body, "external");
	if (!external || external->kind == SW_NODE_NULL)
		return false;
	return external->kind == SW_NODE_MAP || sw_compose_bool(r, external, "external") != SW_NO;
}

static bool is_true(struct sw_compose_reader *r, const struct sw_node *body, const char *key) {
	const struct sw_node *node = sw_compose_get(body, key);
	return node && sw_compose_bool(r, node, key) == SW_YES;
}

/* Null stands for "all defaults"; anything else but a map is wrong. */
static bool body_is_usable(struct sw_compose_reader *r, const struct sw_member *member, const char *what) {
	return member->value->kind == SW_NODE_MAP || member->value->kind == SW_NODE_NULL ||
	       sw_compose_wrong_type(r, member->value, what, "a map");
}

static void read_network(struct sw_compose_reader *r, const struct sw_member *member) {
	const struct sw_node *body = member->value;
	bool known = true;
	if (!body_is_usable(r, member, "a network"))
		return;
	/* of an overlay network; the option's mere presence switches it on */
	const struct sw_node *encrypted = sw_compose_get(sw_compose_get(body, "driver_opts"), "encrypted");
	*sw_push(r->arena, &r->deployment->networks) = (struct sw_network){
		.name = member->key, .external = is_external(r, body), .internal = is_true(r, body, "internal"),
		.encrypted = encrypted && !sw_str_is(encrypted->text, "false"),
		.driver = sw_compose_find_text(r, body, "driver", &known), .at = member->key_span,
	};
}

/* With the local driver, type none and o=bind a volume is a folder of the host under another name. */
static struct sw_str bind_path(struct sw_compose_reader *r, const struct sw_node *body) {
	const struct sw_node *options = sw_compose_get(body, "driver_opts");
	bool known = true;
	struct sw_str driver = sw_compose_find_text(r, body, "driver", &known);
	struct sw_str flags = sw_compose_find_text(r, options, "o", &known), flag;
	struct sw_str device = sw_compose_find_text(r, options, "device", &known);
	bool binds = false;
	while (flags.n && sw_str_split(&flags, ',', &flag))
		binds |= sw_str_is(flag, "bind") || sw_str_is(flag, "rbind");
	if (!binds || !device.n || (driver.n && !sw_str_is(driver, "local")))
		return (struct sw_str){0};
	return device.p[0] == '/' && known ? sw_compose_path_clean(r->arena, device) : device;
}

static void read_volume(struct sw_compose_reader *r, const struct sw_member *member) {
	if (!body_is_usable(r, member, "a volume"))
		return;
	*sw_push(r->arena, &r->deployment->volumes) = (struct sw_volume){
		.name = member->key, .external = is_external(r, member->value), .bind_path = bind_path(r, member->value),
		.at = member->key_span,
	};
}

static bool in_project(struct sw_compose_reader *r, const struct sw_node *at, struct sw_str path, bool known) {
	if (!known || !path.n || path.p[0] == '/' || path.p[0] == '~' || !r->files || !r->files->exists)
		return false;
	return r->files->exists(r->files->ctx, sw_compose_rebase(r, at, path));
}

static void read_store(struct sw_compose_reader *r, const struct sw_member *member, bool config) {
	const struct sw_node *body = member->value;
	bool known = true, other = true;
	if (!body_is_usable(r, member, config ? "a config" : "a secret"))
		return;
	struct sw_str file = sw_compose_find_text(r, body, "file", &known);
	const struct sw_node *content = sw_compose_get(body, "content");
	if (!sw_node_is_scalar(content))
		content = NULL;
	if (content) /* lines of a config assign; a secret is one as a whole */
		sw_compose_suspect(r, config ? (struct sw_str){0} : SW_S("secret"), content->text, content->span, false);
	*sw_push(r->arena, &r->deployment->secrets) = (struct sw_store_secret){
		.name = member->key, .file = file, .environment = sw_compose_find_text(r, body, "environment", &other),
		.content = content ? content->span : (struct sw_span){0}, .external = is_external(r, body), .config = config, .in_project = in_project(r, sw_compose_get(body, "file"), file, known),
		.at = member->key_span,
	};
}

static void read_secret(struct sw_compose_reader *r, const struct sw_member *member) {
	read_store(r, member, false);
}

static void read_config(struct sw_compose_reader *r, const struct sw_member *member) {
	read_store(r, member, true);
}

/* The folder's name as Compose makes a project's name of it: small letters, digits, - and _, not starting with the
 * last two. */
static struct sw_str folder_name(struct sw_compose_reader *r) {
	struct sw_str last = r->set->folder.n ? r->set->folder : sw_str_basename(r->folder);
	char *name = sw_arena_alloc(r->arena, last.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < last.n; i++) {
		char c = sw_to_lower(last.p[i]);
		if (sw_is_alnum(c) || (n && (c == '-' || c == '_')))
			name[n++] = c;
	}
	return sw_str(name, n);
}

/* .env's COMPOSE_PROJECT_NAME, then name:, then the folder; what is found can be referred to by that variable. */
static void settle_name(struct sw_compose_reader *r, const struct sw_node *root) {
	static const struct sw_str variable = SW_SI("COMPOSE_PROJECT_NAME");
	const struct sw_compose_var *set = sw_map_get(r->main->scope.maps[0], variable);
	struct sw_compose_var *var = SW_NEW(r->arena, struct sw_compose_var);
	struct sw_compose_scalar name;
	if (set && set->known && set->value.n) {
		r->deployment->name = set->value;
		return;
	}
	r->deployment->name = folder_name(r);
	if (!r->legacy && sw_compose_find(r, root, "name", &name) && name.known && name.text.n)
		r->deployment->name = name.text;
	*var = (struct sw_compose_var){.value = r->deployment->name, .known = r->deployment->name.n > 0};
	sw_map_put(r->arena, &r->project, variable, var);
}

void sw_compose_add_default_network(struct sw_compose_reader *r) {
	bool used = false;
	for (size_t i = 0; i < r->deployment->workloads.n; i++) {
		const struct sw_workload *w = &r->deployment->workloads.v[i];
		bool listed = w->networks.n == 0;
		for (size_t k = 0; k < w->networks.n; k++)
			listed |= sw_str_is(w->networks.v[k].name, "default");
		enum sw_how how = (enum sw_how)w->said[SW_FIELD_NETWORK_MODE].how;
		used |= listed && (w->networks.n || how == SW_HOW_ABSENT || how == SW_HOW_UNSEEN);
	}
	for (size_t i = 0; i < r->deployment->networks.n; i++)
		used &= !sw_str_is(r->deployment->networks.v[i].name, "default");
	if (used)
		*sw_push(r->arena, &r->deployment->networks) = (struct sw_network){
			.name = SW_S("default"), .implicit = true, .at = r->deployment->at};
}

static void read_each(struct sw_compose_reader *r, const struct sw_node *root, const char *key,
		      void (*read)(struct sw_compose_reader *, const struct sw_member *)) {
	struct sw_compose_members members = sw_compose_members(r, sw_compose_get(root, key), key);
	for (size_t i = 0; i < members.n; i++)
		read(r, members.v[i]);
}

void sw_compose_read_top(struct sw_compose_reader *r, const struct sw_node *root) {
	static const char *const known[] = {"configs", "include", "models", "name", "networks", "secrets", "services",
					    "version", "volumes", NULL};
	settle_name(r, root);
	if (r->legacy)
		return;
	sw_compose_note_unknown(r, root, "a compose file", known);
	if (sw_compose_get(root, "version"))
		r->deployment->version = sw_compose_get(root, "version")->span;
	read_each(r, root, "networks", read_network);
	read_each(r, root, "volumes", read_volume);
	read_each(r, root, "secrets", read_secret);
	read_each(r, root, "configs", read_config);
	for (size_t i = 0; i < r->parts.n; i++)
		*sw_push(r->arena, &r->deployment->parts) = r->parts.v[i];
	for (size_t i = 0; i < r->unseen.n; i++)
		*sw_push(r->arena, &r->deployment->includes) = r->unseen.v[i];
}
