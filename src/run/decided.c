#include "run/decided.h"
#include "reports/visible.h"

struct listing {
	const struct sw_report *report;
	struct sw_out *out;
};

static struct sw_str visible(const struct listing *listing, struct sw_str text) {
	return sw_report_visible(listing->report->arena, text);
}

static void put_words(const struct listing *listing, const char *what, struct sw_str text) {
	if (text.n)
		sw_out_printf(listing->out, "%s%.*s", what, SW_ARG(visible(listing, text)));
}

static void put_entry(const struct listing *listing, const struct sw_decided *entry) {
	const struct sw_decision *decision = entry->decision;
	struct sw_str place = sw_report_place(listing->report, decision->at);
	sw_out_printf(listing->out, "%-12s %s %.*s@%.*s", sw_standing_name(entry->standing), sw_decision_kind_name(decision->kind),
		      SW_ARG(visible(listing, decision->threat.text)), SW_ARG(visible(listing, decision->on.text)));
	put_words(listing, ", until ", decision->until.text);
	sw_out_printf(listing->out, "%s%s", entry->due ? ", due" : "", entry->replaced ? ", replaced by a later one" : "");
	if (entry->renewals)
		sw_out_printf(listing->out, ", renewed %u time%s", entry->renewals, entry->renewals == 1 ? "" : "s");
	sw_out_byte(listing->out, '\n');
	put_words(listing, "             ", entry->why);
	if (entry->why.n)
		sw_out_byte(listing->out, '\n');
	put_words(listing, "             ", decision->reason.text);
	sw_out_byte(listing->out, '\n');
	put_words(listing, "             owner ", decision->owner.text.n ? decision->owner.text : SW_S("nobody"));
	/* Whoever may write the file may write any name into it. */
	put_words(listing, ", by ", decision->by.text);
	sw_out_z(listing->out, decision->by.text.n ? " (unattributed)" : "");
	put_words(listing, ", approved by ", decision->approved_by.text);
	sw_out_z(listing->out, decision->approved_by.text.n ? " (unattributed)" : "");
	put_words(listing, ", ticket ", decision->ticket.text);
	put_words(listing, ", evidence ", decision->link.text);
	put_words(listing, "; ", place);
	sw_out_byte(listing->out, '\n');
}

void sw_decided_list(const struct sw_report *report, struct sw_out *out) {
	struct listing listing = {report, out};
	const struct sw_life *life = report->life;
	sw_out_printf(out, "%zu decision%s:", life->decided.n, life->decided.n == 1 ? "" : "s");
	for (unsigned s = 0; s <= SW_STANDING_NO_EFFECT; s++)
		if (life->standings[s])
			sw_out_printf(out, " %u %s", life->standings[s], sw_standing_name((enum sw_standing)s));
	sw_out_z(out, life->decided.n ? "\n" : " none\n");
	for (size_t i = 0; i < life->decided.n; i++)
		put_entry(&listing, &life->decided.v[i]);
}
