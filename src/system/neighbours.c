#include "system/neighbours.h"
#include "knowledge/images.h"

struct search {
	struct sw_arena *arena;
	struct sw_service *const *services;
	size_t count;
	struct sw_map *names;   /* by which a service is reached → struct sw_service * */
	bool *proxies;          /* by place: forwards requests, and is published */
	uint32_t *named_by;     /* by place: the last service that named it, its place + 1 */
};

/* What is written by whom; `last` keeps a service that mounts it twice from counting twice. */
struct store {
	struct sw_writers writers;
	const struct sw_service *last;
};

/* Empty for what is no store, or not known. */
static struct sw_str store_key(struct sw_arena *arena, const struct sw_mount *mount) {
	struct sw_str path = mount->host_path.n ? mount->host_path : mount->source;
	if (!mount->known || mount->read_only == SW_YES || (mount->kind != SW_MOUNT_VOLUME && mount->kind != SW_MOUNT_BIND))
		return (struct sw_str){0};
	while (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;
	return sw_arena_join(arena, mount->kind == SW_MOUNT_VOLUME ? SW_S("volume:") : SW_S("path:"), path);
}

static void find_writers(struct search *search) {
	struct sw_map stores = {0};
	for (size_t i = 0; i < search->count; i++) {
		struct sw_service *service = search->services[i];
		for (size_t m = 0; m < service->mounts.n; m++) {
			struct sw_mount *mount = &service->mounts.v[m];
			struct sw_str key = store_key(search->arena, mount);
			struct store *store = key.n ? sw_map_get(&stores, key) : NULL;
			if (!key.n)
				continue;
			if (!store) {
				store = SW_NEW(search->arena, struct store);
				sw_map_put(search->arena, &stores, key, store);
			}
			mount->writers = &store->writers;
			if (store->last == service)
				continue;
			store->last = service;
			store->writers.count++;
			if (store->writers.count == 1) {
				store->writers.first = service->workload->name;
			} else if (store->writers.count == 2) {
				store->writers.second = service->workload->name;
				store->writers.at = mount->at;
			}
		}
	}
}

/* The networks that a service stands on by name. */
static size_t network_count(const struct sw_workload *workload) {
	return workload->networks.n ? workload->networks.n : workload->said[SW_FIELD_NETWORK_MODE].how == SW_HOW_ABSENT;
}

static struct sw_str network_name(const struct sw_workload *workload, size_t i) {
	return workload->networks.n ? workload->networks.v[i].name : SW_S("default");
}

static void count_company(struct search *search) {
	struct sw_map members = {0};
	for (size_t i = 0; i < search->count; i++)
		for (size_t n = 0; n < network_count(search->services[i]->workload); n++) {
			struct sw_str name = network_name(search->services[i]->workload, n);
			uintptr_t before = (uintptr_t)sw_map_get(&members, name);
			sw_map_put(search->arena, &members, name, (void *)(before + 1));
		}
	for (size_t i = 0; i < search->count; i++)
		for (size_t n = 0; n < network_count(search->services[i]->workload); n++) {
			uint32_t others = (uint32_t)(uintptr_t)sw_map_get(&members, network_name(search->services[i]->workload, n)) - 1;
			if (others > search->services[i]->company)
				search->services[i]->company = others;
		}
}

static void note_name(struct search *search, size_t from, struct sw_str name) {
	struct sw_service *service = sw_map_get(search->names, name);
	if (!service || service->place == from || search->named_by[service->place] == from + 1)
		return;
	search->named_by[service->place] = (uint32_t)from + 1;
	service->users++;
	if (search->proxies[from] && !search->proxies[service->place] && !service->proxy)
		service->proxy = search->services[from];
}

static bool name_char(char c) {
	return sw_is_alnum(c) || c == '-' || c == '_' || c == '.';
}

static void note_names(struct search *search, size_t from, struct sw_str text) {
	for (size_t i = 0; i < text.n; i++) {
		size_t start = i;
		while (i < text.n && name_char(text.p[i]))
			i++;
		if (i > start)
			note_name(search, from, sw_str_sub(text, start, i - start));
	}
}

static void note_mentions(struct search *search, size_t from) {
	static const enum sw_field arguments[] = {SW_FIELD_ENTRYPOINT, SW_FIELD_COMMAND};
	const struct sw_service *service = search->services[from];
	for (size_t i = 0; i < service->env.n; i++)
		if (service->env.v[i].known)
			note_names(search, from, service->env.v[i].value);
	for (size_t i = 0; i < sizeof arguments / sizeof *arguments; i++)
		if (service->fields[arguments[i]].known)
			note_names(search, from, service->fields[arguments[i]].value);
	for (size_t i = 0; i < service->workload->links.n; i++)
		note_name(search, from, service->workload->links.v[i].name);
	for (size_t i = 0; i < service->workload->depends_on.n; i++)
		note_name(search, from, service->workload->depends_on.v[i].name);
}

static bool is_published(const struct sw_workload *workload) {
	for (size_t i = 0; i < workload->ports.n; i++)
		if (!sw_str_starts(workload->ports.v[i].host_ip, SW_S("127.")))
			return true;
	return false;
}

static bool is_proxy(const struct sw_workload *workload) {
	const struct sw_image_fact *fact = workload->has_image ? sw_image_fact(&workload->image.ref) : NULL;
	return fact && fact->role == SW_ROLE_PROXY && is_published(workload);
}

/* Services that ask a proxy to forward to them: labels that Traefik and Caddy read, variables that nginx-proxy reads. */
static bool asks(const struct sw_service *service, struct sw_str proxy) {
	const struct sw_workload *workload = service->workload;
	bool labels = sw_str_is(proxy, "traefik") || sw_str_is(proxy, "caddy");
	for (size_t i = 0; labels && i < workload->labels.n; i++) {
		const struct sw_named_at *label = &workload->labels.v[i];
		bool enabled = sw_str_is(label->name, "traefik.enable") && sw_str_is_nocase(label->value, "true");
		if (enabled || sw_str_starts(label->name, SW_S("traefik.http.")) || sw_str_is(label->name, "caddy"))
			return true;
	}
	for (size_t i = 0; !labels && i < service->env.n; i++)
		if (sw_str_is(service->env.v[i].name, "VIRTUAL_HOST"))
			return true;
	return false;
}

static void find_asked(struct search *search) {
	const struct sw_service *proxy = NULL;
	for (size_t i = 0; i < search->count && !proxy; i++)
		proxy = search->proxies[i] ? search->services[i] : NULL;
	struct sw_str name = proxy ? sw_str_of(sw_image_fact(&proxy->workload->image.ref)->name) : (struct sw_str){0};
	for (size_t i = 0; proxy && i < search->count; i++)
		if (!search->proxies[i] && !search->services[i]->proxy && asks(search->services[i], name))
			search->services[i]->proxy = proxy;
}

static void add_names(struct search *search, size_t i) {
	struct sw_service *service = search->services[i];
	const struct sw_workload *workload = service->workload;
	service->place = (uint32_t)i;
	service->names = search->names;
	sw_map_put(search->arena, search->names, workload->name, service);
	for (size_t n = 0; n < workload->networks.n; n++) {
		struct sw_str aliases = workload->networks.v[n].value, alias;
		while (aliases.n && sw_str_split(&aliases, ',', &alias))
			if (alias.n && !sw_map_get(search->names, alias))
				sw_map_put(search->arena, search->names, alias, service);
	}
}

void sw_neighbours_find(struct sw_arena *arena, struct sw_service *const *services, size_t count) {
	struct search search = {.arena = arena, .services = services, .count = count, .names = SW_NEW(arena, struct sw_map)};
	search.proxies = SW_NEW_ARRAY(arena, bool, count + 1);
	search.named_by = SW_NEW_ARRAY(arena, uint32_t, count + 1);
	for (size_t i = 0; i < count; i++) {
		add_names(&search, i);
		search.proxies[i] = is_proxy(services[i]->workload);
	}
	find_writers(&search);
	count_company(&search);
	for (size_t i = 0; i < count; i++)
		note_mentions(&search, i);
	find_asked(&search);
}
