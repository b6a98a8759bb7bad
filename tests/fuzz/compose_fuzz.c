/* Any bytes may be given to the compose reader, and to every file it asks for: what stands behind the first NUL byte are
 * those files, divided by further ones, and the length of a path chooses. Where there are
 * three of them, two are laid over the first one. Every span lies inside its source, and what is said of a service is told from what is not. */
#include "readers/compose/config.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The files behind the first one. */
struct parts {
	struct sw_str v[8];
	size_t n;
};

static int read_any(void *ctx, struct sw_arena *arena, struct sw_str path, struct sw_str *text) {
	const struct parts *parts = ctx;
	(void)arena;
	*text = parts->n ? parts->v[path.n % parts->n] : (struct sw_str){0};
	return path.n % 5 == 0 ? -1 : 0;
}

static bool exists_any(void *ctx, struct sw_str path) {
	(void)ctx;
	return path.n % 2;
}

static void check_span(const struct sw_factset *set, struct sw_span span) {
	if (!span.source)
		return;
	assert(span.source < set->sources.n && span.start <= span.end && span.end <= set->sources.v[span.source].text.n);
}

static void check_names(const struct sw_factset *set, const struct sw_named_at *v, size_t n) {
	for (size_t i = 0; i < n; i++)
		check_span(set, v[i].at);
}

static void check_workload(const struct sw_factset *set, const struct sw_workload *w) {
	check_span(set, w->at);
	check_span(set, w->body);
	check_span(set, w->image.at);
	for (unsigned f = 0; f < SW_FIELD_COUNT; f++) {
		assert(w->said[f].layer == SW_LAYER_COMPOSE && w->said[f].at.source);
		assert(w->said[f].how != SW_HOW_ABSENT || !w->said[f].known);
		check_span(set, w->said[f].at);
	}
	for (size_t i = 0; i < w->env.n; i++) {
		check_span(set, w->env.v[i].at);
		check_span(set, w->env.v[i].value_at);
	}
	for (size_t i = 0; i < w->build.args.n; i++) {
		check_span(set, w->build.args.v[i].at);
		check_span(set, w->build.args.v[i].value_at);
	}
	for (size_t i = 0; i < w->ports.n; i++) {
		check_span(set, w->ports.v[i].at);
		assert(w->ports.v[i].target_low <= w->ports.v[i].target_high);
	}
	for (size_t i = 0; i < w->mounts.n; i++) {
		check_span(set, w->mounts.v[i].at);
		assert(!w->mounts.v[i].host_path.n || w->mounts.v[i].host_path.p[0] == '/');
	}
	check_names(set, w->labels.v, w->labels.n);
	check_names(set, w->networks.v, w->networks.n);
	check_names(set, w->security_opts.v, w->security_opts.n);
	check_names(set, w->env_files.v, w->env_files.n);
}

static void check_set(const struct sw_factset *set) {
	for (size_t i = 0; set->deployment && i < set->deployment->workloads.n; i++)
		check_workload(set, &set->deployment->workloads.v[i]);
	for (size_t i = 0; i < set->secrets.n; i++) {
		check_span(set, set->secrets.v[i].at);
		assert(i == 0 || sw_span_cmp(set->secrets.v[i - 1].at, set->secrets.v[i].at) < 0);
	}
	for (size_t i = 0; i < set->diags.n; i++)
		check_span(set, set->diags.v[i].at);
	assert(set->deployment || set->diags.n);
}

static void read_under_cap(struct sw_str text, const struct sw_compose_files *files, size_t cap) {
	struct sw_factset set = {.path = SW_S("app/compose.yaml")};
	struct sw_arena_catch catch;
	sw_arena_init(&set.arena, cap);
	if (SW_ARENA_TRY(&set.arena, &catch)) {
		sw_compose_read(&set, text, files);
		sw_arena_leave(&set.arena, &catch);
		check_set(&set);
	}
	sw_arena_free(&set.arena);
}

static void write_config(struct sw_str text, const struct sw_compose_files *files) {
	struct sw_factset set = {.path = SW_S("app/compose.yaml")};
	struct sw_arena_catch catch;
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	sw_arena_init(&set.arena, (size_t)1 << 28);
	if (SW_ARENA_TRY(&set.arena, &catch)) {
		sw_compose_config(&set, text, files, &out);
		sw_arena_leave(&set.arena, &catch);
	}
	sw_arena_free(&set.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	static const struct sw_str over[] = {SW_SI("o.yaml"), SW_SI("ov/over.yaml")};
	struct sw_str rest = {(const char *)data, size}, text = {0}, part;
	struct parts parts = {0};
	(void)sw_str_split(&rest, 0, &text);
	while (rest.p && parts.n < sizeof parts.v / sizeof *parts.v && sw_str_split(&rest, 0, &part))
		parts.v[parts.n++] = part;
	struct sw_compose_files files = {.ctx = &parts, .read = read_any, .exists = exists_any, .over = over,
					 .over_count = parts.n >= 3 ? 2 : 0};
	(void)sw_compose_sniff(SW_S("x-compose.yml"), text);
	read_under_cap(text, &files, (size_t)1 << 28);
	read_under_cap(text, &files, (size_t)(size % 64 + 1) * 4096);
	write_config(text, &files);
	return 0;
}
