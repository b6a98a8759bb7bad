/* A list of allowed images in a file of its own: ours, or what hadolint, OPA Gatekeeper and containers-policy.json(5) keep
 * for the same purpose. Each entry becomes a rule with its place; what it means stays what it means there. */
#include "formats/yaml.h"
#include "readers/config/parts.h"
#include "readers/config/read.h"

enum { MOST_RULES = 10000 };

static const struct sw_node *get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_DIALECT_COMPOSE);
}

static struct sw_allow_rule *add(struct config_reader *reader, struct sw_allowlist *list, enum sw_allow_form form, struct sw_str text,
				 struct sw_span at) {
	if (list->rules.n == MOST_RULES) {
		config_error(reader, "config-too-many", at, "only the first %d rules count", MOST_RULES);
		return NULL;
	}
	struct sw_allow_rule *rule = sw_push(reader->arena, &list->rules);
	*rule = (struct sw_allow_rule){.form = form, .written = text, .pattern = text, .at = at, .body = at};
	return rule;
}

static void add_texts(struct config_reader *reader, struct sw_allowlist *list, enum sw_allow_form form, const struct sw_node *node,
		      const char *key) {
	const struct sw_node *items = node ? config_list(reader, node, key) : NULL;
	for (uint32_t i = 0; items && i < items->count; i++) {
		struct sw_text_at text = config_text(reader, items->items[i], key);
		if (!text.text.n)
			continue;
		add(reader, list, form, text.text, text.at);
		char last = text.text.p[text.text.n - 1];
		if (form == SW_ALLOW_PREFIX && last != '/' && last != ':' && !sw_str_contains(text.text, SW_S("@sha256:")))
			sw_diag_add(reader->diags, SW_DIAG_WARNING, "policy-prefix", text.at,
				    "this is compared as text: it admits %.*s-other, too; end it with '/' or ':'",
				    (int)(text.text.n < 100 ? text.text.n : 100), text.text.p);
	}
}

/* Constraints of K8sAllowedRepos say prefixes; those of its second version whole references. */
static bool gatekeeper(struct config_reader *reader, const struct sw_node *root, struct sw_allowlist *list) {
	const struct sw_node *kind = get(root, "kind"), *parameters = get(get(root, "spec"), "parameters");
	if (!sw_node_is_scalar(kind) || !sw_str_starts(kind->text, SW_S("K8sAllowedRepos")))
		return false;
	add_texts(reader, list, SW_ALLOW_PREFIX, get(parameters, "repos"), "repos");
	add_texts(reader, list, SW_ALLOW_TEXT, get(parameters, "allowedImages"), "allowedImages");
	return true;
}

/* What policy.json names as the one who signs: a key, several, or a certificate authority. */
static struct sw_text_at signer(const struct sw_node *requirement) {
	static const char *const keys[] = {"keyPath", "keyPaths", "keyData", "keyDatas", "fulcio", "pki"};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const struct sw_node *node = get(requirement, keys[i]);
		if (node)
			return (struct sw_text_at){.text = sw_node_is_scalar(node) && !sw_str_starts(sw_str_of(keys[i]), SW_S("keyData"))
							   ? node->text : sw_str_of(keys[i]), .at = node->span};
	}
	return (struct sw_text_at){0};
}

/* What one scope of policy.json demands: all of its requirements have to hold. */
static void scope(struct config_reader *reader, const struct sw_node *requirements, struct sw_str name, struct sw_span at,
		  struct sw_allowlist *list) {
	const struct sw_node *items = config_list(reader, requirements, "requirements");
	bool all = name.n == 0; /* the default of a transport */
	struct sw_allow_rule *rule = add(reader, list, all ? SW_ALLOW_PARTS : SW_ALLOW_SCOPE, all ? SW_S("**") : name, at);
	if (!rule)
		return;
	rule->deny = !items || items->count == 0;
	for (uint32_t i = 0; items && i < items->count; i++) {
		const struct sw_node *type = get(items->items[i], "type");
		struct sw_str word = sw_node_is_scalar(type) ? type->text : (struct sw_str){0};
		if (sw_str_is(word, "signedBy") || sw_str_is(word, "sigstoreSigned")) {
			rule->need_signature = rule->signature.present = true;
			rule->signature.key = signer(items->items[i]);
		} else if (!sw_str_is(word, "insecureAcceptAnything")) {
			rule->deny = true; /* "reject", and what is not known */
		}
	}
}

static bool policy_json(struct config_reader *reader, const struct sw_node *root, struct sw_allowlist *list) {
	const struct sw_node *otherwise = get(root, "default"), *transports = get(root, "transports"), *docker = get(transports, "docker");
	if (!sw_node_is(otherwise, SW_NODE_LIST))
		return false;
	const struct sw_member *own = sw_doc_member(docker, (struct sw_str){0}, SW_DIALECT_COMPOSE);
	if (!own)
		scope(reader, otherwise, (struct sw_str){0}, otherwise->span, list);
	for (uint32_t i = 0; sw_node_is(docker, SW_NODE_MAP) && i < docker->count; i++)
		scope(reader, docker->members[i].value, docker->members[i].key, docker->members[i].key_span, list);
	return true;
}

static bool own_form(const struct sw_node *root) {
	return get(root, "rules") || get(root, "official") || sw_node_is_scalar(get(root, "default")) || get(root, "version");
}

static void document(struct config_reader *reader, const struct sw_node *root, struct sw_allowlist *list) {
	const struct sw_node *images = get(root, "images"), *trusted = get(root, "trustedRegistries"), *kind = get(root, "kind");
	if (gatekeeper(reader, root, list) || policy_json(reader, root, list))
		return;
	if (trusted) {
		add_texts(reader, list, SW_ALLOW_REGISTRY, trusted, "trustedRegistries");
	} else if (images && images->kind == SW_NODE_MAP) {
		config_allowlist(reader, images, images->span, list);
	} else if (own_form(root)) {
		config_allowlist(reader, root, list->at, list);
	} else if (!sw_node_is_scalar(kind)) { /* other objects of a cluster may stand beside a constraint */
		config_error(reader, "policy-unknown", root->span, "this is no list of allowed images that is known: write `rules:`, or give a list "
			     "of hadolint, Gatekeeper or policy.json");
	}
}

void sw_policy_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_allowlist *list,
		    struct sw_diags *diags) {
	struct config_reader reader = {.arena = arena, .diags = diags};
	struct sw_yaml_stream stream = {0};
	*list = (struct sw_allowlist){.present = true, .at = {source, 0, 0}};
	sw_yaml_read(arena, source, text, SW_DIALECT_COMPOSE, &stream, diags);
	for (size_t i = 0; i < stream.n; i++) {
		const struct sw_node *root = stream.v[i].root;
		const struct sw_node *items = get(root, "items");
		if (sw_node_is(items, SW_NODE_LIST))
			for (uint32_t k = 0; k < items->count; k++)
				document(&reader, items->items[k], list);
		else if (root->kind != SW_NODE_NULL)
			document(&reader, root, list);
	}
}
