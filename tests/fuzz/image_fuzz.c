/* Any bytes may be an archive of images, and any text its configuration: every span lies inside its source, and steps stand
 * in the image's history. */
#include "base/limits.h"
#include "readers/image/read.h"
#include <assert.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(const struct sw_factset *set, struct sw_span span) {
	const struct sw_source *source = sw_source_of(&set->sources, span);
	assert(!span.source || (source && span.start <= span.end && span.end <= source->text.n));
}

static void check_image(const struct sw_factset *set, const struct sw_image *image) {
	check_span(set, image->at);
	for (unsigned f = 0; f < SW_START_FIELD_COUNT; f++)
		check_span(set, image->said[f].at);
	for (size_t i = 0; i < image->env.n; i++)
		check_span(set, image->env.v[i].value_at);
	assert(image->history && image->history->stages.n == 1);
	for (size_t i = 0; i < image->history->steps.n; i++) {
		assert(image->history->steps.v[i].at.source == image->history->source);
		check_span(set, image->history->steps.v[i].at);
	}
}

static void check(struct sw_factset *set) {
	for (size_t i = 0; i < set->images.n; i++)
		check_image(set, &set->images.v[i]);
	for (size_t i = 0; i < set->hidden.n; i++)
		check_span(set, set->hidden.v[i].at);
	assert(!set->build);
}

/* The manifest list of an archive whose one configuration is the input: nothing verifies it. */
struct files {
	struct sw_str config;
};

static int open_file(void *context, struct sw_arena *arena, struct sw_str path) {
	const struct files *files = context;
	struct sw_str text = sw_str_is(path, "manifest.json") ? SW_S("[{\"Config\":\"c.json\",\"RepoTags\":[\"a:1\"]}]") : files->config;
	(void)arena;
	if (!sw_str_is(path, "manifest.json") && !sw_str_is(path, "c.json"))
		return -1;
	int fd = memfd_create("file", MFD_CLOEXEC);
	assert(fd >= 0 && (text.n == 0 || write(fd, text.p, text.n) == (ssize_t)text.n));
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static void read_set(const uint8_t *data, size_t size, bool archive) {
	struct sw_factset set = {.path = SW_S("a.tar")};
	struct sw_arena_catch catch;
	struct files files = {sw_str((const char *)data, size)};
	int fd = memfd_create("archive", MFD_CLOEXEC);
	assert(fd >= 0 && (size == 0 || write(fd, data, size) == (ssize_t)size));
	lseek(fd, 0, SEEK_SET);
	sw_arena_init(&set.arena, SW_LIMIT_FACTSET_BYTES + (size_t)SW_LIMIT_FILE_BYTES);
	if (SW_ARENA_TRY(&set.arena, &catch)) {
		if (archive)
			sw_image_read_archive(&set, fd, &(struct sw_image_wanted){0});
		else
			sw_image_read_layout(&set, &(struct sw_image_files){&files, open_file}, &(struct sw_image_wanted){0});
		check(&set);
		sw_arena_leave(&set.arena, &catch);
	}
	sw_arena_free(&set.arena);
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	read_set(data, size, true);
	read_set(data, size, false);
	return 0;
}
