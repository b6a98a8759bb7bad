/* build: of a service, short and long form. */
#include "readers/compose/parts.h"
#include "readers/compose/paths.h"

bool sw_compose_is_remote(struct sw_str context) {
	static const char *const prefixes[] = {"http://", "https://", "git://", "ssh://", "git@", "github.com/", "oci://"};
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (sw_str_starts(context, sw_str_of(prefixes[i])))
			return true;
	return sw_str_contains(context, SW_S("://"));
}

static void read_args(struct sw_compose_reader *r, struct sw_service_build *build, const struct sw_node *node) {
	struct sw_compose_pairs pairs = sw_compose_pairs(r, node, "args");
	for (size_t i = 0; i < pairs.n; i++) {
		const struct sw_compose_pair *pair = &pairs.v[i];
		struct sw_pair *arg = sw_push(r->arena, &build->args);
		*arg = (struct sw_pair){.name = pair->name, .at = pair->at, .value_at = pair->value_at};
		if (pair->has_value) {
			arg->value = pair->value.text;
			arg->has_value = true;
			arg->known = pair->value.known;
			arg->literal = pair->value.literal;
			sw_compose_suspect_pair(r, pair);
			continue;
		}
		/* a bare name: from .env, or from the shell of whoever builds */
		const struct sw_compose_var *var = sw_compose_var_of(&sw_compose_context(r, node)->scope, pair->name);
		if (var) {
			arg->value = var->value;
			arg->has_value = true;
			arg->known = var->known;
		}
	}
}

static void read_contexts(struct sw_compose_reader *r, struct sw_service_build *build, const struct sw_node *node) {
	struct sw_compose_pairs pairs = sw_compose_pairs(r, node, "additional_contexts");
	sw_compose_push_pairs(r, &build->contexts, pairs);
}

static void read_ssh(struct sw_compose_reader *r, struct sw_service_build *build, const struct sw_node *node) {
	if (sw_node_is_scalar(node)) {
		struct sw_compose_scalars one = sw_compose_list(r, node, true, "ssh");
		sw_compose_push_list(r, &build->ssh, one);
		return;
	}
	struct sw_compose_pairs pairs = sw_compose_pairs(r, node, "ssh");
	sw_compose_push_pairs(r, &build->ssh, pairs);
}

/* The Dockerfile's path from the top of the target, where it can be told and stands there. */
static void find_dockerfile(struct sw_compose_reader *r, struct sw_service_build *build, const struct sw_node *at, bool known) {
	build->remote = sw_compose_is_remote(build->context);
	if (!known || build->remote || build->inlined)
		return;
	struct sw_str file = build->dockerfile.n ? build->dockerfile : SW_S("Dockerfile");
	if (sw_compose_context(r, at)->prefix.n) /* of a file in another folder: told as it counts from the first one's */
		build->context = sw_compose_rebase(r, at, build->context);
	struct sw_str context = sw_compose_path_join(r->arena, r->folder, build->context.n ? build->context : SW_S("."));
	struct sw_str path = sw_compose_path_join(r->arena, context, file);
	if (sw_compose_path_inside(path) && !sw_str_starts(build->context, SW_S("~")))
		build->path = path;
}

/* How many blanks YAML took off each line of a literal block, and where its first line starts; false where the block's
 * bytes are not those of its text. Line ends other than a single line feed make such a difference. */
static bool block_in(struct sw_str written, struct sw_str text, uint32_t *start, uint32_t *indent) {
	size_t head = sw_str_find_byte(written, '\n');
	struct sw_str rest = sw_str_from(written, head == SW_NPOS ? written.n : head + 1), line, meant;
	bool found = false;
	*start = (uint32_t)(written.n - rest.n);
	*indent = 0;
	while (text.n && sw_str_split(&text, '\n', &meant)) {
		if (!sw_str_split(&rest, '\n', &line))
			return false;
		if (!found && meant.n && line.n >= meant.n) {
			*indent = (uint32_t)(line.n - meant.n);
			found = true;
		}
		size_t blanks = 0;
		while (blanks < *indent && blanks < line.n && line.p[blanks] == ' ')
			blanks++;
		if (!sw_str_eq(sw_str_from(line, blanks), meant))
			return false;
	}
	return true;
}

/* Compose replaces variables before the builder sees the text: only $$ leaves every byte where it stands. */
static bool same_but_doubled(struct sw_str before, struct sw_str after) {
	size_t k = 0;
	for (size_t i = 0; i < before.n; i++, k++) {
		if (k >= after.n || before.p[i] != after.p[k])
			return false;
		i += before.p[i] == '$' && i + 1 < before.n && before.p[i + 1] == '$';
	}
	return k == after.n;
}

/* A text that is not written as it is meant becomes a source of its own, all of which stands at the value. */
static struct sw_span made_source(struct sw_compose_reader *r, const struct sw_compose_scalar *scalar) {
	struct sw_source *origin = sw_source_of(&r->set->sources, scalar->at);
	uint32_t source = origin ? sw_source_add(r->arena, &r->set->sources, origin->path, scalar->text) : 0;
	struct sw_span at = {source, 0, (uint32_t)scalar->text.n};
	if (!source)
		return (struct sw_span){0};
	origin = sw_source_of(&r->set->sources, scalar->at); /* adding moved it */
	struct sw_source *made = sw_source_of(&r->set->sources, at);
	made->made_of = scalar->at;
	made->made_at = sw_source_position(r->arena, origin, scalar->at.start);
	return at;
}

static void read_inline(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_node *node) {
	struct sw_service_build *build = &w->build;
	struct sw_compose_scalar scalar;
	uint32_t start, indent;
	if (!node || !sw_node_is_scalar(node) || !sw_compose_scalar(r, node, "dockerfile_inline", &scalar) || !scalar.text.n)
		return;
	build->inlined = true;
	build->inner.path = sw_arena_printf(r->arena, "%.*s#%.*s", SW_ARG(r->deployment->path), SW_ARG(w->name));
	struct sw_str written = sw_span_text(&r->set->sources, node->span);
	bool exact = node->style == SW_STYLE_LITERAL && same_but_doubled(node->text, scalar.text) &&
		     block_in(written, node->text, &start, &indent);
	struct sw_str key = sw_arena_printf(r->arena, "inline %u %u", node->span.source, node->span.start);
	struct sw_inner_dockerfile *known = sw_map_get(&r->inline_files, key);
	if (!known) {
		known = SW_NEW(r->arena, struct sw_inner_dockerfile);
		*known = build->inner;
		known->at = exact ? (struct sw_span){node->span.source, node->span.start + start, node->span.end} : made_source(r, &scalar);
		known->indent = exact ? indent : 0;
		known->doubled = exact && node->text.n != scalar.text.n;
		sw_map_put(r->arena, &r->inline_files, key, known);
	}
	build->inner = *known;
}

static const char *const build_keys[] = {
	"additional_contexts", "args", "cache_from", "cache_to", "context", "dockerfile", "dockerfile_inline", "entitlements",
	"extra_hosts", "isolation", "labels", "network", "no_cache", "no_cache_filter", "platforms", "privileged",
	"provenance", "pull", "sbom", "secrets", "shm_size", "ssh", "tags", "target", "ulimits", NULL,
};

static void read_long(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_node *node) {
	struct sw_service_build *build = &w->build;
	struct sw_compose_scalar scalar;
	bool known = true, other = true;
	sw_compose_note_unknown(r, node, "build", build_keys);
	build->context = sw_compose_find_text(r, node, "context", &known);
	if (sw_compose_get(node, "context"))
		build->context_at = sw_compose_get(node, "context")->span;
	build->dockerfile = sw_compose_find_text(r, node, "dockerfile", &known);
	build->target = sw_compose_find_text(r, node, "target", &other);
	if (sw_compose_find(r, node, "network", &scalar)) {
		build->network = scalar.text;
		build->network_at = scalar.at;
	}
	const struct sw_node *flag = sw_compose_get(node, "privileged");
	build->privileged = flag ? sw_compose_bool(r, flag, "privileged") : SW_NO;
	build->privileged_at = flag ? flag->span : (struct sw_span){0};
	read_inline(r, w, sw_compose_get(node, "dockerfile_inline"));
	read_args(r, build, sw_compose_get(node, "args"));
	read_contexts(r, build, sw_compose_get(node, "additional_contexts"));
	read_ssh(r, build, sw_compose_get(node, "ssh"));
	struct sw_compose_scalars list = sw_compose_list(r, sw_compose_get(node, "entitlements"), false, "entitlements");
	sw_compose_push_list(r, &build->entitlements, list);
	find_dockerfile(r, build, sw_compose_get(node, "context") ? sw_compose_get(node, "context") : node, known);
}

void sw_compose_read_build(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	const struct sw_node *node = member->value;
	struct sw_service_build *build = &w->build;
	struct sw_compose_scalar context;
	if (node->kind == SW_NODE_NULL)
		return;
	build->at = sw_compose_member_span(member);
	if (node->kind == SW_NODE_MAP) {
		build->present = true;
		read_long(r, w, node);
	} else if (sw_compose_scalar(r, node, "build", &context)) {
		build->present = true;
		build->privileged = SW_NO;
		build->context = context.text;
		build->context_at = context.at;
		find_dockerfile(r, build, node, context.known);
	}
}
