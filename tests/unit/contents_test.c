/* Layers laid on one another, from accounts made by hand. */
#include "unit.h"
#include "image_text.h"
#include "base/limits.h"
#include "readers/image/contents.h"
#include "readers/layers/names.h"
#include "system/images.h"
#include <stdlib.h>

enum { MOST = 6 };

struct stack {
	struct sw_arena arena;
	struct sw_factset set;
	struct sw_image image;
	struct sw_layer_account accounts[MOST];
	struct sw_names names[MOST];
	size_t n;
};

static struct stack *new_stack(size_t n) {
	struct stack *stack = calloc(1, sizeof *stack);
	sw_arena_init(&stack->arena, (size_t)1 << 26);
	sw_arena_init(&stack->set.arena, SW_LIMIT_FACTSET_BYTES);
	stack->set.path = stack->image.path = SW_S("app.tar");
	stack->set.diags.arena = &stack->set.arena;
	stack->n = n;
	return stack;
}

static struct sw_layer_entry entry(enum sw_entry_kind kind, const char *path, uint64_t size) {
	bool folder = kind == SW_ENTRY_FOLDER;
	return (struct sw_layer_entry){.path = sw_str_of(path), .kind = (uint8_t)kind, .mode = folder ? 0755 : 0644, .size = size,
				       .sum = (uint32_t)size};
}

static void add(struct stack *stack, size_t layer, enum sw_entry_kind kind, const char *path, uint64_t size) {
	struct sw_layer_entry made = entry(kind, path, size);
	assert_true(sw_names_add(&stack->names[layer], &made));
	stack->accounts[layer].entries++;
}

static void add_notable(struct stack *stack, size_t layer, const char *path, uint64_t size, uint32_t traits) {
	add(stack, layer, SW_ENTRY_FILE, path, size);
	*sw_push(&stack->arena, &stack->accounts[layer].notables) =
		(struct sw_notable){.entry = entry(SW_ENTRY_FILE, path, size), .traits = traits};
}

static void add_secret(struct stack *stack, size_t layer, const char *path, uint32_t line, const char *fingerprint) {
	*sw_push(&stack->arena, &stack->accounts[layer].secrets) = (struct sw_layer_secret){
		.path = sw_str_of(path), .kind = SW_S("private-key"), .fingerprint = sw_str_of(fingerprint), .line = line, .column = 1};
}

static void add_package(struct stack *stack, size_t layer, enum sw_package_type type, const char *name, const char *version, const char *path) {
	*sw_push(&stack->arena, &stack->accounts[layer].packages) = (struct sw_package){
		.type = (uint8_t)type, .name = sw_str_of(name), .version = sw_str_of(version), .path = sw_str_of(path)};
}

static void add_owned(struct stack *stack, size_t layer, const char *package, const char *path) {
	*sw_push(&stack->arena, &stack->accounts[layer].owned) =
		(struct sw_owned){.path = sw_str_of(path), .package = sw_str_of(package), .type = SW_PACKAGE_DEB};
}

static const struct sw_contents *make(struct stack *stack) {
	const struct sw_layer_account *accounts[MOST];
	for (size_t i = 0; i < stack->n; i++) {
		stack->accounts[i].names = sw_names_whole(&stack->names[i], &stack->arena);
		stack->accounts[i].searched = true;
		accounts[i] = &stack->accounts[i];
	}
	sw_contents_make(&stack->set, &stack->image, accounts, stack->n);
	return stack->image.contents;
}

static void drop(struct stack *stack) {
	for (size_t i = 0; i < stack->n; i++)
		sw_names_free(&stack->names[i]);
	sw_arena_free(&stack->set.arena);
	sw_arena_free(&stack->arena);
	free(stack);
}

static const struct sw_image_file *file_of(const struct sw_contents *contents, const char *path, uint32_t layer) {
	for (size_t i = 0; i < contents->files.n; i++)
		if (sw_str_is(contents->files.v[i].notable.entry.path, path) && contents->files.v[i].layer == layer)
			return &contents->files.v[i];
	return NULL;
}

static void assert_files(const struct sw_contents *contents, uint64_t files, uint64_t bytes) {
	assert_int_equal(contents->files_total, files);
	assert_int_equal(contents->bytes_total, bytes);
}

static void whiteouts(void **state) {
	(void)state;
	struct stack *stack = new_stack(2);
	add(stack, 0, SW_ENTRY_FILE, "a", 1);
	add(stack, 0, SW_ENTRY_FOLDER, "d", 0);
	add(stack, 0, SW_ENTRY_FILE, "d/b", 2);
	add(stack, 0, SW_ENTRY_FILE, "d/e/c", 4);
	add(stack, 0, SW_ENTRY_FILE, "dd", 8);
	add(stack, 0, SW_ENTRY_FILE, "d.x", 16);
	add(stack, 1, SW_ENTRY_WHITEOUT, "a", 0);
	add(stack, 1, SW_ENTRY_WHITEOUT, "d", 0);
	add(stack, 1, SW_ENTRY_WHITEOUT, "nothing", 0);
	const struct sw_contents *contents = make(stack);
	assert_files(contents, 2, 24);
	assert_int_equal(contents->layers.v[0].hidden_files, 3);
	assert_int_equal(contents->layers.v[0].hidden_bytes, 7);
	assert_true(contents->complete && contents->searched);
	drop(stack);
}

/* What a layer takes away and makes anew is its own; nothing of a higher layer is touched. */
static void whiteouts_hide_lower_layers_alone(void **state) {
	(void)state;
	struct stack *stack = new_stack(3);
	add(stack, 0, SW_ENTRY_FILE, "d/old", 1);
	add(stack, 1, SW_ENTRY_FILE, "d/early", 2);
	add(stack, 1, SW_ENTRY_WHITEOUT, "d", 0);
	add(stack, 1, SW_ENTRY_FILE, "d/new", 4);
	add(stack, 2, SW_ENTRY_FILE, "d/old", 8);
	const struct sw_contents *contents = make(stack);
	assert_files(contents, 3, 14);
	assert_int_equal(contents->layers.v[0].hidden_bytes, 1);
	assert_int_equal(contents->layers.v[1].hidden_bytes, 0);
	drop(stack);
}

static void opaque_folders(void **state) {
	(void)state;
	struct stack *stack = new_stack(2);
	add_notable(stack, 0, "d", 0, SW_TRAIT_WORLD_WRITABLE);
	add(stack, 0, SW_ENTRY_FILE, "d/b", 2);
	add(stack, 0, SW_ENTRY_FILE, "d/e/f/c", 4);
	add(stack, 0, SW_ENTRY_FILE, "e/f", 8);
	add(stack, 1, SW_ENTRY_OPAQUE, "d", 0);
	add(stack, 1, SW_ENTRY_FILE, "d/n", 16);
	const struct sw_contents *contents = make(stack);
	assert_int_equal(contents->layers.v[0].hidden_bytes, 6);
	assert_non_null(file_of(contents, "d", 0));
	drop(stack);
	stack = new_stack(2);
	add(stack, 0, SW_ENTRY_FILE, "a", 1);
	add(stack, 0, SW_ENTRY_FILE, "d/b", 2);
	add(stack, 1, SW_ENTRY_OPAQUE, "", 0);
	add(stack, 1, SW_ENTRY_FILE, "n", 4);
	contents = make(stack);
	assert_files(contents, 1, 4);
	drop(stack);
}

static void kinds_that_change(void **state) {
	(void)state;
	struct stack *stack = new_stack(3);
	add(stack, 0, SW_ENTRY_FILE, "file", 1);
	add(stack, 0, SW_ENTRY_FOLDER, "folder", 0);
	add(stack, 0, SW_ENTRY_FILE, "folder/x", 2);
	add(stack, 1, SW_ENTRY_FOLDER, "file", 0);
	add(stack, 1, SW_ENTRY_FILE, "file/y", 4);
	add(stack, 1, SW_ENTRY_FILE, "folder", 8);
	/* A folder again: what the lowest layer had in it does not come back. */
	add(stack, 2, SW_ENTRY_FOLDER, "folder", 0);
	const struct sw_contents *contents = make(stack);
	assert_files(contents, 1, 4);
	assert_int_equal(contents->layers.v[0].hidden_files, 2);
	assert_int_equal(contents->layers.v[1].hidden_bytes, 8);
	drop(stack);
}

static void links(void **state) {
	(void)state;
	struct stack *stack = new_stack(2);
	add(stack, 0, SW_ENTRY_FILE, "usr/bin/x", 1);
	add(stack, 0, SW_ENTRY_HARD_LINK, "usr/bin/y", 0);
	add(stack, 0, SW_ENTRY_SYMLINK, "bin", 0);
	/* The folder that a link names is not meant: layers name files by their own paths. */
	add(stack, 1, SW_ENTRY_WHITEOUT, "bin/x", 0);
	add(stack, 1, SW_ENTRY_WHITEOUT, "usr/bin/y", 0);
	const struct sw_contents *contents = make(stack);
	assert_files(contents, 1, 1);
	assert_int_equal(contents->layers.v[0].hidden_files, 1);
	assert_int_equal(contents->layers.v[0].hidden_bytes, 0);
	drop(stack);
}

static void traits_set_later(void **state) {
	(void)state;
	struct stack *stack = new_stack(4);
	add_notable(stack, 0, "bin/sh", 9, SW_TRAIT_SHELL);
	add_notable(stack, 1, "bin/su", 5, SW_TRAIT_SETUID | SW_TRAIT_ESCALATION);
	add_notable(stack, 2, "bin/sh", 9, SW_TRAIT_SHELL | SW_TRAIT_SETUID);
	add_notable(stack, 3, "bin/su", 6, SW_TRAIT_SETUID | SW_TRAIT_ESCALATION);
	const struct sw_contents *contents = make(stack);
	assert_int_equal(contents->files.n, 2);
	assert_int_equal(file_of(contents, "bin/sh", 2)->first_layer, 2);
	assert_int_equal(file_of(contents, "bin/su", 3)->first_layer, 1);
	drop(stack);
}

static void one_name_twice_in_a_layer(void **state) {
	(void)state;
	struct stack *stack = new_stack(1);
	add_notable(stack, 0, "x", 5, SW_TRAIT_SETUID);
	add_notable(stack, 0, "x", 6, SW_TRAIT_WORLD_WRITABLE);
	const struct sw_contents *contents = make(stack);
	assert_int_equal(contents->files.n, 1);
	assert_int_equal(contents->files.v[0].notable.traits, SW_TRAIT_WORLD_WRITABLE);
	drop(stack);
}

static void credentials_that_are_gone(void **state) {
	(void)state;
	struct stack *stack = new_stack(4);
	add_notable(stack, 0, "root/.ssh/id_rsa", 50, SW_TRAIT_SECRET_FILE);
	add_secret(stack, 0, "root/.ssh/id_rsa", 1, "aa");
	add_notable(stack, 0, "etc/app.key", 60, SW_TRAIT_SECRET_FILE);
	add_secret(stack, 0, "etc/app.key", 1, "bb");
	add_notable(stack, 0, "bin/x", 1, SW_TRAIT_SETUID);
	add(stack, 1, SW_ENTRY_WHITEOUT, "bin/x", 0);
	/* A change of its mode copies the file: the copy stands for both. */
	add_notable(stack, 1, "etc/app.key", 60, SW_TRAIT_SECRET_FILE);
	add_secret(stack, 1, "etc/app.key", 1, "bb");
	add(stack, 2, SW_ENTRY_WHITEOUT, "root", 0);
	add(stack, 3, SW_ENTRY_FILE, "etc/app.key", 61);
	const struct sw_contents *contents = make(stack);
	assert_int_equal(contents->files.n, 2);
	assert_int_equal(file_of(contents, "root/.ssh/id_rsa", 0)->removed_by, 3);
	assert_int_equal(file_of(contents, "etc/app.key", 1)->removed_by, 4);
	assert_int_equal(file_of(contents, "etc/app.key", 1)->first_layer, 0);
	assert_int_equal(contents->secrets.n, 2);
	assert_str(contents->secrets.v[0].secret.path, "etc/app.key");
	assert_int_equal(contents->secrets.v[0].layer, 1);
	assert_int_equal(contents->secrets.v[0].removed_by, 4);
	assert_int_equal(contents->secrets.v[1].removed_by, 3);
	drop(stack);
}

static void packages_by_their_database(void **state) {
	(void)state;
	struct stack *stack = new_stack(3);
	add(stack, 0, SW_ENTRY_FILE, "var/lib/dpkg/status", 10);
	add_package(stack, 0, SW_PACKAGE_DEB, "libc6", "2.36", "var/lib/dpkg/status");
	add_package(stack, 0, SW_PACKAGE_DEB, "sudo", "1.9.12", "var/lib/dpkg/status");
	add_package(stack, 0, SW_PACKAGE_NPM, "left-pad", "1.0.0", "app/node_modules/left-pad/package.json");
	add_package(stack, 0, SW_PACKAGE_MAVEN, "a:b", "1", "app/x.jar!META-INF/maven/a/b/pom.properties");
	add(stack, 1, SW_ENTRY_FILE, "var/lib/dpkg/status", 20);
	add_package(stack, 1, SW_PACKAGE_DEB, "sudo", "1.9.13", "var/lib/dpkg/status");
	add_package(stack, 1, SW_PACKAGE_DEB, "python3-yaml", "6.0", "var/lib/dpkg/status");
	add_package(stack, 1, SW_PACKAGE_DEB, "libc6", "2.36", "var/lib/dpkg/status");
	add_package(stack, 1, SW_PACKAGE_PYPI, "PyYAML", "6.0", "usr/lib/python3/dist-packages/PyYAML.egg-info");
	add_owned(stack, 0, "libc6", "lib/x86_64-linux-gnu/libc.so.6");
	add_owned(stack, 0, "sudo", "usr/bin/sudo");
	add_owned(stack, 0, "gone", "usr/bin/gone");
	add_owned(stack, 1, "python3-yaml", "usr/lib/python3/dist-packages/PyYAML.egg-info");
	add_notable(stack, 1, "usr/lib/x86_64-linux-gnu/libc.so.6", 7, SW_TRAIT_SETUID);
	add_notable(stack, 1, "bin/sudo", 7, SW_TRAIT_SETUID);
	add_notable(stack, 1, "usr/bin/gone", 7, SW_TRAIT_SETUID);
	add(stack, 2, SW_ENTRY_WHITEOUT, "app/node_modules", 0);
	add(stack, 2, SW_ENTRY_WHITEOUT, "app/x.jar", 0);
	const struct sw_contents *contents = make(stack);
	assert_int_equal(contents->packages.n, 4);
	const struct sw_package *v = contents->packages.v;
	assert_str(v[0].name, "libc6");
	assert_int_equal(v[0].layer, 0);
	assert_str(v[1].name, "python3-yaml");
	assert_int_equal(v[1].layer, 1);
	assert_str(v[2].version, "1.9.13");
	assert_int_equal(v[2].layer, 1);
	assert_str(v[3].name, "PyYAML");
	assert_int_equal(v[3].owner, 2);
	assert_int_equal(file_of(contents, "usr/lib/x86_64-linux-gnu/libc.so.6", 1)->owner, 1);
	assert_int_equal(file_of(contents, "bin/sudo", 1)->owner, 3);
	assert_int_equal(file_of(contents, "usr/bin/gone", 1)->owner, 0);
	assert_int_equal(contents->layers.v[1].packages, 3);
	drop(stack);
}

static void accounts_and_release(void **state) {
	(void)state;
	struct stack *stack = new_stack(2);
	struct sw_account root = {.name = SW_S("root"), .file = SW_S("etc/passwd"), .line = 1}, toor = root, shadow = root;
	toor.name = SW_S("toor");
	shadow.file = SW_S("etc/shadow");
	*sw_push(&stack->arena, &stack->accounts[0].accounts) = root;
	*sw_push(&stack->arena, &stack->accounts[0].accounts) = shadow;
	*sw_push(&stack->arena, &stack->accounts[1].accounts) = toor;
	add(stack, 1, SW_ENTRY_FILE, "etc/passwd", 5);
	stack->accounts[0].release = (struct sw_release){.path = SW_S("usr/lib/os-release"), .id = SW_S("debian"), .version_id = SW_S("12"),
							 .name = SW_S("Debian GNU/Linux")};
	const struct sw_contents *contents = make(stack);
	assert_int_equal(contents->accounts.n, 2);
	assert_str(contents->accounts.v[0].account.name, "toor");
	assert_str(contents->accounts.v[1].account.file, "etc/shadow");
	assert_str(contents->release.id, "debian");
	assert_str(contents->base, "Debian GNU/Linux 12");
	assert_int_equal(contents->base_by, SW_BASE_RELEASE);
	assert_int_equal(contents->base_layers, 0);
	drop(stack);
}

static void what_is_missing(void **state) {
	(void)state;
	struct stack *stack = new_stack(1);
	const struct sw_layer_account *accounts[] = {&stack->accounts[0], NULL};
	sw_contents_make(&stack->set, &stack->image, accounts, 2);
	assert_false(stack->image.contents->complete);
	assert_int_equal(stack->image.contents->layers.v[1].account->partial, SW_PARTIAL_MISSING);
	*sw_push(&stack->set.arena, &stack->image.layers) = SW_S("sha256:1");
	stack->accounts[0].diff_id = SW_S("sha256:2");
	sw_contents_make(&stack->set, &stack->image, accounts, 1);
	assert_true(stack->image.contents->layers.v[0].diff_differs);
	assert_false(stack->image.contents->complete);
	drop(stack);
}

static void the_list(void **state) {
	(void)state;
	struct stack *stack = new_stack(2);
	add_notable(stack, 0, "root/a\nb", 3, SW_TRAIT_SECRET_FILE);
	add_notable(stack, 0, "bin/su", 3, SW_TRAIT_SETUID | SW_TRAIT_ESCALATION);
	stack->accounts[0].notables.v[1].entry.mode = 04755;
	add_package(stack, 0, SW_PACKAGE_DEB, "util-linux", "2", "var/lib/dpkg/status");
	add_owned(stack, 0, "util-linux", "bin/su");
	add(stack, 1, SW_ENTRY_WHITEOUT, "root/a\nb", 0);
	add_secret(stack, 1, "srv/key.pem", 3, "aa");
	const struct sw_contents *contents = make(stack);
	const struct sw_source *source = sw_source_of(&stack->set.sources, (struct sw_span){contents->source, 0, 0});
	assert_str(source->path, "app.tar#files");
	assert_str(source->text, "- 4755 0:0  bin/su  layer 1, setuid, escalation, of deb:util-linux\n"
				 "- 0644 0:0  root/a\\x0ab  layer 1, gone in layer 2, secret-file\n"
				 "secret  srv/key.pem:3:1  layer 2, private-key\n");
	assert_str(sw_span_text(&stack->set.sources, contents->files.v[0].at), "bin/su");
	assert_str(sw_span_text(&stack->set.sources, contents->secrets.v[0].at), "srv/key.pem");
	drop(stack);
}

#define SIXTEEN "0123456789abcdef"

static void bases(void **state) {
	(void)state;
	struct stack *app = new_stack(3), *base = new_stack(1);
	const char *digests[] = {"sha256:" SIXTEEN SIXTEEN SIXTEEN SIXTEEN, "sha256:1" SIXTEEN SIXTEEN SIXTEEN "123456789abcdef",
				 "sha256:2" SIXTEEN SIXTEEN SIXTEEN "123456789abcdef"};
	for (size_t i = 0; i < 3; i++)
		*sw_push(&app->set.arena, &app->image.layers) = sw_str_of(digests[i]);
	for (size_t i = 0; i < 2; i++)
		*sw_push(&base->set.arena, &base->image.layers) = sw_str_of(digests[i]);
	*sw_push(&app->set.arena, &app->image.labels) =
		(struct sw_pair){.name = SW_S("org.opencontainers.image.base.name"), .value = SW_S("docker.io/library/debian:12")};
	base->image.path = SW_S("base.tar");
	make(app);
	assert_str(app->image.contents->base, "docker.io/library/debian:12");
	assert_int_equal(app->image.contents->base_by, SW_BASE_LABEL);
	*sw_push(&app->set.arena, &app->set.images) = app->image;
	*sw_push(&base->set.arena, &base->set.images) = base->image;
	struct sw_factset *sets[] = {&app->set, &base->set};
	sw_images_bases(&app->arena, sets, 2);
	const struct sw_contents *contents = app->set.images.v[0].contents;
	assert_str(contents->base, "base.tar");
	assert_int_equal(contents->base_by, SW_BASE_LAYERS);
	assert_int_equal(contents->base_layers, 2);
	assert_true(contents->layers.v[1].base && !contents->layers.v[2].base);
	drop(app);
	drop(base);
}

/* The form of images in examples of checks, through all readers. */
static void an_image_as_text(void **state) {
	(void)state;
	struct sw_factset set = {.path = SW_S("app.image")};
	struct sw_arena_catch catch;
	sw_arena_init(&set.arena, SW_LIMIT_FACTSET_BYTES);
	set.diags.arena = &set.arena;
	if (!SW_ARENA_TRY(&set.arena, &catch)) {
		fail_msg("no memory");
		return;
	}
	unit_image_read(&set, SW_S("name app:1\n"
				   "config {\"User\": \"app\"}\n"
				   "history ENV A=b\n"
				   "layer RUN useradd toor\n"
				   "0644 0:0 etc/passwd\n"
				   "\troot:x:0:0:root:/root:/bin/sh\n"
				   "\ttoor:x:0:0::/:/bin/sh\n"
				   "4755 0:0 usr/bin/sudo\n"
				   "0777 0:0 srv/\n"
				   "0755 0:0 usr/bin/ping + net_raw\n"
				   "0666 0:0 dev/null c 1:3\n"
				   "0600 0:0 root/.ssh/id_rsa\n"
				   "\tkept elsewhere\n"
				   "layer RUN rm /root/.ssh/id_rsa\n"
				   "gone root/.ssh/id_rsa\n"));
	const struct sw_image *image = &set.images.v[0];
	const struct sw_contents *contents = image->contents;
	assert_true(contents->complete);
	assert_str(image->names.v[0].name, "docker.io/library/app");
	assert_str(image->said[SW_FIELD_USER].value, "app");
	assert_int_equal(contents->layers.n, 2);
	assert_str(contents->layers.v[1].created_by, "RUN rm /root/.ssh/id_rsa");
	assert_int_equal(contents->layers.v[1].history, 3);
	assert_int_equal(contents->accounts.n, 2);
	assert_str(contents->accounts.v[1].account.name, "toor");
	const struct sw_source *list = sw_source_of(&set.sources, (struct sw_span){contents->source, 0, 0});
	assert_str(list->path, "app.image#files");
	assert_str(list->text, "c 0666 0:0  dev/null  layer 1, device\n"
			       "- 0600 0:0  root/.ssh/id_rsa  layer 1, gone in layer 2, secret-file\n"
			       "d 0777 0:0  srv  layer 1, world-writable\n"
			       "- 0755 0:0  usr/bin/ping  layer 1, capabilities cap_net_raw+ep\n"
			       "- 4755 0:0  usr/bin/sudo  layer 1, setuid, escalation\n"
			       "account  etc/passwd:2  toor, user 0\n");
	sw_arena_leave(&set.arena, &catch);
	sw_arena_free(&set.arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whiteouts),
		cmocka_unit_test(whiteouts_hide_lower_layers_alone),
		cmocka_unit_test(opaque_folders),
		cmocka_unit_test(kinds_that_change),
		cmocka_unit_test(links),
		cmocka_unit_test(traits_set_later),
		cmocka_unit_test(one_name_twice_in_a_layer),
		cmocka_unit_test(credentials_that_are_gone),
		cmocka_unit_test(packages_by_their_database),
		cmocka_unit_test(accounts_and_release),
		cmocka_unit_test(what_is_missing),
		cmocka_unit_test(the_list),
		cmocka_unit_test(bases),
		cmocka_unit_test(an_image_as_text),
	};
	return cmocka_run_group_tests_name("contents", tests, NULL, NULL);
}
