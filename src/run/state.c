#include "run/state.h"
#include "base/limits.h"
#include "readers/config/read.h"

void sw_scan_read_state(struct sw_scan *scan, const struct sw_request *request, struct sw_diags *diags) {
	struct sw_str text;
	/* Lines and single documents have no register. */
	if (request->lint || request->document)
		return;
	uint32_t source = sw_scan_read_own(scan, request->owners, request->owners_shown, SW_LIMIT_CODEOWNERS_BYTES, &text);
	if (source)
		sw_codeowners_read(&scan->arena, source, text, &scan->config.codeowners, diags);
	source = sw_scan_read_own(scan, request->lock, request->lock_shown, SW_LIMIT_FILE_BYTES, &text);
	if (source)
		sw_lock_read(&scan->arena, source, scan->lock_text = text, &scan->config.lock, diags);
	source = sw_scan_read_own(scan, request->reviews, request->reviews_shown, SW_LIMIT_FILE_BYTES, &text);
	if (source)
		sw_reviews_read(&scan->arena, source, scan->reviews_text = text, &scan->config.reviews, diags);
}
