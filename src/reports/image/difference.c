#include "reports/image/report.h"
#include "reports/images.h"

struct making {
	struct sw_arena *arena;
	const struct sw_image *before, *after;
	struct sw_image_difference *difference;
};

const char *sw_image_change_name(enum sw_image_change change) {
	static const char *const names[] = {[SW_DIFF_ADDED] = "added", [SW_DIFF_REMOVED] = "removed", [SW_DIFF_CHANGED] = "changed"};
	return names[change];
}

static enum sw_image_change change_of(bool before, bool after) {
	return !before ? SW_DIFF_ADDED : !after ? SW_DIFF_REMOVED : SW_DIFF_CHANGED;
}

/* ---- configuration ---- */

static void compare_text(struct making *making, const char *what, struct sw_str before, struct sw_str after) {
	if (!sw_str_eq(before, after))
		*sw_push(making->arena, &making->difference->settings) =
			(struct sw_setting_change){change_of(before.n > 0, after.n > 0), what, {0}, before, after};
}

static void compare_start(struct making *making) {
	for (unsigned f = 0; f < SW_START_FIELD_COUNT; f++) {
		const struct sw_link *before = &making->before->said[f], *after = &making->after->said[f];
		compare_text(making, sw_field_table[f].name, before->how == SW_HOW_ABSENT ? (struct sw_str){0} : before->value,
			     after->how == SW_HOW_ABSENT ? (struct sw_str){0} : after->value);
	}
}

/* Names and values that may be secrets: names alone are told. */
struct pair {
	struct sw_str name, value;
};
SW_VEC_TYPE(pairs, struct pair);

static const struct pair *pair_of(const struct pairs *pairs, struct sw_str name) {
	for (size_t i = pairs->n; i-- > 0;)
		if (sw_str_eq(pairs->v[i].name, name))
			return &pairs->v[i];
	return NULL;
}

static void compare_pairs(struct making *making, const char *what, const struct pairs *before, const struct pairs *after) {
	for (size_t i = 0; i < before->n; i++) {
		const struct pair *now = pair_of(after, before->v[i].name);
		if (&before->v[i] == pair_of(before, before->v[i].name) && !(now && sw_str_eq(now->value, before->v[i].value)))
			*sw_push(making->arena, &making->difference->settings) =
				(struct sw_setting_change){change_of(true, now != NULL), what, before->v[i].name, {0}, {0}};
	}
	for (size_t i = 0; i < after->n; i++)
		if (&after->v[i] == pair_of(after, after->v[i].name) && !pair_of(before, after->v[i].name))
			*sw_push(making->arena, &making->difference->settings) =
				(struct sw_setting_change){SW_DIFF_ADDED, what, after->v[i].name, {0}, {0}};
}

enum { MOST_PAIRS = 5000 }; /* each is looked for among the others */

static struct pairs pairs_of(struct sw_arena *arena, const struct sw_pair *v, size_t n) {
	struct pairs pairs = {0};
	for (size_t i = 0; i < n && i < MOST_PAIRS; i++)
		*sw_push(arena, &pairs) = (struct pair){v[i].name, v[i].value};
	return pairs;
}

static struct pairs ports_of(struct sw_arena *arena, const struct sw_image *image) {
	struct pairs pairs = {0};
	for (size_t i = 0; i < image->exposed.n && i < MOST_PAIRS; i++) {
		const struct sw_exposed *port = &image->exposed.v[i];
		struct sw_str name = port->port_high > port->port_low
			? sw_arena_printf(arena, "%u-%u/%.*s", port->port_low, port->port_high, SW_ARG(port->protocol))
			: sw_arena_printf(arena, "%u/%.*s", port->port_low, SW_ARG(port->protocol));
		*sw_push(arena, &pairs) = (struct pair){name, {0}};
	}
	return pairs;
}

static struct pairs volumes_of(struct sw_arena *arena, const struct sw_image *image) {
	struct pairs pairs = {0};
	for (size_t i = 0; i < image->volumes.n && i < MOST_PAIRS; i++)
		*sw_push(arena, &pairs) = (struct pair){image->volumes.v[i].path, {0}};
	return pairs;
}

static void compare_configuration(struct making *making) {
	struct sw_arena *arena = making->arena;
	const struct sw_image *a = making->before, *b = making->after;
	compare_text(making, "platform", sw_report_platform(arena, a), sw_report_platform(arena, b));
	compare_text(making, "base", sw_report_base(arena, a->contents), sw_report_base(arena, b->contents));
	compare_start(making);
	struct pairs before = pairs_of(arena, a->env.v, a->env.n), after = pairs_of(arena, b->env.v, b->env.n);
	compare_pairs(making, "environment", &before, &after);
	before = ports_of(arena, a), after = ports_of(arena, b);
	compare_pairs(making, "port", &before, &after);
	before = volumes_of(arena, a), after = volumes_of(arena, b);
	compare_pairs(making, "volume", &before, &after);
	before = pairs_of(arena, a->labels.v, a->labels.n), after = pairs_of(arena, b->labels.v, b->labels.n);
	compare_pairs(making, "label", &before, &after);
	before = pairs_of(arena, a->triggers.v, a->triggers.n), after = pairs_of(arena, b->triggers.v, b->triggers.n);
	compare_pairs(making, "trigger", &before, &after);
}

/* ---- packages ---- */

static int package_order(const struct sw_package *a, const struct sw_package *b) {
	return a->type != b->type ? a->type < b->type ? -1 : 1 : sw_str_cmp(a->name, b->name);
}

/* How many packages from `at` on have its type and name. */
static size_t group_at(const struct sw_packages *packages, size_t at) {
	size_t end = at;
	while (end < packages->n && package_order(&packages->v[at], &packages->v[end]) == 0)
		end++;
	return end - at;
}

SW_VEC_TYPE(versions, struct sw_str);

/* The different versions of a group that the other group has not; both are in order of version. */
static struct versions only_here(struct sw_arena *arena, const struct sw_package *v, size_t n, const struct sw_package *other, size_t others) {
	struct versions only = {0};
	for (size_t i = 0, k = 0; i < n; i++) {
		while (k < others && sw_str_cmp(other[k].version, v[i].version) < 0)
			k++;
		bool there = k < others && sw_str_eq(other[k].version, v[i].version);
		bool told = i && sw_str_eq(v[i - 1].version, v[i].version);
		if (!there && !told)
			*sw_push(arena, &only) = v[i].version;
	}
	return only;
}

/* One that went and one that came are one that changed. */
static void compare_group(struct making *making, const struct sw_package *of, const struct versions *gone, const struct versions *came) {
	size_t n = gone->n > came->n ? gone->n : came->n;
	for (size_t i = 0; i < n; i++) {
		bool before = i < gone->n, after = i < came->n;
		*sw_push(making->arena, &making->difference->packages) = (struct sw_package_change){
			change_of(before, after), of->type, of->name, before ? gone->v[i] : (struct sw_str){0},
			after ? came->v[i] : (struct sw_str){0}};
	}
}

static void compare_packages(struct making *making) {
	const struct sw_packages *a = &making->before->contents->packages, *b = &making->after->contents->packages;
	for (size_t i = 0, k = 0; i < a->n || k < b->n;) {
		int order = i == a->n ? 1 : k == b->n ? -1 : package_order(&a->v[i], &b->v[k]);
		size_t n = order <= 0 ? group_at(a, i) : 0, m = order >= 0 ? group_at(b, k) : 0;
		struct versions gone = only_here(making->arena, a->v + i, n, b->v + k, m);
		struct versions came = only_here(making->arena, b->v + k, m, a->v + i, n);
		compare_group(making, n ? &a->v[i] : &b->v[k], &gone, &came);
		i += n;
		k += m;
	}
}

/* ---- files and secrets ---- */

static bool same_file(const struct sw_notable *a, const struct sw_notable *b) {
	return a->traits == b->traits && a->entry.mode == b->entry.mode && a->entry.user == b->entry.user && a->entry.group == b->entry.group &&
	       sw_str_eq(a->capabilities, b->capabilities);
}

/* The next file of the final image from *at on. */
static const struct sw_image_file *next_file(const struct sw_contents *contents, size_t *at) {
	while (*at < contents->files.n && contents->files.v[*at].removed_by)
		++*at;
	return *at < contents->files.n ? &contents->files.v[*at] : NULL;
}

static void compare_notables(struct making *making) {
	size_t i = 0, k = 0;
	for (;;) {
		const struct sw_image_file *a = next_file(making->before->contents, &i), *b = next_file(making->after->contents, &k);
		if (!a && !b)
			return;
		int order = !a ? 1 : !b ? -1 : sw_str_cmp(a->notable.entry.path, b->notable.entry.path);
		a = order <= 0 ? a : NULL;
		b = order >= 0 ? b : NULL;
		i += a != NULL;
		k += b != NULL;
		if (!(a && b && same_file(&a->notable, &b->notable)))
			*sw_push(making->arena, &making->difference->notables) = (struct sw_notable_change){change_of(a != NULL, b != NULL), a, b};
	}
}

/* The value and where it is: a line more or less above it makes no other secret. */
static struct sw_str secret_key(struct sw_arena *arena, const struct sw_image_secret *secret) {
	return sw_arena_printf(arena, "%.*s\n%.*s\n%.*s", SW_ARG(secret->secret.path), SW_ARG(secret->secret.kind), SW_ARG(secret->secret.fingerprint));
}

static void compare_secrets(struct making *making, const struct sw_contents *from, const struct sw_contents *against, enum sw_image_change change) {
	struct sw_map there = {0}, told = {0};
	static char yes;
	for (size_t i = 0; i < against->secrets.n; i++)
		sw_map_put(making->arena, &there, secret_key(making->arena, &against->secrets.v[i]), &yes);
	for (size_t i = 0; i < from->secrets.n; i++) {
		struct sw_str key = secret_key(making->arena, &from->secrets.v[i]);
		if (!sw_map_get(&there, key) && !sw_map_put(making->arena, &told, key, &yes))
			*sw_push(making->arena, &making->difference->secrets) = (struct sw_secret_change){change, &from->secrets.v[i]};
	}
}

/* ---- all ---- */

static struct sw_str layer_digest(const struct sw_image_layer *layer) {
	return layer->diff_id.n ? layer->diff_id : layer->account->diff_id;
}

static size_t shared_layers(const struct sw_contents *a, const struct sw_contents *b) {
	size_t n = 0;
	while (n < a->layers.n && n < b->layers.n) {
		struct sw_str digest = layer_digest(&a->layers.v[n]);
		if (!digest.n || !sw_str_eq(digest, layer_digest(&b->layers.v[n])))
			break;
		n++;
	}
	return n;
}

void sw_image_difference_make(struct sw_arena *arena, const struct sw_image *before, const struct sw_image *after,
			      struct sw_image_difference *difference) {
	struct making making = {arena, before, after, difference};
	difference->images[0] = before;
	difference->images[1] = after;
	difference->shared_layers = shared_layers(before->contents, after->contents);
	compare_configuration(&making);
	compare_packages(&making);
	compare_notables(&making);
	compare_secrets(&making, before->contents, after->contents, SW_DIFF_REMOVED);
	compare_secrets(&making, after->contents, before->contents, SW_DIFF_ADDED);
}

bool sw_image_difference_any(const struct sw_image_difference *difference) {
	const struct sw_file_changes *files = &difference->files;
	return difference->settings.n || difference->packages.n || difference->notables.n || difference->secrets.n ||
	       files->count[SW_DIFF_ADDED] || files->count[SW_DIFF_REMOVED] || files->count[SW_DIFF_CHANGED];
}
