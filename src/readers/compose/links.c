/* What a service is tied to: networks, other services, secrets and configs of the file, labels, other files. */
#include "readers/compose/parts.h"

static struct sw_str join_aliases(struct sw_compose_reader *r, const struct sw_node *network, bool *known) {
	struct sw_compose_scalars list = sw_compose_list(r, sw_compose_get(network, "aliases"), false, "aliases");
	struct sw_compose_text out = {0};
	for (size_t i = 0; i < list.n; i++) {
		if (i)
			sw_compose_text_add(r->arena, &out, SW_S(","));
		sw_compose_text_add(r->arena, &out, list.v[i].text);
		*known &= list.v[i].known;
	}
	return sw_str(out.v, out.n);
}

void sw_compose_read_networks(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	const struct sw_node *node = member->value;
	if (node->kind == SW_NODE_MAP) {
		struct sw_compose_members members = sw_compose_members(r, node, "networks");
		for (size_t i = 0; i < members.n; i++) {
			bool known = true;
			struct sw_str aliases = join_aliases(r, members.v[i]->value, &known);
			sw_compose_name(r, &w->networks, members.v[i]->key, aliases, known, sw_compose_member_span(members.v[i]));
		}
	} else {
		struct sw_compose_scalars list = sw_compose_list(r, node, false, "networks");
		sw_compose_push_list(r, &w->networks, list);
	}
	if (w->networks.n && w->said[SW_FIELD_NETWORK_MODE].how == SW_HOW_ABSENT) {
		struct sw_compose_scalar said = {.text = SW_S("networks"), .at = node->span, .known = true};
		sw_compose_say(w, SW_FIELD_NETWORK_MODE, &said);
	}
}

/* SERVICE[:ALIAS]; external_links name containers in the same way. */
void sw_compose_read_links(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	struct sw_compose_scalars list = sw_compose_list(r, member->value, false, "links");
	for (size_t i = 0; i < list.n; i++) {
		struct sw_str rest = list.v[i].text, name = {0};
		(void)sw_compose_cut(&rest, ':', &name);
		sw_compose_name(r, &w->links, name, rest, list.v[i].known, list.v[i].at);
	}
}

void sw_compose_read_depends_on(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	if (member->value->kind != SW_NODE_MAP) {
		struct sw_compose_scalars list = sw_compose_list(r, member->value, false, "depends_on");
		sw_compose_push_list(r, &w->depends_on, list);
		return;
	}
	struct sw_compose_members members = sw_compose_members(r, member->value, "depends_on");
	for (size_t i = 0; i < members.n; i++) {
		bool known = true;
		struct sw_str condition = sw_compose_find_text(r, members.v[i]->value, "condition", &known);
		sw_compose_name(r, &w->depends_on, members.v[i]->key, condition, known, sw_compose_member_span(members.v[i]));
	}
}

/* SERVICE[:ro|rw] or container:NAME[:ro|rw]; the name keeps its container: */
void sw_compose_read_volumes_from(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	struct sw_compose_scalars list = sw_compose_list(r, member->value, false, "volumes_from");
	for (size_t i = 0; i < list.n; i++) {
		struct sw_str name = list.v[i].text, rights = {0};
		size_t colon = sw_str_rfind_byte(name, ':');
		struct sw_str last = colon == SW_NPOS ? rights : sw_str_from(name, colon + 1);
		if (sw_str_is(last, "ro") || sw_str_is(last, "rw")) {
			rights = last;
			name = sw_str_sub(name, 0, colon);
		}
		sw_compose_name(r, &w->volumes_from, name, rights, list.v[i].known, list.v[i].at);
	}
}

void sw_compose_read_profiles(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	struct sw_compose_scalars list = sw_compose_list(r, member->value, false, "profiles");
	sw_compose_push_list(r, &w->profiles, list);
}

/* One entry of secrets: or configs:, a name or a map with source and target. */
static struct sw_named_at granted(struct sw_compose_reader *r, const struct sw_node *node, const char *what) {
	struct sw_named_at grant = {.known = true, .at = node->span};
	struct sw_compose_scalar scalar;
	if (node->kind == SW_NODE_MAP) {
		grant.name = sw_compose_find_text(r, node, "source", &grant.known);
		grant.value = sw_compose_find_text(r, node, "target", &grant.known);
	} else if (sw_compose_scalar(r, node, what, &scalar)) {
		grant.name = scalar.text;
		grant.known = scalar.known;
	}
	return grant;
}

#define READ_GRANTS(r, vec, node, what)                                                    \
	do {                                                                               \
		if ((node)->kind != SW_NODE_LIST && (node)->kind != SW_NODE_NULL)          \
			sw_compose_wrong_type((r), (node), (what), "a list");              \
		for (uint32_t i_ = 0; (node)->kind == SW_NODE_LIST && i_ < (node)->count; i_++) \
			*sw_push((r)->arena, (vec)) = granted((r), (node)->items[i_], (what)); \
	} while (0)

void sw_compose_read_secrets(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	READ_GRANTS(r, &w->secrets, member->value, "secrets");
}

void sw_compose_read_configs(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	READ_GRANTS(r, &w->configs, member->value, "configs");
}

void sw_compose_read_labels(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	struct sw_compose_pairs pairs = sw_compose_pairs(r, member->value, "labels");
	sw_compose_push_pairs(r, &w->labels, pairs);
}

/* x-strideward: what people say about the service; scalars only. */
void sw_compose_read_annotations(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	struct sw_compose_members members = sw_compose_members(r, member->value, "x-strideward");
	for (size_t i = 0; i < members.n; i++) {
		struct sw_compose_scalar scalar;
		if (sw_compose_scalar(r, members.v[i]->value, "x-strideward", &scalar))
			sw_compose_name(r, &w->annotations, members.v[i]->key, scalar.text, scalar.known, scalar.at);
	}
}

/* What could be followed is merged already. Where another service's settings are not read, what this one does not say is not
 * known. */
void sw_compose_read_extends(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	const struct sw_node *node = member->value;
	struct sw_compose_scalar scalar;
	struct sw_named_at from = {.known = true, .at = node->span};
	if (node->kind == SW_NODE_NULL)
		return;
	if (node->kind == SW_NODE_MAP) {
		from.name = sw_compose_find_text(r, node, "file", &from.known);
		from.value = sw_compose_find_text(r, node, "service", &from.known);
	} else if (sw_compose_scalar(r, node, "extends", &scalar)) {
		from.value = scalar.text;
		from.known = scalar.known;
	}
	/* services that extend this one have taken the same place over */
	if (!sw_map_put(r->arena, &r->seen_diags, sw_arena_printf(r->arena, "extends %u %u", from.at.source, from.at.start), r))
		*sw_push(r->arena, &r->deployment->includes) = from;
	for (unsigned f = 0; f < SW_FIELD_COUNT; f++)
		if (w->said[f].how == SW_HOW_ABSENT)
			w->said[f] = (struct sw_link){.layer = SW_LAYER_COMPOSE, .how = SW_HOW_UNSEEN, .at = node->span};
}
