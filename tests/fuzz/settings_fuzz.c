/* Any bytes are a CI file, a script, a profile, a .env and root metadata: reading them must end, and what it finds must
 * stand inside the file and refer to scopes and commands that are there. */
#include "base/limits.h"
#include "readers/settings/read.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct sw_settings *settings, size_t size) {
	for (size_t i = 0; i < settings->scopes.n; i++)
		assert(settings->scopes.v[i].parent < (int32_t)i);
	for (size_t i = 0; i < settings->settings.n; i++) {
		const struct sw_trust_setting *row = &settings->settings.v[i];
		assert(row->scope < settings->scopes.n && row->command < (int32_t)settings->commands.n);
		assert(row->from <= settings->commands.n && row->at.start <= row->at.end && row->at.end <= size);
	}
	for (size_t i = 0; i < settings->commands.n; i++)
		assert(settings->commands.v[i].scope < settings->scopes.n && settings->commands.v[i].at.end <= size);
	for (size_t i = 0; i < settings->roots.n; i++)
		assert(settings->roots.v[i].at.end <= size && (!settings->roots.v[i].until.n || settings->roots.v[i].until.n == 10));
}

static void read_as(struct sw_str path, struct sw_str text) {
	struct sw_factset set = {.path = path};
	struct sw_arena_catch catch;
	enum sw_settings_file kind;
	bool known = sw_settings_sniff(path, &kind);
	assert(known);
	sw_arena_init(&set.arena, SW_LIMIT_FACTSET_BYTES);
	set.diags.arena = &set.arena;
	if (SW_ARENA_TRY(&set.arena, &catch)) {
		sw_settings_read(&set, kind, path, text);
		if (set.settings)
			check(set.settings, text.n);
		sw_arena_leave(&set.arena, &catch);
	}
	sw_arena_free(&set.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	static const char *const paths[] = {".gitlab-ci.yml", "Jenkinsfile", "ci/a.sh", ".bashrc", ".env", "trust/tuf/a/b/metadata/root.json"};
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		read_as(sw_str_of(paths[i]), sw_str((const char *)data, size));
	return 0;
}
