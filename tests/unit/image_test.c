#include "unit.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/sha256.h"
#include "readers/image/dump.h"
#include "readers/image/read.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* A layout by the names and texts of its files. */
struct layout {
	struct sw_arena arena;
	struct sw_map files;
	struct sw_factset set;
};

static void put_file(struct layout *layout, struct sw_str name, struct sw_str text) {
	struct sw_str *kept = SW_NEW(&layout->arena, struct sw_str);
	*kept = text;
	sw_map_put(&layout->arena, &layout->files, name, kept);
}

static struct sw_str digest_of(struct layout *layout, struct sw_str text) {
	struct sw_sha256 sha;
	char hex[65];
	sw_sha256_start(&sha);
	sw_sha256_add(&sha, text);
	sw_sha256_hex(&sha, hex);
	return sw_arena_printf(&layout->arena, "sha256:%s", hex);
}

/* Adds a blob and returns it as a descriptor with `more` members behind. */
static struct sw_str put_blob(struct layout *layout, struct sw_str text, const char *more) {
	struct sw_str digest = digest_of(layout, text);
	put_file(layout, sw_arena_printf(&layout->arena, "blobs/sha256/%.*s", SW_ARG(sw_str_from(digest, 7))), text);
	return sw_arena_printf(&layout->arena, "{\"digest\":\"%.*s\",\"size\":%zu%s}", SW_ARG(digest), text.n, more);
}

static int open_file(void *context, struct sw_arena *arena, struct sw_str path) {
	struct layout *layout = context;
	const struct sw_str *text = sw_map_get(&layout->files, path);
	(void)arena;
	if (!text)
		return -1;
	int fd = memfd_create("file", MFD_CLOEXEC);
	assert_int_equal(write(fd, text->p, text->n), (ssize_t)text->n);
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static struct layout *new_layout(void) {
	struct layout *layout = calloc(1, sizeof *layout);
	sw_arena_init(&layout->arena, (size_t)1 << 28);
	sw_arena_init(&layout->set.arena, SW_LIMIT_FACTSET_BYTES + (size_t)SW_LIMIT_FILE_BYTES);
	layout->set.path = SW_S("lay");
	put_file(layout, SW_S("oci-layout"), SW_S("{\"imageLayoutVersion\":\"1.0.0\"}"));
	return layout;
}

static void drop(struct layout *layout) {
	sw_arena_free(&layout->set.arena);
	sw_arena_free(&layout->arena);
	free(layout);
}

static void read_in(struct layout *layout, struct sw_str index, const struct sw_image_wanted *wanted) {
	struct sw_image_files files = {layout, open_file};
	put_file(layout, SW_S("index.json"), index);
	sw_image_read_layout(&layout->set, &files, wanted);
}

static void read_layout(struct layout *layout, struct sw_str index, const char *wanted) {
	read_in(layout, index, &(struct sw_image_wanted){.name = sw_str_of(wanted)});
}

/* An image with `layers`, the items of a list. */
static struct sw_str put_layers(struct layout *layout, const char *config, struct sw_str layers, const char *more) {
	struct sw_str descriptor = put_blob(layout, sw_str_of(config), "");
	return put_blob(layout, sw_arena_printf(&layout->arena, "{\"schemaVersion\":2,\"config\":%.*s,\"layers\":[%.*s]}", SW_ARG(descriptor),
						SW_ARG(layers)), more);
}

static struct sw_str put_image(struct layout *layout, const char *config, const char *more) {
	return put_layers(layout, config, (struct sw_str){0}, more);
}

static struct sw_str index_of(struct layout *layout, struct sw_str manifests) {
	return sw_arena_printf(&layout->arena, "{\"schemaVersion\":2,\"manifests\":[%.*s]}", SW_ARG(manifests));
}

static bool said(const struct layout *layout, const char *code) {
	for (size_t i = 0; i < layout->set.diags.n; i++)
		if (strcmp(layout->set.diags.v[i].code, code) == 0)
			return true;
	return false;
}

#define NAMED ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"app:1\"}"

static void a_layout(void **state) {
	(void)state;
	struct layout *layout = new_layout();
	const char *config =
		"{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":{\"User\":\"1000\",\"Cmd\":[\"/x\",\"--password=hunter2x\"],"
		"\"Env\":[\"A=b\",\"DB_PASSWORD=s3cretvalue\"],\"ExposedPorts\":{\"80/tcp\":{}},\"Volumes\":{\"/data\":{}},"
		"\"Healthcheck\":{\"Test\":[\"NONE\"]},\"OnBuild\":[\"USER root\"]},"
		"\"history\":[{\"created_by\":\"/bin/sh -c apt-get update\"},{\"created_by\":\"CMD [\\\"a b\\\" \\\"c\\\"]\",\"empty_layer\":true}],"
		"\"rootfs\":{\"diff_ids\":[\"sha256:1\"]}}";
	struct sw_str layer = put_blob(layout, SW_S("bytes"), ",\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\"");
	read_layout(layout, index_of(layout, put_layers(layout, config, layer, NAMED)), NULL);
	assert_int_equal(layout->set.diags.n, 0);
	assert_int_equal(layout->set.images.n, 1);
	const struct sw_image *image = &layout->set.images.v[0];
	assert_str(image->names.v[0].name, "docker.io/library/app");
	assert_str(image->said[SW_FIELD_USER].value, "1000");
	assert_str(sw_span_text(&layout->set.sources, image->said[SW_FIELD_USER].at), "\"1000\"");
	assert_str(image->said[SW_FIELD_HEALTH].value, "none");
	assert_false(sw_str_contains(image->said[SW_FIELD_COMMAND].value, SW_S("hunter2x")));
	assert_str(sw_span_text(&layout->set.sources, image->env.v[1].value_at), "s3cretvalue");
	assert_int_equal(layout->set.hidden.n, 1);
	assert_int_equal(image->exposed.v[0].port_low, 80);
	assert_true(sw_image_triggers(image, SW_FIELD_USER));
	const struct sw_build *history = image->history;
	assert_int_equal(history->stages.n, 1);
	assert_int_equal(history->steps.v[1].kind, SW_STEP_RUN);
	assert_str(history->steps.v[1].script->v[0].words[0].text, "apt-get");
	assert_str(history->steps.v[2].words[0].text, "a b");
	assert_null(layout->set.build);
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	sw_image_dump(&out, &layout->arena, &layout->set);
	assert_false(sw_str_contains(sw_out_text(&out), SW_S("s3cretvalue")));
	drop(layout);
}

/* Where the layers lie is told; what they hold is for others. */
static void layers_have_a_place(void **state) {
	(void)state;
	struct layout *layout = new_layout();
	struct sw_str layer = put_blob(layout, SW_S("bytes"), ",\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+zstd\"");
	struct sw_str layers = sw_arena_printf(&layout->arena, "%.*s,{\"digest\":\"sha256:../../x\"},{},{\"digest\":\"sha512:%0128d\"},7", SW_ARG(layer), 0);
	layout->set.path = SW_S("deep/lay");
	read_in(layout, index_of(layout, put_layers(layout, "{}", layers, NAMED)), &(struct sw_image_wanted){.place = SW_S("deep/lay")});
	assert_int_equal(layout->set.images.n, 1);
	const struct sw_image *image = &layout->set.images.v[0];
	assert_int_equal(image->blobs.n, 5);
	struct sw_str digest = digest_of(layout, SW_S("bytes"));
	struct sw_str file = sw_arena_printf(&layout->arena, "deep/lay/blobs/sha256/%.*s", SW_ARG(sw_str_from(digest, 7)));
	assert_true(sw_str_eq(image->blobs.v[0].digest, digest));
	assert_true(sw_str_eq(image->blobs.v[0].file, file));
	assert_int_equal(image->blobs.v[0].offset, 0);
	assert_int_equal(image->blobs.v[0].size, UINT64_MAX);
	assert_true(sw_str_ends(image->blobs.v[0].type, SW_S("+zstd")));
	for (size_t i = 1; i < 5; i++)
		assert_int_equal(image->blobs.v[i].file.n > 0, i == 3);
	assert_true(sw_str_starts(image->blobs.v[3].file, SW_S("deep/lay/blobs/sha512/0000")));
	assert_true(said(layout, "image-digest-invalid"));
	assert_true(said(layout, "image-layer-count"));
	drop(layout);
}

static void put_member(int fd, const char *name, char type, const char *link, struct sw_str body) {
	unsigned sum = 0;
	char header[512] = {0};
	static const char zeros[512];
	snprintf(header, 100, "%s", name);
	snprintf(header + 100, 8, "%07o", 0644u);
	snprintf(header + 124, 12, "%011o", (unsigned)body.n);
	memset(header + 148, ' ', 8);
	header[156] = type;
	snprintf(header + 157, 100, "%s", link);
	memcpy(header + 257, "ustar\00000", 8);
	for (size_t i = 0; i < sizeof header; i++)
		sum += (unsigned char)header[i];
	snprintf(header + 148, 8, "%06o", sum);
	assert_int_equal(write(fd, header, sizeof header), (ssize_t)sizeof header);
	assert_int_equal(write(fd, body.p, body.n), (ssize_t)body.n);
	assert_int_equal(write(fd, zeros, (512 - body.n % 512) % 512), (ssize_t)((512 - body.n % 512) % 512));
}

/* What older engines saved: names that verify nothing, and links where a layer is there twice. */
static void members_of_an_archive(void **state) {
	(void)state;
	static const struct {
		const char *name;
		char type;
		const char *link;
		uint64_t offset; /* 0: it is not there */
	} members[] = {
		{"a/layer.tar", '0', "", 512}, {"b/layer.tar", '2', "../a/layer.tar", 512}, {"c/layer.tar", '1', "a/layer.tar", 512},
		{"d/layer.tar", '2', "./../c/./layer.tar", 512}, {"e/layer.tar", '2', "e/layer.tar", 0}, {"f/layer.tar", '2', "layer.tar", 0},
		{"g/layer.tar", '2', "../../../etc/passwd", 0}, {"h/layer.tar", '1', "/a/layer.tar", 0}, {"i/layer.tar", '3', "", 0},
		{"../k/layer.tar", '0', "", 0},
	};
	enum { COUNT = sizeof members / sizeof *members };
	struct layout *layout = new_layout();
	struct sw_str list = {0};
	static const char zeros[1024];
	int fd = memfd_create("archive", MFD_CLOEXEC);
	for (size_t i = 0; i < COUNT; i++) {
		put_member(fd, members[i].name, members[i].type, members[i].link, i == 0 ? SW_S("bytes") : (struct sw_str){0});
		list = sw_arena_printf(&layout->arena, "%.*s%s\"%s\"", SW_ARG(list), i ? "," : "", members[i].name);
	}
	put_member(fd, "x.json", '0', "", SW_S("{}"));
	put_member(fd, "manifest.json", '0', "", sw_arena_printf(&layout->arena, "[{\"Config\":\"x.json\",\"Layers\":[%.*s,\"none\",3]}]", SW_ARG(list)));
	assert_int_equal(write(fd, zeros, sizeof zeros), (ssize_t)sizeof zeros);
	lseek(fd, 0, SEEK_SET);
	sw_image_read_archive(&layout->set, fd, &(struct sw_image_wanted){.place = SW_S("old.tar")});
	close(fd);
	assert_int_equal(layout->set.images.n, 1);
	const struct sw_image *image = &layout->set.images.v[0];
	assert_int_equal(image->blobs.n, COUNT + 2);
	for (size_t i = 0; i < COUNT + 2; i++) {
		uint64_t offset = i < COUNT ? members[i].offset : 0;
		assert_str(image->blobs.v[i].file, offset ? "old.tar" : "");
		assert_int_equal(image->blobs.v[i].offset, offset);
		assert_int_equal(image->blobs.v[i].size, offset ? 5 : 0);
		assert_str(image->blobs.v[i].digest, "");
	}
	drop(layout);
}

static void a_platform_that_is_asked_for(void **state) {
	(void)state;
	static const struct {
		const char *platform, *user; /* NULL: there is no such image */
	} cases[] = {{"linux/arm", "6"}, {"linux/arm/v7", "7"}, {"linux/s390x", "s"}, {"linux/riscv64", NULL}, {"windows/arm", NULL}, {"linux/arm/v8", NULL}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct layout *layout = new_layout();
		struct sw_str arm6 = put_image(layout, "{\"os\":\"linux\",\"architecture\":\"arm\",\"variant\":\"v6\",\"config\":{\"User\":\"6\"}}",
					       ",\"platform\":{\"os\":\"linux\",\"architecture\":\"arm\",\"variant\":\"v6\"}");
		struct sw_str arm7 = put_image(layout, "{\"os\":\"linux\",\"architecture\":\"arm\",\"variant\":\"v7\",\"config\":{\"User\":\"7\"}}",
					       ",\"platform\":{\"os\":\"linux\",\"architecture\":\"arm\",\"variant\":\"v7\"}");
		struct sw_str z = put_image(layout, "{\"os\":\"linux\",\"architecture\":\"s390x\",\"config\":{\"User\":\"s\"}}",
					    ",\"platform\":{\"os\":\"linux\",\"architecture\":\"s390x\"}");
		struct sw_str all = sw_arena_printf(&layout->arena, "%.*s,%.*s,%.*s", SW_ARG(arm6), SW_ARG(arm7), SW_ARG(z));
		struct sw_str inner = put_blob(layout, index_of(layout, all), "");
		read_in(layout, index_of(layout, i % 2 ? inner : all), &(struct sw_image_wanted){.platform = sw_str_of(cases[i].platform)});
		assert_int_equal(layout->set.images.n, cases[i].user != NULL);
		if (cases[i].user)
			assert_str(layout->set.images.v[0].said[SW_FIELD_USER].value, cases[i].user);
		else
			assert_true(said(layout, "image-platform-missing"));
		drop(layout);
	}
}

static void a_root_file_system(void **state) {
	(void)state;
	struct layout *layout = new_layout();
	sw_image_read_rootfs(&layout->set, (struct sw_str){0});
	sw_image_read_rootfs(&layout->set, SW_S("a/rootfs.tar.gz"));
	assert_int_equal(layout->set.images.n, 2);
	assert_str(layout->set.images.v[0].blobs.v[0].file, ".");
	assert_str(layout->set.images.v[1].blobs.v[0].file, "a/rootfs.tar.gz");
	assert_true(layout->set.images.v[1].rootfs);
	assert_int_equal(layout->set.images.v[1].layers.n, 0);
	assert_int_equal(layout->set.diags.n, 0);
	drop(layout);
}

static void what_is_not_verified_is_not_believed(void **state) {
	(void)state;
	struct layout *layout = new_layout();
	struct sw_str manifest = put_image(layout, "{\"config\":{\"User\":\"1\"}}", "");
	struct sw_str digest = digest_of(layout, SW_S("{\"config\":{\"User\":\"1\"}}"));
	put_file(layout, sw_arena_printf(&layout->arena, "blobs/sha256/%.*s", SW_ARG(sw_str_from(digest, 7))), SW_S("{\"config\":{\"User\":\"0\"}}"));
	read_layout(layout, index_of(layout, manifest), NULL);
	assert_int_equal(layout->set.images.n, 0);
	assert_true(said(layout, "image-digest-mismatch"));
	drop(layout);

	layout = new_layout();
	read_layout(layout, SW_S("{\"manifests\":[{\"digest\":\"sha256:../../../etc/passwd\"},{\"digest\":\"sha256:"
				 "0000000000000000000000000000000000000000000000000000000000000000\",\"size\":3}]}"), NULL);
	assert_int_equal(layout->set.images.n, 0);
	assert_true(said(layout, "image-digest-invalid"));
	assert_true(said(layout, "image-blob-missing"));
	drop(layout);

	layout = new_layout();
	struct sw_str blob = put_blob(layout, SW_S("{}"), "");
	blob = sw_arena_printf(&layout->arena, "{\"digest\":\"%.*s\",\"size\":99}", SW_ARG(digest_of(layout, SW_S("{}"))));
	read_layout(layout, index_of(layout, blob), NULL);
	assert_true(said(layout, "image-size-mismatch"));
	drop(layout);
}

static void platforms_and_attestations(void **state) {
	(void)state;
	struct layout *layout = new_layout();
	struct sw_str other = put_image(layout, "{\"os\":\"windows\"}", ",\"platform\":{\"os\":\"windows\",\"architecture\":\"amd64\"}");
	struct sw_str own = put_image(layout, "{\"os\":\"linux\"}", ",\"platform\":{\"os\":\"linux\",\"architecture\":\"s390x\"}");
	struct sw_str proof = put_image(layout, "{\"os\":\"unknown\"}", ",\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"}");
	struct sw_str list = sw_arena_printf(&layout->arena, "%.*s,%.*s,%.*s", SW_ARG(other), SW_ARG(own), SW_ARG(proof));
	read_layout(layout, index_of(layout, put_blob(layout, index_of(layout, list), NAMED)), NULL);
	assert_int_equal(layout->set.images.n, 1);
	assert_str(layout->set.images.v[0].os, "linux");
	assert_int_equal(layout->set.images.v[0].index.n, 71);
	assert_int_equal(layout->set.images.v[0].attested, SW_YES);
	assert_true(said(layout, "image-platform-chosen"));
	drop(layout);
}

static void indexes_in_indexes_end(void **state) {
	(void)state;
	struct layout *layout = new_layout();
	struct sw_str inner = put_image(layout, "{}", "");
	for (int i = 0; i < 20; i++)
		inner = put_blob(layout, index_of(layout, inner), "");
	read_layout(layout, index_of(layout, inner), NULL);
	assert_int_equal(layout->set.images.n, 0);
	assert_true(said(layout, "image-index-too-deep"));
	drop(layout);
}

static void names_that_are_asked_for(void **state) {
	(void)state;
	static const char *const wanted[] = {"1", "app:1", "docker.io/library/app:1", "2", "other:1"};
	for (size_t i = 0; i < 5; i++) {
		struct layout *layout = new_layout();
		read_layout(layout, index_of(layout, put_image(layout, "{}", NAMED)), wanted[i]);
		assert_int_equal(layout->set.images.n, i < 3);
		assert_int_equal(said(layout, "image-not-found"), i >= 3);
		drop(layout);
	}
}

static void keys_that_are_there_twice(void **state) {
	(void)state;
	struct layout *layout = new_layout();
	read_layout(layout, index_of(layout, put_image(layout, "{\"config\":{\"User\":\"1\",\"user\":\"2\",\"User\":\"3\"}}", NAMED)), NULL);
	assert_str(layout->set.images.v[0].said[SW_FIELD_USER].value, "3");
	assert_true(said(layout, "json-duplicate-key"));
	drop(layout);
}

/* An archive of one image with more names than anybody gives: each is held against all before it. */
static void names_without_end(void **state) {
	(void)state;
	struct layout *layout = new_layout();
	enum { NAMES = 3000 };
	char *list = sw_arena_alloc(&layout->arena, (size_t)NAMES * 16 + 64), *p = list;
	p += sprintf(p, "[{\"Config\":\"c.json\",\"RepoTags\":[");
	for (int i = 0; i < NAMES; i++)
		p += sprintf(p, "%s\"a%d:1\"", i ? "," : "", i);
	sprintf(p, "]}]");
	put_file(layout, SW_S("c.json"), SW_S("{}"));
	put_file(layout, SW_S("manifest.json"), sw_str_of(list));
	struct sw_image_files files = {layout, open_file};
	sw_image_read_layout(&layout->set, &files, &(struct sw_image_wanted){0});
	assert_int_equal(layout->set.images.v[0].names.n, SW_LIMIT_IMAGE_NAMES);
	assert_true(said(layout, "image-too-many-names"));
	drop(layout);
}

/* Of names in a list, those are believed that lead to a file beneath the folder and nowhere else: "." would be the folder as
 * a root file system. */
static void names_of_layers_in_a_folder(void **state) {
	(void)state;
	struct layout *layout = new_layout();
	put_file(layout, SW_S("c.json"), SW_S("{}"));
	put_file(layout, SW_S("manifest.json"),
		 SW_S("[{\"Config\":\"c.json\",\"Layers\":[\"a/layer.tar\",\".\",\"..\",\"a/../../b\",\"/etc\",\"a\\u0000b\",\"\"]}]"));
	struct sw_image_files files = {layout, open_file};
	sw_image_read_layout(&layout->set, &files, &(struct sw_image_wanted){0});
	const struct sw_image *image = &layout->set.images.v[0];
	assert_int_equal(image->blobs.n, 7);
	for (size_t i = 0; i < image->blobs.n; i++)
		assert_str(image->blobs.v[i].file, i ? "" : "a/layer.tar");
	drop(layout);
}

/* The word that ends a heredoc is none of the script's own, and is found at once. */
static void a_script_with_the_end_of_its_heredoc(void **state) {
	(void)state;
	struct layout *layout = new_layout();
	read_layout(layout, index_of(layout, put_image(layout, "{\"history\":[{\"created_by\":\"/bin/sh -c a\\nHISTORY\\nHISTORY__\\nb\"}]}", NAMED)), NULL);
	const struct sw_build *history = layout->set.images.v[0].history;
	assert_int_equal(history->steps.n, 2);
	assert_str(history->steps.v[1].heredocs[0].name, "HISTORY___");
	drop(layout);
}

static void a_long_history_is_cut(void **state) {
	(void)state;
	struct layout *layout = new_layout();
	enum { ENTRIES = 100000 };
	char *config = sw_arena_alloc(&layout->arena, (size_t)ENTRIES * 24 + 64), *p = config;
	p += sprintf(p, "{\"history\":[");
	for (int i = 0; i < ENTRIES; i++)
		p += sprintf(p, "%s{\"created_by\":\"RUN x\"}", i ? "," : "");
	sprintf(p, "]}");
	read_layout(layout, index_of(layout, put_image(layout, config, NAMED)), NULL);
	assert_int_equal(layout->set.images.n, 1);
	assert_true(said(layout, "image-history-too-long"));
	assert_int_equal(layout->set.images.v[0].history->steps.n, SW_LIMIT_IMAGE_HISTORY + 1);
	drop(layout);
}

/* What builders record, and the instruction that it is read as; "" is no step. */
static void entries_of_builders(void **state) {
	(void)state;
	static const char *const rows[][2] = {
		{"/bin/sh -c #(nop)  CMD [\\\"bash\\\"]", "CMD [\"bash\"]"},
		{"/bin/sh -c #(nop) ADD file:0a1b in / ", ""},
		{"RUN /bin/sh -c apt-get update # buildkit", "RUN apt-get update"},
		{"RUN npm ci # buildkit", "RUN npm ci"},
		{"COPY . /app # buildkit", "COPY . /app"},
		{"COPY / / # buildkit", ""},
		{"EXPOSE map[80/tcp:{}]", "EXPOSE 80/tcp"},
		{"VOLUME [/a /b]", "VOLUME [\"/a\", \"/b\"]"},
		{"HEALTHCHECK &{[\\\"CMD-SHELL\\\" \\\"curl -f x || exit 1\\\"] \\\"30s\\\"}", "HEALTHCHECK CMD curl -f x || exit 1"},
		{"HEALTHCHECK &{[\\\"NONE\\\"] \\\"0s\\\"}", "HEALTHCHECK NONE"},
		{"ENV A=two words B=$x", "ENV A=\"two words\" B=\"\\$x\""},
		{"RUN /bin/bash -eo pipefail -c a | b # buildkit", "RUN a | b"},
		{"RUN /bin/sh -c a\\nb # buildkit", "RUN <<'HISTORY'\na\nb\nHISTORY"},
		{"RUN /bin/sh -c echo \\\\", "RUN <<'HISTORY'\necho \\\nHISTORY"},
		{"bazel build //x", ""},
		{"# debian.sh --arch amd64", ""},
		{"FROM scratch", ""},
		{"", ""},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct layout *layout = new_layout();
		struct sw_str config = sw_arena_printf(&layout->arena, "{\"config\":{\"Env\":[\"A=two words\",\"B=$x\"]},\"history\":[{\"created_by\":\"%s\"}]}", rows[i][0]);
		read_layout(layout, index_of(layout, put_image(layout, config.p, NAMED)), NULL);
		const struct sw_build *history = layout->set.images.v[0].history;
		size_t untold = strncmp(rows[i][0], "ENV", 3) == 0 ? 0 : 2;
		assert_int_equal(history->steps.n, 1 + (*rows[i][1] != 0) + untold);
		if (*rows[i][1])
			assert_str(sw_span_text(&layout->set.sources, history->steps.v[1].at), rows[i][1]);
		drop(layout);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_layout), cmocka_unit_test(layers_have_a_place), cmocka_unit_test(members_of_an_archive),
		cmocka_unit_test(a_platform_that_is_asked_for), cmocka_unit_test(a_root_file_system),
		cmocka_unit_test(what_is_not_verified_is_not_believed),
		cmocka_unit_test(platforms_and_attestations), cmocka_unit_test(indexes_in_indexes_end),
		cmocka_unit_test(names_without_end), cmocka_unit_test(names_of_layers_in_a_folder),
		cmocka_unit_test(a_script_with_the_end_of_its_heredoc),
		cmocka_unit_test(names_that_are_asked_for), cmocka_unit_test(keys_that_are_there_twice),
		cmocka_unit_test(a_long_history_is_cut), cmocka_unit_test(entries_of_builders),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
