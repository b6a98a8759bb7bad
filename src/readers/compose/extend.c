/* extends: of services: in the same file, in another one, through chains. Called for each document before it is merged. */
#include "readers/compose/load.h"
#include "readers/compose/paths.h"

enum { NODE_COST = 32 };

static const struct sw_node *services_of(const struct sw_node *root) {
	return !root || sw_compose_is_legacy(root) ? root : sw_compose_get(root, "services");
}

static struct sw_node *resolve(struct sw_compose_loading *l, struct sw_compose_document *document, const struct sw_node *before,
			       struct sw_str name, struct sw_span at, unsigned depth);

/* The file that `extends` names: the document itself when it names none. Paths in it count from its own folder. */
static struct sw_compose_document *document_of(struct sw_compose_loading *l, struct sw_compose_document *document,
					       const struct sw_node *file, bool *unread) {
	struct sw_compose_reader *r = l->r;
	if (!file || file->kind == SW_NODE_NULL)
		return document;
	struct sw_compose_scalar scalar;
	*unread = true;
	if (!sw_compose_scalar(r, file, "extends", &scalar) || !scalar.known || sw_compose_is_remote(scalar.text))
		return NULL;
	struct sw_str path = sw_compose_rebase(r, file, scalar.text);
	if (sw_str_eq(path, document->path))
		return document;
	struct sw_str key = sw_arena_printf(r->arena, "extends %p %.*s", (const void *)document->context->scope.maps[0],
					    SW_ARG(sw_compose_path_folder(path)));
	struct sw_compose_context *context = sw_map_get(&l->contexts, key);
	if (!context) {
		context = SW_NEW(r->arena, struct sw_compose_context);
		*context = (struct sw_compose_context){.scope = document->context->scope, .prefix = sw_compose_path_folder(path)};
		sw_map_put(r->arena, &l->contexts, key, context);
	}
	return sw_compose_document_open(l, context, path, file->span);
}

static struct sw_node *base_of(struct sw_compose_loading *l, struct sw_compose_document *document, const struct sw_node *before,
			       const struct sw_node *extends, unsigned depth) {
	struct sw_compose_reader *r = l->r;
	const struct sw_node *service = extends->kind == SW_NODE_MAP ? sw_compose_get(extends, "service") : extends;
	struct sw_compose_scalar name;
	bool unread = false;
	if (!service || service->kind == SW_NODE_NULL) {
		sw_compose_wrong_type(r, extends, "extends", "service:");
		return NULL;
	}
	if (!sw_compose_scalar(r, service, "extends", &name) || !name.known)
		return NULL;
	struct sw_compose_document *other = document_of(l, document, sw_compose_get(extends, "file"), &unread);
	if (!other)
		return NULL;
	struct sw_node *base = resolve(l, other, other == document ? before : NULL, name.text, service->span, depth + 1);
	if (base && other != document)
		sw_compose_part_read(r, other->path, name.text, service->span);
	return base;
}

/* Each service that extends another reads all of it once more: that is taken off the budget. */
static bool pay(struct sw_compose_reader *r, const struct sw_node *node, struct sw_span at) {
	if (node->kind < SW_NODE_LIST)
		return sw_compose_spend(r, NODE_COST, at);
	for (uint32_t i = 0; i < node->count; i++)
		if (!pay(r, node->kind == SW_NODE_MAP ? node->members[i].value : node->items[i], at))
			return false;
	return sw_compose_spend(r, NODE_COST, at);
}

/* The service with what it extends below it. What cannot be found leaves `extends` where it is. */
static struct sw_node *extended(struct sw_compose_loading *l, struct sw_compose_document *document, const struct sw_node *before,
				struct sw_node *body, unsigned depth) {
	struct sw_compose_reader *r = l->r;
	const struct sw_node *extends = sw_compose_get(body, "extends");
	if (!extends || extends->kind == SW_NODE_NULL)
		return body;
	struct sw_node *base = base_of(l, document, before, extends, depth);
	if (!base || !pay(r, base, extends->span))
		return body;
	struct sw_node *own = sw_compose_without(r, body, "extends");
	struct sw_node *merged = sw_compose_merge(r, "services.*", base, own), *placed = SW_NEW(r->arena, struct sw_node);
	*placed = *merged;
	placed->span = body->span;
	placed->alias = body->alias;
	return placed;
}

static struct sw_node *resolve(struct sw_compose_loading *l, struct sw_compose_document *document, const struct sw_node *before,
			       struct sw_str name, struct sw_span at, unsigned depth) {
	struct sw_compose_reader *r = l->r;
	const struct sw_member *member = sw_doc_member(services_of(document->root), name, SW_DIALECT_COMPOSE);
	struct sw_compose_extended *entry = sw_map_get(&document->extended, name);
	if (!member || member->value->kind != SW_NODE_MAP) {
		member = sw_doc_member(services_of(before), name, SW_DIALECT_COMPOSE);
		if (member && member->value->kind == SW_NODE_MAP)
			return member->value;
		sw_compose_diag(r, SW_DIAG_ERROR, "compose-extends-missing", at, "there is no service \"%.*s\" to extend: what it says is not known",
				SW_ARG(name));
		return NULL;
	}
	if (!entry) {
		entry = SW_NEW(r->arena, struct sw_compose_extended);
		sw_map_put(r->arena, &document->extended, member->key, entry);
	}
	if (entry->state == SW_EXTENDS_BUSY || depth > SW_LIMIT_COMPOSE_DEPTH) {
		sw_compose_diag(r, SW_DIAG_ERROR, "compose-extends-cycle", at, "%s",
				entry->state == SW_EXTENDS_BUSY ? "services extend each other in a circle: Compose refuses this"
								: "too many services extend each other: this one is not followed");
		return NULL;
	}
	if (entry->state == SW_EXTENDS_UNSEEN) {
		entry->state = SW_EXTENDS_BUSY;
		entry->node = extended(l, document, before, member->value, depth);
		entry->state = SW_EXTENDS_DONE;
	}
	return entry->node;
}

struct sw_node *sw_compose_extend(struct sw_compose_loading *l, struct sw_compose_document *document, const struct sw_node *before) {
	struct sw_compose_reader *r = l->r;
	const struct sw_node *services = services_of(document->root);
	struct sw_compose_members members = sw_compose_held(r, services);
	struct sw_node *made = NULL;
	for (size_t i = 0; i < members.n; i++) {
		const struct sw_member *member = members.v[i];
		if (!sw_compose_get(member->value, "extends"))
			continue;
		if (!made) { /* the document may be wanted again by others: its own map stays as it is */
			made = SW_NEW(r->arena, struct sw_node);
			*made = *services;
			made->count = (uint32_t)members.n;
			made->members = SW_NEW_ARRAY(r->arena, struct sw_member, members.n);
			for (size_t k = 0; k < members.n; k++)
				made->members[k] = *members.v[k];
		}
		struct sw_node *node = resolve(l, document, before, member->key, member->key_span, 0);
		if (node)
			made->members[i].value = node;
	}
	if (!made)
		return document->root;
	if (services == document->root)
		return made;
	const struct sw_member *held = sw_doc_member(document->root, SW_S("services"), SW_DIALECT_COMPOSE);
	return sw_compose_with(r, document->root, &(struct sw_member){.key = held->key, .key_span = held->key_span, .value = made});
}
