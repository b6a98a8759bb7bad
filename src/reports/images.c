#include "reports/images.h"

struct sw_report_images sw_report_images(const struct sw_report *report) {
	struct sw_report_images images = {0};
	for (size_t i = 0; i < report->system->factsets.n; i++) {
		const struct sw_factset *set = report->system->factsets.v[i];
		for (size_t k = 0; k < set->images.n; k++)
			if (set->images.v[k].contents)
				*sw_push(report->arena, &images) = &set->images.v[k];
	}
	return images;
}

struct sw_str sw_report_image_name(const struct sw_image *image) {
	return image->names.n ? image->names.v[0].written : image->path;
}

struct sw_str sw_report_platform(struct sw_arena *arena, const struct sw_image *image) {
	if (!image->os.n && !image->architecture.n)
		return (struct sw_str){0};
	return sw_arena_printf(arena, "%.*s/%.*s%s%.*s", SW_ARG(image->os), SW_ARG(image->architecture), image->variant.n ? "/" : "",
			       SW_ARG(image->variant));
}

struct sw_str sw_report_bytes(struct sw_arena *arena, uint64_t bytes) {
	static const char *const units[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
	unsigned unit = 0;
	uint64_t scale = 1;
	for (; bytes / scale >= 1000 && unit < 6; unit++)
		scale *= 1000;
	if (!unit)
		return sw_arena_printf(arena, "%llu B", (unsigned long long)bytes);
	uint64_t tenths = bytes / (scale / 10);
	return sw_arena_printf(arena, "%llu.%llu %s", (unsigned long long)(tenths / 10), (unsigned long long)(tenths % 10), units[unit]);
}

struct sw_str sw_report_base(struct sw_arena *arena, const struct sw_contents *contents) {
	static const char *const how[] = {
		[SW_BASE_UNKNOWN] = "", [SW_BASE_RELEASE] = "the distribution that os-release names", [SW_BASE_LABEL] = "a label says so",
		[SW_BASE_LAYERS] = "an image at hand has the same layers",
	};
	if (!contents->base_by)
		return (struct sw_str){0};
	struct sw_str layers = SW_S("");
	if (contents->base_layers)
		layers = sw_arena_printf(arena, ", %u layer%s", contents->base_layers, contents->base_layers == 1 ? "" : "s");
	return sw_arena_printf(arena, "%.*s%.*s; %s", SW_ARG(contents->base), SW_ARG(layers), how[contents->base_by]);
}

struct sw_str sw_report_packages(struct sw_arena *arena, const struct sw_contents *contents) {
	struct sw_str list = SW_S("");
	for (size_t i = 0, end; i < contents->packages.n; i = end) {
		for (end = i; end < contents->packages.n && contents->packages.v[end].type == contents->packages.v[i].type;)
			end++;
		list = sw_arena_printf(arena, "%.*s%s%zu %s", SW_ARG(list), list.n ? ", " : "", end - i,
				       sw_package_type_name(contents->packages.v[i].type));
	}
	return list.n ? list : SW_S("none");
}

struct sw_str sw_report_layer_fault(struct sw_arena *arena, const struct sw_image_layer *layer) {
	static const char *const words[] = {
		[SW_PARTIAL_NOT] = "", [SW_PARTIAL_MISSING] = "its bytes are not there", [SW_PARTIAL_TRUNCATED] = "it breaks off",
		[SW_PARTIAL_CORRUPT] = "it is broken", [SW_PARTIAL_LIMIT] = "it is beyond a limit",
		[SW_PARTIAL_FORMAT] = "its format is not read", [SW_PARTIAL_DIED] = "the process that read it died",
	};
	struct sw_str fault = sw_str_of(words[layer->account->partial]);
	if (layer->blob_differs || layer->diff_differs)
		fault = sw_arena_printf(arena, "%.*s%sits bytes are not those that its digest names", SW_ARG(fault), fault.n ? "; " : "");
	return fault;
}

struct sw_str sw_report_owner(struct sw_arena *arena, const struct sw_contents *contents, uint32_t owner) {
	if (!owner)
		return (struct sw_str){0};
	const struct sw_package *package = &contents->packages.v[owner - 1];
	return sw_arena_printf(arena, "%s:%.*s", sw_package_type_name(package->type), SW_ARG(package->name));
}

struct sw_str sw_report_traits(struct sw_arena *arena, uint32_t traits) {
	struct sw_str list = SW_S("");
	for (; traits; traits &= traits - 1)
		list = sw_arena_printf(arena, "%.*s%s%s", SW_ARG(list), list.n ? ", " : "", sw_trait_name(traits & -traits));
	return list;
}

void sw_report_sizes(const struct sw_contents *contents, uint64_t *packed, uint64_t *unpacked) {
	*packed = *unpacked = 0;
	for (size_t i = 0; i < contents->layers.n; i++) {
		*packed += contents->layers.v[i].account->packed;
		*unpacked += contents->layers.v[i].account->unpacked;
	}
}

struct sw_str sw_report_size(struct sw_arena *arena, const struct sw_contents *contents) {
	uint64_t packed, unpacked;
	sw_report_sizes(contents, &packed, &unpacked);
	/* A root file system in a folder is neither. */
	struct sw_str archives = unpacked ? sw_arena_printf(arena, "%.*s packed, %.*s unpacked; ", SW_ARG(sw_report_bytes(arena, packed)),
							    SW_ARG(sw_report_bytes(arena, unpacked)))
					  : (struct sw_str){0};
	return sw_arena_printf(arena, "%.*s%llu file%s with %.*s", SW_ARG(archives), (unsigned long long)contents->files_total,
			       contents->files_total == 1 ? "" : "s", SW_ARG(sw_report_bytes(arena, contents->bytes_total)));
}

/* The element that begins last before the place: of files, then of secrets, each in order. */
static struct sw_report_inside in_list(const struct sw_report *report, const struct sw_image *image, struct sw_span at) {
	const struct sw_contents *contents = image->contents;
	size_t files = contents->files.n, low = 0, high = files + contents->secrets.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct sw_span span = middle < files ? contents->files.v[middle].at : contents->secrets.v[middle - files].at;
		if (span.start <= at.start)
			low = middle + 1;
		else
			high = middle;
	}
	/* Lines of accounts stand behind all others, and few accounts have one. */
	for (size_t i = contents->accounts.n; i-- > 0;) {
		const struct sw_image_account *account = &contents->accounts.v[i];
		if (account->at.end && account->at.start <= at.start)
			return (struct sw_report_inside){image, account->layer + 1, account->account.file};
	}
	if (!low)
		return (struct sw_report_inside){image, 0, {0}};
	const struct sw_image_file *file = low <= files ? &contents->files.v[low - 1] : NULL;
	const struct sw_image_secret *secret = file ? NULL : &contents->secrets.v[low - 1 - files];
	return (struct sw_report_inside){image, (file ? file->layer : secret->layer) + 1,
					 sw_report_masked(report, file ? file->at : secret->at)};
}

static struct sw_report_inside in_history(const struct sw_image *image, struct sw_span at) {
	const struct sw_contents *contents = image->contents;
	for (size_t i = 0; i < contents->layers.n; i++) {
		struct sw_span own = contents->layers.v[i].at;
		if (own.source == at.source && own.source && own.start <= at.start && at.start < own.end)
			return (struct sw_report_inside){image, (uint32_t)i + 1, {0}};
	}
	return (struct sw_report_inside){0};
}

struct sw_report_inside sw_report_inside(const struct sw_report *report, struct sw_span at) {
	size_t part = at.source ? (at.source - 1) / SW_SOURCES_A_PART : SIZE_MAX;
	const struct sw_factset *set = part < report->system->factsets.n ? report->system->factsets.v[part] : NULL;
	for (size_t i = 0; set && i < set->images.n; i++) {
		const struct sw_image *image = &set->images.v[i];
		if (!image->contents)
			continue;
		if (image->contents->source && image->contents->source == at.source)
			return in_list(report, image, at);
		struct sw_report_inside inside = in_history(image, at);
		if (inside.image)
			return inside;
	}
	return (struct sw_report_inside){0};
}

static const struct sw_image *image_of(const struct sw_report *report, const struct sw_finding *finding) {
	const struct sw_subject_row *row = sw_subject_get(report->system, finding->subject);
	const struct sw_image *image = row->kind == SW_SUBJECT_IMAGE && row->image ? row->image->found : NULL;
	return image && image->contents ? image : NULL;
}

bool sw_report_is_of_image(const struct sw_report *report, const struct sw_finding *finding) {
	return image_of(report, finding) != NULL;
}

struct sw_report_findings sw_report_image_findings(const struct sw_report *report, const struct sw_image *image) {
	struct sw_report_findings findings = {0};
	for (size_t i = 0; i < report->findings->findings.n; i++) {
		const struct sw_finding *finding = &report->findings->findings.v[i];
		if (!finding->is_suppressed && image_of(report, finding) == image)
			*sw_push(report->arena, &findings) = finding;
	}
	return findings;
}

uint32_t *sw_report_layer_findings(const struct sw_report *report, const struct sw_image *image) {
	uint32_t *counts = SW_NEW_ARRAY(report->arena, uint32_t, image->contents->layers.n + 1);
	for (size_t i = 0; i < report->findings->findings.n; i++) {
		const struct sw_finding *finding = &report->findings->findings.v[i];
		if (finding->is_suppressed)
			continue;
		struct sw_report_inside inside = sw_report_inside(report, finding->site->at);
		if (inside.image == image && inside.layer)
			counts[inside.layer - 1]++;
	}
	return counts;
}
