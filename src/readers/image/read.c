#include "readers/image/read.h"
#include "base/sha256.h"
#include "base/limits.h"
#include "formats/json.h"
#include "formats/tar.h"
#include "knowledge/image_name.h"
#include "readers/image/blobs.h"
#include "readers/image/parts.h"

struct reading {
	struct sw_arena *arena;
	struct sw_factset *set;
	struct sw_image_store store;
	struct sw_str wanted, platform;
	struct sw_map seen;   /* digest of a manifest or index → struct sw_str *: it was read */
	size_t manifests;     /* of all indexes */
	bool others;          /* something was there that was not asked for */
};

/* One entry of an index. */
struct descriptor {
	struct sw_str digest, type;
	int64_t size;
	struct sw_str name, full; /* org.opencontainers.image.ref.name, and the name that containerd gives */
	struct sw_str os, architecture, variant;
	bool platform, attestation;
};

typedef SW_VEC(struct descriptor) descriptors;

/* The architecture that is chosen where an image is offered for several: this program's own. */
static const char *own_architecture(void) {
#if defined(__aarch64__)
	return "arm64";
#elif defined(__riscv) && __riscv_xlen == 64
	return "riscv64";
#else
	return "amd64";
#endif
}

static const struct sw_node *parse(struct reading *reading, struct sw_str name, struct sw_str text, enum sw_node_kind kind) {
	size_t before = reading->set->diags.n;
	const struct sw_node *root = sw_json_read_one(reading->arena, 0, text, SW_DIALECT_ENGINE, &reading->set->diags);
	for (size_t i = before; i < reading->set->diags.n; i++)
		reading->set->diags.v[i].path = sw_arena_printf(reading->arena, "%.*s/%.*s", SW_ARG(reading->set->path), SW_ARG(name));
	if (root && root->kind == kind)
		return root;
	sw_image_say(&reading->store, SW_DIAG_ERROR, "image-document-malformed", "%.*s is not what its name says", SW_ARG(name));
	return NULL;
}

static struct descriptor descriptor_of(const struct sw_node *node) {
	const struct sw_node *platform = sw_image_get(node, "platform"), *notes = sw_image_get(node, "annotations");
	const struct sw_node *size = sw_image_get(node, "size");
	struct descriptor result = {
		.digest = sw_image_get_text(node, "digest"), .type = sw_image_get_text(node, "mediaType"),
		.size = sw_node_is(size, SW_NODE_INT) && !size->big ? size->integer : -1,
		.name = sw_image_get_text(notes, "org.opencontainers.image.ref.name"),
		.full = sw_image_get_text(notes, "io.containerd.image.name"),
		.os = sw_image_get_text(platform, "os"), .architecture = sw_image_get_text(platform, "architecture"),
		.variant = sw_image_get_text(platform, "variant"),
		.platform = platform != NULL};
	result.attestation = sw_str_is(sw_image_get_text(notes, "vnd.docker.reference.type"), "attestation-manifest") ||
			     (platform && sw_str_is(result.os, "unknown") && sw_str_is(result.architecture, "unknown"));
	return result;
}

static descriptors read_list(struct reading *reading, const struct sw_node *index, enum sw_tri *attested) {
	descriptors list = {0};
	const struct sw_node *manifests = sw_image_get(index, "manifests");
	*attested = SW_NO;
	for (uint32_t i = 0; sw_node_is(manifests, SW_NODE_LIST) && i < manifests->count; i++) {
		if (++reading->manifests > SW_LIMIT_IMAGE_MANIFESTS) {
			sw_image_say(&reading->store, SW_DIAG_ERROR, "image-too-many-manifests",
				     "more than %d manifests are listed; the rest was not read", SW_LIMIT_IMAGE_MANIFESTS);
			break;
		}
		struct descriptor next = descriptor_of(manifests->items[i]);
		if (next.attestation)
			*attested = SW_YES;
		else
			*sw_push(reading->arena, &list) = next;
	}
	return list;
}

/* "linux/arm64" is any variant of it. */
static bool is_platform(struct sw_str platform, struct sw_str os, struct sw_str architecture, struct sw_str variant) {
	struct sw_str asked_os, asked_architecture;
	sw_str_split(&platform, '/', &asked_os);
	sw_str_split(&platform, '/', &asked_architecture);
	return sw_str_eq(asked_os, os) && sw_str_eq(asked_architecture, architecture) && (!platform.n || sw_str_eq(platform, variant));
}

/* The platform that is asked for; else Linux before others, our own architecture before others; what says nothing stands
 * in between. */
static int rank(const struct reading *reading, const struct descriptor *descriptor) {
	if (!descriptor->platform)
		return 1;
	if (reading->platform.n)
		return is_platform(reading->platform, descriptor->os, descriptor->architecture, descriptor->variant) ? 4 : 0;
	int os = sw_str_is(descriptor->os, "linux") ? 2 : 0;
	return os + (sw_str_is(descriptor->architecture, own_architecture()) ? 1 : 0);
}

static bool same_name(const struct descriptor *a, const struct descriptor *b) {
	return sw_str_eq(a->name, b->name) && sw_str_eq(a->full, b->full);
}

/* Whether another entry is the same image for a platform that is preferred. */
static bool is_chosen(const struct reading *reading, const descriptors *list, size_t at) {
	const struct descriptor *own = &list->v[at];
	for (size_t i = 0; own->platform && i < list->n; i++) {
		const struct descriptor *other = &list->v[i];
		if (i != at && other->platform && same_name(own, other) &&
		    (rank(reading, other) > rank(reading, own) || (rank(reading, other) == rank(reading, own) && i < at)))
			return false;
	}
	return true;
}

static void add_name(struct reading *reading, struct sw_image *image, struct sw_str written) {
	struct sw_image_ref ref = sw_image_ref_parse(reading->arena, written, true);
	if (!ref.valid || !ref.name.n) {
		if (written.n)
			sw_image_say(&reading->store, SW_DIAG_WARNING, "image-name-invalid", "\"%.*s\" is no name of an image",
				     (int)(written.n < 200 ? written.n : 200), written.p);
		return;
	}
	for (size_t i = 0; i < image->names.n; i++)
		if (sw_str_eq(image->names.v[i].name, ref.name) && sw_str_eq(image->names.v[i].tag, ref.tag))
			return;
	if (image->names.n == SW_LIMIT_IMAGE_NAMES) {
		sw_image_say(&reading->store, SW_DIAG_WARNING, "image-too-many-names", "an image has more than %d names; the rest was not read",
			     SW_LIMIT_IMAGE_NAMES);
		return;
	}
	*sw_push(reading->arena, &image->names) = ref;
}

/* A layout may give a whole reference, or a tag alone, which names nothing by itself. */
static bool is_reference(struct sw_str name) {
	return sw_str_find_byte(name, ':') != SW_NPOS || sw_str_find_byte(name, '/') != SW_NPOS;
}

static void name_image(struct reading *reading, struct sw_image *image, const struct descriptor *descriptor) {
	if (descriptor->full.n)
		add_name(reading, image, descriptor->full);
	if (is_reference(descriptor->name))
		add_name(reading, image, descriptor->name);
}

/* "1.2", "app:1.2" and "docker.io/library/app:1.2" all ask for it. */
static bool is_wanted(struct reading *reading, struct sw_str written) {
	if (!reading->wanted.n || sw_str_eq(reading->wanted, written))
		return true;
	if (!is_reference(written))
		return false;
	struct sw_image_ref ref = sw_image_ref_parse(reading->arena, written, true);
	struct sw_image_ref asked = sw_image_ref_parse(reading->arena, reading->wanted, true);
	struct sw_str tag = ref.tag.n ? ref.tag : SW_S("latest"), asked_tag = asked.tag.n ? asked.tag : SW_S("latest");
	if (is_reference(reading->wanted))
		return ref.valid && asked.valid && sw_str_eq(ref.name, asked.name) && sw_str_eq(tag, asked_tag);
	return ref.valid && sw_str_eq(tag, reading->wanted);
}

static struct sw_image *find_image(struct reading *reading, struct sw_str config) {
	for (size_t i = 0; i < reading->set->images.n; i++)
		if (sw_str_eq(reading->set->images.v[i].config, config))
			return &reading->set->images.v[i];
	return NULL;
}

static struct sw_str short_digest(struct sw_str digest) {
	return sw_str_sub(sw_str_from(digest, 7), 0, 12);
}

/* Reads the configuration into an image of its own; NULL when it is not believed. Names are set, so that it has a path. */
static struct sw_image *add_image(struct reading *reading, struct sw_image image, struct sw_str name, struct sw_str text, bool sole) {
	struct sw_arena *arena = reading->arena;
	if (reading->set->images.n >= SW_LIMIT_IMAGES) {
		sw_image_say(&reading->store, SW_DIAG_ERROR, "image-too-many", "more than %d images; the rest was not read", SW_LIMIT_IMAGES);
		return NULL;
	}
	struct sw_str label = image.names.n ? sw_image_ref_name(arena, &image.names.v[0]) : short_digest(image.config);
	image.path = sole ? reading->set->path : sw_arena_printf(arena, "%.*s#%.*s", SW_ARG(reading->set->path), SW_ARG(label));
	if (!sw_image_read_config(&reading->store, name, text, &image))
		return NULL;
	sw_image_count_blobs(&reading->store, &image);
	if (reading->platform.n && !is_platform(reading->platform, image.os, image.architecture, image.variant)) {
		sw_image_say(&reading->store, SW_DIAG_ERROR, "image-platform-missing", "is there for %.*s/%.*s and not for %.*s", SW_ARG(image.os),
			     SW_ARG(image.architecture), SW_ARG(reading->platform));
		return NULL;
	}
	struct sw_image *kept = sw_push(arena, &reading->set->images);
	*kept = image;
	return kept;
}

static bool is_image_config(struct sw_str type) {
	return !type.n || sw_str_is(type, "application/vnd.oci.image.config.v1+json") ||
	       sw_str_is(type, "application/vnd.docker.container.image.v1+json");
}

static void read_manifest(struct reading *reading, const struct descriptor *descriptor, const struct sw_node *root, struct sw_str index,
			  enum sw_tri attested, bool sole) {
	const struct sw_node *node = sw_image_get(root, "config");
	struct descriptor config = descriptor_of(node);
	struct sw_str text;
	if (!is_image_config(config.type)) {
		sw_image_say(&reading->store, SW_DIAG_NOTE, "image-other-artifact", "%.*s is no image but another artifact; passed over",
			     SW_ARG(descriptor->digest));
		return;
	}
	if (!node) {
		sw_image_say(&reading->store, SW_DIAG_ERROR, "image-manifest-old", "%.*s names no configuration: its kind of manifest is not read",
			     SW_ARG(descriptor->digest));
		return;
	}
	struct sw_image *same = find_image(reading, config.digest);
	if (same) {
		name_image(reading, same, descriptor);
		return;
	}
	if (!sw_image_blob(&reading->store, config.digest, config.size, &text))
		return;
	struct sw_image image = {.manifest = descriptor->digest, .index = index, .config = config.digest, .attested = attested};
	name_image(reading, &image, descriptor);
	sw_image_read_blobs(&reading->store, sw_image_get(root, "layers"), &image);
	struct sw_str name = sw_arena_join(reading->arena, SW_S("blobs/sha256/"), sw_str_from(config.digest, 7));
	add_image(reading, image, name, text, sole);
}

static void read_descriptor(struct reading *reading, const struct descriptor *descriptor, struct sw_str index, enum sw_tri attested,
			    unsigned depth, bool sole);

/* One platform of those that an index offers. */
static void read_index(struct reading *reading, const struct descriptor *own, const struct sw_node *root, unsigned depth, bool sole) {
	enum sw_tri attested;
	descriptors list = read_list(reading, root, &attested);
	size_t best = 0;
	if (depth >= SW_LIMIT_IMAGE_INDEX_DEPTH) {
		sw_image_say(&reading->store, SW_DIAG_ERROR, "image-index-too-deep", "more than %d indexes inside each other; not entered",
			     SW_LIMIT_IMAGE_INDEX_DEPTH);
		return;
	}
	for (size_t i = 1; i < list.n; i++)
		if (rank(reading, &list.v[i]) > rank(reading, &list.v[best]))
			best = i;
	if (!list.n) {
		sw_image_say(&reading->store, SW_DIAG_WARNING, "image-index-empty", "the index %.*s lists no image", SW_ARG(own->digest));
		return;
	}
	if (list.n > 1)
		sw_image_say(&reading->store, SW_DIAG_NOTE, "image-platform-chosen", "of %zu platforms %.*s/%.*s was read", list.n,
			     SW_ARG(list.v[best].os), SW_ARG(list.v[best].architecture));
	struct descriptor chosen = list.v[best];
	chosen.name = own->name;
	chosen.full = own->full;
	read_descriptor(reading, &chosen, own->digest, attested, depth + 1, sole);
}

static void read_descriptor(struct reading *reading, const struct descriptor *descriptor, struct sw_str index, enum sw_tri attested,
			    unsigned depth, bool sole) {
	struct sw_str text;
	struct sw_str *seen = sw_map_get(&reading->seen, descriptor->digest);
	if (seen) {
		text = *seen;
	} else {
		if (!sw_image_blob(&reading->store, descriptor->digest, descriptor->size, &text))
			return;
		seen = SW_NEW(reading->arena, struct sw_str);
		*seen = text;
		sw_map_put(reading->arena, &reading->seen, descriptor->digest, seen);
	}
	const struct sw_node *root = parse(reading, descriptor->digest, text, SW_NODE_MAP);
	if (!root)
		return;
	if (sw_image_get(root, "manifests"))
		read_index(reading, descriptor, root, depth, sole);
	else
		read_manifest(reading, descriptor, root, index, attested, sole);
}

static void check_layout(struct reading *reading) {
	struct sw_str text;
	enum sw_image_found found = sw_image_document(&reading->store, SW_S("oci-layout"), &text);
	const struct sw_node *root = found == SW_IMAGE_FOUND ? parse(reading, SW_S("oci-layout"), text, SW_NODE_MAP) : NULL;
	struct sw_str version = root ? sw_image_get_text(root, "imageLayoutVersion") : (struct sw_str){0};
	if (found == SW_IMAGE_FOUND && root && !sw_str_starts(version, SW_S("1.")))
		sw_image_say(&reading->store, SW_DIAG_WARNING, "image-layout-version", "oci-layout names version \"%.*s\"; read as 1.0.0",
			     (int)(version.n < 40 ? version.n : 40), version.p);
}

static void read_oci(struct reading *reading, struct sw_str text) {
	const struct sw_node *root = parse(reading, SW_S("index.json"), text, SW_NODE_MAP);
	enum sw_tri attested;
	check_layout(reading);
	if (!root)
		return;
	descriptors list = read_list(reading, root, &attested), chosen = {0};
	for (size_t i = 0; i < list.n; i++) {
		bool wanted = is_wanted(reading, list.v[i].full.n ? list.v[i].full : list.v[i].name) || is_wanted(reading, list.v[i].name);
		reading->others |= !wanted;
		if (wanted && is_chosen(reading, &list, i))
			*sw_push(reading->arena, &chosen) = list.v[i];
	}
	for (size_t i = 0; i < chosen.n; i++)
		read_descriptor(reading, &chosen.v[i], (struct sw_str){0}, attested, 0, chosen.n == 1);
}

/* The digest that the name of a configuration holds: "HEX.json" or "blobs/sha256/HEX"; empty: it holds none. */
static struct sw_str digest_in_name(struct sw_arena *arena, struct sw_str name) {
	struct sw_str base = sw_str_basename(name);
	if (sw_str_ends(base, SW_S(".json")))
		base.n -= 5;
	struct sw_str digest = sw_arena_join(arena, SW_S("sha256:"), base);
	return sw_sha256_digest(digest) ? digest : (struct sw_str){0};
}

static bool item_wanted(struct reading *reading, const struct sw_node *tags) {
	if (!reading->wanted.n)
		return true;
	for (uint32_t i = 0; sw_node_is(tags, SW_NODE_LIST) && i < tags->count; i++)
		if (tags->items[i]->kind == SW_NODE_STRING && is_wanted(reading, tags->items[i]->text))
			return true;
	return false;
}

static void read_item(struct reading *reading, const struct sw_node *item, bool sole) {
	struct sw_str name = sw_image_get_text(item, "Config"), text;
	const struct sw_node *tags = sw_image_get(item, "RepoTags");
	struct sw_image image = {.config = digest_in_name(reading->arena, name)};
	struct sw_image *known = image.config.n ? find_image(reading, image.config) : NULL;
	if (!item_wanted(reading, tags)) {
		reading->others = true;
		return;
	}
	for (uint32_t i = 0; sw_node_is(tags, SW_NODE_LIST) && i < tags->count; i++)
		if (tags->items[i]->kind == SW_NODE_STRING)
			add_name(reading, known ? known : &image, tags->items[i]->text);
	if (known)
		return;
	enum sw_image_found found = sw_image_document(&reading->store, name, &text);
	if (found != SW_IMAGE_FOUND) {
		sw_image_say(&reading->store, SW_DIAG_ERROR, "image-blob-missing", "manifest.json names the configuration \"%.*s\", which %s",
			     (int)(name.n < 200 ? name.n : 200), name.p, found == SW_IMAGE_MISSING ? "is not there" : "could not be read");
		return;
	}
	if (image.config.n && !sw_image_verified(&reading->store, image.config, name, text))
		return;
	if (!image.config.n)
		sw_image_say(&reading->store, SW_DIAG_NOTE, "image-config-unverified", "%.*s is not named after its digest, so nothing verifies it",
			     SW_ARG(name));
	sw_image_read_members(&reading->store, sw_image_get(item, "Layers"), &image);
	add_image(reading, image, name, text, sole);
}

static void read_docker(struct reading *reading, struct sw_str text) {
	const struct sw_node *root = parse(reading, SW_S("manifest.json"), text, SW_NODE_LIST);
	if (root && root->count > SW_LIMIT_IMAGE_MANIFESTS)
		sw_image_say(&reading->store, SW_DIAG_ERROR, "image-too-many-manifests", "more than %d manifests are listed; the rest was not read",
			     SW_LIMIT_IMAGE_MANIFESTS);
	for (uint32_t i = 0; root && i < root->count && i < SW_LIMIT_IMAGE_MANIFESTS; i++)
		read_item(reading, root->items[i], root->count == 1 && !reading->set->images.n);
}

/* Of an archive that holds no image: several folders at its top are those of a system. */
static bool has_system(const struct sw_image_store *store) {
	return (store->system_folders & (store->system_folders - 1)) != 0;
}

/* Both forms may stand in one archive: `docker save` writes a layout with the older list beside it. */
static void read_all(struct reading *reading) {
	struct sw_str text;
	struct sw_factset *set = reading->set;
	enum sw_image_found index = sw_image_document(&reading->store, SW_S("index.json"), &text);
	if (index == SW_IMAGE_FOUND)
		read_oci(reading, text);
	enum sw_image_found list = sw_image_document(&reading->store, SW_S("manifest.json"), &text);
	if (list == SW_IMAGE_FOUND)
		read_docker(reading, text);
	if (index == SW_IMAGE_FOUND || list == SW_IMAGE_FOUND) {
		if (!set->images.n && reading->others)
			sw_image_say(&reading->store, SW_DIAG_ERROR, "image-not-found", "no image in it is called \"%.*s\"", SW_ARG(reading->wanted));
	} else if (sw_image_document(&reading->store, SW_S("repositories"), &text) == SW_IMAGE_FOUND) {
		sw_image_say(&reading->store, SW_DIAG_ERROR, "image-archive-old",
			     "an archive of the oldest form, without manifest.json; save it again with a newer engine");
	} else if (has_system(&reading->store)) {
		sw_image_read_rootfs(set, reading->store.place);
	} else if (!reading->store.broken) {
		sw_image_say(&reading->store, SW_DIAG_ERROR, "not-an-image", "holds neither index.json nor manifest.json: no image");
	}
}

static struct reading start(struct sw_factset *set, const struct sw_image_wanted *wanted) {
	set->kind = SW_ARTIFACT_IMAGE;
	set->diags.arena = &set->arena;
	return (struct reading){.arena = &set->arena, .set = set, .store = {.set = set, .place = wanted->place}, .wanted = wanted->name,
				.platform = wanted->platform};
}

/* Nobody says how it starts, and nothing tells of what made it. */
void sw_image_read_rootfs(struct sw_factset *set, struct sw_str place) {
	struct sw_image image = {.path = set->path, .rootfs = true};
	set->kind = SW_ARTIFACT_IMAGE;
	set->diags.arena = &set->arena;
	for (unsigned f = 0; f < SW_START_FIELD_COUNT; f++)
		image.said[f] = (struct sw_link){.layer = SW_LAYER_IMAGE, .how = SW_HOW_UNSEEN};
	*sw_push(&set->arena, &image.blobs) = (struct sw_blob){.file = place.n ? place : SW_S("."), .size = UINT64_MAX};
	sw_image_read_history(set, &image, NULL);
	*sw_push(&set->arena, &set->images) = image;
}

void sw_image_read_layout(struct sw_factset *set, const struct sw_image_files *files, const struct sw_image_wanted *wanted) {
	struct reading reading = start(set, wanted);
	reading.store.files = files;
	read_all(&reading);
}

void sw_image_read_archive(struct sw_factset *set, int fd, const struct sw_image_wanted *wanted) {
	struct reading reading = start(set, wanted);
	sw_image_store_fill(&reading.store, fd);
	read_all(&reading);
}

bool sw_image_archive_begins(struct sw_str start) {
	return sw_tar_begins(start);
}

bool sw_image_compressed(struct sw_str start) {
	return sw_str_starts(start, SW_S("\x1f\x8b")) || sw_str_starts(start, SW_S("\x28\xb5\x2f\xfd"));
}
