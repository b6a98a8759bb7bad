#include "cli/layers.h"
#include "run/images.h"
#include <stdlib.h>

enum { SECONDS = 120 }; /* that any layer may take */

static int set_platform(struct sw_cli_run *run, struct sw_err *err) {
	const char *text = run->arguments->values[SW_OPTION_PLATFORM];
	struct sw_str rest = sw_str_of(text), part;
	unsigned parts = 0;
	bool good = true;
	run->request.platform = text;
	while (text && sw_str_split(&rest, '/', &part)) {
		good = good && part.n > 0;
		parts++;
	}
	return !text || (good && (parts == 2 || parts == 3)) ? 0 :
	       sw_err_set(err, 0, "--platform wants OS/ARCHITECTURE or OS/ARCHITECTURE/VARIANT, not '%s'", text);
}

/* A folder of one's own, as the XDG Base Directory specification has it: relative places are passed over. NULL: there is
 * none. */
static const char *cache_place(struct sw_arena *arena) {
	const char *own = getenv("STRIDEWARD_CACHE"), *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	if (own && *own)
		return own;
	if (xdg && *xdg == '/')
		return sw_arena_printf(arena, "%s/strideward", xdg).p;
	return home && *home == '/' ? sw_arena_printf(arena, "%s/.cache/strideward", home).p : NULL;
}

int sw_cli_layers_prepare(struct sw_cli_run *run, struct sw_err *err) {
	struct sw_request *request = &run->request;
	const char **folders = SW_NEW_ARRAY(&run->arena, const char *, request->target_count + 1);
	if (set_platform(run, err) < 0)
		return -1;
	for (size_t i = 0; i < request->target_count; i++)
		folders[i] = request->targets[i].root;
	request->layers = true;
	request->no_secrets = run->arguments->given[SW_OPTION_NO_SECRETS];
	request->lockfiles = run->arguments->given[SW_OPTION_LOCKFILES];
	request->project_secrets = !request->no_secrets && !request->images;
	run->layers = (struct sw_layer_setup){
		.work = sw_images_layer_work, .context = request, .version = sw_images_layer_version(), .folders = folders,
		.folder_count = request->target_count, .seconds = SECONDS,
		.cache = run->arguments->given[SW_OPTION_NO_CACHE] ? NULL : cache_place(&run->arena),
		.slots = request->jobs < SW_LAYER_SLOTS ? request->jobs : SW_LAYER_SLOTS};
	return 0;
}
