/* post_start: and pre_stop: of a service; and what is settled when all services are read: whose network a service uses, and
 * whether its profiles are active. */
#include "readers/compose/parts.h"
#include "readers/compose/words.h"
#include "secrets/find.h"

static struct sw_str command_of(struct sw_compose_reader *r, const struct sw_node *node) {
	struct sw_compose_scalars words = sw_compose_list(r, node, true, "command");
	sw_compose_suspect_words(r, &words);
	if (node && node->kind != SW_NODE_LIST)
		return words.n ? sw_secret_mask(r->arena, words.v[0].text) : (struct sw_str){0};
	struct sw_str *texts = SW_NEW_ARRAY(r->arena, struct sw_str, words.n + 1);
	for (size_t i = 0; i < words.n; i++)
		texts[i] = words.v[i].text;
	sw_secret_mask_words(r->arena, texts, words.n);
	return sw_compose_words_json(r->arena, texts, words.n);
}

void sw_compose_read_hooks(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	const struct sw_node *list = member->value;
	if (list->kind != SW_NODE_LIST) {
		if (list->kind != SW_NODE_NULL)
			sw_compose_wrong_type(r, list, "hooks", "a list");
		return;
	}
	for (uint32_t i = 0; i < list->count; i++) {
		const struct sw_node *node = list->items[i], *privileged = sw_compose_get(node, "privileged");
		if (node->kind != SW_NODE_MAP) {
			sw_compose_wrong_type(r, node, "a hook", "a map");
			continue;
		}
		struct sw_hook hook = {.when = member->key, .known = true, .at = node->span};
		hook.command = command_of(r, sw_compose_get(node, "command"));
		hook.user = sw_compose_find_text(r, node, "user", &hook.known);
		hook.privileged = privileged ? sw_compose_bool(r, privileged, "privileged") : SW_NO;
		struct sw_compose_pairs pairs = sw_compose_pairs(r, sw_compose_get(node, "environment"), "environment");
		for (size_t k = 0; k < pairs.n; k++)
			if (pairs.v[k].has_value)
				sw_compose_suspect_pair(r, &pairs.v[k]);
		*sw_push(r->arena, &w->hooks) = hook;
	}
}

/* The service that network_mode: service:NAME names, or NULL. */
static const struct sw_workload *network_owner(const struct sw_map *names, const struct sw_workload *w) {
	const struct sw_link *mode = &w->said[SW_FIELD_NETWORK_MODE];
	bool shared = mode->known && sw_str_starts(mode->value, SW_S("service:"));
	return shared ? sw_map_get(names, sw_str_from(mode->value, 8)) : NULL;
}

/* Through several services; a circle leads nowhere. Each step doubles the stride of what was found before, so that a long
 * chain is not walked again for each of its members. */
static void share_networks(struct sw_compose_reader *r) {
	struct sw_deployment *deployment = r->deployment;
	struct sw_map names = {0};
	for (size_t i = 0; i < deployment->workloads.n; i++)
		sw_map_put(r->arena, &names, deployment->workloads.v[i].name, &deployment->workloads.v[i]);
	for (size_t i = 0; i < deployment->workloads.n; i++)
		deployment->workloads.v[i].network_of = network_owner(&names, &deployment->workloads.v[i]);
	for (size_t stride = 1; stride < deployment->workloads.n; stride *= 2)
		for (size_t i = 0; i < deployment->workloads.n; i++) {
			struct sw_workload *w = &deployment->workloads.v[i];
			if (w->network_of && w->network_of->network_of)
				w->network_of = w->network_of->network_of;
		}
	for (size_t i = 0; i < deployment->workloads.n; i++) {
		struct sw_workload *w = &deployment->workloads.v[i];
		if (w->network_of && network_owner(&names, w->network_of))
			w->network_of = NULL;
	}
}

/* COMPOSE_PROFILES of the project's .env; "*" asks for all. */
static bool is_asked_for(struct sw_compose_reader *r, const struct sw_workload *w) {
	const struct sw_compose_var *asked = sw_compose_var_of(&r->main->scope, SW_S("COMPOSE_PROFILES"));
	for (size_t i = 0; i < w->profiles.n; i++) {
		struct sw_str rest = asked ? asked->value : (struct sw_str){0}, name;
		while (rest.n && sw_str_split(&rest, ',', &name))
			if (sw_str_is(sw_str_trim(name), "*") || sw_str_eq(sw_str_trim(name), w->profiles.v[i].name))
				return true;
	}
	return false;
}

void sw_compose_settle_services(struct sw_compose_reader *r) {
	share_networks(r);
	for (size_t i = 0; i < r->deployment->workloads.n; i++) {
		struct sw_workload *w = &r->deployment->workloads.v[i];
		w->inactive = w->profiles.n && !is_asked_for(r, w);
	}
}
