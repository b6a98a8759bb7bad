#include "run/inner.h"
#include "base/map.h"

/* The .dockerignore that counts stands in the context. */
static bool beside(const struct sw_service_build *build) {
	return !build->context.n || sw_str_is(build->context, ".") || sw_str_is(build->context, "./");
}

/* Whether one of the first `known` secrets, which are sorted by place and do not overlap, covers a part of `at`. */
static bool is_known(const struct sw_factset *set, size_t known, struct sw_span at) {
	size_t low = 0, high = known;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct sw_span seen = set->secrets.v[middle].at;
		if (seen.source < at.source || (seen.source == at.source && seen.end <= at.start))
			low = middle + 1;
		else
			high = middle;
	}
	return low < known && set->secrets.v[low].at.source == at.source && set->secrets.v[low].at.start < at.end;
}

static void drop_known_secrets(struct sw_factset *set, size_t known) {
	size_t kept = known;
	for (size_t i = known; i < set->secrets.n; i++)
		if (!is_known(set, known, set->secrets.v[i].at))
			set->secrets.v[kept++] = set->secrets.v[i];
	set->secrets.n = kept;
}

void sw_inner_read(struct sw_factset *set, const struct sw_dockerfile_files *files) {
	struct sw_map builds = {0};
	size_t known = set->secrets.n;
	for (size_t i = 0; set->deployment && i < set->deployment->workloads.n; i++) {
		struct sw_service_build *build = &set->deployment->workloads.v[i].build;
		if (!build->inner.at.source)
			continue;
		struct sw_str key = sw_arena_printf(&set->arena, "%u %u", build->inner.at.source, build->inner.at.start);
		build->own = sw_map_get(&builds, key);
		if (!build->own)
			build->own = sw_dockerfile_read_inside(set, &build->inner, beside(build) ? files : NULL);
		if (build->own)
			sw_map_put(&set->arena, &builds, key, build->own);
	}
	drop_known_secrets(set, known);
}
