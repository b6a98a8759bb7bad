#include "run/sbom.h"
#include "base/say.h"
#include "run/scan.h"

static bool any_contents(const struct sw_scan *scan) {
	for (size_t i = 0; i < scan->artifacts.v.n; i++)
		for (size_t j = 0; j < scan->sets[i]->images.n; j++)
			if (scan->sets[i]->images.v[j].contents)
				return true;
	return false;
}

static void tell_diagnostics(const struct sw_system *system) {
	for (size_t i = 0; i < system->diags.n; i++) {
		const struct sw_diag *diag = &system->diags.v[i];
		if (diag->level == SW_DIAG_ERROR)
			sw_say("%.*s%s%.*s", SW_ARG(diag->path), diag->path.n ? ": " : "", SW_ARG(diag->message));
	}
}

int sw_run_sbom(struct sw_request *request, struct sw_worker *worker) {
	struct sw_scan scan = {0};
	sw_scan_join(&scan, request, worker);
	scan.report = (struct sw_report){.arena = &scan.arena, .system = &scan.system, .jobs = request->jobs, .version = request->version,
					 .time = sw_str_of(request->time)};
	/* The bill itself says what is missing; a person reads it here. */
	tell_diagnostics(&scan.system);
	if (!any_contents(&scan)) {
		sw_say("no image is there to be listed");
		return 2;
	}
	return sw_scan_write(&scan, request) < 0 || scan.refused ? 2 : 0;
}
