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

static void read_layout(struct layout *layout, struct sw_str index, const char *wanted) {
	struct sw_image_files files = {layout, open_file};
	put_file(layout, SW_S("index.json"), index);
	sw_image_read_layout(&layout->set, &files, sw_str_of(wanted));
}

static struct sw_str put_image(struct layout *layout, const char *config, const char *more) {
	struct sw_str descriptor = put_blob(layout, sw_str_of(config), "");
	return put_blob(layout, sw_arena_printf(&layout->arena, "{\"schemaVersion\":2,\"config\":%.*s,\"layers\":[]}", SW_ARG(descriptor)), more);
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
	read_layout(layout, index_of(layout, put_image(layout, config, NAMED)), NULL);
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
	sw_image_read_layout(&layout->set, &files, SW_S(""));
	assert_int_equal(layout->set.images.v[0].names.n, SW_LIMIT_IMAGE_NAMES);
	assert_true(said(layout, "image-too-many-names"));
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
		cmocka_unit_test(a_layout), cmocka_unit_test(what_is_not_verified_is_not_believed),
		cmocka_unit_test(platforms_and_attestations), cmocka_unit_test(indexes_in_indexes_end),
		cmocka_unit_test(names_without_end), cmocka_unit_test(a_script_with_the_end_of_its_heredoc),
		cmocka_unit_test(names_that_are_asked_for), cmocka_unit_test(keys_that_are_there_twice),
		cmocka_unit_test(a_long_history_is_cut), cmocka_unit_test(entries_of_builders),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
