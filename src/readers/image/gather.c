#include "readers/image/gather.h"
#include "base/limits.h"
#include "base/map.h"
#include <stdlib.h>

/* Gone files of these kinds are told all the same: whoever has the image still has their bytes. */
enum { TOLD_WHEN_GONE = SW_TRAIT_SECRET_FILE | SW_TRAIT_GIT };

/* A file whose name has a '!' is no archive. */
static uint32_t gone(struct sw_merge *merge, struct sw_str path) {
	uint32_t by = sw_merge_gone(merge, path);
	struct sw_str outer = sw_outer_path(path);
	return by || outer.n == path.n ? by : sw_merge_gone(merge, outer);
}

void sw_gather_layer(struct sw_gathered *gathered, struct sw_merge *merge, const struct sw_layer_account *account, uint32_t layer) {
	struct sw_arena *arena = gathered->arena;
	for (size_t i = 0; i < account->notables.n; i++)
		*sw_push(arena, &gathered->files) = (struct sw_found_file){
			{.notable = account->notables.v[i], .layer = layer, .first_layer = layer,
			 .removed_by = sw_merge_gone(merge, account->notables.v[i].entry.path)}, (uint32_t)i};
	for (size_t i = 0; i < account->secrets.n; i++)
		*sw_push(arena, &gathered->secrets) = (struct sw_image_secret){
			.secret = account->secrets.v[i], .layer = layer, .removed_by = gone(merge, account->secrets.v[i].path)};
	for (size_t i = 0; i < account->packages.n; i++)
		*sw_push(arena, &gathered->packages) = (struct sw_found_package){
			&account->packages.v[i], layer, !gone(merge, account->packages.v[i].path)};
	for (size_t i = 0; i < account->accounts.n; i++)
		if (!sw_merge_gone(merge, account->accounts.v[i].file))
			*sw_push(arena, &gathered->accounts) = (struct sw_image_account){.account = account->accounts.v[i], .layer = layer};
	if (!gathered->release.path.n && account->release.path.n && !sw_merge_gone(merge, account->release.path))
		gathered->release = account->release;
}

static int by_number(uint64_t a, uint64_t b) {
	return (a > b) - (a < b);
}

static int file_order(const void *a, const void *b) {
	const struct sw_found_file *x = a, *y = b;
	int order = sw_str_cmp(x->file.notable.entry.path, y->file.notable.entry.path);
	order = order ? order : by_number(x->file.layer, y->file.layer);
	return order ? order : by_number(x->order, y->order);
}

static bool same_path(const struct sw_image_file *a, const struct sw_image_file *b) {
	return sw_str_eq(a->notable.entry.path, b->notable.entry.path);
}

/* Whether the second one is the same bytes again: a change of mode or owner copies a file into the layer that makes it. */
static bool same_bytes(const struct sw_image_file *a, const struct sw_image_file *b) {
	const struct sw_layer_entry *x = &a->notable.entry, *y = &b->notable.entry;
	return a->removed_by == b->layer + 1 && x->kind == SW_ENTRY_FILE && y->kind == SW_ENTRY_FILE && x->size == y->size && x->sum == y->sum;
}

static void finish_files(struct sw_gathered *gathered, struct sw_arena *arena, struct sw_contents *contents) {
	size_t n = gathered->files.n;
	struct sw_found_file *v = gathered->files.v;
	if (n)
		qsort(v, n, sizeof *v, file_order);
	for (size_t i = 0; i < n; i++) {
		struct sw_image_file *file = &v[i].file, *next = i + 1 < n ? &v[i + 1].file : NULL;
		bool followed = next && same_path(file, next);
		if (followed && next->layer == file->layer)
			continue;
		if (followed && file->removed_by == next->layer + 1 && !(next->notable.traits & ~file->notable.traits))
			next->first_layer = file->first_layer;
		if (file->removed_by && (!(file->notable.traits & TOLD_WHEN_GONE) || (followed && same_bytes(file, next))))
			continue;
		if (contents->files.n == SW_LIMIT_NOTABLES) {
			contents->complete = false;
			return;
		}
		*sw_push(arena, &contents->files) = *file;
	}
}

static int same_secret(const struct sw_layer_secret *a, const struct sw_layer_secret *b) {
	int order = sw_str_cmp(a->path, b->path);
	order = order ? order : sw_str_cmp(a->kind, b->kind);
	return order ? order : sw_str_cmp(a->fingerprint, b->fingerprint);
}

static int secret_order(const void *a, const void *b) {
	const struct sw_image_secret *x = a, *y = b;
	int order = same_secret(&x->secret, &y->secret);
	order = order ? order : by_number(x->layer, y->layer);
	order = order ? order : by_number(x->secret.line, y->secret.line);
	return order ? order : by_number(x->secret.column, y->secret.column);
}

static int secret_place_order(const void *a, const void *b) {
	const struct sw_image_secret *x = a, *y = b;
	int order = sw_str_cmp(x->secret.path, y->secret.path);
	order = order ? order : by_number(x->secret.line, y->secret.line);
	order = order ? order : by_number(x->secret.column, y->secret.column);
	return order ? order : secret_order(a, b);
}

/* Whether the layer that replaced the file has the same secret in it; secrets are in their order. */
static bool kept_on(const struct sw_gathered *gathered, const struct sw_image_secret *secret) {
	size_t from = (size_t)(secret - gathered->secrets.v) + 1, end = gathered->secrets.n;
	while (from < end) {
		size_t middle = from + (end - from) / 2;
		const struct sw_image_secret *other = &gathered->secrets.v[middle];
		bool before = same_secret(&other->secret, &secret->secret) == 0 && other->layer + 1 < secret->removed_by;
		from = before ? middle + 1 : from;
		end = before ? end : middle;
	}
	const struct sw_image_secret *found = from < gathered->secrets.n ? &gathered->secrets.v[from] : NULL;
	return found && found->layer + 1 == secret->removed_by && same_secret(&found->secret, &secret->secret) == 0;
}

static void finish_secrets(struct sw_gathered *gathered, struct sw_arena *arena, struct sw_contents *contents) {
	if (!gathered->secrets.n)
		return;
	qsort(gathered->secrets.v, gathered->secrets.n, sizeof *gathered->secrets.v, secret_order);
	for (size_t i = 0; i < gathered->secrets.n && contents->secrets.n < SW_LIMIT_NOTABLES; i++)
		if (!gathered->secrets.v[i].removed_by || !kept_on(gathered, &gathered->secrets.v[i]))
			*sw_push(arena, &contents->secrets) = gathered->secrets.v[i];
	contents->complete = contents->complete && contents->secrets.n < SW_LIMIT_NOTABLES;
	if (contents->secrets.n)
		qsort(contents->secrets.v, contents->secrets.n, sizeof *contents->secrets.v, secret_place_order);
}

/* A system has one database, wherever it lies; of others each place is a package of its own. */
static bool is_of_system(const struct sw_package *package) {
	return package->type == SW_PACKAGE_DEB || package->type == SW_PACKAGE_APK || package->type == SW_PACKAGE_RPM ||
	       package->type == SW_PACKAGE_ALPM || package->type == SW_PACKAGE_PORTAGE;
}

static int same_package(const struct sw_package *a, const struct sw_package *b) {
	int order = by_number(a->type, b->type);
	order = order ? order : sw_str_cmp(a->name, b->name);
	order = order ? order : sw_str_cmp(a->version, b->version);
	order = order ? order : sw_str_cmp(a->architecture, b->architecture);
	order = order ? order : a->licence_only - b->licence_only;
	return order || is_of_system(a) ? order : sw_str_cmp(a->path, b->path);
}

static int package_order(const void *a, const void *b) {
	const struct sw_found_package *x = a, *y = b;
	int order = same_package(x->package, y->package);
	order = order ? order : by_number(x->layer, y->layer);
	order = order ? order : sw_str_cmp(x->package->path, y->package->path);
	return order ? order : by_number((uintptr_t)x->package, (uintptr_t)y->package);
}

static int package_place_order(const void *a, const void *b) {
	const struct sw_package *x = a, *y = b;
	int order = by_number(x->type, y->type);
	order = order ? order : sw_str_cmp(x->name, y->name);
	order = order ? order : sw_str_cmp(x->version, y->version);
	order = order ? order : sw_str_cmp(x->path, y->path);
	return order ? order : sw_str_cmp(x->architecture, y->architecture);
}

static struct sw_str licence_key(struct sw_arena *scratch, const struct sw_package *package, struct sw_str version) {
	return sw_arena_printf(scratch, "%u:%.*s:%.*s", package->type, SW_ARG(package->name), SW_ARG(version));
}

/* Rows that tell a licence alone: it goes to the packages that tell none, and the rows go. */
static void take_licences(struct sw_arena *scratch, struct sw_packages *packages) {
	struct sw_map licences = {0};
	size_t n = 0;
	for sw_each (struct sw_package, package, *packages)
		if (package->licence_only)
			sw_map_put(scratch, &licences, licence_key(scratch, package, package->version), package);
	for sw_each (struct sw_package, package, *packages) {
		if (package->licence_only)
			continue;
		const struct sw_package *told = NULL;
		if (licences.used && !package->licence.n) {
			told = sw_map_get(&licences, licence_key(scratch, package, package->version));
			told = told ? told : sw_map_get(&licences, licence_key(scratch, package, SW_S("")));
		}
		if (told)
			package->licence = told->licence;
		packages->v[n++] = *package;
	}
	packages->n = n;
}

/* One package a group: the last that stays tells of it, the first that ever told says which layer brought it. */
static void finish_packages(struct sw_gathered *gathered, struct sw_arena *arena, struct sw_contents *contents) {
	struct sw_found_package *v = gathered->packages.v;
	size_t n = gathered->packages.n;
	if (n)
		qsort(v, n, sizeof *v, package_order);
	for (size_t first = 0, end; first < n; first = end) {
		const struct sw_package *stays = NULL;
		for (end = first; end < n && same_package(v[first].package, v[end].package) == 0; end++)
			stays = v[end].stays ? v[end].package : stays;
		if (!stays)
			continue;
		struct sw_package *package = sw_push(arena, &contents->packages);
		*package = *stays;
		package->layer = v[first].layer;
		package->owner = 0;
	}
	take_licences(gathered->arena, &contents->packages);
	if (contents->packages.n)
		qsort(contents->packages.v, contents->packages.n, sizeof *contents->packages.v, package_place_order);
}

static int account_order(const void *a, const void *b) {
	const struct sw_image_account *x = a, *y = b;
	int order = sw_str_cmp(x->account.file, y->account.file);
	return order ? order : by_number(x->account.line, y->account.line);
}

void sw_gather_finish(struct sw_gathered *gathered, struct sw_arena *arena, struct sw_contents *contents) {
	finish_files(gathered, arena, contents);
	finish_secrets(gathered, arena, contents);
	finish_packages(gathered, arena, contents);
	for (size_t i = 0; i < gathered->accounts.n; i++)
		*sw_push(arena, &contents->accounts) = gathered->accounts.v[i];
	if (contents->accounts.n)
		qsort(contents->accounts.v, contents->accounts.n, sizeof *contents->accounts.v, account_order);
	contents->release = gathered->release;
}
