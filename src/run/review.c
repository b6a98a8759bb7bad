/* `review`: who signed the model off, and what has changed since; and a new sign-off. */
#include "base/say.h"
#include "reports/visible.h"
#include "run/append.h"
#include "run/state.h"

static void put_list(struct sw_arena *arena, struct sw_out *out, const char *what, const sw_strings *list) {
	for (size_t i = 0; i < list->n; i++)
		sw_out_printf(out, "%s %.*s\n", what, SW_ARG(sw_report_visible(arena, list->v[i])));
}

static void put_state(const struct sw_report *report, struct sw_out *out) {
	const struct sw_review *review = &report->life->review;
	if (!review->last) {
		sw_out_z(out, "Nobody has signed this model off yet: strideward review --sign-off --reviewer NAME\n");
		return;
	}
	sw_out_printf(out, "%s: signed off by %.*s on %.*s, %lld days ago (unattributed)\n", review->state == SW_REVIEW_VALID ? "Valid" : "Stale",
		      SW_ARG(sw_report_visible(report->arena, review->last->reviewer.text)), SW_ARG(review->last->date.text), (long long)review->days);
	if (review->days > SW_REVIEW_DAYS)
		sw_out_printf(out, "A review holds for %d days.\n", SW_REVIEW_DAYS);
	put_list(report->arena, out, "new since:", &review->added);
	put_list(report->arena, out, "gone since:", &review->gone);
}

static struct sw_str entry_of(const struct sw_report *report, const char *reviewer) {
	const struct sw_review *review = &report->life->review;
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	sw_out_printf(&out, "reviewer: %.*s\ndate: %.*s\ndigest: %s\nsystem:\n", SW_ARG(sw_append_scalar(report->arena, sw_str_of(reviewer))),
		      SW_ARG(report->date), review->digest);
	for (size_t i = 0; i < review->system.n; i++)
		sw_out_printf(&out, "  - %.*s\n", SW_ARG(sw_append_scalar(report->arena, review->system.v[i])));
	return sw_arena_str(report->arena, sw_out_text(&out));
}

static int sign_off(struct sw_scan *scan, const struct sw_request *request, struct sw_out *shown) {
	struct sw_str entry = entry_of(&scan->report, request->review->reviewer);
	struct sw_append append = {.before = scan->reviews_text, .absent = !request->reviews, .list = "reviews", .entries = &entry, .count = 1,
		.head = SW_S("# Who signed the model off. Written by `strideward review --sign-off`; keep it in version control.\n")};
	if (sw_append_propose(&scan->arena, &append, SW_STATE_REVIEWS, SW_STATE_REVIEWS, request->changes_fd) < 0)
		return 2;
	sw_out_printf(shown, "Signed off by %.*s on %.*s: %zu elements, boundaries and external flows\n",
		      SW_ARG(sw_report_visible(&scan->arena, sw_str_of(request->review->reviewer))),
		      SW_ARG(scan->report.date), scan->report.life->review.system.n);
	return 0;
}

int sw_run_review(struct sw_request *request, struct sw_worker *worker) {
	struct sw_scan scan = {0};
	struct sw_err err;
	SW_CLEANUP_OUT struct sw_out out;
	sw_scan_join(&scan, request, worker);
	sw_scan_judge(&scan, request);
	sw_out_init(&out, request->dump_fd);
	int status = scan.unreadable ? 2 : 0;
	if (!request->review->reviewer)
		put_state(&scan.report, &out);
	else if (scan.unreadable || !scan.report.registers.n)
		sw_say("nothing is signed off %s", scan.unreadable ? "while something named cannot be read" : "where nothing could be modelled");
	else
		status = sign_off(&scan, request, &out);
	if (request->review->reviewer && !scan.report.registers.n)
		status = 2;
	if (sw_out_flush(&out, &err) == 0)
		return status;
	sw_say("%s", err.text);
	return 2;
}
